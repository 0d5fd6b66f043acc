"""To tidy: what the audit found, with both quotes side by side, to mend or to put aside for good."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.knowledge import ArticleView
from app.domain.tending import FINDING_WORDS, ArticleVersion, Finding, FindingKind, Quote, Severity
from app.domain.text import N_, unpacked
from app.pipeline.counter import Counter
from app.system.i18n import _
from app.ui.bridge import Lane
from app.ui.desk import Desk
from app.ui.dialogs.canned_dialog import edit_knowledge
from app.ui.views.delegates import Line
from app.ui.views.knowledge.care_strip import VersionsDialog
from app.ui.views.knowledge.page import Page, Quotes, card
from app.ui.widgets.basics import Empty, button

SEVERITIES: dict[Severity, tuple[str, str]] = {
    Severity.WRONG: (N_("Can answer wrongly"), "bad"),
    Severity.DOUBTFUL: (N_("Doubtful"), "warn"),
    Severity.TIDY: (N_("Tidier"), "ink_soft"),
}
"""What a finding can lead to, in words, and its colour."""
_LOOKABLE = (FindingKind.STALE, FindingKind.REVIEW_DUE, FindingKind.PAST_DATE, FindingKind.NEVER_USED)


class TidyPage(Page[Finding]):
    """Signal: `counted(n)` how many findings can lead to wrong answers."""

    counted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        text = _("Nothing contradicts itself, nothing is out of date, nothing is said twice.")
        explained = _("What may lead to a wrong answer stands first. What you dismiss comes back only when its words change.")
        super().__init__(desk, _("To tidy"), explained, Empty(desk.theme, "check", _("The knowledge is tidy"), text))
        self.aside = QCheckBox(_("Show what was put aside"))
        self.gone = button(_("Out of use…"), "quiet", _("Articles that went out of use when they vanished from their file"))
        self.tools.insertWidget(0, self.aside)
        self.tools.addWidget(self.gone)
        self.dismiss, self.checked = button(_("Dismiss for good")), button(_("I checked it: it holds"))
        self.acts.addWidget(self.checked)
        self.acts.addWidget(self.dismiss)
        self.acts.addStretch(1)
        self.gone.clicked.connect(self._show_gone)
        self.aside.toggled.connect(lambda _on: self.look())
        self.dismiss.clicked.connect(self._dismiss)
        self.checked.clicked.connect(self._checked)

    def look(self) -> None:
        """Ask for the audit anew."""
        dismissed = self.aside.isChecked()
        if not self.model.items:
            self.busy.begin(_("Reading all articles"))
        self.desk.bridge.read(
            lambda counter: counter.audit(dismissed=dismissed), partial(self._put, dismissed), owner=self, key="audit", lane=Lane.KNOW
        )

    def _put(self, dismissed: bool, found: Sequence[Finding]) -> None:  # noqa: FBT001 - bound by partial
        self.put(found)
        if not dismissed:
            self.counted.emit(sum(finding.severity is Severity.WRONG for finding in found))

    def line(self, item: Finding) -> Line:
        """Kind and severity, the article, and why."""
        words, tone = SEVERITIES[item.severity]
        under = item.quotes[0].title if item.quotes else ""
        return Line(_(FINDING_WORDS[item.kind]), under, _(words), "warning" if item.severity is Severity.WRONG else "knowledge", tone=tone)

    def show_item(self, item: Finding) -> None:
        """Why, and the quotes beside each other, each with its article's door."""
        self.title.setText(_(FINDING_WORDS[item.kind]))
        words, _tone = SEVERITIES[item.severity]
        self.about.say(_(words))
        self.dismiss.setText(_("Show it again") if self.aside.isChecked() else _("Dismiss for good"))
        self.checked.setVisible(item.kind in _LOOKABLE)
        self.say(sentence(item.why))
        self.body.addWidget(Quotes([self._card(quote) for quote in item.quotes]))

    def _card(self, quote: Quote) -> QWidget:
        mend = button(_("Change this article"), "quiet")
        mend.setAccessibleName(_("Change this article") + f": {quote.title}")
        mend.clicked.connect(partial(self._mend, quote.article))
        return card(quote.title, quote.text, mend)

    def _mend(self, article_id: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - as Qt calls it
        self.desk.bridge.read(lambda counter: counter.article(article_id), self._edit, owner=self, key="mend")

    def _edit(self, article: ArticleView) -> None:
        edit_knowledge(self.desk, self.window(), article)

    def _show_gone(self) -> None:
        self.desk.bridge.read(_out_of_use, self._put_gone, owner=self, key="gone")

    def _put_gone(self, versions: tuple[ArticleVersion, ...]) -> None:
        if versions:
            VersionsDialog(self.desk, versions, self.window()).show()
        else:
            self.desk.notices.say(_("No article went out of use."))

    def _dismiss(self) -> None:
        finding, again = self.chosen, self.aside.isChecked()
        if finding is None:
            return
        self.desk.bridge.write(
            lambda counter: counter.dismiss_finding(finding.id, again=again), lambda _none: self._dismissed(finding, again), owner=self
        )

    def _dismissed(self, finding: Finding, again: bool) -> None:  # noqa: FBT001 - one caller
        self.look()
        if not again:
            self.desk.notices.offer(_("Dismissed for good."), _("Undo"), lambda: self._recall(finding.id))

    def _recall(self, finding_id: str) -> None:
        self.desk.bridge.write(lambda counter: counter.dismiss_finding(finding_id, again=True), lambda _none: self.look(), owner=self)

    def _checked(self) -> None:
        finding = self.chosen
        if finding is None:
            return
        self.desk.bridge.write(lambda counter: _looked_at(counter, finding), lambda _none: self.look(), owner=self)


def _out_of_use(counter: Counter) -> tuple[ArticleVersion, ...]:
    """Return how the articles that are out of use last were."""
    return tuple(version for id_, _title, _source in counter.removed_articles() for version in counter.article_versions(id_)[:1])


def _looked_at(counter: Counter, finding: Finding) -> None:
    """Write down that the articles were looked at; what was found there is settled with it."""
    for article_id in finding.articles:
        care = counter.article_care(article_id)
        ahead = care.review_at if finding.kind is not FindingKind.REVIEW_DUE else None
        counter.set_article_care(article_id, care.owner, ahead, checked=True)
    counter.dismiss_finding(finding.id)


def sentence(packed: str) -> str:
    """Return a packed template in the person's language."""
    template, fields = unpacked(packed)
    return _(template).format(**fields)
