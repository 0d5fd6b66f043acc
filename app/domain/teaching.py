"""Teaching: what a person said a message is, kept as an example, and what the sorter learns from all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Protocol

from app.domain.ports import MessageContext
from app.domain.text import N_
from app.domain.verdict import Emotion, Sentiment, Urgency, Verdict

NO_CORRECTION = N_("There is no correction with the number {id}, or it was taken back already.")
HEADS = ("category", "sentiment", "emotion", "urgency")


@dataclass(frozen=True, slots=True)
class Labels:
    """What a message is said to be; None where nothing is said."""

    category: str | None = None
    sentiment: Sentiment | None = None
    emotion: Emotion | None = None
    urgency: Urgency | None = None

    @property
    def said(self) -> dict[str, str | int]:
        """What is said, as plain values by name."""
        told = {name: getattr(self, name) for name in HEADS}
        return {name: int(value) if name == "urgency" else str(value) for name, value in told.items() if value is not None}

    @classmethod
    def of(cls, said: Mapping[str, object]) -> "Labels":
        """Return the labels of plain values; raises ValueError for one that is unknown."""
        return cls(
            category=str(said["category"]) if "category" in said else None,
            sentiment=Sentiment(str(said["sentiment"])) if "sentiment" in said else None,
            emotion=Emotion(str(said["emotion"])) if "emotion" in said else None,
            urgency=Urgency(int(str(said["urgency"]))) if "urgency" in said else None,
        )


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said once. `message_id` and `conversation_id` are None for an example text that is no message; `text` is what is
    learned from ("" where the correction only goes along with that of another message of the same turn)."""

    id: int
    message_id: int | None
    conversation_id: int | None
    text: str
    was: Labels
    now: Labels
    by: str
    at: datetime
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A correction on its way into the store, of one message: what is said of it, and its verdict before anybody said anything."""

    message_id: int
    text: str
    was: Labels
    base: Verdict


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A message that nobody answered, as the sorter reads it, with its verdict."""

    message_id: int
    conversation_id: int
    text: str
    context: MessageContext
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Lesson:
    """An example to learn from: the text as the sorter reads it, and what a person said it is."""

    text: str
    labels: Labels


@dataclass(frozen=True, slots=True)
class Lessons:
    """All that was taught: examples, and categories that are not used. `version` names the content: equal versions, equal lessons."""

    examples: tuple[Lesson, ...] = ()
    hidden: tuple[str, ...] = ()
    version: str = field(init=False)

    def __post_init__(self) -> None:
        digest = blake2b(digest_size=16)
        for example in self.examples:
            digest.update(repr((example.text, sorted(example.labels.said.items()))).encode("utf-8", "surrogatepass"))
        digest.update(repr(sorted(self.hidden)).encode())
        object.__setattr__(self, "version", digest.hexdigest() if self.examples or self.hidden else "")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lessons) and other.version == self.version

    def __hash__(self) -> int:
        return hash(self.version)


class TeachingRepository(Protocol):
    """Corrections, and the verdicts they change."""

    def verdicts(self, message_ids: Sequence[int]) -> dict[int, Verdict]:
        """Return the verdicts of messages that have one, in the order they were said."""

    def set_verdict(self, message_id: int, verdict: Verdict) -> None:
        """Change the verdict of a message that has one."""

    def bases(self, message_ids: Sequence[int]) -> dict[int, Verdict]:
        """Return, for messages with corrections that stand, the verdict before the first of them."""

    def add(self, told: Sequence[Told], now: Labels, *, by: str, at: datetime) -> int:
        """Keep a correction of the messages of a turn and return its id; the first of `told` is the example."""

    def add_text(self, text: str, now: Labels, *, by: str, at: datetime) -> int:
        """Keep an example text that is no message and return its id."""

    def take_back(self, correction_id: int) -> dict[int, tuple[Verdict, list[Labels]]]:
        """Take a correction back; returns, by message, the verdict before any, and what others that stand say (oldest first).
        Raises NotFound."""

    def waiting_since(self, conversation_id: int) -> datetime | None:
        """Return since when a conversation waits for an answer, None when it does not."""

    def conversations_of(self, message_ids: Sequence[int]) -> list[int]:
        """Return the conversations that messages belong to."""


class TeachingReader(Protocol):
    """Read models of what was taught."""

    def corrections(self, *, limit: int = 500) -> Sequence[Correction]:
        """Return the corrections that stand, newest first."""

    def examples(self) -> tuple[Lesson, ...]:
        """Return what stands as examples to learn from, oldest first; of one message what was said last counts."""

    def taught_mark(self) -> tuple[int, ...]:
        """Return numbers that change whenever `examples` would; cheap."""

    def verdicts(self, message_ids: Sequence[int]) -> dict[int, Verdict]:
        """Return the verdicts of messages that have one, in the order they were said."""

    def unanswered(self, limit: int) -> Sequence[Unanswered]:
        """Return what customers said after the shop's last word in the newest `limit` conversations that are open or junk."""
