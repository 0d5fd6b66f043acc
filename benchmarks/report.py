"""Figures as a table for the terminal and as a page of Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.figures import Figure

_HEAD = ("what", "measured", "baseline", "of it", "x", "bar", "")


@dataclass(slots=True)
class Part:
    """The outcome of one benchmark: its title, its figures, or why there are none."""

    title: str
    figures: list[Figure] = field(default_factory=list)
    skipped: str = ""
    seconds: float = 0.0


def number(value: float) -> str:
    """Return a value with three significant digits, thousands apart."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3g}"


def cells(figure: Figure) -> tuple[str, ...]:
    """Return a figure as the cells of a row."""
    base = f"{number(figure.baseline_value)} {figure.unit}" if figure.baseline_value is not None else ""
    ratio = f"{number(figure.ratio)}x" if figure.ratio is not None else ""
    met = {True: "reached", False: "MISSED", None: ""}[figure.met]
    name = f"{figure.name} ({figure.note})" if figure.note else figure.name
    return name, f"{number(figure.value)} {figure.unit}", figure.baseline, base, ratio, figure.bar, met


def table(part: Part) -> str:
    """Return a part for the terminal."""
    title = f"{part.title} ({part.seconds:.0f} s)"
    if part.skipped:
        return f"{title}\n  skipped: {part.skipped}\n"
    rows = [_HEAD, *(cells(figure) for figure in part.figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([title, *lines]) + "\n"


def page(parts: Sequence[Part], facts: Mapping[str, str]) -> str:
    """Return the page that is kept."""
    lines = ["# Benchmarks", "", *_EXPLAINED, ""]
    lines += [f"- {label}: {words}" for label, words in facts.items()]
    for part in parts:
        lines += ["", f"## {part.title}", "", *_section(part)]
    return "\n".join(lines) + "\n"


_EXPLAINED = (
    'Each figure stands beside a baseline that was measured in the same run. "x" is measured / baseline; a bar that ends in x is about',
    "that ratio. Ratios carry over to other machines, absolute figures hold for this one. The mails, chats, articles and the language",
    "model are made up by the program itself. `make bench` measures anew.",
)


def _section(part: Part) -> list[str]:
    if part.skipped:
        return [f"Skipped: {part.skipped}"]
    rows = [_row(_HEAD), _row(("---", "---:", "---", "---:", "---:", "---", "---")), *(_row(cells(f)) for f in part.figures)]
    return rows


def _row(row: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
