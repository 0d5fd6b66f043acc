"""What code can see of a translated sentence without knowing what it means: facts, names, denials, the language, the length. Pure."""

import re
from collections.abc import Iterator

from app.domain.ports import LanguageDetector
from app.domain.text import N_, packed
from app.domain.translation import CHECKED, Doubt
from app.drafting.facts import Fact, FactKind, Known, facts_in
from app.drafting.lists import word_set
from app.drafting.names import KnownNames, names_in
from app.drafting.words import fold, negations

MISSING = N_("“{what}” of the original is missing in this sentence.")
ADDED = N_("“{what}” does not stand in the original.")
DENIAL_LOST = N_("The original denies something here; this sentence does not.")
DENIAL_ADDED = N_("This sentence denies something that the original does not.")
UNTRANSLATED = N_("This sentence was not translated.")
OTHER_LANGUAGE = N_("This sentence seems to be in another language than was asked.")
TOO_SHORT = N_("This sentence is much shorter than the original.")
TOO_LONG = N_("This sentence is much longer than the original.")
_FEW = 4
"""Words below which neither the language nor sameness says anything."""
_SHORTEST, _LONGEST, _ROOM = 0.35, 2.5, 30
"""Shares of the original's length, and characters of grace, beyond which a sentence lost or gained something."""
_PLACES = frozenset(
    fold(word)
    for word in word_set(
        """
        nederland netherlands niederlande pays-bas holland hollande belgië belgium belgien belgique duitsland germany deutschland allemagne
        frankrijk france frankreich luxemburg luxembourg oostenrijk austria österreich autriche zwitserland switzerland schweiz suisse
        spanje spain spanien espagne italië italy italien italie engeland england angleterre europa europe eu ue
        brussel brussels brüssel bruxelles antwerpen antwerp anvers gent ghent gand brugge bruges brügge luik liège lüttich
        leuven louvain löwen parijs paris keulen köln cologne berlijn berlin wenen wien vienna vienne londen london londres aken aachen
        münchen munich den haag hague la haye nederlands dutch niederländisch néerlandais engels english englisch anglais duits german
        deutsch allemand frans french französisch français dhr mevr herr frau mr mrs monsieur madame
        """
    )
)
"""Names that are said differently from language to language."""
_BY_DIGITS = re.compile(r"\d+")
_LOWER = re.compile(r"(?<![\w@.])[^\W\d_A-Z]\w*")
_NOTHING = re.compile(r"\b(?:niks|nimmer)\b", re.IGNORECASE)
"""Denials beside those of `app.drafting.words`."""
_I_AM = re.compile(r"^i['’](?:m|d|ll|ve)$", re.IGNORECASE)
_PLACE_KINDS = frozenset({FactKind.LINK, FactKind.MAIL, FactKind.IBAN})


def doubts_of(line: str, translated: str, source: str, target: str, detect: LanguageDetector) -> list[Doubt]:
    """Return why a person must compare this sentence with the original, in words; nothing when nothing is seen.

    Between the four languages everything is compared; with any other only numbers, links and whether it was translated at all.
    """
    return [Doubt(translated, why) for why in dict.fromkeys(_reasons(line, translated, source, target, detect))]


def fact_doubts(line: str, translated: str, source: str, target: str) -> list[str]:
    """Return only what is wrong with amounts, dates, numbers, codes, links and addresses."""
    return list(dict.fromkeys(_facts(line, translated) if {source, target} <= set(CHECKED) else _digits(line, translated)))


def _reasons(line: str, translated: str, source: str, target: str, detect: LanguageDetector) -> Iterator[str]:
    yield from fact_doubts(line, translated, source, target)
    yield from _language(line, translated, source, target, detect)
    if {source, target} <= set(CHECKED):
        yield from _names(line, translated, source)
        before, after = _denies(line), _denies(translated)
        if before != after:
            yield DENIAL_LOST if before else DENIAL_ADDED
    if len(translated) < _SHORTEST * len(line) - _ROOM / 2:
        yield TOO_SHORT
    elif len(translated) > _LONGEST * len(line) + _ROOM:
        yield TOO_LONG


def _facts(line: str, translated: str) -> Iterator[str]:
    there, here = facts_in(line), facts_in(translated)
    said, meant = Known([translated]), Known([line])
    for fact in there:
        if not said.by_shop(fact) and not _is_one(fact):
            yield _told(MISSING, line, fact)
    for fact in here:
        spelt_out = fact.kind is FactKind.NUMBER and not _BY_DIGITS.search(translated[slice(*fact.span)])
        # A number spelt out may be another word of this language ("four" is an oven in French); a lost one is told above.
        if not meant.by_shop(fact) and not spelt_out:
            yield _told(ADDED, translated, fact)


def _denies(text: str) -> bool:
    return negations(text) > 0 or _NOTHING.search(text) is not None


def _is_one(fact: Fact) -> bool:
    """Whether a number may be nothing but an article ("een", "one", "un")."""
    return fact.kind is FactKind.NUMBER and fact.key == "1"


def _told(template: str, text: str, fact: Fact) -> str:
    return packed(template, {"what": " ".join(text[slice(*fact.span)].split())})


def _digits(line: str, translated: str) -> Iterator[str]:
    there, here = _BY_DIGITS.findall(line), _BY_DIGITS.findall(translated)
    for number in dict.fromkeys(there):
        if number not in here:
            yield packed(MISSING, {"what": number})
    for number in dict.fromkeys(here):
        if number not in there:
            yield packed(ADDED, {"what": number})
    places, said = Known([line]), Known([translated])
    for text, known, template in ((line, said, MISSING), (translated, places, ADDED)):
        for fact in facts_in(text):
            if fact.kind in _PLACE_KINDS and not known.by_shop(fact):
                yield _told(template, text, fact)


def _language(line: str, translated: str, source: str, target: str, detect: LanguageDetector) -> Iterator[str]:
    # Names tell nothing of the language of a sentence; German nouns do not matter among so few.
    if len(_LOWER.findall(translated)) < _FEW or source == target:
        return
    if fold(" ".join(line.split())) == fold(" ".join(translated.split())):
        yield UNTRANSLATED
        return
    found, sure = detect(translated)
    if found not in ("und", target) and sure >= 0.5 and (target in CHECKED or found == source):
        yield OTHER_LANGUAGE


def _names(line: str, translated: str, source: str) -> Iterator[str]:
    said, whole = KnownNames([translated]), fold(translated)
    for name in names_in(line, source):
        same = name.key in whole or said.hold(name)
        if name.key not in _PLACES and not _I_AM.match(name.key) and not same:
            yield packed(MISSING, {"what": name.text})
