"""What a job may have changed."""

from enum import StrEnum


class Changed(StrEnum):
    """Told by the schedule after a job changed something, so that what shows it looks anew."""

    OUTBOX = "outbox"
    MAIL = "mail"
    DRAFTS = "drafts"
    GOLDEN = "golden"
    PEOPLE = "people"
    OFFERS = "offers"
