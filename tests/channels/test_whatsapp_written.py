"""Conversations written in every shape that formats.md tells of come back message for message.

The writer here knows nothing of the reader: it writes what a telephone would, from its own list of places and words.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.channels.whatsapp import READER
from app.domain.message import IncomingMessage, Kind, Problem, ReadOptions

LRM, RLM, NBSP, NNBSP = "\u200e", "\u200f", "\u00a0", "\u202f"
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
HINDI = str.maketrans("0123456789", "०१२३४५६७८९")


def h12(t: datetime) -> int:
    return t.hour % 12 or 12


def half(t: datetime, am: str, pm: str) -> str:
    return am if t.hour < 12 else pm


@dataclass(frozen=True)
class Phone:
    """A telephone: how it writes a time, whether it is an iPhone (which marks what it says itself), and its words."""

    header: Callable[[datetime], str]
    ios: bool
    attached: str
    omitted: str
    deleted: str
    edited: str
    call: str
    opening: str
    joined: str
    """What is said of somebody ({}) who comes into the group."""
    seconds: bool = field(default=False)

    def own(self, text: str) -> str:
        return LRM + text if self.ios else text


EN = ("{} (file attached)", "<Media omitted>", "This message was deleted", "<This message was edited>", "Missed voice call",
      "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them. Learn more.",
      "{} joined using this group's invite link")  # fmt: skip
EN_IOS = ("<attached: {}>", "image omitted", "This message was deleted.", "<This message was edited>", "Missed video call", *EN[5:])
NL = ("{} (bestand bijgevoegd)", "<Media weggelaten>", "Dit bericht is verwijderd", "<Dit bericht is bewerkt>", "Gemiste spraakoproep",
      "Berichten en gesprekken worden end-to-end versleuteld. Niemand buiten deze chat kan ze lezen of beluisteren.",
      "{} neemt nu deel aan deze groep via de uitnodigingslink")  # fmt: skip
NL_IOS = ("<bijgevoegd: {}>", "afbeelding weggelaten", "Dit bericht is verwijderd.", NL[3], "Gemist spraakgesprek", *NL[5:])
DE = ("{} (Datei angehängt)", "<Medien ausgeschlossen>", "Diese Nachricht wurde gelöscht", "<Diese Nachricht wurde bearbeitet.>",
      "Verpasster Sprachanruf", "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Niemand außerhalb dieses Chats kann sie lesen.",
      "{} ist der Gruppe mit dem Einladungslink beigetreten")  # fmt: skip
FR = ("{} (fichier joint)", "<Médias omis>", "Ce message a été supprimé", "<Ce message a été modifié>", "Appel vocal manqué",
      "Les messages et les appels sont chiffrés de bout en bout. Aucun tiers, pas même WhatsApp, ne peut les lire ou les écouter.",
      "{} a rejoint le groupe via le lien d'invitation")  # fmt: skip
ES = ("{} (archivo adjunto)", "<Multimedia omitido>", "Se eliminó este mensaje", "<Se editó este mensaje.>", "Llamada perdida",
      "Los mensajes y las llamadas están cifrados de extremo a extremo. Nadie fuera de este chat puede leerlos ni escucharlos.",
      "{} se unió usando el enlace de invitación")  # fmt: skip
TR_IOS = ("<{} eklendi>", "görüntü dahil edilmedi", "Bu mesaj silindi.", "<Bu mesaj düzenlendi>", "Cevapsız sesli arama",
          "Mesajlar ve aramalar uçtan uca şifrelidir. Bu sohbetin dışındaki hiç kimse bunları okuyamaz veya dinleyemez.",
          "{} bu grubun davet bağlantısını kullanarak katıldı")  # fmt: skip
RU = ("{} (файл добавлен)", "<Без медиафайлов>", "Данное сообщение удалено", "<Сообщение изменено>", "Пропущенный аудиозвонок",
      "Сообщения и звонки защищены сквозным шифрованием. Третьи лица не могут прочитать ваши сообщения или прослушать звонки.",
      "{} присоединился(-ась) по ссылке-приглашению")  # fmt: skip
AR = ("{} (الملف مرفق)", "<تم استبعاد الوسائط>", "تم حذف هذه الرسالة", "<تم تعديل هذه الرسالة>", "مكالمة صوتية فائتة",
      "الرسائل والمكالمات مشفرة تمامًا بين الطرفين، بحيث لا يستطيع أحد خارج هذه الدردشة قراءتها أو الاستماع إليها.",
      "انضم {} عبر رابط الدعوة")  # fmt: skip
ZH_IOS = ("<附件：{}>", "图像已忽略", "此消息已删除。", "<此消息已编辑>", "未接语音通话",
          "消息和通话都进行端到端加密。对话之外的任何人，甚至包含 WhatsApp，都无法读取或收听。这里还有更多的说明文字供大家参考了解。"
          "还需要更多的文字才能够达到一定的长度要求，因此继续写下去。", "{}通过邀请链接加入了群组")  # fmt: skip
UNKNOWN = ("{} (bestaan aangeheg)", "<Lêers is uitgelaat>", *EN[2:])
"""A language that nobody told the reader about, as far as files go."""

PHONES: dict[str, Phone] = {
    "en-GB android": Phone(lambda t: f"{t:%d/%m/%Y, %H:%M} - ", False, *EN),
    "en-US android": Phone(lambda t: f"{t.month}/{t.day}/{t:%y}, {h12(t)}:{t:%M}{NNBSP}{half(t, 'AM', 'PM')} - ", False, *EN),
    "en-US ios": Phone(lambda t: f"[{t.month}/{t.day}/{t:%y}, {h12(t)}:{t:%M:%S}{NNBSP}{half(t, 'AM', 'PM')}] ", True, *EN_IOS, True),
    "en-AU ios": Phone(lambda t: f"[{t.day}/{t.month}/{t.year}, {h12(t)}:{t:%M:%S}{NNBSP}{half(t, 'am', 'pm')}] ", True, *EN_IOS, True),
    "en-CA android": Phone(lambda t: f"{t:%Y-%m-%d}, {h12(t)}:{t:%M} {half(t, 'a', 'p')}.m. - ", False, *EN),
    "en-IN android": Phone(lambda t: f"{t:%d/%m/%y}, {h12(t)}:{t:%M} {half(t, 'am', 'pm')} - ", False, *EN),
    "en, of the day": Phone(
        lambda t: f"{t:%d/%m/%Y}, {h12(t)}:{t:%M} {('at night', 'in the morning', 'in the afternoon', 'in the evening')[t.hour // 6]} - ",
        False, *EN,
    ),
    "en, month in words": Phone(lambda t: f"{t:%b} {t.day}, {t.year}, {h12(t)}:{t:%M} {half(t, 'AM', 'PM')} - ", False, *EN),
    "en, day and month in words": Phone(lambda t: f"{t.day} {t:%B} {t.year} at {t:%H:%M} - ", False, *EN),
    "nl android": Phone(lambda t: f"{t:%d-%m-%Y %H:%M} - ", False, *NL),
    "nl ios": Phone(lambda t: f"[{t:%d-%m-%Y %H:%M:%S}] ", True, *NL_IOS, True),
    "de android": Phone(lambda t: f"{t:%d.%m.%y, %H:%M} - ", False, *DE),
    "de 12 h": Phone(lambda t: f"{t:%d.%m.%y}, {h12(t)}:{t:%M} {half(t, 'vorm.', 'nachm.')} - ", False, *DE),
    "fr android": Phone(lambda t: f"{t:%d/%m/%Y à %H:%M} - ", False, *FR),
    "es android 12 h": Phone(lambda t: f"{t.day}/{t.month}/{t:%y}, {h12(t)}:{t:%M}{NNBSP}{half(t, 'a', 'p')}.{NBSP}m. - ", False, *ES),
    "tr ios": Phone(lambda t: f"[{t.day}.{t:%m.%Y %H:%M:%S}] ", True, *TR_IOS, True),
    "ru android": Phone(lambda t: f"{t:%d.%m.%Y, %H:%M} - ", False, *RU),
    "ar android": Phone(lambda t: f"{t.day}/{t.month}/{t.year}، {h12(t)}:{t:%M} {half(t, 'ص', 'م')} - ".translate(ARABIC), False, *AR),
    "ar ios": Phone(
        lambda t: f"{RLM}[{RLM}{t.day}{RLM}/{t.month}{RLM}/{t.year}، {h12(t)}:{t:%M:%S} {half(t, 'ص', 'م')}] ", True,
        "<المُرفق: {}>", "لم يتم إدراج الصورة", *AR[2:], True,
    ),
    "fa android": Phone(lambda t: f"{t.year}/{t.month}/{t.day}،{NBSP}{t.hour}:{t:%M} - ".translate(PERSIAN), False, *EN),
    "hi android": Phone(
        lambda t: f"{t.day}/{t.month}/{t:%y}, {h12(t)}:{t:%M} {half(t, 'पूर्वाह्न', 'अपराह्न')} - ".translate(HINDI), False, *EN
    ),
    "zh ios": Phone(lambda t: f"[{t.year}/{t.month}/{t.day} {half(t, '上午', '下午')}{h12(t)}:{t:%M:%S}] ", True, *ZH_IOS, True),
    "zh-TW android": Phone(
        lambda t: f"{t.year}/{t.month}/{t.day} {('凌晨', '上午', '下午', '晚上')[t.hour // 6]}{h12(t)}:{t:%M} - ", False, *EN
    ),
    "ko android": Phone(lambda t: f"{t.year}년 {t.month}월 {t.day}일 {half(t, '오전', '오후')} {h12(t)}:{t:%M} - ", False, *EN),
    "ko ios": Phone(lambda t: f"[{t.year}. {t.month}. {t.day}. {half(t, '오전', '오후')} {h12(t)}:{t:%M:%S}] ", True, *EN_IOS, True),
    "ja android": Phone(lambda t: f"{t:%Y/%m/%d} {t.hour}:{t:%M} - ", False, *EN),
    "fa ios": Phone(lambda t: f"[{t.year}/{t.month}/{t.day}،{RLM} {t.hour}:{t:%M:%S}] ".translate(PERSIAN), True, *EN_IOS, True),
    "hu": Phone(lambda t: f"[{t.year}. {t:%m. %d}. {t.hour}:{t:%M:%S}] ", True, *EN_IOS, True),
    "fi": Phone(lambda t: f"[{t.day}.{t.month}.{t.year} klo {t.hour}.{t:%M.%S}] ", True, *EN_IOS, True),
    "da": Phone(lambda t: f"[{t:%d.%m.%Y %H.%M.%S}] ", True, *EN_IOS, True),
    "sv": Phone(lambda t: f"{t:%Y-%m-%d %H:%M} - ", False, *EN),
    "bg": Phone(lambda t: f"{t.day}.{t:%m.%y} г., {t.hour}:{t:%M} ч. - ", False, *EN),
    "lv": Phone(lambda t: f"[{t:%d.%m.%y %H:%M:%S}] ", True, *EN_IOS, True),
    "vi ios": Phone(lambda t: f"[{t:%H:%M:%S, %d/%m/%Y}] ", True, *EN_IOS, True),
    "th": Phone(lambda t: f"{t.day}/{t.month}/{t.year + 543} {t:%H:%M} - ", False, *EN),
    "old ios": Phone(lambda t: f"{t:%d/%m/%y %H:%M:%S}: ", False, *EN, True),
    "he android": Phone(lambda t: f"{t.day}.{t.month}.{t.year}, {t:%H:%M} - ", False, *EN),
    "words of nowhere": Phone(lambda t: f"{t:%Y/%m/%d, %H:%M} - ", False, *UNKNOWN),
}  # fmt: skip

NAMES = ("Anna", "Jo’s Shop ☕", "+31 6 12345678", f"~{NNBSP}Marie-Ève", "Dr. B. van 't Hof", "محمد", "李雷", "Зоя")
OPENED = datetime(2023, 10, 28, 9, 41, 7, tzinfo=UTC)
"""The first message; its day and month cannot be taken for one another."""
LETTERS = st.text(st.sampled_from("abc ÄéñßЖ漢字हि🎉👩‍🍳.,!?-–/()'\"0123456789\u2028\u00a0"), max_size=30)
LINES = st.one_of(
    LETTERS,
    st.sampled_from(["12:30 then", "* one: two", "http://shop.example/x?a=1", "- 1/2", "<3", "a: b: c", "ok (file)", "[x] done", "null?"]),
)
TEXTS = st.lists(LINES, min_size=1, max_size=4).map("\n".join).filter(lambda text: text.strip() == text != "")
EVENTS = st.lists(
    st.tuples(st.sampled_from(["text"] * 5 + ["file", "caption", "omitted", "deleted", "edited", "call", "notice"]),
              st.integers(0, len(NAMES) - 1), TEXTS, st.integers(0, 100_000)),
    min_size=1, max_size=12,
)  # fmt: skip
Row = tuple[str, str, str, str, str]
"""Time, name, text, kind, file or what was left out."""


def shown(name: str) -> str:
    return "+31612345678" if name[0] == "+" else name.removeprefix("~").strip(NNBSP)


def stamp(t: datetime, phone: Phone) -> str:
    return t.replace(second=t.second if phone.seconds else 0).isoformat()


def row_of(phone: Phone, t: datetime, what: str, name: str, text: str) -> tuple[str, Row]:
    """Return the body as the telephone writes it, and what must come back."""
    at, who = stamp(t, phone), shown(name)
    file = f"00000012-PHOTO-{t:%Y-%m-%d-%H-%M-%S}.jpg" if phone.ios else f"IMG-{t:%Y%m%d}-WA0012.jpg"
    if what == "file":
        return phone.own(phone.attached.format(file)), (at, who, "", "message", file)
    if what == "caption":
        body = f"{text} {LRM}{phone.attached.format(file)}" if phone.ios else f"{phone.attached.format(file)}\n{text}"
        return body, (at, who, text, "message", file)
    if what == "omitted":
        return phone.own(phone.omitted), (at, who, "", "message", "*")
    if what == "deleted":
        return phone.own(phone.deleted), (at, who, phone.deleted, "message", "")
    if what == "edited":
        return f"{text} {phone.own(phone.edited)}", (at, who, text, "message", "")
    if what == "call":
        return phone.own(phone.call), (at, who, phone.call, "call", "")
    return text, (at, who, text, "message", "")


def written(phone: Phone, events: list[tuple[str, int, str, int]]) -> tuple[str, list[Row]]:
    """Return the export and its messages. The first three are always there: the notice, and two who write."""
    lines, rows, t = [], [], OPENED
    rows.append((stamp(t, phone), "", phone.opening, "system", ""))
    lines.append(phone.header(t) + (f"Oven Club: {LRM}" if phone.ios else "") + phone.opening)
    known = [("text", who, f"hello from {who}", 60) for who in range(len(NAMES))] + [("omitted", 0, "", 61)] * 3
    for what, who, text, later in [*known, *events]:
        t += timedelta(seconds=later)
        name = NAMES[who]
        if what == "notice":
            said = phone.joined.format(shown(name))
            lines.append(phone.header(t) + (f"{name}: {LRM}" if phone.ios else "") + said)
            rows.append((stamp(t, phone), "", said, "system", ""))
            continue
        body, row = row_of(phone, t, what, name, text)
        lines.append((LRM if phone.ios and body[0] == LRM else "") + phone.header(t) + f"{name}: {body}")
        rows.append(row)
    return "\n".join(lines) + "\n", rows


def read_back(path: Path) -> tuple[list[Row], list[Problem]]:
    items = list(READER.read(path, ReadOptions(timezone="UTC")))
    return [row_read(m) for m in items if isinstance(m, IncomingMessage)], [p for p in items if isinstance(p, Problem)]


def row_read(m: IncomingMessage) -> Row:
    who = "" if m.kind is Kind.SYSTEM else m.sender.name or m.sender.handles[0].value
    file = m.attachments[0].name if m.attachments else ""
    return m.sent_at.isoformat(), who, m.text, m.kind.value, file if "." in file else file and "*"


@pytest.mark.parametrize("place", PHONES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(events=EVENTS, ending=st.sampled_from(["\n", "\r\n"]), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_a_telephone_writes_is_read_back(
    tmp_path: Path, place: str, events: list[tuple[str, int, str, int]], ending: str, encoding: str
) -> None:
    text, rows = written(PHONES[place], events)
    path = tmp_path / "_chat.txt"
    path.write_bytes(text.replace("\n", ending).encode(encoding))
    found, problems = read_back(path)
    assert found == rows
    assert {p.kind.value for p in problems} <= {"media_missing"}
