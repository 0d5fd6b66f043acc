"""Direct messages in an X (Twitter) archive: which files hold them, who is who, and what one entry says.

Every data file is a script, `window.YTD.<name>.partN = [...]`: JSON from the first `=` on; the name before it says nothing that counts.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.domain.errors import BadInput
from app.parsing.archive import EMPTY_FILE, UNREADABLE, Member, is_zip, open_members, refusing_damage
from app.parsing.json_stream import JsonPull

HEAD = 64 * 1024
_MESSAGES = re.compile(r"direct[-_]messages?(?:[-_]group(?:[-_]conversations)?)?(?:[-_]part\d+)?(?: ?\(\d+\))?\.js(?:on)?\Z")
_TWEETS = re.compile(r"tweets?(?:-part\d+)?\.js\Z")
_FIRST_MOMENT = 1_288_834_974_657
"""Milliseconds since 1970 from which the ids of X count; the time is in all but their last 22 bits."""
_FIRST_OF_THEM = 10**15
_OLD_TIME = "%a %b %d %H:%M:%S %z %Y"
_MEDIA = frozenset({"direct_messages_media", "direct_messages_group_media"})
_CONVERSATION = b'"dmConversation"'
_WITH_WORDS = (b'"messageCreate"', b'"welcomeMessageCreate"', b'"joinConversation"', b'"participantsJoin"', b'"conversationNameUpdate"')
_LONGEST_NAMES = 300_000
"""People whose names are remembered; an archive mentions fewer."""


@dataclass(slots=True)
class XArchive:
    """The files of an archive that count. `media` by file name (`<message id>-<name>`)."""

    messages: list[Member] = field(default_factory=list)
    accounts: list[Member] = field(default_factory=list)
    tweets: list[Member] = field(default_factory=list)
    media: dict[str, Member] = field(default_factory=dict)
    damage: list[tuple[str, BadInput]] = field(default_factory=list)


@contextmanager
def open_archive(path: Path) -> Iterator[XArchive]:
    """Open an archive (zip, folder, or one file of it with what lies beside). Raises BadInput."""
    if path.is_dir() or is_zip(path):
        with open_members(path) as members:
            yield _sorted_out(members)
        return
    try:
        size = path.stat().st_size
    except OSError as error:
        raise BadInput(UNREADABLE, why=error.strerror or "?") from error
    if size == 0:
        raise BadInput(EMPTY_FILE)
    yield _alone(path, size)


def _sorted_out(members: Sequence[Member]) -> XArchive:
    archive = XArchive()
    for member in members:
        folder = member.name.rpartition("/")[0].rpartition("/")[2]
        if folder in _MEDIA:
            archive.media[member.base] = member
        elif _MESSAGES.match(member.base):
            archive.messages.append(member)
        elif member.base == "account.js":
            archive.accounts.append(member)
        elif _TWEETS.match(member.base):
            archive.tweets.append(member)
    archive.messages.sort(key=lambda m: ("group" in m.base, _part(m.base), m.name))
    return archive


def _part(name: str) -> int:
    found = re.search(r"-part(\d+)\.js\Z", name)
    return int(found[1]) if found else 0


def _alone(path: Path, size: int) -> XArchive:
    """Return the archive of one file: its neighbours are looked up by name, where they are plain files."""
    archive = XArchive([Member(path.name, size, lambda: path.open("rb"))])
    account = path.parent / "account.js"
    if account.is_file() and not account.is_symlink():
        archive.accounts.append(Member(account.name, account.stat().st_size, lambda: account.open("rb")))
    for folder in (path.parent / name for name in sorted(_MEDIA)):
        if folder.is_dir() and not folder.is_symlink():
            for file in sorted(folder.iterdir()):
                if file.is_file() and not file.is_symlink():
                    archive.media[file.name] = Member(file.name, file.stat().st_size, lambda file=file: file.open("rb"))  # type: ignore[misc]
    return archive


def looks_like_messages(member: Member) -> bool:
    """Say whether a file's start is that of direct messages with words (headers files have none)."""
    with refusing_damage(), member.open() as stream:
        head = stream.read(HEAD)
    start = head.lstrip()
    assigned = start.startswith((b"window.", b"var ", b"[")) or b"=" in start[:200]
    if not assigned or _CONVERSATION not in head:
        return False
    return any(word in head for word in _WITH_WORDS)


def documents(member: Member) -> Iterator[JsonPull]:
    """Open a data file at the list that it assigns; raises BadInput where there is none."""
    with refusing_damage(), member.open() as stream:
        pull = JsonPull(stream)
        if pull.peek() != "[":
            pull.skip_to("=")
        yield pull


@dataclass(slots=True)
class People:
    """Who is who: the owner's ids, and the user names and names that the archive tells."""

    own: set[str] = field(default_factory=set)
    usernames: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def people_of(archive: XArchive) -> People:
    """Return what the account and the tweets (whom they answer and mention) tell; damaged files tell nothing."""
    people = People()
    for member in archive.accounts:
        for entry in _entries(member):
            account = entry.get("account")
            if isinstance(account, dict) and (own := id_of(account.get("accountId"))):
                people.own.add(own)
                _note(people, own, account.get("username"), account.get("accountDisplayName"))
    for member in archive.tweets:
        for entry in _entries(member):
            _mentioned(people, entry.get("tweet") if isinstance(entry.get("tweet"), dict) else entry)
    return people


def _entries(member: Member) -> Iterator[dict[str, Any]]:
    try:
        for pull in documents(member):
            yield from (entry for entry in pull.values() if isinstance(entry, dict))
    except BadInput:
        return


def _mentioned(people: People, tweet: Any) -> None:
    _note(people, tweet.get("in_reply_to_user_id_str"), tweet.get("in_reply_to_screen_name"), None)
    entities = tweet.get("entities")
    mentions = entities.get("user_mentions") if isinstance(entities, dict) else None
    for mention in mentions if isinstance(mentions, list) else ():
        if isinstance(mention, dict):
            _note(people, mention.get("id_str"), mention.get("screen_name"), mention.get("name"))


def _note(people: People, who: object, username: object, name: object) -> None:
    if not isinstance(who, str) or not who or len(people.usernames) > _LONGEST_NAMES:
        return
    if isinstance(username, str) and username:
        people.usernames[who] = username
    if isinstance(name, str) and name:
        people.names[who] = plain_text(name)


def plain_text(text: str) -> str:
    """Return text without the three marks that X escapes; anything else that looks like an entity was typed so."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&") if "&" in text else text


def words_of(entry: dict[str, Any]) -> str:
    """Return the text of a message, its short links written out."""
    text = entry.get("text")
    text = plain_text(text) if isinstance(text, str) else ""
    urls = entry.get("urls")
    for url in urls if isinstance(urls, list) else ():
        short, full = (url.get("url"), url.get("expanded")) if isinstance(url, dict) else (None, None)
        if isinstance(short, str) and isinstance(full, str) and short and full:
            text = text.replace(short, full)
    return text


def id_of(value: object) -> str:
    """Return an id as text; "" where there is none."""
    return value if isinstance(value, str) else str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def moment(written: object, native: str = "") -> datetime | None:
    """Return the time of an entry: as written, else the one that is in its id; None where neither tells it."""
    found = _written_moment(written) if isinstance(written, str) else None
    if found is None and native.isdecimal() and _FIRST_OF_THEM <= int(native) < 2**63:
        return datetime.fromtimestamp(((int(native) >> 22) + _FIRST_MOMENT) / 1000, UTC)
    return found


def _written_moment(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        try:
            found = datetime.strptime(written, _OLD_TIME)
        except ValueError:
            return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
