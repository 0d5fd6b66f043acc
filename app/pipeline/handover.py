"""Handover: what a colleague needs to go on, and a holding reply that promises the customer only what opening hours allow."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.draft import Draft
from app.domain.errors import BadInput, NotFound
from app.domain.handover import HandoverRow, HandoverState, Packet
from app.domain.knowledge import Retrieved
from app.domain.ports import Clock, LanguageDetector, MessageContext, Sorter
from app.domain.store_ports import Store
from app.domain.text import N_
from app.domain.verdict import Verdict
from app.domain.views import ConversationView
from app.drafting.frame import formal_towards
from app.drafting.packet import Surroundings, packet_of
from app.pipeline.propose import last_turn, reasons_to_hand_over
from app.privacy.redact import redact_packet

NOBODY_SPOKE = N_("There is no message of a customer in this conversation to hand over.")
NO_HANDOVER = N_("There is no handover with the number {id}.")
_OTHERS = 20


@dataclass(frozen=True, slots=True)
class HandoverTools:
    """What handing over needs; `hold` makes and keeps the holding reply of a conversation."""

    store: Store
    retrieve: Callable[[str, str], Retrieved]
    detect: LanguageDetector
    sorter: Sorter
    hold: Callable[[int], Draft]
    clock: Clock


def make_packet(tools: HandoverTools, conversation_id: int, note: str = "", *, redact: bool = False) -> Packet:
    """Return the packet of a conversation; with `redact` without who the customer is. Raises NotFound, BadInput."""
    with tools.store.read() as reader:
        view, shop = reader.conversation(conversation_id), reader.shop()
        others = [row for row in reader.conversation_rows(_others(view)) if set(row.order_numbers) & set(view.row.order_numbers)]
    turn, _earlier = last_turn(view.messages)
    if not turn:
        raise BadInput(NOBODY_SPOKE)
    question = "\n".join(m.new_text or m.text for m in turn).strip()
    verdict = _verdict(tools, view, question)
    spoken = verdict.language if verdict.language != "und" else tools.detect(question)[0]
    found = tools.retrieve(f"{turn[-1].subject}\n{question}", spoken)
    reasons = reasons_to_hand_over(question, verdict, found, view, shop, tools.clock())
    formal = formal_towards(shop.voice, [question], spoken, spoken)
    around = Surroundings(turn, verdict, reasons, found.hits[:6], formal, [(o.id, o.subject or o.preview) for o in others])
    packet = packet_of(view, around, note)
    return redact_packet(packet, {m.sender for m in view.messages}) if redact else packet


def _others(view: ConversationView) -> list[int]:
    ids = dict.fromkeys(m.conversation_id for m in reversed(view.timeline) if m.conversation_id != view.row.id)
    return list(ids)[:_OTHERS]


def _verdict(tools: HandoverTools, view: ConversationView, question: str) -> Verdict:
    return view.verdict or tools.sorter.judge(question, MessageContext(view.row.channel))


def hand_over(tools: HandoverTools, conversation_id: int, by: str, to: str = "", note: str = "") -> tuple[HandoverRow, Draft | None]:
    """Put a conversation into a colleague's queue ("" = whoever is free), and propose a holding reply where the customer still waits.

    Nothing is sent: the holding reply is a proposal like any other. Raises NotFound, BadInput.
    """
    packet = make_packet(tools, conversation_id, note)
    reason = packet.reasons[0].why if packet.reasons else ""
    with tools.store.write() as uow:
        made = uow.handovers.add(packet, by=by, to=to, reason=reason, at=tools.clock())
        uow.commit()
    return one(tools.store, made), tools.hold(conversation_id) if packet.waiting_since is not None else None


def move(tools: HandoverTools, handover_id: int, state: HandoverState, by: str, outcome: str = "") -> HandoverRow:
    """Take a handover (OPEN -> TAKEN), end it with an outcome, or open it again. Raises NotFound."""
    ended = tools.clock() if state is HandoverState.ENDED else None
    with tools.store.write() as uow:
        uow.handovers.move(handover_id, state, by=by, outcome=outcome, at=ended)
        uow.commit()
    return one(tools.store, handover_id)


def one(store: Store, handover_id: int) -> HandoverRow:
    """Return a handover or raise NotFound."""
    with store.read() as reader:
        rows = [*reader.handovers(), *reader.handovers(ended=True)]
    found = next((row for row in rows if row.id == handover_id), None)
    if found is None:
        raise NotFound(NO_HANDOVER, id=handover_id)
    return found
