"""The draft as it is read, with a small number behind each sentence, and as it is edited, with quiet lines under what has no source."""

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextBrowser, QTextEdit

from app.domain.draft import Draft
from app.system.i18n import _
from app.ui.theme import Theme
from app.ui.views.draft_text import Placed, place, sentence_at

NO_SOURCE = "why:"


class DraftReader(QTextBrowser):
    """Read-only. Signal: `pointed(number or 0, start)` the sentence under the mouse or the keyboard's focus (start -1: none)."""

    pointed = Signal(int, int)
    wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(_("Proposed answer"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(10)
        self.highlighted.connect(self._highlight)
        self.anchorClicked.connect(self._highlight)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is ever loaded."""
        return None

    def show_draft(self, draft: Draft) -> None:
        """Write the draft with its numbers."""
        self.document().clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        shape = QTextBlockFormat()
        shape.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(shape)
        end = 0
        for one in place(draft.text, draft.sentences):
            cursor.insertText(draft.text[end : one.start], self._plain())
            self._write(cursor, draft, one)
            end = one.end
        cursor.insertText(draft.text[end:], self._plain())
        cursor.endEditBlock()

    def _write(self, cursor: QTextCursor, draft: Draft, one: Placed) -> None:
        cited = one.sentence.citation
        shape = self._plain()
        if cited is not None or one.unsupported:
            shape.setAnchor(True)
            shape.setAnchorHref(f"source:{cited}:{one.start}" if cited is not None else f"{NO_SOURCE}0:{one.start}")
        if one.unsupported:
            underline(shape, self._theme)
        cursor.insertText(draft.text[one.start : one.end], shape)
        if cited is not None:
            cursor.insertText(f" {cited}", self._number(f"source:{cited}:{one.start}", "accent"))
        elif one.unsupported:
            cursor.insertText(" ?", self._number(f"{NO_SOURCE}0:{one.start}", "warn"))

    def _plain(self) -> QTextCharFormat:
        shape = QTextCharFormat()
        shape.setForeground(QColor(self._theme.tokens.ink))
        return shape

    def _number(self, href: str, look: str) -> QTextCharFormat:
        """The marks are as large as the text: no text is smaller than the system's."""
        shape = QTextCharFormat()
        shape.setForeground(QColor(getattr(self._theme.tokens, look)))
        shape.setBackground(QColor(getattr(self._theme.tokens, f"{look}_soft")))
        shape.setFontWeight(QFont.Weight.Bold)
        shape.setAnchor(True)
        shape.setAnchorHref(href)
        return shape

    def _highlight(self, url: QUrl) -> None:
        kind, _colon, rest = url.toString().partition(":")
        if kind not in ("source", "why"):
            return
        number, start = rest.split(":")
        self.pointed.emit(int(number), int(start))

    def mouseDoubleClickEvent(self, event: object) -> None:
        """A double click begins to edit."""
        self.wanted.emit()


class DraftEditor(QPlainTextEdit):
    """Plain text. Signal: `pointed(number or 0, start)` the sentence where the cursor stands; `left()` Escape was pressed."""

    pointed = Signal(int, int)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._placed: list[Placed] = []
        self.document().setDocumentMargin(10)
        self.setAccessibleName(_("Your answer"))
        self.setTabChangesFocus(True)
        self.cursorPositionChanged.connect(self._point)

    def mark(self, draft: Draft) -> None:
        """Draw lines under the sentences that no source carries; the text itself is left alone."""
        self._placed = place(self.toPlainText(), draft.sentences)
        self.setExtraSelections([self._line(one) for one in self._placed if one.unsupported])

    def _line(self, one: Placed) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(one.start)
        cursor.setPosition(min(one.end, self.document().characterCount() - 1), QTextCursor.MoveMode.KeepAnchor)
        shape = QTextCharFormat()
        underline(shape, self._theme)
        made.cursor, made.format = cursor, shape
        return made

    def _point(self) -> None:
        here = sentence_at(self._placed, self.textCursor().position())
        if here is not None:
            self.pointed.emit(here.sentence.citation or 0, here.start)

    def event(self, event: QEvent) -> bool:
        """Escape belongs to the editor while it has the focus, not to the window's shortcut."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


def underline(shape: QTextCharFormat, theme: Theme) -> None:
    """Give text the line of "no source": waved, in the warning colour."""
    shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    shape.setUnderlineColor(QColor(theme.tokens.warn))
