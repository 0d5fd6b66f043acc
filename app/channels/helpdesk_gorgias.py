"""Gorgias: tickets with their messages, as its API gives them. A message that is not `public` is an internal note."""

from collections.abc import Mapping

from app.domain.message import Kind
from app.parsing.helpdesk import Comment, HelpdeskReader, Said, Ticket, attachments_of, moment, person, rows, text, words_of
from app.parsing.helpdesk_records import Record

_KEYS = frozenset({"created_datetime", "updated_datetime", "opened_datetime", "assignee_user", "messages_count", "via", "is_unread"})


def _is_ticket(record: Record) -> bool:
    return (
        "id" in record
        and "ticket_id" not in record
        and "created_datetime" in record
        and ("messages" in record or len(_KEYS & record.keys()) >= 3)
    )


def _ticket(record: Record, _people: Mapping[str, Record], country: str, where: str) -> Ticket:
    told = record.get("customer") or record.get("requester")
    customer = person(told if isinstance(told, dict) else {}, country)
    said = [_comment(message, country) for message in rows(record.get("messages"))]
    first = Comment("excerpt", moment(record.get("created_datetime")), customer, words_of(record.get("excerpt")), inward=True)
    return Ticket(
        "gorgias",
        text(record["id"]),
        customer,
        said or [first],
        text(record.get("subject")),
        left_out=bool(record.get("spam") or record.get("trashed_datetime")),
        bare=not said,
        where=where,
    )


def _comment(message: Record, country: str) -> Comment:
    sender = message.get("sender")
    return Comment(
        text(message.get("id")),
        moment(message.get("sent_datetime")) or moment(message.get("created_datetime")),
        person(sender if isinstance(sender, dict) else {}, country),
        words_of(message.get("body_text"), message.get("body_html"), message.get("stripped_text")),
        inward=message.get("from_agent") is False,
        internal=message.get("public") is False or message.get("channel") == "internal-note",
        kind=Kind.CALL if message.get("channel") == "phone" else Kind.MESSAGE,
        attachments=attachments_of(message.get("attachments")),
    )


def _is_said(record: Record) -> bool:
    return "ticket_id" in record and "from_agent" in record


READER = HelpdeskReader(("data", "tickets"), _is_ticket, _ticket, said=Said("messages", _is_said, ("data", "messages")))
