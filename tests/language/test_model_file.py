"""A model file looked at before it is loaded: damaged ones are refused in a sentence, known ones are known."""

import contextlib
import hashlib
import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.engines import Match, ModelKind
from app.domain.errors import Cancelled, EngineError
from app.language.gguf_header import HeaderFault, read_header
from app.language.known_models import KNOWN, compare, memory_needed
from app.language.model_file import inspect, known_prefixes, sha256_of

QWEN = next(model for model in KNOWN if model.name == "Qwen3-4B-Instruct-2507")
SMALL = next(model for model in KNOWN if model.name == "Qwen3-1.7B")


def text(words: str) -> bytes:
    raw = words.encode()
    return struct.pack("<Q", len(raw)) + raw


def value(item: object) -> bytes:
    if isinstance(item, str):
        return struct.pack("<I", 8) + text(item)
    if isinstance(item, list) and item and isinstance(item[0], str):
        return struct.pack("<IIQ", 9, 8, len(item)) + b"".join(text(one) for one in item)
    if isinstance(item, list):
        return struct.pack("<IIQ", 9, 4, len(item)) + b"".join(struct.pack("<I", one) for one in item)
    return struct.pack("<II", 4, int(item))


def header(**values: object) -> bytes:
    """The beginning of a GGUF file; `__` stands for a dot."""
    pairs = [text(key.replace("__", ".")) + value(item) for key, item in values.items()]
    return struct.pack("<4sIqq", b"GGUF", 3, 12, len(pairs)) + b"".join(pairs)


QWEN3 = {
    "general__architecture": "qwen3", "general__name": "Qwen3 4B Instruct 2507", "qwen3__context_length": 262144, "qwen3__block_count": 36,
    "qwen3__embedding_length": 2560, "qwen3__attention__head_count": 32, "qwen3__attention__head_count_kv": 8,
    "qwen3__attention__key_length": 128, "qwen3__attention__value_length": 128, "tokenizer__ggml__tokens": ["a", "b", "c"] * 700,
    "tokenizer__chat_template": "{{ messages }}",
}  # fmt: skip


def read(raw: bytes):
    return read_header(io.BytesIO(raw), len(raw))


def test_a_header_says_what_the_model_is_and_needs():
    found = read(header(**QWEN3))
    assert (found.architecture, found.name, found.context, found.layers) == ("qwen3", "Qwen3 4B Instruct 2507", 262144, 36)
    assert found.kv_bytes == 147_456
    assert found.vocabulary == 2100
    assert found.template
    assert not found.recurrent
    assert not found.embedding


def test_heads_may_differ_from_layer_to_layer():
    values = QWEN3 | {"qwen3__attention__head_count_kv": [8] * 18 + [0] * 18}
    assert read(header(**values)).kv_bytes == 147_456 // 2


@pytest.mark.parametrize(
    ("values", "recurrent", "embedding"),
    [
        ({"general__architecture": "granitehybrid"}, True, False),
        ({"general__architecture": "qwen35"}, True, False),
        ({"general__architecture": "brandnew", "brandnew__ssm__state_size": 16}, True, False),
        ({"general__architecture": "granite"}, False, False),
        ({"general__architecture": "bert"}, False, True),
        ({"general__architecture": "qwen3", "qwen3__pooling_type": 3}, False, True),
    ],
)
def test_kinds_of_models(values, recurrent, embedding):
    found = read(header(**values))
    assert (found.recurrent, found.embedding) == (recurrent, embedding)


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_a_damaged_header_is_a_fault_and_nothing_else(data):
    raw = bytearray(header(**QWEN3)[: data.draw(st.sampled_from([200, 900, 100_000]))])
    for _ in range(data.draw(st.integers(0, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    raw = raw[: data.draw(st.integers(0, len(raw)))]
    try:
        found = read(bytes(raw))
    except HeaderFault:
        return
    assert found.architecture
    assert found.kv_bytes >= 0
    assert 0 <= found.context < 1 << 41


@given(st.binary(max_size=300))
def test_noise_after_the_magic_is_a_fault_and_nothing_else(noise):
    raw = b"GGUF\x03\x00\x00\x00" + noise
    with contextlib.suppress(HeaderFault):
        assert read(raw).architecture


def test_a_promise_of_billions_of_items_takes_no_memory():
    raw = struct.pack("<4sIqq", b"GGUF", 3, 1, 1) + text("general.architecture") + struct.pack("<IIQ", 9, 8, 1 << 60)
    with pytest.raises(HeaderFault):
        read(raw)


# -- the list
def test_a_file_of_the_list_is_known_as_far_as_the_list_goes():
    match, model, told = compare(QWEN.size, QWEN.sha256 + "0" * 56, "renamed.gguf")
    assert (match, model) == (Match.KNOWN, QWEN)
    assert "beginning of the known checksum" in told


def test_the_right_size_with_another_checksum_is_altered():
    match, model, told = compare(QWEN.size, "f" * 64, QWEN.file)
    assert (match, model) == (Match.ALTERED, QWEN)
    assert "differs" in told


def test_a_file_cut_off_looks_like_its_model_and_is_not():
    assert compare(QWEN.size - 4096, "f" * 64, QWEN.file.lower())[:2] == (Match.ALTERED, QWEN)


def test_where_the_list_has_no_checksum_the_size_alone_makes_it_likely():
    assert SMALL.sha256 == ""
    assert compare(SMALL.size, "a" * 64, "x.gguf")[:2] == (Match.LIKELY, SMALL)


def test_anything_else_is_unknown():
    assert compare(12345, "a" * 64, "mine.gguf")[:2] == (Match.UNKNOWN, None)


def test_the_list_is_sound():
    names = [model.name for model in KNOWN]
    assert len(names) == len(set(names))
    for model in KNOWN:
        assert model.licence, model.name
        assert model.size > 100_000_000, model.name
        assert all(digit in "0123456789abcdef" for digit in model.sha256), model.name
        assert model.memory > model.size, model.name
        assert bool(model.path) == bool(model.hosts), model.name
        assert not model.path or model.path.endswith(model.file), model.name


def test_memory_grows_with_the_context():
    assert memory_needed(1000, 100_000, 8192) - memory_needed(1000, 100_000, 4096) == int(100_000 * 4096 * 0.53)


# -- files
@pytest.fixture
def model(tmp_path):
    path = tmp_path / "mine.gguf"
    path.write_bytes(header(**QWEN3) + bytes(5000))
    return path


def test_a_file_is_looked_at_without_loading_it(model):
    heard = []
    found = inspect(model, progress=lambda done, total, what: heard.append((done, total)))
    assert found.sha256 == hashlib.sha256(model.read_bytes()).hexdigest()
    assert heard == [(found.size, found.size)]
    assert (found.match, found.kind) == (Match.UNKNOWN, ModelKind.CHAT)
    assert found.warnings == ()


def test_a_checksum_that_is_known_already_is_not_computed_again(model):
    heard = []
    assert inspect(model, "ab" * 32, progress=lambda *told: heard.append(told)).sha256 == "ab" * 32
    assert heard == []


def test_computing_the_checksum_can_be_stopped(model):
    with pytest.raises(Cancelled):
        sha256_of(model, cancelled=lambda: True)


def test_a_model_that_cannot_cut_back_comes_with_a_warning(tmp_path):
    path = tmp_path / "hybrid.gguf"
    path.write_bytes(header(general__architecture="granitehybrid"))
    assert any("reads every prompt from the beginning" in words for words in inspect(path).warnings)


def test_a_damaged_file_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "cut.gguf"
    path.write_bytes(header(**QWEN3)[:300])
    with pytest.raises(EngineError, match=r"cut\.gguf is damaged at its beginning"):
        inspect(path)


def test_what_an_embedding_model_wants_before_its_texts(tmp_path):
    def prefixes(name: str, **values: object):
        path = tmp_path / name
        path.write_bytes(header(**values))
        return known_prefixes(inspect(path))

    assert prefixes("multilingual-e5-small-q8_0.gguf", general__architecture="bert") == ("query: ", "passage: ")
    assert prefixes("own.gguf", general__architecture="gemma-embedding")[0].startswith("task: search result")
    assert prefixes("bge.gguf", general__architecture="bert") == ("", "")
