"""The parts of a mail, found in its bytes without copying them. Never raises; every search is bounded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.parsing.headers import Headers, decode_header, parse_parameters, split_headers

MAX_DEPTH = 30
MAX_PARTS = 1000
MAX_BOUNDARY_HITS = 20_000

_GUESSED_BOUNDARY = re.compile(rb"(?:^|[\r\n])--([^\r\n]{1,200}?)[ \t]*\r?\nContent-[A-Za-z-]{4,40}:", re.IGNORECASE)
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")
_LINE_ENDS = b"\r\n"


@dataclass(slots=True)
class Part:
    """A leaf of a mail (or a part that is kept whole): its type, its headers, and where its body lies in the bytes."""

    media_type: str
    params: dict[str, str]
    headers: Headers
    start: int
    end: int
    disposition: str = ""
    disposition_params: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    path: tuple[tuple[str, int], ...] = ()
    """The multiparts above, outermost first: (type, number of the child that leads here)."""

    @property
    def file_name(self) -> str:
        """The file name as words, "" where none is given."""
        raw = self.disposition_params.get("filename") or self.params.get("name") or ""
        return decode_header(raw) if raw else ""

    @property
    def content_id(self) -> str:
        """The Content-ID without brackets."""
        return self.headers.get("content-id").strip().strip("<>").strip()


class Walk:
    """One pass over a mail's parts; `warnings` collects what was found wrong."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.warnings: list[str] = []
        self._hits = MAX_BOUNDARY_HITS
        self._left = MAX_PARTS

    def parts(self, headers: Headers, end: int, path: tuple[tuple[str, int], ...] = (), default: str = "text/plain") -> Iterator[Part]:
        """Yield the leaf parts below a header block, in the order in which they stand."""
        part = _part_of(headers, end, path, default)
        if not part.media_type.startswith("multipart/") or len(path) >= MAX_DEPTH:
            if part.media_type.startswith("multipart/"):
                self.warnings.append("too_deep")
                part.media_type = "application/octet-stream"
            yield part
            return
        spans = self._spans(part)
        if not spans:
            yield self._flat(part)
            return
        below = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
        for number, (start, stop) in enumerate(spans):
            if self._left <= 0:
                self.warnings.append("too_many_parts")
                return
            self._left -= 1
            inner = split_headers(self.raw, start, stop)
            yield from self.parts(inner, stop, (*path, (part.media_type, number)), below)

    def _flat(self, part: Part) -> Part:
        """A multipart in which no boundary was found is read as the text it probably is."""
        self.warnings.append("broken_mime")
        part.media_type = "text/plain"
        part.params = {}
        return part

    def _spans(self, part: Part) -> list[tuple[int, int]]:
        boundary = part.params.get("boundary", "").rstrip().encode("latin-1", "replace")
        spans = self._split(boundary, part.start, part.end) if boundary else []
        if spans:
            return spans
        guessed = _GUESSED_BOUNDARY.search(self.raw, part.start, min(part.end, part.start + 100_000))
        if guessed is None:
            return []
        self.warnings.append("broken_mime")
        return self._split(guessed[1], part.start, part.end)

    def _split(self, boundary: bytes, start: int, end: int) -> list[tuple[int, int]]:
        """Return the (start, end) of each part between boundary lines; an unclosed last part ends where the whole ends."""
        marker = b"--" + boundary
        spans: list[tuple[int, int]] = []
        opened, at = -1, start
        while self._hits > 0:
            hit = self.raw.find(marker, at, end)
            if hit < 0:
                break
            self._hits -= 1
            at = hit + len(marker)
            if hit > start and self.raw[hit - 1] not in _LINE_ENDS:
                continue
            after, closes = self._after(at, end)
            if after < 0:
                continue
            if opened >= 0:
                spans.append((opened, self._before(hit, opened)))
            opened, at = after, after
            if closes:
                opened = -1
                break
        if self._hits <= 0:
            self.warnings.append("too_many_parts")
        if opened >= 0:
            self.warnings.append("unclosed_boundary")
            if opened < end:
                spans.append((opened, end))
        return spans

    def _after(self, at: int, end: int) -> tuple[int, bool]:
        """Return (start of the line after a boundary, or -1 when the line goes on; whether it is the closing one)."""
        closes = self.raw.startswith(b"--", at, end)
        if closes:
            at += 2
        limit = min(end, at + 200)
        while at < limit and self.raw[at] in b" \t":
            at += 1
        if at >= end:
            return end, closes
        if self.raw[at] == 13:
            return (at + 2 if self.raw.startswith(b"\n", at + 1, end) else at + 1), closes
        return (at + 1 if self.raw[at] == 10 else -1), closes

    def _before(self, hit: int, opened: int) -> int:
        """Return the end of a part: the line end before a boundary belongs to the boundary."""
        if hit > opened and self.raw[hit - 1] == 10:
            hit -= 1
        if hit > opened and self.raw[hit - 1] == 13:
            hit -= 1
        return max(hit, opened)


def _part_of(headers: Headers, end: int, path: tuple[tuple[str, int], ...], default: str) -> Part:
    declared = headers.first.get("content-type")
    media_type, params = parse_parameters(declared) if declared is not None else (default, {})
    part = Part(_sound_type(media_type, default), params, headers, min(headers.body, end), end, path=path)
    disposition = headers.first.get("content-disposition")
    if disposition is not None:
        part.disposition, part.disposition_params = parse_parameters(disposition)
    encoding = headers.first.get("content-transfer-encoding")
    if encoding is not None:
        part.encoding = encoding.replace(";", " ").strip().partition(" ")[0].strip("\"'\t\n").lower()
    return part


def _sound_type(media_type: str, default: str) -> str:
    if media_type in ("text/plain", "text/html", "multipart/alternative") or _TYPE.fullmatch(media_type):
        return media_type
    if media_type.startswith("multipart"):
        return "multipart/mixed"
    return {"html": "text/html", "pdf": "application/pdf"}.get(media_type, default)
