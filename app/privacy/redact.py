"""Personal data out of a text: names, addresses, numbers, so that somebody outside can read what it is about. Pure.

What is replaced is marked in square brackets, and the same thing gets the same mark, so that the text still makes sense.
Order numbers stay: without the shop's books they say nothing of a person.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from app.domain.handover import Packet
from app.domain.text import packed, unpacked

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b")
_PHONE = re.compile(
    r"(?<![\w.])(?:\+|00)\d{1,3}[\s().-]*\d(?:[\s().-]{0,2}\d){6,12}(?!\w)|(?<![\w.-])0\d{1,3}[\s-]?\d(?:[\s-]?\d){5,8}(?!\w)"
)
_POSTCODE = re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\b")
_STREET = re.compile(
    r"\b[A-ZÀ-Þ][\w'’.-]*(?:\s[A-ZÀ-Þ][\w'’.-]*){0,3}(?:straat|laan|weg|plein|gracht|kade|dijk|singel|hof|pad|steeg|straße|strasse|str\.|allee|platz"
    r"|gasse)\s+\d{1,5}\s?[a-zA-Z]?\b"
    r"|\b\d{1,4}(?:\s?(?:bis|ter))?,?\s(?:rue|avenue|boulevard|place|chemin|impasse|allée|quai)\s(?:d[eu]s?\s|de la\s|de l['’])?"
    r"[A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+)*"
    r"|\b\d{1,5}[a-zA-Z]?\s[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?\s(?:Street|St\.?|Road|Rd\.?|Lane|Avenue|Ave\.?|Drive|Close|Way|Court)\b"
)
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){13,19}(?!\d)")
_BIRTH = re.compile(
    r"(?i)\b(?:geboren|geboortedatum|born|date of birth|dob|geboren am|geburtsdatum|n[ée]e? le|date de naissance)\W{0,3}[\d\w ./-]{4,20}\d"
)
_PATTERNS = (
    ("e-mail", _MAIL),
    ("IBAN", _IBAN),
    ("card", _CARD),
    ("phone", _PHONE),
    ("address", _STREET),
    ("postcode", _POSTCODE),
    ("birth date", _BIRTH),
)
_SHORTEST_NAME = 2


class Redactor:
    """Replaces personal data. `names` are the people known to be spoken of (whole names; their parts go too), `handles` their addresses."""

    def __init__(self, names: Iterable[str] = (), handles: Iterable[str] = ()) -> None:
        self._marks: dict[tuple[str, str], str] = {}
        parts = {part for name in names for part in (name, *re.split(r"[\s,]+", name)) if len(part) > _SHORTEST_NAME and part[:1].isupper()}
        self._names = self._any(parts)
        self._handles = self._any({handle for handle in handles if handle})

    @staticmethod
    def _any(words: set[str]) -> re.Pattern[str] | None:
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE) if words else None

    def __call__(self, text: str) -> str:
        """Return the text with marks in place of personal data."""
        if self._handles is not None:
            text = self._handles.sub(lambda m: self._mark("handle", m.group()), text)
        for kind, pattern in _PATTERNS:
            text = pattern.sub(lambda m, kind=kind: self._mark(kind, m.group()), text)  # type: ignore[misc]
        return self._names.sub("[name]", text) if self._names is not None else text

    def _mark(self, kind: str, found: str) -> str:
        key = kind, re.sub(r"\W", "", found).casefold()
        if key not in self._marks:
            n = sum(known == kind for known, _ in self._marks) + 1
            self._marks[key] = f"[{kind}]" if n == 1 else f"[{kind} {n}]"
        return self._marks[key]

    def template(self, text: str) -> str:
        """Return a packed text with its fields redacted."""
        template, params = unpacked(text)
        return packed(template, {name: self(value) for name, value in params.items()})


def redact_packet(packet: Packet, names: Iterable[str] = ()) -> Packet:
    """Return the packet without who the customer is; `names` are further people to leave out (those who wrote in the conversation)."""
    hide = Redactor((packet.customer, *names), packet.handles)
    return replace(
        packet,
        customer="[name]",
        handles=(),
        subject=hide(packet.subject),
        summary=tuple(hide.template(line) for line in packet.summary),
        told=tuple(hide(told) for told in packet.told),
        deeds=tuple(replace(deed, by=hide(deed.by), text=hide(deed.text)) for deed in packet.deeds),
        open_questions=tuple(hide(question) for question in packet.open_questions),
        reasons=tuple(replace(reason, evidence=hide(reason.evidence)) for reason in packet.reasons),
        links=tuple(replace(link, title=hide(link.title)) for link in packet.links),
        note=hide(packet.note),
    )
