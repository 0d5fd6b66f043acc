"""The shop's categories: other titles, what is not used, its own ones, examples of them, and all that was taught."""

from collections import Counter as CountOf
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.categories import ALWAYS, EXAMPLES_NEEDED, Categories, code_for
from app.domain.errors import ToonbankError
from app.domain.shop import ShopSettings
from app.domain.teaching import Correction
from app.system.i18n import _, moment_text, ngettext, number_text, say
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.views.settings.parts import panel
from app.ui.views.teaching import said_words
from app.ui.widgets.basics import Choice, Elided, button, clear_layout, column, field, label, row
from app.ui.words import category_word

WIDE = 600
"""Width from which the categories stand in two columns."""
SHOWN = 60
"""How many of the last corrections are listed."""


class CategoriesPage(QWidget):
    """Signal: `changed(callable)` with what makes new settings of the old ones."""

    changed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shop = ShopSettings()
        self._taught: Sequence[Correction] = ()
        self.titles: dict[str, QLineEdit] = {}
        self.used: dict[str, QCheckBox] = {}
        self.counts: dict[str, QLabel] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(6)
        self._columns = 1
        self.new_title = field(_("A category of your own"), _("its title, such as: Gift cards"))
        self.add = button(_("Add"))
        self.error = label("", "bad-text", wrap=True)
        self.error.hide()
        self.example_of = Choice()
        self.example_of.setAccessibleName(_("Example of"))
        self.example_of.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.example = QPlainTextEdit()
        self.example.setProperty("look", "editor")
        self.example.setTabChangesFocus(True)
        self.example.setAccessibleName(_("Example text"))
        self.example.setPlaceholderText(_("What a customer might write about it"))
        self.example.setFixedHeight(96)
        self.teach = button(_("Teach"))
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(4)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._own_words = label(own_words(), "soft", wrap=True)
        self.setLayout(
            column(
                panel(
                    _("Categories"),
                    self._grid,
                    text=_("Give them your own titles, and untick what your shop does not need. Toonbank then chooses among the rest."),
                ),
                panel(_("Your own"), row(self.new_title, self.add), self.error, self._own_words),
                panel(
                    _("Teach by example"),
                    row(label(_("Example of")), self.example_of, 1),
                    self.example,
                    row(1, self.teach),
                    text=_("A message is taught quicker where you read it: press its category, or C."),
                ),
                panel(_("What was taught"), self._list),
                gap=2 * GRID,
            )
        )

    def _connect(self) -> None:
        self.new_title.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self.teach.clicked.connect(self._teach)
        self._desk.notices.changed.connect(lambda what: self.enter() if what in ("conversations", "all") and self.isVisible() else None)

    def enter(self) -> None:
        """The page is shown: ask what was taught."""
        self._desk.bridge.read(lambda counter: counter.corrections(), self._put_taught, owner=self, key="taught")

    # -- the categories

    def put(self, shop: ShopSettings) -> None:
        """Show the settings."""
        fresh = list(self.titles) != list(shop.categories.codes())
        self._shop = shop
        if fresh:
            self._make_rows(shop.categories)
        for code in self.titles:
            with QSignalBlocker(self.titles[code]), QSignalBlocker(self.used[code]):
                self.titles[code].setText(shop.categories.title(code))
                self.used[code].setChecked(code not in shop.categories.hidden)
        chosen = self.example_of.currentData()
        self.example_of.clear()
        for code in reversed(shop.categories.offered()):
            self.example_of.insertItem(0, self._title(code), code)
        self.example_of.setCurrentIndex(max(0, self.example_of.findData(chosen)))
        self._count()

    def _make_rows(self, categories: Categories) -> None:
        clear_layout(self._grid)
        self.titles, self.used, self.counts = {}, {}, {}
        for code in categories.codes():
            usual = categories.own.get(code, category_word(code))
            tick = QCheckBox()
            tick.setAccessibleName(_("Use {category}").format(category=usual))
            tick.setToolTip(_("Use {category}").format(category=usual))
            tick.setEnabled(code not in ALWAYS)
            tick.setVisible(code not in ALWAYS)
            tick.toggled.connect(partial(self._use, code))
            title = field(_("Title of {category}").format(category=usual), usual)
            title.editingFinished.connect(partial(self._rename, code))
            count = label("", "soft")
            self.titles[code], self.used[code], self.counts[code] = title, tick, count

        self._place_rows()

    def _place_rows(self) -> None:
        """Two columns of categories where there is room."""
        height = -(-len(self.titles) // self._columns)
        for place, code in enumerate(self.titles):
            for at, widget in enumerate((self.used[code], self.titles[code], self.counts[code])):
                self._grid.addWidget(widget, place % height, at + 4 * (place // height))
        for column_of_titles in (1, 5):
            self._grid.setColumnStretch(column_of_titles, 1 if column_of_titles == 1 or self._columns == 2 else 0)
        self._grid.setColumnMinimumWidth(3, 2 * GRID if self._columns == 2 else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= WIDE else 1
        if columns != self._columns:
            self._columns = columns
            self._place_rows()

    def _title(self, code: str) -> str:
        return self._shop.categories.title(code) or category_word(code)

    def _use(self, code: str, on: bool) -> None:  # noqa: FBT001 - a slot
        self._change(lambda categories: categories.with_hidden(code, hidden=not on))

    def _rename(self, code: str) -> None:
        words = self.titles[code].text()
        if words.strip() != self._shop.categories.title(code):
            self._change(lambda categories: categories.with_title(code, words))

    def _add(self) -> None:
        words = self.new_title.text().strip()
        taken = set(self._shop.categories.codes())
        code = code_for(words) or "own"
        free = next(name for name in (code, *(f"{code[:36]}_{n}" for n in range(2, 999))) if name not in taken)
        if self._change(lambda categories: categories.with_own(free, words)):
            self.new_title.clear()
            self.example_of.setCurrentIndex(self.example_of.findData(free))

    def _change(self, change: Callable[[Categories], Categories]) -> bool:
        """Show and hand out the settings with other categories; says in words what cannot be."""
        try:
            made = replace(self._shop, categories=change(self._shop.categories))
        except ToonbankError as error:
            self.error.setText(say(error))
            self.error.show()
            self.put(self._shop)
            return False
        self.error.hide()
        self.put(made)
        self.changed.emit(lambda shop: replace(shop, categories=change(shop.categories)))
        return True

    # -- what was taught

    def _teach(self) -> None:
        code, text, by = str(self.example_of.currentData()), self.example.toPlainText(), self._shop.person
        self.teach.setEnabled(False)
        self._desk.bridge.write(
            lambda counter: counter.teach_text(code, text, by), lambda _made: self._taught_one(), owner=self, failed=self._not_taught
        )

    def _taught_one(self) -> None:
        self.teach.setEnabled(True)
        self.example.clear()
        self.enter()

    def _not_taught(self, sentence: str) -> None:
        self.teach.setEnabled(True)
        self._desk.notices.say(sentence, "warn")

    def _put_taught(self, taught: Sequence[Correction]) -> None:
        self._taught = taught
        self._count()
        clear_layout(self._list)
        if not taught:
            self._list.addWidget(label(_("Nothing yet. What you correct stands here, and can be taken back."), "soft", wrap=True))
        for one in taught[:SHOWN]:
            self._list.addWidget(self._line(one))
        if len(taught) > SHOWN:
            self._list.addWidget(label(_("and {n} more").format(n=number_text(len(taught) - SHOWN)), "soft"))

    def _count(self) -> None:
        examples = CountOf(one.now.category for one in self._taught)
        for code, count in self.counts.items():
            n, own = examples[code], code in self._shop.categories.own
            few = own and n < EXAMPLES_NEEDED
            words = ngettext("{n} example", "{n} examples", n).format(n=n) if n else ""
            told = _("{n} of {needed} examples").format(n=n, needed=EXAMPLES_NEEDED) if few else words
            count.setText(f"{n}/{EXAMPLES_NEEDED}" if few else str(n or ""))
            count.setToolTip(told)
            count.setAccessibleName(told)

    def _line(self, one: Correction) -> QWidget:
        what = label(said_words(one.now, self._shop.categories), "strong")
        undo = button(_("Take back"), "quiet", _("Take back what was taught"))
        undo.setAccessibleName(_("Take back: {what}").format(what=what.text()))
        undo.clicked.connect(partial(self._take_back, one.id))
        first = row(what, Elided(" ".join(one.text.split())[:200]), undo, gap=12)
        first.setStretch(1, 1)
        who = ", ".join(part for part in (one.by, moment_text(one.at)) if part)
        holder = QWidget()
        holder.setLayout(column(first, label(who, "soft"), gap=0))
        return holder

    def _take_back(self, number: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        self._desk.bridge.write(
            lambda counter: counter.take_back_correction(number), lambda _none: self._desk.notices.changed.emit("conversations"), owner=self
        )


def own_words() -> str:
    """Return how a category of the shop's own comes into use."""
    return _("A category of your own is used by itself from {n} examples on; you can give it to a message at once.").format(
        n=EXAMPLES_NEEDED
    )
