"""The gate and the outbox: nothing unapproved leaves, nothing leaves twice, nothing is repeated by itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.account import MailAccount, Security, ServerAddress
from app.domain.draft import ALLOWED_MOVES, WHOLE, CheckReport, Draft, DraftState, Flag, FlagKind, Outcome, Proposal
from app.domain.errors import NotApproved, SendRefused, SendUnsure, ServerUnreachable
from app.domain.message import Channel, Direction, IncomingMessage, Party, Remote
from app.domain.views import Box
from app.drafting.ai_line import AI_LINE_SHORT
from app.parsing.mail import parse_mail
from app.pipeline import approve as approving
from app.pipeline import send as sending
from app.pipeline.letter import letter_to_mail
from app.store import SqliteStore
from tests.fakes_mail import PASSWORD, FakeConnector, FakeSender
from tests.pipeline.support import NOW, SHOP, take_in
from tests.store.builders import incoming

ACCOUNT = MailAccount(
    "winkel",
    "info@fietshoek.example",
    "info",
    ServerAddress("imap.example", 993, Security.TLS),
    ServerAddress("smtp.example", 465, Security.TLS),
    display_name="De Fietshoek",
)


@dataclass
class Desk:
    """A shop with one question waiting, and the tools to answer it."""

    store: SqliteStore
    connector: FakeConnector = field(default_factory=FakeConnector)
    sender: FakeSender = field(default_factory=FakeSender)
    now: datetime = NOW

    def approving(self) -> approving.ApproveTools:
        return approving.ApproveTools(self.store, lambda: self.now, self._check, lambda d: f"reply-{d.id}@fietshoek.example")

    @staticmethod
    def _check(_draft: Draft, text: str) -> CheckReport:
        at = text.find("gratis")
        return CheckReport(flags=(Flag(FlagKind.MONEY, (at, at + 6), "gratis"),) if at >= 0 else ())

    def sending(self) -> sending.SendTools:
        return sending.SendTools(
            self.store, lambda: self.now, self.connector, self.sender, lambda _name: PASSWORD, letter_to_mail, parse_own_mail
        )

    def propose(self, text: str = "Morgen sturen we het op.", flags: tuple[Flag, ...] = ()) -> Draft:
        with self.store.read() as reader:
            view = reader.conversation(reader.conversation_ids(Box.ALL)[0])
        proposal = Proposal(Outcome.ANSWER, text, "nl", flags=flags)
        with self.store.write() as uow:
            draft = uow.drafts.add(
                view.row.id, proposal, recipient="noor@klant.example", subject="Re: Vraag", in_reply_to=view.messages[0].id, now=self.now
            )
            uow.commit()
        return draft

    def approve(self, draft: Draft, **options: object) -> Draft:
        return approving.approve(self.approving(), draft.id, "Marieke", **options)  # type: ignore[arg-type]

    def state(self, draft: Draft) -> DraftState:
        with self.store.read() as reader:
            return reader.draft(draft.id).state

    def mails(self) -> list[Message]:
        return [message_from_bytes(raw) for _from, _to, raw in self.sender.sent]


def parse_own_mail(raw: bytes, account: MailAccount) -> IncomingMessage:
    return parse_mail(raw, channel=Channel.IMAP, own_addresses=frozenset({account.address}), sent_folder=True)


@pytest.fixture
def desk(store: SqliteStore) -> Desk:
    made = Desk(store)
    uid = made.connector.mailbox.deliver(b"Message-ID: <q@klant.example>\n\nVraag\n")
    question = incoming("Waar blijft mijn pakket?", message_id="q@klant.example", minutes=0, remote=Remote("winkel", "INBOX", 1, uid))
    take_in(store, question)
    with store.write() as uow:
        uow.accounts.put(ACCOUNT)
        uow.settings.put_shop(SHOP)
        uow.commit()
    return made


def later(desk: Desk, seconds: float = 11) -> None:
    desk.now += timedelta(seconds=seconds)


def test_a_proposed_draft_cannot_leave(desk: Desk) -> None:
    draft = desk.propose()
    assert sending.send_due(desk.sending(), now=True) == []
    with pytest.raises(NotApproved, match="approval of a person"):
        sending.send_one(desk.sending(), draft.id)
    assert desk.sender.sent == []


def forge_state(desk: Desk, draft: Draft) -> None:
    """Set APPROVED without any approval, as a bug or a hand in the database would."""
    with desk.store.write() as uow:
        uow.drafts.move(draft.id, DraftState.APPROVED, approved_by="Marieke", message_id="x@y", due_at=desk.now)
        uow.commit()


def forge_text(desk: Desk, draft: Draft) -> None:
    """Change the text behind the approval."""
    desk.approve(draft)
    with desk.store.write() as uow:
        uow.drafts.move(draft.id, DraftState.APPROVED, text="U krijgt alles terug.")
        uow.commit()


def forge_name(desk: Desk, draft: Draft) -> None:
    """Put another name under it than the log has."""
    desk.approve(draft)
    with desk.store.write() as uow:
        uow.drafts.move(draft.id, DraftState.APPROVED, approved_by="")
        uow.commit()


def forge_tick(desk: Desk, draft: Draft) -> None:
    """Take the tick for money away after the approval."""
    flag = Flag(FlagKind.MONEY, (0, 3), "money")
    desk.approve(draft)
    with desk.store.write() as uow:
        uow.drafts.move(draft.id, DraftState.APPROVED, flags=(flag,))
        uow.commit()


@pytest.mark.parametrize("forge", [forge_state, forge_text, forge_name, forge_tick])
def test_a_forged_approval_is_stopped_at_the_gate_and_says_why(desk: Desk, forge: Callable[[Desk, Draft], None]) -> None:
    draft = desk.propose()
    forge(desk, draft)
    rows = sending.send_due(desk.sending(), now=True)
    assert [row.draft.state for row in rows] == [DraftState.APPROVED]
    assert rows[0].draft.error
    assert desk.sender.sent == []


def test_an_approved_reply_leaves_once_after_its_countdown(desk: Desk) -> None:
    draft = desk.approve(desk.propose())
    assert draft.due_at == desk.now + timedelta(seconds=10)
    assert sending.send_due(desk.sending()) == []
    later(desk)
    rows = sending.send_due(desk.sending())
    assert [row.draft.state for row in rows] == [DraftState.SENT]
    assert sending.send_due(desk.sending(), now=True) == []
    (mail,) = desk.mails()
    assert (mail["Message-ID"], mail["In-Reply-To"]) == (f"<reply-{draft.id}@fietshoek.example>", "<q@klant.example>")
    assert "q@klant.example" in mail["References"]
    assert mail["To"].endswith("<noor@klant.example>")
    sent = desk.connector.mailbox.folders["Sent"].mails
    assert [message_from_bytes(m.raw)["Message-ID"] for m in sent.values()] == [mail["Message-ID"]]
    assert "\\Answered" in desk.connector.mailbox.folders["INBOX"].mails[1].flags
    with desk.store.read() as reader:
        view = reader.conversation(draft.conversation_id)
        assert [m.direction for m in view.messages] == [Direction.IN, Direction.OUT]
        assert reader.conversation_ids(Box.QUEUE) == []


def test_the_copy_in_sent_is_the_same_message_when_it_is_met_again(desk: Desk) -> None:
    draft = desk.approve(desk.propose())
    sending.send_due(desk.sending(), now=True)
    raw = next(iter(desk.connector.mailbox.folders["Sent"].mails.values())).raw
    rewritten = raw.replace(b"Morgen", b"Morgen  ").replace(b"MIME-Version: 1.0", b"X-Server: yes\r\nMIME-Version: 1.0")
    for copy in (raw, rewritten):
        assert take_in(desk.store, parse_own_mail(copy, ACCOUNT)).new == 0
    with desk.store.read() as reader:
        assert len(reader.conversation(draft.conversation_id).messages) == 2


def test_an_approval_can_be_taken_back_until_it_leaves(desk: Desk) -> None:
    draft = desk.approve(desk.propose())
    assert approving.take_back(desk.approving(), draft.id).state is DraftState.PROPOSED
    assert sending.send_due(desk.sending(), now=True) == []
    desk.approve(draft)
    sending.send_due(desk.sending(), now=True)
    with pytest.raises(NotApproved, match="too late"):
        approving.take_back(desk.approving(), draft.id)
    assert len(desk.sender.sent) == 1


@pytest.mark.parametrize(("by", "text", "why"), [("  ", None, "Say who"), ("Marieke", " \n", "empty")])
def test_an_approval_needs_a_name_and_a_text(desk: Desk, by: str, text: str | None, why: str) -> None:
    draft = desk.propose()
    with pytest.raises(NotApproved, match=why):
        approving.approve(desk.approving(), draft.id, by, text)
    assert desk.state(draft) is DraftState.PROPOSED


def test_money_needs_its_own_tick_also_when_a_person_typed_it(desk: Desk) -> None:
    draft = desk.propose()
    with pytest.raises(NotApproved, match="money"):
        desk.approve(draft, text="U krijgt het gratis.")
    with pytest.raises(NotApproved, match="money"):
        desk.approve(draft, confirm={"promise"})
    assert desk.approve(draft, confirm={"money"}).confirmed == {"money"}
    sending.send_due(desk.sending(), now=True)
    assert len(desk.sender.sent) == 1


def test_a_permanent_refusal_fails_and_a_person_may_try_again(desk: Desk) -> None:
    draft = desk.approve(desk.propose())
    desk.sender.outcome = SendRefused("No such person.", permanent=True)
    (row,) = sending.send_due(desk.sending(), now=True)
    assert (row.draft.state, row.draft.error) == (DraftState.FAILED, "No such person.")
    desk.sender.outcome = None
    assert sending.send_due(desk.sending(), now=True) == []
    sending.retry(desk.sending(), draft.id)
    sending.send_due(desk.sending(), now=True)
    assert desk.state(draft) is DraftState.SENT


def test_a_temporary_refusal_waits_longer_each_time_and_then_asks_a_person(desk: Desk) -> None:
    draft = desk.approve(desk.propose())
    desk.sender.outcome = SendRefused("Busy.")
    waits = []
    for _ in range(len(sending.RETRY_AFTER)):
        (row,) = sending.send_due(desk.sending(), now=True)
        assert row.draft.due_at is not None
        waits.append(row.draft.due_at - desk.now)
    assert waits == list(sending.RETRY_AFTER)
    (row,) = sending.send_due(desk.sending(), now=True)
    assert row.draft.state is DraftState.FAILED
    assert desk.state(draft) is DraftState.FAILED


def test_offline_keeps_the_reply_in_the_outbox(desk: Desk) -> None:
    draft = desk.approve(desk.propose())
    desk.sender.outcome = SendRefused("No connection.")
    sending.send_due(desk.sending(), now=True)
    assert desk.state(draft) is DraftState.APPROVED


def test_an_unsure_send_is_never_repeated_by_itself(desk: Desk) -> None:
    draft = desk.approve(desk.propose())
    desk.sender.outcome, desk.sender.take_first = SendUnsure("It broke."), True
    (row,) = sending.send_due(desk.sending(), now=True)
    assert row.draft.state is DraftState.UNSURE
    desk.sender.outcome = None
    later(desk, 86_400)
    assert sending.send_due(desk.sending(), now=True) == []
    with pytest.raises(NotApproved):
        sending.send_one(desk.sending(), draft.id)
    assert len(desk.sender.sent) == 1


def test_an_unsure_send_found_in_sent_is_sent_and_kept(desk: Desk) -> None:
    draft = desk.approve(desk.propose())
    desk.sender.outcome, desk.sender.take_first = SendUnsure("It broke."), True
    sending.send_due(desk.sending(), now=True)
    assert [row.draft.state for row in sending.look_up_unsure(desk.sending())] == [DraftState.UNSURE]
    desk.connector.mailbox.deliver(desk.sender.sent[0][2], "Sent")
    assert [row.draft.state for row in sending.look_up_unsure(desk.sending())] == [DraftState.SENT]
    assert len(desk.connector.mailbox.folders["Sent"].mails) == 1
    with desk.store.read() as reader:
        assert len(reader.conversation(draft.conversation_id).messages) == 2


@pytest.mark.parametrize(("was_sent", "state"), [(True, DraftState.SENT), (False, DraftState.FAILED)])
def test_a_person_settles_an_unsure_send(desk: Desk, was_sent: bool, state: DraftState) -> None:
    draft = desk.approve(desk.propose())
    desk.sender.outcome, desk.sender.take_first = SendUnsure("It broke."), was_sent
    sending.send_due(desk.sending(), now=True)
    assert sending.settle_unsure(desk.sending(), draft.id, was_sent=was_sent).state is state
    with pytest.raises(NotApproved, match="nothing unsure"):
        sending.settle_unsure(desk.sending(), draft.id, was_sent=was_sent)


def test_what_a_crash_left_sending_becomes_unsure(desk: Desk) -> None:
    draft = desk.approve(desk.propose())
    with desk.store.write() as uow:
        uow.drafts.move(draft.id, DraftState.SENDING, attempts=1)
        uow.commit()
    assert sending.settle_interrupted(desk.store, lambda: desk.now) == 1
    assert desk.state(draft) is DraftState.UNSURE
    assert sending.send_due(desk.sending(), now=True) == []
    assert desk.sender.sent == []


def test_a_retry_first_looks_in_sent(desk: Desk) -> None:
    draft = desk.approve(desk.propose())
    desk.sender.outcome, desk.sender.take_first = SendRefused("Busy, it said."), True
    sending.send_due(desk.sending(), now=True)
    desk.connector.mailbox.deliver(desk.sender.sent[0][2], "Sent")
    desk.sender.outcome = None
    sending.send_due(desk.sending(), now=True)
    assert desk.state(draft) is DraftState.SENT
    assert len(desk.sender.sent) == 1


def test_a_mailbox_that_cannot_be_tidied_does_not_undo_the_sending(desk: Desk) -> None:
    draft = desk.approve(desk.propose())
    desk.connector.refuse_with = ServerUnreachable("No connection.")
    (row,) = sending.send_due(desk.sending(), now=True)
    assert (row.draft.state, row.draft.error) == (DraftState.SENT, "No connection.")
    assert desk.state(draft) is DraftState.SENT


def test_without_an_account_the_reply_waits(desk: Desk) -> None:
    draft = desk.approve(desk.propose())
    with desk.store.write() as uow:
        uow.accounts.remove("winkel")
        uow.commit()
    (row,) = sending.send_due(desk.sending(), now=True)
    assert row.draft.state is DraftState.APPROVED
    assert "No mail account" in row.draft.error
    assert desk.state(draft) is DraftState.APPROVED


def test_a_chat_is_answered_by_hand_and_leaves_the_queue(desk: Desk) -> None:
    anna = Party("Anna")
    take_in(desk.store, IncomingMessage(Channel.WHATSAPP, "e" * 32, "anna", NOW, Direction.IN, anna, "Hoi?"))
    with desk.store.read() as reader:
        chat = next(r for r in reader.conversation_rows(reader.conversation_ids(Box.QUEUE)) if r.channel is Channel.WHATSAPP)
    with desk.store.write() as uow:
        draft = uow.drafts.add(chat.id, Proposal(Outcome.ANSWER, "Dag!", "nl"), recipient="", subject="", in_reply_to=None, now=desk.now)
        uow.commit()
    sent = desk.approve(draft)
    assert sent.state is DraftState.SENT
    assert sent.text == f"Dag!\n\n{AI_LINE_SHORT['nl']}"
    with desk.store.read() as reader:
        assert chat.id not in reader.conversation_ids(Box.QUEUE)
    assert desk.sender.sent == []


def test_unsure_never_leads_back_to_the_outbox() -> None:
    assert DraftState.APPROVED not in ALLOWED_MOVES[DraftState.UNSURE]
    assert ALLOWED_MOVES[DraftState.SENT] == frozenset()


STEPS = ["approve", "take_back", "send", "fail", "unsure", "crash", "retry", "look_up", "edit"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), max_size=12))
def test_whatever_happens_the_customer_gets_at_most_one_mail(tmp_path_factory: pytest.TempPathFactory, steps: list[str]) -> None:
    """A model of a bad day: steps in any order; a mail is taken at most once, and only in approved words."""
    from app.store import open_store

    store = open_store(tmp_path_factory.mktemp("p") / "profile", None)
    day = Desk(store)
    take_in(store, incoming("Vraag?", message_id="q@klant.example", minutes=0))
    with store.write() as uow:
        uow.accounts.put(ACCOUNT)
        uow.commit()
    draft = day.propose()
    for step in steps:
        try:
            play(day, draft, step)
        except (NotApproved, ValueError):
            continue
        except Exception as error:
            if type(error).__name__ != "BadInput":
                raise
    assert len(day.sender.sent) <= 1
    with store.write() as uow:
        approvals = uow.drafts.approvals(draft.id)
    if day.sender.sent:
        assert any(record.action == "approved" for record in approvals)
    store.close()


def play(day: Desk, draft: Draft, step: str) -> None:
    tools = day.sending()
    day.sender.outcome, day.sender.take_first = None, False
    if step == "approve":
        day.approve(draft)
    elif step == "take_back":
        approving.take_back(day.approving(), draft.id)
    elif step == "send":
        sending.send_due(tools, now=True)
    elif step == "fail":
        day.sender.outcome = SendRefused("No.", permanent=True)
        sending.send_due(tools, now=True)
    elif step == "unsure":
        day.sender.outcome, day.sender.take_first = SendUnsure("?"), True
        sending.send_due(tools, now=True)
    elif step == "crash":
        with day.store.write() as uow:
            uow.drafts.move(draft.id, DraftState.SENDING)
            uow.commit()
        sending.settle_interrupted(day.store, lambda: day.now)
    elif step == "retry":
        sending.retry(tools, draft.id)
    elif step == "look_up":
        sending.look_up_unsure(tools)
    else:
        approving.save_text(day.approving(), draft.id, "Andere woorden.")


def test_an_edit_settles_no_flag_about_the_message_as_a_whole(desk: Desk) -> None:
    whole = Flag(FlagKind.HANDOVER, WHOLE, "asks for a person")
    draft = desk.propose("Het is gratis.", (whole, Flag(FlagKind.MONEY, (7, 13), "gratis")))
    saved = approving.save_text(desk.approving(), draft.id, "Het komt goed.")
    assert saved.flags == (whole,)
