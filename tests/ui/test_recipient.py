"""Beside the button stands who gets it: an address or number as it is, the name where a program knows somebody by a bare number."""

from dataclasses import replace

import pytest

from app.domain.views import Box
from tests.ui.conftest import settle


@pytest.mark.parametrize(
    ("recipient", "shown"), [("110245", "{name}"), ("instagram:110245", "{name}"), ("+31612345601", "+31612345601"), ("", "{name}")]
)
def test_who_gets_a_chat(window, qtbot, counter, recipient: str, shown: str) -> None:
    rows = counter.conversation_rows(counter.conversation_ids(Box.ALL))
    counter.on_qt_thread.clear()  # the test asked, not the window
    chat = next(row for row in rows if not row.channel.is_mail)
    room = window.counter_room
    room.open(chat.id)
    settle(qtbot, window)
    room.draft._show_recipient(replace(room.draft.draft, recipient=recipient))
    assert room.draft.recipient.whole.partition(" · ")[0] == shown.format(name=room.draft._view.customer.name)
