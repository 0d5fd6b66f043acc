"""Adding files: what they are, what they do not tell, how far it is, and what came of it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.domain.message import Channel, ReadOptions
from app.domain.shop import ShopSettings
from app.domain.views import ImportReport
from app.pipeline.counter import Counter, Recognised
from app.system.i18n import _, ngettext, number_text
from app.ui.bridge import Job, Lane
from app.ui.desk import Desk
from app.ui.views.settings.parts import form
from app.ui.widgets.basics import Elided, Picture, button, column, frame, label, row
from app.ui.words import channel_icon, channel_word

ZONES = ("Europe/Amsterdam", "Europe/Brussels", "Europe/Berlin", "Europe/Paris", "Europe/London", "America/New_York", "UTC")
KNOWLEDGE = "knowledge"
NO_QUESTIONS = {Channel.IMAP, Channel.MAILFILE, KNOWLEDGE}
"""What tells sender and time by itself."""
PROBLEMS = 50


def choose_files(parent: QWidget) -> list[Path]:
    """Ask for files."""
    names, _kind = QFileDialog.getOpenFileNames(parent, _("Add chat exports, mailbox files or articles"))
    return [Path(name) for name in names]


class ImportDialog(QDialog):
    """Three pages: what it is and what must be asked; progress; the report."""

    def __init__(self, desk: Desk, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._paths, self._job = desk, list(paths), None
        self._found: list[Recognised] = []
        self._shop = ShopSettings()
        self.setWindowTitle(_("Add files"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 380)
        self.pages = QStackedWidget()
        for page in (self._ask_page(), self._run_page(), self._report_page()):
            self.pages.addWidget(page)
        self.setLayout(column(self.pages, margins=(20, 20, 20, 16)))
        desk.theme.adopt(self)
        self._recognise()

    _job: Job | None

    def _ask_page(self) -> QWidget:
        page = QWidget()
        self.heading = label(_("Looking at the files …"), "heading", wrap=True)
        self._files = QVBoxLayout()
        self._questions = frame("panel")
        self.me = QComboBox()
        self.me.setEditable(True)
        self.me.setMinimumWidth(240)
        self.me.setAccessibleName(_("Which name is the shop?"))
        self.zone = QComboBox()
        self.zone.setAccessibleName(_("Times in the file are from"))
        self.zone.addItems(list(ZONES))
        asked = form((_("Which name is the shop?"), self.me), (_("Times in the file are from"), self.zone))
        asked.setContentsMargins(16, 12, 16, 12)
        self._questions.setLayout(asked)
        self._questions.hide()
        self.start, leave = button(_("Add"), "primary"), button(_("Cancel"))
        self.start.setEnabled(False)
        self.start.clicked.connect(self.begin)
        leave.clicked.connect(self.reject)
        page.setLayout(column(self.heading, self._files, self._questions, 1, row(1, leave, self.start), gap=12))
        return page

    def _run_page(self) -> QWidget:
        page = QWidget()
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.count = Elided("", "soft")
        self.stop = button(_("Cancel"))
        self.stop.clicked.connect(self._stop)
        page.setLayout(column(label(_("Adding"), "heading"), self.bar, self.count, 1, row(1, self.stop), gap=12))
        return page

    def _report_page(self) -> QWidget:
        page = QWidget()
        self.report = label("", wrap=True)
        self.problems = label("", "soft", wrap=True)
        self.done_heading = label("", "heading", wrap=True)
        done = button(_("Done"), "primary")
        done.clicked.connect(self.accept)
        page.setLayout(column(self.done_heading, self.report, self.problems, 1, row(1, done), gap=12))
        return page

    def _recognise(self) -> None:
        paths, names_in = self._paths, self._desk.services.names_in
        self._desk.bridge.read(lambda counter: _look_at(counter, paths, names_in), self._recognised, owner=self, failed=self._refused)

    def _recognised(self, answer: tuple[list[Recognised], ShopSettings, list[str]]) -> None:
        self._found, self._shop, names = answer
        known = [item for item in self._found if item.what]
        self.heading.setText(_("This is what Toonbank sees") if known else _("Toonbank does not know what this is"))
        for item in self._found:
            self._files.addLayout(self._file_line(item))
        if any(item.what not in NO_QUESTIONS for item in known):
            self._ask(names)
        self.start.setEnabled(bool(known))
        self.start.setFocus()

    def _file_line(self, item: Recognised) -> QHBoxLayout:
        icon = channel_icon(item.what) if item.what else "warning"
        picture = Picture(self._desk.theme, icon, "accent" if item.what else "warn", 20)
        what = channel_word(item.what) if item.what else _("Unknown: it stays where it is")
        line = row(picture, Elided(item.path.name, "strong"), label(what, "soft" if item.what else "warn-text"), gap=10)
        line.setStretch(1, 1)
        return line

    def _ask(self, names: list[str]) -> None:
        own = [*self._shop.own_names, self._shop.shop_name, self._shop.person]
        likely = [name for name in own if name in names] or [name for name in own if name]
        self.me.addItems(list(dict.fromkeys([*likely, *names])))
        self.zone.setCurrentText(self._shop.timezone)
        self._questions.show()

    def begin(self) -> None:
        """Start to add what was recognised."""
        self.pages.setCurrentIndex(1)
        messages = [item.path for item in self._found if item.what and item.what != KNOWLEDGE]
        articles = [item.path for item in self._found if item.what == KNOWLEDGE]
        options = self._options()
        self._job = self._desk.bridge.run(
            Lane.LONG,
            lambda counter, job: _add(counter, job, messages, articles, options),
            self._added,
            owner=self,
            failed=self._refused,
            progress=self._progress,
        )

    def _options(self) -> ReadOptions:
        shop, name = self._shop, self.me.currentText().strip()
        me = tuple(dict.fromkeys(filter(None, (name, *shop.own_names))))
        return ReadOptions(self.zone.currentText() or shop.timezone, me, frozenset(shop.own_addresses), shop.country)

    def _progress(self, done: int, total: int | None, what: str) -> None:
        if total:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
        count = number_text(done) if total is None else _("{done} of {total}").format(done=number_text(done), total=number_text(total))
        self.count.say(f"{count} · {_(what)}")

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self.stop.setEnabled(False)
        self.count.say(_("Stopping after what is being read …"))

    def _added(self, reports: list[tuple[str, ImportReport]]) -> None:
        stopped = any(report.stopped for _what, report in reports)
        self.done_heading.setText(_("Stopped. What was complete is kept.") if stopped else _("Added"))
        self.report.setText("\n".join(_in_words(what, report) for what, report in reports))
        failed = [f"{where}: {_(why)}" for _what, report in reports for where, why in report.failed]
        more = [_("and {n} more").format(n=len(failed) - PROBLEMS)] if len(failed) > PROBLEMS else []
        self.problems.setText("\n".join([*failed[:PROBLEMS], *more]))
        self.pages.setCurrentIndex(2)
        self._desk.notices.changed.emit("all")

    def _refused(self, sentence: str) -> None:
        self.done_heading.setText(_("Not added"))
        self.report.setText(sentence)
        self.pages.setCurrentIndex(2)

    def reject(self) -> None:
        """Escape stops the work as Cancel does."""
        if self._job is not None and self.pages.currentIndex() == 1:
            self._stop()
            return
        super().reject()


def _look_at(counter: Counter, paths: list[Path], names_in: object) -> tuple[list[Recognised], ShopSettings, list[str]]:
    found = [counter.recognise(path) for path in paths]
    names = [name for item in found if item.what and item.what not in NO_QUESTIONS for name in names_in(item.path)]  # type: ignore[operator]
    return found, counter.shop(), names


def _add(counter: Counter, job: Job, messages: list[Path], articles: list[Path], options: ReadOptions) -> list[tuple[str, ImportReport]]:
    """Add messages, then articles."""
    reports = []
    if messages:
        reports.append(("messages", counter.import_paths(messages, options, progress=job.progress, cancelled=job.cancelled)))
    if articles and not job.cancelled():
        reports.append((KNOWLEDGE, counter.import_articles(articles, progress=job.progress)))
    return reports


def _in_words(what: str, report: ImportReport) -> str:
    """Return a report as one sentence."""
    if what == KNOWLEDGE:
        parts = [ngettext("{n} new article", "{n} new articles", report.new).format(n=number_text(report.new))]
        if report.updated:
            parts.append(_("{n} renewed").format(n=number_text(report.updated)))
        return ", ".join(parts) + "."
    parts = [ngettext("{n} new message", "{n} new messages", report.new).format(n=number_text(report.new))]
    if report.duplicate:
        parts.append(_("{n} already known").format(n=number_text(report.duplicate)))
    if report.customers_new:
        parts.append(ngettext("{n} new customer", "{n} new customers", report.customers_new).format(n=number_text(report.customers_new)))
    if report.failed:
        parts.append(ngettext("{n} place not understood", "{n} places not understood", len(report.failed)).format(n=len(report.failed)))
    return ", ".join(parts) + "."
