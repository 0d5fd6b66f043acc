"""`python -m benchmarks [--only NAME] [--quick] [--write]`: measure and print; with --write keep the page in RESULTS.md."""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import ModuleType

from benchmarks import channels, chat, drafts, finding, imap_sync, llama, machine, mail_import, searching, sorting, startup
from benchmarks.child import compile_once
from benchmarks.figures import Size, Skipped, full, quick
from benchmarks.report import Part, page, table

BENCHMARKS: dict[str, tuple[str, ModuleType]] = {
    "import": ("Import of mail", mail_import),
    "sync": ("Sync with a mail server", imap_sync),
    "search": ("Search", searching),
    "startup": ("Start of the window", startup),
    "triage": ("Triage", sorting),
    "retrieval": ("Finding the right article", finding),
    "draft": ("Drafts by the embedded engine", drafts),
    "chat": ("Chat exports", chat),
    "channels": ("Every channel", channels),
    "llama": ("The language model's worker", llama),
}
RESULTS = Path(__file__).with_name("RESULTS.md")
_BUSY = 20.0
"""Percent of the machine's cores in use by others, from which on the figures are called those of a busy machine."""


def measure(name: str, size: Size) -> Part:
    """Run one benchmark."""
    title, module = BENCHMARKS[name]
    began = time.perf_counter()
    try:
        part = Part(title, module.run(size))
    except Skipped as why:
        part = Part(title, skipped=str(why))
    part.seconds = time.perf_counter() - began
    return part


def main(arguments: Sequence[str]) -> int:
    """Measure what was asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(BENCHMARKS), metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}")
    parser.add_argument("--quick", action="store_true", help="small sizes, some minutes; the bars are not judged")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    given = parser.parse_args(arguments)
    before, parts = machine.load(), []
    with tempfile.TemporaryDirectory(prefix="toonbank-bench-") as folder:
        size = (quick if given.quick else full)(Path(folder).resolve())
        compile_once(size.folder)
        for name in given.only or BENCHMARKS:
            parts.append(measure(name, size))
            print(table(parts[-1]), flush=True)
    facts = machine.described() | _circumstances(arguments, before)
    print("\n".join(f"{label}: {words}" for label, words in facts.items()))
    if given.write:
        RESULTS.write_text(page(parts, facts), encoding="utf-8")
    return 0


def _circumstances(arguments: Sequence[str], before: float) -> dict[str, str]:
    words = f"others kept {before:.0f} % of the cores' time wanted or in use before the start (above 100 %: more than the cores can give)"
    if before >= _BUSY:
        words += "; a busy machine, so absolute figures are too low and small differences mean nothing"
    return {"load": words, "date": date.today().isoformat(), "command": " ".join(["python -m benchmarks", *arguments])}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
