"""The demonstration shop's files, with their relative dates made real.

In `resources/demo` a date is written `@-3d 09:12` (days before today, local time of the shop). Conversations by mail stand in
`mail*.txt`, each mail under a line `=== DATE < Name <address>` (`>`: from the shop) and a line `Thread: key`; odd mails lie whole in
`inbox/*.eml`; chats in `whatsapp/*.txt`, in the shape of an export; the other channels in `other/` (see `app.system.demo_exports`).
Nothing is ever dated in the future.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from zoneinfo import ZoneInfo

from app.domain.shop import OpeningHours, ShopSettings, Voice
from app.system.demo_exports import write_exports

ZONE = ZoneInfo("Europe/Amsterdam")
SHOP = ("De Zwaluw", "winkel@dezwaluw.example")
_MAIL = re.compile(r"^=== (@-\d+d \d\d:\d\d) ([<>]) (.+)\nThread: (\S+)\n(?:Subject: (.+)\n)?\n", re.MULTILINE)
_HEADER_DATE = re.compile(r"^Date: (@-\d+d \d\d:\d\d)$", re.MULTILINE)
_CHAT_DATE = re.compile(r"^(@-\d+d \d\d:\d\d) - ", re.MULTILINE)
_STAMP = re.compile(r"@-(\d+)d (\d\d):(\d\d)")


def demo_shop() -> ShopSettings:
    """Return the settings of the demonstration shop."""
    day = ((time(9), time(17, 30)),)
    voice = Voice(closing={"nl": "Hartelijke groet,"}, signature="Marieke\nDe Zwaluw, keramiek uit Zutphen")
    return ShopSettings(
        shop_name=SHOP[0],
        person="Marieke",
        hours=OpeningHours({d: day for d in range(5)}),
        voice=voice,
        own_addresses=(SHOP[1],),
        own_names=(SHOP[0],),
        demonstration=True,
    )


def materialise(source: Path, target: Path, now: datetime) -> list[Path]:
    """Write the shop's data into `target` as real export files, in the order in which to add them: the orders first, for they tell
    which number and which address are one person's."""
    local = now.astimezone(ZONE)
    mails = [mail for file in sorted(source.glob("mail*.txt")) for mail in _mails(file.read_text(encoding="utf-8"), local)]
    threads = _Threads()
    written = [(mail.sent, threads.message(mail)) for mail in sorted(mails, key=lambda mail: mail.at)]
    odd = [_dated_mail(file.read_text(encoding="utf-8"), local) for file in sorted((source / "inbox").glob("*.eml"))]
    inbox = [raw for sent, raw in written if not sent] + odd
    boxes = [_mbox(target / "Inbox.mbox", inbox), _mbox(target / "Sent.mbox", [raw for sent, raw in written if sent])]
    chats = [_chat(file, target / file.name, local) for file in sorted((source / "whatsapp").glob("*.txt"))]
    orders, others = write_exports(source / "other", target, lambda stamp: moment(stamp, local))
    return [orders, *boxes, *chats, *others]


@dataclass(frozen=True, slots=True)
class _Mail:
    at: datetime
    sent: bool
    who: str
    thread: str
    subject: str
    body: str


def _mails(text: str, now: datetime) -> Iterator[_Mail]:
    heads = list(_MAIL.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        body = text[head.end() : following.start() if following else len(text)].strip("\n") + "\n"
        yield _Mail(moment(head[1], now), head[2] == ">", head[3], head[4], head[5] or "", body)


class _Threads:
    """Gives the mails of a thread their subjects and ids, so that they hang together as real ones do."""

    def __init__(self) -> None:
        self._ids: dict[str, list[str]] = {}
        self._subjects: dict[str, str] = {}

    def message(self, mail: _Mail) -> bytes:
        earlier = self._ids.setdefault(mail.thread, [])
        first = self._subjects.setdefault(mail.thread, mail.subject)
        made = EmailMessage()
        sender, recipient = (_party(*SHOP), mail.who) if mail.sent else (mail.who, _party(*SHOP))
        made["From"], made["To"] = _encoded(sender), _encoded(recipient)
        made["Subject"] = (mail.subject or f"Re: {first}") if not earlier else f"Re: {first}"
        made["Date"] = format_datetime(mail.at)
        domain = SHOP[1] if mail.sent else parseaddr(mail.who)[1]
        identity = f"<{mail.thread}.{len(earlier)}@{domain.rpartition('@')[2]}>"
        made["Message-ID"] = identity
        if earlier:
            made["In-Reply-To"], made["References"] = earlier[-1], " ".join(earlier)
        earlier.append(identity)
        made.set_content(mail.body)
        return made.as_bytes()


def _party(name: str, address: str) -> str:
    return f"{name} <{address}>"


def _encoded(party: str) -> str:
    name, address = parseaddr(party)
    return f"{Header(name, 'utf-8').encode() if not name.isascii() else name} <{address}>"


def _dated_mail(text: str, now: datetime) -> bytes:
    return _HEADER_DATE.sub(lambda match: f"Date: {format_datetime(moment(match[1], now))}", text).encode()


def _mbox(target: Path, mails: list[bytes]) -> Path:
    quoted = (re.sub(rb"(?m)^(>*From )", rb">\1", raw).rstrip(b"\n") for raw in mails)
    target.write_bytes(b"".join(b"From toonbank@localhost Thu Jan 01 00:00:00 2026\n" + raw + b"\n\n" for raw in quoted))
    return target


def _chat(source: Path, target: Path, now: datetime) -> Path:
    text = source.read_text(encoding="utf-8")
    target.write_text(_CHAT_DATE.sub(lambda match: f"{moment(match[1], now):%d-%m-%Y %H:%M} - ", text), encoding="utf-8")
    return target


def moment(stamp: str, now: datetime) -> datetime:
    """Return the aware local time of a stamp such as `@-3d 09:12`, never later than a minute before `now` (aware, local)."""
    match = _STAMP.fullmatch(stamp)
    if match is None:
        raise ValueError(f"no date: {stamp}")
    day = (now - timedelta(days=int(match[1]))).date()
    at = datetime.combine(day, time(int(match[2]), int(match[3])), ZONE)
    if at < now - timedelta(minutes=1):
        return at
    # Early in the morning "today 08:20" has not come yet: keep the order of the stamps, squeezed to just before now.
    share = (at - datetime.combine(day, time(0), ZONE)) / timedelta(days=1)
    return (now - timedelta(minutes=1) - (1 - share) * timedelta(minutes=30)).replace(second=0, microsecond=0)
