"""Every sample of every channel, taken in twice: what was kept is kept once, and a longer export adds its tail."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.message import Channel, Problem
from app.domain.shop import ShopSettings
from app.pipeline.receive import receive
from app.pipeline.sort import Judged
from app.store import SqliteStore, open_store
from tests.contract.test_channels import CHANNELS, Sample, expectations, reader_of
from tests.pipeline.support import NOW


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """An empty encrypted store."""
    opened = open_store(tmp_path / "profile", bytes(range(32)))
    yield opened
    opened.close()


def judged(sample: Sample) -> list[Judged | Problem]:
    items = reader_of(sample.channel, sample.path).read(sample.path, sample.options)
    return [item if isinstance(item, Problem) else Judged(item, None) for item in items]


@pytest.mark.parametrize("channel", CHANNELS, ids=str)
def test_samples_taken_in_twice_are_kept_once(channel: Channel, store: SqliteStore) -> None:
    samples = [Sample(channel, name, expected) for name, expected in sorted(expectations(channel).items())]
    for sample in samples:
        before = sample.expected["messages"]
        first = receive(store, judged(sample), ShopSettings(), NOW)
        again = receive(store, judged(sample), ShopSettings(), NOW + timedelta(days=1))
        assert first.read == again.read == before
        assert again.new == 0, sample.name
        assert again.customers_new == 0, sample.name
        assert again.conversations_new == 0, sample.name
