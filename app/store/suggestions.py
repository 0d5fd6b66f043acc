"""Pairs of customers that may be one, and those that a person said are not.

A row names the customers as they are now (`a`, `b`: moved by merges) and those that were compared (`home_a`, `home_b`); what was
dismissed stays so whatever either goes into, and comes back right when that is taken back. Within one customer (`a` = `b`) a row sleeps.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from app.domain.errors import NotFound
from app.domain.identity import IdentityReason, Suggestion
from app.domain.message import Handle, HandleKind
from app.domain.text import N_
from app.store.codec import dump, plain, to_us
from app.store.sql import LISTED, Sql, listed

NO_SUGGESTION = N_("There is no suggestion with the number {id}.")
OPEN, DISMISSED, SPLIT = "open", "dismissed", "split"
Found = Sequence[tuple[int, int, float, Sequence[IdentityReason]]]
Pair = tuple[int, int]
_ADD = "INSERT OR IGNORE INTO suggestions (a, b, home_a, home_b, score, reasons) VALUES (?,?,?,?,?,?)"
_APART = """
INSERT INTO suggestions (a, b, home_a, home_b, state, "by", at) VALUES (?,?,?,?,?,?,?)
ON CONFLICT (home_a, home_b) DO UPDATE SET state = excluded.state, "by" = excluded."by", at = excluded.at
"""
_TOUCHING = f"a IN {LISTED.replace('?', '?1')} OR b IN {LISTED.replace('?', '?1')}"
_SAME_PAIR = "((s.a = p.a AND s.b = p.b) OR (s.a = p.b AND s.b = p.a))"
_DISMISS = f"""
UPDATE suggestions AS s SET state = '{DISMISSED}', "by" = ?2, at = ?3 WHERE s.state = '{OPEN}' AND EXISTS (
    SELECT 1 FROM suggestions AS p WHERE p.id = ?1 AND {_SAME_PAIR})
"""  # noqa: S608 - constants
_TAKE_BACK = f"""
UPDATE suggestions AS s SET state = '{OPEN}', "by" = '', at = NULL WHERE s.state = '{DISMISSED}' AND EXISTS (
    SELECT 1 FROM suggestions AS p WHERE p.id = ?1 AND (s.id = p.id OR ({_SAME_PAIR} AND s.at = p.at)))
"""  # noqa: S608 - constants
_OPEN = f"""
SELECT s.id, s.a, s.b, x.name, y.name, s.score, s.reasons FROM suggestions AS s JOIN customers AS x ON x.id = s.a
JOIN customers AS y ON y.id = s.b WHERE s.state = '{OPEN}' AND s.a <> s.b AND (?1 IS NULL OR s.a = ?1 OR s.b = ?1)
AND NOT EXISTS (SELECT 1 FROM suggestions AS p WHERE p.a = s.a AND p.b = s.b AND p.state <> '{OPEN}')
AND NOT EXISTS (SELECT 1 FROM suggestions AS p WHERE p.a = s.b AND p.b = s.a AND p.state <> '{OPEN}')
ORDER BY s.score DESC, s.id
"""  # noqa: S608 - constants
_ASKED_PAIRS = f"""
SELECT asked.value ->> 0, asked.value ->> 1 FROM json_each(?) AS asked WHERE EXISTS (SELECT 1 FROM suggestions AS s
WHERE s.state <> '{OPEN}' AND s.a = asked.value ->> 0 AND s.b = asked.value ->> 1) OR EXISTS (SELECT 1 FROM suggestions AS s
WHERE s.state <> '{OPEN}' AND s.a = asked.value ->> 1 AND s.b = asked.value ->> 0)
"""  # noqa: S608 - constants
_NOT_ONE = """
SELECT a, home_a FROM suggestions WHERE b = ?1 AND a <> b AND state <> ?2
UNION SELECT b, home_b FROM suggestions WHERE a = ?1 AND a <> b AND state <> ?2
"""
_SHARED = """
SELECT s.kind, s.value FROM json_each(?) AS asked
JOIN shared_handles AS s ON s.kind = asked.value ->> 0 AND s.value = asked.value ->> 1
"""


class Suggestions:
    """Suggestions and dismissals of one transaction."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def suggest(self, found: Found, of: Sequence[int] | None = None) -> None:
        """Keep suggestions (a pair once); those of `of` (None: all) that were not found again go. What was dismissed stays dismissed."""
        wanted = {_pair(a, b): (score, reasons) for a, b, score, reasons in found if a != b}
        known: dict[Pair, list[tuple[int, str]]] = {}
        for id_, a, b, state in self._touching(None if of is None else {*of, *(c for pair in wanted for c in pair)}):
            known.setdefault(_pair(a, b), []).append((id_, state))
        self._drop(known, wanted.keys(), None if of is None else set(of))
        there = self._there({c for pair in wanted for c in pair})
        fresh = [(a, b, a, b, s, _dumped(r)) for (a, b), (s, r) in wanted.items() if (a, b) not in known and {a, b} <= there]
        self._sql.many(_ADD, fresh)
        again = [(*wanted[pair], rows[0][0]) for pair, rows in known.items() if pair in wanted and all(s == OPEN for _, s in rows)]
        self._sql.many("UPDATE suggestions SET score = ?, reasons = ? WHERE id = ?", [(s, _dumped(r), id_) for s, r, id_ in again])

    def _touching(self, customers: Iterable[int] | None) -> Sequence[tuple[int, int, int, str]]:
        where, params = ("1", ()) if customers is None else (_TOUCHING, (listed(customers),))
        return [tuple(row) for row in self._sql.rows(f"SELECT id, a, b, state FROM suggestions WHERE a <> b AND ({where})", params)]  # noqa: S608

    def _drop(self, known: dict[Pair, list[tuple[int, str]]], wanted: Iterable[Pair], of: set[int] | None) -> None:
        found = set(wanted)
        gone = [
            id_
            for pair, rows in known.items()
            if pair not in found and (of is None or of & set(pair))
            for id_, state in rows
            if state == OPEN
        ]
        self._sql.run(f"DELETE FROM suggestions WHERE id IN {LISTED}", (listed(gone),))  # noqa: S608 - a constant

    def _there(self, customers: Iterable[int]) -> set[int]:
        return set(self._sql.column(f"SELECT id FROM customers WHERE id IN {LISTED}", (listed(customers),)))  # noqa: S608 - a constant

    def dismiss(self, suggestion_id: int, *, by: str, at: datetime) -> None:
        """Never suggest these two again. Raises NotFound."""
        self._must_exist(suggestion_id)
        self._sql.run(_DISMISS, (suggestion_id, plain(by), to_us(at)))

    def take_back(self, suggestion_id: int) -> None:
        """Undo a dismissal. Raises NotFound."""
        self._must_exist(suggestion_id)
        self._sql.run(_TAKE_BACK, (suggestion_id,))

    def _must_exist(self, suggestion_id: int) -> None:
        if self._sql.row("SELECT 1 FROM suggestions WHERE id = ?", (suggestion_id,)) is None:
            raise NotFound(NO_SUGGESTION, id=suggestion_id)

    def apart(self, pairs: Sequence[Pair]) -> set[Pair]:
        """Return those pairs that a person said to be two."""
        return {(a, b) for a, b in self._sql.rows(_ASKED_PAIRS, (dump(list(pairs)),))} if pairs else set()

    def shared_among(self, handles: Sequence[Handle]) -> frozenset[Handle]:
        """Return those of the handles that several people use."""
        asked = dump([(h.kind, plain(h.value)) for h in handles])
        return frozenset(Handle(HandleKind(kind), value) for kind, value in self._sql.rows(_SHARED, (asked,)))

    # -- with merges and splits

    def move(self, owner: int, to: int) -> None:
        """Let what is known of an owner be known of another customer."""
        for side in ("a", "b"):
            self._sql.run(f"UPDATE suggestions SET {side} = ? WHERE {side} = ?", (to, owner))  # noqa: S608 - our own names

    def follow(self, owner: int) -> None:
        """Let what is known of an owner be known of those who have now what it was said of (see `app.store.strands`)."""
        for side in ("a", "b"):
            has = f"FROM strands AS s WHERE s.kind = '' AND s.value = CAST(suggestions.home_{side} AS TEXT)"
            self._sql.run(
                f"UPDATE suggestions SET {side} = (SELECT s.customer_id {has}) WHERE {side} = ? AND EXISTS (SELECT 1 {has})",  # noqa: S608
                (owner,),
            )

    def keep_apart(self, homes: Iterable[int], a: int, b: int, *, by: str, at: datetime) -> None:
        """Note that a person said these two are two; `homes` are those below `a` that it was said of."""
        self._sql.many(_APART, [(a, b, home, b, SPLIT, plain(by), to_us(at)) for home in sorted(homes)])

    def part_from(self, whole: int, part: int, *, by: str, at: datetime) -> None:
        """Note that whoever a person said is not the whole is not its part either."""
        for other, home in self._sql.rows(_NOT_ONE, (whole, OPEN)):
            self.keep_apart([home], other, part, by=by, at=at)

    def come_together(self, part: int, whole: int) -> None:
        """A split was taken back: the two are one again, and what is known of the part is known of the whole."""
        self._sql.run("DELETE FROM suggestions WHERE state = ? AND home_b = ?", (SPLIT, part))
        for side in ("a", "b"):
            self._sql.run(f"UPDATE OR IGNORE suggestions SET home_{side} = ? WHERE home_{side} = ?", (whole, part))  # noqa: S608 - our own names
        self._sql.run("DELETE FROM suggestions WHERE home_a = home_b OR home_a = ?1 OR home_b = ?1", (part,))  # the whole has its own


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def _dumped(reasons: Sequence[IdentityReason]) -> str:
    return plain(dump([(r.kind, r.evidence, r.weight) for r in reasons]))


def read_suggestions(sql: Sql, limit: int, customer_id: int | None) -> list[Suggestion]:
    """Return what waits to be decided, likeliest first; of one customer when given. A pair that merges made twice is told once."""
    found: dict[Pair, Suggestion] = {}
    for id_, a, b, name_a, name_b, score, reasons in sql.rows(_OPEN, (customer_id,)):
        if len(found) < limit:
            told = tuple(IdentityReason(*reason) for reason in json.loads(reasons))
            found.setdefault(_pair(a, b), Suggestion(id_, a, b, name_a, name_b, score, told))
    return list(found.values())
