"""The words that are new in a mail: without quoted mail, without signature. Never raises.

Cutting too much is the worse error, so every rule asks for more than one sign, answers between the lines of a quote stay, and
a mail of which nothing would be left stays whole.
"""

import re

from app.parsing.quote_starts import announcements, starts_block
from app.parsing.signatures import RULE, without_signature

MAX_LINES = 20_000
_MARK = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def strip_quotes(text: str) -> str:
    """Return the reply in `text` without quotes and signature, or the whole text where nothing would be left."""
    whole = text.strip()
    plain = whole.replace("\r\n", "\n") if "\r" in whole else whole
    lines = (plain if plain.isascii() else _MARK.sub("", plain)).split("\n")
    if len(lines) > MAX_LINES:
        return whole
    pieces = [without_signature(segment) for segment in _segments(lines)]
    reply = "\n\n".join("\n".join(piece) for piece in pieces if piece)
    return reply if _says_something(reply) else whole


def _says_something(reply: str) -> bool:
    """A reply without letters still counts, such as a thumb or a question mark; a rule of dashes does not."""
    return bool(reply.strip()) and not RULE.fullmatch(reply)


def _segments(lines: list[str]) -> list[list[str]]:
    """Return the runs of lines that are not quoted; reading stops where the rest of the mail is quoted as a block."""
    bare = [line.strip() for line in lines]
    announced = announcements(bare)
    segments: list[list[str]] = []
    current: list[str] = []
    at, end = 0, len(lines)
    while at < end:
        line = bare[at]
        length, surely = announced.get(at, (0, False))
        if length:
            if not _quote_follows(bare, at + length):
                if surely:
                    break
                length = 0
        elif line[:1] == ">":
            length = 1
        elif line and starts_block(bare, at):
            break
        if length:
            segments.append(current)
            current = []
        else:
            current.append(lines[at])
        at += length or 1
    segments.append(current)
    return segments


def _quote_follows(bare: list[str], at: int) -> bool:
    for line in bare[at : at + 4]:
        if line:
            return line[0] == ">"
    return False
