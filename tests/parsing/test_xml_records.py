"""XML as records: whatever the size, damaged or harmful."""

import io
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import BadInput
from app.parsing.xml_records import HARMFUL_XML, Node, nodes, repeated


def items(path: Sequence[str]) -> bool:
    return path[-1] == "item"


def read(text: str) -> list[Node]:
    return [node for node, _ in nodes(io.BytesIO(text.encode()), items)]


def test_records_come_one_by_one_with_what_is_around_them() -> None:
    text = '<?xml version="1.0"?><list a="1"><page n="2"><item><x>a &amp; b</x></item></page><item>y</item></list>'
    found = list(nodes(io.BytesIO(text.encode()), items))
    assert [node.value() for node, _ in found] == [{"x": "a & b"}, "y"]
    assert [parents for _, parents in found] == [(("list", {"a": "1"}), ("page", {"n": "2"})), (("list", {"a": "1"}),)]


def test_values_are_as_their_types_say() -> None:
    text = (
        '<item><full-name>Sanne</full-name><open type="boolean">false</open><gone nil="true"/><none type="array"/>'
        '<tags type="array"><tag>a</tag></tags><notes><note><n>1</n></note><note><n>2</n></note></notes><tel>1</tel><tel>2</tel></item>'
    )
    assert read(text)[0].value() == {
        "full_name": "Sanne",
        "open": False,
        "gone": None,
        "none": [],
        "tags": ["a"],
        "notes": [{"n": "1"}, {"n": "2"}],
        "tel": ["1", "2"],
    }


def test_entities_of_its_own_are_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "xxxxxxxx"><!ENTITY b "&a;&a;&a;&a;">]><list><item>&b;</item></list>'
    with pytest.raises(BadInput) as told:
        read(bomb)
    assert told.value.told == HARMFUL_XML
    assert repeated(bomb.encode()) == ()


def test_what_was_whole_before_the_damage_stands() -> None:
    whole = "<list>" + "".join(f"<item>{number}</item>" for number in range(9)) + "</list>"
    found: list[str] = []
    with pytest.raises(BadInput):
        found.extend(node.text for node, _ in nodes(io.BytesIO(whole[:-30].encode()), items))
    assert found == [str(number) for number in range(len(found))]
    assert len(found) >= 6


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (
            "<shop><name>x</name><reviews><review><a>1</a><b>2</b></review><review><a>1</a><b>2</b></review></reviews></shop>",
            "shop/reviews/review",
        ),
        (
            "<my_reviews><reviews><reviews><a>1</a><b>2</b></reviews><reviews><a>3</a></reviews></reviews></my_reviews>",
            "my_reviews/reviews/reviews",
        ),
        ("<reviews><reviews><a>1</a><b><c>1</c><d>2</d></b></reviews></reviews>", "reviews/reviews"),
        ("<shop><review_list><review><a>1</a><b>2</b></review></review_list></shop>", "shop/review_list/review"),
        ("<note><to>a</to><body>b</body></note>", ""),
        ("<p>text <b>bold</b><br></p>", ""),
    ],
)
def test_the_rows_are_the_outermost_elements_that_repeat(text: str, path: str) -> None:
    assert "/".join(repeated(text.encode())) == path


@given(st.binary(max_size=300))
def test_no_bytes_end_in_anything_but_a_sentence(content: bytes) -> None:
    with suppress(BadInput):
        assert all(isinstance(node, Node) for node, _ in nodes(io.BytesIO(b"<list><item>1</item>" + content), items))
    assert isinstance(repeated(content), tuple)
