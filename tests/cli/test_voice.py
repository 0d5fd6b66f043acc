"""The voice command on the demonstration shop."""

import pytest

from tests.cli.conftest import Command

pytestmark = pytest.mark.usefixtures("demo")


def test_nothing_is_suggested_where_nothing_was_sent_and_a_wrong_id_is_one_sentence(command: Command) -> None:
    assert command("voice", "suggestions").json == {"items": []}
    gone = command("voice", "accept", "x")
    assert (gone.code, gone.err.count("\n")) == (3, 1)
    assert command("voice").code == 2
