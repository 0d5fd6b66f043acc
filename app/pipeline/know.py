"""Know: articles come in, are cut into passages, and are made findable."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from app.domain.knowledge import NewArticle, Vector
from app.domain.ports import ArticleReader, Embedder, VectorIndex
from app.domain.store_ports import Store
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


def keep_article(tools: KnowTools, article: NewArticle, by: str = "", known: int | None = None) -> tuple[int, bool]:
    """Keep an article (in place of the article `known`) with its passages and vectors; returns (id, whether it replaced passages)."""
    kept = keep_articles(tools, [article], by, [known])[0]
    followed(tools)
    return kept


def keep_articles(
    tools: KnowTools, articles: Sequence[NewArticle], by: str = "", known: Sequence[int | None] = ()
) -> list[tuple[int, bool]]:
    """Keep many articles in one transaction; returns (id, whether it replaced one). The caller says when the index followed."""
    passages = [tools.split(article) for article in articles]
    vectors = _embedded(tools, articles, passages)
    kept: list[tuple[int, bool]] = []
    gone: set[int] = set()
    added: dict[int, Vector] = {}
    with tools.store.write() as uow:
        places = known or [None] * len(articles)
        for article, pieces, rows, place in zip(articles, passages, vectors, places, strict=True):
            identity, ids, removed = uow.knowledge.put(article, pieces, rows, tools.embedder.scheme, tools.now(), by, place)
            gone |= set(removed)
            added |= dict(zip(ids, rows, strict=True))
            kept.append((identity, bool(removed)))
        uow.settings.put(_INDEX, _BEHIND)
        uow.commit()
    tools.index.delete(sorted(gone - added.keys()))
    tools.index.put([(id_, vector) for id_, vector in added.items() if id_ not in gone])
    return kept


def _embedded(tools: KnowTools, articles: Sequence[NewArticle], passages: Sequence[Sequence[tuple[str, str]]]) -> list[list[Vector]]:
    """Return the vectors of each article's passages, made with one call for each language."""
    found: list[list[Vector]] = [[] for _ in articles]
    for language in dict.fromkeys(article.language for article in articles):
        places = [n for n, article in enumerate(articles) if article.language == language]
        texts = [passage_text(articles[n].title, heading, text) for n in places for heading, text in passages[n]]
        made = iter(tools.embedder.embed(texts, language) if texts else [])
        for n in places:
            found[n] = list(islice(made, len(passages[n])))
    return found


def followed(tools: KnowTools) -> None:
    """Write down that the index holds what the database does."""
    with tools.store.write() as uow:
        uow.settings.put(_INDEX, _IN_STEP)
        uow.commit()


def retire_articles(tools: KnowTools, article_ids: Iterable[int], by: str = "") -> None:
    """Take articles out of use with their versions kept. The caller says when the index has followed."""
    gone: list[int] = []
    with tools.store.write() as uow:
        for article_id in article_ids:
            gone += uow.tending.retire(article_id, by, tools.now())
        uow.settings.put(_INDEX, _BEHIND)
        uow.commit()
    tools.index.delete(gone)


def remove_article(tools: KnowTools, article_id: int) -> None:
    """Remove an article and its vectors."""
    with tools.store.write() as uow:
        removed = uow.knowledge.remove(article_id)
        uow.settings.put(_INDEX, _BEHIND)
        uow.commit()
    tools.index.delete(removed)
    followed(tools)


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
    followed(tools)
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
