"""Help Scout: conversations as its API gives them (`_embedded.conversations`, an array, an object a line), with their threads,
in the conversation or in a file of their own that bears its number.

A thread of type `note` is internal, a `lineitem` says what the helpdesk did; drafts were never sent.
"""

from collections.abc import Mapping

from app.domain.message import Kind
from app.parsing.helpdesk import Comment, HelpdeskReader, Said, Ticket, attachments_of, dig, moment, person, rows, text, words_of
from app.parsing.helpdesk_records import Record

_KEYS = frozenset(
    {"primaryCustomer", "mailboxId", "mailbox", "threads", "folderId", "createdBy", "userUpdatedAt", "closedBy", "customFields"}
)


def _is_conversation(record: Record) -> bool:
    return "number" in record and (len(_KEYS & record.keys()) >= 2 or isinstance(dig(record, "_embedded", "threads"), list))


def _ticket(record: Record, _people: Mapping[str, Record], country: str, where: str) -> Ticket:
    customer = person(_known(record.get("primaryCustomer") or record.get("customer")), country)
    threads = rows(dig(record, "_embedded", "threads")) or rows(record.get("threads")) or rows(record.get("said"))
    kept = [t for t in threads if t.get("state") not in ("draft", "hidden") and (t.get("body") or t.get("action"))]
    said = [_comment(thread, country) for thread in kept if thread.get("type") != "lineitem"]
    return Ticket(
        "helpscout",
        text(record["number"]),
        customer,
        said or [Comment("preview", moment(record.get("createdAt")), customer, words_of(record.get("preview")), inward=True)],
        text(record.get("subject")),
        left_out=record.get("state") == "deleted" or record.get("status") == "spam",
        bare=not said,
        where=where,
    )


def _known(value: object) -> Record:
    """Return a person as `person` takes one: addresses and numbers stand in lists or alone."""
    told = value if isinstance(value, dict) else {}
    emails, phones = rows(dig(told, "_embedded", "emails")), rows(dig(told, "_embedded", "phones"))
    return {
        **told,
        "email": told.get("email") or (emails[0].get("value") if emails else ""),
        "phone": told.get("phone") or (phones[0].get("value") if phones else ""),
    }


def _comment(thread: Record, country: str) -> Comment:
    kind = text(thread.get("type"))
    by = thread.get("createdBy")
    author = by if isinstance(by, dict) else {}
    inward = kind == "customer" or (kind in ("chat", "phone", "beaconchat") and author.get("type") == "customer")
    who = person(_known(thread.get("customer") if inward and not author.get("email") else author), country)
    return Comment(
        text(thread.get("id")),
        moment(thread.get("createdAt")),
        who,
        words_of(thread.get("body")),
        inward=inward,
        internal=kind == "note",
        kind=Kind.CALL if kind == "phone" else Kind.MESSAGE,
        attachments=attachments_of(dig(thread, "_embedded", "attachments"), thread.get("attachments")),
    )


def _is_said(record: Record) -> bool:
    return "number" not in record and {"type", "state", "createdAt"} <= record.keys() and bool({"body", "action"} & record.keys())


READER = HelpdeskReader(
    ("conversations", "items"), _is_conversation, _ticket, said=Said("said", _is_said, ("threads",), owner="conversationId")
)
