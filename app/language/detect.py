"""Which language a text is in: sequences of bytes weighed together with the small words that only one language has.

Made for a shop's mail: Dutch, English, German and French are told apart even in a few words; another language must win
clearly; one or two words that no language owns are "und", for a name or an "ok" must not decide in what language a customer
is answered.
"""

import re
from functools import lru_cache

from app.language.frequent import FREQUENT_WORDS

Found = tuple[str, float]

HOME = ("nl", "en", "de", "fr")
"""The languages the shop answers in without a language model."""
ABROAD = (
    "es", "it", "pt", "da", "sv", "no", "pl", "cs", "sk", "hu", "ro", "tr", "fi", "el", "ru", "uk", "bg", "hr", "ar", "he", "fa", "zh",
    "ja", "ko", "hi", "th", "vi", "id", "ca",
)  # fmt: skip
"""Further languages that are recognised (Afrikaans and Luxembourgish are left out: they swallow Dutch and German)."""
TEXT_LIMIT = 300
UNKNOWN = "und"

_NOISE = re.compile(r"[@\d#/\\<>=_]|^www\.")
"""What makes a piece of text an address, a link, a code or mark-up."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_WORD_BONUS = 5.0
"""Score of a word that only one of the home languages has; shared words give less to each."""
_ABROAD_MARGIN = 8.0
_ABROAD_PER_WORD = 1.0
_FEW_WORDS = 3
_SMALL = 5
_PLAIN_WORDS = 8
_PLAIN_SHARE = 0.45
_NAME_WORDS = 4
_PARTICLES = frozenset(
    ("de", "van", "der", "den", "von", "zu", "la", "le", "du", "des", "ten", "ter", "el", "di", "da", "and", "und", "en", "et")
)
_OWN_WORDS = {code: frozenset(words.split()) for code, words in FREQUENT_WORDS.items()}
_SURE = 0.9


class LanguageDetector:
    """Callable as the port says; loads its table when the small words alone do not decide (30 ms). Safe from several threads."""

    def __call__(self, text: str) -> Found:
        """Return (ISO 639-1 code or "und", confidence 0..1) for the first TEXT_LIMIT characters that are words."""
        pieces = [piece for piece in text[: 2 * TEXT_LIMIT].split() if piece.isalpha() or not _NOISE.search(piece)]
        words = _WORD.findall(" ".join(pieces)[:TEXT_LIMIT])
        if not words:
            return UNKNOWN, 0.0
        kept = _without_names(words)
        if not kept:
            return UNKNOWN, 0.0
        lowered = [word.lower().replace("’", "'") for word in kept]
        evidence = _evidence(lowered)
        return _plain(lowered, evidence) or _decide(lowered, evidence, _ranked(" ".join(kept)), few=len(words) < _FEW_WORDS)


detect = LanguageDetector()
"""The detector, ready to use."""


def _plain(words: list[str], evidence: list[float]) -> Found | None:
    """Return the language that the small words alone make plain, or None. Saves the model for most mails."""
    ordered = sorted(zip(evidence, HOME, strict=True), reverse=True)
    (best, code), (second, _) = ordered[:2]
    if len(words) < _PLAIN_WORDS or best < _PLAIN_SHARE * _WORD_BONUS * len(words) or second > best / 4:
        return None
    return code, round(1 - second / best / 4 - 1 / (5 + len(words)), 4)


def _decide(words: list[str], evidence: list[float], ranked: dict[str, float], *, few: bool) -> Found:
    scores = sorted(((ranked[code] + evidence[place], code) for place, code in enumerate(HOME)), reverse=True)
    best, code = scores[0]
    margin = best - scores[1][0]
    foreign = max(ABROAD, key=lambda other: ranked.get(other, -1e9))
    if ranked.get(foreign, -1e9) > best + _ABROAD_MARGIN + _ABROAD_PER_WORD * min(len(words), 12):
        return UNKNOWN if few and _is_latin(words) else foreign, _SURE
    confidence = _confidence(margin, len(words))
    if few and not _owned(words, code):
        return UNKNOWN, min(confidence, 0.5)
    return code, confidence


def _without_names(words: list[str]) -> list[str]:
    """Leave out names and titles: capitalised words that do not begin the text, and the small words between two of them.

    They are often in another language ("Vind je The Great Wave ook mooi?"). Texts that leave too little stay whole, a text
    that is nothing but a name becomes empty.
    """
    if _is_name(words):
        return []
    named = [place > 0 and word[0].isupper() for place, word in enumerate(words)]
    inside = [not name and any(named[max(0, place - 2) : place]) and any(named[place + 1 : place + 3]) for place, name in enumerate(named)]
    kept = [word for word, name, within in zip(words, named, inside, strict=True) if not name and not (within and len(word) < _SMALL)]
    return kept if len(kept) >= 2 else words


def _is_name(words: list[str]) -> bool:
    """Tell whether a few words look like a person's name: "Jan de Vries"."""
    proper = [word for word in words if word not in _PARTICLES]
    return 1 < len(words) <= _NAME_WORDS and all(word[0].isupper() and not _shares(word.lower()) for word in proper)


def _is_latin(words: list[str]) -> bool:
    """Tell whether the words are written in Latin letters (other scripts name their language by themselves)."""
    return all(character < "\u0250" for word in words for character in word)


def _evidence(words: list[str]) -> list[float]:
    """Return the score that frequent words add to each home language."""
    totals = [0.0] * len(HOME)
    for word in words:
        shares = _shares(word)
        if shares:
            totals = [total + share for total, share in zip(totals, shares, strict=True)]
    return totals


@lru_cache(maxsize=20_000)
def _shares(word: str) -> tuple[float, ...] | None:
    having = [word in _OWN_WORDS[code] for code in HOME]
    count = sum(having)
    return tuple(_WORD_BONUS * has / count**1.5 for has in having) if 0 < count < len(HOME) else None


def _owned(words: list[str], code: str) -> bool:
    """Tell whether a word belongs to this language alone, and none to another alone."""
    owners = {language for word in words for language in HOME if _is_only_in(word, language)}
    return owners == {code}


def _is_only_in(word: str, code: str) -> bool:
    return word in _OWN_WORDS[code] and not any(word in _OWN_WORDS[other] for other in HOME if other != code)


def _confidence(margin: float, words: int) -> float:
    """Return how sure a lead over the second language makes; a longer text needs a larger one."""
    return round(margin / (margin + 2.0 + 0.3 * min(words, 20)), 4)


def _ranked(text: str) -> dict[str, float]:
    from app.language.ngrams import ngram_scores  # here, not above: it needs numpy, and commands that only read need neither

    return ngram_scores(text)
