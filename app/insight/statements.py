"""What articles state: clauses with the amounts, periods, prices, times and yes or no in them, and what each clause is about.

A clause is known by the concepts of its words, so that the same matter is recognised across the four languages.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from app.domain.tending import TendedArticle
from app.insight.matters import SUBJECTS, matters_of
from app.words.concepts import lexicon
from app.words.terms import Term, terms
from app.words.text import LANGUAGES, fold

FoundFact = tuple[str, str, tuple[int, int]]
"""Kind, key (the same in every language) and span of a checkable thing in a text."""
FactsOf = Callable[[str], Sequence[FoundFact]]

_OWN, _AROUND, _ABOVE = 1.0, 0.35, 0.5
"""How much a word counts in the clause itself, in the rest of its sentence, and in the title or heading above it."""
_MATTER = 1.6
"""How much it counts that a clause settles one of the matters that shops contradict themselves on."""
_TOPIC, _PART, _MARKED = 0.45, 0.8, frozenset({"returns", "warranty", "gift"})
_BREAK = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=[\"'“‘(]?[A-ZÀ-Þ0-9€])")
_ABBREVIATED = re.compile(
    r"\b(?:bijv|bv|ca|nr|incl|excl|max|min|evt|resp|tel|art|z\.b|d\.h|e\.g|i\.e|env|p\.ex|o\.a|t\.a\.v)\.$", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"\s*[,;:]\s+|\s+(?=(?:maar|but|aber|mais|en naar|and to|und nach|et vers)\b)"
    r"|(?<!\btot)\s+(?:en|and|und|et)\s+(?!met\b)(?=[^,;]*\d)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"#{1,6}\s+(.*)")
_ITEM = re.compile(r"^\s*(?:[-*•]|\d{1,3}[.)])\s+")
_TELLING = re.compile(r"\d|€|\$|£", re.IGNORECASE)
_NUMERAL_WORDS = """
    een één twee drie vier vijf zes zeven acht negen tien elf twaalf veertien twintig dertig halve half
    one two three four five six seven eight nine ten twelve fourteen twenty thirty
    ein eine einen einem einer zwei drei vier funf sechs sieben acht neun zehn zwolf vierzehn zwanzig dreissig
    un une deux trois quatre cinq sept huit neuf dix douze quatorze quinze vingt trente
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag monday tuesday wednesday thursday friday saturday sunday
    montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
"""
_NUMERALS = frozenset(_NUMERAL_WORDS.split())
_NOT = re.compile(
    r"\b(?:niet|geen|nooit|niets|nergens|nee|not|no|never|none|cannot|nicht|kein\w*|nie|nein|pas|jamais|aucune?|non)\b|n['’]t\b",
    re.IGNORECASE,
)
_SAME = {"deliver": "ship", "come_back": "return", "open_up": "open"}
"""Concepts that come to the same where one only wants to know whether two clauses are about one thing."""
_LIGHT = frozenset(["permit", "possible", "safe", "suitable", "all", "can", "inside"])
_LIGHT_TOPICS = frozenset({"time"})
"""What a clause says of its subject, and when: it does not tell what the clause is about."""
_SPACED = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause of an article: its whole sentence, its facts as kind -> keys and kind -> as written, whether it denies, what it is about
    with weights, which words are its own, the countries and subjects that it or its title names, and the words of its title that
    the lexicon does not know (a product's name)."""

    article: int
    place: int
    sentence: str
    language: str
    facts: Mapping[str, frozenset[str]]
    words: Mapping[str, str]
    denied: bool
    about: Mapping[str, float]
    own: frozenset[str]
    countries: frozenset[str]
    subjects: frozenset[str]
    named: frozenset[str]


def statements(article: TendedArticle, facts_of: FactsOf) -> Iterator[Statement]:
    """Yield the clauses of an article. A title that is a question lends its words to a bare yes or no."""
    title = _keys(article.title, article.language)
    heading: dict[str, float] = {}
    place = 0
    for line in lines(article.text):
        if match := _HEADING.fullmatch(line):
            heading = _keys(match.group(1), article.language)
            continue
        above = _most((title, 1.0), (heading, 0.6))
        for sentence in sentences(_ITEM.sub("", line)):
            yield from _clauses(article, place, sentence, above, facts_of)
            place += 1


def lines(text: str) -> Iterator[str]:
    """Yield headings, list items and paragraphs, the lines of one paragraph joined."""
    block: list[str] = []
    for line in [*text.split("\n"), ""]:
        alone = not line.strip() or _HEADING.fullmatch(line) or _ITEM.match(line)
        if block and alone:
            yield " ".join(block)
            block = []
        if line.strip():
            if _HEADING.fullmatch(line):
                yield line
            else:
                block.append(line.strip() if not _ITEM.match(line) else line.rstrip())


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    found: list[str] = []
    start = 0
    for match in _BREAK.finditer(text):
        if not _ABBREVIATED.search(text[start : match.start()]):
            found.append(text[start : match.end()].strip())
            start = match.end()
    return [sentence for sentence in [*found, text[start:].strip()] if sentence]


def _clauses(article: TendedArticle, place: int, sentence: str, above: Mapping[str, float], facts_of: FactsOf) -> Iterator[Statement]:
    facts = facts_of(sentence) if _may_tell(sentence) else ()
    parts = list(_parts(sentence, facts))
    keys = [_keys(_blanked(sentence, part, facts), article.language) for part in parts]
    for n, (start, end) in enumerate(parts):
        own = keys[n]
        others = _most(*((other, 1.0) for m, other in enumerate(keys) if m != n))
        about = _most((own, _OWN), (others, _AROUND), (above, _ABOVE))
        inside: dict[str, set[str]] = {}
        words: dict[str, str] = {}
        for kind, key, span in facts:
            if start <= span[0] < end:
                inside.setdefault(kind, set()).add(key)
                said = sentence[span[0] : span[1]]
                words[kind] = f"{words[kind]}, {said}" if words.get(kind, said) != said else said
        held = {kind: frozenset(found) for kind, found in inside.items()}
        for matter in matters_of(own, above, held):
            about[f"f:{matter}"] = _MATTER
        named = own.keys() | above.keys()
        denied = bool(_NOT.search(sentence[start:end]))
        yield Statement(
            article.id,
            place,
            sentence,
            article.language,
            held,
            words,
            denied,
            about,
            frozenset(own),
            same_sort("country") & named,
            SUBJECTS & named,
            frozenset(key for key in own.keys() & above.keys() if key.startswith("w:")),
        )


def _may_tell(sentence: str) -> bool:
    return bool(_TELLING.search(sentence)) or not _NUMERALS.isdisjoint(fold(sentence).replace(",", " ").replace(".", " ").split())


def _parts(sentence: str, facts: Sequence[FoundFact]) -> Iterator[tuple[int, int]]:
    """Cut a sentence where each piece has facts or a denial of its own; never inside a fact."""
    start = 0
    for match in _CLAUSE.finditer(sentence):
        cut = match.start()
        inside = any(span[0] <= cut < span[1] for *_fact, span in facts)
        between = any(span[1] == cut for *_fact, span in facts) and any(span[0] == match.end() for *_fact, span in facts)
        if inside or (between and sentence[cut] not in ",;:"):
            continue
        here, rest = sentence[start:cut], sentence[match.end() :]
        told = any(start <= span[0] < cut for *_fact, span in facts) and any(span[0] >= cut for *_fact, span in facts)
        if told or bool(_NOT.search(here)) != bool(_NOT.search(rest)):
            yield start, cut
            start = match.end()
    yield start, len(sentence)


def _blanked(sentence: str, part: tuple[int, int], facts: Sequence[FoundFact]) -> str:
    letters = list(sentence[part[0] : part[1]])
    for _kind, _key, (start, end) in facts:
        for n in range(max(start, part[0]), min(end, part[1])):
            letters[n - part[0]] = " "
    return _SPACED.sub(" ", "".join(letters))


def _most(*given: tuple[Mapping[str, float], float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for keys, share in given:
        for key, weight in keys.items():
            found[key] = max(found.get(key, 0.0), weight * share)
    return found


def _keys(text: str, language: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for term in terms(text, language if language in LANGUAGES else "und"):
        if not term.number and not _NOT.fullmatch(term.folded):
            for key, weight in _keys_of(term, language):
                found[key] = max(found.get(key, 0.0), weight)
    return found


def _keys_of(term: Term, language: str) -> Iterable[tuple[str, float]]:
    meanings = term.meanings
    share = 1.0
    if not meanings:
        known = lexicon()
        meanings = tuple(dict.fromkeys(concept.name for part in term.parts for concept in known.of(part, language)))
        share = _PART
    if not meanings:
        return [(f"w:{term.stem}", 1.0)]
    telling = [name for name in meanings if name not in _LIGHT and _topics()[name] not in _LIGHT_TOPICS]
    topics = {_topics()[name] for name in telling} & _MARKED
    named = dict.fromkeys(_SAME.get(name, name) for name in telling)
    return [*((f"m:{name}", share / len(named) ** 0.5) for name in named), *((f"t:{topic}", _TOPIC) for topic in topics)]


@cache
def _topics() -> dict[str, str]:
    return {c.name: c.topic for known in lexicon().by_stem.values() for concepts in known.values() for c in concepts}


@cache
def same_sort(topic: str) -> frozenset[str]:
    """Return the keys of a topic whose members exclude each other (one country is not another)."""
    return frozenset(f"m:{name}" for name, of in _topics().items() if of == topic)
