"""A draft that speaks of another customer is flagged, by the store's own knowledge of who is who."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command

pytestmark = pytest.mark.usefixtures("demo")


def test_an_edit_that_names_another_customer_is_flagged(command: Command, tmp_path: Path) -> None:
    items = command("queue", "--limit", 100).json["items"]
    mine = next(item for item in items if item["channel"] == "mailfile" and "Annuleren" in item["subject"])
    other = next(item for item in items if item["channel"] == "mailfile" and "Broken on arrival" in item["subject"])
    name = command("show", other["conversation"]).json["customer"]["name"]
    draft = command("draft", mine["conversation"]).json["id"]
    text = tmp_path / "text.txt"
    text.write_text(f"Hallo,\n\nDat pakket ging naar {name}, niet naar u.\n\nGroet", encoding="utf-8")
    command("approve", draft, "--by", "Bo", "--text-file", text)
    shown = next(d for d in command("show", mine["conversation"]).json["drafts"] if d["id"] == draft)
    assert "other_customer" in {flag["kind"] for flag in shown["flags"]}
