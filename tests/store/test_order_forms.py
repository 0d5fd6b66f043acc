"""Ways of writing an order's number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.order_forms import can_be, forms_of, is_exactly, names_of, order_key


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("1042", "#1042"),
        ("# 1042", "#1042"),
        ("NL 1042", "#1042"),
        ("nl1042", "NL1042-A"),
        ("1042", "NL1042-A"),
        ("1042-A", "NL1042-A"),
        ("1 042", "#1042"),
        ("1042", "000001042"),
        ("#0001042", "000001042"),
        ("2024-01042", "202401042"),
        ("10423", "ORD-2024-10423"),
        ("xkbknabjk", "XKBKNABJK"),
        ("7", "#7"),
    ],
)
def test_one_number_in_two_ways(written: str, order: str) -> None:
    assert can_be(written, order)
    assert can_be(order, written)


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("BE1042", "NL1042"),
        ("104", "#1042"),
        ("1042", "#10423"),
        ("042", "NL042"),
        ("2024", "ORD-2024-123"),
        ("1042", "A1042B77C"),
        ("1042", "1042-5678"),
        ("", "#1042"),
        ("?", "!"),
    ],
)
def test_another_number(written: str, order: str) -> None:
    assert not can_be(written, order)


def test_zeroes_and_signs_do_not_make_another_number() -> None:
    assert is_exactly("#1042", "0001042")
    assert not is_exactly("NL1042", "1042")
    assert order_key("000") == "000"
    assert forms_of(" # ") == frozenset()


@given(st.text(max_size=30))
def test_any_text_has_its_forms_among_its_names(number: str) -> None:
    assert forms_of(number) <= names_of(number)
    assert can_be(number, number) == bool(forms_of(number))
