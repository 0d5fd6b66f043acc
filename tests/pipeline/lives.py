"""Random lives of a shop, and the same life lived once more without what was taken back.

A deed is written down with whom it concerns in words that hold in both lives: a person, or what a split made. `again` lives the deeds that
stand in a new store; what is there then is what taking back should have left.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.domain.identity import JoinCause
from app.domain.message import Channel, Direction, Handle, HandleKind, IncomingMessage, Kind, MailHeaders, Party, fingerprint_of
from app.domain.order import Order, OrderState
from app.pipeline.importing import undo_import
from app.pipeline.receive import keep
from app.pipeline.recognise import reach
from app.pipeline.sort import judge
from app.store import SqliteStore, open_store
from app.store.sql import Sql
from tests.pipeline.support import SHOP as SHOP_SETTINGS
from tests.pipeline.support import WordSorter, take_in

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SHOP = Party("De Fietshoek", (Handle(HandleKind.EMAIL, "info@fietshoek.example"),))
SHAPES = ("mail", "mail", "chat", "chat", "group", "answer", "notice", "second", "third")
HEARD = "SELECT count(*) FROM messages AS m JOIN verdicts AS v ON v.message_id = m.id WHERE m.customer_id = ? AND m.direction <> 'out'"
ROWS = ("messages", "conversations", "shop_orders", "tasks")


class Unlike(Exception):
    """A deed cannot be done in the other life: the handles of a split are several people's there, or all of one's."""


def mail_of(person: int, second: str = "") -> Handle:
    return Handle(HandleKind.EMAIL, f"p{person}{second}@klant.example")


def phone_of(person: int) -> Handle:
    return Handle(HandleKind.PHONE, f"+3160000{person:04}")


@dataclass(frozen=True)
class Deed:
    """Something that was done: what, to whom, and the number it has among merges and splits, or among imports."""

    do: Callable[["Shop"], None]
    join: int | None = None
    brought: int | None = None


@dataclass
class Shop:
    """A store, with the numbers that people and parts have in it."""

    store: SqliteStore
    people: dict[int, int] = field(default_factory=dict)
    parts: dict[int, int] = field(default_factory=dict)
    joins: dict[int, int] = field(default_factory=dict)
    """Number of a deed -> number in the store, for merges and splits."""
    split_from: dict[int, "Who"] = field(default_factory=dict)
    imports: dict[int, int] = field(default_factory=dict)
    """Number of a deed -> number of the import that stands."""

    def sql(self, statement: str, params: tuple[object, ...] = ()) -> list[Any]:
        with self.store.read() as reader:
            sql: Sql = reader._sql  # type: ignore[attr-defined]
            return [tuple(row) for row in sql.rows(statement, params)]

    def live(self) -> list[int]:
        return [id_ for (id_,) in self.sql("SELECT id FROM customers ORDER BY id")]

    def who(self, customer: int) -> "Who":
        """Return in words of both lives who a customer is."""
        found = next((p for p, id_ in self.people.items() if id_ == customer), None)
        return ("person", found) if found is not None else ("part", next(k for k, id_ in self.parts.items() if id_ == customer))

    def number(self, who: "Who") -> int:
        """Return who has what `who` was: a part that was never split off is its whole, who went into another is that one."""
        while who[0] == "part" and who[1] not in self.parts:
            who = self.split_from[who[1]]
        number = self.people[who[1]] if who[0] == "person" else self.parts[who[1]]
        into = dict(self.sql("SELECT other, kept FROM joins WHERE kind = 'merge' AND undone_at IS NULL"))
        while number in into:
            number = into[number]
        return number

    def handles(self, customer: int) -> list[Handle]:
        with self.store.read() as reader:
            return sorted(reader.customer(customer).handles)

    def owners(self, handles: list[Handle]) -> set[int]:
        asked = "SELECT customer_id FROM handles WHERE kind = ? AND value = ?"
        return {id_ for handle in handles for (id_,) in self.sql(asked, (handle.kind, handle.value))}


Who = tuple[str, int]


@dataclass
class Life:
    """A shop that lives by chance, and what was done in it."""

    shop: Shop
    chance: random.Random
    refers: float = 0.0
    """How often a mail refers to an earlier one."""
    weights: dict[str, int] = field(default_factory=dict)
    """How often a deed is done, in place of the usual."""
    deeds: list[Deed] = field(default_factory=list)
    said: int = 0
    people: int = 0
    words: int = 0
    joined: int = 0
    brought: int = 0
    heard: list[IncomingMessage] = field(default_factory=list)

    def do(self, deed: Deed) -> None:
        self.deeds.append(deed)
        if deed.join is not None:
            self.joined = max(self.joined, deed.join)
        deed.do(self.shop)

    # -- deeds

    def newcomer(self) -> None:
        self.people += 1
        message, person = self.message(self.people, shape="first"), self.people

        def come(shop: Shop) -> None:
            before = set(shop.live())
            take_in(shop.store, message, now=START + timedelta(days=20))
            (shop.people[person],) = set(shop.live()) - before
            with shop.store.write() as uow:
                uow.customers.add_handles(shop.people[person], [Handle(HandleKind.NAME, "Naam")])
                uow.commit()

        self.do(Deed(come))

    def mail_comes(self) -> None:
        messages = [self.message(self.chance.randint(1, self.people)) for _ in range(self.chance.randint(1, 4))]
        before = len(self.shop.sql("SELECT id FROM joins"))
        self.do(Deed(lambda shop: void(take_in(shop.store, *messages, now=START + timedelta(days=20)))))
        if len(self.shop.sql("SELECT id FROM joins")) > before:
            raise Unlike("joined by a handle")

    def import_comes(self) -> None:
        """A file, with some of what is there already."""
        fresh = [self.message(self.chance.randint(1, self.people)) for _ in range(self.chance.randint(1, 4))]
        met = self.chance.sample(self.heard[: -len(fresh)], self.chance.randint(0, 2))
        messages = sorted((*met, *fresh), key=lambda message: message.sent_at)
        self.brought += 1
        number = self.brought

        def come(shop: Shop) -> None:
            with shop.store.write() as uow:
                shop.imports[number] = uow.imports.begin("export.txt", "whatsapp", START)
                uow.imports.during(shop.imports[number])
                keep(uow, judge(messages, WordSorter()), SHOP_SETTINGS, START + timedelta(days=20))
                uow.commit()

        before = len(self.shop.sql("SELECT id FROM joins"))
        self.do(Deed(come, brought=number))
        if len(self.shop.sql("SELECT id FROM joins")) > before:
            raise Unlike("joined by a handle")

    def take_import_back(self) -> None:
        if self.shop.imports:
            number = self.chance.choice(sorted(self.shop.imports))
            undo_import(self.shop.store, self.shop.imports.pop(number), START + timedelta(days=20))

    def message(self, person: int, *, shape: str = "") -> IncomingMessage:
        self.said += 1
        shape = shape or self.chance.choice(SHAPES)
        n = str(self.said)
        party = Party(f"Naam Nummer{person}", {"chat": (phone_of(person),)}.get(shape, (mail_of(person),)))
        if shape == "first":
            party = replace(party, handles=(mail_of(person), phone_of(person)))
        if shape == "second":
            party = replace(party, handles=(mail_of(person), mail_of(person, f"-{self.chance.randint(1, 2)}")))
        if shape == "third":
            party = replace(party, handles=(mail_of(person, f"-{self.chance.randint(1, 2)}"), mail_of(person)))
        chat = shape in ("chat", "notice", "first", "group")
        out = shape == "answer"
        key = f"mail{n}" if not chat else "groep" if shape == "group" else f"chat{person}"
        earlier = [f"m{self.chance.randint(1, self.said)}@klant.example"] if self.chance.random() < self.refers else []
        message = IncomingMessage(
            Channel.WHATSAPP if chat else Channel.IMAP,
            fingerprint_of("life", n),
            key,
            START + timedelta(minutes=self.said * 7),
            Direction.OUT if out else Direction.IN,
            Party("", ()) if shape == "notice" else SHOP if out else party,
            f"vraag nummer {n}",
            kind=Kind.SYSTEM if shape == "notice" else Kind.MESSAGE,
            recipients=(party,) if out else (SHOP,),
            subject="" if chat else f"Onderwerp {n}",
            new_text=f"vraag nummer {n}",
            headers=None if chat else MailHeaders(f"m{n}@klant.example", "", tuple(earlier)),
        )
        self.heard.append(message)
        return message

    def merge(self) -> None:
        live = self.shop.live()
        if len(live) > 1:
            keep, other = (self.shop.who(c) for c in self.chance.sample(live, 2))
            number = self.joined + 1

            def join(shop: Shop) -> None:
                a, b = shop.number(keep), shop.number(other)
                if a == b:
                    raise Unlike("one already")
                with shop.store.write() as uow:
                    shop.joins[number] = uow.identity.merge(a, b, by="Bo", cause=JoinCause.PERSON, why="", at=START)
                    uow.commit()

            self.do(Deed(join, number))

    def split(self) -> None:
        whom = self.chance.choice(self.shop.live())
        handles = [handle for handle in self.shop.handles(whom) if handle.kind is not HandleKind.NAME]
        if len(handles) < 2:
            return
        part = self.chance.sample(handles, self.chance.randint(1, len(handles) - 1))
        who, number = self.shop.who(whom), self.joined + 1

        def take(shop: Shop) -> None:
            here = [handle for handle in part if shop.owners([handle])]  # of those that came with an import that was taken back none
            owners = shop.owners(here)
            (from_,) = owners if len(owners) == 1 else (0,)
            if not from_ or strong(shop.handles(from_)) <= set(here):
                raise Unlike("not one's")
            with shop.store.write() as uow:
                shop.joins[number] = uow.identity.split(from_, here, by="Bo", at=START)
                uow.commit()
            ((shop.parts[number],),) = shop.sql("SELECT other FROM joins WHERE id = ?", (shop.joins[number],))

        self.shop.split_from[number] = who
        self.do(Deed(take, number))

    def take_back(self, which: Callable[[list[int]], int] | None = None) -> None:
        standing = [id_ for (id_,) in self.shop.sql("SELECT id FROM joins WHERE undone_at IS NULL ORDER BY id")]
        if standing:
            with self.shop.store.write() as uow:
                uow.identity.undo((which or self.chance.choice)(standing), START)
                uow.commit()

    def word(self) -> None:
        """A person tags or annotates somebody, or takes a tag off."""
        who = self.shop.who(self.chance.choice(self.shop.live()))
        self.words += 1
        kind, n = self.chance.choice(["tag", "note"]), self.words

        def write(shop: Shop) -> None:
            id_ = shop.number(who)
            with shop.store.read() as reader:
                row = reader.customer(id_)
            with shop.store.write() as uow:
                if kind == "tag":
                    uow.care.set_tags(id_, [*row.tags, f"tag{n}"])
                else:
                    uow.care.set_notes(id_, f"{row.notes}\nwoord {n}".strip("\n"))
                uow.commit()

        self.do(Deed(write))

    def order(self) -> None:
        handle = mail_of(self.chance.randint(1, self.people))
        self.words += 1
        order = Order("table", str(self.words), START, OrderState.PAID, handles=(handle,))

        def put(shop: Shop) -> None:
            (owner,) = shop.owners([handle])
            with shop.store.write() as uow:
                uow.orders.put([(order, owner)])
                uow.commit()

        self.do(Deed(put))

    def task(self) -> None:
        """A task of a conversation goes where the conversation goes."""
        key = f"chat{self.chance.randint(1, self.people)}"
        self.words += 1
        text = f"taak {self.words}"

        def note(shop: Shop) -> None:
            with shop.store.write() as uow:
                ((conversation, owner),) = uow.conversations.by_keys([("whatsapp", key)]).values()
                uow.tasks.add("callback", owner, conversation, text, START, "Bo", START)
                uow.commit()

        self.do(Deed(note))

    def step(self) -> None:
        deeds = {"mail_comes": 6, "merge": 4, "split": 3, "take_back": 3, "word": 3, "task": 1, "order": 1, "newcomer": 1} | self.weights
        getattr(self, self.chance.choices(list(deeds), list(deeds.values()))[0])()

    def again(self, folder: Path) -> SqliteStore:
        """Live what stands once more in a new store."""
        undone = {id_ for (id_,) in self.shop.sql("SELECT id FROM joins WHERE undone_at IS NOT NULL")}
        shop = Shop(open_store(folder, None, reach), split_from=self.shop.split_from)
        try:
            for deed in self.deeds:
                gone = deed.brought is not None and deed.brought not in self.shop.imports
                if not gone and (deed.join is None or self.shop.joins[deed.join] not in undone):
                    deed.do(shop)
        except BaseException:
            shop.store.close()
            raise
        return shop.store


def strong(handles: list[Handle]) -> set[Handle]:
    return {handle for handle in handles if handle.kind is not HandleKind.NAME}


def void(_: object) -> None:
    return None


def state(store: SqliteStore, *, names: bool = True) -> dict[str, object]:
    """Everything that is known of every customer, told without numbers that depend on what came before. Without `names` those are left
    out: a part is called as most of what it took when it was made, which an import may have brought."""
    with store.read() as reader:
        rows = {row.id: row for row in reader.customers()}
        sql: Sql = reader._sql  # type: ignore[attr-defined]
        found: dict[str, object] = {}
        whose: dict[int, str] = {}
        for row in rows.values():
            said = [m.text for m in reader.timeline(row.id, 100_000)]
            languages = sql.rows("SELECT language, messages FROM customer_languages WHERE customer_id = ? ORDER BY 1", (row.id,))
            tasks = sorted(task.text for task in reader.tasks(customer_id=row.id))
            orders = sorted(view.order.number for view in reader.orders_of(row.id))
            who = ", ".join(sorted(h.value for h in row.handles))
            name = row.name if names else ""
            told = (name, sorted(row.tags), sorted(row.notes.splitlines()), row.vip, row.first_seen, row.last_seen, row.messages)
            whose[row.id] = who
            found[who] = (*told, said, [tuple(pair) for pair in languages], tasks, orders)
        talks: list[object] = []
        for talk, owner in sql.rows("SELECT id, customer_id FROM conversations"):
            in_it = sql.rows("SELECT sent_at, customer_id FROM messages WHERE conversation_id = ? ORDER BY 1", (talk,))
            alone = len({customer for _, customer in in_it}) == 1
            talks.append(([at for at, _ in in_it], whose[owner] if alone else ""))
        found["talks"] = sorted(talks, key=str)
    return found
