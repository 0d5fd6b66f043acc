"""What stands behind a chat header: a person's text, a file, a call, a placeholder, or a notice of the app."""

import re
from dataclasses import dataclass

from app.domain.message import Kind
from app.parsing.chat_media_words import ATTACHED_AFTER, ATTACHED_BEFORE, ATTACHED_INSIDE, OMITTED
from app.parsing.chat_notice_words import ENCRYPTION, is_system_text
from app.parsing.chat_words import CALLS, DELETED, DELETED_BY, EDITED, MISSED, PLACES, POLLS, VIEW_ONCE, WAITING, fold, strip_marks

SIGNALS = ("\u200e", "\u200f")
"""LRM and RLM: iOS puts one before whatever the app itself wrote."""
LONGEST_PLACEHOLDER = 90

_AFTER = re.compile(r"(?P<file>.+?) \((?P<marker>[^()]{3,60})\)")
_APP_FILE = re.compile(r"(?:IMG|VID|AUD|PTT|STK|DOC)-\d{8}-WA\d{4,}\.\w{0,5}")
_BARE_FILE = re.compile(rf"(?:{_APP_FILE.pattern}|\d{{8}}-[A-Z]+-\d{{4}}(?:-\d\d){{5}}\.\w{{2,5}})(?=\n|$)")
_ENDED = re.compile(r".*\.\w{1,5}")
_TAG = re.compile(r"<(?:(?P<word>[^<>:：\n]{1,24}?) ?[:：] ?(?P<file>[^<>\n]+)|(?P<file2>[^<>\n]+\.\w+) (?P<word2>[^<>:\n ]{2,24}))>")
_IOS_FILE = re.compile(r"\d{8}-.+\.\w{1,5}")
_OLD_IOS = re.compile(r"(?P<file>\S+\.\w{2,5}) <(?P<word>[^<>:\n]{2,24})>")
_OLD_IOS_FILE = re.compile(r"\d{4}-\d\d-\d\d-[A-Z]+-\d+\.\w{2,5}")
_DOCUMENT_TITLE = re.compile(r".+\.\w{1,5} • \d[^•]{1,40}")
_EDIT_TAG = re.compile("[ \u200e\u200f]*<([^<>\n]+)> *$")
_MARKED_TAG = re.compile("(?<=[^\u200e\u200f])[\u200e\u200f]<[^<>:：\n]{4,60}>$")
_CALL_REST = re.compile(
    r"[.,]? ?(?:\d+ ?(?:s|sec|secs|sek|seg|min|mins|minuten|h|hr|hrs|u|uur|std|sn|dk|сек|мин)\b.*|no answer|geen antwoord|keine antwort"
    r"|pas de réponse|aucune réponse|sin respuesta|nessuna risposta|sem resposta|yanıt yok"
    r"|answered on other device|tap to call back|tik om terug te bellen)"
)
_CHOICE = re.compile(r"(?:OPTION|OPTIE|OPCIÓN|OPZIONE|OPÇÃO|SEÇENEK|OPCJA|ВАРИАНТ|MOŽNOST|VAIHTOEHTO|الخيار|خيار) ?: ", re.IGNORECASE)
_VOTES = re.compile(r" \([^\W\d_]*\s?\d+ [^()\n]+\)$", re.MULTILINE)
_FIRST_WORDS = frozenset(phrase.split(" ")[0] for phrase in (*CALLS, *WAITING, *VIEW_ONCE))
_FIRST_OF_ALL = _FIRST_WORDS | {phrase.split(" ")[0] for phrase in (*OMITTED, *DELETED, *DELETED_BY, "null")}
"""The words with which a placeholder may begin: what begins otherwise need not be looked up."""

_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPE_TABLE = f"""
image/jpeg jpg jpeg|image/png png|image/webp webp|image/gif gif|image/heic heic|video/mp4 mp4|video/quicktime mov|video/3gpp 3gp
|audio/ogg opus ogg|audio/mp4 m4a|audio/mpeg mp3|audio/aac aac|audio/amr amr|audio/wav wav|application/pdf pdf|text/vcard vcf
|text/plain txt|text/csv csv|application/zip zip|application/msword doc|{_OFFICE}.wordprocessingml.document docx
|application/vnd.ms-excel xls|{_OFFICE}.spreadsheetml.sheet xlsx|text/calendar ics
""".replace("\n", "")
_TYPES = {ending: row.split()[0] for row in _TYPE_TABLE.split("|") for ending in row.split()[1:]}
_OMITTED_TYPES = {
    "image": "image/*",
    "video": "video/*",
    "audio": "audio/*",
    "sticker": "image/webp",
    "GIF": "video/mp4",
    "contact card": "text/vcard",
}
UNKNOWN_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Media:
    """A file a message speaks of. `named`: the export gives a file name; else it was left out, and `name` says what it was (image ...)."""

    name: str
    media_type: str
    named: bool


@dataclass(frozen=True, slots=True)
class Body:
    """What a body is: `text` is what a person wrote (a caption, for media), or the app's own words where there is nothing else."""

    text: str
    kind: Kind = Kind.MESSAGE
    media: Media | None = None
    warnings: tuple[str, ...] = ()
    same: str = ""
    """What stays the same of the text in every export, where that is not the text itself (a poll's votes change)."""


def media_type_of(name: str) -> str:
    """Return the media type by the file name's ending."""
    return _TYPES.get(name.rpartition(".")[2].casefold(), UNKNOWN_TYPE)


def read_body(body: str) -> Body | None:
    """Return what the body of a message with a sender is, or None for plain text (much the commonest: decided fast)."""
    if body.startswith(SIGNALS):
        return _signalled(body)
    if ":\n" in body and (poll := _poll(body)):
        return poll
    if ("<" in body and ">" in body) or "•" in body or (")" in body and body.partition("\n")[0].rstrip().endswith(")")):
        return _special(body)
    if ("-WA" in body or body[8:9] == "-") and (file := _BARE_FILE.match(body)):
        return Body(body[file.end() + 1 :], media=_named(file[0]))
    if len(body) > LONGEST_PLACEHOLDER or (body.isascii() and body and body.split(" ", 1)[0].rstrip(".,").casefold() not in _FIRST_OF_ALL):
        return None
    return _placeholder(body, fold(body))


def read_notice(body: str) -> Body:
    """Return what a line without a sender is: a call or a notice."""
    text = body.lstrip("".join(SIGNALS))
    return _call(text, fold(text)) or Body(text, Kind.SYSTEM)


def is_encryption_notice(body: str) -> bool:
    """Say whether this is the notice that opens a chat."""
    return bool(ENCRYPTION.search(fold(body)))


def opens_chat(body: str) -> bool:
    """Say whether this first text is the opening notice although no mark says so (copying loses marks); a question about it is shorter."""
    return len(body) > 70 and is_encryption_notice(body)


def _special(body: str) -> Body | None:
    edited = _EDIT_TAG.search(body) if ">" in body else None
    if edited and (fold(edited[1]) in EDITED or (_MARKED_TAG.search(body) and fold(edited[1]) not in OMITTED and not _tagged(body))):
        text = body[: edited.start()]
        inner = read_body(text) or Body(text)
        return Body(inner.text, inner.kind, inner.media, (*inner.warnings, "edited"))
    return _media(body) or (_placeholder(body, fold(body)) if len(body) <= LONGEST_PLACEHOLDER else None)


def _signalled(body: str) -> Body:
    """Read a body that the app marked as its own. What no table knows is a notice."""
    text = body.lstrip("".join(SIGNALS))
    folded = fold(text)
    known = _poll(text) or _media(body) or _special(text) or _placeholder(text, folded)
    if known is None and folded.startswith(CALLS):
        return _called(text, folded)
    if known is None and (folded.startswith(PLACES + POLLS) or ("://" in folded and not is_system_text(folded))):
        return Body(strip_marks(text))
    return known or Body(text, Kind.SYSTEM)


def _media(body: str) -> Body | None:
    first, _, caption = body.partition("\n")
    line = strip_marks(first).rstrip()
    if (
        line.endswith(")")
        and (found := _AFTER.fullmatch(line))
        and _is_attached(found["file"], found["marker"], marked=first[:1] in SIGNALS)
    ):
        return Body(caption, media=_named(found["file"]))
    if "<" in body:
        return _tagged(body) or _left_out_in(line, caption)
    return _titled(line, caption) if "•" in line else None


def _is_attached(file: str, marker: str, *, marked: bool) -> bool:
    """Say whether `file (marker)` is a file: by the marker, else by the app's own names, or by the app's mark before a name with ending."""
    return fold(marker) in ATTACHED_AFTER or bool(_APP_FILE.fullmatch(file)) or (marked and bool(_ENDED.fullmatch(file)))


def attached_file(body: str) -> str:
    """Return the name before brackets at the end of the first line, which is a file if the export holds it; "" when there is none."""
    found = _AFTER.fullmatch(strip_marks(body.partition("\n")[0]).rstrip())
    return found["file"] if found else ""


def as_attached(body: str) -> Body:
    """Read a body whose `attached_file` the export holds."""
    return Body(body.partition("\n")[2], media=_named(attached_file(body)))


def _left_out_in(line: str, caption: str) -> Body | None:
    what = OMITTED.get(fold(line[1:-1])) if line.startswith("<") and line.endswith(">") else None
    return Body(caption, media=_left_out(what)) if what else None


def _tagged(body: str) -> Body | None:
    """Read `<attached: FILE>` with a document's title or a caption before it, or a caption after it."""
    text = strip_marks(body)
    found = _old_tag(text) or next((tag for tag in _TAG.finditer(text) if _is_tag(tag)), None)
    if found is None:
        return None
    groups = found.groupdict()
    before = [line for line in text[: found.start()].strip().split("\n") if not _DOCUMENT_TITLE.fullmatch(line)]
    parts = ["\n".join(before).strip(), text[found.end() :].strip()]
    return Body("\n".join(part for part in parts if part), media=_named(groups["file"] or groups["file2"]))


def _old_tag(text: str) -> re.Match[str] | None:
    found = _OLD_IOS.match(text)
    word = fold(found["word"]) if found else ""
    known = word in ATTACHED_INSIDE or word in ATTACHED_BEFORE or (found is not None and bool(_OLD_IOS_FILE.fullmatch(found["file"])))
    return found if known else None


def _is_tag(tag: re.Match[str]) -> bool:
    """Say whether this is a file's tag: by its word in any language, else by the names that iOS gives to files."""
    if tag["file"]:
        return fold(tag["word"]) in ATTACHED_BEFORE or bool(_IOS_FILE.fullmatch(tag["file"]))
    return fold(tag["word2"]) in ATTACHED_INSIDE or bool(_IOS_FILE.fullmatch(tag["file2"]))


def _titled(line: str, caption: str) -> Body | None:
    """Read `Price list.pdf • 2 pages document omitted`."""
    head, _, tail = line.rpartition("•")
    words = fold(tail).split(" ")
    what = next((found for at in range(len(words)) if (found := OMITTED.get(" ".join(words[at:])))), None)
    name = head.strip()
    if what is None or not name:
        return None
    kind = media_type_of(name)
    return Body(caption, media=Media(name, kind if kind != UNKNOWN_TYPE else _left_out(what).media_type, named=False))


def _placeholder(body: str, folded: str) -> Body | None:
    if folded in OMITTED:
        return Body("", media=_left_out(OMITTED[folded]))
    if folded in DELETED or folded.startswith(DELETED_BY):
        return Body(strip_marks(body), warnings=("deleted",))
    if body == "null" or (folded == "" and not strip_marks(body).strip()):
        return Body("", warnings=("view_once",))
    if folded.split(" ", 1)[0].rstrip(".,") not in _FIRST_WORDS:
        return None
    if folded.startswith(WAITING):
        return Body(strip_marks(body), warnings=("not_received",))
    return Body(strip_marks(body), warnings=("view_once",)) if folded.startswith(VIEW_ONCE) else _call(body, folded)


def _call(body: str, folded: str) -> Body | None:
    """A call line alone is a call; with more behind it only when that is how long it took or how it ended, or the app's mark is in it."""
    word = next((call for call in CALLS if folded.startswith(call)), "")
    rest = folded[len(word) :]
    if word and (not rest or _CALL_REST.fullmatch(rest) or (rest[0] in ",. " and "\u200e" in body)):
        return _called(body, folded)
    return None


def _called(body: str, folded: str) -> Body:
    return Body(strip_marks(body), Kind.CALL, warnings=("missed_call",) if MISSED.search(folded) else ())


def _poll(body: str) -> Body | None:
    """Read a poll: its heading, the question, and the choices with their votes, which change from export to export."""
    text = strip_marks(body)
    heading, _, rest = text.partition("\n")
    if fold(heading) not in POLLS or not any(map(_CHOICE.match, rest.split("\n"))):
        return None
    return Body(text, same=_VOTES.sub("", text))


def _named(name: str) -> Media:
    clean = strip_marks(name).strip()
    return Media(clean, media_type_of(clean), named=True)


def _left_out(what: str) -> Media:
    return Media(what, _OMITTED_TYPES.get(what, UNKNOWN_TYPE), named=False)


def looks_like_notice(body: str) -> bool:
    """Say whether text without a certain sender reads like a notice of the app."""
    return is_system_text(fold(body))
