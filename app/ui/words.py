"""Words for codes: channels, moods, urgency, categories, states, flags, ages. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.draft import DraftState, FlagKind
from app.domain.message import Channel, Handle, HandleKind
from app.domain.text import N_
from app.domain.translation import language_name
from app.domain.views import Box, ConversationRow
from app.system.i18n import _, day_text, local, moment_text, number_text, short_span_text, time_text

BOXES: dict[Box, str] = {
    Box.QUEUE: N_("Needs an answer"),
    Box.OPEN: N_("Open"),
    Box.HANDED: N_("Handed over"),
    Box.SNOOZED: N_("Snoozed"),
    Box.CLOSED: N_("Closed"),
    Box.JUNK: N_("Junk"),
}
CHANNELS: dict[str, str] = {
    Channel.IMAP: N_("Mail"),
    Channel.MAILFILE: N_("Mail"),
    Channel.WHATSAPP: N_("WhatsApp"),
    Channel.TELEGRAM: N_("Telegram"),
    Channel.MESSENGER: N_("Messenger"),
    Channel.INSTAGRAM: N_("Instagram"),
    Channel.X: N_("X"),
    Channel.SMS: N_("Text message"),
    Channel.SIGNAL: N_("Signal"),
    Channel.REVIEW: N_("Review"),
    Channel.SURVEY: N_("Survey"),
    Channel.FORM: N_("Form"),
    Channel.CALL: N_("Phone call"),
    Channel.HELPDESK: N_("Help desk"),
    Channel.TABLE: N_("Table"),
    "knowledge": N_("Knowledge: text for answers"),
    "default": N_("Everything else"),
}
CHANNEL_ICONS: dict[str, str] = {
    Channel.IMAP: "mail",
    Channel.MAILFILE: "mail",
    Channel.CALL: "phone",
    Channel.GOOGLE_VOICE: "phone",
    Channel.FORM: "form",
    Channel.SURVEY: "form",
    Channel.TABLE: "form",
    Channel.REVIEW: "quote",
    "knowledge": "knowledge",
}
EMOTIONS: dict[str, str] = {
    "angry": N_("Angry"),
    "frustrated": N_("Frustrated"),
    "worried": N_("Worried"),
    "neutral": N_("Neutral"),
    "pleased": N_("Pleased"),
}
URGENCIES: tuple[str, ...] = (N_("No answer needed"), N_("Normal"), N_("Today"), N_("Now"))
LANGUAGES: dict[str, str] = {"nl": N_("Dutch"), "en": N_("English"), "de": N_("German"), "fr": N_("French"), "und": N_("Language unsure")}
CATEGORIES: dict[str, str] = {
    "order_status": N_("Order status"),
    "return_exchange": N_("Return or exchange"),
    "refund": N_("Refund"),
    "complaint": N_("Complaint"),
    "defect_warranty": N_("Defect or warranty"),
    "product_question": N_("Product question"),
    "price_quote": N_("Price or quote"),
    "appointment": N_("Appointment"),
    "invoice_payment": N_("Invoice or payment"),
    "account": N_("Account"),
    "privacy_request": N_("Privacy request"),
    "cancellation": N_("Cancellation"),
    "compliment_review": N_("Compliment"),
    "supplier_business": N_("Supplier or business"),
    "newsletter": N_("Newsletter"),
    "spam": N_("Spam"),
    "auto_reply_bounce": N_("Automatic reply"),
    "other": N_("Other"),
}
DRAFT_STATES: dict[DraftState, str] = {
    DraftState.PROPOSED: N_("Proposed"),
    DraftState.APPROVED: N_("Waiting to leave"),
    DraftState.SENDING: N_("Sending"),
    DraftState.SENT: N_("Sent"),
    DraftState.FAILED: N_("Not sent"),
    DraftState.UNSURE: N_("Not sure"),
    DraftState.RETIRED: N_("Overtaken"),
    DraftState.SHELVED: N_("Put aside"),
}
FLAGS: dict[FlagKind, str] = {
    FlagKind.MONEY: N_("Money"),
    FlagKind.PROMISE: N_("Promise"),
    FlagKind.UNSUPPORTED: N_("No source"),
    FlagKind.INSTRUCTION: N_("Reads like an order to the computer"),
    FlagKind.LINK: N_("Link"),
    FlagKind.NAME: N_("Name"),
    FlagKind.DATE: N_("Date"),
    FlagKind.NUMBER: N_("Number"),
    FlagKind.LANGUAGE: N_("Language"),
    FlagKind.FORM_OF_ADDRESS: N_("Form of address"),
    FlagKind.VARIABLE: N_("Not filled in"),
    FlagKind.OTHER_CUSTOMER: N_("Another customer"),
    FlagKind.LEGAL: N_("Legal"),
    FlagKind.BANNED: N_("Not to be said"),
    FlagKind.SUSPICION: N_("Not what it seems"),
    FlagKind.HANDOVER: N_("For a person"),
    FlagKind.PARTLY: N_("Not all is answered"),
    FlagKind.HINT: N_("Hint"),
    FlagKind.ENGINE: N_("Language model"),
}


@dataclass(frozen=True, slots=True)
class Age:
    """How a conversation stands against the promised reply time: words, an icon and a colour token, all three saying the same."""

    text: str
    icon: str
    token: str


def age_of(row: ConversationRow, now: datetime) -> Age:
    """Return how long is left, how late it is, or when the last message came when nothing waits."""
    if row.waiting_since is None or row.due_at is None:
        return Age(when_text(row.last_at, now), "", "ink_soft")
    left = row.due_at - now
    if left < timedelta(0):
        return Age(_("{time} late").format(time=short_span_text(-left)), "late", "bad")
    soon = left < timedelta(hours=2)
    return Age(_("{time} left").format(time=short_span_text(left)), "clock", "warn" if soon else "ink_soft")


def when_text(moment: datetime, now: datetime) -> str:
    """Return the time for today, a day for older."""
    there, here = local(moment), local(now)
    if there.date() == here.date():
        return time_text(moment)
    if there.date() == here.date() - timedelta(days=1):
        return _("yesterday")
    return moment_text(moment).rsplit(" ", 1)[0]


def day_heading(moment: datetime, now: datetime) -> str:
    """Return the heading of a day in a timeline."""
    there, here = local(moment).date(), local(now).date()
    if there == here:
        return _("Today")
    if there == here - timedelta(days=1):
        return _("Yesterday")
    return day_text(moment)


def channel_word(channel: str) -> str:
    """Return a channel's name for people."""
    return _(CHANNELS.get(channel, channel.replace("_", " ").title()))


def channel_icon(channel: str) -> str:
    """Return the icon of a channel; what is not mail, phone or form is a chat."""
    return CHANNEL_ICONS.get(channel, "chat")


def language_word(code: str) -> str:
    """Return a language's name, or its code when it has no word here."""
    return _(LANGUAGES[code]) if code in LANGUAGES else _(language_name(code))


def category_word(code: str) -> str:
    """Return a category's name; a shop's own categories are shown as they are written."""
    return _(CATEGORIES[code]) if code in CATEGORIES else code


def emotion_word(code: str) -> str:
    """Return a mood's name."""
    return _(EMOTIONS.get(code, code))


def urgency_word(urgency: int) -> str:
    """Return the words of an urgency 0 to 3."""
    return _(URGENCIES[max(0, min(urgency, 3))])


def size_text(size: int) -> str:
    """Return a file size in kB, MB or GB."""
    if size < 1_000_000:
        return _("{n} kB").format(n=max(1, round(size / 1000)))
    if size < 1_000_000_000:
        return _("{n} MB").format(n=number_text(round(size / 1_000_000, 1)))
    return _("{n} GB").format(n=number_text(round(size / 1_000_000_000, 1)))


def handle_text(handle: Handle) -> str:
    """Return a handle as people write it; names that hold on one channel only carry its code, which is left out."""
    code, _colon, rest = handle.value.partition(":")
    return rest if rest and code in set(Channel) else handle.value


def shown_handles(handles: Sequence[Handle]) -> list[Handle]:
    """Return the handles that say something to a person; how a sender without an own address is told apart does not, nor does a bare number
    by which another program knows somebody."""
    return [handle for handle in handles if not (handle.kind is HandleKind.ID and _says_nothing(handle.value))]


def handle_where(handle: Handle) -> str:
    """Return a handle with the channel that it holds on, where it holds on one only."""
    text = handle_text(handle)
    return text if text == handle.value else f"{text} · {channel_word(handle.value.partition(':')[0])}"


def handles_words(name: str, handles: Sequence[Handle], most: int = 2) -> str:
    """Return the first handles of a customer in one line; where one is nothing but the customer's name, or there are only bare numbers of
    another program, the channel that knows it is said instead."""
    said = [_beside(name, handle) for handle in shown_handles(handles)[:most]]
    scopes = dict.fromkeys(handle.value.partition(":")[0] for handle in handles if handle.kind is HandleKind.ID)
    return " · ".join(said or [channel_word(scope) for scope in scopes if scope in CHANNELS][:most])


def _beside(name: str, handle: Handle) -> str:
    code, text = handle.value.partition(":")[0], handle_text(handle)
    return channel_word(code) if text != handle.value and text.casefold() == name.casefold() else text


def _says_nothing(value: str) -> bool:
    scope, _, own = value.rpartition(":")
    return scope in ("mail", "call") or value.startswith(("mail:", "call:")) or own.isdecimal()


def source_text(source: str) -> str:
    """Return where an article comes from: the file without the place in it; "" was written here."""
    if source.startswith("canned:"):
        return _("canned answer")
    return source.partition("#")[0] or _("written here")


def initials(name: str) -> str:
    """Return one or two letters for an avatar; "?" when there is no letter."""
    words = [word for word in name.replace(".", " ").replace("@", " ").split() if word[0].isalnum()]
    picked = words[:1] + words[-1:] if len(words) > 1 else words[:1]
    return "".join(word[0] for word in picked).upper() or "?"
