"""Teaching and the shop's own categories by command, on the demonstration shop."""

import io
import sys
from pathlib import Path

import pytest

from app.bootstrap import open_counter
from tests.cli.conftest import Command

pytestmark = pytest.mark.usefixtures("demo")


def first(command: Command) -> dict:
    return command("queue").json["items"][-1]


def test_a_verdict_is_corrected_listed_and_taken_back(command: Command) -> None:
    conversation = first(command)["conversation"]
    before = command("show", conversation).json["verdict"]
    made = command("teach", conversation, "--category", "price_quote", "--emotion", "angry", "--urgency", 3, "--by", "Bo")
    assert made.code == 0
    assert made.json["now"] == {"category": "price_quote", "emotion": "angry", "urgency": 3}
    assert made.json["was"]["category"] == before["category"]
    said = made.json["verdict"]
    assert (said["category"], said["emotion"], said["urgency"], said["engine"]) == ("price_quote", "angry", 3, "person")
    assert said["earlier"]["confidence"] == before["confidence"]
    items = command("queue").json["items"]
    place = next(n for n, item in enumerate(items) if item["conversation"] == conversation)
    assert all(item["urgency"] == 3 for item in items[: place + 1])
    assert place < len(items) - 1
    assert command("triage", conversation).json["category"] == "price_quote"
    (row,) = command("teach", "--list").json["items"]
    assert (row["id"], row["by"], row["conversation"]) == (made.json["id"], "Bo", conversation)
    assert "price_quote" in command("teach", "--list", json=False).out
    assert command("teach", "--take-back", row["id"]).json == {"taken_back": row["id"]}
    assert command("show", conversation).json["verdict"] == before
    assert command("teach", "--take-back", row["id"]).code == 3
    assert command("teach", "--list").json["items"] == []


def test_an_own_category_is_added_taught_and_found(command: Command, tmp_path: Path) -> None:
    added = command("category", "add", "gift_card", "Cadeaubon")
    item = next(item for item in added.json["items"] if item["code"] == "gift_card")
    assert (item["title"], item["own"], item["used"], item["examples"]) == ("Cadeaubon", True, False, 0)
    file = tmp_path / "example.txt"
    texts = [
        "Hoe lang is een cadeaubon van jullie geldig?",
        "Ik heb een cadeaubon gekregen, hoe wissel ik die in?",
        "Is mijn cadeaubon nog geldig?",
    ]
    for text in texts:
        file.write_text(text, encoding="utf-8")
        assert command("teach", "--text", file, "--category", "Cadeaubon").code == 0
    item = next(item for item in command("category", "list").json["items"] if item["code"] == "gift_card")
    assert (item["used"], item["examples"]) == (True, 3)
    file.write_text("Hallo, hoe lang blijft zo'n cadeaubon eigenlijk geldig?", encoding="utf-8")
    taught = command("triage", "--text", file, "--taught").json
    assert taught["category"] == "gift_card"
    assert "gift_card" in taught["categories"]
    assert set(command("triage", "--text", file).json["categories"]) == set(taught["categories"]) - {"gift_card"}
    conversation = first(command)["conversation"]
    assert command("teach", conversation, "--category", "gift_card").code == 0
    assert command("search", "category:gift_card").json["total"] >= 1
    assert command("category", "hide", "gift_card").code == 0
    assert command("triage", "--text", file, "--taught").json["category"] != "gift_card"
    assert command("teach", conversation, "--category", "gift_card").code == 3


def test_a_category_gets_another_title_and_goes_out_of_use(command: Command) -> None:
    items = command("category", "rename", "refund", "Geld terug").json["items"]
    assert next(item["title"] for item in items if item["code"] == "refund") == "Geld terug"
    command("category", "hide", "refund")
    assert "not in use" in next(line for line in command("category", "list", json=False).out.splitlines() if line.startswith("refund"))
    assert not next(item["hidden"] for item in command("category", "show", "refund").json["items"] if item["code"] == "refund")
    assert command("category", "hide", "spam").code == 3
    assert command("category", "add", "Bad Code", "x").code == 3


def test_an_open_counter_learns_beside_its_work(demo: Path) -> None:
    counter = open_counter(demo, write=True, passphrase=lambda: "kiln")
    try:
        text = "Kunnen jullie mijn trouwservies graveren met onze namen? Graag voor de bruiloft."
        assert counter.triage(text).category != "engraving"
        counter.add_category("engraving", "Graveren")
        for example in (text, "Graveren jullie ook namen in een vaas?", "Wat kost een gravure op een bord, met naam en datum?"):
            counter.teach_text("engraving", example, "Bo")
        assert counter.triage(text).category != "engraving", "learning is for the background"
        counter.learn()
        taught = counter.triage(text)
        assert taught.category == "engraving"
        assert "engraving" in taught.categories
        for row in counter.corrections():
            counter.take_back_correction(row.id)
        counter.learn()
        assert "engraving" not in counter.triage(text).categories
    finally:
        counter.close()


def test_wrong_use_is_told_in_one_sentence(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert command("teach").code == 2
    assert command("teach", "1").code == 2
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"tekst")))
    assert command("teach", "--text", "-").code == 2
    gone = command("teach", "99999", "--category", "refund")
    assert (gone.code, gone.err.count("\n")) == (3, 1)
    unknown = command("teach", first(command)["conversation"], "--category", "nonsense")
    assert unknown.code == 3
    assert "order_status" in unknown.err
