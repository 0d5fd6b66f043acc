"""Handovers: packets for colleagues, as JSON packed like long texts."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.domain.errors import NotFound
from app.domain.handover import (
    SUPERSEDED,
    Deed,
    Follows,
    HandoverReason,
    HandoverRow,
    HandoverState,
    Happened,
    Packet,
    Source,
    Trigger,
)
from app.domain.text import N_
from app.store.codec import dump_plain, from_us, from_us_or_none, pack, plain, to_us, to_us_or_none, unpack
from app.store.sql import Sql

NO_HANDOVER = N_("There is no handover with the number {id}.")
_ADD = 'INSERT INTO handovers (conversation_id, at, "by", "to", reason, packet) VALUES (?,?,?,?,?,?)'
_ROWS = """
SELECT h.id, h.conversation_id, k.name, h.at, h."by", h."to", h.reason, h.state, h.outcome, h.ended_at, h.packet
FROM handovers AS h JOIN conversations AS c ON c.id = h.conversation_id JOIN customers AS k ON k.id = c.customer_id
"""
_LAST_ENDED = 200


class Handovers:
    """The HandoverRepository."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def add(self, packet: Packet, *, by: str, to: str, reason: str, at: datetime) -> int:
        """Keep a handover as OPEN and return its id; an unfinished one of the same conversation ends as superseded."""
        now = to_us(at)
        self._sql.run(
            "UPDATE handovers SET state = 'ended', outcome = ?, ended_at = ? WHERE conversation_id = ? AND state <> 'ended'",
            (SUPERSEDED, now, packet.conversation_id),
        )
        return self._sql.insert(_ADD, (packet.conversation_id, now, plain(by), plain(to), plain(reason), pack_packet(packet)))

    def move(self, handover_id: int, state: HandoverState, *, by: str = "", outcome: str = "", at: datetime | None = None) -> None:
        """Take or end a handover. Raises NotFound."""
        changed = self._sql.run(
            """UPDATE handovers SET state = ?, "to" = coalesce(nullif(?, ''), "to"), outcome = ?, ended_at = ? WHERE id = ?""",
            (state.value, plain(by), plain(outcome), to_us_or_none(at), handover_id),
        )
        if not changed:
            raise NotFound(NO_HANDOVER, id=handover_id)

    def remove(self, handover_id: int) -> None:
        """Take a handover back as if it had never been (undo)."""
        if not self._sql.run("DELETE FROM handovers WHERE id = ?", (handover_id,)):
            raise NotFound(NO_HANDOVER, id=handover_id)


def read_handovers(
    sql: Sql, *, ended: bool = False, conversation_id: int | None = None, customer_id: int | None = None
) -> Sequence[HandoverRow]:
    """Return handovers, oldest first: those that are not ended, or the last ones that are (of one customer when given); all of one
    conversation when given."""
    if conversation_id is not None:
        return [_row(r) for r in sql.rows(f"{_ROWS} WHERE h.conversation_id = ? ORDER BY h.id", (conversation_id,))]
    whose = f"{_ROWS} WHERE (?1 IS NULL OR c.customer_id = ?1) AND h.state"
    if ended:
        return [_row(r) for r in sql.rows(f"{whose} = 'ended' ORDER BY h.id DESC LIMIT ?2", (customer_id, _LAST_ENDED))][::-1]
    return [_row(r) for r in sql.rows(f"{whose} <> 'ended' ORDER BY h.at, h.id", (customer_id,))]


def _row(r: Any) -> HandoverRow:
    id_, conversation, customer, at, by, to, reason, state, outcome, ended_at, packet = r
    when, until = from_us(at), from_us_or_none(ended_at)
    return HandoverRow(id_, conversation, customer, when, by, to, reason, HandoverState(state), outcome, until, unpack_packet(packet))


def pack_packet(packet: Packet) -> bytes:
    """Return a packet packed."""
    value = asdict(packet)
    for name in ("waiting_since", "due_at"):
        value[name] = to_us_or_none(value[name])
    for deed in value["deeds"]:
        deed["at"] = to_us(deed["at"])
    return pack(dump_plain(value))


def unpack_packet(data: bytes) -> Packet:
    """Return the packet of `pack_packet`."""
    value = json.loads(unpack(data))
    for name in ("waiting_since", "due_at"):
        value[name] = from_us_or_none(value[name])
    for name in ("handles", "summary", "told", "open_questions"):
        value[name] = tuple(value[name])
    value["deeds"] = tuple(Deed(**{**d, "at": from_us(d["at"]), "kind": Happened(d["kind"])}) for d in value["deeds"])
    value["reasons"] = tuple(
        HandoverReason(**{**r, "trigger": Trigger(r["trigger"]), "follows": Follows(r["follows"])}) for r in value["reasons"]
    )
    value["links"] = tuple(Source(**link) for link in value["links"])
    return Packet(**value)
