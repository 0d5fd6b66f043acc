"""Servers as fixtures: say `pytest_plugins = ["tests.servers.fixtures"]` in a test module."""

from collections.abc import Iterator

import pytest

from tests.servers.dovecot import Dovecot, dovecot_missing


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A running Dovecot for the whole run; take a mailbox of your own with `new_user()`."""
    if why := dovecot_missing():
        pytest.skip(why)
    with Dovecot() as server:
        yield server
