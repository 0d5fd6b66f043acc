"""Handing over: the packet for a colleague, their queue, and the holding reply."""

from collections.abc import Sequence

from app.domain.draft import Draft
from app.domain.handover import HandoverRow, HandoverState, Packet
from app.pipeline import handover as handing
from app.pipeline.propose import propose_holding
from app.pipeline.wiring import Wiring


class HandingOver(Wiring):
    """Handing over: the packet for a colleague, their queue, and the holding reply."""

    def handover_packet(self, conversation_id: int, *, redact: bool = False) -> Packet:
        """Return what a colleague needs to go on; nothing is kept."""
        return handing.make_packet(self._handover_tools(), conversation_id, redact=redact)

    def hand_over(self, conversation_id: int, by: str, to: str = "", note: str = "") -> tuple[HandoverRow, Draft | None]:
        """Put a conversation into a colleague's queue; a holding reply is proposed where the customer waits. Nothing is sent."""
        return handing.hand_over(self._handover_tools(), conversation_id, by, to, note)

    def take_handover(self, handover_id: int, by: str) -> HandoverRow:
        """Take a handover: `by` goes on with it."""
        return handing.move(self._handover_tools(), handover_id, HandoverState.TAKEN, by)

    def end_handover(self, handover_id: int, by: str, outcome: str) -> HandoverRow:
        """End a handover with what came of it."""
        return handing.move(self._handover_tools(), handover_id, HandoverState.ENDED, by, outcome)

    def take_back_handover(self, handover_id: int) -> None:
        """Undo a handover: it was never made (a holding reply that was proposed stays until shelved)."""
        with self._house.store.write() as uow:
            uow.handovers.remove(handover_id)
            uow.commit()

    def handovers(self, *, ended: bool = False, conversation_id: int | None = None) -> Sequence[HandoverRow]:
        """Return handovers that are open or taken, or those that ended; of one conversation when given."""
        with self._house.store.read() as reader:
            return reader.handovers(ended=ended, conversation_id=conversation_id)

    def _handover_tools(self) -> handing.HandoverTools:
        h = self._house
        return handing.HandoverTools(
            h.store, self._retrieve, h.detect, h.sorter, lambda number: propose_holding(self._propose_tools(), number), h.clock
        )
