"""Every messenger's export: read, and imported with all stages, in numbers that shops have after some years; and very large files."""

import json
import random
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.parsers.expat import ParserCreate
from xml.sax.saxutils import quoteattr

from benchmarks import shop
from benchmarks.child import measured
from benchmarks.figures import Figure, Size

SHOP, CUSTOMER = "De Zwaluw", "Noor Vink"
_SAID = (
    "Hoi, is de blauwe schaal nog op voorraad?",
    "Ja hoor, er staan er nog drie.",
    "Top! Kan ik hem morgen ophalen?",
    "Dat kan, we zijn open van tien tot vijf.",
    "Mijn bestelling 4711 is nog niet binnen 😕 wanneer komt die nou?",
    "Ik kijk het even na.",
    "Die ligt bij de post, morgen wordt hij bezorgd.",
    "dank je wel, dan wacht ik het af",
    "Könnt ihr auch einen Namen in die Tasse setzen?",
    "The parcel arrived with a crack in the lid, what now?",
)
_START = datetime(2024, 1, 5, 9, 0, tzinfo=UTC)
Turn = tuple[int, datetime, bool, str]
"""Number, time (UTC), whether the shop says it, and the words."""


def turns(count: int) -> Iterator[Turn]:
    """Yield what is said in a chat of `count` messages."""
    dice, at = random.Random(7), _START
    for number in range(count):
        at += timedelta(seconds=dice.randint(20, 900))
        yield number, at, number % 2 == 1, dice.choice(_SAID)


def _whatsapp(path: Path, count: int) -> Path:
    with path.with_suffix(".txt").open("w", encoding="utf-8") as out:
        for _, at, ours, text in turns(count):
            out.write(f"{at:%d-%m-%Y %H:%M} - {SHOP if ours else CUSTOMER}: {text}\n")
    return path.with_suffix(".txt")


def _line(path: Path, count: int) -> Path:
    day = None
    with path.with_suffix(".txt").open("w", encoding="utf-8") as out:
        out.write(f"[LINE] Chat history with {CUSTOMER}\nSaved on: 2026/01/01 10:00\n")
        for _, at, ours, text in turns(count):
            if at.date() != day:
                day = at.date()
                out.write(f"\n{at:%Y/%m/%d(%a)}\n")
            out.write(f"{at:%H:%M}\t{SHOP if ours else CUSTOMER}\t{text}\n")
    return path.with_suffix(".txt")


def _sms(path: Path, count: int) -> Path:
    with path.with_suffix(".xml").open("w", encoding="utf-8") as out:
        out.write(f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"{count}\">\n")
        for number, at, ours, text in turns(count):
            out.write(
                f'  <sms protocol="0" address="+3161234{5000 + number // 400 % 5000:04}" date="{at.timestamp() * 1000:.0f}" '
                f'type="{1 + ours}" subject="null" body={quoteattr(text)} read="1" status="-1" locked="0" contact_name="(Unknown)" />\n'
            )
        out.write("</smses>\n")
    return path.with_suffix(".xml")


def _backup(path: Path, count: int) -> Path:
    """Write the backup of a telephone as they grow to a gigabyte: one message in ten has a picture."""
    dice = random.Random(11)
    with path.with_suffix(".xml").open("w", encoding="utf-8") as out:
        out.write(f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"{count}\">\n")
        for number, at, ours, text in turns(count):
            who = f"+3161234{5000 + number // 400 % 5000:04}"
            when = f'address="{who}" date="{at.timestamp() * 1000:.0f}"'
            if number % 10:
                out.write(
                    f'  <sms protocol="0" {when} type="{1 + ours}" subject="null" body={quoteattr(text)} contact_name="(Unknown)" />\n'
                )
                continue
            picture = b64encode(dice.randbytes(_PICTURE)).decode()
            out.write(
                f'  <mms {when} msg_box="{1 + ours}" m_type="{128 if ours else 132}" sub="null" contact_name="(Unknown)"><parts>'
                f'<part seq="0" ct="image/jpeg" name="{number}.jpg" cl="{number}.jpg" text="null" data="{picture}" />'
                f'<part seq="0" ct="text/plain" name="null" text={quoteattr(text)} /></parts>'
                f'<addrs><addr address="{who}" type="{151 if ours else 137}" charset="106" /></addrs></mms>\n'
            )
        out.write("</smses>\n")
    return path.with_suffix(".xml")


def _telegram(path: Path, count: int) -> Path:
    head = {"name": CUSTOMER, "type": "personal_chat", "id": 555000111}
    return _listed(path, head, "messages", (_telegram_message(turn) for turn in turns(count)))


def _telegram_message(turn: Turn) -> dict[str, object]:
    number, at, ours, text = turn
    who = (SHOP, "user900") if ours else (CUSTOMER, "user555000111")
    stamp = {"date": f"{at:%Y-%m-%dT%H:%M:%S}", "date_unixtime": str(int(at.timestamp()))}
    words = {"text": text, "text_entities": [{"type": "plain", "text": text}]}
    return {"id": number + 1, "type": "message", **stamp, "from": who[0], "from_id": who[1], **words}


def _meta(path: Path, count: int) -> Path:
    head = {"participants": [{"name": CUSTOMER}, {"name": SHOP}], "title": CUSTOMER, "thread_path": "inbox/noorvink_1234567890"}
    return _listed(path, head, "messages", (_meta_message(turn) for turn in turns(count)))


def _meta_message(turn: Turn) -> dict[str, object]:
    _, at, ours, text = turn
    garbled = text.encode().decode("latin-1")
    sender = SHOP if ours else CUSTOMER
    return {"sender_name": sender, "timestamp_ms": int(at.timestamp() * 1000), "content": garbled, "is_geoblocked_for_viewer": False}


def _discord(path: Path, count: int) -> Path:
    head = {
        "guild": {"id": "0", "name": "Direct Messages", "iconUrl": ""},
        "channel": {"id": "700", "type": "DirectTextChat", "categoryId": None, "category": "Private", "name": "noorvink", "topic": None},
        "dateRange": {"after": None, "before": None},
        "exportedAt": "2026-01-01T10:00:00+00:00",
    }
    return _listed(path, head, "messages", (_discord_message(turn) for turn in turns(count)))


def _discord_message(turn: Turn) -> dict[str, object]:
    number, at, ours, text = turn
    who = {"id": "1" if ours else "2", "name": "zwaluw" if ours else "noorvink", "nickname": SHOP if ours else CUSTOMER, "isBot": False}
    nothing: dict[str, object] = {"attachments": [], "embeds": [], "stickers": [], "reactions": [], "mentions": []}
    return {
        "id": str(800_000 + number), "type": "Default", "timestamp": at.isoformat(), "timestampEdited": None, "isPinned": False,
        "content": text, "author": who, **nothing,
    }  # fmt: skip


def _listed(path: Path, head: dict[str, object], name: str, items: Iterator[dict[str, object]]) -> Path:
    """Write a JSON object with one long list."""
    with path.with_suffix(".json").open("w", encoding="utf-8") as out:
        out.write(json.dumps(head)[:-1] + f', "{name}": [\n')
        for number, item in enumerate(items):
            out.write((",\n" if number else "") + json.dumps(item, ensure_ascii=False))
        out.write("\n]}\n")
    return path.with_suffix(".json")


WRITERS: dict[str, Callable[[Path, int], Path]] = {
    "whatsapp": _whatsapp,
    "telegram": _telegram,
    "messenger": _meta,
    "instagram": _meta,
    "sms": _sms,
    "line": _line,
    "discord": _discord,
}
_PICTURE = 60_000
"""Bytes of a picture in the backup of a telephone."""
_LARGE = {"whatsapp": (_whatsapp, 100, 76), "sms": (_backup, 1000, 8_200)}
"""Files that are imported as well where the sizes are the published ones: how they are written, megabytes, bytes of a message."""


def run(size: Size) -> list[Figure]:
    """Return the figures of each channel."""
    folder = size.folder / "channels"
    folder.mkdir(exist_ok=True)
    figures = [figure for channel in WRITERS for figure in _channel(size, folder, channel, size.chat)]
    if size.large_files:
        for channel in _LARGE:
            figures += _large(size, folder, channel)
    return size.fit(figures)


def _channel(size: Size, folder: Path, channel: str, count: int) -> list[Figure]:
    path = WRITERS[channel](folder / f"{channel}-{count}", count)
    child = measured(size.folder, "benchmarks.channels:work", file=str(path), channel=channel, target=str(folder / f"profile-{channel}"))
    path.unlink()
    took = child.result
    if took["messages"] != count:
        raise RuntimeError(f"{channel}: {took['messages']} messages were read, not {count}")
    return [
        Figure(f"{channel}: {count:,} messages read", took["read"], "messages/s", *_BARE, took["bare"], bar=">= 50000"),
        Figure(f"{channel}: the same imported, all stages", took["imported"], "messages/s", bar=">= 5000"),
        Figure(f"{channel}: peak memory of both", child.peak_mb, "MB", bar="< 500"),
    ]


_BARE = ("the standard library alone: the file's JSON, XML or lines, and nothing made of them",)


def bare(path: Path) -> None:
    """Take a file apart as the standard library does it."""
    if path.suffix == ".json":
        json.loads(path.read_text(encoding="utf-8"))
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
    """Read and import in a child process."""
    from app.bootstrap import read_files
    from app.domain.message import IncomingMessage, ReadOptions

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
