"""Every reader of orders keeps the same promises, shown on its own samples (see tests/samples/README.md)."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.channels import order_readers, recognise, recognise_orders
from app.domain.errors import BadInput
from app.domain.message import Handle, HandleKind, Problem, ReadOptions
from app.domain.order import Order, OrderFileReader
from app.domain.reading import Ask
from app.looking import ORDERS, look_at, what_is
from tests.contract.test_channels import all_samples

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "orders"
CUTS = 50


@dataclass(frozen=True)
class Sample:
    """One sample file and what is expected of it."""

    name: str
    expected: dict[str, Any]

    @property
    def path(self) -> Path:
        return SAMPLES / self.name

    def read(self, path: Path | None = None, **options: object) -> tuple[list[Order], list[Problem]]:
        return read(self.path if path is None else path, ReadOptions(**{**self.expected.get("options", {}), **options}))


def read(path: Path, options: ReadOptions) -> tuple[list[Order], list[Problem]]:
    (reader,) = order_readers()
    items = list(reader.read(path, options))
    return [i for i in items if isinstance(i, Order)], [i for i in items if isinstance(i, Problem)]


EXPECTED = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))["samples"]
every_sample = pytest.mark.parametrize("sample", [Sample(*item) for item in sorted(EXPECTED.items())], ids=lambda sample: sample.name)


def told(order: Order) -> dict[str, Any]:
    """Return an order as expected.json writes it; what is empty is left out."""
    value: dict[str, Any] = {
        "number": order.number,
        "system": order.system,
        "state": order.state.value,
        "status": order.status,
        "placed_at": order.placed_at.isoformat() if order.placed_at else "",
        "shipped_at": order.shipped_at.isoformat() if order.shipped_at else "",
        "name": order.name,
        "handles": [h.value for h in order.handles],
        "address": [
            t for t in (order.address.name, order.address.street, order.address.postcode, order.address.city, order.address.country) if t
        ],
        "lines": [[f"{line.quantity:f}", line.title, "" if line.price is None else f"{line.price:.2f}", line.sku] for line in order.lines],
        "total": "" if order.total is None else f"{order.total:.2f}",
        "refunded": "" if order.refunded is None else f"{order.refunded:.2f}",
        "currency": order.currency,
        "payment": order.payment,
        "shipping": order.shipping,
        "tracking": list(order.tracking),
        "note": order.note,
        "native_id": order.native_id,
    }
    return {name: kept for name, kept in value.items() if kept not in ("", [])}


def test_there_are_expectations_for_every_sample() -> None:
    assert {path.name for path in SAMPLES.iterdir()} - {"expected.json"} == set(EXPECTED)
    assert any("longer" in expected for expected in EXPECTED.values())


@every_sample
def test_a_sample_reads_as_expected(sample: Sample) -> None:
    orders, problems = sample.read()
    assert [told(order) for order in orders] == sample.expected["orders"]
    assert Counter(problem.kind.value for problem in problems) == sample.expected.get("problems", {})
    assert all(problem.where.startswith(sample.name) and problem.why for problem in problems)


@every_sample
def test_orders_keep_the_contract(sample: Sample) -> None:
    orders, _ = sample.read()
    assert len({order.number for order in orders}) == len(orders)
    for order in orders:
        assert order.number == order.number.strip()
        assert order.number
        for moment in (order.placed_at, order.shipped_at):
            assert moment is None or moment.utcoffset() == UTC.utcoffset(datetime.now(UTC))
        for amount in (order.total, order.refunded, *(line.price for line in order.lines)):
            assert amount is None or isinstance(amount, Decimal)
        assert all(h.kind in (HandleKind.EMAIL, HandleKind.PHONE) for h in order.handles)
        assert all(h.value.startswith("+") for h in order.handles if h.kind is HandleKind.PHONE)
    assert sample.read()[0] == orders


@every_sample
def test_a_sample_is_recognised_as_orders_and_asks_nothing_needless(sample: Sample) -> None:
    ranked = recognise_orders(sample.path)
    assert ranked[0][1] >= 0.5
    assert what_is(sample.path)[0] == ORDERS
    assert all(score <= ranked[0][1] for _, score in recognise(sample.path))
    look = look_at(sample.path, ReadOptions())
    assert look.columns is not None
    assert look.columns.complete
    assert look.asks == ({Ask.DATE_ORDER} if "ambiguous_date" in sample.expected.get("problems", {}) else frozenset())
    assert bool(look.date_example) == (Ask.DATE_ORDER in look.asks)
    assert look_at(sample.path, ReadOptions(day_first=False)).asks == frozenset()
    assert look.columns.guess["number"] in look.columns.headers


@every_sample
def test_a_longer_export_adds_and_renews(sample: Sample) -> None:
    if "longer" not in sample.expected:
        return
    before, after = sample.read()[0], Sample(sample.expected["longer"], EXPECTED[sample.expected["longer"]]).read()[0]
    assert [o.number for o in after][: len(before)] == [o.number for o in before]
    assert len(after) > len(before)
    assert any(old.state is not new.state for old, new in zip(before, after, strict=False))


@every_sample
def test_a_file_cut_anywhere_keeps_what_was_whole(sample: Sample, tmp_path: Path) -> None:
    raw = sample.path.read_bytes()
    whole = {order.number: order for order in sample.read()[0]}
    dice = random.Random(sample.name)
    for at in sorted(dice.randrange(len(raw)) for _ in range(CUTS)):
        cut = tmp_path / sample.name
        cut.write_bytes(raw[:at])
        try:
            orders = sample.read(cut, day_first=None)[0]
        except BadInput:
            continue
        assert len(orders) <= len(whole)
        for order in orders[:-1]:
            assert order.number in whole, f"cut at {at} of {len(raw)}"
            assert order.lines == whole[order.number].lines


def outcome(reader: OrderFileReader, path: Path) -> str:
    try:
        return f"{sum(isinstance(item, Order) for item in reader.read(path, ReadOptions()))} orders"
    except BadInput as error:
        return str(error)


def garbage(folder: Path) -> Iterator[Path]:
    dice = random.Random(7)
    contents = {f"noise{suffix}": dice.randbytes(3000) for suffix in (".csv", ".xlsx", ".json", ".zip", "")}
    contents |= {
        "empty.csv": b"",
        "half.xlsx": b"PK\x03\x04" + dice.randbytes(50),
        "nul.csv": bytes(500),
        "open.json": b'[{"order_number": "1',
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
        yield folder / name
    yield folder / "not there.csv"
    (folder / "empty folder").mkdir()
    yield folder / "empty folder"


def test_garbage_scores_low_and_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (reader,) = order_readers()
    for path in garbage(tmp_path):
        assert reader.score(path) < 0.3, path.name
        assert outcome(reader, path) not in ("", "1 orders")


def test_messages_are_not_taken_for_orders() -> None:
    (reader,) = order_readers()
    assert {sample.name: s for sample in all_samples() if (s := reader.score(sample.path)) >= 0.5} == {}


OTHERS = {
    "form.csv": "Ordernummer,Naam,E-mail,Bericht\n1042,Anna de Wit,anna@post.example,Waar blijft het?\n",
    "reviews.csv": "Order number,Date,Customer,Rating,Review\n1042,2024-05-01,Anna,5,Mooi\n1043,2024-05-02,Bo,1,Kapot\n",
    "tickets.csv": "Ticket ID,Status,Created at,Subject,Order number,Email\n1,open,2024-05-01,Hulp,1042,anna@post.example\n",
    "faq.csv": "question,answer,order\nWanneer komt het?,Morgen,1\n",
    "calls.csv": "Date,Number,Duration,Direction,Name\n2024-05-01 10:00,+31612345601,75,incoming,Anna\n",
    "customers.csv": "Internal ID,Registered,Firstname,LastnamePreposition,Lastname,E-Mail,Phone\n1,yes,Anna,de,Wit,a@post.example,\n",
    "products.csv": "Handle,Title,Body,Vendor,Price,SKU,Status\nmok,Mok,Mooi,Wij,12.50,MOK-1,active\n",
    "people.csv": "id,name,date,status\n1,Anna,2024-05-01,active\n",
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_tables_are_not_claimed(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(OTHERS[name], encoding="utf-8")
    assert recognise_orders(path) == [] or recognise_orders(path)[0][1] < 0.5


def test_chosen_columns_win(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text("Kenmerk;Wanneer;Wie;Hoeveel\nA-1;01-05-2024;Anna de Wit;12,50\nA-2;13-05-2024;Bo Smit;1.250,00\n", encoding="utf-8")
    (reader,) = order_readers()
    assert reader.score(path) < 0.5
    with pytest.raises(BadInput):
        list(reader.read(path, ReadOptions()))
    orders, _ = read(path, ReadOptions(columns={"number": "Kenmerk", "date": "Wanneer", "name": "Wie", "total": "Hoeveel"}))
    assert [(o.number, o.name, o.total) for o in orders] == [("A-1", "Anna de Wit", Decimal("12.5")), ("A-2", "Bo Smit", Decimal(1250))]


def test_the_country_of_the_shop_reads_local_numbers(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("Order number,Total,Status,Phone\n1,10.00,paid,0470 00 00 11\n", encoding="utf-8")
    (order,), _ = read(path, ReadOptions(country="BE"))
    assert order.handles == (Handle(HandleKind.PHONE, "+32470000011"),)


def test_rows_of_one_order_that_lie_apart_are_one_order(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = "1,paid,Mok,1,20\n2,paid,Bord,1,9\n1,paid,Kan,2,20\n1,paid,Mok,1,20\n,,Deksel,1,\n"
    path.write_text(f"Order number,Status,Item name,Quantity,Order total\n{rows}", encoding="utf-8")
    orders, problems = read(path, ReadOptions())
    assert [(o.number, [line.title for line in o.lines], o.total) for o in orders] == [
        ("1", ["Mok", "Kan", "Deksel"], Decimal(20)),
        ("2", ["Bord"], Decimal(9)),
    ]
    assert problems == []


def test_different_totals_of_one_order_are_told_not_added(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("Order number,Status,Item name,Total\n1,paid,Mok,12.50\n1,paid,Kan,20.00\n", encoding="utf-8")
    orders, problems = read(path, ReadOptions())
    assert [o.total for o in orders] == [None]
    assert len(problems) == 1


@every_sample
def test_reading_may_stop_anywhere(sample: Sample) -> None:
    (reader,) = order_readers()
    reading = reader.read(sample.path, ReadOptions())
    assert next(reading)
    reading.close()  # type: ignore[attr-defined]
