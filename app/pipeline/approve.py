"""Approve: a person, by name, says that this text may leave. What was approved is written down before anything moves."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from app.domain.canned import unfilled
from app.domain.draft import STATE_WORDS, WHOLE, ApprovalRecord, CheckReport, Draft, DraftState, FlagKind
from app.domain.errors import NotApproved
from app.domain.message import Direction, IncomingMessage, Party, fingerprint_of
from app.domain.ports import Clock
from app.domain.shop import ShopSettings
from app.domain.store_ports import NewMessage, Store, UnitOfWork
from app.domain.text import N_
from app.domain.views import ConversationRow
from app.drafting.ai_line import ai_line, with_ai_line


@dataclass(frozen=True, slots=True)
class ApproveTools:
    """What approving needs. `check` looks at a text in the light of its draft's sources; `new_message_id` reserves a Message-ID."""

    store: Store
    clock: Clock
    check: Callable[[Draft, str], CheckReport]
    new_message_id: Callable[[Draft], str]


TICK_WORDS = {
    ("money",): N_("money"),
    ("promise",): N_("a promise"),
    ("money", "promise"): N_("money and a promise"),
}
"""What `missing_ticks` found, as it stands in a sentence."""


def digest(text: str) -> str:
    """Return the SHA-256 under which the approval log knows a text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def save_text(tools: ApproveTools, draft_id: int, text: str) -> Draft:
    """Keep a person's edit with what the check finds in it. Flags about the message as a whole stay: no edit settles them."""
    with tools.store.read() as reader:
        draft = reader.draft(draft_id)
    report = tools.check(draft, text)
    report = replace(report, flags=(*(flag for flag in draft.flags if flag.span == WHOLE), *report.flags))
    with tools.store.write() as uow:
        saved = uow.drafts.save_text(draft_id, text, report)
        uow.commit()
    return saved


def approve(tools: ApproveTools, draft_id: int, by: str, text: str | None = None, confirm: Collection[str] = ()) -> Draft:
    """Approve a draft by name. Raises NotApproved with what is missing: a name, a text, an address, or a tick for money or a promise.

    A mail waits for its countdown; on a chat channel a person sends it by hand, so it is recorded as answered at once.
    """
    if text is not None:
        save_text(tools, draft_id, text)
    with tools.store.read() as reader:
        draft, shop = reader.draft(draft_id), reader.shop()
        row = reader.conversation_rows([draft.conversation_id])[0]
        channel = row.channel
    _require(draft, by, confirm, needs_address=channel.is_mail)
    now = tools.clock()
    with tools.store.write() as uow:
        if not channel.is_mail:
            draft = _with_ai_line(uow, draft, ai_line(shop, draft.language, draft.engine, channel))
        approved = _approve(uow, draft, by.strip(), confirm, now, now + timedelta(seconds=shop.undo_seconds), tools.new_message_id(draft))
        if not channel.is_mail:
            approved = _answered_by_hand(uow, approved, now, row, shop)
        uow.commit()
    return approved


def _require(draft: Draft, by: str, confirm: Collection[str], *, needs_address: bool) -> None:
    if draft.state is not DraftState.PROPOSED:
        raise NotApproved(N_("This draft is {state}; only a proposed one can be approved."), state=STATE_WORDS[draft.state])
    if not by.strip():
        raise NotApproved(N_("Say who approves this: a message leaves under the name of a person."))
    if not draft.text.strip():
        raise NotApproved(N_("The draft is empty; write the answer first."))
    if places := unfilled(draft.text):
        raise NotApproved(N_("Fill in first: {places}. The counter does not know what belongs there."), places=", ".join(places))
    if needs_address and not draft.recipient:
        raise NotApproved(N_("There is no address to send this to."))
    if missing := missing_ticks(draft, confirm):
        raise NotApproved(N_("This draft speaks of {what}: confirm that by itself before it leaves."), what=TICK_WORDS[tuple(missing)])


def missing_ticks(draft: Draft, confirm: Collection[str]) -> list[str]:
    """Return the kinds that need a tick of their own and have none."""
    needed = {flag.kind for flag in draft.flags if flag.kind.needs_tick}
    return sorted(kind.value for kind in needed if kind.value not in confirm)


def _approve(uow: UnitOfWork, draft: Draft, by: str, confirm: Collection[str], now: datetime, due: datetime, message_id: str) -> Draft:
    ticks = frozenset(confirm) & {kind.value for kind in FlagKind if kind.needs_tick}
    changes = {"approved_by": by, "approved_at": now, "confirmed": ticks, "due_at": due, "attempts": 0, "error": ""}
    approved = uow.drafts.move(draft.id, DraftState.APPROVED, message_id=draft.message_id or message_id, **changes)
    detail = "confirmed: " + ", ".join(sorted(ticks)) if ticks else ""
    uow.drafts.log(ApprovalRecord(draft.id, "approved", by, now, digest(draft.text), detail))
    return approved


def _with_ai_line(uow: UnitOfWork, draft: Draft, line: str) -> Draft:
    """A chat is copied as it stands, so the line that AI helped becomes part of the text that is approved (a mail gets it as it leaves)."""
    text = with_ai_line(draft.text, line)
    return draft if text == draft.text else uow.drafts.save_text(draft.id, text, CheckReport(draft.sentences, draft.flags))


def _answered_by_hand(uow: UnitOfWork, draft: Draft, now: datetime, row: ConversationRow, shop: ShopSettings) -> Draft:
    """Record that a person copied the answer into the chat: as a message of the shop, until an export shows it as it went."""
    uow.drafts.move(draft.id, DraftState.SENDING)
    sent = uow.drafts.move(draft.id, DraftState.SENT)
    uow.drafts.log(ApprovalRecord(draft.id, "answered by hand", draft.approved_by, now, digest(draft.text)))
    written = NewMessage(_copied(draft, now, row, shop), row.id, row.customer_id)
    uow.changes.expect(written, uow.messages.add([written])[0])
    uow.conversations.set_answered(draft.conversation_id)
    return sent


def _copied(draft: Draft, now: datetime, row: ConversationRow, shop: ShopSettings) -> IncomingMessage:
    return IncomingMessage(
        channel=row.channel,
        fingerprint=fingerprint_of("counter", str(draft.id), digest(draft.text)),
        conversation_key="",
        sent_at=now,
        direction=Direction.OUT,
        sender=Party(shop.shop_name),
        text=draft.text,
        new_text=draft.text,
        recipients=(Party(row.customer),),
    )


def take_back(tools: ApproveTools, draft_id: int) -> Draft:
    """Undo an approval before the draft left. Raises NotApproved when it is on its way or gone."""
    with tools.store.write() as uow:
        draft = uow.drafts.get(draft_id)
        if draft.state is not DraftState.APPROVED:
            raise NotApproved(N_("It is too late to take this back: the draft is {state}."), state=STATE_WORDS[draft.state])
        back = uow.drafts.move(draft_id, DraftState.PROPOSED, approved_by="", approved_at=None, confirmed=frozenset(), due_at=None)
        uow.drafts.log(ApprovalRecord(draft_id, "taken back", draft.approved_by, tools.clock(), digest(draft.text)))
        uow.commit()
    return back


def shelve(tools: ApproveTools, draft_id: int) -> Draft:
    """Put a draft aside; it can be proposed again."""
    with tools.store.write() as uow:
        shelved = uow.drafts.move(draft_id, DraftState.SHELVED)
        uow.commit()
    return shelved
