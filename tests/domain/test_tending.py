"""Words for every code of tending, and what changed between two runs."""

from datetime import UTC, datetime

from app.domain.golden import FAULT_WORDS, Fault, GoldenResult, GoldenRun, compared
from app.domain.tending import FINDING_WORDS, FindingKind

AT = datetime(2026, 3, 2, tzinfo=UTC)


def run(**right: bool) -> GoldenRun:
    results = tuple(
        GoldenResult(int(name[1:]), name, () if good else ((Fault.NOT_SAID, "x"),), 1, 0.5, "answer", "") for name, good in right.items()
    )
    return GoldenRun(1, AT, "", "", results)


def test_every_kind_has_words() -> None:
    assert set(FINDING_WORDS) == set(FindingKind)
    assert set(FAULT_WORDS) == set(Fault)


def test_only_what_turned_is_news() -> None:
    report = compared(run(q1=True, q2=False, q3=False, q4=True, q5=False), run(q1=False, q2=True, q3=False, q4=True))
    assert (report.newly_right, report.newly_wrong) == ((1,), (2,))
    assert report.run.right == 2
    assert compared(run(q1=False), None).newly_wrong == ()
