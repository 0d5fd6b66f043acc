"""What a conversation is thought to be, under its name: chips, and the menu in which a person says otherwise."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from app.domain.categories import ALWAYS, Categories
from app.domain.teaching import Labels
from app.domain.verdict import Category, Emotion, Urgency, Verdict
from app.domain.views import ConversationView
from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.reasons import why_text
from app.ui.widgets.basics import column, label
from app.ui.widgets.chips import ChipButton
from app.ui.widgets.flow import Chip, Flow
from app.ui.words import category_word, channel_icon, channel_word, emotion_word, language_word, urgency_word

_FIRST = 3
"""How many of the likeliest categories stand on top of the menu."""
_MOOD_LOOKS = {"angry": "bad", "frustrated": "warn", "worried": "warn", "pleased": "good"}


class VerdictLine(QWidget):
    """Signal: `said(Labels)` a person says what it is."""

    said = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view: ConversationView | None = None
        self._flow = Flow()
        self.categories = Categories()
        self.category: ChipButton | None = None
        self.mood: ChipButton | None = None
        self.setLayout(self._flow)

    def show_view(self, view: ConversationView) -> None:
        """Show what a conversation is thought to be."""
        self._view = view
        line, theme = view.row, self._desk.theme
        why = why_words(view, self.categories)
        self._flow.clear()
        self.category = self.mood = None
        self._add(Chip(theme, channel_word(line.channel), icon=channel_icon(line.channel)))
        if line.urgency >= 2:
            look = "bad" if line.urgency >= 3 else "warn"
            self._add(Chip(theme, urgency_word(line.urgency), look=look, icon=f"urgency-{line.urgency}", filled=True, tip=why))
        if view.verdict is not None:
            self._add_buttons(view, why)
            for intent in further(view.verdict, line.category, self.categories):
                self._add(Chip(theme, f"+ {self._title(intent)}", tip=_("It may also be about this.")))
        self._add(Chip(theme, language_word(line.language)))
        for number in line.order_numbers:
            self._add(Chip(theme, number, icon="box"))
        if view.verdict is not None:
            button = self._desk.actions.button("teach", size=14)
            button.setStyleSheet("padding: 1px 4px;")
            self._add(button)

    def _add_buttons(self, view: ConversationView, why: str) -> None:
        line, theme, key = view.row, self._desk.theme, _("Press to correct it.")
        mood, title = emotion_word(line.emotion), self._title(line.category)
        self.mood = ChipButton(
            theme,
            mood,
            _("Mood: {mood}. Press to correct it.").format(mood=mood),
            look=_MOOD_LOOKS.get(line.emotion, "ink_soft"),
            icon=f"mood-{line.emotion}",
        )
        told = view.verdict is not None and view.verdict.engine == "person"
        self.category = ChipButton(
            theme,
            title,
            _("Category: {category}. Press to correct it.").format(category=title),
            icon="check" if told else "",
            look="accent" if told else "ink_soft",
        )
        for chip, open_menu in ((self.mood, self.open_mood), (self.category, self.open_category)):
            chip.setToolTip("\n".join(part for part in (why, key) if part))
            chip.clicked.connect(open_menu)
            self._add(chip)

    def _add(self, chip: QWidget) -> None:
        self._flow.addWidget(chip)

    def _title(self, code: str) -> str:
        return self.categories.title(code) or category_word(code)

    # -- the menus

    def open_category(self) -> None:
        """Open the menu of everything that can be said, the categories first."""
        self._open(self.menu(), self.category)

    def open_mood(self) -> None:
        """Open the menu of moods and urgencies."""
        self._open(self.menu(moods=True), self.mood)

    def _open(self, menu: QMenu | None, chip: QWidget | None) -> None:
        if menu is not None:
            below = chip if chip is not None and chip.isVisible() else self
            menu.popup(below.mapToGlobal(QPoint(0, below.height() + 2)))

    def menu(self, *, moods: bool = False) -> "TeachMenu | None":
        """Return the menu in which a person says what it is, None when no customer said anything."""
        if self._view is None or self._view.verdict is None:
            return None
        menu = TeachMenu(self._view, self.categories, self._title, self, moods=moods)
        menu.said.connect(self.said)
        self._desk.theme.adopt(menu)
        return menu


class TeachMenu(QMenu):
    """Why it is thought so, in words, and all that it may be instead. Signal: `said(Labels)`."""

    said = Signal(object)

    def __init__(
        self, view: ConversationView, categories: Categories, title: Callable[[str], str], parent: QWidget, *, moods: bool
    ) -> None:
        super().__init__(parent)
        self.aboutToHide.connect(self.deleteLater)
        self._view, self._categories, self._title = view, categories, title
        self.setAccessibleName(_("What is it?"))
        self._tell_why()
        if moods:
            self._add_moods(self)
            self.addSeparator()
            self._add_urgencies(self)
        else:
            self._add_categories()
            self.addSeparator()
            self._add_moods(self.addMenu(_("Mood")))
            self._add_urgencies(self.addMenu(_("Urgency")))

    def _tell_why(self) -> None:
        words = label(why_words(self._view, self._categories), "soft", wrap=True)
        words.setMinimumWidth(280)
        words.setMaximumWidth(380)
        holder = QWidget()
        holder.setLayout(column(words, gap=0, margins=(12, 4, 12, 6)))
        first = QWidgetAction(self)
        first.setDefaultWidget(holder)
        first.setEnabled(False)
        self.addAction(first)
        self.addSeparator()

    def _add_categories(self) -> None:
        verdict, now = self._view.verdict, self._view.row.category
        offered = self._categories.offered()
        chances = verdict.categories if verdict is not None else {}
        likely = [now, *sorted((code for code in offered if code != now), key=lambda code: -chances.get(code, 0.0))[: _FIRST - 1]]
        rest = [code for code in offered if code not in likely]
        quiet = [code for code in rest if code in ALWAYS and code != Category.OTHER]
        for group in (likely, [code for code in rest if code not in quiet], quiet):
            for code in group:
                self._choice(self, self._title(code), Labels(category=code), chosen=code == now)
            self.addSeparator()

    def _add_moods(self, menu: QMenu) -> None:
        for emotion in Emotion:
            self._choice(menu, emotion_word(emotion), Labels(emotion=emotion), chosen=emotion == self._view.row.emotion)

    def _add_urgencies(self, menu: QMenu) -> None:
        for urgency in Urgency:
            self._choice(menu, urgency_word(urgency), Labels(urgency=urgency), chosen=urgency == self._view.row.urgency)

    def _choice(self, menu: QMenu, words: str, labels: Labels, *, chosen: bool) -> None:
        action = QAction(words.replace("&", "&&"), menu)
        action.setCheckable(True)
        action.setChecked(chosen)
        action.triggered.connect(partial(self._say, labels))
        menu.addAction(action)

    def _say(self, labels: Labels, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        self.said.emit(labels)


def further(verdict: Verdict, category: str, categories: Categories) -> list[str]:
    """Return what a turn is about besides its category, the likeliest first."""
    return [intent for intent in verdict.intents if intent != category and intent not in categories.hidden]


def why_words(view: ConversationView, categories: Categories) -> str:
    """Return who thinks so, how surely, and why, a line each. Of a burst only the mood that prevails is told."""
    codes = tuple(code for code in view.row.reasons if not code.startswith("mood_") or code == f"mood_{view.row.sentiment}")
    parts = (thought_words(view.verdict, categories), why_text(view.verdict, codes))
    return "\n".join(part for part in parts if part)


def thought_words(verdict: Verdict | None, categories: Categories) -> str:
    """Return who thinks so and how surely, and what was thought before."""
    if verdict is None:
        return ""
    if verdict.engine == "person":
        words = _("A person said so.")
    elif verdict.engine == "llama":
        words = _("The language model thinks so, {sure} % sure.").format(sure=round(verdict.confidence * 100))
    else:
        return _("Toonbank thinks so, {sure} % sure.").format(sure=round(verdict.confidence * 100))
    if verdict.earlier is None:
        return words
    title = categories.title(verdict.earlier.category) or category_word(verdict.earlier.category)
    before = _("Before that: {category}, {sure} % sure.").format(category=title, sure=round(verdict.earlier.confidence * 100))
    return f"{words} {before}"
