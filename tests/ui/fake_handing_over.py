"""Handing over, in memory: part of the fake Counter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from app.domain.draft import Draft
from app.domain.handover import HandoverRow, HandoverState, Packet

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FakeHandingOver:
    """Handovers of the invented shop."""

    handed: dict[int, HandoverRow]

    def handover_packet(self, conversation_id: int, *, redact: bool = False) -> Packet:
        row = self._rows[conversation_id]
        name = "[name]" if redact else row.customer
        return Packet(
            conversation_id, name, (), row.channel.value, row.language, row.subject, (f"{name} asks.",), (), (), ("Where is it?",),
            row.sentiment, row.emotion, row.urgency, (), (), "I have read everything.",
        )  # fmt: skip

    def hand_over(self, conversation_id: int, by: str, to: str = "", note: str = "") -> tuple[HandoverRow, Draft | None]:
        packet = replace(self.handover_packet(conversation_id), note=note)
        made = HandoverRow(len(self.handed) + 1, conversation_id, packet.customer, AT, by, to, "", HandoverState.OPEN, "", None, packet)
        self.handed[made.id] = made
        return made, None

    def take_handover(self, handover_id: int, by: str) -> HandoverRow:
        self.handed[handover_id] = replace(self.handed[handover_id], state=HandoverState.TAKEN, to=by)
        return self.handed[handover_id]

    def end_handover(self, handover_id: int, by: str, outcome: str) -> HandoverRow:
        self.handed[handover_id] = replace(self.handed[handover_id], state=HandoverState.ENDED, outcome=outcome)
        return self.handed[handover_id]

    def take_back_handover(self, handover_id: int) -> None:
        del self.handed[handover_id]

    def handovers(self, *, ended: bool = False, conversation_id: int | None = None) -> Sequence[HandoverRow]:
        rows = [row for row in self.handed.values() if (row.state is HandoverState.ENDED) == ended]
        return [row for row in rows if conversation_id in (None, row.conversation_id)]
