"""Customers, handles and joining."""

import pytest

from app.domain.errors import NotFound
from app.domain.message import Channel, Handle, HandleKind
from app.store import SqliteStore
from tests.store.builders import START, conversation, email, incoming, keep

PHONE = Handle(HandleKind.PHONE, "+31600000001")
NAME = Handle(HandleKind.NAME, "Noor")


def test_strong_handles_lead_to_one_customer_and_names_to_nobody(store: SqliteStore) -> None:
    with store.write() as uow:
        one = uow.customers.add("Noor", [email("noor@x"), NAME], START)
        two = uow.customers.add("Noor", [PHONE, NAME], START)
        assert uow.customers.by_handles([email("noor@x"), PHONE, NAME, email("weg@x")]) == {email("noor@x"): one, PHONE: two}
        uow.customers.add_handles(two, [email("noor@x"), email("nieuw@x")])
        assert uow.customers.by_handles([email("noor@x"), email("nieuw@x")]) == {email("noor@x"): one, email("nieuw@x"): two}


def test_names_are_given_where_there_were_none(store: SqliteStore) -> None:
    with store.write() as uow:
        nameless = uow.customers.add("", [email("a@x")], START)
        by_address = uow.customers.add("B@x", [email("b@x")], START)
        named = uow.customers.add("Jan", [email("c@x")], START)
        uow.customers.add_handles(named, [PHONE], "Piet")
        uow.customers.give_names({nameless: "Ada", by_address: "Bea", named: "Cor"})
        uow.commit()
    with store.read() as reader:
        assert [reader.customer(i).name for i in (nameless, by_address, named)] == ["Ada", "Bea", "Jan"]
        assert [c.name for c in reader.customers(query="bea")] == ["Bea"]


def test_lists_by_last_seen_and_by_what_is_typed(store: SqliteStore) -> None:
    with store.write() as uow:
        first = conversation(uow, name="Zoë Brontë", address="zoe@klant.example")
        second = conversation(uow, name="Bart", address="bart_1@klant.example")
        keep(uow, second, incoming(minutes=5))
        keep(uow, first, incoming(minutes=9))
        uow.commit()
    with store.read() as reader:
        assert [c.name for c in reader.customers()] == ["Zoë Brontë", "Bart"]
        assert [c.name for c in reader.customers(1)] == ["Zoë Brontë"]
        assert [c.name for c in reader.customers(query="bronte")] == ["Zoë Brontë"]
        assert [c.name for c in reader.customers(query="BART_1@")] == ["Bart"]
        assert reader.customers(query="%") == []
        with pytest.raises(NotFound):
            reader.customer(99)


def test_a_conversation_shows_what_others_wrote_in_it(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        other = conversation(uow, name="Piet", address="piet@x.example")
        keep(uow, place, incoming("vraag", minutes=1))
        keep(uow, (place[0], other[1]), incoming("ik ook", minutes=2, sender="Piet", address="piet@x.example"))
        keep(uow, place, incoming("dank", minutes=3))
        keep(uow, other, incoming("iets anders", minutes=4, sender="Piet", address="piet@x.example"))
        uow.commit()
    with store.read() as reader:
        view = reader.conversation(place[0])
        assert [m.new_text for m in view.timeline] == ["vraag", "ik ook", "dank"]
        assert [m.new_text for m in reader.timeline(place[1])] == ["vraag", "dank"]


def test_the_timeline_crosses_channels(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        chat = uow.conversations.add(Channel.WHATSAPP, "w", place[1], "", "", START)
        keep(uow, place, incoming("mail", minutes=2))
        keep(uow, (chat, place[1]), incoming("app", minutes=1, channel=Channel.WHATSAPP))
        uow.commit()
    with store.read() as reader:
        view = reader.conversation(place[0])
    assert [m.text for m in view.timeline] == ["app", "mail"]
    assert [m.text for m in view.messages] == ["mail"]
