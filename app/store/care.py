"""What a person writes on a customer's card."""

from collections.abc import Sequence
from typing import Any

from app.domain.errors import NotFound
from app.store.codec import dump, plain, strings
from app.store.customers import NO_CUSTOMER
from app.store.fold import fold
from app.store.sql import Sql


class CareOfCustomers:
    """The CareRepository."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def set_name(self, customer_id: int, name: str) -> str:
        """Rename; returns the name before. Raises NotFound."""
        before = self._set(customer_id, "name", plain(name))
        self._set(customer_id, "folded_name", fold(name))
        return str(before)

    def set_tags(self, customer_id: int, tags: Sequence[str]) -> tuple[str, ...]:
        """Replace the tags (each once, without empty ones); returns those before. Raises NotFound."""
        wanted = dict.fromkeys(plain(tag.strip()) for tag in tags if tag.strip())
        return strings(self._set(customer_id, "tags", dump(list(wanted))))

    def set_vip(self, customer_id: int, *, vip: bool) -> bool:
        """Mark as VIP or not; returns whether it was. Raises NotFound."""
        return bool(self._set(customer_id, "vip", vip))

    def set_notes(self, customer_id: int, notes: str) -> str:
        """Replace the notes; returns those before. Raises NotFound."""
        return str(self._set(customer_id, "notes", plain(notes)))

    def _set(self, customer_id: int, column: str, value: object) -> Any:
        row = self._sql.row(f"SELECT {column} FROM customers WHERE id = ?", (customer_id,))  # noqa: S608 - our own names
        if row is None:
            raise NotFound(NO_CUSTOMER, id=customer_id)
        self._sql.run(f"UPDATE customers SET {column} = ? WHERE id = ?", (value, customer_id))  # noqa: S608 - our own names
        return row[0]
