"""Asking for a proposal: what takes longer than a moment is told at the foot of the window, with a way to stop it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.domain.draft import Draft
from app.pipeline.counter import Counter
from app.system.i18n import _
from app.ui.bridge import Job, Lane
from app.ui.desk import Desk

MOMENT = 800
"""Milliseconds; the built-in engine needs less, and what flashes by disturbs."""


class Asking(QObject):
    """One proposal at a time: a later wish takes the place of an earlier one."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner
        self._job: Job | None = None
        self._told = False
        self._stopped: Callable[[str], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MOMENT)
        self._timer.timeout.connect(self._tell)

    def ask(self, work: Callable[[Counter, Job], Draft], done: Callable[[Draft], None], failed: Callable[[str], None]) -> None:
        """Ask; `done(draft)` or `failed(sentence)` follows ("" when the person stopped it)."""
        self._end()
        self._stopped = failed
        self._job = self._desk.bridge.run(
            Lane.DRAFT, work, partial(self._landed, done), owner=self._owner, key="propose", failed=partial(self._landed, failed)
        )
        self._timer.start()

    def stop(self) -> None:
        """Stop what is asked for."""
        job, stopped = self._job, self._stopped
        self._end()
        if job is not None and stopped is not None:
            job.cancel()
            stopped("")

    def _tell(self) -> None:
        self._told = True
        self._desk.notices.began.emit(_("Writing an answer"), self.stop)

    def _landed(self, then: Callable[[Any], None], made: object) -> None:
        self._end()
        then(made)

    def _end(self) -> None:
        self._timer.stop()
        self._job = None
        if self._told:
            self._told = False
            self._desk.notices.ended.emit()
