"""The XML of Android backups of messages and calls (`<smses>`, `<calls>`), a record at a time, from files of many gigabytes.

Text is decoded, freed of base64 (`sms_data`), of forbidden references (`xml_refs`) and then parsed; a damaged record costs only itself.
Format: the fields page of SMS Backup & Restore; Signal for Android once wrote the same shape.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple
from xml.parsers import expat

from app.domain.errors import BadInput
from app.domain.message import Problem, ProblemKind
from app.domain.text import N_
from app.parsing.json_stream import CUT_OFF
from app.parsing.sms_data import Lift
from app.parsing.xml_refs import References

CHUNK = 1024 * 1024
LARGEST = 256 * CHUNK
"""Bytes that one element may have (without the files in it)."""
HEAD = 64 * 1024

BAD_RECORD = N_("A record of the backup is damaged (it is no valid XML); it was left out, and reading went on behind it.")
ENTITIES = N_("The file declares entities, which no backup does and which can do harm. Nothing was read.")
TOO_LARGE = N_("A record of the backup is larger than any message can be. What came before is kept; the rest was not read.")
NOT_A_BACKUP = N_("This is no backup of messages or calls as far as can be seen. Nothing was read.")

_DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([\w.-]+)["']""")
_START = re.compile(rb"<(?:sms|mms|call)\s")
_ROOTS = ("smses", "calls")
_BARE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?=<(?:sms|mms|call)\s[^>]*\bdate=)")
_ROOT_OF = {"sms": "smses", "mms": "smses", "call": "calls"}


class Record(NamedTuple):
    """One `<sms>`, `<mms>` or `<call>`: its attributes, for an mms its parts and addresses, and the line it ends on."""

    tag: str
    fields: dict[str, str]
    parts: list[dict[str, str]]
    addresses: list[dict[str, str]]
    line: int


class BackupFile:
    """Reads one file. `lift` holds the files of the record at hand; take them before asking for the next record."""

    def __init__(self, name: str) -> None:
        self.lift = Lift()
        self._name = name
        self._records: list[Record] = []
        self._open: Record | None = None
        self._root = False
        self._closed = False
        self._line = 0
        self._base = 0
        self._begun = self._bare = False
        self._begin()

    def _with_root(self, raw: bytes) -> bytes:
        """Return the beginning of a file with the element around its records, which files cut from a backup lack."""
        bare = _BARE.match(raw)
        self._bare = bare is not None
        return raw if bare is None else b"<smses>" + raw[bare.end() :]

    def records(self, stream: BinaryIO) -> Iterator[Record | Problem]:
        """Yield records and problems in order; raises BadInput where this is no backup, or one that would do harm."""
        for raw in _pieces(stream, self.lift, self._is_hungry):
            yield from self._parse(memoryview(raw if self._begun else self._with_root(raw)))
            self._begun = True
        if not self._root:
            raise BadInput(NOT_A_BACKUP)
        if not self._closed and (self._open is not None or not self._bare):
            yield Problem(ProblemKind.ERROR, f"{self._name}:{self._line_now()}", CUT_OFF)

    def _is_hungry(self) -> bool:
        """Say whether the parser waits for the end of one element."""
        return self._parser.CurrentByteIndex < self._base - CHUNK

    def _parse(self, raw: memoryview) -> Iterator[Record | Problem]:
        problem: Problem | None
        while True:
            rest, problem = memoryview(b""), None
            try:
                self._parser.Parse(raw)
                self._base += len(raw)
            except expat.ExpatError:
                problem = Problem(ProblemKind.UNPARSED, f"{self._name}:{self._line + self._parser.ErrorLineNumber}", BAD_RECORD)
                rest = self._behind_error(raw)
            yield from self._records
            self._records.clear()
            self.lift.forget() if self._open is None else None
            if problem is None:
                return
            if not self._root:
                raise BadInput(NOT_A_BACKUP)
            if not self._closed:
                yield problem
            raw = rest

    def _behind_error(self, raw: memoryview) -> memoryview:
        """Begin anew at the next record; what it parsed of a message until here is lost."""
        at = max(0, self._parser.ErrorByteIndex - self._base)
        found = _START.search(raw, at + 1)
        start = found.start() if found else len(raw)
        self._line += self._parser.ErrorLineNumber - 1 + bytes(raw[at:start]).count(b"\n")
        self._open, self._base = None, 0
        self._begin()
        if self._root:
            self._parser.Parse(b"<smses>")
            self._base = len(b"<smses>")
        return raw[start:]

    def _line_now(self) -> int:
        return self._line + self._parser.CurrentLineNumber

    def _begin(self) -> None:
        self._parser = parser = expat.ParserCreate("UTF-8")
        parser.StartElementHandler = self._starter()
        parser.EndElementHandler = self._end
        parser.EntityDeclHandler = _refuse

    def _starter(self) -> Callable[[str, dict[str, str]], None]:
        records = self._records
        parser = self._parser
        none: list[dict[str, str]] = []

        def start(tag: str, fields: dict[str, str]) -> None:
            if tag == "sms":
                records.append(Record(tag, fields, none, none, self._line + parser.CurrentLineNumber))
            elif tag in ("mms", "call"):
                self._open = Record(tag, fields, [], [], self._line_now())
            elif self._open is not None and tag in ("part", "addr"):
                (self._open.parts if tag == "part" else self._open.addresses).append(fields)
            elif tag in _ROOTS:
                self._root = True

        return start

    def _end(self, tag: str) -> None:
        if tag in ("mms", "call") and self._open is not None:
            self._records.append(self._open)
            self._open = None
        elif tag in _ROOTS:
            self._closed = True


def _refuse(*_: Any) -> None:
    raise BadInput(ENTITIES)


def _pieces(stream: BinaryIO, lift: Lift, hungry: Callable[[], bool]) -> Iterator[bytes]:
    """Yield clean UTF-8. While the parser waits for the end of a large element it gets more each time: it starts over each time."""
    head = stream.read(CHUNK)
    decoder = codecs.getincrementaldecoder(encoding_of(head))("replace")
    references, held, wanted = References(), bytearray(), 0
    while head:
        held += references.feed(lift.feed(decoder.decode(head))).encode()
        head = stream.read(CHUNK)
        if len(held) >= wanted or not head:
            yield bytes(held)
            held.clear()
            wanted = max(CHUNK, wanted * 2) if hungry() else 0
        if wanted > LARGEST:
            raise BadInput(TOO_LARGE)
    yield references.feed(lift.feed(decoder.decode(b"", final=True), final=True), final=True).encode()


def encoding_of(head: bytes) -> str:
    """Return the codec of a file by its first bytes: UTF-16 by mark or NUL bytes, else what it declares, else UTF-8."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head[:64].count(0) > 8:
        return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    declared = _DECLARED.search(head[:200])
    name = declared[1].decode().lower() if declared else "utf-8"
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return "utf-8-sig"
    return "utf-8-sig" if codec.startswith("utf-") else codec


def head_of(stream: BinaryIO) -> str:
    """Return the beginning of a file as text, to see what it is."""
    raw = stream.read(HEAD)
    return raw.decode(encoding_of(raw), "replace")


def root_of(head: str) -> str:
    """Return the name of the first element, "" where the text is no XML; of records without their root the root they should have."""
    found = re.match(
        r"\ufeff?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>\s*)*<([A-Za-z_][\w.-]*)[\s/>]", head, re.DOTALL
    )
    if found is None:
        return ""
    bare = found[1] in _ROOT_OF and _BARE.match(head[:4096].encode())
    return _ROOT_OF[found[1]] if bare else found[1]
