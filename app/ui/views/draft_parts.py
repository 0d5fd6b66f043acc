"""The parts around a draft: the passage that carries a sentence, the flags with their ticks, and what to do when nothing is known."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from app.domain.draft import Draft, Flag, FlagKind, Outcome
from app.domain.knowledge import Retrieved
from app.system.i18n import _
from app.ui.theme import Theme
from app.ui.tokens import GRID
from app.ui.views.draft_text import citation_of, place
from app.ui.widgets.basics import Elided, Link, Picture, Tick, button, clear_layout, column, label, restyle, row
from app.ui.widgets.flow import wrapping
from app.ui.words import FLAGS

TICKS = {FlagKind.MONEY: "money", FlagKind.PROMISE: "promise"}


class SourceBox(QFrame):
    """Shows the passage of the sentence one points at, word for word."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("look", "info")
        self._theme = theme
        self.title = Elided("", "strong")
        self.quote = label("", wrap=True)
        self.quote.setAccessibleName(_("Source of the sentence"))
        self.setLayout(column(self.title, self.quote, gap=3, margins=(10, GRID, 10, GRID)))

    def clear(self, *, has_sources: bool) -> None:
        """Show nothing yet, or how to see something."""
        restyle(self, "info")
        self.setVisible(has_sources)
        self.title.say(_("Sources"))
        self.quote.setText(_("Point at a sentence to read the passage behind it."))

    def point(self, draft: Draft, number: int, start: int) -> None:
        """Show the passage with this number, or why the sentence at `start` has none."""
        citation = citation_of(draft, number)
        self.show()
        if citation is not None:
            restyle(self, "info")
            self.title.say(f"{citation.n} · {citation.title}")
            self.quote.setText(f"“{citation.quote}”")
            return
        restyle(self, "warn")
        self.title.say(_("No source for this sentence"))
        self.quote.setText(self._why(draft, start))

    @property
    def words(self) -> str:
        """What is shown, as text for a tooltip."""
        return f"{self.title.whole}\n{self.quote.text()}"

    def _why(self, draft: Draft, start: int) -> str:
        reasons = [_(flag.why) for flag in draft.flags if flag.span[0] <= start < flag.span[1]]
        if reasons:
            return " · ".join(dict.fromkeys(reasons))
        known = any(one.start == start and one.sentence.courtesy for one in place(draft.text, draft.sentences))
        return _("A greeting needs none.") if known else _("No article says this. Check it, or take it out.")


class FlagBox(QFrame):
    """Why a person must look, in words; money and promises have a box to tick."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("look", "warn")
        self._theme = theme
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._lines.setContentsMargins(10, 6, 10, 6)
        self.setLayout(self._lines)
        self._ticks: dict[str, QCheckBox] = {}
        self._words: dict[str, str] = {}
        self._shown: tuple[object, ...] = ()
        self.setAccessibleName(_("Look before you send"))

    def show_flags(self, draft: Draft | None, extra: str = "") -> bool:
        """Show a draft's flags; ticks already set stay while the flag stays. Returns whether something else is shown now."""
        flags = draft.flags if draft else ()
        shown = (draft.id if draft else 0, tuple((flag.kind, flag.why) for flag in flags), extra)
        self.setVisible(bool(flags or extra))
        if shown == self._shown:
            return False
        kept = {kind for kind, box in self._ticks.items() if box.isChecked()} if self._shown[:1] == shown[:1] else set()
        self._shown = shown
        self._empty()
        if extra:
            self._lines.addWidget(self._line(extra))
        for kind in dict.fromkeys(flag.kind for flag in flags):
            self._lines.addWidget(self._widget([flag for flag in flags if flag.kind is kind], kept))
        return True

    @property
    def boxes(self) -> list[QCheckBox]:
        """The boxes to tick, in order."""
        return list(self._ticks.values())

    def missing(self) -> list[str]:
        """Return the words of the boxes that are not ticked yet."""
        return [self._words[kind] for kind, box in self._ticks.items() if not box.isChecked()]

    def ticked(self) -> list[str]:
        """Return the kinds that were ticked."""
        return [kind for kind, box in self._ticks.items() if box.isChecked()]

    def focus_missing(self) -> None:
        """Go to the first box that is not ticked."""
        for box in self._ticks.values():
            if not box.isChecked():
                box.setFocus()
                return

    def _empty(self) -> None:
        self._ticks.clear()
        clear_layout(self._lines)

    def _widget(self, flags: list[Flag], kept: set[str]) -> QWidget:
        kind, why = flags[0].kind, " · ".join(dict.fromkeys(_(flag.why) for flag in flags))
        if kind not in TICKS:
            return self._line(_named(kind, why))
        words = _("I checked the amounts") if kind is FlagKind.MONEY else _("We can keep this promise")
        tick = Tick(words, why)
        box = tick.box
        box.setAccessibleName(f"{words}: {why}")
        box.setChecked(TICKS[kind] in kept)
        self._ticks[TICKS[kind]] = box
        self._words[TICKS[kind]] = words
        both = QWidget()
        both.setLayout(column(self._line(_named(kind, why)), tick, gap=2))
        return both

    def _line(self, text: str) -> QWidget:
        line, picture, words = QWidget(), Picture(self._theme, "flag", "warn"), label(text, wrap=True)
        picture.setFixedWidth(18)
        made = row(picture, words, gap=4)
        made.setStretch(1, 1)
        line.setLayout(made)
        return line


def _named(kind: FlagKind, why: str) -> str:
    """Return why, with the kind before it unless the sentence says it already."""
    word = _(FLAGS[kind])
    return why if word.casefold() in why.casefold() else f"{word}: {why}"


class NothingKnown(QFrame):
    """Says honestly that no article answers this; `ways` (placed under the answer) shows the nearest ones and offers what can be done."""

    mine = Signal()
    handed = Signal()
    article_wanted = Signal()
    article_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "info")
        self._nearest = QVBoxLayout()
        self._nearest.setSpacing(0)
        self.text = label("", wrap=True)
        mine, write, give = button(_("Answer myself")), button(_("Write the missing article")), button(_("Hand over"))
        mine.clicked.connect(self.mine)
        give.clicked.connect(self.handed)
        write.clicked.connect(self.article_wanted)
        self._near = label(_("Nearest articles:"), "label")
        self._near.hide()
        self.setLayout(column(self.text, margins=(10, GRID, 10, GRID)))
        self.ways = QWidget()
        self.ways.setLayout(column(self._near, self._nearest, wrapping(mine, write, give), gap=6))

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - as Qt has it
        super().setVisible(visible)
        self.ways.setVisible(visible)

    def forget_nearest(self) -> None:
        """Another question: its nearest articles are not known yet."""
        clear_layout(self._nearest)
        self._near.hide()

    def show_outcome(self, outcome: Outcome, reasons: Sequence[str] = ()) -> None:
        """Say why there is no answer; `reasons` are sentences that tell why a person is asked for."""
        if outcome is Outcome.HANDOVER and reasons:
            why = "\n".join(f"· {reason}" for reason in reasons)
            self.text.setText(_("This asks for a person:") + f"\n{why}\n\n" + _("The proposal only says what happens next."))
            return
        person = _("This asks for a person, so the proposal only says what happens next.")
        unknown = _("No article answers this well enough, so the proposal only says what happens next.")
        self.text.setText(person if outcome is Outcome.HANDOVER else unknown)

    def show_nearest(self, found: Retrieved) -> None:
        """List the nearest articles as links."""
        clear_layout(self._nearest)
        self._near.setVisible(bool(found.hits))
        titles = {hit.passage.article_id: hit.passage.article_title for hit in found.hits}
        for article_id, title in list(titles.items())[:3]:
            link = Link(title, _("Read this article"))
            link.clicked.connect(lambda _checked=False, chosen=article_id: self.article_asked.emit(chosen))
            self._nearest.addWidget(link)
