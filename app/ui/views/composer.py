"""The composer's helpers: `/` for canned answers, `??` for a passage of the knowledge, and keeping an answer that was sent."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from app.domain.canned import CannedAnswer, Filled, NewCanned
from app.domain.draft import Draft, DraftState
from app.domain.knowledge import PassageHit, Retrieved
from app.domain.tending import Suggested
from app.system.i18n import _
from app.ui.bridge import Lane
from app.ui.desk import Desk
from app.ui.dialogs.article_dialog import ArticleDialog
from app.ui.dialogs.canned_dialog import CannedDialog
from app.ui.models.items import ItemModel
from app.ui.views.delegates import Line, LineDelegate
from app.ui.views.knowledge.gaps_page import beginning
from app.ui.widgets.basics import EscapeFilter, ListTable, button, column, field, label
from app.ui.widgets.flow import wrapping

CANNED, PASSAGE = "/", "??"
WIDTH, HEIGHT = 460, 300
Choice = CannedAnswer | PassageHit


class Composer(QWidget):
    """Under the answer: what may be inserted while it is written, and what may be kept of it once it was sent.

    `question` gives the customer's last words, for which passages are offered.
    """

    def __init__(self, desk: Desk, editor: QPlainTextEdit, question: Callable[[], str]) -> None:
        super().__init__()
        self._desk, self._editor, self._question = desk, editor, question
        self._draft: Draft | None = None
        self._trigger = ""
        self.canned = button(_("Canned answer  /"), "quiet", _("Insert a canned answer (type / at the beginning of a word)"))
        self.passage = button(_("Passage  ??"), "quiet", _("Insert a passage of the knowledge (type ??)"))
        self.keep = button(_("Keep as canned answer"), "quiet", _("Make a canned answer of what was sent; names and orders become places"))
        self.keep_article = button(_("Keep as article"), "quiet", _("Make an article of what was sent, without personal data"))
        self.setLayout(column(wrapping(self.canned, self.passage, self.keep, self.keep_article)))
        self.chooser = Chooser(desk, editor)
        self.chooser.chosen.connect(self._insert)
        self.chooser.left.connect(editor.setFocus)
        self.canned.clicked.connect(lambda: self._open(CANNED, typed=False))
        self.passage.clicked.connect(lambda: self._open(PASSAGE, typed=False))
        self.keep.clicked.connect(lambda: self._keep(article=False))
        self.keep_article.clicked.connect(lambda: self._keep(article=True))
        editor.installEventFilter(self)
        self.show_draft(None)

    def show_draft(self, draft: Draft | None) -> None:
        """Show what can be done with this draft."""
        self._draft = draft
        writing = self._editor.isVisible() and draft is not None and draft.state is DraftState.PROPOSED
        sent = draft is not None and draft.state is DraftState.SENT
        for press, there in ((self.canned, writing), (self.passage, writing), (self.keep, sent), (self.keep_article, sent)):
            press.setVisible(there)
        self.setVisible(writing or sent)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow whether the editor is open, and see `/` and `??` being typed."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            QTimer.singleShot(0, self, lambda: self.show_draft(self._draft))
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text() in ("/", "?"):
            QTimer.singleShot(0, self, self._look_at_cursor)
        return False

    def _look_at_cursor(self) -> None:
        cursor = self._editor.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        if before.endswith(PASSAGE):
            self._open(PASSAGE, typed=True)
        elif before.endswith(CANNED) and (len(before) == 1 or before[-2].isspace()):
            self._open(CANNED, typed=True)

    def _open(self, kind: str, *, typed: bool) -> None:
        self._trigger = kind if typed else ""
        self.chooser.open(kind, self._question())

    def _insert(self, choice: Choice) -> None:
        if isinstance(choice, PassageHit):
            self._write(Filled(choice.passage.text))
            return
        draft = self._draft
        if draft is not None:
            self._desk.bridge.write(lambda counter: counter.fill_canned(choice.id, draft.conversation_id), self._write, owner=self)

    def _write(self, filled: Filled) -> None:
        cursor = self._editor.textCursor()
        for _letter in self._trigger:
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor)
        self._trigger = ""
        cursor.insertText(filled.text)
        self._editor.setTextCursor(cursor)
        self._editor.setFocus()
        if filled.missing:
            places = ", ".join(f"{{{name}}}" for name in filled.missing)
            self._desk.notices.say(_("Still to be filled in: {places}. Until then this cannot be sent.").format(places=places), "warn")

    def _keep(self, *, article: bool) -> None:
        draft = self._draft
        if draft is not None:
            done = self._begin_article if article else self._begin_canned
            self._desk.bridge.read(lambda counter: counter.kept_answer(draft.id, article=article), done, owner=self, key="keep")

    def _begin_article(self, made: Suggested) -> None:
        ArticleDialog(self._desk, self.window(), article=beginning(made), question=made.question).show()

    def _begin_canned(self, made: Suggested) -> None:
        CannedDialog(self._desk, self.window(), suggested=NewCanned(made.title, made.text, made.language)).show()


class Chooser(QFrame):
    """A small list over the editor with a search line. Signals: `chosen(item)`, `left()`."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._desk, self._editor = desk, editor
        self._kind, self._asked = CANNED, ""
        self.setProperty("look", "panel-lit")
        self.model: ItemModel[Choice] = ItemModel(lambda item: _line(item).title, self)
        delegate = LineDelegate(desk.theme, _line, self)
        self.table = ListTable(_("What to insert"), delegate.height(self.font()))
        self.table.setItemDelegate(delegate)
        self.table.setModel(self.model)
        self.search = field(_("Search what to insert"), _("Search"), "search")
        self.nothing = label("", "soft", wrap=True)
        self.nothing.hide()
        self.setLayout(column(self.search, self.nothing, self.table, margins=(8, 8, 8, 8)))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(120)
        self._pause.timeout.connect(self._look)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self._take)
        self.table.activated.connect(lambda _index: self._take())
        self.table.clicked.connect(lambda _index: self._take())
        for part in (self.search, self.table):
            part.installEventFilter(self)
        EscapeFilter(self.search, self._leave)
        self.hide()

    def open(self, kind: str, question: str) -> None:
        """Open the list of canned answers, or of passages for a question."""
        self._kind, self._asked = kind, question
        over = self._editor.window()
        self.setParent(over)
        self._desk.theme.adopt(self)
        place = self._editor.mapTo(over, self._editor.cursorRect().bottomLeft()) + QPoint(0, 6)
        place.setX(max(8, min(place.x(), over.width() - WIDTH - 8)))
        place.setY(max(8, min(place.y(), over.height() - HEIGHT - 8)))
        self.setGeometry(place.x(), place.y(), WIDTH, HEIGHT)
        self.model.put([])
        self.nothing.hide()
        self.search.setPlaceholderText(_("Search canned answers") if kind == CANNED else _("Search passages"))
        self.search.clear()
        self.show()
        self.raise_()
        self.search.setFocus()
        self._look()

    def _look(self) -> None:
        words = self.search.text().strip()
        if self._kind == CANNED:
            self._desk.bridge.read(lambda counter: counter.canned_answers(words), self._put, owner=self, key="insert")
        else:
            asked = words or self._asked
            self._desk.bridge.read(
                lambda counter: counter.search_knowledge(asked, 8) if asked else Retrieved(),
                lambda found: self._put(list(found.hits)),
                owner=self,
                key="insert",
                lane=Lane.KNOW,
            )

    def _put(self, items: list[CannedAnswer] | list[PassageHit]) -> None:
        self.model.put(items)
        self.nothing.setVisible(not items)
        none = _("No canned answer fits. New ones are written under Knowledge.") if self._kind == CANNED else _("No passage fits.")
        self.nothing.setText(none)
        if items:
            self.table.choose(0)

    def _take(self) -> None:
        item = self.model.at(self.table.currentIndex().row())
        if item is not None and self.isVisible():
            self.hide()
            self.chosen.emit(item)

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down move the choice while one types; Escape leaves; the list goes when the focus does."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and watched is self.search:
                self.table.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._leave()
                return True
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._left_alone)
        return False

    def _left_alone(self) -> None:
        if not (self.search.hasFocus() or self.table.hasFocus()):
            self.hide()


def _line(item: Choice) -> Line:
    if isinstance(item, CannedAnswer):
        tag = "" if item.language == "und" else item.language.upper()
        return Line(item.title, " ".join(item.text.split()), icon="quote", tag=tag)
    return Line(item.passage.article_title, " ".join(item.passage.text.split()), icon="knowledge", tag=item.passage.language.upper())
