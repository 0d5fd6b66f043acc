"""The handover: when a person should take over, and the packet that spares the customer from telling everything again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.domain.text import N_


class Trigger(StrEnum):
    """Why a person should take over. The owner says for each what follows from it (see `Follows`)."""

    ASKED_FOR_PERSON = "asked_for_person"
    MONEY_ACTION = "money_action"
    ACCOUNT_ACTION = "account_action"
    PAYMENT_DETAILS = "payment_details"
    PRIVACY = "privacy"
    LEGAL_OR_SAFETY = "legal_or_safety"
    GRIEF = "grief"
    PRICE_UNKNOWN = "price_unknown"
    STRONG_MOOD = "strong_mood"
    LOW_CERTAINTY = "low_certainty"
    OFF_TOPIC = "off_topic"
    VIP = "vip"
    THIRD_CONTACT = "third_contact"
    BY_HAND = "by_hand"


class Follows(StrEnum):
    """What a trigger leads to: nothing, a hint above the proposal, or a holding reply in place of a proposal."""

    NOTHING = "nothing"
    HINT = "hint"
    HAND_OVER = "hand_over"


TRIGGER_WORDS: Mapping[Trigger, str] = {
    Trigger.ASKED_FOR_PERSON: N_("The customer asks for a person."),
    Trigger.MONEY_ACTION: N_("Money has to be moved: a person does that."),
    Trigger.ACCOUNT_ACTION: N_("Something has to change in the customer's account: a person does that."),
    Trigger.PAYMENT_DETAILS: N_("Payment details are to be changed, or a payment is taken back: look for fraud first."),
    Trigger.PRIVACY: N_("The customer asks about personal data."),
    Trigger.LEGAL_OR_SAFETY: N_("Lawyers, authorities or somebody's safety are spoken of."),
    Trigger.GRIEF: N_("Somebody has died or is gravely ill: this wants a person's own words."),
    Trigger.PRICE_UNKNOWN: N_("A price is asked that the shop's knowledge does not give."),
    Trigger.STRONG_MOOD: N_("The customer is very angry or upset."),
    Trigger.LOW_CERTAINTY: N_("The shop's knowledge hardly fits this question."),
    Trigger.OFF_TOPIC: N_("This is about something that the shop's knowledge does not speak of."),
    Trigger.VIP: N_("This is one of your special customers."),
    Trigger.THIRD_CONTACT: N_("The customer writes about the same thing for the {n}th time."),
    Trigger.BY_HAND: N_("You handed this over."),
}

USUAL: Mapping[Trigger, Follows] = {
    Trigger.ASKED_FOR_PERSON: Follows.HAND_OVER,
    Trigger.MONEY_ACTION: Follows.HINT,
    Trigger.ACCOUNT_ACTION: Follows.HAND_OVER,
    Trigger.PAYMENT_DETAILS: Follows.HAND_OVER,
    Trigger.PRIVACY: Follows.HAND_OVER,
    Trigger.LEGAL_OR_SAFETY: Follows.HAND_OVER,
    Trigger.GRIEF: Follows.HAND_OVER,
    Trigger.PRICE_UNKNOWN: Follows.HINT,
    Trigger.STRONG_MOOD: Follows.HINT,
    Trigger.LOW_CERTAINTY: Follows.NOTHING,
    Trigger.OFF_TOPIC: Follows.HINT,
    Trigger.VIP: Follows.HINT,
    Trigger.THIRD_CONTACT: Follows.HINT,
    Trigger.BY_HAND: Follows.HAND_OVER,
}
"""What follows where the owner said nothing."""


@dataclass(frozen=True, slots=True)
class HandoverRules:
    """What the owner set: what follows from which trigger (missing ones: `USUAL`), and who may take over."""

    follows: dict[str, str] = field(default_factory=dict)
    colleagues: tuple[str, ...] = ()
    contacts: int = 3
    """From the how-manieth turn about the same thing THIRD_CONTACT speaks."""
    low_certainty: float = 0.3
    """Probability of an answer below which LOW_CERTAINTY speaks."""

    def of(self, trigger: Trigger) -> Follows:
        """Return what follows from a trigger."""
        try:
            return Follows(self.follows[trigger])
        except (KeyError, ValueError):
            return USUAL[trigger]


@dataclass(frozen=True, slots=True)
class HandoverReason:
    """A trigger that spoke: why in words (packed template), and the words of the customer that show it."""

    trigger: Trigger
    follows: Follows
    why: str
    evidence: str = ""


def hands_over(reasons: Sequence[HandoverReason]) -> bool:
    """Whether one of the reasons puts a holding reply in place of an answer."""
    return any(reason.follows is Follows.HAND_OVER for reason in reasons)


class Happened(StrEnum):
    """What kinds of things were done before the handover."""

    ASKED = "asked"
    ANSWERED = "answered"
    PROMISED = "promised"
    PROPOSED = "proposed"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that happened: when, what kind, who, and its first words."""

    at: datetime
    kind: Happened
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where to read on: an article, an order or another conversation of the customer."""

    kind: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Packet:
    """What a colleague needs to go on without asking the customer anything again.

    `summary` are sentences in words of the shop's language (packed templates); `told` what the customer already gave (order numbers,
    amounts, dates), never to be asked again; `open_questions` are the customer's own words; `first_sentence` is a suggestion in the
    customer's language.
    """

    conversation_id: int
    customer: str
    handles: tuple[str, ...]
    channel: str
    language: str
    subject: str
    summary: tuple[str, ...]
    told: tuple[str, ...]
    deeds: tuple[Deed, ...]
    open_questions: tuple[str, ...]
    sentiment: str
    emotion: str
    urgency: int
    reasons: tuple[HandoverReason, ...]
    links: tuple[Source, ...]
    first_sentence: str
    note: str = ""
    waiting_since: datetime | None = None
    due_at: datetime | None = None


class HandoverState(StrEnum):
    """OPEN until somebody takes it, TAKEN while they work on it, ENDED with an outcome in their own words."""

    OPEN = "open"
    TAKEN = "taken"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A handover in a list."""

    id: int
    conversation_id: int
    customer: str
    at: datetime
    by: str
    to: str
    reason: str
    state: HandoverState
    outcome: str
    ended_at: datetime | None
    packet: Packet


SUPERSEDED = "superseded"
"""The outcome of a handover that was not finished when its conversation was handed over again."""


class HandoverRepository(Protocol):
    """Handovers."""

    def add(self, packet: Packet, *, by: str, to: str, reason: str, at: datetime) -> int:
        """Keep a handover as OPEN and return its id; an unfinished one of the same conversation ends as superseded."""

    def move(self, handover_id: int, state: HandoverState, *, by: str = "", outcome: str = "", at: datetime | None = None) -> None:
        """Take or end a handover. Raises NotFound."""

    def remove(self, handover_id: int) -> None:
        """Take a handover back as if it had never been (undo)."""


class HandoverReader(Protocol):
    """Read models of handovers."""

    def handovers(
        self, *, ended: bool = False, conversation_id: int | None = None, customer_id: int | None = None
    ) -> Sequence[HandoverRow]:
        """Return handovers, oldest first: those that are not ended, or the last 200 that are (of one customer when given); all of one
        conversation when given."""
