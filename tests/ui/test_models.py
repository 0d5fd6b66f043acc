"""The list model over ids: pages on demand, the latest wish first, a bounded memory."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from app.ui.models.conversations import KEPT, PAGE, ROW, ConversationModel
from app.ui.models.items import ITEM, ItemModel
from tests.ui.test_words import ROW as EXAMPLE


def rows(ids):
    return [replace(EXAMPLE, id=i) for i in ids]


@pytest.fixture
def asked():
    return []


@pytest.fixture
def model(qapp, asked):
    made = ConversationModel(asked.append)
    made.set_ids(range(1, 10_001))
    return made


def sees(model, place):
    return model.data(model.index(place), ROW)


def test_a_page_is_asked_for_once_when_it_is_seen(model, asked):
    assert sees(model, 0) is None
    assert sees(model, 5) is None
    assert asked == [list(range(1, PAGE + 1))]
    model.put_rows(rows(asked[0]))
    assert sees(model, 5).id == 6
    assert len(asked) == 1


def test_one_page_at_a_time_and_the_latest_wish_first(model, asked):
    for place in (0, 1000, 2000, 3000, 4000, 5000):
        sees(model, place)
    assert len(asked) == 1
    model.put_rows(rows(asked[0]))
    assert asked[1][0] == 5001
    for n in range(1, 4):
        model.put_rows(rows(asked[n]))
    assert [page[0] for page in asked] == [1, 5001, 4001, 3001]
    sees(model, 1000)
    assert asked[-1][0] == 1001, "what was scrolled past is asked for again"


def test_a_failed_page_is_asked_for_again(model, asked):
    sees(model, 0)
    model.fetch_failed()
    sees(model, 0)
    assert asked[0] == asked[1]


def test_memory_is_bounded(model, asked):
    for start in range(0, 10_000, PAGE):
        model.put_rows(rows(range(start + 1, start + PAGE + 1)))
    assert len(model._rows) == KEPT
    assert sees(model, 0) is None
    assert asked


def test_removing_keeps_the_rest_in_place(model):
    model.put_rows(rows(range(1, 101)))
    assert model.remove(50) == 49
    assert model.rowCount() == 9_999
    assert sees(model, 49).id == 51
    assert model.remove(50) is None
    assert model.place_of(51) == 49


def test_the_same_ids_again_change_nothing(model, qtbot):
    with qtbot.assertNotEmitted(model.modelReset):
        assert model.set_ids(list(range(1, 10_001))) is False
    assert model.set_ids([3, 2, 1]) is True
    assert model.id_at(0) == 3
    assert model.id_at(7) is None


def test_nothing_is_said_of_rows_that_are_not_there(model):
    assert model.data(model.index(20_000), ROW) is None
    assert model.data(model.index(0), Qt.ItemDataRole.DecorationRole) is None


def test_the_item_model_gives_the_item_and_its_words(qapp):
    model = ItemModel(str.upper)
    model.put(["a", "b"])
    assert model.data(model.index(1), ITEM) == "b"
    assert model.data(model.index(1)) == "B"
    assert model.at(2) is None
