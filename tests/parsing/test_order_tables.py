"""Orders out of tables: headers of more programs, totals at the foot, damaged numbers, dates that follow each other."""

from decimal import Decimal
from pathlib import Path

from app.channels.orders import ORDER_READER
from app.domain.message import Problem, ProblemKind, ReadOptions
from app.domain.order import Order, OrderState


def read(folder: Path, text: str) -> tuple[list[Order], list[Problem]]:
    path = folder / "orders.csv"
    path.write_text(text, encoding="utf-8")
    assert ORDER_READER.score(path) >= 0.6
    items = list(ORDER_READER.read(path, ReadOptions()))
    return [item for item in items if isinstance(item, Order)], [item for item in items if isinstance(item, Problem)]


def test_the_totals_at_the_foot_are_no_order(tmp_path: Path) -> None:
    orders, problems = read(tmp_path, "Bestelnummer;Datum;Klant;Status;Totaal\n1042;24-03-2025;Noor;Verzonden;12,50\nTotaal;;;;12,50\n")
    assert [order.number for order in orders] == ["1042"]
    assert [problem.kind for problem in problems] == [ProblemKind.LEFT_OUT]


def test_a_label_that_waits_is_no_parcel_under_way(tmp_path: Path) -> None:
    head = "Order number;Date;LastnamePreposition;Lastname;Internal ID;Total incl.;Payment status;Shipment status;Track & trace\n"
    orders, _ = read(tmp_path, head + "O1;2025-03-04;de;Vries;9;34.95;paid;not_shipped;3SABCD12345678\n")
    assert (orders[0].state, orders[0].total, orders[0].tracking) == (OrderState.PAID, Decimal("34.95"), ("3SABCD12345678",))


def test_a_number_that_a_spreadsheet_damaged_is_told(tmp_path: Path) -> None:
    orders, problems = read(tmp_path, "Bestelnummer;Datum;Klant;Totaal;Status\n1,04E+09;45720;Noor;12,50;Open\n")
    assert orders[0].number == "1,04E+09"
    assert orders[0].placed_at is not None
    assert orders[0].placed_at.isoformat() == "2025-03-03T23:00:00+00:00"
    assert [problem.kind for problem in problems] == [ProblemKind.UNPARSED]


def test_the_day_of_sending_tells_the_order_of_day_and_month_of_the_other(tmp_path: Path) -> None:
    head = "Sale Date,Order ID,Full Name,Number of Items,Date Shipped,Ship City,Ship Zipcode,Ship Country,Currency,Order Total,SKU\n"
    orders, problems = read(tmp_path, head + "03/04/25,300042,Noor Smit,2,03/14/25,Utrecht,3511AA,Netherlands,EUR,34.95,MB-1\n")
    assert orders[0].placed_at is not None
    assert (orders[0].placed_at.month, orders[0].placed_at.day) == (3, 3)
    assert (orders[0].address.city, orders[0].lines[0].quantity) == ("Utrecht", 2)
    assert not problems


def test_parts_of_an_order_under_headers_of_plugins(tmp_path: Path) -> None:
    head = "Bestelling,Datum,Status,Totaal,Facturering voornaam,Facturering achternaam,Facturering e-mail,Facturering telefoon,Producten\n"
    orders, _ = read(tmp_path, head + '#1042,4 maart 2025,Afgerond,"€ 34,95",Noor,Smit,n@example.com,0201234567,2x Mok\n')
    assert (orders[0].name, [handle.value for handle in orders[0].handles]) == ("Noor Smit", ["n@example.com", "+31201234567"])
    assert (orders[0].lines[0].title, orders[0].lines[0].quantity) == ("Mok", 2)
