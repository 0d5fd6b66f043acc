"""The strip under an article's title: who looks after it, when it is looked at again, and how it was before."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QPlainTextEdit, QWidget

from app.domain.knowledge import ArticleView
from app.domain.tending import ArticleVersion, Care
from app.domain.text import N_
from app.system.i18n import _, day_text, moment_text
from app.ui.desk import Desk
from app.ui.models.items import ItemModel
from app.ui.views.delegates import Line, LineDelegate
from app.ui.widgets.basics import Choice, ListTable, button, column, field, label, row
from app.ui.widgets.flow import wrapping

AHEAD: tuple[tuple[str, int], ...] = (
    (N_("No date"), 0),
    (N_("In a month"), 30),
    (N_("In three months"), 91),
    (N_("In half a year"), 182),
    (N_("In a year"), 365),
)
"""When an article is looked at again: words and days."""


class CareStrip(QFrame):
    """Shows and changes the care of the article that is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._article: ArticleView | None = None
        self._care = Care()
        self._versions: tuple[ArticleVersion, ...] = ()
        self.words = label("", "soft", wrap=True)
        self.tend = button(_("Look after it…"), "quiet", _("Say who looks after this article, and when it is looked at again"))
        self.checked = button(_("I checked it"), "quiet", _("Write down that this article holds today"))
        self.before = button(_("Earlier versions…"), "quiet")
        self.setLayout(column(self.words, wrapping(self.tend, self.checked, self.before), gap=2))
        self.tend.clicked.connect(lambda: CareDialog(self._desk, self, self._care, self._keep).show())
        self.checked.clicked.connect(self._checked)
        self.before.clicked.connect(self._show_versions)

    def show_article(self, article: ArticleView) -> None:
        """Ask for the care of an article."""
        self._article = article
        self._desk.bridge.read(
            lambda counter: (counter.article_care(article.id), tuple(counter.article_versions(article.id))),
            lambda found: self._put(article.id, *found),
            owner=self,
            key="care",
        )

    def _put(self, article_id: int, care: Care, versions: tuple[ArticleVersion, ...]) -> None:
        if self._article is None or self._article.id != article_id:
            return
        self._care, self._versions = care, versions
        self.words.setText(care_words(care))
        self.before.setVisible(bool(versions))

    def _keep(self, owner: str, days: int) -> None:
        article = self._article
        if article is not None:
            review = self._desk.now() + timedelta(days=days) if days else None
            self._desk.bridge.write(
                lambda counter: counter.set_article_care(article.id, owner, review), lambda _care: self._again(article), owner=self
            )

    def _checked(self) -> None:
        article, care = self._article, self._care
        if article is not None:
            self._desk.bridge.write(
                lambda counter: counter.set_article_care(article.id, care.owner, care.review_at, checked=True),
                lambda _care: self._again(article),
                owner=self,
            )

    def _again(self, article: ArticleView) -> None:
        self.show_article(article)
        self._desk.notices.changed.emit("care")

    def _show_versions(self) -> None:
        if self._article is not None and self._versions:
            VersionsDialog(self._desk, self._versions, self.window()).show()


def care_words(care: Care) -> str:
    """Return who looks after an article and when, in a sentence."""
    parts = [_("{name} looks after this").format(name=care.owner) if care.owner else _("Nobody looks after this yet")]
    if care.checked_at is not None:
        parts.append(_("checked on {day}").format(day=day_text(care.checked_at)))
    if care.review_at is not None:
        parts.append(_("to be looked at again on {day}").format(day=day_text(care.review_at)))
    return " · ".join(parts)


class CareDialog(QDialog):
    """Who, and when again. `keep(owner, days)` is called with what was chosen."""

    def __init__(self, desk: Desk, parent: QWidget, care: Care, keep: Callable[[str, int], None]) -> None:
        super().__init__(parent.window())
        self._keep = keep
        self.setWindowTitle(_("Look after it"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(420, 200)
        self.owner = field(_("Who looks after it"), _("Name"))
        self.owner.setText(care.owner)
        self.again = Choice()
        self.again.setAccessibleName(_("Look at it again"))
        for words, days in AHEAD:
            self.again.addItem(_(words), days)
        self.again.setCurrentIndex(3 if care.review_at is not None else 0)
        self.keep_button, leave = button(_("Keep"), "primary"), button(_("Cancel"))
        self.keep_button.clicked.connect(self.keep)
        leave.clicked.connect(self.reject)
        fields = column(label(_("Who looks after it"), "label"), self.owner, label(_("Look at it again"), "label"), self.again, gap=6)
        self.setLayout(column(fields, 1, row(1, leave, self.keep_button), margins=(20, 20, 20, 16), gap=12))
        desk.theme.adopt(self)

    def keep(self) -> None:
        """Hand on what was chosen."""
        self._keep(self.owner.text().strip(), self.again.currentData())
        self.accept()


class VersionsDialog(QDialog):
    """The earlier versions of an article, newest first; one of them can be put back."""

    def __init__(self, desk: Desk, versions: tuple[ArticleVersion, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle(_("Earlier versions"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 520)
        self.model: ItemModel[ArticleVersion] = ItemModel(lambda version: moment_text(version.at), self)
        delegate = LineDelegate(desk.theme, _line, self)
        self.table = ListTable(_("Earlier versions"), delegate.height(self.font()))
        self.table.setItemDelegate(delegate)
        self.table.setModel(self.model)
        self.table.setFixedWidth(320)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("look", "editor")
        self.text.setAccessibleName(_("Text"))
        self.text.setTabChangesFocus(True)
        self.back, leave = button(_("Put this version back"), "primary"), button(_("Close"))
        self.back.clicked.connect(self.restore)
        leave.clicked.connect(self.reject)
        both = row(self.table, self.text, gap=12)
        both.setStretch(1, 1)
        told = label(_("What is there now is kept as a version, too: nothing is lost."), "soft", wrap=True)
        self.setLayout(column(told, both, row(1, leave, self.back), margins=(20, 20, 20, 16), gap=12))
        self.table.selectionModel().currentChanged.connect(lambda now, _before: self._show(now.row()))
        self.model.put(versions)
        self.table.choose(0)
        desk.theme.adopt(self)

    def _show(self, place: int) -> None:
        version = self.model.at(place)
        self.text.setPlainText(f"{version.title}\n\n{version.text}" if version else "")

    def restore(self) -> None:
        """Put the chosen version back."""
        version = self.model.at(self.table.currentIndex().row())
        if version is not None:
            self._desk.bridge.write(
                lambda counter: counter.restore_version(version.id, counter.shop().person), lambda _id: self._restored(), owner=self
            )

    def _restored(self) -> None:
        self._desk.notices.changed.emit("articles")
        self._desk.notices.say(_("The version is back; what it replaced is kept."), "good")
        self.accept()


def _line(version: ArticleVersion) -> Line:
    by = _("changed by {name}").format(name=version.by) if version.by else _("changed by an import")
    return Line(version.title, f"{moment_text(version.at)} · {by}", icon="undo")
