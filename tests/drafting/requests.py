"""Requests for the tests of the drafters."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.domain.handover import TRIGGER_WORDS, Follows, HandoverReason, Trigger
from app.domain.knowledge import PassageHit
from app.domain.ports import DraftRequest
from app.domain.shop import ShopSettings
from tests.drafting.passages import passages

ZONE = ZoneInfo("Europe/Amsterdam")
SATURDAY_NIGHT = datetime(2026, 5, 16, 20, 0, tzinfo=UTC)
MONDAY = datetime(2026, 5, 18, 9, 0, tzinfo=ZONE)
PERSON_WANTED = (HandoverReason(Trigger.ASKED_FOR_PERSON, Follows.HAND_OVER, TRIGGER_WORDS[Trigger.ASKED_FOR_PERSON]),)
SHOP = ShopSettings(shop_name="Kleiwerk", person="Petra Smit")


def hits(*languages):
    found = [passage for language in languages for passage in passages(language)]
    return [PassageHit(passage, 0.5) for passage in found]


def request(question, language="nl", **changes):
    """Return a request; the shop is open unless `next_opening` is changed."""
    values = {
        "question": question,
        "language": language,
        "customer_name": "Jan de Vries",
        "retrieved": hits(language if language in ("nl", "en", "de", "fr") else "en"),
        "answerable": 0.9,
        "shop": SHOP,
        "now": SATURDAY_NIGHT,
        "next_opening": SATURDAY_NIGHT.astimezone(ZONE),
    }
    return DraftRequest(**(values | changes))
