"""Under a draft: the line that says AI helped, and the draft in the shop's own language for who does not read the customer's."""

from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.domain.draft import Draft, DraftState
from app.domain.message import Channel
from app.domain.shop import ShopSettings
from app.domain.translation import CHECKED, Translation
from app.drafting.ai_line import ai_line
from app.system.i18n import _
from app.ui.bridge import Lane
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.widgets.basics import button, column, frame, label
from app.ui.words import language_word


class UnderDraft(QWidget):
    """Once a person asked for a draft in the shop's language, the next ones are translated by themselves, until it is put away."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._draft: Draft | None = None
        self._channel: Channel | None = None
        self._home = ""
        self._open = False
        self.ai = label("", "soft", wrap=True)
        self.ask = button("", "quiet")
        self.panel = frame("info")
        self.head = label("", "soft", wrap=True)
        self.text = label("", wrap=True)
        self.text.setAccessibleName(_("The draft in the shop's language"))
        self.doubts = label("", "soft", wrap=True)
        self.panel.setLayout(column(self.head, self.text, self.doubts, gap=6, margins=(10, GRID, 10, GRID)))
        self.setLayout(column(self.ai, self.ask, self.panel, gap=6))
        self.ask.clicked.connect(self._toggle)
        self.hide()

    def show_draft(self, draft: Draft | None, channel: Channel | None) -> None:
        """Show what belongs under a draft that can still be changed."""
        live = draft if draft is not None and draft.state is DraftState.PROPOSED and draft.text.strip() else None
        if live is None or self._draft is None or (live.id, live.text) != (self._draft.id, self._draft.text):
            self.panel.hide()
        self._draft, self._channel = live, channel
        self.setVisible(live is not None)
        if live is not None:
            self._desk.bridge.read(lambda counter: counter.shop(), self._know, owner=self, key="under draft")

    def _know(self, shop: ShopSettings) -> None:
        draft = self._draft
        if draft is None or self._channel is None:
            return
        self._home = shop.language
        line = ai_line(shop, draft.language, draft.engine, self._channel)
        self.ai.setText(_("Under it stands: {line}").format(line=line))
        self.ai.setVisible(bool(line))
        self._fit()
        foreign = draft.language not in (shop.language, "", "und")
        self.ask.setVisible(foreign)
        self._name_button()
        if foreign and self._open and self.panel.isHidden():
            self._translate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """A wrapped line claims its height: the pane that scrolls asks for it before its scroll bar has taken a part of the width."""
        self.ai.setMinimumHeight(max(0, self.ai.heightForWidth(self.width())))

    def _name_button(self) -> None:
        words = _("Put the translation away") if self._open else _("Read it in {language}").format(language=language_word(self._home))
        self.ask.setText(words)
        self.ask.setAccessibleName(words)

    def _toggle(self) -> None:
        self._open = not self._open
        self._name_button()
        if self._open:
            self._translate()
        else:
            self.panel.hide()

    def _translate(self) -> None:
        draft = self._draft
        if draft is None:
            return
        self._desk.bridge.run(
            Lane.DRAFT,
            lambda counter, job: counter.translate_draft(draft.id, cancelled=job.cancelled),
            partial(self._made, draft.id),
            owner=self,
            key="translate draft",
            failed=self._not_made,
        )

    def _made(self, draft_id: int, made: Translation) -> None:
        if self._draft is None or self._draft.id != draft_id or not self._open:
            return
        self.head.setText(
            _("In {language}, for you to check; the customer gets the text above.").format(language=language_word(made.target))
        )
        self.text.setText(made.text)
        doubts = [f"· “{doubt.sentence}” {_(doubt.why)}" for doubt in made.warnings]
        if {made.source, made.target} - set(CHECKED):
            doubts.append(_("Read it with care: in this language only numbers and links are compared."))
        self.doubts.setText("\n".join(doubts))
        self.doubts.setVisible(bool(doubts))
        self.panel.show()

    def _not_made(self, sentence: str) -> None:
        self._open = False
        self._name_button()
        self._desk.notices.say(sentence, "warn")
