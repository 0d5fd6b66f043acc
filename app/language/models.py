"""The data files of the embedded engine."""

from pathlib import Path

from app.domain.errors import EngineError
from app.domain.text import N_


def triage_model_bytes(resources: Path) -> bytes:
    """Return the bytes of the sorter's model in the resources folder; raises EngineError when it is not there."""
    try:
        return (resources / "models" / "triage.npz").read_bytes()
    except OSError as error:
        raise EngineError(N_("A part of the program is missing: the sorter's model. Please install Toonbank again.")) from error
