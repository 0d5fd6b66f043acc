"""Fusing, reranking and knowing when to say nothing."""

import dataclasses
import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.knowledge import Passage, PassageHit
from app.drafting.matching import Counts
from app.drafting.ranking import RANK_FEATURES, Ranking, fuse, passage_text, with_shares
from app.drafting.weights import RANK_WEIGHTS

TEXTS = [
    ("Wat kost verzending?", "Binnen Nederland betaalt u € 4,95. Boven € 60 verzenden we gratis."),
    ("Hoe snel wordt mijn bestelling bezorgd?", "Bestelt u voor 16.00 uur, dan ligt het pakket de volgende werkdag bij u."),
    ("Hoe retourneer ik een artikel?", "U hebt 30 dagen om iets terug te sturen. Het retouretiket zit in de doos."),
    ("Welke klei gebruiken jullie?", "Alleen steengoed uit het Westerwald, gebakken op 1240 graden."),
]
HITS = [PassageHit(Passage(n, n, title, 0, "", text, "nl"), 0.1, keyword_rank=n, vector_rank=n) for n, (title, text) in enumerate(TEXTS, 1)]
SCORED = st.lists(st.tuples(st.integers(1, 40), st.floats(0, 20)), max_size=30, unique_by=lambda pair: pair[0])


def test_fuse_prefers_what_both_lists_have() -> None:
    found = fuse([(1, 9.0), (2, 8.0)], [(3, 0.9), (2, 0.8)])
    assert [(number, k, v) for number, _, k, v in found] == [(2, 2, 2), (3, 0, 1), (1, 1, 0)]


def test_fuse_limits_and_takes_nothing() -> None:
    assert fuse([], []) == []
    assert [row[0] for row in fuse([(5, 1.0), (6, 0.9), (7, 0.8)], [], limit=2)] == [5, 6]


@given(SCORED, SCORED)
def test_fuse_has_everything_once_and_falls(keyword: list[tuple[int, float]], vector: list[tuple[int, float]]) -> None:
    found = fuse(keyword, vector, limit=100)
    assert sorted(row[0] for row in found) == sorted({n for n, _ in keyword} | {n for n, _ in vector})
    assert all(a[1] >= b[1] for a, b in itertools.pairwise(found))


def ranking(question: str, language: str, keyword: dict[int, float], vector: dict[int, float], *, category: str = "") -> Ranking:
    hits = [PassageHit(hit.passage, 0.1) for hit in HITS]
    return Ranking(question, language, hits, keyword, vector, Counts(4), category)


@pytest.mark.parametrize(
    ("question", "language", "wanted"),
    [
        ("Hoeveel zijn de verzendkosten?", "nl", 1),
        ("Wanneer komt mijn pakket?", "nl", 2),
        ("Kan ik iets terugsturen?", "nl", 3),
        ("Wie kann ich etwas zurücksenden?", "de", 3),
        ("Uit welk steengoed is het gemaakt?", "nl", 4),
        ("Uit welk stengoet is het gemaakt?", "nl", 4),
    ],
)
def test_the_ranking_reads_the_passages(question: str, language: str, wanted: int) -> None:
    even = {n: 1.0 for n in range(1, 5)}
    ranked = ranking(question, language, even, dict.fromkeys(even, 0.3)).best(4)
    assert ranked[0].passage.id == wanted
    assert ranked[0].score > ranked[1].score


def test_a_clear_vector_decides_where_words_are_foreign() -> None:
    assert ranking("Jak długo trwa dostawa?", "pl", {}, {1: 0.1, 2: 0.6, 3: 0.1, 4: 0.0}).best(1)[0].passage.id == 2


def test_a_known_category_breaks_ties_and_leaves_nothing_out() -> None:
    plain = ranking("Precies zulks, ja?", "nl", {}, {})
    assert plain.best(1)[0].passage.id != 3
    assert ranking("Precies zulks, ja?", "nl", {}, {}, category="return_exchange").best(4)[0].passage.id == 3
    asked = "Wat kost verzending?"
    assert [h.passage.id for h in ranking(asked, "nl", {}, {}, category="refund").best(4)] == [
        h.passage.id for h in ranking(asked, "nl", {}, {}).best(4)
    ]


def test_an_article_of_the_category_by_its_scope() -> None:
    scoped = [PassageHit(dataclasses.replace(hit.passage, scope="klei appointment"), 0.1) if hit.passage.id == 4 else hit for hit in HITS]
    assert Ranking("Precies zulks?", "nl", scoped, {}, {}, category="appointment").best(1)[0].passage.id == 4


def test_answerable_tells_known_from_unknown() -> None:
    known = ranking("Wat kost de verzending in Nederland?", "nl", {1: 6.0, 2: 1.0}, {1: 0.6, 2: 0.2, 3: 0.1, 4: 0.0}).answerable()
    unknown = ranking("Hebben jullie ook surfplanken?", "nl", {}, {1: 0.12, 2: 0.11, 3: 0.1, 4: 0.1}).answerable()
    assert 0 < unknown < 0.35 < 0.5 < known < 1


@pytest.mark.parametrize("question", ["", "?!", "de het een", "Hoe gaat dat?"])
def test_nothing_asked_is_not_answerable(question: str) -> None:
    assert ranking(question, "nl", {}, {}).answerable() == 0.0


def test_no_hits_is_not_answerable() -> None:
    nothing = Ranking("Wat kost verzending?", "nl", [], {}, {})
    assert nothing.answerable() == 0.0
    assert nothing.best(5) == []


@given(st.text(max_size=80), st.sampled_from(["nl", "en", "de", "fr", "und", "pl"]))
def test_odd_questions_never_break(question: str, language: str) -> None:
    found = ranking(question, language, {1: 2.0}, {2: 0.4})
    assert sorted(hit.passage.id for hit in found.best(4)) == [1, 2, 3, 4]
    assert all(math.isfinite(score) for score in found.scores)
    assert all(-1.01 <= value <= 1.01 for row in found.features for value in row)
    assert 0 <= found.answerable() <= 1


def test_shares_are_of_the_best_candidate() -> None:
    assert with_shares([(0.5, 0.0), (0.25, -2.0)]) == [(0.5, 0.0, 1.0, 0.0), (0.25, -2.0, 0.5, -1.0)]
    assert with_shares([]) == []
    assert len(RANK_WEIGHTS) == 2 * len(RANK_FEATURES)


def test_a_rare_word_of_the_shop_weighs_more() -> None:
    even = {n: 0.3 for n in range(1, 5)}
    counts = Counts(1000, {"frag": 600, "kei": 2})
    pages = [
        PassageHit(Passage(1, 1, "", 0, "", "Frag noch viel.", "und"), 0),
        PassageHit(Passage(2, 2, "", 0, "", "Kei nog veel.", "und"), 0),
    ]
    assert Ranking("frag kei", "und", pages, {}, even, counts).best(1)[0].passage.id == 2


def test_the_title_counts_twice_in_the_vector() -> None:
    assert passage_text("Titel", "", "tekst") == "Titel\nTitel\ntekst"
