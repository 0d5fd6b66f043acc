"""Slack's text: marks for people, channels and links to what a reader sees, and the text of blocks and attachments.

Format: slack.com's export, as slack-export-viewer reads it. `&`, `<` and `>` are the only characters that are escaped.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.parsing.json_values import entries

Raw = Mapping[str, Any]

_DEEPEST = 20
_LINES = frozenset({"section", "header", "context", "rich_text_section", "rich_text_quote", "rich_text_preformatted"})
_MARK = re.compile(r"<([^<>\n]+)>")
_NOTICE_TYPES = """
    channel_join channel_leave channel_topic channel_purpose channel_name channel_archive channel_unarchive channel_posting_permissions
    channel_convert_to_private channel_convert_to_public group_join group_leave group_topic group_purpose group_name group_archive
    group_unarchive bot_add bot_remove bot_enable bot_disable pinned_item unpinned_item reminder_add app_conversation_join
    app_conversation_leave sh_room_created sh_room_shared ekm_access_denied mpdm_join mpdm_leave mpdm_move joiner_notification
    joiner_notification_for_inviter huddle_thread bookmark_add bookmark_remove channel_canvas_updated document_mention message_deleted
"""
NOTICES = frozenset(_NOTICE_TYPES.split())
"""Subtypes that the app itself writes."""


def readable(text: str, name_of: Callable[[str], str]) -> str:
    """Return text as it is read. `name_of` gives the name behind an id (of a person or channel)."""
    if "<" in text:
        text = _MARK.sub(lambda found: _mark(found[1], name_of), text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if "&" in text else text


def _mark(inside: str, name_of: Callable[[str], str]) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return f"@{label or name_of(target[1:])}"
    if target.startswith("#"):
        return f"#{label or name_of(target[1:])}"
    if target.startswith("!"):
        name = label or target[1:].partition("^")[0]
        return name if name.startswith("@") or target.startswith("!date") else f"@{name}"
    bare = target.removeprefix("mailto:").removeprefix("tel:")
    return bare if not label or _same(label, bare) else f"{label} ({bare})"


def _same(label: str, address: str) -> bool:
    return address.rstrip("/").removeprefix("https://").removeprefix("http://") == label.rstrip("/").removeprefix("https://").removeprefix(
        "http://"
    )


def words_beside(raw: Raw, text: str) -> str:
    """Return what a message says beside its text: its attachments' words (but for mere previews of links in the text), else, of a message
    without text, its blocks', or the comment on a file."""
    told = [_attachment(a) for a in entries(raw.get("attachments")) if isinstance(a, dict) and not (text and _is_preview(a))]
    said = "\n".join(filter(None, told))
    if said or text:
        return said
    comment = raw.get("comment")
    return "".join(_blocks(raw.get("blocks"))).strip("\n") or (str(comment.get("comment") or "") if isinstance(comment, dict) else "")


def _is_preview(raw: Raw) -> bool:
    """Say whether an attachment only shows what a link leads to; a message that was passed on is none."""
    addresses = (raw.get(key) for key in ("from_url", "original_url", "app_unfurl_url"))
    return not raw.get("is_share") and any(isinstance(url, str) and bool(url) for url in addresses)


def _attachment(raw: Raw) -> str:
    lines = [str(raw.get(key) or "") for key in ("pretext", "author_name", "title", "text")]
    lines += [f"{f.get('title') or ''}: {f.get('value') or ''}" for f in entries(raw.get("fields")) if isinstance(f, dict)]
    return "\n".join(filter(None, lines)) or "".join(_blocks(raw.get("blocks"))).strip("\n") or str(raw.get("fallback") or "")


def _blocks(value: object, depth: int = 0) -> Iterator[str]:
    """Yield the texts in blocks, however they are nested; each block and list entry ends its line."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for entry in value:
            yield from _blocks(entry, depth + 1)
    elif isinstance(value, dict):
        yield _own_text(value)
        for key in ("text", "elements", "fields"):
            if not isinstance(value.get(key), str):
                yield from _blocks(value.get(key), depth + 1)
        if value.get("type") in _LINES:
            yield "\n"


def _own_text(block: Raw) -> str:
    kind, text = block.get("type"), block.get("text")
    if kind == "user":
        return f"<@{block.get('user_id', '')}>"
    if kind == "emoji":
        return f":{block.get('name', '')}:"
    return text if isinstance(text, str) else str(block.get("url") or "") if kind == "link" else ""
