"""What a passage has of a question: exact words, kindred ones, letters, sentences."""

import pytest

from app.domain.knowledge import Passage, PassageHit
from app.drafting.matching import Counts, View, grams, page_of
from app.words.text import stem


def view(question: str, *texts: tuple[str, str], language: str = "nl", counts: Counts | None = None) -> View:
    hits = [PassageHit(Passage(n, n, title, 0, "", text, language), 0.0) for n, (title, text) in enumerate(texts, 1)]
    return View(question, language, hits, counts or Counts())


SHIPPING = ("Verzendkosten", "Binnen Nederland kost het € 4,95. Naar Belgie betaalt u meer.")
KILN = ("Oven", "De oven wordt 1240 graden heet.")


def test_exact_words_and_where_they_are() -> None:
    seen = view("Wat kost de oven?", SHIPPING, KILN)
    both, title, text = seen.exact(seen.pages[1])
    assert both > 0
    assert title > 0.4
    assert text > 0
    assert seen.exact(seen.pages[0])[1] == 0.0


@pytest.mark.parametrize(
    ("question", "kindred"),
    [("Zijn er portokosten?", "a part of a compound"), ("verzendkostn", "a slip of the finger"), ("levering", "the same meaning")],
)
def test_kindred_words_count_less_than_the_word_itself(question: str, kindred: str) -> None:
    seen = view(question, ("Verzendkosten", "De bezorging."), KILN)
    exact = view("verzendkosten bezorging", ("Verzendkosten", "De bezorging."), KILN)
    assert 0 < seen.soft(seen.pages[0])[0] < exact.soft(exact.pages[0])[0], kindred
    assert seen.exact(seen.pages[0])[0] == 0.0, kindred
    assert seen.soft(seen.pages[1])[0] == 0.0, kindred


def test_a_long_text_does_not_win_by_its_length() -> None:
    filler = "Deze zin gaat over iets geheel anders dan klei. " * 30
    seen = view("garantie", ("", "De garantie is twee jaar."), ("", f"{filler} garantie {filler}"))
    assert seen.exact(seen.pages[0])[0] > seen.exact(seen.pages[1])[0]


def test_one_sentence_that_has_it_all_beats_two_that_share_it() -> None:
    seen = view("oven temperatuur", ("", "De oven heeft een temperatuur."), ("", "De oven. De temperatuur."))
    assert seen.sentence(seen.pages[0]) == pytest.approx(1.0)
    assert seen.sentence(seen.pages[1]) < 0.7


def test_letters_of_the_title() -> None:
    seen = view("Hoe retourneer ik een artiekel", ("Hoe retourneer ik een artikel?", ""), ("Openingstijden", ""))
    assert seen.head_grams(seen.pages[0]) > 0.7 > 0.1 > seen.head_grams(seen.pages[1])
    assert grams("") == frozenset()


def test_kinds_of_questions() -> None:
    seen = view("Wanneer komt het?", ("Wanneer wordt bezorgd?", "x"), ("Wat kost het?", "x"), ("Klei", "x"))
    assert [seen.same_kind(page) for page in seen.pages] == [1.0, -1.0, 0.0]


def test_rare_words_of_the_shop_weigh_more() -> None:
    seen = view("oven graden", SHIPPING, KILN, counts=Counts(500, {stem("oven", "nl"): 400, stem("graden", "nl"): 3}))
    oven, degrees = seen.asked
    assert seen.weights[degrees] > 2 * seen.weights[oven]


def test_empty_pages_and_questions() -> None:
    seen = view("", ("", ""))
    page = seen.pages[0]
    assert (seen.exact(page), seen.soft(page), seen.head_asked(page), seen.sentence(page)) == ((0, 0, 0), (0, 0), 0, 0)
    assert seen.head_grams(page) == seen.text_grams(page) == 0
    assert page_of("", "", "", "nl") is page
