"""A choice whose whole list is in sight."""

import pytest

from tests.ui.conftest import settle


@pytest.mark.qt_log_ignore("does not support", extend=True)  # the off-screen platform has no pop-ups of its own
def test_the_list_of_a_choice_opens_below_it_and_whole(window, qtbot):
    window.go("settings")
    window.room("settings").show_page("recordings")
    settle(qtbot, window)
    box = window.room("settings").page("recordings").kind
    box.setCurrentIndex(2)
    box.showPopup()
    view = box.view()
    qtbot.waitUntil(view.isVisible)
    places = [view.visualRect(view.model().index(n, 0)) for n in range(3)]
    assert all(view.viewport().rect().contains(place) for place in places)
    assert min(place.height() for place in places) >= box.fontMetrics().height() + 8
    box.hidePopup()
