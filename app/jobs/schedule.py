"""Schedule: what runs by itself while the window is open, and when (APScheduler, one worker thread).

Replies whose countdown ended leave; mailboxes are looked at; proposals are made for what waits, most urgent first; what a person
taught is learned, and a language model, where there is one, is asked about what is unsure; golden questions are asked after changes; the
watched folder is looked at.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from app.domain.errors import Cancelled, ToonbankError
from app.jobs.changes import Changed
from app.pipeline.counter import Counter

SEND_EVERY = 2
WAKE_EVERY = 30
SYNC_EVERY = 300
PROPOSE_EVERY = 15
PROPOSALS_AT_ONCE = 3
LEARN_EVERY = 5
REFINE_EVERY = 20
REFINED_AT_ONCE = 2
GOLDEN_EVERY = 30
WATCH_EVERY = 20
COMPARE_EVERY = 60

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Schedule:
    """The jobs of one open window. `changed` is called (from a worker thread) after something changed, `failed` with the error of a job
    that could not do its work; the job is tried again at its next turn."""

    counter: Counter
    changed: Callable[[Changed], None]
    failed: Callable[[ToonbankError], None]
    _scheduler: BackgroundScheduler = field(init=False)
    _stopping: Event = field(default_factory=Event, init=False)
    _offered: set[Path] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        executors = {name: ThreadPoolExecutor(1) for name in ("send", "sync", "propose", "learn")}
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = BackgroundScheduler(executors=executors, job_defaults=defaults, timezone="UTC")

    def start(self) -> None:
        """Start the jobs."""
        jobs = (
            ("send", "send", self.send, SEND_EVERY),
            ("wake", "send", self.wake, WAKE_EVERY),
            ("sync", "sync", self.sync, SYNC_EVERY),
            ("propose", "propose", self.propose, PROPOSE_EVERY),
            ("learn", "learn", self.learn, LEARN_EVERY),
            ("refine", "propose", self.refine, REFINE_EVERY),
            ("golden", "propose", self.golden, GOLDEN_EVERY),
            ("watch", "learn", self.watch, WATCH_EVERY),
            ("people", "learn", self.people, COMPARE_EVERY),
        )
        for name, executor, job, seconds in jobs:
            self._scheduler.add_job(self._guarded(job), "interval", seconds=seconds, executor=executor, id=name)
        self._scheduler.start()

    def stop(self) -> None:
        """Stop; waits for a job that is running, and breaks off a question to a language model."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def send(self) -> None:
        """Send what is due."""
        if self.counter.send_due():
            self.changed(Changed.OUTBOX)

    def wake(self) -> None:
        """Bring back what was snoozed until now."""
        if self.counter.wake_snoozed():
            self.changed(Changed.MAIL)

    def sync(self) -> None:
        """Look at the mailboxes."""
        reports = self.counter.sync()
        if any(report.new or any(f.flags_changed for f in report.folders) for report in reports):
            self.changed(Changed.MAIL)

    def propose(self) -> None:
        """Make proposals for what waits and has none (the Counter spares the battery)."""
        if self.counter.prepare_proposals(PROPOSALS_AT_ONCE):
            self.changed(Changed.DRAFTS)

    def learn(self) -> None:
        """Learn from what a person corrected since the last time."""
        if self.counter.learn():
            self.changed(Changed.MAIL)

    def refine(self) -> None:
        """Ask a language model about what the sorter is unsure of (the Counter spares the battery)."""
        if self.counter.refine(REFINED_AT_ONCE, self._stopping.is_set):
            self.changed(Changed.MAIL)

    def people(self) -> None:
        """Compare customers that something new is known of with all others."""
        if self.counter.refresh_suggestions(self._stopping.is_set):
            self.changed(Changed.PEOPLE)

    def golden(self) -> None:
        """Ask the golden questions again where knowledge or engine changed; a run that is broken off is made at the next start."""
        try:
            if self.counter.run_golden_if_changed(cancelled=self._stopping.is_set):
                self.changed(Changed.GOLDEN)
        except Cancelled:
            return

    def watch(self) -> None:
        """Look at the watched folder; what it offers that it did not offer before is told, and waits for a person."""
        offered = {offer.path for offer in self.counter.offers()}
        if offered - self._offered:
            self.changed(Changed.OFFERS)
        self._offered = offered

    def _guarded(self, job: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                job()
            except ToonbankError as error:
                self.failed(error)
            except Exception:  # noqa: BLE001 - one bad turn must not end the job
                _log.exception("a job failed")

        return run
