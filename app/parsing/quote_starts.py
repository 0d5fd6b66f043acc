"""Where quoted mail begins: lines that announce it, separators, and the headers of the mail below."""

import re

from app.parsing.quote_words import (
    BRACKETED_EMAIL,
    DATE,
    EMAIL,
    FENCED,
    LABEL,
    LONE_SEPARATOR,
    QUOTING,
    REPLY_ABOVE,
    SEPARATOR,
    STARTS,
    TIME,
    WROTE,
)
from app.parsing.signatures import RULE

_MAX_LINE = 500
_MAX_ANNOUNCEMENT = 420
_MAX_LINES = 4
_ENDS_IN_COLON = re.compile(r"[:：][\s*_-]{0,3}$")
_SENTENCE = re.compile(r"[?!]\s")
_DASHES = frozenset("-=_*–—~#>")
_ASKS = (
    "please",
    "reply",
    "type",
    "write",
    "typ",
    "schrijf",
    "antw",
    "bitte",
    "répond",
    "veuillez",
    "do not",
    "plaats",
    "respond",
    "schreiben",
)
_ASK_STARTS = frozenset(word[:4] for word in _ASKS)
_ONE_LINE = re.compile(
    r"\W*(?:from|van|von|de|da)\s*:.{3,120}\b(?:sent|date|verzonden|datum|gesendet|envoyé|enviado|inviato)\s*:"
    r".{3,80}\b(?:to|aan|an|à|para|a|subject|onderwerp|betreff|objet)\s*:",
    re.IGNORECASE,
)


def announcements(bare: list[str]) -> dict[int, tuple[int, bool]]:
    """Find lines such as "On Monday, Jan wrote:", also when they run over several lines.

    `bare` are the stripped lines. Returns, by first line, (number of lines, whether it is one even when no `>` line follows).
    """
    found: dict[int, tuple[int, bool]] = {}
    for at, line in enumerate(bare):
        if not line:
            continue
        if (":" in line[-4:] or line[-1] == "：") and _ENDS_IN_COLON.search(line):
            start, strength = _announcement_ending_at(bare, at)
            if strength:
                found[start] = (at - start + 1, strength > 1)
        elif line[-1] == ">" and len(line) < 200 and line[0].isdigit() and BRACKETED_EMAIL.search(line) and DATE.search(line):
            found[at] = (1, False)
    return found


def _announcement_ending_at(bare: list[str], at: int) -> tuple[int, int]:
    """Return (first line, strength 0 to 2) of the shortest announcement that ends with the line `at`."""
    weak = at
    strength = 0
    joined = ""
    for start in range(at, max(-1, at - _MAX_LINES), -1):
        line = bare[start]
        if not line or (start < at and line[0] == ">"):
            break
        joined = f"{line} {joined}" if joined else line
        if len(joined) > _MAX_ANNOUNCEMENT:
            break
        if bare[at][0] == ">" and joined.count("<") < joined.count(">"):
            continue  # a quoted line, unless its mark closes the address that the line above opened
        found = _strength(joined)
        if found > 1:
            return _with_opening(bare, start), found
        if found and not strength:
            weak, strength = start, found
    return weak, strength


def _with_opening(bare: list[str], start: int) -> int:
    """Return the line before where only the opening words of the announcement stand on it ("On Monday,")."""
    before = bare[start - 1] if start else ""
    apart = start < 2 or not bare[start - 2]
    if before and apart and len(before.split()) <= 4 and before[-1] in ",." and STARTS.match(before):
        return start - 1
    return start


def _strength(line: str) -> int:
    """Return 2 for what surely announces a quote, 1 for what does when `>` lines follow, 0 otherwise."""
    line = line.strip("*_ ").lstrip("-~> ")
    if _SENTENCE.search(line):
        return 0
    wrote = WROTE.search(line)
    date, time = DATE.search(line), TIME.search(line)
    address = BRACKETED_EMAIL.search(line)
    if date and address and (time or wrote):
        return 2
    if wrote and STARTS.match(line) and ((date and time) or (EMAIL.search(line) and (date or time))):
        return 2
    if QUOTING.match(line) or (wrote and (date or time or address or len(line.split()) <= 8)):
        return 1
    return 1 if address and (date or time) else 0


def possible_starts(bare: list[str]) -> set[int]:
    """Return the lines at which `starts_block` may find something: a cheap look at all before the thorough one at few."""
    found: set[int] = set()
    for at, line in enumerate(bare):
        if not line:
            continue
        if ":" in line or "：" in line:
            found.update((at - 2, at - 1, at))
        elif line[0] in _DASHES or line[-1] in _DASHES or line[:4].lower() in _ASK_STARTS:
            found.add(at)
    return found


def starts_block(bare: list[str], at: int) -> bool:
    """Whether from the line `at` on all is quoted: a separator stands here, or the headers of the mail below."""
    line = bare[at]
    if len(line) > _MAX_LINE:
        return False
    if (line[0] in _DASHES or line[-1] in _DASHES) and _is_separator(bare, at):
        return True
    if ":" in line[:40] or "：" in line[:20]:
        return bool(
            SEPARATOR.fullmatch(line) or _headers_at(bare, at, needed=3) or ("@" in line and len(line) < 400 and _ONE_LINE.match(line))
        )
    if len(line) < 60 and ":" in _next_line(bare, at + 1)[:40] and LONE_SEPARATOR.fullmatch(line):
        return _headers_at(bare, at + 1, needed=2)
    return len(line) < 120 and line.lower().startswith(_ASKS) and REPLY_ABOVE.fullmatch(line) is not None


def _is_separator(bare: list[str], at: int) -> bool:
    line = bare[at]
    worded = len(line) < 200 and not RULE.fullmatch(line)
    if worded and (SEPARATOR.fullmatch(line) or REPLY_ABOVE.fullmatch(line)):
        return True
    if worded and FENCED.fullmatch(line) and DATE.search(line) and (WROTE.search(line) or EMAIL.search(line)):
        return True
    return not worded and len(line) <= _MAX_LINE and _headers_at(bare, at + 1, needed=2)


def _next_line(bare: list[str], at: int) -> str:
    return next((line for line in bare[at : at + 3] if line), "")


def _headers_at(bare: list[str], at: int, *, needed: int) -> bool:
    """Whether mail headers (From, Sent, To, Subject in any language) stand here: `needed` different ones, the sender's among
    them, with an address, a time or a date as evidence. A value may run over a further line."""
    kinds: set[str] = set()
    evidence, others = False, 0
    for line in bare[at : at + 14]:
        match = LABEL.fullmatch(line) if line and len(line) <= _MAX_LINE else None
        if match is None:
            others += bool(line)
            if (line and not kinds) or others > 2 or (others and not line):
                return False
            continue
        others = 0
        value = match["value"]
        kinds.add(next(kind for kind, words in match.groupdict().items() if words is not None and kind != "value"))
        evidence = evidence or bool(EMAIL.search(value) or TIME.search(value) or DATE.search(value))
        if len(kinds) >= needed and evidence and "from" in kinds:
            return True
    return False
