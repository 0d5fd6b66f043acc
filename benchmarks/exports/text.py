"""Exports that are text: WhatsApp, LINE, Signal's pages of Markdown, iMessage, a table of Viber's."""

import csv
from pathlib import Path

from benchmarks.exports.turns import CUSTOMER, SHOP, turns


def whatsapp(path: Path, count: int) -> Path:
    """One chat, as Android writes it."""
    with path.with_suffix(".txt").open("w", encoding="utf-8") as out:
        for _, at, ours, text in turns(count):
            out.write(f"{at:%d-%m-%Y %H:%M} - {SHOP if ours else CUSTOMER}: {text}\n")
    return path.with_suffix(".txt")


def line(path: Path, count: int) -> Path:
    """One chat, a line before each day."""
    day = None
    with path.with_suffix(".txt").open("w", encoding="utf-8") as out:
        out.write(f"[LINE] Chat history with {CUSTOMER}\nSaved on: 2026/01/01 10:00\n")
        for _, at, ours, text in turns(count):
            if at.date() != day:
                day = at.date()
                out.write(f"\n{at:%Y/%m/%d(%a)}\n")
            out.write(f"{at:%H:%M}\t{SHOP if ours else CUSTOMER}\t{text}\n")
    return path.with_suffix(".txt")


def signal_pages(path: Path, count: int) -> Path:
    """signal-export: a folder of the chat, a page of Markdown in it."""
    page = path / CUSTOMER / "chat.md"
    page.parent.mkdir(parents=True)
    with page.open("w", encoding="utf-8") as out:
        for _, at, ours, text in turns(count):
            out.write(f"[{at:%Y-%m-%d %H:%M:%S}] {'Me' if ours else CUSTOMER}: {text}  \n")
    return path


def imessage(path: Path, count: int) -> Path:
    """imessage-exporter's text."""
    path.mkdir()
    page = path / "+31612345678.txt"
    with page.open("w", encoding="utf-8") as out:
        for _, at, ours, text in turns(count):
            who = "Me" if ours else "+31612345678"
            out.write(f"{at:%b %d, %Y} {at.hour % 12 or 12:>2}:{at:%M:%S %p}\n{who}\n{text}\n\n")
    return page


def viber(path: Path, count: int) -> Path:
    """A table of five columns."""
    path.mkdir()
    page = path / f"viber {CUSTOMER}.csv"
    with page.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["Date", "Time", "Sender", "Phone number", "Message"])
        for _, at, ours, text in turns(count):
            who = (SHOP, "+31 20 555 0102") if ours else (CUSTOMER, "+31 6 12345678")
            rows.writerow([f"{at:%d/%m/%Y}", f"{at:%H:%M:%S}", *who, text])
    return page
