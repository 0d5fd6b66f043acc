"""Adding files: what they are, what they do not tell, how far it is, and what came of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QHBoxLayout, QProgressBar, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.domain.message import Channel, ReadOptions
from app.domain.shop import ShopSettings
from app.domain.views import ImportReport
from app.pipeline.counter import Counter
from app.pipeline.importing import Recognised
from app.system.i18n import _, ngettext, number_text
from app.ui.bridge import Job, Lane
from app.ui.desk import Desk
from app.ui.widgets.basics import Elided, Picture, button, column, frame, label, row
from app.ui.words import channel_icon, channel_word

ZONES = ("Europe/Amsterdam", "Europe/Brussels", "Europe/Berlin", "Europe/Paris", "Europe/London", "America/New_York", "UTC")
KNOWLEDGE = "knowledge"
NO_QUESTIONS = {Channel.IMAP, Channel.MAILFILE, KNOWLEDGE}
"""What tells sender and time by itself."""
PROBLEMS = 50


def choose_files(parent: QWidget) -> list[Path]:
    """Ask for files."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    names, _kind = QFileDialog.getOpenFileNames(parent, _("Add chat exports, mailbox files or articles"), folder)
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
        self.asked: list[QComboBox] = []
        self.zone = QComboBox()
        self.zone.setAccessibleName(_("Times in the file are from"))
        self.zone.addItems(list(ZONES))
        self._form = column(gap=6, margins=(16, 12, 16, 14))
        self._questions.setLayout(self._form)
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
        self.problems.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.more = QScrollArea()
        self.more.setWidgetResizable(True)
        self.more.setAccessibleName(_("What was not understood or left out"))
        self.more.setWidget(self.problems)
        self.leave_report = done = button(_("Done"), "primary")
        done.clicked.connect(self.accept)
        page.setLayout(column(self.done_heading, self.report, self.more, row(1, done), gap=12))
        return page

    def _recognise(self) -> None:
        paths, names_in = self._paths, self._desk.services.names_in
        self._desk.bridge.read(lambda counter: _look_at(counter, paths, names_in), self._recognised, owner=self, failed=self._refused)

    def _recognised(self, answer: tuple[list[Recognised], ShopSettings, dict[str, list[str]]]) -> None:
        self._found, self._shop, names = answer
        known = [item for item in self._found if item.what]
        self.heading.setText(_("This is what Toonbank sees") if known else _("Toonbank does not know what this is"))
        for item in self._found:
            self._files.addLayout(self._file_line(item))
        if any(item.what not in NO_QUESTIONS for item in known):
            self._ask([item.path.name for item in known if item.what not in NO_QUESTIONS], names)
        self._may_begin()
        (self.start if self.start.isEnabled() or not self.asked else self.asked[0]).setFocus()

    def _file_line(self, item: Recognised) -> QHBoxLayout:
        icon = channel_icon(item.what) if item.what else "warning"
        picture = Picture(self._desk.theme, icon, "accent" if item.what else "warn", 20)
        what = channel_word(item.what) if item.what else _("Unknown: it stays where it is")
        line = row(picture, Elided(item.path.name, "strong"), label(what, "soft" if item.what else "warn-text"), gap=10)
        line.setStretch(1, 1)
        return line

    def _ask(self, files: list[str], names: dict[str, list[str]]) -> None:
        """Ask which name is the shop for the files in which no name of the shop is known, once where one name stands in all of them."""
        unknown = unknown_files({name: names.get(name, []) for name in files}, self._shop.own_names)
        if not unknown:
            return
        shared = [name for name in unknown[0][1] if all(name in there for _file, there in unknown)]
        if shared or len(unknown) == 1:
            unknown = [("", list(dict.fromkeys([*shared, *(name for _file, there in unknown for name in there)])))]
        for file, there in unknown:
            self._ask_name(file, there)
        self._form.addWidget(label(_("The name is remembered: the next file is not asked about."), "soft", wrap=True))
        self._form.addSpacing(6)
        self._form.addWidget(label(_("Times in the file are from"), wrap=True))
        self._form.addWidget(self.zone, 0, Qt.AlignmentFlag.AlignLeft)
        self.zone.setCurrentText(self._shop.timezone)
        self._questions.show()

    def _ask_name(self, file: str, names: list[str]) -> None:
        """Add a question with the likeliest answer chosen; nothing is chosen where nothing speaks for one."""
        own = [self._shop.shop_name, self._shop.person]
        likely = [name for name in names if name in own] or ([] if names else [name for name in own if name])
        box = QComboBox()
        box.setEditable(True)
        box.setMinimumWidth(240)
        box.setAccessibleName(_("Which name is the shop?"))
        box.addItems(list(dict.fromkeys([*likely, *names])))
        box.setCurrentIndex(0 if likely else -1)
        line = box.lineEdit()
        if line is not None:
            line.setPlaceholderText(_("Choose the name under which you write"))
        words = _("Which name is the shop?")
        self._form.addWidget(label(f"{words} · {file}" if file else words, "strong", wrap=True))
        self._form.addWidget(box)
        self.asked.append(box)
        box.currentTextChanged.connect(lambda _text: self._may_begin())

    def _may_begin(self) -> None:
        told = all(box.currentText().strip() for box in self.asked)
        self.start.setEnabled(told and any(item.what for item in self._found))

    def begin(self) -> None:
        """Start to add what was recognised."""
        self.pages.setCurrentIndex(1)
        messages = [item.path for item in self._found if item.what and item.what != KNOWLEDGE]
        articles = [item.path for item in self._found if item.what == KNOWLEDGE]
        options, new = self._options(), self._new_names()
        self._job = self._desk.bridge.run(
            Lane.LONG,
            lambda counter, job: _add(counter, job, messages, articles, options, new),
            self._added,
            owner=self,
            failed=self._refused,
            progress=self._progress,
        )

    def _options(self) -> ReadOptions:
        shop = self._shop
        me = tuple(dict.fromkeys((*self._new_names(), *shop.own_names)))
        zone = self.zone.currentText() if self.asked else shop.timezone
        return ReadOptions(zone, me, frozenset(shop.own_addresses), shop.country)

    def _new_names(self) -> tuple[str, ...]:
        told = (box.currentText().strip() for box in self.asked)
        return tuple(dict.fromkeys(name for name in told if name and name not in self._shop.own_names))

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
        failed = _listed([one for _what, report in reports for one in report.failed])
        left_out = _listed([one for _what, report in reports for one in report.notes])
        self.problems.setText("\n".join([*failed, *([_("Left out on purpose:"), *left_out] if left_out else [])]))
        self.pages.setCurrentIndex(2)
        self.leave_report.setFocus()
        self._desk.notices.changed.emit("all")

    def _refused(self, sentence: str) -> None:
        self.done_heading.setText(_("Not added"))
        self.report.setText(sentence)
        self.pages.setCurrentIndex(2)
        self.leave_report.setFocus()

    def reject(self) -> None:
        """Escape stops the work as Cancel does."""
        if self._job is not None and self.pages.currentIndex() == 1:
            self._stop()
            return
        super().reject()


def unknown_files(names: Mapping[str, Sequence[str]], own: Collection[str]) -> list[tuple[str, list[str]]]:
    """Return (file, who writes in it) of the files in which nobody writes under one of the shop's own names;
    a file that names nobody counts only while the shop has no name."""
    known = {name.casefold() for name in own}
    return [
        (file, list(there)) for file, there in names.items() if (there or not known) and not any(name.casefold() in known for name in there)
    ]


def _look_at(
    counter: Counter, paths: list[Path], names_in: Callable[[Path], list[str]]
) -> tuple[list[Recognised], ShopSettings, dict[str, list[str]]]:
    found = [counter.recognise(path) for path in paths]
    names = {item.path.name: names_in(item.path) for item in found if item.what and item.what not in NO_QUESTIONS}
    return found, counter.shop(), names


def _add(
    counter: Counter, job: Job, messages: list[Path], articles: list[Path], options: ReadOptions, new: tuple[str, ...]
) -> list[tuple[str, ImportReport]]:
    """Remember the shop's new names, then add messages, then articles."""
    reports = []
    if new:
        shop = counter.shop()
        counter.put_shop(replace(shop, own_names=tuple(dict.fromkeys((*shop.own_names, *new)))))
    if messages:
        reports.append(("messages", counter.import_paths(messages, options, progress=job.progress, cancelled=job.cancelled)))
    if articles and not job.cancelled():
        reports.append((KNOWLEDGE, counter.import_articles(articles, progress=job.progress)))
    return reports


def _listed(told: Sequence[tuple[str, str]]) -> list[str]:
    """Return (where, why) as lines, the first `PROBLEMS` of them."""
    lines = [f"{where}: {_(why)}" for where, why in told[:PROBLEMS]]
    return [*lines, _("and {n} more").format(n=number_text(len(told) - PROBLEMS))] if len(told) > PROBLEMS else lines


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
