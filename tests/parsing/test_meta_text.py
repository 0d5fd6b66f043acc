"""Meta's damaged text: repaired where it is damaged, left alone where it is right; and what the app itself writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.parsing.meta_text import is_gone, is_group_act, is_noise, repaired, says_attachment, thread_id, without_edit_mark

words = st.text(st.characters(exclude_categories=("Cs",)))


def broken(text: str) -> str:
    """Damage a text as Meta's export does: each byte of its UTF-8 as a character."""
    return text.encode("utf-8").decode("latin-1")


@given(words)
def test_damage_is_undone(text: str) -> None:
    assert repaired(broken(text)) == text


@given(st.text("abc éüñçßøåÄÖ€’“”👍🏽漢字йת 0123456789", min_size=1))
def test_right_text_stays_right(text: str) -> None:  # accents stand beside letters here, as in words: "Ä¡" alone reads both ways
    assert repaired(text) == text
    assert repaired(repaired(text)) == repaired(text)


@given(words, words)
def test_text_with_a_wide_character_was_never_damaged(before: str, after: str) -> None:
    text = f"{before}…{after}"
    assert repaired(text) == text


@given(words)
def test_repair_never_raises_and_loses_no_text(text: str) -> None:
    found = repaired(text)
    assert found == text or broken(found) == text


def test_damage_on_top_of_damage_is_undone_once() -> None:
    assert repaired(broken(broken("café"))) == broken("café")


def test_half_characters_become_one_that_can_be_kept() -> None:
    assert repaired("ok \ud83d") == "ok \ufffd"
    assert repaired("\ud83d\udc4d…") == "👍…"


@pytest.mark.parametrize(
    "text",
    [
        "Liked a message",
        "Reacted ❤️ to your message",
        "Reacted 😂 to your message ",
        "Heeft gereageerd met 👍 op je bericht",
        "Hat mit 😍 auf deine Nachricht reagiert",
        "A aimé un message",
    ],
)
def test_likes_are_noise(text: str) -> None:
    assert is_noise(text)


@pytest.mark.parametrize(
    "text", ["I liked a message you sent", "Liked a message of yours, but where is my order?", "Heeft u de mok nog?", "Hat geklappt!", ""]
)
def test_words_of_people_are_no_noise(text: str) -> None:
    assert not is_noise(text)


def test_the_apps_own_line_about_an_attachment() -> None:
    assert says_attachment("Noor El Amrani sent an attachment.")
    assert says_attachment("Noor heeft een bijlage gestuurd.")
    assert not says_attachment("I sent an attachment by mail yesterday")
    assert not says_attachment("Hello\nI sent an attachment.")


def test_group_acts_need_the_name_of_who_did_it() -> None:
    assert is_group_act("Anna de Wit named the group Markt.", "Anna de Wit")
    assert is_group_act("Anna added Piet to the group.", "Anna")
    assert not is_group_act("Anna added Piet to the group.", "Piet")
    assert not is_group_act("Anna, is de mok er nog?", "Anna")
    assert not is_group_act("left the group", "")


def test_deleted_people_and_edit_marks_and_thread_ids() -> None:
    assert is_gone("Facebook user")
    assert is_gone("Instagram User")
    assert is_gone("Facebook-Nutzer")
    assert is_gone("")
    assert not is_gone("Anna")
    assert without_edit_mark("twee (edited)") == "twee"
    assert without_edit_mark("twee (of drie)") == "twee (of drie)"
    assert thread_id("inbox/anna_de_wit_10345") == "10345"
    assert thread_id("_10345") == "10345"
    assert thread_id("zonder") == "zonder"
