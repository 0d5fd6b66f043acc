"""The language worker against llama-cpp-python used bare: the same made-up model, prompt, settings and priority."""

import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.child import measured
from benchmarks.figures import Figure, Size, Skipped

_FIXED = "De winkel verkoopt schalen, mokken en vazen van eigen klei en glazuur. " * 24
_QUESTIONS = ("Mag de mok in de vaatwasser?", "Wanneer wordt de vaas bezorgd?", "Kan ik de schaal ruilen?", "Zijn jullie zondag open?")
_OTHER = "Zeg in een woord waar dit bericht over gaat, en niets anders: een bestelling, een klacht, een vraag. " * 18
_CONTEXT = 2048
_ROUNDS = 5


def run(size: Size) -> list[Figure]:
    """Return the figures of the worker."""
    if not find_spec("llama_cpp"):
        raise Skipped("llama-cpp-python is not installed (`make llm` adds it).")
    from tests.tiny_gguf import Shape, make_gguf

    wide = Shape(width=512, layers=8, heads=8, shared_heads=4, inner=1408)
    model = make_gguf(size.folder / "bench.gguf", wide if size.wide_model else None)
    settings: dict[str, Any] = {"model": str(model), "tokens": size.tokens}
    turns = [_both(size, settings) for _ in range(size.starts)]
    bare, ours = (_best([turn[side] for turn in turns]) for side in (0, 1))
    if ours["prompt"] != bare["prompt"]:
        raise RuntimeError(f"the prompts differ: {ours['prompt']} and {bare['prompt']} tokens")
    return size.fit(
        [
            Figure(f"an answer of {size.tokens} tokens in the worker", ours["answer"], "ms", _BARE, bare["answer"], "<= 1.05x"),
            Figure("prompt read, to the first token", ours["cold"], "ms", _BARE, bare["cold"], "<= 1.05x"),
            Figure("second draft, sooner to its first token", ours["cold"] / ours["warm"], "times", "the first draft", 1.0, ">= 5"),
            Figure("prompt tokens reused by the second draft", ours["reused"] * 100, "%"),
            Figure("back at a task after another one", ours["cold"] / ours["back"], "times", "reading it anew", 1.0, ">= 5"),
            Figure("stopping a running answer", ours["cancel"], "ms", bar="< 100"),
        ]
    )


def _both(size: Size, settings: dict[str, Any]) -> tuple[dict[str, float], dict[str, float]]:
    """Measure both sides one after the other: they take turns, so that a busy moment of the machine hits both."""
    return (
        measured(size.folder, "benchmarks.llama:bare", **settings).result,
        measured(size.folder, "benchmarks.llama:ours", **settings).result,
    )


def _best(turns: list[dict[str, float]]) -> dict[str, float]:
    """Return the least of each figure (only the slowness of others makes it larger), but the worst wait for a stop."""
    return {name: (max if name == "cancel" else min)(turn[name] for turn in turns) for name in turns[0]}


_BARE = "llama-cpp-python bare"


def _prompt(number: int) -> str:
    return f"{_FIXED}\nVraag {number}: {_QUESTIONS[number % len(_QUESTIONS)]}\nAntwoord:"


def _settle() -> None:
    """The priority and thread behaviour of the worker, for the bare library too."""
    import os

    os.environ["OMP_WAIT_POLICY"] = "passive"
    if hasattr(os, "nice"):
        os.nice(10)


def bare(model: str, tokens: int) -> dict[str, float]:
    """Generate with the library alone: cold and warm prompts."""
    _settle()
    import llama_cpp

    quiet = {"n_batch": 256, "n_ubatch": 256, "n_threads": 1, "n_threads_batch": 1, "verbose": False}
    try:
        llm = llama_cpp.Llama(model, n_ctx=_CONTEXT, flash_attn=True, type_k=8, type_v=8, **quiet)
    except ValueError:  # heads too narrow for a quantised cache
        llm = llama_cpp.Llama(model, n_ctx=_CONTEXT, **quiet)

    def answer(prompt: str) -> tuple[float, float]:
        return _bare_answer(llm, llm.tokenize(f"<user>{prompt}\n<assistant>".encode(), add_bos=True, special=True), tokens)

    answer("x")
    cold = [answer(f"{n}. {_prompt(n)}") for n in range(_ROUNDS)]
    prompt = len(llm.tokenize(f"<user>0. {_prompt(0)}\n<assistant>".encode(), add_bos=True, special=True))
    return {"prompt": prompt, "cold": min(first for first, _total in cold), "answer": min(total - first for first, total in cold)}


def _bare_answer(llm: Any, prompt: list[int], tokens: int) -> tuple[float, float]:
    began = time.perf_counter()
    first = 0.0
    for count, token in enumerate(llm.generate(prompt, temp=0.0, repeat_penalty=1.05), 1):
        llm.detokenize([token])
        first = first or (time.perf_counter() - began) * 1000
        if count >= tokens or token == llm.token_eos():
            break
    return first, (time.perf_counter() - began) * 1000


def ours(model: str, tokens: int) -> dict[str, float]:
    """Generate through the worker: cold, warm with a shared prefix, and stopped."""
    from app.domain.ports import PromptPart
    from app.language.llama import LlamaGenerator

    generator = LlamaGenerator(Path(model), context=_CONTEXT, threads=1)
    generator.generate([PromptPart("x")], max_tokens=tokens)
    cold = [generator.generate([PromptPart(f"{n}. {_prompt(n)}")], max_tokens=tokens) for n in range(_ROUNDS)]
    warm = [generator.generate([PromptPart(_prompt(n))], max_tokens=tokens) for n in range(1 + _ROUNDS)][1:]
    back = [_turns(generator, n) for n in range(1 + _ROUNDS)][1:]
    cancel = [_cancel(generator, n) for n in range(_ROUNDS)]
    generator.close()
    return {
        "prompt": cold[0].prompt_tokens,
        "cold": min(made.first_token_ms for made in cold),
        "warm": min(made.first_token_ms for made in warm),
        "answer": min(made.total_ms - made.first_token_ms for made in cold),
        "reused": warm[0].reused_tokens / warm[0].prompt_tokens,
        "back": min(back),
        "cancel": max(cancel),
    }


def _turns(generator: Any, number: int) -> float:
    """Return the milliseconds to the first token of a task that comes back after another task."""
    from app.domain.ports import PromptPart

    asked = PromptPart(f"Vraag {number}: {_QUESTIONS[number % len(_QUESTIONS)]}", trusted=False)
    generator.generate([PromptPart(_OTHER), asked], max_tokens=2)
    return float(generator.generate([PromptPart(_FIXED), asked], max_tokens=2).first_token_ms)


def _cancel(generator: Any, number: int) -> float:
    """Return the milliseconds between the wish to stop and the return of the call."""
    from app.domain.errors import Cancelled
    from app.domain.ports import PromptPart

    wished: list[float] = []

    def on_token(_text: str) -> None:
        if not wished:
            wished.append(time.perf_counter())

    try:
        generator.generate([PromptPart(_prompt(number))], max_tokens=1500, on_token=on_token, cancelled=lambda: bool(wished))
    except Cancelled:
        return (time.perf_counter() - wished[0]) * 1000
    raise RuntimeError("the answer ended before it could be stopped")
