"""What a program that has just started must not have loaded: heavy libraries cost seconds and memory before anybody needs them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("chromadb", "llama_cpp", "alembic", "py3langid", "docx", "pypdf", "onnxruntime", "sklearn", "phonenumbers", "markdown_it")
NOT_FOR_A_LOOK = (*HEAVY, "PySide6", "numpy", "imapclient", "smtplib", "selectolax", "apscheduler", "nh3")

QUEUE = """
from main import main
code = main(["queue", "--json"])
"""
WINDOW = """
from PySide6.QtCore import QTimer
from app.ui import application
from main import main

def run(self):
    model, timer = self.window.counter_room.list.model, QTimer()

    def look():
        if model.ids and model.row_of(model.ids[0]) is not None:
            timer.stop()
            told.update(sys.modules)
            self.window.close()
            application.QApplication.quit()

    timer.timeout.connect(look)
    timer.start(0)
    QTimer.singleShot(60_000, application.QApplication.quit)
    return open_window(self)

open_window, application.Program.run = application.Program.run, run
code = main([])
"""
TELL = """
print("\\nloaded:" + json.dumps([code, sorted(told or sys.modules)]))
"""


def loaded(words: str) -> set[str]:
    """Run a program in a process of its own; return the modules that it had when it was asked."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    program = "import json, sys\ntold = {}\n" + words + TELL
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=120, check=False)
    lines = [line for line in ran.stdout.splitlines() if line.startswith("loaded:")]
    assert lines, ran.stderr
    code, modules = json.loads(lines[0].removeprefix("loaded:"))
    assert code == 0, ran.stderr
    return set(modules)


@pytest.mark.usefixtures("demo")
def test_a_look_at_the_queue_loads_no_more_than_it_needs() -> None:
    modules = loaded(QUEUE)
    assert "sqlalchemy" in modules
    assert modules & set(NOT_FOR_A_LOOK) == set()


@pytest.mark.usefixtures("demo")
def test_the_window_shows_its_data_before_anything_heavy_is_loaded() -> None:
    modules = loaded(WINDOW)
    assert "PySide6" in modules
    assert modules & set(HEAVY) == set()
