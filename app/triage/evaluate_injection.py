"""Figures of the guard against hostile text on labelled texts, in the shape that `evaluate` prints."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from app.triage.hostile import HostileReport


def evaluate_injection(rows: Iterable[Mapping[str, object]], hostile: Callable[[str], HostileReport]) -> dict[str, object]:
    """Return n, tpr (share of the attacks that are flagged), fpr (share of the honest texts that are), and both with n by kind.

    Rows have "text", "attack" (true or false) and "kind". A rate is None where there is nothing to count.
    """
    flags: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    for row in rows:
        flags[bool(row["attack"]), str(row.get("kind", ""))].append(bool(hostile(str(row["text"]))))
    by_kind: dict[str, dict[str, object]] = defaultdict(dict)
    for (attack, kind), found in sorted(flags.items(), key=lambda item: (item[0][1], item[0][0])):
        by_kind[kind] |= {"tpr" if attack else "fpr": _share(found), "attacks" if attack else "honest": len(found)}
    attacks, honest = ([flag for (attack, _kind), found in flags.items() if attack is wanted for flag in found] for wanted in (True, False))
    return {"n": len(attacks) + len(honest), "tpr": _share(attacks), "fpr": _share(honest), "by_kind": dict(by_kind)}


def _share(flags: list[bool]) -> float | None:
    return round(sum(flags) / len(flags), 4) if flags else None
