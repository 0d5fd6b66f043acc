"""Which parts of a mail are its words, and which are files that came with it."""

import hashlib
import re
from dataclasses import dataclass, field

from app.domain.message import Attachment
from app.parsing.charsets import decode_text
from app.parsing.flowed import unflow
from app.parsing.headers import split_headers
from app.parsing.html_text import html_to_text
from app.parsing.mime import Part, Walk
from app.parsing.transfer import decode_transfer, measure

MAX_BODY = 2_000_000
"""Bytes of one body part that are read as words; a longer one is kept whole as a file beside its beginning."""
MAX_WORDS = 4_000_000

_BAD_NAME = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_SUFFIX = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/rfc822-headers": ".txt",
    "message/rfc822": ".eml",
    "message/delivery-status": ".txt",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "application/pdf": ".pdf",
}
_SPECIAL = {
    "application/pkcs7-mime": "smime",
    "application/x-pkcs7-mime": "smime",
    "application/pkcs7-signature": "smime",
    "application/x-pkcs7-signature": "smime",
    "application/pgp-encrypted": "pgp",
    "application/pgp-signature": "pgp",
    "application/ms-tnef": "winmail",
}


@dataclass(slots=True)
class Content:
    """What a mail holds: words as text, the mark-up as it came, files, and warning codes."""

    text: str = ""
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Piece:
    """A place in the letter: plain words, mark-up, or (inside one multipart/alternative) both of the same words."""

    group: tuple[tuple[str, int], ...] | None = None
    plain: str | None = None
    html: str | None = None


def read_content(walk: Walk, parts: list[Part], max_attachment: int) -> Content:
    """Sort the leaf parts of a mail into words and files."""
    content = Content()
    pieces: list[_Piece] = []
    for part in parts:
        if _is_body(part, has_words=bool(pieces)):
            _add_words(walk.raw, part, pieces, content, max_attachment)
        else:
            content.attachments.append(_attachment(walk.raw, part, max_attachment, content.warnings))
    content.text = "\n".join(words for piece in pieces if (words := _words_of(piece)))
    content.html = "\n".join(piece.html for piece in pieces if piece.html)
    if "-----BEGIN PGP MESSAGE-----" in content.text:
        content.warnings.append("pgp")
    return content


def _is_body(part: Part, *, has_words: bool) -> bool:
    if part.media_type not in ("text/plain", "text/html"):
        return not part.path and part.media_type in ("text/enriched", "text/richtext") and part.disposition != "attachment"
    if part.disposition == "attachment":
        return False
    named = bool(part.disposition_params.get("filename") or part.params.get("name"))
    return not (named and (has_words or part.disposition == "inline" or (part.media_type == "text/html" and part.path)))


def _add_words(raw: bytes, part: Part, pieces: list[_Piece], content: Content, max_attachment: int) -> None:
    words = _decode_words(raw, part, content, max_attachment)
    group = _alternative(part)
    is_html = part.media_type == "text/html"
    last = pieces[-1] if pieces else None
    if last and group is not None and last.group == group:
        if is_html:
            last.html = words if last.html is None else f"{last.html}\n{words}"
        elif last.plain is None:
            last.plain = words
        elif last.html is None:
            last.plain = f"{last.plain}\n{words}"
        return
    pieces.append(_Piece(group, None if is_html else words, words if is_html else None))


def _alternative(part: Part) -> tuple[tuple[str, int], ...] | None:
    """Return the path to the innermost multipart/alternative above a part, None where there is none."""
    for depth in range(len(part.path) - 1, -1, -1):
        if part.path[depth][0] == "multipart/alternative":
            return part.path[:depth]
    return None


def _words_of(piece: _Piece) -> str:
    if piece.plain and piece.plain.strip():
        return piece.plain
    return html_to_text(piece.html) if piece.html else ""


def _decode_words(raw: bytes, part: Part, content: Content, max_attachment: int) -> str:
    if part.end - part.start > MAX_BODY:
        content.attachments.append(_attachment(raw, part, max_attachment, content.warnings))
        content.warnings.append("text_cut")
    body, warning = decode_transfer(raw[part.start : min(part.end, part.start + MAX_BODY)], part.encoding)
    text, doubt = decode_text(body, part.params.get("charset", ""))
    content.warnings.extend(code for code in (warning, doubt) if code)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "")
    if part.media_type == "text/plain" and part.params.get("format", "").lower() == "flowed":
        text = unflow(text, delsp=part.params.get("delsp", "").lower() == "yes")
    return text


def _attachment(raw: bytes, part: Part, max_attachment: int, warnings: list[str]) -> Attachment:
    special = _SPECIAL.get(part.media_type)
    if special:
        warnings.append(special)
    name = file_name(part.file_name) or _made_up_name(raw, part)
    estimate = (part.end - part.start) * (3 if part.encoding == "base64" else 4) // 4
    if estimate > max_attachment:
        size, sha256 = measure(memoryview(raw)[part.start : part.end], part.encoding)
        if size > max_attachment:
            warnings.append("attachment_too_large")
            return Attachment(name, part.media_type, size, sha256, content_id=part.content_id)
    content, warning = decode_transfer(raw[part.start : part.end], part.encoding)
    if warning:
        warnings.append(warning)
    return Attachment(name, part.media_type, len(content), hashlib.sha256(content).hexdigest(), content=content, content_id=part.content_id)


def file_name(name: str) -> str:
    """Return a file name that is safe to show: no folders, no control characters, no marks that turn the reading direction."""
    name = _BAD_NAME.sub("", name.replace("\\", "/").rpartition("/")[2]).strip().strip(".")
    if len(name) > 180:
        stem, dot, suffix = name.rpartition(".")
        name = f"{stem[:160]}.{suffix}" if dot and len(suffix) < 12 else name[:170]
    return name


def _made_up_name(raw: bytes, part: Part) -> str:
    stem = ""
    if part.media_type == "message/rfc822" and part.encoding in ("", "7bit", "8bit", "binary"):
        stem = file_name(split_headers(raw, part.start, part.end).text("subject").replace("/", "-"))[:100]
    stem = stem or {"text/calendar": "invite", "message/delivery-status": "delivery-status"}.get(part.media_type, "")
    return (stem or part.media_type.partition("/")[0]) + _SUFFIX.get(part.media_type, "")
