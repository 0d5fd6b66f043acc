"""Vectors as numbers: conversion, a keyed rotation, and exact search in memory."""

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.domain.knowledge import Vector

Matrix = NDArray[np.float32]
_LITTLE = np.dtype("<f4")


def as_matrix(vectors: Sequence[Vector]) -> Matrix:
    """Return one row per vector; raises ValueError when they differ in length or are no float32 values."""
    if len({len(vector) for vector in vectors}) > 1:
        raise ValueError("vectors of different dimensions")
    return np.frombuffer(b"".join(vectors), dtype=_LITTLE).reshape(len(vectors), -1).astype(np.float32, copy=False)


class Rotation:
    """A secret orthogonal change of axes (permutation and signs drawn from `key`): similarities stay, meanings do not.

    Whoever reads the index without the key cannot compare its vectors with those of texts of their own. Without a key nothing changes.
    """

    def __init__(self, key: bytes | None) -> None:
        self.key = key
        self.mark = hashlib.blake2b(b"toonbank index", key=key, digest_size=8).hexdigest() if key else "none"
        self._drawn: dict[int, tuple[NDArray[np.intp], Matrix]] = {}

    def __call__(self, rows: Matrix) -> Matrix:
        """Return the rows on the secret axes."""
        if self.key is None:
            return rows
        order, signs = self._axes(rows.shape[1])
        return rows[:, order] * signs

    def _axes(self, dimensions: int) -> tuple[NDArray[np.intp], Matrix]:
        if dimensions not in self._drawn:
            # Drawn from a hash and not from numpy's generators: those may change between versions.
            raw = hashlib.shake_256(b"toonbank axes" + (self.key or b"")).digest(dimensions * 9)
            order = np.argsort(np.frombuffer(raw[: dimensions * 8], dtype="<u8"), kind="stable")
            signs = (np.frombuffer(raw[dimensions * 8 :], dtype=np.uint8) & 1).astype(np.float32) * 2 - 1
            self._drawn[dimensions] = order, signs
        return self._drawn[dimensions]


class NumpyIndex:
    """VectorIndex by exact search in memory: always works, remembers nothing. Good for some 100,000 passages."""

    def __init__(self) -> None:
        self._rows: dict[int, Vector] = {}
        self._scheme = ""
        self._cached: tuple[list[int], Matrix] | None = None

    def put(self, items: Sequence[tuple[int, Vector]]) -> None:
        """Add or replace vectors by passage id; raises ValueError when dimensions differ from what is there."""
        lengths = {len(vector) for _, vector in items} | {len(vector) for vector in self._first()}
        if len(lengths) > 1:
            raise ValueError("vectors of different dimensions")
        self._rows.update(items)
        self._cached = None

    def _first(self) -> Iterable[Vector]:
        return [next(iter(self._rows.values()))] if self._rows else []

    def delete(self, ids: Sequence[int]) -> None:
        """Remove vectors; unknown ids are ignored."""
        for number in ids:
            self._rows.pop(number, None)
        self._cached = None

    def query(self, vector: Vector, limit: int) -> list[tuple[int, float]]:
        """Return (passage id, cosine similarity), best first; equal ones by id."""
        if not self._rows or limit <= 0:
            return []
        ids, matrix = self._matrix()
        wanted = as_matrix([vector])[0]
        if wanted.size != matrix.shape[1]:
            raise ValueError("vectors of different dimensions")
        scores = matrix @ (wanted / (float(np.linalg.norm(wanted)) or 1.0))
        best = np.lexsort((ids, -scores))[:limit]
        return [(ids[place], float(scores[place])) for place in best]

    def _matrix(self) -> tuple[list[int], Matrix]:
        if self._cached is None:
            matrix = as_matrix(list(self._rows.values()))
            lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
            self._cached = list(self._rows), (matrix / np.where(lengths == 0, 1, lengths)).astype(np.float32)
        return self._cached

    def count(self) -> int:
        """Return how many vectors are there."""
        return len(self._rows)

    def reset(self, scheme: str) -> None:
        """Empty the index for vectors of this scheme."""
        self._rows.clear()
        self._cached = None
        self._scheme = scheme

    def scheme(self) -> str:
        """Return the scheme of the vectors that are there ("" when empty)."""
        return self._scheme if self._rows else ""

    def close(self) -> None:
        """Forget everything."""
        self.reset("")
