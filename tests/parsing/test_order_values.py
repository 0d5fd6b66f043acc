"""States, packed articles and parcel numbers of orders."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.order import OrderLine, OrderState
from app.parsing.order_lines import clean_code, packed_lines, tracking_in
from app.parsing.order_states import state_from, state_of
from app.parsing.table_values import Amounts

COMMA, POINT = Amounts(","), Amounts(".")


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("paid", OrderState.PAID),
        ("unpaid", OrderState.OPEN),
        ("partially_paid", OrderState.OPEN),
        ("partially_refunded", OrderState.PARTLY_REFUNDED),
        ("refunded", OrderState.REFUNDED),
        ("voided", OrderState.CANCELLED),
        ("partial", OrderState.PARTLY_SHIPPED),
        ("unfulfilled", OrderState.OPEN),
        ("restocked", OrderState.UNKNOWN),
        ("wc-processing", OrderState.PAID),
        ("wc-on-hold", OrderState.OPEN),
        ("wc-completed", OrderState.SHIPPED),
        ("Pending payment", OrderState.OPEN),
        ("Holded", OrderState.OPEN),
        ("Betaling aanvaard", OrderState.PAID),
        ("Afgeleverd", OrderState.DELIVERED),
        ("Geannuleerd", OrderState.CANCELLED),
        ("Nog niet verzonden", OrderState.OPEN),
        ("Deels verzonden", OrderState.PARTLY_SHIPPED),
        ("Terugbetaald", OrderState.REFUNDED),
        ("Versandt", OrderState.SHIPPED),
        ("Teilweise versandt", OrderState.PARTLY_SHIPPED),
        ("Zahlung eingegangen", OrderState.PAID),
        ("Rückerstattet", OrderState.REFUNDED),
        ("Storniert", OrderState.CANCELLED),
        ("Zugestellt", OrderState.DELIVERED),
        ("Expédié", OrderState.SHIPPED),
        ("Livré", OrderState.DELIVERED),
        ("En cours de préparation", OrderState.PAID),
        ("En attente du paiement par chèque", OrderState.OPEN),
        ("Remboursement partiel", OrderState.PARTLY_REFUNDED),
        ("Annulée", OrderState.CANCELLED),
        ("Non livré", OrderState.OPEN),
        ("Zzz", OrderState.UNKNOWN),
        ("", OrderState.UNKNOWN),
    ],
)
def test_a_status_in_four_languages(word: str, state: OrderState) -> None:
    assert state_of(word) is state
    assert state_of(word.upper()) is state


def test_several_statuses_are_one_state() -> None:
    assert state_from(["", "paid", "fulfilled"]) is OrderState.SHIPPED
    assert state_from(["paid", "unfulfilled"]) is OrderState.PAID
    assert state_from(["paid", "partial"], shipped=True) is OrderState.PARTLY_SHIPPED
    assert state_from(["refunded"], cancelled=True) is OrderState.CANCELLED
    assert state_from(["paid"], refunded=Decimal(5), total=Decimal(5)) is OrderState.REFUNDED
    assert state_from(["paid"], refunded=Decimal(5), total=Decimal(9)) is OrderState.PARTLY_REFUNDED
    assert state_from([]) is OrderState.UNKNOWN


@given(st.text(max_size=120))
def test_any_word_has_a_state(word: str) -> None:
    assert isinstance(state_of(word), OrderState)


def test_articles_in_one_cell() -> None:
    assert packed_lines("2 x Mok Wad @ 19,50|1x Kan, groot", COMMA) == [
        OrderLine("Mok Wad", Decimal(2), Decimal("19.5")),
        OrderLine("Kan, groot"),
    ]
    assert packed_lines("Mok x 2, Bord x 1", POINT) == [OrderLine("Mok", Decimal(2)), OrderLine("Bord")]
    assert packed_lines("Mok, blauw", POINT) == [OrderLine("Mok, blauw")]
    assert packed_lines("Mok (3)\nBord", POINT) == [OrderLine("Mok", Decimal(3)), OrderLine("Bord")]
    assert packed_lines("name:Bord; diep|sku:B-1|quantity:2|total:28.00;name:Mok|quantity:1", COMMA) == [
        OrderLine("Bord; diep", Decimal(2), Decimal("14.00"), "B-1"),
        OrderLine("Mok"),
    ]
    assert packed_lines('[{"title": "Mok", "quantity": 2, "price": "9.50", "sku": null}, 7, {}]', COMMA) == [
        OrderLine("Mok", Decimal(2), Decimal("9.5"))
    ]
    assert packed_lines("3", POINT) == []
    assert packed_lines("[broken", POINT) == []


@given(st.text(max_size=200))
def test_any_cell_of_articles_and_parcels_reads(text: str) -> None:
    assert all(line.title and line.quantity.is_finite() for line in packed_lines(text, POINT))
    assert all(code in text for code in tracking_in(text))


@given(st.decimals(0, 100_000, places=2), st.sampled_from([".", ","]), st.sampled_from(["", "€ ", "EUR "]))
def test_an_amount_in_any_dress(amount: Decimal, mark: str, sign: str) -> None:
    other = "," if mark == "." else "."
    written = sign + f"{amount:,.2f}".replace(",", "\0").replace(".", mark).replace("\0", other)
    assert Amounts.learn([written]).read(written) == amount


def test_parcel_numbers() -> None:
    assert tracking_in("3SABCD0000001, 3SABCD0000002") == ["3SABCD0000001", "3SABCD0000002"]
    assert tracking_in("https://volg.example/nl/3SABCD0000001") == ["3SABCD0000001"]
    assert tracking_in('[{"tracking_number": "1Z0000000000000001", "company": "UPS"}]') == ["1Z0000000000000001"]
    assert tracking_in("nog niet bekend") == []


def test_codes_a_spreadsheet_may_not_count_with() -> None:
    assert clean_code("'9000") == "9000"
    assert clean_code('="0001042"') == "0001042"
    assert clean_code(" #1042 ") == "#1042"
