"""What a Discord message of DiscordChatExporter's JSON says beside its text: embeds, stickers, files, calls."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.parsing.json_values import entries

Raw = Mapping[str, Any]

_NOTICE_TYPES = """
    RecipientAdd RecipientRemove ChannelNameChange ChannelIconChange ChannelPinnedMessage GuildMemberJoin ThreadCreated
    UserPremiumGuildSubscription
    1 2 4 5 6 7 8 9 10 11 12 14 15 16 17 18 21 22 25 26 27 28 29 31 32 36 37 38 39 44 46
"""
NOTICES = frozenset(_NOTICE_TYPES.split())
"""Types that the app itself writes; the exporter gives types that it does not know as numbers."""


def words_of(raw: Raw, text: str) -> str:
    """Return the text with its stickers, and with the embeds that are no mere preview of a link in it."""
    told = [text] if text else []
    for embed in entries(raw.get("embeds")):
        if isinstance(embed, dict) and not (text and embed.get("url") and str(embed["url"]) in text):
            told.append(_embed(embed))
    told += [f"[{sticker.get('name', 'sticker')}]" for sticker in entries(raw.get("stickers")) if isinstance(sticker, dict)]
    return "\n".join(filter(None, told))


def _embed(embed: Raw) -> str:
    fields = [field for field in entries(embed.get("fields")) if isinstance(field, dict)]
    author, footer = embed.get("author"), embed.get("footer")
    lines = [
        str(author.get("name") or "") if isinstance(author, dict) else "",
        str(embed.get("title") or ""),
        str(embed.get("description") or ""),
        *(f"{field.get('name') or ''}: {field.get('value') or ''}" for field in fields),
        str(footer.get("text") or "") if isinstance(footer, dict) else "",
        str(embed.get("url") or ""),
    ]
    return "\n".join(filter(None, lines))


def files_of(raw: Raw) -> Iterator[tuple[str, str, int]]:
    """Yield (address or path, name, bytes) of each file. Addresses expire: a file is there only where it was exported with the chat."""
    for file in entries(raw.get("attachments")):
        if isinstance(file, dict):
            uri, size = str(file.get("url") or ""), file.get("fileSizeBytes")
            yield uri, str(file.get("fileName") or uri.rpartition("/")[2].partition("?")[0] or "file"), size if isinstance(size, int) else 0


def call_words(content: str, seconds: int | None) -> str:
    """Return a call in words; `seconds` is None where its end is not told."""
    length = f" ({seconds // 60}:{seconds % 60:02})" if seconds is not None and seconds > 0 else ""
    return content or f"Call{length}"
