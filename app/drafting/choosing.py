"""Chooses the sentences of the shop's passages that answer a question."""

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.domain.knowledge import Passage, PassageHit
from app.drafting.courtesy import is_closing, is_greeting
from app.drafting.evidence import ALIKE
from app.drafting.facts import FactKind, facts_in
from app.drafting.lists import word_set
from app.drafting.sentences import is_bullet, split, without_bullet
from app.drafting.words import Word, content_words, guess_language, likeness, raw_words

LEAST_RELEVANCE = 0.18
"""Below this relevance no sentence is an answer, however sure retrieval is."""
_KEEP_NEXT = 0.55
_KEEP_NEXT_OF_FEW = 0.4
_KEEP_OTHER = 0.8
_SMALL = 3
"""A passage of at most so many sentences is mostly one thought."""
_MOST = 4
_OF_UNIT, _OF_PASSAGE, _OF_RANK = 0.6, 0.25, 0.15
_NAVIGATION = re.compile(
    r"\b(?:klik (?:hier|op)|lees (?:hier|meer|verder)|zie ook|bekijk (?:hier|ook)|terug naar|naar boven|"
    r"click here|read more|see also|back to top|learn more|"
    r"klicken sie hier|hier klicken|mehr lesen|weiterlesen|siehe auch|zurück zu|cliquez ici|en savoir plus|lire la suite|voir aussi)\b",
    re.IGNORECASE,
)
_LEANS_BACK = re.compile(
    r"^(?:dit|deze|dat|die|daarna|daarvoor|daarmee|daarbij|hiervoor|hierna|vervolgens|ook|anders|wel|dan|zo|"
    r"het bedrag|de kosten|in dat geval|"
    r"this|that|these|those|it|then|after that|otherwise|also|in that case|the amount|"
    r"dies(?:e[rsnm]?)?|das|danach|dann|dafür|dabei|außerdem|sonst|auch|in diesem fall|der betrag|"
    r"cela|ceci|ce(?:t|tte|s)?|ensuite|puis|sinon|aussi|dans ce cas|il|elle|le montant)\b",
    re.IGNORECASE,
)
_RESTRICTS = re.compile(
    r"\b(?:tenzij|behalve|uitgezonderd|met uitzondering|uitzondering\w*|geldt niet|niet voor|niet bij|alleen als|mits|let op|echter"
    r"|unless|except\w*|does not apply|do not apply|not for|only if|provided that|please note|however"
    r"|ausgenommen|ausnahme\w*|außer|gilt nicht|gelten nicht|nicht für|nicht bei|nur wenn|sofern|bitte beachten|jedoch"
    r"|sauf|except[ée]\w*|à l['’]exception|ne s['’]appliqu\w+|pas pour|uniquement si|à condition|attention|toutefois)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:niet|geen|nooit|not|no|never|cannot|can['’]t|nicht|keine?[nmrs]?|nie|ne|n['’]|pas|aucune?)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(r"(?:ja|nee|jazeker|zeker|yes|no|nein|oui|non|doch|si)\s?[,!.;:]\s+", re.IGNORECASE)
_STILL_A_SENTENCE = 20
_COMPOUND = 4
"""From so many letters on, the end of a compound counts: "kost" in "verzendkosten"."""
_SAME_QUESTION = 0.6
_ELSEWHERE = 0.4
_ANSWERS_KIND = 1.25
_ASKS_FOR = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), kinds)
    for words, kinds in (
        (
            r"hoe\s?lang|binnen hoe|levertijd|termijn|how long|how many days|"
            r"wie lange?|wieviel tage|frist|combien de (?:temps|jours)|délai",
            (FactKind.DURATION,),
        ),
        (
            r"wanneer|hoe laat|when|what time|wann|um wie viel uhr|quand|à quelle heure|openingstijd\w*",
            (FactKind.TIME, FactKind.DATE, FactKind.DURATION),
        ),
        (
            r"(?:wat|hoeveel) (?:kost|betaal|zijn de)\w*|prijs|prijzen|duur|how much|price|cost|"
            r"was kostet?|wie ?viel|preis|combien|coûte|prix|tarif\w*",
            (FactKind.MONEY,),
        ),
    )
)
_COUNTRIES = frozenset({"netherlands", "belgium", "germany", "france"})
_EVERYDAY = word_set(
    """
    hoi hallo hi hello hey dag goedemorgen goedemiddag goedenavond bonjour salut guten tag moin beste geachte dear liebe sehr geehrte
    groet groeten groetjes vriendelijke gruss grusse cordialement regards thanks thank bedankt dank danke merci alvast vast advance
    lang lange laat veel much many long late spat viel viele longtemps combien hoeveel wieviel wissen weet weten know savoir vraag vraagje
    frage question gern graag like mochte voudrais jullie euch ihr jemand iemand someone nu now jetzt maintenant gisteren vorige week
    """
)
_LONGEST_QUESTION = 4_000
_MARKUP = re.compile(r"\*\*|__|`|^#{1,6}\s+", re.MULTILINE)
_MD_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence (or an introduced list) of a passage: `start`..`end` in the passage's text; `text` is what the customer reads."""

    passage: Passage
    rank: int
    number: int
    start: int
    end: int
    text: str
    score: float = 0.0


def units_of(passage: Passage, rank: int) -> list[Unit]:
    """Return the usable units of a passage: no headings, questions, navigation or bare labels; lists stay with their introduction."""
    units: list[Unit] = []
    for start, end in _spans(passage.text):
        text = _readable(passage.text[start:end])
        if _says_something(text, passage):
            units.append(Unit(passage, rank, len(units), start, end, text))
    return units


def _spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    introduced = False
    for span in split(text):
        bullet = is_bullet(span.text)
        if bullet and introduced:
            spans[-1] = (spans[-1][0], span.end)
        else:
            spans.append((span.start, span.end))
            introduced = span.text.endswith(":")
    return spans


def _readable(raw: str) -> str:
    lines = [line.strip() for line in _MD_LINK.sub(r"\1 (\2)", _MARKUP.sub("", raw)).splitlines() if line.strip()]
    if len(lines) == 1 or not any(map(is_bullet, lines)):
        return without_bullet(" ".join(lines))
    return "\n".join(f"- {without_bullet(line)}" if is_bullet(line) else line for line in lines)


def _says_something(text: str, passage: Passage) -> bool:
    if len(raw_words(text)) < 3 or text.endswith((":", "?")) or "|" in text or _NAVIGATION.search(text):
        return False
    heading = text.rstrip(".").casefold() in (passage.heading.casefold(), passage.article_title.casefold())
    return not heading and not is_greeting(text) and not is_closing(text)


def passages_in(hits: Sequence[PassageHit], language: str) -> list[tuple[int, Passage]]:
    """Return (rank, passage) of the hits written in `language`."""
    return [(rank, hit.passage) for rank, hit in enumerate(hits) if _language_of(hit.passage) == language]


def _language_of(passage: Passage) -> str:
    return passage.language if passage.language not in ("", "und") else guess_language(f"{passage.heading} {passage.text}")


def coverage(question: str, units: Sequence[Unit], language: str) -> float:
    """Return 0..1: which share of what the question asks about the units' passages speak of."""
    asked = [word for word in content_words(question[:_LONGEST_QUESTION], language) if word.folded not in _EVERYDAY]
    told = [w for u in units for w in content_words(f"{u.passage.article_title} {u.passage.heading} {u.passage.text}", language)]
    return sum(_nearness(word, told) > 0 for word in asked) / len(asked) if asked else 1.0


def choose(question: str, hits: Sequence[PassageHit], language: str, *, most: int = _MOST, never: Sequence[str] = ()) -> list[Unit]:
    """Return at most `most` units that answer `question`, in reading order, best passage first; nothing when none is relevant.
    Units that hold one of the words in `never` are left out."""
    question = question[:_LONGEST_QUESTION]
    units = [unit for rank, passage in passages_in(hits, language) for unit in units_of(passage, rank) if not _forbidden(unit, never)]
    if not units:
        return []
    scored = [_answering(question, unit, language) for unit in _scored(question, units, language)]
    best = _best(scored, hits)
    if best.score < LEAST_RELEVANCE:
        return []
    chosen = _around(best, [u for u in scored if u.passage.id == best.passage.id], most)
    return chosen + _further(best, chosen, scored, most)


def _best(scored: Sequence[Unit], hits: Sequence[PassageHit]) -> Unit:
    """The most relevant unit of the article that retrieval puts first; of another one only where that is as much more relevant as it
    ranks lower. Retrieval has seen whole articles and all of the shop's knowledge, the score of a unit only its own words."""
    best = max(scored, key=lambda unit: unit.score)
    first = min(scored, key=lambda unit: unit.rank)
    own = max((unit for unit in scored if unit.passage.article_id == first.passage.article_id), key=lambda unit: unit.score)
    lower = max(0.0, hits[first.rank].score - hits[best.rank].score)
    return own if own.score * (1 + lower) >= best.score else best


def _answering(question: str, unit: Unit, language: str) -> Unit:
    """A "yes" or "no" answers the passage's own question: it goes when the customer asks something else. Another country counts less."""
    asked = content_words(question, language)
    elsewhere = _elsewhere(asked, content_words(unit.text, language))
    score = unit.score * (_ELSEWHERE if elsewhere else 1.0) * (_ANSWERS_KIND if _wanted(question) & _kinds_of(unit.text) else 1.0)
    match = _YES_OR_NO.match(unit.text)
    if not match or _same_question(asked, content_words(unit.passage.heading or unit.passage.article_title, language)):
        return replace(unit, score=score)
    if not unit.passage.text.startswith(unit.text, unit.start) or len(unit.text) - match.end() < _STILL_A_SENTENCE:
        return replace(unit, score=0.0)
    rest = unit.text[match.end() :]
    return replace(unit, start=unit.start + match.end(), text=rest[0].upper() + rest[1:], score=score)


def _wanted(question: str) -> frozenset[FactKind]:
    """The kinds of facts a question asks for: how long, when, how much."""
    return frozenset(kind for pattern, kinds in _ASKS_FOR if pattern.search(question) for kind in kinds)


@lru_cache(maxsize=2_000)
def _kinds_of(text: str) -> frozenset[FactKind]:
    return frozenset(fact.kind for fact in facts_in(text))


def _elsewhere(asked: Sequence[Word], told: Sequence[Word]) -> bool:
    here, there = ({w.meaning for w in words} & _COUNTRIES for words in (asked, told))
    return bool(here and there and not here & there)


def _same_question(asked: Sequence[Word], heading: Sequence[Word]) -> bool:
    return bool(asked) and sum(_nearness(word, heading) > 0 for word in asked) >= _SAME_QUESTION * len(asked)


def _forbidden(unit: Unit, never: Sequence[str]) -> bool:
    return any(word and word.casefold() in unit.text.casefold() for word in never)


def _scored(question: str, units: Sequence[Unit], language: str) -> list[Unit]:
    asked = {word.stem: word for word in content_words(question, language)}.values()
    words = [content_words(unit.text, language) for unit in units]
    heads = [content_words(f"{unit.passage.article_title} {unit.passage.heading}", language) for unit in units]
    weights = _weights(asked, words, heads)
    if not weights:
        return [replace(unit, score=_OF_RANK / (1 + unit.rank)) for unit in units]
    whole: dict[int, float] = {}
    own = [_share(weights, w) for w in words]
    for unit, share, head in zip(units, own, heads, strict=True):
        whole[unit.passage.id] = max(whole.get(unit.passage.id, 0.0), share, _share(weights, head))
    return [
        replace(unit, score=_OF_UNIT * share + _OF_PASSAGE * whole[unit.passage.id] + _OF_RANK / (1 + unit.rank))
        for unit, share in zip(units, own, strict=True)
    ]


def _weights(asked: Collection[Word], words: Sequence[Sequence[Word]], heads: Sequence[Sequence[Word]]) -> dict[Word, float]:
    """The words of the question that any candidate knows, the rarer the heavier."""
    found: Counter[Word] = Counter()
    for own, head in zip(words, heads, strict=True):
        found.update(word for word in asked if _nearness(word, (*own, *head)) > 0)
    return {word: math.log(1 + (len(words) + 1) / count) for word, count in found.items()}


def _share(weights: dict[Word, float], words: Sequence[Word]) -> float:
    return sum(weight * _nearness(word, words) for word, weight in weights.items()) / sum(weights.values())


def _nearness(word: Word, words: Sequence[Word]) -> float:
    best = 0.0
    for other in words:
        if word.stem == other.stem:
            return 1.0
        if word.meaning and word.meaning == other.meaning:
            best = max(best, 0.9)
        elif len(word.stem) >= _COMPOUND and other.stem.endswith(word.stem):
            best = max(best, 0.8)
        elif not word.number and not other.number:
            best = max(best, likeness(word.folded, other.folded))
    return best if best >= ALIKE else 0.0


def _around(best: Unit, siblings: Sequence[Unit], most: int) -> list[Unit]:
    """The best unit with what it leans on and what leans on it; more readily in a short passage."""
    by_number = {unit.number: unit for unit in siblings}
    kept = {best.number}
    while min(kept) > 0 and len(kept) < most and _LEANS_BACK.match(by_number[min(kept)].text):
        kept.add(min(kept) - 1)
    following = max(kept) + 1
    while following in by_number and len(kept) < most and _belongs(by_number[following], best, small=len(siblings) <= _SMALL):
        kept.add(following)
        following += 1
    for unit in sorted(siblings, key=lambda u: -u.score):
        if len(kept) < most and unit.score >= _KEEP_OTHER * best.score and not _LEANS_BACK.match(unit.text):
            kept.add(unit.number)
    kept |= {unit.number for unit in siblings if unit.number not in kept and any(_restricts(unit, by_number[n]) for n in kept)}
    return [by_number[number] for number in sorted(kept)]


def _restricts(unit: Unit, told: Unit) -> bool:
    """Whether `unit` takes back a part of what is `told`: an exception just after it, or a denial about the same matter.
    A condition that is left out makes a true sentence false, so it comes along however many sentences there are."""
    if unit.number <= told.number:
        return False
    exception = _RESTRICTS.search(unit.text)
    if exception:
        return exception.start() == 0 or unit.number == told.number + 1 or _speak_alike(unit, told)
    return _DENIES.search(unit.text) is not None and not _DENIES.search(told.text) and _speak_alike(unit, told)


def _speak_alike(one: Unit, two: Unit) -> bool:
    a, b = ([w for w in content_words(u.text, u.passage.language) if not w.number] for u in (one, two))
    return any(_nearness(word, b) > 0 for word in a)


def _belongs(unit: Unit, best: Unit, *, small: bool) -> bool:
    return bool(_LEANS_BACK.match(unit.text)) or unit.score >= (_KEEP_NEXT_OF_FEW if small else _KEEP_NEXT) * best.score


def _further(best: Unit, chosen: Sequence[Unit], scored: Sequence[Unit], most: int) -> list[Unit]:
    """One unit of another passage that answers something more, when there is room."""
    others = [
        u for u in scored if u.passage.id != best.passage.id and u.score >= _KEEP_OTHER * best.score and not _LEANS_BACK.match(u.text)
    ]
    fresh = [u for u in sorted(others, key=lambda u: -u.score) if not any(_alike(u, c) for c in chosen)]
    return fresh[:1] if len(chosen) < most else []


def _alike(one: Unit, two: Unit) -> bool:
    a, b = ({w.stem for w in content_words(u.text, u.passage.language)} for u in (one, two))
    return len(a & b) >= 0.5 * min(len(a), len(b)) if a and b else True
