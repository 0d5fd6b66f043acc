"""Random lives of a shop: merges, splits, splits within splits, taken back in any order, with mail and words in between.

Whatever was taken back, what is there is what the same life leaves in which that was never done (`tests.pipeline.lives`).
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.identity import JoinCause
from app.domain.message import Handle
from app.pipeline.recognise import reach
from app.store import SqliteStore, open_store
from tests.pipeline.lives import HEARD, ROWS, Life, Shop, Unlike, state
from tests.pipeline.lives import START as START_OF_DAY

STRANDS = ("strands", "parted", *(f"strands_of_{table}" for table in ROWS))


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    """An empty shop."""
    store = open_store(tmp_path / "lives", None, reach)
    yield Life(Shop(store), random.Random(0))
    store.close()


def nothing_is_lost(shop: Shop, said: int) -> None:
    """Every message is there once, and sums are what they were counted to."""
    assert shop.sql("SELECT count(*), count(DISTINCT fingerprint) FROM messages") == [(said, said)]
    for customer, messages in shop.sql("SELECT id, messages FROM customers"):
        assert shop.sql("SELECT count(*) FROM messages WHERE customer_id = ?", (customer,)) == [(messages,)]
        spoken = shop.sql("SELECT messages FROM customer_languages WHERE customer_id = ?", (customer,)) or [(0,)]
        assert spoken == shop.sql(HEARD, (customer,))
    assert not shop.sql("PRAGMA foreign_key_check")


def is_as_without(life: Life, folder: Path, *, names: bool = True) -> bool:
    """Whether all is as in a life without what was taken back; False where a split cannot be said in that life."""
    try:
        twin: SqliteStore = life.again(folder)
    except Unlike:
        return False
    try:
        assert state(life.shop.store, names=names) == state(twin, names=names)
    finally:
        twin.close()
    return True


def live(life: Life, seed: int, steps: int = 45) -> None:
    life.chance.seed(seed)
    for _ in range(4):
        life.newcomer()
    for _ in range(steps):
        life.step()


def take_all_back(life: Life) -> None:
    while life.shop.sql("SELECT 1 FROM joins WHERE undone_at IS NULL LIMIT 1"):
        life.take_back()


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, 5, 3026, 3046, 3066])
def test_what_is_taken_back_was_never_done(life: Life, seed: int, tmp_path: Path) -> None:
    live(life, seed)
    nothing_is_lost(life.shop, life.said)
    is_as_without(life, tmp_path / "some")
    for _ in range(4):
        life.take_back()
    is_as_without(life, tmp_path / "more")
    take_all_back(life)
    nothing_is_lost(life.shop, life.said)
    assert is_as_without(life, tmp_path / "all")
    assert [life.shop.sql(f"SELECT count(*) FROM {table}") for table in STRANDS] == [[(0,)]] * len(STRANDS)
    assert all(ok for name, ok, _ in life.shop.store.check() if name != "encryption")


@pytest.mark.parametrize("seed", range(100, 104))
def test_merges_alone(life: Life, seed: int, tmp_path: Path) -> None:
    life.weights = {"split": 0}
    live(life, seed)
    assert is_as_without(life, tmp_path / "some")
    take_all_back(life)
    assert is_as_without(life, tmp_path / "all")


@pytest.mark.parametrize("seed", range(200, 204))
def test_splits_within_splits(life: Life, seed: int, tmp_path: Path) -> None:
    life.weights = {"merge": 2, "split": 8, "take_back": 4}
    live(life, seed)
    is_as_without(life, tmp_path / "some")
    while life.shop.sql("SELECT 1 FROM joins WHERE undone_at IS NULL LIMIT 1"):
        life.take_back(max)
    assert is_as_without(life, tmp_path / "all")


@pytest.mark.parametrize("seed", range(100, 108))
def test_imports_come_and_go_in_between(life: Life, seed: int, tmp_path: Path) -> None:
    life.refers, life.weights = 0.5, {"import_comes": 6, "take_import_back": 3}
    live(life, seed)
    is_as_without(life, tmp_path / "some", names=False)
    for _ in range(2):
        life.take_back()
        life.take_import_back()
    is_as_without(life, tmp_path / "more", names=False)
    while life.shop.imports:
        life.take_import_back()
    take_all_back(life)
    assert is_as_without(life, tmp_path / "all", names=False)


def by_value(life: Life, whom: int) -> dict[str, Handle]:
    return {handle.value: handle for handle in life.shop.handles(whom)}


def test_a_merge_of_a_part_goes_with_the_split_that_made_it(life: Life) -> None:
    """It was said of that part: the rest of the customer is not glued to a third when the part comes back."""
    life.newcomer()
    life.newcomer()
    one, two = life.shop.live()
    phone = by_value(life, one)["+31600000001"]
    with life.shop.store.write() as uow:
        split = uow.identity.split(one, [phone], by="Bo", at=START_OF_DAY)
        uow.commit()
    ((part,),) = life.shop.sql("SELECT other FROM joins WHERE id = ?", (split,))
    with life.shop.store.write() as uow:
        merge = uow.identity.merge(two, part, by="Bo", cause=JoinCause.PERSON, why="", at=START_OF_DAY)
        uow.commit()
    with life.shop.store.write() as uow:
        uow.identity.undo(split, START_OF_DAY)
        uow.commit()
    assert life.shop.sql("SELECT undone_at IS NOT NULL FROM joins WHERE id = ?", (merge,)) == [(1,)]
    assert phone in life.shop.handles(one)
    assert set(life.shop.live()) == {one, two}


def test_a_split_stands_when_the_merge_before_it_goes(life: Life) -> None:
    """What was said of a handle is said of it, whosever it is."""
    life.newcomer()
    life.newcomer()
    one, two = life.shop.live()
    with life.shop.store.write() as uow:
        merge = uow.identity.merge(one, two, by="Bo", cause=JoinCause.PERSON, why="", at=START_OF_DAY)
        split = uow.identity.split(one, [by_value(life, two)["+31600000002"]], by="Bo", at=START_OF_DAY)
        uow.identity.undo(merge, START_OF_DAY)
        uow.commit()
    ((part,),) = life.shop.sql("SELECT other FROM joins WHERE id = ?", (split,))
    strong = {who: {h.value for h in life.shop.handles(who) if h.kind != "name"} for who in (one, two, part)}
    assert strong == {one: {"p1@klant.example", "+31600000001"}, two: {"p2@klant.example"}, part: {"+31600000002"}}
    with life.shop.store.write() as uow:
        uow.identity.undo(split, START_OF_DAY)
        uow.commit()
    assert {h.value for h in life.shop.handles(two) if h.kind != "name"} == {"p2@klant.example", "+31600000002"}
