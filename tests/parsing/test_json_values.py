"""Values of foreign JSON that are not what they should be count as not there."""

import pytest

from app.parsing.json_values import entries, record, words


@pytest.mark.parametrize("value", [None, True, 3, 2.5, "x", ["x"], {"x": 1}])
def test_only_its_own_sort_is_taken(value: object) -> None:
    assert words(value) == (value if value == "x" else "")
    assert entries(value) == (value if value == ["x"] else [])
    assert record(value) == (value if value == {"x": 1} else {})
