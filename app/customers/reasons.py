"""Reasons in words: why two records may be one person, and what speaks against it."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from app.customers.comparing import FIELDS, LEVELS, Compared
from app.customers.extra import Extra
from app.customers.traits import Traits
from app.customers.weighing import ADDRESS, Model, strangers_chance
from app.domain.identity import IdentityReason, ReasonWords
from app.domain.text import N_

REASON_WORDS: ReasonWords = {
    "same_name": N_("The same name: {evidence}."),
    "part_of_name": N_("Part of the name is the same: {evidence}."),
    "short_name": N_("A short form, an initial or half of a double name: {evidence}."),
    "similar_name": N_("Almost the same name: {evidence}."),
    "turned_name": N_("The same name, first name and surname swapped: {evidence}."),
    "same_birth_date": N_("The same birth date: {evidence}."),
    "similar_birth_date": N_("Almost the same birth date: {evidence}."),
    "same_address": N_("The same address: {evidence}."),
    "similar_address": N_("Almost the same address: {evidence}."),
    "same_postcode": N_("The same postcode: {evidence}."),
    "same_city": N_("The same town: {evidence}."),
    "same_email": N_("The same mail address: {evidence}."),
    "similar_email": N_("Almost the same mail address: {evidence}."),
    "same_phone": N_("The same phone number: {evidence}."),
    "similar_phone": N_("Almost the same phone number: {evidence}."),
    "shared_order": N_("Both wrote about the order {evidence}."),
    "mentioned_handle": N_("One has it, the other mentions it: {evidence}."),
    "same_mention": N_("Both mention it: {evidence}."),
    "same_question": N_("They asked the same within the hour: {evidence}."),
    "other_first_name": N_("Against it: different first names, {evidence}."),
    "other_surname": N_("Against it: different surnames, {evidence}."),
    "other_birth_date": N_("Against it: different birth dates, {evidence}."),
    "other_address": N_("Against it: different addresses, {evidence}."),
    "other_email": N_("Different mail addresses: {evidence}."),
    "other_phone": N_("Different phone numbers: {evidence}."),
}
"""Kind of a reason -> its sentence, with {evidence}."""

LEAST_WEIGHT = 0.5
"""Reasons that weigh less (in bits, either way) are not told."""


def bits(model: Model, compared: Compared) -> dict[str, list[float]]:
    """Return per field and pair how many bits its level speaks for one person (below 0: against)."""
    found: dict[str, list[float]] = {}
    for field in FIELDS:
        table = np.append(np.log(np.maximum(model.persons[field], 1e-7)), 0.0)
        found[field] = ((table[compared.levels[field]] - strangers_chance(model, compared, field)) / np.log(2.0)).tolist()
    return found


def reasons_of(
    n: int, a: Traits, b: Traits, compared: Compared, weights: dict[str, list[float]], extra: Sequence[Extra]
) -> tuple[IdentityReason, ...]:
    """Return the reasons of pair `n` of `compared`, the weightiest first."""
    at = {field: LEVELS[field][level] if (level := int(compared.levels[field][n])) >= 0 else "" for field in FIELDS}
    weight = {field: weights[field][n] for field in FIELDS}
    found = [
        *_names(a, b, at, weight, turned=bool(compared.crossed[n])),
        *_birth(a, b, at, weight),
        *_address(a, b, at, weight),
        *_handle("email", a.mails, b.mails, a, b, at, weight),
        *_handle("phone", a.phones, b.phones, a, b, at, weight),
        *(IdentityReason(e.kind, e.evidence, round(e.weight / float(np.log(2.0)), 1)) for e in extra),
    ]
    return tuple(sorted((r for r in found if abs(r.weight) >= LEAST_WEIGHT), key=lambda r: (-r.weight, r.kind)))


Made = Iterator[IdentityReason]
At = dict[str, str]
Weights = dict[str, float]


def _reason(kind: str, one: str, other: str, weight: float) -> IdentityReason:
    first, second = sorted((one.strip(), other.strip()))
    evidence = first if first == second else f"{first} / {second}" if first and second else first or second
    return IdentityReason(kind, evidence, round(weight, 1))


def _names(a: Traits, b: Traits, at: At, weight: Weights, *, turned: bool) -> Made:
    levels = [at[field] for field in ("given", "surname") if at[field]]
    for field, kind in (("given", "other_first_name"), ("surname", "other_surname")):
        if at[field] == "other":
            yield _reason(kind, a.written, b.written, weight[field])
    fits = [level for level in levels if level != "other"]
    if fits:
        kind = "same_name" if set(fits) == {"same"} else "short_name" if set(fits) <= {"same", "short", "part"} else "similar_name"
        total = sum(weight[field] for field in ("given", "surname") if at[field] != "other")
        partly = kind == "same_name" and len(fits) == 1 and a.written.casefold() != b.written.casefold()
        yield _reason("turned_name" if turned and kind == "same_name" else "part_of_name" if partly else kind, a.written, b.written, total)


def _birth(a: Traits, b: Traits, at: At, weight: Weights) -> Made:
    kind = {"": "", "same": "same_birth_date", "other": "other_birth_date"}.get(at["birth"], "similar_birth_date")
    if kind:
        yield _reason(kind, a.shown["birth"], b.shown["birth"], weight["birth"])


def _address(a: Traits, b: Traits, at: At, weight: Weights) -> Made:
    total = sum(weight[field] for field in ADDRESS)
    one, other = _line(a), _line(b)
    if (at["street"] == "same" and at["house"] in ("same", "")) or (at["postcode"] == "same" and at["house"] == "same"):
        yield _reason("same_address", one, other, total)
    elif at["postcode"] == "same" and at["street"] in ("", "other"):
        yield _reason("same_postcode", a.shown["postcode"], b.shown["postcode"], total)
    elif at["street"] and total > 0:
        yield _reason("similar_address", one, other, total)
    elif at["street"] == "other" or at["postcode"] == "other":
        yield _reason("other_address", one, other, max(total, -4.0))
    elif at["city"] == "same":
        yield _reason("same_city", a.shown["city"], b.shown["city"], weight["city"])


def _line(person: Traits) -> str:
    shown = person.shown
    return ", ".join(filter(None, (shown["street"].strip(), f"{shown['postcode']} {shown['city']}".strip())))


def _handle(field: str, one: Sequence[str], other: Sequence[str], a: Traits, b: Traits, at: At, weight: Weights) -> Made:
    if not at[field]:
        return
    common = [key for key in one if key in other]
    kind = "same" if common else "other" if at[field] == "other" else "similar"
    shown: Callable[[Traits, str], str] = lambda person, key: person.shown.get(key, key)  # noqa: E731
    first, second = (common[0], common[0]) if common else (one[0], other[0])
    yield _reason(f"{kind}_{field}", shown(a, first), shown(b, second), weight[field])
