"""Send: what a person approved leaves, once. The gate is here, not in the window.

A draft is written down as SENDING before the server is asked, so that a crash leaves a trace: what is found SENDING at the next
start is UNSURE, is looked up in Sent by its Message-ID, and is never sent again by itself.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.account import MailAccount
from app.domain.draft import STATE_WORDS, ApprovalRecord, Draft, DraftState
from app.domain.errors import AccountError, BadInput, NotApproved, SendRefused, SendUnsure, ToonbankError
from app.domain.message import IncomingMessage
from app.domain.ports import Clock, MailConnector, MailSender, MailServer
from app.domain.shop import ShopSettings
from app.domain.store_ports import Store
from app.domain.text import N_
from app.domain.views import MessageView, OutboxRow
from app.pipeline.approve import TICK_WORDS, digest, missing_ticks
from app.pipeline.receive import keep
from app.pipeline.sort import Judged

RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""How long a reply waits after each temporary refusal; after the last one a person decides."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a reply is made of."""

    draft: Draft
    answered: MessageView | None
    account: MailAccount
    shop: ShopSettings
    at: datetime
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SendTools:
    """What sending needs. `compose` makes the mail, `parse` reads it back as the message the store keeps."""

    store: Store
    clock: Clock
    connect: MailConnector
    send: MailSender
    secret: Callable[[str], str]
    compose: Callable[[Letter], bytes]
    parse: Callable[[bytes, MailAccount], IncomingMessage]


def send_due(tools: SendTools, *, now: bool = False) -> list[OutboxRow]:
    """Send what is approved and due (all that is approved when `now`); returns the rows that were tried."""
    with tools.store.write() as uow:
        waiting = uow.drafts.due(None if now else tools.clock())
    for draft in waiting:
        try:
            send_one(tools, draft.id)
        except NotApproved as error:
            _stopped_at_gate(tools, draft.id, error)
    tried = {draft.id for draft in waiting}
    with tools.store.read() as reader:
        return [row for row in reader.outbox() if row.draft.id in tried]


def _stopped_at_gate(tools: SendTools, draft_id: int, error: NotApproved) -> None:
    """Say on the draft why it stays (unless another hand has moved it meanwhile), so that the others still leave."""
    with tools.store.write() as uow:
        if uow.drafts.get(draft_id).state is DraftState.APPROVED:
            uow.drafts.move(draft_id, DraftState.APPROVED, error=error.told)
            uow.commit()


def send_one(tools: SendTools, draft_id: int) -> Draft:
    """Send one approved draft and return it as it then is. Raises NotApproved when it may not leave."""
    letter = _open_gate(tools, draft_id)
    if letter is None:
        return _get(tools, draft_id)
    draft = letter.draft
    raw = tools.compose(letter)
    try:
        if _already_sent(tools, letter):
            return _sent(tools, letter, raw)
        tools.send(letter.account, tools.secret(letter.account.name), raw, [draft.recipient])
    except SendUnsure as error:
        return _move(tools, draft_id, DraftState.UNSURE, "unsure", error.told)
    except SendRefused as error:
        return _refused(tools, draft, error, permanent=error.permanent)
    except AccountError as error:
        return _refused(tools, draft, error, permanent=False)
    return _sent(tools, letter, raw)


def _open_gate(tools: SendTools, draft_id: int) -> Letter | None:
    """Check that a person approved just this text, and write down that it is leaving; None when no account can send it yet."""
    with tools.store.write() as uow:
        draft = uow.drafts.get(draft_id)
        require_approval(draft, uow.drafts.approvals(draft_id))
        letter = _letter(tools, draft, uow.accounts.all())
        if letter is None:
            why = N_("No mail account is set up to send from; the reply stays in the outbox.")
            uow.drafts.move(draft_id, DraftState.APPROVED, error=why)
            uow.commit()
            return None
        leaving = uow.drafts.move(draft_id, DraftState.SENDING, attempts=draft.attempts + 1, error="")
        uow.drafts.log(ApprovalRecord(draft_id, "sending", draft.approved_by, tools.clock(), digest(draft.text)))
        uow.commit()
    return replace(letter, draft=leaving)


def require_approval(draft: Draft, log: Sequence[ApprovalRecord]) -> None:
    """Raise NotApproved unless a named person approved exactly this text, with every tick it needs."""
    approvals = [record for record in log if record.action == "approved"]
    taken_back = bool(log) and log[-1].action == "taken back"
    if draft.state is not DraftState.APPROVED or not draft.approved_by or not approvals or taken_back:
        raise NotApproved(N_("Nothing leaves without the approval of a person; this draft has none."))
    if approvals[-1].by != draft.approved_by or approvals[-1].text_sha256 != digest(draft.text):
        raise NotApproved(N_("The text changed after it was approved; approve it again."))
    if missing := missing_ticks(draft, draft.confirmed):
        raise NotApproved(N_("This draft speaks of {what}: confirm that by itself before it leaves."), what=TICK_WORDS[tuple(missing)])
    if not draft.recipient or not draft.message_id:
        raise NotApproved(N_("There is no address to send this to."))


def _letter(tools: SendTools, draft: Draft, accounts: Sequence[MailAccount]) -> Letter | None:
    """Return what the reply is made of, None when no account can send. It leaves from the account that the question came in by."""
    with tools.store.read() as reader:
        shop = reader.shop()
        messages = reader.conversation(draft.conversation_id).messages
        home = reader.account_of(draft.in_reply_to) if draft.in_reply_to else ""
    able = [account for account in accounts if account.smtp is not None]
    if not able:
        return None
    answered = next((m for m in messages if m.id == draft.in_reply_to), None)
    earlier = tuple(m.message_id for m in messages if m.message_id and answered and m.sent_at <= answered.sent_at)
    account = next((a for a in able if a.name == home), able[0])
    return Letter(draft, answered, account, shop, tools.clock(), tuple(i for i in earlier if answered and i != answered.message_id))


def _already_sent(tools: SendTools, letter: Letter) -> bool:
    """Say whether this Message-ID left before: kept as sent here, or (on a second attempt) lying in the Sent folder."""
    message_id = letter.draft.message_id
    with tools.store.write() as uow:
        if uow.messages.sent_here([message_id]):
            return True
    return letter.draft.attempts > 1 and _in_sent_folder(tools, letter.account, message_id)


def _in_sent_folder(tools: SendTools, account: MailAccount, message_id: str) -> bool:
    with tools.connect(account, tools.secret(account.name)) as server:
        sent = _folder(server, "sent")
        return sent is not None and server.find_message_id(sent, message_id) is not None


def _folder(server: MailServer, role: str) -> str | None:
    return next((folder.name for folder in server.folders() if folder.role == role), None)


def _sent(tools: SendTools, letter: Letter, raw: bytes) -> Draft:
    """Write down that it left, then tidy the mailbox: a copy in Sent, the original marked as answered."""
    now = tools.clock()
    with tools.store.write() as uow:
        keep(uow, [Judged(tools.parse(raw, letter.account), None)], letter.shop, now)
        uow.conversations.set_answered(letter.draft.conversation_id)
        sent = uow.drafts.move(letter.draft.id, DraftState.SENT, error="")
        uow.drafts.log(ApprovalRecord(sent.id, "sent", sent.approved_by, now, digest(sent.text), letter.account.name))
        uow.commit()
    try:
        _tidy_mailbox(tools, letter, raw)
    except ToonbankError as error:
        return _note(tools, sent.id, error.told)
    return sent


def _tidy_mailbox(tools: SendTools, letter: Letter, raw: bytes) -> None:
    with tools.store.write() as uow:
        place = uow.messages.remote_of(letter.draft.in_reply_to) if letter.draft.in_reply_to else None
    with tools.connect(letter.account, tools.secret(letter.account.name)) as server:
        folder = _folder(server, "sent")
        if folder and server.find_message_id(folder, letter.draft.message_id) is None:
            server.append(folder, raw, ("\\Seen",))
        if place and place[0] == letter.account.name:
            server.add_flag(place[1], place[2], "\\Answered")


def _refused(tools: SendTools, draft: Draft, error: ToonbankError, *, permanent: bool) -> Draft:
    if permanent or draft.attempts > len(RETRY_AFTER):
        return _move(tools, draft.id, DraftState.FAILED, "failed", error.told)
    due = tools.clock() + RETRY_AFTER[draft.attempts - 1]
    return _move(tools, draft.id, DraftState.APPROVED, "put off", error.told, due_at=due)


def _move(tools: SendTools, draft_id: int, to: DraftState, action: str, error: str, **changes: object) -> Draft:
    with tools.store.write() as uow:
        draft = uow.drafts.move(draft_id, to, error=error, **changes)
        uow.drafts.log(ApprovalRecord(draft_id, action, draft.approved_by, tools.clock(), digest(draft.text), error))
        uow.commit()
    return draft


def _note(tools: SendTools, draft_id: int, error: str) -> Draft:
    with tools.store.write() as uow:
        draft = uow.drafts.move(draft_id, DraftState.SENT, error=error)
        uow.commit()
    return draft


def _get(tools: SendTools, draft_id: int) -> Draft:
    with tools.store.read() as reader:
        return reader.draft(draft_id)


# -- after a crash, and by hand


def settle_interrupted(store: Store, clock: Clock) -> int:
    """Turn what a crash left SENDING into UNSURE (call once, when the profile is opened for writing). Returns how many."""
    with store.write() as uow:
        interrupted = uow.drafts.in_state(DraftState.SENDING)
        for draft in interrupted:
            why = N_("Toonbank stopped while this was being sent, so it may or may not have left.")
            uow.drafts.move(draft.id, DraftState.UNSURE, error=why)
            uow.drafts.log(ApprovalRecord(draft.id, "unsure", draft.approved_by, clock(), digest(draft.text), why))
        uow.commit()
    return len(interrupted)


def look_up_unsure(tools: SendTools) -> list[OutboxRow]:
    """Look for UNSURE drafts in Sent by Message-ID; those found become SENT, the others stay for a person to settle."""
    with tools.store.write() as uow:
        unsure, accounts = uow.drafts.in_state(DraftState.UNSURE), uow.accounts.all()
    for draft in unsure:
        letter = _letter(tools, draft, accounts)
        with suppress(AccountError):
            if letter is not None and _in_sent_folder(tools, letter.account, draft.message_id):
                _sent(tools, letter, tools.compose(letter))
    ids = {draft.id for draft in unsure}
    with tools.store.read() as reader:
        return [row for row in reader.outbox() if row.draft.id in ids]


def settle_unsure(tools: SendTools, draft_id: int, *, was_sent: bool) -> Draft:
    """A person says what became of an UNSURE draft: it was sent, or it was not (then it is FAILED and may be tried again)."""
    draft = _get(tools, draft_id)
    if draft.state is not DraftState.UNSURE:
        raise NotApproved(N_("This draft is {state}; there is nothing unsure about it."), state=STATE_WORDS[draft.state])
    if not was_sent:
        return _move(tools, draft_id, DraftState.FAILED, "not sent, says a person", "")
    with tools.store.write() as uow:
        accounts = uow.accounts.all()
    letter = _letter(tools, draft, accounts)
    if letter is None:
        return _move(tools, draft_id, DraftState.SENT, "sent, says a person", "")
    return _sent(tools, letter, tools.compose(letter))


def retry(tools: SendTools, draft_id: int) -> Draft:
    """Put a FAILED draft back in the outbox; its approval still stands."""
    draft = _get(tools, draft_id)
    if draft.state is not DraftState.FAILED:
        raise BadInput(N_("This draft is {state}; only a failed one can be tried again."), state=STATE_WORDS[draft.state])
    return _move(tools, draft_id, DraftState.APPROVED, "tried again", "", due_at=tools.clock())
