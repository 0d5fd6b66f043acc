"""Know: articles come in, are cut into passages, and are made findable."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from app.domain.errors import ToonbankError
from app.domain.knowledge import NewArticle
from app.domain.message import Problem
from app.domain.ports import ArticleReader, Embedder, Progress, VectorIndex
from app.domain.store_ports import Store
from app.domain.views import ImportReport
from app.drafting.ranking import passage_text


@dataclass(frozen=True, slots=True)
class KnowTools:
    """What the knowledge stage needs."""

    store: Store
    embedder: Embedder
    index: VectorIndex
    read: ArticleReader
    split: Callable[[NewArticle], list[tuple[str, str]]]
    now: Callable[[], datetime]


_INDEX = "vector_index"
_BEHIND, _IN_STEP = "behind", "in step"
"""A setting: behind from the moment that passages change until the index has followed, so that a crash in between shows."""


def keep_article(tools: KnowTools, article: NewArticle) -> tuple[int, bool]:
    """Keep an article with its passages and vectors; returns (id, whether it replaced an earlier version)."""
    kept = _put(tools, article)
    _followed(tools)
    return kept


def _put(tools: KnowTools, article: NewArticle) -> tuple[int, bool]:
    passages = tools.split(article)
    texts = [passage_text(article.title, heading, text) for heading, text in passages]
    vectors = tools.embedder.embed(texts, article.language) if texts else []
    with tools.store.write() as uow:
        identity, added, removed = uow.knowledge.put(article, passages, vectors, tools.embedder.scheme, tools.now())
        uow.settings.put(_INDEX, _BEHIND)
        uow.commit()
    tools.index.delete(removed)
    tools.index.put(list(zip(added, vectors, strict=True)))
    return identity, bool(removed)


def _followed(tools: KnowTools) -> None:
    """Write down that the index holds what the database does."""
    with tools.store.write() as uow:
        uow.settings.put(_INDEX, _IN_STEP)
        uow.commit()


def import_articles(tools: KnowTools, paths: Iterable[Path], progress: Progress | None = None) -> ImportReport:
    """Import knowledge files; one that cannot be read is reported and the rest goes on."""
    started, new, updated = monotonic(), 0, 0
    failed: list[tuple[str, str]] = []
    for path in paths:
        try:
            for item in tools.read(path):
                if isinstance(item, Problem):
                    failed.append((item.where, item.why))
                    continue
                replaced = _put(tools, item)[1]
                updated, new = updated + replaced, new + (not replaced)
                if progress:
                    progress(new + updated, None, path.name)
        except ToonbankError as error:
            failed.append((path.name, error.told))
    _followed(tools)
    return ImportReport(read=new + updated, new=new, updated=updated, failed=tuple(failed), seconds=round(monotonic() - started, 3))


def remove_article(tools: KnowTools, article_id: int) -> None:
    """Remove an article and its vectors."""
    with tools.store.write() as uow:
        removed = uow.knowledge.remove(article_id)
        uow.settings.put(_INDEX, _BEHIND)
        uow.commit()
    tools.index.delete(removed)
    _followed(tools)


def reindex(tools: KnowTools) -> int:
    """Make the vector index anew from the database, embedding again what has vectors of another scheme. Returns how many."""
    scheme = tools.embedder.scheme
    with tools.store.write() as uow:
        stale = uow.knowledge.stale(scheme)
        for language in sorted({p.language for p in stale}):
            group = [p for p in stale if p.language == language]
            vectors = tools.embedder.embed([passage_text(p.article_title, p.heading, p.text) for p in group], language)
            uow.knowledge.set_vectors([(p.id, v) for p, v in zip(group, vectors, strict=True)], scheme)
        items = list(uow.knowledge.vectors(scheme))
        uow.settings.put(_INDEX, _BEHIND)
        uow.commit()
    tools.index.reset(scheme)
    tools.index.put(items)
    _followed(tools)
    return len(items)


def index_in_step(tools: KnowTools, passages: int) -> bool:
    """Say whether the vector index holds just the passages that the database has."""
    with tools.store.read() as reader:
        behind = reader.setting(_INDEX) == _BEHIND
    return (
        not behind
        and tools.index.scheme() in (("", tools.embedder.scheme) if passages == 0 else (tools.embedder.scheme,))
        and tools.index.count() == passages
    )
