"""Intercom: conversations as its API gives them. The first message lies in `source` (before 2019 in `conversation_message`), the others in
`conversation_parts`, or in a file of their own.

A part of type `note` is internal; parts without words (assigned, closed ...) say nothing. Times are seconds since 1970.
"""

from collections.abc import Mapping

from app.parsing.chat_messages import Speaker
from app.parsing.helpdesk import Comment, HelpdeskReader, Said, Ticket, attachments_of, dig, moment, person, rows, text, words_of
from app.parsing.helpdesk_records import Record

_CUSTOMERS = frozenset({"user", "lead", "contact"})


def _source(record: Record) -> Record | None:
    found = record.get("source") or record.get("conversation_message")
    return found if isinstance(found, dict) else None


def _is_conversation(record: Record) -> bool:
    return _source(record) is not None and ("conversation_parts" in record or record.get("type") == "conversation")


def _ticket(record: Record, contacts: Mapping[str, Record], country: str, where: str) -> Ticket:
    source = _source(record) or {}
    parts = rows(dig(record, "conversation_parts", "conversation_parts")) or rows(record.get("conversation_parts"))
    customer = _customer(record, source, parts, contacts, country)
    opening = {**source, "created_at": record.get("created_at"), "id": source.get("id") or "source"}
    said = [_comment(part, customer, country) for part in (opening, *parts) if words_of(part.get("body")) or rows(part.get("attachments"))]
    return Ticket("intercom", text(record.get("id")), customer, said, words_of(source.get("subject"), record.get("title")), where=where)


def _customer(record: Record, source: Record, parts: list[Record], contacts: Mapping[str, Record], country: str) -> Speaker:
    authors = [a for part in (source, *parts) if isinstance(a := part.get("author"), dict) and a.get("type") in _CUSTOMERS]
    listed = rows(dig(record, "contacts", "contacts")) or rows(record.get("contacts"))
    user = record.get("user")
    found = authors[0] if authors else listed[0] if listed else user if isinstance(user, dict) else {}
    return person({**found, **contacts.get(text(found.get("id")), {})}, country)


def _comment(part: Record, customer: Speaker, country: str) -> Comment:
    author = part.get("author") if isinstance(part.get("author"), dict) else {}
    inward = dig(part, "author", "type") in _CUSTOMERS
    who = person(author, country)
    return Comment(
        text(part.get("id")),
        moment(part.get("created_at")),
        customer if inward and (who.identity == customer.identity or not who.identity) else who,
        words_of(part.get("body")),
        inward=inward,
        internal=part.get("part_type") == "note",
        attachments=attachments_of(part.get("attachments")),
    )


def _is_contact(record: Record) -> bool:
    return "id" in record and bool({"email", "phone", "external_id"} & record.keys()) and "source" not in record


def _is_said(record: Record) -> bool:
    return "part_type" in record and "conversation_id" in record


READER = HelpdeskReader(
    ("conversations", "data"),
    _is_conversation,
    _ticket,
    ("contacts",),
    _is_contact,
    Said("conversation_parts", _is_said, ("conversation_parts", "data"), owner="conversation_id"),
)
