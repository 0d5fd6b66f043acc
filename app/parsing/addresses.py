"""Address lists as people and programs write them: quoted names, comments, groups, bare addresses, and mistakes. Never raises."""

import re
from functools import lru_cache

from app.domain.message import Handle, HandleKind, Party
from app.parsing.headers import decode_header, unfold

_SIMPLE = re.compile(r'(?:"([^"\\]*)"|([^"<>(),:;@\\\[\]]*?))\s*<\s*([^<>\s@,;:"()]+@[^<>\s@,;:"()]+)\s*>')
_BARE = re.compile(r"[^\s<>(),:;\"@\[\]]+@[^\s<>(),:;\"@\[\]]+")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|<[^<>]*+>?|\\.|[(),;:\s]|[^"<>(),;:\\\s]++|.', re.DOTALL)
_ADDRESS = re.compile(r"(?<![^\s<>,;:\"()])(?:\"(?:[^\"\\]|\\.)*+\"|[^\s<>,;:\"()]+)@(?:[^\s<>,;:\"()@\[\]]+|\[[^\]\s]*\])")
_QUOTING = re.compile(r'\\(.)|"')
_MAX_PEOPLE = 500


def parse_addresses(value: str) -> list[tuple[str, str]]:
    """Return (display name, address) for each person in a raw header value; the address is "" where only a name is there.

    Encoded words are decoded after splitting, so that a comma in a name splits nothing.
    """
    value = unfold(value)
    simple = _SIMPLE.fullmatch(value)
    if simple:
        return [(_clean_name(simple[1] or simple[2] or ""), simple[3])]
    if _BARE.fullmatch(value):
        return [("", value)]
    return _mend_commas(_split(value))[:_MAX_PEOPLE]


def _split(value: str) -> list[tuple[str, str]]:
    people: list[tuple[str, str]] = []
    item = _Item()
    depth = 0
    for piece in _TOKEN.findall(value):
        if piece == "(":
            depth += 1
        elif piece == ")" and depth:
            depth -= 1
        elif depth:
            item.comment += piece
        elif piece in (",", ";"):
            item.finish(people)
            item = _Item()
        elif piece == ":" and not item.address and "@" not in item.words and not item.words.lower().endswith("mailto"):
            item = _Item()  # the name of a group
        else:
            item.take(piece)
    item.finish(people)
    return people


class _Item:
    """One person while the list is read."""

    __slots__ = ("address", "comment", "words")

    def __init__(self) -> None:
        self.words = ""
        self.address = ""
        self.comment = ""

    def take(self, token: str) -> None:
        if token[0] == "<" and not self.address and "@" in token:
            self.address = token[1:].rstrip(">").strip().rpartition(":")[2].strip() or self.address
        elif token[0] != "<":
            self.words += token

    def finish(self, people: list[tuple[str, str]]) -> None:
        words = self.words.strip()
        if not self.address:
            found = _ADDRESS.search(words)
            if found:
                self.address = found[0].rpartition(":")[2] if found[0].lower().startswith("mailto:") else found[0]
                words = (words[: found.start()] + words[found.end() :]).strip()
                words = "" if words.lower() == "mailto:" else words
        name = _clean_name(words) or _clean_name(self.comment)
        if name or self.address:
            people.append((name, self.address.replace(" ", "")))


def _clean_name(words: str) -> str:
    words = words.strip()
    if words[:1] == '"' or "\\" in words:
        words = _QUOTING.sub(lambda match: match[1] or "", words)
    if "=?" in words or not words.isascii() or not words.isprintable():
        words = decode_header(words)
    words = words.strip().strip("\"'").strip()
    return " ".join(words.split()) if "  " in words or "\t" in words else words


def _mend_commas(people: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join `Last, First <a@b>` written without quotes: a lone word before a named address is the first half of the name."""
    mended: list[tuple[str, str]] = []
    for name, address in people:
        if mended and not mended[-1][1] and address and name:
            last = mended.pop()[0]
            name = f"{last}, {name}"
        mended.append((name, address))
    return mended


@lru_cache(maxsize=4096)
def normalise_address(address: str) -> str:
    """Return the address as a handle: lower case, the domain in its ASCII (IDNA) form; plus-tags stay."""
    local, at, domain = address.strip().strip("<>").rpartition("@")
    if not at:
        return domain.lower()
    domain = domain.lower().rstrip(".")
    if not domain.isascii() and len(domain) < 254:
        domain = _ascii_domain(domain)
    return f"{local.lower()}@{domain}"


def _ascii_domain(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def party_of(name: str, address: str) -> Party:
    """Return a person; a display name that only repeats the address is left out."""
    if not address:
        return Party(name=name)
    value = normalise_address(_decoded(address))
    shown = "" if name.lower() in (value, address.lower()) else name
    return Party(shown, (Handle(HandleKind.EMAIL, value),))


def _decoded(address: str) -> str:
    return address if address.isascii() and "=?" not in address else decode_header(address)


def parse_parties(values: list[str]) -> tuple[Party, ...]:
    """Return the people of some raw header values, each address once."""
    found: dict[object, Party] = {}
    for value in values:
        for name, address in parse_addresses(value):
            party = party_of(name, address)
            found.setdefault(party.handles or name, party)
    return tuple(found.values())
