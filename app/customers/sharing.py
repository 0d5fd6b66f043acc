"""Shared addresses and numbers: a family's phone, a mailbox of two colleagues, the relay of a market place.

Two different full names on one handle show that it is shared. Whoever had it first keeps it; everybody else is known by the handle with
the name beside it, like the people behind a role address. The same name beside it is the same person again.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from app.customers.certain import is_shared
from app.customers.handles import fold_name, is_role_address
from app.customers.names import Agreement, agreement
from app.customers.traits import SCHEMES
from app.domain.message import Handle, HandleKind, Party

_SCHEMES = {kind: scheme for scheme, kind in SCHEMES.items()}


def named_handle(handle: Handle, name: str) -> Handle:
    """Return the handle of one of several people who share an address or number."""
    return Handle(HandleKind.ID, f"{_SCHEMES[handle.kind]}:{handle.value} {fold_name(name)}")


def named_handles(parties: Sequence[Party], shared: Collection[Handle]) -> list[Handle]:
    """Return the handles under which people who share an address or number may be known already, sorted."""
    return sorted({named_handle(h, p.name) for p in parties if p.name for h in p.handles if h in shared and h.kind in _SCHEMES})


def is_same_person(name: str, owner: str, *, shared: bool = False) -> bool:
    """Say whether a party with this name, met with an address or number that `owner` is known by, is the owner.

    Two different full names are not; a missing or shorter name is, unless the handle is known to be shared.
    """
    found = agreement(name, owner)
    return found is Agreement.AGREE or (found is Agreement.UNCLEAR and (not shared or not name))


def set_apart(
    parties: Sequence[Party], known: Mapping[Handle, int], names: Mapping[int, str], shared: Collection[Handle]
) -> tuple[Sequence[Party], tuple[Handle, ...]]:
    """Return the parties with shared handles put by named ones where they are not the owner's, and the handles newly found shared."""
    doubtful = _doubtful(parties, known, names, shared)
    new = sorted(h for h, seen in doubtful.items() if h not in shared and is_shared([*seen, _owner(h, known, names)]))
    apart = {h: _people(h, doubtful[h], _owner(h, known, names)) for h in doubtful if h in shared or h in new}
    if not apart:
        return parties, ()
    return [_without(party, apart) if any(h in apart for h in party.handles) else party for party in parties], tuple(new)


def _owner(handle: Handle, known: Mapping[Handle, int], names: Mapping[int, str]) -> str:
    return names.get(known[handle], "") if handle in known else ""


def _doubtful(
    parties: Sequence[Party], known: Mapping[Handle, int], names: Mapping[int, str], shared: Collection[Handle]
) -> dict[Handle, Counter[str]]:
    """Return the handles that came with several names, or are shared, with the names and how often each came. Costs next to nothing
    where every name is the one before."""
    doubtful = _named_differently(parties, known, names)
    if shared:
        doubtful.update(h for party in parties for h in party.handles if h in shared)
    doubtful = {h for h in doubtful if h.kind in _SCHEMES and not (h.kind is HandleKind.EMAIL and is_role_address(h.value))}
    found: dict[Handle, Counter[str]] = {handle: Counter() for handle in doubtful}
    for party in parties if found else ():
        for handle in party.handles:
            if handle in found and party.name:
                found[handle][party.name] += 1
    return found


def _named_differently(parties: Sequence[Party], known: Mapping[Handle, int], names: Mapping[int, str]) -> set[Handle]:
    first: dict[Handle, str] = {}
    doubtful: set[Handle] = set()
    for party in parties:
        if party.name:
            for handle in party.handles:
                before = first.get(handle)
                if before is None:
                    owner = known.get(handle)
                    first[handle] = before = party.name if owner is None else names.get(owner) or party.name
                if before != party.name:
                    doubtful.add(handle)
    return doubtful


def _people(handle: Handle, seen: Counter[str], owner: str) -> dict[str, tuple[Handle, ...]]:
    """Return name -> handles to know this person by: the handle itself for its owner (who came most, where no name is known)."""
    people: list[list[str]] = [[owner]] if owner else []
    for name in sorted(seen, key=lambda n: (-seen[n], -len(n), n)):
        person = next((p for p in people if any(is_same_person(name, n, shared=True) for n in p) and not is_shared([*p, name])), None)
        if person is None:
            people.append([name])
        else:
            person.append(name)
    found: dict[str, tuple[Handle, ...]] = {name: (handle,) for name in people[0]} if people else {}
    for person in people[1:]:
        for name in person:
            found[name] = tuple(sorted({named_handle(handle, name), named_handle(handle, person[0])}))
    return found


def _without(party: Party, apart: Mapping[Handle, Mapping[str, tuple[Handle, ...]]]) -> Party:
    own = [h for h in party.handles if h not in apart]
    return Party(party.name, tuple(sorted({*own, *_instead(party, apart, alone=not own)})))


def _instead(party: Party, apart: Mapping[Handle, Mapping[str, tuple[Handle, ...]]], *, alone: bool) -> Iterator[Handle]:
    """A party without a name is the owner where it has nothing else, and says nothing about who shares it otherwise."""
    for handle in party.handles:
        if handle in apart:
            if party.name:
                yield from apart[handle][party.name]
            elif alone:
                yield handle
