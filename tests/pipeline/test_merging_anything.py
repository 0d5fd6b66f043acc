"""Random lives of a shop: merges, splits, what is taken back in any order, messages, tags, notes and dismissals in between.

A twin store gets the same messages and words, and no merge at all. When everything is taken back the two are the same.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.identity import JoinCause
from app.domain.message import Channel, Direction, Handle, HandleKind, IncomingMessage, Kind, MailHeaders, Party, fingerprint_of
from app.pipeline.recognise import reach
from app.store import SqliteStore, open_store
from app.store.sql import Sql
from tests.pipeline.support import take_in

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SHOP = Party("De Fietshoek", (Handle(HandleKind.EMAIL, "info@fietshoek.example"),))
HEARD = "SELECT count(*) FROM messages AS m JOIN verdicts AS v ON v.message_id = m.id WHERE m.customer_id = ? AND m.direction <> 'out'"
HOMES = ("messages", "conversations", "shop_orders", "tasks")


def mail_of(person: int, second: str = "") -> Handle:
    return Handle(HandleKind.EMAIL, f"p{person}{second}@klant.example")


def phone_of(person: int) -> Handle:
    return Handle(HandleKind.PHONE, f"+3160000{person:04}")


@dataclass
class Life:
    """The store that lives, and its twin."""

    store: SqliteStore
    twin: SqliteStore
    chance: random.Random
    people: int = 0
    said: int = 0
    atoms: dict[int, int] = field(default_factory=dict)
    standing: list[int] = field(default_factory=list)
    words: int = 0

    def hear(self, *messages: IncomingMessage) -> None:
        for store in (self.store, self.twin):
            take_in(store, *messages, now=START + timedelta(days=20))

    def message(self, person: int, *, shape: str = "") -> IncomingMessage:
        self.said += 1
        shape = shape or self.chance.choice(["mail", "mail", "chat", "chat", "answer", "notice", "second"])
        n = str(self.said)
        party = Party(f"Naam Nummer{person}", {"chat": (phone_of(person),)}.get(shape, (mail_of(person),)))
        if shape == "first":
            party = replace(party, handles=(mail_of(person), phone_of(person)))
        if shape == "second":
            party = replace(party, handles=(mail_of(person), mail_of(person, f"-{self.chance.randint(1, 2)}")))
        chat = shape in ("chat", "notice", "first")
        out = shape == "answer"
        spare = MailHeaders(f"m{n}@klant.example")
        return IncomingMessage(
            Channel.WHATSAPP if chat else Channel.IMAP,
            fingerprint_of("life", n),
            f"chat{person}" if chat else f"mail{n}",
            START + timedelta(minutes=self.said * 7),
            Direction.OUT if out else Direction.IN,
            Party("", ()) if shape == "notice" else SHOP if out else party,
            f"vraag nummer {n}",
            kind=Kind.SYSTEM if shape == "notice" else Kind.MESSAGE,
            recipients=(party,) if out else (SHOP,),
            subject="" if chat else f"Onderwerp {n}",
            new_text=f"vraag nummer {n}",
            headers=None if chat else spare,
        )

    # -- deeds

    def newcomer(self) -> None:
        self.people += 1
        before = set(self.live())
        self.hear(self.message(self.people, shape="first"))
        (made,) = set(self.live()) - before
        self.atoms[made] = self.people

    def mail_comes(self) -> None:
        self.hear(*(self.message(self.chance.randint(1, self.people)) for _ in range(self.chance.randint(1, 4))))

    def merge(self) -> None:
        live = self.live()
        if len(live) > 1:
            keep, other = self.chance.sample(live, 2)
            with self.store.write() as uow:
                self.standing.append(uow.identity.merge(keep, other, by="Bo", cause=JoinCause.PERSON, why="", at=START))
                uow.commit()

    def split(self) -> None:
        whom = self.chance.choice(self.live())
        with self.store.read() as reader:
            handles = list(reader.customer(whom).handles)
        if len(handles) > 1:
            part = self.chance.sample(handles, self.chance.randint(1, len(handles) - 1))
            with self.store.write() as uow:
                self.standing.append(uow.identity.split(whom, part, by="Bo", at=START))
                uow.commit()

    def take_back(self) -> None:
        if self.standing:
            number = self.chance.choice(self.standing)
            with self.store.write() as uow:
                uow.identity.undo(number, START)
                uow.commit()
            with self.store.read() as reader:
                self.standing = [join.id for join in reader.joins(limit=10_000) if join.undone_at is None]

    def word(self) -> None:
        """A person tags or annotates a customer who was there from the beginning; in the twin the same one."""
        whom = self.chance.choice(self.live())
        if whom in self.atoms:
            self.words += 1
            twin = self.twin_of(whom)
            for store, id_ in ((self.store, whom), (self.twin, twin)):
                with store.read() as reader:
                    row = reader.customer(id_)
                with store.write() as uow:
                    if self.words % 2:
                        uow.care.set_tags(id_, [*row.tags, f"tag{self.words}"])
                    else:
                        uow.care.set_notes(id_, f"{row.notes}\nwoord {self.words}".strip("\n"))
                    uow.commit()

    def order_and_task(self) -> None:
        """A task of a conversation goes where the conversation goes."""
        person = self.chance.randint(1, self.people)
        self.words += 1
        for store in (self.store, self.twin):
            with store.write() as uow:
                ((conversation, owner),) = uow.conversations.by_keys([("whatsapp", f"chat{person}")]).values()
                uow.tasks.add("callback", owner, conversation, f"taak {self.words}", START, "Bo", START)
                uow.commit()

    def dismiss(self) -> None:
        live = [c for c in self.live() if c in self.atoms]
        if len(live) > 1:
            pair = self.chance.sample(live, 2)
            twins = [self.twin_of(c) for c in pair]
            for store, (a, b) in ((self.store, pair), (self.twin, twins)):
                with store.write() as uow:
                    uow.identity.suggest([(a, b, 0.95, ())], of=())
                    uow.commit()
                with store.read() as reader:
                    found = [s for s in reader.suggestions(10_000, a) if {s.a, s.b} == {a, b}]
                if not found:
                    return  # a split keeps these two apart already
                with store.write() as uow:
                    for suggestion in found:
                        uow.identity.dismiss(suggestion.id, by="Bo", at=START)
                    uow.commit()

    # -- looking

    def live(self) -> list[int]:
        with self.store.read() as reader:
            return sorted(row.id for row in reader.customers())

    def twin_of(self, customer: int) -> int:
        with self.twin.write() as uow:
            return next(iter(uow.customers.by_handles([phone_of(self.atoms[customer])]).values()))

    def step(self) -> None:
        deeds = {self.mail_comes: 6, self.merge: 4, self.split: 2, self.take_back: 3, self.word: 3, self.order_and_task: 1}
        deeds |= {self.dismiss: 1, self.newcomer: 1}
        self.chance.choices(list(deeds), list(deeds.values()))[0]()


def state(store: SqliteStore) -> dict[str, object]:
    """Everything that is known of every customer, told without numbers that depend on what came before."""
    with store.read() as reader:
        rows = {row.id: row for row in reader.customers()}
        sql: Sql = reader._sql
        keys = {c: (f, k) for f, k, c in sql.rows("SELECT family, key, conversation_id FROM conversation_keys")}
        found: dict[str, object] = {}
        for row in rows.values():
            said = [m.text for m in reader.timeline(row.id, 100_000)]
            talks = sorted(keys[c] for c in sql.column("SELECT id FROM conversations WHERE customer_id = ?", (row.id,)))
            languages = sql.rows("SELECT language, messages FROM customer_languages WHERE customer_id = ? ORDER BY 1", (row.id,))
            tasks = sorted(task.text for task in reader.tasks(customer_id=row.id))
            who = ", ".join(sorted(h.value for h in row.handles))
            told = (row.name, sorted(row.tags), sorted(row.notes.splitlines()), row.vip, row.first_seen, row.last_seen, row.messages)
            found[who] = (*told, said, talks, [tuple(pair) for pair in languages], tasks, reader.search(f'customer:"{row.name}"').total)
        apart = sql.rows("SELECT a, b FROM suggestions WHERE state <> 'open' AND a <> b")
        found["apart"] = sorted({tuple(sorted((rows[a].name, rows[b].name))) for a, b in apart})
    return found


def nothing_is_lost(store: SqliteStore, said: int) -> None:
    """Every message is there once, and sums are what they were counted to."""
    with store.read() as reader:
        sql: Sql = reader._sql
        assert sql.value("SELECT count(*) FROM messages") == sql.value("SELECT count(DISTINCT fingerprint) FROM messages") == said
        for row in reader.customers():
            counted = sql.row("SELECT count(*), min(sent_at), max(sent_at) FROM messages WHERE customer_id = ?", (row.id,))
            assert counted[0] == row.messages
            spoken = sql.value("SELECT messages FROM customer_languages WHERE customer_id = ?", (row.id,)) or 0
            assert spoken == sql.value(HEARD, (row.id,))
        assert not sql.rows("PRAGMA foreign_key_check")
        assert reader.search("vraag").total == said


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    """Two empty stores."""
    stores = [open_store(tmp_path / name, None, reach) for name in ("lives", "twin")]
    yield Life(*stores, random.Random(0))
    for store in stores:
        store.close()


@pytest.mark.parametrize("seed", [*range(12), 3026, 3046, 3066])
def test_everything_taken_back_leaves_what_the_twin_has(life: Life, seed: int) -> None:
    live_and_take_back(life, seed)


@pytest.mark.parametrize("seed", range(100, 112))
def test_merges_alone_taken_back_leave_what_the_twin_has(life: Life, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Life, "split", lambda _self: None)
    live_and_take_back(life, seed)


def live_and_take_back(life: Life, seed: int) -> None:
    life.chance.seed(seed)
    for _ in range(4):
        life.newcomer()
    for _ in range(45):
        life.step()
        nothing_is_lost(life.store, life.said)
    while life.standing:
        life.take_back()
        nothing_is_lost(life.store, life.said)
    assert state(life.store) == state(life.twin)
    with life.store.read() as reader:
        sql: Sql = reader._sql
        assert [sql.value(f"SELECT count(*) FROM strands_of_{table}") for table in HOMES] == [0] * len(HOMES)
    assert all(ok for name, ok, _ in life.store.check() if name != "encryption")


@pytest.mark.parametrize("seed", range(200, 216))
def test_splits_within_splits_are_undone_exactly_last_first(life: Life, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With undo as people use it, the last deed first, a part of a part goes back to where it was too, whatever came in between."""

    def take_back_the_last(self: Life) -> None:
        if self.standing:
            with self.store.write() as uow:
                uow.identity.undo(max(self.standing), START)
                uow.commit()
            with self.store.read() as reader:
                self.standing = [join.id for join in reader.joins(limit=10_000) if join.undone_at is None]

    monkeypatch.setattr(Life, "take_back", take_back_the_last)
    live_and_take_back(life, seed)
