"""The commands of the contract, over the demonstration shop: keys, exit codes, one document on stdout."""

import io
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from app.cli import commands
from tests.cli.conftest import Command

ROOT = Path(__file__).resolve().parents[2]
QUEUE_KEYS = {"conversation", "customer", "channel", "subject", "waiting_since", "due_at", "urgency", "sentiment", "category", "reasons"}
READ_KEYS = {
    "channel", "native_id", "fingerprint", "conversation_key", "sent_at", "direction", "kind", "sender", "recipients", "subject", "text",
    "new_text", "attachments", "headers", "warnings",
}  # fmt: skip
VERDICT_KEYS = {
    "language", "category", "categories", "sentiment", "sentiment_label", "emotion", "urgency", "order_numbers", "intents", "needs_human",
    "spam", "confidence", "reasons",
}  # fmt: skip
DRAFT_KEYS = {"id", "outcome", "text", "language", "citations", "sentences", "flags", "engine", "model", "milliseconds"}
MAIL = b"""From: Eva <eva@post.example>
To: winkel@dezwaluw.example
Subject: Vraag
Date: Mon, 2 Nov 2026 10:00:00 +0100
Message-ID: <e1@post.example>

Hebben jullie ook borden in het rood?
"""
CONTRACT = """read import account sync queue customers customer show search triage kb draft check approve send outbox engine
backup restore reindex doctor demo"""
HEAVY = """
import sys, main
main.main(['queue', '--profile', '/nonexistent'])
print([m for m in ('PySide6', 'chromadb', 'llama_cpp', 'sklearn') if m in sys.modules])
"""


def feed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))


def test_every_command_of_the_contract_is_there() -> None:
    assert set(CONTRACT.split()) <= set(commands())


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_explains_itself(command: Command, name: str) -> None:
    ran = command(name, "--help", json=False)
    assert ran.code == 0
    assert "--profile" in ran.out


def test_a_command_never_imports_qt_nor_the_heavy_libraries() -> None:
    done = subprocess.run([sys.executable, "-c", HEAVY], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_wrong_use_is_two_and_what_cannot_be_done_is_three(command: Command, tmp_path: Path) -> None:
    assert command("queue", "--nonsense").code == 2
    ran = command("queue", "--profile", tmp_path / "none")
    assert ran.code == 3
    assert len(ran.err.strip().splitlines()) == 1


def test_queue(command: Command, demo: Path) -> None:
    ran = command("queue", "--limit", 10)
    items = ran.json["items"]
    assert ran.code == 0
    assert len(items) == 10
    assert all(set(item) >= QUEUE_KEYS for item in items)
    assert [i["urgency"] for i in items] == sorted((i["urgency"] for i in items), reverse=True)
    assert all(datetime.fromisoformat(i["due_at"]).utcoffset() is not None for i in items)


def test_customers_and_one_customer_on_four_channels(command: Command, demo: Path) -> None:
    people = command("customers").json["items"]
    assert len(people) >= 40
    anna = next(p for p in people if {"kind": "email", "value": "anna.dewit@post.example"} in p["handles"])
    shown = command("customer", "show", anna["id"]).json
    assert {m["channel"] for m in shown["timeline"]} == {"mailfile", "whatsapp", "sms", "form"}
    assert "1042" in shown["orders"]


def test_show(command: Command, demo: Path) -> None:
    first = command("queue", "--limit", 1).json["items"][0]["conversation"]
    shown = command("show", first).json
    assert {"id", "customer", "channel", "messages", "verdict", "drafts", "notes"} <= set(shown)
    assert set(shown["verdict"]) >= VERDICT_KEYS


@pytest.mark.parametrize("identity", ["999999", "abc"])
def test_an_id_that_is_not_there_is_one_sentence(command: Command, demo: Path, identity: str) -> None:
    for words in (("show", identity), ("customer", "show", identity), ("draft", identity), ("kb", "show", identity)):
        ran = command(*words)
        assert ran.code == 3
        assert len(ran.err.strip().splitlines()) == 1


def test_search(command: Command, demo: Path) -> None:
    result = command("search", "order:1042").json
    assert result["total"] >= 2
    assert {"message", "conversation", "customer", "sent_at", "snippet"} <= set(result["items"][0])
    assert command("search", "\"deur of o'neil (").code == 0


def test_triage_of_a_text_of_lines_and_of_a_conversation(command: Command, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, "Waar blijft bestelling 1042? Ik wacht al twee weken!")
    verdict = command("triage", "--text", "-").json
    assert set(verdict) >= VERDICT_KEYS
    assert (verdict["language"], verdict["category"], verdict["order_numbers"]) == ("nl", "order_status", ["1042"])
    feed(monkeypatch, '{"text": "Where is my parcel?"}\n{"text": "Danke schön für alles"}\n')
    lines = [json.loads(line) for line in command("triage", "--text", "-", "--lines").out.splitlines()]
    assert [line["language"] for line in lines] == ["en", "de"]
    feed(monkeypatch, "geen json\n")
    assert command("triage", "--text", "-", "--lines").code == 3
    first = command("queue", "--limit", 1).json["items"][0]["conversation"]
    assert set(command("triage", first).json) >= VERDICT_KEYS


def test_knowledge(command: Command, demo: Path, tmp_path: Path) -> None:
    faq = tmp_path / "extra.md"
    faq.write_text("# Hebben jullie rode borden?\nRode borden komen in het voorjaar.\n", encoding="utf-8")
    before = len(command("kb", "list").json["items"])
    assert before >= 25
    assert command("kb", "import", faq).json["new"] == 1
    assert command("kb", "import", faq).json["updated"] == 1
    assert len(command("kb", "list").json["items"]) == before + 1
    found = command("kb", "search", "rode borden").json
    assert found["items"][0]["title"] == "Hebben jullie rode borden?"
    assert 0 <= found["answerable"] <= 1
    assert "voorjaar" in command("kb", "show", found["items"][0]["article"]).json["text"]


def test_a_draft_from_a_text_has_its_sources(command: Command, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, "Hoeveel zijn de verzendkosten naar België?")
    draft = command("draft", "--text", "-").json
    assert set(draft) >= DRAFT_KEYS
    assert draft["outcome"] == "answer"
    assert "9,50" in draft["text"]
    assert draft["citations"]
    assert "money" in {flag["kind"] for flag in draft["flags"]}


def test_what_the_knowledge_does_not_have_is_not_answered(command: Command, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, "Geven jullie ook pianolessen op donderdagavond?")
    assert command("draft", "--text", "-").json["outcome"] == "unknown"


def test_check(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passages = tmp_path / "p.jsonl"
    passages.write_text('{"text": "Retourneren kan binnen 30 dagen na ontvangst."}\n', encoding="utf-8")
    feed(monkeypatch, "U kunt binnen 60 dagen na ontvangst retourneren.")
    report = command("check", "--text", "-", "--passages", passages).json
    assert set(report) == {"sentences", "flags"}
    assert report["flags"]
    passages.write_text("{bad", encoding="utf-8")
    assert command("check", "--text", passages, "--passages", passages).code == 3


def test_from_a_draft_to_the_outbox(command: Command, demo: Path, tmp_path: Path) -> None:
    mail = next(i for i in command("queue").json["items"] if i["channel"] == "mailfile")
    draft = command("draft", mail["conversation"]).json
    assert draft["id"]
    text = tmp_path / "text.txt"
    text.write_text("Beste klant,\n\nDank u wel voor uw bericht.\n\nMarieke", encoding="utf-8")
    assert command("approve", draft["id"]).code == 2
    ran = command("approve", draft["id"], "--by", "Marieke", "--text-file", text)
    (item,) = ran.json["items"]
    assert (item["draft"], item["state"]) == (draft["id"], "approved")
    assert {"draft", "state", "to", "due_at", "error"} <= set(item)
    sent = command("send", "--now")
    assert sent.code == 1
    assert "No mail account" in sent.json["items"][0]["error"]
    assert command("outbox", "--take-back", draft["id"]).code == 0
    assert command("send", "--now").json["items"] == []


def test_a_draft_that_speaks_of_money_needs_its_tick(command: Command, demo: Path, tmp_path: Path) -> None:
    mail = next(i for i in command("queue").json["items"] if i["channel"] == "mailfile")
    draft = command("draft", mail["conversation"]).json
    text = tmp_path / "text.txt"
    text.write_text("We betalen u € 50,00 terug.", encoding="utf-8")
    ran = command("approve", draft["id"], "--by", "Marieke", "--text-file", text)
    assert ran.code == 3
    assert "money" in ran.err
    assert command("approve", draft["id"], "--by", "Marieke", "--text-file", text, "--confirm", "money,promise").code == 0


def test_read_prints_messages_and_a_summary(command: Command, tmp_path: Path) -> None:
    mail = tmp_path / "een.eml"
    mail.write_bytes(MAIL)
    ran = command("read", mail)
    first, last = (json.loads(line) for line in ran.out.splitlines())
    assert ran.code == 0
    assert set(first) >= READ_KEYS
    assert (first["channel"], first["headers"]["message_id"]) == ("mailfile", "e1@post.example")
    assert set(last["summary"]) == {"read", "system", "unparsed", "left_out", "media_missing", "ambiguous_dates", "orders", "errors"}


@pytest.mark.parametrize("name", ["leeg.txt", "foto.jpg", "weg.mbox"])
def test_a_file_that_cannot_be_used_is_one_sentence(command: Command, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name != "weg.mbox":
        path.write_bytes(b"" if name == "leeg.txt" else bytes(range(256)))
    ran = command("read", path)
    assert ran.code == 3
    assert ran.err.strip()
    assert "Traceback" not in ran.err


def test_import_is_repeatable(command: Command, demo: Path, tmp_path: Path) -> None:
    mail = tmp_path / "een.eml"
    mail.write_bytes(MAIL)
    first, second = command("import", mail).json, command("import", mail).json
    keys = {"read", "new", "duplicate", "updated", "failed", "customers_new", "conversations_new", "seconds"}
    assert keys <= set(first)
    assert (first["new"], second["new"], second["duplicate"]) == (1, 0, 1)


def test_accounts(command: Command, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOONBANK_MAIL_PASSWORD", "geheim")
    added = command(
        "account", "add", "winkel@dezwaluw.example", "--imap-host", "127.0.0.1", "--imap-port", 1, "--imap-security", "plain", "--no-smtp"
    )
    assert added.code == 0
    (listed,) = command("account", "list").json["items"]
    assert listed["imap"]["host"] == "127.0.0.1"
    assert "geheim" not in json.dumps(listed)
    tested = command("account", "test", listed["name"])
    assert tested.code == 3
    assert tested.json["ok"] is False
    assert command("sync").code == 3
    records = command("privacy", "connections").json["items"]
    assert {"host": "127.0.0.1", "port": 1, "allowed": True}.items() <= records[0].items()
    assert command("account", "remove", listed["name"]).code == 0
    assert command("account", "test", listed["name"]).code == 2


def test_engines(command: Command, demo: Path, tmp_path: Path) -> None:
    (embedded,) = command("engine", "list").json["items"]
    assert (embedded["name"], embedded["state"]) == ("embedded", "in_use")
    assert command("engine", "test").json["ok"] is True
    broken = tmp_path / "model.gguf"
    broken.write_bytes(b"not a model")
    ran = command("engine", "add", broken)
    assert ran.code == 3
    assert "GGUF" in ran.err
    assert command("engine", "use", "nobody").code == 3


def test_backup_and_restore_with_a_passphrase_of_its_own(
    command: Command, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOONBANK_BACKUP_PASSPHRASE", "andere sleutel")
    target = tmp_path / "kopie.toonbank"
    assert command("backup", target).code == 0
    monkeypatch.setenv("TOONBANK_PASSPHRASE", "andere sleutel")
    restored = command("restore", target, "--profile", tmp_path / "nieuw")
    assert restored.code == 0
    assert restored.json["messages"] >= 150
    assert command("queue", "--profile", tmp_path / "nieuw").json["items"]
    assert command("restore", target, "--profile", tmp_path / "nieuw").code == 3
    assert command("restore", Path(__file__), "--profile", tmp_path / "x").code == 3


def test_reindex_and_doctor(command: Command, demo: Path) -> None:
    counts = command("reindex").json
    assert counts["messages"] >= 150
    assert counts["passages"] >= 25
    health = command("doctor").json
    assert health["ok"] is True
    assert all({"name", "ok", "why"} <= set(check) for check in health["checks"])


def test_demo_wants_an_empty_folder(command: Command, demo: Path) -> None:
    assert command("demo", demo).code == 3


def test_a_writing_command_meets_the_open_window_and_reading_goes_on(command: Command, demo: Path) -> None:
    from app.bootstrap import open_counter

    window = open_counter(demo, write=True, passphrase=lambda: "kiln")
    try:
        ran = command("reindex")
        assert ran.code == 3
        assert "already open" in ran.err
        assert command("queue").code == 0
        assert command("kb", "search", "vaatwasser").json["items"]
    finally:
        window.close()


def test_the_history_of_imports_is_kept(command: Command, demo: Path) -> None:
    items = command("import", "--history").json["items"]
    assert {"Inbox.mbox", "Sent.mbox"} <= {item["name"] for item in items}
    assert {"mailfile", "whatsapp"} <= {item["channel"] for item in items}
    assert command("import").code == 2


def test_proposals_are_prepared_for_what_has_none_and_is_not_on_its_way(demo: Path) -> None:
    from app.bootstrap import open_counter
    from app.domain.draft import DraftState
    from app.domain.views import Box

    shop = open_counter(demo, write=True, passphrase=lambda: "kiln")
    try:
        first, second = shop.conversation_ids(Box.QUEUE, 2)
        draft = shop.propose(first)
        approved = shop.approve(draft.id, "Marieke", "Dank u wel.", {"money", "promise"})
        assert approved.state in (DraftState.APPROVED, DraftState.SENT)
        assert shop.prepare_proposals(1) == 1
        states = [d.state for d in shop.conversation(first).drafts]
        assert DraftState.PROPOSED not in states
        assert shop.conversation_rows([second])[0].draft_ready or approved.state is DraftState.SENT
    finally:
        shop.close()


def test_a_missed_call_holds_up_no_proposal(demo: Path) -> None:
    from app.bootstrap import open_counter
    from app.domain.message import Channel
    from app.domain.views import Box

    shop = open_counter(demo, write=True, passphrase=lambda: "kiln")
    try:
        shop.prepare_proposals(100)
        left = [row for row in shop.conversation_rows(shop.conversation_ids(Box.QUEUE)) if not row.draft_ready]
        assert left
        assert {row.channel for row in left} == {Channel.CALL}
        assert shop.prepare_proposals(100) == 0
    finally:
        shop.close()


def test_the_demonstration_shop_came_in_by_real_exports_on_many_channels(command: Command, demo: Path) -> None:
    came = {item["channel"] for item in command("import", "--history").json["items"]}
    assert {"orders", "mailfile", "whatsapp", "instagram", "messenger", "sms", "call", "review", "form"} <= came
    waiting = {item["channel"] for item in command("queue", "--limit", 200).json["items"]}
    assert len(waiting) >= 7, "missed calls, reviews and forms wait for an answer as mails do"


def test_customers_who_may_be_one_are_suggested_with_reasons(command: Command, demo: Path) -> None:
    found = command("customer", "suggestions").json["items"]
    reasons = {reason["kind"] for item in found for reason in item["reasons"]}
    assert {"shared_order", "same_name"} <= reasons
