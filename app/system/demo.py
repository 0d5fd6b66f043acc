"""The demonstration shop's files, with their relative dates made real.

In `resources/demo` a date is written `@-3d 09:12` (days before today, local time of the shop) or `@-40m` (minutes before now).
Mails lie in `inbox/` and `sent/` as .eml with `Date: @-3d 09:12`; chats in `whatsapp/` as .txt whose lines begin with such a date.
Nothing is ever dated in the future: what would be is moved to just before now, in order.
"""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
_MAIL_DATE = re.compile(r"^Date: (@\S+(?: \d\d:\d\d)?)\s*$", re.MULTILINE)
_CHAT_DATE = re.compile(r"^(@\S+(?: \d\d:\d\d)?) - ", re.MULTILINE)
_ANY_DAY = re.compile(r"\{day(@-?\d+d)\}")
_STAMP = re.compile(r"@-(\d+)([dm])(?: (\d\d):(\d\d))?")


def materialise(source: Path, target: Path, now: datetime) -> list[Path]:
    """Write the demonstration shop's mail boxes and chats into `target` as real export files and return them."""
    local = now.astimezone(ZONE)
    target.mkdir(parents=True, exist_ok=True)
    files = [_mbox(source / name, target / f"{label}.mbox", local) for name, label in (("sent", "Sent"), ("inbox", "Inbox"))]
    for chat in sorted((source / "whatsapp").glob("*.txt")):
        written = target / chat.name
        text = _dated(chat.read_text(encoding="utf-8"), _CHAT_DATE, local, lambda at: f"{at:%d-%m-%Y %H:%M} - ")
        written.write_text(_days(text, local), encoding="utf-8")
        files.append(written)
    return files


def _mbox(folder: Path, target: Path, now: datetime) -> Path:
    with target.open("wb") as box:
        for mail in sorted(folder.glob("*.eml")):
            text = _dated(mail.read_text(encoding="utf-8"), _MAIL_DATE, now, lambda at: f"Date: {format_datetime(at)}")
            raw = _days(text, now).encode("utf-8")
            box.write(b"From toonbank@localhost " + now.strftime("%a %b %d %H:%M:%S %Y").encode() + b"\n")
            box.write(re.sub(rb"(?m)^(>*From )", rb">\1", raw).rstrip(b"\n") + b"\n\n")
    return target


def _dated(text: str, pattern: re.Pattern[str], now: datetime, form: Callable[[datetime], str]) -> str:
    return pattern.sub(lambda match: form(moment(match[1], now)), text)


def _days(text: str, now: datetime) -> str:
    """Fill `{day@-3d}` with the day and month in digits, as customers write them."""
    return _ANY_DAY.sub(lambda match: f"{moment(match[1] + ' 12:00', now):%d-%m}".replace("-0", "-").lstrip("0"), text)


def moment(stamp: str, now: datetime) -> datetime:
    """Return the aware local time of a stamp such as `@-3d 09:12` or `@-40m`; never later than a minute ago."""
    match = _STAMP.fullmatch(stamp)
    if match is None:
        raise ValueError(f"no date: {stamp}")
    amount, unit = int(match[1]), match[2]
    if unit == "m":
        return now - timedelta(minutes=amount)
    day = (now - timedelta(days=amount)).date()
    at = datetime.combine(day, time(int(match[3] or 12), int(match[4] or 0)), ZONE)
    if at < now - timedelta(minutes=1):
        return at
    # Early in the day "today 14:05" has not come yet: keep the order of the stamps, squeezed before now.
    share = (at - datetime.combine(day, time(0), ZONE)) / timedelta(days=1)
    return now - timedelta(minutes=1) - (1 - share) * timedelta(minutes=30)
