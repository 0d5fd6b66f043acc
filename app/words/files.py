"""The program's own word files and models, as text."""

from functools import lru_cache
from pathlib import Path

_MODELS = Path(__file__).resolve().parents[2] / "resources" / "models"


@lru_cache(maxsize=8)
def shipped(name: str) -> str:
    """Return the text of a file of `resources/models`; raises OSError when the program's own files are incomplete."""
    return (_MODELS / name).read_text(encoding="utf-8")
