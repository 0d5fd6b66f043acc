"""The files of a Meta export of any era: its threads, the media beside them, and what tells the owner.

Roots differ by era (`messages/`, `your_activity_across_facebook/messages/` ...) and a download may come in parts; so a thread is known
by its own folder and its section, and a file by the last three parts of its path.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.errors import BadInput
from app.domain.message import Channel
from app.parsing.archive import EMPTY_FILE, UNREADABLE, Member, is_zip, open_members, refusing_damage
from app.parsing.meta_html import is_meta_page
from app.parsing.meta_many import chats_in, is_from_list, is_list_of_chats, is_page_of_threads, threads_on
from app.parsing.meta_text import repaired, thread_id

SECTIONS = frozenset({"inbox", "archived_threads", "filtered_threads", "message_requests", "e2ee_cutover"})
HEAD, HEAD_OF_PAGE = 64 * 1024, 256 * 1024
_OWNER_FILES = frozenset({"profile_information.json", "personal_information.json", "page_information.json", "profile.json"})
_OWNER_BYTES = 4 * 1024 * 1024
_PART = re.compile(r"messages?(?:_(\d+))?\.(json|html?)\Z", re.IGNORECASE)
"""A file of a thread; the oldest exports had one for each, without a number."""
_FIRST_FILE = re.compile(r"(?:\A|/)(?:messages(?:_\d+)?\.(?:json|html?)|messages/\d+\.html?)\Z", re.IGNORECASE)
"""What the first downloads call files of many threads."""
_PROBES = 200
_MEDIA_FOLDERS = frozenset({"photos", "videos", "audio", "audio_files", "gifs", "files", "media", "stickers_used"})
_INSTAGRAM_WORDS = re.compile(
    rb'"Liked a message"|Instagram [Uu]ser|Reacted [^"]{1,40} to your message|your_instagram_activity|cdninstagram'
)
_FACEBOOK_WORDS = re.compile(rb'Facebook [Uu]ser|your_(?:activity_across_)?facebook|"thread_type"')


@dataclass(slots=True)
class Thread:
    """A conversation's files, oldest first. `folder` is its own ("" where it has none); `flat`: the end-to-end encrypted shape."""

    folder: str
    files: list[Member] = field(default_factory=list)
    flat: bool = False

    @property
    def html(self) -> bool:
        """Whether these are pages, not JSON; a file under another name tells by its first character."""
        name = self.files[0].base.lower()
        return name.endswith((".html", ".htm")) or (not name.endswith(".json") and head_of(self.files[0])[:1] == b"<")


@dataclass(slots=True)
class MetaExport:
    """What is in an export. `alone` says that it is one file given by itself."""

    path: Path
    members: Sequence[Member]
    alone: bool = False
    _media: dict[str, Member] = field(default_factory=dict)

    def threads(self, *, probe: int = 1_000_000) -> list[Thread]:
        """Return the threads in source order. Pages of a thread that is there as JSON too are left out."""
        early = self._of_first_downloads()
        if self.alone:
            return early or [Thread(self._folder_outside(), list(self.members), flat=_is_flat(self.members[0]))]
        taken = {file.name.rpartition("/")[0] for thread in early for file in thread.files}
        found: dict[tuple[str, str, str], list[tuple[int, Member]]] = {}
        others: list[Member] = []
        for member in self.members:
            part = _PART.match(member.base)
            if member.name in taken:
                continue
            if part:
                folder, section = self._place(member.name)
                if not (part[1] or section or _may_be_one(member)):
                    continue  # other programs have a messages.json, a messages.html too
                kind = "json" if part[2].lower() == "json" else "html"
                found.setdefault((kind, section, folder), []).append((-int(part[1] or 1), member))
            elif member.base.lower().endswith(".json"):
                others.append(member)
        threads = [Thread(key[2], [m for _, m in sorted(files, key=lambda pair: pair[0])]) for key, files in found.items()]
        told = {thread_id(thread.folder) for thread in threads if not thread.html}
        threads = [thread for thread in threads if not thread.html or thread_id(thread.folder) not in told]
        return early + threads + list(self._by_content(others, {k[2] for k in found}, probe))

    def _by_content(self, candidates: Iterable[Member], folders: set[str], probe: int) -> Iterator[Thread]:
        """Yield threads in files of other names: end-to-end encrypted ones, and what somebody renamed. Odd siblings in a thread's folder
        (`message_final.json`) are none."""
        for number, member in enumerate(candidates):
            if number >= probe:
                return
            if self._place(member.name)[0] not in folders and (head := _known_head(member)):
                yield Thread("", [member], flat=_is_encrypted(head))

    def _of_first_downloads(self) -> list[Thread]:
        """Return the threads of files that hold many; the pieces of one thread of Facebook's pages belong together by their people."""
        found: list[Thread] = []
        pages: dict[bytes, Thread] = {}
        for member in self.members:
            if not (self.alone or _FIRST_FILE.search(member.name)):
                continue
            head = _head_or_none(member)
            if is_list_of_chats(head):
                found.extend(Thread("", [chat]) for chat in chats_in(member))
            elif is_page_of_threads(head):
                for people, thread in threads_on(member):
                    pages.setdefault(people, Thread("", [])).files.insert(0, thread)
        return found + list(pages.values())

    def _place(self, name: str) -> tuple[str, str]:
        """Return the folder and section of a thread's file."""
        parts = [self.path.name, *name.split("/")]
        section = parts[-3] if len(parts) > 2 and parts[-3] in SECTIONS else ""
        return repaired(parts[-2]), section

    def _folder_outside(self) -> str:
        """Return the thread's folder of a file given alone: only where the folders around it are those of an export."""
        folder = self.path.parent
        return repaired(folder.name) if folder.parent.name in SECTIONS and _PART.match(self.path.name) else ""

    def media(self, uri: str, beside: Member) -> Member | None:
        """Return the file that a message names; None where it is not there, or lies outside of the export."""
        parts = uri.replace("\\", "/").split("/")
        if ".." in parts or "\0" in uri or "://" in uri or uri.startswith(("/", "\\")) or ":" in parts[0]:
            return None
        parts = [part for part in parts if part not in ("", ".")]
        if self.alone:
            return self._media_beside(parts)
        if not self._media:
            self._media = {_tail(m.name.split("/")): m for m in self.members if not _PART.match(m.base)}
        whole = parts if len(parts) > 2 else [*beside.name.split("/")[:-1], *parts]
        return self._media.get(_tail(whole))

    def _media_beside(self, parts: list[str]) -> Member | None:
        if len(parts) < 2 or parts[-2] not in _MEDIA_FOLDERS:
            return None
        folder = self.path.parent / parts[-2]
        file = folder / parts[-1]
        try:
            if folder.is_symlink() or file.is_symlink() or not file.is_file():
                return None
            return Member("/".join(parts[-2:]), file.stat().st_size, lambda: file.open("rb"))
        except (OSError, ValueError):
            return None

    def channel_of(self, thread: Thread) -> Channel | None:
        """Say of which of the two apps a thread is, where its path tells."""
        return _by_path(thread.files[0].name) if not self.alone else _by_path(str(self.path.absolute()))

    def owners(self) -> set[str]:
        """Return what may be the owner's name: from the profile's files, whose keys are translated, so every value counts."""
        found: set[str] = set()
        for member in self.members:
            if member.base in _OWNER_FILES and member.size <= _OWNER_BYTES:
                try:
                    with refusing_damage(), member.open() as stream:
                        _names_in(json.loads(stream.read().decode("utf-8-sig", "replace"), strict=False), found)
                except (BadInput, ValueError, RecursionError):
                    continue
        return found


def _tail(parts: Sequence[str]) -> str:
    return repaired("/".join(parts[-3:]))


def _names_in(profile: Any, found: set[str]) -> None:
    """Gather the names of the profile itself (those deeper down are of family and schools), and Instagram's fields with translated keys."""
    if isinstance(profile, dict):
        found.update(repaired(name) for key in ("username", "name") if isinstance(name := profile.get(key), str) and name)
    for block in profile.values() if isinstance(profile, dict) else ():
        for entry in block if isinstance(block, list) else [block]:
            if isinstance(entry, dict):
                name, fields = entry.get("name"), entry.get("string_map_data")
                told = [name.get("full_name") if isinstance(name, dict) else name, entry.get("username"), entry.get("page_name")]
                told += [field.get("value") for field in fields.values() if isinstance(field, dict)] if isinstance(fields, dict) else []
                found.update(repaired(value) for value in told if isinstance(value, str) and value)


def _by_path(name: str) -> Channel | None:
    parts = [part.casefold() for part in name.split("/")]
    if any(part.startswith(("your_instagram_activity", "instagram-", "instagram_")) for part in parts):
        return Channel.INSTAGRAM
    known = ("your_activity_across_facebook", "your_facebook_activity", "this_profile", "facebook-", "facebook_")
    return Channel.MESSENGER if any(part.startswith(known) for part in parts) else None


@contextmanager
def open_export(path: Path) -> Iterator[MetaExport]:
    """Open a file, zip or folder (its zips too: the parts of one download). Raises BadInput."""
    with ExitStack() as stack:
        if path.is_dir() or is_zip(path):
            members = list(stack.enter_context(open_members(path)))
            members = [m for m in members if not m.name.startswith("__MACOSX/") and not m.base.startswith("._")]
            if path.is_dir():
                members = _with_parts(stack, path, members)
            yield MetaExport(path, members)
            return
        try:
            size = path.stat().st_size
        except OSError as error:
            raise BadInput(UNREADABLE, why=error.strerror or "?") from error
        if size == 0:
            raise BadInput(EMPTY_FILE)
        yield MetaExport(path, [Member(path.name, size, lambda: path.open("rb"))], alone=True)


def _with_parts(stack: ExitStack, folder: Path, members: list[Member]) -> list[Member]:
    """Add what is in the zips that lie directly in a folder: a download that came in parts."""
    found = list(members)
    for member in members:
        if "/" not in member.name and member.base.lower().endswith(".zip"):
            try:
                inside = stack.enter_context(open_members(folder / member.name))
            except BadInput:
                continue
            found.extend(Member(f"{member.base[:-4]}/{m.name}", m.size, m.open) for m in inside)
    return found


# -- what it is


def head_of(member: Member) -> bytes:
    """Return the first of a file, without a byte order mark; more of a page, which begins with its styles."""
    with refusing_damage(), member.open() as stream:
        head = stream.read(HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
        return head + stream.read(HEAD_OF_PAGE - HEAD) if head[:1] == b"<" else head


def _head_or_none(member: Member) -> bytes:
    try:
        return head_of(member)
    except BadInput:
        return b""


def _is_flat(member: Member) -> bool:
    """Say whether a file is a thread of the end-to-end encrypted download (beside it lie files about settings, which are none)."""
    return _is_encrypted(_head_or_none(member))


def _known_head(member: Member) -> bytes:
    """Return the start of a file that is a thread, b"" for any other."""
    head = _head_or_none(member)
    return head if _is_thread(head) else b""


def _is_thread(head: bytes) -> bool:
    """Say whether a JSON file's start is a thread's."""
    if not head.startswith(b"{"):
        return False
    if _is_encrypted(head):
        return True
    if b'"sender_name"' in head:
        return b'"timestamp_ms"' in head or (b'"messages"' in head and b'"timestamp"' in head)
    return all(key in head for key in (b'"participants"', b'"thread_path"', b'"messages"'))


def _is_encrypted(head: bytes) -> bool:
    """Say whether a JSON file's start is a thread's of the end-to-end encrypted download, whatever the order of its fields."""
    if not head.startswith(b"{") or b'"messages"' not in head:
        return False
    if b'"senderName"' in head:
        return any(key in head for key in (b'"participants"', b'"threadName"', b'"isUnsent"'))
    return b'"participants"' in head and b'"threadName"' in head


def recognised(path: Path) -> tuple[Channel, float] | None:
    """Say of which app an export is and how surely; None when it is no export of Meta's. Never raises."""
    try:
        with open_export(path) as export:
            return _recognised(export)
    except (BadInput, OSError):
        return None


def _recognised(export: MetaExport) -> tuple[Channel, float] | None:
    if export.alone and not _may_be_one(export.members[0]):
        return None
    found: Channel | None = None
    sure = False
    for thread in export.threads(probe=_PROBES)[:5]:
        head = head_of(thread.files[-1])
        if not (_is_page(head) if thread.html else _is_thread(head)):
            continue
        sure = True
        found = export.channel_of(thread) or _by_words(thread, head) or found
        if found is not None:
            break
    if not sure:
        return None
    return found or _by_neighbours(export), 0.95 if not export.alone else 0.9


def _is_page(head: bytes) -> bool:
    return is_page_of_threads(head) or is_meta_page(head.decode("utf-8", "replace"))


def _may_be_one(member: Member) -> bool:
    head = head_of(member)
    if head.startswith(b"{") or is_list_of_chats(head):
        return _is_thread(head) or is_list_of_chats(head)
    return head[:1] == b"<" and _is_page(head)


def _by_words(thread: Thread, head: bytes) -> Channel | None:
    if thread.flat or is_page_of_threads(head):
        return Channel.MESSENGER
    if is_from_list(thread.files[0]):
        return Channel.INSTAGRAM
    if _INSTAGRAM_WORDS.search(head):
        return Channel.INSTAGRAM
    return Channel.MESSENGER if _FACEBOOK_WORDS.search(head) else None


def _by_neighbours(export: MetaExport) -> Channel:
    """Decide by the other files of the export, and by its name; Messenger where nothing tells."""
    names = {member.base for member in export.members}
    if "personal_information.json" in names or any("followers_and_following" in member.name for member in export.members):
        return Channel.INSTAGRAM
    return Channel.INSTAGRAM if "instagram" in export.path.name.casefold() else Channel.MESSENGER
