"""Canned answers: texts that a person inserts by name, with places that are filled in from the conversation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

VARIABLES = ("name", "first_name", "order", "shop", "person", "date")
PLACE = re.compile(r"\{([a-z_]{1,40})\}")
"""A variable in a text."""


@dataclass(frozen=True, slots=True)
class NewCanned:
    """A canned answer as a person writes it. `title` is what they type after `/`; `scope` a topic, or ""."""

    title: str
    text: str
    language: str = "und"
    scope: str = ""


@dataclass(frozen=True, slots=True)
class CannedAnswer:
    """A canned answer that is kept; `uses` counts how often it was put into a reply."""

    id: int
    title: str
    text: str
    language: str
    scope: str
    uses: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Filled:
    """A canned answer with its places filled in as far as is known; `missing` names those that are not."""

    text: str
    missing: tuple[str, ...] = ()


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Fill in the variables; one without a value stays as it is, and with it the reply cannot be sent."""
    missing = tuple(dict.fromkeys(m.group(1) for m in PLACE.finditer(text) if not values.get(m.group(1))))
    return Filled(PLACE.sub(lambda m: values.get(m.group(1)) or m.group(), text), missing)


def unfilled(text: str) -> tuple[str, ...]:
    """Return the variables that still stand in a text."""
    return tuple(dict.fromkeys(PLACE.findall(text)))


class CannedRepository(Protocol):
    """Canned answers."""

    def put(self, new: NewCanned, now: datetime, canned_id: int | None = None) -> int:
        """Add one, or change that one, and return its id. Raises NotFound."""

    def remove(self, canned_id: int) -> None:
        """Remove one. Raises NotFound."""

    def used(self, canned_id: int) -> None:
        """Count a use."""


class CannedReader(Protocol):
    """Read models of canned answers."""

    def canned_answers(self, query: str = "") -> list[CannedAnswer]:
        """Return those whose title or text has all words of the query, the most used first."""

    def canned_answer(self, canned_id: int) -> CannedAnswer:
        """Return one. Raises NotFound."""
