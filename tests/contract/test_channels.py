"""Every channel's reader keeps the same promises, shown on its own samples (see tests/samples/README.md)."""

import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.channels import channel_modules, readers, readers_of, recognise
from app.domain.errors import BadInput
from app.domain.message import Channel, IncomingMessage, Kind, Problem, ReadOptions
from app.domain.ports import ChannelReader

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
CHANNELS = sorted({reader.channel for reader in readers()})
CUTS = 50


def reader_of(channel: Channel, path: Path) -> ChannelReader:
    """Return the reader that knows `path` best: several may read one channel (five helpdesks, two reviews sites)."""
    return max(readers_of(channel), key=lambda reader: reader.score(path))


@dataclass(frozen=True)
class Sample:
    """One sample file and what is expected of it."""

    channel: Channel
    name: str
    expected: dict[str, Any]

    @property
    def path(self) -> Path:
        return SAMPLES / self.channel.value / self.name

    @property
    def options(self) -> ReadOptions:
        given = dict(self.expected.get("options", {}))
        given = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
        if "own_addresses" in given:
            given["own_addresses"] = frozenset(given["own_addresses"])
        return ReadOptions(**given)

    def read(self, path: Path | None = None) -> tuple[list[IncomingMessage], list[Problem]]:
        items = list(reader_of(self.channel, self.path).read(path or self.path, self.options))
        return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def expectations(channel: Channel) -> dict[str, Any]:
    file = SAMPLES / channel.value / "expected.json"
    return json.loads(file.read_text(encoding="utf-8"))["samples"] if file.exists() else {}


def all_samples() -> list[Sample]:
    return [Sample(channel, name, expected) for channel in CHANNELS for name, expected in sorted(expectations(channel).items())]


def sample_id(sample: Sample) -> str:
    return f"{sample.channel.value}:{sample.name}"


every_sample = pytest.mark.parametrize("sample", all_samples(), ids=sample_id)
every_channel = pytest.mark.parametrize("channel", CHANNELS, ids=str)


@every_channel
def test_a_channel_has_samples(channel: Channel) -> None:
    found = expectations(channel)
    assert found, f"channel {channel.value} has a READER but no tests/samples/{channel.value}/expected.json (see tests/samples/README.md)"
    names = {path.name for path in (SAMPLES / channel.value).iterdir()} - {"expected.json"}
    assert names == set(found), f"files without expectations, or expectations without files: {sorted(names ^ set(found))}"


def test_every_reader_is_found_by_the_walk() -> None:
    assert "app.channels.whatsapp" in channel_modules()
    assert {Channel.MAILFILE, Channel.WHATSAPP} <= set(CHANNELS)


@every_sample
def test_a_sample_reads_as_expected(sample: Sample) -> None:
    messages, problems = sample.read()
    e = sample.expected
    assert len(messages) == e["messages"]
    times = [message.sent_at for message in messages]
    found: dict[str, object] = {
        "first": min(times, default=None),
        "last": max(times, default=None),
        "kinds": Counter(message.kind.value for message in messages),
        "directions": Counter(message.direction.value for message in messages),
        "problems": Counter(problem.kind.value for problem in problems),
        "senders": sorted({name_of(message) for message in messages if message.kind is not Kind.SYSTEM}),
        "texts": {at: messages[int(at)].text for at in e.get("texts", {})},
    }
    wanted = {key: datetime.fromisoformat(value) if key in ("first", "last") else value for key, value in e.items() if key in found}
    assert {key: found[key] for key in wanted} == wanted


def name_of(message: IncomingMessage) -> str:
    return message.sender.name or (message.sender.handles[0].value if message.sender.handles else "")


@every_sample
def test_messages_keep_the_contract(sample: Sample) -> None:
    messages, problems = sample.read()
    for message in messages:
        assert message.channel is sample.channel
        assert message.sent_at.tzinfo is not None
        assert message.sent_at.utcoffset() == UTC.utcoffset(None), "sent_at is UTC"
        assert message.conversation_key
        assert len(message.fingerprint) == 32
    assert all(problem.where and problem.why for problem in problems)


@every_sample
def test_reading_twice_gives_the_same_identities(sample: Sample) -> None:
    first, second = ([m.fingerprint for m in sample.read()[0]] for _ in range(2))
    assert first == second
    if sample.channel is not Channel.MAILFILE:  # a mailbox may hold the same mail twice; that is one message
        assert len(set(first)) == len(first)


@every_sample
def test_a_longer_export_adds_only_its_tail(sample: Sample) -> None:
    if "longer" not in sample.expected:
        return
    later = Sample(sample.channel, sample.expected["longer"], expectations(sample.channel)[sample.expected["longer"]])
    before, after = [m.fingerprint for m in sample.read()[0]], [m.fingerprint for m in later.read()[0]]
    assert after[: len(before)] == before
    assert len(after) > len(before)


@every_channel
def test_some_sample_shows_a_longer_export(channel: Channel) -> None:
    assert any("longer" in expected for expected in expectations(channel).values())


@every_sample
def test_a_file_cut_anywhere_keeps_what_was_whole(sample: Sample, tmp_path: Path) -> None:
    if sample.path.is_dir():
        return
    raw = sample.path.read_bytes()
    whole = Counter(m.text for m in sample.read()[0])
    dice = random.Random(sample.name)
    most = 0
    for at in sorted(dice.randrange(len(raw)) for _ in range(CUTS)):
        cut = tmp_path / sample.name
        cut.write_bytes(raw[:at])
        try:
            messages = sample.read(cut)[0]
        except BadInput:
            continue
        assert len(messages) <= sum(whole.values())
        strangers = Counter(m.text for m in messages[:-1]) - whole
        assert not strangers, f"cut at {at} of {len(raw)} changed whole messages"
        assert len(messages) >= most - 1, "a longer file never holds fewer messages"
        most = max(most, len(messages))


@every_sample
def test_a_sample_is_recognised_as_its_own(sample: Sample) -> None:
    ranked = recognise(sample.path)
    assert ranked
    assert ranked[0][0].channel is sample.channel
    assert ranked[0][1] >= 0.5
    assert all(score < 0.5 for reader, score in ranked if reader.channel is not sample.channel)


def garbage(folder: Path) -> Iterator[Path]:
    dice = random.Random(7)
    for name in ("noise.bin", "noise.txt", "noise.zip", "noise.eml", "noise.json", "noise.mbox"):
        path = folder / name
        path.write_bytes(dice.randbytes(3000))
        yield path
    for name, content in (
        ("empty.txt", b""),
        ("empty.zip", b""),
        ("half.zip", b"PK\x03\x04" + dice.randbytes(50)),
        ("nul.txt", bytes(500)),
    ):
        path = folder / name
        path.write_bytes(content)
        yield path
    yield folder / "not there.txt"
    (folder / "empty folder").mkdir()
    yield folder / "empty folder"


def outcome(reader: ChannelReader, path: Path) -> str:
    try:
        return f"{sum(isinstance(item, IncomingMessage) for item in reader.read(path, ReadOptions()))} messages"
    except BadInput as error:
        return str(error)


@every_channel
def test_garbage_scores_low_and_is_refused_in_one_sentence(channel: Channel, tmp_path: Path) -> None:
    for path in garbage(tmp_path):
        for reader in readers_of(channel):
            assert reader.score(path) < 0.3, path.name
            assert outcome(reader, path)


def test_bytes_by_chance_are_nothing(tmp_path: Path) -> None:
    path, dice = tmp_path / "toonbank.db", random.Random(4)
    for size in (300, 5_000, 100_000) * 40:
        path.write_bytes(dice.randbytes(size))
        assert recognise(path) == []


@every_channel
def test_reading_leaves_the_source_alone(channel: Channel, tmp_path: Path) -> None:
    found = sorted(expectations(channel).items())
    assert found, f"no samples of {channel.value}"
    sample = Sample(channel, *found[0])
    copy = tmp_path / sample.name
    (shutil.copytree if sample.path.is_dir() else shutil.copyfile)(sample.path, copy)
    before = {p: p.stat().st_mtime_ns for p in (tmp_path, *tmp_path.rglob("*"))}
    sample.read(copy)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path, *tmp_path.rglob("*"))} == before
