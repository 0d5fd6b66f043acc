"""What every Embedder does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.ports import Embedder
from app.language.embed import HashedEmbedder

EMBEDDERS: list[Embedder] = [HashedEmbedder(), HashedEmbedder(dimensions=384)]


@pytest.fixture(params=EMBEDDERS, ids=lambda made: f"{made.scheme}-{made.dimensions}")
def embedder(request: pytest.FixtureRequest) -> Embedder:
    made: Embedder = request.param
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


def test_the_same_text_is_nearest_to_itself(embedder: Embedder) -> None:
    texts = ["Wanneer wordt mijn pakket bezorgd?", "Welke kleuren zijn er?", "Kan de kom in de oven?"]
    similar = rows(embedder, texts, "nl") @ rows(embedder, texts, "nl").T
    assert np.diag(similar) == pytest.approx(1, abs=1e-5)
    assert (similar - np.eye(3)).max() < 0.9


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300), language=st.sampled_from(["und", "nl", "en", "de", "fr", "pl", ""]))
def test_any_text_gives_a_normalised_vector(text: str, language: str) -> None:
    for embedder in EMBEDDERS:
        first, second = rows(embedder, [text, text], language)
        assert np.linalg.norm(first) == pytest.approx(1, abs=1e-4)
        assert (first == second).all()
