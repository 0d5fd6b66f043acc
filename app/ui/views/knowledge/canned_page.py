"""Canned answers: what one types `/` for in a reply."""

from PySide6.QtCore import QTimer, Signal

from app.domain.canned import PLACE, CannedAnswer
from app.system.i18n import _, ngettext
from app.ui.desk import Desk
from app.ui.dialogs.canned_dialog import CannedDialog
from app.ui.views.delegates import Line
from app.ui.views.knowledge.page import Page, card
from app.ui.widgets.basics import Empty, button, field
from app.ui.words import language_word


class CannedPage(Page[CannedAnswer]):
    """Signal: `counted(n)` how many there are."""

    counted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        text = _("Write an answer once; in a reply, type / and its title. Places such as {first_name} are filled in by themselves.")
        empty = Empty(desk.theme, "quote", _("Answers that you give every day"), text)
        super().__init__(desk, _("Canned answers"), _("In a reply, / opens this list. They are found by the search, too."), empty)
        self.add = button(_("New canned answer"), "primary")
        self.search = field(_("Search canned answers"), _("Search"), "search")
        self.search.setClearButtonEnabled(True)
        self.tools.insertWidget(0, self.add)
        self.head.addWidget(self.search)
        self.edit, self.remove = button(_("Edit")), button(_("Remove"))
        for press in (self.edit, self.remove):
            self.acts.addWidget(press)
        self.acts.addStretch(1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(150)
        self._pause.timeout.connect(self.look)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.add.clicked.connect(lambda: CannedDialog(desk, self.window()).show())
        self.edit.clicked.connect(self._edit)
        self.remove.clicked.connect(self._remove)

    def look(self) -> None:
        """Ask for the list anew."""
        query = self.search.text().strip()
        self.desk.bridge.read(lambda counter: counter.canned_answers(query), self._put, owner=self, key="canned")

    def _put(self, found: list[CannedAnswer]) -> None:
        self.put(found)
        self.counted.emit(len(found))

    def line(self, item: CannedAnswer) -> Line:
        """Title, first words, uses."""
        uses = uses_words(item.uses)
        tag = "" if item.language == "und" else item.language.upper()
        return Line(f"/{item.title}", " ".join(item.text.split()), uses, "quote", tag=tag)

    def show_item(self, item: CannedAnswer) -> None:
        """The text as it is inserted, and what is filled in."""
        self.title.setText(item.title)
        self.about.say(" · ".join((language_word(item.language), uses_words(item.uses))))
        self.body.addWidget(card(_("Text"), item.text))
        places = list(dict.fromkeys(f"{{{name}}}" for name in PLACE.findall(item.text)))
        if places:
            self.say(
                _("Filled in by themselves: {places}. A reply in which one stays open cannot be sent.").format(places=", ".join(places)),
                "soft",
            )

    def _edit(self) -> None:
        answer = self.chosen
        if answer is not None:
            CannedDialog(self.desk, self.window(), answer=answer).show()

    def _remove(self) -> None:
        answer = self.chosen
        if answer is not None:
            self.desk.bridge.write(lambda counter: counter.remove_canned(answer.id), lambda _none: self.look(), owner=self)


def uses_words(uses: int) -> str:
    """Return how often a canned answer was used, in words."""
    return ngettext("used {n} time", "used {n} times", uses).format(n=uses) if uses else _("not used yet")
