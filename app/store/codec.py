"""How values lie in the database: times as microseconds, texts packed, verdicts and headers as compact JSON."""

import hashlib
import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import zstandard

from app.domain.verdict import Emotion, Entity, EntityKind, Reason, Sentiment, Thought, Urgency, Verdict

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_LEVEL = 3
_SHORT = 48

# Words that most packed values share. Part of the file format: never change it, add a second one beside it.
_SHARED_1 = (
    b'"first_name""phone""username""name""id""text/html""charset""auto-submitted""auto-generated""auto-replied""precedence""bulk""list-id"'
    b'"list-unsubscribe""return-path""reply-to""x-failed-recipients""ambiguous_date""cp1252""broken_mime"'
    b"Van: Aan: Onderwerp: Verzonden: Von: An: Betreff: Gesendet: From: To: Subject: Sent: De : Objet : "
    b"Met vriendelijke groet,\r\n"
    b"Mit freundlichen Gr\xc3\xbc\xc3\x9fen\r\n"
    b"Kind regards,\r\nCordialement,\r\nGeachte heer, mevrouw,\r\nSehr geehrte Damen und Herren,\r\n"
    b"Ik heb een vraag over mijn bestelling. Ich habe eine Frage zu meiner Bestellung. I have a question about my order. Bonjour, https://www."
    b'"low_confidence","asked_for_person","angry","frustrated","worried","pleased","negative","positive","neutral"'
    b'{"order_status":0.0,"return_exchange":0.0,"refund":0.0,"complaint":0.0,"defect_warranty":0.0,"product_question":0.0,"price_quote":0.0,'
    b'"appointment":0.0,"invoice_payment":0.0,"account":0.0,"privacy_request":0.0,"cancellation":0.0,"compliment_review":0.0,'
    b'"supplier_business":0.0,"newsletter":0.0,"spam":0.0,"auto_reply_bounce":0.0,"other":0.0}'
    b'"references":[],"message_id":"","in_reply_to":"@mail.gmail.com"'
    b'"to":[["",[["email","@gmail.com"]]]],"from":[["email","info@'
)


class _Packers(threading.local):
    """Compressors may not be shared by threads."""

    def __init__(self) -> None:
        shared = zstandard.ZstdCompressionDict(_SHARED_1, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        self.pack = zstandard.ZstdCompressor(level=_LEVEL, dict_data=shared, write_checksum=False, write_dict_id=False).compress
        self.unpack = zstandard.ZstdDecompressor(dict_data=shared).decompress


_packers = _Packers()


def pack(text: str) -> bytes:
    """Return `text` as bytes: a format byte (0 as it is, 1 compressed), then the UTF-8 (lone surrogates kept)."""
    raw = text.encode("utf-8", "surrogatepass")
    return b"\0" + raw if len(raw) < _SHORT else b"\1" + _packers.pack(raw)


def unpack(data: bytes | None) -> str:
    """Return the text of `pack` ("" for None). Raises ValueError for an unknown format byte."""
    if not data:
        return ""
    if data[0] == 0:
        return data[1:].decode("utf-8", "surrogatepass")
    if data[0] != 1:
        raise ValueError("unknown packing")
    return _packers.unpack(data[1:]).decode("utf-8", "surrogatepass")


def plain(text: str) -> str:
    """Return `text` fit for a TEXT column: lone surrogates become question marks."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def to_us(moment: datetime) -> int:
    """Return an aware datetime as microseconds since 1970 UTC."""
    return (moment - _EPOCH) // _TICK


def to_us_or_none(moment: datetime | None) -> int | None:
    """Return `to_us`, or None for None."""
    return None if moment is None else (moment - _EPOCH) // _TICK


def from_us(value: int) -> datetime:
    """Return microseconds since 1970 as an aware UTC datetime."""
    return _EPOCH + value * _TICK


def from_us_or_none(value: int | None) -> datetime | None:
    """Return `from_us`, or None for None."""
    return None if value is None else _EPOCH + value * _TICK


def dump(value: object) -> str:
    """Return compact JSON that a TEXT column can hold."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain_value) if value else _empty(value)


def dump_plain(value: object) -> str:
    """Return compact JSON without lone surrogates (escaped instead, so that they come back)."""
    return json.dumps(value, separators=(",", ":"), default=_plain_value)


def _empty(value: object) -> str:
    return "[]" if isinstance(value, list | tuple) else json.dumps(value)


def _plain_value(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable):
        return sorted(value)
    raise TypeError(type(value).__name__)


def load(value: str) -> Any:
    """Return the value of a JSON column."""
    return json.loads(value)


def strings(value: str) -> tuple[str, ...]:
    """Return a JSON column that holds a list of strings."""
    return tuple(json.loads(value)) if value != "[]" else ()


def fingerprint_key(fingerprint: str) -> bytes:
    """Return a fingerprint as it lies in the index: 16 bytes for 32 lower-case hex digits, else "=" and its UTF-8."""
    raw = _unhex(fingerprint) if len(fingerprint) == 32 else None
    return raw or b"=" + fingerprint.encode("utf-8", "surrogatepass") + b"=" * 16


def _unhex(digits: str) -> bytes | None:
    try:
        raw = bytes.fromhex(digits)
    except ValueError:
        return None
    return raw if raw.hex() == digits else None


def mail_id_key(mail_id: str) -> int:
    """Return a mail id as 64 bits, under which threads are looked up."""
    return int.from_bytes(hashlib.blake2b(mail_id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def pack_verdict(verdict: Verdict) -> bytes:
    """Return a verdict packed."""
    return pack(_compact(listed_verdict(verdict)))


def unpack_verdict(data: bytes) -> Verdict:
    """Return the verdict of `pack_verdict`."""
    return verdict_of(json.loads(unpack(data)))


def listed_verdict(verdict: Verdict) -> list[Any]:
    """Return a verdict as a list of plain values (probabilities to four digits)."""
    value = [
        verdict.language,
        round(verdict.language_confidence, 4),
        verdict.category,
        {name: round(p, 4) for name, p in verdict.categories.items()},
        round(verdict.sentiment, 4),
        verdict.sentiment_label,
        verdict.emotion,
        int(verdict.urgency),
        verdict.order_numbers,
        verdict.intents,
        verdict.needs_human,
        round(verdict.spam, 4),
        round(verdict.confidence, 4),
        [(r.signal, r.evidence) for r in verdict.reasons],
        verdict.engine,
        [(e.kind.value, e.value, e.text) for e in verdict.entities],
    ]
    before = verdict.earlier
    if before is not None:
        value.append([before.engine, before.category, before.emotion, int(before.urgency), round(before.confidence, 4)])
    return value


def verdict_of(v: list[Any]) -> Verdict:
    """Return the verdict of `listed_verdict`, also of an older program's."""
    return Verdict(
        language=v[0],
        language_confidence=v[1],
        category=v[2],
        categories=v[3],
        sentiment=v[4],
        sentiment_label=Sentiment(v[5]),
        emotion=Emotion(v[6]),
        urgency=Urgency(v[7]),
        order_numbers=tuple(v[8]),
        intents=tuple(v[9]),
        needs_human=tuple(v[10]),
        spam=v[11],
        confidence=v[12],
        reasons=tuple(Reason(signal, evidence) for signal, evidence in v[13]),
        engine=v[14],
        entities=tuple(Entity(EntityKind(kind), value, text) for kind, value, text in v[15]) if len(v) > 15 else (),
        earlier=_thought(*v[16]) if len(v) > 16 else None,
    )


def _thought(engine: str, category: str, emotion: str, urgency: int, confidence: float) -> Thought:
    return Thought(engine, category, Emotion(emotion), Urgency(urgency), confidence)


def as_dict(value: Any) -> dict[str, Any]:
    """Return a dataclass value as a dict of plain values."""
    return asdict(value)
