"""The model's process is killed while it drafts: nothing of the customer's is lost, and the built-in engine's draft is offered."""

import os
import signal
import threading
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

from app.bootstrap import open_counter
from app.domain.draft import DraftState
from app.domain.knowledge import NewArticle
from app.domain.views import Box
from tests.tiny_gguf import Shape, make_gguf

pytestmark = pytest.mark.llama
if not find_spec("llama_cpp"):
    pytest.skip("llama-cpp-python is not installed", allow_module_level=True)

MAIL = """From: Noor Kramer <noor@klant.example>
To: winkel@shop.example
Subject: Verzendkosten
Message-ID: <verzendkosten@klant.example>
Date: Mon, 02 Mar 2026 10:00:00 +0100
Content-Type: text/plain; charset=utf-8

Wat kost verzenden naar Belgie?
"""
ARTICLE = "Verzenden binnen Nederland kost 4,95 euro. Verzenden naar Belgie kost 9,50 euro per pakket."


def workers(before: set[int]) -> list[psutil.Process]:
    return [child for child in psutil.Process().children(recursive=True) if child.pid not in before]


def test_a_model_that_dies_while_it_drafts_leaves_the_message_and_another_draft(tmp_path: Path) -> None:
    model = make_gguf(tmp_path / "big.gguf", Shape(width=256, layers=10, heads=4, shared_heads=4, inner=512, context=4096))
    mail = tmp_path / "vraag.eml"
    mail.write_text(MAIL, encoding="utf-8")
    counter = open_counter(tmp_path / "shop", write=True, passphrase=lambda: "kiln")
    try:
        counter.import_paths([mail])
        counter.save_article(NewArticle("Wat kost verzenden?", ARTICLE, "nl", "test"))
        (conversation,) = counter.conversation_ids(Box.ALL)
        counter.use_engine(counter.add_engine(model).name)
        before = {child.pid for child in psutil.Process().children(recursive=True)}
        counter.test_engine()
        (worker,) = workers(before)
        worked = worker.cpu_times().user
        killed = threading.Event()

        def kill_when_it_works() -> None:
            while not killed.is_set():
                if worker.cpu_times().user > worked + 0.05:
                    os.kill(worker.pid, signal.SIGKILL)
                    killed.set()
                killed.wait(0.01)

        killer = threading.Thread(target=kill_when_it_works, daemon=True)
        killer.start()
        draft = counter.propose(conversation)
        assert killed.is_set(), draft.model
        killer.join()
        assert (draft.engine, draft.state) == ("embedded", DraftState.PROPOSED)
        assert "9,50" in draft.text
        view = counter.conversation(conversation)
        assert [message.subject for message in view.messages] == ["Verzendkosten"]
        assert [kept.id for kept in view.drafts if kept.state is DraftState.PROPOSED] == [draft.id]
        assert any("built-in" in flag.why or "embedded" in flag.why for flag in draft.flags), draft.flags
    finally:
        counter.close()
