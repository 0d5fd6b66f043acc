"""Retrieve: the passages that may answer a question, by full text and by vectors, fused by rank."""

from dataclasses import dataclass
from time import perf_counter

from app.domain.knowledge import PassageHit, Retrieved
from app.domain.ports import Embedder, VectorIndex
from app.domain.store_ports import Store
from app.drafting.ranking import answerable, fuse, rerank

CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class RetrieveTools:
    """What retrieval needs."""

    store: Store
    embedder: Embedder
    index: VectorIndex


def retrieve(tools: RetrieveTools, question: str, language: str, limit: int = 8) -> Retrieved:
    """Return the best passages for a question and how likely they answer it (0 when nothing was found)."""
    started = perf_counter()
    if not question.strip():
        return Retrieved()
    similar = tools.index.query(tools.embedder.embed([question], language)[0], CANDIDATES)
    with tools.store.read() as reader:
        worded = reader.search_passages(question, language, CANDIDATES)
        fused = fuse(worded, similar)
        passages = {p.id: p for p in reader.passages([f[0] for f in fused])}
    hits = [PassageHit(passages[i], score, k, v) for i, score, k, v in fused if i in passages]
    words, nearness = dict(worded), dict(similar)
    best = rerank(question, language, hits, words, nearness)[:limit]
    likely = answerable(question, language, best, words, nearness)
    return Retrieved(tuple(best), likely, round((perf_counter() - started) * 1000, 2))
