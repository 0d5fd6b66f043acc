"""Writing recordings out: once, beside the recording, found by search, and gone with the message."""

import hashlib

import pytest

from app.domain.errors import BadInput, Cancelled, EngineError, NotFound
from app.domain.importing import ImportReport, Revision
from app.domain.message import Attachment, Channel, Direction, IncomingMessage, Party
from app.domain.transcription import NoTranscriber, TranscriberChoice, TranscriberKind, TranscriberState, Transcript
from app.language.transcribe import TranscriptionRoom
from app.pipeline import transcribe as writing
from app.pipeline.customer_export import exported
from app.pipeline.receive import keep
from app.pipeline.sort import judge
from app.pipeline.transcribe import TranscribeTools, choose, state, transcribe
from app.store import SqliteStore
from app.system.guard import shut
from tests.fakes_transcription import SAID, FakeRoom, opus, whisper_cpp
from tests.pipeline.support import NOW, SHOP, WordSorter, take_in

CHOSEN = TranscriberChoice(TranscriberKind.FASTER_WHISPER, "/models/klein")


def file(name: str, media_type: str, content: bytes | None) -> Attachment:
    sha256 = hashlib.sha256(content or b"").hexdigest()
    return Attachment(name, media_type, len(content or b""), sha256, content=content, missing=content is None)


def note(*files: Attachment, text: str = "", key: str = "a") -> IncomingMessage:
    return IncomingMessage(Channel.WHATSAPP, key * 32, "anna", NOW, Direction.IN, Party("Anna Maas"), text, attachments=files)


@pytest.fixture
def shop(store: SqliteStore) -> SqliteStore:
    """A customer with a voice note, a picture and a recording that was left out of the export."""
    files = file("PTT-1.opus", "audio/ogg", opus()), file("a.jpg", "image/jpeg", b"\xff\xd8\xff"), file("PTT-2.opus", "audio/ogg", None)
    take_in(store, note(*files, text="Luister even"))
    return store


@pytest.fixture
def tools(shop) -> TranscribeTools:
    made = TranscribeTools(shop, FakeRoom(), lambda: NOW)
    choose(made, CHOSEN)
    return made


def numbers(store: SqliteStore) -> list[int]:
    with store.read() as reader:
        (message,) = reader.conversation(1).messages
    return [a.id for a in message.attachments]


def hits(store: SqliteStore, query: str) -> list[str]:
    with store.read() as reader:
        return [hit.snippet for hit in reader.search(query).hits]


def test_a_recording_is_written_out_once_and_found_by_its_words(tools, shop):
    voice, *_ = numbers(shop)
    kept = transcribe(tools, voice, language="nl")
    assert (kept.transcript.text, kept.transcript.engine, kept.at) == (SAID, "gehoor", NOW)
    assert transcribe(tools, voice) == kept
    assert tools.room.engine.asked == ["nl"]
    with shop.read() as reader:
        assert reader.transcripts([voice, 99]) == {voice: kept}
        (message,) = reader.timeline(1)
        assert [file.heard for file in message.attachments] == [kept.transcript, None, None]
        assert reader.transcripts([]) == {}
        assert [t["transcript"]["text"] for t in exported(reader, 1)["transcripts"]] == [SAID]
    assert "kruik" in hits(shop, "kruik")[0]
    assert hits(shop, "luister kruik")
    shop.rebuild_search()
    assert hits(shop, "kruik")


def test_written_out_again_it_takes_the_place_of_the_first(tools, shop):
    voice, *_ = numbers(shop)
    transcribe(tools, voice)
    tools.room.engine.transcribe = lambda *_a, **_k: Transcript("De blauwe schaal", "nl", 2.0, "anders")
    assert transcribe(tools, voice, again=True).transcript.text == "De blauwe schaal"
    assert hits(shop, "kruik") == []
    assert len(hits(shop, "schaal")) == 1
    with shop.write() as uow:
        uow.transcripts.remove(voice)
        uow.transcripts.remove(voice)
        uow.commit()
    assert hits(shop, "schaal") == []
    assert hits(shop, "luister")


def test_only_recordings_that_were_kept(tools, shop):
    _voice, picture, left_out = numbers(shop)
    with pytest.raises(BadInput, match="not a recording"):
        transcribe(tools, picture)
    with pytest.raises(NotFound, match="was not kept"):
        transcribe(tools, left_out)
    with pytest.raises(NotFound, match="number 99"):
        transcribe(tools, 99)
    assert tools.room.engine.asked == []


def test_what_goes_wrong_leaves_nothing_behind(tools, shop):
    voice, *_ = numbers(shop)
    with pytest.raises(Cancelled):
        transcribe(tools, voice, lambda: True)
    choose(tools, TranscriberChoice())
    with pytest.raises(NoTranscriber, match="can be played"):
        transcribe(tools, voice)
    with shop.read() as reader:
        assert reader.transcripts([voice]) == {}


def test_a_message_that_goes_while_it_is_listened_to(tools, shop):
    voice, *_ = numbers(shop)
    hear = tools.room.engine.transcribe

    def meanwhile(content, **options):
        with shop._transaction() as connection:
            connection.exec_driver_sql("DELETE FROM messages")
            connection.commit()
        return hear(content, **options)

    tools.room.engine.transcribe = meanwhile
    with pytest.raises(NotFound):
        transcribe(tools, voice)


def test_what_was_written_out_goes_with_the_import(store):
    tools = TranscribeTools(store, FakeRoom(), lambda: NOW)
    choose(tools, CHOSEN)
    with store.write() as uow:
        import_id = uow.imports.begin("chat.zip", "whatsapp", NOW)
        uow.imports.during(import_id)
        keep(uow, judge([note(file("PTT-1.opus", "audio/ogg", opus()))], WordSorter()), SHOP, NOW)
        uow.imports.finish(import_id, "whatsapp", ImportReport())
        uow.commit()
    (voice,) = numbers(store)
    transcribe(tools, voice)
    with store.write() as uow:
        uow.imports.undo(import_id, NOW)
        uow.commit()
    assert hits(store, "kruik") == []
    with store.read() as reader:
        assert reader.transcripts([voice]) == {}


def test_what_is_chosen_is_remembered_and_told(shop, tmp_path):
    tools = TranscribeTools(shop, TranscriptionRoom(tmp_path / "scratch", shut), lambda: NOW)
    assert state(tools) == TranscriberState(TranscriberChoice(), ready=False, told=NoTranscriber.default)
    good = whisper_cpp(tmp_path / "whisper")
    assert choose(tools, good) == TranscriberState(good, ready=True, told=writing.READY)
    with pytest.raises(BadInput):
        choose(tools, TranscriberChoice(TranscriberKind.WHISPER_CPP, str(tmp_path / "none"), good.program))
    assert writing.chosen(shop) == good
    (tmp_path / "whisper" / "ggml-klein.bin").unlink()
    told = state(tools)
    assert (told.ready, told.choice) == (False, good)
    assert "choose it again" in told.told
    with pytest.raises(EngineError, match="choose it again"):
        transcribe(tools, numbers(shop)[0])
    assert not choose(tools, TranscriberChoice()).ready
    assert writing.chosen(shop) == TranscriberChoice()


def test_an_engine_is_tried_with_silence_and_nothing_is_kept(shop, tmp_path):
    tools = TranscribeTools(shop, TranscriptionRoom(tmp_path / "scratch", shut), lambda: NOW)
    with pytest.raises(NoTranscriber):
        writing.try_out(tools)
    choose(tools, whisper_cpp(tmp_path / "whisper"))
    assert writing.try_out(tools) == 0.0
    choose(tools, whisper_cpp(tmp_path / "deaf", "sys.exit(1)"))
    with pytest.raises(EngineError, match="could not write"):
        writing.try_out(tools)
    with shop.read() as reader:
        assert reader.transcripts(numbers(shop)) == {}


@pytest.mark.parametrize("odd", [3, [], {"kind": "magic"}, {"kind": []}, {"model": "x"}])
def test_an_odd_setting_is_no_choice(shop, odd):
    with shop.write() as uow:
        uow.settings.put("transcriber", odd)
        uow.commit()
    assert writing.chosen(shop) == TranscriberChoice()


def test_nothing_that_was_said_is_readable_on_the_disk(tools, shop):
    transcribe(tools, numbers(shop)[0])
    shop.close()
    for path in shop.folder.rglob("*"):
        assert not path.is_file() or b"kruik" not in path.read_bytes()


def test_when_the_message_is_edited_the_words_stay_findable(tools, shop):
    transcribe(tools, numbers(shop)[0])
    with shop.write() as uow:
        (message,) = uow.messages.known(["a" * 32]).values()
        uow.changes.revise([Revision(message, note(text="Hoor je het?"))])
        uow.commit()
    assert hits(shop, "luister") == []
    assert hits(shop, "hoor kruik")
