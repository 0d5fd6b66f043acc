"""Records to matches: what is found, with which reasons, and that order changes nothing."""

import random
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from app.customers.comparing import LEVELS, compare
from app.customers.crowd import Crowd
from app.customers.evaluate import evaluate_identity
from app.customers.grouping import group
from app.customers.reasons import REASON_WORDS, bits
from app.customers.resolving import BOUNDS, LIKELY, POSSIBLE, Resolution, accepted_from, resolve
from app.customers.traits import traits_of
from app.customers.weighing import as_values, learn, model_of, prior_model
from app.domain.identity import Match, Profile
from app.domain.message import Handle, HandleKind
from tools.people import make

FIRST = ("Bram", "Sanne", "Lotte", "Daan", "Femke", "Ruben", "Iris", "Gijs")
LAST = ("Bakker", "Visser", "Mulder", "Bos", "Dekker", "Kok", "Maas", "Prins")
MAIL, PHONE = HandleKind.EMAIL, HandleKind.PHONE
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
OTHERS = [
    Profile(
        f"x{n}",
        f"{given} {surname}",
        street=f"{street} {n}",
        postcode=f"{1200 + n} AB",
        city="Gouda",
        birth_date=date(1950 + n, 1 + n % 12, 3),
    )
    for n, (given, surname, street) in enumerate(
        zip(
            ["Bram", "Sanne", "Lotte", "Daan", "Femke", "Ruben", "Iris", "Gijs", "Tess", "Joost"] * 3,
            ["Bakker", "Visser", "Mulder", "Bos", "Dekker", "Kok", "Maas", "Prins", "Vink", "Groen", "Blom"] * 3,
            ["Molenweg", "Kerkstraat", "Brink", "Singel", "Havenkade", "Lindelaan", "Veldweg"] * 5,
            strict=False,
        )
    )
]


def resolved(*profiles: Profile) -> Resolution:
    return resolve(Crowd(traits_of(p) for p in (*OTHERS, *profiles)))


def match(*profiles: Profile) -> Match | None:
    ids = {p.id for p in profiles}
    return next((m for m in resolved(*profiles).matches if {m.a, m.b} == ids), None)


def kinds(found: Match | None) -> set[str]:
    assert found is not None
    return {reason.kind for reason in found.reasons}


JAN = Profile("a", "Jan de Vries", street="Dorpsstraat 5", postcode="3511 AB", city="Utrecht", birth_date=date(1971, 5, 9))


def test_the_same_name_at_the_same_address() -> None:
    found = match(JAN, Profile("b", "J. de Vries", street="Dorpsstr. 5", postcode="3511ab", city="Utrecht"))
    assert {"short_name", "same_address"} <= kinds(found)
    assert found is not None
    assert not found.certain
    assert found.probability > 0.9


def test_slips_everywhere() -> None:
    found = match(JAN, Profile("b", "Jan de Vreis", street="Dorpstraat 5", postcode="3511 AC", birth_date=date(1971, 9, 5)))
    assert {"similar_birth_date", "similar_name"} <= kinds(found)


def test_a_relative_at_the_same_address_is_not_suggested() -> None:
    assert (
        match(JAN, Profile("b", "Els de Vries", street="Dorpsstraat 5", postcode="3511 AB", city="Utrecht", birth_date=date(1974, 2, 28)))
        is None
    )


def test_a_namesake_elsewhere_with_another_birth_date_is_not_suggested() -> None:
    assert (
        match(JAN, Profile("b", "Jan de Vries", street="Singel 90", postcode="9711 XX", city="Groningen", birth_date=date(1990, 12, 1)))
        is None
    )


def test_a_proven_join_is_certain() -> None:
    one = Profile("a", "Jan de Vries", (Handle(MAIL, "jan.devries@gmail.com"),))
    found = match(one, Profile("b", "Jan de Vries", (Handle(MAIL, "jandevries+shop@googlemail.com"),)))
    assert found is not None
    assert found.certain
    assert "same_email" in kinds(found)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ({"orders": ("nl1042",)}, {"orders": ("nl1042", "7")}, "shared_order"),
        ({"handles": (Handle(PHONE, "+31612345678"),)}, {"mentioned": (Handle(PHONE, "+31612345678"),)}, "mentioned_handle"),
        (
            {"moments": ((AT, "waar blijft mijn blauwe fiets nou"),)},
            {"moments": ((AT + timedelta(minutes=20), "waar blijft mijn blauwe fiets"),)},
            "same_question",
        ),
    ],
)
def test_evidence_beside_the_fields(one: dict[str, object], other: dict[str, object], kind: str) -> None:
    alone = match(Profile("a", "Jan"), Profile("b", "Jan de Vries"))
    found = match(Profile("a", "Jan", **one), Profile("b", "Jan de Vries", **other))  # type: ignore[arg-type]
    assert alone is None
    assert kind in kinds(found)


def test_a_number_that_everybody_mentions_says_nothing() -> None:
    shop = (Handle(PHONE, "+31301234567"),)
    crowd = [Profile(f"c{n}", f"{name} de Vries", mentioned=shop) for n, name in enumerate(["Jan", "Els", "Piet", "Lot", "Guus", "Jan"])]
    assert not any("same_mention" in {r.kind for r in m.reasons} for m in resolved(*crowd).matches)


def test_every_reason_has_its_words() -> None:
    found = resolve(Crowd(traits_of(p) for p in OTHERS))
    rows = make(5, 150, 0.2)
    assert evaluate_identity(rows)["n"] == len(rows)
    assert found.matches == []
    assert all("{evidence}" in words for words in REASON_WORDS.values())


def test_order_of_records_changes_nothing() -> None:
    rows = make(7, 120, 0.15)
    profiles = [
        Profile(
            str(n),
            str(r.get("name") or ""),
            tuple(Handle(MAIL, str(r["email"])) for _ in [0] if r.get("email")),
            str(r.get("street") or ""),
        )
        for n, r in enumerate(rows)
    ]
    shuffled = random.Random(3).sample(profiles, len(profiles))
    one, two = (resolve(Crowd(traits_of(p) for p in order), model=prior_model(len(profiles))) for order in (profiles, shuffled))
    sides = [{frozenset(order[row].id for row in rows) for rows in found.groups} for order, found in ((profiles, one), (shuffled, two))]
    assert sides[0] == sides[1]


def test_scores_are_symmetric() -> None:
    crowd = Crowd(traits_of(p) for p in (*OTHERS, JAN, Profile("b", "Vries Jan", street="Dorpsstraat", birth_date=date(1971, 9, 5))))
    i, j = np.triu_indices(len(crowd), 1)
    one, two = compare(crowd, i, j), compare(crowd, j, i)
    assert all((one.levels[field] == two.levels[field]).all() for field in one.levels)
    assert all(np.allclose(one.shares[field], two.shares[field]) for field in one.shares)


def test_only_what_changed_is_compared() -> None:
    crowd = Crowd(traits_of(p) for p in (*OTHERS, JAN, Profile("b", "Jan de Vries", street="Dorpsstraat 5", postcode="3511 AB")))
    whole = resolve(crowd)
    crowd.put([traits_of(Profile("c", "Bram Bakker", street="Molenweg 0", postcode="1200 AB", city="Gouda", birth_date=date(1950, 1, 3)))])
    later = resolve(crowd, model=whole.model, changed={"c"})
    assert [(m.a, m.b) for m in whole.matches] == [("a", "b")]
    assert [(m.a, m.b) for m in later.matches] == [("c", "x0")]


def test_a_record_that_is_gone_or_replaced() -> None:
    crowd = Crowd(traits_of(p) for p in (*OTHERS, JAN, Profile("b", "Jan de Vries", street="Dorpsstraat 5", postcode="3511 AB")))
    crowd.drop(["a", "nobody"])
    assert resolve(crowd).matches == []
    crowd.put([traits_of(Profile("x1", "Jan de Vries", street="Dorpsstraat 5", postcode="3511 AB"))])
    assert [(m.a, m.b) for m in resolve(crowd).matches] == [("b", "x1")]


def test_a_model_is_written_down_and_read_again() -> None:
    crowd = Crowd(traits_of(p) for p in OTHERS)
    model = learn(crowd, compare(crowd, *np.triu_indices(len(crowd), 1)))
    again = model_of(as_values(model))
    assert again is not None
    assert as_values(again) == as_values(model)
    assert model_of(None) is None
    assert model_of({"persons": {}}) is None


def test_a_chain_of_half_likenesses_glues_no_strangers() -> None:
    scores = {(0, 1): 3.0, (1, 2): 2.5, (0, 2): -20.0}
    found = group([(0, 1, 3.0), (1, 2, 2.5)], lambda i, j: np.array([scores[(a, b)] for a, b in zip(i.tolist(), j.tolist(), strict=True)]))
    assert found == [[0, 1]]
    scores[(0, 2)] = -0.5
    found = group([(0, 1, 3.0), (1, 2, 2.5)], lambda i, j: np.array([scores[(a, b)] for a, b in zip(i.tolist(), j.tolist(), strict=True)]))
    assert found == [[0, 1, 2]]


def test_odd_lines_are_measured_too() -> None:
    rows: list[dict[str, object]] = [
        {"entity": 1, "id": 5, "name": "Jan de Vries", "email": "jan@x.example", "birth_date": 19710509, "colour": ["red"]},
        {"entity": 1, "name": None, "email": "JAN@x.example", "phone": 612345678, "birth_date": "32-13-x"},
        {"entity": "2", "given_name": "Els", "surname": "Bos", "postcode": 1234.0, "street": {"odd": True}},
        {"entity": None},
        {"entity": ""},
    ]
    found = evaluate_identity(rows)
    assert found["pairs"] == 1
    assert found["certain"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "found": 1, "wrong": 0}
    assert evaluate_identity([])["n"] == 0


def test_the_generator_and_the_bars() -> None:
    found = evaluate_identity(make(11, 700, 0.12))
    certain, accepted = found["certain"], found["with_suggestions"]
    assert isinstance(certain, dict)
    assert isinstance(accepted, dict)
    assert certain["precision"] >= 0.99
    assert accepted["precision"] >= 0.96
    assert accepted["recall"] >= 0.75


def test_two_of_one_full_name_on_two_channels_are_shown_but_count_as_two() -> None:
    twice = [
        Profile("a", "Tineke Brouwer", (Handle(HandleKind.ID, "whatsapp:tineke brouwer"),)),
        Profile("b", "Tineke Brouwer", (Handle(MAIL, "tineke@post.example"),)),
        Profile("c", "Nienke Faber", (Handle(MAIL, "nienke@post.example"),)),
    ]
    found = resolve(Crowd(traits_of(profile) for profile in (*twice, *OTHERS[:10])))
    [pair] = [match for match in found.matches if {match.a, match.b} == {"a", "b"}]
    assert POSSIBLE <= pair.probability < LIKELY
    assert not [rows for rows in found.groups if len(rows) > 1 and {0, 1} <= set(rows)]
    assert not [match for match in found.matches if "c" in (match.a, match.b)]


def test_half_a_name_is_not_called_the_same_name() -> None:
    pair = [
        Profile("a", "Mila Verbeek", (Handle(MAIL, "mila@post.example"),), orders=("1070",)),
        Profile("b", "Mila", (Handle(HandleKind.ID, "instagram:110245"),), orders=("1070",)),
    ]
    found = resolve(Crowd(traits_of(profile) for profile in (*pair, *OTHERS[:10])))
    [match] = [match for match in found.matches if {match.a, match.b} == {"a", "b"}]
    kinds = {reason.kind for reason in match.reasons}
    assert "part_of_name" in kinds
    assert "same_name" not in kinds


def chance(one: Profile, other: Profile) -> float:
    found = resolved(one, other)
    [pair] = [m for m in found.matches if {m.a, m.b} == {one.id, other.id}] or [None]
    return pair.probability if pair else 0.0


def test_father_and_son_of_one_name_are_told_apart_by_what_reaches_them() -> None:
    home = {"street": "Dorpsstraat 5", "postcode": "3511 AB", "city": "Utrecht"}
    father = Profile("a", "Hidde Zonneveld", (Handle(MAIL, "tuinman51@post.example"), Handle(PHONE, "+31612345678")), **home)
    son = Profile("b", "Hidde Zonneveld", (Handle(MAIL, "wielrenner@kpn.example"), Handle(PHONE, "+31687654321")), **home)
    unknown = Profile("b", "Hidde Zonneveld", **home)
    assert chance(father, unknown) > 0.9
    assert chance(father, son) < chance(father, unknown)


def test_colleagues_behind_a_role_address_are_not_suggested() -> None:
    info = (Handle(MAIL, "info@hoveniers.example"),)
    assert chance(Profile("a", "Gerard Zonneveld", info), Profile("b", "Bernard Zonneveld", info)) == 0.0


def test_an_initial_that_both_have_is_less_than_a_name_that_both_have() -> None:
    others = [Profile(f"o{n}", f"{'bdfgklmnprst'[n % 12]}{'aeiou'[n % 5]}{'lmnrst'[n % 6]}{'aeo'[n % 3]} Jansen") for n in range(150)]
    weights = []
    for name in ("Hidde Zonneveld", "H. Zonneveld"):
        crowd = Crowd(traits_of(p) for p in (*others, Profile("a", name), Profile("b", name)))
        model = learn(crowd, compare(crowd, *np.triu_indices(len(crowd), 1)))
        weights.append(bits(model, compare(crowd, np.array([150]), np.array([151])))["given"][0])
    assert weights[0] > weights[1]


def test_the_town_is_not_counted_beside_its_postcode() -> None:
    places = [Profile(f"p{n}", f"{FIRST[n % 8]} {LAST[n // 8]}", postcode=f"{2000 + n % 20}", city=f"Plaats {n % 20}") for n in range(64)]
    crowd = Crowd(traits_of(p) for p in places)
    i, j = (np.array(rows) for rows in ([0], [20]))
    pair = compare(crowd, i, j)
    model = learn(crowd, compare(crowd, *np.triu_indices(len(crowd), 1)))
    assert LEVELS["city"][pair.levels["city"][0]] == LEVELS["postcode"][pair.levels["postcode"][0]] == "same"
    told = bits(model, pair)
    assert told["postcode"][0] > 2.0
    assert abs(told["city"][0]) < 1.0


def test_two_groups_are_not_glued_by_one_pair() -> None:
    scores = {(0, 1): 9.0, (2, 3): 9.0, (1, 2): 3.0}
    edges = [(a, b, s) for (a, b), s in scores.items()]
    found = group(edges, lambda i, j: np.array([scores.get((a, b), -4.0) for a, b in zip(i.tolist(), j.tolist(), strict=True)]))
    assert found == [[0, 1], [2, 3]]


def test_many_sure_pairs_pay_for_a_less_sure_one_and_few_do_not() -> None:
    sure, doubtful = np.full(400, 12.0), np.array([1.5])
    assert accepted_from(np.concatenate([sure, doubtful])) == pytest.approx(0.8176, abs=1e-3)
    assert accepted_from(np.concatenate([sure[:20], doubtful])) == BOUNDS[1]
    assert accepted_from(np.zeros(0)) == LIKELY


def test_a_model_of_an_earlier_form_is_learnt_anew() -> None:
    values = as_values(prior_model(10))
    assert model_of(values) is not None
    assert model_of({name: value for name, value in values.items() if name != "near"}) is None
