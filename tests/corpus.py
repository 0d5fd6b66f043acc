"""Made-up mail in any number, for tests and benchmarks: threads of questions and answers, plain and HTML, quotes, some attachments.

The same seed gives the same mails. Sizes are those of ordinary shop mail (8 to 9 KB on average with HTML).
"""

import base64
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

SHOP = "winkel@dezwaluw.example"
_FIRST = (
    "Anna", "Bram", "Carla", "Daan", "Els", "Fatih", "Gerda", "Hugo", "Ines", "Joris", "Karim", "Lotte", "Mees",
    "Nora", "Otto", "Petra", "Quin", "Rosa", "Sem", "Tess", "Umar", "Vera", "Wout", "Xenia", "Yara", "Zoë",
)  # fmt: skip
_LAST = (
    "Bakker", "Claes", "Dekker", "Engel", "Faber", "Groot", "Haan", "Jansen", "Kok", "Lemaire", "Meyer",
    "Nowak", "Okafor", "Peters", "Roux", "Smit", "Timmer", "Vogel", "Weber", "Zwart",
)  # fmt: skip
_SUBJECTS = (
    "Waar blijft mijn bestelling {order}",
    "Vraag over de grote schaal",
    "Retour {order}",
    "Factuur graag",
    "Kapot aangekomen ({order})",
    "Opening hours in December?",
    "Order {order}: wrong colour",
    "Frage zum Versand",
    "Rückgabe {order}",
    "Question sur la livraison",
)
_SENTENCES = (
    "Ik heb {order} vorige week besteld en nog niets gehoord.",
    "Kunt u kijken waar het pakket is gebleven?",
    "De kleur valt anders uit dan op de foto.",
    "Alvast bedankt voor de moeite.",
    "Het deksel past niet goed op de pot.",
    "Mag deze schaal in de vaatwasser of juist niet?",
    "Mijn zus is er erg blij mee, dat wilde ik ook even kwijt.",
    "Graag een factuur op naam van het bedrijf.",
    "Het hoeft niet met spoed, maar voor het weekend zou fijn zijn.",
    "I would like to return two of the bowls.",
    "The parcel was left in the rain and the box fell apart.",
    "Could you tell me when order {order} leaves?",
    "It is a gift, so please leave out the invoice.",
    "Die Tasse ist leider beschädigt angekommen.",
    "Wie lange dauert der Versand nach Köln?",
    "Ich möchte die Bestellung {order} zurückgeben.",
    "Le colis {order} n'est toujours pas arrivé.",
    "Pouvez-vous me confirmer la date de livraison ?",
    "We zijn dinsdag en woensdag niet thuis.",
    "Op de volgpagina staat al drie dagen hetzelfde.",
    "Zijn er nog bijpassende schoteltjes te krijgen?",
)
_STYLE = (
    "font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:1.5;color:#333333;mso-line-height-rule:exactly;"
    "margin:0 0 12px 0;padding:0"
)


@dataclass
class _Thread:
    subject: str
    name: str
    address: str
    ids: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CorpusMail:
    """A mail, and whether the shop sent it."""

    raw: bytes
    sent: bool
    message_id: str


def corpus(count: int, seed: int = 1, *, start: datetime | None = None, minutes: int = 7, html: bool = True) -> Iterator[CorpusMail]:
    """Yield `count` mails in order of time, `minutes` apart, ending before now."""
    dice = random.Random(seed)
    at = start or datetime.now(UTC) - timedelta(minutes=minutes * (count + 1))
    threads: list[_Thread] = []
    for number in range(count):
        at += timedelta(minutes=minutes)
        thread = dice.choice(threads[-60:]) if threads and dice.random() < 0.55 else _new_thread(dice, threads, number)
        sent = bool(thread.ids) and dice.random() < 0.45
        yield _mail(dice, thread, number, at, sent=sent, html=html)


def _new_thread(dice: random.Random, threads: list[_Thread], number: int) -> _Thread:
    person = dice.randrange(max(3, number // 3 + 3))
    name = f"{_FIRST[person % len(_FIRST)]} {_LAST[person // len(_FIRST) % len(_LAST)]}"
    address = f"{name.split()[0].lower().replace('ë', 'e')}.{name.split()[1].lower()}{person}@klant{person % 40}.example"
    threads.append(_Thread(dice.choice(_SUBJECTS).format(order=1000 + number % 9000), name, address))
    return threads[-1]


def _mail(dice: random.Random, thread: _Thread, number: int, at: datetime, *, sent: bool, html: bool) -> CorpusMail:
    message_id = f"{number}.{dice.getrandbits(48):012x}@{'dezwaluw' if sent else 'klant'}.example"
    lines = [s.format(order=1000 + number % 9000) for s in dice.sample(_SENTENCES, dice.randint(2, 7))]
    quoted = [f"> {line}" for line in thread.last]
    intro = [f"Op {at - timedelta(days=1):%d-%m-%Y om %H:%M} schreef {thread.name if sent else 'De Zwaluw'}:"] if quoted else []
    closing = ["", "Hartelijke groet,", "Marieke, De Zwaluw"] if sent else ["", "Met vriendelijke groet,", thread.name]
    body = ["Beste " + (thread.name.split()[0] if sent else "winkel") + ",", "", *lines, *closing, "", *intro, *quoted]
    headers = _headers(thread, message_id, at, sent=sent)
    thread.ids.append(message_id)
    thread.last = [*lines, *quoted[:12]]
    attachment = dice.randbytes(dice.randint(2_000, 30_000)) if dice.random() < 0.05 else b""
    return CorpusMail((headers + _body(body, number, attachment, html=html)).encode(), sent, message_id)


def _headers(thread: _Thread, message_id: str, at: datetime, *, sent: bool) -> str:
    customer, shop = f"{_word(thread.name)} <{thread.address}>", f"De Zwaluw <{SHOP}>"
    subject = ("Re: " if thread.ids else "") + thread.subject
    rows = [
        "Return-Path: <bounce@klant.example>",
        "Received: from mx1.klant.example (mx1.klant.example [192.0.2.10]) by mx.dezwaluw.example (Postfix) with ESMTPS id 4F2A91;",
        f"\t{format_datetime(at)}",
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=klant.example; s=mail; h=from:to:subject:date;",
        "\tbh=" + "kq3ZtVb0" * 6 + "=; b=" + "Zm9vYmFyYmF6" * 14,
        f"From: {shop if sent else customer}",
        f"To: {customer if sent else shop}",
        f"Subject: {_word(subject)}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: <{message_id}>",
    ]
    if thread.ids:
        rows += [f"In-Reply-To: <{thread.ids[-1]}>", "References: " + "\n ".join(f"<{i}>" for i in thread.ids[-8:])]
    return "\n".join([*rows, "MIME-Version: 1.0"]) + "\n"


def _word(text: str) -> str:
    return text if text.isascii() else f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?="


def _body(lines: list[str], number: int, attachment: bytes, *, html: bool) -> str:
    plain = "\n".join(lines)
    if not html:
        return f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{plain}\n"
    rows = "".join(
        f'<tr><td style="{_STYLE}"><p style="{_STYLE}"><span style="{_STYLE}">{line or "&nbsp;"}</span></p></td></tr>\n' for line in lines
    )
    page = f'<html><head><style>p {{ {_STYLE} }}</style></head><body><table width="600">\n{rows}</table></body></html>'
    inner = f"alt{number}"
    both = (
        f'Content-Type: multipart/alternative; boundary="{inner}"\n\n'
        f"--{inner}\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{plain}\n"
        f"--{inner}\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{page}\n--{inner}--\n"
    )
    if not attachment:
        return both
    outer = f"mix{number}"
    coded = base64.encodebytes(attachment).decode()
    return (
        f'Content-Type: multipart/mixed; boundary="{outer}"\n\n--{outer}\n{both}\n--{outer}\n'
        f'Content-Type: image/jpeg; name="foto{number}.jpg"\n'
        f'Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="foto{number}.jpg"\n\n{coded}--{outer}--\n'
    )


def mbox(mails: Iterator[CorpusMail]) -> Iterator[bytes]:
    """Yield the pieces of an mbox file."""
    for mail in mails:
        yield b"From toonbank@localhost Thu Jan 01 00:00:00 2026\n" + mail.raw.replace(b"\nFrom ", b"\n>From ") + b"\n"
