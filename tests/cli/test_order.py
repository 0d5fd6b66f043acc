"""Orders on the command line: imported, listed, shown, and beside conversations."""

import json
from pathlib import Path

from tests.cli.conftest import Command

ORDERS = """Ordernummer;Besteldatum;Klant;E-mail;Status;Artikelen;Totaal;Track & trace
#NL9042-A;{day};Anna de Wit;anna.dewit@post.example;Verzonden;4 x Ontbijtbord @ 24,00;96,00;3SKLEI0009042
20555;{day};Zwaan Onbekend;zwaan@vogel.example;Nieuw;;12,50;
"""


def file_of(folder: Path, day: str = "01-05-2026") -> Path:
    path = folder / "bestellingen.csv"
    path.write_text(ORDERS.format(day=day), encoding="utf-8")
    return path


def test_orders_are_imported_listed_and_shown(demo: Path, command: Command, tmp_path: Path) -> None:
    path = file_of(tmp_path)
    first, second = command("import", path), command("import", path)
    assert (first.code, first.json["read"], first.json["new"], first.json["failed"]) == (0, 2, 2, [])
    assert (second.json["new"], second.json["updated"], second.json["duplicate"]) == (0, 0, 2)
    shown = command("order", "show", "nl 9042").json["items"]
    assert [(o["number"], o["system"], o["state"], o["status"], o["name"]) for o in shown] == [
        ("NL9042-A", "table", "shipped", "Verzonden", "Anna de Wit")
    ]
    assert (shown[0]["total"], shown[0]["currency"], shown[0]["refunded"], shown[0]["tracking"]) == ("96.00", "", None, ["3SKLEI0009042"])
    assert shown[0]["lines"] == [{"title": "Ontbijtbord", "quantity": "4", "price": "24.00", "sku": ""}]
    assert set(shown[0]["address"]) == {"name", "street", "postcode", "city", "country"}
    of_customer = command("order", "list", "--customer", shown[0]["customer"], "--limit", 200).json["items"]
    assert "NL9042-A" in [o["number"] for o in of_customer]
    assert "20555" not in [o["number"] for o in of_customer]
    assert len(command("order", "list", "--limit", 1).json["items"]) == 1
    assert "3SKLEI0009042" in command("order", "show", "9042-a", json=False).out


def test_a_number_that_is_not_there_is_told(demo: Path, command: Command) -> None:
    ran = command("order", "show", "99999")
    assert ran.code == 3
    assert "99999" in ran.err


def test_orders_stand_beside_a_conversation_and_with_their_customer(demo: Path, command: Command, tmp_path: Path) -> None:
    command("import", file_of(tmp_path))
    (anna,) = [c for c in command("customers", "--limit", 500).json["items"] if c["name"] == "Anna de Wit"]
    who = command("customer", "show", anna["id"]).json
    assert "NL9042-A" in who["orders"]
    assert "NL9042-A" in [o["number"] for o in who["shop_orders"]]
    for conversation in {m["conversation"] for m in who["timeline"]}:
        beside = command("show", conversation).json["orders"]
        assert "NL9042-A" in [o["number"] for o in beside]
        assert {o["customer"] for o in beside} <= {anna["id"], None}


def test_read_prints_orders_too_and_needs_no_profile(command: Command) -> None:
    file = Path(__file__).resolve().parents[1] / "samples" / "orders" / "shopify_orders_export.csv"
    ran = command("read", file)
    *orders, summary = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 0
    assert len(orders) == summary["summary"]["orders"] > 0
    assert all(entry["order"]["system"] == "shopify" and entry["order"]["lines"] for entry in orders)
