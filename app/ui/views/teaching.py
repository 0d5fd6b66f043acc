"""Saying what a conversation is: the act, the notice that undoes it, and what is read anew."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from app.domain.categories import Categories
from app.domain.teaching import Correction, Labels
from app.domain.verdict import Urgency
from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.views.undo import Step, UndoStack
from app.ui.words import category_word, emotion_word, urgency_word


class TeachingActs(QObject):
    """The acts of correcting a verdict. `undo` is what the notice's button does."""

    def __init__(self, desk: Desk, steps: UndoStack, undo: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._steps, self._undo = desk, steps, undo
        self.person = ""
        self.categories = Categories()

    def say(self, conversation_id: int, labels: Labels) -> None:
        """Keep what a person says a conversation is."""
        by = self.person
        self._desk.bridge.write(lambda counter: counter.correct(conversation_id, labels, by), self._said, owner=self)

    def _said(self, made: Correction) -> None:
        words = _("{what}: Toonbank learns from it.").format(what=said_words(made.now, self.categories))
        self._steps.push(Step(words, partial(self._take_back, made.id)))
        self._desk.notices.changed.emit("conversations")
        self._desk.notices.offer(words, _("Undo"), self._undo)

    def _take_back(self, correction_id: int) -> None:
        self._desk.bridge.write(lambda counter: counter.take_back_correction(correction_id), lambda _none: self._taken_back(), owner=self)

    def _taken_back(self) -> None:
        self._desk.notices.cleared.emit()
        self._desk.notices.changed.emit("conversations")


def said_words(labels: Labels, categories: Categories) -> str:
    """Return what was said in words: category, mood, urgency."""
    parts = [categories.title(labels.category) or category_word(labels.category)] if labels.category is not None else []
    parts += [emotion_word(labels.emotion)] if labels.emotion is not None else []
    parts += [urgency_word(int(Urgency(labels.urgency)))] if labels.urgency is not None else []
    return ", ".join(parts)
