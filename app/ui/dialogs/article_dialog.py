"""Writing or changing an article."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from app.domain.knowledge import ArticleView, NewArticle
from app.system.i18n import _, language
from app.ui.desk import Desk
from app.ui.widgets.basics import Choice, button, column, field, frame, label, row
from app.ui.words import LANGUAGES


class ArticleDialog(QDialog):
    """A title, a language, a text. The question that had no answer stands above it when there is one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, article: ArticleView | None = None, question: str = "") -> None:
        super().__init__(parent)
        self._desk, self._article = desk, article
        self.setWindowTitle(_("Article"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 560)
        self.title = field(_("Title"), _("What is it about?"))
        self.text = QPlainTextEdit()
        self.text.setProperty("look", "editor")
        self.text.setAccessibleName(_("Text"))
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(_("Whole sentences that may be sent as they are. Amounts, days and conditions exactly as they hold."))
        self.language = Choice()
        self.language.setAccessibleName(_("Language"))
        for code, words in LANGUAGES.items():
            if code != "und":
                self.language.addItem(_(words), code)
        self.error = label("", "bad-text", wrap=True)
        self.error.hide()
        self._lay_out(question)
        self._fill(article)
        desk.theme.adopt(self)

    def _lay_out(self, question: str) -> None:
        keep, leave = button(_("Keep article"), "primary"), button(_("Cancel"))
        keep.clicked.connect(self.keep)
        leave.clicked.connect(self.reject)
        asked = frame("info")
        asked.setLayout(column(label(_("A customer asked"), "label"), label(question, wrap=True), gap=2, margins=(12, 8, 12, 8)))
        if not question:
            asked.hide()
        first = row(self.title, self.language)
        first.setStretch(0, 1)
        self.setLayout(column(asked, first, self.text, self.error, row(1, leave, keep), margins=(20, 20, 20, 16), gap=12))

    def _fill(self, article: ArticleView | None) -> None:
        code = article.language if article else language()
        self.language.setCurrentIndex(max(0, self.language.findData(code)))
        if article is not None:
            self.title.setText(article.title)
            self.text.setPlainText(article.text)

    def keep(self) -> None:
        """Store the article; an error stays in the dialog."""
        title, text = self.title.text().strip(), self.text.toPlainText().strip()
        if not title or not text:
            self._refused(_("An article needs a title and a text."))
            return
        old = self._article
        source = old.source if old and old.source else _("written here") + f": {title}"
        new = NewArticle(title, text, self.language.currentData(), source, old.scope if old else "")
        self._desk.bridge.write(
            lambda counter: counter.save_article(new, counter.shop().person), self._kept, owner=self, failed=self._refused
        )

    def _kept(self, _article_id: int) -> None:
        self._desk.notices.changed.emit("articles")
        self._desk.notices.say(_("The article is kept; answers can use it from now on."), "good")
        self.accept()

    def _refused(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.show()
