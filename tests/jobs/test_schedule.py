"""What runs by itself: each job does its one thing, says what changed, and survives a bad turn."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.domain.errors import Cancelled, ServerUnreachable, ToonbankError
from app.domain.ports import CancelCheck
from app.domain.views import FolderReport, SyncReport
from app.domain.watching import Offer
from app.jobs import schedule
from app.jobs.schedule import Schedule


@dataclass
class Shop:
    """The part of the Counter that the jobs use."""

    sent: list[str] = field(default_factory=list)
    reports: list[SyncReport] = field(default_factory=list)
    woken: int = 0
    made: int = 0
    failure: Exception | None = None
    calls: list[str] = field(default_factory=list)
    stops: CancelCheck = lambda: False

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self.failure is not None:
            raise self.failure

    def send_due(self) -> list[str]:
        self._called("send")
        return self.sent

    def sync(self) -> list[SyncReport]:
        self._called("sync")
        return self.reports

    def wake_snoozed(self) -> int:
        self._called("wake")
        return self.woken

    def prepare_proposals(self, limit: int) -> int:
        self._called(f"propose {limit}")
        return self.made

    def learn(self) -> int:
        self._called("learn")
        return self.made

    def run_golden_if_changed(self, cancelled: CancelCheck) -> int:
        self._called("golden")
        return self.made

    def refresh_suggestions(self, cancelled: CancelCheck) -> int:
        self._called("people")
        return self.made

    def offers(self) -> list[Offer]:
        self._called("offers")
        return [Offer(Path(f"{n}.txt"), "whatsapp", 0.9, 1) for n in range(self.made)]

    def refine(self, limit: int, cancelled: CancelCheck) -> int:
        self.stops = cancelled
        self._called(f"refine {limit}")
        return self.made


@dataclass
class Ears:
    """What was told."""

    changed: list[str] = field(default_factory=list)
    failed: list[ToonbankError] = field(default_factory=list)


def scheduled(shop: Shop, ears: Ears) -> Schedule:
    return Schedule(shop, ears.changed.append, ears.failed.append)  # type: ignore[arg-type]


@pytest.mark.parametrize("job", ["send", "sync", "wake", "propose", "learn", "refine", "golden", "people", "watch"])
def test_a_turn_without_news_tells_nothing(job: str) -> None:
    shop, ears = Shop(), Ears()
    getattr(scheduled(shop, ears), job)()
    assert len(shop.calls) == 1
    assert ears.changed == []


def test_news_is_told() -> None:
    new_mail = SyncReport("winkel", (FolderReport("INBOX", 2, 0, 0),), 2, 0.1)
    shop, ears = Shop(sent=["row"], reports=[new_mail], woken=1, made=3), Ears()
    jobs = scheduled(shop, ears)
    for job in (jobs.send, jobs.sync, jobs.wake, jobs.propose, jobs.learn, jobs.refine, jobs.golden, jobs.people, jobs.watch, jobs.watch):
        job()
    assert ears.changed == ["outbox", "mail", "mail", "drafts", "mail", "mail", "golden", "people", "offers"], "an offer is told once"


def test_a_flag_changed_elsewhere_is_news_too() -> None:
    shop, ears = Shop(reports=[SyncReport("winkel", (FolderReport("INBOX", 0, 1, 0),), 0, 0.1)]), Ears()
    scheduled(shop, ears).sync()
    assert ears.changed == ["mail"]


@pytest.mark.parametrize("failure", [ServerUnreachable("No connection."), ValueError("a mistake")])
def test_a_bad_turn_does_not_end_the_job(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    monkeypatch.setattr(schedule, "SEND_EVERY", 0.05)
    turns, done = [], threading.Event()

    class Busy(Shop):
        def send_due(self) -> list[str]:
            turns.append(1)
            if len(turns) == 1:
                raise failure
            done.set()
            return []

    ears = Ears()
    jobs = scheduled(Busy(), ears)
    jobs.start()
    assert done.wait(10), "the job came again"
    jobs.stop()
    assert ears.failed == ([failure] if isinstance(failure, ToonbankError) else [])


def test_stopping_breaks_off_a_question_to_a_model() -> None:
    shop = Shop()
    jobs = scheduled(shop, Ears())
    jobs.refine()
    assert not shop.stops()
    jobs.stop()
    assert shop.stops()


def test_a_run_of_golden_questions_that_is_broken_off_is_no_failure() -> None:
    shop, ears = Shop(failure=Cancelled()), Ears()
    scheduled(shop, ears).golden()
    assert ears.changed == []


def test_stopping_waits_for_the_job_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "SEND_EVERY", 0.05)
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    class Slow(Shop):
        def send_due(self) -> list[str]:
            begun.set()
            may_end.wait(10)
            ended.set()
            return []

    jobs = scheduled(Slow(), Ears())
    jobs.start()
    assert begun.wait(10)
    threading.Timer(0.1, may_end.set).start()
    jobs.stop()
    assert ended.is_set()
