"""Evidence beside the fields of a record: a shared order, what a signature mentions, the same question within the hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from rapidfuzz import fuzz

from app.customers.traits import Traits

WITHIN = timedelta(hours=1)
_ORDER = 6.5
_MENTIONED = 6.0
_BOTH_MENTION = 5.0
_QUESTION = 6.0
_LEAST_WORDS = 4
_ALIKE = 85.0


@dataclass(frozen=True, slots=True)
class Extra:
    """One piece of evidence, as log odds (natural) against strangers."""

    kind: str
    evidence: str
    weight: float


def extra_of(a: Traits, b: Traits, common: frozenset[str] = frozenset()) -> tuple[Extra, ...]:
    """Return what speaks for one person beside the fields; what is `common` says nothing. Symmetric."""
    if not ((a.orders and b.orders) or a.mentioned or b.mentioned or (a.moments and b.moments)):
        return ()
    return tuple(_found(a, b, common))


def _found(a: Traits, b: Traits, common: frozenset[str]) -> Iterator[Extra]:
    orders = sorted((set(a.orders) & set(b.orders)) - common)
    if orders:
        yield Extra("shared_order", ", ".join(orders[:3]), _ORDER)
    mine, theirs = {*a.mails, *a.phones}, {*b.mails, *b.phones}
    mentioned = sorted(((set(a.mentioned) & theirs) | (set(b.mentioned) & mine)) - common)
    both = sorted((set(a.mentioned) & set(b.mentioned)) - common)
    shown = {**b.shown, **a.shown}
    if mentioned:
        yield Extra("mentioned_handle", shown.get(mentioned[0], mentioned[0]), _MENTIONED)
    elif both:
        yield Extra("same_mention", shown.get(both[0], both[0]), _BOTH_MENTION)
    question = _question(a, b)
    if question:
        yield Extra("same_question", question, _QUESTION)


def _question(a: Traits, b: Traits) -> str:
    for at, words in a.moments:
        for then, others in b.moments:
            close = abs(at - then) <= WITHIN and min(len(words.split()), len(others.split())) >= _LEAST_WORDS
            if close and fuzz.token_set_ratio(words, others) >= _ALIKE:
                return min(words, others)[:80]
    return ""
