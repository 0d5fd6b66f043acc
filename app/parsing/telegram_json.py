r"""What a Telegram message of result.json says: its text, its places, contacts, polls and bills in words, what the app itself did.

Format as written by Telegram Desktop (its export sources). Control bytes in it are written `\xNN`, which is no JSON: see `repaired`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from app.parsing.chat_bodies import media_type_of
from app.parsing.json_stream import JsonPull
from app.parsing.json_values import entries

Raw = Mapping[str, Any]

_EXTRAS = """
    photo file contact_information contact_vcard location_information place_name poll todo_list game_title invoice_information
    giveaway_information giveaway_results forwarded_from edited edited_unixtime sticker_emoji paid_stars_amount
"""
EXTRAS = frozenset(_EXTRAS.split())
"""Keys of a message that is more than words."""
MEDIA_TYPES = {
    "photo": "image/jpeg",
    "sticker": "image/webp",
    "animation": "video/mp4",
    "video": "video/mp4",
    "video_file": "video/mp4",
    "video_message": "video/mp4",
    "voice_message": "audio/ogg",
    "audio_file": "audio/mpeg",
}
"""What a file is where the export names its sort and not its media type."""
_NOT_INCLUDED = "(File "
_HEX = re.compile(rb"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")
_HEX_BEGUN = re.compile(rb"\\+(?:x[0-9A-Fa-f]?)?\Z")
_KNOWN = """
    id type date date_unixtime edited edited_unixtime actor action text text_entities photo file width height from thumbnail reactions
"""
_META = frozenset(_KNOWN.split())
_TAIL = 4096
"""Bytes at the end of a piece in which an escape may have begun; no honest text has more backslashes in a row."""
_PEERS = {
    "private_group": "chat",
    "private_supergroup": "channel",
    "public_supergroup": "channel",
    "private_channel": "channel",
    "public_channel": "channel",
}
NEVER = ("1969", "1970")
"""Years of a time that is not told: exports up to 2021 write the beginning of 1970 by the clock of the computer."""
SHIFT = 1 << 32
DIRECT = frozenset({"personal_chat", "bot_chat", "saved_messages", "replies", "verification_codes"})
"""Types of chats that are not a group's."""
CHAT_TYPES = DIRECT | frozenset(_PEERS)


def repaired(raw: bytes) -> bytes:
    r"""Return raw JSON with `\xNN` written as JSON writes it; a backslash that is itself escaped stays."""
    return _HEX.sub(rb"\1\\u00\2", raw) if b"\\x" in raw else raw


class Repaired:
    """A stream of such JSON, repaired as it is read. What may go on in the next piece is held back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._held = b""

    def read(self, size: int = -1) -> bytes:
        """Return about `size` bytes; b"" at the end."""
        while raw := self._stream.read(size):
            raw, self._held = self._held + raw, b""
            begun = _HEX_BEGUN.search(raw, max(0, len(raw) - _TAIL))
            if begun:
                raw, self._held = raw[: begun.start()], raw[begun.start() :]
            if raw:
                return repaired(raw)
        raw, self._held = self._held, b""
        return repaired(raw)


def json_of(stream: BinaryIO) -> JsonPull:
    """Return a reader of Telegram's JSON."""
    return JsonPull(cast("BinaryIO", Repaired(stream)))


def peer_of(value: object) -> str:
    """Return an id as newer exports write it: "user123", "chat4", "channel5"; older ones have bare numbers of users."""
    if isinstance(value, str):
        return value if not value.isdigit() else f"user{value}"
    return f"user{value}" if isinstance(value, int) and not isinstance(value, bool) else ""


def chat_key(kind: str, number: object) -> str:
    """Return the id of a chat in the same form, by its type and number."""
    return f"{_PEERS.get(kind, 'user')}{number}"


def text_of(raw: Raw) -> str:
    """Return the words of a message: text may be a string or a list of strings and marked parts, which belong together without a gap."""
    text = raw.get("text")
    if isinstance(text, str) and text:
        return text
    return joined(text) or joined(raw.get("text_entities"))


def joined(parts: object) -> str:
    """Return a list of strings and {"text": ...} as one string."""
    if isinstance(parts, str):
        return parts
    if isinstance(parts, dict):
        return joined(parts.get("text"))
    if not isinstance(parts, list):
        return ""
    return "".join(part if isinstance(part, str) else joined(part) for part in parts)


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that a message names: `uri` is "" where the export left it out."""

    uri: str
    name: str
    media_type: str
    size: int


def files_of(raw: Raw) -> Iterator[NamedFile]:
    """Yield the files of a message. In place of a path there may be a sentence that says why it was left out."""
    for key, kind in (("photo", "image/jpeg"), ("file", ""), ("contact_vcard", "text/vcard")):
        path = raw.get(key)
        if not isinstance(path, str) or not path:
            continue
        left_out = path.startswith(_NOT_INCLUDED)
        name = _text(raw.get("file_name")) if key == "file" else ""
        base = "" if left_out else path.rpartition("/")[2]
        size = raw.get(f"{key}_size" if key == "photo" else "file_size")
        shown = name or base or _text(raw.get("media_type")) or key
        emoji = _text(raw.get("sticker_emoji"))
        media_type = kind or _text(raw.get("mime_type")) or MEDIA_TYPES.get(_text(raw.get("media_type"))) or media_type_of(shown)
        yield NamedFile("" if left_out else path, f"{emoji} {shown}" if emoji else shown, media_type, size if isinstance(size, int) else 0)


def words_of(raw: Raw) -> str:
    """Return what a message holds beside its text and files, in words: a place, a contact, a poll, a game, a bill."""
    made = (
        _place(raw),
        _contact(raw),
        _poll(raw.get("poll")),
        _tasks(raw.get("todo_list")),
        _game(raw),
        _bill(raw),
        _giveaway(raw),
        _paid(raw),
    )
    return "\n".join(filter(None, made))


def _text(value: object) -> str:
    return value if isinstance(value, str) else joined(value)


def _place(raw: Raw) -> str:
    place = raw.get("location_information")
    if place is None and "location_information" in raw:
        return "Location"
    name = ", ".join(filter(None, (_text(raw.get("place_name")), _text(raw.get("address")))))
    if not isinstance(place, dict):
        return f"Location: {name}" if name else ""
    where = f"{place.get('latitude')}, {place.get('longitude')}"
    return f"Location: {name} ({where})" if name else f"Location: {where}"


def _contact(raw: Raw) -> str:
    contact = raw.get("contact_information")
    if not isinstance(contact, dict):
        return ""
    name = " ".join(filter(None, (_text(contact.get("first_name")), _text(contact.get("last_name")))))
    return "Contact: " + ", ".join(filter(None, (name, _text(contact.get("phone_number")))))


def _poll(poll: object) -> str:
    if not isinstance(poll, dict):
        return ""
    answers = [a for a in entries(poll.get("answers")) if isinstance(a, dict)]
    return "\n".join([f"Poll: {_text(poll.get('question'))}", *(f"- {_text(a.get('text'))} ({a.get('voters', 0)})" for a in answers)])


def _tasks(tasks: object) -> str:
    if not isinstance(tasks, dict):
        return ""
    items = [item for item in entries(tasks.get("answers") or tasks.get("items")) if isinstance(item, dict)]
    return "\n".join([f"List: {_text(tasks.get('title'))}", *(f"- {_text(item.get('text') or item.get('title'))}" for item in items)])


def _game(raw: Raw) -> str:
    title = _text(raw.get("game_title"))
    return "Game: " + ", ".join(filter(None, (title, _text(raw.get("game_description"))))) if title else ""


def _bill(raw: Raw) -> str:
    bill = raw.get("invoice_information")
    if isinstance(bill, str):
        try:
            bill = json.loads(bill)
        except ValueError:
            return f"Invoice: {bill}"
    if not isinstance(bill, dict):
        return ""
    amount = bill.get("amount")
    price = f"{amount / 100:.2f} {_text(bill.get('currency'))}".strip() if isinstance(amount, int) else ""
    return "Invoice: " + ", ".join(filter(None, (_text(bill.get("title")), _text(bill.get("description")), price)))


def _giveaway(raw: Raw) -> str:
    if isinstance(raw.get("giveaway_results"), dict):
        return "Giveaway results"
    return "Giveaway" if isinstance(raw.get("giveaway_information"), dict) else ""


def _paid(raw: Raw) -> str:
    stars = raw.get("paid_stars_amount")
    return f"Paid media ({stars})" if isinstance(stars, int) else ""


# -- what the app did


def call_words(raw: Raw) -> tuple[str, bool]:
    """Return a telephone call in words, and whether nobody took it up."""
    reason, seconds = raw.get("discard_reason"), raw.get("duration_seconds")
    if isinstance(seconds, int) and seconds > 0:
        return f"Call ({seconds // 60}:{seconds % 60:02})", False
    return {"missed": "Missed call", "busy": "Call (busy)", "hangup": "Call (declined)"}.get(_text(reason), "Call"), reason in (
        "missed",
        "busy",
    )


def notice_words(raw: Raw) -> str:
    """Return what the app says of an action: who, what, and every name and text that comes with it (but for bare ids)."""
    action = _text(raw.get("action")).replace("_", " ")
    who = _text(raw.get("actor")) or _text(raw.get("from"))
    told = [words for key, value in raw.items() if key not in _META and not key.endswith("_id") and (words := _told(value))]
    said = text_of(raw)
    return ": ".join(filter(None, (who, action, ", ".join((*told, said) if said else told)))) or "service"


def _told(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_told, value)))
    if isinstance(value, dict):
        return _text(value.get("text"))
    return str(value)
