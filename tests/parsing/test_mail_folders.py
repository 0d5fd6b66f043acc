"""Folder roles, by attribute and by name."""

import pytest

from app.parsing.mail_folders import ListedFolder, with_roles


def _roles(*folders: ListedFolder) -> dict[str, str]:
    return {folder.name: folder.role for folder in with_roles(folders) if folder.role}


def _named(delimiter: str, *names: str) -> list[ListedFolder]:
    return [ListedFolder((), delimiter, name) for name in names]


def test_attributes_win_over_names() -> None:
    folders = [ListedFolder((), "/", "Sent"), ListedFolder(("\\HasNoChildren", "\\SENT"), "/", "Uit"), ListedFolder((), "/", "INBOX")]
    assert _roles(*folders) == {"INBOX": "inbox", "Uit": "sent"}


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Verzonden", "sent"), ("Verzonden items", "sent"), ("VERZONDEN ITEMS", "sent"), ("Gesendet", "sent"),
        ("Gesendete Elemente", "sent"), ("Envoyés", "sent"), ("Éléments envoyés", "sent"), ("Sent Messages", "sent"),
        ("Prullenbak", "trash"), ("Papierkorb", "trash"), ("Corbeille", "trash"), ("Ongewenste e-mail", "junk"),
        ("Courrier indésirable", "junk"), ("Concepten", "drafts"), ("Entwürfe", "drafts"), ("Brouillons", "drafts"),
        ("Archief", "archive"), ("Klanten", ""),
    ],
)  # fmt: skip
def test_names_in_four_languages_with_and_without_a_prefix(name: str, role: str) -> None:
    for folder in _named("/", name) + _named(".", f"INBOX.{name}") + _named("/", f"[Gmail]/{name}"):
        assert _roles(folder) == ({folder.name: role} if role else {})


def test_a_deeper_folder_is_not_meant() -> None:
    assert _roles(*_named("/", "Klanten/Archive", "INBOX/Klanten/Sent")) == {}


def test_each_role_once_and_the_best_name_first() -> None:
    assert _roles(*_named("/", "Verzonden items", "Sent", "Sent Messages")) == {"Sent": "sent"}


def test_folders_that_cannot_be_opened_are_left_out() -> None:
    folders = with_roles(
        [ListedFolder(("\\Noselect",), "/", "[Gmail]"), ListedFolder(("\\NonExistent",), "/", "Sent"), *_named("/", "x", "inbox")]
    )
    assert [(folder.name, folder.role) for folder in folders] == [("inbox", "inbox"), ("x", "")]


def test_no_delimiter() -> None:
    assert _roles(*_named("", "INBOX", "Sent")) == {"INBOX": "inbox", "Sent": "sent"}
