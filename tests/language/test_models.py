"""Where the embedded engine's data comes from."""

from pathlib import Path

import pytest

from app.domain.errors import EngineError
from app.language.models import triage_model_bytes


def test_the_shipped_file_is_found() -> None:
    resources = Path(__file__).resolve().parents[2] / "resources"
    assert triage_model_bytes(resources).startswith(b"PK")


def test_a_missing_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="missing"):
        triage_model_bytes(tmp_path)
