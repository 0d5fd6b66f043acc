"""Golden questions: what the shop wants to be answered rightly, whatever changes; their runs, and what changed between two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.domain.text import N_


class Fault(StrEnum):
    """What is wrong with an answer to a golden question."""

    WRONG_ARTICLE = "wrong_article"
    NOT_ANSWERED = "not_answered"
    ANSWERED_ANYWAY = "answered_anyway"
    NOT_SAID = "not_said"
    SAID = "said"
    UNSOURCED = "unsourced"


FAULT_WORDS: Mapping[Fault, str] = {
    Fault.WRONG_ARTICLE: N_("The answer does not come from the expected article."),
    Fault.NOT_ANSWERED: N_("It said that it does not know."),
    Fault.ANSWERED_ANYWAY: N_("It answered, though it should say that it does not know."),
    Fault.NOT_SAID: N_("It does not say: {words}"),
    Fault.SAID: N_("It says what it must not: {words}"),
    Fault.UNSOURCED: N_("The check found something in it that no source says."),
}


@dataclass(frozen=True, slots=True)
class NewGolden:
    """A question; the article that must answer it (None and no words that must be said: the shop should say that it does not know);
    words that the answer must and must not say."""

    question: str
    language: str = "und"
    article_id: int | None = None
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A golden question that is kept; `article` is the title of the expected article ("" when it is gone)."""

    id: int
    question: str
    language: str
    article_id: int | None
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    at: datetime
    article: str = ""


@dataclass(frozen=True, slots=True)
class GoldenResult:
    """How one question fared: faults as (kind, words), the place of the expected article in the search (0: not found), the text."""

    question_id: int
    question: str
    faults: tuple[tuple[Fault, str], ...]
    place: int
    answerable: float
    outcome: str
    text: str

    @property
    def right(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class GoldenRun:
    """A run over all golden questions: why it was made, with which engine."""

    id: int
    at: datetime
    cause: str
    engine: str
    results: tuple[GoldenResult, ...]

    @property
    def right(self) -> int:
        """How many were answered rightly."""
        return sum(result.right for result in self.results)


@dataclass(frozen=True, slots=True)
class GoldenReport:
    """A run and what changed since the one before it: ids of questions."""

    run: GoldenRun
    newly_wrong: tuple[int, ...] = ()
    newly_right: tuple[int, ...] = ()


def compared(run: GoldenRun, before: GoldenRun | None) -> GoldenReport:
    """Say what changed; questions that the run before did not have are not news."""
    was = {result.question_id: result.right for result in before.results} if before else {}
    changed = [r for r in run.results if r.question_id in was and was[r.question_id] != r.right]
    wrong = tuple(r.question_id for r in changed if not r.right)
    return GoldenReport(run, wrong, tuple(r.question_id for r in changed if r.right))


class GoldenRepository(Protocol):
    """Golden questions and their runs."""

    def put(self, new: NewGolden, now: datetime, golden_id: int | None = None) -> int:
        """Add a question, or change that one, and return its id. Raises NotFound."""

    def remove(self, golden_id: int) -> None:
        """Remove a question. Raises NotFound."""

    def keep_run(self, run: GoldenRun) -> int:
        """Keep a run (the last 50 stay) and return its id."""


class GoldenReader(Protocol):
    """Read models of golden questions."""

    def golden_questions(self) -> list[GoldenQuestion]:
        """Return all, oldest first."""

    def golden_runs(self, limit: int = 2) -> Sequence[GoldenRun]:
        """Return the last runs, newest first."""
