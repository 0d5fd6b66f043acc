"""Knowing: articles, searching them, checking a text against them."""

from collections.abc import Sequence
from pathlib import Path

from app.domain.draft import CheckReport
from app.domain.knowledge import ArticleView, NewArticle, Passage, Retrieved
from app.domain.ports import Progress
from app.domain.views import (
    ImportReport,
)
from app.pipeline import know as knowing
from app.pipeline.know_files import import_articles
from app.pipeline.wiring import Wiring


class Knowing(Wiring):
    """Knowing: articles, searching them, checking a text against them."""

    def articles(self) -> list[ArticleView]:
        """Return all articles without text."""
        with self._house.store.read() as reader:
            return reader.articles()

    def article(self, article_id: int) -> ArticleView:
        """Return one article with text."""
        with self._house.store.read() as reader:
            return reader.article(article_id)

    def import_articles(self, paths: Sequence[Path], progress: Progress | None = None) -> ImportReport:
        """Import knowledge files (`new`/`updated` count articles)."""
        self._index_ready()
        return import_articles(self._know_tools(), paths, progress)

    def save_article(self, article: NewArticle, by: str = "") -> int:
        """Add an article, or replace the one with the same source (its version before is kept, as changed by `by`); returns its id."""
        self._index_ready()
        return knowing.keep_article(self._know_tools(), article, by)[0]

    def remove_article(self, article_id: int) -> None:
        """Remove an article."""
        self._index_ready()
        knowing.remove_article(self._know_tools(), article_id)

    def search_knowledge(self, query: str, limit: int = 8) -> Retrieved:
        """Search passages: full text and vectors fused."""
        return self._retrieve(query, "", limit)

    def check_text(self, text: str, passages: Sequence[str], question: str = "") -> CheckReport:
        """Check a text against passages by code alone."""
        given = [Passage(i, 0, "", i, "", passage, "und") for i, passage in enumerate(passages, 1)]
        return self._house.check(text, given, question=question, facts=())
