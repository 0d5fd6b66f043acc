"""The list of customers: what is asked for, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.domain.message import Channel
from app.domain.views import CustomerRow, MessageView


class CustomerOrder(StrEnum):
    """SEEN: who wrote last comes first. NAME: by name. MESSAGES: who wrote most comes first."""

    SEEN = "seen"
    NAME = "name"
    MESSAGES = "messages"


@dataclass(frozen=True, slots=True)
class CustomerQuery:
    """Which customers. `text` looks in names, addresses and numbers; `waiting`: a conversation needs an answer; `promised`: the shop
    promised something that nothing shows to be done, or has to call back. Empty fields ask for everybody."""

    text: str = ""
    vip: bool = False
    tag: str = ""
    channel: Channel | None = None
    waiting: bool = False
    promised: bool = False
    order: CustomerOrder = CustomerOrder.SEEN


@dataclass(frozen=True, slots=True)
class Facets:
    """What customers can be told apart by: the tags that are in use, and the channels they came by."""

    tags: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()


class CustomerListReader(Protocol):
    """Read models of the list of customers."""

    def customer_ids(self, wanted: CustomerQuery, promised_in: Sequence[int] = ()) -> list[int]:
        """Return ids in list order; `promised_in` are the conversations with an open promise, for `CustomerQuery.promised`."""

    def customer_rows(self, ids: Sequence[int]) -> list[CustomerRow]:
        """Return customers in the order of `ids` (missing ones left out)."""

    def customer_facets(self) -> Facets:
        """Return the tags in use and the channels."""

    def sent_since(self, moment: datetime, limit: int) -> list[MessageView]:
        """Return the last messages that the shop wrote since then, oldest first."""
