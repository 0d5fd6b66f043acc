"""Words for what a file is, what its columns hold, and what came of it. No Qt."""

from collections.abc import Collection, Sequence

from app.domain.importing import Undone
from app.domain.message import Channel
from app.domain.reading import Look
from app.domain.text import N_
from app.domain.views import ImportReport
from app.system.i18n import _, ngettext, number_text
from app.ui.dialogs.importing.work import KNOWLEDGE, ORDERS, Added
from app.ui.words import channel_icon, channel_word

PROBLEMS = 500
"""Lines of what was not understood that are shown."""
FIELDS: dict[str, str] = {
    "address": N_("Mail address"),
    "bill_city": N_("City (invoice)"),
    "bill_country": N_("Country (invoice)"),
    "bill_postcode": N_("Postcode (invoice)"),
    "bill_street": N_("Street (invoice)"),
    "cancelled": N_("Cancelled on"),
    "city": N_("City"),
    "connect": N_("Picked up at"),
    "cons": N_("Minus points"),
    "conversation": N_("Conversation"),
    "country": N_("Country"),
    "currency": N_("Currency"),
    "date": N_("Date"),
    "direction": N_("Received or sent"),
    "duration": N_("How long"),
    "edited": N_("Changed on"),
    "email": N_("Mail address"),
    "first_name": N_("First name"),
    "from": N_("Number of the caller"),
    "from_name": N_("Name of the caller"),
    "house_number": N_("House number"),
    "id": N_("Its own number"),
    "infix": N_("Middle part of the name"),
    "internal": N_("For the team alone"),
    "kind": N_("Sort of message"),
    "last_name": N_("Last name"),
    "line_type": N_("Sort of order line"),
    "lines": N_("What was ordered"),
    "location": N_("Place"),
    "missed": N_("Missed or not"),
    "more": N_("More text"),
    "name": N_("Name"),
    "native_id": N_("Its own number"),
    "note": N_("Note"),
    "number": N_("Number"),
    "order": N_("Order number"),
    "payment": N_("Way of paying"),
    "payment_status": N_("Paid or not"),
    "phone": N_("Phone number"),
    "phone_2": N_("Second phone number"),
    "postcode": N_("Postcode"),
    "preposition": N_("Middle part of the name"),
    "price": N_("Price of one"),
    "product": N_("Product"),
    "product_id": N_("Number of the product"),
    "pros": N_("Plus points"),
    "public": N_("Seen by the customer"),
    "quantity": N_("How many"),
    "rating": N_("Stars"),
    "recipient": N_("To whom"),
    "recommends": N_("Would recommend"),
    "refunded": N_("Paid back"),
    "reply": N_("Answer of the shop"),
    "reply_date": N_("Date of the answer"),
    "result": N_("Outcome"),
    "sender": N_("Who writes"),
    "ship_first_name": N_("First name (delivery)"),
    "ship_last_name": N_("Last name (delivery)"),
    "ship_name": N_("Name (delivery)"),
    "shipment_status": N_("Sent or not"),
    "shipped": N_("Sent on"),
    "shipping": N_("Way of sending"),
    "sku": N_("Article number"),
    "status": N_("Status"),
    "street": N_("Street"),
    "subject": N_("Subject"),
    "text": N_("Text"),
    "time": N_("Time"),
    "title": N_("Title"),
    "to": N_("Number that was called"),
    "to_name": N_("Name of who was called"),
    "total": N_("Total"),
    "tracking": N_("Track & trace"),
}
"""What a column of a table may hold, by the reader's code."""


def field_word(code: str) -> str:
    """Return what a column holds, for people."""
    return _(FIELDS[code]) if code in FIELDS else code.replace("_", " ").capitalize()


def what_icon(what: str) -> str:
    """Return the icon of what a file was read as."""
    return "box" if what == ORDERS else channel_icon(what) if what else "warning"


def what_word(what: str) -> str:
    """Return what a file was read as."""
    return _("Orders") if what == ORDERS else channel_word(what)


def look_words(look: Look, own: Collection[str]) -> str:
    """Say what a file is: "WhatsApp: chat with Anna". `own` are names of the shop, folded; they are not named."""
    if not look.what:
        return _("Not recognised")
    if look.what in (KNOWLEDGE, ORDERS):
        return _("Knowledge: text for answers") if look.what == KNOWLEDGE else _("Orders")
    word, names = channel_word(look.what), [name for name in look.names if name.casefold() not in own]
    if look.columns is not None:
        word = _("Messages") if look.what == Channel.TABLE else word
        return ngettext("{what}: a table with {n} column", "{what}: a table with {n} columns", len(look.columns.headers)).format(
            what=word, n=len(look.columns.headers)
        )
    other = look.source.partition(":")[2]  # a chat of two is called after its other side, where the file tells which that is
    names = [name for name in names if name.casefold() == other] or names
    if not names:
        return word
    if len(names) == 1:
        return _("{what}: chat with {name}").format(what=word, name=names[0])
    if len(names) == len(look.names) == 2:
        return _("{what}: chat between {one} and {other}").format(what=word, one=names[0], other=names[1])
    return ngettext("{what}: chats with {n} person", "{what}: chats with {n} people", len(names)).format(
        what=word, n=number_text(len(names))
    )


def parts_words(look: Look) -> str:
    """Say what several programs wrote in one archive: "Mail · Google Chat · Google Voice"."""
    return " · ".join(what_word(part.what) for part in look.parts)


def remembered_words(look: Look) -> str:
    """Say what is taken over from the last file of this source; "" where that is nothing that would be asked."""
    me, zone, first = (look.answers.get(name) for name in ("me", "timezone", "day_first"))
    parts = [_("the shop is {name}").format(name=", ".join(map(str, me)))] if isinstance(me, list) and set(me) & set(look.names) else []
    if isinstance(first, bool) and look.date_example:
        parts.append(_("the day comes first in dates") if first else _("the month comes first in dates"))
    if isinstance(zone, str):
        parts.append(_("times are from {zone}").format(zone=zone))
    return _("As answered before: {what}.").format(what=", ".join(parts)) if parts else ""


def offer_words(name: str, what: str, folder: str) -> str:
    """Say that something lies in the watched folder."""
    kind = _("Article") if what == KNOWLEDGE else what_word(what)
    return _("{what}: {file} lies in {folder}. Add it?").format(what=kind, file=name, folder=folder)


def report_words(what: str, report: ImportReport) -> str:
    """Return what came of a file as one sentence."""
    parts = [_new(what, report.new)]
    if report.duplicate:
        parts.append(_("{n} already known").format(n=number_text(report.duplicate)))
    if report.updated:
        parts.append(_("{n} renewed").format(n=number_text(report.updated)))
    if report.customers_new:
        parts.append(ngettext("{n} new customer", "{n} new customers", report.customers_new).format(n=number_text(report.customers_new)))
    if report.failed:
        parts.append(ngettext("{n} place not understood", "{n} places not understood", len(report.failed)).format(n=len(report.failed)))
    if report.notes:
        parts.append(ngettext("{n} remark", "{n} remarks", len(report.notes)).format(n=number_text(len(report.notes))))
    return ", ".join(parts) + "."


def _new(what: str, n: int) -> str:
    if what == KNOWLEDGE:
        return ngettext("{n} new article", "{n} new articles", n).format(n=number_text(n))
    if what == ORDERS:
        return ngettext("{n} new order", "{n} new orders", n).format(n=number_text(n))
    return ngettext("{n} new message", "{n} new messages", n).format(n=number_text(n))


def problem_lines(added: Sequence[Added], most: int = PROBLEMS) -> list[str]:
    """Return what was not understood, then what was left out on purpose, a line for each with its place; of both the first `most`."""
    failed = [one for file in added for one in file.report.failed]
    notes = [one for file in added for one in file.report.notes]
    lines = [_("Not understood:"), *_listed(failed, most)] if failed else []
    return lines + ([_("Left out or to look at:"), *_listed(notes, most)] if notes else [])


def _listed(told: Sequence[tuple[str, str]], most: int) -> list[str]:
    lines = [f"{where}: {_(why)}" for where, why in told[:most]]
    return [*lines, _("and {n} more").format(n=number_text(len(told) - most))] if len(told) > most else lines


def undone_words(undone: Undone) -> str:
    """Say what taking an import back removed, and what stayed."""
    parts = [ngettext("{n} message", "{n} messages", undone.messages).format(n=number_text(undone.messages))]
    if undone.customers:
        parts.append(ngettext("{n} customer", "{n} customers", undone.customers).format(n=number_text(undone.customers)))
    if undone.orders:
        parts.append(ngettext("{n} order", "{n} orders", undone.orders).format(n=number_text(undone.orders)))
    words = _("Taken back: {what}.").format(what=", ".join(parts))
    if not undone.kept:
        return words
    stayed = ngettext(
        "{n} conversation stayed, because somebody answered or wrote in it since.",
        "{n} conversations stayed, because somebody answered or wrote in them since.",
        undone.kept,
    )
    return f"{words} {stayed.format(n=number_text(undone.kept))}"
