"""What the shop's own changes suggest: each with how often it was seen, to take over or to dismiss for good."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.text import N_
from app.domain.voice import Suggestion, SuggestionKind
from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.widgets.basics import button, clear_layout, column, label, row
from app.ui.words import language_word

WORDS = {
    SuggestionKind.GREETING: N_("Begin with “{text}”"),
    SuggestionKind.CLOSING: N_("End with “{text}”"),
    SuggestionKind.NEVER_SAY: N_("Never say “{text}”"),
    SuggestionKind.LAST_SENTENCE: N_("Add “{text}” before the closing"),
}


class VoiceSuggestions(QWidget):
    """Signal: `accepted(ShopSettings)` the settings as they are kept now."""

    accepted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines = QVBoxLayout()
        self._lines.setSpacing(10)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self.none = label(_("Nothing yet. When you change three answers in the same way, it is offered here."), "soft", wrap=True)
        self.setLayout(column(self.none, self._lines, gap=0))

    def look(self) -> None:
        """Look up what is suggested now."""
        self._desk.bridge.read(lambda counter: counter.voice_suggestions(), self._show, owner=self, key="voice suggestions")

    def _show(self, found: list[Suggestion]) -> None:
        clear_layout(self._lines)
        self.none.setVisible(not found)
        for one in found:
            self._lines.addWidget(self._line(one))

    def _line(self, one: Suggestion) -> QWidget:
        words = _(WORDS[one.kind]).format(text=one.new)
        where = (
            f"{language_word(one.language)} · {_('chats') if one.chat else _('mail')}" if one.kind is not SuggestionKind.NEVER_SAY else ""
        )
        seen = _("seen {times} of {of} times").format(times=one.times, of=one.of)
        take, leave = button(_("Take over")), button(_("Never mind"), "quiet", _("Not suggested again"))
        take.setAccessibleName(f"{_('Take over')}: {words}")
        leave.setAccessibleName(f"{_('Never mind')}: {words}")
        take.clicked.connect(partial(self._accept, one.key))
        leave.clicked.connect(partial(self._dismiss, one.key))
        line, said = QWidget(), column(label(words, wrap=True), label(" · ".join(p for p in (where, seen) if p), "soft"), gap=2)
        made = row(take, leave)
        across = row(gap=8)
        across.addLayout(said, 1)
        across.addLayout(made)
        line.setLayout(across)
        return line

    def _accept(self, key: str) -> None:
        self._desk.bridge.write(lambda counter: counter.accept_suggestion(key), self._taken, owner=self)

    def _taken(self, shop: object) -> None:
        self._desk.notices.say(_("Kept."), "good")
        self.accepted.emit(shop)
        self.look()

    def _dismiss(self, key: str) -> None:
        self._desk.bridge.write(lambda counter: counter.dismiss_suggestion(key), lambda _none: self.look(), owner=self)
