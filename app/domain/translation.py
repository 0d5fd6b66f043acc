"""Translation: a text in another language for a person to read or check, the shop's own words kept, and what code doubts about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.domain.errors import EngineError
from app.domain.text import N_


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the shop as it stands in `language` ("" = in any). `keep`: it is the same everywhere; else `translations` by language."""

    term: str
    language: str = ""
    translations: dict[str, str] = field(default_factory=dict)
    keep: bool = False

    def into(self, language: str) -> str:
        """Return how the term is said in a language, or "" where the owner did not say."""
        return self.term if self.keep else self.translations.get(language, "")


@dataclass(frozen=True, slots=True)
class GlossaryHit:
    """A term that stood in the text and how it was said; `mended` when the engine had said it otherwise."""

    term: str
    translation: str
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """A translated sentence that code doubts, and why (packed template)."""

    sentence: str
    why: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A translated text. `engine` names what made it; `warnings` what must be compared with the original."""

    text: str
    source: str
    target: str
    engine: str
    glossary_hits: tuple[GlossaryHit, ...] = ()
    warnings: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptTranslation:
    """The translation of a message as it is kept."""

    message_id: int
    translation: Translation
    at: datetime


class NoTranslator(EngineError):
    """Nothing here can translate this pair of languages."""

    default = N_("Nothing here can translate: add a language model or a translation package in Settings. Everything else works without.")


class Tier(StrEnum):
    """How far a language can be trusted: CHECKED by code in full, CARE (checked by numbers only), NOT_SUPPORTED."""

    CHECKED = "checked"
    CARE = "care"
    NOT_SUPPORTED = "not_supported"


TIER_WORDS: Mapping[Tier, str] = {
    Tier.CHECKED: N_("checked: every sentence is compared by code"),
    Tier.CARE: N_("read with care: only numbers and links are compared"),
    Tier.NOT_SUPPORTED: N_("not supported: ask somebody who reads it"),
}
CHECKED = ("nl", "en", "de", "fr")
WITH_CARE = (
    "bg", "ca", "cs", "da", "el", "es", "et", "fi", "hr", "hu", "it", "lt", "lv", "nb", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sv",
    "tr", "uk",
)  # fmt: skip


def tier_of(language: str) -> Tier:
    """Return the tier of an ISO 639-1 code."""
    return Tier.CHECKED if language in CHECKED else Tier.CARE if language in WITH_CARE else Tier.NOT_SUPPORTED


@dataclass(frozen=True, slots=True)
class PackageInfo:
    """A translation package that the owner added: from one language into another. `state`: ready, missing, unavailable; `why` in words."""

    name: str
    path: str
    source: str
    target: str
    version: str = ""
    state: str = "ready"
    why: str = ""


class LineEngine(Protocol):
    """What puts single sentences into another language. Raises EngineError when it fails, Cancelled when stopped."""

    @property
    def name(self) -> str:
        """What it is called."""

    def can(self, source: str, target: str) -> bool:
        """Whether this pair of languages is known."""

    def lines(
        self,
        lines: Sequence[str],
        source: str,
        target: str,
        *,
        wanted: Sequence[tuple[str, str]] = (),
        cancelled: Callable[[], bool] | None = None,
    ) -> list[str]:
        """Return as many sentences as were given, in order. `wanted` are (words, how they must be said), for an engine that listens."""


class Translator(Protocol):
    """Translates whole texts. Raises EngineError when it fails, NoTranslator for a pair it does not know, Cancelled when stopped."""

    @property
    def name(self) -> str:
        """What it is called."""

    def can(self, source: str, target: str) -> bool:
        """Whether this pair of languages is known."""

    def translate(
        self, text: str, source: str, target: str, glossary: Sequence[Term] = (), *, cancelled: Callable[[], bool] | None = None
    ) -> Translation:
        """Return the text in the other language: its paragraphs stay, terms of the glossary are said as the owner wants, and what code
        doubts is told sentence by sentence."""


class TranslationRepository(Protocol):
    """Translations of messages."""

    def put(self, kept: KeptTranslation) -> None:
        """Keep a translation; an earlier one into the same language is replaced."""

    def remove(self, message_id: int) -> None:
        """Forget what was translated of a message."""


class TranslationReader(Protocol):
    """Read models of translations."""

    def translations(self, message_ids: Sequence[int], language: str) -> dict[int, KeptTranslation]:
        """Return the kept translations into a language, by message."""


class PackageRoom(Protocol):
    """Keeps and runs translation packages."""

    def install(self, path: Path) -> PackageInfo:
        """Unpack (or find) a package and describe it. Raises BadInput, StorageFull."""

    def remove(self, info: PackageInfo) -> None:
        """Delete what `install` unpacked; a folder of the owner's own stays."""

    def state_of(self, info: PackageInfo) -> PackageInfo:
        """Return the package with its present state, and why it cannot be used."""

    def lines(self, packages: Sequence[PackageInfo]) -> LineEngine:
        """Return an engine over packages that are ready."""


@dataclass(frozen=True, slots=True)
class TranslatorsView:
    """What can translate: the packages that were added, and the language model in use ("" for none)."""

    packages: tuple[PackageInfo, ...]
    model: str


LANGUAGE_WORDS: Mapping[str, str] = {
    "nl": N_("Dutch"),
    "en": N_("English"),
    "de": N_("German"),
    "fr": N_("French"),
    "es": N_("Spanish"),
    "it": N_("Italian"),
    "pt": N_("Portuguese"),
    "pl": N_("Polish"),
    "tr": N_("Turkish"),
    "uk": N_("Ukrainian"),
    "ru": N_("Russian"),
    "ro": N_("Romanian"),
    "da": N_("Danish"),
    "sv": N_("Swedish"),
    "cs": N_("Czech"),
    "hu": N_("Hungarian"),
    "bg": N_("Bulgarian"),
    "ca": N_("Catalan"),
    "el": N_("Greek"),
    "et": N_("Estonian"),
    "fi": N_("Finnish"),
    "hr": N_("Croatian"),
    "lt": N_("Lithuanian"),
    "lv": N_("Latvian"),
    "nb": N_("Norwegian"),
    "no": N_("Norwegian"),
    "sk": N_("Slovak"),
    "sl": N_("Slovenian"),
}
"""Names of languages as they stand in a sentence; others are named by their code."""


def language_name(code: str) -> str:
    """Return the name to be said of a language, still to be translated by the edge."""
    return LANGUAGE_WORDS.get(code, code.upper())
