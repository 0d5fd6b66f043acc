"""What a Discord message of DiscordChatExporter's JSON says beside its text: embeds, stickers, files, calls."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.parsing.json_values import entries

Raw = Mapping[str, Any]

_NOTICE_TYPES = """
    RecipientAdd RecipientRemove ChannelNameChange ChannelIconChange ChannelPinnedMessage GuildMemberJoin ThreadCreated
    UserPremiumGuildSubscription
    UserPremiumGuildSubscriptionTier1 UserPremiumGuildSubscriptionTier2 UserPremiumGuildSubscriptionTier3 ChannelFollowAdd
    ThreadStarterMessage GuildInviteReminder AutoModerationAction PollResult
    1 2 4 5 6 7 8 9 10 11 12 14 15 16 17 18 21 22 24 25 26 27 28 29 31 32 36 37 38 39 44 46
"""
NOTICES = frozenset(_NOTICE_TYPES.split())
"""Types that the app itself writes; the exporter gives types that it does not know as numbers."""
_NAMES = {
    "1": "Added a recipient",
    "2": "Removed a recipient",
    "4": "Changed the channel name",
    "5": "Changed the channel icon",
    "6": "Pinned a message",
    "7": "Joined the server",
    **dict.fromkeys(("8", "9", "10", "11"), "Boosted the server"),
    "12": "Followed a channel",
    "18": "Started a thread",
    "21": "Thread starter",
    "24": "Automatic moderation",
    "27": "Started a stage",
    "28": "Ended a stage",
    "46": "Poll result",
}


def notice_words(raw: Raw) -> str:
    """Return what the app says: its words, or what the type of the notice means."""
    kind = str(raw.get("type"))
    return words_of(raw, str(raw.get("content") or "")) or _NAMES.get(kind) or (f"Notice {kind}" if kind.isdigit() else kind)


def words_of(raw: Raw, text: str) -> str:
    """Return the text with its stickers, and with the embeds that are no mere preview of a link in it."""
    told = [text] if text else []
    for embed in entries(raw.get("embeds")):
        if isinstance(embed, dict) and not (text and embed.get("url") and str(embed["url"]) in text):
            told.append(_embed(embed))
    told += [f"[{sticker.get('name', 'sticker')}]" for sticker in entries(raw.get("stickers")) if isinstance(sticker, dict)]
    forwarded = raw.get("forwardedMessage")
    if isinstance(forwarded, dict):
        told.append(words_of(forwarded, str(forwarded.get("content") or "")))
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
    forwarded = raw.get("forwardedMessage")
    if isinstance(forwarded, dict):
        yield from files_of(forwarded)
    for file in entries(raw.get("attachments")):
        if isinstance(file, dict):
            uri, size = str(file.get("url") or ""), file.get("fileSizeBytes")
            yield uri, str(file.get("fileName") or uri.rpartition("/")[2].partition("?")[0] or "file"), size if isinstance(size, int) else 0


def call_words(content: str, seconds: int | None) -> str:
    """Return a call in words; `seconds` is None where its end is not told."""
    length = f" ({seconds // 60}:{seconds % 60:02})" if seconds is not None and seconds > 0 else ""
    return content or f"Call{length}"
