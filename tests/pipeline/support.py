"""What pipeline tests share: a sorter that says what the text says, and short ways to keep and look."""

from collections.abc import Sequence
from datetime import UTC, datetime

from app.domain.message import IncomingMessage
from app.domain.ports import MessageContext
from app.domain.shop import ShopSettings
from app.domain.verdict import Category, Urgency, Verdict
from app.pipeline.receive import Kept, keep
from app.pipeline.sort import judge
from app.store import SqliteStore

NOW = datetime(2026, 3, 22, 12, 0, tzinfo=UTC)
"""Some weeks after the first made-up message; what waited longer than a month would count as history."""
SHOP = ShopSettings(shop_name="De Fietshoek", own_addresses=("info@fietshoek.example",))


class WordSorter:
    """A sorter that finds spam by the word "loterij" and thanks by the word "bedankt"."""

    def judge(self, text: str, context: MessageContext) -> Verdict:
        if "loterij" in text:
            return Verdict("nl", 1.0, Category.SPAM, urgency=Urgency.NONE, spam=0.99)
        if "bedankt" in text:
            return Verdict("nl", 1.0, urgency=Urgency.NONE)
        return Verdict("nl", 1.0, urgency=Urgency.NOW if "spoed" in text else Urgency.NORMAL)

    def judge_many(self, items: Sequence[tuple[str, MessageContext]]) -> list[Verdict]:
        return [self.judge(text, context) for text, context in items]


def take_in(store: SqliteStore, *messages: IncomingMessage, now: datetime = NOW) -> Kept:
    """Keep one batch."""
    with store.write() as uow:
        kept = keep(uow, judge(messages, WordSorter()), SHOP, now)
        uow.commit()
    return kept
