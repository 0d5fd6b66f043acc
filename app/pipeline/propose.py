"""Propose: a sourced reply to the customer's last turn, or an honest "I don't know"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter

from app.domain.draft import WHOLE, Draft, Flag, FlagKind, Proposal
from app.domain.errors import BadInput
from app.domain.handover import TRIGGER_WORDS, Follows, HandoverReason, Trigger
from app.domain.knowledge import Matter, Retrieved
from app.domain.message import Direction, Kind
from app.domain.ports import CancelCheck, Clock, Drafter, DraftRequest, LanguageDetector, MessageContext, Sorter
from app.domain.shop import ShopSettings
from app.domain.store_ports import Store
from app.domain.text import N_
from app.domain.verdict import Verdict
from app.domain.views import ConversationView, MessageView
from app.drafting.embedded import ANSWERABLE
from app.drafting.packet import contacts_about_same
from app.drafting.questions import asked_in
from app.parsing.subjects import is_reply_subject
from app.pipeline.suspicion import honest_turn, plain_name, refused_in, said, suspicions
from app.triage.due import next_opening
from app.triage.hostile import honest_part
from app.triage.told import labels_of, told
from app.triage.triggers import Situation, triggered

EARLIER_TURNS = 6
_ORDERS = 20
"""Order numbers of a customer, the last ones, that a reply may name."""
_NEAR = 1
"""Passages of the whole turn, best first, whose article must be the one that answers its one question."""


@dataclass(frozen=True, slots=True)
class ProposeTools:
    """What proposing needs."""

    store: Store
    drafter: Drafter
    retrieve: Callable[..., Retrieved]
    """Called with question and language, and with `category` where the verdict is known."""
    detect: LanguageDetector
    sorter: Sorter
    clock: Clock
    finish: Callable[[Drafter, DraftRequest, Proposal], Proposal] = lambda _drafter, _request, proposal: proposal
    """Looks at every proposal last: sentences in the language of their article, and matters that want a reader of a language."""


def propose_for(
    tools: ProposeTools,
    conversation_id: int,
    hint: str = "",
    language: str = "",
    on_token: Callable[[str], None] | None = None,
    cancelled: CancelCheck | None = None,
) -> Draft:
    """Make and keep a proposal for the last turn of a conversation. Raises BadInput when no customer said anything in it."""
    return _propose(tools, conversation_id, hint, language, (), on_token, cancelled)


def propose_holding(tools: ProposeTools, conversation_id: int) -> Draft:
    """Make and keep a holding reply: a person takes over, and the customer is told no more than opening hours allow. Raises BadInput."""
    by_hand = HandoverReason(Trigger.BY_HAND, Follows.HAND_OVER, TRIGGER_WORDS[Trigger.BY_HAND])
    return _propose(tools, conversation_id, "", "", (by_hand,), None, None)


def _propose(
    tools: ProposeTools,
    conversation_id: int,
    hint: str,
    language: str,
    reasons: tuple[HandoverReason, ...],
    on_token: Callable[[str], None] | None,
    cancelled: CancelCheck | None,
) -> Draft:
    with tools.store.read() as reader:
        view, shop = reader.conversation(conversation_id), reader.shop()
        turn, earlier = last_turn(view.messages)
        doubts = suspicions(reader, view, turn, shop)
    if not turn:
        raise BadInput(N_("There is no message of a customer in this conversation to answer."))
    started = perf_counter()
    request = _request(tools, honest_turn(turn), honest_part(turn[-1].subject), view, shop, language, hint)
    before = [(m.direction.value, said(m) if m.direction is Direction.OUT else honest_turn([m])) for m in earlier[-EARLIER_TURNS:]]
    request = replace(request, earlier=before, refused=refused_in(turn), handover=(*reasons, *request.handover))
    proposal = tools.finish(tools.drafter, request, tools.drafter.propose(request, on_token=on_token, cancelled=cancelled))
    proposal = _timed(started, proposal)
    proposal = replace(proposal, flags=(*doubts, *proposal.flags))
    return keep_proposal(tools, view, turn[-1], with_reasons(proposal, request.handover))


def with_reasons(proposal: Proposal, reasons: Sequence[HandoverReason]) -> Proposal:
    """Return the proposal with a flag for each reason to hand over, about the draft as a whole."""
    flags = tuple(Flag(FlagKind.HANDOVER, WHOLE, reason.why) for reason in reasons)
    return replace(proposal, flags=(*flags, *proposal.flags))


def propose_text(tools: ProposeTools, text: str, hint: str = "", language: str = "") -> Proposal:
    """Make a proposal for a text that belongs to no conversation; nothing is kept."""
    with tools.store.read() as reader:
        shop = reader.shop()
    started = perf_counter()
    request = _request(tools, honest_part(text), "", None, shop, language, hint)
    return with_reasons(_timed(started, tools.finish(tools.drafter, request, tools.drafter.propose(request))), request.handover)


def _timed(started: float, proposal: Proposal) -> Proposal:
    """Return the proposal with the milliseconds that sorting, retrieval and drafting took together."""
    return replace(proposal, milliseconds=(perf_counter() - started) * 1000)


def keep_proposal(tools: ProposeTools, view: ConversationView, answered: MessageView, proposal: Proposal) -> Draft:
    """Keep a proposal as the conversation's draft (earlier proposals retire)."""
    recipient = view.reply_to.value if view.reply_to else ""
    subject = _reply_subject(answered.subject or view.row.subject) if answered.channel.is_mail else ""
    with tools.store.write() as uow:
        draft = uow.drafts.add(view.row.id, proposal, recipient=recipient, subject=subject, in_reply_to=answered.id, now=tools.clock())
        uow.commit()
    return draft


def last_turn(messages: Sequence[MessageView]) -> tuple[list[MessageView], list[MessageView]]:
    """Return (the customer's last burst of messages, everything said before it).

    When the shop spoke last, the burst is the one before that: redrafting an answered conversation answers the same question.
    """
    said = [m for m in messages if m.kind in (Kind.MESSAGE, Kind.REVIEW)]
    end = len(said)
    while end and said[end - 1].direction is Direction.OUT:
        end -= 1
    start = end
    while start and said[start - 1].direction is not Direction.OUT:
        start -= 1
    return said[start:end], said[:start]


def _request(
    tools: ProposeTools, question: str, subject: str, view: ConversationView | None, shop: ShopSettings, language: str, hint: str
) -> DraftRequest:
    verdict = _verdict(tools, question, view)
    spoken = verdict.language if verdict.language != "und" else tools.detect(question)[0]
    found = tools.retrieve(f"{subject}\n{question}" if subject else question, spoken, category=verdict.category)
    now = tools.clock()
    return DraftRequest(
        question=question,
        language=language or spoken,
        customer_name=plain_name(view.customer.name) if view else "",
        retrieved=found.hits,
        answerable=found.answerable,
        shop=shop,
        now=now,
        next_opening=next_opening(now, shop),
        verdict=verdict,
        hint=hint,
        channel=view.row.channel if view else None,
        facts=facts_of(shop, view, verdict),
        matters=_matters(tools, question, spoken, found),
        handover=reasons_to_hand_over(question, verdict, found, view, shop, now),
    )


def _matters(tools: ProposeTools, question: str, language: str, found: Retrieved) -> tuple[Matter, ...]:
    """Return what is asked, each thing with what was found for it alone; nothing where the turn as a whole is one question."""
    asked = asked_in(question, language)
    if len(asked) > 1:
        return tuple(Matter(one.text, one.query, tools.retrieve(one.query, language)) for one in asked)
    if not asked or found.answerable >= ANSWERABLE:
        return ()
    # A story around the one question may hide its answer; what is found for it alone must be among what the whole turn found.
    alone = tools.retrieve(asked[0].query, language)
    near = {hit.passage.article_id for hit in found.hits[:_NEAR]}
    return (Matter(asked[0].text, asked[0].query, alone),) if alone.hits and alone.hits[0].passage.article_id in near else ()


def reasons_to_hand_over(
    question: str, verdict: Verdict, found: Retrieved, view: ConversationView | None, shop: ShopSettings, now: datetime
) -> tuple[HandoverReason, ...]:
    """Return which of the owner's triggers speak for this turn."""
    situation = Situation(
        question,
        verdict,
        found.answerable,
        [hit.passage.text for hit in found.hits],
        vip=view.customer.vip if view else False,
        contacts=contacts_about_same(view, now) if view else 1,
    )
    return triggered(situation, shop.handover)


def _verdict(tools: ProposeTools, question: str, view: ConversationView | None) -> Verdict:
    turn = last_turn(view.messages)[0] if view else []
    # The verdict that was kept is about the whole message; where a part of it is left out, the rest is judged anew.
    if view is not None and view.verdict is not None and len(turn) == 1 and said(turn[0]).strip() == question:
        return view.verdict
    judged = tools.sorter.judge(question, MessageContext(view.row.channel if view else None))
    if view is None or view.verdict is None or view.verdict.engine == judged.engine:
        return judged
    # What a person, or a model that was asked, said of the turn holds for its parts.
    return told(judged, labels_of(view.verdict), view.verdict.engine, view.verdict.confidence)


def facts_of(shop: ShopSettings, view: ConversationView | None, verdict: Verdict | None) -> tuple[str, ...]:
    """Return the words a reply may use beside its sources: who the shop and the customer are, and their order numbers."""
    signatures = (shop.voice.signature, *shop.voice.signatures.values())
    about_shop = (shop.shop_name, shop.person, *shop.own_addresses, *shop.own_names, *signatures)
    orders = dict.fromkeys((*view.row.order_numbers, *view.customer.order_numbers[-_ORDERS:])) if view else ()
    about_customer = (plain_name(view.customer.name), *orders) if view else ()
    return tuple(fact for fact in (*about_shop, *about_customer, *(verdict.order_numbers if verdict else ())) if fact)


def _reply_subject(subject: str) -> str:
    return subject if is_reply_subject(subject) else f"Re: {subject}".strip()
