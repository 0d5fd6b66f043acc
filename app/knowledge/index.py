"""The vector index on disk: Chroma, as a disposable helper.

The truth lies in the database; whatever is wrong here (damage, a folder that never opens, another key) ends in an empty index that the
caller fills again. Chroma sees ids and rotated vectors only, opens no connection, and is loaded at the first use (3-4 s).
"""

import logging
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from app.domain.knowledge import Vector
from app.knowledge.vectors import Matrix, NumpyIndex, Rotation, as_matrix

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

log = logging.getLogger(__name__)
T = TypeVar("T")

BATCH = 5_000
"""Vectors handed to Chroma at once; its own limit is 5,461."""

_NAME = "passages"
_HNSW: Any = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}
_SETTINGS: dict[str, Any] = {"_env_file": None, "anonymized_telemetry": False, "chroma_api_impl": "chromadb.api.rust.RustBindingsAPI"}
_importing = threading.Lock()


class ChromaIndex:
    """VectorIndex in a persistent Chroma below `folder`.

    `key` rotates the vectors secretly (see Rotation). An opening that takes longer than `open_seconds`, or fails, starts an empty index
    in a new subfolder; when that fails too, or Chroma cannot be loaded, an exact index in memory serves until the end of the process and
    `degraded` says why. Calls may come from any thread, one at a time. No call raises for the index's own troubles; ValueError is for
    vectors of different dimensions.
    """

    def __init__(self, folder: Path, key: bytes | None = None, open_seconds: float = 30.0) -> None:
        self.folder = folder
        self.degraded = ""
        self._open_seconds = open_seconds
        self._rotation = Rotation(key)
        self._lock = threading.RLock()
        self._client: Client | None = None
        self._collection: Collection | None = None
        self._dimensions = 0
        self._spare: NumpyIndex | None = None

    # -- the port
    def put(self, items: Sequence[tuple[int, Vector]]) -> None:
        """Add or replace vectors by passage id."""
        if not items:
            return
        # Chroma refuses the same id twice in a batch: the last one counts.
        latest = dict(items)
        rows = self._rotation(as_matrix(list(latest.values())))
        with self._lock:
            self._check_dimensions(rows.shape[1])
            self._try(lambda: self._put_chroma(list(latest), rows), lambda spare: spare.put(_pairs(list(latest), rows)), again=True)

    def delete(self, ids: Sequence[int]) -> None:
        """Remove vectors; unknown ids are ignored."""
        names = [str(number) for number in dict.fromkeys(ids)]

        def remove() -> None:
            collection = self._opened()
            for start in range(0, len(names), BATCH):
                collection.delete(ids=names[start : start + BATCH])

        if names:
            self._try(remove, lambda spare: spare.delete(ids))

    def query(self, vector: Vector, limit: int) -> list[tuple[int, float]]:
        """Return (passage id, cosine similarity), best first; [] when the index had to be started anew."""
        row = self._rotation(as_matrix([vector]))
        with self._lock:
            self._check_dimensions(row.shape[1])
            return self._try(lambda: self._query_chroma(row, limit), lambda spare: spare.query(row.tobytes(), limit)) or []

    def count(self) -> int:
        """Return how many vectors are there."""
        return self._try(lambda: int(self._opened().count()), lambda spare: spare.count()) or 0

    def reset(self, scheme: str) -> None:
        """Empty the index for vectors of this scheme."""

        def renew() -> None:
            self._opened()
            self._start_anew(scheme)

        self._try(renew, lambda spare: spare.reset(scheme), again=True)

    def scheme(self) -> str:
        """Return the scheme of the vectors that are there ("" when empty)."""

        def read() -> str:
            collection = self._opened()
            return str((collection.metadata or {}).get("scheme", "")) if collection.count() else ""

        return self._try(read, lambda spare: spare.scheme()) or ""

    def close(self) -> None:
        """Release the files; the index opens again at the next use."""
        with self._lock:
            client, self._client, self._collection = self._client, None, None
            if client is not None:
                with suppress(Exception):
                    client.close()

    # -- with Chroma
    def _put_chroma(self, ids: Sequence[int], rows: Matrix) -> None:
        collection = self._opened()
        for start in range(0, len(ids), BATCH):
            part = slice(start, start + BATCH)
            collection.upsert(ids=[str(number) for number in ids[part]], embeddings=rows[part])
        self._dimensions = rows.shape[1]

    def _query_chroma(self, row: Matrix, limit: int) -> list[tuple[int, float]]:
        collection = self._opened()
        wanted = min(limit, collection.count())
        if wanted <= 0:
            return []
        found = collection.query(query_embeddings=row, n_results=wanted, include=["distances"])
        distances = found["distances"] or [[]]
        return [(int(name), 1.0 - float(distance)) for name, distance in zip(found["ids"][0], distances[0], strict=True)]

    def _check_dimensions(self, dimensions: int) -> None:
        if self._spare is None:
            self._try(self._opened, lambda spare: spare)
        if self._dimensions and dimensions != self._dimensions:
            raise ValueError("vectors of different dimensions")

    # -- opening, and starting anew
    def _opened(self) -> "Collection":
        if self._collection is None:
            self._client, self._collection = self._open_in_time(self._newest(), create=None)
            self._dimensions = _dimensions(self._collection)
        return self._collection

    def _open_in_time(self, place: Path, create: str | None) -> "tuple[Client, Collection]":
        """Open in a thread that may be left behind: two processes on one folder can make Chroma hang for ever."""
        outcome: list[Any] = []

        def run() -> None:
            try:
                outcome.append((_open(place, self._rotation.mark, create), None))
            except BaseException as error:  # noqa: BLE001 - handed to the waiting thread; Chroma's core panics with BaseException
                outcome.append((None, error))

        thread = threading.Thread(target=run, name="open-index", daemon=True)
        thread.start()
        thread.join(self._open_seconds)
        if not outcome:
            raise TimeoutError("the index did not open in time")
        opened, error = outcome[0]
        if opened is None:
            raise RuntimeError("the index cannot be opened") from error
        return cast("tuple[Client, Collection]", opened)

    def _start_anew(self, scheme: str) -> None:
        """Begin an empty index in a new subfolder and remove the old ones (a hanging client may still hold theirs)."""
        self.close()
        old = self._places()
        place = self.folder / str(1 + max((int(path.name) for path in old), default=0))
        self._client, self._collection = self._open_in_time(place, create=scheme)
        self._dimensions = 0
        for path in old:
            shutil.rmtree(path, ignore_errors=True)

    def _places(self) -> list[Path]:
        found = [path for path in self.folder.glob("*") if path.name.isdigit()] if self.folder.is_dir() else []
        return sorted(found, key=lambda path: int(path.name))

    def _newest(self) -> Path:
        places = self._places()
        return places[-1] if places else self.folder / "1"

    def _try(self, act: Callable[[], T], with_spare: Callable[[NumpyIndex], T], *, again: bool = False) -> T | None:
        """Do `act`; when Chroma fails, start anew (and do it once more where nothing else restores it); at last resort use memory."""
        with self._lock:
            if self._spare is not None:
                return with_spare(self._spare)
            try:
                return act()
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt | SystemExit):
                    raise
                log.warning("The vector index failed (%s) and is started anew.", type(error).__name__)
            try:
                self._start_anew("")
                return act() if again else None
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt | SystemExit):
                    raise
                return with_spare(self._degrade(error))

    def _degrade(self, error: BaseException) -> NumpyIndex:
        log.warning("The vector index cannot be kept on disk (%s); it is kept in memory.", type(error).__name__)
        self.degraded = type(error.__cause__ or error).__name__
        self.close()
        self._dimensions = 0
        self._spare = NumpyIndex()
        return self._spare


def _pairs(ids: Sequence[int], rows: Matrix) -> list[tuple[int, Vector]]:
    return [(number, row.tobytes()) for number, row in zip(ids, rows, strict=True)]


def _open(place: Path, mark: str, create: str | None) -> "tuple[Client, Collection]":
    """Open the collection at `place` and try it; raises when it is damaged or was made with another key."""
    with _importing, _without_dotenv():
        import chromadb
        from chromadb.config import Settings
    place.mkdir(parents=True, exist_ok=True)
    settings = Settings(**_SETTINGS)
    client = cast("Client", chromadb.PersistentClient(path=str(place), settings=settings))
    try:
        facts = {"scheme": create or "", "key": mark}
        collection = client.get_or_create_collection(_NAME, metadata=facts, configuration={"hnsw": _HNSW}, embedding_function=None)
        _prove(collection, mark)
    except BaseException:
        client.close()
        raise
    return client, collection


def _prove(collection: "Collection", mark: str) -> None:
    """Read a little of everything, so that damage shows now and not at a customer's question."""
    if (collection.metadata or {}).get("key") != mark:
        raise ValueError("the index was made with another key")
    dimensions = _dimensions(collection)
    if dimensions:
        collection.query(query_embeddings=np.ones((1, dimensions), dtype=np.float32), n_results=1, include=["distances"])


def _dimensions(collection: "Collection") -> int:
    if not collection.count():
        return 0
    embeddings = collection.get(limit=1, include=["embeddings"])["embeddings"]
    return len(embeddings[0]) if embeddings is not None and len(embeddings) else 0


@contextmanager
def _without_dotenv() -> Iterator[None]:
    """Keep Chroma's import from reading settings out of the environment or a `.env` file that happens to lie in the working folder."""
    from pydantic_settings import BaseSettings

    original = BaseSettings.__dict__["settings_customise_sources"]

    def arguments_only(_cls: type, _settings_cls: type, init_settings: Any, **_others: Any) -> tuple[Any, ...]:
        return (init_settings,)

    BaseSettings.settings_customise_sources = classmethod(arguments_only)  # type: ignore[assignment, arg-type, method-assign]
    try:
        yield
    finally:
        BaseSettings.settings_customise_sources = original  # type: ignore[method-assign]
