"""A Counter in memory: the same promises as the real one, an invented shop, and a check that the Qt thread never calls it."""
# ruff: noqa: E501 - whole sentences of invented people

import functools
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.account import MailAccount
from app.domain.draft import CheckReport, Citation, Draft, DraftState, Flag, FlagKind, Outcome, Sentence
from app.domain.engines import OnBattery
from app.domain.errors import BadInput, LoginRefused, NotApproved, NotFound
from app.domain.handover import HandoverState
from app.domain.knowledge import ArticleView, NewArticle, Passage, PassageHit, Retrieved
from app.domain.message import Channel, Direction, Handle, HandleKind, Kind
from app.domain.shop import ShopSettings
from app.domain.verdict import Emotion, Reason, Verdict
from app.domain.views import (
    AttachmentView,
    Box,
    Check,
    ConnectionRecord,
    ConversationRow,
    ConversationState,
    ConversationView,
    CustomerRow,
    FolderReport,
    ImportReport,
    MessageView,
    NoteView,
    OutboxRow,
    SearchHit,
    SearchResult,
    SyncReport,
)
from app.pipeline.counter import Counter
from tests.ui.fake_handing_over import FakeHandingOver
from tests.ui.fake_importing import FakeImporting
from tests.ui.fake_models import SHOP, FakeModels
from tests.ui.fake_people import FakePeople
from tests.ui.fake_teaching import FakeTeaching
from tests.ui.fake_tending import FakeTending
from tests.ui.fake_transcribing import FakeTranscribing
from tests.ui.fake_translating import FakeTranslating
from tests.ui.stock import ARTICLES, MORE_NAMES, MORE_WORDS, PEOPLE

ANSWER = (
    ("Beste {name},", None, 1.0, True),
    ("Wat vervelend dat er weer iets gebroken is aangekomen.", None, 1.0, True),
    ("Wij sturen kosteloos een nieuw exemplaar.", 1, 0.97, False),
    ("Een foto van de scherven en de doos is genoeg; terugsturen hoeft niet.", 1, 0.99, False),
    ("Het nieuwe kopje gaat de volgende werkdag op de post.", 2, 0.91, False),
    ("Het is er dan zeker voor zaterdag.", None, 0.12, False),
    ("Met vriendelijke groet,\nDe Kleibakkerij", None, 1.0, True),
)


def guarded(cls: type) -> type:
    """Make every public call fail on the Qt thread and count the calls by name."""
    for name, method in list(vars(cls).items()):
        if callable(method) and not name.startswith("_"):
            setattr(cls, name, _watched(name, method))
    return cls


def _watched(name: str, method: Callable[..., object]) -> Callable[..., object]:
    @functools.wraps(method)
    def call(self: "FakeCounter", *args: object, **kwargs: object) -> object:
        if threading.current_thread() is threading.main_thread() and self.strict:
            self.on_qt_thread.append(name)
        self.calls.append(name)
        if name in self.raising:
            raise self.raising[name]
        return method(self, *args, **kwargs)

    return call


@guarded
class FakeCounter(
    FakeImporting, FakeTranscribing, FakeTranslating, FakePeople, FakeHandingOver, FakeTeaching, FakeModels, FakeTending, Counter
):
    """The invented shop. `raising[name]` makes a call raise; `on_qt_thread` must stay empty."""

    def __init__(self, *, empty: bool = False, now: datetime | None = None, rows: int = 0) -> None:
        self.strict = False
        self.calls: list[str] = []
        self.on_qt_thread: list[str] = []
        self.raising: dict[str, Exception] = {}
        self.needs_human: tuple[str, ...] = ()
        self.reasons: tuple[Reason, ...] = ()
        self.at = now or datetime.now(UTC)
        self.many = rows
        self._lock = threading.RLock()
        self._rows: dict[int, ConversationRow] = {}
        self._people: dict[int, CustomerRow] = {}
        self._said: dict[int, list[MessageView]] = {}
        self._notes: dict[int, list[NoteView]] = {}
        self._drafts: dict[int, Draft] = {}
        self._articles: dict[int, ArticleView] = {}
        self._accounts: list[MailAccount] = []
        self._engine = "embedded"
        self.handed = {}
        self.begin_tending()
        self.begin_people()
        self.begin_importing()
        self.begin_transcribing()
        self.begin_translating()
        self.taught = {}
        self.added, self.downloaded, self.battery, self.running = [SHOP], [], OnBattery.EMBEDDED, None
        self._shop = ShopSettings(shop_name="De Kleibakkerij", person="Saskia", language="en")
        if not empty:
            self._fill()
        self.strict = True

    # -- filling
    def _fill(self) -> None:
        for person in PEOPLE:
            self._conversation(*person)
        for n in range(50):
            language, subject, text, category, emotion = MORE_WORDS[n % len(MORE_WORDS)]
            name = MORE_NAMES[n % len(MORE_NAMES)]
            waiting = (n * 7) % 40 + 2 if n < 16 else None
            mail = n % 3 != 0
            handle = (f"{name.lower().replace(' ', '.')}@example.org", "email") if mail else (f"+3161230{n:04}", "phone")
            self._conversation(
                name, handle[1], handle[0], language, f"KB-{1900 + n}" if n % 2 else "", emotion, 1, category,
                "imap" if mail else "whatsapp", subject if mail else "", text, waiting,
            )  # fmt: skip
        for n, (title, language, source, text) in enumerate(ARTICLES, start=1):
            self._articles[n] = ArticleView(n, title, language, source, "", self.at.isoformat(), text.count(". ") + 1, text)
        for cid in list(self._rows)[12:30]:
            if self._rows[cid].waiting_since is None:
                self._rows[cid] = replace(self._rows[cid], state=ConversationState.CLOSED)
        self._rows[40] = replace(self._rows[40], state=ConversationState.SNOOZED)
        self._rows[41] = replace(self._rows[41], state=ConversationState.JUNK, category="spam")
        self._answered()

    def _conversation(self, name, kind, handle, language, order, emotion, urgency, category, channel, subject, text, waiting) -> None:
        cid = len(self._rows) + 1
        known = next((p for p in self._people.values() if p.name == name), None)
        pid = known.id if known else len(self._people) + 1
        moment = self.at - timedelta(hours=waiting if waiting is not None else 24 + cid * 5, minutes=7 * cid % 50)
        orders = (order,) if order else ()
        who = (Handle(HandleKind(kind), handle),)
        if known:
            who = tuple(dict.fromkeys((*known.handles, *who)))
        self._people[pid] = CustomerRow(
            pid, name, who, (language,), ("vaste klant",) if cid % 4 == 1 else (), cid == 1, moment - timedelta(days=90), moment, 3, orders,
            "Belt liever niet; graag per mail." if cid == 1 else "",
        )  # fmt: skip
        promised = 4 if channel == "whatsapp" else 24
        self._rows[cid] = ConversationRow(
            cid, pid, name, Channel(channel), subject, " ".join(text.split())[:140], ConversationState.OPEN, moment,
            moment if waiting is not None else None, moment + timedelta(hours=promised) if waiting is not None else None,
            urgency, {"pleased": "positive", "neutral": "neutral"}.get(emotion, "negative"), emotion, category, language, orders,
            ("asks for a date", "second complaint") if urgency > 1 else (), cid in (2, 3, 5, 8), waiting is not None and cid % 3 != 0, 2,
        )  # fmt: skip
        self._said[cid] = self._messages(cid, name, handle, Channel(channel), subject, text, moment)

    def _messages(self, cid: int, name: str, handle: str, channel: Channel, subject: str, text: str, moment: datetime) -> list[MessageView]:
        first = MessageView(
            cid * 10, cid, channel, Direction.IN, Kind.MESSAGE, name, handle, moment - timedelta(days=9, hours=2), subject,
            "Goedemiddag, ik had een vraag over mijn vorige bestelling. Die is goed aangekomen, dank!",
            "Goedemiddag, ik had een vraag over mijn vorige bestelling. Die is goed aangekomen, dank!",
        )  # fmt: skip
        reply = MessageView(
            cid * 10 + 1, cid, channel, Direction.OUT, Kind.MESSAGE, "De Kleibakkerij", "hallo@kleibakkerij.example.nl",
            moment - timedelta(days=8, hours=22), f"Re: {subject}" if subject else "",
            f"Beste {name.split()[0]},\n\nFijn om te horen. Tot een volgende keer!\n\nSaskia\n\n> Goedemiddag, ik had een vraag",
            f"Beste {name.split()[0]},\n\nFijn om te horen. Tot een volgende keer!",
        )  # fmt: skip
        files = (AttachmentView(cid, "scherven.jpg", "image/jpeg", 482_000, "ab", missing=False, stored=True),) if cid in (1, 9) else ()
        html = f"<div><p>{text.replace(chr(10), '<br>')}</p><img src='https://tracker.example/x.gif'></div>" if cid == 4 else ""
        last = MessageView(
            cid * 10 + 2, cid, channel, Direction.IN, Kind.MESSAGE, name, handle, moment, subject,
            text + "\n\n> Tot een volgende keer!\n> Saskia", text, html, files,
        )  # fmt: skip
        return [first, reply, last]

    def _answered(self) -> None:
        for cid, row in self._rows.items():
            if row.draft_ready and cid != 4:
                self._put_draft(cid)
        states = (DraftState.SENT, DraftState.FAILED, DraftState.UNSURE, DraftState.APPROVED)
        for cid, state in zip((10, 30, 31, 32), states, strict=True):
            draft = self._put_draft(cid)
            error = "The server is not answering; Toonbank tries again in five minutes." if state is DraftState.FAILED else ""
            self._drafts[draft.id] = replace(
                draft, state=state, approved_by="Saskia", approved_at=self.at, error=error, due_at=self.at + timedelta(hours=2)
            )

    def _put_draft(self, cid: int, hint: str = "") -> Draft:
        row = self._rows[cid]
        known = row.category in ("complaint", "defect_warranty", "order_status", "return_exchange") or row.language == "nl"
        text, sentences = self._answer(row) if known else (self._unknown(row), ())
        if hint:
            text = f"{text}\n({hint})"
        quotes = (
            Citation(1, 2, 21, "Komt er iets gebroken aan, dan sturen wij kosteloos een nieuw exemplaar. Een foto van de scherven en de doos is genoeg; "
                     "terugsturen hoeft niet.", "Breuk onderweg"),
            Citation(2, 2, 22, "Een vervangend exemplaar gaat de volgende werkdag op de post.", "Breuk onderweg"),
        )  # fmt: skip
        draft = Draft(
            len(self._drafts) + 1, cid, DraftState.PROPOSED, Outcome.ANSWER if known else Outcome.UNKNOWN, text, text, row.language, self.at,
            quotes if known else (), sentences, self._flags(text), milliseconds=184.0, recipient=self._people[row.customer_id].handles[0].value,
            subject=f"Re: {row.subject}" if row.subject else "", in_reply_to=self._said[cid][-1].id,
        )  # fmt: skip
        self._drafts[draft.id] = draft
        self._rows[cid] = replace(row, draft_ready=row.waiting_since is not None)
        return draft

    def _answer(self, row: ConversationRow) -> tuple[str, tuple[Sentence, ...]]:
        parts = [(s.format(name=row.customer.split()[0]), c, p, k) for s, c, p, k in ANSWER]
        text = f"{parts[0][0]}\n\n{' '.join(p[0] for p in parts[1:-1])}\n\n{parts[-1][0]}"
        return text, tuple(Sentence(s, p, c, k) for s, c, p, k in parts)

    def _unknown(self, row: ConversationRow) -> str:
        words = {"de": "Vielen Dank für Ihre Nachricht. Wir klären das und melden uns morgen vor 17.30 Uhr.",
                 "fr": "Merci pour votre message. Nous vérifions et vous répondons demain avant 17 h 30.",
                 "en": "Thank you for your message. We are looking into it and will answer tomorrow before 17.30."}  # fmt: skip
        return words.get(row.language, "Dank voor uw bericht. Wij zoeken het uit en antwoorden morgen voor 17.30 uur.")

    def _flags(self, text: str) -> tuple[Flag, ...]:
        start = text.find("Het is er dan zeker voor zaterdag.")
        if start < 0:
            return ()
        span = (start, start + 34)
        return (
            Flag(FlagKind.PROMISE, span, "promises a delivery date that no source gives"),
            Flag(FlagKind.UNSUPPORTED, span, "no passage says this"),
        )

    # -- looking
    def conversation_ids(self, box: Box, limit: int | None = None) -> list[int]:
        if self.many:
            return list(range(1, self.many + 1))
        rows = [row for row in self._rows.values() if self._in(row, box)]
        rows.sort(key=(lambda r: (-r.urgency, r.due_at or r.last_at)) if box is Box.QUEUE else (lambda r: -r.last_at.timestamp()))
        return [row.id for row in rows][:limit]

    def _in(self, row: ConversationRow, box: Box) -> bool:
        if box is Box.QUEUE:
            return row.state is ConversationState.OPEN and row.waiting_since is not None
        if box is Box.HANDED:
            return any(h.conversation_id == row.id and h.state is not HandoverState.ENDED for h in self.handed.values())
        return box is Box.ALL or row.state.value == box.value

    def conversation_rows(self, ids: Sequence[int]) -> list[ConversationRow]:
        if self.many:
            base = list(self._rows.values())
            return [replace(base[i % len(base)], id=i, subject=f"{base[i % len(base)].subject} {i}") for i in ids]
        return [self._rows[i] for i in ids if i in self._rows]

    def conversation(self, conversation_id: int) -> ConversationView:
        key = (conversation_id - 1) % len(self._rows) + 1 if self.many and self._rows else conversation_id
        if key not in self._rows:
            raise NotFound("There is no such conversation.")
        row = self._rows[key]
        person = self._people[row.customer_id]
        said = [m for c, r in self._rows.items() if r.customer_id == row.customer_id for m in self._said[c]]
        drafts = tuple(d for d in self._drafts.values() if d.conversation_id == key)
        verdict = Verdict(
            row.language, 0.99, row.category, emotion=Emotion(row.emotion), order_numbers=row.order_numbers, confidence=0.9,
            needs_human=self.needs_human, reasons=self.reasons,
        )  # fmt: skip
        notes = tuple(self._notes.get(key, ()))
        return ConversationView(
            replace(row, id=conversation_id), person, self._heard(self._said[key]), self._heard(sorted(said, key=lambda m: m.sent_at)),
            verdict, drafts, notes, person.handles[0],
            next((h for h in self.handed.values() if h.conversation_id == key and h.state is not HandoverState.ENDED), None),
        )  # fmt: skip

    def customers(self, limit: int | None = None, query: str = "") -> list[CustomerRow]:
        found = [p for p in self._people.values() if query.lower() in p.name.lower() or any(query in h.value for h in p.handles)]
        return sorted(found, key=lambda p: p.name)[:limit]

    def customer(self, customer_id: int) -> tuple[CustomerRow, list[MessageView]]:
        said = [m for c, r in self._rows.items() if r.customer_id == customer_id for m in self._said[c]]
        return self._people[customer_id], sorted(said, key=lambda m: m.sent_at)

    def search(self, query: str, limit: int = 50) -> SearchResult:
        hits = []
        for cid, messages in self._said.items():
            for m in messages:
                at = m.text.lower().find(query.lower())
                if at >= 0:
                    end = at + len(query)
                    text = f"{m.text[max(0, at - 20) : at]}\x02{m.text[at:end]}\x03{m.text[end : end + 60]}"
                    row = self._rows[cid]
                    hits.append(
                        SearchHit(m.id, cid, row.customer_id, row.customer, m.channel, m.sent_at, m.subject, " ".join(text.split()))
                    )
        return SearchResult(len(hits), tuple(hits[:limit]), 4.2)

    def attachment(self, attachment_id: int) -> bytes:
        return b"\x89PNG"

    def counts(self) -> dict[str, int]:
        queue = self.many or sum(self._in(r, Box.QUEUE) for r in self._rows.values())
        return {
            "messages": sum(map(len, self._said.values())),
            "customers": len(self._people),
            "conversations": self.many or len(self._rows),
            "articles": len(self._articles),
            "passages": sum(a.passages for a in self._articles.values()),
            "drafts": len(self._drafts),
            "queue": queue,
        }

    # -- sorting out
    def set_state(self, conversation_id: int, state: ConversationState, until: datetime | None = None) -> ConversationState:
        before = self._rows[conversation_id].state
        self._rows[conversation_id] = replace(self._rows[conversation_id], state=state)
        return before

    def mark_read(self, conversation_id: int) -> None:
        if conversation_id in self._rows:
            self._rows[conversation_id] = replace(self._rows[conversation_id], unread=False)

    def add_note(self, conversation_id: int, by: str, text: str) -> NoteView:
        note = NoteView(1 + len(self._notes.get(conversation_id, ())), by, self.at, text)
        self._notes.setdefault(conversation_id, []).append(note)
        return note

    # -- answering
    def propose(self, conversation_id, hint="", language="", on_token=None, cancelled=None):
        cid = (conversation_id - 1) % len(self._rows) + 1
        for key, draft in self._drafts.items():
            if draft.conversation_id == cid and draft.state is DraftState.PROPOSED:
                self._drafts[key] = replace(draft, state=DraftState.RETIRED)
        return self._put_draft(cid, hint)

    def save_text(self, draft_id: int, text: str) -> Draft:
        draft = self._drafts[draft_id]
        if draft.state is not DraftState.PROPOSED:
            raise NotApproved("This draft can no longer be changed.")
        kept = tuple(s for s in draft.sentences if s.text in text)
        self._drafts[draft_id] = replace(draft, text=text, sentences=kept, flags=self._flags(text))
        return self._drafts[draft_id]

    def write_myself(self, conversation_id: int) -> Draft:
        draft = self._put_draft(conversation_id)
        self._drafts[draft.id] = replace(draft, text="", proposed_text="", sentences=(), citations=(), flags=(), outcome=Outcome.ANSWER)
        return self._drafts[draft.id]

    def approve(self, draft_id: int, by: str, text: str | None = None, confirm: Collection[str] = ()) -> Draft:
        draft = self._drafts[draft_id]
        if text is not None:
            draft = replace(draft, text=text, flags=self._flags(text))
        missing = [f.kind for f in draft.flags if f.kind.needs_tick and f.kind not in confirm]
        if missing or not by:
            raise NotApproved("Tick {what} first.", what=", ".join(missing) or "a name")
        chat = not self._rows[draft.conversation_id].channel.is_mail
        state = DraftState.SENT if chat else DraftState.APPROVED
        due = datetime.now(UTC) + timedelta(seconds=self._shop.undo_seconds)
        self._drafts[draft_id] = replace(draft, state=state, approved_by=by, approved_at=self.at, due_at=due, confirmed=frozenset(confirm))
        row = self._rows[draft.conversation_id]
        self._rows[row.id] = replace(row, waiting_since=None, due_at=None, draft_ready=False)
        return self._drafts[draft_id]

    def take_back(self, draft_id: int) -> Draft:
        draft = replace(self._drafts[draft_id], state=DraftState.PROPOSED, due_at=None)
        self._drafts[draft_id] = draft
        row = self._rows[draft.conversation_id]
        self._rows[row.id] = replace(row, waiting_since=row.last_at, due_at=row.last_at + timedelta(hours=24), draft_ready=True)
        return draft

    def shelve(self, draft_id: int) -> Draft:
        self._drafts[draft_id] = replace(self._drafts[draft_id], state=DraftState.SHELVED)
        return self._drafts[draft_id]

    def send_due(self, *, now: bool = False) -> list[OutboxRow]:
        sent = []
        for key, draft in self._drafts.items():
            if draft.state is DraftState.APPROVED and draft.due_at and (now or draft.due_at <= datetime.now(UTC)):
                self._drafts[key] = replace(draft, state=DraftState.SENT)
                sent.append(self._outbox_row(self._drafts[key]))
        return sent

    def retry(self, draft_id: int) -> Draft:
        self._drafts[draft_id] = replace(self._drafts[draft_id], state=DraftState.APPROVED, error="")
        return self._drafts[draft_id]

    def settle_unsure(self, draft_id: int, *, was_sent: bool) -> Draft:
        self._drafts[draft_id] = replace(self._drafts[draft_id], state=DraftState.SENT if was_sent else DraftState.FAILED)
        return self._drafts[draft_id]

    def look_up_unsure(self) -> list[OutboxRow]:
        return []

    def outbox(self) -> list[OutboxRow]:
        shown = (DraftState.APPROVED, DraftState.SENDING, DraftState.FAILED, DraftState.UNSURE, DraftState.SENT)
        return [self._outbox_row(d) for d in self._drafts.values() if d.state in shown]

    def _outbox_row(self, draft: Draft) -> OutboxRow:
        row = self._rows[draft.conversation_id]
        return OutboxRow(draft, row.customer, row.channel)

    # -- receiving
    def accounts(self) -> list[MailAccount]:
        return list(self._accounts)

    def add_account(self, account: MailAccount, secret: str) -> None:
        self._accounts = [a for a in self._accounts if a.name != account.name] + [account]

    def test_account(self, account: MailAccount, secret: str | None = None) -> list[Check]:
        if secret == "wrong":
            raise LoginRefused("The server answered, but refused the password for {login}.", login=account.login)
        return [Check("IMAP", True, "Logged in; 3 folders."), Check("SMTP", True, "The server accepts mail from this address.")]

    def remove_account(self, name: str) -> None:
        self._accounts = [a for a in self._accounts if a.name != name]

    def sync(self, name=None, progress=None, cancelled=None):
        return [SyncReport(a.name, (FolderReport("INBOX", 0, 0, 0),), 0, 0.1) for a in self._accounts]

    # -- knowing
    def articles(self) -> list[ArticleView]:
        return [replace(a, text="") for a in sorted(self._articles.values(), key=lambda a: a.title)]

    def article(self, article_id: int) -> ArticleView:
        if article_id not in self._articles:
            raise NotFound("This article is gone.")
        return self._articles[article_id]

    def import_articles(self, paths: Sequence[Path], progress=None) -> ImportReport:
        return ImportReport(read=len(paths), new=len(paths))

    def save_article(self, article: NewArticle, by: str = "") -> int:
        if not article.title.strip():
            raise BadInput("An article needs a title.")
        key = len(self._articles) + 1
        self._articles[key] = ArticleView(key, article.title, "nl", article.source, "", self.at.isoformat(), 1, article.text)
        return key

    def remove_article(self, article_id: int) -> None:
        self._articles.pop(article_id, None)

    def search_knowledge(self, query: str, limit: int = 8) -> Retrieved:
        words = set(query.lower().split())
        scored = sorted(self._articles.values(), key=lambda a: -len(words & set(f"{a.title} {a.text}".lower().split())))
        hits = [
            PassageHit(Passage(a.id * 10, a.id, a.title, 0, a.title, a.text, a.language), 1 / (n + 1), n + 1) for n, a in enumerate(scored)
        ]
        return Retrieved(tuple(hits[:limit]), 0.84 if words else 0.0, 12.0)

    def check_text(self, text: str, passages: Sequence[str], question: str = "") -> CheckReport:
        return CheckReport()

    # -- the house
    def shop(self) -> ShopSettings:
        return self._shop

    def put_shop(self, settings: ShopSettings) -> None:
        self._shop = settings

    def connections(self, limit: int = 500) -> list[ConnectionRecord]:
        return [
            ConnectionRecord(self.at - timedelta(minutes=4), "imap.example.nl", 993, True, "sync winkel"),
            ConnectionRecord(self.at - timedelta(hours=3), "tracker.example", 443, False, "refused"),
        ]

    def backup(self, target: Path) -> None:
        target.write_bytes(b"backup")

    def reindex(self) -> dict[str, int]:
        return {"messages": 180, "passages": 31}

    def doctor(self) -> list[Check]:
        return [Check("database", True, "Healthy and encrypted."), Check("network", True, "Only your mail servers are allowed.")]

    def close(self) -> None:
        """Nothing to release."""
