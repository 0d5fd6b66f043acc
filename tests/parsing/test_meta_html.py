"""Meta's pages: messages are found by shape, whatever the classes of the year; never twice, never from a body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.parsing import meta_html
from app.parsing.meta_html import Said, is_meta_page, read_page

NEW = (
    '<section class="_a6-g"><h2 class="_a6-h">{}</h2><div class="_2ph_"><div><div></div><div>{}</div></div></div>'
    '<footer class="_a6-o">{}</footer></section>'
)
OLD = (
    '<div class="uiBoxWhite"><div class="_2lek">{}</div><div class="_2let"><div><div></div><div>{}</div><div></div></div></div>'
    '<div class="_2lem"><a><span>{}</span></a></div></div>'
)
PRETTY = '<div class="x1">\n  <div class="x2">\n    {}\n  </div>\n  <div><div>{}</div></div>\n  <div>{}</div>\n</div>\n'


def page(*blocks: str, title: str = "Anna", people: str = "") -> str:
    head = f"<div>{people}</div>" if people else ""
    body = f"<div><h1>{title}</h1>{head}<div role='main'>{''.join(blocks)}</div></div>"
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize("shape", [NEW, OLD, PRETTY])
def test_blocks_of_every_era(shape: str) -> None:
    found = read_page(
        page(shape.format("Anna", "hoi &amp; dag", "13 mrt 2024, 10:00"), shape.format("Kade", "dag<br>Anna", "Mar 13, 2024, 9:00 AM"))
    )
    assert found.title == "Anna"
    assert found.said == [Said("Anna", "hoi & dag", "13 mrt 2024, 10:00"), Said("Kade", "dag\nAnna", "Mar 13, 2024, 9:00 AM")]


def test_a_time_as_text_is_text() -> None:
    time = "13 mrt 2024, 10:00"
    assert read_page(page(OLD.format("Anna", time, time))).said == [Said("Anna", time, time)]
    assert read_page(page(NEW.format("Anna", f"<div>Kade</div><div>nee</div><div>{time}</div>", time))).said == [
        Said("Anna", f"Kade\nnee\n{time}", time)
    ]


def test_links_files_and_reactions() -> None:
    body = (
        'zie <a href="https://shop.example">shop</a>!'
        '<div><a href="messages/inbox/a_1/photos/x.jpg"><img src="messages/inbox/a_1/photos/x.jpg"></a></div>'
        "<ul><li>👍 Kade</li><li><ul><li>❤</li></ul></li></ul>"
    )
    assert read_page(page(NEW.format("Anna", body, "13 mrt 2024, 10:00"))).said == [
        Said("Anna", "zie shop!", "13 mrt 2024, 10:00", ("messages/inbox/a_1/photos/x.jpg",))
    ]


@pytest.mark.parametrize("line", ["Participants: Anna, Bob and Kade", "Deelnemers: Anna, Bob en Kade", "Participants : Anna, Bob et Kade"])
def test_participants(line: str) -> None:
    assert read_page(page(NEW.format("Anna", "hoi", "13 mrt 2024, 10:00"), people=line)).participants == ("Anna", "Bob", "Kade")


def test_a_page_that_ends_early_gives_what_was_whole() -> None:
    whole = page(*(NEW.format("Anna", f"bericht {n}", f"13 mrt 2024, 10:{n:02}") for n in range(10)))
    all_of_it = read_page(whole).said
    assert len(all_of_it) == 10
    most = 0
    for at in range(0, len(whole), 7):
        found = read_page(whole[:at]).said
        assert found == all_of_it[: len(found)]
        assert len(found) >= most
        most = len(found)
    assert most >= 9


@given(
    st.lists(
        st.sampled_from(["<div>", "</div>", "<ul>", "</ul>", "a", "13 mrt 2024, 10:00", "<br", "<a href='x'>", "</span>", "<!--", "<"]),
        max_size=40,
    )
)
def test_no_mark_up_breaks_it(pieces: list[str]) -> None:
    found = read_page("".join(pieces))
    assert all(said.time == "13 mrt 2024, 10:00" for said in found.said)


def test_only_metas_pages_are_metas() -> None:
    telegram = '<div class="message default"><div class="body">'
    telegram += '<div class="date">12:00</div><div class="from_name">A</div><div>hoi</div></div></div>'
    assert is_meta_page(page(OLD.format("Anna", "hoi", "13 mrt 2024, 10:00")))
    assert not is_meta_page(telegram)
    assert not is_meta_page("<html><body><div><div>Blog</div><div>text</div><div>13 mrt 2024, 10:00</div></div></body></html>")
    assert not is_meta_page("")


def test_deeply_nested_mark_up_costs_no_more_than_it_is_long() -> None:
    assert read_page("<div>" * 50_000 + "x" + "</div>" * 50_000).said == []


@pytest.mark.parametrize("piece", ["<ul>", '<a "', "<!-- ", "<", "</div>", "<div><span>", "<b", "&", "<ul></ul"])
def test_broken_mark_up_costs_no_more_than_it_is_long(piece: str) -> None:
    assert read_page(piece * (400_000 // len(piece))).said == []


def test_a_date_at_the_foot_of_a_page_is_no_message() -> None:
    blocks = [NEW.format("Anna", "een", "13 mrt 2024, 10:00"), NEW.format("Kade", "twee", "13 mrt 2024, 10:01")]
    found = read_page(f"<div><h1>Anna</h1><div>{''.join(blocks)}</div><div>14 mrt 2024, 10:00</div></div>")
    assert [said.text for said in found.said] == ["een", "twee"]


bodies = st.sampled_from(
    [
        "hoi",
        "a<br/>b",
        "<br>x ",
        " x &lt;3 &amp;amp; ",
        "",
        "13 mrt 2024, 10:00",
        "<div>Kade</div><div>13 mrt 2024, 10:00</div>",
        "een<b>twee</b>",
        "zie <a href='https://x.example'>x</a>",
        "<a href='messages/inbox/a_1/photos/x.jpg'></a>",
        "<ul><li>👍</li></ul>",
        "<div>x</div>",
        "<",
        "a > b",
    ]
)


@given(
    st.lists(st.tuples(st.sampled_from(["Anna", "", "Ren&eacute;e", "<b>Kade</b> X"]), bodies), min_size=1, max_size=30),
    st.sampled_from([NEW, OLD, PRETTY]),
)
def test_the_quick_way_reads_what_the_walk_reads(messages: list[tuple[str, str]], shape: str) -> None:
    html = page(*(shape.format(who, text, f"13 mrt 2024, 10:{n:02}") for n, (who, text) in enumerate(messages)))
    walked = meta_html.Page()
    meta_html._Walk(walked).run(html)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(meta_html, "_WORTH_IT", 2)
        found = read_page(html)
    assert (found.said, found.participants) == (walked.said, walked.participants)


def test_the_quick_way_is_taken() -> None:
    html = page(*(OLD.format("Anna", f"nr {n}", "13 mrt 2024, 10:00") for n in range(200)))
    quick = meta_html._quickly(html)
    assert quick is not None
    assert [said.text for said in quick[0]] == [f"nr {n}" for n in range(200)]
