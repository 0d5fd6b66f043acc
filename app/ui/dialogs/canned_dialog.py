"""Writing or changing a canned answer."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from app.domain.canned import VARIABLES, CannedAnswer, NewCanned
from app.domain.knowledge import ArticleView
from app.domain.tending import CANNED
from app.system.i18n import _, language
from app.ui.desk import Desk
from app.ui.dialogs.article_dialog import ArticleDialog
from app.ui.widgets.basics import Choice, button, column, field, label, row
from app.ui.widgets.flow import wrapping
from app.ui.words import LANGUAGES


class CannedDialog(QDialog):
    """A title, a language, a text, and the places that can be filled in. `suggested` is a text to begin with."""

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, answer: CannedAnswer | None = None, suggested: NewCanned | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._answer = desk, answer
        self.setWindowTitle(_("Canned answer"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 520)
        self.title = field(_("Title"), _("What you type after / to find it"))
        self.text = QPlainTextEdit()
        self.text.setProperty("look", "editor")
        self.text.setAccessibleName(_("Text"))
        self.text.setTabChangesFocus(True)
        self.language = Choice()
        self.language.setAccessibleName(_("Language"))
        for code, words in LANGUAGES.items():
            self.language.addItem(_(words), code)
        self.error = label("", "bad-text", wrap=True)
        self.error.hide()
        self._lay_out()
        begun = answer or suggested
        self.language.setCurrentIndex(max(0, self.language.findData(begun.language if begun else language())))
        if begun is not None:
            self.title.setText(begun.title)
            self.text.setPlainText(begun.text)
        desk.theme.adopt(self)

    def _lay_out(self) -> None:
        self.keep_button, leave = button(_("Keep"), "primary"), button(_("Cancel"))
        self.keep_button.clicked.connect(self.keep)
        leave.clicked.connect(self.reject)
        first = row(self.title, self.language)
        first.setStretch(0, 1)
        self.places = [button(f"{{{name}}}", "quiet", _("Insert this place")) for name in VARIABLES]
        for press in self.places:
            press.clicked.connect(partial(self._insert, press.text()))
        places = wrapping(*self.places)
        told = label(_("Places that are filled in from the conversation:"), "soft", wrap=True)
        self.setLayout(
            column(first, self.text, told, places, self.error, row(1, leave, self.keep_button), margins=(20, 20, 20, 16), gap=12)
        )

    def _insert(self, place: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - as Qt calls it
        self.text.insertPlainText(place)
        self.text.setFocus()

    def keep(self) -> None:
        """Store it; an error stays in the dialog."""
        new = NewCanned(
            self.title.text().strip(),
            self.text.toPlainText().strip(),
            self.language.currentData(),
            self._answer.scope if self._answer else "",
        )
        known = self._answer.id if self._answer else None
        self._desk.bridge.write(lambda counter: counter.put_canned(new, known), self._kept, owner=self, failed=self._refused)

    def _kept(self, _canned_id: int) -> None:
        self._desk.notices.changed.emit("articles")
        self._desk.notices.say(_("Kept. Type / in a reply to insert it."), "good")
        self.accept()

    def _refused(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.show()


def edit_knowledge(desk: Desk, parent: QWidget, article: ArticleView) -> None:
    """Open what an article is changed in: its own editor, or that of the canned answer it mirrors."""
    if article.scope != CANNED:
        ArticleDialog(desk, parent, article=article).show()
        return
    number = article.source.removeprefix("canned:")

    def begin(answers: list[CannedAnswer]) -> None:
        found = next((answer for answer in answers if str(answer.id) == number), None)
        if found is not None:
            CannedDialog(desk, parent, answer=found).show()

    desk.bridge.read(lambda counter: counter.canned_answers(), begin, owner=parent, key="edit canned")
