"""Weighing: how likely two records are one person, from the levels of their fields (Fellegi and Sunter's model).

A pair is one of four things: one PERSON, two of a HOUSEHOLD (family, flat, office: address, surname and number agree, first name and birth
date do not), HEIRS (a household where the first name goes from father to son), or STRANGERS. How often each level occurs among strangers
is counted on pairs drawn at random, how often among persons is learned from the crowd itself without labels (expectation maximisation),
from priors that a generator of records gave (`tools/people.py`). What many share weighs little: the chance that strangers share a value is
the share of records that have it; and what goes with something else (the town with the postcode, the first name with the surname's
language) is not counted twice.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.customers.comparing import FIELDS, LEVELS, Compared, Scores, compare
from app.customers.crowd import Codes, Crowd

Table = Mapping[str, NDArray[np.float64]]

ADDRESS = ("postcode", "street", "house", "city")
_PERSON = {
    "given": (0.80, 0.06, 0.06, 0.04, 0.04),
    "surname": (0.85, 0.02, 0.06, 0.03, 0.04),
    "birth": (0.86, 0.07, 0.03, 0.02, 0.02),
    "postcode": (0.88, 0.06, 0.02, 0.04),
    "street": (0.80, 0.12, 0.04, 0.04),
    "house": (0.90, 0.04, 0.06),
    "city": (0.86, 0.08, 0.06),
    "email": (0.55, 0.12, 0.05, 0.06, 0.22),
    "phone": (0.62, 0.06, 0.32),
}
_STRANGERS = {
    "given": (0.006, 0.008, 0.004, 0.012, 0.97),
    "surname": (0.003, 0.001, 0.002, 0.007, 0.987),
    "birth": (0.0001, 0.0006, 0.003, 0.05, 0.9463),
    "postcode": (0.002, 0.002, 0.03, 0.966),
    "street": (0.004, 0.004, 0.03, 0.962),
    "house": (0.02, 0.10, 0.88),
    "city": (0.05, 0.01, 0.94),
    "email": (0.00005, 0.0003, 0.001, 0.01, 0.98865),
    "phone": (0.00005, 0.0001, 0.99985),
}
_HOUSEHOLD = {
    "surname": (0.62, 0.06, 0.05, 0.02, 0.25),
    "birth": (0.03, 0.004, 0.02, 0.08, 0.866),
    "postcode": (0.90, 0.05, 0.02, 0.03),
    "street": (0.84, 0.10, 0.03, 0.03),
    "house": (0.92, 0.03, 0.05),
    "city": (0.88, 0.08, 0.04),
    "email": (0.15, 0.01, 0.01, 0.10, 0.73),
    "phone": (0.40, 0.02, 0.58),
}
_HALF_SURE = {"given": 60.0, "surname": 60.0, "birth": 60.0, "email": 40.0, "phone": 60.0}
"""How many pairs of persons outweigh the prior of a field by half."""
HEIRS = 0.02
"""Share of two of a household that have one name: father and son, mother and daughter."""
MOVED = 0.06
"""Share of persons whose two addresses have nothing to do with each other."""
_SAMPLE = 200_000
_ROUNDS = 12
_SMOOTH = 40.0
"""How many records outweigh the prior chance of a value by half."""
_LEAST = 1e-7
_SHORT = LEVELS["given"].index("short")
_ONE_LETTER = 0.08
"""Share of first names that begin with a letter, before a crowd tells: an initial says no more than that."""
_ALSO_FAMILY = 2.0
_BY_LANGUAGE, _SURE_OF_IT = 4.0, 10.0
"""So many times more often than chance strangers of one surname share a first name, before a crowd tells; and how many pairs tell it."""
_SLIP_IN_A_BOX = 2.5
_NEAR = {"street": 0.3, "city": 0.95}
"""How often strangers of one postcode share street and town, before a crowd tells."""
_SURE_OF_NEAR = 20.0


@dataclass(frozen=True, slots=True)
class Model:
    """Chances of each level among persons, households and strangers; `person` and `household` are the chances of a pair to be one.

    First names and surnames go together by language and family: strangers share both `namesakes` times more often than chance has it.
    `near`: how often strangers of one postcode share the street, and the town.
    """

    persons: Table
    households: Table
    strangers: Table
    person: float
    household: float
    size: int
    namesakes: float = _BY_LANGUAGE
    near: Mapping[str, float] = dataclasses.field(default_factory=lambda: dict(_NEAR))


def as_values(model: Model) -> dict[str, object]:
    """Return a model as values that JSON can hold; `model_of` makes it again."""
    tables = {name: {f: getattr(model, name)[f].tolist() for f in FIELDS} for name in ("persons", "households", "strangers")}
    chances = {"person": model.person, "household": model.household, "namesakes": model.namesakes, "near": dict(model.near)}
    return {**tables, **chances, "size": model.size}


def model_of(values: object) -> Model | None:
    """Return the model that `as_values` wrote down, None when it is none or of other fields."""
    try:
        persons, households, strangers = ({f: np.array(values[name][f]) for f in FIELDS} for name in ("persons", "households", "strangers"))  # type: ignore[index]
        if any(len(table[f]) != len(LEVELS[f]) for table in (persons, households, strangers) for f in FIELDS):
            return None
        person, household, size, namesakes = (values[name] for name in ("person", "household", "size", "namesakes"))  # type: ignore[index]
        near = {name: float(values["near"][name]) for name in _NEAR}  # type: ignore[index]
        return Model(persons, households, strangers, person, household, size, namesakes, near)
    except (KeyError, TypeError, ValueError):
        return None


def prior_model(size: int) -> Model:
    """Return the model of a crowd that nothing is known of yet: a tenth of the records are doubles."""
    pairs = max(size * (size - 1) / 2, 1.0)
    chance = min(0.1 * max(size, 1) / pairs, 0.2)
    strangers = _table(_STRANGERS)
    households = {**_table(_HOUSEHOLD), "given": strangers["given"]}
    return Model(_table(_PERSON), households, strangers, chance, chance, size)


def _table(chances: Mapping[str, tuple[float, ...]]) -> dict[str, NDArray[np.float64]]:
    return {field: np.array(row) / sum(row) for field, row in chances.items()}


def learn(crowd: Crowd, compared: Compared) -> Model:
    """Learn the model of a crowd from its candidate pairs. Deterministic."""
    size = len(crowd)
    model = prior_model(size)
    if size < 3 or not len(compared):
        return model
    strangers = _strangers(crowd, model)
    model = replace(model, households={**model.households, "given": strangers["given"]}, strangers=strangers, near=_near(crowd))
    pairs = size * (size - 1) / 2
    for _round in range(_ROUNDS):
        person, household, moved = _classes(model, compared)
        persons = {f: _counted(f, compared, person * (1.0 - moved) if f in ADDRESS else person) for f in FIELDS}
        one, two = (min(max(float(p.sum()) + 0.01 * size, 1.0) / (pairs + 1.0), 0.3) for p in (person, household))
        namesakes = _namesakes(model, compared, 1.0 - person - household, pairs)
        model = replace(model, persons=persons, person=one, household=two, namesakes=namesakes)
    return model


def _namesakes(model: Model, compared: Compared, apart: Scores, pairs: float) -> float:
    """Count the strangers of one name; such pairs are candidates all but for the commonest names."""
    found = float(apart[(compared.levels["given"] == 0) & (compared.levels["surname"] == 0)].sum())
    chance = float(model.strangers["given"][0] * model.strangers["surname"][0]) * pairs
    return min(max((found + _BY_LANGUAGE * _SURE_OF_IT) / (chance + _SURE_OF_IT), 1.0), 2.0 * _BY_LANGUAGE)


def _near(crowd: Crowd) -> dict[str, float]:
    """Count, among pairs of one postcode and different house numbers, how many share street and town."""
    post, house = crowd.column("postcode"), crowd.column("house")
    found = {}
    for name, before in _NEAR.items():
        value = crowd.column(name)
        told = (post > 0) & (house > 0) & (value > 0)
        columns = [post[told], value[told], house[told]]
        alike, all_of = (_pairs_of(keys) - _pairs_of([*keys, columns[2]]) for keys in (columns[:2], columns[:1]))
        found[name] = (alike + before * _SURE_OF_NEAR) / (all_of + _SURE_OF_NEAR)
    return found


def _pairs_of(columns: Sequence[Codes]) -> float:
    """Return how many pairs of rows are the same in all columns."""
    counts = np.unique(np.stack(columns, axis=1), axis=0, return_counts=True)[1].astype(np.float64)
    return float((counts * (counts - 1.0)).sum() / 2.0)


def _counted(field: str, compared: Compared, weights: Scores) -> NDArray[np.float64]:
    levels = compared.levels[field]
    known = levels >= 0
    counts = np.bincount(levels[known], weights=weights[known], minlength=len(LEVELS[field]))
    prior = np.array(_PERSON[field])
    strength = _HALF_SURE.get(field, 60.0)
    found: NDArray[np.float64] = (counts + prior * strength) / (counts.sum() + strength)
    return found


def _strangers(crowd: Crowd, model: Model) -> dict[str, NDArray[np.float64]]:
    """Count levels on pairs drawn at random; hardly any of them is one person."""
    size = len(crowd)
    draw = np.random.default_rng(20240229)
    i = draw.integers(0, size, min(_SAMPLE, 40 * size * size))
    j = (i + draw.integers(1, size, len(i))) % size
    compared = compare(crowd, i, j)
    found = {}
    for field in FIELDS:
        levels = compared.levels[field]
        counts = np.bincount(levels[levels >= 0], minlength=len(LEVELS[field])).astype(np.float64)
        found[field] = (counts + 300.0 * model.strangers[field]) / (counts.sum() + 300.0)
    return found


def log_odds(model: Model, compared: Compared, extra: Scores | None = None) -> Scores:
    """Return the natural logarithm of the odds that a pair is one person.

    `extra` is evidence beside the fields (a shared order, the same question), as log odds against strangers; a household may share it too.
    """
    person, household, stranger, _moved = _logs(model, compared)
    if extra is not None:
        person, household = person + extra, household + np.maximum(extra - _ALSO_FAMILY, 0.0)
    found: Scores = person - np.logaddexp(household, stranger)
    return found


def _classes(model: Model, compared: Compared) -> tuple[Scores, Scores, Scores]:
    person, household, stranger, moved = _logs(model, compared)
    whole = np.logaddexp(np.logaddexp(person, household), stranger)
    return np.exp(person - whole), np.exp(household - whole), moved


def _logs(model: Model, compared: Compared) -> tuple[Scores, Scores, Scores, Scores]:
    """Return log chances of a pair as one person, as two of a household (heirs too) and as strangers, and the chance that one moved."""
    at_random = {field: strangers_chance(model, compared, field) for field in FIELDS}
    stays = sum((_log(model.persons, compared, f) for f in ADDRESS), start=np.zeros(len(compared))) + np.log(1.0 - MOVED)
    moves = sum((at_random[f] for f in ADDRESS), start=np.zeros(len(compared))) + np.log(MOVED)
    rest = [f for f in FIELDS if f not in ADDRESS]
    person = np.logaddexp(stays, moves) + sum(_log(model.persons, compared, f) for f in rest) + np.log(model.person)
    lives = sum((_log(model.households, compared, f) for f in ADDRESS), start=np.zeros(len(compared))) + np.log(1.0 - MOVED)
    home = np.logaddexp(lives, moves) + _log(model.households, compared, "email") + _log(model.households, compared, "phone")
    family = home + _log(model.households, compared, "surname") + _log(model.households, compared, "birth") + at_random["given"]
    heirs = home + _log(model.persons, compared, "surname") + at_random["birth"] + _log(model.persons, compared, "given")
    household = np.logaddexp(family + np.log(1.0 - HEIRS), heirs + np.log(HEIRS)) + np.log(model.household)
    stranger = sum(at_random[f] for f in FIELDS) + np.log(max(1.0 - model.person - model.household, 0.5))
    return person, household, stranger, np.exp(moves - np.logaddexp(stays, moves))


def _go_together(model: Model, compared: Compared) -> Scores:
    alike = (compared.levels["given"] >= 0) & (compared.levels["given"] <= 1) & (compared.levels["surname"] == 0)
    return np.where(alike, np.log(model.namesakes), 0.0)


def _of_namesakes(model: Model, compared: Compared, at_random: Scores) -> Scores:
    """Addresses made of the name are alike wherever the names are: that adds nothing, and a slip in one little."""
    levels = compared.levels
    alike = compared.boxed & (levels["given"] < 4) & (levels["surname"] < 4) & (levels["email"] > 0)
    told = _log(model.persons, compared, "email")
    within = alike & (levels["email"] < 4)
    return np.where(within, np.maximum(at_random, np.where(levels["email"] == 1, told - _SLIP_IN_A_BOX, told)), at_random)


def _log(table: Table, compared: Compared, field: str) -> Scores:
    logs = np.append(np.log(np.maximum(table[field], _LEAST)), 0.0)
    found: Scores = logs[compared.levels[field]]
    return found


def strangers_chance(model: Model, compared: Compared, field: str) -> Scores:
    """Return log chances of the levels among strangers; of a value that both have the share of records that have it."""
    found = _log(model.strangers, compared, field)
    same = compared.levels[field] == 0
    typical = model.strangers[field][0]
    share = (compared.shares[field][same] + _SMOOTH * typical) / (model.size + _SMOOTH)
    found[same] = np.log(np.maximum(share, _LEAST))
    if field == "given":
        initial = (compared.levels[field] == _SHORT) & (compared.shares[field] > 0)
        letter = (compared.shares[field][initial] + _SMOOTH * _ONE_LETTER) / (model.size + _SMOOTH)
        found[initial] = np.log(np.maximum(model.persons[field][_SHORT], _LEAST) * letter)
    if field in model.near:
        there = same & (compared.levels["postcode"] == 0)
        found[there] = np.maximum(found[there], np.log(model.near[field]))
    if field == "surname":
        return found + _go_together(model, compared)
    return _of_namesakes(model, compared, found) if field == "email" else found
