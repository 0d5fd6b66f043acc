"""Small exports of Meta's for tests: threads as JSON with the damage of the real ones."""

import json
from pathlib import Path
from typing import Any

from app.domain.message import IncomingMessage, Problem, ReadOptions
from app.parsing.meta_reader import MetaReader

SHOP, ANNA = "Keramiek Kade", "Anna de Wit"
START = 1_709_280_000_000


def damaged(value: Any) -> Any:
    """Return the value with every string damaged as Meta does."""
    if isinstance(value, str):
        return value.encode().decode("latin-1")
    if isinstance(value, list):
        return [damaged(item) for item in value]
    return {key: damaged(item) for key, item in value.items()} if isinstance(value, dict) else value


def said(who: str, minute: int, text: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a message, `minute` after the start."""
    return {"sender_name": who, "timestamp_ms": START + minute * 60_000, **({} if text is None else {"content": text}), **more}


def thread(*messages: dict[str, Any], people: tuple[str, ...] = (ANNA, SHOP), path: str = "inbox/anna_71", **more: Any) -> str:
    """Return a thread's file: messages are given oldest first."""
    found = {"participants": [{"name": name} for name in people], "messages": list(messages)[::-1], "title": people[0]}
    return json.dumps(damaged({**found, "is_still_participant": True, "thread_path": path, **more}))


def unpacked(folder: Path, **files: str | bytes) -> Path:
    """Write files into a folder; `__` in a name stands for a path separator."""
    for name, content in files.items():
        written(folder / name.replace("__", "/"), content)
    return folder


def written(path: Path, content: str | bytes) -> Path:
    """Write one file, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(reader: MetaReader, path: Path, **options: Any) -> tuple[list[IncomingMessage], list[Problem]]:
    """Return messages and problems."""
    items = list(reader.read(path, ReadOptions(**options)))
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]
