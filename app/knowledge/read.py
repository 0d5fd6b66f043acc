"""Knowledge files to articles: one door for all formats."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from app.domain.errors import BadInput
from app.domain.knowledge import NewArticle
from app.domain.message import Problem, ProblemKind
from app.domain.text import N_
from app.knowledge.decode import decode, load, signature
from app.knowledge.html import html_blocks, page_language
from app.knowledge.markdown import front_matter, markdown_blocks
from app.knowledge.names import Names
from app.knowledge.office import docx_blocks, pdf_blocks
from app.knowledge.outline import Block, heading, sections, to_article
from app.knowledge.plain import plain_blocks
from app.knowledge.table import table_articles

Detect = Callable[[str], tuple[str, float]]
"""Says (ISO 639-1 code or "und", confidence 0..1) of a text."""

SUFFIXES = frozenset({".md", ".markdown", ".txt", ".text", ".html", ".htm", ".xhtml", ".docx", ".pdf", ".csv", ".tsv"})
"""File names that are read from a folder; elsewhere it is the content that decides."""

_SURE = 0.8
_REFUSALS = {
    "ZIP": N_("{name} is an archive; unpack it and import the files in it."),
    "OLE": N_("{name} is an old Word or a password-protected file; save it as .docx without a password."),
    "RTF": N_("{name} is a rich-text file; save it as .docx or plain text."),
}


def read_articles(path: Path, detect: Detect | None = None) -> Iterator[NewArticle | Problem]:
    """Yield the articles of one knowledge file, or of all such files below a folder (a file that cannot be used is a Problem there).

    A file with several headings or questions gives several articles, named `file#title`; `detect` gives the language of those that do not
    state one ("und" without it). Raises BadInput, with one sentence, for a single file that cannot be used.
    """
    if path.is_dir():
        yield from _folder(path, detect)
    else:
        yield from _file(path, path.name, detect)


def _folder(folder: Path, detect: Detect | None) -> Iterator[NewArticle | Problem]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() in SUFFIXES and path.is_file() and not path.name.startswith((".", "~$")):
            try:
                yield from _file(path, name, detect)
            except BadInput as error:
                yield Problem(ProblemKind.ERROR, name, str(error))


def _file(path: Path, source: str, detect: Detect | None) -> Iterator[NewArticle | Problem]:
    data = load(path)
    kind = _kind(data, path.suffix.lower(), path.name)
    if kind == "csv":
        yield from (_with_language(row, "", detect) for row in table_articles(decode(data, path.name), source))
        return
    facts, blocks = _READERS[kind](data, path.name)
    articles = list(_articles(blocks, facts, source, path.stem))
    if not articles:
        raise BadInput(N_("{name} holds no text that can be used as knowledge."), name=path.name)
    whole = _whole_language(articles, detect) or facts.get("page language", "")
    yield from (_with_language(article, whole, detect) for article in articles)


def _kind(data: bytes, suffix: str, name: str) -> str:
    """Say which reader is right, by content first: names lie."""
    found = signature(data)
    if found == "PDF":
        return "pdf"
    if found == "ZIP" and b"word/document.xml" in data:
        return "docx"
    if found:
        raise BadInput(_REFUSALS.get(found, N_("{name} is not a text; use .md, .txt, .html, .docx, .pdf or .csv.")), name=name)
    if suffix in (".pdf", ".docx"):
        raise BadInput(N_("{name} is damaged: its content is not what its name says. Make or download it again."), name=name)
    if suffix in (".csv", ".tsv"):
        return "csv"
    if suffix in (".html", ".htm", ".xhtml") or b"<html" in data[:2000].lower():
        return "html"
    if suffix not in SUFFIXES and suffix:
        raise BadInput(N_("{name} is a kind of file that cannot be read; use .md, .txt, .html, .docx, .pdf or .csv."), name=name)
    return "md" if suffix in (".md", ".markdown") else "txt"


def _markdown(data: bytes, name: str) -> tuple[dict[str, str], Sequence[Block]]:
    facts, text = front_matter(decode(data, name))
    return facts, list(markdown_blocks(text))


def _text(data: bytes, name: str) -> tuple[dict[str, str], Sequence[Block]]:
    facts, text = front_matter(decode(data, name))
    return facts, list(plain_blocks(text))


def _html(data: bytes, name: str) -> tuple[dict[str, str], Sequence[Block]]:
    text = decode(data, name)
    return {"page language": page_language(text)}, html_blocks(text)


def _docx(data: bytes, name: str) -> tuple[dict[str, str], Sequence[Block]]:
    return {}, docx_blocks(data, name)


def _pdf(data: bytes, name: str) -> tuple[dict[str, str], Sequence[Block]]:
    return {}, pdf_blocks(data, name)


_READERS: dict[str, Callable[[bytes, str], tuple[dict[str, str], Sequence[Block]]]] = {
    "md": _markdown,
    "txt": _text,
    "html": _html,
    "docx": _docx,
    "pdf": _pdf,
}


def _articles(blocks: Sequence[Block], facts: dict[str, str], source: str, stem: str) -> Iterator[NewArticle]:
    language = (facts.get("language") or facts.get("taal") or facts.get("lang") or "")[:2].lower() or "und"
    found = list(sections(_titled(blocks), facts.get("title") or facts.get("titel") or stem))
    names = Names(source)
    for section in found:
        name = source if len(found) == 1 else names.of(" ".join([*section.context, section.title]))
        yield to_article(section, name, language, facts.get("scope", ""))


def _titled(blocks: Sequence[Block]) -> Sequence[Block]:
    """Make a title of a short first line that is no sentence, where the text does not begin with a heading."""
    first = blocks[0] if len(blocks) > 1 else Block("")
    is_title = not first.level and not first.item and 0 < len(first.text) <= 120 and not re.search(r"\n|[.!;:,]$", first.text)
    return [heading(first.text, 1), *blocks[1:]] if is_title else blocks


def _whole_language(articles: Iterable[NewArticle], detect: Detect | None) -> str:
    if detect is None:
        return ""
    language, sure = detect("\n".join(f"{article.title}\n{article.text}" for article in articles)[:20_000])
    return language if sure >= _SURE and language != "und" else ""


def _with_language(article: NewArticle | Problem, whole: str, detect: Detect | None) -> NewArticle | Problem:
    """Fill in the language: as stated, else as detected with certainty, else that of the whole file or page."""
    if isinstance(article, Problem) or article.language != "und":
        return article
    language, sure = detect(f"{article.title}\n{article.text}") if detect else ("und", 0.0)
    if sure < _SURE or language == "und":
        language = whole or "und"
    return NewArticle(article.title, article.text, language, article.source, article.scope)
