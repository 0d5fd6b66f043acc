"""The list of model files that are known by size and checksum. Digits that nobody is sure of are left out, never guessed."""

from dataclasses import replace

from app.domain.engines import KnownModel, Match, ModelKind
from app.domain.text import N_, packed

MIB = 1024 * 1024
OVERHEAD = 300 * MIB
"""What a loaded model takes beside its file and its context: buffers of the computation and the library itself."""
COMPACT = 0.53
"""Keys and values are kept in 8 bits, which takes this share of 16 bits."""
_CONTEXT = 4096
_FEW = ("nl", "en", "de", "fr")
_HUB = ("huggingface.co", "cas-bridge.xethub.hf.co", "cdn-lfs.hf.co", "cdn-lfs-us-1.hf.co", "cdn-lfs-eu-1.hf.co")
_HYBRID = N_("It reads every prompt from the beginning: slower than others of its size.")


def memory_needed(size: int, kv_bytes: int, context: int = _CONTEXT) -> int:
    """Return the bytes of memory that a model takes with a context of so many tokens."""
    return size + int(kv_bytes * context * COMPACT) + OVERHEAD


def _chat(
    name: str,
    licence: str,
    size: int,
    kv_bytes: int,
    billions: float,
    *,
    file: str = "",
    sha256: str = "",
    repository: str = "",
    note: str = "",
    exact: bool = True,
) -> KnownModel:
    path = f"/{repository}/resolve/main/{file}" if repository and file else ""
    hosts = _HUB if path else ()
    memory = memory_needed(size, kv_bytes)
    return KnownModel(name, ModelKind.CHAT, licence, file, size, exact, sha256, memory, billions, _FEW, note, hosts, path)


def _embedding(
    name: str,
    licence: str,
    size: int,
    billions: float,
    *,
    file: str,
    sha256: str = "",
    repository: str,
    prefixes: tuple[str, str] = ("", ""),
    exact: bool = True,
    note: str = "",
) -> KnownModel:
    path = f"/{repository}/resolve/main/{file}"
    memory = memory_needed(size, 0)
    made = KnownModel(name, ModelKind.EMBEDDING, licence, file, size, exact, sha256, memory, billions, _FEW, note, _HUB, path)
    return replace(made, query_prefix=prefixes[0], passage_prefix=prefixes[1])


# Where nobody published the bytes of a token's keys and values, those of the largest model of its size stand.
KNOWN: tuple[KnownModel, ...] = (
    _chat(
        "Qwen3-4B-Instruct-2507",
        "Apache-2.0",
        2_497_280_736,
        147_456,
        4.0,
        file="Qwen_Qwen3-4B-Instruct-2507-Q4_K_M.gguf",
        sha256="2fde00ce",
        repository="bartowski/Qwen_Qwen3-4B-Instruct-2507-GGUF",
        note=N_("Good Dutch, keeps to its sources, never thinks aloud."),
    ),
    _chat(
        "granite-4.1-3b",
        "Apache-2.0",
        2_100_000_000,
        81_920,
        3.4,
        file="granite-4.1-3b-Q4_K_M.gguf",
        sha256="662b0626",
        repository="ibm-granite/granite-4.1-3b-GGUF",
        note=N_("For computers with 8 GB of memory; takes the least memory for long prompts."),
        exact=False,
    ),
    _chat(
        "granite-4.0-micro",
        "Apache-2.0",
        2_099_502_528,
        81_920,
        3.4,
        file="granite-4.0-micro-Q4_K_M.gguf",
        sha256="97c417dc",
        repository="ibm-granite/granite-4.0-micro-GGUF",
        note=N_("The predecessor of granite-4.1-3b."),
    ),
    _chat(
        "Qwen3-1.7B",
        "Apache-2.0",
        1_282_439_264,
        114_688,
        2.0,
        file="Qwen3-1.7B-Q4_K_M.gguf",
        repository="ggml-org/Qwen3-1.7B-GGUF",
        note=N_("For slow computers; simpler Dutch. Thinking aloud is switched off."),
    ),
    _chat(
        "Qwen3-8B",
        "Apache-2.0",
        5_030_000_000,
        147_456,
        8.2,
        file="Qwen3-8B-Q4_K_M.gguf",
        repository="Qwen/Qwen3-8B-GGUF",
        note=N_("The best Dutch, at half the speed; for fast computers with 16 GB or more. Thinking aloud is switched off."),
        exact=False,
    ),
    _chat(
        "gemma-4-E4B-it",
        "Apache-2.0",
        4_977_169_568,
        147_456,
        8.0,
        file="gemma-4-E4B-it-Q4_K_M.gguf",
        repository="unsloth/gemma-4-E4B-it-GGUF",
        note=N_("Good Dutch; for computers with 16 GB or more. Thinking aloud is switched off."),
    ),
    _chat("gemma-4-E2B-it", "Apache-2.0", 2963 * MIB, 114_688, 5.1, sha256="9378bc47", exact=False),
    _chat("Qwen3.5-4B", "Apache-2.0", 2_740_937_888, 147_456, 4.7, note=_HYBRID),
    _chat(
        "Ministral-3-3B-Instruct-2512",
        "Apache-2.0",
        2_147_023_008,
        106_496,
        3.4,
        sha256="9ed150d4",
        note=N_("Its summaries are often not faithful to the source; not recommended."),
    ),
    _embedding(
        "embeddinggemma-300m",
        "Gemma Terms of Use",
        333_590_944,
        0.308,
        file="embeddinggemma-300M-Q8_0.gguf",
        sha256="b5ce9d77",
        repository="ggml-org/embeddinggemma-300M-GGUF",
        prefixes=("task: search result | query: ", "title: none | text: "),
        note=N_("Finds articles by meaning, across languages. Its licence has terms of use: read them."),
    ),
    _embedding(
        "bge-m3",
        "MIT",
        634_553_760,
        0.568,
        file="bge-m3-q8_0.gguf",
        sha256="aa473d51",
        repository="ggml-org/bge-m3-Q8_0-GGUF",
        note=N_("Finds articles by meaning, across languages; larger and slower."),
    ),
)


def compare(size: int, sha256: str, file_name: str, known: tuple[KnownModel, ...] = KNOWN) -> tuple[Match, KnownModel | None, str]:
    """Compare a file with the list; returns (match, model of the list, sentence)."""
    for model in known:
        if _same_size(model, size) and model.sha256 and sha256.startswith(model.sha256):
            whole = len(model.sha256) == 64
            words = (
                N_("Known: {name}. Size and checksum are those on the list.")
                if whole
                else N_("Known: {name}. It matches the known size and the beginning of the known checksum.")
            )
            return Match.KNOWN, model, packed(words, {"name": model.name})
    for model in known:
        if model.exact and model.size == size and not model.sha256:
            words = N_("Probably {name}: it has exactly the known size; the list has no checksum to compare.")
            return Match.LIKELY, model, packed(words, {"name": model.name})
    for model in known:
        if (model.exact and model.size == size) or (model.file and model.file.casefold() == file_name.casefold()):
            words = N_("It looks like {name} but differs from the known file: damaged, altered, or another edition.")
            return Match.ALTERED, model, packed(words, {"name": model.name})
    return Match.UNKNOWN, None, N_("Unknown file: it is not on the list of known models. Use it only if you trust where it came from.")


def _same_size(model: KnownModel, size: int) -> bool:
    """Whether the size fits; a rounded one by two in a hundred."""
    return size == model.size if model.exact else abs(size - model.size) <= model.size * 0.02
