"""Fusing, reranking and knowing when to say nothing."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.knowledge import Passage, PassageHit
from app.drafting.ranking import answerable, fuse, kinds_of_question, passage_text, rerank

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


@pytest.mark.parametrize(
    ("question", "language", "wanted"),
    [
        ("Hoeveel zijn de verzendkosten?", "nl", 1),
        ("Wanneer komt mijn pakket?", "nl", 2),
        ("Kan ik iets terugsturen?", "nl", 3),
        ("Wie kann ich etwas zurücksenden?", "de", 3),
        ("Uit welk steengoed is het gemaakt?", "nl", 4),
    ],
)
def test_rerank_reads_the_passages(question: str, language: str, wanted: int) -> None:
    even = {n: 1.0 for n in range(1, 5)}
    ranked = rerank(question, language, [PassageHit(hit.passage, 0.1) for hit in HITS], even, dict.fromkeys(even, 0.3))
    assert ranked[0].passage.id == wanted
    assert ranked[0].score > ranked[1].score


def test_rerank_trusts_a_clear_vector_where_words_are_foreign() -> None:
    ranked = rerank("Jak długo trwa dostawa?", "pl", HITS, {}, {1: 0.1, 2: 0.6, 3: 0.1, 4: 0.0})
    assert ranked[0].passage.id == 2


def test_answerable_tells_known_from_unknown() -> None:
    scores = {1: 6.0, 2: 1.0, 3: 0.5, 4: 0.4}
    known = answerable("Wat kost de verzending in Nederland?", "nl", HITS, scores, {1: 0.6, 2: 0.2, 3: 0.1, 4: 0.0})
    unknown = answerable("Hebben jullie ook surfplanken?", "nl", HITS, {}, {1: 0.12, 2: 0.11, 3: 0.1, 4: 0.1})
    assert 0 < unknown < 0.4 < 0.6 < known < 1


@pytest.mark.parametrize("question", ["", "?!", "de het een", "Hoe gaat dat?"])
def test_nothing_asked_is_not_answerable(question: str) -> None:
    assert 0 <= answerable(question, "nl", HITS, {}, {}) < 0.6


def test_no_hits_is_not_answerable() -> None:
    assert answerable("Wat kost verzending?", "nl", [], {}, {}) == 0.0
    assert rerank("Wat kost verzending?", "nl", [], {}, {}) == []


@given(st.text(max_size=80), st.sampled_from(["nl", "en", "de", "fr", "und", "pl"]))
def test_odd_questions_never_break(question: str, language: str) -> None:
    ranked = rerank(question, language, HITS, {1: 2.0}, {2: 0.4})
    assert sorted(hit.passage.id for hit in ranked) == [1, 2, 3, 4]
    assert all(math.isfinite(hit.score) for hit in ranked)
    assert 0 <= answerable(question, language, ranked, {1: 2.0}, {2: 0.4}) <= 1


def test_kinds_of_question() -> None:
    assert kinds_of_question("Wann kommt das Paket?", "de") == {"time"}
    assert kinds_of_question("Wie is de baas?", "nl") == {"person"}
    assert kinds_of_question("Wie lange dauert das?", "de") == {"time"}
    assert kinds_of_question("Hoeveel kost het?", "nl") == {"amount"}
    assert kinds_of_question("Kan dat?", "nl") == frozenset()
    assert kinds_of_question("Gdzie?", "pl") == frozenset()


def test_the_title_counts_twice_in_the_vector() -> None:
    assert passage_text("Titel", "", "tekst") == "Titel\nTitel\ntekst"
