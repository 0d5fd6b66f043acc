"""Numbers in one form, whoever wrote them."""

import pytest

from app.parsing.phones import e164


@pytest.mark.parametrize(
    ("raw", "country", "wanted"),
    [
        ("+31 6 12345678", "", "+31612345678"),
        ("+31\u00a06\u00a012345678", "", "+31612345678"),
        ("06-12 34 56 78", "NL", "+31612345678"),
        ("0031612345678", "NL", "+31612345678"),
        ("+44 (0)7700 900123", "NL", "+447700900123"),
        ("06-12345678", "", None),
        ("order 1042", "NL", None),
        ("", "NL", None),
        ("+", "NL", None),
    ],
)
def test_numbers(raw: str, country: str, wanted: str | None) -> None:
    assert e164(raw, country) == wanted
