"""Importing: what a file leaves open is asked once, what comes with an import can be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.domain.importing import Undone
from app.domain.message import ReadOptions
from app.domain.reading import Ask, Look
from app.domain.shop import ShopSettings
from app.domain.store_ports import Reader, Store, UnitOfWork
from app.pipeline.sort import sort_anew, sort_conversations

Answers = Mapping[str, object]
Told = Mapping[Path | tuple[Path, str], Answers]
"""Answers about a file, or about what one program (a channel) wrote that is in it."""
_ANSWERED = {Ask.TIMEZONE: "timezone", Ask.DATE_ORDER: "day_first", Ask.COLUMNS: "columns"}


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a dropped file is: a channel name, "orders", "knowledge" or "" (not known)."""

    path: Path
    what: str
    confidence: float


def told_of(told: Told, look: Look) -> Answers:
    """Return what was answered about the file, and about this of it."""
    return {**told.get(look.path, {}), **told.get((look.path, look.what), {})}


def said_about(told: Told, path: Path) -> list[Answers]:
    """Return all that was answered about a file and about what is in it."""
    return [answers for place, answers in told.items() if path == (place[0] if isinstance(place, tuple) else place)]


def remembered(reader: Reader, look: Look) -> dict[str, object]:
    """Return what was answered for a file's source before; who the shop is, else as it was last said for this channel."""
    if not look.source:
        return {}
    found = dict(reader.answers(look.source))
    known = reader.answers(f"{look.what}:").get("me")
    if "me" not in found and isinstance(known, list):
        found |= {"me": known}
    return found


def remember(uow: UnitOfWork, look: Look, answers: Answers) -> None:
    """Keep answers for a file's source, over those before."""
    if look.source and answers:
        kept = {name: list(value) if isinstance(value, tuple) else value for name, value in answers.items()}
        uow.imports.remember(look.source, {**look.answers, **kept})
        if "me" in kept:
            uow.imports.remember(f"{look.what}:", {"me": kept["me"]})


def still_open(look: Look, answers: Answers, *, settled: bool = False) -> Look:
    """Return a look with what was answered, and without the questions that the answers settle; `settled`: who the shop is was said for
    this very source (which may be nobody who writes in it)."""
    asks = {ask for ask in look.asks if ask is Ask.ME or _ANSWERED[ask] not in answers}
    me = answers.get("me")
    if isinstance(me, list) and (settled or set(me) & set(look.names) or not look.names):
        asks.discard(Ask.ME)
    return replace(look, asks=frozenset(asks), answers=dict(answers))


def answered(options: ReadOptions, answers: Answers) -> ReadOptions:
    """Return options with answers: `me` (names), `timezone`, `day_first`, `columns`, `country`; anything else is ignored."""
    me, zone, first = answers.get("me"), answers.get("timezone"), answers.get("day_first")
    columns, country = answers.get("columns"), answers.get("country")
    names = tuple(str(name) for name in me) if isinstance(me, list | tuple) else ()
    return replace(
        options,
        timezone=zone if isinstance(zone, str) and zone else options.timezone,
        me=tuple(dict.fromkeys((*options.me, *names))),
        country=country if isinstance(country, str) and country else options.country,
        day_first=first if isinstance(first, bool) else options.day_first,
        columns={str(k): str(v) for k, v in columns.items()} if isinstance(columns, Mapping) else options.columns,
    )


def undo_import(store: Store, import_id: int, now: datetime) -> Undone:
    """Take an import back; conversations that something else came into since are sorted anew. Raises NotFound, BadInput."""
    with store.write() as uow:
        undone = take_back(uow, import_id, now)
        uow.commit()
    return undone


def take_back(uow: UnitOfWork, import_id: int, now: datetime) -> Undone:
    """Do what `undo_import` does within a transaction."""
    shop: ShopSettings = uow.settings.shop()
    touched = uow.imports.touched(import_id)
    before = {fact.conversation_id: fact for fact in uow.conversations.facts(touched)}
    waiting = {id_: uow.teaching.waiting_since(id_) for id_ in before}
    undone = uow.imports.undo(import_id, now)
    facts = [fact for fact in uow.conversations.facts(undone.unsettled) if fact.conversation_id in before]
    uow.conversations.update([sort_anew(before[f.conversation_id], f, waiting[f.conversation_id], shop) for f in facts])
    sort_conversations(uow, undone.apart, shop, now)
    return undone
