"""Ordering: the shop's orders beside a conversation, of a customer, by number."""

from app.domain.order import OrderView
from app.pipeline.wiring import Wiring


class Ordering(Wiring):
    """Ordering: the shop's orders beside a conversation, of a customer, by number."""

    def latest_orders(self, limit: int = 50) -> list[OrderView]:
        """Return orders, newest first."""
        with self._house.store.read() as reader:
            return reader.latest_orders(limit)

    def orders_of(self, customer_id: int, limit: int = 50) -> list[OrderView]:
        """Return a customer's orders, newest first."""
        with self._house.store.read() as reader:
            return reader.orders_of(customer_id, limit)

    def orders_beside(self, conversation_id: int) -> list[OrderView]:
        """Return the orders to show beside a conversation: those it mentions first, then the customer's others; never somebody else's.
        Raises NotFound."""
        with self._house.store.read() as reader:
            return reader.orders_beside(conversation_id)

    def orders_with(self, number: str) -> list[OrderView]:
        """Return orders whose number is the given one in any way of writing, newest first."""
        with self._house.store.read() as reader:
            return reader.orders_with(number)

    def order(self, order_id: int) -> OrderView:
        """Return one. Raises NotFound."""
        with self._house.store.read() as reader:
            return reader.order(order_id)
