"""Triage by the embedded engine, one text and many, against the bare language detector that is a small part of it."""

import time
from collections.abc import Callable

from benchmarks import shop
from benchmarks.child import measured
from benchmarks.figures import Figure, Size, percentile

CORRECTIONS = 500
_ONE_CORE = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


def run(size: Size) -> list[Figure]:
    """Return the figures of judging messages."""
    took = measured(size.folder, "benchmarks.sorting:work", _ONE_CORE, count=size.triaged, alone=size.alone).result
    language = "py3langid.classify, language only"
    return size.fit(
        [
            Figure("verdict alone, p50", percentile(took["alone"], 0.5), "ms", language, percentile(took["bare"], 0.5)),
            Figure("verdict alone, p95", percentile(took["alone"], 0.95), "ms", language, percentile(took["bare"], 0.95), "< 20"),
            Figure("verdicts in a batch, one core", took["rate"], "messages/s", language, took["bare_rate"], ">= 500"),
            Figure("the sorter's model loaded and the first verdict", took["start"], "ms"),
            Figure(f"{CORRECTIONS} corrections learned", took["learned"], "ms", bar="< 2000"),
        ]
    )


def work(count: int, alone: int) -> dict[str, object]:
    """Judge the texts of made-up mails (in a child process)."""
    import py3langid

    from app.bootstrap import make_sorter
    from app.domain.message import Channel
    from app.domain.ports import MessageContext
    from app.domain.verdict import Category
    from app.parsing.mail import parse_mail
    from app.system.paths import resources_folder
    from app.triage.lessons import Example
    from app.triage.model import TriageModel

    found = [parse_mail(mail.raw, channel=Channel.MAILFILE) for mail in shop.mails(count)]
    items = [(m.new_text or m.text, MessageContext(m.channel, m.subject, m.headers.extra if m.headers else None)) for m in found]
    start = _timed(lambda: make_sorter().judge(*items[0]))
    sorter = make_sorter()
    model = TriageModel.from_bytes((resources_folder() / "models" / "triage.npz").read_bytes())
    examples = [Example(f"{items[at % len(items)][0]} {at}", tuple(Category)[at % len(Category)]) for at in range(CORRECTIONS)]
    py3langid.classify("een zin om het model te laden")
    return {
        "start": start,
        "learned": _timed(lambda: model.adjusted(examples)),
        "alone": [_timed(lambda i=item: sorter.judge(*i)) for item in items[:alone]],
        "bare": [_timed(lambda t=text: py3langid.classify(t)) for text, _context in items[:alone]],
        "rate": len(items) * 1000 / _timed(lambda: sorter.judge_many(items)),
        "bare_rate": len(items) * 1000 / _timed(lambda: [py3langid.classify(text) for text, _context in items]),
    }


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
