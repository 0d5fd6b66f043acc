"""Customers, who is who and the telephone, in memory: part of the fake Counter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from app.domain.calling import CallNote, LoggedCall, Task
from app.domain.customer_card import AskedBefore, CustomerCard, Promise
from app.domain.customer_list import CustomerOrder, CustomerQuery, Facets
from app.domain.errors import BadInput, NotFound
from app.domain.identity import IdentityReason, JoinCause, JoinKind, JoinRow, Suggestion
from app.domain.message import Channel, Direction, Handle
from app.domain.order import Order, OrderLine, OrderState, OrderView
from app.domain.views import CustomerRow

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ORDERS = (
    OrderView(
        1, 1,
        Order("shopify", "#KB-2041", AT, OrderState.SHIPPED, "fulfilled", lines=(OrderLine("Kopje Duin", Decimal(2), Decimal("18.50")),),
              total=Decimal("37"), currency="EUR", tracking=("3SKB0001",)),
    ),
    OrderView(2, 1, Order("shopify", "#KB-1777", AT - timedelta(days=60), OrderState.DELIVERED, total=Decimal("12.50"), currency="EUR")),
    OrderView(3, 2, Order("shopify", "#KB-9999", AT, OrderState.OPEN)),
)  # fmt: skip


class FakePeople:
    """`pairs` are the suggestions, `merged` the joins, `gone` what a merge took away, `to_call` the tasks, `calls` what was logged."""

    def begin_people(self) -> None:
        self.pairs: dict[int, Suggestion] = {}
        self.dismissed: dict[int, Suggestion] = {}
        self.merged: dict[int, JoinRow] = {}
        self.gone: dict[int, CustomerRow] = {}
        self.to_call: dict[int, Task] = {}
        self.logged: list[CallNote] = []
        self.many_customers = 0

    def pair_up(self, a: int, b: int, *reasons: IdentityReason, score: float = 0.97) -> Suggestion:
        """Suggest that two are one (called by tests, not by the window)."""
        one = Suggestion(len(self.pairs) + 1, a, b, self._people[a].name, self._people[b].name, score, reasons)
        self.pairs[one.id] = one
        return one

    # -- the list
    def customer_ids(self, wanted: CustomerQuery | None = None) -> list[int]:
        if self.many_customers:
            return list(range(1, self.many_customers + 1))
        wanted = wanted or CustomerQuery()
        found = [p for p in self._people.values() if self._fits(p, wanted)]
        keys = {CustomerOrder.NAME: lambda p: p.name, CustomerOrder.MESSAGES: lambda p: -p.messages}
        return [p.id for p in sorted(found, key=keys.get(wanted.order, lambda p: -p.last_seen.timestamp()))]

    def _fits(self, p: CustomerRow, wanted: CustomerQuery) -> bool:
        rows = [row for row in self._rows.values() if row.customer_id == p.id]
        return (
            wanted.text.lower() in p.name.lower()
            and (p.vip or not wanted.vip)
            and (not wanted.tag or wanted.tag in p.tags)
            and (wanted.channel is None or any(row.channel is wanted.channel for row in rows))
            and (not wanted.waiting or any(row.waiting_since for row in rows))
            and (not wanted.promised or any(task.customer_id == p.id for task in self.tasks()))
        )

    def customer_rows(self, ids: Sequence[int]) -> list[CustomerRow]:
        if self.many_customers:
            return [replace(self._people[1], id=n, name=f"Customer {n}") for n in ids]
        return [self._people[n] for n in ids if n in self._people]

    def customer_facets(self) -> Facets:
        return Facets(tuple(sorted({tag for p in self._people.values() for tag in p.tags})), (Channel.IMAP, Channel.WHATSAPP))

    # -- who is who
    def suggestions(self, limit: int = 200, customer_id: int | None = None) -> list[Suggestion]:
        found = [one for one in self.pairs.values() if one.a in self._people and one.b in self._people]
        return [one for one in found if customer_id in (None, one.a, one.b)][:limit]

    def refresh_suggestions(self, cancelled=None) -> int:
        return 0

    def dismiss_pair(self, suggestion_id: int, by: str) -> None:
        self.dismissed[suggestion_id] = self.pairs.pop(suggestion_id)

    def take_back_dismissal(self, suggestion_id: int) -> None:
        self.pairs[suggestion_id] = self.dismissed.pop(suggestion_id)

    def merge(self, a: int, b: int, by: str, why: str = "") -> int:
        kept, other = sorted((a, b))
        one, gone = self._people[kept], self._people.pop(other)
        self.gone[other] = gone
        number = len(self.merged) + 1
        self.merged[number] = JoinRow(number, JoinKind.MERGE, kept, other, one.name, gone.name, AT, by, JoinCause.PERSON, why)
        self._people[kept] = replace(one, handles=(*one.handles, *gone.handles))
        self._move(other, kept)
        return number

    def undo_join(self, join_id: int, by: str = "") -> None:
        join = self.merged[join_id]
        if join.undone_at is not None:
            raise BadInput("This was taken back already.")
        self.merged[join_id] = replace(join, undone_at=self.at)
        gone = self.gone.pop(join.other, None)
        if gone is not None:
            kept = self._people[join.kept]
            self._people[join.kept] = replace(kept, handles=tuple(h for h in kept.handles if h not in gone.handles))
            self._people[join.other] = gone

    def _move(self, one: int, other: int) -> None:
        for key, row in self._rows.items():
            if row.customer_id == one:
                self._rows[key] = replace(row, customer_id=other)

    def split(self, customer_id: int, handles: Sequence[Handle], by: str) -> int:
        one = self._people[customer_id]
        new = max(self._people) + 1
        self._people[new] = replace(one, id=new, name="", handles=tuple(handles))
        self._people[customer_id] = replace(one, handles=tuple(h for h in one.handles if h not in handles))
        number = len(self.merged) + 1
        self.merged[number] = JoinRow(number, JoinKind.SPLIT, customer_id, new, one.name, "", AT, by, JoinCause.PERSON, "")
        return number

    def duplicate_rate(self) -> tuple[int, int]:
        return len(self.suggestions()), len(self._people)

    # -- the card
    def customer_card(self, customer_id: int) -> CustomerCard:
        key = (customer_id - 1) % len(self._people) + 1 if self.many_customers else customer_id
        if key not in self._people:
            raise NotFound("There is no customer with the number {id}.", id=customer_id)
        row, said = self.customer(key)
        first = key == 1
        return CustomerCard(
            replace(row, id=customer_id),
            said,
            orders=self.orders_of(key),
            tasks=self.tasks(customer_id=key),
            promises=(Promise(11, 1, AT, "We sturen morgen een nieuw kopje."),) if first else (),
            asked_before=(AskedBefore(10, 1, AT - timedelta(days=40), "Kan het kopje in de vaatwasser?", "Ja, op 50 graden."),)
            if first
            else (),
            joins=[join for join in self.merged.values() if customer_id in (join.kept, join.other)],
            suggestions=self.suggestions(customer_id=key),
            handovers=[one for one in self.handovers(ended=True) if self._rows[one.conversation_id].customer_id == key][::-1],
        )

    def customer_export(self, customer_id: int) -> dict[str, object]:
        return {"customer": {"name": self._people[customer_id].name}, "messages": []}

    def set_name(self, customer_id: int, name: str) -> str:
        return self._care(customer_id, "name", name)

    def set_tags(self, customer_id: int, tags: Sequence[str]) -> tuple[str, ...]:
        return self._care(customer_id, "tags", tuple(tags))

    def set_vip(self, customer_id: int, *, vip: bool) -> bool:
        return self._care(customer_id, "vip", vip)

    def set_notes(self, customer_id: int, notes: str) -> str:
        return self._care(customer_id, "notes", notes)

    def _care(self, customer_id: int, what: str, value: object):
        before = getattr(self._people[customer_id], what)
        self._people[customer_id] = replace(self._people[customer_id], **{what: value})
        return before

    # -- orders
    def orders_of(self, customer_id: int, limit: int = 50) -> list[OrderView]:
        return [view for view in ORDERS if view.customer_id == customer_id][:limit]

    def orders_beside(self, conversation_id: int) -> list[OrderView]:
        row = self._rows[(conversation_id - 1) % len(self._rows) + 1]
        named = {number.lower() for number in row.order_numbers}
        found = [replace(v, mentioned=v.order.number.lstrip("#").lower() in named) for v in self.orders_of(row.customer_id)]
        return sorted(found, key=lambda view: not view.mentioned)

    # -- the telephone
    def log_call(self, note: CallNote) -> LoggedCall:
        if note.customer_id is None and note.number is None and not note.name:
            raise BadInput("Say who called: a number, a name or a customer.")
        self.logged.append(note)
        if note.callback_at is None:
            return LoggedCall(1, None, len(self.logged))
        who = note.customer_id or 1
        number = len(self.to_call) + 1
        self.to_call[number] = Task(number, "callback", who, self._people[who].name, None, note.text, note.callback_at, note.by)
        return LoggedCall(1, number, len(self.logged))

    def unlog_call(self, entry: int) -> None:
        self.logged.pop(entry - 1)
        self.to_call.clear()

    def call_back(self, customer_id: int, hours: float, text: str = "") -> None:
        """Let the shop have promised a call (called by tests, not by the window)."""
        self.strict = False
        self.log_call(CallNote(Direction.IN, self.at, "Saskia", customer_id, text=text, callback_at=self.at + timedelta(hours=hours)))
        self.strict = True

    def tasks(self, *, done: bool = False, customer_id: int | None = None) -> Sequence[Task]:
        found = [t for t in self.to_call.values() if (t.done_at is not None) == done and customer_id in (None, t.customer_id)]
        return sorted(found, key=lambda task: task.due_at)

    def finish_task(self, task_id: int) -> None:
        self.to_call[task_id] = replace(self.to_call[task_id], done_at=self.at)

    def reopen_task(self, task_id: int) -> None:
        self.to_call[task_id] = replace(self.to_call[task_id], done_at=None)
