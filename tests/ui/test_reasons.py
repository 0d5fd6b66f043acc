"""Every code of the sorter and the readers has words."""

from app.domain.verdict import Category, Reason, Verdict
from app.system.i18n import set_language
from app.triage import judgement
from app.triage.cues import PHRASES
from app.ui.reasons import HUMAN, SIGNALS, WARNINGS, human_reasons, warning_text, why_text


def setup_function():
    set_language("en")


def test_every_code_of_the_sorter_has_words():
    assert {*judgement._NEEDS_HUMAN, "strong_negative"} <= HUMAN.keys()
    assert set(PHRASES) - judgement._QUIET <= SIGNALS.keys()


def test_reasons_are_told_once_with_the_words_that_show_them():
    verdict = Verdict(reasons=(Reason("money", "geld"), Reason("money", "terug"), Reason("capitals", "")))
    assert why_text(verdict, ("money", "insult")).splitlines() == ["Why:", "· money: “geld”, “terug”", "· written in capitals", "· insult"]
    assert why_text(None) == ""


def test_a_privacy_request_asks_for_a_person():
    assert human_reasons(Verdict(category=Category.PRIVACY_REQUEST)) == [HUMAN["privacy_request"]]
    assert human_reasons(None) == []


def test_no_code_is_ever_shown_as_a_warning():
    assert all(" " in text for text in WARNINGS.values())
    assert warning_text("some_new_code") == "Not everything in this message could be read."
    assert warning_text("A whole sentence.") == "A whole sentence."
