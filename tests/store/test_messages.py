"""Keeping messages, and what their conversations and customers show then."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from app.domain.errors import NotFound, ProfileDamaged
from app.domain.message import Attachment, Channel, Direction, HandleKind, Kind, Remote
from app.domain.store_ports import KnownMail, NewMessage
from app.domain.verdict import Reason, Verdict
from app.store import SqliteStore
from tests.store.builders import at, conversation, email, incoming, keep


def attached(content: bytes | None, name: str = "bon.pdf", sha256: str = "") -> Attachment:
    digest = sha256 or hashlib.sha256(content or b"").hexdigest()
    return Attachment(name, "application/pdf", len(content or b""), digest, content=content, content_id="c1")


def test_a_message_comes_back_whole(store: SqliteStore) -> None:
    said = incoming(
        "Graag \ud83d een 📦 antwoord.\n> oud",
        new_text="Graag \ud83d een 📦 antwoord.",
        html="<p>Graag</p>",
        warnings=("cp1252",),
        minutes=3,
    )
    with store.write() as uow:
        place = conversation(uow)
        [id_] = keep(uow, place, said)
        uow.commit()
    with store.read() as reader:
        [view] = reader.conversation(place[0]).messages
    assert (view.id, view.text, view.new_text, view.html) == (id_, said.text, said.new_text, said.html)
    assert (view.sent_at, view.sender, view.sender_handle, view.warnings) == (
        said.sent_at,
        "Noor Kramer",
        "noor@klant.example",
        ("cp1252",),
    )
    assert (view.channel, view.direction, view.kind, view.message_id) == (Channel.IMAP, Direction.IN, Kind.MESSAGE, said.native_id)


def test_new_text_that_is_no_part_of_the_text_comes_back_too(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        keep(uow, place, incoming("a\n>b\nc", new_text="a\nc", minutes=1), incoming("alleen citaat", new_text="", minutes=2))
        uow.commit()
    with store.read() as reader:
        assert [m.new_text for m in reader.conversation(place[0]).messages] == ["a\nc", ""]


def test_known_fingerprints_and_mail_ids(store: SqliteStore) -> None:
    first, second = incoming(message_id="een@x"), incoming(message_id="twee@x", direction=Direction.OUT, subject="Re: Vraag")
    with store.write() as uow:
        place = conversation(uow)
        ids = keep(uow, place, first, second)
        assert uow.messages.known([first.fingerprint, "00" * 16, "los"]) == {first.fingerprint: ids[0]}
        assert uow.messages.by_mail_ids(["twee@x", "drie@x", ""]) == {"twee@x": KnownMail("twee@x", place[0], "Re: Vraag")}
        assert uow.messages.sent_here(["een@x", "twee@x"]) == {"twee@x": ids[1]}


def test_ids_are_returned_in_the_order_given_and_one_message_given_twice_is_kept_once(store: SqliteStore) -> None:
    late, early = incoming(minutes=50), incoming(minutes=10)
    with store.write() as uow:
        place = conversation(uow)
        ids = keep(uow, place, late, early, late)
        uow.commit()
    assert ids[0] == ids[2] > ids[1]
    with store.read() as reader:
        assert reader.counts()["messages"] == 2


def test_messages_of_one_moment_each_have_their_own_id_in_the_order_given(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        first = keep(uow, place, *(incoming(str(n), minutes=5) for n in range(300)))
        second = keep(uow, place, *(incoming(str(n), minutes=5) for n in range(300, 700)), incoming("eerder", minutes=4))
        uow.commit()
    assert len({*first, *second}) == 701
    with store.read() as reader:
        assert [m.text for m in reader.conversation(place[0]).messages] == ["eerder", *map(str, range(700))]


def test_the_conversation_shows_what_was_added(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        keep(uow, place, incoming("Tweede\n  vraag", minutes=20), incoming("Eerste", minutes=10))
        keep(uow, place, incoming("Nog ouder", minutes=5), incoming("Versleuteld gesprek", minutes=30, kind=Kind.SYSTEM))
        uow.commit()
    with store.read() as reader:
        [row] = reader.conversation_rows([place[0]])
    assert (row.messages, row.preview, row.last_at, row.unread) == (4, "Tweede vraag", at(20), True)


@pytest.mark.parametrize(("answer_at", "unread"), [(20, False), (5, True)])
def test_an_answer_after_the_question_means_it_was_read(store: SqliteStore, answer_at: int, *, unread: bool) -> None:
    with store.write() as uow:
        place = conversation(uow)
        keep(uow, place, incoming(minutes=10))
        keep(uow, place, incoming(minutes=answer_at, direction=Direction.OUT))
        uow.commit()
    with store.read() as reader:
        assert reader.conversation_rows([place[0]])[0].unread is unread


def test_what_was_seen_on_the_server_is_not_unread(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        keep(uow, place, incoming(remote=Remote("winkel", "INBOX", 7, 1, ("\\Seen",))))
        uow.commit()
    with store.read() as reader:
        assert not reader.conversation_rows([place[0]])[0].unread


def test_the_customer_shows_what_was_added(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        keep(uow, place, incoming(minutes=1), incoming(minutes=60), verdict=Verdict(language="de", order_numbers=("77",)))
        keep(uow, place, incoming(minutes=30), verdict=Verdict(language="nl", reasons=(Reason("a", "b"),)))
        uow.commit()
    with store.read() as reader:
        row = reader.customer(place[1])
    assert (row.messages, row.first_seen, row.last_seen) == (3, at(0), at(60))
    assert (row.languages, row.order_numbers) == (("de", "nl"), ("77",))


def test_attachments_are_kept_once_and_come_back(either_store: SqliteStore, folder: Path) -> None:
    content = b"%PDF geheim" * 100
    with either_store.write() as uow:
        place = conversation(uow)
        keep(
            uow,
            place,
            incoming(attachments=(attached(content), attached(None, "groot.mov", "ff" * 32))),
            incoming(attachments=(attached(content),)),
        )
        uow.commit()
    assert len([p for p in (folder / "attachments").rglob("*") if p.is_file()]) == 1
    with either_store.read() as reader:
        messages = reader.conversation(place[0]).messages
        kept, too_large = messages[0].attachments
        assert (kept.name, kept.size, kept.stored, kept.content_id) == ("bon.pdf", len(content), True, "c1")
        assert reader.attachment(kept.id) == content
        assert not too_large.stored
        with pytest.raises(NotFound):
            reader.attachment(too_large.id)
        with pytest.raises(NotFound):
            reader.attachment(999)


def test_an_attachment_that_was_changed_or_swapped_does_not_open(store: SqliteStore, folder: Path) -> None:
    with store.write() as uow:
        place = conversation(uow)
        keep(uow, place, incoming(attachments=(attached(b"een"), attached(b"twee"))))
        uow.commit()
    one, two = sorted(p for p in (folder / "attachments").rglob("*") if p.is_file())
    one.write_bytes(two.read_bytes())
    two.write_bytes(two.read_bytes()[:-1] + b"x")
    with store.read() as reader:
        for attachment in reader.conversation(place[0]).messages[0].attachments:
            with pytest.raises(ProfileDamaged):
                reader.attachment(attachment.id)


def test_a_missing_attachment_file_is_said_by_check(store: SqliteStore, folder: Path) -> None:
    with store.write() as uow:
        keep(uow, conversation(uow), incoming(attachments=(attached(b"een"),)))
        uow.commit()
    next(p for p in (folder / "attachments").rglob("*") if p.is_file()).unlink()
    assert [name for name, ok, _ in store.check() if not ok] == ["attachments"]
    with store.read() as reader, pytest.raises(NotFound):
        reader.attachment(1)


def test_where_mails_lie(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        one, two = keep(uow, place, incoming(remote=Remote("winkel", "INBOX", 7, 10, ("\\Seen",))), incoming())
        uow.messages.set_remote("winkel", "INBOX", 7, 11, two, ("\\Seen", "\\Answered"))
        assert uow.messages.remote_uids("winkel", "INBOX") == {10, 11}
        assert uow.messages.remote_of(one) == ("winkel", "INBOX", 10)
        assert uow.messages.remote_of(12345) is None
        changes = [(10, ("\\Seen", "\\Flagged")), (11, ("\\Answered", "\\Seen")), (99, ("\\Seen",))]
        assert uow.messages.update_flags("winkel", "INBOX", changes) == 1
        assert uow.messages.forget_remote("winkel", "INBOX", [10, 99]) == 1
        assert uow.messages.forget_remote("winkel", "INBOX") == 1
        assert uow.messages.remote_uids("winkel", "INBOX") == frozenset()
        uow.messages.set_remote("winkel", "INBOX", 8, 1, two, ())
        uow.commit()
    with store.read() as reader:
        assert reader.account_of(two) == "winkel"
        assert reader.account_of(one) == ""
        assert reader.counts()["messages"] == 2


def test_a_batch_is_refused_whole(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        known = incoming()
        keep(uow, place, known)
        uow.commit()
    with store.write() as uow, pytest.raises(IntegrityError):
        uow.messages.add([NewMessage(incoming("nieuw"), *place), NewMessage(known, *place)])
    with store.read() as reader:
        assert reader.counts()["messages"] == 1
        assert reader.search("nieuw").total == 0


def test_reply_goes_where_the_customer_asks(store: SqliteStore) -> None:
    with store.write() as uow:
        place, other, only_out = conversation(uow), conversation(uow), conversation(uow)
        keep(uow, place, incoming(extra={"reply-to": "Noor <Noor.Thuis@klant.example>"}))
        keep(uow, other, incoming(minutes=1), incoming(minutes=2, direction=Direction.OUT))
        keep(uow, only_out, incoming(direction=Direction.OUT, address="jan@klant.example"))
        uow.commit()
    with store.read() as reader:
        assert reader.conversation(place[0]).reply_to == email("noor.thuis@klant.example")
        assert reader.conversation(other[0]).reply_to == email("noor@klant.example")
        found = reader.conversation(only_out[0]).reply_to
        assert found is not None
        assert (found.kind, found.value) == (HandleKind.EMAIL, "jan@klant.example")
