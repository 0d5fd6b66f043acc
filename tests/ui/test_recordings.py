"""Voice notes and voicemails: played after asking, written out where an engine was set up."""

from dataclasses import replace

from app.domain.views import AttachmentView
from app.ui.dialogs.recording_dialog import RecordingDialog
from tests.ui.conftest import settle

NOTE = AttachmentView(7, "PTT-20260302.opus", "audio/ogg", 48_000, "ab", missing=False, stored=True)


def shown(window, qtbot, item=NOTE):
    dialog = window.counter_room.pane.attachments.ask(item)
    settle(qtbot, window)
    assert isinstance(dialog, RecordingDialog)
    return dialog


def test_a_recording_is_played_after_asking(window, qtbot, counter, opened):
    counter.attachment = lambda _id: b"OggS"
    dialog = shown(window, qtbot)
    assert "PTT-20260302.opus" in dialog._item.name
    assert opened == []
    dialog.play.click()
    settle(qtbot, window)
    assert opened[0].toLocalFile().endswith("PTT-20260302.opus")
    dialog.reject()


def test_without_an_engine_writing_out_is_not_offered(window, qtbot):
    dialog = shown(window, qtbot)
    assert not dialog.write.isVisible()
    assert not dialog.text.isVisible()
    dialog.reject()


def test_what_is_said_is_written_out_and_kept(window, qtbot, counter):
    counter.hearing.ready = True
    dialog = shown(window, qtbot)
    dialog.write.click()
    settle(qtbot, window)
    assert dialog.text.toPlainText() == "Hoi, met Loes. Is de kom nog heel?"
    assert "whisper small" in dialog.told.text()
    assert not dialog.write.isVisible()
    dialog.reject()
    again = shown(window, qtbot)
    assert again.text.toPlainText() == "Hoi, met Loes. Is de kom nog heel?"
    assert not again.write.isVisible()
    again.reject()


def test_what_was_written_out_stands_under_the_recording_as_a_machines_words(window, qtbot, counter):
    counter.hearing.ready = True
    cid = window.counter_room.view.row.id
    counter._said[cid][-1] = replace(counter._said[cid][-1], attachments=(NOTE,))
    window.counter_room.open(cid)
    settle(qtbot, window)
    timeline = window.counter_room.pane.timeline
    assert "PTT-20260302.opus" in timeline.toPlainText()
    assert "machine" not in timeline.toPlainText()
    dialog = shown(window, qtbot)
    dialog.write.click()
    settle(qtbot, window)
    dialog.reject()
    assert "Written out by a machine (whisper small); it can mishear" in timeline.toPlainText()
    assert "Hoi, met Loes. Is de kom nog heel?" in timeline.toPlainText()
    counter.hearing.kept[7] = replace(counter.hearing.kept[7], transcript=replace(counter.hearing.kept[7].transcript, text=" "))
    window.counter_room.open(cid)
    settle(qtbot, window)
    assert "Nobody speaks in it, as far as whisper small can hear." in timeline.toPlainText()


def test_a_recording_in_which_nobody_speaks_says_so(window, qtbot, counter):
    counter.hearing.ready, counter.hearing.says = True, ""
    dialog = shown(window, qtbot)
    dialog.write.click()
    settle(qtbot, window)
    assert not dialog.text.isVisible()
    assert dialog.told.text().startswith("Nobody speaks")
    dialog.reject()


def test_writing_out_that_fails_is_told_and_can_be_tried_again(window, qtbot, counter):
    counter.hearing.ready = counter.hearing.fails = True
    dialog = shown(window, qtbot)
    dialog.write.click()
    settle(qtbot, window)
    assert dialog.told.text() == "The engine stopped; the recording is kept. Try again."
    assert dialog.write.isVisible()
    dialog.reject()


def test_writing_out_can_be_cancelled(window, qtbot, counter):
    counter.hearing.ready = True
    counter.hearing.go_on.clear()
    dialog = shown(window, qtbot)
    dialog.write.click()
    qtbot.waitUntil(counter.hearing.began.is_set)
    assert dialog.stop.isVisible()
    dialog.stop.click()
    counter.hearing.go_on.set()
    settle(qtbot, window)
    assert counter.hearing.stopped
    assert counter.hearing.kept == {}
    assert dialog.told.text() == "Stopped; nothing was written out."
    assert dialog.write.isVisible()
    dialog.reject()


def test_what_is_no_recording_is_asked_about_as_before(window, qtbot):
    question = window.counter_room.pane.attachments.ask(replace(NOTE, name="bon.pdf", media_type="application/pdf"))
    assert not isinstance(question, RecordingDialog)
    question.reject()
