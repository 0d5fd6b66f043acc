"""The plan joins what is certainly one person, whatever the order, and nobody else."""

from collections.abc import Mapping, Sequence

from hypothesis import assume, given
from hypothesis import strategies as st

from app.customers.handles import strong_handles
from app.customers.joining import CustomerPlan, plan_customers
from app.domain.message import Channel, Handle, HandleKind, Party

EMAIL, PHONE, ID = HandleKind.EMAIL, HandleKind.PHONE, HandleKind.ID


def mail(address: str) -> Handle:
    return Handle(EMAIL, address)


def phone(number: int) -> Handle:
    return Handle(PHONE, f"+3161234567{number}")


def by_mail(name: str, *addresses: str) -> Party:
    party = Party(name, tuple(mail(address) for address in addresses))
    return Party(name, strong_handles(party, Channel.IMAP))


def test_the_same_address_is_one_new_customer() -> None:
    plan = plan_customers([by_mail("", "a@x.nl"), by_mail("Anna", "a@x.nl"), by_mail("Bram", "b@x.nl")], {})
    assert plan.group_of == (0, 0, 1)
    assert plan.groups == (None, None)
    assert plan.names == ("Anna", "Bram")
    assert plan.handles == ((mail("a@x.nl"),), (mail("b@x.nl"),))
    assert plan.joins == ()


def test_a_known_customer_is_found_and_gets_the_new_handle() -> None:
    plan = plan_customers([Party("Anna", (mail("a@x.nl"), phone(1)))], {mail("a@x.nl"): 7})
    assert (plan.groups, plan.handles, plan.joins) == ((7,), ((phone(1),),), ())


def test_two_known_customers_with_one_person_s_handles_are_joined() -> None:
    plan = plan_customers([Party("Anna", (mail("a@x.nl"), phone(1)))], {mail("a@x.nl"): 9, phone(1): 4})
    assert (plan.groups, plan.joins, plan.handles) == ((4,), ((4, 9),), ((),))


def test_a_chain_of_handles_is_one_person() -> None:
    parties = [Party("A", (mail("a@x.nl"),)), Party("A", (phone(1),)), Party("A", (mail("a@x.nl"), phone(1)))]
    assert plan_customers(parties, {}).group_of == (0, 0, 0)


PEOPLE = st.lists(
    st.builds(
        lambda name, addresses, numbers: Party(name, tuple(sorted({*map(mail, addresses), *map(phone, numbers)}))),
        st.sampled_from(["", "Anna de Wit", "Anna", "Bram Smit", "B. Smit"]),
        st.lists(st.sampled_from(["a@x.nl", "b@x.nl", "info@x.nl"]), max_size=2),
        st.lists(st.integers(1, 3), max_size=2),
    ),
    max_size=6,
)


@given(PEOPLE, st.lists(st.integers(0, 5), max_size=20), st.dictionaries(st.sampled_from([mail("a@x.nl"), phone(1)]), st.integers(1, 2)))
def test_one_party_given_again_is_counted_as_often_as_its_like(people: list[Party], chosen: list[int], known: dict[Handle, int]) -> None:
    again = [people[n] for n in chosen if n < len(people)]
    copies = [Party(party.name, party.handles) for party in again]
    names = {1: "Anna de Wit", 2: "Bram Smit"}
    assert plan_customers(again, known, names=names) == plan_customers(copies, known, names=names)


def test_equal_names_join_nobody() -> None:
    plan = plan_customers([by_mail("Anna", "a@x.nl"), Party("Anna", (Handle(ID, "whatsapp:anna"),))], {})
    assert len(plan.groups) == 2


def test_a_role_address_never_glues_different_names() -> None:
    parties = [by_mail("Jan", "info@x.nl"), by_mail("Piet", "info@x.nl"), by_mail("Jan", "info@x.nl")]
    plan = plan_customers(parties, {})
    assert plan.group_of[0] == plan.group_of[2] != plan.group_of[1]
    assert sum(mail("info@x.nl") in handles for handles in plan.handles) == 1, "a handle has one owner"


def test_a_role_address_joins_no_known_customers() -> None:
    party = by_mail("Jan", "jan@x.nl", "info@x.nl")
    plan = plan_customers([party], {mail("jan@x.nl"): 1, mail("info@x.nl"): 2})
    assert (plan.groups, plan.joins) == ((1,), ())


def test_a_nameless_role_address_is_its_own_customer() -> None:
    parties = [by_mail("", "info@x.nl"), by_mail("", "info@x.nl")]
    assert plan_customers(parties, {}).group_of == (0, 0)
    assert plan_customers(parties, {mail("info@x.nl"): 3}).groups == (3,)


def test_nobody_is_planned_for_nothing() -> None:
    plan = plan_customers([], {mail("a@x.nl"): 1})
    assert plan == CustomerPlan((), (), (), (), ())
    alone = plan_customers([Party("A"), Party("A")], {})
    assert len(alone.groups) == 2


def test_names_of_known_customers_nobody_touched_are_left_alone() -> None:
    plan = plan_customers([by_mail("Anna", "a@x.nl")], {mail("b@x.nl"): 1, mail("c@x.nl"): 2})
    assert (plan.groups, plan.joins) == ((None,), ())


NAMES = ("Anna", "Bram", "Clara")
CALLED = {1: "Anna", 2: "Bram", 3: "Clara", 4: "Anna"}
addresses = st.sampled_from([f"{n}@x.nl" for n in "abcdef"] + ["info@x.nl", "info@y.nl"])
people = st.builds(
    lambda name, mails, numbers: Party(
        name, strong_handles(Party(name, tuple(map(mail, mails)) + tuple(map(phone, numbers))), Channel.IMAP)
    ),
    st.sampled_from(["", *NAMES]),
    st.lists(addresses, max_size=2),
    st.lists(st.integers(0, 5), max_size=2),
)
crowds = st.lists(people, max_size=12)
owners = st.dictionaries(st.one_of(addresses.map(mail), st.integers(0, 5).map(phone)), st.integers(1, 4), max_size=6)


def partition(parties: Sequence[Party], plan: CustomerPlan) -> set[frozenset[Party]]:
    groups: dict[int, set[Party]] = {}
    for party, group in zip(parties, plan.group_of, strict=True):
        if party.handles:
            groups.setdefault(group, set()).add(party)
    return {frozenset(group) for group in groups.values()}


@given(crowds, owners, st.randoms(use_true_random=False))
def test_the_order_of_parties_does_not_matter(crowd: list[Party], known: Mapping[Handle, int], dice: object) -> None:
    shuffled = list(crowd)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    one, two = plan_customers(crowd, known), plan_customers(shuffled, known)
    assert partition(crowd, one) == partition(shuffled, two)
    assert sorted(one.joins) == sorted(two.joins)
    facts = [sorted((str(g), n, h) for g, n, h in zip(p.groups, p.names, p.handles, strict=True)) for p in (one, two)]
    assert facts[0] == facts[1]


def carried_out(plan: CustomerPlan, known: Mapping[Handle, int]) -> dict[Handle, int]:
    """Do to a dictionary what the store does: join, make, and give handles."""
    gone = {other: keep for keep, other in plan.joins}
    after = {handle: gone.get(customer, customer) for handle, customer in known.items()}
    fresh = max(known.values(), default=0)
    for group, customer in enumerate(plan.groups):
        fresh += customer is None
        after.update(dict.fromkeys(plan.handles[group], fresh if customer is None else customer))
    return after


@given(crowds, owners)
def test_a_plan_carried_out_leaves_nothing_to_do(crowd: list[Party], known: Mapping[Handle, int]) -> None:
    crowd = [party for party in crowd if party.handles]
    assume(sum(not party.name and len(party.handles) > 1 for party in crowd) < 2)  # two nameless bridges may part at another place
    called = {id_: CALLED[id_] for id_ in set(known.values())}
    first = plan_customers(crowd, known, names=called)
    after = carried_out(first, known)
    names = {after[handle]: name for name, handles in zip(first.names, first.handles, strict=True) for handle in handles if name in NAMES}
    second = plan_customers(crowd, after, names=names | called, shared=first.shared)
    assert second.joins == ()
    assert None not in second.groups
    assert not any(second.handles)
    assert partition(crowd, first) == partition(crowd, second)


@given(crowds, owners)
def test_every_handle_gets_one_owner(crowd: list[Party], known: Mapping[Handle, int]) -> None:
    plan = plan_customers(crowd, known)
    given_out = [handle for handles in plan.handles for handle in handles]
    assert len(given_out) == len(set(given_out))
    assert not set(given_out) & set(known)
    assert set(given_out) | set(known) >= {handle for party in crowd for handle in party.handles}
