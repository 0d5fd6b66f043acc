"""The table of byte sequences, against the model that it is cut from."""

import pytest

from app.language.detect import ABROAD, HOME
from app.language.ngrams import NOTHING_KNOWN, key_of, ngram_scores

TEXTS = (
    "Waar blijft mijn pakketje?",
    "can i still cancel",
    "Grüezi mitenand, wo isch mis Päckli?",
    "OÙ EST MON COLIS ?",
    "Dzień dobry, gdzie jest moja paczka?",
    "Здравствуйте, где мой заказ?",
    "a\nb c\n  d",
    "荷物はどこですか",
    "cafe\u0301 du coin \ud800",
)


@pytest.fixture(scope="module")
def whole() -> object:
    langid = pytest.importorskip("py3langid.langid")
    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
    identifier.set_languages([*HOME, *ABROAD])
    return identifier


@pytest.mark.parametrize("text", TEXTS)
def test_scores_are_those_of_the_whole_model(whole, text: str) -> None:
    theirs, ours = dict(whole.rank(text)), ngram_scores(text)
    assert set(ours) == set(theirs)
    lead = max(theirs.values()) - max(ours.values())
    # Rounding to 0.05 errs by 0.025 a sequence at most, and mostly in both directions.
    assert all(theirs[code] - ours[code] == pytest.approx(lead, abs=0.5) for code in theirs)


@pytest.mark.parametrize("text", ["", "x", "hi"])
def test_a_text_without_known_sequences_is_of_no_language(text: str) -> None:
    assert set(ngram_scores(text).values()) == {NOTHING_KNOWN}


def test_keys_tell_sequences_of_different_length_apart() -> None:
    assert len({key_of(b"a"), key_of(b"\0a"), key_of(b"\0\0a")}) == 3
