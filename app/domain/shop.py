"""The shop's own settings, as one value that is read and written whole."""

from dataclasses import dataclass, field
from datetime import time

from app.domain.handover import HandoverRules


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Opening hours by weekday (0 = Monday): spans of local time. An absent day is closed. `closed_dates` are ISO dates."""

    days: dict[int, tuple[tuple[time, time], ...]] = field(default_factory=lambda: {d: ((time(9, 0), time(17, 30)),) for d in range(5)})
    closed_dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """How the shop speaks in customer texts. Greeting and closing are per language and may hold `{name}` and `{shop}`."""

    formal: bool = True
    greeting: dict[str, str] = field(default_factory=dict)
    closing: dict[str, str] = field(default_factory=dict)
    signature: str = ""
    never_say: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """Everything the owner can set. Times promised are in hours by channel name, "default" for the rest; `undo_seconds` is the
    countdown before a mail leaves; `ai_line` says that AI helped, per language ("" = the built-in wording)."""

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
    own_addresses: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()
    undo_seconds: int = 10
    engine: str = "embedded"
    theme: str = "system"
    demonstration: bool = False
    handover: HandoverRules = field(default_factory=HandoverRules)
