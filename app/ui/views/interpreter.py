"""Translations of the conversation that is shown: asked for, kept, shown or put away. The originals always stay in sight."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.message import Direction, Kind
from app.domain.translation import KeptTranslation
from app.domain.views import ConversationView, MessageView
from app.system.i18n import _
from app.ui.bridge import Lane
from app.ui.desk import Desk

Found = tuple[str, dict[int, KeptTranslation]]


class Interpreter(QObject):
    """Signal: `changed()` something else is to be shown. `kept` by message id; `waiting` are under way; `away` puts them out of sight."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view: ConversationView | None = None
        self.home = ""
        self.kept: dict[int, KeptTranslation] = {}
        self.waiting: set[int] = set()
        self.away = False

    def enter(self, view: ConversationView | None) -> None:
        """A conversation is shown: look up what was translated of it."""
        if view is None or self._view is None or view.row.id != self._view.row.id:
            self.kept, self.waiting = {}, set()
        self._view = view
        if view is not None:
            cid = view.row.id
            self._desk.bridge.read(
                lambda counter: (counter.shop().language, counter.translations(cid)),
                partial(self._found, cid),
                owner=self,
                key="translations",
            )

    def _found(self, conversation_id: int, found: Found) -> None:
        if self._is_open(conversation_id) and found != (self.home, self.kept):
            self.home, self.kept = found
            self.changed.emit()

    def _is_open(self, conversation_id: int) -> bool:
        return self._view is not None and self._view.row.id == conversation_id

    def shown(self) -> dict[int, KeptTranslation]:
        """Return what stands under the messages now."""
        return {} if self.away else self.kept

    def offered(self, message: MessageView) -> bool:
        """Whether a translation of this message can be asked for."""
        if self._view is None or message.kind is Kind.SYSTEM or message.direction is Direction.OUT:
            return False
        here = message.conversation_id == self._view.row.id
        return here and self._view.row.language not in ("", "und", self.home) and bool(self.home)

    def toggle(self) -> None:
        """Show or put away the translations; where there are none yet, ask for what waits for an answer."""
        if self._view is None:
            return
        if self.kept:
            self.away = not self.away
            self.changed.emit()
            return
        asked = [message for message in self._view.messages if self.offered(message)]
        if not asked:
            self._desk.notices.say(_("This conversation is in the shop's own language."))
            return
        self.ask(asked[-1].id)

    def ask(self, message_id: int) -> None:
        """Ask for the translation of a message; a kept one is shown or put away."""
        if message_id in self.kept:
            self.away = not self.away
            self.changed.emit()
            return
        if self._view is None or message_id in self.waiting:
            return
        self.away = False
        self.waiting.add(message_id)
        self.changed.emit()
        cid = self._view.row.id
        self._desk.bridge.run(
            Lane.DRAFT,
            lambda counter, job: counter.translate_message(cid, message_id, cancelled=job.cancelled),
            partial(self._made, cid),
            owner=self,
            failed=partial(self._not_made, message_id),
        )

    def _made(self, conversation_id: int, made: KeptTranslation) -> None:
        self.waiting.discard(made.message_id)
        if self._is_open(conversation_id):
            self.kept = {**self.kept, made.message_id: made}
            self.changed.emit()

    def _not_made(self, message_id: int, sentence: str) -> None:
        self.waiting.discard(message_id)
        self._desk.notices.say(sentence, "warn")
        self.changed.emit()
