"""The beginning of a GGUF file, read without the library: what kind of model it is and what it will need.

The file comes from outside: every length is checked before it is believed, and anything odd is a `HeaderFault`.
"""

import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from app.domain.engines import ModelHeader

_HEAD = struct.Struct("<4sIqq")
_SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_STRING, _ARRAY = 8, 9
_MOST_KEYS, _LONGEST_KEY, _LONGEST_TEXT, _MOST_ITEMS = 4_096, 512, 4_000_000, 4_000_000
_KEPT_ITEMS = 1_024
"""Longer arrays (the vocabulary) are counted, not kept."""
_MOST_NUMBER = 1 << 40

RECURRENT = frozenset({
    "arwkv7", "falcon-h1", "granitehybrid", "jamba", "kimi-linear", "lfm2", "lfm2moe", "mamba", "mamba2", "nemotron_h", "nemotron_h_moe",
    "plamo2", "plamo3", "qwen35", "qwen35moe", "qwen3next", "rwkv6", "rwkv6qwen2", "rwkv7",
})  # fmt: skip
"""Architectures whose memory of a prompt cannot be cut back."""
EMBEDDING = frozenset({
    "bert", "eurobert", "gemma-embedding", "jina-bert-v2", "jina-bert-v3", "modern-bert", "neo-bert", "nomic-bert", "nomic-bert-moe",
    "t5encoder",
})  # fmt: skip

Value = str | int | float | bool | list["int | float | bool | str"]


class HeaderFault(Exception):
    """The beginning of the file is not what the format says."""


def header_of(path: Path) -> ModelHeader:
    """Read the header of a file. Raises HeaderFault; OSError when it cannot be read."""
    with path.open("rb") as file:
        return read_header(file, path.stat().st_size)


def read_header(file: BinaryIO, size: int) -> ModelHeader:
    """Read a header from an open file of `size` bytes. Raises HeaderFault."""
    try:
        return _described(*_Reader(file, size).values())
    except (struct.error, OverflowError, RecursionError) as error:
        raise HeaderFault("damaged") from error


class _Reader:
    """Reads values one after another and never past the end."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._left = file, size

    def values(self) -> tuple[dict[str, Value], dict[str, int]]:
        """Return (values by key, lengths of the arrays by key)."""
        magic, version, tensors, keys = _HEAD.unpack(self._take(_HEAD.size))
        if magic != b"GGUF" or version not in (2, 3) or not 0 <= tensors < 1_000_000 or not 0 <= keys <= _MOST_KEYS:
            raise HeaderFault("not GGUF")
        found: dict[str, Value] = {}
        lengths: dict[str, int] = {}
        for _ in range(keys):
            key = self._text(_LONGEST_KEY)
            value = self._value(self._number("<I"))
            if isinstance(value, tuple):
                lengths[key], found[key] = value
            else:
                found[key] = value
        return found, lengths

    def _take(self, count: int) -> bytes:
        if not 0 <= count <= self._left:
            raise HeaderFault("cut off")
        taken = self._file.read(count)
        if len(taken) != count:
            raise HeaderFault("cut off")
        self._left -= count
        return taken

    def _skip(self, count: int) -> None:
        if not 0 <= count <= self._left:
            raise HeaderFault("cut off")
        self._file.seek(count, 1)
        self._left -= count

    def _number(self, kind: str) -> int:
        return int(struct.unpack(kind, self._take(struct.calcsize(kind)))[0])

    def _text(self, longest: int) -> str:
        length = self._number("<Q")
        if length > longest:
            raise HeaderFault("a text too long")
        return self._take(length).decode("utf-8", "replace")

    def _value(self, kind: int) -> "Value | tuple[int, list[int | float | bool | str]]":
        if kind == _STRING:
            return self._text(_LONGEST_TEXT)
        if kind == _ARRAY:
            return self._array()
        if kind not in _SCALARS:
            raise HeaderFault("a kind of value that the format does not have")
        value: Value = struct.unpack(_SCALARS[kind], self._take(struct.calcsize(_SCALARS[kind])))[0]
        return value

    def _array(self) -> "tuple[int, list[int | float | bool | str]]":
        kind, count = self._number("<I"), self._number("<Q")
        if count > _MOST_ITEMS:
            raise HeaderFault("an array too long")
        if kind == _STRING:
            for _ in range(count):
                self._skip(self._number("<Q"))
            return count, []
        if kind not in _SCALARS:
            raise HeaderFault("an array of arrays")
        width = struct.calcsize(_SCALARS[kind])
        if count > _KEPT_ITEMS:
            self._skip(count * width)
            return count, []
        return count, list(struct.unpack(f"<{count}{_SCALARS[kind][1]}", self._take(count * width)))


def _described(values: Mapping[str, Value], lengths: Mapping[str, int]) -> ModelHeader:
    architecture = values.get("general.architecture")
    if not isinstance(architecture, str) or not architecture.isprintable() or not 0 < len(architecture) <= 64:
        raise HeaderFault("no architecture")

    def number(name: str) -> int:
        return _plain(values.get(f"{architecture}.{name}"))

    layers = number("block_count")
    vocabulary = lengths.get("tokenizer.ggml.tokens", 0) or number("vocab_size")
    return ModelHeader(
        architecture,
        _said(values.get("general.name")),
        number("context_length"),
        layers,
        _kv_bytes(values.get(f"{architecture}.attention.head_count_kv"), layers, number),
        vocabulary,
        recurrent=architecture in RECURRENT or any(key.startswith(f"{architecture}.ssm.") for key in values),
        embedding=architecture in EMBEDDING or f"{architecture}.pooling_type" in values,
        template=bool(_said(values.get("tokenizer.chat_template"))),
    )


def _kv_bytes(heads: Value | None, layers: int, number: Callable[[str], int]) -> int:
    """Return the bytes of 16-bit keys and values for one token."""
    all_heads = number("attention.head_count")
    width = number("embedding_length") // max(1, all_heads)
    keys, values = number("attention.key_length") or width, number("attention.value_length") or width
    shared = sum(_plain(one) for one in heads) if isinstance(heads, list) and heads else (_plain(heads) or all_heads) * layers
    return min(2 * shared * (keys + values), _MOST_NUMBER)


def _plain(value: object) -> int:
    """Return a whole number in bounds, else 0."""
    return value if isinstance(value, int) and 0 <= value <= _MOST_NUMBER else 0


def _said(value: object) -> str:
    return value if isinstance(value, str) else ""
