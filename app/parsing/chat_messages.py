"""Messages of one conversation, made from what any messenger's export tells: who, when, what. What repeats is made once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.message import (
    Attachment,
    Channel,
    Direction,
    Handle,
    HandleKind,
    IncomingMessage,
    Kind,
    Party,
    ReadOptions,
    fingerprint_of,
)
from app.parsing.phones import e164


def compared(name: str) -> str:
    """Return a name, address, number or id as it is compared: an international number as E.164, anything else without case."""
    return (e164(name) if name.startswith("+") else None) or " ".join(name.casefold().split())


def own_identities(options: ReadOptions) -> frozenset[str]:
    """Return under what the shop writes: the names, addresses, numbers and ids that the owner gave."""
    return frozenset(compared(name) for name in (*options.me, *options.own_addresses) if name.strip())


@dataclass(frozen=True, slots=True)
class Speaker:
    """One who writes. `identity` names them within their channel, the same in every export; `known_as` is everything the owner may have
    given as "this is me" (names, addresses, numbers, ids; as `compared`)."""

    identity: str
    party: Party
    known_as: frozenset[str] = frozenset()


def speaker(name: str, *handles: Handle, identity: str = "") -> Speaker:
    """Return a speaker: known by `identity`, else by the first handle, else by name. A name alone becomes a weak handle."""
    given = tuple(handle for handle in handles if handle.value)
    party = Party(name, given or ((Handle(HandleKind.NAME, name),) if name else ()))
    known = frozenset(compared(value) for value in (name, identity, *(handle.value for handle in given)) if value)
    return Speaker(identity or (given[0].value if given else compared(name)), party, known)


NOBODY = Speaker("", Party())
"""The app itself."""


@dataclass(slots=True)
class Conversation:
    """One conversation of an export and the way to make its messages.

    `key` is the same in every export of it. `other` is the customer in a chat of two, or the group as a party (None: not told).
    `me` are the shop's identities (`own_identities`, and what the export itself tells); `direct` says that it is a chat of two.
    """

    channel: Channel
    key: str
    me: Collection[str] = frozenset()
    other: Speaker | None = None
    direct: bool = True
    subject: str = ""
    warnings: tuple[str, ...] = ()
    _ways: dict[str, tuple[Direction, tuple[Party, ...]]] = field(default_factory=dict)
    _seen: dict[int, int] = field(default_factory=dict)

    def message(
        self,
        who: Speaker,
        at: datetime,
        text: str,
        *,
        native_id: str = "",
        local: str = "",
        kind: Kind = Kind.MESSAGE,
        direction: Direction | None = None,
        attachments: tuple[Attachment, ...] = (),
        warnings: tuple[str, ...] = (),
        edited_at: datetime | None = None,
        subject: str = "",
        new_text: str = "",
    ) -> IncomingMessage:
        """Return a message. `at` is UTC; `local` the time as the file writes it where it has no zone (part of the identity, so that another
        zone does not make another message). With a `native_id` (unique in the conversation) the identity is that alone. `subject` and
        `new_text` where they are not the conversation's subject and the text."""
        way = self._ways.get(who.identity) or self._way(who)
        silent = kind is Kind.SYSTEM or "deleted" in warnings
        return IncomingMessage(
            self.channel,
            self._fingerprint(who, at, text, native_id, local),
            self.key,
            at,
            direction or way[0],
            who.party,
            text,
            native_id,
            kind,
            way[1],
            subject or self.subject,
            new_text or ("" if silent else text),
            "",
            attachments,
            None,
            self.warnings + warnings,
            None,
            edited_at,
        )

    def notice(self, at: datetime, text: str, *, native_id: str = "", local: str = "", warnings: tuple[str, ...] = ()) -> IncomingMessage:
        """Return what the app itself says (joined, left, renamed ...)."""
        return self.message(NOBODY, at, text, native_id=native_id, local=local, kind=Kind.SYSTEM, warnings=warnings)

    def passed(self) -> None:
        """Forget what was counted so far: every message to come has a later time. Keeps conversations of any length in bounded memory."""
        self._seen.clear()

    def _fingerprint(self, who: Speaker, at: datetime, text: str, native_id: str, local: str) -> str:
        if native_id:
            return fingerprint_of(self.channel.value, self.key, native_id)
        when = local or at.isoformat()
        key = hash((when, who.identity, text))
        nth = self._seen[key] = self._seen.get(key, 0) + 1
        return fingerprint_of(self.channel.value, self.key, when, who.identity, text, str(nth))

    def _way(self, who: Speaker) -> tuple[Direction, tuple[Party, ...]]:
        mine = self._is_mine(who)
        direction = Direction.UNKNOWN if mine is None else Direction.OUT if mine else Direction.IN
        to = (self.other.party,) if mine and self.other is not None else ()
        self._ways[who.identity] = (direction, to)
        return direction, to

    def _is_mine(self, who: Speaker) -> bool | None:
        """Say whether this is the shop: by its own identities, else by elimination in a chat of two; None when that does not tell."""
        if who is NOBODY or not who.identity:
            return None
        if who.identity in self.me or not who.known_as.isdisjoint(self.me):
            return True
        if self.other is not None and self.direct:
            return who.identity != self.other.identity
        return False if self.me else None


def counterpart(people: Iterable[Speaker], me: Collection[str]) -> Speaker | None:
    """Return the other side of a chat of two: the one who is not the shop; None where that is not exactly one, or the shop is not known."""
    people = list(people)
    others = [who for who in people if who.identity not in me and who.known_as.isdisjoint(me)]
    return others[0] if len(others) == 1 and len(people) > 1 else None
