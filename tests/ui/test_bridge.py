"""Work beside the Qt thread: results, errors, replacing, cancel, progress, and a clean end."""

import logging
import threading

import pytest
from PySide6.QtCore import QObject

from app.domain.errors import BadInput, Cancelled
from app.ui.bridge import Bridge, Lane
from app.ui.watchdog import Watchdog
from tests.ui.fake_counter import FakeCounter


@pytest.fixture
def bridge(qtbot):
    made = Bridge(FakeCounter(empty=True))
    yield made
    made.close()


def test_work_runs_elsewhere_and_the_result_comes_back_here(qtbot, bridge):
    seen = []
    bridge.read(
        lambda counter: (counter.counts(), threading.current_thread().name), lambda r: seen.append((r[1], threading.current_thread()))
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0].startswith("toonbank-read")
    assert seen[0][1] is threading.main_thread()


def test_each_lane_is_one_thread(qtbot, bridge):
    names = []
    for _n in range(5):
        bridge.write(lambda _counter: names.append(threading.current_thread().name))
    qtbot.waitUntil(lambda: bridge.pending == 0)
    assert len(names) == 5
    assert len(set(names)) == 1


def test_an_error_with_a_sentence_is_said(qtbot, bridge):
    def refuse(_counter):
        raise BadInput("The file {name} is empty.", name="a.txt")

    with qtbot.waitSignal(bridge.trouble) as caught:
        bridge.read(refuse, lambda _r: None)
    assert caught.args == ["The file a.txt is empty."]


def test_a_surprise_is_logged_with_its_stack_and_said_in_general(qtbot, bridge, caplog):
    def break_(_counter):
        raise ZeroDivisionError

    with caplog.at_level(logging.ERROR), qtbot.waitSignal(bridge.trouble) as caught:
        bridge.write(break_)
    assert "unexpected" in caught.args[0]
    assert "ZeroDivisionError" in caplog.text


def test_a_lane_survives_a_failure(qtbot, bridge):
    def break_(_counter):
        raise ZeroDivisionError

    done = []
    bridge.read(break_, done.append, failed=lambda _sentence: None)
    bridge.read(lambda _counter: 7, done.append)
    qtbot.waitUntil(lambda: done == [7])


def test_a_later_question_replaces_an_earlier_one(qtbot, bridge):
    gate, done = threading.Event(), []
    bridge.read(lambda _counter: gate.wait(5) and "first", done.append, key="k")
    bridge.read(lambda _counter: "second", done.append, key="k")
    bridge.read(lambda _counter: "third", done.append, key="k")
    gate.set()
    qtbot.waitUntil(lambda: bridge.pending == 0)
    assert done == ["third"]


def test_every_write_with_a_key_happens_though_only_the_last_is_told(qtbot, bridge):
    written, told = [], []
    for n in range(3):
        bridge.write(lambda _counter, n=n: written.append(n) or n, told.append, key="save")
    qtbot.waitUntil(lambda: bridge.pending == 0)
    assert written == [0, 1, 2]
    assert told == [2]


def test_nothing_is_delivered_to_what_is_gone(qtbot, bridge):
    gate, done = threading.Event(), []
    owner = QObject()
    bridge.read(lambda _counter: gate.wait(5), done.append, owner=owner)
    owner.deleteLater()
    qtbot.wait(1)
    gate.set()
    qtbot.waitUntil(lambda: bridge.pending == 0)
    assert done == []


def test_progress_and_cancel_are_plain_callables(qtbot, bridge):
    told, ended, began = [], [], threading.Event()

    def work(_counter, job):
        job.progress(1, 10, "a")
        began.set()
        while not job.cancelled():
            began.wait(0.01)
        raise Cancelled

    job = bridge.run(Lane.LONG, work, failed=ended.append, progress=lambda *p: told.append((*p, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(told))
    job.cancel()
    qtbot.waitUntil(lambda: bridge.pending == 0)
    assert told[0] == (1, 10, "a", threading.main_thread())
    assert ended == []


def test_closing_ends_the_threads(qtbot):
    bridge = Bridge(FakeCounter(empty=True))
    bridge.run(Lane.LONG, lambda _counter, job: [threading.Event().wait(0.01) for _n in range(500) if not job.cancelled()])
    bridge.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("toonbank-long")]
    bridge.read(lambda counter: counter.counts(), lambda _r: pytest.fail("delivered after the end"))


def test_the_watchdog_sees_a_block_and_keeps_its_stack(qtbot, caplog):
    dog = Watchdog(every=0.01, limit=0.05).start()
    with caplog.at_level(logging.WARNING):
        qtbot.wait(30)
        threading.Event().wait(0.3)
        qtbot.waitUntil(lambda: dog.worst > 0.05)
    dog.stop()
    assert dog.blocks
    assert "test_the_watchdog_sees" in dog.blocks[0]
