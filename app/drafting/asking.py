"""What a customer's message asks: the part of it that asks, and what sort of thing it asks for."""

import re
from collections.abc import Mapping

from app.drafting.courtesy import is_closing, is_greeting
from app.drafting.sentences import split
from app.words.text import fold, tokens

_GREETING = 60
"""Characters; a longer sentence that begins like a greeting says more than hello."""
_GREETS = re.compile(
    r"^\W*(?:hoi|hallo|hi|hey|hello|dag|goede(?:morgen|middag|n?avond|ndag)|good (?:morning|afternoon|evening)|moin"
    r"|guten (?:tag|morgen|abend)|bonjour|bonsoir|salut|beste|geachte|dear|liebe[rs]?|sehr geehrte[rs]?)\b[^,.!?\n]{0,30}[,!.]\s*",
    re.IGNORECASE,
)
_ASKING: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "nl": {
        "place": ("waar", "waarheen", "welk adres"),
        "time": ("wanneer", "hoe lang", "hoelang", "hoe laat", "hoe snel", "levertijd", "hoeveel dagen", "tot wanneer", "openingstijden"),
        "amount": ("hoeveel", "wat kost", "wat kosten", "kosten"),
        "person": ("wie",),
        "reason": ("waarom", "hoezo"),
    },
    "en": {
        "place": ("where",),
        "time": ("when", "how long", "how soon", "how fast", "what time", "opening hours", "how many days"),
        "amount": ("how much", "how many", "cost", "costs", "price"),
        "person": ("who", "whom"),
        "reason": ("why",),
    },
    "de": {
        "place": ("wo", "wohin", "woher"),
        "time": ("wann", "wie lange", "wie schnell", "bis wann", "öffnungszeiten", "lieferzeit", "wie viele tage"),
        "amount": ("wie viel", "wieviel", "wie viele", "was kostet", "was kosten", "kosten"),
        "person": ("wer", "wen", "wem"),
        "reason": ("warum", "wieso", "weshalb"),
    },
    "fr": {
        "place": ("où",),
        "time": ("quand", "combien de temps", "combien de jours", "délai", "horaires", "à quelle heure"),
        "amount": ("combien", "coût", "coûte", "prix"),
        "person": ("qui",),
        "reason": ("pourquoi",),
    },
}
_PHRASES = {
    language: {kind: tuple(f" {' '.join(fold(w) for w in tokens(phrase))} " for phrase in phrases) for kind, phrases in kinds.items()}
    for language, kinds in _ASKING.items()
}


def kinds_of_question(text: str, language: str) -> frozenset[str]:
    """Return what a question asks for: place, time, amount, person, reason; empty for none of these or a fifth language."""
    padded = f" {' '.join(fold(word) for word in tokens(text))} "
    known = _PHRASES.get(language) or {}
    return frozenset(kind for kind, phrases in known.items() if any(phrase in padded for phrase in phrases))


def core(text: str) -> str:
    """Return a customer's text without greeting, thanks and closing: what a search is about. The whole text when nothing else is there."""
    kept: list[str] = []
    for span in split(text):
        if is_closing(span.text):
            if kept:
                break
        elif not (is_greeting(span.text) and len(span.text) < _GREETING):
            kept.append(_GREETS.sub("", span.text))
    return "\n".join(part for part in kept if part) or text
