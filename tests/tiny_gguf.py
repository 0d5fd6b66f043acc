"""Makes tiny language models with random weights, half a megabyte each, that the real library loads, runs and obeys grammars with."""

from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np

TEMPLATE = "{% for message in messages %}<{{ message.role }}>{{ message.content }}\n{% endfor %}<assistant>"


@dataclass(frozen=True)
class Shape:
    """The size of the model. Heads must divide the width."""

    width: int = 64
    layers: int = 2
    heads: int = 4
    shared_heads: int = 2
    inner: int = 128
    context: int = 2048

    @property
    def head(self) -> int:
        return self.width // self.heads


def make_gguf(
    path: Path,
    shape: Shape | None = None,
    *,
    weights: bool = True,
    template: str = TEMPLATE,
    scaling: str = "",
    seed: int = 7,
    pooling: int = 0,
) -> Path:
    """Write a model to `path`. `weights` False leaves a bare vocabulary; `scaling` names a rope scaling ("bogus" aborts the library);
    `pooling` other than 0 makes it a model for vectors (1: the mean)."""
    shape = shape or Shape()
    writer = gguf.GGUFWriter(str(path), "llama")
    _describe(writer, shape, scaling)
    if pooling:
        writer.add_pooling_type(gguf.PoolingType(pooling))
    size = _vocabulary(writer, template)
    if weights:
        _weights(writer, shape, size, np.random.default_rng(seed))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    if weights:
        writer.write_tensors_to_file()
    writer.close()
    return path


def _describe(writer: gguf.GGUFWriter, shape: Shape, scaling: str) -> None:
    writer.add_name("Tiny")
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.inner)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.shared_heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(shape.head)
    if scaling:
        writer.add_string("llama.rope.scaling.type", scaling)


def _vocabulary(writer: gguf.GGUFWriter, template: str) -> int:
    """A SentencePiece vocabulary: three control tokens, all bytes, printable characters and a few Dutch pieces."""
    kinds = gguf.TokenType
    tokens = [("<unk>", kinds.UNKNOWN), ("<s>", kinds.CONTROL), ("</s>", kinds.CONTROL)]
    tokens += [(f"<0x{byte:02X}>", kinds.BYTE) for byte in range(256)]
    pieces = ["\u2581", *map(chr, range(33, 127)), *"éèëïöüäßç€", "\u2581de", "\u2581het", "en", "\u2581vaas", "\u2581retour"]
    tokens += [(piece, kinds.NORMAL) for piece in pieces]
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([text.encode() for text, _ in tokens])
    writer.add_token_scores([0.0 if kind is not kinds.NORMAL else -float(i) for i, (_, kind) in enumerate(tokens)])
    writer.add_token_types([kind for _, kind in tokens])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(True)
    if template:
        writer.add_chat_template(template)
    return len(tokens)


def _weights(writer: gguf.GGUFWriter, shape: Shape, vocabulary: int, dice: np.random.Generator) -> None:
    def random(*size: int) -> np.ndarray:
        return (dice.standard_normal(size) * 0.05).astype(np.float32)

    ones = np.ones(shape.width, np.float32)
    few = shape.shared_heads * shape.head
    writer.add_tensor("token_embd.weight", random(vocabulary, shape.width))
    writer.add_tensor("output.weight", random(vocabulary, shape.width))
    writer.add_tensor("output_norm.weight", ones)
    for layer in range(shape.layers):
        parts = {
            "attn_norm": ones,
            "ffn_norm": ones,
            "attn_q": random(shape.width, shape.width),
            "attn_k": random(few, shape.width),
            "attn_v": random(few, shape.width),
            "attn_output": random(shape.width, shape.width),
            "ffn_gate": random(shape.inner, shape.width),
            "ffn_up": random(shape.inner, shape.width),
            "ffn_down": random(shape.width, shape.inner),
        }
        for name, tensor in parts.items():
            writer.add_tensor(f"blk.{layer}.{name}.weight", tensor)
