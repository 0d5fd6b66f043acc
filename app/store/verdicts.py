"""Verdicts as one transaction knows them."""

from app.domain.verdict import Verdict
from app.store.codec import unpack_verdict


class Verdicts:
    """The verdicts that this transaction wrote, so that sorting what just came in does not unpack what was just packed."""

    def __init__(self) -> None:
        self._fresh: dict[int, Verdict] = {}

    def note(self, message_id: int, verdict: Verdict) -> None:
        """Remember the verdict of a message that is written now."""
        self._fresh[message_id] = verdict

    def of(self, message_id: int, data: bytes) -> Verdict:
        """Return the verdict of a message whose row holds `data`."""
        fresh = self._fresh.get(message_id)
        return unpack_verdict(data) if fresh is None else fresh
