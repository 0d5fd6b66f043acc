"""The retrieve stage over a real store: what it finds, how sure it is, and what a known category changes."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from app.domain.knowledge import NewArticle, Vector
from app.pipeline.know import KnowTools, keep_article
from app.pipeline.retrieve import RetrieveTools, retrieve
from app.store import SqliteStore
from tests.fakes_knowledge import FakeVectorIndex

ARTICLES = [
    NewArticle("Wat kost verzending?", "Binnen Nederland betaalt u 4,95 euro, naar het buitenland 9,50 euro.", "nl"),
    NewArticle("Hoe kan ik iets retourneren?", "U hebt 30 dagen. Vul het formulier in en breng de doos naar een afgiftepunt.", "nl"),
    NewArticle("Oventemperatuur", "Steengoed bakken we op 1240 graden.", "nl", scope="appointment"),
    NewArticle("Openingstijden", "De winkel is open van dinsdag tot en met zaterdag.", "nl"),
]


class LetterEmbedder:
    """Vectors of how often each letter occurs: enough to have a second list."""

    scheme, dimensions = "letters", 26

    def embed(self, texts: Sequence[str], language: str = "und") -> list[Vector]:
        import numpy as np

        rows = [np.array([text.lower().count(chr(97 + i)) + 0.01 for i in range(26)]) for text in texts]
        return [(row / np.linalg.norm(row)).astype("<f4").tobytes() for row in rows]

    def embed_question(self, text: str, language: str = "und") -> Vector:
        return self.embed([text], language)[0]


@pytest.fixture
def tools(store: SqliteStore) -> RetrieveTools:
    embedder, index = LetterEmbedder(), FakeVectorIndex()
    index.reset(embedder.scheme)
    know = KnowTools(
        store, embedder, index, lambda _path: [], lambda article: [("", article.text)], lambda: datetime(2026, 3, 1, tzinfo=UTC)
    )
    for article in ARTICLES:
        keep_article(know, article)
    return RetrieveTools(store, embedder, index)


def scores(tools: RetrieveTools, question: str, category: str = "") -> dict[str, float]:
    return {hit.passage.article_title: hit.score for hit in retrieve(tools, question, "nl", category=category).hits}


def test_the_right_article_comes_first_and_is_sure(tools: RetrieveTools) -> None:
    found = retrieve(tools, "Wat kost het verzenden naar het buitenland?", "nl")
    assert found.hits[0].passage.article_title == "Wat kost verzending?"
    assert found.answerable > 0.5
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)


def test_what_the_shop_does_not_know_is_not_sure(tools: RetrieveTools) -> None:
    assert retrieve(tools, "Verhuren jullie ook kano's met stuurman?", "nl").answerable < 0.3


def test_greeting_and_signature_change_nothing(tools: RetrieveTools) -> None:
    plain = retrieve(tools, "Kan ik de doos retourneren?", "nl")
    letter = retrieve(tools, "Beste mensen,\n\nKan ik de doos retourneren?\n\nMet vriendelijke groet,\nHanneke van Oventemperatuur", "nl")
    assert [(hit.passage.id, hit.score) for hit in letter.hits] == [(hit.passage.id, hit.score) for hit in plain.hits]
    assert letter.answerable == plain.answerable


@pytest.mark.parametrize(("category", "wanted"), [("return_exchange", "Hoe kan ik iets retourneren?"), ("appointment", "Oventemperatuur")])
def test_a_category_lifts_its_articles_by_title_or_scope(tools: RetrieveTools, category: str, wanted: str) -> None:
    plain, lifted = scores(tools, "Hoe zit dat met de doos?"), scores(tools, "Hoe zit dat met de doos?", category)
    assert plain.keys() == lifted.keys() == {article.title for article in ARTICLES}
    assert {title for title in plain if lifted[title] > plain[title]} == {wanted}


def test_a_category_never_outweighs_the_words(tools: RetrieveTools) -> None:
    found = scores(tools, "Wat kost verzending naar het buitenland?", "return_exchange")
    assert max(found, key=lambda title: found[title]) == "Wat kost verzending?"


def test_nothing_asked_finds_nothing(tools: RetrieveTools) -> None:
    assert retrieve(tools, "  \n ", "nl").hits == ()
