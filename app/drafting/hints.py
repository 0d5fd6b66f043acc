"""What a person's hint asks of a reply ("shorter", "formeel", "in English"), as far as code can follow it. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

_I = re.IGNORECASE
_A_BIT = r"(?:(?:iets|wat|veel|a bit|much|etwas|viel|un peu|bien|plus) )?"
_SHORTER = re.compile(
    rf"\b{_A_BIT}(?:kort(?:er)?|beknopt(?:er)?|short(?:er)?|brief(?:er)?|concise|kürzer|kurz|knapp(?:er)?|court|bref|concis)\b", _I
)
_LESS = r"(?:less|moins|weniger|minder)"
_FORMAL = re.compile(
    r"(?<!in)\b(?:(?:more |plus |meer )?(?:formeel|formeler|formal|förmlich(?:er)?|formell(?:er)?|formel)|vouvoyer|siezen|u-vorm|met u)\b",
    _I,
)
_INFORMAL = re.compile(
    rf"\b(?:informe(?:el|ler)|losser|informal|casual|{_LESS} (?:formal|formel|förmlich|formeel)|informell(?:er)?|lockerer|duzen|informel"
    r"|tutoyer|je-vorm|met je)\b",
    _I,
)
_SORRY = re.compile(
    r"\b(?:(?:met|maak|with|with an|mit|avec des) )?(?:excuus|excuses|sorry|verontschuldig\w*|apolog\w+|entschuldig\w*|excuse\w*)"
    r"(?: aan)?\b",
    _I,
)
_IN = r"\b(?:(?:in het|in|auf|en) )?"
_LANGUAGES = {
    "nl": re.compile(rf"{_IN}(?:nederlands|dutch|niederländisch|néerlandais)\b", _I),
    "en": re.compile(rf"{_IN}(?:engels|english|englisch|anglais)\b", _I),
    "de": re.compile(rf"{_IN}(?:duits|german|deutsch|allemand)\b", _I),
    "fr": re.compile(rf"{_IN}(?:frans|french|französisch|français)\b", _I),
}
_FILLER = re.compile(
    r"\b(?:maak|het|doe|schrijf|graag|aub|please|make|it|write|be|a|an|the|bitte|mach|es|schreib\w*|s['’]il (?:te|vous) pla[iî]t|fais|écris"
    r"|le|la|en|and|und|et|iets|wat|meer|more|plus|mehr|de|een|met|maar|but|toon|tone|ton|antwoord|answer|reply|antwort|réponse)\b",
    _I,
)


@dataclass(frozen=True, slots=True)
class Hints:
    """What was understood. `formal` is None and `language` "" where nothing was said; `rest` are the words that were not understood."""

    brief: bool = False
    formal: bool | None = None
    sorry: bool = False
    language: str = ""
    rest: str = ""


@lru_cache(maxsize=64)
def hints_in(hint: str) -> Hints:
    """Return what a hint asks for, in any of the four languages."""
    informal, formal = _INFORMAL.search(hint), _FORMAL.search(hint)
    language = next((code for code, pattern in _LANGUAGES.items() if pattern.search(hint)), "")
    rest = hint
    for pattern in (_INFORMAL, _FORMAL, _SHORTER, _SORRY, *_LANGUAGES.values(), _FILLER):
        rest = pattern.sub(" ", rest)
    return Hints(
        brief=_SHORTER.search(hint) is not None,
        formal=False if informal else True if formal else None,
        sorry=_SORRY.search(hint) is not None,
        language=language,
        rest=" ".join(re.findall(r"[^\W_]{2,}", rest)),
    )
