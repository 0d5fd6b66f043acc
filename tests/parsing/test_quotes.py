"""The reply without quote and signature: many letters as they come, and what may never happen."""

from pathlib import Path

import pytest

from app.parsing.quotes import strip_quotes

CASES = Path(__file__).parent / "quote_cases.txt"


def _cases() -> list[object]:
    found = []
    for block in CASES.read_text(encoding="utf-8").split("### ")[1:]:
        name, _, rest = block.partition("\n")
        given_text, expected = rest.replace("\n=== \n", "\n===\n").split("\n===\n")
        found.append(pytest.param(given_text, expected.strip("\n"), id=name))
    return found


@pytest.mark.parametrize(("text", "expected"), _cases())
def test_reply(text: str, expected: str) -> None:
    assert strip_quotes(text) == expected


def test_there_are_enough_cases() -> None:
    assert len(_cases()) >= 80
