"""Suggestions for the shop's voice, out of what people change before they send."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class SuggestionKind(StrEnum):
    """What a suggestion is about."""

    GREETING = "greeting"
    CLOSING = "closing"
    NEVER_SAY = "never_say"
    LAST_SENTENCE = "last_sentence"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change of the voice: `new` is what the person wrote (with `{name}`), `times` how often, `of` how many chances there were, and
    `evidence` the drafts that show it."""

    kind: SuggestionKind
    language: str
    chat: bool
    new: str
    times: int
    of: int
    evidence: tuple[int, ...]

    @property
    def key(self) -> str:
        """Under what it is accepted, and a dismissal remembered."""
        return sha256(f"{self.kind}|{self.language}|{self.chat}|{self.new.casefold()}".encode()).hexdigest()[:12]
