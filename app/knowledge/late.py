"""The vector index of a program that has just started: exact answers at once, the index on disk when it is loaded."""

import threading
from collections.abc import Callable, Sequence
from functools import partial

from app.domain.knowledge import Vector
from app.domain.ports import VectorIndex

Rows = list[tuple[int, Vector]]


class LateIndex:
    """VectorIndex that searches the database's own vectors exactly until the index on disk is there.

    `source` reads scheme and vectors from the database, `disk` opens the index on disk (Chroma: 4 s of processor time and 70 MB),
    None where this process may not. It is opened by a thread of its own, `after` seconds from the first question on, so that commands and
    the start of the window do without; or by the first change, for what is written must be on disk when the call returns.
    An index on disk that does not hold as many vectors as the database is filled anew. Calls may come from any thread.
    """

    def __init__(self, source: Callable[[], tuple[str, Rows]], disk: Callable[[], VectorIndex] | None, after: float = 10.0) -> None:
        self._source, self._make, self._after = source, disk, after
        self._lock = threading.RLock()
        self._exact: _Exact | None = None
        self._disk: VectorIndex | None = None
        self._loader: _Loader | None = None

    def put(self, items: Sequence[tuple[int, Vector]]) -> None:
        """Add or replace vectors by passage id."""
        with self._lock:
            if items:
                self._for_change().put(items)

    def delete(self, ids: Sequence[int]) -> None:
        """Remove vectors; unknown ids are ignored."""
        with self._lock:
            if ids:
                self._for_change().delete(ids)

    def reset(self, scheme: str) -> None:
        """Empty the index for vectors of this scheme. The index on disk follows when it is opened: it will hold more than this one."""
        with self._lock:
            self._adopt(wait=True)
            if self._disk is not None:
                self._disk.reset(scheme)
            else:
                self._exact = _Exact(scheme, [])

    def query(self, vector: Vector, limit: int) -> list[tuple[int, float]]:
        """Return (passage id, cosine similarity), best first."""
        with self._lock:
            index = self._current()
            if index is not self._disk and self._make is not None and self._loader is None and index.count():
                self._loader = _Loader(partial(self._load, self._make), self._after)
            return index.query(vector, limit)

    def count(self) -> int:
        """Return how many vectors are there."""
        with self._lock:
            return self._current().count()

    def scheme(self) -> str:
        """Return the scheme of the vectors that are there ("" when empty)."""
        with self._lock:
            return self._current().scheme()

    def close(self) -> None:
        """Release the files; the index opens again at the next use."""
        with self._lock:
            self._adopt(wait=True)
            if self._disk is not None:
                self._disk.close()
            self._disk = self._exact = None

    def _current(self) -> VectorIndex:
        self._adopt()
        return self._disk if self._disk is not None else self._from_database().index

    def _from_database(self) -> "_Exact":
        if self._exact is None:
            self._exact = _Exact(*self._source())
        return self._exact

    def _for_change(self) -> VectorIndex:
        """Return the index that a change goes to: the one on disk, opened now if need be."""
        self._adopt(wait=True)
        if self._make is None:
            return self._from_database().index
        if self._disk is None:
            self._disk, self._exact = self._load(self._make), None
        return self._disk

    def _load(self, make: Callable[[], VectorIndex]) -> VectorIndex:
        exact, disk = self._from_database(), make()
        if not exact.rows or disk.count() != len(exact.rows) or disk.scheme() != exact.scheme:
            disk.reset(exact.scheme)
            disk.put(exact.rows)
        return disk

    def _adopt(self, *, wait: bool = False) -> None:
        """Take over what the thread has opened; with `wait` also what it is just opening. One that has not begun is called off."""
        if self._loader is None or not (wait or self._loader.done):
            return
        opened, self._loader = self._loader.end(), None
        if opened is not None:
            self._disk, self._exact = opened, None


class _Loader:
    """Opens the index on disk in a thread, some time from now."""

    def __init__(self, load: Callable[[], VectorIndex], after: float) -> None:
        self._load, self._after = load, after
        self._called_off = threading.Event()
        self._opened: VectorIndex | None = None
        self._thread = threading.Thread(target=self._run, name="load-index", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether the thread has ended."""
        return not self._thread.is_alive()

    def end(self) -> VectorIndex | None:
        """Return the index, waiting for a thread that has begun to open it; None when it had not begun."""
        self._called_off.set()
        self._thread.join()
        return self._opened

    def _run(self) -> None:
        if not self._called_off.wait(self._after):
            self._opened = self._load()


class _Exact:
    """The database's vectors, and an index of them in memory."""

    def __init__(self, scheme: str, rows: Rows) -> None:
        from app.knowledge.vectors import NumpyIndex  # here, not above: most commands ask for no vector, and need no numpy

        self.scheme, self.rows = scheme, rows
        self.index: VectorIndex = NumpyIndex()
        self.index.reset(scheme)
        self.index.put(rows)
