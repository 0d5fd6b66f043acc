"""Gaps: what customers ask and nobody wrote down, in their own words, and the first draft of the article that is missing."""

from functools import partial

from PySide6.QtCore import Signal

from app.domain.knowledge import ArticleView
from app.domain.tending import AskedWhy, Gap, Suggested
from app.domain.text import N_
from app.system.i18n import _, day_text, ngettext
from app.ui.bridge import Lane
from app.ui.desk import Desk
from app.ui.dialogs.article_dialog import ArticleDialog
from app.ui.views.delegates import Line
from app.ui.views.knowledge.page import Page, card
from app.ui.widgets.basics import Empty, Link, button
from app.ui.words import language_word

WHY: dict[AskedWhy, str] = {
    AskedWhy.UNKNOWN: N_("the proposal did not know"),
    AskedWhy.REWRITTEN: N_("a person wrote the reply anew"),
    AskedWhy.ASKED: N_("asked without a proposal"),
}


class GapsPage(Page[Gap]):
    """Signals: `article_asked(id)` show an article; `counted(n)` how many gaps there are."""

    article_asked = Signal(int)
    counted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        text = _("When customers ask what no article answers, their questions are gathered here.")
        explained = _(
            "Questions that no article answers, put together, without personal data. A group goes away when an article answers it."
        )
        super().__init__(desk, _("Gaps"), explained, Empty(desk.theme, "knowledge", _("No gaps"), text))
        self.write = button(_("Write this article"), "primary")
        self.acts.addWidget(self.write)
        self.acts.addStretch(1)
        self.write.clicked.connect(self._write)

    def look(self) -> None:
        """Look for gaps anew."""
        if not self.model.items:
            self.busy.begin(_("Looking through the questions"))
        self.desk.bridge.read(lambda counter: counter.gaps(), self._put, owner=self, key="gaps", lane=Lane.KNOW)

    def _put(self, found: list[Gap]) -> None:
        self.put(found)
        self.counted.emit(len(found))

    def line(self, item: Gap) -> Line:
        """The question as one customer asked it, and how often."""
        times = ngettext("{n} time", "{n} times", item.count).format(n=item.count)
        tag = " ".join(code.upper() for code in item.languages if code != "und")
        return Line(item.questions[0], ", ".join(_(WHY[why]) for why in item.why), times, "chat", tag=tag)

    def show_item(self, item: Gap) -> None:
        """All that is known of the group."""
        self.title.setText(item.questions[0])
        times = ngettext("Asked {n} time", "Asked {n} times", item.count).format(n=item.count)
        seen = day_text(item.last) if item.first.date() == item.last.date() else f"{day_text(item.first)} – {day_text(item.last)}"
        self.about.say(" · ".join((times, seen, ", ".join(language_word(code) for code in item.languages))))
        self.say(_("In the customers' own words"), "label")
        for words in item.questions:
            self.body.addWidget(card("", f"“{words}”"))
        if item.nearest is not None:
            self.say(_("Nearest article; it answers this with {percent} %:").format(percent=round(100 * item.answerable)), "label")
            link = Link(item.nearest[1], _("Read this article"))
            link.clicked.connect(partial(self._ask, item.nearest[0]))
            self.body.addWidget(link)
        made = ngettext(
            "A first draft comes from {n} reply that was sent.", "A first draft comes from {n} replies that were sent.", item.answers
        )
        self.say(
            made.format(n=item.answers) if item.answers else _("No reply was sent to any of these yet; the article begins empty."), "soft"
        )

    def _ask(self, article_id: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - as Qt calls it
        self.article_asked.emit(article_id)

    def _write(self) -> None:
        gap = self.chosen
        if gap is not None:
            self.desk.bridge.read(lambda counter: counter.suggest_article(gap.id), self._open, owner=self, key="suggest", lane=Lane.KNOW)

    def _open(self, made: Suggested) -> None:
        ArticleDialog(self.desk, self.window(), article=beginning(made), question=made.question).show()


def beginning(made: Suggested) -> ArticleView:
    """Return a suggested article as the dialog takes it: it has no number yet."""
    return ArticleView(0, made.title, made.language, "", "", "", 0, made.text)
