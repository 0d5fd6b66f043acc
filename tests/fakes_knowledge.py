"""A vector index for tests that need one and are not about it."""

from collections.abc import Sequence

import numpy as np

from app.domain.knowledge import Vector


class FakeVectorIndex:
    """VectorIndex in a dict, written for plainness."""

    def __init__(self) -> None:
        self.vectors: dict[int, Vector] = {}
        self.name = ""

    def put(self, items: Sequence[tuple[int, Vector]]) -> None:
        lengths = {len(vector) for vector in [*self.vectors.values(), *(vector for _, vector in items)]}
        if len(lengths) > 1:
            raise ValueError("vectors of different dimensions")
        self.vectors.update(items)

    def delete(self, ids: Sequence[int]) -> None:
        for number in ids:
            self.vectors.pop(number, None)

    def query(self, vector: Vector, limit: int) -> list[tuple[int, float]]:
        if any(len(vector) != len(other) for other in self.vectors.values()):
            raise ValueError("vectors of different dimensions")
        wanted = np.frombuffer(vector, "<f4")
        scores = [(number, float(np.dot(wanted, np.frombuffer(other, "<f4")))) for number, other in self.vectors.items()]
        return sorted(scores, key=lambda pair: (-pair[1], pair[0]))[: max(limit, 0)]

    def count(self) -> int:
        return len(self.vectors)

    def reset(self, scheme: str) -> None:
        self.vectors.clear()
        self.name = scheme

    def scheme(self) -> str:
        return self.name if self.vectors else ""

    def close(self) -> None:
        """Nothing to release."""
