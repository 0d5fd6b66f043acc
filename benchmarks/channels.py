"""Every messenger's export: read, and imported with all stages, in numbers that shops have after some years; and very large files."""

import json
import shutil
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.parsers.expat import ParserCreate

from benchmarks import shop
from benchmarks.child import measured
from benchmarks.exports import SHAPES, markup, text
from benchmarks.exports.turns import SHOP
from benchmarks.figures import Figure, Size

_LARGE = {"whatsapp": (text.whatsapp, 100, 76), "sms": (markup.backup, 1000, 8_200)}
"""Files that are imported as well where the sizes are the published ones: how they are written, megabytes, bytes of a message."""


def run(size: Size) -> list[Figure]:
    """Return the figures of each channel."""
    folder = size.folder / "channels"
    folder.mkdir(exist_ok=True)
    figures = [figure for name in SHAPES for figure in _shape(size, folder, name, size.chat)]
    if size.large_files:
        for channel in _LARGE:
            figures += _large(size, folder, channel)
    return size.fit(figures)


def _shape(size: Size, folder: Path, name: str, count: int) -> list[Figure]:
    export = SHAPES[name]
    plain = name.lower().replace(", ", "-").replace(" ", "-")
    path = export.write(folder / f"{plain}-{count}", count)
    child = measured(
        size.folder, "benchmarks.channels:work", file=str(path), channel=export.channel, target=str(folder / f"profile-{plain}")
    )
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    took = child.result
    if took["messages"] != count:
        raise RuntimeError(f"{name}: {took['messages']} messages were read, not {count}")
    return [
        Figure(f"{name}: {count:,} messages read", took["read"], "messages/s", *_BARE, took["bare"], bar=">= 50000"),
        Figure(f"{name}: the same imported, all stages", took["imported"], "messages/s", bar=">= 5000"),
        Figure(f"{name}: peak memory of both", child.peak_mb, "MB", bar="< 500"),
    ]


_BARE = ("the standard library alone: the file's JSON, XML, tags or lines, and nothing made of them",)


def bare(path: Path) -> None:
    """Take a file, or those of a folder, apart as the standard library does it."""
    if path.is_dir():
        for each in path.rglob("*.*"):
            if each.is_file():
                bare(each)
    elif path.suffix == ".json":
        json.loads(path.read_text(encoding="utf-8"))
    elif path.suffix == ".html":
        HTMLParser().feed(path.read_text(encoding="utf-8"))
    elif path.suffix == ".xml":
        parser = ParserCreate()
        parser.StartElementHandler = lambda _name, _attributes: None
        with path.open("rb") as stream:
            parser.ParseFile(stream)
    else:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                line.partition(" - ")


def _large(size: Size, folder: Path, channel: str) -> list[Figure]:
    write, megabytes, bytes_each = _LARGE[channel]
    path = write(folder / f"{channel}-large", megabytes * 1_000_000 // bytes_each)
    real = path.stat().st_size / 1e6
    child = measured(
        size.folder, "benchmarks.channels:bring", file=str(path), channel=channel, target=str(folder / f"profile-large-{channel}")
    )
    path.unlink()
    took = child.result
    return [
        Figure(f"{channel}: file of {real:,.0f} MB, {took['kept']:,.0f} messages, imported", took["imported"], "messages/s"),
        Figure(f"{channel}: peak memory of that import", child.peak_mb, "MB", bar="< 500"),
        Figure(f"{channel}: the same taken back", took["undone"], "s"),
    ]


def work(file: str, channel: str, target: str) -> dict[str, float]:
    """Read and import in a child process. Loading the readers, once in each start of the program, is left out."""
    from app.channels import readers
    from app.domain.message import IncomingMessage, ReadOptions
    from app.looking import read_files

    readers()
    path, options = Path(file), ReadOptions(me=(SHOP,))
    began = time.perf_counter()
    found = sum(isinstance(item, IncomingMessage) for item in read_files([path], options, channel))
    read = time.perf_counter() - began
    began = time.perf_counter()
    bare(path)
    alone = time.perf_counter() - began
    return {
        "messages": found,
        "read": found / read,
        "bare": found / alone,
        "imported": bring(file, channel, target, back=False)["imported"],
    }


def bring(file: str, channel: str, target: str, *, back: bool = True) -> dict[str, float]:
    """Import in a child process, and take it back."""
    counter = shop.opened(Path(target))
    counter.put_shop(replace(counter.shop(), own_names=(SHOP,)))
    report = counter.import_paths([Path(file)], None, channel)
    began = time.perf_counter()
    if back:
        counter.undo_import(counter.imports(1)[0].id)
    undone = time.perf_counter() - began
    counter.close()
    return {"imported": report.new / report.seconds, "kept": report.new, "undone": undone}
