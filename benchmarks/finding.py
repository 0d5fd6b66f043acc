"""How often the right article is found, and "I don't know", on questions that nothing was fitted on; against a bare FTS5 query.

The project's own sealed questions are always there; the public sets only where `shared/data` lies beside the checkout.
"""

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.child import measured
from benchmarks.figures import Figure, Size

ROOT = Path(__file__).resolve().parents[1]
OWN = tuple((f"sealed questions, {language}", f"retrieval-{language}") for language in ("nl", "en", "de", "fr"))
PUBLIC = (
    ("public FAQ, en", "retrieval-en", ">= 0.72"),
    ("public FAQ, de", "retrieval-de", ">= 0.45"),
    ("passages, de", "passages-de", ">= 0.93"),
)
_BASE = "bare FTS5 query"
Row = Mapping[str, object]


def run(size: Size) -> list[Figure]:
    """Return recall, AUROC of "answerable", and shares answered and answered wrongly."""
    sets = [(name, ROOT / "tests" / "evaluation" / f"{file}.jsonl", "") for name, file in OWN]
    if size.bars:
        sets += [(name, ROOT.parent / "shared" / "data" / f"{file}.jsonl", bar) for name, file, bar in PUBLIC]
    there = [(name, path, bar) for name, path, bar in sets if path.exists()]
    took = measured(size.folder, "benchmarks.finding:work", paths=[str(path) for _name, path, _bar in there]).result
    return size.fit([figure for name, path, bar in there for figure in _figures(name, took[str(path)], bar)])


def _figures(name: str, found: Mapping[str, float], bar: str) -> list[Figure]:
    answered = f"{found['answered_share']:.0%} of {found['n']} answered"
    return [
        Figure(f"{name}: right article first", found["recall_at_1"], "of questions", _BASE, found["bare_1"], bar),
        Figure(f"{name}: right article among five", found["recall_at_5"], "of questions", _BASE, found["bare_5"]),
        Figure(f"{name}: answerable or not", found["answerable_auroc"], "AUROC"),
        Figure(f"{name}: answered with another article first", found["wrong_share"], "of questions", bar="<= 0.05", note=answered),
    ]


def work(paths: list[str]) -> dict[str, object]:
    """Measure each file (in a child process)."""
    from app.measuring import retrieval

    found: dict[str, object] = {}
    for path in paths:
        rows = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines() if line.strip()]
        figures = retrieval(rows)
        figures.pop("by_language")
        found[path] = {**figures, **_bare(rows)}
    return found


def _bare(rows: Sequence[Row]) -> dict[str, float]:
    """Return recall of a full-text index as anybody makes it: words as they are, title and text."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(name UNINDEXED, title, text)")
    articles = [(row["article"], row["title"], row["text"]) for row in rows if "article" in row]
    database.executemany("INSERT INTO t VALUES (?,?,?)", articles)
    asked = [row for row in rows if row.get("gold")]
    places = [_place(database, str(row["query"]), row["gold"]) for row in asked]
    return {f"bare_{k}": round(sum(0 < place <= k for place in places) / len(asked), 4) for k in (1, 5)}


def _place(database: sqlite3.Connection, question: str, gold: object) -> int:
    told = " OR ".join(f'"{word}"' for word in dict.fromkeys(re.findall(r"\w+", question)))
    found = database.execute("SELECT name FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 5", (told,)).fetchall() if told else []
    wanted = set(gold) if isinstance(gold, list) else set()
    return next((place for place, (name,) in enumerate(found, 1) if name in wanted), 0)
