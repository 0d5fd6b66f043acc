"""What a model has read, kept in memory for each task: drafting, translating and judging take turns without reading their rules anew.

The library itself keeps only what stands in its context now. Here the part that all prompts of one task share is copied out before
another task takes its place, and copied back when the task returns: a copy takes milliseconds where reading takes seconds.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LEAST = 64
"""Tokens; less is read again sooner than it is copied."""
MOST_BYTES = 400_000_000
MOST_KEPT = 3


@dataclass(frozen=True, slots=True)
class _Snapshot:
    tokens: tuple[int, ...]
    state: Any


class Snapshots:
    """The snapshots of one loaded model, the last used last."""

    def __init__(self, library: Any, llm: Any) -> None:
        self._lib, self._llm = library, llm
        self._kept: list[_Snapshot] = []
        self._fixed = 0
        # A state that cannot be cut back cannot be kept in part either.
        self._able = not (library.llama_model_is_recurrent(llm._model.model) or library.llama_model_is_hybrid(llm._model.model))

    def prepare(self, prompt: Sequence[int], fixed: int) -> None:
        """Make ready for a prompt whose first `fixed` tokens are its task's own: keep what would be lost, bring back what is known."""
        if not self._able:
            return
        have = _shared(self._resident(), prompt)
        if LEAST <= self._fixed <= self._llm.n_tokens and have < self._fixed:
            self._keep()
        best = max(self._kept, key=lambda kept: _shared(kept.tokens, prompt), default=None)
        if best is not None and _shared(best.tokens, prompt) >= have + LEAST:
            self._bring_back(best)
        self._fixed = fixed

    def _resident(self) -> list[int]:
        return [int(token) for token in self._llm.input_ids[: self._llm.n_tokens]]

    def _keep(self) -> None:
        tokens = tuple(self._resident()[: self._fixed])
        known = next((kept for kept in self._kept if kept.tokens == tokens), None)
        if known is not None:
            self._used(known)
            return
        context = self._llm._ctx.ctx
        self._llm._ctx.kv_cache_seq_rm(-1, self._fixed, -1)
        self._llm.n_tokens = self._fixed
        size = int(self._lib.llama_state_seq_get_size(context, 0))
        if not 0 < size <= MOST_BYTES:
            return
        state = (ctypes.c_uint8 * size)()
        if int(self._lib.llama_state_seq_get_data(context, state, size, 0)) == size:
            self._kept.append(_Snapshot(tokens, state))
        while len(self._kept) > MOST_KEPT or sum(len(kept.state) for kept in self._kept) > MOST_BYTES:
            self._kept.pop(0)

    def _bring_back(self, kept: _Snapshot) -> None:
        self._used(kept)
        self._llm.reset()
        self._llm._ctx.kv_cache_clear()
        if not self._lib.llama_state_seq_set_data(self._llm._ctx.ctx, kept.state, len(kept.state), 0):
            self._llm._ctx.kv_cache_clear()
            return
        self._llm.input_ids[: len(kept.tokens)] = kept.tokens
        self._llm.n_tokens = len(kept.tokens)

    def _used(self, kept: _Snapshot) -> None:
        self._kept.remove(kept)
        self._kept.append(kept)


def _shared(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many tokens two sequences have in common at their beginning."""
    for place, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return place
    return min(len(one), len(other))
