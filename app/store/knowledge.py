"""Articles, their passages and vectors. The full-text index of passages holds stemmed words (see `app.store.stems`)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from app.domain.knowledge import NewArticle, Passage, Vector
from app.store.codec import pack, plain, to_us
from app.store.sql import LISTED, Sql, listed
from app.store.stems import stem_text
from app.store.tending import keep_if_changed

PASSAGE = (
    "SELECT p.id, p.article_id, a.title, p.number, p.heading, p.text, a.language, a.scope "
    "FROM passages AS p JOIN articles AS a ON a.id = p.article_id"
)
ADD_PASSAGE_SEARCH = "INSERT INTO passage_fts (rowid, title, heading, text) VALUES (?,?,?,?)"
_MANY = 2_000


class Knowledge:
    """The KnowledgeRepository."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def put(
        self,
        article: NewArticle,
        passages: Sequence[tuple[str, str]],
        vectors: Sequence[Vector],
        scheme: str,
        now: datetime,
        by: str = "",
        known: int | None = None,
    ) -> tuple[int, list[int], list[int]]:
        """Add the article, or replace that one, or the one with the same non-empty source; its version before is kept, as changed by `by`.

        `passages` are (heading, text), `vectors` one for each (or none at all). Returns (article id, new passage ids, removed passage ids).
        """
        if vectors and len(vectors) != len(passages):
            raise ValueError("one vector for each passage, or none")
        id_, removed = self._put_article(article, to_us(now), by, known)
        ids = [self._sql.insert(_ADD_PASSAGE, (id_, n, plain(head), plain(text))) for n, (head, text) in enumerate(passages)]
        if vectors:
            self.set_vectors(list(zip(ids, vectors, strict=True)), scheme)
        language = article.language
        title = stem_text(article.title, language)
        found = [(i, title, stem_text(head, language), stem_text(text, language)) for i, (head, text) in zip(ids, passages, strict=True)]
        self._sql.many(ADD_PASSAGE_SEARCH, found)
        return id_, ids, removed

    def _put_article(self, article: NewArticle, now: int, by: str, known: int | None) -> tuple[int, list[int]]:
        values = (plain(article.title), pack(article.text), article.language, plain(article.source), plain(article.scope), now)
        same = "SELECT id FROM articles WHERE source = ? AND source <> ''"
        known = self._sql.value(same, (plain(article.source),)) if known is None else known
        if known is None:
            return self._sql.insert(_ADD_ARTICLE, values), []
        changed = keep_if_changed(self._sql, known, plain(article.title), article.text, by, now)
        self._sql.run(
            "UPDATE articles SET title = ?, text = ?, language = ?, source = ?, scope = ?, "
            "updated_at = CASE WHEN ? OR scope = 'removed' THEN ? ELSE updated_at END WHERE id = ?",
            (*values[:5], changed, now, known),
        )
        return known, self._remove_passages(known)

    def _remove_passages(self, article_id: int) -> list[int]:
        ids = self._sql.column("SELECT id FROM passages WHERE article_id = ? ORDER BY number", (article_id,))
        self._sql.many("DELETE FROM passage_fts WHERE rowid = ?", [(i,) for i in ids])
        self._sql.run("DELETE FROM passages WHERE article_id = ?", (article_id,))
        return ids

    def remove(self, article_id: int) -> list[int]:
        """Remove an article; returns its passage ids."""
        ids = self._remove_passages(article_id)
        self._sql.run("DELETE FROM articles WHERE id = ?", (article_id,))
        return ids

    def vectors(self, scheme: str) -> Iterator[tuple[int, Vector]]:
        """Yield all passage vectors of this scheme."""
        return vectors(self._sql, scheme)

    def stale(self, scheme: str) -> list[Passage]:
        """Return passages without a vector of this scheme."""
        return [Passage(*row) for row in self._sql.rows(f"{PASSAGE} WHERE p.vector IS NULL OR p.scheme <> ? ORDER BY p.id", (scheme,))]

    def set_vectors(self, items: Sequence[tuple[int, Vector]], scheme: str) -> None:
        """Store vectors for passages."""
        self._sql.many("UPDATE passages SET vector = ?, scheme = ? WHERE id = ?", [(vector, scheme, id_) for id_, vector in items])


_ADD_ARTICLE = "INSERT INTO articles (title, text, language, source, scope, updated_at) VALUES (?,?,?,?,?,?)"
_ADD_PASSAGE = "INSERT INTO passages (article_id, number, heading, text) VALUES (?,?,?,?)"
_VECTORS = "SELECT id, vector FROM passages WHERE scheme = ? AND vector IS NOT NULL AND id > ? ORDER BY id LIMIT ?"


def vectors(sql: Sql, scheme: str) -> Iterator[tuple[int, Vector]]:
    """Yield all passage vectors of this scheme."""
    last = 0
    while found := sql.rows(_VECTORS, (scheme, last, _MANY)):
        yield from ((row[0], row[1]) for row in found)
        last = found[-1][0]


def passages_by_id(sql: Sql, ids: Sequence[int]) -> list[Passage]:
    """Return passages in the order of `ids` (missing ones left out)."""
    found = {row[0]: Passage(*row) for row in sql.rows(f"{PASSAGE} WHERE p.id IN {LISTED}", (listed(ids),))}
    return [found[id_] for id_ in ids if id_ in found]
