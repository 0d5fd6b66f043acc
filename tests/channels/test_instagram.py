"""The Instagram reader: its own noise, edits and owner, and which of Meta's two apps a file is of."""

import json
from pathlib import Path

import pytest

from app.channels.instagram import READER
from app.channels.messenger import READER as MESSENGER
from app.domain.message import Direction, Kind
from tests.channels.meta_files import ANNA, SHOP, read, said, thread, written

INBOX = "your_instagram_activity/messages/inbox/anna_71/message_1.json"


def test_likes_and_attachment_lines_are_system_and_no_words(tmp_path: Path) -> None:
    lines = (
        said(ANNA, 0, "wat kost die?"),
        said(ANNA, 1, "Liked a message"),
        said(ANNA, 2, "Reacted 😂 to your message "),
        said(ANNA, 3, "Anna de Wit sent an attachment."),
        said(ANNA, 4, "Anna de Wit sent an attachment.", share={"link": "https://insta.example/p/1", "share_text": "van een ander"}),
    )
    found = read(READER, written(tmp_path / INBOX, thread(*lines)).parent, me=(SHOP,))[0]
    assert [m.kind for m in found] == [Kind.MESSAGE, Kind.SYSTEM, Kind.SYSTEM, Kind.SYSTEM, Kind.MESSAGE]
    assert [m.new_text for m in found] == ["wat kost die?", "", "", "", "https://insta.example/p/1"]
    assert found[4].text == "https://insta.example/p/1\nvan een ander"


def test_an_edited_message_says_so_and_messenger_text_is_left_alone(tmp_path: Path) -> None:
    path = written(tmp_path / "one.json", thread(said(ANNA, 0, "doe er maar een"), said(ANNA, 1, "doe er maar twee (edited)")))
    first, second = read(READER, path)[0]
    assert (first.text, first.warnings, first.edited_at) == ("doe er maar een", (), None)
    assert (second.text, second.warnings, second.edited_at) == ("doe er maar twee", ("edited",), second.sent_at)
    assert read(MESSENGER, path)[0][1].text == "doe er maar twee (edited)"


@pytest.mark.parametrize(
    "keys", [("Email", "Username", "Name"), ("E-mail", "Gebruikersnaam", "Naam"), ("Adresse", "Nom d’utilisateur", "Nom")]
)
def test_the_owner_is_found_under_translated_keys(tmp_path: Path, keys: tuple[str, str, str]) -> None:
    written(tmp_path / INBOX, thread(said(ANNA, 0, "hoi"), said("Studio Klei 🏺", 1, "hai"), people=(ANNA, "Studio Klei 🏺")))
    values = dict(zip(keys, ("studio@example.com", "studioklei", "Studio Klei 🏺"), strict=True))
    profile = {"profile_user": [{"string_map_data": {key: {"href": "", "value": value} for key, value in values.items()}}]}
    damaged = json.dumps(profile, ensure_ascii=False).encode().decode("latin-1")
    written(tmp_path / "personal_information/personal_information.json", json.dumps(json.loads(damaged)))
    assert [m.direction for m in read(READER, tmp_path)[0]] == [Direction.IN, Direction.OUT]


@pytest.mark.parametrize(
    ("path", "content", "instagram"),
    [
        (INBOX, thread(said(ANNA, 0, "hoi")), True),
        ("your_facebook_activity/messages/inbox/anna_71/message_1.json", thread(said(ANNA, 0, "Liked a message")), False),
        ("messages/inbox/anna_71/message_1.json", thread(said(ANNA, 0, "Liked a message")), True),
        ("messages/inbox/anna_71/message_1.json", thread(said(ANNA, 0, "hoi")), False),
        ("messages/inbox/anna_71/message_1.json", thread(said(ANNA, 0, "see instagram.com/kade")), False),
    ],
)
def test_which_of_the_two_apps(tmp_path: Path, path: str, content: str, instagram: bool) -> None:
    written(tmp_path / "x" / path, content)
    own, other = (READER, MESSENGER) if instagram else (MESSENGER, READER)
    assert own.score(tmp_path / "x") > 0.9
    assert other.score(tmp_path / "x") < 0.2


def test_neighbours_tell_the_app_where_the_threads_do_not(tmp_path: Path) -> None:
    written(tmp_path / "messages/inbox/anna_71/message_1.json", thread(said(ANNA, 0, "hoi")))
    assert MESSENGER.score(tmp_path) > 0.9
    written(tmp_path / "connections/followers_and_following/following.json", "{}")
    assert READER.score(tmp_path) > 0.9


def test_downloads_of_both_apps_in_one_folder_are_each_read_by_their_own(tmp_path: Path) -> None:
    written(tmp_path / INBOX, thread(said(ANNA, 0, "op insta")))
    written(tmp_path / "your_facebook_activity/messages/inbox/bob_9/message_1.json", thread(said("Bob", 0, "op fb"), people=("Bob", SHOP)))
    assert [m.text for m in read(READER, tmp_path)[0]] == ["op insta"]
    assert [m.text for m in read(MESSENGER, tmp_path)[0]] == ["op fb"]
