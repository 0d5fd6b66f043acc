"""People: who is who, a customer's card, and what a person writes on it."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from app.domain.customer_card import CustomerCard
from app.domain.customer_list import CustomerQuery, Facets
from app.domain.handover import SUPERSEDED
from app.domain.identity import JoinCause, JoinRow, Suggestion
from app.domain.message import Handle
from app.domain.ports import CancelCheck
from app.domain.store_ports import UnitOfWork
from app.domain.views import CustomerRow
from app.pipeline.wiring import Wiring

_T = TypeVar("_T")
_EVERYTHING = 1_000_000


class People(Wiring):
    """People: who is who, a customer's card, and what a person writes on it."""

    # -- who is who
    def suggestions(self, limit: int = 200, customer_id: int | None = None) -> list[Suggestion]:
        """Return which customers may be one, likeliest first; those of one customer when given."""
        with self._house.store.read() as reader:
            return reader.suggestions(limit, customer_id)

    def refresh_suggestions(self, cancelled: CancelCheck | None = None) -> int:
        """Compare the customers that something new is known of with all; returns how many were compared. Never while messages come in."""
        if self._coming_in:
            return 0
        from app.pipeline.who import refresh  # with numpy: a look at the queue compares nobody

        return refresh(self._house.store, cancelled)

    def dismiss_pair(self, suggestion_id: int, by: str) -> None:
        """Never suggest these two again. Raises NotFound."""
        self._do(lambda uow: uow.identity.dismiss(suggestion_id, by=by, at=self._house.clock()))

    def take_back_dismissal(self, suggestion_id: int) -> None:
        """Undo a dismissal. Raises NotFound."""
        self._do(lambda uow: uow.identity.take_back_dismissal(suggestion_id))

    def merge(self, a: int, b: int, by: str, why: str = "") -> int:
        """Make one customer of two; returns the number of the join. The one with the lower number stays. Raises NotFound, BadInput."""
        kept, other = sorted((a, b))
        with self._house.store.read() as reader:
            asked = any({s.a, s.b} == {a, b} for s in reader.suggestions(_EVERYTHING, a))
        cause = JoinCause.SUGGESTION if asked else JoinCause.PERSON
        return self._do(lambda uow: uow.identity.merge(kept, other, by=by, cause=cause, why=why, at=self._house.clock()))

    def undo_join(self, join_id: int, by: str = "") -> None:
        """Take a merge or split back, in any order and also after new messages came in. Raises NotFound, BadInput."""
        self._do(lambda uow: uow.identity.undo(join_id, self._house.clock(), by or uow.settings.shop().person or "-"))

    def split(self, customer_id: int, handles: Sequence[Handle], by: str) -> int:
        """Give these handles, with all that came by them, to a new customer; returns the number of the join. Raises NotFound, BadInput."""
        return self._do(lambda uow: uow.identity.split(customer_id, handles, by=by, at=self._house.clock()))

    def joins(self, customer_id: int | None = None, limit: int = 100) -> list[JoinRow]:
        """Return merges and splits, newest first; those a customer took part in when given."""
        with self._house.store.read() as reader:
            return reader.joins(customer_id, limit)

    def share_handle(self, handle: Handle) -> None:
        """Note that several people use this address or number: it joins nobody from now on."""
        self._do(lambda uow: uow.identity.share(handle))

    def duplicate_rate(self) -> tuple[int, int]:
        """Return (records that a sure suggestion or a merge that stands counts as duplicates, all records)."""
        with self._house.store.read() as reader:
            return reader.duplicate_rate()

    # -- the list
    def customer_ids(self, wanted: CustomerQuery | None = None) -> list[int]:
        """Return customer ids in list order."""
        wanted = wanted or CustomerQuery()
        with self._house.store.read() as reader:
            if not wanted.promised:
                return reader.customer_ids(wanted)
            from app.pipeline.promises import promised_in  # looks for words in what the shop sent: only who asks for it waits for that

            return reader.customer_ids(wanted, promised_in(reader, self._house.clock()))

    def customer_rows(self, ids: Sequence[int]) -> list[CustomerRow]:
        """Return list rows for these ids (ask for what is visible)."""
        with self._house.store.read() as reader:
            return reader.customer_rows(ids)

    def customer_facets(self) -> Facets:
        """Return what customers can be told apart by: tags in use, channels."""
        with self._house.store.read() as reader:
            return reader.customer_facets()

    # -- the card
    def customer_card(self, customer_id: int) -> CustomerCard:
        """Return everything the card of a customer shows. Raises NotFound."""
        from app.pipeline.asked_before import asked_before  # these look for words in every message: a list needs neither
        from app.pipeline.promises import open_promises

        with self._house.store.read() as reader:
            row, timeline = reader.customer(customer_id), reader.timeline(customer_id)
            return CustomerCard(
                row,
                timeline,
                orders=reader.orders_of(customer_id),
                tasks=reader.tasks(customer_id=customer_id),
                promises=open_promises(timeline, self._house.clock()),
                asked_before=asked_before(timeline),
                joins=reader.joins(customer_id),
                suggestions=reader.suggestions(customer_id=customer_id),
                handovers=[row for row in reader.handovers(ended=True, customer_id=customer_id) if row.outcome != SUPERSEDED][::-1],
            )

    def customer_export(self, customer_id: int) -> dict[str, Any]:
        """Return all that is kept of a customer, as plain values for a JSON file. Raises NotFound."""
        from app.pipeline.customer_export import exported

        with self._house.store.read() as reader:
            return exported(reader, customer_id)

    def set_name(self, customer_id: int, name: str) -> str:
        """Rename a customer; returns the name before. Raises NotFound."""
        return self._do(lambda uow: uow.care.set_name(customer_id, name))

    def set_tags(self, customer_id: int, tags: Sequence[str]) -> tuple[str, ...]:
        """Replace a customer's tags; returns those before. Raises NotFound."""
        return self._do(lambda uow: uow.care.set_tags(customer_id, tags))

    def set_vip(self, customer_id: int, *, vip: bool) -> bool:
        """Mark a customer as VIP or not; returns whether it was. Raises NotFound."""
        return self._do(lambda uow: uow.care.set_vip(customer_id, vip=vip))

    def set_notes(self, customer_id: int, notes: str) -> str:
        """Replace what is noted of a customer; returns the notes before. Raises NotFound."""
        return self._do(lambda uow: uow.care.set_notes(customer_id, notes))

    def _do(self, act: Callable[[UnitOfWork], _T]) -> _T:
        with self._house.store.write() as uow:
            result = act(uow)
            uow.commit()
        return result
