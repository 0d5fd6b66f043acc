"""Golden questions: asked again after every change, so that what was right stays right."""

from PySide6.QtCore import Signal

from app.domain.golden import FAULT_WORDS, GoldenQuestion, GoldenReport, GoldenResult
from app.system.i18n import _, moment_text
from app.ui.bridge import Lane
from app.ui.desk import Desk
from app.ui.dialogs.golden_dialog import GoldenDialog
from app.ui.views.delegates import Line
from app.ui.views.knowledge.page import Page, Quotes, card
from app.ui.widgets.basics import Empty, button, frame, label, restyle, row


class GoldenPage(Page[GoldenQuestion]):
    """Signal: `reported(report)` after a run, or a look at the last one."""

    reported = Signal(object)

    def __init__(self, desk: Desk) -> None:
        text = _("Keep the questions that must never be answered wrongly: which article answers them, what must be said and what must not.")
        explained = _("Asked again by themselves after every change of the knowledge or the engine.")
        super().__init__(desk, _("Golden questions"), explained, Empty(desk.theme, "shield", _("Questions that stay right"), text))
        self.report: GoldenReport | None = None
        self.add, self.run = button(_("New question"), "primary"), button(_("Ask them now"))
        self.tools.insertWidget(0, self.run)
        self.tools.insertWidget(0, self.add)
        self.result, self.outcome = frame("info"), label("", wrap=True)
        self.result.setLayout(row(self.outcome, margins=(10, 6, 10, 6)))
        self.result.hide()
        self.head.addWidget(self.result)
        self.edit, self.remove = button(_("Edit")), button(_("Remove"))
        for press in (self.edit, self.remove):
            self.acts.addWidget(press)
        self.acts.addStretch(1)
        self.add.clicked.connect(lambda: GoldenDialog(desk, self.window()).show())
        self.run.clicked.connect(self.ask)
        self.edit.clicked.connect(self._edit)
        self.remove.clicked.connect(self._remove)

    def look(self) -> None:
        """Ask for the questions and the last run."""
        self.desk.bridge.read(
            lambda counter: (counter.golden_questions(), counter.last_golden()), lambda found: self._put(*found), owner=self, key="golden"
        )

    def ask(self) -> None:
        """Ask all questions now."""
        self.run.setEnabled(False)
        self.busy.begin(_("Asking the golden questions"))
        self.desk.bridge.run(
            Lane.DRAFT, lambda counter, job: counter.run_golden(cancelled=job.cancelled), self._asked, owner=self, failed=self._not_asked
        )

    def ask_if_changed(self) -> None:
        """Ask them where something changed since the last time."""
        self.desk.bridge.run(
            Lane.DRAFT,
            lambda counter, job: counter.run_golden_if_changed(cancelled=job.cancelled),
            lambda report: self._asked(report) if report is not None else None,
            owner=self,
            key="golden-run",
        )

    def _asked(self, _report: GoldenReport) -> None:
        self.run.setEnabled(True)
        self.look()

    def _not_asked(self, sentence: str) -> None:
        self.run.setEnabled(True)
        self.busy.end()
        self.desk.notices.say(sentence, "bad")

    def _put(self, questions: list[GoldenQuestion], report: GoldenReport | None) -> None:
        self.report = report
        self.put(questions)
        self.run.setEnabled(bool(questions))
        self.result.setVisible(report is not None and bool(questions))
        if report is not None:
            run = report.run
            words = _("{right} of {n} answered rightly, {when}.").format(right=run.right, n=len(run.results), when=moment_text(run.at))
            if report.newly_wrong:
                words += " " + _("Newly wrong: {n}.").format(n=len(report.newly_wrong))
            if report.newly_right:
                words += " " + _("Newly right: {n}.").format(n=len(report.newly_right))
            self.outcome.setText(words)
            restyle(self.result, "bad" if report.newly_wrong else "good" if run.right == len(run.results) else "warn")
            self.reported.emit(report)

    def _result(self, question_id: int) -> GoldenResult | None:
        results = self.report.run.results if self.report else ()
        return next((result for result in results if result.question_id == question_id), None)

    def line(self, item: GoldenQuestion) -> Line:
        """The question and how it fared."""
        result = self._result(item.id)
        words, tone, icon = _("not asked yet"), "ink_soft", "clock"
        if result is not None:
            words, tone, icon = (_("right"), "good", "check") if result.right else (_("wrong"), "bad", "warning")
            if self.report and item.id in self.report.newly_wrong:
                words = _("newly wrong")
        return Line(item.question, item.article or _("Should say that it does not know"), words, icon, tone=tone)

    def show_item(self, item: GoldenQuestion) -> None:
        """What is expected beside what was answered."""
        self.title.setText(item.question)
        expected = [_("From: {article}").format(article=item.article)] if item.article else []
        expected += [_("Says: {words}").format(words=words) for words in item.must]
        expected += [_("Does not say: {words}").format(words=words) for words in item.must_not]
        if not item.article and not item.must:
            expected.insert(0, _("Should say that it does not know"))
        result = self._result(item.id)
        if result is None:
            self.about.say(_("not asked yet"))
            self.body.addWidget(card(_("What is expected"), "\n".join(expected)))
            return
        self.about.say(_("right") if result.right else _("wrong"))
        for kind, words in result.faults:
            self.say(_(FAULT_WORDS[kind]).format(words=words), "bad-text")
        answered = _("What was answered")
        self.body.addWidget(Quotes([card(_("What is expected"), "\n".join(expected)), card(answered, result.text)]))

    def _edit(self) -> None:
        question = self.chosen
        if question is not None:
            GoldenDialog(self.desk, self.window(), question=question).show()

    def _remove(self) -> None:
        question = self.chosen
        if question is not None:
            self.desk.bridge.write(lambda counter: counter.remove_golden(question.id), lambda _none: self.look(), owner=self)
