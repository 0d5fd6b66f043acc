"""A shop's categories: its own beside the built-in ones, other titles, and what it does not use."""

import pytest

from app.domain.categories import BUILT_IN, EXAMPLES_NEEDED, Categories, code_for
from app.domain.errors import BadInput, NotFound
from app.triage.lessons import OWN_NEEDS


def test_an_own_category_stands_beside_the_built_in_ones() -> None:
    made = Categories().with_own("gift_card", "  Cadeaubon \n en tegoed ")
    assert made.codes() == (*BUILT_IN, "gift_card")
    assert made.title("gift_card") == "Cadeaubon en tegoed"
    assert made.title("refund") == ""


@pytest.mark.parametrize("code", ["", "Cadeau bon", "_x", "a" * 41, "ü", "refund"])
def test_a_bad_or_taken_code_is_refused(code: str) -> None:
    with pytest.raises(BadInput):
        Categories().with_own(code, "Titel")


def test_a_category_is_found_by_its_code_or_title() -> None:
    made = Categories().with_own("gift_card", "Cadeaubon").with_title("refund", "Geld terug")
    assert made.find(" CADEAUBON ") == "gift_card"
    assert made.find("geld terug") == "refund"
    assert made.find("refund") == "refund"
    with pytest.raises(NotFound):
        made.find("nonsense")
    with pytest.raises(NotFound):
        made.find("")


def test_a_built_in_one_gets_its_usual_title_back() -> None:
    made = Categories().with_title("refund", "Geld terug")
    assert made.with_title("refund", " ").renamed == {}
    with pytest.raises(BadInput):
        Categories().with_own("gift_card", "Cadeaubon").with_title("gift_card", " ")


def test_what_is_hidden_is_not_offered_and_comes_back() -> None:
    made = Categories().with_own("gift_card", "Cadeaubon").with_hidden("appointment", hidden=True).with_hidden("gift_card", hidden=True)
    assert {"appointment", "gift_card"}.isdisjoint(made.offered())
    assert made.with_hidden("appointment", hidden=False).hidden == ("gift_card",)


@pytest.mark.parametrize("code", ["spam", "newsletter", "auto_reply_bounce", "other"])
def test_what_the_queue_is_built_on_cannot_be_hidden(code: str) -> None:
    with pytest.raises(BadInput):
        Categories().with_hidden(code, hidden=True)


def test_a_code_is_made_of_a_title() -> None:
    assert code_for("Cadeaubon & tegoed!") == "cadeaubon_tegoed"
    assert code_for("Ü") == ""
    assert len(code_for("lang " * 30)) <= 40


def test_the_sorter_needs_as_many_examples_as_people_are_told() -> None:
    assert EXAMPLES_NEEDED == OWN_NEEDS
