"""Whether two of the shop's own sources disagree: the same matter with another period, amount, date or percentage."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.domain.knowledge import Passage
from app.drafting.facts import Fact, FactKind, facts_in
from app.drafting.relations import senses_of
from app.drafting.sentences import split
from app.drafting.words import content_words

_TELLING = frozenset({FactKind.MONEY, FactKind.DURATION, FactKind.PERCENT, FactKind.DATE, FactKind.TIME})
_TOPICS: dict[str, str] = {
    # sense in relations.txt or concepts -> what a shop's rule is about
    "shop:return": "return",
    "shop-return": "return",
    "shop-withdrawal": "return",
    "shop:refund": "refund",
    "shop-refund": "refund",
    "refund": "refund",
    "shop:warranty": "warranty",
    "shop-warranty": "warranty",
    "guarantee": "warranty",
    "shop:exchange": "exchange",
    "shop-exchange": "exchange",
    "exchange": "exchange",
    "shop:cancel": "cancel",
    "shop-cancel": "cancel",
    "cancel": "cancel",
    "shop:repair": "repair",
    "shop-repair": "repair",
    "repair": "repair",
    "shop:shipping": "delivery",
    "deliver": "delivery",
    "shop-deliver": "delivery",
    "shop-ship": "delivery",
    "shop:pickup": "pickup",
    "collect": "pickup",
    "shop:voucher": "voucher",
    "shop-voucher": "voucher",
    "voucher": "voucher",
    "shop:broken": "broken",
    "shop-broken": "broken",
    "shop-damage": "broken",
    "damage": "broken",
    "shop:open": "hours",
    "shop-open": "hours",
    "shop:course": "course",
    "shop-workshop": "course",
    "shop:custom": "custom",
    "shop-custom": "custom",
    "shop-deposit": "deposit",
    "shop:answer": "answer",
}
_WITHDRAW = re.compile(r"\b(?:ontbind\w*|herroep\w*|widerruf\w*|withdraw\w*|rétract\w*|zurücktreten|bedenktijd\w*)", re.IGNORECASE)
_SINCE = re.compile(
    r"\b(?:na|vanaf|after|of|from|upon|following|nach|ab|après|suivant|dès) (?:de |the |la |receiving |der |dem )?"
    r"(?:ontvangst|levering|bezorging|herroeping|delivery|receipt|it|withdrawal|erhalt|lieferung|eingang|widerruf|réception|livraison|rétractation)\b|"
    r"\bper stuk\b",
    re.IGNORECASE,
)
"""From when a period counts: no matter of its own."""
_COUNTRIES = frozenset({"shop:belgium", "shop:germany", "shop:netherlands", "shop:france", "shop:europe", "shop:abroad"})
_FROM = re.compile(
    r"\b(?:vanaf|boven|meer dan|above|over|from|more than|ab|über|mehr als|dès|à partir de|au-delà de|plus de)\s+(?:de\s+|the\s+|d['’])?$",
    re.IGNORECASE,
)
_GENERAL = frozenset({"return", "refund", "warranty", "cancel", "exchange", "voucher", "deposit"})
"""Matters of which a shop has one rule; of the others (deliveries, repairs, courses) there may be many."""
_ALIKE = 0.6
"""This share of all senses in common makes two rules about one of many the same."""
_MEASURES = frozenset(f"{prefix}{name}" for prefix in ("", "shop:", "shop-") for name in ("day", "week", "month", "year", "hour", "minute"))


@dataclass(frozen=True, slots=True)
class Rule:
    """A fact of a rule with what it is about: topics, countries, whether it is a threshold, and the thing itself (other senses)."""

    fact: Fact
    topics: frozenset[str]
    countries: frozenset[str]
    threshold: bool
    senses: frozenset[str]


@lru_cache(maxsize=2_000)
def rules_in(sentence: str, language: str, head: str = "") -> tuple[Rule, ...]:
    """Return the facts of a sentence with what each is about; `head` (title and heading) helps where the sentence itself names nothing."""
    rules = []
    for fact in facts_in(sentence):
        if fact.kind not in _TELLING:
            continue
        around = _SINCE.sub(" ", _clause_around(sentence, fact.span))
        senses = _senses(around, language)
        topics = _topics(around, senses) or _topics(sentence, _senses(sentence, language)) or _topics(head, _senses(head, language))
        threshold = bool(_FROM.search(sentence[: fact.span[0]]))
        rules.append(Rule(fact, topics, _senses(sentence, language) & _COUNTRIES, threshold, senses))
    return tuple(rules)


def _clause_around(sentence: str, span: tuple[int, int]) -> str:
    cuts = [0, *(m.end() for m in re.finditer(r"[;:,(]\s|\s(?:en|and|und|et)\s", sentence)), len(sentence)]
    start = max(cut for cut in cuts if cut <= span[0])
    end = min(cut for cut in cuts if cut >= span[1])
    return sentence[start:end]


@lru_cache(maxsize=2_000)
def _senses(text: str, language: str) -> frozenset[str]:
    return frozenset[str]().union(*(senses_of(word) for word in content_words(text, language))) if text else frozenset()


def _topics(text: str, senses: frozenset[str]) -> frozenset[str]:
    if _WITHDRAW.search(text):
        return frozenset({"return"})
    return frozenset(_TOPICS[name] for name in senses if name in _TOPICS)


def conflicts(sentence: str, passages: Sequence[Passage], language: str) -> bool:
    """Whether one of the passages says the same as `sentence` with another amount, period, date, time or percentage."""
    mine = [rule for rule in rules_in(sentence, language) if rule.topics]
    if not mine:
        return False
    theirs = [
        rule
        for passage in passages
        if passage.language in (language, "", "und")
        for span in split(passage.text)
        for rule in rules_in(span.text, language, f"{passage.article_title}. {passage.heading}")
    ]
    held = {(rule.fact.kind, rule.fact.key) for rule in mine}
    return any(_against(one, other) and (other.fact.kind, other.fact.key) not in held for one in mine for other in theirs)


def _against(one: Rule, other: Rule) -> bool:
    same_kind = one.fact.kind is other.fact.kind and one.fact.key != other.fact.key and _unit(one.fact) == _unit(other.fact)
    if not same_kind or one.threshold != other.threshold or one.topics != other.topics or one.countries != other.countries:
        return False
    if one.topics <= _GENERAL:
        return True
    mine, theirs = one.senses - _MEASURES, other.senses - _MEASURES
    return len(mine & theirs) >= _ALIKE * max(len(mine), len(theirs))


def _unit(fact: Fact) -> str:
    """The unit of a period (working days are days) or the currency of an amount."""
    unit = fact.key.rpartition(" ")[2] if fact.kind in (FactKind.MONEY, FactKind.DURATION) else ""
    return "day" if unit == "workday" else unit
