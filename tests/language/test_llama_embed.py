"""An embedding model in a process of its own."""

from importlib.util import find_spec

import numpy as np
import pytest

from app.domain.errors import EngineError
from app.language.llama_embed import LlamaEmbedder
from tests.tiny_gguf import make_gguf

pytestmark = pytest.mark.llama
if not find_spec("llama_cpp"):
    pytest.skip("llama-cpp-python is not installed", allow_module_level=True)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return make_gguf(tmp_path_factory.mktemp("models") / "tiny.gguf")


def test_the_scheme_is_that_of_the_file(tiny):
    assert LlamaEmbedder(tiny, "ab" * 32).scheme == "gguf-" + "ab" * 8
    assert LlamaEmbedder(tiny, "cd" * 32).scheme != LlamaEmbedder(tiny, "ab" * 32).scheme


def test_prefixes_stand_before_questions_and_passages(tiny):
    plain, marked = LlamaEmbedder(tiny, "ab", threads=1), LlamaEmbedder(tiny, "ab", ("query: ", "passage: "), threads=1)
    try:
        assert marked.embed_question("vaas") == plain.embed(["query: vaas"])[0]
        assert marked.embed(["vaas"]) == plain.embed(["passage: vaas"])
    finally:
        plain.close()
        marked.close()


def test_long_and_odd_texts_are_read(tiny):
    embedder = LlamaEmbedder(tiny, "ab", threads=1)
    try:
        made = embedder.embed(["", "\x00", "🙂 \ud800", "klei en glazuur " * 2000, *(f"tekst {n}" for n in range(40))])
        assert len(made) == 44
        assert all(np.isfinite(np.frombuffer(vector, "<f4")).all() for vector in made)
        assert embedder.dimensions == 64
    finally:
        embedder.close()


def test_a_file_that_is_gone_is_said(tmp_path):
    with pytest.raises(EngineError, match="is not there"):
        LlamaEmbedder(tmp_path / "gone.gguf", "ab").embed(["vaas"])


def test_a_whole_file_is_loaded_once(tiny):
    assert LlamaEmbedder.load_once(tiny) == 1024
