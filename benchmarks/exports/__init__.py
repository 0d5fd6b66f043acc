"""Exports of one long chat as each program writes them, made for measuring."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.exports import json_files, markup, text


@dataclass(frozen=True)
class Export:
    """A shape that a channel is exported in: the channel's value, and what writes `count` messages of it at a path without suffix."""

    channel: str
    write: Callable[[Path, int], Path]


SHAPES = {
    "WhatsApp": Export("whatsapp", text.whatsapp),
    "Telegram": Export("telegram", json_files.telegram),
    "Telegram, pages": Export("telegram", markup.telegram_pages),
    "Messenger": Export("messenger", json_files.meta),
    "Messenger, pages": Export("messenger", markup.messenger_pages),
    "Instagram": Export("instagram", json_files.meta),
    "X": Export("x", json_files.x),
    "SMS": Export("sms", markup.sms),
    "Signal, signal-export": Export("signal", text.signal_pages),
    "Signal, sigtop": Export("signal", json_files.sigtop),
    "LINE": Export("line", text.line),
    "iMessage": Export("imessage", text.imessage),
    "Google Chat": Export("google_chat", json_files.google_chat),
    "Google Voice": Export("google_voice", markup.google_voice),
    "Slack": Export("slack", json_files.slack),
    "Discord": Export("discord", json_files.discord),
    "Viber": Export("viber", text.viber),
}
"""Every shape that is measured, by the name it has in the report."""
