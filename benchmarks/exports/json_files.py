"""Exports that are JSON: Telegram, Meta's, Discord, Google Chat, Slack, X, Signal's lines."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from benchmarks.exports.turns import CUSTOMER, SHOP, Turn, turns

Record = dict[str, object]


def telegram(path: Path, count: int) -> Path:
    """One chat."""
    head = {"name": CUSTOMER, "type": "personal_chat", "id": 555000111}
    return _listed(path, head, "messages", (_telegram_message(turn) for turn in turns(count)))


def _telegram_message(turn: Turn) -> Record:
    number, at, ours, text = turn
    who = (SHOP, "user900") if ours else (CUSTOMER, "user555000111")
    stamp = {"date": f"{at:%Y-%m-%dT%H:%M:%S}", "date_unixtime": str(int(at.timestamp()))}
    words = {"text": text, "text_entities": [{"type": "plain", "text": text}]}
    return {"id": number + 1, "type": "message", **stamp, "from": who[0], "from_id": who[1], **words}


def meta(path: Path, count: int) -> Path:
    """One conversation of Messenger or Instagram, its texts garbled as Meta does it."""
    head = {"participants": [{"name": CUSTOMER}, {"name": SHOP}], "title": CUSTOMER, "thread_path": "inbox/noorvink_1234567890"}
    return _listed(path, head, "messages", (_meta_message(turn) for turn in turns(count)))


def _meta_message(turn: Turn) -> Record:
    _, at, ours, text = turn
    garbled = text.encode().decode("latin-1")
    sender = SHOP if ours else CUSTOMER
    return {"sender_name": sender, "timestamp_ms": int(at.timestamp() * 1000), "content": garbled, "is_geoblocked_for_viewer": False}


def discord(path: Path, count: int) -> Path:
    """One channel, as DiscordChatExporter writes it."""
    head = {
        "guild": {"id": "0", "name": "Direct Messages", "iconUrl": ""},
        "channel": {"id": "700", "type": "DirectTextChat", "categoryId": None, "category": "Private", "name": "noorvink", "topic": None},
        "dateRange": {"after": None, "before": None},
        "exportedAt": "2026-01-01T10:00:00+00:00",
    }
    return _listed(path, head, "messages", (_discord_message(turn) for turn in turns(count)))


def _discord_message(turn: Turn) -> Record:
    number, at, ours, text = turn
    who = {"id": "1" if ours else "2", "name": "zwaluw" if ours else "noorvink", "nickname": SHOP if ours else CUSTOMER, "isBot": False}
    nothing: Record = {"attachments": [], "embeds": [], "stickers": [], "reactions": [], "mentions": []}
    return {
        "id": str(800_000 + number), "type": "Default", "timestamp": at.isoformat(), "timestampEdited": None, "isPinned": False,
        "content": text, "author": who, **nothing,
    }  # fmt: skip


def _listed(path: Path, head: Record, name: str, items: Iterator[Record]) -> Path:
    """Write a JSON object with one long list."""
    with path.with_suffix(".json").open("w", encoding="utf-8") as out:
        out.write((json.dumps(head)[:-1] + ", " if head else "{") + f'"{name}": [\n')
        for number, item in enumerate(items):
            out.write((",\n" if number else "") + json.dumps(item, ensure_ascii=False))
        out.write("\n]}\n")
    return path.with_suffix(".json")


def google_chat(path: Path, count: int) -> Path:
    """The messages of one conversation in a Takeout."""
    path.mkdir()
    return _listed(path / "messages", {}, "messages", (_google_chat_message(turn) for turn in turns(count)))


def _google_chat_message(turn: Turn) -> Record:
    number, at, ours, text = turn
    who = (SHOP, "hallo@dezwaluw.example") if ours else (CUSTOMER, "noor@mail.example")
    return {
        "creator": {"name": who[0], "email": who[1], "user_type": "Human"},
        "created_date": f"{at:%A, %B} {at.day}, {at.year} at {at.hour % 12 or 12}:{at:%M:%S %p} UTC",
        "text": text, "topic_id": f"t{number}", "message_id": f"aa/{number}/{number}",
    }  # fmt: skip


def slack(path: Path, count: int) -> Path:
    """A workspace: the people, and a folder of the channel with a file for each day."""
    folder = path / "bestellingen"
    folder.mkdir(parents=True)
    people = [
        {"id": "U1", "name": "zwaluw", "profile": {"real_name": SHOP}},
        {"id": "U2", "name": "noor", "profile": {"real_name": CUSTOMER}},
    ]
    (path / "users.json").write_text(json.dumps(people), encoding="utf-8")
    (path / "channels.json").write_text(json.dumps([{"id": "C1", "name": "bestellingen", "members": ["U1", "U2"]}]), encoding="utf-8")
    for day, said in groupby(turns(count), lambda turn: turn[1].date()):
        (folder / f"{day}.json").write_text(json.dumps([_slack_message(turn) for turn in said], indent=4), encoding="utf-8")
    return path


def _slack_message(turn: Turn) -> Record:
    number, at, ours, text = turn
    ts = f"{at.timestamp():.0f}.{number % 1_000_000:06}"
    return {"type": "message", "user": "U1" if ours else "U2", "text": text, "ts": ts, "team": "T1"}


def x(path: Path, count: int) -> Path:
    """The direct messages of an archive, and whose it is."""
    data = path / "data"
    data.mkdir(parents=True)
    own = [{"account": {"accountId": "1", "username": "dezwaluw", "accountDisplayName": SHOP}}]
    (data / "account.js").write_text("window.YTD.account.part0 = " + json.dumps(own), encoding="utf-8")
    page = data / "direct-messages.js"
    said = [{"messageCreate": _x_message(turn)} for turn in turns(count)]
    body = [{"dmConversation": {"conversationId": "1-2", "messages": said[::-1]}}]
    page.write_text("window.YTD.direct_messages.part0 = " + json.dumps(body, indent=2, ensure_ascii=False), encoding="utf-8")
    return path


def _x_message(turn: Turn) -> Record:
    number, at, ours, text = turn
    who = ("1", "2") if ours else ("2", "1")
    stamp = f"{at:%Y-%m-%dT%H:%M:%S}.000Z"
    return {
        "recipientId": who[1], "reactions": [], "urls": [], "text": text, "mediaUrls": [], "senderId": who[0], "id": str(1000 + number),
        "createdAt": stamp,
    }  # fmt: skip


def sigtop(path: Path, count: int) -> Path:
    """sigtop's JSON of one conversation."""
    path.mkdir()
    return _list(path / f"{CUSTOMER} (+31612345678).json", (_sigtop_message(turn) for turn in turns(count)))


def _sigtop_message(turn: Turn) -> Record:
    number, at, ours, text = turn
    when = int(at.timestamp() * 1000)
    who = {} if ours else {"source": "+31612345678"}
    return {
        "id": f"5d0c0f6e-{number:08}", "type": "outgoing" if ours else "incoming", "conversationId": "c1", "sent_at": when,
        "received_at": number, "timestamp": when, **who, "body": text, "attachments": [], "reactions": [],
    }  # fmt: skip


def _list(path: Path, items: Iterable[Record]) -> Path:
    with path.open("w", encoding="utf-8") as out:
        out.write("[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in items) + "\n]\n")
    return path
