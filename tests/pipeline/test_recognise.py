"""Who a message is of: certain merges are written down, shared numbers join nobody, a person's word holds."""

from dataclasses import replace

from app.domain.identity import JoinCause
from app.domain.message import Channel, Handle, HandleKind, IncomingMessage, Party
from app.store import SqliteStore
from tests.pipeline.support import take_in
from tests.store.builders import at, email, incoming

PHONE = Handle(HandleKind.PHONE, "+31600000001")


def chat(text: str, name: str, *handles: Handle, minutes: float = 1, key: str = "chat") -> IncomingMessage:
    made = incoming(text, minutes=minutes, channel=Channel.WHATSAPP)
    return replace(made, sender=Party(name, handles), conversation_key=key, headers=None)


def test_a_certain_merge_is_written_down_with_its_reason_and_can_be_taken_back(store: SqliteStore) -> None:
    take_in(store, incoming("mail", minutes=1, sender="Noor Kramer", address="noor@x.example"))
    take_in(store, chat("app", "Noor Kramer", PHONE, minutes=2))
    both = chat("allebei", "Noor Kramer", PHONE, email("noor@x.example"), minutes=3)
    take_in(store, both)
    with store.read() as reader:
        (row,), (join,) = reader.customers(), reader.joins()
        assert (row.messages, join.cause) == (3, JoinCause.HANDLE)
        assert "email noor@x.example" in join.why
        assert "phone +31600000001" in join.why
    with store.write() as uow:
        uow.identity.undo(join.id, at(5), "Bo")
        uow.commit()
    take_in(store, chat("weer allebei", "Noor Kramer", PHONE, email("noor@x.example"), minutes=9))
    with store.read() as reader:
        assert len(reader.customers()) == 2
        assert len(reader.joins()) == 1


def test_a_number_that_two_names_use_joins_nobody_from_then_on(store: SqliteStore) -> None:
    take_in(store, chat("van Piet", "Piet Bakker", PHONE, minutes=1, key="piet"))
    take_in(store, chat("van Sofie", "Sofie Willems", PHONE, minutes=2, key="sofie"))
    take_in(store, chat("weer van Sofie", "Sofie Willems", PHONE, minutes=3, key="sofie"))
    with store.read() as reader:
        assert reader.shared_handles() == {PHONE}
        assert {row.name: row.messages for row in reader.customers()} == {"Piet Bakker": 1, "Sofie Willems": 2}


def test_a_conversation_of_a_merged_customer_goes_on_in_the_same_batch(store: SqliteStore) -> None:
    take_in(
        store, incoming("mail", minutes=1, sender="Noor Kramer", address="noor@x.example"), chat("app", "Noor Kramer", PHONE, minutes=2)
    )
    notice = replace(chat("bericht verwijderd", "", minutes=4), sender=Party())
    take_in(store, chat("allebei", "Noor Kramer", PHONE, email("noor@x.example"), minutes=3), notice)
    with store.read() as reader:
        (row,) = reader.customers()
        assert row.messages == 4


def test_a_merge_or_another_name_does_not_make_an_address_shared(store: SqliteStore) -> None:
    """Who married, or is called by the name of the company, is met again by the same address."""
    take_in(store, incoming(minutes=1, sender="Noor Kramer", address="noor@x.example"))
    take_in(store, incoming(minutes=2, sender="Femke Willems", address="femke@x.example"))
    with store.read() as reader:
        ids = {row.name: row.id for row in reader.customers()}
    with store.write() as uow:
        uow.identity.merge(ids["Noor Kramer"], ids["Femke Willems"], by="Bo", cause=JoinCause.PERSON, why="", at=at(3))
        uow.commit()
    take_in(store, incoming(minutes=4, sender="Femke Willems", address="femke@x.example"))
    with store.write() as uow:
        uow.care.set_name(ids["Noor Kramer"], "Bakkerij Zonnebloem")
        uow.commit()
    take_in(store, incoming(minutes=5, sender="Noor Kramer", address="noor@x.example"))
    with store.read() as reader:
        (row,) = reader.customers()
        assert (row.messages, reader.shared_handles()) == (4, frozenset())
