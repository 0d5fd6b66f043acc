"""Conversations made by chance are written as Telegram, LINE, Discord and Slack write them, in every combination that their formats allow,
and every message is read again: who, when, what."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.channels import discord, discord_package, line, slack, telegram
from app.domain.message import IncomingMessage, Kind, ReadOptions
from app.domain.ports import ChannelReader

ZONE = ZoneInfo("Europe/Amsterdam")
NAMES = ["Anna", "Kade Winkel", "山田 花子", "O'Neill", "Jörg-Uwe", "สมหญิง", "Лена 🌷"]
_SAYINGS = 'hoi|ja|nee|ok|3x|€ 12,50|& <b>|"zo"|😤|🧑‍🍳|wann?|où|naïve|10:30|1/2|[x]|C:\\x|你好|\u2028|https://x.example/a?b=1'
WORDS = st.lists(st.sampled_from(_SAYINGS.split("|")), min_size=1, max_size=8).map(" ".join).map(str.strip).filter(bool)
TEXTS = st.one_of(WORDS, st.lists(WORDS, min_size=2, max_size=3).map("\n".join), st.lists(WORDS, min_size=2, max_size=2).map("\n\n".join))


@dataclass(frozen=True)
class Said:
    """One message of a conversation: who (0 the customer, 1 the shop, further ones in groups), how long after the one before, what."""

    who: int
    after: int
    text: str


TALK = st.lists(st.builds(Said, st.integers(0, 1), st.integers(0, 200_000), TEXTS), min_size=1, max_size=12)
STARTS = st.datetimes(datetime(2016, 1, 1), datetime(2029, 1, 1)).map(lambda at: at.replace(microsecond=0, tzinfo=UTC))
thorough = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])


def timed(talk: list[Said], start: datetime) -> list[tuple[datetime, Said]]:
    at, made = start, []
    for said in talk:
        at += timedelta(seconds=said.after)
        made.append((at, said))
    return made


def read(reader: ChannelReader, folder: Path, files: dict[str, str], **options: Any) -> list[IncomingMessage]:
    """Read a folder of files; nothing may be reported as not understood."""
    for old in folder.rglob("*"):
        if old.is_file():
            old.unlink()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8"))
    path = folder / next(iter(files)) if len(files) == 1 else folder
    assert reader.score(path) >= 0.5
    items = list(reader.read(path, ReadOptions(**options)))
    assert all(isinstance(item, IncomingMessage) for item in items), items
    return [item for item in items if isinstance(item, IncomingMessage)]


def told(messages: list[IncomingMessage]) -> list[tuple[datetime, str, str]]:
    return [(m.sent_at, m.sender.name, m.text) for m in messages if m.kind is not Kind.SYSTEM]


def parts(text: str, how: int) -> object:
    """Return a text as Telegram may write it: whole, or as a list of strings and marked parts."""
    cut = len(text) // 2
    marked = {"type": "bold", "text": text[cut:]}
    return [text, [text[:cut], marked], [{"type": "plain", "text": text[:cut]}, marked], [text]][how]


@thorough
@given(TALK, STARTS, st.integers(0, 3), st.sampled_from(["new", "old", "bare"]), st.booleans())
def test_telegram_json(tmp_path: Path, talk: list[Said], start: datetime, how: int, era: str, account: bool) -> None:
    people = [("Anna", 11), ("Kade Winkel", 22)]
    raws = []
    for number, (at, said) in enumerate(timed(talk, start), 1):
        name, id_ = people[said.who]
        raw = {"id": number, "type": "message", "date": at.astimezone(ZONE).isoformat()[:19], "from": name, "text": parts(said.text, how)}
        raw |= {"date_unixtime": str(int(at.timestamp())), "from_id": f"user{id_}"} if era == "new" else {}
        raw |= {"from_id": id_, "edited": "1970-01-01T01:00:00"} if era == "old" else {}
        raws.append(raw)
    chat = {"name": "Anna", "type": "personal_chat", "id": 11, "messages": raws}
    owner = {"about": "a", "personal_information": {"user_id": 22, "first_name": "Kade"}, "chats": {"about": "b", "list": [chat]}}
    messages = read(telegram.READER, tmp_path, {"result.json": json.dumps(owner if account else chat, ensure_ascii=False, indent=1)})
    wanted = [(at, people[said.who][0], said.text) for at, said in timed(talk, start)]
    if era == "new":
        assert told(messages) == wanted
    else:  # an hour in autumn comes twice on a clock without a zone
        assert [m[1:] for m in told(messages)] == [w[1:] for w in wanted]
        assert all(abs(m[0] - w[0]) in (timedelta(0), timedelta(hours=1)) for m, w in zip(told(messages), wanted, strict=True))
    assert [m.direction.value for m in messages] == ["out" if said.who else "in" for said in talk]


PAGE = (
    '<html>\n<div class="page_header">\n<div class="content">\n<div class="text bold">\nAnna \n</div>\n</div>\n</div>\n'
    '<div class="history">\n'
)


def shown(number: int, at: datetime, name: str, text: str) -> str:
    """Return a message as a page shows it; without a name it goes on with the one before."""
    who = f'<div class="from_name">\n{name} \n       </div>\n' if name else ""
    words = escape(text, quote=True).replace("\n", "<br>")
    return (
        f'     <div class="message default clearfix{"" if name else " joined"}" id="message{number}">\n\n      <div class="body">\n\n'
        f'       <div class="pull_right date details" title="{at:%d.%m.%Y %H:%M:%S} UTC+01:00">\n{at:%H:%M}\n       </div>\n\n'
        f'{who}       <div class="text">\n{words}\n       </div>\n\n      </div>\n\n     </div>\n'
    )


@thorough
@given(TALK, STARTS, st.integers(1, 3))
def test_telegram_pages(tmp_path: Path, talk: list[Said], start: datetime, pages: int) -> None:
    names, bodies = ["Anna", "Kade Winkel"], [""] * pages
    before: tuple[int, datetime, int] | None = None
    for number, (at, said) in enumerate(timed(talk, start)):
        page = number * pages // len(talk)
        joined = before is not None and (said.who, page) == before[::2] and at - before[1] < timedelta(minutes=15)
        bodies[page] += shown(number + 1, at.astimezone(ZONE), "" if joined else names[said.who], said.text)
        before = said.who, at, page
    wanted = [(names[said.who], said.text) for said in talk]
    files = {f"messages{at + 1 if at else ''}.html": PAGE + body + "</div></html>" for at, body in enumerate(bodies)}
    assert [m[1:] for m in told(read(telegram.READER, tmp_path, files))] == wanted


DAYS: list[Callable[[datetime], str]] = [
    lambda at: f"{at:%Y/%m/%d}({'月火水木金土日'[at.weekday()]})",
    lambda at: f"{at.year}/{at.month}/{at.day}週{'一二三四五六日'[at.weekday()]}",
    lambda at: f"{at:%a}, {at.month}/{at.day}/{at.year}",
    lambda at: f"{at:%Y.%m.%d} {at:%A}",
    lambda at: f"{at.year}년 {at.month}월 {at.day}일 {'월화수목금토일'[at.weekday()]}요일",
    lambda at: f"{at:%Y/%m/%d} {['จันทร์', 'อังคาร', 'พุธ', 'พฤหัสบดี', 'ศุกร์', 'เสาร์', 'อาทิตย์'][at.weekday()]}",
]
CLOCKS: list[Callable[[datetime], str]] = [
    lambda at: f"{at:%H:%M}",
    lambda at: f"{at:%I:%M %p}",
    lambda at: f"{at.hour % 12 or 12}:{at:%M}{at:%p}",
    lambda at: f"{'午前' if at.hour < 12 else '午後'}{at.hour % 12}:{at:%M}",
    lambda at: f"{'上午' if at.hour < 12 else '下午'}{at.hour % 12 or 12:02}:{at:%M}",
]
TITLES = [
    "[LINE] Chat history with {}\nSaved on: 2030/01/15 10:30\n\n",
    "[LINE] {}とのトーク履歴\n保存日時：2030/01/15 10:30\n\n",
    "",
    "\n",
]


@thorough
@given(
    TALK,
    STARTS,
    st.permutations(NAMES),
    st.sampled_from(DAYS),
    st.sampled_from(CLOCKS),
    st.sampled_from(TITLES),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_line(
    tmp_path: Path,
    talk: list[Said],
    start: datetime,
    names: list[str],
    day: Callable[[datetime], str],
    clock: Callable[[datetime], str],
    title: str,
    ends: str,
    mark: bool,
) -> None:
    lines, today, wanted = [title.format(names[0])], "", []
    for at, said in timed(talk, start):
        local = at.astimezone(ZONE)
        if day(local) != today:
            lines.append(("\n" if today else "") + day(local) + "\n")
            today = day(local)
        body = '"' + said.text.replace('"', '""') + '"' if "\n" in said.text else said.text
        lines.append(f"{clock(local)}\t{names[said.who]}\t{body}\n")
        wanted.append((local.replace(second=0, tzinfo=None), names[said.who], said.text))
    text = ("\ufeff" if mark else "") + "".join(lines).replace("\n", ends)
    found = read(line.READER, tmp_path, {"chat.txt": text}, day_first=False)
    assert [(m[0].astimezone(ZONE).replace(tzinfo=None), *m[1:]) for m in told(found)] == wanted


@thorough
@given(
    st.lists(st.builds(Said, st.integers(0, 2), st.integers(0, 90_000), WORDS), min_size=12, max_size=30),
    STARTS,
    st.sampled_from(CLOCKS[:2]),
)
def test_line_with_spaces_between(tmp_path: Path, talk: list[Said], start: datetime, clock: Callable[[datetime], str]) -> None:
    """Nobody begins twice with the same word: what all of somebody's lines begin with would be taken for the rest of a name."""
    names, day = ["Anna", "衛藤", "Kade_Winkel"], DAYS[3]
    lines, today, wanted = [], "", []
    for number, (at, said) in enumerate(timed(talk, start)):
        local = at.astimezone(ZONE)
        if day(local) != today:
            today = day(local)
            lines.append(today)
        lines.append(f"{clock(local)} {names[said.who]} {number}. {said.text}")
        wanted.append((local.replace(second=0, tzinfo=None), names[said.who], f"{number}. {said.text}"))
    found = read(line.READER, tmp_path, {"chat.txt": "\n".join(lines)}, me=("Anna",))
    assert [(m[0].astimezone(ZONE).replace(tzinfo=None), *m[1:]) for m in told(found)] == wanted


@thorough
@given(TALK, STARTS, st.sampled_from(["+00:00", "+02:00", "-05:30"]), st.integers(0, 7), st.booleans())
def test_discord(tmp_path: Path, talk: list[Said], start: datetime, zone: str, digits: int, nicknamed: bool) -> None:
    people = [{"id": "1", "name": "anna_w", "nickname": "Anna"}, {"id": "2", "name": "kade", "nickname": "Kade"}]
    raws, away = [], datetime.fromisoformat(f"2020-01-01T00:00:00{zone}").tzinfo
    for number, (at, said) in enumerate(timed(talk, start), 1):
        fraction = f".{'1234567'[:digits]}" if digits else ""
        author = people[said.who] if nicknamed else {key: value for key, value in people[said.who].items() if key != "nickname"}
        stamp = f"{at.astimezone(away):%Y-%m-%dT%H:%M:%S}{fraction}{zone}"
        raws.append({"id": str(number), "type": "Default", "timestamp": stamp, "content": said.text, "author": author, "attachments": []})
    document = {"guild": {"id": "0"}, "channel": {"id": "77", "type": "DirectTextChat", "name": "anna_w"}, "messages": raws}
    messages = read(discord.READER, tmp_path, {"a.json": json.dumps(document, ensure_ascii=False, indent=2)})
    wanted = [(at, people[said.who]["nickname" if nicknamed else "name"], said.text) for at, said in timed(talk, start)]
    assert [(at.replace(microsecond=0), *rest) for at, *rest in told(messages)] == wanted
    if any(not said.who for said in talk):
        assert [m.direction.value for m in messages] == ["out" if said.who else "in" for said in talk]


@thorough
@given(TALK, STARTS, st.booleans())
def test_discord_s_own_package(tmp_path: Path, talk: list[Said], start: datetime, rows: bool) -> None:
    made = list(enumerate(timed(talk, start), 1))
    entries = [{"ID": 10**17 + n, "Timestamp": f"{at:%Y-%m-%d %H:%M:%S}", "Contents": s.text, "Attachments": ""} for n, (at, s) in made]
    entries.reverse()
    if rows:
        cells = [(e["ID"], f"{e['Timestamp']}.000000+00:00", '"' + str(e["Contents"]).replace('"', '""') + '"', "") for e in entries]
        content = "ID,Timestamp,Contents,Attachments\r\n" + "".join(",".join(map(str, row)) + "\r\n" for row in cells)
    else:
        content = json.dumps(entries, ensure_ascii=False)
    channel = json.dumps({"id": "77001", "type": "DM", "recipients": ["1", "2"]})
    files: dict[str, str] = {f"m/c77001/messages.{'csv' if rows else 'json'}": content, "m/c77001/channel.json": channel}
    files["a/user.json"] = json.dumps({"id": "1", "username": "kade"})
    assert told(read(discord_package.READER, tmp_path, files)) == [(at, "kade", s.text) for _, (at, s) in made]


@thorough
@given(TALK, STARTS, st.sampled_from(["days", "dump", "one"]), st.booleans())
def test_slack(tmp_path: Path, talk: list[Said], start: datetime, shape: str, listed: bool) -> None:
    people, days = [("U1", "Anna"), ("U2", "Kade")], dict[str, list[dict[str, Any]]]()
    wanted = []
    for number, (at, said) in enumerate(timed(talk, start)):
        text = said.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        raw: dict[str, Any] = {"type": "message", "user": people[said.who][0], "text": text, "ts": f"{int(at.timestamp())}.{number:06}"}
        raw |= {} if listed else {"user_profile": {"real_name": people[said.who][1]}}
        days.setdefault(f"{at:%Y-%m-%d}", []).append(raw)
        wanted.append((at.replace(microsecond=number), people[said.who][1], said.text))
    users = json.dumps([{"id": id_, "name": name.lower(), "profile": {"real_name": name}} for id_, name in people] if listed else [])
    everything = [raw for day in days.values() for raw in day]
    shapes: dict[str, dict[str, str]] = {
        "days": {f"general/{day}.json": json.dumps(raws) for day, raws in days.items()},
        "dump": {"general.json": json.dumps({"name": "general", "messages": everything, "channel_id": "C1"})},
        "one": {"general/general.json": json.dumps(everything)},
    }
    files = shapes[shape]
    assert told(read(slack.READER, tmp_path, files | {"users.json": users})) == wanted


def test_the_words_hold_what_breaks_lines() -> None:
    found: set[str] = set()

    @settings(max_examples=300, deadline=None)
    @given(TEXTS)
    def gather(text: str) -> None:
        found.update(mark for mark in ("\n", "\u2028", "\n\n", '"', "&") if mark in text)

    gather()
    assert len(found) == 5, pytest.fail(f"only {found}")
