"""The frame of a customer's letter: greeting, thanks, regret, "I don't know", handover and closing, in four languages.

These are customer texts, not interface texts: each language is written on its own, in its own file, not translated word for word.
`{name}`, `{order}` and `{when}` are filled in by `app.drafting.frame`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib import import_module

from app.drafting.sentences import split


@dataclass(frozen=True, slots=True)
class Phrases:
    """What one language says in one form of address. Tuples hold equal variants; one is chosen by the customer's words, so that the
    same mail always gets the same letter.

    `unknown` and `handover` are used while the shop is open, `..._closed` (with `{when}`) while it is not; `about_order` (with
    `{order}`) says which order is meant, `still_open` (with `{nth}`) which of several questions
    has no answer yet. `again` is for who had to write again, `ask_order` asks for an order number. `..._chat` are shorter, for chats.
    """

    greeting: str
    greeting_unnamed: str
    greeting_chat: str
    greeting_chat_unnamed: str
    thanks: tuple[str, ...]
    thanks_again: tuple[str, ...]
    angry: tuple[str, ...]
    frustrated: tuple[str, ...]
    worried: tuple[str, ...]
    apology: tuple[str, ...]
    kind_words: tuple[str, ...]
    unknown: tuple[str, ...]
    unknown_closed: tuple[str, ...]
    handover: tuple[str, ...]
    handover_closed: tuple[str, ...]
    about_order: str
    again: tuple[str, ...]
    ask_order: str
    still_open: str
    still_open_closed: str
    more: tuple[str, ...]
    closing: str
    closing_chat: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a language counts questions (`nth`; `other` is the other one of two), and names the moment the shop opens:
    `today` and `day` hold `{time}`, `day` and `date` also `{weekday}`,
    `date` also `{day}` and `{month}`."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    today: str
    day: str
    date: str
    time: str
    nth: tuple[str, ...]
    other: str


@lru_cache(maxsize=4)
def _book(language: str) -> tuple[Mapping[str, Phrases], Calendar]:
    module = import_module(f"app.drafting.phrases_{language}")
    forms: Mapping[str, Phrases] = module.FORMS
    calendar: Calendar = module.CALENDAR
    return forms, calendar


def phrases_for(language: str, *, formal: bool) -> Phrases:
    """Return the phrases of nl, en, de or fr (English for any other language)."""
    return _book(language if language in SPOKEN else "en")[0]["formal" if formal else "informal"]


def calendar_for(language: str) -> Calendar:
    """Return how the language names days (English for any other language)."""
    return _book(language if language in SPOKEN else "en")[1]


SPOKEN = ("nl", "en", "de", "fr")
"""The languages a letter can be written in."""


_PLACES = re.compile(r"\\{(name|order|when|nth)\\}")


@lru_cache(maxsize=1)
def _own_sentences() -> re.Pattern[str]:
    """All sentences of all letters as one pattern; what stands at a place is in one of its groups."""
    texts = {text for language in SPOKEN for form in _book(language)[0].values() for text in _texts(form)}
    sentences = sorted({span.text for text in texts for span in split(text)})
    return re.compile("|".join(f"(?:{_PLACES.sub('([^.!?]{1,60})', re.escape(sentence))})" for sentence in sentences))


def _texts(form: Phrases) -> list[str]:
    values = [getattr(form, field.name) for field in fields(form)]
    return [text for value in values for text in ([value] if isinstance(value, str) else value)]


def own_sentence(sentence: str) -> tuple[str, ...] | None:
    """Return what was filled into one of the built-in sentences (maybe nothing), or None when `sentence` is not one of them."""
    match = _own_sentences().fullmatch(sentence)
    return tuple(group for group in match.groups() if group is not None) if match else None
