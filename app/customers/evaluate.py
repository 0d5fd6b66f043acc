"""How well records of one person are found on lines whose true persons are known: pairwise precision, recall and F1."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from app.customers.crowd import Crowd
from app.customers.labelled import columns_left_aside, entity_of, record_of
from app.customers.resolving import resolve

Row = Mapping[str, object]


def evaluate_identity(rows: Sequence[Row]) -> dict[str, object]:
    """Return precision, recall and F1 over pairs of records, for certain joins alone and with all suggestions accepted.

    `by_records` splits the latter by how many records the true person has: recall of the pairs of persons with 2, 3, 4, 5 or more.
    All suggestions are those of the probability `accepted_from` at least, which is chosen so that few are expected to be wrong.
    Records whose `entity` is empty are resolved with the rest, but pairs with them count neither as right nor as wrong (`unlabelled`);
    `left_aside` are the columns that were not compared. Where there is nothing to find recall is 1, where nothing was found precision.
    """
    started = time.perf_counter()
    crowd = Crowd(record_of(row, number) for number, row in enumerate(rows))
    found = resolve(crowd)
    seconds = time.perf_counter() - started
    entities = [entity_of(row) for row in rows]
    records = Counter(filter(None, entities))
    return {
        "n": len(rows),
        "unlabelled": entities.count(""),
        "entities": len(records),
        "pairs": sum(map(_pairs, records.values())),
        "certain": _figures(found.certain, entities, records),
        "with_suggestions": _figures(found.groups, entities, records),
        "by_records": _by_records(found.groups, entities, records),
        "accepted_from": round(found.likely, 3),
        "suggestions": sum(match.probability >= found.likely and not match.certain for match in found.matches),
        "possible": sum(match.probability < found.likely and not match.certain for match in found.matches),
        "left_aside": columns_left_aside(rows),
        "seconds": round(seconds, 2),
    }


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _together(group: Iterable[int], entities: Sequence[str]) -> Counter[str]:
    """Count how many records of each known person a group has."""
    return Counter(entities[row] for row in group if entities[row])


def _figures(groups: Sequence[Sequence[int]], entities: Sequence[str], records: Mapping[str, int]) -> dict[str, object]:
    met = [_together(group, entities) for group in groups]
    found = sum(_pairs(sum(together.values())) for together in met)
    right = sum(_pairs(count) for together in met for count in together.values())
    true = sum(map(_pairs, records.values()))
    precision = right / found if found else 1.0
    recall = right / true if true else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "found": found,
        "wrong": found - right,
    }


def _by_records(groups: Sequence[Sequence[int]], entities: Sequence[str], records: Mapping[str, int]) -> dict[str, object]:
    all_of, right_of = Counter[str](), Counter[str]()
    for count in records.values():
        all_of[_size(count)] += _pairs(count)
    for group in groups:
        for entity, count in _together(group, entities).items():
            right_of[_size(records[entity])] += _pairs(count)
    return {name: {"pairs": all_of[name], "recall": round(right_of[name] / all_of[name], 4)} for name in sorted(all_of) if all_of[name]}


def _size(count: int) -> str:
    return str(count) if count < 5 else "5+"
