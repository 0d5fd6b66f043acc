"""The right pane's answer: what is proposed, where it comes from, what to look at, to whom it goes, and the button that sends it."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QFrame, QStackedWidget, QToolTip, QWidget

from app.domain.draft import Draft, DraftState
from app.domain.views import ConversationView
from app.system.i18n import _
from app.ui.bridge import Lane
from app.ui.desk import Desk
from app.ui.reasons import human_reasons
from app.ui.tokens import GRID
from app.ui.views.asking import Asking
from app.ui.views.composer import Composer
from app.ui.views.draft_parts import FlagBox, NothingKnown, SourceBox
from app.ui.views.draft_reader import DraftEditor, DraftReader
from app.ui.views.draft_text import knows_nothing, live_draft, overtaken, strange_recipient, untouched, wants_proposal, with_draft
from app.ui.views.draft_words import cites, news_of, state_words
from app.ui.views.under_draft import UnderDraft
from app.ui.widgets.basics import Elided, button, column, field, frame, label, restyle, row
from app.ui.widgets.flow import wrapping
from app.ui.widgets.notices import Busy
from app.ui.words import channel_word

SAVE_PAUSE = 600
"""Milliseconds after the last keystroke before an edit is kept and checked."""
LEAST, WRITING = 80, 220
"""Pixels of height that the answer has at least, while it is read and while it is written."""
TALLEST = 16_777_215
"""No limit, as Qt has it."""
PROPOSE_PAUSE = 250
"""Milliseconds that a conversation must stay open before a proposal is asked for."""


class DraftPanel(QFrame):
    """`fixed` (flags, recipient and button) is placed by the room where it never scrolls out of sight.

    Signals: `approved(draft, go_on)`; `article_wanted(question)` write the missing article; `article_asked(id)` show an article.
    """

    approved = Signal(object, bool)
    article_wanted = Signal(str)
    article_asked = Signal(int)
    edit_began = Signal()
    handed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view: ConversationView | None = None
        self._draft: Draft | None = None
        self._editing = False
        self._approving = False
        self.person = ""
        self._save_timer = self._timer(SAVE_PAUSE, self._save)
        self._propose_timer = self._timer(PROPOSE_PAUSE, self.propose)
        self._asking = Asking(desk, self)
        self._make_parts()
        self._lay_out()
        self._connect()
        self.hide()
        self.fixed.hide()

    def _timer(self, pause: int, act: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause)
        timer.timeout.connect(act)
        return timer

    def _make_parts(self) -> None:
        desk = self._desk
        self.state = Elided("", "soft")
        self.busy = Busy()
        self.reader = DraftReader(desk.theme)
        self.editor = DraftEditor(desk.theme)
        self.text = QStackedWidget()
        self.text.addWidget(self.reader)
        self.text.addWidget(self.editor)
        self.composer = Composer(desk, self.editor, self._question)
        self.source = SourceBox(desk.theme)
        self.under = UnderDraft(desk)
        self.flags = FlagBox(desk.theme)
        self.unknown = NothingKnown()
        self.news = label("", wrap=True)
        self.news_box = frame("warn")
        self.hint = field(_("Steer it"), _("Steer it: shorter, offer an exchange first …"))
        self.recipient = Elided("", "strong")
        self.by = field(_("Your name"), _("Your name, for the approval"))
        self.by.hide()
        self.send = button(_("Approve & send"), "primary", desk.actions["approve"].toolTip())
        self.edit = button(_("Edit"), "", desk.actions["reply"].toolTip())
        self.mine = button(_("Write it myself"), "quiet", _("Begin with an empty answer"))
        self.ask = button(_("Propose an answer"), "quiet", desk.actions["redraft"].toolTip())

    def _lay_out(self) -> None:
        desk = self._desk
        heading = row(label(_("Answer"), "heading"), self.state, gap=10)
        heading.setStretch(1, 1)
        heading.addWidget(desk.actions.button("redraft"))
        self.paper = frame("panel")
        self.paper.setLayout(column(self.text, margins=(2, 2, 2, 2)))
        self.paper.setMinimumHeight(LEAST)
        self.news_box.setLayout(column(self.news, margins=(10, GRID, 10, GRID)))
        self.foot = QWidget()
        to = row(label(_("To"), "soft"), self.recipient, gap=6)
        to.setStretch(1, 1)
        self.send_next = desk.actions.button("approve_next")
        buttons = wrapping(self.send, self.send_next, self.edit)
        self.foot.setLayout(column(self.hint, self.by, to, buttons))
        self.fixed = QWidget()
        self.fixed.setLayout(column(self.flags, self.foot, margins=(16, GRID, 16, 12)))
        nothing = wrapping(self.ask, self.mine)
        below = (self.composer, self.under, self.source, self.unknown.ways, nothing)
        body = column(heading, self.busy, self.news_box, self.unknown, self.paper, *below, margins=(16, 10, 16, GRID))
        body.setStretchFactor(self.paper, 1)
        body.addStretch(0)
        self.setLayout(body)

    def _connect(self) -> None:
        self.reader.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.reader.pointed.connect(self._point)
        self.reader.wanted.connect(self.begin_edit)
        self.editor.pointed.connect(self._point)
        self.editor.left.connect(self.end_edit)
        self.editor.textChanged.connect(self._typed)
        self.hint.returnPressed.connect(self.propose)
        self.send.clicked.connect(self.approve)
        self.edit.clicked.connect(self._toggle_edit)
        self.mine.clicked.connect(self.write_myself)
        self.ask.clicked.connect(self.propose)
        self.unknown.mine.connect(self.write_myself)
        self.unknown.handed.connect(self.handed)
        self.unknown.article_wanted.connect(lambda: self.article_wanted.emit(self._question()))
        self.unknown.article_asked.connect(self.article_asked)
        self._desk.theme.changed.connect(self._look_changed)

    def _look_changed(self) -> None:
        if self._draft is not None:
            self._show_draft(self._draft)

    def _grow(self) -> None:
        """While it is read, the whole answer is in sight in the one pane that scrolls; while it is written, the editor scrolls."""
        whole = round(self.reader.document().size().height()) + 8
        self.paper.setMinimumHeight(WRITING if self._editing else max(LEAST, whole))
        self.paper.setMaximumHeight(TALLEST if self._editing else max(LEAST, whole))

    @property
    def draft(self) -> Draft | None:
        """The draft that is shown."""
        return self._draft

    @property
    def about_to_ask(self) -> bool:
        """Whether a proposal will be asked for in a moment."""
        return self._propose_timer.isActive()

    @property
    def editing(self) -> bool:
        """Whether the person is editing."""
        return self._editing

    def show_view(self, view: ConversationView | None) -> None:
        """Show the answer of a conversation; what is being edited is kept first."""
        same = bool(view and self._view and view.row.id == self._view.row.id)
        self._keep_edit()
        self._view = view
        self.setVisible(view is not None)
        self.fixed.setVisible(view is not None)
        self._propose_timer.stop()
        if view is None:
            return
        if same and self._editing and self._draft and (live := live_draft(view)) and live.id == self._draft.id:
            return
        if not same:
            self.hint.clear()
            self.busy.end()
        self._editing = False
        if wants_proposal(view):
            self._propose_timer.start()
        self._show_draft(live_draft(view))

    def _show_draft(self, draft: Draft | None) -> None:
        self._draft = draft
        self.composer.show_draft(draft)
        open_to_change = draft is not None and draft.state is DraftState.PROPOSED
        unknown = open_to_change and draft is not None and knows_nothing(draft)
        for widget, there in (
            (self.paper, bool(draft)),
            (self.foot, open_to_change),
            (self.flags, open_to_change),
            (self.unknown, unknown and not self._editing),
        ):
            widget.setVisible(bool(there))
        self._show_beginnings(draft)
        self._show_news(draft)
        self.under.show_draft(draft, self._view.row.channel if self._view else None)
        self.state.say(state_words(self._view, draft))
        self.source.clear(has_sources=bool(draft and cites(draft)))
        if draft is None:
            return
        self.reader.show_draft(draft)
        self.text.setCurrentWidget(self.editor if self._editing else self.reader)
        restyle(self.paper, "panel-lit" if self._editing else "panel")
        self._show_flags(draft)
        self._show_recipient(draft)
        if unknown:
            self.unknown.show_outcome(draft.outcome, human_reasons(self._view.verdict if self._view else None))
            self._look_up_nearest()

    def _show_beginnings(self, draft: Draft | None) -> None:
        nothing = draft is None and not self._propose_timer.isActive()
        self.ask.setVisible(nothing)
        self.mine.setVisible(nothing)
        self.edit.setText(_("Done") if self._editing else _("Edit"))

    def _show_news(self, draft: Draft | None) -> None:
        words = news_of(self._view, draft) if self._view and draft else ""
        self.news.setText(words)
        self.news_box.setVisible(bool(words))

    def _show_flags(self, draft: Draft) -> None:
        strange = (
            _("This address is new for this customer: look before you send.") if self._view and strange_recipient(self._view, draft) else ""
        )
        if self.flags.show_flags(draft if draft.state is DraftState.PROPOSED else None, strange):
            path = (self.reader, *self.flags.boxes, self.hint, self.send, self.send_next, self.edit)
            for one, other in pairwise(path):
                QWidget.setTabOrder(one, other)

    def _show_recipient(self, draft: Draft) -> None:
        mail = bool(self._view and self._view.row.channel.is_mail)
        channel = channel_word(self._view.row.channel) if self._view else ""
        name = self._view.customer.name if self._view else ""
        reached = draft.recipient if draft.recipient and not draft.recipient.rpartition(":")[2].isdecimal() else name
        self.recipient.say(f"{reached} · {channel}" if not mail or not draft.recipient else draft.recipient)
        self.send.setText((_("Approve & send") if mail else _("Approve & copy")).replace("&", "&&"))
        self.send.setEnabled(not self._approving)
        self.by.setVisible(not self.person)

    # -- proposing
    def propose(self) -> None:
        """Ask for a proposal, steered by the hint."""
        view = self._view
        if view is None:
            return
        self._propose_timer.stop()
        self._stop_editing()
        hint, cid = self.hint.text().strip(), view.row.id
        self.ask.hide()
        self.mine.hide()
        self.busy.begin(_("Looking for an answer"))
        self._asking.ask(
            lambda counter, job: counter.propose(cid, hint=hint, cancelled=job.cancelled),
            partial(self._proposed, cid),
            partial(self._not_proposed, cid),
        )

    def _proposed(self, conversation_id: int, draft: Draft) -> None:
        self._desk.notices.changed.emit("rows")
        if self._view is not None and self._is_open(conversation_id) and not self._editing:
            self.busy.end()
            self.hint.clear()
            self._view = with_draft(self._view, draft)
            self._show_draft(draft)

    def _not_proposed(self, conversation_id: int, sentence: str) -> None:
        if self._is_open(conversation_id):
            self.busy.end()
            self._show_beginnings(None)
        if sentence:
            self._desk.notices.say(sentence, "bad")

    def write_myself(self) -> None:
        """Begin with an empty answer."""
        if self._view is not None:
            cid = self._view.row.id
            self._desk.bridge.write(lambda counter: counter.write_myself(cid), partial(self._begin_own, cid), owner=self)

    def _begin_own(self, conversation_id: int, draft: Draft) -> None:
        if self._is_open(conversation_id):
            self._show_draft(draft)
            self.begin_edit()

    def _is_open(self, conversation_id: int) -> bool:
        return self._view is not None and self._view.row.id == conversation_id

    def _look_up_nearest(self) -> None:
        question = self._question()
        self.unknown.forget_nearest()
        self._desk.bridge.read(
            lambda counter: counter.search_knowledge(question, 3), self.unknown.show_nearest, owner=self, key="nearest", lane=Lane.KNOW
        )

    def _question(self) -> str:
        """Return the customer's last words."""
        messages = self._view.messages if self._view else ()
        said = [message.new_text or message.text for message in messages if message.direction.value != "out"]
        return said[-1] if said else ""

    # -- editing
    def _toggle_edit(self) -> None:
        if self._editing:
            self.end_edit()
        else:
            self.begin_edit()

    def begin_edit(self) -> None:
        """Open the answer for editing; without one, begin an empty one."""
        if self._draft is None:
            self.write_myself()
            return
        if self._draft.state is not DraftState.PROPOSED:
            return
        if not self._editing:
            self._editing = True
            self.unknown.hide()
            self._grow()
            with QSignalBlocker(self.editor):
                self.editor.setPlainText(self._draft.text)
            self.editor.mark(self._draft)
            self.text.setCurrentWidget(self.editor)
            restyle(self.paper, "panel-lit")
            self.edit.setText(_("Done"))
        self.editor.setFocus()
        self.edit_began.emit()

    def end_edit(self) -> None:
        """Keep the edit and go back to reading."""
        if self._editing:
            self._keep_edit()
            self._stop_editing()
            self.reader.setFocus()

    def _stop_editing(self) -> None:
        self._keep_edit()
        self._editing = False
        self._grow()
        self.unknown.setVisible(self._draft is not None and self._draft.state is DraftState.PROPOSED and knows_nothing(self._draft))
        self.text.setCurrentWidget(self.reader)
        restyle(self.paper, "panel")
        self.edit.setText(_("Edit"))

    def _typed(self) -> None:
        if self._editing:
            self._save_timer.start()

    def _keep_edit(self) -> None:
        if self._save_timer.isActive():
            self._save_timer.stop()
            self._save()

    def _save(self) -> None:
        draft, text = self._draft, self.editor.toPlainText()
        if draft is not None and text != draft.text:
            self._desk.bridge.write(lambda counter: counter.save_text(draft.id, text), self._saved, owner=self, key="save")

    def _saved(self, draft: Draft) -> None:
        """The edit was kept and checked: renew the marks, never the text under the person's hands."""
        if self._draft is None or draft.id != self._draft.id or self._approving:
            return
        self._draft = draft
        self._show_flags(draft)
        if self._editing:
            self.editor.mark(draft)
        else:
            self.reader.show_draft(draft)

    # -- approving
    def approve(self, *, go_on: bool = False) -> None:
        """Approve by name. What is missing is asked for beside the button."""
        draft, name = self._draft, self.person or self.by.text().strip()
        if draft is None or draft.state is not DraftState.PROPOSED or self._approving:
            return
        text = self.editor.toPlainText() if self._editing else None
        if self._view is not None and not self._editing and untouched(draft) and overtaken(self._view, draft):
            self._desk.notices.say(_("The customer wrote again; wait a moment for the new proposal."), "warn")
            return
        if not name:
            self.by.setFocus()
            self._desk.notices.say(_("Fill in your name first: every answer is approved by a person."), "warn")
            return
        if not (text if text is not None else draft.text).strip():
            self._desk.notices.say(_("There is no text yet. Press R to write it."), "warn")
            return
        if untold := self.flags.missing():
            self._desk.notices.say(_("Tick first: {what}").format(what=", ".join(untold)), "warn")
            self.flags.focus_missing()
            return
        self._save_timer.stop()
        self._approving = True
        self.send.setEnabled(False)
        confirm = self.flags.ticked()
        self._desk.bridge.write(
            lambda counter: counter.approve(draft.id, name, text, confirm), partial(self._approved, go_on), owner=self, failed=self._refused
        )

    def _approved(self, go_on: bool, draft: Draft) -> None:  # noqa: FBT001 - bound by partial
        self._approving = False
        self._editing = False
        if draft.state is DraftState.SENT:
            QGuiApplication.clipboard().setText(draft.text)
        if self._is_open(draft.conversation_id):
            self._show_draft(draft)
        self.approved.emit(draft, go_on)

    def _refused(self, sentence: str) -> None:
        self._approving = False
        self.send.setEnabled(True)
        self._desk.notices.say(sentence, "bad")

    def _point(self, number: int, start: int) -> None:
        if self._draft is None:
            return
        self.source.point(self._draft, number, start)
        if start >= 0 and self.source.visibleRegion().isEmpty() and self.reader.underMouse():
            QToolTip.showText(QCursor.pos(), self.source.words, self.reader)

    def focus_hint(self) -> None:
        """Go to the steering line."""
        self.hint.setFocus(Qt.FocusReason.ShortcutFocusReason)
