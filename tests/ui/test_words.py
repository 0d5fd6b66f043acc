"""Words for codes, and ages against the promised reply time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.draft import Citation, Draft, DraftState, Flag, FlagKind, Outcome, Sentence
from app.domain.message import Channel, Handle, HandleKind
from app.domain.views import ConversationRow, ConversationState
from app.system.i18n import set_language
from app.ui.dialogs.palette import fuzzy
from app.ui.views.draft_text import place, sentence_at
from app.ui.views.safe_html import LONGEST, blocked_hosts, safe_html
from app.ui.views.snooze import presets
from app.ui.views.undo import Step, UndoStack
from app.ui.words import (
    age_of,
    channel_icon,
    channel_word,
    handle_where,
    handles_words,
    initials,
    shown_handles,
    size_text,
    when_text,
)

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ROW = ConversationRow(
    1, 1, "Ans", Channel.IMAP, "", "", ConversationState.OPEN, NOW, NOW, NOW, 1,
    "neutral", "neutral", "other", "nl", (), (), False, False, 1,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _english():
    set_language("en")


def test_age_says_late_soon_and_later_in_words_icon_and_colour():
    late = age_of(replace(ROW, due_at=NOW - timedelta(hours=3)), NOW)
    soon = age_of(replace(ROW, due_at=NOW + timedelta(minutes=50)), NOW)
    later = age_of(replace(ROW, due_at=NOW + timedelta(hours=9)), NOW)
    assert (late.icon, late.token) == ("late", "bad")
    assert "late" in late.text
    assert (soon.icon, soon.token) == ("clock", "warn")
    assert (later.icon, later.token) == ("clock", "ink_soft")
    assert "left" in soon.text


def test_age_of_what_is_answered_is_the_time_of_the_last_message():
    age = age_of(replace(ROW, waiting_since=None, due_at=None, last_at=NOW - timedelta(days=1)), NOW)
    assert (age.text, age.icon) == ("yesterday", "")
    assert when_text(NOW - timedelta(hours=1), NOW) == "12:00"


def test_channels_not_known_here_still_have_words_and_an_icon():
    assert channel_word("some_new_channel") == "Some New Channel"
    assert channel_icon("some_new_channel") == "chat"


@pytest.mark.parametrize(("name", "letters"), [("Ans de Wit", "AW"), ("ruud@korenaar.nl", "RN"), ("🌷", "?"), ("", "?"), ("Bob", "B")])
def test_initials(name, letters):
    assert initials(name) == letters


def test_sizes():
    assert [size_text(n) for n in (10, 482_000, 2_400_000, 2_100_000_000)] == ["1 kB", "482 kB", "2.4 MB", "2.1 GB"]


def test_sentences_are_placed_in_order_and_edited_ones_left_out():
    sentences = (Sentence("Yes.", 1.0, 1), Sentence("Gone.", 1.0, 1), Sentence("Yes.", 0.1))
    placed = place("Yes. Well. Yes.", sentences)
    assert [(one.start, one.unsupported) for one in placed] == [(0, False), (11, True)]
    assert sentence_at(placed, 12) is placed[1]
    assert sentence_at(placed, 6) is None


def test_flags_that_need_a_tick():
    draft = Draft(
        1,
        1,
        DraftState.PROPOSED,
        Outcome.ANSWER,
        "x",
        "x",
        "nl",
        NOW,
        (Citation(1, 1, 1, "q"),),
        (),
        (Flag(FlagKind.MONEY, (0, 1), "why"),),
    )
    assert draft.flags[0].kind.needs_tick


def test_snooze_presets_lie_ahead_and_keep_the_shop_s_clock():
    moments = presets(NOW)
    assert all(moment > NOW for _words, moment in moments)
    tomorrow = dict(moments)["Tomorrow morning"]
    assert tomorrow == datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
    assert dict(moments)["Monday morning"].weekday() == 0


def test_snooze_presets_across_the_change_of_the_clock():
    before = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    assert dict(presets(before))["Tomorrow morning"] == datetime(2026, 3, 29, 7, 0, tzinfo=UTC)


def test_undo_stack_gives_the_latest_and_forgets_what_cannot_be_undone():
    stack = UndoStack()
    stack.push(Step("a", lambda: None))
    stack.push(Step("b", lambda: None, "draft 1"))
    stack.drop("draft 1")
    assert stack.pop().words == "a"
    assert stack.pop() is None


@pytest.mark.parametrize(("needle", "better", "worse"), [("sn", "Snooze", "Open notes"), ("kno", "Knowledge", "Back to another one")])
def test_fuzzy_prefers_beginnings(needle, better, worse):
    assert fuzzy(needle, better) > fuzzy(needle, worse)
    assert fuzzy("xyz", better) == 0.0


def test_html_keeps_words_and_enclosed_pictures_only():
    html = (
        "<html><head><title>t</title><style>p{}</style></head><body onload='x()'><script>alert(1)</script>"
        "<table><tr><td>Total</td><td>12 euro</td></tr><tr><td>Next</td></tr></table>"
        "<img src='https://tracker.example/p.gif'><img src='cid:logo'><a href='javascript:alert(1)'>here</a>"
        "<img src='file:///etc/passwd'><p style='position:fixed'>Bye</p></body></html>"
    )
    safe = safe_html(html)
    for bad in ("script", "alert", "tracker", "file:", "style", "onload", "<table", "javascript"):
        assert bad not in safe
    assert 'src="cid:logo"' in safe
    assert safe.index("Total") < safe.index("12 euro") < safe.index("<br>") < safe.index("Next")
    assert blocked_hosts(html) == ["tracker.example"]


def test_html_too_deep_or_too_big_is_not_shown_formatted():
    assert safe_html("<blockquote>" * 200 + "x" + "</blockquote>" * 200) == ""
    assert safe_html("<p>" + "x" * (LONGEST + 10) + "</p>") == ""
    assert safe_html("<div>" * 20_000 + "deep" + "</div>" * 20_000).startswith("deep")


def test_internal_handles_are_not_shown():
    mail, inner = Handle(HandleKind.EMAIL, "a@b.example"), Handle(HandleKind.ID, "mail:a@b.example anna")
    chat = Handle(HandleKind.ID, "whatsapp:anna")
    number = Handle(HandleKind.ID, "instagram:110245")
    assert shown_handles((mail, inner, chat, number)) == [mail, chat]
    set_language("en")
    assert handles_words("Anna", (Handle(HandleKind.ID, "instagram:110245"),)) == "Instagram"
    assert handles_words("Anna", (Handle(HandleKind.ID, "mail:1f"),)) == ""
    assert handles_words("Anna", (chat, mail)) == "WhatsApp · a@b.example"
    assert handles_words("Anna de Wit", (chat, inner, number)) == "anna"
    assert [handle_where(one) for one in (mail, chat)] == ["a@b.example", "anna · WhatsApp"]
