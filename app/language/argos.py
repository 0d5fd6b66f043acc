"""Translation packages that the owner adds (Argos: a CTranslate2 model with its sentencepiece model), behind the LineEngine port.

The libraries `ctranslate2` and `sentencepiece` are no part of Toonbank. Where the owner has installed them they are imported here, late;
where not, everything says so and nothing else is affected.
"""

import json
import shutil
import stat
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any

from app.domain.errors import BadInput, Cancelled, EngineError, StorageFull
from app.domain.text import N_
from app.domain.translation import NoTranslator, PackageInfo

LIBRARIES = ("ctranslate2", "sentencepiece")
LIBRARIES_MISSING = N_(
    "This package needs the libraries ctranslate2 and sentencepiece, which are not installed; a language model translates without them."
)
GONE = N_("The folder of this translation package is not there any more; add it again.")
_NOT_ONE = N_("{name} is no translation package (an .argosmodel file, or a folder with metadata.json, model and sentencepiece.model).")
_BAD_PATHS = N_("{name} holds files that would be written outside its own folder, so it was not opened.")
_TOO_LARGE = N_("{name} would be larger than {gigabytes} GB when unpacked, so it was not opened.")
_OTHER_WORDS = N_("{name} cuts words in a way that is not supported (bpe.model); packages with sentencepiece.model work.")
_NO_LANGUAGES = N_("{name} does not say from which language into which it translates.")
_NO_ROOM = N_("There is no room to unpack {name}; nothing was changed.")
_BROKEN = N_("The translation package {name} cannot be used; it is incomplete or damaged.")
_MOST_BYTES = 4 * 1024**3
_MOST_FILES = 2_000
_MOST_METADATA = 100_000
_TOGETHER = 8
"""Sentences that are translated in one call, between two looks at whether to stop."""
_BEAM = 4
_SPACE = "\u2581"
"""How sentencepiece writes the blank before a word."""


def available() -> bool:
    """Whether the libraries can be imported (they are not imported here)."""
    return all(find_spec(name) is not None for name in LIBRARIES)


def read_package(path: Path) -> PackageInfo:
    """Describe a package: a zip (.argosmodel) or a folder. Raises BadInput with a sentence when it cannot be one."""
    if path.is_dir():
        found = _root_of(path)
        names = {child.relative_to(found).as_posix() for child in found.rglob("*")}
        return _described(path.name, found, _metadata(path.name, (found / "metadata.json").read_bytes()), names)
    with _opened(path) as package:
        root = _checked_root(path.name, package)
        prefix = f"{root}/" if root else ""
        names = {info.filename.removeprefix(prefix).rstrip("/") for info in package.infolist()}
        with package.open(f"{prefix}metadata.json") as file:
            values = _metadata(path.name, file.read(_MOST_METADATA))
        return _described(path.name, path, values, names)


def install(path: Path, into: Path) -> PackageInfo:
    """Unpack a zip into a folder of its own below `into` and describe it; a folder is used where it stands.

    Raises BadInput, StorageFull.
    """
    info = read_package(path)
    if path.is_dir():
        return info
    target = into / f"{info.source}-{info.target}"
    fresh = into / f".new-{uuid.uuid4().hex}"
    try:
        fresh.mkdir(parents=True)
        with _opened(path) as package:
            package.extractall(fresh)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    except OSError as error:
        raise StorageFull(_NO_ROOM, name=path.name) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return replace(info, path=str(_root_of(target)))


def state_of(info: PackageInfo) -> PackageInfo:
    """Return the package with its present state, and why it cannot be used."""
    if not (Path(info.path) / "metadata.json").is_file():
        return replace(info, state="missing", why=GONE)
    if not available():
        return replace(info, state="unavailable", why=LIBRARIES_MISSING)
    return replace(info, state="ready", why="")


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as package:
            yield package
    except (
        zipfile.BadZipFile,
        zlib.error,
        FileNotFoundError,
        PermissionError,
        IsADirectoryError,
        KeyError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise BadInput(_NOT_ONE, name=path.name) from error


def _checked_root(name: str, package: zipfile.ZipFile) -> str:
    """Return the one folder that everything lies in ("" for none), after looking at every name: no way out, no links, no bombs."""
    members = package.infolist()
    if sum(info.file_size for info in members) > _MOST_BYTES or len(members) > _MOST_FILES:
        raise BadInput(_TOO_LARGE, name=name, gigabytes=_MOST_BYTES // 1024**3)
    for info in members:
        place = PurePosixPath(info.filename)
        outside = place.is_absolute() or ".." in place.parts or "\\" in info.filename or ":" in info.filename or "\0" in info.filename
        if outside or stat.S_ISLNK(info.external_attr >> 16):
            raise BadInput(_BAD_PATHS, name=name)
    known = {info.filename for info in members}
    roots = {PurePosixPath(info.filename).parts[0] for info in members if PurePosixPath(info.filename).parts}
    if "metadata.json" in known:
        return ""
    if len(roots) == 1 and f"{next(iter(roots))}/metadata.json" in known:
        return next(iter(roots))
    raise BadInput(_NOT_ONE, name=name)


def _root_of(folder: Path) -> Path:
    inside = [child for child in folder.iterdir() if (child / "metadata.json").is_file()]
    if (folder / "metadata.json").is_file():
        return folder
    if len(inside) == 1:
        return inside[0]
    raise BadInput(_NOT_ONE, name=folder.name)


def _metadata(name: str, raw: bytes) -> dict[str, Any]:
    try:
        values = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadInput(_NOT_ONE, name=name) from error
    if not isinstance(values, dict):
        raise BadInput(_NOT_ONE, name=name)
    return values


def _described(name: str, path: Path, values: dict[str, Any], names: set[str]) -> PackageInfo:
    source, target = (str(values.get(key, "")).lower() for key in ("from_code", "to_code"))
    if not all(code.isascii() and code.isalpha() and len(code) in (2, 3) for code in (source, target)) or source == target:
        raise BadInput(_NO_LANGUAGES, name=name)
    if "sentencepiece.model" not in names:
        raise BadInput(_OTHER_WORDS if "bpe.model" in names else _NOT_ONE, name=name)
    if "model/model.bin" not in names:
        raise BadInput(_NOT_ONE, name=name)
    return PackageInfo(f"{source}-{target}", str(path), source, target, str(values.get("package_version", ""))[:20])


@dataclass(frozen=True, slots=True)
class Libraries:
    """The two modules, as they are imported."""

    ctranslate2: Any
    sentencepiece: Any


def import_libraries() -> Libraries:
    """Import the libraries. Raises NoTranslator where they are not installed or do not load."""
    try:
        return Libraries(*(import_module(name) for name in LIBRARIES))
    except (ImportError, OSError) as error:
        raise NoTranslator(LIBRARIES_MISSING) from error


class ArgosLines:
    """Implements LineEngine with packages; a pair that none of them knows goes by English, or by another language both know."""

    name = "argos"

    def __init__(self, packages: Sequence[PackageInfo], libraries: Callable[[], Libraries] = import_libraries) -> None:
        self._packages = {(package.source, package.target): package for package in packages}
        self._libraries = libraries
        self._loaded: dict[tuple[str, str], tuple[Any, Any, str]] = {}

    def can(self, source: str, target: str) -> bool:
        """Whether a package, or two in a row, lead from one language into the other."""
        return bool(self.way(source, target))

    def way(self, source: str, target: str) -> list[tuple[str, str]]:
        """Return the steps from one language into the other; [] where there is no way."""
        if (source, target) in self._packages:
            return [(source, target)]
        between = sorted({b for a, b in self._packages if a == source}, key=lambda code: (code != "en", code))
        return next(([(source, code), (code, target)] for code in between if (code, target) in self._packages), [])

    def lines(
        self,
        lines: Sequence[str],
        source: str,
        target: str,
        *,
        wanted: Sequence[tuple[str, str]] = (),
        cancelled: Callable[[], bool] | None = None,
    ) -> list[str]:
        """Return the sentences in the other language; these models take no wishes, so `wanted` is left to who looks at the result.

        Raises NoTranslator, EngineError, Cancelled.
        """
        steps = self.way(source, target)
        if not steps:
            raise NoTranslator
        said = list(lines)
        for step in steps:
            said = self._step(step, said, cancelled)
        return said

    def _step(self, step: tuple[str, str], lines: Sequence[str], cancelled: Callable[[], bool] | None) -> list[str]:
        translator, words, prefix = self._load(step)
        said: list[str] = []
        for at in range(0, len(lines), _TOGETHER):
            if cancelled is not None and cancelled():
                raise Cancelled
            said += self._some(translator, words, prefix, lines[at : at + _TOGETHER], self._packages[step].name)
        return said

    def _some(self, translator: Any, words: Any, prefix: str, lines: Sequence[str], name: str) -> list[str]:
        try:
            tokens = [words.encode(line, out_type=str) for line in lines]
            prefixes = [[prefix]] * len(tokens) if prefix else None
            made = translator.translate_batch(tokens, target_prefix=prefixes, beam_size=_BEAM, replace_unknowns=True)
            return [_text(one.hypotheses[0], prefix) for one in made]
        except (RuntimeError, ValueError, OSError, IndexError) as error:
            raise EngineError(_BROKEN, name=name) from error

    def _load(self, step: tuple[str, str]) -> tuple[Any, Any, str]:
        if step not in self._loaded:
            package = self._packages[step]
            libraries, folder = self._libraries(), Path(package.path)
            try:
                prefix = str(_metadata(package.name, (folder / "metadata.json").read_bytes()).get("target_prefix", ""))
                translator = libraries.ctranslate2.Translator(str(folder / "model"), device="cpu")
                words = libraries.sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
            except (RuntimeError, ValueError, OSError, BadInput) as error:
                raise EngineError(_BROKEN, name=package.name) from error
            self._loaded[step] = (translator, words, prefix)
        return self._loaded[step]


def _text(tokens: Sequence[str], prefix: str) -> str:
    joined = "".join(tokens).replace(_SPACE, " ").strip()
    return joined.removeprefix(prefix).strip() if prefix else joined


class ArgosRoom:
    """Implements PackageRoom: zips are unpacked below `folder`, folders are used where they stand."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def install(self, path: Path) -> PackageInfo:
        """Unpack (or find) a package and describe it. Raises BadInput, StorageFull."""
        return install(path, self._folder)

    def remove(self, info: PackageInfo) -> None:
        """Delete what `install` unpacked; a folder of the owner's own stays."""
        own = Path(info.path)
        if self._folder in own.parents:
            shutil.rmtree(self._folder / own.relative_to(self._folder).parts[0], ignore_errors=True)

    def state_of(self, info: PackageInfo) -> PackageInfo:
        """Return the package with its present state, and why it cannot be used."""
        return state_of(info)

    def lines(self, packages: Sequence[PackageInfo]) -> ArgosLines:
        """Return an engine over packages that are ready."""
        return ArgosLines(packages)
