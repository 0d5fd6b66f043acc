"""The dialog: what it is and what must be asked; progress; the report."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QStackedWidget, QWidget

from app.domain.importing import Undone
from app.domain.reading import Look
from app.domain.shop import ShopSettings
from app.pipeline.counter import Counter
from app.system.i18n import _
from app.ui.bridge import Job, Lane
from app.ui.desk import Desk
from app.ui.dialogs.importing.ask_page import AskPage
from app.ui.dialogs.importing.file_box import FileBox
from app.ui.dialogs.importing.part_box import PartBox
from app.ui.dialogs.importing.report_page import ReportPage
from app.ui.dialogs.importing.run_page import RunPage
from app.ui.dialogs.importing.words import report_words
from app.ui.dialogs.importing.work import Added, Plan, add, look_again, look_at, undo
from app.ui.widgets.basics import column
from app.ui.widgets.files import downloads_folder

ASK, RUN, REPORT = range(3)
WANTED, FRAME = QSize(760, 560), QSize(24, 64)
"""How large the dialog is where the screen has room (at 200 % a small one has not), and what the system puts around it."""


def choose_files(parent: QWidget) -> list[Path]:
    """Ask for files."""
    folder = downloads_folder()
    names, _kind = QFileDialog.getOpenFileNames(parent, _("Add chat exports, mailbox files or articles"), folder)
    return [Path(name) for name in names]


class ImportDialog(QDialog):
    """Three pages: what it is and what must be asked; progress; the report. While files are added it can be put away: then the line at
    the foot of the window tells how far it is, and a notice brings the report."""

    def __init__(self, desk: Desk, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._paths = desk, list(paths)
        self._job: Job | None = None
        self._plans: list[Plan] = []
        self._added: list[Added] = []
        self._away = False
        self.setWindowTitle(_("Add files"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(WANTED.boundedTo(self.screen().availableSize() - FRAME))
        self.ask, self.run, self.report = AskPage(desk), RunPage(), ReportPage(desk)
        self.pages = QStackedWidget()
        for page in (self.ask, self.run, self.report):
            self.pages.addWidget(page)
        self.setLayout(column(self.pages, margins=(20, 20, 20, 16)))
        self._connect()
        desk.theme.adopt(self)
        desk.bridge.read(lambda counter: look_at(counter, self._paths), self._looked, owner=self, failed=self._refused, lane=Lane.KNOW)

    def _connect(self) -> None:
        self.ask.begun.connect(self.begin)
        self.ask.left.connect(self.reject)
        self.ask.read_as.connect(self._look_again)
        self.ask.columns_chosen.connect(self._look_at_columns)
        self.run.stopped.connect(self._stop)
        self.run.put_away.connect(self._put_away)
        self.report.finished.connect(self.accept)
        self.report.undone.connect(self.take_back)

    # -- asking
    def _looked(self, answer: tuple[list[Look], ShopSettings]) -> None:
        self.ask.put(*answer)

    def _look_again(self, box: FileBox, channel: str) -> None:
        path = box.look.path
        self._look(f"look again {path}", lambda counter: look_again(counter, path, channel, {}), lambda look: self.ask.read_anew(box, look))

    def _look_at_columns(self, box: FileBox, part: PartBox) -> None:
        path, chosen = box.look.path, part.columns.chosen() if part.columns else {}
        channel = part.look.what if box.look.others else box.channel
        self._look(
            f"look again {path} {part.look.what}",
            lambda counter: look_again(counter, path, channel, chosen),
            lambda look: self.ask.renew(box, part, look),
        )

    def _look(self, key: str, work: Callable[[Counter], Look], done: Callable[[Look], None]) -> None:
        self._desk.bridge.read(work, done, owner=self, key=key, lane=Lane.KNOW)

    # -- adding
    def begin(self) -> None:
        """Start to add what is ticked."""
        self._plans = self.ask.plans()
        self.run.begin([plan.path.name for plan in self._plans])
        self.pages.setCurrentIndex(RUN)
        self.run.away.setFocus()
        plans = self._plans
        self._job = self._desk.bridge.run(
            Lane.LONG,
            lambda counter, job: add(counter, job, plans),
            self._finished,
            owner=self,
            failed=self._refused,
            progress=self._progress,
        )

    def _progress(self, done: int, _total: int | None, place: str) -> None:
        self.run.tell(done, int(place))
        if self._away:
            self._desk.notices.went_on.emit(done, None, "")

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self.run.stopping()

    def _put_away(self) -> None:
        self._away = True
        self.hide()
        self._desk.notices.began.emit(_("Adding files"), self._stop)

    def _finished(self, added: list[Added]) -> None:
        self._added, self._job = added, None
        self.report.put(added)
        self._to_report()
        self._desk.notices.changed.emit("all")
        if self._away:
            self._desk.notices.ended.emit()
            words = report_words(added[0].what, added[0].report) if len(added) == 1 and not added[0].error else _("The files were added.")
            self._desk.notices.lasting.emit(words, _("Show"), self.show)

    def _refused(self, sentence: str) -> None:
        self._job = None
        self.report.refuse(sentence)
        self._to_report()
        if self._away:
            self._desk.notices.ended.emit()
            self.show()

    def _to_report(self) -> None:
        self.pages.setCurrentIndex(REPORT)
        self.report.done.setFocus()

    # -- afterwards
    def take_back(self) -> None:
        """Undo all imports of this dialog."""
        ids = [one.import_id for one in self._added if one.import_id]
        self.report.undoing()
        self._desk.bridge.write(lambda counter: undo(counter, ids), self._taken_back, owner=self, failed=self._refused)

    def _taken_back(self, answer: tuple[Undone, str]) -> None:
        self.report.put_undone(*answer)
        self._desk.notices.changed.emit("all")

    def reject(self) -> None:
        """Escape stops the work as Cancel does."""
        if self._job is not None and self.pages.currentIndex() == RUN:
            self._stop()
            return
        super().reject()
