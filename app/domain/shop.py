"""The shop's own settings, as one value that is read and written whole."""

from dataclasses import dataclass, field
from datetime import time

from app.domain.categories import Categories
from app.domain.handover import HandoverRules
from app.domain.translation import Term


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Opening hours by weekday (0 = Monday): spans of local time. An absent day is closed. `closed_dates` are ISO dates."""

    days: dict[int, tuple[tuple[time, time], ...]] = field(default_factory=lambda: {d: ((time(9, 0), time(17, 30)),) for d in range(5)})
    closed_dates: tuple[str, ...] = ()


MOST_EXAMPLES = 5
"""So many own answers are shown to an engine."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How the shop speaks in customer texts. Greetings and closings are per language and may hold `{name}` and `{shop}`; those for chats
    are used where a message is no mail. What is missing has the built-in wording."""

    formal: bool = True
    greeting: dict[str, str] = field(default_factory=dict)
    closing: dict[str, str] = field(default_factory=dict)
    signature: str = ""
    never_say: tuple[str, ...] = ()
    tone: tuple[str, ...] = ()
    """Words such as "warm" or "nuchter", for an engine that can follow them."""
    examples: tuple[str, ...] = ()
    """Answers as the shop writes them; an engine learns the manner from them, never a fact."""
    formal_in: dict[str, bool] = field(default_factory=dict)
    """The form of address of single languages; `formal` for the rest."""
    follow_customer: bool = True
    """Whether a customer who says je, du or tu (or u, Sie, vous) is answered alike."""
    chat_greeting: dict[str, str] = field(default_factory=dict)
    chat_closing: dict[str, str] = field(default_factory=dict)
    greets_in_chats: bool = True
    """Whether a chat begins and ends with a greeting at all."""
    signatures: dict[str, str] = field(default_factory=dict)
    """Signatures of single languages; `signature` for the rest."""
    last_sentence: dict[str, str] = field(default_factory=dict)
    """What stands before the closing of a mail, by language ("" = the built-in offer to help on)."""


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """Everything the owner can set. Times promised are in hours by channel name, "default" for the rest; `undo_seconds` is the
    countdown before a mail leaves; `ai_line` says that AI helped, per language ("" = the built-in wording), `ai_line_short` the same in
    chats; `ai_line_channels` turns it off by channel name ("mail" for all mail)."""

    shop_name: str = ""
    person: str = ""
    language: str = "nl"
    timezone: str = "Europe/Amsterdam"
    country: str = "NL"
    currency: str = "EUR"
    hours: OpeningHours = field(default_factory=OpeningHours)
    reply_hours: dict[str, int] = field(default_factory=lambda: {"default": 24, "whatsapp": 4})
    voice: Voice = field(default_factory=Voice)
    ai_line_on: bool = True
    ai_line: dict[str, str] = field(default_factory=dict)
    ai_line_short: dict[str, str] = field(default_factory=dict)
    ai_line_channels: dict[str, bool] = field(default_factory=dict)
    own_addresses: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()
    undo_seconds: int = 10
    engine: str = "embedded"
    theme: str = "system"
    demonstration: bool = False
    handover: HandoverRules = field(default_factory=HandoverRules)
    categories: Categories = field(default_factory=Categories)
    glossary: tuple[Term, ...] = ()
