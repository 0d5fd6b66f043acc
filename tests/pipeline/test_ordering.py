"""Orders come in: kept once, given to who placed them, and to nobody else."""

from dataclasses import replace
from datetime import UTC, datetime

from app.domain.message import Handle, HandleKind, Problem, ProblemKind
from app.domain.order import Address, Order, OrderState
from app.domain.views import ImportReport
from app.pipeline.ordering import BATCH, receive_orders, settle_orders
from app.store import SqliteStore
from tests.pipeline.support import NOW, SHOP
from tests.store.builders import email
from tests.store.order_builders import PLACED, asks, order, phone, put


def take(store: SqliteStore, *items: Order | Problem, **more: object) -> ImportReport:
    return receive_orders(store, iter(items), SHOP, NOW, **more)  # type: ignore[arg-type]


def owners(store: SqliteStore) -> dict[str, str | None]:
    with store.read() as reader:
        return {
            view.order.number: None if view.customer_id is None else reader.customer(view.customer_id).name
            for view in reader.latest_orders()
        }


def test_who_placed_an_order_becomes_a_customer(store: SqliteStore) -> None:
    report = take(store, order("#1", name="Noor Kramer", handles=(email("Noor@Klant.example"), phone("06 12345678"))))
    assert (report.read, report.new, report.customers_new) == (1, 1, 1)
    with store.read() as reader:
        (row,) = reader.customers()
    assert (row.name, row.first_seen, row.order_numbers) == ("Noor Kramer", PLACED, ("1",))
    assert row.handles == (email("noor@klant.example"), phone("+31612345678"))


def test_twice_is_once_and_a_later_export_renews(store: SqliteStore) -> None:
    items = (order("#1", handles=(email("noor@klant.example"),)), order("#2", name="Noor Kramer"))
    take(store, *items)
    again = take(store, *items)
    assert (again.read, again.new, again.updated, again.duplicate, again.customers_new) == (2, 0, 0, 2, 0)
    later = take(store, replace(items[0], state=OrderState.SHIPPED, tracking=("3S1",)), items[1], order("#3"))
    assert (later.new, later.updated, later.duplicate) == (1, 1, 1)


def test_a_known_address_or_number_owns_the_order(store: SqliteStore) -> None:
    with store.write() as uow:
        asks(uow, "Noor Kramer", "noor@klant.example")
        uow.customers.add("Jan Smit", [phone("+31612345678")], NOW)
        uow.commit()
    report = take(
        store,
        order("#1", name="N. Kramer", handles=(email("noor@klant.example"),)),
        order("#2", name="Jan Smit", handles=(phone("0612345678"),)),
        order("#3", name="Jan Smit", handles=(email("jan@elders.example"), phone("0612345678"))),
        order("#4", name="Jan Smit", handles=(email("jan@elders.example"),)),
    )
    assert report.customers_new == 0
    assert owners(store) == {"#1": "Noor Kramer", "#2": "Jan Smit", "#3": "Jan Smit", "#4": "Jan Smit"}


def test_a_family_number_glues_nobody(store: SqliteStore) -> None:
    take(store, order("#1", name="Anna de Wit", handles=(email("anna@post.example"), phone("+31612345678"))))
    report = take(
        store,
        order("#2", name="Bert de Wit", handles=(email("bert@post.example"), phone("+31612345678"))),
        order("#3", name="Cas de Wit", handles=(phone("+31612345678"),)),
    )
    assert report.customers_new == 2
    assert owners(store) == {"#1": "Anna de Wit", "#2": "Bert de Wit", "#3": "Cas de Wit"}


def test_an_order_shows_two_customers_to_be_one(store: SqliteStore) -> None:
    with store.write() as uow:
        asks(uow, "Jan Smit", "jan@elders.example")
        uow.customers.add("Jan Smit", [phone("+31612345678")], NOW)
        uow.commit()
    take(store, order("#1", name="Jan Smit", handles=(email("jan@elders.example"), phone("0612345678"))))
    with store.read() as reader:
        (row,) = reader.customers()
        (join,) = reader.joins()
    assert len(row.handles) == 2
    assert join.why


def test_an_office_address_is_one_customer_for_each_name(store: SqliteStore) -> None:
    take(
        store,
        order("#1", name="Anna Vos", handles=(email("info@bedrijf.example"),)),
        order("#2", name="Bo Vermeer", handles=(email("info@bedrijf.example"),)),
        order("#3", name="Anna Vos", handles=(email("info@bedrijf.example"),)),
    )
    assert owners(store) == {"#1": "Anna Vos", "#2": "Bo Vermeer", "#3": "Anna Vos"}


def test_the_shops_own_address_is_nobodys(store: SqliteStore) -> None:
    take(store, order("#1", name="Anna Vos", handles=(email(SHOP.own_addresses[0]),)))
    assert owners(store) == {"#1": None}


def test_a_local_number_is_of_the_country_it_goes_to(store: SqliteStore) -> None:
    take(store, order("#1", name="Tom Jacobs", handles=(phone("0470 00 00 11"),), address=Address(country="BE")))
    with store.read() as reader:
        assert reader.customers()[0].handles == (Handle(HandleKind.PHONE, "+32470000011"),)


def test_without_a_handle_it_waits_for_a_number_and_a_name(store: SqliteStore) -> None:
    take(store, order("#1042", name="Noor Kramer"), order("#1043", name="Noor Kramer"), order("#1044", name="Piet Bakker"))
    assert set(owners(store).values()) == {None}
    with store.write() as uow:
        asks(uow, "Noor Krämer", "noor@klant.example", "1042", "1044")
        uow.commit()
    assert settle_orders(store) == 1
    assert owners(store) == {"#1042": "Noor Krämer", "#1043": None, "#1044": None}
    assert settle_orders(store) == 0


def test_a_later_export_with_the_address_finds_the_owner(store: SqliteStore) -> None:
    put(store, (order("#1", name="Noor Kramer"), None))
    report = take(store, order("#1", name="Noor Kramer", handles=(email("noor@klant.example"),)))
    assert (report.new, report.updated) == (0, 1)
    assert owners(store) == {"#1": "Noor Kramer"}


def test_stopping_keeps_whole_batches_and_problems_are_told(store: SqliteStore) -> None:
    problems = [Problem(ProblemKind.UNPARSED, "orders.csv:2", "Bad."), Problem(ProblemKind.LEFT_OUT, "orders.csv:9", "Left.")]
    seen: list[int] = []
    items = [*problems, *(order(f"#{n}") for n in range(BATCH * 3))]
    report = take(store, *items, progress=lambda done, _total, _what: seen.append(done), cancelled=lambda: len(seen) == 2)
    assert report.stopped
    assert (report.read, report.new) == (BATCH * 2 - 2, BATCH * 2 - 2)
    assert (report.failed, report.notes) == ((("orders.csv:2", "Bad."),), (("orders.csv:9", "Left."),))
    assert seen == [BATCH - 2, BATCH * 2 - 2]


def test_an_import_can_be_taken_back(store: SqliteStore) -> None:
    put(store, (order("#1", name="Noor Kramer"), None))
    with store.write() as uow:
        number = uow.imports.begin("orders.csv", "orders", NOW)
        uow.commit()
    later = order("#1", name="Noor Kramer", state=OrderState.SHIPPED, tracking=("3S1",), handles=(email("noor@klant.example"),))
    report = take(store, later, order("#2", handles=(email("bo@klant.example"),)), import_id=number)
    with store.write() as uow:
        uow.imports.finish(number, "orders", report)
        undone = uow.imports.undo(number, datetime(2026, 3, 23, tzinfo=UTC))
        uow.commit()
    assert undone.orders == 1
    with store.read() as reader:
        (view,) = reader.latest_orders()
        assert reader.customers() == []
    assert (view.order.number, view.order.state, view.order.tracking, view.customer_id) == ("#1", OrderState.PAID, (), None)
