"""Mail headers from bytes: splitting, unfolding, encoded words (RFC 2047), parameters (RFC 2231). Never raises.

Raw header values are kept as latin-1 text (a character a byte) until `decode_header` makes words of them.
"""

import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from app.parsing.charsets import codec_of, decode_text, guess_text
from app.parsing.transfer import decode_base64, decode_quoted

MAX_BLOCK = 512 * 1024
"""Header bytes that are looked at; more than this is never a letter's envelope."""
MAX_VALUE = 64 * 1024

_NAME = re.compile(r"[!-9;-~]+[ \t]*")
_NAMES: dict[str, str] = {}
_MAX_NAMES = 4096
_LIKELY_NAME = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:")
_LONE_CR = re.compile(rb"\r+(?=[A-Za-z][A-Za-z0-9-]*:)")
_UNFOLD = re.compile(r"[\r\n]+[ \t]*")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]+")
_WORD = re.compile(r"=\?([A-Za-z0-9][^?\s*]{0,39})(?:\*[^?\s]{0,20})?\?([bBqQ])\?(.*?)\?=", re.DOTALL)
_PARAM = re.compile(r""";\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*+"?|[^;]*+)""", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SECTION = re.compile(r"(.+?)\*(\d{1,3})?(\*)?$")


class Headers:
    """The headers of a mail or part: `first[name]` is the raw value of the first header of that lower-case name,
    `more[name]` lists the further ones. `body` is the offset at which the body starts, `damaged` whether lines made no sense."""

    __slots__ = ("body", "damaged", "first", "more")

    def __init__(self, body: int) -> None:
        self.first: dict[str, str] = {}
        self.more: dict[str, list[str]] = {}
        self.body = body
        self.damaged = False

    def get(self, name: str) -> str:
        """Return the first raw value, or ""."""
        return self.first.get(name, "")

    def all(self, name: str) -> list[str]:
        """Return every raw value of the header, in order."""
        value = self.first.get(name)
        return [] if value is None else [value, *self.more.get(name, ())]

    def text(self, name: str) -> str:
        """Return the first value as text, decoded, or ""."""
        value = self.first.get(name)
        return decode_header(value) if value else ""


def split_headers(raw: bytes, start: int, end: int) -> Headers:
    """Read the header block that starts at `start`; `end` is where the mail or part ends."""
    if raw.startswith((b"\n", b"\r\n"), start, end):
        return Headers(start + (1 if raw[start] == 10 else 2))
    stop, body = _block_end(raw, start, end)
    headers = Headers(body)
    if stop - start > MAX_BLOCK:
        headers.damaged = True
        stop = max(start, raw.rfind(b"\n", start, start + MAX_BLOCK))
    lines = _header_lines(raw[start:stop])
    first = headers.first
    for at, line in enumerate(lines):
        name, colon, value = line.partition(":")
        known = _NAMES.get(name) or (_new_name(name) if colon else "")
        if known:
            if known in first:
                headers.more.setdefault(known, []).append(value[:MAX_VALUE])
            else:
                first[known] = value[:MAX_VALUE]
        elif line and not _junk_line(lines, at):
            headers.damaged = True
            headers.body = _body_at(raw, start, end, line)
            break
    return headers


def _header_lines(block: bytes) -> list[str]:
    """Return the lines of a header block, each with its folded lines, which follow after a CR (no other is left)."""
    block = block.removesuffix(b"\r").replace(b"\r\n", b"\n")
    if b"\r" in block:
        block = _LONE_CR.sub(b"\n", block).replace(b"\r", b" ")
    return block.decode("latin-1").replace("\n ", "\r ").replace("\n\t", "\r\t").split("\n")


def _new_name(name: str) -> str:
    """Return the lower-case form of a header's name, "" where it cannot be one; real names are remembered, for speed."""
    if not _NAME.fullmatch(name):
        return ""
    known = name.strip().lower()
    if len(_NAMES) < _MAX_NAMES and len(name) < 60:
        _NAMES[name] = known
    return known


def _block_end(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Return (end of the header block, start of the body)."""
    crlf = raw.find(b"\n\r\n", start, end)
    bare = raw.find(b"\n\n", start, end if crlf < 0 else crlf + 1)
    if bare >= 0:
        return bare, bare + 2
    if crlf >= 0:
        return crlf, crlf + 3
    return end, end


def _junk_line(lines: list[str], at: int) -> bool:
    """Whether a line that is no header is only a stray one: an mbox separator on top, or rubbish between two headers."""
    if at == 0 and lines[0].startswith(("From ", ">From ")):
        return True
    following = lines[at + 1] if at + 1 < len(lines) else ""
    return at > 0 and _LIKELY_NAME.match(following.encode("latin-1", "replace")) is not None


def _body_at(raw: bytes, start: int, end: int, line: str) -> int:
    """Return where in the bytes the first line of a body without an empty line before it starts."""
    first = line.split("\r", 1)[0].encode("latin-1").rstrip(b" ")
    found = raw.find(first, start, end)
    while found > start and raw[found - 1] not in b"\r\n":
        found = raw.find(first, found + 1, end)
    return found if found >= 0 else end


def unfold(value: str) -> str:
    """Return a raw value on one line, stripped."""
    return (_UNFOLD.sub(" ", value) if "\n" in value or "\r" in value else value).strip()


def decode_header(value: str) -> str:
    """Return a raw value (latin-1 text) as words: unfolded, 8-bit bytes read as UTF-8 else Western, encoded words decoded."""
    value = unfold(value)
    if not value.isascii():
        value = guess_text(value.encode("latin-1", "replace"))
    if "=?" in value:
        value = decode_words(value)
    return _CONTROL.sub(" ", value).strip() if not value.isprintable() else value


def decode_words(value: str) -> str:
    """Decode the encoded words in a text; adjacent ones of one charset are joined as bytes, so that a split character survives."""
    out: list[str] = []
    run: list[tuple[str, str]] = []
    charset, at = "", 0
    for match in _WORD.finditer(value):
        between = value[at : match.start()]
        if run and (between.strip() or match[1].lower() != charset):
            out.append(_decode_run(run, charset))
            run = []
        if between.strip() or not at:
            out.append(between)
        charset, at = match[1].lower(), match.end()
        run.append((match[2].lower(), match[3]))
    if run:
        out.append(_decode_run(run, charset))
    out.append(value[at:])
    return "".join(out)


def _decode_run(run: list[tuple[str, str]], charset: str) -> str:
    pieces: list[bytes] = []
    base64 = ""
    for kind, payload in run:
        if kind == "b":
            base64 += payload
            if len(base64) % 4 == 0 or base64.endswith("="):
                pieces.append(decode_base64(base64.encode("utf-8", "replace"))[0])
                base64 = ""
        else:
            pieces.append(decode_quoted(payload.replace("_", " ").encode("utf-8", "replace")))
    if base64:
        pieces.append(decode_base64(base64.encode("utf-8", "replace"))[0])
    return decode_text(b"".join(pieces), charset)[0]


@lru_cache(maxsize=1024)
def parse_parameters(value: str) -> tuple[str, dict[str, str]]:
    """Split a raw Content-Type or Content-Disposition into its lower-case head and its parameters (the caller must not change them)."""
    value = unfold(value)[:8192]
    head, semicolon, _ = value.partition(";")
    head = head.split("(", 1)[0].strip().strip("\"'").lower()
    if not semicolon:
        return head, {}
    params: dict[str, str] = {}
    for match in _PARAM.finditer(value):
        params.setdefault(match[1].lower(), _unquote(match[2]))
    return head, _join_sections(params) if any("*" in name for name in params) else params


def _unquote(value: str) -> str:
    value = value.strip()
    if value[:1] != '"':
        return value.split(" (", 1)[0]
    value = value[1:-1] if len(value) > 1 and value[-1] == '"' else value[1:]
    return _ESCAPED.sub(r"\1", value) if "\\" in value else value


def _join_sections(params: dict[str, str]) -> dict[str, str]:
    """Put RFC 2231 continuations (`name*0*=...`) and encoded values (`name*=charset'language'%xx`) together."""
    plain = {name: value for name, value in params.items() if "*" not in name}
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    for name, value in params.items():
        match = _SECTION.fullmatch(name)
        if match:
            encoded = bool(match[3]) or match[2] is None
            sections.setdefault(match[1], []).append((int(match[2] or 0), encoded, value))
    for name, found in sections.items():
        plain[name] = _decode_sections(sorted(found))
    return plain


def _decode_sections(found: list[tuple[int, bool, str]]) -> str:
    charset, pieces = "", []
    for number, encoded, value in found:
        if encoded and number == 0 and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        pieces.append(unquote_to_bytes(value) if encoded else value.encode("latin-1", "replace"))
    raw = b"".join(pieces)
    text = decode_text(raw, charset)[0] if codec_of(charset) else guess_text(raw)
    return text if text.isascii() else _as_raw(text)


def _as_raw(text: str) -> str:
    """Return decoded text in the raw form that `decode_header` reads back: UTF-8 bytes as latin-1."""
    return text.encode("utf-8", "replace").decode("latin-1")
