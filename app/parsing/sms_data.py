"""The files inside a backup of text messages: base64 of any size, lifted out of the XML before a parser would have to hold it."""

import binascii
import hashlib
import re

KEEP_BYTES = 64 * 1024 * 1024
"""The files of a message are kept whole up to this many bytes together; of what goes beyond only name, size and digest."""

_MARK = ' data="'
_HOLD = 12
_NULL = binascii.a2b_base64("null")
"""What the word "null" decodes to: an app's way to say that there is no data."""
_REFERENCE = re.compile("&#[xX]?[0-9a-fA-F]+;")
_NOT_BASE64 = bytes(byte for byte in range(256) if not (chr(byte).isascii() and (chr(byte).isalnum() or chr(byte) in "+/")))


class PartData:
    """What the base64 of one file decodes to: SHA-256, size in bytes, and the content when it is not too large."""

    def __init__(self, keep: int = KEEP_BYTES) -> None:
        self._sha = hashlib.sha256()
        self._keep = keep
        self._held = ""
        self._rest = b""
        self._parts: list[bytes] = []
        self.size = 0
        self.damaged = False

    def add(self, text: str) -> None:
        """Take in a piece of base64; line ends, also as references, and padding are passed over."""
        text, self._held = self._held + text, ""
        if "&" in text:
            cut = text.rfind("&")
            if ";" not in text[cut:]:
                text, self._held = text[:cut], text[cut:]
            text = _REFERENCE.sub("", text)
        raw = self._rest + text.encode("ascii", "ignore").translate(None, _NOT_BASE64)
        whole = len(raw) // 4 * 4
        self._rest = raw[whole:]
        self._decode(raw[:whole])

    def _decode(self, base64: bytes) -> None:
        self.take_in(binascii.a2b_base64(base64))

    def take_in(self, raw: bytes) -> None:
        """Take in bytes as they are."""
        self._sha.update(raw)
        self.size += len(raw)
        if self.size <= self._keep:
            self._parts.append(raw)
        else:
            self._parts.clear()

    def close(self) -> None:
        """Take in the end. `damaged` says that it was cut inside a byte."""
        rest, self._rest = self._rest, b""
        self.damaged = len(rest) == 1
        if len(rest) > 1:
            self._decode(rest + b"=" * (4 - len(rest)))

    @property
    def sha256(self) -> str:
        """The digest in hex."""
        return self._sha.hexdigest()

    @property
    def content(self) -> bytes | None:
        """The bytes, None when there are too many."""
        return b"".join(self._parts) if self.size <= self._keep else None


def decoded(text: str) -> PartData:
    """Return what base64 at hand decodes to."""
    data = PartData()
    data.add(text)
    data.close()
    return data


class Lift:
    """Takes the `data` of every `<part>` out of XML text that comes in pieces, and leaves `@number` for it."""

    def __init__(self) -> None:
        self._held = ""
        self._in_part = False
        self._open: PartData | None = None
        self._count = 0
        self._lifted: dict[str, PartData] = {}

    def take(self, token: str) -> PartData:
        """Return (and forget) what `token` stands for, or what the attribute holds itself."""
        return self._lifted.pop(token, None) or decoded(token)

    def forget(self) -> None:
        """Forget what nobody took."""
        self._lifted.clear()

    def feed(self, text: str, *, final: bool = False) -> str:
        """Return the text so far without data. With `final` nothing is held back; data that was cut off is dropped."""
        text, self._held = self._held + text, ""
        out: list[str] = []
        at = 0
        while at < len(text):
            at = self._inside(text, at, out) if self._open else self._outside(text, at, out, final=final)
        return "".join(out)

    def _inside(self, text: str, at: int, out: list[str]) -> int:
        data = self._open or PartData()
        end = text.find('"', at)
        data.add(text[at:] if end < 0 else text[at:end])
        if end < 0:
            return len(text)
        data.close()
        self._open = None
        if data.content == _NULL:
            out.append('null"')
            return end + 1
        self._count += 1
        self._lifted[f"@{self._count}"] = data
        out.append(f'@{self._count}"')
        return end + 1

    def _outside(self, text: str, at: int, out: list[str], *, final: bool) -> int:
        mark = text.find(_MARK, at)
        end = mark + len(_MARK) if mark >= 0 else len(text) if final else self._safe_end(text, at)
        opened = text.rfind("<", at, end)
        if opened >= 0:
            self._in_part = text.startswith("<part ", opened)
        out.append(text[at:end])
        if mark < 0:
            self._held = text[end:]
            return len(text)
        self._open = PartData(max(0, KEEP_BYTES - sum(data.size for data in self._lifted.values()))) if self._in_part else None
        return end

    @staticmethod
    def _safe_end(text: str, at: int) -> int:
        """Return up to where the text is certain: neither the mark nor `<part ` may be cut."""
        end = max(at, len(text) - _HOLD)
        opened = text.rfind("<", max(at, end - 6), end)
        return opened if opened >= 0 else end
