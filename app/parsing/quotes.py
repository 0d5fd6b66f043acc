"""The words that are new in a mail: without quoted mail, without signature. Never raises.

Cutting too much is the worse error, so every rule asks for more than one sign, answers between the lines of a quote stay, and
a mail of which nothing would be left stays whole.
"""

import re

from app.parsing.quote_starts import announcements, possible_starts, starts_block
from app.parsing.signatures import RULE, without_signature

MAX_LINES = 1500
MAX_CHARACTERS = 150_000
"""How much is looked at; what comes after in a longer text is kept as it is, unless all from an earlier line on is quoted."""
_MARK = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def strip_quotes(text: str) -> str:
    """Return the reply in `text` without quotes and signature, or the whole text where nothing would be left."""
    whole = text.strip()
    plain = whole.replace("\r\n", "\n") if "\r" in whole else whole
    lines = (plain if plain.isascii() else _MARK.sub("", plain)).split("\n")
    known = lines if len(plain) <= MAX_CHARACTERS and len(lines) <= MAX_LINES else _beginning(lines)
    segments, ended = _segments(known)
    if not ended and len(known) < len(lines):
        return whole
    pieces = [without_signature(segment) for segment in segments]
    reply = "\n\n".join("\n".join(piece) for piece in pieces if piece)
    return reply if _says_something(reply) else whole


def _says_something(reply: str) -> bool:
    """A reply without letters still counts, such as a thumb or a question mark; a rule of dashes does not."""
    return bool(reply.strip()) and not RULE.fullmatch(reply)


def _beginning(lines: list[str]) -> list[str]:
    size = 0
    for number, line in enumerate(lines[:MAX_LINES]):
        size += len(line)
        if size > MAX_CHARACTERS:
            return lines[:number]
    return lines[:MAX_LINES]


def _segments(lines: list[str]) -> tuple[list[list[str]], bool]:
    """Return the runs of lines that are not quoted, and whether reading ended early because the rest is quoted as a block."""
    bare = [line.strip() for line in lines]
    announced, possible = announcements(bare), possible_starts(bare)
    segments: list[list[str]] = []
    current: list[str] = []
    at, end = 0, len(lines)
    while at < end:
        line = bare[at]
        length, surely = announced.get(at, (0, False))
        if length:
            if not _quote_follows(bare, at + length):
                if surely:
                    return [*segments, current], True
                length = 0
        elif line[:1] == ">":
            length = 1
        elif line and at in possible and starts_block(bare, at):
            return [*segments, current], True
        if length:
            if current:
                segments.append(current)
                current = []
        else:
            current.append(lines[at])
        at += length or 1
    return [*segments, current], False


def _quote_follows(bare: list[str], at: int) -> bool:
    for line in bare[at : at + 4]:
        if line:
            return line[0] == ">"
    return False
