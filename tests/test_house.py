"""The house itself: imports point down, rooms are not crowded, functions stay short."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "app").rglob("*.py"))
LONGEST_FILE = 430
LONGEST_FUNCTION = 60


def test_the_import_contracts_hold() -> None:
    done = subprocess.run([Path(sys.executable).parent / "lint-imports", "--no-logo"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("room", ["triage", "drafting", "customers", "parsing"])
def test_a_pure_room_reads_no_clock_and_no_files(room: str) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "app" / room).rglob("*.py")))
    for forbidden in ("datetime.now(", "time.time(", ".read_text(", ".write_text(", "socket.create", "socket.socket(", "subprocess"):
        assert forbidden not in text


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_no_file_and_no_function_is_crowded() -> None:
    crowded = [str(path) for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE]
    for path in SOURCES:
        for node in functions(ast.parse(path.read_text(encoding="utf-8"))):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            crowded += [f"{path}:{node.name}"] if length > LONGEST_FUNCTION else []
    assert crowded == []


def test_every_public_function_says_what_it_does() -> None:
    silent = []
    for path in SOURCES:
        if "ui" in path.parts or "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and ast.get_docstring(node) is None:
                silent.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert silent == []
