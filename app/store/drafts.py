"""Drafts, the outbox (drafts by state) and the append-only approval log."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from app.domain.draft import (
    ALLOWED_MOVES,
    STATE_WORDS,
    ApprovalRecord,
    CheckReport,
    Citation,
    Draft,
    DraftState,
    Flag,
    FlagKind,
    Outcome,
    Proposal,
    Sentence,
)
from app.domain.errors import NotApproved, NotFound
from app.domain.text import N_
from app.store.codec import dump_plain, from_us, from_us_or_none, plain, to_us, to_us_or_none
from app.store.sql import LISTED, Sql, listed

NO_DRAFT = N_("There is no draft with the number {id}.")
NOT_FROM_HERE = N_("This draft is {state}; it cannot become {to}. Nothing was changed.")
NOT_EDITABLE = N_("This draft is {state}; only a proposed draft can be changed. Nothing was changed.")

_COLUMNS = (
    "id, conversation_id, state, outcome, text, proposed_text, language, created_at, sentences, flags, engine, model, milliseconds, "
    "approved_by, approved_at, confirmed, recipient, subject, message_id, due_at, attempts, error, in_reply_to"
)
_FIXED = frozenset({"id", "conversation_id", "state"})
_READY = """
UPDATE conversations SET draft_ready = EXISTS (
    SELECT 1 FROM drafts WHERE conversation_id = ?1 AND state = 'proposed' AND text <> '') WHERE id = ?1
"""


def _sentences(values: Iterable[Sentence]) -> str:
    return dump_plain([(s.text, s.support, s.citation, s.courtesy) for s in values])


def _flags(values: Iterable[Flag]) -> str:
    return dump_plain([(f.kind, f.span, f.why) for f in values])


_WRITERS: dict[str, Callable[[Any], object]] = {
    "sentences": _sentences,
    "flags": _flags,
    "confirmed": lambda value: dump_plain(sorted(value)),
    "approved_at": to_us_or_none,
    "due_at": to_us_or_none,
    "created_at": to_us,
}
_FIELDS = frozenset(f.name for f in fields(Draft)) - _FIXED - {"citations"}


def _written(name: str, value: Any) -> object:
    if name not in _FIELDS:
        raise ValueError(f"not a changeable field of a draft: {name}")
    if name in _WRITERS:
        return _WRITERS[name](value)
    return plain(value) if isinstance(value, str) else value


def read_draft(row: Row[Any], citations: Sequence[Citation]) -> Draft:
    """Return the draft of a row of `drafts`."""
    values = dict(row._mapping)
    values |= {
        "state": DraftState(row.state),
        "outcome": Outcome(row.outcome),
        "created_at": from_us(row.created_at),
        "approved_at": from_us_or_none(row.approved_at),
        "due_at": from_us_or_none(row.due_at),
        "confirmed": frozenset(json.loads(row.confirmed)),
        "sentences": tuple(Sentence(*s) for s in json.loads(row.sentences)),
        "flags": tuple(Flag(FlagKind(kind), (span[0], span[1]), why) for kind, span, why in json.loads(row.flags)),
        "citations": tuple(citations),
    }
    return Draft(**values)


def read_drafts(sql: Sql, where: str, params: Sequence[object]) -> list[Draft]:
    """Return the drafts that match, with their citations. `where` may end in ORDER BY and LIMIT."""
    rows = sql.rows(f"SELECT {_COLUMNS} FROM drafts WHERE {where}", params)  # noqa: S608 - callers' constants
    cited: dict[int, list[Citation]] = {row.id: [] for row in rows}
    found = sql.rows(
        f"SELECT draft_id, n, article, passage, quote, title FROM draft_citations WHERE draft_id IN {LISTED} ORDER BY draft_id, position",  # noqa: S608
        (listed(cited),),
    )
    for draft_id, *values in found:
        cited[draft_id].append(Citation(*values))
    return [read_draft(row, cited[row.id]) for row in rows]


def one_draft(sql: Sql, draft_id: int) -> Draft:
    """Return a draft or raise NotFound."""
    found = read_drafts(sql, "id = ?", (draft_id,))
    if not found:
        raise NotFound(NO_DRAFT, id=draft_id)
    return found[0]


class Drafts:
    """The DraftRepository. `must_last` is called when a change has to survive a power cut."""

    def __init__(self, sql: Sql, must_last: Callable[[], None]) -> None:
        self._sql = sql
        self._must_last = must_last

    def add(
        self, conversation_id: int, proposal: Proposal, *, recipient: str, subject: str, in_reply_to: int | None, now: datetime
    ) -> Draft:
        """Keep a proposal as PROPOSED and retire earlier PROPOSED drafts of the conversation."""
        self._sql.run("UPDATE drafts SET state = 'retired' WHERE conversation_id = ? AND state = 'proposed'", (conversation_id,))
        values = {name: getattr(proposal, name) for name in _PROPOSED}
        values |= {
            "proposed_text": proposal.text,
            "recipient": recipient,
            "subject": subject,
            "in_reply_to": in_reply_to,
            "created_at": now,
        }
        id_ = self._sql.insert(
            f"INSERT INTO drafts (conversation_id, {', '.join(values)}) VALUES (?{',?' * len(values)})",  # noqa: S608 - our column names
            (conversation_id, *(_written(name, value) for name, value in values.items())),
        )
        cited = [(id_, at, c.n, c.article, c.passage, plain(c.quote), plain(c.title)) for at, c in enumerate(proposal.citations)]
        self._sql.many("INSERT INTO draft_citations VALUES (?,?,?,?,?,?,?)", cited)
        self._sql.run(_READY, (conversation_id,))
        return self.get(id_)

    def get(self, draft_id: int) -> Draft:
        """Return a draft or raise NotFound."""
        return one_draft(self._sql, draft_id)

    def save_text(self, draft_id: int, text: str, report: CheckReport | None = None) -> Draft:
        """Store a person's edit (PROPOSED only; else NotApproved) with the sentences and flags found in it."""
        draft = self.get(draft_id)
        if draft.state is not DraftState.PROPOSED:
            raise NotApproved(NOT_EDITABLE, state=STATE_WORDS[draft.state])
        changes: dict[str, object] = {"text": text}
        if report is not None:
            changes |= {"sentences": report.sentences, "flags": report.flags}
        return self._change(draft, changes)

    def move(self, draft_id: int, to: DraftState, **changes: object) -> Draft:
        """Change the state along ALLOWED_MOVES, else raise NotApproved; `changes` are Draft fields set in the same step.

        Moving to the state it has already is allowed and only sets the changes.
        """
        draft = self.get(draft_id)
        if to is not draft.state and to not in ALLOWED_MOVES[draft.state]:
            raise NotApproved(NOT_FROM_HERE, state=STATE_WORDS[draft.state], to=STATE_WORDS[to])
        self._sql.run("UPDATE drafts SET state = ? WHERE id = ?", (to, draft_id))
        self._must_last()
        return self._change(draft, changes)

    def _change(self, draft: Draft, changes: dict[str, Any]) -> Draft:
        values = {name: _written(name, value) for name, value in changes.items()}
        if values:
            settings = ", ".join(f"{name} = ?" for name in values)
            self._sql.run(f"UPDATE drafts SET {settings} WHERE id = ?", (*values.values(), draft.id))  # noqa: S608 - our column names
        self._sql.run(_READY, (draft.conversation_id,))
        return self.get(draft.id)

    def log(self, record: ApprovalRecord) -> None:
        """Append to the approval log (a database trigger refuses updates and deletes)."""
        self._sql.insert(
            'INSERT INTO approval_log (draft_id, action, "by", at, text_sha256, detail) VALUES (?,?,?,?,?,?)',
            (record.draft_id, record.action, plain(record.by), to_us(record.at), record.text_sha256, plain(record.detail)),
        )
        self._must_last()

    def approvals(self, draft_id: int) -> list[ApprovalRecord]:
        """Return the log of one draft, oldest first."""
        found = self._sql.rows(
            'SELECT draft_id, action, "by", at, text_sha256, detail FROM approval_log WHERE draft_id = ? ORDER BY id', (draft_id,)
        )
        return [ApprovalRecord(id_, action, by, from_us(at), digest, detail) for id_, action, by, at, digest, detail in found]

    def due(self, now: datetime | None) -> list[Draft]:
        """Return APPROVED drafts whose countdown ended (all when now is None), oldest first."""
        where = "state = 'approved' AND (?1 IS NULL OR coalesce(due_at, 0) <= ?1) ORDER BY coalesce(approved_at, 0), id"
        return read_drafts(self._sql, where, (to_us_or_none(now),))

    def in_state(self, *states: DraftState) -> list[Draft]:
        """Return drafts in these states, oldest first."""
        return read_drafts(self._sql, f"state IN {LISTED} ORDER BY id", (listed(states),))


_PROPOSED = ("outcome", "text", "language", "sentences", "flags", "engine", "model", "milliseconds")
