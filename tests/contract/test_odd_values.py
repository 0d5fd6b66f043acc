"""Readers of JSON exports, fed with samples whose values were exchanged for others of any sort: they read on, or refuse in one sentence."""

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.channels import readers_of
from app.domain.errors import BadInput
from app.domain.message import Channel, IncomingMessage, Problem, ReadOptions

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
CHANNELS = [Channel.TELEGRAM, Channel.DISCORD, Channel.SLACK, Channel.GOOGLE_CHAT]
ODD: list[Any] = [None, True, 0, -5, 3.5, 10**30, "", "9" * 30, [], {}, [None], {"a": 1}, ["x", {"text": 1}], "2024-13-45T99:00:00"]
ROUNDS = 15


def changed(value: object, dice: random.Random, share: float) -> object:
    if dice.random() < share:
        return dice.choice(ODD)
    if isinstance(value, dict):
        return {key: changed(inner, dice, share) for key, inner in value.items() if dice.random() > share / 2}
    return [changed(inner, dice, share) for inner in value] if isinstance(value, list) else value


def sample_files(channel: Channel) -> Iterator[Path]:
    for sample in sorted((SAMPLES / channel.value).iterdir()):
        if sample.name != "expected.json" and sample.suffix != ".zip":
            yield sample


@pytest.mark.parametrize("channel", CHANNELS, ids=str)
def test_odd_values_stop_no_reader(channel: Channel, tmp_path: Path) -> None:
    dice, kept, told = random.Random(channel.value), 0, 0
    for round_number in range(ROUNDS):
        for sample in sample_files(channel):
            reader = max(readers_of(channel), key=lambda one: one.score(sample))
            copy = tmp_path / f"{round_number}" / sample.name
            copy.parent.mkdir(exist_ok=True)
            (shutil.copytree if sample.is_dir() else shutil.copyfile)(sample, copy)
            for file in [copy] if copy.is_file() else copy.rglob("*.json"):
                document = (
                    json.loads(file.read_bytes(), strict=False) if file.suffix == ".json" and b"\\x1e" not in file.read_bytes() else None
                )
                file.write_text(json.dumps(changed(document, dice, dice.choice([0.01, 0.05, 0.15])))) if document else None
            try:
                items = list(reader.read(copy, ReadOptions(me=("Kade",))))
            except BadInput:
                told += 1
                continue
            messages = [item for item in items if isinstance(item, IncomingMessage)]
            assert all(
                isinstance(text, str) for m in messages for text in (m.text, m.native_id, m.sender.name, m.conversation_key, m.subject)
            )
            assert all(isinstance(handle.value, str) for m in messages for handle in m.sender.handles)
            kept += len(messages)
            told += sum(isinstance(item, Problem) for item in items)
    assert kept > 50
    assert told > 5
