"""The index follows the database, also when a crash comes between the two."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest

from app.domain.knowledge import NewArticle, Vector
from app.pipeline import know
from app.store import SqliteStore
from tests.fakes_knowledge import FakeVectorIndex

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


class Crash(BaseException):
    """What kill -9 does, as far as a test in one process can."""


class LetterEmbedder:
    """Embeds by counting letters."""

    scheme = "letters"
    dimensions = 26

    def embed(self, texts: Sequence[str], language: str = "") -> list[Vector]:
        return [np.array([text.lower().count(chr(97 + n)) for n in range(26)], dtype="<f4").tobytes() for text in texts]


@pytest.fixture
def tools(store: SqliteStore) -> know.KnowTools:
    made = know.KnowTools(
        store, LetterEmbedder(), FakeVectorIndex(), lambda _path: iter(()), lambda article: [("", article.text)], lambda: NOW
    )
    know.reindex(made)
    return made


def article(text: str) -> NewArticle:
    return NewArticle("Retour", text, "nl", "faq.md#retour")


def in_step(tools: know.KnowTools) -> bool:
    with tools.store.read() as reader:
        return know.index_in_step(tools, reader.counts()["passages"])


@pytest.mark.parametrize("missed", ["delete", "put"])
def test_a_crash_before_the_index_followed_is_noticed(tools: know.KnowTools, missed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    know.keep_article(tools, article("Binnen 30 dagen."))
    assert in_step(tools)

    def crash(*_: object) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(tools.index, missed, crash)
        with pytest.raises(Crash):
            know.keep_article(tools, article("Binnen 60 dagen."))
    assert not in_step(tools)
    know.reindex(tools)
    assert in_step(tools)
    with tools.store.read() as reader:
        assert tools.index.vectors == dict(reader.vectors("letters"))  # type: ignore[attr-defined]


def test_removing_is_followed_too(tools: know.KnowTools) -> None:
    identity, replaced = know.keep_article(tools, article("Binnen 30 dagen."))
    assert not replaced
    know.remove_article(tools, identity)
    assert in_step(tools)
    assert tools.index.count() == 0
