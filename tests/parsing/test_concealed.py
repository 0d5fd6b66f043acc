"""Words that a mail hides from its reader are not read, and what can be seen is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.parsing.html_text import hidden_words, html_to_text

HIDDEN = {
    "display": '<p>Hallo</p><div style="display:none">SPOOK</div>',
    "visibility": '<p>Hallo <i style="visibility: hidden">SPOOK</i></p>',
    "size of one pixel": '<p>Hallo <span style="font-size:1px">SPOOK</span></p>',
    "size of nothing": "<p style='font: 0/0 Arial'>SPOOK</p>Hallo",
    "a tenth of a letter": '<p>Hallo <span style="font-size: .01em">SPOOK</span></p>',
    "white on white": '<p>Hallo <span style="color:#fff">SPOOK</span></p>',
    "nearly white": '<p><span style="color:rgb(254,254,254)">SPOOK</span>Hallo</p>',
    "font tag": '<p><font color="white">SPOOK</font>Hallo</p>',
    "colour of an inherited ground": '<table bgcolor="#222222"><tr><td><font color="#212121">SPOOK</font> '
    '<font color="white">Hallo</font></td></tr></table>',
    "colour of the body": '<body bgcolor="black" text="#eeeeee"><p style="color:#010101">SPOOK</p>Hallo</body>',
    "transparent": '<p style="color:transparent">SPOOK</p>Hallo',
    "faint": '<p style="opacity:.01">SPOOK</p>Hallo',
    "off the page": '<p>Hallo</p><p style="position:absolute;left:-9999px">SPOOK</p>',
    "indented away": '<p style="text-indent:-9999px">SPOOK</p>Hallo',
    "clipped": '<b style="clip: rect(0,0,0,0)">SPOOK</b>Hallo',
    "clip path": '<b style="clip-path: inset(100%)">SPOOK</b>Hallo',
    "shut box": '<div style="width:0;height:0;overflow:hidden">SPOOK</div>Hallo',
    "low box": '<p style="max-height:0">SPOOK</p>Hallo',
    "shrunk": '<p style="transform: scale(0)">SPOOK</p>Hallo',
    "attribute": "<p hidden>SPOOK</p>Hallo",
    "style sheet": '<style>p.h, .x {display:none}</style><p class="big h">SPOOK</p><p>Hallo</p>',
    "style sheet by id": '<style>#h {font-size:0}</style><p id="h">SPOOK</p><p>Hallo</p>',
}
SEEN = {
    "small": "<p style='font-size:.9em'>Hallo</p>",
    "one em": "<p style='font-size:1em'>Hallo</p>",
    "ten pixels": "<p style='font-size:10px;max-width:100px;margin-left:-10px;opacity:1'>Hallo</p>",
    "font with line height": "<p style='font: 15px/1.5 Arial'>Hallo</p>",
    "button": '<a style="background:#00aa00;color:#fff">Hallo</a>',
    "white on a picture": '<td style="background-image:url(x)"><span style="color:#fff">Hallo</span></td>',
    "white on what a style sheet paints": '<style>.b{background:#000}</style><p class="b" style="color:#fff">Hallo</p>',
    "for telephones": '<style>@media (max-width:600px){.m{display:none}}</style><p class="m">Hallo</p>',
    "after a closed hidden part": '<div style="color:#fff">x</div><p>Hallo</p>',
}


@pytest.mark.parametrize("html", HIDDEN.values(), ids=HIDDEN)
def test_hidden_words_are_told_apart(html: str) -> None:
    assert html_to_text(html) == "Hallo"
    assert hidden_words(html) == "SPOOK"


@pytest.mark.parametrize("html", SEEN.values(), ids=SEEN)
def test_what_can_be_seen_stays(html: str) -> None:
    assert "Hallo" in html_to_text(html)
    assert "Hallo" not in hidden_words(html)


def test_comments_titles_and_descriptions_are_nobodys_words() -> None:
    html = '<title>SPOOK</title><img alt="SPOOK now" src="x"><p title="SPOOK">Hallo</p><!-- SPOOK -->'
    assert html_to_text(html) == "Hallo"


@given(
    st.lists(
        st.sampled_from(
            [
                '<p style="color:#fff">',
                "</p>",
                '<td bgcolor="#fff">',
                "<p>",
                "</td>",
                "a",
                '<font color="x">',
                "</font>",
                "<b hidden>",
                "</b>",
            ]
        )
    )
)
def test_every_word_is_either_seen_or_hidden(tags: list[str]) -> None:
    html = "".join(tags)
    found = html_to_text(html) + hidden_words(html)
    assert found.count("a") == tags.count("a")
