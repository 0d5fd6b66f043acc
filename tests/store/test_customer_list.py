"""The list of customers: search, filters, order, and what they can be told apart by."""

from datetime import timedelta

import pytest

from app.domain.customer_list import CustomerOrder, CustomerQuery, Facets
from app.domain.message import Channel, Direction
from app.domain.store_ports import ConversationUpdate
from app.domain.views import ConversationState
from app.pipeline.promises import promised_in
from app.store import SqliteStore
from tests.store.builders import START, at, conversation, email, incoming, keep


@pytest.fixture
def three(store: SqliteStore) -> tuple[int, int, int]:
    """Noor by mail (VIP, waiting), Zoë by WhatsApp (tagged, promised something), Abel who never wrote."""
    with store.write() as uow:
        noor = conversation(uow)
        keep(uow, noor, incoming(minutes=5))
        zoe = uow.customers.add("Zoë Brontë", [email("zoe@klant.example")], START)
        chat = uow.conversations.add(Channel.WHATSAPP, "zoe", zoe, "", "", START)
        keep(uow, (chat, zoe), incoming(minutes=1, channel=Channel.WHATSAPP), incoming(minutes=2, channel=Channel.WHATSAPP))
        keep(uow, (chat, zoe), incoming("We sturen het morgen naar u op.", minutes=3, channel=Channel.WHATSAPP, direction=Direction.OUT))
        abel = uow.customers.add("Abel Kooi", [email("abel@klant.example")], START - timedelta(days=1))
        uow.conversations.update([ConversationUpdate(noor[0], ConversationState.OPEN, at(5), at(60), None)])
        uow.care.set_vip(noor[1], vip=True)
        uow.care.set_tags(zoe, ["vaste klant", "100% wol"])
        uow.commit()
    return noor[1], zoe, abel


def found(store: SqliteStore, **wanted: object) -> list[int]:
    query = CustomerQuery(**wanted)  # type: ignore[arg-type]
    with store.read() as reader:
        return reader.customer_ids(query, promised_in(reader, at(60)) if query.promised else ())


def test_each_filter_alone_and_together(store: SqliteStore, three: tuple[int, int, int]) -> None:
    noor, zoe, abel = three
    assert found(store, text="bronte") == [zoe]
    assert found(store, text="ABEL@") == [abel]
    assert found(store, text="100%") == []
    assert found(store, vip=True) == [noor]
    assert found(store, tag="100% wol") == [zoe]
    assert found(store, channel=Channel.MAILFILE) == [noor], "mail is mail, whichever way it came"
    assert found(store, channel=Channel.WHATSAPP) == [zoe]
    assert found(store, waiting=True) == [noor]
    assert found(store, promised=True) == [zoe]
    assert found(store, promised=True, vip=True) == []


def test_a_call_to_make_is_a_promise(store: SqliteStore, three: tuple[int, int, int]) -> None:
    _noor, zoe, abel = three
    with store.write() as uow:
        task = uow.tasks.add("callback", abel, None, "", at(30), "Bo", at(1))
        uow.commit()
    assert sorted(found(store, promised=True)) == sorted([zoe, abel])
    with store.write() as uow:
        uow.tasks.finish(task, at(31))
        uow.commit()
    assert found(store, promised=True) == [zoe]


def test_three_orders(store: SqliteStore, three: tuple[int, int, int]) -> None:
    noor, zoe, abel = three
    assert found(store) == [noor, zoe, abel]
    assert found(store, order=CustomerOrder.NAME) == [abel, noor, zoe]
    assert found(store, order=CustomerOrder.MESSAGES) == [zoe, noor, abel]
    with store.read() as reader:
        assert [row.name for row in reader.customer_rows([abel, 99, zoe])] == ["Abel Kooi", "Zoë Brontë"]


def test_what_they_can_be_told_apart_by(store: SqliteStore, three: tuple[int, int, int]) -> None:
    with store.read() as reader:
        assert reader.customer_facets() == Facets(("100% wol", "vaste klant"), (Channel.IMAP, Channel.WHATSAPP))
