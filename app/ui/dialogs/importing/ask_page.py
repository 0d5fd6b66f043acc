"""The first page: what the files are, and what must be asked."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.domain.reading import Ask, Look
from app.domain.shop import ShopSettings
from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.dialogs.importing.file_box import FileBox
from app.ui.dialogs.importing.part_box import PartBox
from app.ui.dialogs.importing.questions import NameQuestion, Place, ZoneQuestion, name_questions, place_of
from app.ui.dialogs.importing.work import KNOWLEDGE, Plan
from app.ui.widgets.basics import button, clear_layout, column, frame, label, row


class AskPage(QWidget):
    """Signals: `begun()`, `left()`; `read_as` and `columns_chosen` as of a FileBox."""

    begun = Signal()
    left = Signal()
    read_as = Signal(object, str)
    columns_chosen = Signal(object, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._shop = desk, ShopSettings()
        self.boxes: list[FileBox] = []
        self.names: list[NameQuestion] = []
        self.zone: ZoneQuestion | None = None
        self.heading = label(_("Looking at the files …"), "heading", wrap=True)
        self._files = column(gap=8)
        self._questions = column(gap=12, margins=(16, 12, 16, 14))
        self._panel = frame("panel")
        self._panel.setLayout(self._questions)
        self._panel.hide()
        self.hint = label("", "soft", wrap=True)
        self.start, leave = button(_("Add"), "primary"), button(_("Cancel"))
        self.start.setEnabled(False)
        self.start.clicked.connect(self.begun)
        leave.clicked.connect(self.left)
        buttons = row(self.hint, leave, self.start)
        buttons.setStretch(0, 1)
        self.setLayout(column(self.heading, self._scrolled(), buttons, gap=12))

    def _scrolled(self) -> QScrollArea:
        inside = QFrame()
        inside.setProperty("look", "scrolled")
        inside.setLayout(column(self._files, self._panel, 1, gap=8))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self.area = area
        return area

    def put(self, looks: Sequence[Look], shop: ShopSettings) -> None:
        """Show what the files are."""
        self._shop = shop
        own = frozenset(name.casefold() for name in (*shop.own_names, shop.shop_name, shop.person) if name)
        known = any(look.what for look in looks)
        self.heading.setText(_("This is what Toonbank sees") if known else _("Toonbank does not know what this is"))
        for look in looks:
            box = FileBox(self._desk, look, own | _named_before(look))
            box.read_as.connect(self.read_as)
            box.columns_chosen.connect(self.columns_chosen)
            box.changed.connect(self._may_begin)
            box.asked_anew.connect(self._ask)
            self.boxes.append(box)
            self._files.addWidget(box)
        self._ask()
        QTimer.singleShot(0, self, self._focus_first)  # once what was added is in sight

    def read_anew(self, box: FileBox, look: Look) -> None:
        """A file is read as something else."""
        box.show_look(look)
        self._ask()

    def renew(self, box: FileBox, part: PartBox, look: Look) -> None:
        """The columns of what is in a file hold something else."""
        asked = (part.look.asks, part.look.names)
        box.relook(part, look)
        if asked != (look.asks, look.names):
            self._ask()

    def _ask(self) -> None:
        """Ask for all files what they leave open alike: the shop's name, the time zone."""
        told = {question.places[0]: question.box.currentText() for question in self.names}
        clear_layout(self._questions)
        looks = [part for box in self.boxes for part in box.look.parts if part.what]
        self.names = name_questions(looks, [name for name in (self._shop.shop_name, self._shop.person) if name])
        zoned = [look for look in looks if Ask.TIMEZONE in look.asks]
        before = next((str(look.answers["timezone"]) for look in zoned if "timezone" in look.answers), self._shop.timezone)
        self.zone = ZoneQuestion(zoned, before) if zoned else None
        for question in self.names:
            question.changed.connect(self._may_begin)
            if told.get(question.places[0]):
                question.box.setCurrentText(told[question.places[0]])
            self._questions.addWidget(question)
        if self.zone is not None:
            self._questions.addWidget(self.zone)
        self._questions.addWidget(label(_("What you answer is remembered for the next file from the same place."), "soft", wrap=True))
        self._panel.setVisible(bool(self.names or self.zone))
        self._may_begin()

    def _open(self) -> list[QWidget]:
        """Return what waits for an answer, in the order of the page."""
        wanted = {place_of(part) for box in self.boxes if box.wanted for part in box.look.parts}
        files = [one for box in self.boxes if box.wanted for one in box.waiting()]
        names = [question.box for question in self.names if wanted & set(question.places) and not question.answer()]
        return [*files, *names]

    def _may_begin(self) -> None:
        wanted, waiting = any(box.wanted for box in self.boxes), self._open()
        self.start.setEnabled(wanted and not waiting)
        self.hint.setText(_("Answer the questions above first.") if wanted and waiting else "")

    def _focus_first(self) -> None:
        waiting = self._open()
        if not waiting:
            self.start.setFocus()
            return
        waiting[0].setFocus()
        self.area.ensureWidgetVisible(waiting[0])

    def plans(self) -> list[Plan]:
        """Return the files to add with all answers: messages and orders first, then articles."""
        made = [self._with_answers(box.plan()) for box in self.boxes if box.wanted]
        return sorted(made, key=lambda plan: plan.what == KNOWLEDGE)

    def _with_answers(self, plan: Plan) -> Plan:
        return replace(plan, answers={what: {**told, **self._answers((plan.path, what))} for what, told in plan.answers.items()})

    def _answers(self, place: Place) -> dict[str, object]:
        name = next((question.answer() for question in self.names if place in question.places), "")
        answers: dict[str, object] = {"me": [name]} if name else {}
        if self.zone is not None and place in self.zone.places:
            answers["timezone"] = self.zone.answer()
        return answers


def _named_before(look: Look) -> frozenset[str]:
    """Return the names that were said to be the shop's, folded."""
    said = [names for part in look.parts if isinstance(names := part.answers.get("me"), list)]
    return frozenset(str(name).casefold() for names in said for name in names)
