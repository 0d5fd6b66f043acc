"""Passages: whole sentences and lists, all words kept."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.knowledge import NewArticle
from app.knowledge.passages import LONGEST_SENTENCE, MOST_WORDS, sentences, split_passages

SENTENCE = "Wij bakken elke kom twee keer in de grote oven achter de winkel."  # 13 words


def split(text: str, title: str = "Titel") -> list[tuple[str, str]]:
    return split_passages(NewArticle(title, text))


def test_a_short_article_is_one_passage() -> None:
    assert split("Binnen Nederland is het € 4,95.\n\nBoven € 60 is het gratis.") == [
        ("", "Binnen Nederland is het € 4,95.\n\nBoven € 60 is het gratis.")
    ]


def test_an_article_without_text_says_its_title() -> None:
    assert split("", "Wat kost het?") == [("", "Wat kost het?")]
    assert split(" \n\n ", "Wat kost het?") == [("", "Wat kost het?")]


def test_long_text_is_cut_at_paragraphs() -> None:
    paragraph = " ".join([SENTENCE] * 6)
    found = split("\n\n".join([paragraph] * 5))
    assert [len(text.split()) for _, text in found] == [156, 156, 78]
    assert all(text.split("\n\n").count(paragraph) for _, text in found)


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    found = split(" ".join([SENTENCE] * 40))
    assert len(found) > 3
    assert all(text.endswith("winkel.") and text.startswith("Wij") for _, text in found)
    assert all(50 <= len(text.split()) <= 200 for _, text in found)


def test_headings_go_with_their_passages() -> None:
    long = " ".join([SENTENCE] * 5)
    found = split(f"{long}\n\n## Kosten\n\n{long}\n\n## Termijn\n\n{long}")
    assert [heading for heading, _ in found] == ["", "Kosten", "Termijn"]
    assert all("#" not in text for _, text in found)


def test_a_heading_without_text_leads_the_next() -> None:
    assert split(f"# Retour\n\n## Kosten\n\n{SENTENCE}") == [("Retour › Kosten", SENTENCE)]


def test_tiny_sections_join_and_keep_their_headings() -> None:
    assert split("## Kosten\n\nVier euro.\n\n## Termijn\n\nDertig dagen.") == [("Kosten", "Vier euro.\n\nTermijn\n\nDertig dagen.")]


def test_a_list_stays_with_its_lead_in() -> None:
    filler = " ".join([SENTENCE] * 11)
    listing = "U stuurt mee:\n\n- de bon\n\n- de doos\n- " + " ".join(["het formulier"] * 10)
    found = split(f"{filler}\n\n{listing}")
    assert found[1][1] == "U stuurt mee:\n- de bon\n- de doos\n- " + " ".join(["het formulier"] * 10)


def test_a_long_list_is_cut_between_items_and_leads_in_with_the_first() -> None:
    items = [f"- Land {n}: verzending kost {n} euro en duurt {n} werkdagen" for n in range(60)]
    found = split("De tarieven per land zijn:\n\n" + "\n".join(items))
    assert found[0][1].startswith("De tarieven per land zijn:\n- Land 0")
    lines = [line for _, text in found for line in text.split("\n")]
    assert lines[1:] == items


def test_table_rows_stay_whole() -> None:
    rows = [f"- Land: L{n}; Kosten: € {n},95; Levertijd: {n} dagen" for n in range(80)]
    assert [line for _, text in split("\n".join(rows)) for line in text.split("\n")] == rows


def test_abbreviations_and_numbers_end_no_sentence() -> None:
    text = "Dit geldt bijv. Voor kommen, z.B. Aus Ton, enz. Ook op 3. Oktober. Mail ons! Kan het? Ja."
    assert sentences(text) == ["Dit geldt bijv. Voor kommen, z.B. Aus Ton, enz. Ook op 3. Oktober.", "Mail ons!", "Kan het?", "Ja."]
    assert sentences("Dit kost € 4,95. Daarna niets.") == ["Dit kost € 4,95.", "Daarna niets."]


def test_words_without_any_sentence_end_are_bounded() -> None:
    found = split(" ".join(["blabla"] * 5000))
    assert max(len(text.split()) for _, text in found) <= MOST_WORDS
    assert sum(len(text.split()) for _, text in found) == 5000
    assert LONGEST_SENTENCE > MOST_WORDS


WORDS = st.lists(
    st.sampled_from(["de", "kom", "kost", "€", "4,95.", "Ja!", "bijv.", "12", "Waarom?", "lijst:", "thé"]), min_size=1, max_size=120
)
LINES = st.one_of(
    WORDS.map(" ".join),
    WORDS.map(lambda words: "- " + " ".join(words)),
    WORDS.map(lambda words: "## " + " ".join(words[:6])),
    st.just(""),
    WORDS.map(lambda words: "1. " + " ".join(words)),
)


def words_of(text: str) -> list[str]:
    return re.sub(r"^(#+|-|›)\s", " ", text.replace("›", " "), flags=re.MULTILINE).split()


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=30))
def test_every_word_of_the_article_comes_back_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = split(text, title="")
    if not text.strip():
        assert found == [("", "")]
        return
    back, last = [], ""
    for heading, passage in found:
        back += ([] if heading == last else words_of(heading)) + words_of(passage)
        last = heading
    wanted = words_of(text)
    # A repeated heading directly after itself is shown once.
    assert back == wanted or len(set(lines)) < len(lines)
    assert set(back) == set(wanted)
    assert found == split(text, title="")
