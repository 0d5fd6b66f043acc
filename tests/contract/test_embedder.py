"""What every Embedder does."""

from collections.abc import Iterator
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.ports import Embedder
from app.language.embed import HashedEmbedder
from app.language.llama_embed import LlamaEmbedder
from tests.tiny_gguf import make_gguf

EMBEDDERS: list[Embedder] = [HashedEmbedder(), HashedEmbedder(dimensions=384)]
MODEL = pytest.param("gguf", marks=pytest.mark.llama)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaEmbedder]:
    if not find_spec("llama_cpp"):
        pytest.skip("llama-cpp-python is not installed")
    made = LlamaEmbedder(make_gguf(tmp_path_factory.mktemp("models") / "tiny.gguf"), "ab" * 32, threads=1)
    yield made
    made.close()


@pytest.fixture(params=[*EMBEDDERS, MODEL], ids=lambda made: getattr(made, "scheme", made) + str(getattr(made, "dimensions", "")))
def embedder(request: pytest.FixtureRequest) -> Embedder:
    made: Embedder = request.getfixturevalue("model") if request.param == "gguf" else request.param
    return made


def rows(embedder: Embedder, texts: list[str], language: str = "und") -> np.ndarray:
    return np.vstack([np.frombuffer(vector, "<f4") for vector in embedder.embed(texts, language)])


def test_names_its_scheme(embedder: Embedder) -> None:
    assert embedder.scheme
    assert rows(embedder, ["x"]).shape == (1, embedder.dimensions)


def test_keeps_the_order_and_takes_nothing(embedder: Embedder) -> None:
    assert embedder.embed([]) == []
    both = embedder.embed(["de vaas is kapot", "openingstijden"], "nl")
    assert both == [*embedder.embed(["de vaas is kapot"], "nl"), *embedder.embed(["openingstijden"], "nl")]


def test_a_question_becomes_a_vector_of_the_same_kind(embedder: Embedder) -> None:
    question = np.frombuffer(embedder.embed_question("Waar is mijn pakket?", "nl"), "<f4")
    assert question.shape == (embedder.dimensions,)
    assert np.linalg.norm(question) == pytest.approx(1, abs=1e-4)


def test_the_same_text_is_nearest_to_itself(embedder: Embedder) -> None:
    texts = ["Wanneer wordt mijn pakket bezorgd?", "Welke kleuren zijn er?", "Kan de kom in de oven?"]
    similar = rows(embedder, texts, "nl") @ rows(embedder, texts, "nl").T
    assert np.diag(similar) == pytest.approx(1, abs=1e-5)
    # A model of random numbers tells texts apart, and no more than that.
    assert (similar - np.eye(3)).max() < (0.9 if embedder.scheme.startswith("hashed") else 0.9999)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300), language=st.sampled_from(["und", "nl", "en", "de", "fr", "pl", ""]))
def test_any_text_gives_a_normalised_vector(text: str, language: str) -> None:
    for embedder in EMBEDDERS:
        first, second = rows(embedder, [text, text], language)
        assert np.linalg.norm(first) == pytest.approx(1, abs=1e-4)
        assert (first == second).all()
