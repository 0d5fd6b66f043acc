"""Character references that XML forbids, repaired before a parser sees them.

Older Android apps write an emoji as the two halves of its UTF-16 pair (`&#55357;&#56832;`), and control characters as they come.
The halves become one character; a lone half, a control character and a number that is no character are dropped.
"""

import re
from functools import lru_cache

_DECIMAL = r"0*(?:5[5-7]\d{3}|[0-8]|1[124-9]|2\d|3[01]|6553[45]|\d{7,10});"
_HEX = r"[xX]0*(?:[dD][89a-fA-F][0-9a-fA-F]{2}|[0-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF]|[0-9a-fA-F]{6,8});"
_RUN = re.compile(rf"&#(?:{_DECIMAL}|{_HEX})(?:&#(?:{_DECIMAL}|{_HEX}))*")  # a literal beginning: found fast
_ONE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
_TAIL = re.compile(r"(?P<whole>&#(?:[xX][0-9a-fA-F]{1,12}|[0-9]{1,12});)?(?:&(?:#(?:[xX][0-9a-fA-F]{0,12}|[0-9]{0,12}))?)?$")
_LONGEST = 40
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_KEPT_CONTROLS = (9, 10, 13)
LAST = 0x10FFFF


class References:
    """Repairs text that comes in pieces; a pair may be cut by the border of two pieces."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, text: str, *, final: bool = False) -> str:
        """Return what is certain of the text so far; with `final` all of it."""
        text, self._held = self._held + text, ""
        if not final and (tail := _TAIL.search(text, max(0, len(text) - _LONGEST))):
            cut = tail.end("whole") if tail["whole"] and not _is_high(tail["whole"]) else tail.start()
            text, self._held = text[:cut], text[cut:]
        return repaired(text)


def repaired(text: str) -> str:
    """Return whole text with its references repaired, and without raw control characters."""
    if "&#" in text:
        text = _RUN.sub(lambda run: _mended(run[0]), text)
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


@lru_cache(maxsize=4096)
def _mended(run: str) -> str:
    parts, high = [], 0
    for code in _codes(run):
        if high and 0xDC00 <= code <= 0xDFFF:
            parts.append(chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00))
        elif _allowed(code):
            parts.append(f"&#{code};")
        high = code if 0xD800 <= code <= 0xDBFF else 0
    return "".join(parts)


def _codes(run: str) -> list[int]:
    return [int(found[1], 16) if found[1] else int(found[2]) for found in _ONE.finditer(run)]


def _is_high(reference: str) -> bool:
    return 0xD800 <= _codes(reference)[0] <= 0xDBFF


def _allowed(code: int) -> bool:
    if code < 0x20:
        return code in _KEPT_CONTROLS
    return code <= LAST and not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF)
