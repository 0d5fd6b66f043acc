"""The watched folder: where exports are saved, and which of them are offered for import. Nothing of it is imported by itself."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Offer:
    """A file in the watched folder that is recognised, complete, and neither imported nor declined before. `what` as in `Look.what`."""

    path: Path
    what: str
    confidence: float
    size: int
