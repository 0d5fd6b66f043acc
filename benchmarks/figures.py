"""What a benchmark hands back, and how large it is to be."""

import math
import operator
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

_BAR = re.compile(r"(<=|>=|<|>) ([\d.]+)(x?)")
_COMPARE = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt}


class Skipped(Exception):
    """A benchmark that cannot run here; the text says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value beside its baseline.

    `bar` is what is to be reached: a comparison (`<`, `<=`, `>`, `>=`) with a number in the figure's unit, or with an "x" after
    it in times the baseline. "" where nothing is asked. `note` is what a reader must know.
    """

    name: str
    value: float
    unit: str
    baseline: str = ""
    baseline_value: float | None = None
    bar: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.bar and not _BAR.fullmatch(self.bar):
            raise ValueError(self.bar)

    @property
    def ratio(self) -> float | None:
        """Return value / baseline value, None without a baseline."""
        return self.value / self.baseline_value if self.baseline_value else None

    @property
    def met(self) -> bool | None:
        """Say whether the bar is reached; None where there is none, or it is in times a baseline that is not there."""
        found = _BAR.fullmatch(self.bar)
        if found is None:
            return None
        value = self.ratio if found[3] else self.value
        return None if value is None else bool(_COMPARE[found[1]](value, float(found[2])))


@dataclass(frozen=True, slots=True)
class Size:
    """How much to measure. `folder` is a temporary folder that the benchmarks of one run share.

    `bars` is False where the sizes are too small for the bars to mean anything.
    """

    folder: Path
    mails: int = 20_000
    parsed: int = 3_000
    remote: int = 5_000
    small: int = 20_000
    large: int = 100_000
    rounds: int = 5
    triaged: int = 3_000
    alone: int = 300
    articles: int = 500
    questions: int = 100
    starts: int = 3
    warm_starts: int = 1
    idle: float = 5.0
    chat: int = 50_000
    tokens: int = 64
    wide_model: bool = True
    peers: bool = True
    large_files: bool = True
    bars: bool = True

    def fit(self, figures: Sequence[Figure]) -> list[Figure]:
        """Return the figures as they may be judged at this size."""
        return list(figures) if self.bars else [replace(figure, bar="") for figure in figures]


def full(folder: Path) -> Size:
    """Return the sizes of the published figures."""
    return Size(folder)


def quick(folder: Path) -> Size:
    """Return sizes for a look in passing, some two minutes."""
    return Size(
        folder, mails=2_000, parsed=500, remote=500, small=1_000, large=4_000, rounds=3, triaged=600, alone=100, articles=60,
        questions=30, starts=2, idle=2.0, chat=5_000, tokens=32, wide_model=False, large_files=False, bars=False,
    )  # fmt: skip


def tiny(folder: Path) -> Size:
    """Return sizes at which only the working of the benchmarks themselves is tried."""
    return Size(
        folder, mails=60, parsed=40, remote=30, small=60, large=60, rounds=1, triaged=20, alone=5, articles=6,
        questions=3, starts=1, warm_starts=0, idle=0.1, chat=200, tokens=8, wide_model=False, peers=False, large_files=False, bars=False,
    )  # fmt: skip


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile; `share` 0..1."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values: Sequence[float]) -> float:
    """Return the middle value."""
    return statistics.median(values)
