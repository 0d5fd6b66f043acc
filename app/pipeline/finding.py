"""Finding: which embedder makes the vectors of articles and questions, and changing it without losing the search on the way."""

from collections.abc import Sequence

from app.domain.errors import Cancelled
from app.domain.knowledge import Vector
from app.domain.ports import CancelCheck, Embedder, Progress
from app.domain.store_ports import Store
from app.domain.text import N_
from app.drafting.ranking import passage_text
from app.pipeline.engines import Engines

AT_ONCE = 32
"""Passages in one transaction: a model is slow, and nobody else may write meanwhile."""


class ChosenEmbedder:
    """Implements Embedder: the model that the owner chose for finding articles, or the built-in one; also when the model's file is gone."""

    def __init__(self, engines: Engines, built_in: Embedder) -> None:
        self._engines, self._built_in = engines, built_in

    @property
    def scheme(self) -> str:
        """The name of model and version."""
        return self._now().scheme

    @property
    def dimensions(self) -> int:
        """The numbers of a vector."""
        return self._now().dimensions

    def embed(self, texts: Sequence[str], language: str = "und") -> list[Vector]:
        """Return one normalised vector per text. Raises EngineError."""
        return self._now().embed(texts, language)

    def embed_question(self, text: str, language: str = "und") -> Vector:
        """Return the vector of a question. Raises EngineError."""
        return self._now().embed_question(text, language)

    def _now(self) -> Embedder:
        return self._engines.current_finder() or self._built_in


def embed_all(store: Store, embedder: Embedder, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> int:
    """Give every passage a vector of this embedder, some at a time; returns how many were made. Raises EngineError, Cancelled."""
    scheme = embedder.scheme
    with store.write() as uow:
        stale = sorted(uow.knowledge.stale(scheme), key=lambda passage: passage.language)
    done = 0
    while done < len(stale):
        if cancelled is not None and cancelled():
            raise Cancelled
        language = stale[done].language
        part = [passage for passage in stale[done : done + AT_ONCE] if passage.language == language]
        vectors = embedder.embed([passage_text(p.article_title, p.heading, p.text) for p in part], language)
        with store.write() as uow:
            uow.knowledge.set_vectors([(p.id, v) for p, v in zip(part, vectors, strict=True)], scheme)
            uow.commit()
        done += len(part)
        if progress is not None:
            progress(done, len(stale), N_("Reading the articles anew"))
    return done
