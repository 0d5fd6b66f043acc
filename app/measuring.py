"""Measuring: how good understanding, retrieval and the check are on a file of labelled lines. Bootstrap's part behind `evaluate`.

Needs no profile: articles of a file live in a temporary database of their own. The formats are those of `evaluate --help`.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from app.bootstrap import make_check, make_embedder, make_sorter
from app.domain.errors import BadInput
from app.domain.knowledge import NewArticle, Vector
from app.domain.ports import Embedder, VectorIndex
from app.domain.store_ports import Reader, Store
from app.domain.text import N_
from app.drafting.embedded import ANSWERABLE
from app.drafting.evaluate import Found, evaluate_retrieval
from app.drafting.ranking import passage_text
from app.knowledge.passages import split_passages
from app.knowledge.vectors import NumpyIndex
from app.language.detect import detect
from app.pipeline.retrieve import CANDIDATES, RetrieveTools, retrieve

Row = Mapping[str, object]
_DEEP = 30
"""Passages to ask for, so that ten different articles are among them."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def read_rows(path: Path) -> list[dict[str, object]]:
    """Return the JSON lines of a file. Raises BadInput naming the line that is none."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(N_("The file {name} cannot be read as UTF-8 text."), name=path.name) from error
    return [_row(line, number) for number, line in enumerate(lines, 1) if line.strip()]


def _row(line: str, number: int) -> dict[str, object]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadInput(N_("Line {number} is not JSON."), number=number) from error
    if not isinstance(row, dict):
        raise BadInput(N_("Line {number} is not JSON."), number=number)
    return row


def triage(rows: Sequence[Row]) -> dict[str, object]:
    """Measure the sorter."""
    from app.triage.evaluate import evaluate_triage

    return evaluate_triage(_with(rows, "text"), make_sorter())


def language(rows: Sequence[Row]) -> dict[str, object]:
    """Measure the language detector."""
    from app.triage.evaluate import evaluate_language

    return evaluate_language(_with(rows, "text", "language"), detect)


def grounding(rows: Sequence[Row]) -> dict[str, object]:
    """Measure the draft check."""
    from app.drafting.evaluate_grounding import evaluate_grounding

    return evaluate_grounding(_with(rows, "text", "passages", "supported"), make_check())


def injection(rows: Sequence[Row]) -> dict[str, object]:
    """Measure the guard against hostile text."""
    from app.triage.evaluate_injection import evaluate_injection
    from app.triage.hostile import hostile

    return evaluate_injection(_with(rows, "text", "attack"), hostile)


def identity(rows: Sequence[Row]) -> dict[str, object]:
    """Measure who is who."""
    from app.customers.evaluate import evaluate_identity
    from app.customers.labelled import entity_of

    if not any(map(entity_of, _with(rows, "entity"))):
        raise BadInput(N_("No record of the file has an {key} to measure with."), key='"entity"')
    return evaluate_identity(rows)


def retrieval(rows: Sequence[Row]) -> dict[str, object]:
    """Measure retrieval and "I don't know" with the articles of the file as the shop's whole knowledge."""
    articles = _with([row for row in rows if "article" in row], "title", "text")
    _with([row for row in rows if "article" not in row], "query", "gold")
    with _knowledge(articles) as search:
        return evaluate_retrieval(rows, search, ANSWERABLE)


MEASURES: Mapping[str, Callable[[Sequence[Row]], dict[str, object]]] = {
    "triage": triage,
    "retrieval": retrieval,
    "grounding": grounding,
    "language": language,
    "injection": injection,
    "identity": identity,
}


def _with(rows: Sequence[Row], *keys: str) -> Sequence[Row]:
    for number, row in enumerate(rows, 1):
        for key in keys:
            if key not in row:
                raise BadInput(N_('Record {number} has no "{key}".'), number=number, key=key)
    return rows


@dataclass(frozen=True, slots=True)
class _Without:
    """An index, and a reader, from which some passages are left out as if they were not there."""

    left_out: frozenset[int]

    def similar(self, index: VectorIndex, vector: Vector, limit: int) -> list[tuple[int, float]]:
        found = index.query(vector, limit + len(self.left_out))
        return [(id_, score) for id_, score in found if id_ not in self.left_out][:limit]

    def worded(self, reader: Reader, query: str, language: str, limit: int) -> list[tuple[int, float]]:
        found = reader.search_passages(query, language, limit + len(self.left_out))
        return [(id_, score) for id_, score in found if id_ not in self.left_out][:limit]


class _Index:
    def __init__(self, index: VectorIndex, without: _Without) -> None:
        self._index, self._without = index, without

    def query(self, vector: Vector, limit: int) -> list[tuple[int, float]]:
        return self._without.similar(self._index, vector, limit)

    def __getattr__(self, name: str) -> object:
        return getattr(self._index, name)


class _Reader:
    def __init__(self, reader: Reader, without: _Without) -> None:
        self._reader, self._without = reader, without

    def search_passages(self, query: str, language: str, limit: int) -> list[tuple[int, float]]:
        return self._without.worded(self._reader, query, language, limit)

    def __getattr__(self, name: str) -> object:
        return getattr(self._reader, name)


class _Store:
    def __init__(self, store: Store, without: _Without) -> None:
        self._store, self._without = store, without

    @contextmanager
    def read(self) -> Iterator[_Reader]:
        with self._store.read() as reader:
            yield _Reader(reader, self._without)


def _hiding(tools: RetrieveTools, passages: frozenset[int]) -> RetrieveTools:
    without = _Without(passages)
    return replace(tools, store=cast("Store", _Store(tools.store, without)), index=cast("VectorIndex", _Index(tools.index, without)))


@contextmanager
def _knowledge(articles: Sequence[Row]) -> Iterator[Callable[[str, str, frozenset[str]], Found]]:
    from app.store import open_store

    with TemporaryDirectory() as folder:
        store = open_store(Path(folder), None)
        try:
            embedder, index = make_embedder(), NumpyIndex()
            names, passages_of = _keep(store, embedder, index, articles)
            tools = RetrieveTools(store, embedder, index)

            def search(question: str, language: str, left_out: frozenset[str]) -> Found:
                hidden = frozenset(p for article in left_out for p in passages_of.get(article, ()))
                asked = _hiding(tools, hidden) if hidden else tools
                found = retrieve(asked, question, language if language != "und" else detect(question)[0], max(_DEEP, CANDIDATES // 2))
                return Found(tuple(dict.fromkeys(names[hit.passage.article_id] for hit in found.hits)), found.answerable)

            yield search
        finally:
            store.close()


def _keep(store: Store, embedder: Embedder, index: VectorIndex, rows: Sequence[Row]) -> tuple[dict[int, str], dict[str, list[int]]]:
    names: dict[int, str] = {}
    passages_of: dict[str, list[int]] = {}
    index.reset(embedder.scheme)
    with store.write() as uow:
        for row in rows:
            text = str(row["text"])
            article = NewArticle(str(row["title"]), text, str(row.get("language") or detect(text)[0]))
            pieces = split_passages(article)
            vectors = embedder.embed([passage_text(article.title, heading, piece) for heading, piece in pieces], article.language)
            id_, passages, _gone = uow.knowledge.put(article, pieces, vectors, embedder.scheme, _EPOCH)
            index.put(list(zip(passages, vectors, strict=True)))
            names[id_], passages_of[str(row["article"])] = str(row["article"]), passages
        uow.commit()
    return names, passages_of
