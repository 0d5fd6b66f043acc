"""What every VectorIndex does, the fake included."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.domain.ports import VectorIndex
from app.knowledge.index import ChromaIndex
from app.knowledge.late import LateIndex
from app.knowledge.vectors import NumpyIndex
from tests.fakes_knowledge import FakeVectorIndex

KEY = b"k" * 32


def unit(*values: float, dimensions: int = 8) -> bytes:
    row = np.zeros(dimensions, dtype="<f4")
    row[: len(values)] = values
    return (row / np.linalg.norm(row)).astype("<f4").tobytes()


def cloud(n: int, dimensions: int = 16) -> list[tuple[int, bytes]]:
    rows = np.random.default_rng(5).standard_normal((n, dimensions)).astype("<f4")
    return [(number, (row / np.linalg.norm(row)).astype("<f4").tobytes()) for number, row in enumerate(rows, 1)]


@pytest.fixture(params=["fake", "numpy", "chroma", "chroma with a key", "late", "late in memory"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorIndex]:
    made: VectorIndex
    if request.param == "fake":
        made = FakeVectorIndex()
    elif request.param == "numpy":
        made = NumpyIndex()
    elif "late" in request.param:
        made = LateIndex(lambda: ("", []), None if "memory" in request.param else NumpyIndex)
    else:
        made = ChromaIndex(tmp_path / "index", key=KEY if "key" in request.param else None)
    yield made
    assert not getattr(made, "degraded", "")
    made.close()


def test_starts_empty(index: VectorIndex) -> None:
    assert index.count() == 0
    assert index.scheme() == ""
    assert index.query(unit(1), 5) == []


def test_finds_the_nearest_first_with_its_cosine(index: VectorIndex) -> None:
    index.reset("s-1")
    index.put([(7, unit(1, 0)), (8, unit(1, 1)), (9, unit(-1, 0))])
    found = index.query(unit(1, 0), 3)
    assert [number for number, _ in found] == [7, 8, 9]
    assert [score for _, score in found] == pytest.approx([1.0, 0.70710678, -1.0], abs=1e-5)


def test_returns_no_more_than_asked_or_there(index: VectorIndex) -> None:
    index.put([(1, unit(1)), (2, unit(0, 1))])
    assert len(index.query(unit(1), 1)) == 1
    assert len(index.query(unit(1), 50)) == 2
    assert index.query(unit(1), 0) == []


def test_put_replaces_by_id(index: VectorIndex) -> None:
    index.put([(1, unit(1, 0)), (2, unit(0.5, 1))])
    index.put([(1, unit(-1, 0)), (1, unit(0, 1))])
    assert index.count() == 2
    assert index.query(unit(0, 1), 1)[0][0] == 1


def test_delete_forgets_and_ignores_unknown_ids(index: VectorIndex) -> None:
    index.put([(1, unit(1)), (2, unit(0, 1))])
    index.delete([1, 1, 99])
    index.delete([])
    assert index.count() == 1
    assert [number for number, _ in index.query(unit(1), 5)] == [2]


def test_reset_empties_and_names_the_scheme(index: VectorIndex) -> None:
    index.reset("s-1")
    index.put([(1, unit(1))])
    assert index.scheme() == "s-1"
    index.reset("s-2")
    assert (index.count(), index.scheme()) == (0, "")
    index.put([(3, unit(1, dimensions=12))])
    assert index.scheme() == "s-2"


def test_refuses_vectors_of_another_size(index: VectorIndex) -> None:
    index.put([(1, unit(1, dimensions=8))])
    with pytest.raises(ValueError, match="dimensions"):
        index.put([(2, unit(1, dimensions=9))])
    with pytest.raises(ValueError, match="dimensions"):
        index.query(unit(1, dimensions=9), 1)
    assert index.query(unit(1, dimensions=8), 1)[0][0] == 1


def test_agrees_with_exact_search(index: VectorIndex) -> None:
    items = cloud(300)
    index.put(items)
    exact = NumpyIndex()
    exact.put(items)
    for _, vector in items[:20]:
        wanted = exact.query(vector, 10)
        found = index.query(vector, 10)
        assert [number for number, _ in found] == [number for number, _ in wanted]
        assert [score for _, score in found] == pytest.approx([score for _, score in wanted], abs=1e-4)


def test_nothing_to_put_changes_nothing(index: VectorIndex) -> None:
    index.put([])
    assert index.count() == 0
