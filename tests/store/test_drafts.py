"""Drafts, the outbox and the approval log."""

import pytest
from sqlalchemy.exc import DBAPIError

from app.domain.draft import (
    ALLOWED_MOVES,
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
from app.domain.store_ports import UnitOfWork
from app.store import SqliteStore
from tests.store.builders import at, conversation, incoming, keep

PROPOSAL = Proposal(
    Outcome.ANSWER,
    "U krijgt € 10 terug.",
    "nl",
    citations=(Citation(1, 2, 3, "binnen 14 dagen", "Retour"), Citation(2, 2, 4, "x")),
    sentences=(Sentence("U krijgt € 10 terug.", 0.75, 1), Sentence("Groet", 1.0, None, courtesy=True)),
    flags=(Flag(FlagKind.MONEY, (9, 13), "amount"),),
    engine="embedded",
    model="m",
    milliseconds=12.5,
)


def propose(uow: UnitOfWork, place: tuple[int, int], proposal: Proposal = PROPOSAL) -> Draft:
    return uow.drafts.add(place[0], proposal, recipient="noor@klant.example", subject="Re: Vraag", in_reply_to=7, now=at(1))


def test_a_proposal_comes_back_whole(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        keep(uow, place, incoming())
        draft = propose(uow, place)
        uow.commit()
    assert (draft.citations, draft.sentences, draft.flags) == (PROPOSAL.citations, PROPOSAL.sentences, PROPOSAL.flags)
    assert (draft.state, draft.text, draft.proposed_text, draft.milliseconds) == (DraftState.PROPOSED, PROPOSAL.text, PROPOSAL.text, 12.5)
    assert (draft.recipient, draft.subject, draft.in_reply_to, draft.created_at) == ("noor@klant.example", "Re: Vraag", 7, at(1))
    with store.read() as reader:
        assert reader.draft(draft.id) == draft
        view = reader.conversation(place[0])
        assert (view.drafts, view.row.draft_ready) == ((draft,), True)
        with pytest.raises(NotFound):
            reader.draft(99)


def test_a_new_proposal_retires_the_one_before(store: SqliteStore) -> None:
    with store.write() as uow:
        place, other = conversation(uow), conversation(uow)
        first, elsewhere, second = propose(uow, place), propose(uow, other), propose(uow, place)
        assert [uow.drafts.get(d.id).state for d in (first, elsewhere, second)] == ["retired", "proposed", "proposed"]
        assert uow.drafts.in_state(DraftState.PROPOSED) == [elsewhere, second]


def test_an_empty_draft_is_not_ready(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        draft = propose(uow, place, Proposal(Outcome.ANSWER, "", "nl"))
        uow.commit()
        with store.read() as reader:
            assert not reader.conversation_rows([place[0]])[0].draft_ready
        uow.drafts.save_text(draft.id, "Dag")
        uow.commit()
    with store.read() as reader:
        assert reader.conversation_rows([place[0]])[0].draft_ready


def test_an_edit_keeps_what_was_proposed_and_renews_the_flags(store: SqliteStore) -> None:
    report = CheckReport((Sentence("Anders", 0.1),), (Flag(FlagKind.UNSUPPORTED, (0, 6), "no source"),))
    with store.write() as uow:
        draft = propose(uow, conversation(uow))
        edited = uow.drafts.save_text(draft.id, "Anders", report)
        assert (edited.text, edited.proposed_text) == ("Anders", PROPOSAL.text)
        assert (edited.sentences, edited.flags) == (report.sentences, report.flags)
        assert uow.drafts.save_text(draft.id, "Nog anders").flags == report.flags
        uow.drafts.move(draft.id, DraftState.APPROVED)
        with pytest.raises(NotApproved):
            uow.drafts.save_text(draft.id, "Te laat")


def test_only_allowed_moves(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        for start, allowed in ALLOWED_MOVES.items():
            for to in set(DraftState) - allowed - {start}:
                draft = propose(uow, place)
                uow.drafts._sql.run("UPDATE drafts SET state = ? WHERE id = ?", (start, draft.id))  # type: ignore[attr-defined]
                with pytest.raises(NotApproved):
                    uow.drafts.move(draft.id, to)
                assert uow.drafts.get(draft.id).state is start


def test_a_move_sets_fields_in_the_same_step(store: SqliteStore) -> None:
    with store.write() as uow:
        draft = propose(uow, conversation(uow))
        moved = uow.drafts.move(
            draft.id,
            DraftState.APPROVED,
            approved_by="Toon",
            approved_at=at(2),
            due_at=at(3),
            confirmed=frozenset({"money"}),
            message_id="m@x",
        )
        assert (moved.state, moved.approved_by, moved.approved_at) == (DraftState.APPROVED, "Toon", at(2))
        assert (moved.due_at, moved.confirmed, moved.message_id) == (at(3), frozenset({"money"}), "m@x")
        assert uow.drafts.move(draft.id, DraftState.APPROVED, attempts=2).attempts == 2
        with pytest.raises(ValueError, match="conversation_id"):
            uow.drafts.move(draft.id, DraftState.SENDING, conversation_id=3)


def test_what_is_due(store: SqliteStore) -> None:
    with store.write() as uow:
        later, sooner, proposed = (propose(uow, conversation(uow)) for _ in range(3))
        uow.drafts.move(later.id, DraftState.APPROVED, approved_at=at(5), due_at=at(9))
        uow.drafts.move(sooner.id, DraftState.APPROVED, approved_at=at(2), due_at=at(3))
        assert [d.id for d in uow.drafts.due(at(2))] == []
        assert [d.id for d in uow.drafts.due(at(3))] == [sooner.id]
        assert [d.id for d in uow.drafts.due(None)] == [sooner.id, later.id]
        uow.drafts.move(sooner.id, DraftState.SENDING)
        uow.drafts.move(sooner.id, DraftState.SENT)
        uow.commit()
    with store.read() as reader:
        rows = reader.outbox()
        assert [(r.draft.id, r.customer, r.channel) for r in rows] == [
            (later.id, "Noor Kramer", "imap"),
            (sooner.id, "Noor Kramer", "imap"),
        ]
        assert proposed.id not in [r.draft.id for r in rows]


def test_the_approval_log_can_only_grow(store: SqliteStore) -> None:
    first, second = (ApprovalRecord(1, action, "Toon", at(n), "ab" * 32, "money") for n, action in enumerate(("approve", "send")))
    with store.write() as uow:
        uow.drafts.log(first)
        uow.drafts.log(second)
        uow.commit()
        assert uow.drafts.approvals(1) == [first, second]
        assert uow.drafts.approvals(2) == []
    for statement in ('UPDATE approval_log SET "by" = 1', "DELETE FROM approval_log"):
        with store._transaction() as connection, pytest.raises(DBAPIError, match="append-only"):
            connection.exec_driver_sql(statement)


def test_a_move_is_on_the_disk_when_it_is_committed(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr("app.store.database.os.fsync", synced.append)
    with store.write() as uow:
        draft = propose(uow, conversation(uow))
        uow.commit()
        assert not synced
        uow.drafts.move(draft.id, DraftState.APPROVED)
        uow.commit()
    assert len(synced) == 1
