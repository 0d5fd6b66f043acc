"""All that is kept of a customer, as plain values: what a person may ask the shop for."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from app.domain.store_ports import Reader

_ALL = 1_000_000


def exported(reader: Reader, customer_id: int) -> dict[str, Any]:
    """Return a customer with handles, messages, transcripts of recordings, orders, tasks, merges and splits. Times are ISO 8601 (UTC),
    amounts text. Raises NotFound."""
    timeline = reader.timeline(customer_id, _ALL)
    transcripts = reader.transcripts([file.id for message in timeline for file in message.attachments])
    kept = {
        "customer": asdict(reader.customer(customer_id)),
        "messages": [asdict(message) for message in timeline],
        "transcripts": [asdict(kept) for kept in transcripts.values()],
        "orders": [asdict(view.order) for view in reader.orders_of(customer_id, _ALL)],
        "tasks": [asdict(task) for done in (False, True) for task in reader.tasks(done=done, customer_id=customer_id)],
        "joins": [asdict(join) for join in reader.joins(customer_id, _ALL)],
    }
    plain: dict[str, Any] = _plain(kept)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(inner) for inner in value]
    return value
