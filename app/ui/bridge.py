"""The bridge between the Counter and Qt: work on single threads, results on the Qt thread.

Nothing on the Qt thread calls the Counter. Each lane is one thread, so that writes never overlap and a long sync delays no look-up.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from app.domain.errors import Cancelled, ToonbankError
from app.domain.text import N_
from app.pipeline.counter import Counter
from app.system.i18n import _, say

log = logging.getLogger(__name__)
T = TypeVar("T")
SURPRISE = N_("Something unexpected went wrong. Nothing was lost; the log holds the details.")
PROGRESS_EVERY = 0.1
"""Seconds between two progress reports of one job."""


class Lane(StrEnum):
    """One thread each: looking, asking the knowledge (slow the first time), changing, drafting, sending, long work."""

    READ = "read"
    KNOW = "know"
    WRITE = "write"
    DRAFT = "draft"
    SEND = "send"
    LONG = "long"


class Job:
    """A piece of work on its way. `cancel`, `cancelled` and `progress` may be called from any thread."""

    def __init__(self, tell: Callable[[int, int | None, str], None] | None = None) -> None:
        self._stop = threading.Event()
        self._tell = tell
        self._told = 0.0
        self.future: Future[None] | None = None

    def cancel(self) -> None:
        """Ask the work to stop; what has not begun never begins."""
        self._stop.set()
        if self.future is not None:
            self.future.cancel()

    def cancelled(self) -> bool:
        """Whether the person asked to stop."""
        return self._stop.is_set()

    def progress(self, done: int, total: int | None, what: str) -> None:
        """Report how far the work is; told on at most ten times a second, and always at the end."""
        now = time.monotonic()
        if self._tell is None or (now - self._told < PROGRESS_EVERY and done != total):
            return
        self._told = now
        self._tell(done, total, what)


class Bridge(QObject):
    """Runs work on lanes and hands results to the Qt thread.

    Signals: `trouble(str)` a translated sentence; `busy(int)` how many jobs are under way; `idle()` when none is.
    """

    trouble = Signal(str)
    busy = Signal(int)
    idle = Signal()
    _landed = Signal(object)

    def __init__(self, counter: Counter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._lanes: dict[Lane, ThreadPoolExecutor] = {}
        self._latest: dict[str, Job] = {}
        self._jobs: set[Job] = set()
        self._closed = False
        self._landed.connect(self._land)

    @property
    def pending(self) -> int:
        """How many jobs have not delivered yet."""
        return len(self._jobs)

    def run(
        self,
        lane: Lane,
        work: Callable[[Counter, Job], T],
        done: Callable[[T], None] | None = None,
        *,
        owner: QObject | None = None,
        key: str = "",
        failed: Callable[[str], None] | None = None,
        progress: Callable[[int, int | None, str], None] | None = None,
    ) -> Job:
        """Run `work(counter, job)` on a lane and call `done(result)` on the Qt thread.

        A later job with the same `key` replaces an earlier one, whose result is dropped. Nothing is delivered once `owner` is gone.
        `failed(sentence)` gets errors; without it they go out by `trouble`.
        """
        job = Job(partial(self._tell, progress, owner) if progress else None)
        self._replace(key, job)
        self._jobs.add(job)
        self.busy.emit(len(self._jobs))
        deliver = partial(self._deliver, job, key, owner, done, failed)
        if self._closed:
            self._finish(job)
            return job
        job.future = self._lane(lane).submit(self._work, job, work, deliver)
        job.future.add_done_callback(partial(self._dropped, job))
        return job

    def read(
        self,
        work: Callable[[Counter], T],
        done: Callable[[T], None],
        *,
        owner: QObject | None = None,
        key: str = "",
        failed: Callable[[str], None] | None = None,
        lane: Lane = Lane.READ,
    ) -> Job:
        """Look something up."""
        return self.run(lane, lambda counter, _job: work(counter), done, owner=owner, key=key, failed=failed)

    def write(
        self,
        work: Callable[[Counter], T],
        done: Callable[[T], None] | None = None,
        *,
        owner: QObject | None = None,
        key: str = "",
        failed: Callable[[str], None] | None = None,
    ) -> Job:
        """Change something. A write with a key drops only the earlier one's result, never the earlier write."""
        return self.run(Lane.WRITE, lambda counter, _job: work(counter), done, owner=owner, key=key and f"write:{key}", failed=failed)

    def close(self) -> None:
        """Stop all jobs and wait for their threads; nothing is delivered afterwards."""
        self._closed = True
        for job in list(self._jobs):
            job.cancel()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
        self._jobs.clear()

    def _replace(self, key: str, job: Job) -> None:
        if not key:
            return
        earlier = self._latest.get(key)
        self._latest[key] = job
        if earlier is not None and not key.startswith("write:"):
            earlier.cancel()

    def _lane(self, lane: Lane) -> ThreadPoolExecutor:
        if lane not in self._lanes:
            self._lanes[lane] = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"toonbank-{lane}")
        return self._lanes[lane]

    def _work(self, job: Job, work: Callable[[Counter, Job], T], deliver: Callable[[T | None, str | None], None]) -> None:
        """Run on the lane's thread; every outcome becomes one delivery."""
        try:
            result = work(self._counter, job)
        except Cancelled as stopped:
            self._emit(partial(deliver, None, "" if job.cancelled() else say(stopped)))
        except ToonbankError as error:
            log.info("refused: %s", error.template)
            self._emit(partial(deliver, None, say(error)))
        except Exception:
            log.exception("a job failed")
            self._emit(partial(deliver, None, _(SURPRISE)))
        else:
            self._emit(partial(deliver, result, None))

    def _emit(self, landing: Callable[[], None]) -> None:
        if not self._closed and isValid(self):
            self._landed.emit(landing)

    def _dropped(self, job: Job, future: "Future[None]") -> None:
        """A job that never began still has to leave the count."""
        if future.cancelled():
            self._emit(partial(self._finish, job))

    def _land(self, landing: Callable[[], None]) -> None:
        if not self._closed:
            landing()

    def _deliver(
        self,
        job: Job,
        key: str,
        owner: QObject | None,
        done: Callable[[T], None] | None,
        failed: Callable[[str], None] | None,
        result: T,
        error: str | None,
    ) -> None:
        try:
            if (key and self._latest.get(key) is not job) or (owner is not None and not isValid(owner)):
                return
            if error is None:
                if done is not None:
                    done(result)
            elif error:
                (failed or self.trouble.emit)(error)
        finally:
            self._finish(job)

    def _finish(self, job: Job) -> None:
        self._jobs.discard(job)
        self.busy.emit(len(self._jobs))
        if not self._jobs:
            self.idle.emit()

    def _tell(
        self, progress: Callable[[int, int | None, str], None], owner: QObject | None, done: int, total: int | None, what: str
    ) -> None:
        def landing() -> None:
            if owner is None or isValid(owner):
                progress(done, total, what)

        self._emit(landing)
