"""Importing from the command line: looking first, remembering what was answered, and taking an import back."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Command

LINES = (
    "03-04-2026 10:00 - Noor Vink: is hij er nog?",
    "03-04-2026 10:05 - Sanne de Wit: ja hoor",
    "04-05-2026 09:00 - Noor Vink: top",
)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty profile."""
    monkeypatch.setenv("TOONBANK_PASSPHRASE", "kiln")
    monkeypatch.setenv("TOONBANK_LANGUAGE", "en")
    monkeypatch.setenv("TOONBANK_PROFILE", str(tmp_path / "shop"))
    return tmp_path


@pytest.fixture
def chat(shop: Path) -> Path:
    """A chat in which all dates read both ways."""
    path = shop / "chat.txt"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return path


def said(command: Command, word: str) -> list[dict]:
    found = command("search", word).json["items"]
    return [m for item in found for m in command("show", item["conversation"]).json["messages"]]


def test_a_file_is_looked_at_before_anything_is_kept(command: Command, chat: Path) -> None:
    command("import", chat)
    (item,) = command("import", "--look", chat).json["items"]
    assert (item["what"], item["names"]) == ("whatsapp", ["Noor Vink", "Sanne de Wit"])
    assert {"me", "date_order"} <= set(item["asks"])
    assert item["date_example"]


def test_what_is_not_told_is_reported_and_imported_with_a_guess(command: Command, chat: Path) -> None:
    report = command("import", chat).json
    assert report["new"] == 3
    assert any("Day and month" in note["why"] for note in report["notes"])
    assert any("which of the names is your shop" in note["why"] for note in report["notes"])


def test_answers_are_remembered_for_the_source_and_can_be_put_right(command: Command, chat: Path) -> None:
    command("import", chat, "--me", "Noor Vink", "--date-order", "mdy")
    first = command("import", "--history").json["items"][0]
    (look,) = command("import", "--look", chat).json["items"]
    assert not {"me", "date_order"} & set(look["asks"])
    assert look["answers"] == {"me": ["Noor Vink"], "day_first": False}
    assert command("import", "--undo", first["id"]).json == {"messages": 3, "conversations": 1, "customers": 1, "orders": 0, "kept": 0}
    command("import", chat, "--me", "Sanne de Wit", "--date-order", "dmy")
    with chat.open("a", encoding="utf-8") as stream:
        stream.write("05-05-2026 09:00 - Sanne de Wit: tot dan\n")
    report = command("import", chat).json
    assert (report["new"], report["duplicate"], report["notes"]) == (1, 3, [])
    found = {m["text"]: (m["direction"], m["sent_at"][:10]) for m in said(command, "top")}
    assert found == {
        "is hij er nog?": ("in", "2026-04-03"),
        "ja hoor": ("out", "2026-04-03"),
        "top": ("in", "2026-05-04"),
        "tot dan": ("out", "2026-05-05"),
    }


def test_history_tells_what_was_taken_back(command: Command, chat: Path) -> None:
    command("import", chat)
    (row,) = command("import", "--history").json["items"]
    assert (row["name"], row["channel"], row["new"], row["broken_off"], row["undone_at"]) == ("chat.txt", "whatsapp", 3, False, None)
    assert "whatsapp" in command("import", "--history", json=False).out
    assert command("import", "--undo", row["id"], json=False).code == 0
    assert command("import", "--history").json["items"][0]["undone_at"]
    again = command("import", "--undo", row["id"])
    assert (again.code, again.json) == (3, {"error": "This import was taken back before; nothing was changed."})
    assert command("import", "--undo", "77").code == 3
    assert command("customers").json["items"] == []


@pytest.mark.parametrize("wrong", [("--columns", "text"), ("--date-order", "ydm"), ("--columns", "=x")])
def test_wrong_use_is_said(command: Command, chat: Path, wrong: tuple[str, ...]) -> None:
    assert command("import", chat, *wrong).code == 2


def test_read_takes_the_same_answers_and_counts_what_it_left_out(command: Command, chat: Path) -> None:
    lines = command("read", chat, "--me", "Sanne de Wit", "--date-order", "mdy", json=False).out.splitlines()
    assert [(m["direction"], m["sent_at"][:10]) for m in map(json.loads, lines[:-1])] == [
        ("in", "2026-03-04"),
        ("out", "2026-03-04"),
        ("in", "2026-04-05"),
    ]
    summary = json.loads(lines[-1])["summary"]
    assert (summary["left_out"], summary["ambiguous_dates"]) == (0, 0)


def test_the_watched_folder_offers_and_never_imports(command: Command, chat: Path, shop: Path) -> None:
    os.utime(chat, (1_700_000_000, 1_700_000_000))
    offered = command("watch", "set", shop).json
    assert (offered["folder"], [(i["path"], i["what"]) for i in offered["items"]]) == (str(shop), [(str(chat), "whatsapp")])
    assert command("import", "--history").json["items"] == []
    command("import", chat)
    assert command("watch", "list").json["items"] == []
    chat.write_text("\n".join(LINES[:2]) + "\n", encoding="utf-8")
    os.utime(chat, (1_700_000_000, 1_700_000_000))
    assert len(command("watch", "list").json["items"]) == 1
    assert command("watch", "decline", chat).json["items"] == []
    assert command("watch", "off").json == {"folder": None, "items": []}
    assert command("watch", "set", shop / "nowhere").code == 3


def test_an_import_of_orders_is_taken_back_too(command: Command, shop: Path) -> None:
    sample = next(path for path in sorted((Path(__file__).parents[1] / "samples" / "orders").rglob("*.csv")))
    assert command("import", sample).json["new"] > 0
    there = command("customers").json["items"]
    (row,) = command("import", "--history").json["items"]
    undone = command("import", "--undo", row["id"]).json
    assert (row["channel"], undone["orders"], undone["customers"]) == ("orders", row["new"], len(there))
    assert command("customers").json["items"] == []
    assert command("import", sample).json["new"] == row["new"]
