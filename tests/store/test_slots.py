"""Ids that grow with the date: free ones, in order, near their time; and found in a few looks where years are full."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from app.store.slots import SLOT_US, Slots
from app.store.sql import Sql


class Counted(Sql):
    """Counts what is asked."""

    asked = 0

    def column(self, statement: str, params: object = ()) -> list[object]:
        self.asked += 1
        return super().column(statement, params)  # type: ignore[arg-type]


def taking(*ids: int) -> Counted:
    connection = create_engine("sqlite://").connect()
    connection.exec_driver_sql("CREATE TABLE messages (id INTEGER PRIMARY KEY)")
    sql = Counted(connection)
    sql.many("INSERT INTO messages VALUES (?)", [(id_,) for id_ in ids])
    return sql


def claimed(sql: Sql, slots: list[int]) -> list[int]:
    ids = Slots(sql).claim([slot * SLOT_US for slot in slots])
    sql.many("INSERT INTO messages VALUES (?)", [(id_,) for id_ in ids])  # fails for what is taken
    return ids


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(1, 600), min_size=1, max_size=40), min_size=1, max_size=8))
def test_ids_are_free_and_in_order(batches: list[list[int]]) -> None:
    sql = taking()
    for batch in batches:
        ids = claimed(sql, sorted(batch))
        assert ids == sorted(set(ids))
        assert all(id_ >= slot for id_, slot in zip(ids, sorted(batch), strict=True))
        if len(batch) == len(set(batch)) and len(batches) == 1:
            assert ids == sorted(batch)


def test_a_taken_slot_gives_the_next_free_one() -> None:
    sql = taking(100, 101, 103)
    assert claimed(sql, [100, 100, 105]) == [102, 104, 105]
    assert claimed(sql, [95, 100]) == [95, 106]


@pytest.mark.parametrize("full", [1_000, 100_000])
def test_full_years_are_passed_in_a_few_looks(full: int) -> None:
    sql = taking(*range(1, full + 1))
    ids = claimed(sql, [1, 1, 2, 2, full + 10])
    assert ids == sorted(set(ids))
    assert full < ids[0] <= 3 * full
    assert sql.asked < 40
