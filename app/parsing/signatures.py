"""Signatures, footers of phones and mailing lists, and legal notices at the end of a letter."""

import re

from app.parsing.quote_words import DISCLAIMER, LIST_FOOTER, SECRECY, SENT_FROM

RULE = re.compile(r"\s*(?:[_=*~─━—–-]\s?){3,}\s*")
"""A line that only divides."""

_DELIMITERS = {"--": 25, "- -": 12, "—": 8, "––": 8, "---": 8}
"""What stands alone before a signature, and over how many last lines it is believed."""
_NAME = r"[A-ZÀ-ÖØ-Þ][\w.'’-]*(?:\s[A-ZÀ-ÖØ-Þ][\w.'’-]*){0,2}"
_DASH_NAME = re.compile(rf"(?:[-–—]|--)\s?{_NAME}")
_LEADING = " \t*_>=-"
_OPENINGS = frozenset(
    ("dis", "leg", "con", "pri", "the", "thi", "de ", "dit", "die", "der", "ce ", "le ", "les", "est", "la ", "que", "le\xa0", "det", "den")
)
"""How legal notices start; a cheap look before the thorough one."""
_BULLETS = ("-", "–", "—", "*", "•")


def without_signature(lines: list[str]) -> list[str]:
    """Return a run of lines without the signature, the footers and the empty lines around it."""
    if not lines:
        return lines
    end = min(_delimiter(lines), _list_footer(lines), _disclaimer(lines), _sent_from(lines))
    kept = [line.rstrip() for line in lines[: _dash_name(lines, end)]]
    while kept and (not kept[-1] or RULE.fullmatch(kept[-1])):
        kept.pop()
    first = next((number for number, line in enumerate(kept) if line), 0)
    return kept[first:]


def _delimiter(lines: list[str]) -> int:
    """Return where the signature's delimiter stands: the first "-- ", or the last lone "--" near the end."""
    if "-- " in lines:
        return lines.index("-- ")
    for number in range(len(lines) - 1, max(0, len(lines) - 25), -1):
        line = lines[number]
        if len(line) < 8 and len(lines) - number <= _DELIMITERS.get(line.strip(), 0):
            return number
    return len(lines)


def _list_footer(lines: list[str]) -> int:
    for number in range(max(1, len(lines) - 14), len(lines)):
        line = lines[number]
        if (
            len(line) >= 10
            and line[:1] in "_-=*~"
            and RULE.fullmatch(line)
            and any(LIST_FOOTER.search(rest) for rest in lines[number + 1 :])
        ):
            return number
    return len(lines)


def _disclaimer(lines: list[str]) -> int:
    """Return where a legal notice starts that runs to the end: after an empty line or a rule, and speaking of secrecy."""
    for number, line in enumerate(lines):
        if (
            len(line) > 20
            and number
            and line.lstrip(_LEADING)[:3].lower() in _OPENINGS
            and _apart(lines[number - 1])
            and DISCLAIMER.match(line)
        ):
            notice = " ".join(lines[number : number + 12])
            if len(notice) > 80 and SECRECY.search(notice):
                return number
    return len(lines)


def _apart(before: str) -> bool:
    return not before.strip() or (len(before) < 100 and RULE.fullmatch(before) is not None)


def _sent_from(lines: list[str]) -> int:
    """Return where a line such as "Sent from my phone" stands with hardly anything after it."""
    found, after = len(lines), 0
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number].strip()
        if 8 < len(line) <= 220 and SENT_FROM.fullmatch(line):
            found = number
        after += bool(line)
        if after > 4:
            break
    return found


def _dash_name(lines: list[str], end: int) -> int:
    """Return the end without a last line such as "-Jan", unless dashes mark a list here."""
    last = end - 1
    while last >= 0 and not lines[last].strip():
        last -= 1
    if last <= 0 or not _DASH_NAME.fullmatch(lines[last].strip()):
        return end
    return end if any(line.lstrip().startswith(_BULLETS) for line in lines[:last]) else last
