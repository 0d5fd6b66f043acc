"""Freshdesk: tickets as JSON (an array, `tickets`, or the account export's `helpdesk_ticket` objects) or XML (the older account export),
with their conversations in the tickets or in files of their own.

A conversation that is `private` is an internal note, one that is `incoming` the customer's. Sources: 3 is the telephone.
"""

from collections.abc import Mapping

from app.domain.message import Kind
from app.parsing.chat_messages import Speaker
from app.parsing.helpdesk import Comment, HelpdeskReader, Said, Ticket, attachments_of, dig, moment, person, rows, text, words_of
from app.parsing.helpdesk_records import Record

_TICKET_KEYS = frozenset({"responder_id", "source", "status", "priority", "description_text", "fwd_emails", "custom_fields", "due_by"})
_PHONE, _OUTBOUND = "3", "10"
"""Sources of a ticket; with the latter the shop wrote first."""


def _inner(record: Record) -> Record:
    inner = record.get("helpdesk_ticket")
    return inner if isinstance(inner, dict) else record


def _is_ticket(record: Record) -> bool:
    ticket = _inner(record)
    sure = "helpdesk_ticket" in record or "responder_id" in ticket or "description_text" in ticket
    return sure and "subject" in ticket and len(_TICKET_KEYS & ticket.keys()) >= 3


def _is_said(record: Record) -> bool:
    return "subject" not in record and "user_id" in record and bool({"incoming", "private"} & record.keys())


def _is_contact(record: Record) -> bool:
    if isinstance(record.get("contact"), dict):  # an agent
        return "id" in record
    return "id" in record and "subject" not in record and bool({"email", "phone", "mobile"} & record.keys())


def _ticket(record: Record, contacts: Mapping[str, Record], country: str, where: str) -> Ticket:
    ticket = _inner(record)
    customer = _customer(ticket, contacts, country)
    first = Comment(
        "description",
        moment(ticket.get("created_at")),
        customer,
        words_of(ticket.get("description_text"), ticket.get("description_html"), ticket.get("description")),
        inward=text(ticket.get("source")) != _OUTBOUND,
        kind=Kind.CALL if text(ticket.get("source")) == _PHONE else Kind.MESSAGE,
        attachments=attachments_of(ticket.get("attachments")),
    )
    notes = (*rows(ticket.get("notes")), *rows(ticket.get("helpdesk_notes")))
    later = [c for c in (*rows(ticket.get("conversations")), *map(_note, notes)) if not c.get("deleted")]
    return Ticket(
        "freshdesk",
        text(ticket.get("display_id") or ticket.get("id")),
        customer,
        [first, *(_comment(c, customer, contacts, country) for c in later)],
        text(ticket.get("subject")),
        left_out=bool(ticket.get("spam") or ticket.get("deleted")),
        bare=not {"conversations", "notes", "helpdesk_notes"} & ticket.keys(),
        where=where,
    )


def _note(note: Record) -> Record:
    """The account export wraps each note once more."""
    inner = note.get("note") or note.get("helpdesk_note")
    return inner if isinstance(inner, dict) else note


def _customer(ticket: Record, contacts: Mapping[str, Record], country: str) -> Speaker:
    known = ticket.get("requester") or contacts.get(text(ticket.get("requester_id")))
    told = known if isinstance(known, dict) else {}
    name = "" if told.get("name") else text(ticket.get("requester_name"))
    return person({"id": ticket.get("requester_id"), **told}, country, name=name, address=text(told.get("email") or ticket.get("email")))


def _comment(comment: Record, customer: Speaker, contacts: Mapping[str, Record], country: str) -> Comment:
    author = text(comment.get("user_id"))
    inward = comment.get("incoming") is True
    known = contacts.get(author, {})
    agent = person(
        {"id": author, **known, **(dig(known, "contact") or {})},
        country,
        address=text(comment.get("from_email") or dig(comment, "user", "email")),
    )
    return Comment(
        text(comment.get("id")),
        moment(comment.get("created_at")),
        customer if inward else agent,
        words_of(comment.get("body_text"), comment.get("body"), comment.get("body_html")),
        inward=inward,
        internal=comment.get("private") is True and not inward,
        attachments=attachments_of(comment.get("attachments")),
    )


READER = HelpdeskReader(
    ("tickets", "helpdesk_tickets"),
    _is_ticket,
    _ticket,
    ("contacts", "users", "agents"),
    _is_contact,
    Said("conversations", _is_said, ("conversations",)),
)
