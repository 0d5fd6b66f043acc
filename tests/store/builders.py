"""Builders of messages for tests: only what matters is said, the rest is made up."""

from datetime import UTC, datetime, timedelta
from itertools import count

from app.domain.message import (
    Attachment,
    Channel,
    Direction,
    Handle,
    HandleKind,
    IncomingMessage,
    Kind,
    MailHeaders,
    Party,
    Remote,
    fingerprint_of,
)
from app.domain.store_ports import NewMessage, UnitOfWork
from app.domain.verdict import Verdict

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SHOP = Handle(HandleKind.EMAIL, "info@winkel.example")
_numbers = count(1)


def at(minutes: float) -> datetime:
    """Return a time so many minutes after the start."""
    return START + timedelta(minutes=minutes)


def email(address: str) -> Handle:
    """Return a mail handle."""
    return Handle(HandleKind.EMAIL, address)


def incoming(
    text: str = "Waar blijft mijn pakket?",
    *,
    minutes: float | None = None,
    sent_at: datetime | None = None,
    sender: str = "Noor Kramer",
    address: str = "noor@klant.example",
    direction: Direction = Direction.IN,
    channel: Channel = Channel.IMAP,
    kind: Kind = Kind.MESSAGE,
    subject: str = "Vraag",
    message_id: str = "",
    in_reply_to: str = "",
    references: tuple[str, ...] = (),
    extra: dict[str, str] | None = None,
    new_text: str | None = None,
    html: str = "",
    attachments: tuple[Attachment, ...] = (),
    remote: Remote | None = None,
    fingerprint: str = "",
    warnings: tuple[str, ...] = (),
) -> IncomingMessage:
    """Return a message as a channel reads it; sent by the customer to the shop, or the other way round."""
    n = next(_numbers)
    customer, shop = Party(sender, (email(address),)), Party("De Fietshoek", (SHOP,))
    out = direction is Direction.OUT
    message_id = message_id or f"m{n}@klant.example"
    return IncomingMessage(
        channel=channel,
        fingerprint=fingerprint or fingerprint_of("test", str(n)),
        conversation_key=f"key-{n}",
        sent_at=sent_at or at(n if minutes is None else minutes),
        direction=direction,
        sender=shop if out else customer,
        recipients=(customer,) if out else (shop,),
        text=text,
        new_text=text if new_text is None else new_text,
        native_id=message_id,
        kind=kind,
        subject=subject,
        html=html,
        attachments=attachments,
        headers=MailHeaders(message_id, in_reply_to, references, extra or {}) if channel.is_mail else None,
        warnings=warnings,
        remote=remote,
    )


def conversation(
    uow: UnitOfWork, *, name: str = "Noor Kramer", address: str = "noor@klant.example", subject: str = "Vraag"
) -> tuple[int, int]:
    """Make a conversation (and its customer, when the address is new); returns (conversation id, customer id)."""
    handle = email(address)
    customer = uow.customers.by_handles([handle]).get(handle) or uow.customers.add(name, [handle], START)
    key = f"conversation-{next(_numbers)}"
    return uow.conversations.add(Channel.IMAP, key, customer, subject, subject.lower(), START), customer


def keep(uow: UnitOfWork, place: tuple[int, int], *messages: IncomingMessage, verdict: Verdict | None = None) -> list[int]:
    """Add messages to a conversation."""
    return uow.messages.add([NewMessage(m, *place, verdict) for m in messages])
