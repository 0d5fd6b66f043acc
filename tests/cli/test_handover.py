"""The handover command on the demonstration shop."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command

pytestmark = pytest.mark.usefixtures("demo")


def angry(command: Command) -> dict:
    """The conversation of who writes for the third time."""
    items = command("queue", "--limit", 50).json["items"]
    return next(item for item in items if "3e KEER" in item["subject"])


def test_the_packet_tells_all_that_was_said_before(command: Command) -> None:
    packet = command("handover", angry(command)["conversation"]).json
    asked = [deed["text"] for deed in packet["done"] if deed["kind"] == "asked"]
    assert len(asked) == 3
    assert any("Nogmaals" in words for words in asked)
    assert {reason["trigger"] for reason in packet["reason"]} >= {"third_contact", "strong_mood"}
    assert "1039" in packet["told"]
    assert packet["open"]
    assert "1039" in packet["first_sentence"]
    assert {"summary", "sentiment", "customer", "links"} <= packet.keys()


def test_redacted_it_names_nobody(command: Command) -> None:
    out = command("handover", angry(command)["conversation"], "--redact").out
    assert "Smeets" not in out
    assert "@" not in out
    assert "1039" in out


def test_handing_over_proposes_a_holding_reply_and_sends_nothing(command: Command, tmp_path: Path) -> None:
    conversation = angry(command)["conversation"]
    file = tmp_path / "handover.txt"
    done = command("handover", conversation, "--to", "Sanne", "--by", "Bo", "--note", "bel eerst", "--file", file)
    assert "3e KEER" in file.read_text(encoding="utf-8")
    (row,) = command("handover", "--list").json["items"]
    assert (row["to"], row["by"], row["state"]) == ("Sanne", "Bo", "open")
    draft = next(d for d in command("show", conversation).json["drafts"] if d["id"] == done.json["holding_reply"])
    assert (draft["outcome"], draft["state"]) == ("handover", "proposed")
    assert command("outbox").json["items"] == []
    assert command("handover", "--take", row["id"], "--by", "Sanne").json["items"][0]["state"] == "taken"
    assert command("handover", "--end", row["id"], "--outcome", "gebeld").json["items"][0]["outcome"] == "gebeld"
    assert command("handover", "--list").json["items"] == []


def test_wrong_use_is_told_in_one_sentence(command: Command) -> None:
    assert command("handover").code == 2
    gone = command("handover", "99999")
    assert (gone.code, gone.err.count("\n")) == (3, 1)
