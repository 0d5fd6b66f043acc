"""Forbidden character references are repaired wherever the text is cut into pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.parsing.xml_refs import References, repaired


def halves(character: str, *, hexadecimal: bool, pad: int = 0) -> str:
    code = ord(character) - 0x10000
    pair = (0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF))
    return "".join(f"&#x{'0' * pad}{half:x};" if hexadecimal else f"&#{'0' * pad}{half};" for half in pair)


def fed(text: str, cuts: list[int]) -> str:
    references, at, out = References(), 0, []
    for cut in sorted(cut % (len(text) + 1) for cut in cuts):
        out.append(references.feed(text[at:cut]))
        at = cut
    return "".join([*out, references.feed(text[at:], final=True)])


def meaning(text: str) -> str:
    """Return text with what references remain resolved."""
    import html

    return html.unescape(text)


PIECES = st.one_of(
    st.builds(halves, st.characters(min_codepoint=0x10000), hexadecimal=st.booleans(), pad=st.integers(0, 2)),
    st.sampled_from(
        ["&#55357;", "&#xDE00;", "&#0;", "&#10;", "&#13;", "&#x1f;", "&amp;", "&", "#", "a", "é", "&#128512;", "x;", "&#xFFFF;"]
    ),
    st.text(st.characters(exclude_characters="&", exclude_categories=("Cs",), min_codepoint=32), max_size=4),
)


@given(st.lists(PIECES, max_size=12).map("".join), st.lists(st.integers(0, 400), max_size=8))
def test_pieces_give_what_the_whole_gives(text: str, cuts: list[int]) -> None:
    assert fed(text, cuts) == repaired(text)


@given(st.characters(min_codepoint=0x10000), st.booleans(), st.integers(0, 40))
def test_halves_become_one_character(character: str, hexadecimal: bool, cut: int) -> None:
    text = f"ok {halves(character, hexadecimal=hexadecimal)}!"
    assert meaning(fed(text, [cut])) == f"ok {character}!"


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("&#55357;&#xDC4D;", "\U0001f44d"),
        ("a&#55357;b", "ab"),
        ("&#56397;&#55357;", ""),
        ("&#55357;&#55357;&#56397;", "\U0001f44d"),
        ("&#0;&#8;&#x0B;&#31;", ""),
        ("&#9;&#10;&#13;&#x0a;", "&#9;&#10;&#13;&#x0a;"),
        ("&#65535;&#xFFFE;&#1114112;&#99999999;", ""),
        ("&#128077; &#55999;", "&#128077; &#55999;".replace("&#55999;", "")),
        ("&#50000;&#60000;", "&#50000;&#60000;"),
        ("raw \x00\x1f\uffff end", "raw  end"),
    ],
)
def test_what_is_kept_and_what_is_dropped(raw: str, wanted: str) -> None:
    assert repaired(raw) == wanted
