"""The conversation as it is read: bubbles, days, quotes folded, notes apart. Text is inserted as text, never as HTML."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QTextCursor, QTextFrame
from PySide6.QtWidgets import QFrame, QTextBrowser

from app.domain.views import MessageView, NoteView
from app.system.i18n import _
from app.ui.theme import Theme
from app.ui.views.timeline_writer import ROLE, Shown, TimelineWriter

READABLE = 100
"""Average letters in the longest line."""


class Timeline(QTextBrowser):
    """A read-only view of messages and notes. Links are never followed by itself:
    `anchorClicked` tells (fold:ID, html:ID, file:ID, was:ID, earlier:, or a web address).
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pictures: dict[str, QImage] = {}
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Messages"))
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(16)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Serve enclosed pictures (cid:) only; files and hosts give nothing."""
        return self._pictures.get(QUrl(name).toString(), QImage()) if QUrl(name).scheme() == "cid" else QImage()

    def enclose(self, content_id: str, data: bytes) -> None:
        """Make a picture that came with a mail available."""
        image = QImage()
        if image.loadFromData(data):
            self._pictures[f"cid:{content_id}"] = image.scaledToWidth(min(image.width(), 480), Qt.TransformationMode.SmoothTransformation)

    def show_messages(
        self, messages: Sequence[MessageView], notes: Sequence[NoteView], shown: Shown, now: datetime, whose: str = ""
    ) -> None:
        """Write the timeline anew; `whose` is the customer's name, said where a message came from a bare number or address."""
        self.document().clear()
        writer = TimelineWriter(self.document(), self._theme, shown, indent=self._indent())
        writer.whose = whose
        writer.write(messages, notes, now)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _indent(self) -> int:
        """Return the free space beside a bubble: lines longer than some ninety letters are hard to read."""
        width, comfortable = self.viewport().width(), self.fontMetrics().averageCharWidth() * READABLE
        return max(56, width - comfortable) if width > 400 else 16

    def show_end(self) -> None:
        """Scroll to what waits for an answer, else to what was said last, also when the layout is not finished yet."""
        QTimer.singleShot(0, self, self._to_end)
        self._to_end()

    def _to_end(self) -> None:
        bar = self.verticalScrollBar()
        asked = next((f for f in self.document().rootFrame().childFrames() if f.frameFormat().property(ROLE) == "asked"), None)
        if asked is None:
            bar.setValue(bar.maximum())
            return
        place, room = self._bubble(asked), self.viewport().height()
        wanted = place.top() - 24 if place.height() > 0.7 * room else place.bottom() - 0.75 * room
        bar.setValue(max(0, min(bar.maximum(), round(wanted))))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bubbles behind the text."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, -self.verticalScrollBar().value())
        seen = QRectF(event.rect()).translated(0, self.verticalScrollBar().value())
        for frame in self.document().rootFrame().childFrames():
            place = self._bubble(frame)
            if place.intersects(seen):
                self._paint_bubble(painter, place, str(frame.frameFormat().property(ROLE)))
        painter.end()
        super().paintEvent(event)

    def _bubble(self, frame: QTextFrame) -> QRectF:
        shape = frame.frameFormat()
        place = self.document().documentLayout().frameBoundingRect(frame)
        return place.adjusted(shape.leftMargin(), shape.topMargin(), -shape.rightMargin(), -shape.bottomMargin())

    def _paint_bubble(self, painter: QPainter, place: QRectF, role: str) -> None:
        tokens = self._theme.tokens
        ground = {"in": tokens.bubble_in, "asked": tokens.bubble_in, "out": tokens.bubble_out, "note": tokens.note}.get(role, tokens.sunken)
        painter.setBrush(QColor(ground))
        edges = {"in": QPen(QColor(tokens.line)), "asked": QPen(QColor(tokens.accent), 1.6)}
        painter.setPen(edges.get(role, QPen(Qt.PenStyle.NoPen)))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
