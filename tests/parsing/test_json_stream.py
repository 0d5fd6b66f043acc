"""JSON read as it streams: the same values as when it is read whole, wherever the pieces end."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import BadInput
from app.parsing import json_stream
from app.parsing.json_stream import CUT_OFF, JsonPull

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "CHUNK", 7)


@given(st.lists(values, max_size=6), st.sampled_from([None, 1]), st.booleans())
def test_elements_are_those_of_the_whole(elements: list[object], indent: int | None, plain: bool) -> None:
    raw = json.dumps({"before": 1, "list": elements, "after": elements}, indent=indent, ensure_ascii=plain).encode()
    pull = JsonPull(io.BytesIO(raw))
    found = {key: list(pull.values()) if key == "list" else pull.value() for key in pull.keys()}  # noqa: SIM118 - a reader, no dict
    assert found == {"before": 1, "list": elements, "after": elements}


@given(st.lists(values, min_size=1, max_size=6))
def test_a_position_is_behind_what_was_read(elements: list[object]) -> None:
    raw = json.dumps(elements).encode()
    pull = JsonPull(io.BytesIO(raw), encoding="latin-1")
    for number, _ in enumerate(pull.values(), 1):
        assert json.loads(raw[: pull.position] + b"]") == elements[:number]


@given(st.lists(values, min_size=1, max_size=6), st.data())
def test_a_document_that_ends_early_gives_what_was_whole(elements: list[object], data: st.DataObject) -> None:
    raw = json.dumps(elements).encode()
    cut = data.draw(st.integers(1, len(raw) - 1))
    found: list[object] = []
    with pytest.raises(BadInput) as caught:
        found.extend(JsonPull(io.BytesIO(raw[:cut])).values())
    assert caught.value.template == CUT_OFF
    assert found == elements[: len(found)] or found[:-1] == elements[: len(found) - 1]  # a number may have lost its last digits
