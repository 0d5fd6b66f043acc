"""A proposal that takes longer than a moment is told at the foot of the window, and can be stopped there."""

import threading

import pytest

from app.domain.errors import Cancelled
from tests.ui.conftest import settle


@pytest.fixture
def slow(window, qtbot, counter, monkeypatch):
    """Proposals that wait until they may go on, or are stopped."""
    window.show_conversation(2)
    settle(qtbot, window)
    go_on, plain = threading.Event(), counter.propose

    def propose(conversation_id, hint="", language="", on_token=None, cancelled=None):
        while not go_on.wait(0.01):
            if cancelled():
                raise Cancelled
        return plain(conversation_id, hint)

    monkeypatch.setattr(counter, "propose", propose)
    window.counter_room.draft._asking._timer.setInterval(30)
    yield go_on
    go_on.set()


def test_a_slow_proposal_is_told_at_the_foot_until_it_is_there(slow, window, qtbot):
    panel = window.counter_room.draft
    panel.propose()
    qtbot.waitUntil(lambda: "Writing an answer" in window.status.text.text())
    assert window.status.cancel.isVisible()
    slow.set()
    settle(qtbot, window)
    assert not window.status.cancel.isVisible()
    assert panel.draft is not None


def test_a_slow_proposal_is_stopped_at_the_foot(slow, window, qtbot):
    panel = window.counter_room.draft
    before = panel.draft
    panel.propose()
    qtbot.waitUntil(window.status.cancel.isVisible)
    window.status.cancel.click()
    settle(qtbot, window)
    assert not window.status.cancel.isVisible()
    assert not panel.busy.isVisible()
    assert panel.draft is before
    assert window.toast.text == ""
