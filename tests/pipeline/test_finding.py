"""Which embedder finds articles: the owner's model while its file is there, the built-in one otherwise; changing loses nothing."""

from datetime import UTC, datetime

import pytest

from app.domain.errors import Cancelled, EngineError
from app.domain.knowledge import NewArticle
from app.knowledge.vectors import NumpyIndex
from app.language.embed import HashedEmbedder
from app.pipeline import know
from app.pipeline.engines import Engines
from app.pipeline.finding import AT_ONCE, ChosenEmbedder, embed_all
from app.pipeline.retrieve import RetrieveTools, retrieve
from tests.fakes_models import FakeRoom

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ARTICLES = 40


@pytest.fixture
def engines(store, tmp_path):
    return Engines(store, None, FakeRoom(tmp_path), None)


@pytest.fixture
def finder(engines, tmp_path):
    path = tmp_path / "finder.gguf"
    path.write_text("vectors")
    assert engines.add(path).kind == "embedding"
    return path


@pytest.fixture
def tools(store, engines):
    embedder = ChosenEmbedder(engines, HashedEmbedder())
    made = know.KnowTools(store, embedder, NumpyIndex(), None, lambda article: [("", article.text)], lambda: NOW)
    for number in range(ARTICLES):
        language = "nl" if number % 2 else "en"
        know.keep_article(made, NewArticle(f"Artikel {number}", f"Over klei en glazuur, deel {number}.", language, f"a{number}"))
    return made


def test_the_built_in_embedder_until_another_is_chosen(tools, engines, finder):
    built_in = HashedEmbedder().scheme
    assert tools.embedder.scheme == built_in
    engines.use("finder")
    assert tools.embedder.scheme == "gguf-" + "ab" * 8
    assert tools.embedder.embed_question("vaas") == engines.current_finder().embed(["vaas"])[0]


def test_a_file_that_is_gone_leaves_the_built_in_embedder(tools, engines, finder):
    engines.use("finder")
    model = engines.current_finder()
    finder.unlink()
    assert tools.embedder.scheme == HashedEmbedder().scheme
    assert model.closed
    assert know.reindex(tools) == ARTICLES
    assert know.index_in_step(tools, ARTICLES)


def test_all_articles_are_read_anew_some_at_a_time(tools, store, engines, finder):
    heard = []
    made = embed_all(store, engines.finder_of("finder"), lambda done, total, what: heard.append((done, total)))
    assert made == ARTICLES
    assert heard[-1] == (ARTICLES, ARTICLES)
    assert len(heard) >= ARTICLES // AT_ONCE
    engines.use("finder")
    assert know.reindex(tools) == ARTICLES
    assert embed_all(store, engines.current_finder()) == 0


def test_stopping_in_the_middle_brings_the_old_vectors_back(tools, store, engines, finder):
    turns = iter([False, True])
    with pytest.raises(Cancelled):
        embed_all(store, engines.finder_of("finder"), cancelled=lambda: next(turns))
    assert know.reindex(tools) == ARTICLES
    assert tools.index.scheme() == HashedEmbedder().scheme
    assert know.index_in_step(tools, ARTICLES)


def test_a_model_that_fails_leaves_full_text_to_find_articles(tools, store, engines, finder, monkeypatch):
    embed_all(store, engines.finder_of("finder"))
    engines.use("finder")
    know.reindex(tools)

    def fail(*_):
        raise EngineError("It crashed.")

    monkeypatch.setattr(type(engines.current_finder()), "embed_question", fail)
    found = retrieve(RetrieveTools(store, tools.embedder, tools.index), "glazuur deel 7", "nl")
    assert found.hits
    assert "deel 7" in found.hits[0].passage.text
