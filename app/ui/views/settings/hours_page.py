"""Opening hours by weekday, closed days, and the promised reply times."""

from dataclasses import replace
from datetime import time

from babel.dates import get_day_names
from PySide6.QtCore import QSignalBlocker, QTime, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSpinBox, QTimeEdit, QWidget

from app.domain.shop import OpeningHours, ShopSettings
from app.system.i18n import _, language
from app.ui.tokens import GRID
from app.ui.views.settings.parts import form, panel
from app.ui.widgets.basics import column, field, label, roomy
from app.ui.words import channel_word

OFFERED = ("default", "imap", "whatsapp", "form")
USUAL = (time(9, 0), time(17, 30))


class HoursPage(QWidget):
    """Signal: `changed(callable)`."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(GRID)
        names = get_day_names("wide", context="stand-alone", locale=language())
        self._days = [_Day(str(names[n]).capitalize()) for n in range(7)]
        for n, day in enumerate(self._days):
            day.place(grid, n)
            day.told = self._tell
        grid.setColumnStretch(5, 1)
        self.closed = field(_("Closed days"), "2026-12-25, 2026-12-26")
        self.closed.editingFinished.connect(self._tell)
        self.promises = {name: self._hours(channel_word(name)) for name in OFFERED}
        promised = form(*((channel_word(name), box) for name, box in self.promises.items()))
        self.setLayout(
            column(
                panel(
                    _("Opening hours"),
                    grid,
                    form((_("Closed days"), self.closed)),
                    text=_("Answers never promise something for a time at which you are closed."),
                ),
                panel(_("Promised reply times"), promised, text=_("The list counts down to these; what is late stands first.")),
                gap=2 * GRID,
            )
        )

    def _hours(self, name: str) -> QSpinBox:
        box = QSpinBox()
        roomy(box)
        box.setRange(1, 240)
        box.setSuffix(" " + _("hours"))
        box.setAccessibleName(_("Reply time: {channel}").format(channel=name))
        box.setMaximumWidth(140)
        box.editingFinished.connect(self._tell)
        return box

    def _tell(self) -> None:
        self.changed.emit(self.take)

    def put(self, shop: ShopSettings) -> None:
        """Show the settings."""
        for n, day in enumerate(self._days):
            day.put(shop.hours.days.get(n, ()))
        self.closed.setText(", ".join(shop.hours.closed_dates))
        for name, box in self.promises.items():
            box.setValue(shop.reply_hours.get(name, shop.reply_hours.get("default", 24)))

    def take(self, shop: ShopSettings) -> ShopSettings:
        """Return the settings with what stands here."""
        days = {n: spans for n, day in enumerate(self._days) if (spans := day.take())}
        closed = tuple(part.strip() for part in self.closed.text().split(",") if part.strip())
        usual = self.promises["default"].value()
        promised = {
            name: box.value()
            for name, box in self.promises.items()
            if name == "default" or name in shop.reply_hours or box.value() != usual
        }
        return replace(shop, hours=OpeningHours(days, closed), reply_hours={**shop.reply_hours, **promised})


class _Day:
    """One line of the grid: open or not, from, to. Further spans of a day are kept as they are."""

    def __init__(self, name: str) -> None:
        self.open = QCheckBox(name)
        self.open.setAccessibleName(name)
        self.begin, self.end = self._clock(_("{day}: opens").format(day=name)), self._clock(_("{day}: closes").format(day=name))
        self.shut = label(_("closed"), "soft")
        self._rest: tuple[tuple[time, time], ...] = ()
        self.told: object = None
        self.open.toggled.connect(self._toggle)

    def _clock(self, name: str) -> QTimeEdit:
        made = QTimeEdit()
        roomy(made)
        made.setDisplayFormat("HH:mm")
        made.setAccessibleName(name)
        made.editingFinished.connect(self._tell)
        return made

    def place(self, grid: QGridLayout, n: int) -> None:
        """Put the line into the grid."""
        for column_, widget in enumerate((self.open, self.begin, label("–"), self.end, self.shut)):
            grid.addWidget(widget, n, column_)

    def put(self, spans: tuple[tuple[time, time], ...]) -> None:
        """Show a day."""
        first = spans[0] if spans else USUAL
        self._rest = spans[1:]
        with QSignalBlocker(self.open):
            self.open.setChecked(bool(spans))
        for clock, moment in ((self.begin, first[0]), (self.end, first[1])):
            clock.setTime(QTime(moment.hour, moment.minute))
        self._enable()

    def take(self) -> tuple[tuple[time, time], ...]:
        """Return the day's spans."""
        if not self.open.isChecked():
            return ()
        begin, end = self.begin.time(), self.end.time()
        return ((time(begin.hour(), begin.minute()), time(end.hour(), end.minute())), *self._rest)

    def _toggle(self, _on: bool) -> None:  # noqa: FBT001 - a slot
        self._enable()
        self._tell()

    def _enable(self) -> None:
        for clock in (self.begin, self.end):
            clock.setEnabled(self.open.isChecked())
        self.shut.setVisible(not self.open.isChecked())

    def _tell(self) -> None:
        if callable(self.told):
            self.told()
