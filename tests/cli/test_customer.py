"""The customer and call commands on the demonstration shop."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

pytestmark = pytest.mark.usefixtures("demo")


def people(command: Command) -> list[dict]:
    return command("customers").json["items"]


def test_show_has_the_whole_card(command: Command) -> None:
    who = people(command)[0]
    card = command("customer", "show", who["id"]).json
    assert card["id"] == who["id"]
    assert {"timeline", "orders", "shop_orders", "tasks", "promises", "asked_before", "joins", "suggestions"} <= card.keys()
    assert card["timeline"]
    assert command("customer", "show", "99999").code == 3
    assert who["name"] in command("customer", "show", who["id"], json=False).out


def test_merging_and_taking_back_leaves_the_shop_as_it_was(command: Command) -> None:
    before = people(command)
    a, b = before[0], before[1]
    made = command("customer", "merge", a["id"], b["id"], "--by", "Sanne", "--why", "zelfde adres").json
    assert made["customer"] == min(a["id"], b["id"], key=int)
    merged = command("customer", "show", made["customer"]).json
    assert merged["messages"] == a["messages"] + b["messages"]
    (join,) = [j for j in merged["joins"] if j["id"] == made["join"]]
    assert (join["by"], join["why"], join["kind"], join["cause"]) == ("Sanne", "zelfde adres", "merge", "person")
    assert command("customer", "merge", a["id"], b["id"]).code == 3
    assert command("customer", "undo-merge", made["join"]).json == {"undone": made["join"]}
    assert sorted(people(command), key=lambda c: c["id"]) == sorted(before, key=lambda c: c["id"])
    assert command("customer", "undo-merge", made["join"]).code == 3


def test_splitting_by_an_address(command: Command) -> None:
    who = next(c for c in people(command) if len(c["handles"]) > 1)
    part = who["handles"][0]
    made = command("customer", "split", who["id"], f"{part['kind']}:{part['value']}", "--by", "Sanne").json
    new = command("customer", "show", made["new"]).json
    assert new["handles"] == [part]
    assert command("customer", "split", made["new"], part["value"]).code == 3
    assert command("customer", "split", who["id"], "weg@nergens.example").code == 3
    command("customer", "undo-merge", made["join"])
    assert command("customer", "show", who["id"]).json["handles"] == who["handles"]


def test_suggestions_are_dismissed_for_good(command: Command) -> None:
    a = people(command)[0]
    command("call", "log", "--name", a["name"], "--text", "belt")
    found = command("customer", "suggestions").json
    assert 0 <= found["duplicate_rate"] <= 1
    for one in found["items"]:
        assert {"id", "a", "b", "score", "reasons"} <= one.keys()
        assert command("customer", "dismiss", one["id"], "--by", "Sanne").code == 0
    assert command("customer", "suggestions").json["items"] == []
    assert command("customer", "dismiss", "9999").code == 3
    if found["items"]:
        command("customer", "dismiss", found["items"][0]["id"], "--take-back")
        assert [s["id"] for s in command("customer", "suggestions").json["items"]] == [found["items"][0]["id"]]


def test_a_card_is_written_on_and_exported(command: Command, tmp_path: Path) -> None:
    who = people(command)[0]
    done = command(
        "customer", "set", who["id"], "--tag", "trouw", "--tag", "fiets", "--vip", "yes", "--note", "belt graag", "--name", "Nieuw"
    )
    assert done.json["before"] == {"name": who["name"], "tags": who["tags"], "vip": False, "notes": who["notes"]}
    card = command("customer", "show", who["id"]).json
    assert (card["name"], card["tags"], card["vip"], card["notes"]) == ("Nieuw", ["trouw", "fiets"], True, "belt graag")
    assert command("customer", "set", who["id"]).code == 2
    file = tmp_path / "alles.json"
    assert command("customer", "export", who["id"], "--to", file).json["messages"] == who["messages"]
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert kept["customer"]["notes"] == "belt graag"
    assert len(kept["messages"]) == who["messages"]
    assert command("customer", "export", who["id"], "--to", tmp_path / "weg" / "x.json").code == 2


def test_a_missed_call_is_in_the_queue_and_a_promised_one_on_the_list(command: Command) -> None:
    missed = command("call", "log", "--number", "06 12345678", "--name", "Tess Bell", "--missed", "--by", "Sanne").json
    row = next(r for r in command("queue", "--limit", 200).json["items"] if r["conversation"] == missed["conversation"])
    assert (row["channel"], row["reasons"]) == ("call", ["missed_call"])
    kept = command("call", "log", "--number", "+31612345678", "--out", "--text", "uitgelegd", "--callback", "2027-01-05T10:00").json
    assert kept["conversation"] == missed["conversation"]
    assert missed["conversation"] not in [r["conversation"] for r in command("queue", "--limit", 200).json["items"]]
    (task,) = command("call", "tasks").json["items"]
    assert (task["id"], task["text"], task["name"]) == (kept["task"], "uitgelegd", "Tess Bell")
    assert task["due_at"].startswith("2027-01-05T10:00")
    command("call", "done", task["id"])
    assert command("call", "tasks").json["items"] == []
    assert [t["id"] for t in command("call", "tasks", "--done").json["items"]] == [task["id"]]
    command("call", "done", task["id"], "--again")
    assert len(command("call", "tasks").json["items"]) == 1
    assert command("call", "undo", kept["entry"]).json == {"entry": kept["entry"], "undone": True}
    assert command("call", "tasks").json["items"] == []
    assert command("call", "undo", kept["entry"]).code == 3
    assert command("call", "log", "--number", "kat", "--text", "x").code == 2
    assert command("call", "log", "--text", "x").code == 3
    assert command("call", "log", "--name", "Tess", "--callback", "straks").code == 2
    assert command("call", "done", "999").code == 3
