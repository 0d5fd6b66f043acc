"""Lines of a LINE chat as text: headers, days, times, names and placeholders, in the languages of the app."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache

from app.domain.message import Attachment, Kind
from app.parsing.chat_dates import GAPS, PERIOD, Order, raw_date
from app.parsing.chat_words import fold

LONGEST_DAY = 40
LONGEST_PERIOD, LONGEST_TIME = 12, 12
WORDS_IN_NAME = 5
ENOUGH_TO_RECUR = 3
ENOUGH_TO_TELL = 500
MOST_NAMES = 20_000
MOST = 0.9
"""The share of lines that must go on with a few words before these count as part of the name before them."""
LEAST = 0.15
"""The share that each of them must have: some people may bear the same first name."""

_TITLES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        "chat history (?:with|in) (.+)",
        "chats? (?:with|in) (.+)",
        "(?:chat ?verlauf|chat) mit (.+)",
        "chat(?:geschiedenis)? met (.+)",
        "historique (?:de la discussion|des discussions|du chat) avec (.+)",
        "historial (?:del chat|de chat) con (.+)",
        "cronologia chat con (.+)",
        "histórico de conversas? com (.+)",
        "riwayat obrolan (?:dengan|di) (.+)",
        "lịch sử trò chuyện (?:với|trong) (.+)",
        "ประวัติการ(?:แชท|สนทนา)(?:กับ|ใน) ?(.+)",
        "(.+?)とのトーク履歴",
        "(.+?)のトーク履歴",
        "[與与]\\s?(.+?)\\s?的(?:聊天[記记][錄录]|對話)",
        "(.+?)的聊天[記记][錄录]",
        "(.+?) ?님과의? ?대화.*",
    )
]
_FILE_END = re.compile(r"(?:\(\d+\))?\.txt$", re.IGNORECASE)
_NUMBERS = rf"(\d{{1,4}})(?:[{GAPS}]?(?:[/.\-年년])[{GAPS}]?)(\d{{1,2}})(?:[{GAPS}]?(?:[/.\-月월])[{GAPS}]?)(\d{{1,4}})[日일.]?"
_WEEKDAY = r"[^\W\d_][^\s\d_.,()（）/\-]{0,14}\.?"
_DAY = re.compile(rf"(?P<before>{_WEEKDAY},? )?(?P<date>{_NUMBERS})(?P<after>(?: ?[(（]{_WEEKDAY}[)）]| ?,? ?{_WEEKDAY})?)$")
_WEEKDAYS = (
    "mo ma lun lu seg sen",
    "tu di mar ter sel",
    "we wo mi mié mie mer qua rab",
    "th do jeu jue gio qui kam",
    "fr vr ven vie sex jum",
    "sa za sab sáb",
    "su zo so dim dom min",
)
"""How the days of the week begin, Monday first, in the languages that write day and month before the year."""
_WEEKDAY_AT = {start: at for at, starts in enumerate(_WEEKDAYS) for start in starts.split()}
_TIME = re.compile(rf"(?:(?P<pre>{PERIOD})[{GAPS}]*)?(?P<clock>\d{{1,2}}[:.]\d{{2}})(?:[{GAPS}]*(?P<post>{PERIOD}))?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d+)\D(\d+)")

_LEFT_OUT = {
    "image": "photo image 写真 画像 照片 圖片 图片 사진 foto foto's fotos bild รูป รูปภาพ imagem imagen gambar hình",
    "sticker": "sticker stickers スタンプ 貼圖 贴图 스티커 สติกเกอร์ stiker autocollant",
    "video": "video 動画 影片 视频 視頻 동영상 비디오 วิดีโอ vidéo vídeo",
    "audio": "voice audio ボイスメッセージ 語音訊息 语音讯息 语音消息 음성메시지 ข้อความเสียง spraakbericht sprachnachricht",
    "file": "file ファイル 檔案 文件 파일 ไฟล์ bestand datei fichier archivo",
    "contact card": "contact 連絡先 聯絡資訊 好友資訊 연락처 contactpersoon kontakt",
    "location": "location 位置情報 位置資訊 位置訊息 位置信息 위치 locatie standort",
    "album": "albums album アルバム 相簿 앨범",
}
_PLACEHOLDERS = {f"[{word}]": what for what, words in _LEFT_OUT.items() for word in words.split()} | dict.fromkeys(
    ("[voice message]", "[음성 메시지]", "[message vocal]", "[mensaje de voz]", "[mensagem de voz]", "[messaggio vocale]"), "audio"
)
_TYPES = {"image": "image/*", "sticker": "image/webp", "video": "video/*", "audio": "audio/*", "contact card": "text/vcard"}
_UNSENT = (
    "unsent a message",
    "メッセージの送信を取り消しました",
    "已收回訊息",
    "收回訊息",
    "메시지를 취소했습니다",
    "메시지를 삭제했습니다",
)
_APP_SAYS = re.compile(
    r"(?: (?:joined|left) the (?:group|chat|room)| (?:invited|removed|added) .+ (?:to|from) the (?:group|chat|room)| unsent a message"
    r"|.*メッセージの送信を取り消しました|.*が(?:グループ|トークルーム)(?:に参加|を退会|から退出|を退出)しました"
    r"|.*(?:收回訊息|加入(?:群組|聊天)|退出(?:群組|聊天)))[.。]?$"
)
"""What the app says of somebody where only a space (or nothing) parts it from the name."""
_APP_ENDS = ("group", "group.", "chat", "chat.", "room", "room.", "message", "message.", "した", "した。", "訊息", "群組", "聊天")
"""How such lines end: looked at first, because it is quick."""
_MISSED = re.compile(
    r"missed|no answer|cancel|不在着信|応答がありません|キャンセル|未接|無回應|無人接聽|取消|부재중|응답 ?없음|취소|gemist|verpasst|manqué"
)


def title_of(first: str) -> str:
    """Return whose chat this is by the first line (without `[LINE]`) or a file's name; the rest itself where no language fits."""
    rest = _FILE_END.sub("", first.removeprefix("[LINE]")).removeprefix("[LINE]").strip()
    return next((found[1].strip() for pattern in _TITLES if (found := pattern.fullmatch(rest))), "")


class Days:
    """Knows the day lines of a file: the first one sets what they look like, so that a date in a message is none."""

    def __init__(self) -> None:
        self._shape: tuple[bool, str, int] | None = None
        self._known: dict[str, str] = {}
        self._weekdays: dict[str, int] = {}

    def day(self, line: str) -> str:
        """Return the date text of a day line, "" for any other line."""
        if len(line) > LONGEST_DAY or not line:
            return ""
        if line not in self._known:
            self._known[line] = self._read(line)
        return self._known[line]

    def _read(self, line: str) -> str:
        found = _DAY.fullmatch(line.strip())
        if found is None or not (found["before"] or found["after"]):
            return ""
        after = found["after"].strip()
        shape = (
            bool(found["before"]),
            "(" if after[:1] in "(（" and after else "w" if after else "",
            len(found[3]) if len(found[3]) > 2 else 0,
        )
        if self._shape is None:
            self._shape = shape
        if shape != self._shape:
            return ""
        if (weekday := _weekday(found["before"] or found["after"])) is not None:
            self._weekdays[found["date"]] = weekday
        return found["date"]

    def day_first(self) -> bool | None:
        """Say whether the day comes before the month, by the weekdays beside the dates; None where they do not tell."""
        told = [(raw, weekday) for text, weekday in self._weekdays.items() if (raw := raw_date(text))]
        fits = [sum(_falls_on(raw.read(order), weekday) for raw, weekday in told) for order in (Order.DMY, Order.MDY)]
        return fits[0] > fits[1] if fits[0] != fits[1] and max(fits) == len(told) else None


def _weekday(text: str) -> int | None:
    word = text.strip(" ,.()").casefold()
    return next((at for size in (3, 2) if (at := _WEEKDAY_AT.get(word[:size])) is not None), None)


def _falls_on(day: date | None, weekday: int) -> bool:
    return day is not None and day.weekday() == weekday


@lru_cache(maxsize=8192)
def time_of(text: str) -> tuple[str, str] | None:
    """Return (clock, day period) of a time text, None when it is none. Some apps count on after midnight: `24:53` is 00:53."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute = map(int, _CLOCK.fullmatch(found["clock"]).groups())  # type: ignore[union-attr]  # the clock is two numbers
    if hour > 47 or minute > 59:
        return None
    return f"{hour % 24 if hour >= 24 else hour}:{minute:02}", found["pre"] or found["post"] or ""


def spaced(line: str) -> tuple[str, str] | None:
    """Return (time text, rest) of a line whose parts stand behind single spaces, None for any other."""
    first, _, rest = line.partition(" ")
    if not first[-1:].isdecimal() and len(first) > LONGEST_PERIOD:
        return None
    second, _, more = rest.partition(" ")
    if second and len(second) <= LONGEST_TIME and time_of(f"{first} {second}"):
        return f"{first} {second}", more
    return (first, rest) if time_of(first) else None


class Names:
    """Tells names from texts where only a space is between them: by the longest name that is known.

    A word belongs to the name where nearly all that its writer said goes on with it: what one says goes on with many words.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = [name for name in known if name]
        self._first: dict[str, int] = {}
        self._longer: Counter[tuple[str, ...]] = Counter()
        self._sorted: list[str] = []
        self._by_word: dict[str, list[str]] = {}

    def see(self, rest: str) -> None:
        """Count how a line goes on behind its time; of each first word only as often as tells."""
        words = tuple(rest.split(" ", WORDS_IN_NAME)[:WORDS_IN_NAME])
        seen = self._first.get(words[0], 0)
        if seen < ENOUGH_TO_TELL and (seen or len(self._first) < MOST_NAMES) and not (rest.endswith(_APP_ENDS) and _APP_SAYS.search(rest)):
            self._first[words[0]] = seen + 1
            for size in range(2, len(words) + 1):
                self._longer[words[:size]] += 1

    def settle(self) -> list[str]:
        """Decide what are names; return them."""
        taken = {name.split(" ")[0] for name in self._known}
        children: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for parts, count in self._longer.items():
            if count >= ENOUGH_TO_RECUR:
                children.setdefault(parts[:-1], []).append(parts)
        found = [name for word in self._first.keys() - taken for name in self._grown((word,), self._first[word], children)]
        self._sorted = sorted({*self._known, *found}, key=lambda name: (-len(name), name))
        for name in self._sorted:
            self._by_word.setdefault(name.split(" ")[0], []).append(name)
        return self._sorted

    def _grown(self, parts: tuple[str, ...], count: int, children: dict[tuple[str, ...], list[tuple[str, ...]]]) -> list[str]:
        often = [(longer, found) for longer in children.get(parts, ()) if (found := self._longer[longer]) >= LEAST * count]
        if often and len(parts) < WORDS_IN_NAME - 1 and sum(found for _, found in often) >= MOST * count:
            return [name for longer, found in often for name in self._grown(longer, found, children)]
        return [" ".join(parts)]

    def split(self, rest: str) -> tuple[str, str]:
        """Return (name, text); an unknown beginning, or what the app says of somebody, is a line of the app: its name is ""."""
        for name in self._by_word.get(rest.partition(" ")[0], ()):
            if rest.startswith(name + " ") or rest == name:
                noticed = rest.endswith(_APP_ENDS) and _APP_SAYS.match(rest, len(name))
                return ("", rest) if noticed else (name, rest[len(name) + 1 :])
        return "", rest


def unquoted(text: str) -> str:
    """Return the body of several lines without the quotes that some versions put around it."""
    if len(text) > 1 and text[0] == text[-1] == '"' and "\n" in text:
        return text[1:-1].replace('""', '"')
    return text


def special(text: str) -> tuple[str, Kind, tuple[Attachment, ...], tuple[str, ...]] | None:
    """Return (text, kind, attachments, warnings) of a body that is a placeholder, a call or what is left of one taken back; else None."""
    if text.startswith("["):
        what = _PLACEHOLDERS.get(fold(text))
        return (
            None
            if what is None
            else ("", Kind.MESSAGE, (Attachment(what, _TYPES.get(what, "application/octet-stream"), 0, "", missing=True),), ())
        )
    if text.startswith("☎"):
        words = text.lstrip("☎\ufe0f ")
        return words, Kind.CALL, (), ("missed_call",) if _MISSED.search(words.casefold()) else ()
    if len(text) < 80 and fold(text).endswith(_UNSENT):
        return text, Kind.MESSAGE, (), ("deleted",)
    return None


def is_group_of(people: Collection[str], title: str) -> bool:
    """Say whether a chat has more than two sides: by its people, or by a title that is nobody's name."""
    return len(people) > 2 or (len(people) == 2 and bool(title) and title not in people)
