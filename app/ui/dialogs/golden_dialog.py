"""Writing or changing a golden question."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.golden import GoldenQuestion, NewGolden
from app.domain.knowledge import ArticleView
from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.widgets.basics import Choice, button, column, field, label, row


class GoldenDialog(QDialog):
    """A question as a customer asks it, the article that must answer it, and words that must and must not be said."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, question: GoldenQuestion | None = None, words: str = "") -> None:
        super().__init__(parent)
        self._desk, self._known = desk, question
        self.setWindowTitle(_("Golden question"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 360)
        self.question = field(_("Question"), _("As a customer would ask it"))
        self.article = Choice()
        self.article.setAccessibleName(_("Article that must answer it"))
        self.article.addItem(_("None: it should say that it does not know"), None)
        self.must = field(_("Must say"), _("Words that the answer must say; several with ; between"))
        self.must_not = field(_("Must not say"), _("Words that it must not say; several with ; between"))
        self.error = label("", "bad-text", wrap=True)
        self.error.hide()
        self._lay_out()
        self.question.setText(question.question if question else words)
        self.must.setText("; ".join(question.must) if question else "")
        self.must_not.setText("; ".join(question.must_not) if question else "")
        desk.theme.adopt(self)
        desk.bridge.read(lambda counter: counter.articles(), self._put_articles, owner=self)

    def _lay_out(self) -> None:
        self.keep_button, leave = button(_("Keep"), "primary"), button(_("Cancel"))
        self.keep_button.clicked.connect(self.keep)
        leave.clicked.connect(self.reject)
        fields = column(
            label(_("Question"), "label"),
            self.question,
            label(_("Article that must answer it"), "label"),
            self.article,
            label(_("Must say"), "label"),
            self.must,
            label(_("Must not say"), "label"),
            self.must_not,
            gap=6,
        )
        self.setLayout(column(fields, self.error, 1, row(1, leave, self.keep_button), margins=(20, 20, 20, 16), gap=12))

    def _put_articles(self, articles: list[ArticleView]) -> None:
        for article in articles:
            self.article.addItem(article.title, article.id)
        if self._known is not None:
            self.article.setCurrentIndex(max(0, self.article.findData(self._known.article_id)))

    def keep(self) -> None:
        """Store it; an error stays in the dialog."""
        spoken = self._known.language if self._known else "und"
        new = NewGolden(
            self.question.text().strip(), spoken, self.article.currentData(), _parts(self.must.text()), _parts(self.must_not.text())
        )
        known = self._known.id if self._known else None
        self._desk.bridge.write(lambda counter: counter.put_golden(new, known), self._kept, owner=self, failed=self._refused)

    def _kept(self, _golden_id: int) -> None:
        self._desk.notices.changed.emit("golden")
        self.accept()

    def _refused(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.show()


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
