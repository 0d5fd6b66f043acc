"""Values of foreign JSON as what they should be: anything else counts as not there, so that one odd record stops nothing."""

from typing import Any


def words(value: object) -> str:
    """Return a string; "" for anything else."""
    return value if isinstance(value, str) else ""


def entries(value: object) -> list[Any]:
    """Return a list; an empty one for anything else."""
    return value if isinstance(value, list) else []


def record(value: object) -> dict[str, Any]:
    """Return an object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}
