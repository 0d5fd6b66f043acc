"""A model file looked at before it is loaded: whole? of which kind? on the list? what will it need?"""

import hashlib
from pathlib import Path

from app.domain.engines import ModelFile
from app.domain.errors import Cancelled, EngineError
from app.domain.ports import CancelCheck, Progress
from app.domain.text import N_, packed
from app.language.gguf_header import HeaderFault, header_of
from app.language.known_models import KNOWN, compare
from app.language.resident import check_file

_PIECE = 4 * 1024 * 1024
_DAMAGED = N_("The model file {name} is damaged at its beginning; copy or download it again.")
_UNREADABLE = N_("The model file {name} cannot be read.")
_RECURRENT = N_(
    "This kind of model ({architecture}) reads every prompt from the beginning, so that each answer takes as long as the first."
)
_NO_TEMPLATE = N_("The file says nothing about how the model wants to be asked; its answers may be poor.")
_CHECKSUM = N_("Computing the checksum")


def inspect(path: Path, checksum: str = "", progress: Progress | None = None, cancelled: CancelCheck | None = None) -> ModelFile:
    """Say what a file is, without loading it. Raises EngineError with one sentence for a file that is no model; Cancelled."""
    check_file(path)
    try:
        header, size = header_of(path), path.stat().st_size
        sha256 = checksum or sha256_of(path, progress, cancelled)
    except HeaderFault as error:
        raise EngineError(_DAMAGED, name=path.name) from error
    except OSError as error:
        raise EngineError(_UNREADABLE, name=path.name) from error
    match, model, told = compare(size, sha256, path.name)
    made = ModelFile(path, size, sha256, header, match, told, model)
    return ModelFile(path, size, sha256, header, match, told, model, _warnings(made))


def sha256_of(path: Path, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> str:
    """Return the SHA-256 of a file in hex digits. Raises Cancelled, OSError."""
    total, done, made = path.stat().st_size, 0, hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if cancelled is not None and cancelled():
                raise Cancelled
            made.update(piece)
            done += len(piece)
            if progress is not None:
                progress(done, total, _CHECKSUM)
    return made.hexdigest()


def known_prefixes(file: ModelFile) -> tuple[str, str]:
    """Return what an embedding model wants before (a question, a passage), by the list or by its family; ("", "") for most."""
    if file.model is not None:
        return file.model.query_prefix, file.model.passage_prefix
    if file.header.architecture == "gemma-embedding":
        model = next(model for model in KNOWN if model.name == "embeddinggemma-300m")
        return model.query_prefix, model.passage_prefix
    named = f"{file.header.name} {file.path.name}".casefold()
    if "e5" in named.replace("-", " ").replace("_", " ").split():
        return "query: ", "passage: "
    return ("query: ", "") if "arctic-embed" in named else ("", "")


def _warnings(file: ModelFile) -> tuple[str, ...]:
    found = []
    if file.header.recurrent:
        found.append(packed(_RECURRENT, {"architecture": file.header.architecture}))
    if not file.header.template and not file.header.embedding:
        found.append(_NO_TEMPLATE)
    return tuple(found)
