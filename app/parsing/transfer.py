"""Content-Transfer-Encoding, forgivingly: base64, quoted-printable and uuencode decode as far as they go."""

import binascii
import hashlib
import re
from collections.abc import Iterator

_NOT_BASE64 = bytes(c for c in range(256) if not (chr(c).isalnum() and c < 128) and c not in b"+/")
_SPACED_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n)")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\r\n]*\r?\n", re.MULTILINE)
_MAX_PIECES = 10_000
_CHUNK = 1 << 20


def decode_transfer(raw: bytes, encoding: str) -> tuple[bytes, str]:
    """Return (decoded bytes, warning code or ""). An unknown encoding leaves the bytes as they are, with a warning."""
    if encoding == "quoted-printable":
        return decode_quoted(raw), ""
    if encoding == "base64":
        return decode_base64(raw)
    if encoding in ("", "7bit", "8bit", "binary"):
        return raw, ""
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return decode_uu(raw)
    return raw, "unknown_encoding"


def decode_quoted(raw: bytes) -> bytes:
    """Decode quoted-printable; what is no escape stays as it is."""
    if b"= " in raw or b"=\t" in raw:
        raw = _SPACED_SOFT_BREAK.sub(b"=", raw)
    return binascii.a2b_qp(raw)


def decode_base64(raw: bytes) -> tuple[bytes, str]:
    """Decode base64 with junk, missing padding, or several padded pieces one after the other."""
    try:
        decoded = binascii.a2b_base64(raw)
    except binascii.Error:
        return _mend_base64(raw), "bad_base64"
    end = raw.find(b"=")
    if 0 <= end < len(raw) - 4:
        rest = raw[end:].strip(b"=\r\n\t ")
        # A list server's footer after the padding is text; only what is base64 through and through is a further piece.
        if len(rest) >= 4 and _only_base64(rest):
            return decoded + _decode_padded_pieces(rest), "bad_base64"
    return decoded, ""


def _decode_padded_pieces(raw: bytes) -> bytes:
    return b"".join(_mend_base64(piece) for piece in raw.translate(None, b"\r\n").split(b"=", _MAX_PIECES) if piece)


def _only_base64(raw: bytes) -> bool:
    return not raw.translate(None, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n")


def _mend_base64(raw: bytes) -> bytes:
    clean = raw.translate(None, _NOT_BASE64)
    clean = clean[: len(clean) - 1] if len(clean) % 4 == 1 else clean
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def decode_uu(raw: bytes) -> tuple[bytes, str]:
    """Decode uuencoded lines between "begin" and "end"; bad lines are left out with a warning."""
    begin = _UU_BEGIN.search(raw)
    lines = raw[begin.end() if begin else 0 :].splitlines()
    pieces, warning = [], ""
    for line in lines:
        if line.strip() in (b"end", b"`") or not line:
            continue
        piece = _uu_line(line)
        if piece is None:
            warning = "bad_uuencode"
        else:
            pieces.append(piece)
    return b"".join(pieces), warning


def _uu_line(line: bytes) -> bytes | None:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        pass
    try:  # trailing rubbish: the first character tells how long the line should be
        return binascii.a2b_uu(line[: (((line[0] - 32) & 63) * 4 + 5) // 3])
    except binascii.Error:
        return None


def measure(view: memoryview, encoding: str) -> tuple[int, str]:
    """Return (size, SHA-256 in hex) of the decoded bytes without ever holding more than a small piece of them."""
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(view, encoding):
        digest.update(piece)
        size += len(piece)
    return size, digest.hexdigest()


def _pieces(view: memoryview, encoding: str) -> Iterator[bytes | memoryview]:
    if encoding == "base64":
        return _base64_pieces(view)
    if encoding == "quoted-printable":
        return _quoted_pieces(view)
    return (view[at : at + _CHUNK] for at in range(0, len(view), _CHUNK))


def _base64_pieces(view: memoryview) -> Iterator[bytes]:
    rest = b""
    for at in range(0, len(view), _CHUNK):
        clean = rest + bytes(view[at : at + _CHUNK]).translate(None, _NOT_BASE64)
        whole = len(clean) - len(clean) % 4
        rest = clean[whole:]
        yield binascii.a2b_base64(clean[:whole])
    yield _mend_base64(rest)


def _quoted_pieces(view: memoryview) -> Iterator[bytes]:
    rest = b""
    for at in range(0, len(view), _CHUNK):
        piece = rest + bytes(view[at : at + _CHUNK])
        cut = piece.rfind(b"\n") + 1
        rest = piece[cut:]
        yield decode_quoted(piece[:cut])
    yield decode_quoted(rest)
