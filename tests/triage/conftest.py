"""The shipped model, read once."""

from pathlib import Path

import pytest

from app.language.detect import detect
from app.triage.model import TriageModel
from app.triage.sorter import EmbeddedSorter

MODEL = Path(__file__).resolve().parents[2] / "resources" / "models" / "triage.npz"


@pytest.fixture(scope="session")
def model() -> TriageModel:
    return TriageModel.from_bytes(MODEL.read_bytes())


@pytest.fixture(scope="session")
def sorter(model: TriageModel) -> EmbeddedSorter:
    return EmbeddedSorter(model, detect)
