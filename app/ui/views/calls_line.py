"""The quiet line over the list that tells how many calls are to be made."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtWidgets import QPushButton

from app.domain.calling import Task
from app.system.i18n import _, local, moment_text, ngettext
from app.ui.actions import words_of
from app.ui.desk import Desk


class CallsLine(QPushButton):
    """Hidden while nobody waits for a call; a click opens the list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setAutoDefault(False)
        self.setProperty("look", "link")
        self.setToolTip(desk.actions["calls"].toolTip())
        self.setAccessibleName(words_of(desk.actions["calls"]))
        self.clicked.connect(lambda _checked=False: desk.actions["calls"].trigger())
        desk.notices.changed.connect(lambda what: self.look() if what in ("people", "all") else None)
        desk.theme.changed.connect(self._tint)
        self._tint()
        self.hide()

    def look(self) -> None:
        """Ask for the calls anew."""
        self._desk.bridge.read(lambda counter: counter.tasks(), self._put, owner=self, key="calls line")

    def _put(self, tasks: Sequence[Task]) -> None:
        tomorrow = local(self._desk.now()).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        due = sum(task.due_at < tomorrow for task in tasks)
        if due:
            words = ngettext("{n} to call back", "{n} to call back", due).format(n=due)
        else:
            words = _("Next call back: {time}").format(time=moment_text(tasks[0].due_at)) if tasks else ""
        self.setText(words)
        self.setAccessibleName(words or words_of(self._desk.actions["calls"]))
        self.setVisible(bool(words))

    def _tint(self) -> None:
        self.setIcon(self._desk.theme.icon("phone", "accent", size=16))
