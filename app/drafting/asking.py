"""What sort of thing a question asks for."""

from collections.abc import Mapping

from app.words.text import fold, tokens

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
