"""Word and PDF files to blocks. Both libraries are heavy and are loaded when the first such file is read."""

import io
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from app.domain.errors import BadInput
from app.domain.text import N_
from app.knowledge.markdown import table_row
from app.knowledge.outline import Block, heading, squeeze
from app.knowledge.plain import plain_blocks

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

MAX_UNPACKED = 200_000_000
MAX_PAGES = 2_000
_STYLE_LEVEL = re.compile(r"heading (\d)", re.IGNORECASE)
_HYPHEN = re.compile(r"(\w)[-\u2010\u00ad]\n(?=[a-zà-ÿ])")
_SENTENCE_END = (".", "!", "?", ":", ";", "”", '"')


def docx_blocks(data: bytes, name: str) -> list[Block]:
    """Return the blocks of a Word file: heading styles, lists, tables as rows. Raises BadInput when it cannot be opened."""
    import docx
    from docx.table import Table

    _check_zip(data, name)
    try:
        document = docx.Document(io.BytesIO(data))
        blocks: list[Block] = []
        for content in document.iter_inner_content():
            blocks.extend(_table_blocks(content) if isinstance(content, Table) else _paragraph_blocks(content))
    except Exception as error:
        raise BadInput(
            N_("{name} is damaged and Word text cannot be read from it; open it in Word and save it again."), name=name
        ) from error
    return blocks


def _check_zip(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise BadInput(
            N_("{name} is damaged and Word text cannot be read from it; open it in Word and save it again."), name=name
        ) from error
    if size > MAX_UNPACKED:
        raise BadInput(N_("{name} unpacks to more than 200 MB; remove its pictures or split it."), name=name)


def _paragraph_blocks(paragraph: "Paragraph") -> Iterator[Block]:
    text = squeeze(paragraph.text)
    if not text:
        return
    style = (paragraph.style.name if paragraph.style is not None else "") or ""
    level = _STYLE_LEVEL.match(style)
    runs = [run for run in paragraph.runs if run.text.strip()]
    if style == "Title" or level:
        yield heading(text, int(level[1]) if level else 1)
    elif text.endswith("?") and runs and all(run.bold for run in runs):
        yield heading(text, 4)
    elif style.startswith("List") or _numbered(paragraph):
        yield Block("- " + text.replace("\n", " "), item=True)
    else:
        yield Block(text)


def _numbered(paragraph: "Paragraph") -> bool:
    properties = paragraph._p.pPr
    return properties is not None and properties.numPr is not None


def _table_blocks(table: "Table") -> Iterator[Block]:
    rows = [[squeeze(cell.text).replace("\n", " ") for cell in row.cells] for row in table.rows]
    if len(rows) == 1:
        yield Block(table_row([""] * len(rows[0]), rows[0]), item=True)
    for row in rows[1:]:
        yield Block(table_row(rows[0], row), item=True)


def pdf_blocks(data: bytes, name: str) -> list[Block]:
    """Return the blocks of a PDF's text. Raises BadInput for one that is protected, damaged, or only pictures."""
    from pypdf import PdfReader

    # pypdf reports every oddity of a file to its log; a person learns the outcome instead.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [page.extract_text() for page in reader.pages[:MAX_PAGES]]
    except Exception as error:
        raise BadInput(N_("{name} is damaged and no text can be read from it; make the PDF again."), name=name) from error
    if locked:
        raise BadInput(N_("{name} is protected with a password; save a copy without one."), name=name)
    text = _join_pages(pages)
    if not text.strip():
        raise BadInput(N_("{name} holds pictures of pages and no text (a scan); use the original document, or a PDF with text."), name=name)
    return list(plain_blocks(text))


def _join_pages(pages: list[str]) -> str:
    lines = [[line.strip() for line in page.strip().split("\n")] for page in pages]
    repeated = _running_lines(lines)
    kept = [line for page in lines for line in page if _shape(line) not in repeated]
    width = sorted(len(line) for line in kept)[int(len(kept) * 0.9)] if kept else 0
    ended = [line + ("\n" if _ends_paragraph(line, after, width) else "") for line, after in zip_longest(kept, kept[1:], fillvalue="")]
    return _HYPHEN.sub(r"\1", "\n".join(ended))


def _ends_paragraph(line: str, after: str, width: int) -> bool:
    """A sentence that ends in a short line, before a question, or as one, closes its paragraph: PDFs know lines only."""
    return line.endswith(_SENTENCE_END) and (len(line) < 0.8 * width or line.endswith("?") or after.endswith("?"))


def _running_lines(pages: list[list[str]]) -> set[str]:
    """Return the shapes (digits as 0) of first and last lines that come back on most pages: running heads and page numbers."""
    if len(pages) < 3:
        return set()
    edges = Counter(shape for page in pages for shape in {_shape(line) for line in [*page[:1], *page[-1:]] if line})
    return {shape for shape, n in edges.items() if n * 2 > len(pages)}


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line)
