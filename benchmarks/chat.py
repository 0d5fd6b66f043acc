"""Reading a WhatsApp export, and importing it, against the least that any reader does: one regular expression per line."""

import random
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks import shop
from benchmarks.child import measured
from benchmarks.figures import Figure, Size

_LINE = re.compile(r"(\d{2}-\d{2}-\d{4} \d{2}:\d{2}) - ([^:]+): (.*)")
_SAID = (
    "Hoi, is de blauwe schaal nog op voorraad?",
    "Ja hoor, er staan er nog drie.",
    "Top! Kan ik hem morgen ophalen?",
    "Dat kan, we zijn open van tien tot vijf.",
    "Mijn bestelling 4711 is nog niet binnen 😕",
    "Ik kijk het even na.",
    "Die ligt bij de post, morgen wordt hij bezorgd.",
    "Dank je wel!\nDan wacht ik het af.",
    "<Media weggelaten>",
    "Kunnen jullie ook een naam in de mok zetten?",
)


def run(size: Size) -> list[Figure]:
    """Return the figures of a chat export."""
    folder = size.folder / "chat"
    folder.mkdir(exist_ok=True)
    path = folder / "WhatsApp-chat met Noor Vink.txt"
    path.write_text("\n".join(lines(size.chat)) + "\n", encoding="utf-8")
    child = measured(size.folder, "benchmarks.chat:work", file=str(path), target=str(size.folder / "profile-chat"), count=size.chat)
    took = child.result
    base = ("one regular expression per line", took["bare"])
    return size.fit(
        [
            Figure(f"WhatsApp export of {size.chat:,} messages read", took["read"], "messages/s", *base),
            Figure("the same imported, all stages", took["imported"], "messages/s", *base),
            Figure("peak memory of that import", child.peak_mb, "MB", bar="< 300"),
        ]
    )


def lines(count: int) -> Iterator[str]:
    """Yield the lines of an export with `count` messages."""
    dice, at = random.Random(3), datetime(2026, 1, 5, 9, 0) - timedelta(minutes=9 * count)
    for _ in range(count):
        at += timedelta(minutes=dice.randint(1, 17))
        yield f"{at:%d-%m-%Y %H:%M} - {dice.choice(('Noor Vink', 'De Zwaluw'))}: {dice.choice(_SAID)}"


def work(file: str, target: str, count: int) -> dict[str, float]:
    """Read and import in a child process."""
    from app.domain.message import IncomingMessage, ReadOptions
    from app.looking import read_files

    path = Path(file)
    options = ReadOptions(me=("De Zwaluw",))
    began = time.perf_counter()
    found = sum(isinstance(item, IncomingMessage) for item in read_files([path], options))
    read = time.perf_counter() - began
    if found != count:
        raise RuntimeError(f"{found} messages were read, not {count}")
    counter = shop.opened(Path(target))
    counter.put_shop(replace(counter.shop(), own_names=("De Zwaluw",)))
    report = counter.import_paths([path])
    counter.close()
    return {"read": count / read, "imported": report.new / report.seconds, "bare": _bare(path, count)}


def _bare(path: Path, count: int) -> float:
    began = time.perf_counter()
    found = 0
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            if match := _LINE.match(line):
                found += bool(datetime.strptime(match[1], "%d-%m-%Y %H:%M"))
    return count / (time.perf_counter() - began)
