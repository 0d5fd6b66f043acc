"""The window: the rail, the rooms, the notices, the line at the foot."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from app.domain.views import CustomerRow, SyncReport
from app.system.i18n import _, ngettext
from app.ui.actions import Actions
from app.ui.bridge import Bridge, Lane
from app.ui.desk import Desk, Notices, Services
from app.ui.dialogs.article_dialog import ArticleDialog
from app.ui.dialogs.call_dialog import CallDialog, CallsDialog
from app.ui.dialogs.importing.dialog import ImportDialog, choose_files
from app.ui.dialogs.keys_dialog import KeysDialog
from app.ui.dialogs.palette import Palette
from app.ui.dialogs.people_dialogs import MergeDialog, SplitDialog, export_customer
from app.ui.theme import Theme
from app.ui.views.counter_room import CounterRoom
from app.ui.views.customers_room import CustomersRoom
from app.ui.views.drop_veil import DropVeil
from app.ui.views.knowledge_room import KnowledgeRoom
from app.ui.views.outbox_room import OutboxRoom
from app.ui.views.rail import ROOMS, Rail
from app.ui.views.settings_room import SettingsRoom
from app.ui.views.status_line import StatusLine
from app.ui.widgets.basics import column, row
from app.ui.widgets.notices import Toast

USUAL_SIZE = QSize(1280, 800)
ROOM_FOR_FRAME = QSize(8, 40)
"""What the system's frame and title bar take of the screen, at most."""
LOOK_AGAIN = 60_000
"""Milliseconds between two quiet looks at the list, so that the ages stay true and new mail appears."""


class MainWindow(QMainWindow):
    """Signal: `language_changed()` the window must be made anew in another language."""

    language_changed = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, services: Services | None = None) -> None:
        super().__init__()
        self.setWindowTitle("Toonbank")
        self.resize(USUAL_SIZE)
        self.setAcceptDrops(True)
        self.notices = Notices(self)
        self.actions_ = Actions(theme, self)
        self.desk = Desk(bridge, theme, self.actions_, self.notices, services or Services())
        self._rooms: dict[str, QWidget] = {}
        self._lay_out()
        self._connect()
        self._tick = QTimer(self)
        self._tick.setInterval(LOOK_AGAIN)
        self._tick.timeout.connect(self._look_again)
        self._tick.start()
        self.go("counter")

    def _lay_out(self) -> None:
        self.rail = Rail(self.desk.theme, self.actions_)
        self.rooms = QStackedWidget()
        self.status = StatusLine(self.desk)
        middle = QWidget()
        across = row(self.rail, gap=0)
        across.addLayout(column(self.rooms, self.status, gap=0), 1)
        middle.setLayout(across)
        self.setCentralWidget(middle)
        self.toast = Toast(self.desk.theme, self.notices, middle)
        self.veil = DropVeil(self.desk.theme, middle)
        for bar in (self.rail, self.status, self.toast, self.veil):
            self.desk.theme.adopt(bar)

    def _connect(self) -> None:
        for name in ROOMS:
            self.actions_.on(f"go_{name}", partial(self.go, name))
        for act, _made in self.actions_.all():
            if act.group in ("move", "sort", "answer", "people"):
                self.actions_.on(act.name, partial(self.act, act.name))
        self.actions_.on("sync", self.fetch)
        self.actions_.on("import", self.choose_files)
        self.actions_.on("look", self.turn_look)
        self.actions_.on("log_call", self.log_call)
        self.actions_.on("calls", self.show_calls)
        self.actions_.on("palette", self.open_palette)
        self.actions_.on("keys", lambda: KeysDialog(self.desk.theme, self.actions_, self).show())
        self.desk.bridge.trouble.connect(self._say_trouble)
        self.notices.began.connect(self.status.begin)
        self.notices.went_on.connect(self.status.progress)
        self.notices.ended.connect(self.status.end)
        self.status.offer.wanted.connect(lambda path: self.take_files([path]))

    def _say_trouble(self, sentence: str) -> None:
        self.notices.say(sentence, "bad")

    def settle_on(self, free: QRect) -> None:
        """Take a place on a screen whose free part is this: the usual size in its middle, or the whole of it where that does not fit."""
        room = free.size() - ROOM_FOR_FRAME
        if room.width() >= USUAL_SIZE.width() and room.height() >= USUAL_SIZE.height():
            wanted = USUAL_SIZE.expandedTo(QSize(round(room.width() * 0.8), round(room.height() * 0.85))).boundedTo(QSize(1600, 1000))
            place = QRect(free.topLeft(), wanted.boundedTo(room))
            place.moveCenter(free.center())
            self.setGeometry(place)
            return
        self.setGeometry(QRect(free.topLeft(), room.boundedTo(USUAL_SIZE)))
        self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)

    # -- rooms
    @property
    def counter_room(self) -> CounterRoom:
        """The Counter."""
        room = self.room("counter")
        assert isinstance(room, CounterRoom)  # noqa: S101 - tells the type checker
        return room

    @property
    def current_room(self) -> str:
        """The name of the room that is open."""
        return next(name for name, room in self._rooms.items() if room is self.rooms.currentWidget())

    def room(self, name: str) -> QWidget:
        """Return a room; made when it is first entered."""
        if name not in self._rooms:
            room = self._rooms[name] = self._make_room(name)
            self.rooms.addWidget(room)
            self.desk.theme.adopt(room)
        return self._rooms[name]

    def _make_room(self, name: str) -> QWidget:
        makers: dict[str, Callable[[], QWidget]] = {
            "counter": self._make_counter,
            "customers": self._make_customers,
            "knowledge": self._make_knowledge,
            "outbox": self._make_outbox,
            "settings": self._make_settings,
        }
        return makers[name]()

    def _make_counter(self) -> CounterRoom:
        room = CounterRoom(self.desk)
        room.article_wanted.connect(self.write_article)
        room.article_asked.connect(self.show_article)
        room.countdown_began.connect(self._count_down)
        self._connect_card(room)
        room.countdown_told.connect(self.toast.retell)
        room.countdown_over.connect(self.toast.hide)
        room.first_run.connect_mail.connect(self.connect_mail)
        room.first_run.add_files.connect(self.choose_files)
        room.first_run.language_changed.connect(self.language_changed)
        return room

    def _connect_card(self, room: CounterRoom) -> None:
        """The card beside a conversation leads to the Customers room for what needs more room."""
        card, people = room.card, room.people
        card.conversation_asked.connect(self.show_conversation)
        card.card_asked.connect(self.show_customer)
        card.call_asked.connect(self.log_call)
        card.review_asked.connect(self.show_pair)
        card.merge_asked.connect(lambda customer: MergeDialog(self.desk, people, customer, self).show())
        card.split_asked.connect(lambda customer: SplitDialog(self.desk, people, customer, self).show())
        card.export_asked.connect(lambda customer: export_customer(self.desk, customer, self))

    def _make_customers(self) -> CustomersRoom:
        room = CustomersRoom(self.desk, self.counter_room.people)
        room.conversation_asked.connect(self.show_conversation)
        room.call_asked.connect(self.log_call)
        return room

    def _make_knowledge(self) -> KnowledgeRoom:
        room = KnowledgeRoom(self.desk)
        room.article_wanted.connect(self.write_article)
        room.files_wanted.connect(self.choose_files)
        return room

    def _make_outbox(self) -> OutboxRoom:
        room = OutboxRoom(self.desk)
        room.conversation_asked.connect(self.show_conversation)
        return room

    def _make_settings(self) -> SettingsRoom:
        room = SettingsRoom(self.desk)
        room.language_changed.connect(self.language_changed)
        return room

    def go(self, name: str) -> None:
        """Open a room."""
        room = self.room(name)
        self.rooms.setCurrentWidget(room)
        self.rail.show_room(name)
        room.enter()  # type: ignore[attr-defined]

    def act(self, name: str) -> None:
        """Hand an act to the room that is open; undo belongs to the Counter wherever one is."""
        room = self.room(self.current_room) if name != "undo" else self.counter_room
        room.act(name)  # type: ignore[attr-defined]

    def show_conversation(self, conversation_id: int) -> None:
        """Show a conversation at the Counter."""
        self.go("counter")
        self.counter_room.show_conversation(conversation_id)

    def show_article(self, article_id: int) -> None:
        """Show an article in the Knowledge room."""
        self.go("knowledge")
        self.room("knowledge").show_article(article_id)  # type: ignore[attr-defined]

    def show_customer(self, customer_id: int) -> None:
        """Show a customer in the Customers room."""
        self.go("customers")
        self.room("customers").show_customer(customer_id)  # type: ignore[attr-defined]

    def show_pair(self, suggestion_id: int) -> None:
        """Show two customers who may be one."""
        self.go("customers")
        self.room("customers").show_pair(suggestion_id)  # type: ignore[attr-defined]

    def connect_mail(self) -> None:
        """Go where a mailbox is connected."""
        self.go("settings")
        self.room("settings").show_page("mail")  # type: ignore[attr-defined]

    # -- window acts
    def write_article(self, question: str = "") -> None:
        """Open the dialog for a new article."""
        ArticleDialog(self.desk, self, question=question).show()

    def choose_files(self) -> None:
        """Ask for files and add them."""
        self.take_files(choose_files(self))

    def take_files(self, paths: list[Path]) -> None:
        """Say what the files are, ask what they do not tell, and add them."""
        if paths:
            ImportDialog(self.desk, paths, self).show()

    def log_call(self, customer: CustomerRow | None = None) -> None:
        """Write a telephone call down, of this customer when given."""
        CallDialog(self.desk, self.counter_room.people, customer, self).show()

    def show_calls(self) -> None:
        """Show the calls to make."""
        calls = CallsDialog(self.desk, self.counter_room.people, self)
        calls.customer_asked.connect(self.show_customer)
        calls.show()

    def turn_look(self) -> None:
        """Change between light and dark, and keep the choice."""
        mode = "light" if self.desk.theme.tokens.name == "dark" else "dark"
        self.desk.theme.set_mode(mode)
        self.desk.bridge.write(lambda counter: counter.put_shop(replace(counter.shop(), theme=mode)))

    def open_palette(self) -> None:
        """Open the palette over acts, customers and articles."""
        palette = Palette(self.desk, self)
        palette.customer_asked.connect(self.show_customer)
        palette.article_asked.connect(self.show_article)
        palette.show()

    def fetch(self) -> None:
        """Fetch mail of all accounts."""
        job = self.desk.bridge.run(
            Lane.LONG,
            lambda counter, job: counter.sync(progress=job.progress, cancelled=job.cancelled),
            self._fetched,
            owner=self,
            failed=lambda sentence: self._fetch_ended(sentence),
            progress=self.status.progress,
        )
        self.status.begin(_("Fetching mail"), job.cancel)

    def _fetched(self, reports: list[SyncReport]) -> None:
        new, errors = sum(report.new for report in reports), [report.error for report in reports if report.error]
        if not reports:
            self.status.end()
            self.notices.offer(_("There is no mailbox yet. Connect one under Settings."), _("Connect"), self.connect_mail)
            return
        self.status.end()
        self.notices.changed.emit("conversations")
        if errors:
            self.notices.say(_(errors[0]), "bad")
        else:
            self.notices.say(ngettext("{n} new message", "{n} new messages", new).format(n=new) if new else _("No new mail."), "good")

    def _fetch_ended(self, sentence: str) -> None:
        self.status.end()
        self.notices.say(sentence, "bad")

    def _count_down(self, words: str, undo: Callable[[], object]) -> None:
        self.notices.offer(words, _("Undo"), undo)
        self.toast.hold()

    def _look_again(self) -> None:
        if self.isActiveWindow() and self.current_room == "counter" and not self.counter_room.draft.editing:
            self.counter_room.list.reload()

    # -- files dropped
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.veil.lift()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.veil.hide()
        self.take_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def closeEvent(self, event: QCloseEvent) -> None:
        self._tick.stop()
        self.counter_room.draft.show_view(None)
        self.counter_room.waiting.send_rest()
        self.desk.lookings.clear()
        super().closeEvent(event)
