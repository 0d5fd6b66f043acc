"""Translations in the window: beside the original, under the draft, and the pages of Settings."""

import pytest

from app.domain.translation import PackageInfo, Term
from app.ui.views.settings.languages_page import LanguagesPage
from app.ui.views.settings.voice_page import VoicePage
from tests.ui.conftest import settle


def open_in(window, counter, qtbot, language):
    """Open a waiting conversation in a language."""
    cid = next(i for i, row in counter._rows.items() if row.language == language and row.waiting_since)
    window.counter_room.open(cid)
    settle(qtbot, window)
    return cid


def said(window):
    """The timeline as text."""
    return window.counter_room.pane.timeline.toPlainText()


def test_a_message_is_translated_under_its_original_and_put_away_by_one_key(window, qtbot, counter):
    counter.calls.clear()
    open_in(window, counter, qtbot, "nl")
    original = window.counter_room.view.messages[-1].new_text.split("\n")[0]
    assert "Translate" in said(window)
    window.actions_["translate"].trigger()
    settle(qtbot, window)
    assert f"[en] {original}" in said(window)
    assert said(window).count(original) >= 2
    assert "Translated from Dutch by woordenboek" in said(window)
    assert "kom → bowl" in said(window)
    window.actions_["translate"].trigger()
    settle(qtbot, window)
    assert "[en]" not in said(window)
    assert original in said(window)


def test_what_was_translated_before_is_there_when_one_comes_back(window, qtbot, counter):
    cid = open_in(window, counter, qtbot, "nl")
    counter.translate_message(cid, counter._said[cid][-1].id)
    open_in(window, counter, qtbot, "en")
    window.counter_room.open(cid)
    settle(qtbot, window)
    assert "[en]" in said(window)


def test_nothing_is_offered_in_the_shops_own_language(window, qtbot, counter):
    open_in(window, counter, qtbot, "en")
    assert "Translate" not in said(window)
    window.actions_["translate"].trigger()
    settle(qtbot, window)
    assert counter.kept_translations == {}


def test_without_a_translator_it_says_so_in_one_sentence(window, qtbot, counter):
    counter.mute = True
    heard = []
    window.desk.notices.said.connect(lambda text, look: heard.append((text, look)))
    open_in(window, counter, qtbot, "nl")
    window.actions_["translate"].trigger()
    settle(qtbot, window)
    assert [look for _text, look in heard] == ["warn"]
    assert "Translate" in said(window)


def test_a_draft_is_read_in_the_shops_language_and_the_next_one_too(window, qtbot, counter):
    cid = open_in(window, counter, qtbot, "nl")
    under = window.counter_room.draft.under
    settle(qtbot, window)
    assert under.ask.text() == "Read it in English"
    assert "AI" in under.ai.text()
    under.ask.click()
    settle(qtbot, window)
    draft = window.counter_room.draft.draft
    assert under.text.text() == f"[en] {draft.text}"
    assert counter._drafts[draft.id].text == draft.text
    other = next(i for i, row in counter._rows.items() if row.language in ("nl", "de") and row.waiting_since and i != cid)
    window.counter_room.open(other)
    settle(qtbot, window)
    assert under.text.text().startswith("[en]")
    assert under.panel.isVisibleTo(under)
    under.ask.click()
    assert not under.panel.isVisibleTo(under)


def test_glossary_words_are_kept_changed_and_removed(window, qtbot, counter):
    window.go("settings")
    window.room("settings").show_page("languages")
    settle(qtbot, window)
    page = window.room("settings").page("languages")
    assert isinstance(page, LanguagesPage)
    words = page.glossary
    words.term.setText("kruik")
    words.language.setCurrentIndex(words.language.findData("nl"))
    words.said["en"].setText("jug")
    words.add.click()
    settle(qtbot, window)
    assert counter._shop.glossary == (Term("kruik", "nl", {"en": "jug"}),)
    words.term.setText("Studio Zand")
    words.keep.click()
    words.add.click()
    settle(qtbot, window)
    assert counter._shop.glossary[1] == Term("Studio Zand", "nl", {}, keep=True) or counter._shop.glossary[1].keep
    words.term.setText("niets gezegd")
    words.add.click()
    settle(qtbot, window)
    assert len(counter._shop.glossary) == 2
    words._remove(counter._shop.glossary[0])
    settle(qtbot, window)
    assert [term.term for term in counter._shop.glossary] == ["Studio Zand"]


def test_what_translates_is_told_and_a_package_is_added(window, qtbot, counter, tmp_path):
    counter.mute = True
    counter.packages = [PackageInfo("de-nl", "/x", "de", "nl")]
    window.go("settings")
    window.room("settings").show_page("languages")
    settle(qtbot, window)
    page = window.room("settings").page("languages")
    page.take_file(tmp_path / "nl-en.argosmodel")
    settle(qtbot, window)
    assert [info.name for info in counter.packages] == ["de-nl", "nl-en"]
    page._remove("de-nl")
    settle(qtbot, window)
    assert [info.name for info in counter.packages] == ["nl-en"]


@pytest.fixture
def voice(window, qtbot):
    """The page Settings > Voice."""
    window.go("settings")
    window.room("settings").show_page("voice")
    settle(qtbot, window)
    page = window.room("settings").page("voice")
    assert isinstance(page, VoicePage)
    return page


def test_the_voice_is_kept_whole(voice, window, qtbot, counter):
    voice.tone.setText("warm, nuchter")
    voice.tone.editingFinished.emit()
    voice.examples.setFocus()
    voice.examples.setPlainText("Komt goed!\n\nDat regelen we.\nMeteen.\n\n")
    voice.follow.click()
    voice.greets.click()
    voice.ai_channels["whatsapp"].click()
    voice.tabs.setCurrentIndex(2)
    voice.lines.form.setCurrentIndex(2)
    voice.lines.form.activated.emit(2)
    voice.lines.chat_greeting.setText("Moin {name}")
    voice.tabs.setCurrentIndex(0)
    voice.lines.last.setText("Tot in het atelier!")
    voice.lines.last.editingFinished.emit()
    settle(qtbot, window)
    kept = counter._shop.voice
    assert kept.tone == ("warm", "nuchter")
    assert kept.examples == ("Komt goed!", "Dat regelen we. Meteen.")
    assert (kept.follow_customer, kept.greets_in_chats) == (False, False)
    assert kept.formal_in == {"de": False}
    assert kept.chat_greeting == {"de": "Moin {name}"}
    assert kept.last_sentence == {"nl": "Tot in het atelier!"}
    assert counter._shop.ai_line_channels == {"whatsapp": False}
    assert counter._shop.ai_line_on


def test_a_suggestion_is_taken_over_or_dismissed(voice, window, qtbot, counter):
    assert voice.suggestions._lines.count() == 2
    voice.suggestions._accept(counter.suggested[0].key)
    settle(qtbot, window)
    assert counter._shop.voice.greeting == {"nl": "Hoi {name}!"}
    assert voice.greeting.text() == "Hoi {name}!"
    voice.suggestions._dismiss(counter.suggested[0].key)
    settle(qtbot, window)
    assert voice.suggestions._lines.count() == 0
    assert voice.suggestions.none.isVisibleTo(voice)
    voice.informal.click()
    settle(qtbot, window)
    assert counter._shop.voice.greeting == {"nl": "Hoi {name}!"}
    assert counter._shop.voice.never_say == ()
