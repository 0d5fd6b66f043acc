"""Writing a file where the person pointed."""

from pathlib import Path

from app.domain.errors import BadInput
from app.domain.text import N_


def save_file(name: str, data: bytes) -> None:
    """Write bytes to a file the person chose; raises BadInput with a sentence when that does not work."""
    try:
        Path(name).write_bytes(data)
    except OSError as error:
        raise BadInput(N_("The file could not be written to {name}; choose another place."), name=name) from error
