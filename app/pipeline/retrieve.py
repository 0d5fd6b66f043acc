"""Retrieve: the passages that may answer a question, by full text and by vectors, then ranked by a closer look."""

from dataclasses import dataclass
from time import perf_counter

from app.domain.errors import EngineError
from app.domain.knowledge import PassageHit, Retrieved
from app.domain.ports import Embedder, VectorIndex
from app.domain.store_ports import Store
from app.drafting.asking import core
from app.drafting.matching import Counts
from app.drafting.ranking import Ranking, fuse
from app.words.terms import terms

CANDIDATES = 60
"""Passages that each of the two searches may put forward."""


@dataclass(frozen=True, slots=True)
class RetrieveTools:
    """What retrieval needs."""

    store: Store
    embedder: Embedder
    index: VectorIndex


def retrieve(tools: RetrieveTools, question: str, language: str, limit: int = 8, category: str = "") -> Retrieved:
    """Return the best passages for a question and how likely they answer it (0 when nothing was found).

    `category` is the verdict's, if known: articles about it are preferred a little; no article is left out for it.
    """
    started = perf_counter()
    if not question.strip():
        return Retrieved()
    question = core(question)
    similar = _similar(tools, question, language)
    with tools.store.read() as reader:
        worded = reader.search_passages(question, language, CANDIDATES)
        fused = fuse(worded, similar)
        passages = {p.id: p for p in reader.passages([f[0] for f in fused])}
        counts = Counts(*reader.passages_with([term.stem for term in terms(question, language)]))
    hits = [PassageHit(passages[i], score, k, v) for i, score, k, v in fused if i in passages]
    ranking = Ranking(question, language, hits, dict(worded), dict(similar), counts, category)
    return Retrieved(tuple(ranking.best(limit)), ranking.answerable(), round((perf_counter() - started) * 1000, 2))


def _similar(tools: RetrieveTools, question: str, language: str) -> list[tuple[int, float]]:
    """Return (passage, similarity); none where a model for that fails: full text finds articles without it."""
    try:
        return tools.index.query(tools.embedder.embed_question(question, language), CANDIDATES)
    except EngineError:
        return []
