"""The words that are new in a mail: without quoted mail, without signature. Never raises.

Cutting too much is the worse error, so every rule asks for more than one sign, answers between the lines of a quote stay, and
a mail of which nothing would be left stays whole.
"""

import re

from app.parsing.quote_words import (
    BRACKETED_EMAIL,
    DATE,
    DISCLAIMER,
    EMAIL,
    FENCED,
    LABEL,
    LIST_FOOTER,
    LONE_SEPARATOR,
    QUOTING,
    REPLY_ABOVE,
    SECRECY,
    SENT_FROM,
    SEPARATOR,
    STARTS,
    TIME,
    WROTE,
)

MAX_LINES = 20_000
_MAX_LINE = 500
_MAX_ATTRIBUTION = 420
_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_DELETE_MARKS = dict.fromkeys(map(ord, _MARKS))
_RULE = re.compile(r"\s*(?:[_=*~─━—–-]\s?){3,}\s*")
_DASH_NAME = re.compile(r"\s*[-–—]{1,2}\s?[A-ZÀ-ÖØ-Þ][\w.'’-]*(?:\s[A-ZÀ-ÖØ-Þ][\w.'’-]*){0,2}\s*")
_ENDS_WROTE = re.compile(r"[:：][\s*_]*$")
_SENTENCE = re.compile(r"[?!]\s")
_ONE_LINE_HEADER = re.compile(
    r"\W*(?:from|van|von|de|da)\s*:.{3,120}\b(?:sent|date|verzonden|datum|gesendet|envoyé|enviado|inviato)\s*:.{3,80}\b(?:to|aan|an|à|para|a|subject|onderwerp|betreff|objet)\s*:",
    re.IGNORECASE,
)


def strip_quotes(text: str) -> str:
    """Return the reply in `text` without quotes and signature, or the whole text where nothing would be left."""
    whole = text.strip()
    lines = (
        whole.replace("\r\n", "\n").translate(_DELETE_MARKS).split("\n") if not whole.isascii() else whole.replace("\r\n", "\n").split("\n")
    )
    if len(lines) > MAX_LINES:
        return whole
    segments = _segments(lines)
    kept = [piece for piece in (_without_signature(segment) for segment in segments) if piece]
    reply = "\n\n".join("\n".join(piece) for piece in kept)
    return reply if any(ch.isalnum() for ch in reply) else _meaningful(reply, whole)


def _meaningful(reply: str, whole: str) -> str:
    """A reply without letters still counts when it says something, such as a thumb or a question mark."""
    return reply if reply.strip() and not _RULE.fullmatch(reply) else whole


def _segments(lines: list[str]) -> list[list[str]]:
    """Return the runs of lines that are not quoted; reading stops where the rest of the mail is quoted as a block."""
    segments: list[list[str]] = []
    current: list[str] = []
    quoted_before = False
    at = 0
    while at < len(lines):
        line = lines[at]
        quoted = line.lstrip().startswith(">") if line else False
        skipped, stop = (0, False) if quoted else _introduction(lines, at)
        if stop:
            break
        if quoted or skipped:
            quoted_before = True
            if current:
                segments.append(current)
                current = []
            at += skipped or 1
            continue
        if line.strip() or current or not quoted_before:
            current.append(line)
        at += 1
    segments.append(current)
    return segments


def _introduction(lines: list[str], at: int) -> tuple[int, bool]:
    """Return (number of lines that only announce a quote, whether all that follows is quoted)."""
    line = lines[at].strip()
    if not line or len(line) > _MAX_LINE:
        return 0, False
    if _starts_block(lines, at, line):
        return 0, True
    length = _attribution_length(lines, at)
    if length == 0:
        return 0, False
    strength = _attribution_strength(_joined(lines, at, length))
    following = _next_words(lines, at + length)
    if following.startswith(">"):
        return length, False
    return (0, True) if strength > 1 else (0, False)


def _joined(lines: list[str], at: int, length: int) -> str:
    return " ".join(line.strip() for line in lines[at : at + length])


def _next_words(lines: list[str], at: int) -> str:
    for line in lines[at : at + 4]:
        if line.strip():
            return line.lstrip()
    return ""


def _starts_block(lines: list[str], at: int, line: str) -> bool:
    """Whether a block of quoted mail starts here: a separator, or the headers of the mail below."""
    first = line[0]
    if first in "-=_*–—>" or "-" in line[-3:]:
        if SEPARATOR.fullmatch(line):
            return True
        if first == "-" and FENCED.fullmatch(line) and DATE.search(line) and (WROTE.search(line) or EMAIL.search(line)):
            return True
        if _RULE.fullmatch(line) and _header_kinds(lines, at + 1, needed=2):
            return True
    if (":" in line[:40] or "：" in line[:20]) and _headers_below(lines, at, line):
        return True
    if len(line) < 60 and LONE_SEPARATOR.fullmatch(line) and _header_kinds(lines, at + 1, needed=2):
        return True
    return len(line) < 160 and REPLY_ABOVE.fullmatch(line) is not None


def _headers_below(lines: list[str], at: int, line: str) -> bool:
    return bool(SEPARATOR.fullmatch(line) or _header_kinds(lines, at, needed=3) or _ONE_LINE_HEADER.match(line))


def _header_kinds(lines: list[str], at: int, *, needed: int) -> bool:
    """Whether mail headers (From, Sent, To, Subject in any language) stand here: enough different ones, the sender's among them,
    with an address or a time in them."""
    kinds: set[str] = set()
    evidence = False
    others = 0
    for line in lines[at : at + 14]:
        stripped = line.strip()
        if not stripped:
            if kinds and others:
                break
            continue
        match = LABEL.fullmatch(stripped) if len(stripped) <= _MAX_LINE else None
        if match is None:
            others += 1
            if not kinds or others > 2:
                break
            continue
        others = 0
        kinds.add(_kind(match))
        evidence = evidence or bool(EMAIL.search(match["value"]) or TIME.search(match["value"]) or DATE.search(match["value"]))
        if len(kinds) >= needed and evidence and "from" in kinds:
            return True
    return False


def _kind(match: re.Match[str]) -> str:
    return next(kind for kind, value in match.groupdict().items() if value is not None and kind != "value")


def _attribution_length(lines: list[str], at: int) -> int:
    """Return over how many lines (1 to 4) a line such as "On Monday, Jan wrote:" runs from here, 0 where there is none."""
    joined = ""
    for length in range(1, min(5, len(lines) - at + 1)):
        line = lines[at + length - 1].strip()
        if not line or (length > 1 and line.startswith(">") and joined.count("<") <= joined.count(">")):
            return 0
        joined = f"{joined} {line}" if joined else line
        if len(joined) > _MAX_ATTRIBUTION:
            return 0
        if line.endswith((":", "：", ":*", ":_", ": *", ":-")) and _attribution_strength(joined):
            return length
    return 0


def _attribution_strength(line: str) -> int:
    """Return 2 for what surely announces a quote, 1 for what does when `>` lines follow, 0 otherwise."""
    line = line.strip("*_ ").lstrip("-~> ")
    if _SENTENCE.search(line) or not _ENDS_WROTE.search(line):
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


def _without_signature(lines: list[str]) -> list[str]:
    """Return a run of lines without the signature, footers and empty lines around it."""
    end = len(lines)
    for cut in (_delimiter(lines), _list_footer(lines), _disclaimer(lines), _sent_from(lines)):
        end = min(end, cut)
    end = _dash_name(lines, end)
    kept = [line.rstrip() for line in lines[:end]]
    while kept and (not kept[-1] or _RULE.fullmatch(kept[-1])):
        kept.pop()
    first = next((number for number, line in enumerate(kept) if line), 0)
    return kept[first:]


def _delimiter(lines: list[str]) -> int:
    """Return where the signature delimiter stands: the first "-- ", or the last lone "--" or dash near the end."""
    for number, line in enumerate(lines):
        if line == "-- ":
            return number
    for number in range(len(lines) - 1, max(-1, len(lines) - 25), -1):
        if lines[number].strip() in ("--", "—", "––", "---", "– –") and number:
            return number
    return len(lines)


def _list_footer(lines: list[str]) -> int:
    for number in range(max(1, len(lines) - 14), len(lines)):
        if len(lines[number]) >= 10 and _RULE.fullmatch(lines[number]) and any(LIST_FOOTER.search(line) for line in lines[number + 1 :]):
            return number
    return len(lines)


def _disclaimer(lines: list[str]) -> int:
    """Return where a legal notice starts that runs to the end; it follows an empty line or a rule and speaks of secrecy."""
    for number in range(1, len(lines)):
        before = lines[number - 1].strip()
        if (not before or _RULE.fullmatch(before)) and DISCLAIMER.match(lines[number]):
            notice = " ".join(lines[number : number + 12])
            if SECRECY.search(notice) and len(notice) > 80:
                return number
    return len(lines)


def _sent_from(lines: list[str]) -> int:
    """Return where a line such as "Sent from my phone" stands with hardly anything after it."""
    for number, line in enumerate(lines):
        if (
            8 < len(line.strip()) <= 220
            and SENT_FROM.fullmatch(line.strip())
            and sum(bool(rest.strip()) for rest in lines[number + 1 :]) <= 4
        ):
            return number
    return len(lines)


def _dash_name(lines: list[str], end: int) -> int:
    """Return the end without a last line such as "-Jan", unless dashes mark a list here."""
    last = end - 1
    while last >= 0 and not lines[last].strip():
        last -= 1
    if last <= 0 or not _DASH_NAME.fullmatch(lines[last]):
        return end
    if any(line.lstrip().startswith(("-", "–", "—", "*", "•")) for line in lines[:last]):
        return end
    return last
