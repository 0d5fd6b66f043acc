"""The vector index of a program that has just started."""

from collections.abc import Iterator
from threading import Event

import numpy as np
import pytest

from app.domain.knowledge import Vector
from app.domain.ports import VectorIndex
from app.knowledge.late import LateIndex, Rows
from app.knowledge.vectors import NumpyIndex

A, B, C = (np.eye(3, dtype="<f4")[place].tobytes() for place in range(3))


class Disk(NumpyIndex):
    """An index on disk that says what it was asked; its vectors outlive a close."""

    def __init__(self, asked: list[str]) -> None:
        super().__init__()
        self.asked = asked

    def put(self, items: Rows) -> None:  # type: ignore[override]
        self.asked.append(f"put {[number for number, _ in items]}")
        super().put(items)

    def query(self, vector: Vector, limit: int) -> list[tuple[int, float]]:
        self.asked.append("query")
        return super().query(vector, limit)

    def close(self) -> None:
        self.asked.append("close")


class Place:
    """A database with vectors, and an index on disk that was filled with some."""

    def __init__(self, *held: tuple[int, bytes], after: float = 60.0) -> None:
        self.rows: Rows = [(1, A), (2, B)]
        self.asked: list[str] = []
        self.disk = Disk(self.asked)
        self.disk.reset("s")
        self.disk.put(list(held))
        self.asked.clear()
        self.opened, self.may_open = Event(), Event()
        self.may_open.set()
        self.index = LateIndex(lambda: ("s", list(self.rows)), self.open, after)

    def open(self) -> VectorIndex:
        self.opened.set()
        assert self.may_open.wait(10)
        return self.disk


@pytest.fixture
def full() -> Iterator[Place]:
    place = Place((1, A), (2, B))
    yield place
    place.index.close()


def test_questions_are_answered_from_the_database_without_the_disk(full: Place) -> None:
    assert (full.index.scheme(), full.index.count()) == ("s", 2)
    assert full.index.query(B, 1) == [(2, 1.0)]
    full.index.close()
    assert not full.opened.is_set()


def test_without_articles_the_disk_is_left_alone() -> None:
    place = Place(after=0.0)
    place.rows.clear()
    assert place.index.query(A, 5) == []
    place.index.close()
    assert not place.opened.is_set()


def test_looking_at_the_queue_reads_no_vectors() -> None:
    read: list[str] = []

    def source() -> tuple[str, Rows]:
        read.append("vectors")
        return "", []

    index = LateIndex(source, None)
    index.close()
    assert read == []


def test_the_disk_answers_when_it_is_there() -> None:
    place = Place((1, A), (2, B), after=0.0)
    place.may_open.clear()
    assert place.index.query(A, 1) == [(1, 1.0)]
    assert place.opened.wait(10)
    assert place.index.query(A, 1) == [(1, 1.0)]
    assert place.asked == []
    place.may_open.set()
    place.index.close()
    assert place.asked == ["close"]


def test_after_it_was_opened_beside_the_disk_is_asked() -> None:
    place = Place((1, A), (2, B), after=0.0)
    place.index.query(A, 1)
    loader = place.index._loader
    assert loader is not None
    loader._thread.join(10)
    assert place.index.query(B, 1) == [(2, 1.0)]
    assert place.asked == ["query"]
    place.index.close()


@pytest.mark.parametrize("held", [(), ((9, C),), ((1, A), (2, B), (3, C))])
def test_a_disk_that_holds_something_else_is_filled_anew(held: tuple[tuple[int, bytes], ...]) -> None:
    place = Place(*held)
    place.index.put([(4, C)])
    assert place.asked == ["put [1, 2]", "put [4]"]
    assert sorted(place.disk._rows) == [1, 2, 4]
    assert place.disk.scheme() == "s"
    place.index.close()


def test_a_change_goes_to_the_disk_at_once(full: Place) -> None:
    full.index.count()
    full.rows.append((3, C))
    full.index.put([(3, C)])
    full.index.delete([1])
    assert sorted(full.disk._rows) == [2, 3]
    assert full.asked == ["put [3]"]
    assert full.index.count() == 2


def test_a_change_waits_for_an_opening_that_has_begun() -> None:
    place = Place((1, A), (2, B), after=0.0)
    place.index.query(A, 1)
    assert place.opened.wait(10)
    place.index.delete([2])
    assert sorted(place.disk._rows) == [1]
    place.index.close()


def test_making_it_anew_empties_the_disk(full: Place) -> None:
    full.index.reset("t")
    assert (full.index.count(), full.opened.is_set()) == (0, False)
    full.index.put([(7, C)])
    assert list(full.disk._rows) == [7]
    assert full.index.scheme() == "t"


def test_a_process_that_only_reads_has_no_disk() -> None:
    index = LateIndex(lambda: ("s", [(1, A)]), None)
    assert index.query(A, 5) == [(1, 1.0)]
    index.put([(2, B)])
    assert index.count() == 2
    index.close()
