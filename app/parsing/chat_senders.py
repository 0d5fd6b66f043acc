"""Who speaks in a chat: where a name ends and the text begins, who takes part, and who is the other side."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.message import Handle, HandleKind, Kind, Party
from app.parsing.chat_bodies import SIGNALS, is_encryption_notice, looks_like_notice, opens_chat, read_body
from app.parsing.chat_notice_words import GROUP
from app.parsing.chat_words import fold, strip_marks
from app.parsing.phones import e164

LONGEST_NAME = 100
ENOUGH_TO_RECUR = 3
"""How often the same `Name: more: ` must come before `: ` is taken to be part of the name."""
ENOUGH_ANGLED, ENOUGH_MARKED = 2, 3
LONGEST_TIGHT_NAME, LONGEST_PLACEHOLDER = 40, 60
GROUP_SIZE = 3
SURELY_A_PERSON = 20
"""How many lines that are no notices a chat of two has under the other side's name, before the rest is not looked at for notices."""
OWN_WORDS = frozenset({"you", "me"})
"""What some programs call the one who made the export."""
_QUOTED = re.compile('["“„«»”「『]')
_ANGLED = re.compile(r"<[^<>:/=\n]{4,50}>")


def clean_name(raw: str) -> str:
    """Return a name as shown: no direction marks, plain spaces, no `~` before the name a stranger chose."""
    return " ".join(strip_marks(raw).split()).removeprefix("~").strip()


def party_of(name: str) -> Party:
    """Return the party under a cleaned name: an unsaved number becomes a phone handle, everything else a name."""
    number = e164(name) if name.startswith("+") else None
    if number:
        return Party("", (Handle(HandleKind.PHONE, number),))
    return Party(name, (Handle(HandleKind.NAME, name),)) if name else Party()


def identity_of(name: str) -> str:
    """Return a cleaned name as it is compared: the number, or the name without case."""
    return (e164(name) if name.startswith("+") else None) or " ".join(name.casefold().split())


@dataclass(slots=True)
class Census:
    """What the first pass over a file learns of its senders. Feed every text behind a header to `see`."""

    prefixes: Counter[str] = field(default_factory=Counter)
    longer: dict[str, Counter[str]] = field(default_factory=dict)
    bare: Counter[str] = field(default_factory=Counter)
    notices: Counter[str] = field(default_factory=Counter)
    tight: Counter[str] = field(default_factory=Counter)
    """What stands before a colon without a space behind it."""
    angled: Counter[str] = field(default_factory=Counter)
    """Bodies that are one phrase in angle brackets and nothing else: what the app puts in the place of a file."""
    marked: Counter[str] = field(default_factory=Counter)
    """Short bodies with the app's mark that no table knows."""
    title: str = ""
    _speaking: str = ""
    """The prefix under which iOS lets the chat itself speak."""
    is_group: bool = False
    _first: bool = True

    def see(self, text: str) -> None:
        """Count the sender of one text, and keep what the app's own lines tell of the chat."""
        at = text.find(": ")
        if at < 0:
            self._see_bare(text)
            return
        prefix = text[:at]
        if text.startswith(SIGNALS, at + 2) or self._first:
            self._see_signalled(prefix, text[at + 2 :])
        elif prefix == self._speaking and self.prefixes[prefix] < SURELY_A_PERSON and looks_like_notice(text[at + 2 :]):
            self.notices[prefix] += 1
            self.is_group = self.is_group or _tells_group(text)
        else:
            self.prefixes[prefix] += 1
            if text.startswith("<", at + 2) and text.endswith(">"):
                self.angled[text[at + 2 :]] += 1
        if text.find(": ", at + 2, LONGEST_NAME) > 0:
            self._see_longer(prefix, text)

    def _see_bare(self, text: str) -> None:
        at = text.find(":")
        if at == len(text) - 1 <= LONGEST_NAME and text:
            self.bare[text[:-1]] += 1
        else:
            self.is_group = self.is_group or _tells_group(text)
            if 0 < at <= LONGEST_TIGHT_NAME and not text.startswith("//", at + 1) and not looks_like_notice(text):
                self.tight[text[:at]] += 1

    def _see_signalled(self, prefix: str, text: str) -> None:
        opening = self._first and opens_chat(text)
        self._first = False
        body = read_body(text)
        if not opening and (body is None or body.kind is not Kind.SYSTEM):
            self.prefixes[prefix] += 1
            return
        self.notices[prefix] += 1
        self.is_group = self.is_group or _tells_group(text)
        if opening or (not self.title and is_encryption_notice(text)):
            self.title = clean_name(prefix)
            self._speaking = prefix
        elif len(text) <= LONGEST_PLACEHOLDER and "\n" not in text and not looks_like_notice(text):
            self.marked[fold(text)] += 1

    def _see_longer(self, prefix: str, text: str) -> None:
        at = len(prefix) + 2
        while (at := text.find(": ", at, LONGEST_NAME)) > 0:
            self.longer.setdefault(prefix, Counter())[text[:at]] += 1
            at += 2

    def placeholders(self) -> frozenset[str]:
        """Return what stands for files in a language that no table knows: phrases in angle brackets, and marked ones, that recur."""
        angled = (text for text, count in self.angled.items() if count >= ENOUGH_ANGLED and _ANGLED.fullmatch(strip_marks(text)))
        marked = (text for text, count in self.marked.items() if count >= ENOUGH_MARKED)
        return frozenset((*map(fold, angled), *marked))


def _tells_group(text: str) -> bool:
    return bool(GROUP.search(fold(text)))


@dataclass(slots=True)
class Senders:
    """Splits texts into sender and body, by what a census found."""

    names: dict[str, str]
    """Prefix as written -> cleaned name, for prefixes that are people (or, on iOS, the chat itself speaking)."""
    longer: dict[str, tuple[str, ...]]
    people: dict[str, str]
    """Identity -> cleaned name of everyone who said something."""

    def split(self, text: str) -> tuple[str | None, str]:
        """Return (cleaned name, body); the name is None for a line that the app wrote."""
        at = text.find(": ")
        if at < 0:
            return self._split_bare(text)
        prefix = text[:at]
        for candidate in self.longer.get(prefix, ()):
            if text.startswith(candidate + ": "):
                prefix = candidate
        name = self.names.get(prefix)
        return self._split_bare(text) if name is None else (name, text[len(prefix) + 2 :])

    def _split_bare(self, text: str) -> tuple[str | None, str]:
        at = text.find(":")
        while at > 0:
            name = self.names.get(text[:at])
            if name is not None:
                return name, text[at + 1 :]
            at = text.find(":", at + 1, LONGEST_NAME)
        return (broken_name(text) if "\n" in text else None) or (None, text)


def broken_name(text: str) -> tuple[str, str] | None:
    """Take apart a text whose sender's name has a line break in it: (name, body), None where it is none. Notices have one line."""
    first, _, rest = text.partition("\n")
    second, colon, body = rest.partition(": ")
    if not colon or "\n" in second or len(first) + len(second) >= LONGEST_NAME or looks_like_notice(first) or not first.strip():
        return None
    return clean_name(f"{first} {second}"), body


def settle(census: Census, known: Iterable[str] = ()) -> Senders:
    """Decide which prefixes are senders. `known` are names that are certain from elsewhere (the file's title, the shop's own)."""
    sure = {identity_of(clean_name(name)) for name in known if name}
    longer = {prefix: found for prefix, counts in census.longer.items() if (found := _real_names(prefix, counts, census, sure))}
    prefixes = census.prefixes + Counter({p: n for p, n in census.bare.items() if p in census.prefixes or not looks_like_notice(p)})
    prefixes += Counter({p: n for p, n in census.tight.items() if n > 1 or p in census.prefixes or identity_of(clean_name(p)) in sure})
    for prefix, found in longer.items():
        if prefixes[prefix] <= sum(census.longer[prefix][name] for name in found):
            del prefixes[prefix]
        prefixes.update(found)
    starts = tuple(p + " " for p in prefixes if prefixes[p] >= ENOUGH_TO_RECUR and len(p) > 1)
    speaking = [p for p in prefixes if p and not _is_notice(p, prefixes[p], sure, starts)]
    names = {prefix: clean_name(prefix) for prefix in (*speaking, *census.notices)}
    people = {identity_of(names[prefix]): names[prefix] for prefix in speaking}
    return Senders({prefix: name for prefix, name in names.items() if name}, longer, {i: n for i, n in people.items() if i})


def _real_names(prefix: str, counts: Counter[str], census: Census, sure: set[str]) -> tuple[str, ...]:
    """Return the longer readings of a prefix that are names: known ones, else those that every line of this prefix has."""
    if identity_of(clean_name(prefix)) in sure:
        return ()
    certain = tuple(name for name in counts if identity_of(clean_name(name)) in sure)
    total = census.prefixes[prefix] + census.notices[prefix]
    return certain or tuple(sorted((n for n, count in counts.items() if count == total >= ENOUGH_TO_RECUR), key=len))


def _is_notice(prefix: str, count: int, sure: set[str], names: tuple[str, ...]) -> bool:
    """Say whether what stands before `: ` is the start of a notice ("Anna changed the subject to ...: ") and no name. In words that no
    table knows: it starts with somebody's name (`names`, each with a space) and quotes something."""
    if identity_of(clean_name(prefix)) in sure:
        return False
    quoting = prefix.startswith(names) and bool(_QUOTED.search(prefix))
    return len(prefix) > LONGEST_NAME or (count < ENOUGH_TO_RECUR and (quoting or looks_like_notice(prefix)))


@dataclass(frozen=True, slots=True)
class Cast:
    """The parts of a chat. `counterpart` is the other side of a chat of two ("" when unknown, or in a group), `me` the shop's identities,
    `title` what the chat is called, `key` what it is called in every export."""

    counterpart: str
    me: frozenset[str]
    title: str
    is_group: bool
    key: str

    def is_me(self, identity: str) -> bool | None:
        """Say whether this identity is the shop; None when the chat does not tell."""
        if identity in self.me:
            return True
        if self.counterpart:
            return identity != identity_of(self.counterpart)
        return False if self.me else None


def cast_of(senders: Senders, census: Census, title: str, me: Iterable[str]) -> Cast:
    """Find out who is who. `title` is what the file's name tells, `me` the names under which the shop writes."""
    shop = frozenset(identity_of(clean_name(name)) for name in me) | (OWN_WORDS & senders.people.keys())
    title = census.title or title
    others = sorted(identity for identity in senders.people if identity not in shop)
    strangers = bool(title) and not identity_of(title).startswith("+") and identity_of(title) not in senders.people and len(others) > 1
    is_group = len(senders.people) >= GROUP_SIZE or census.is_group or strangers
    counterpart = "" if is_group else _counterpart(senders, title, shop, others)
    return Cast(counterpart, shop, title, is_group, _key(title, counterpart, senders))


def _counterpart(senders: Senders, title: str, shop: frozenset[str], others: list[str]) -> str:
    wanted = identity_of(title) if title else ""
    if wanted in senders.people and wanted not in shop:
        return senders.people[wanted]
    if len(others) == 1 and (shop or len(senders.people) > 1):  # what the owner told of his own names goes before the chat's title
        return senders.people[others[0]]
    return title if wanted not in shop and len(senders.people) <= 1 else ""


def _key(title: str, counterpart: str, senders: Senders) -> str:
    """Return what this chat is called in every export of it: its own title, else the other side, else everyone."""
    name = identity_of(title) or identity_of(counterpart)
    return name or " | ".join(sorted(senders.people))
