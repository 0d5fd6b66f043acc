"""Who: which customers are probably one person, as suggestions for a person to decide. Nothing is joined here.

What is known of all customers stays in memory between two runs (keys only), so that after an import only what changed is compared. The
first run learns from the whole shop what names, towns and addresses tell there; it is learnt again when the shop has grown by half.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from weakref import WeakKeyDictionary

from app.customers.clues import clues_in
from app.customers.crowd import Crowd
from app.customers.resolving import Resolution, resolve
from app.customers.traits import traits_of
from app.customers.weighing import Model, as_values, model_of
from app.domain.identity import IdentityReason, Profile
from app.domain.ports import CancelCheck
from app.domain.store_ports import Reader, Store

_MARK = "who.mark"
_MODEL = "who.model"
_GROWN = 1.5
_FEW = 100
"""A shop smaller than this learns anew each time: it costs nothing."""


@dataclass(slots=True)
class Memory:
    """What is kept between two runs of one process."""

    crowd: Crowd = field(default_factory=Crowd)
    loaded: bool = False
    lock: Lock = field(default_factory=Lock)


_MEMORIES: WeakKeyDictionary[Store, Memory] = WeakKeyDictionary()


def refresh(store: Store, cancelled: CancelCheck | None = None) -> int:
    """Suggest who may be one person among what changed, with what this process remembers of the shop; returns how many were compared."""
    return suggest_customers(store, _MEMORIES.setdefault(store, Memory()), cancelled=cancelled)


def suggest_customers(store: Store, memory: Memory, *, everything: bool = False, cancelled: CancelCheck | None = None) -> int:
    """Compare the customers that changed since the last run with all (or `everything`), and keep whom they may be one with; returns how
    many customers were compared.

    Suggestions of changed customers that no longer hold go; what was dismissed stays dismissed. When cancelled nothing is kept.
    """
    with memory.lock:
        with store.read() as reader:
            everything, changed, mark, model = _due(reader, everything=everything)
            if not (everything or changed):
                return 0
            _load(memory, reader, changed)
        if model is not None and len(memory.crowd) > max(_FEW, model.size * _GROWN):
            everything = True
        if cancelled is not None and cancelled():
            return 0
        found = resolve(memory.crowd, model=None if everything else model, changed=None if everything else changed)
        if cancelled is not None and cancelled():
            return 0
        _keep(store, memory, found, None if everything else changed, mark)
        return len(memory.crowd) if everything else len(changed)


def _due(reader: Reader, *, everything: bool) -> tuple[bool, Collection[str], int, Model | None]:
    """Return whether all are to be compared, who changed, the mark of now, and what was learnt before."""
    since = reader.setting(_MARK)
    model = model_of(reader.setting(_MODEL))
    changed, mark = reader.changed_customers(since if isinstance(since, int) else 0)
    return everything or (bool(changed) and (model is None or model.size < _FEW)), [str(id_) for id_ in changed], mark, model


def _load(memory: Memory, reader: Reader, changed: Collection[str]) -> None:
    known = memory.loaded
    profiles = list(reader.profiles([int(id_) for id_ in changed] if known else None))
    if known:
        memory.crowd.drop(set(changed) - {profile.id for profile in profiles})
    written, country = reader.last_texts([int(profile.id) for profile in profiles]), reader.shop().country
    memory.crowd.put(traits_of(with_clues(profile, written.get(int(profile.id), ()), country)) for profile in profiles)
    memory.loaded = True


def with_clues(profile: Profile, texts: Sequence[str], country: str) -> Profile:
    """Return a profile with what signatures tell: an address where none is known, and the addresses and numbers mentioned."""
    clues = clues_in(texts, country)
    mentioned = tuple(h for h in dict.fromkeys((*profile.mentioned, *clues.handles)) if h not in profile.handles)
    if profile.postcode or profile.street:
        return replace(profile, mentioned=mentioned)
    return replace(profile, mentioned=mentioned, street=clues.street, postcode=clues.postcode, city=clues.city or profile.city)


def _keep(store: Store, memory: Memory, found: Resolution, changed: Collection[str] | None, mark: int) -> None:
    with store.write() as uow:
        there = uow.customers.names(sorted({int(id_) for m in found.matches for id_ in (m.a, m.b)}))
        pairs: list[tuple[int, int, float, Sequence[IdentityReason]]] = [
            (int(m.a), int(m.b), m.probability, m.reasons) for m in found.matches if int(m.a) in there and int(m.b) in there
        ]
        uow.identity.suggest(pairs, None if changed is None else [int(id_) for id_ in changed])
        uow.settings.put(_MARK, mark)
        if changed is None:
            uow.settings.put(_MODEL, as_values(found.model))
        uow.commit()
    gone = {id_ for m in found.matches for id_ in (m.a, m.b) if int(id_) not in there}
    memory.crowd.drop(gone)
