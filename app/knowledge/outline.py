"""The common middle of all readers: a document as blocks, and blocks as articles.

An article's text is light Markdown: `## ` headings, `- ` list items and table rows, blank lines between paragraphs.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from app.domain.knowledge import NewArticle

_GENERIC = re.compile(
    r"\W*(f\.?a\.?q\.?s?|q ?& ?a|veel ?gestelde vragen|vaak gestelde vragen|vragen( en antwoorden)?"
    r"|häufig(e| gestellte) fragen|fragen und antworten"
    r"|frequently asked questions|questions( and answers)?|common questions|help|hulp|hilfe|aide|questions fréquentes|foire aux questions"
    r"|klantenservice|customer service|kundenservice|kundendienst|service clients?)\W*",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document: a heading (`level` 1..6), or body text (`level` 0). `question` marks a heading that asks something;
    `item` a list item or table row, which stays with its neighbours."""

    text: str
    level: int = 0
    question: bool = False
    item: bool = False


@dataclass(slots=True)
class Section:
    """An article in the making: its title, the headings above it, and its blocks."""

    title: str
    context: tuple[str, ...] = ()
    blocks: list[Block] = field(default_factory=list)


def heading(text: str, level: int, *, question: bool = False) -> Block:
    """Return a heading block; text that ends in a question mark is a question whatever the caller knows."""
    clean = squeeze(text).replace("\n", " ")
    return Block(clean, level, question=question or clean.rstrip(" *_").endswith("?"))


def squeeze(text: str) -> str:
    """Return text with runs of blanks as one, and lines stripped."""
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def sections(blocks: Sequence[Block], fallback_title: str) -> Iterator[Section]:
    """Cut a document into articles: at its questions where it has them, else at the shallowest level (1 or 2) with several headings."""
    blocks = [block for block in blocks if block.text.strip()]
    level = _split_level(blocks)
    trail: list[tuple[int, str]] = []
    current = Section(fallback_title)
    titled = False
    for block in blocks:
        if block.level and (block.level <= level or (not titled and not current.blocks)):
            yield from _filled(current)
            trail = [(depth, text) for depth, text in trail if depth < block.level]
            current = Section(block.text, tuple(text for _, text in trail))
            trail.append((block.level, block.text))
            titled = True
        else:
            current.blocks.append(block)
    yield from _filled(current)


def _filled(section: Section) -> Iterator[Section]:
    if section.blocks:
        yield section


def _split_level(blocks: Iterable[Block]) -> int:
    counts: dict[int, int] = {}
    questions: dict[int, int] = {}
    for block in blocks:
        if block.level:
            counts[block.level] = counts.get(block.level, 0) + 1
            questions[block.level] = questions.get(block.level, 0) + block.question
    asking = [level for level, n in questions.items() if n >= 2 and n * 2 > counts[level]]
    several = [level for level, n in counts.items() if n >= 2 and level <= 2]
    return max(asking) if asking else min(several, default=0)


def to_article(section: Section, source: str, language: str = "und", scope: str = "") -> NewArticle:
    """Return a section as an article; the headings above a question stay with it as its first heading."""
    context = [text for text in section.context if not _GENERIC.fullmatch(text)]
    asks = section.title.endswith("?")
    title = section.title if asks or not context else f"{context[-1]}: {section.title}"
    lead = [f"# {' › '.join(context)}"] if context and asks else []
    return NewArticle(title=title[:300], text="\n\n".join([*lead, render(section.blocks)]), language=language, source=source, scope=scope)


def render(blocks: Iterable[Block]) -> str:
    """Return blocks as light Markdown."""
    parts = []
    for item, group in groupby(blocks, key=lambda block: block.item):
        texts = [f"{'#' * max(block.level, 2)} {block.text}" if block.level else block.text for block in group]
        parts.append(("\n" if item else "\n\n").join(texts))
    return "\n\n".join(parts)
