"""Two full names on one address or number are two people; the plan keeps them apart, and certain joins too."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from app.customers.certain import certain_groups, is_shared
from app.customers.joining import CustomerPlan, plan_customers
from app.customers.sharing import is_same_person, named_handle, named_handles
from app.customers.traits import Traits, traits_of
from app.domain.identity import Profile
from app.domain.message import Handle, HandleKind, Party

PHONE = Handle(HandleKind.PHONE, "+31612345678")
MAIL = Handle(HandleKind.EMAIL, "fam.jansen@x.example")
JAN, ELS = Party("Jan Jansen", (PHONE,)), Party("Els Jansen", (PHONE,))


def test_a_family_phone_glues_nobody() -> None:
    plan = plan_customers([JAN, ELS, JAN], {})
    assert plan.group_of[0] == plan.group_of[2] != plan.group_of[1]
    assert plan.shared == (PHONE,)
    assert plan.handles[plan.group_of[0]] == (PHONE,), "who came most keeps it"
    assert plan.handles[plan.group_of[1]] == (named_handle(PHONE, "Els Jansen"),)


def test_somebody_else_on_a_known_number_is_a_new_customer() -> None:
    plan = plan_customers([ELS], {PHONE: 7}, names={7: "Jan Jansen"})
    assert (plan.groups, plan.shared, plan.handles) == ((None,), (PHONE,), ((named_handle(PHONE, "Els Jansen"),),))


def test_without_names_of_known_customers_nothing_changes() -> None:
    assert plan_customers([ELS], {PHONE: 7}).groups == (7,)


def test_who_shares_a_number_is_found_again_by_name() -> None:
    known = {PHONE: 7, named_handle(PHONE, "Els Jansen"): 8}
    assert named_handles([ELS, JAN], {PHONE}) == sorted([named_handle(PHONE, "Els Jansen"), named_handle(PHONE, "Jan Jansen")])
    plan = plan_customers([ELS, JAN, Party("", (PHONE,))], known, names={7: "Jan Jansen", 8: "Els Jansen"}, shared={PHONE})
    assert [plan.groups[group] for group in plan.group_of] == [8, 7, 7]
    assert plan.shared == ()


def test_the_same_person_in_other_words_is_not_taken_apart() -> None:
    parties = [Party("J. Jansen", (PHONE,)), Party("Jansen, Jan", (PHONE,)), Party("", (PHONE,)), Party("jan jansen", (PHONE,))]
    plan = plan_customers(parties, {PHONE: 7}, names={7: "Jan Jansen"})
    assert (set(plan.group_of), plan.groups, plan.shared) == ({0}, (7,), ())


def test_a_shared_number_joins_no_known_customers() -> None:
    party = Party("Els Jansen", (Handle(HandleKind.EMAIL, "els@x.example"), PHONE))
    plan = plan_customers([party], {party.handles[0]: 3, PHONE: 7}, names={3: "Els Jansen", 7: "Jan Jansen"})
    assert (plan.groups, plan.joins, plan.shared) == ((3,), (), (PHONE,))


def test_who_is_the_owner() -> None:
    assert is_same_person("J. Jansen", "Jan Jansen")
    assert is_same_person("", "Jan Jansen")
    assert is_same_person("Jansen", "Jan Jansen")
    assert not is_same_person("Jansen", "Jan Jansen", shared=True)
    assert not is_same_person("Els Jansen", "Jan Jansen")


def test_names_tell_whether_a_handle_is_shared() -> None:
    assert is_shared(["Jan Jansen", "Els Jansen"])
    assert not is_shared(["Jan Jansen", "J. Jansen", "", "jan jansen"])


def people(*rows: tuple[str, str, str]) -> list[Traits]:
    kinds = (HandleKind.EMAIL, HandleKind.PHONE)
    return [
        traits_of(Profile(str(n), name, tuple(Handle(kind, v) for kind, v in zip(kinds, values, strict=True) if v)))
        for n, (name, *values) in enumerate(rows)
    ]


def test_certain_joins_need_the_address_and_names_that_fit() -> None:
    assert certain_groups(people(("Jan Smit", "j@x.example", ""), ("J. Smit", "J@x.example", ""))) == [[0, 1]]
    assert certain_groups(people(("Jan Smit", "j@x.example", ""), ("", "j@x.example", ""))) == [[0, 1]]
    assert certain_groups(people(("Jan Smit", "j@x.example", ""), ("Els Smit", "j@x.example", ""))) == []
    assert certain_groups(people(("Jan Smit", "j@x.example", ""), ("Jan Smit", "k@x.example", ""))) == []


def test_a_shared_address_still_joins_who_has_the_same_name() -> None:
    found = certain_groups(people(("Jan Smit", "f@x.example", ""), ("Els Smit", "f@x.example", ""), ("Jan Smit", "f@x.example", "")))
    assert found == [[0, 2]]
    assert certain_groups(people(("Jan Smit", "info@x.example", ""), ("J. Smit", "info@x.example", ""))) == [], "a role address, an initial"


def test_a_nameless_record_glues_no_strangers() -> None:
    crowd = people(("Jan Smit", "j@x.example", ""), ("", "j@x.example", "0612345678"), ("Els Bos", "", "06-12345678"))
    for found in certain_groups(crowd):
        assert not {0, 2} <= set(found)


names = st.sampled_from(["", "Jan Smit", "J. Smit", "Els Smit", "Els Bos", "Smit", "Smit, Jan"])
records = st.lists(st.tuples(names, st.sampled_from(["", "a@x.example", "b@x.example"]), st.sampled_from(["", "0612345678"])), max_size=9)


@given(records, st.randoms())
def test_certain_joins_do_not_depend_on_order_and_never_hold_two_names(rows: list[tuple[str, str, str]], random: object) -> None:
    crowd = people(*rows)
    mixed = sorted(crowd, key=lambda p: hash((p.id, id(random))))
    one, two = ({frozenset(members[n].id for n in rows) for rows in certain_groups(members)} for members in (crowd, mixed))
    assert one == two
    assert not any(is_shared([crowd[int(id_)].written for id_ in group]) for group in one)


shared = st.lists(st.sampled_from([PHONE, MAIL]), min_size=1)
parties = st.lists(st.builds(lambda name, handles: Party(name, tuple(sorted(set(handles)))), names, shared), max_size=8)


def grouped(crowd: Sequence[Party], plan: CustomerPlan) -> set[frozenset[Party]]:
    groups: dict[int, set[Party]] = {}
    for party, group in zip(crowd, plan.group_of, strict=True):
        groups.setdefault(group, set()).add(party)
    return {frozenset(group) for group in groups.values()}


@given(parties, st.randoms(use_true_random=False))
def test_the_plan_does_not_depend_on_order(crowd: list[Party], random: object) -> None:
    shuffled = list(reversed(crowd))
    known, called = {PHONE: 7}, {7: "Jan Smit"}
    one, two = plan_customers(crowd, known, names=called), plan_customers(shuffled, known, names=called)
    assert grouped(crowd, one) == grouped(shuffled, two)
    assert one.shared == two.shared
