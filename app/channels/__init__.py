"""Channels: one file = one source or sender. Readers are found by walking this package; there is no list to edit.

A module offers `READER` (messages; several modules may read one channel) or `ORDER_READER` (orders of a shop system).
"""

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from app.domain.message import Channel
from app.domain.order import OrderFileReader
from app.domain.ports import ChannelReader
from app.parsing.archive import is_zip, open_members

SURE = 0.9
"""What another reader must score of a folder or archive to read it as well."""


@cache
def channel_modules() -> list[str]:
    """Return the full names of all modules in this package, at any depth (also what a frozen program must carry as hidden imports)."""
    return sorted(module.name for module in pkgutil.walk_packages(__path__, f"{__name__}."))


def readers() -> list[ChannelReader]:
    """Return the file readers: what modules offer as `READER` (senders and servers offer none)."""
    return _offered("READER")


def order_readers() -> list[OrderFileReader]:
    """Return the readers of orders: what modules offer as `ORDER_READER`."""
    return _offered("ORDER_READER")


def _offered(name: str) -> list[Any]:
    found = (getattr(import_module(module), name, None) for module in channel_modules())
    return [reader for reader in found if reader is not None]


def readers_of(channel: Channel) -> list[ChannelReader]:
    """Return the readers of one channel."""
    return [reader for reader in readers() if reader.channel is channel]


def recognise(path: Path) -> list[tuple[ChannelReader, float]]:
    """Return (reader, score) for every reader that knows anything of `path`, surest first."""
    scored = [(reader, reader.score(path)) for reader in readers()]
    return sorted(((r, s) for r, s in scored if s > 0), key=lambda pair: (-pair[1], pair[0].channel))


def others_in(path: Path, best: ChannelReader) -> list[ChannelReader]:
    """Return the readers that a folder or archive needs beside `best`: it may hold what several programs wrote (a Takeout has mail, chats
    and calls). Mail counts where there is a mailbox: a single mail beside a chat was sent in it."""
    if not (path.is_dir() or is_zip(path)):
        return []
    found: dict[Channel, ChannelReader] = {best.channel: best}
    for reader, score in recognise(path):
        if _holds_mailbox(path) if reader.channel is Channel.MAILFILE else score >= SURE:
            found.setdefault(reader.channel, reader)
    return list(found.values())[1:]


def _holds_mailbox(path: Path) -> bool:
    with open_members(path) as members:
        return any(member.name.lower().endswith(".mbox") for member in members)


def recognise_orders(path: Path) -> list[tuple[OrderFileReader, float]]:
    """Return (reader, score) for every reader of orders that knows anything of `path`, surest first."""
    scored = [(reader, reader.score(path)) for reader in order_readers()]
    return sorted(((r, s) for r, s in scored if s > 0), key=lambda pair: (-pair[1], pair[0].system))
