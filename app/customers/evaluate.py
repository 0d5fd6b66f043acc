"""How well records of one person are found on lines whose true persons are known: pairwise precision, recall and F1."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from app.customers.crowd import Crowd
from app.customers.resolving import LIKELY, resolve
from app.customers.traits import Traits, traits_of
from app.domain.identity import Profile
from app.domain.message import Handle, HandleKind

Row = Mapping[str, object]
_OTHER_KEYS = {
    "name": ("full_name",),
    "first": ("given_name", "first_name", "firstname"),
    "last": ("surname", "last_name", "lastname", "family_name"),
    "email": ("mail", "e-mail"),
    "phone": ("telephone", "tel", "mobile", "phone_number"),
    "street": ("address", "address_1"),
    "city": ("town", "suburb", "place"),
    "postcode": ("zip", "zipcode", "postal_code"),
    "birth_date": ("dob", "date_of_birth", "birthdate"),
}


def evaluate_identity(rows: Sequence[Row]) -> dict[str, object]:
    """Return precision, recall and F1 over pairs of records, for certain joins alone and with all suggestions accepted.

    `by_records` splits the latter by how many records the true person has: recall of the pairs of persons with 2, 3, 4, 5 or more.
    """
    started = time.perf_counter()
    crowd = Crowd(_traits(row, number) for number, row in enumerate(rows))
    found = resolve(crowd)
    seconds = time.perf_counter() - started
    entities = [str(row.get("entity", "")) for row in rows]
    true = _pairs(_by_entity(entities))
    return {
        "n": len(rows),
        "entities": len(set(entities)),
        "pairs": len(true),
        "certain": _figures(_pairs(found.certain), true),
        "with_suggestions": _figures(_pairs(found.groups), true),
        "by_records": _by_records(entities, _pairs(found.groups), true),
        "suggestions": sum(match.probability >= LIKELY and not match.certain for match in found.matches),
        "possible": sum(match.probability < LIKELY and not match.certain for match in found.matches),
        "seconds": round(seconds, 2),
    }


def _text(row: Row, key: str) -> str:
    for name in (key, *_OTHER_KEYS.get(key, ())):
        value = row.get(name)
        if value is not None and not isinstance(value, (dict, list, bool)) and str(value).strip():
            return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return ""


def _several(row: Row, key: str) -> list[str]:
    value = row.get(key)
    return [str(one) for one in value if one] if isinstance(value, list) else [_text(row, key)]


def _traits(row: Row, number: int) -> Traits:
    name = _text(row, "name") or f"{_text(row, 'first')} {_text(row, 'last')}".strip()
    kinds = (("email", HandleKind.EMAIL), ("phone", HandleKind.PHONE))
    handles = tuple(Handle(kind, value) for key, kind in kinds for value in _several(row, key) if value)
    street, city, postcode, country = (_text(row, key) for key in ("street", "city", "postcode", "country"))
    return traits_of(Profile(f"{number:09}", name, handles, street, city, postcode, country), birth=_text(row, "birth_date"))


def _by_entity(entities: Sequence[str]) -> list[list[int]]:
    rows: dict[str, list[int]] = {}
    for number, entity in enumerate(entities):
        if entity:
            rows.setdefault(entity, []).append(number)
    return list(rows.values())


def _pairs(groups: Iterable[Sequence[int]]) -> set[tuple[int, int]]:
    return {pair for rows in groups for pair in combinations(sorted(rows), 2)}


def _figures(found: set[tuple[int, int]], true: set[tuple[int, int]]) -> dict[str, object]:
    right = len(found & true)
    precision = right / len(found) if found else 1.0
    recall = right / len(true) if true else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "found": len(found),
        "wrong": len(found) - right,
    }


def _by_records(entities: Sequence[str], found: set[tuple[int, int]], true: set[tuple[int, int]]) -> dict[str, object]:
    records = Counter(entities)
    names = {2: "2", 3: "3", 4: "4"}
    size_of = {pair: names.get(records[entities[pair[0]]], "5+") for pair in true}
    all_of, right_of = Counter(size_of.values()), Counter(size_of[pair] for pair in found & true)
    return {name: {"pairs": all_of[name], "recall": round(right_of[name] / all_of[name], 4)} for name in sorted(all_of)}
