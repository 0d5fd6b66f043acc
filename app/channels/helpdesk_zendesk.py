"""Zendesk: the account export as JSON (tickets an object a line, an array, or in `tickets`) or XML, with comments in the tickets or in
files of their own (as its API and incremental export give them), and beside it the users.

The first comment is the description; a comment that is not public is an internal note.
"""

from collections.abc import Mapping
from typing import Any

from app.parsing.chat_messages import Speaker
from app.parsing.helpdesk import Comment, HelpdeskReader, Said, Ticket, attachments_of, dig, moment, person, rows, text, words_of
from app.parsing.helpdesk_records import Record

_USER_KEYS = frozenset({"role", "email", "name", "active", "verified", "time_zone"})
_TICKET_KEYS = frozenset({"requester_id", "submitter_id", "assignee_id", "status", "via", "raw_subject", "organization_id", "requester"})

_FRESHDESK = frozenset({"responder_id", "description_text", "conversations"})


def _plain(record: Record) -> Record:
    """The XML export has names of its own."""
    if "nice_id" not in record:
        return record
    return {**record, "id": record["nice_id"], "comments": [_plain_comment(said) for said in rows(record.get("comments"))]}


def _plain_comment(said: Record) -> dict[str, Any]:
    return {**said, "body": said.get("value"), "public": said.get("is_public")}


def _is_said(record: Record) -> bool:
    return "subject" not in record and "author_id" in record and bool({"body", "html_body", "plain_body"} & record.keys())


def _is_ticket(record: Record) -> bool:
    record = _plain(record)
    if "id" not in record or "subject" not in record or not _FRESHDESK.isdisjoint(record):
        return False
    return len(_TICKET_KEYS & record.keys()) >= 3 or ("requester_id" in record and isinstance(record.get("comments"), list))


def _is_user(record: Record) -> bool:
    return "id" in record and "subject" not in record and len(_USER_KEYS & record.keys()) >= 2


def _ticket(record: Record, users: Mapping[str, Record], country: str, where: str) -> Ticket:
    record = _plain(record)
    customer = _customer(record, users, country)
    said = [_comment(comment, customer, record, users, country) for comment in rows(record.get("comments"))]
    first = Comment("description", moment(record.get("created_at")), customer, words_of(record.get("description")), inward=True)
    return Ticket(
        "zendesk",
        text(record["id"]),
        customer,
        said or [first],
        text(record.get("raw_subject") or record.get("subject")),
        left_out=record.get("status") == "deleted" or "spam" in (record.get("tags") or ()),
        bare=not said,
        where=where,
    )


def _customer(record: Record, users: Mapping[str, Record], country: str) -> Speaker:
    known = users.get(text(record.get("requester_id"))) or record.get("requester")
    if isinstance(known, dict):
        return person(known, country)
    source = dig(record, "via", "source", "from")
    told = source if isinstance(source, dict) else {}
    return person({"id": record.get("requester_id")}, country, name=text(told.get("name")), address=text(told.get("address")))


def _comment(comment: Record, customer: Speaker, ticket: Record, users: Mapping[str, Record], country: str) -> Comment:
    author = text(comment.get("author_id"))
    asker = author == text(ticket.get("requester_id"))
    known = users.get(author, {})
    return Comment(
        text(comment.get("id")),
        moment(comment.get("created_at")),
        customer if asker else person({"id": author, **known}, country),
        words_of(comment.get("plain_body"), comment.get("body"), comment.get("html_body")),
        inward=asker or known.get("role") == "end-user",
        internal=comment.get("public") is False,
        attachments=attachments_of(comment.get("attachments")),
    )


READER = HelpdeskReader(
    ("tickets",), _is_ticket, _ticket, ("users",), _is_user, Said("comments", _is_said, ("comments", "ticket_comments"))
)
