"""Meet: messages that are kept already and come again, changed or under another identity.

A source with ids of its own tells that a message says something else now. A chat without ids shows an edited or deleted message in the
place of the one that was kept, and an older export shows it as it was. And an answer that the counter wrote down when a person copied it
into the chat comes back in the next export.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from app.domain.importing import Echo, KeptText, Revision
from app.domain.message import Direction, IncomingMessage
from app.domain.shop import ShopSettings
from app.domain.store_ports import NewMessage, UnitOfWork
from app.pipeline.sort import Judged, sort_anew

ECHO_WITHIN = timedelta(days=7)
"""How long after the counter wrote an answer down its copy in an export is still taken for it."""
ECHO_BEFORE = timedelta(minutes=10)
"""Clocks differ, and some exports cut the seconds off."""
ALIKE = 0.9
"""From this part of the letters on two texts are one answer with small edits."""
_SPACE = re.compile(r"\s+")
_EDITED, _DELETED = 1, 2
Key = tuple[str, str]


@dataclass(slots=True)
class Met:
    """What was met again: fingerprint -> message id beyond those that the store knows, and how many kept messages changed."""

    known: dict[str, int] = field(default_factory=dict)
    updated: int = 0


def meet(uow: UnitOfWork, batch: Sequence[Judged], known: Mapping[str, int], shop: ShopSettings) -> Met:
    """Find the messages of a batch that are kept in other words, and let the store say what their source says now."""
    chats = [judged for judged in batch if not judged.message.channel.is_mail]
    met = Met()
    if not chats:
        return met
    places = uow.conversations.by_keys(sorted({_key(judged.message) for judged in chats}))
    here = [judged for judged in chats if _key(judged.message) in places]
    if here:
        _meet_echoes(uow, [j for j in here if j.message.fingerprint not in known], places, met)
        revisions = [*_by_id(uow, here, known), *_by_place(uow, here, places, known, met)]
        _revise(uow, revisions, shop)
        met.updated = len(revisions)
    return met


def _key(message: IncomingMessage) -> Key:
    return message.channel.value, message.conversation_key


# -- answers that the counter wrote down


def _meet_echoes(uow: UnitOfWork, fresh: Iterable[Judged], places: Mapping[Key, tuple[int, int]], met: Met) -> None:
    waiting = uow.changes.echoes(sorted({conversation for conversation, _ in places.values()}))
    for judged in fresh if waiting else ():
        message = judged.message
        conversation, customer = places[_key(message)]
        echo = next((e for e in waiting if e.conversation_id == conversation and _is_echo(e, message)), None)
        if echo is not None and message.fingerprint not in met.known:
            waiting.remove(echo)
            uow.changes.meet(echo, NewMessage(message, conversation, customer))
            met.known[message.fingerprint] = echo.message_id
            if echo.text != message.text:
                uow.changes.revise([Revision(echo.message_id, message)])


def _is_echo(echo: Echo, message: IncomingMessage) -> bool:
    after = message.sent_at - echo.sent_at
    if message.direction is Direction.IN or not -ECHO_BEFORE <= after <= ECHO_WITHIN:
        return False
    ours, theirs = _folded(echo.text), _folded(message.text)
    if ours == theirs or message.direction is Direction.UNKNOWN:
        return ours == theirs
    pair = SequenceMatcher(None, ours, theirs, autojunk=False)
    return pair.real_quick_ratio() >= ALIKE and pair.quick_ratio() >= ALIKE and pair.ratio() >= ALIKE


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text).strip().casefold()


# -- edits


def _by_id(uow: UnitOfWork, batch: Sequence[Judged], known: Mapping[str, int]) -> list[Revision]:
    """Compare what has an id of its own with what is kept under it."""
    again = {known[j.message.fingerprint]: j for j in batch if j.message.native_id and j.message.fingerprint in known}
    kept = uow.changes.texts(list(again)) if again else {}
    revisions = []
    for id_, judged in again.items():
        message, was = judged.message, kept.get(id_)
        if was is None or was.text == message.text or message.text in was.earlier:
            continue
        if _is_newer(message, was):
            revisions.append(Revision(id_, message, judged.verdict))
        else:
            uow.changes.earlier(id_, message.text, message.new_text, was.edited_at)
    return revisions


def _is_newer(message: IncomingMessage, was: KeptText) -> bool:
    """Say whether a text is the later one; where the source gives no times, what comes later is."""
    deleted = ("deleted" in message.warnings) - ("deleted" in was.warnings)
    if deleted:
        return deleted > 0
    if message.edited_at is None or was.edited_at is None:
        return was.edited_at is None
    return message.edited_at >= was.edited_at


def _by_place(
    uow: UnitOfWork, batch: Sequence[Judged], places: Mapping[Key, tuple[int, int]], known: Mapping[str, int], met: Met
) -> list[Revision]:
    """Where a channel has no ids: one kept message and one new one at the same place, of which one was changed, are the same."""
    unknown = [
        j for j in batch if not j.message.native_id and j.message.fingerprint not in known and j.message.fingerprint not in met.known
    ]
    kept = _kept_beside(uow, unknown, places) if unknown else []
    here = set(known.values()) | set(met.known.values())
    spots: dict[tuple[object, ...], list[KeptText]] = {}
    for was in {was.message_id: was for was in kept if was.message_id not in here}.values():
        spots.setdefault((was.conversation_id, was.direction, was.sent_at, was.sender[0]), []).append(was)
    arriving: dict[tuple[object, ...], list[Judged]] = {}
    for judged in unknown if spots else ():
        m = judged.message
        arriving.setdefault((places[_key(m)][0], m.direction, m.sent_at, m.sender.name), []).append(judged)
    pairs = ((spots[spot], new) for spot, new in arriving.items() if spot in spots)
    return [r for was, new in pairs for r in _pair(uow, was, new, met)]


def _kept_beside(uow: UnitOfWork, unknown: Sequence[Judged], places: Mapping[Key, tuple[int, int]]) -> list[KeptText]:
    changed = [j.message for j in unknown if _stage(j.message.warnings)]
    kept = uow.changes.at([(places[_key(m)][0], m.direction, m.sent_at) for m in changed]) if changed else []
    spans: dict[int, tuple[datetime, datetime]] = {}
    for judged in unknown:
        conversation, at = places[_key(judged.message)][0], judged.message.sent_at
        first, last = spans.get(conversation, (at, at))
        spans[conversation] = (min(first, at), max(last, at))
    for conversation, (first, last) in spans.items():
        kept += uow.changes.altered(conversation, first, last)
    return kept


def _pair(uow: UnitOfWork, kept: Sequence[KeptText], arriving: Sequence[Judged], met: Met) -> list[Revision]:
    """Match what is at one place. Only a single pair is sure, and only where one of the two was changed."""
    changed = [j for j in arriving if _stage(j.message.warnings)]
    new = changed if len(changed) == 1 else list(arriving)
    if len(kept) != 1 or len(new) != 1:
        return []
    was, judged = kept[0], new[0]
    message, before = judged.message, _stage(was.warnings)
    after = _stage(message.warnings)
    if not after and not before:
        return []
    met.known[message.fingerprint] = was.message_id
    if after < before or message.text in was.earlier:
        uow.changes.earlier(was.message_id, message.text, message.new_text, None, message.fingerprint)
        return []
    return [Revision(was.message_id, message, judged.verdict)]


def _stage(warnings: Iterable[str]) -> int:
    """Return how far a message has been changed: not, edited, deleted."""
    told = set(warnings)
    return _DELETED if "deleted" in told else _EDITED if "edited" in told else 0


def _revise(uow: UnitOfWork, revisions: Sequence[Revision], shop: ShopSettings) -> None:
    """Keep the changes, and let the conversations follow the new verdicts; what a person settled stays."""
    if not revisions:
        return
    kept = uow.changes.texts([revision.message_id for revision in revisions])
    conversations = sorted({was.conversation_id for was in kept.values()})
    before = uow.conversations.facts(conversations)
    waiting = {id_: uow.teaching.waiting_since(id_) for id_ in conversations}
    uow.changes.revise(revisions)
    after = {fact.conversation_id: fact for fact in uow.conversations.facts(conversations)}
    uow.conversations.update([sort_anew(old, after[old.conversation_id], waiting[old.conversation_id], shop) for old in before])
