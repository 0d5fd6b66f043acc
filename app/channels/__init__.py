"""Channels: one file = one source or sender. Readers are found by walking this package; there is no list to edit."""

import pkgutil
from importlib import import_module
from pathlib import Path

from app.domain.message import Channel
from app.domain.ports import ChannelReader


def channel_modules() -> list[str]:
    """Return the full names of all modules in this package, at any depth (also what a frozen program must carry as hidden imports)."""
    return sorted(module.name for module in pkgutil.walk_packages(__path__, f"{__name__}."))


def readers() -> dict[Channel, ChannelReader]:
    """Return the file readers by channel: what modules offer as `READER` (senders and servers offer none)."""
    found = (getattr(import_module(name), "READER", None) for name in channel_modules())
    return {reader.channel: reader for reader in found if reader is not None}


def recognise(path: Path) -> list[tuple[ChannelReader, float]]:
    """Return (reader, score) for every reader that knows anything of `path`, surest first."""
    scored = [(reader, reader.score(path)) for reader in readers().values()]
    return sorted(((r, s) for r, s in scored if s > 0), key=lambda pair: (-pair[1], pair[0].channel))
