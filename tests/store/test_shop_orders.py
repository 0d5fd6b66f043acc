"""Orders of the shop: kept once, renewed, found under any way of writing, and never beside another customer's conversation."""

import tempfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import NotFound
from app.domain.identity import JoinCause
from app.domain.order import Address, Order, OrderLine, OrderState
from app.domain.verdict import Verdict
from app.store import SqliteStore, open_store
from app.store.order_rows import pack_order, renewed, unpack_order
from tests.store.builders import conversation, email, incoming, keep
from tests.store.order_builders import PLACED, asks, order, phone, put


def all_of(store: SqliteStore) -> list[Order]:
    with store.read() as reader:
        return [view.order for view in reader.latest_orders()]


def beside(store: SqliteStore, conversation: int) -> list[tuple[str, bool]]:
    with store.read() as reader:
        return [(view.order.number, view.mentioned) for view in reader.orders_beside(conversation)]


FULL = order(
    name="Noor Krämer \ud83d",
    handles=(email("noor@klant.example"), phone("+31612345678")),
    address=Address("Noor Krämer", "Kade 1", "1011 AB", "Amsterdam", "NL"),
    refunded=Decimal("1.10"),
    payment="iDEAL",
    shipping="PostNL",
    tracking=("3SABCD1234567",),
    shipped_at=PLACED + timedelta(days=1),
    note="Graag in cadeaupapier 🎁",
    native_id="99",
)


def test_an_order_comes_back_as_it_was() -> None:
    assert unpack_order(pack_order(FULL)) == FULL
    bare = Order("table", "7", None, OrderState.UNKNOWN)
    assert unpack_order(pack_order(bare)) == bare


def test_an_order_is_kept_once(store: SqliteStore) -> None:
    assert put(store, (FULL, None), (FULL, None)) == (1, 0)
    assert put(store, (FULL, None)) == (0, 0)
    assert put(store, (replace(FULL, system="woocommerce"), None)) == (1, 0)
    assert len(all_of(store)) == 2


def test_a_later_export_renews_and_loses_nothing(store: SqliteStore) -> None:
    put(store, (FULL, None))
    later = order(state=OrderState.PARTLY_REFUNDED, status="partially_refunded", refunded=Decimal(5), lines=())
    assert put(store, (later, None)) == (0, 1)
    (kept,) = all_of(store)
    assert (kept.state, kept.status, kept.refunded) == (OrderState.PARTLY_REFUNDED, "partially_refunded", Decimal(5))
    assert (kept.tracking, kept.lines, kept.address, kept.note) == (FULL.tracking, FULL.lines, FULL.address, FULL.note)


def test_an_older_export_that_comes_late_takes_nothing_back() -> None:
    shipped = order(state=OrderState.SHIPPED, status="fulfilled", tracking=("A1",))
    assert renewed(shipped, order(tracking=("B2",))) == replace(shipped, tracking=("A1", "B2"))


def test_lines_are_merged_not_doubled() -> None:
    old = order(lines=(OrderLine("Blauwe mok", Decimal(2), Decimal("12.50"), "MOK-1"), OrderLine("Bord", Decimal(1), None)))
    by_number = order(lines=(OrderLine("Mok, blauw", Decimal(1), None, "MOK-1"),))
    assert [(line.title, line.quantity, line.price) for line in renewed(old, by_number).lines] == [
        ("Mok, blauw", Decimal(1), Decimal("12.50")),
        ("Bord", Decimal(1), None),
    ]
    other_words = order(lines=(OrderLine("Mug"), OrderLine("Plate")))
    assert renewed(old, other_words).lines == other_words.lines
    assert renewed(old, old).lines == old.lines


def test_orders_are_found_in_any_way_of_writing(store: SqliteStore) -> None:
    put(store, (order("NL1042-A"), None), (order("000001077", system="magento"), None), (order("#10420"), None))
    with store.read() as reader:
        for written in ("1042", "#1042", "NL 1042", "nl1042a", "NL1042-A"):
            assert [v.order.number for v in reader.orders_with(written)] == ["NL1042-A"], written
        assert [v.order.number for v in reader.orders_with("1077")] == ["000001077"]
        for other in ("BE1042", "104", "", "?", "' OR 1"):
            assert reader.orders_with(other) == []


def test_exactly_comes_before_another_way_of_writing(store: SqliteStore) -> None:
    put(store, (order("NL1042"), None), (order("1042", system="table"), None))
    with store.read() as reader:
        assert [v.order.number for v in reader.orders_with("1042")] == ["1042"]


@pytest.fixture
def two(store: SqliteStore) -> dict[str, tuple[int, int]]:
    """Noor asks about 1042 and (wrongly) 2001; Jan about nothing."""
    with store.write() as uow:
        noor = asks(uow, "Noor Krämer", "noor@klant.example", "1042", "2001")
        jan = asks(uow, "Jan Smit", "jan@elders.example")
        uow.commit()
    return {"noor": noor, "jan": jan}


def test_mentioned_first_then_the_others_and_nobody_elses(store: SqliteStore, two: dict[str, tuple[int, int]]) -> None:
    noor, jan = two["noor"], two["jan"]
    put(store, (order("NL1042"), noor[1]), (order("#1100", days=5), noor[1]), (order("#900", days=-9), noor[1]), (order("#2001"), jan[1]))
    assert beside(store, noor[0]) == [("NL1042", True), ("#1100", False), ("#900", False)]
    assert beside(store, jan[0]) == [("#2001", False)]


def test_an_own_order_is_found_in_the_words_too(store: SqliteStore) -> None:
    with store.write() as uow:
        place = asks(uow, "Noor Krämer", "noor@klant.example", text="die van 10 423 bedoel ik, of was het NL-1 001?")
        uow.commit()
    put(store, (order("#10423"), place[1]), (order("1001"), place[1]), (order("#5555", days=9), place[1]))
    assert dict(beside(store, place[0])) == {"#10423": True, "1001": True, "#5555": False}


def test_an_unowned_order_needs_an_agreeing_name(store: SqliteStore, two: dict[str, tuple[int, int]]) -> None:
    put(
        store, (order("1042", name="N. Kramer"), None), (order("2001", name="Piet Bakker"), None), (order("3003", name="Noor Krämer"), None)
    )
    assert beside(store, two["noor"][0]) == [("1042", True)]
    assert beside(store, two["jan"][0]) == []


def test_a_nameless_order_is_shown_to_the_only_one_who_asks(store: SqliteStore, two: dict[str, tuple[int, int]]) -> None:
    put(store, (order("1042"), None))
    assert beside(store, two["noor"][0]) == [("1042", True)]
    with store.write() as uow:
        asks(uow, "Els Vos", "els@post.example", "1042")
        uow.commit()
    assert beside(store, two["noor"][0]) == []


def test_two_orders_of_one_way_of_writing_match_none_without_their_owner(store: SqliteStore, two: dict[str, tuple[int, int]]) -> None:
    put(store, (order("NL1042"), None), (order("BE1042"), None))
    assert beside(store, two["noor"][0]) == []
    put(store, (order("NL1042"), two["noor"][1]))
    assert beside(store, two["noor"][0]) == [("NL1042", True)]


def test_given_to_the_one_who_asked_under_an_agreeing_name(store: SqliteStore, two: dict[str, tuple[int, int]]) -> None:
    put(store, (order("#1042", name="Noor Kramer"), None), (order("#2001", name="Jan Smit"), None))
    with store.write() as uow:
        found = {view.order.number: customer for view, customer in uow.orders.asked_about()}
        uow.orders.give({view.id: customer for view, customer in uow.orders.asked_about()})
        uow.commit()
    assert found == {"#1042": two["noor"][1]}
    with store.write() as uow:
        assert [view.order.number for view in uow.orders.unowned()] == ["#2001"]
        uow.orders.give({view.id: two["jan"][1] for view in uow.orders.unowned()})
        uow.commit()
    assert beside(store, two["noor"][0]) == [("#1042", True)]


def test_orders_go_with_their_customer(store: SqliteStore, two: dict[str, tuple[int, int]]) -> None:
    put(store, (order("#1042"), two["jan"][1]))
    with store.write() as uow:
        uow.identity.merge(two["noor"][1], two["jan"][1], by="Kim", cause=JoinCause.PERSON, why="", at=PLACED)
        uow.commit()
    assert beside(store, two["noor"][0]) == [("#1042", True)]


def test_what_is_not_there_is_told(store: SqliteStore) -> None:
    with store.read() as reader:
        for ask in (reader.order, reader.orders_beside):
            with pytest.raises(NotFound):
                ask(77)


NUMBERS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "#", "NL", "BE-", "0000"]),
    st.integers(1, 12) | st.integers(1001, 1006),
    st.sampled_from(["", "-A"]),
)
PEOPLE = ("Noor Krämer", "Jan Smit", "N. Kramer")


@given(
    st.lists(st.tuples(NUMBERS, st.sampled_from([None, 0, 1, 2]), st.sampled_from(["", *PEOPLE])), max_size=12),
    st.lists(st.lists(NUMBERS, max_size=4), min_size=3, max_size=3),
    NUMBERS,
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nobody_sees_anothers_order(placed: list[tuple[str, int | None, str]], mentions: list[list[str]], words: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "profile", None)
        with store.write() as uow:
            places = [
                asks(uow, name, f"p{at}@klant.example", *said, text=f"Over {' en '.join(said)} {words}")
                for at, (name, said) in enumerate(zip(PEOPLE, mentions, strict=True))
            ]
            orders = [(order(n, name=name), None if who is None else places[who][1]) for n, who, name in placed]
            uow.orders.put(orders)
            uow.commit()
        with store.read() as reader:
            for (conversation, customer), name in zip(places, PEOPLE, strict=True):
                views = reader.orders_beside(conversation)
                assert len({view.id for view in views}) == len(views)
                assert {v.id for v in reader.orders_of(customer)} <= {v.id for v in views}
                for view in views:
                    assert view.customer_id in (customer, None)
                    if view.customer_id is None:
                        assert view.mentioned
                        assert view.order.name in ("", name) or {view.order.name, name} == {"Noor Krämer", "N. Kramer"}
        store.close()


def found(store: SqliteStore, query: str) -> list[str]:
    with store.read() as reader:
        return [hit.subject for hit in reader.search(query).hits]


def test_a_search_by_number_finds_mentions_and_what_its_customer_said_meanwhile(store: SqliteStore) -> None:
    with store.write() as uow:
        noor = conversation(uow)
        keep(uow, noor, incoming("Waar blijft het?", subject="zonder nummer", minutes=60))
        keep(uow, noor, incoming("Nog een vraag", subject="een jaar later", minutes=60 * 24 * 365))
        jan = conversation(uow, name="Jan Smit", address="jan@elders.example")
        for at, (number, subject) in enumerate((("1042", "kaal"), ("NL1042", "met land"), ("BE1042", "ander land"), ("10421", "langer"))):
            keep(uow, jan, incoming("?", subject=subject, minutes=at), verdict=Verdict(language="nl", order_numbers=(number,)))
        uow.orders.put([(order("NL1042-A"), noor[1]), (order("#10421"), jan[1])])
        uow.commit()
    for query in ("order:1042", "#1042", "order:NL1042-A", 'order:"nl 1042"'):
        hits = found(store, query)
        assert "zonder nummer" in hits, query
        assert not {"een jaar later", "langer"} & set(hits), query
        assert {"kaal", "met land"} <= set(hits), query
    assert "ander land" not in found(store, "order:NL1042")
    assert "zonder nummer" not in found(store, "order:10421")
    assert "zonder nummer" not in found(store, "-order:1042")
    assert found(store, "order:NL1042 blijft ") == ["zonder nummer"]
    assert found(store, "order:?") == []


def test_order_numbers_of_a_customer_are_those_placed_and_those_mentioned(store: SqliteStore, two: dict[str, tuple[int, int]]) -> None:
    put(store, (order("#NL1042"), two["noor"][1]), (order("#7"), two["noor"][1]))
    with store.read() as reader:
        assert reader.customer(two["noor"][1]).order_numbers == ("NL1042", "7", "2001")


def test_numbers_placed_by_others_are_theirs(store: SqliteStore, two: dict[str, tuple[int, int]]) -> None:
    put(store, (order("#2024"), two["jan"][1]), (order("NL55501"), two["jan"][1]), (order("#3003"), two["noor"][1]), (order("#9009"), None))
    text = "In 2024 kostte het 2024 euro. Bestelling 2024 en NL55501 zijn weg, #3003 volgt, #9009 ook."
    with store.read() as reader:
        assert sorted(reader.others_in(text, two["noor"][1])) == ["2024", "NL55501"]
        assert reader.others_in(text, two["jan"][1]) == ["#3003"]
        assert reader.others_in("In 2024 kostte het 2024 euro, in 1012 AB.", two["noor"][1]) == []


LINES = st.lists(
    st.builds(
        OrderLine,
        st.sampled_from(["Mok", "mok", "Bord"]),
        st.sampled_from([Decimal(1), Decimal(2)]),
        st.none() | st.just(Decimal(3)),
        st.sampled_from(["", "A", "B"]),
    ),
    max_size=3,
).map(tuple)
RENEWALS = st.builds(
    lambda lines, state, tracking, refunded, name: order(lines=lines, state=state, tracking=tracking, refunded=refunded, name=name),
    LINES,
    st.sampled_from(OrderState),
    st.lists(st.sampled_from(["3S1", "3S2"]), unique=True).map(tuple),
    st.none() | st.decimals(0, 9, places=2),
    st.sampled_from(["", "Noor Kramer"]),
)


@given(RENEWALS, RENEWALS)
def test_renewing_twice_is_renewing_once_and_never_loses(old: Order, new: Order) -> None:
    once = renewed(old, new)
    assert renewed(once, new) == once
    assert renewed(old, old) == old
    assert set(once.tracking) == {*old.tracking, *new.tracking}
    assert len(once.lines) <= len(old.lines) + len(new.lines)
    assert (once.refunded or 0) >= max(old.refunded or 0, new.refunded or 0)
    assert once.name == (new.name or old.name)
    assert unpack_order(pack_order(once)) == once
