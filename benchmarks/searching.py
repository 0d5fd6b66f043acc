"""Search in process over a small and a large shop, against bare FTS5 queries over the same texts; and what growth costs."""

import sqlite3
import time
from pathlib import Path

from benchmarks import shop
from benchmarks.child import measured
from benchmarks.figures import Figure, Size, percentile
from benchmarks.mail_import import fill_fts

QUERIES = (
    ("bestelling", "bestelling*"),
    ("pakket gebleven", "pakket AND gebleven*"),
    ("vaatwasser schaal", "vaatwasser AND schaal*"),
    ("kapot", "kapot*"),
    ("return bowls", "return AND bowls*"),
    ("Rückgabe", "Rückgabe*"),
    ("livraison confirmer", "livraison AND confirmer*"),
    ("factuur bedrijf", "factuur AND bedrijf*"),
    ("deksel -zus", "deksel NOT zus"),
    ('"voor het weekend"', '"voor het weekend"'),
    ('"left in the rain"', '"left in the rain"'),
    ('"drie dagen hetzelfde"', '"drie dagen hetzelfde"'),
    ("from:anna", "sender : anna*"),
    ("from:bakker factuur", "sender : bakker* AND factuur*"),
    ("from:yara deksel", "sender : yara* AND deksel*"),
    ("order:1234", "1234"),
    ("order:4711", "4711"),
    ("#8080 pakket", "8080 AND pakket*"),
    ("verz", "verz*"),
    ("best", "best*"),
)
"""What a person types, and the same for a bare FTS5 table."""
_SHOWN = 50


def run(size: Size) -> list[Figure]:
    """Return the figures of searching."""
    counts = dict.fromkeys((size.small, size.large))
    found = {count: _measure(size, count) for count in counts}
    figures = [figure for count in counts for figure in _of(count, *found[count])]
    if size.small != size.large:
        small, large = (percentile(found[count][0], 0.95) for count in (size.small, size.large))
        growth = f"search p95, {size.large:,} messages"
        figures.append(Figure(growth, large, "ms", f"search p95, {size.small:,} messages", small, "< 2x"))
    return size.fit(figures + _import_growth(size))


def _measure(size: Size, count: int) -> tuple[list[float], list[float]]:
    target, table = str(shop.profile(size.folder, count)), str(size.folder / f"bare-{count}.db")
    both = measured(size.folder, "benchmarks.searching:work", target=target, table=table, count=count, rounds=size.rounds).result
    return both["ours"], both["bare"]


def _of(count: int, ours: list[float], bare: list[float]) -> list[Figure]:
    name = f"search, {count:,} messages"
    return [
        Figure(f"{name}, p50", percentile(ours, 0.5), "ms", "bare FTS5, p50", percentile(bare, 0.5)),
        Figure(f"{name}, p95", percentile(ours, 0.95), "ms", "bare FTS5, p95", percentile(bare, 0.95), "< 20"),
    ]


def _import_growth(size: Size) -> list[Figure]:
    """The rate of the last tenth of the large profile's import against that of its second tenth (the first starts the workers)."""
    steps = shop.built(shop.profile(size.folder, size.large))
    if len(steps) < 20:
        return []
    early, late = (_rate(steps, size.large, tenth) for tenth in (1, 9))
    return [Figure(f"import rate near {size.large:,} messages", late, "messages/s", f"near {size.large // 10:,}", early, "> 0.8x")]


def _rate(steps: list[tuple[float, int]], total: int, tenth: int) -> float:
    within = [step for step in steps if total * tenth // 10 <= step[1] <= total * (tenth + 1) // 10]
    (began, first), (ended, last) = within[0], within[-1]
    return (last - first) / (ended - began)


# -- in a child process


def work(target: str, table: str, count: int, rounds: int) -> dict[str, list[float]]:
    """Measure both sides."""
    return {"bare": bare(table, count, rounds), "ours": ours(target, rounds)}


def ours(target: str, rounds: int) -> list[float]:
    """Return the milliseconds of every search; each query runs once before to warm up."""
    counter = shop.opened(Path(target))
    for query, _bare in QUERIES:
        counter.search(query, _SHOWN)
    times = [_timed(lambda q=query: counter.search(q, _SHOWN)) for _ in range(rounds) for query, _bare in QUERIES]  # type: ignore[misc]
    counter.close()
    return times


def bare(file: str, count: int, rounds: int) -> list[float]:
    """Return the milliseconds of every bare query for the newest matches with their texts."""
    from app.domain.message import Channel
    from app.parsing.mail import parse_mail

    found = (parse_mail(mail.raw, channel=Channel.MAILFILE) for mail in shop.mails(count))
    fill_fts(Path(file), ((m.subject, f"{m.sender.name} {m.sender.handles[0].value}", m.text) for m in found))
    database = sqlite3.connect(file)
    statement = f"SELECT subject, sender, text FROM bare WHERE bare MATCH ? ORDER BY rowid DESC LIMIT {_SHOWN}"
    for _query, words in QUERIES:
        database.execute(statement, (words,)).fetchall()
    times = [_timed(lambda w=words: database.execute(statement, (w,)).fetchall()) for _ in range(rounds) for _q, words in QUERIES]  # type: ignore[misc]
    database.close()
    return times


def _timed(work) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
