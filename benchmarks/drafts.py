"""Proposals by the embedded engine over a shop's knowledge, against a bare FTS5 query over the same articles."""

import re
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks import shop
from benchmarks.child import measured
from benchmarks.figures import Figure, Size, percentile
from benchmarks.knowledge import letter, pairs, question_mails

_WORD = re.compile(r"\w+")


def run(size: Size) -> list[Figure]:
    """Return the figures of drafting: judging, retrieving, drafting, checking and keeping the draft."""
    child = measured(
        size.folder, "benchmarks.drafts:work", target=str(size.folder / "profile-drafts"), articles=size.articles, questions=size.questions
    )
    took = child.result
    kept, loose, bare = took["kept"], took["loose"], took["bare"]
    answered = f"{took['answered']:.0%} answered, the rest an honest don't-know"
    name, base = f"proposal for a conversation, {size.articles} articles", "bare FTS5 query over the articles"
    return size.fit(
        [
            Figure(f"{name}, p50", percentile(kept, 0.5), "ms", f"{base}, p50", percentile(bare, 0.5), note=answered),
            Figure(f"{name}, p95", percentile(kept, 0.95), "ms", f"{base}, p95", percentile(bare, 0.95), "< 300"),
            Figure("proposal for a loose text, p95", percentile(loose, 0.95), "ms", f"{base}, p95", percentile(bare, 0.95), "< 300"),
            Figure("retrieval alone, p95", percentile(took["retrieval"], 0.95), "ms", f"{base}, p95", percentile(bare, 0.95)),
            Figure("first proposal after the start (index opened)", took["first"] / 1000, "s"),
            Figure("articles kept (cut, embedded, indexed)", took["articles_rate"], "articles/s"),
            Figure("peak memory while drafting", child.peak_mb, "MB", bar="< 350"),
        ]
    )


def work(target: str, articles: int, questions: int) -> dict[str, object]:
    """Measure proposals in a child process."""
    known = pairs(articles)
    asked = (known * (1 + questions // max(1, articles)))[:questions]
    folder = Path(target)
    rate = _prepare(folder, known, asked)
    counter = shop.opened(folder)
    ids = counter.conversation_ids(shop.Box.ALL)[:questions]
    first = _timed(lambda: counter.propose(ids[0]))
    drafts = []
    kept = [_timed(lambda i=i: drafts.append(counter.propose(i))) for i in ids]  # type: ignore[misc]
    texts = [letter(question, article.language) for article, question in asked]
    took = {
        "kept": kept,
        "loose": [_timed(lambda t=text: counter.propose_text(t)) for text in texts],  # type: ignore[misc]
        "retrieval": [_timed(lambda q=question: counter.search_knowledge(q)) for _article, question in asked],  # type: ignore[misc]
        "bare": _bare(known, texts),
        "first": first,
        "articles_rate": rate,
        "answered": sum(draft.outcome == "answer" for draft in drafts) / len(drafts),
    }
    counter.close()
    return took


def _prepare(folder: Path, known: list, asked: list) -> float:  # type: ignore[type-arg]
    """Fill a profile with articles and questions; returns articles/s."""
    counter = shop.opened(folder)
    counter.put_shop(replace(counter.shop(), shop_name="De Zwaluw", own_addresses=(shop.SHOP,)))
    counter.save_article(known[0][0])
    seconds = _timed(lambda: [counter.save_article(article) for article, _question in known[1:]]) / 1000
    mails = folder.with_name("questions.mbox")
    with mails.open("wb") as stream:
        stream.writelines(question_mails(asked))
    counter.import_paths([mails])
    counter.close()
    return (len(known) - 1) / seconds


def _bare(known: list, texts: list[str]) -> list[float]:  # type: ignore[type-arg]
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE bare USING fts5(title, text)")
    database.executemany("INSERT INTO bare VALUES (?, ?)", [(article.title, article.text) for article, _question in known])
    statement = "SELECT title, text FROM bare WHERE bare MATCH ? ORDER BY bm25(bare) LIMIT 8"
    matches = [" OR ".join(f'"{word}"' for word in _WORD.findall(text)) for text in texts]
    times = [_timed(lambda m=match: database.execute(statement, (m,)).fetchall()) for match in matches]  # type: ignore[misc]
    database.close()
    return times


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
