"""One Telegram chat in two shapes, JSON and pages: one conversation, each message once, one customer."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.channels.telegram import READER
from app.domain.message import IncomingMessage, ReadOptions
from app.domain.views import Box, MessageView
from app.pipeline.importing import undo_import
from app.store import SqliteStore
from tests.pipeline.support import NOW, take_in
from tests.pipeline.test_importing import everything, take

FIRST = 1_709_283_600
WORDS = ["Hoi, is de blauwe kan er nog?", "Ja, nog 3", "Mooi!", "Mag ik hem <bewaren>?", "Tuurlijk", "dank 😀"]


def document(numbers: range, *, chat: int = 11, name: str = "Anna") -> str:
    """Return result.json of a chat with these messages; the odd ones are the shop's."""
    messages = [
        {
            "id": n,
            "type": "message",
            "date": "",
            "date_unixtime": str(FIRST + 60 * n),
            "from": "Kade" if n % 2 else name,
            "from_id": "user22" if n % 2 else f"user{chat}",
            "text": WORDS[n % len(WORDS)],
        }
        for n in numbers
    ]
    return json.dumps({"name": name, "type": "personal_chat", "id": chat, "messages": messages})


def page(numbers: range, name: str = "Anna", first: int = FIRST) -> str:
    """Return messages.html of the same chat."""
    made = []
    for n in numbers:
        at = datetime.fromtimestamp(first + 60 * n, UTC).astimezone(ZoneInfo("Europe/Amsterdam"))
        text = WORDS[n % len(WORDS)].replace("<", "&lt;").replace(">", "&gt;")
        made.append(
            f'<div class="message default clearfix" id="message{n}"><div class="body">'
            f'<div class="pull_right date details" title="{at:%d.%m.%Y %H:%M:%S} UTC+01:00">\n{at:%H:%M}\n</div>'
            f'<div class="from_name">\n{"Kade" if n % 2 else name} \n</div><div class="text">\n{text}\n</div></div></div>'
        )
    head = f'<html><div class="page_header"><div class="content"><div class="text bold">\n{name} \n</div></div></div>'
    return f'{head}<div class="history">{"".join(made)}</div></html>'


def read(folder: Path, text: str) -> list[IncomingMessage]:
    path = folder / ("result.json" if text.startswith("{") else "messages.html")
    path.write_text(text, encoding="utf-8")
    found = [item for item in READER.read(path, ReadOptions()) if isinstance(item, IncomingMessage)]
    path.unlink()
    return found


def kept(store: SqliteStore) -> list[Sequence[MessageView]]:
    """Return the conversations with their messages."""
    with store.read() as reader:
        return [reader.conversation(i).messages for i in reader.conversation_ids(Box.ALL)]


def people(store: SqliteStore) -> int:
    with store.read() as reader:
        return len(reader.customers(limit=50))


@pytest.mark.parametrize("pages_first", [False, True])
def test_a_chat_in_both_shapes_is_one_conversation_of_one_customer(store: SqliteStore, tmp_path: Path, pages_first: bool) -> None:
    shapes = [document(range(0, 8)), page(range(4, 12))]
    for text in reversed(shapes) if pages_first else shapes:
        take_in(store, *read(tmp_path, text))
    (messages,) = kept(store)
    assert sorted(m.text for m in messages) == sorted(WORDS[n % len(WORDS)] for n in range(12))
    assert people(store) == 1


@pytest.mark.parametrize("pages_first", [False, True])
def test_both_again_and_longer_add_only_the_tail(store: SqliteStore, tmp_path: Path, pages_first: bool) -> None:
    shapes = [document(range(0, 6)), page(range(0, 6))]
    for text in reversed(shapes) if pages_first else shapes:
        take_in(store, *read(tmp_path, text))
    again = [take_in(store, *read(tmp_path, text)) for text in shapes]
    assert [k.new for k in again] == [0, 0]
    assert [take_in(store, *read(tmp_path, text)).new for text in (page(range(0, 9)), document(range(0, 10)))] == [3, 1]
    assert len(kept(store)) == 1


def test_two_shapes_that_meet_late_become_one(store: SqliteStore, tmp_path: Path) -> None:
    take_in(store, *read(tmp_path, document(range(6, 10))))
    take_in(store, *read(tmp_path, page(range(0, 4))))
    assert len(kept(store)) == 2
    take_in(store, *read(tmp_path, page(range(0, 8))))
    (messages,) = kept(store)
    assert len(messages) == 10


def test_another_chat_of_the_same_name_stays_apart(store: SqliteStore, tmp_path: Path) -> None:
    take_in(store, *read(tmp_path, document(range(0, 6))))
    other = page(range(0, 6), first=FIRST + 7)
    assert take_in(store, *read(tmp_path, other)).new == 6
    assert len(kept(store)) == 2


def test_taking_one_shape_back_leaves_the_other_as_it_was(store: SqliteStore, tmp_path: Path) -> None:
    take_in(store, *read(tmp_path, document(range(0, 6))))
    before = everything(store)
    import_id = take(store, *read(tmp_path, page(range(3, 9))))
    undo_import(store, import_id, NOW)
    assert everything(store) == before
    assert take_in(store, *read(tmp_path, page(range(3, 9)))).new == 3


def test_a_group_in_both_shapes_is_one_conversation(store: SqliteStore, tmp_path: Path) -> None:
    group = document(range(0, 6)).replace("personal_chat", "private_supergroup").replace('"name": "Anna", "type"', '"name": "Club", "type"')
    shown = page(range(2, 9)).replace('<div class="text bold">\nAnna', '<div class="text bold">\nClub')
    assert [take_in(store, *read(tmp_path, text)).new for text in (group, shown, group)] == [6, 3, 0]
    (messages,) = kept(store)
    assert len(messages) == 9
