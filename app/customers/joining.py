"""Joining: which parties of a batch are one customer. Certain joins only, by strong handles."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.customers.certain import is_shared
from app.customers.handles import display_name, is_role_address
from app.customers.sharing import set_apart
from app.domain.message import Handle, HandleKind, Party


@dataclass(frozen=True, slots=True)
class CustomerPlan:
    """What to do so that every party has its customer. Carry it out in this order: `joins`, then `groups`.

    `group_of[i]` is the group of party i. `groups[g]` is the id of the known customer the group is, or None: make a new one.
    `names[g]` is the best name seen, `handles[g]` the handles the customer should own and does not yet.
    `joins` are (keep, other): two known customers that a party showed to be one.
    `shared` are addresses and numbers that this batch showed to be used by several people, and that were not known to be.
    """

    group_of: tuple[int, ...]
    groups: tuple[int | None, ...]
    names: tuple[str, ...]
    handles: tuple[tuple[Handle, ...], ...]
    joins: tuple[tuple[int, int], ...]
    shared: tuple[Handle, ...] = ()


def plan_customers(
    parties: Sequence[Party],
    known: Mapping[Handle, int],
    *,
    names: Mapping[int, str] | None = None,
    shared: Collection[Handle] = frozenset(),
) -> CustomerPlan:
    """Group parties by the strong handles they share (see `strong_handles`), and by the customers known to own those.

    The grouping does not depend on the order of parties. Of several known customers in one group the lowest id is kept.
    A party without handles is a group of its own. `names` are those of the known customers: whose name contradicts the one that comes with
    an address or number is somebody else, and the handle counts as shared from then on (see `app.customers.sharing`); `shared` are those
    known to be. For these `known` should tell the owners of `sharing.named_handles` too. One Party given again and again (the same object,
    as the sender of a chat) costs next to nothing.
    """
    everybody, found = set_apart(parties, known, names or {}, shared)
    marks = [id(party) if party.handles else ~place for place, party in enumerate(everybody)]
    number = {mark: place for place, mark in enumerate(dict.fromkeys(marks))}
    parties = list(dict(zip(marks, everybody, strict=True)).values())
    came = Counter(number[mark] for mark in marks)
    forest = _tied(parties, known)
    bridges = _bridges(forest, parties, known, names or {})
    if bridges:
        parties = _loosened(parties, known, bridges)
        forest = _tied(parties, known)
    roots = [forest.root(("party", index)) for index in range(len(parties))]
    order = _in_order(parties, roots)
    group_of = [order[root] for root in roots]
    members = _members(parties, group_of, len(order))
    customers = _customers(forest, known, order)
    return CustomerPlan(
        tuple(group_of[number[mark]] for mark in marks),
        tuple(min(ids) if ids else None for ids in customers),
        _best_names(parties, group_of, came, len(order)),
        _owned(members, customers, known),
        tuple((min(ids), other) for ids in customers for other in sorted(ids)[1:]),
        found,
    )


def _tied(parties: Sequence[Party], known: Mapping[Handle, int]) -> "_Forest":
    forest = _Forest()
    for index, party in enumerate(parties):
        anchors = gluing(party.handles)
        forest.tie(("party", index), *(("handle", h) for h in anchors), *(("customer", known[h]) for h in anchors if h in known))
    return forest


def _bridges(forest: "_Forest", parties: Sequence[Party], known: Mapping[Handle, int], names: Mapping[int, str]) -> set[int]:
    """Return the parties without a name that tie people of two different names: one handle is one's, another the other's."""
    several = {index for index, party in enumerate(parties) if not party.name and len(party.handles) > 1}
    if not several:
        return set()
    torn = {forest.root(("party", index)) for index in several}
    called: dict[Node, set[str]] = {root: set() for root in torn}
    for index, party in enumerate(parties):
        root = forest.root(("party", index))
        if party.name and root in called:
            called[root].add(party.name)
    for customer in set(known.values()):
        if ("customer", customer) in forest.parents and (root := forest.root(("customer", customer))) in called:
            called[root].add(names.get(customer, ""))
    return {index for index in several if is_shared(tuple(called[forest.root(("party", index))]))}


def _loosened(parties: Sequence[Party], known: Mapping[Handle, int], bridges: Collection[int]) -> list[Party]:
    """Let a bridge keep one of the handles that others have too, and of those that only bridges have what no other bridge took; bridges
    that are alike keep the same."""
    firm = set(known).union(*(party.handles for index, party in enumerate(parties) if index not in bridges))
    loose, taken, kept_of = list(parties), set[Handle](), dict[tuple[Handle, ...], list[Handle]]()
    for index in sorted(bridges, key=lambda n: (parties[n].handles, parties[n].name)):
        handles = parties[index].handles
        anchors = sorted(gluing(handles))
        if handles not in kept_of:
            kept = [h for h in anchors if h in firm][:1] + [h for h in anchors if h not in firm and h not in taken]
            kept_of[handles] = kept or anchors[:1]
        kept = kept_of[handles]
        taken.update(kept)
        loose[index] = Party(parties[index].name, tuple(h for h in handles if h in kept or h not in anchors))
    return loose


def gluing(handles: Sequence[Handle]) -> list[Handle]:
    """Return the handles that may tie a party to others: a role address only where there is nothing else."""
    own = [h for h in handles if not (h.kind is HandleKind.EMAIL and is_role_address(h.value))]
    return own or list(handles)


Node = tuple[str, object]


class _Forest:
    """Union-find over parties, handles and known customers."""

    def __init__(self) -> None:
        self.parents: dict[Node, Node] = {}

    def root(self, node: Node) -> Node:
        parent = self.parents.setdefault(node, node)
        while parent != self.parents[parent]:
            self.parents[parent] = parent = self.parents[self.parents[parent]]
        self.parents[node] = parent
        return parent

    def tie(self, *nodes: Node) -> None:
        first = self.root(nodes[0])
        for node in nodes[1:]:
            self.parents[self.root(node)] = first


def _in_order(parties: Sequence[Party], roots: Sequence[Node]) -> dict[Node, int]:
    """Number the groups by their smallest handle, so that the same people get the same numbers in any order."""
    smallest: dict[Node, tuple[tuple[Handle, ...], int]] = {}
    for index, (party, root) in enumerate(zip(parties, roots, strict=True)):
        key = (tuple(sorted(party.handles)), index)
        smallest[root] = min(smallest.get(root, key), key)
    return {root: number for number, root in enumerate(sorted(smallest, key=smallest.__getitem__))}


def _members(parties: Sequence[Party], group_of: Sequence[int], count: int) -> list[list[Party]]:
    members: list[list[Party]] = [[] for _ in range(count)]
    for party, group in zip(parties, group_of, strict=True):
        members[group].append(party)
    return members


def _customers(forest: _Forest, known: Mapping[Handle, int], order: Mapping[Node, int]) -> list[set[int]]:
    customers: list[set[int]] = [set() for _ in order]
    for customer in set(known.values()):
        if ("customer", customer) in forest.parents:
            customers[order[forest.root(("customer", customer))]].add(customer)
    return customers


def _best_names(parties: Sequence[Party], group_of: Sequence[int], came: Mapping[int, int], count: int) -> tuple[str, ...]:
    """Return for each group the name used most, then the longest, then the first in the alphabet; a handle only where there is no name."""
    named: list[Counter[str]] = [Counter() for _ in range(count)]
    unnamed: list[Counter[str]] = [Counter() for _ in range(count)]
    for number, (party, group) in enumerate(zip(parties, group_of, strict=True)):
        (named if party.name.strip() else unnamed)[group][display_name(party)] += came[number]
    return tuple(
        min(names, key=lambda n: (-names[n], -len(n), n)) for names in (one or other for one, other in zip(named, unnamed, strict=True))
    )


def _owned(
    members: Sequence[Sequence[Party]], customers: Sequence[set[int]], known: Mapping[Handle, int]
) -> tuple[tuple[Handle, ...], ...]:
    """Give each handle to one group: who glues by it first; a shared role address goes to the first group that showed it."""
    owner: dict[Handle, int] = {}
    for firmly in (True, False):
        for number, group in enumerate(members):
            for party in group:
                for handle in gluing(party.handles) if firmly else party.handles:
                    owner.setdefault(handle, number)
    owned: list[list[Handle]] = [[] for _ in members]
    for handle, number in owner.items():
        if handle not in known:
            owned[number].append(handle)
    return tuple(tuple(sorted(handles)) for handles in owned)
