"""Answers that leave in a few seconds, and the way to take them back."""

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.draft import Draft, DraftState
from app.domain.views import OutboxRow
from app.pipeline.counter import Counter
from app.system.i18n import _, ngettext
from app.ui.bridge import Lane
from app.ui.desk import Desk

BEAT = 250
"""Milliseconds between two looks at the clock while an answer waits."""


class Countdown(QObject):
    """Waits until an approved answer is due, then has it sent.

    Signals: `told(text)` while it runs, `over(draft id)` when it can no longer be taken back.
    """

    told = Signal(str)
    over = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waiting: dict[int, tuple[Draft, str]] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._beat)

    @property
    def running(self) -> bool:
        """Whether an answer waits."""
        return bool(self._waiting)

    def begin(self, draft: Draft, name: str) -> str:
        """Wait for this draft; returns the words to show."""
        self._waiting[draft.id] = (draft, name)
        self._timer.start()
        return self._words()

    def forget(self, draft_id: int) -> None:
        """The draft was taken back."""
        self._waiting.pop(draft_id, None)
        if not self._waiting:
            self._timer.stop()

    def send_rest(self) -> list[int]:
        """Return what still waits and stop watching (the window closes: it stays approved in the outbox)."""
        self._timer.stop()
        return list(self._waiting)

    def _words(self) -> str:
        draft, name = list(self._waiting.values())[-1]
        left = (draft.due_at - self._desk.now()) if draft.due_at else timedelta(0)
        seconds = max(0, round(left.total_seconds()))
        return ngettext("To {name}: leaves in {n} second", "To {name}: leaves in {n} seconds", seconds).format(name=name, n=seconds)

    def _beat(self) -> None:
        due = [draft.id for draft, _name in self._waiting.values() if draft.due_at is None or draft.due_at <= self._desk.now()]
        if due:
            names = {draft_id: self._waiting.pop(draft_id)[1] for draft_id in due}
            self._desk.bridge.run(Lane.SEND, lambda counter, _job: _send(counter), lambda rows: self._tried(rows, names), owner=self)
            for draft_id in due:
                self.over.emit(draft_id)
        if self._waiting:
            self.told.emit(self._words())
        else:
            self._timer.stop()

    def _tried(self, rows: list[OutboxRow], names: dict[int, str]) -> None:
        for item in rows:
            if item.draft.id in names:
                self._tell(item, names[item.draft.id])
        self._desk.notices.changed.emit("outbox")
        self._desk.notices.changed.emit("conversations")

    def _tell(self, item: OutboxRow, name: str) -> None:
        notices, state = self._desk.notices, item.draft.state
        if state is DraftState.SENT:
            notices.say(_("Sent to {name}.").format(name=name), "good")
        elif state is DraftState.APPROVED and item.draft.error:
            notices.say(_("Not sent to {name} yet. {why}").format(name=name, why=_(item.draft.error)), "bad")
        elif state is DraftState.FAILED:
            notices.say(_("Not sent to {name}. {why}").format(name=name, why=_(item.draft.error)), "bad")
        elif state is DraftState.UNSURE:
            notices.say(_("It is not sure whether {name} got the answer; look in the Outbox.").format(name=name), "bad")


def _send(counter: Counter) -> list[OutboxRow]:
    """Send what is due and return the outbox: a job may have tried the same answers a moment before."""
    counter.send_due()
    return counter.outbox()
