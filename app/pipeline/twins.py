"""Twins: one chat that was exported in two shapes, of which one does not tell the chat's number (Telegram's pages beside its JSON).

Both number the messages alike. So where a message of an unknown chat bears the number, the second, the sender's name and the words of one
that is kept, the two chats are one: the conversation bears both keys from then on, and what either brings again is met, not kept twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from app.customers.handles import strong_handles
from app.domain.importing import KeptText
from app.domain.message import Channel, Direction, Handle, HandleKind, IncomingMessage, Kind, Party, fingerprint_of
from app.domain.store_ports import UnitOfWork
from app.domain.text import N_
from app.pipeline.recognise import Recogniser
from app.pipeline.sort import Judged

CHANNELS = frozenset({Channel.TELEGRAM})
LOOKED_AT = 20
"""Messages of a chat, in one batch, that are compared with those kept at the same second."""
ONE_CHAT = N_("The same messages came with {one} and {other}.")
Place = tuple[int, int]


def link_twins(uow: UnitOfWork, batch: Sequence[Judged], known: Mapping[str, int], now: datetime) -> None:
    """Let chats of this batch that are kept in the other shape lead to one conversation, and their writers to one customer."""
    chats: dict[str, list[IncomingMessage]] = {}
    for judged in batch:
        message = judged.message
        if message.channel in CHANNELS and message.native_id and message.fingerprint not in known:
            chats.setdefault(message.conversation_key, []).append(message)
    for key, messages in chats.items():
        spoken = [m for m in messages if m.kind is Kind.MESSAGE and m.text][:LOOKED_AT]
        pairs = _pairs(uow, spoken) if spoken else []
        found = {was.conversation_id for _, was in pairs}
        if len(found) == 1:
            _link(uow, messages[0].channel, key, found.pop())
            _one_person(uow, pairs, now)


def met_as_twins(uow: UnitOfWork, batch: Iterable[Judged], known: Mapping[str, int]) -> dict[str, int]:
    """Return fingerprint -> message id of what is kept under another key of its conversation."""
    fresh = [j.message for j in batch if j.message.channel in CHANNELS and j.message.native_id and j.message.fingerprint not in known]
    if not fresh:
        return {}
    places = uow.conversations.by_keys(sorted({(m.channel.value, m.conversation_key) for m in fresh}))
    keys = uow.changes.keys(sorted({conversation for conversation, _ in places.values()}))
    asked: dict[str, str] = {}
    for message in fresh:
        place = places.get((message.channel.value, message.conversation_key))
        for key in keys.get(place[0], ()) if place else ():
            if key != message.conversation_key:
                asked[fingerprint_of(message.channel.value, key, message.native_id)] = message.fingerprint
    return {asked[other]: id_ for other, id_ in uow.messages.known(list(asked)).items()} if asked else {}


def _pairs(uow: UnitOfWork, messages: Sequence[IncomingMessage]) -> list[tuple[IncomingMessage, KeptText]]:
    """Return messages with what is kept of them under another chat's key."""
    kept = uow.changes.moments(messages[0].channel, [m.sent_at for m in messages])
    keys = uow.changes.keys(sorted({was.conversation_id for was in kept})) if kept else {}
    asked = {
        fingerprint_of(m.channel.value, key, m.native_id): (m, was)
        for m in messages
        for was in kept
        if _alike(m, was)
        for key in keys.get(was.conversation_id, ())
        if m.conversation_key not in keys[was.conversation_id]
    }
    known = uow.messages.known(list(asked)) if asked else {}
    return [pair for fingerprint, pair in asked.items() if known.get(fingerprint) == pair[1].message_id]


def _alike(message: IncomingMessage, was: KeptText) -> bool:
    return was.sent_at == message.sent_at and was.sender[0] == message.sender.name and was.text.split() == message.text.split()


def _link(uow: UnitOfWork, channel: Channel, key: str, conversation: int) -> None:
    """Let a key lead to a conversation; one that it leads to already goes into it."""
    place = uow.conversations.by_keys([(channel.value, key)]).get((channel.value, key))
    if place is None:
        uow.changes.also_known_as(conversation, channel, key)
    elif place[0] != conversation:
        uow.conversations.join(conversation, place[0])


def _one_person(uow: UnitOfWork, pairs: Sequence[tuple[IncomingMessage, KeptText]], now: datetime) -> None:
    """Let the writer of a chat of two be one customer, whatever the shapes call them."""
    came = next(((m, was) for m, was in pairs if m.direction is Direction.IN and not m.subject), None)
    if came is None:
        return
    message, was = came
    name, handle = was.sender
    kind = HandleKind.NAME if handle == name else HandleKind.ID
    before = strong_handles(Party(name, (Handle(kind, handle),) if handle else ()), message.channel)
    both = Party(message.sender.name, tuple(dict.fromkeys((*strong_handles(message.sender, message.channel), *before))))
    if both.handles:
        Recogniser(uow, now, ONE_CHAT).people([both], [message.sent_at])
