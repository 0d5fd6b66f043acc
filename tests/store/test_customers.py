"""Customers, handles and joining."""

import pytest

from app.domain.errors import NotFound
from app.domain.message import Channel, Handle, HandleKind
from app.domain.verdict import Verdict
from app.store import SqliteStore
from tests.store.builders import START, at, conversation, email, incoming, keep

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


def test_joining_moves_everything(store: SqliteStore) -> None:
    with store.write() as uow:
        one, two = conversation(uow, name="", address="a@x"), conversation(uow, name="Noor", address="b@x")
        uow.customers.add_handles(one[1], [NAME])
        uow.customers.add_handles(two[1], [NAME, PHONE])
        keep(uow, one, incoming("een", minutes=5), verdict=Verdict(language="nl"))
        keep(uow, two, incoming("twee", minutes=1), incoming("drie", minutes=8), verdict=Verdict(language="nl", order_numbers=("9",)))
        uow.customers.join(one[1], two[1])
        uow.customers.join(one[1], one[1])
        with pytest.raises(NotFound):
            uow.customers.join(one[1], two[1])
        assert uow.customers.by_handles([PHONE, email("b@x")]) == {PHONE: one[1], email("b@x"): one[1]}
        uow.commit()
    with store.read() as reader:
        row = reader.customer(one[1])
        assert (row.name, row.messages, row.first_seen, row.last_seen) == ("Noor", 3, at(0), at(8))
        assert (row.languages, row.order_numbers) == (("nl",), ("9",))
        assert set(row.handles) == {email("a@x"), email("b@x"), PHONE, NAME}
        assert [m.text for m in reader.timeline(one[1])] == ["twee", "een", "drie"]
        assert [m.text for m in reader.timeline(one[1], 1)] == ["drie"]
        assert [c.id for c in reader.customers()] == [one[1]]
        assert reader.conversation(two[0]).row.customer_id == one[1]
        assert reader.search("customer:noor").total == 3
    assert all(ok for _, ok, _ in store.check())


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
