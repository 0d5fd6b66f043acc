"""The middle pane of the Counter: who and what, the timeline, and the line for an internal note."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from app.domain.categories import Categories
from app.domain.message import Direction, Kind
from app.domain.views import ConversationState, ConversationView, MessageView
from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.views.attachments import Attachments
from app.ui.views.handed_strip import HandedStrip
from app.ui.views.interpreter import Interpreter
from app.ui.views.safe_html import blocked_hosts, safe_html
from app.ui.views.timeline import Timeline
from app.ui.views.timeline_writer import Shown
from app.ui.views.verdict_line import VerdictLine
from app.ui.widgets.basics import Elided, Empty, EscapeFilter, TitleLine, button, column, field, frame, label, row
from app.ui.words import channel_word


class ConversationPane(QFrame):
    """Shows one conversation. Signal: `noted(text)` a note is to be kept."""

    noted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "paper")
        self._desk = desk
        self._view: ConversationView | None = None
        self._shown = Shown()
        self.timeline = Timeline(desk.theme)
        self.timeline.anchorClicked.connect(self._follow)
        self.interpreter = Interpreter(desk, self)
        self.interpreter.changed.connect(self._rewrite)
        self.name = Elided("", "title")
        self.subject = Elided("", "soft")
        self.verdict = VerdictLine(desk)
        self.attachments = Attachments(desk, self)
        self.note = field(_("Internal note"), _("Internal note: customers never see this"))
        self.handed = HandedStrip(desk)
        self._note_bar = self._make_note_bar()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_empty())
        self._stack.addWidget(self._make_page())
        self.setLayout(column(self._stack, gap=0))
        self.setMinimumWidth(240)
        desk.theme.changed.connect(self._rewrite)

    def _make_empty(self) -> QWidget:
        return Empty(self._desk.theme, "chat", _("No conversation chosen"), _("Choose one at the left, or press J."))

    def _make_page(self) -> QWidget:
        page, head = QWidget(), frame("head")
        names = ("reply", "hand_over", "note", "original", "translate", "snooze", "junk", "reopen", "close")
        self._buttons = {name: self._desk.actions.button(name) for name in names}
        tools = row(*self._buttons.values(), gap=2)
        self.title = TitleLine(self.name, tools)
        head.setLayout(column(self.title, self.subject, self.verdict, gap=5, margins=(16, 12, 12, 10)))
        self._hosts = label("", "soft", wrap=True)
        self._hosts.setContentsMargins(16, 6, 16, 6)
        self._hosts.hide()
        page.setLayout(column(head, self.handed, self._hosts, self.timeline, self._note_bar, gap=0))
        return page

    def _make_note_bar(self) -> QFrame:
        bar = frame("note")
        keep = button(_("Keep note"))
        keep.clicked.connect(self._keep_note)
        self.note.returnPressed.connect(self._keep_note)
        EscapeFilter(self.note, self._leave_note)
        bar.setLayout(row(self.note, keep, margins=(GRID, GRID, GRID, GRID)))
        bar.hide()
        return bar

    @property
    def view(self) -> ConversationView | None:
        """What is shown."""
        return self._view

    def show_view(self, view: ConversationView | None) -> None:
        """Show a conversation; the same one again keeps what was unfolded and where one was reading."""
        same = view is not None and self._view is not None and view.row.id == self._view.row.id
        changed = not same or view is None or self._view is None or (view.timeline, view.notes) != (self._view.timeline, self._view.notes)
        self._view = view
        self.interpreter.enter(view)
        self._stack.setCurrentIndex(0 if view is None else 1)
        if view is None:
            return
        if not same:
            self._shown = Shown()
            self._note_bar.hide()
            self._hosts.hide()
        self._write_head(view)
        self.handed.show_row(view.handed)
        if changed:
            self._write()
            self.timeline.show_end()

    def _write_head(self, view: ConversationView) -> None:
        line = view.row
        self.subject.say(line.subject or _("Chat on {channel}").format(channel=channel_word(line.channel)))
        for name in ("close", "snooze", "junk"):
            self._buttons[name].setVisible(line.state is ConversationState.OPEN)
        self._buttons["reopen"].setVisible(line.state is not ConversationState.OPEN)
        self.title.say(line.customer)
        self.verdict.show_view(view)

    def know_categories(self, categories: Categories) -> None:
        """The shop's own categories and titles."""
        if categories != self.verdict.categories:
            self.verdict.categories = categories
            if self._view is not None:
                self.verdict.show_view(self._view)

    def toggle_originals(self) -> None:
        """Open every original of the timeline, or fold them all."""
        if self._view is None:
            return
        self._shown.originals = set() if self._shown.originals else {message.id for message in self._view.timeline}
        self._rewrite()

    def begin_note(self) -> None:
        """Open the line for a note."""
        if self._view is not None:
            self._note_bar.show()
            self.note.setFocus()

    def _keep_note(self) -> None:
        text = self.note.text().strip()
        if text:
            self.noted.emit(text)
        self._leave_note()

    def _leave_note(self) -> None:
        self.note.clear()
        self._note_bar.hide()
        self.timeline.setFocus()

    def _write(self) -> None:
        if self._view is not None:
            view, said = self._view, self._view.timeline or self._view.messages
            self._shown.asked = asked_in(view)
            self._shown.translations, self._shown.translating = self.interpreter.shown(), self.interpreter.waiting
            self._shown.foreign = {message.id for message in said if self.interpreter.offered(message)}
            self.timeline.show_messages(said, view.notes, self._shown, self._desk.now(), view.customer.name)

    def _rewrite(self) -> None:
        """Write anew and stay where one was reading."""
        place = self.timeline.verticalScrollBar().value()
        self._write()
        self.timeline.verticalScrollBar().setValue(place)

    def _follow(self, url: QUrl) -> None:
        scheme, rest = url.scheme(), url.path()
        if scheme == "earlier":
            self._shown = replace(self._shown, first=self._shown.first + 100)
            self._rewrite()
        elif scheme == "fold":
            self._shown.originals ^= {int(rest)}
            self._rewrite()
        elif scheme == "was":
            self._shown.was ^= {int(rest)}
            self._rewrite()
        elif scheme == "html":
            self._toggle_html(int(rest))
        elif scheme == "file":
            self._take_file(int(rest))
        elif scheme == "translate":
            self.interpreter.ask(int(rest))
        elif scheme in ("http", "https", "mailto", "tel"):
            self._ask_link(url)

    def _ask_link(self, url: QUrl) -> None:
        """Show where a link really goes before it is opened."""
        where = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        self._desk.notices.offer(
            _("This link goes to {where}").format(where=where), _("Open it"), lambda: self._desk.services.open_outside(url)
        )

    def _toggle_html(self, message_id: int) -> None:
        if self._shown.formatted.pop(message_id, None) is not None:
            self._hosts.hide()
            self._rewrite()
            return
        message = self._message(message_id)
        if message is not None:
            self._desk.bridge.read(
                lambda counter: _clean(counter.attachment, message), lambda made: self._put_html(message_id, *made), owner=self, key="html"
            )

    def _put_html(self, message_id: int, html: str, hosts: list[str], pictures: dict[str, bytes]) -> None:
        if not html:
            self._desk.notices.say(_("This mail is too big or too tangled to show formatted; its text is shown."), "warn")
            return
        for name, data in pictures.items():
            self.timeline.enclose(name, data)
        self._shown.formatted[message_id] = html
        self._hosts.setVisible(bool(hosts))
        self._hosts.setText(_("Pictures from {hosts} were not loaded.").format(hosts=", ".join(hosts)))
        self._rewrite()

    def _message(self, message_id: int) -> MessageView | None:
        messages = (self._view.timeline or self._view.messages) if self._view else ()
        return next((message for message in messages if message.id == message_id), None)

    def _take_file(self, attachment_id: int) -> None:
        messages = (self._view.timeline or self._view.messages) if self._view else ()
        for message in messages:
            for item in message.attachments:
                if item.id == attachment_id:
                    self.attachments.ask(item)
                    return


def asked_in(view: ConversationView) -> int:
    """Return the id of the customer's last message here when it waits for an answer and there are messages from elsewhere too, or 0."""
    if view.row.waiting_since is None:
        return 0
    said = [message for message in view.messages if message.direction is Direction.IN and message.kind is not Kind.SYSTEM]
    others = any(message.conversation_id != view.row.id for message in view.timeline)
    return said[-1].id if said and others else 0


def _clean(bytes_of: Callable[[int], bytes], message: MessageView) -> tuple[str, list[str], dict[str, bytes]]:
    """Sanitise off the Qt thread and fetch enclosed pictures."""
    pictures = {item.content_id: bytes_of(item.id) for item in message.attachments if item.content_id and item.stored}
    return safe_html(message.html), blocked_hosts(message.html), pictures
