"""Translations in the store."""

from datetime import UTC, datetime

import pytest

from app.domain.translation import Doubt, GlossaryHit, KeptTranslation, Translation
from app.store import SqliteStore
from tests.store import builders

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def message(store: SqliteStore) -> int:
    """The id of a kept message."""
    with store.write() as uow:
        place = builders.conversation(uow)
        builders.keep(uow, place, builders.incoming())
        uow.commit()
    with store.read() as reader:
        return reader.conversation(place[0]).messages[0].id


def kept(message: int, text: str = "Where is it? \ud83d", target: str = "en") -> KeptTranslation:
    made = Translation(text, "nl", target, "woordenboek", (GlossaryHit("kruik", "jug", mended=True),), (Doubt("Where?", "why"),))
    return KeptTranslation(message, made, AT)


def test_a_translation_comes_back_and_is_replaced(store: SqliteStore, message: int) -> None:
    with store.write() as uow:
        uow.translations.put(kept(message, "first"))
        uow.translations.put(kept(message))
        uow.translations.put(kept(message, "Wo?", "de"))
        uow.commit()
    with store.read() as reader:
        assert reader.translations([message, 999], "en")[message].translation.text.startswith("Where is it?")
        assert reader.translations([message], "en")[message].translation.warnings == (Doubt("Where?", "why"),)
        assert reader.translations([message], "en")[message].translation.glossary_hits == (GlossaryHit("kruik", "jug", mended=True),)
        assert reader.translations([message], "de")[message].translation.text == "Wo?"
        assert reader.translations([message], "fr") == reader.translations([], "en") == {}


def test_it_is_forgotten_by_itself_and_with_its_message(store: SqliteStore, message: int) -> None:
    with store.write() as uow:
        uow.translations.put(kept(message))
        uow.translations.remove(message)
        uow.commit()
    with store.read() as reader:
        assert reader.translations([message], "en") == {}
    with store.write() as uow:
        uow.translations.put(kept(message))
        uow.commit()
    with store._transaction() as connection:
        connection.exec_driver_sql("DELETE FROM messages")
        assert connection.exec_driver_sql("SELECT count(*) FROM translations").scalar() == 0
