"""What is packed comes back."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.domain.verdict import Category, Emotion, Entity, EntityKind, Reason, Sentiment, Thought, Urgency, Verdict
from app.store import codec
from app.store.fold import fold, fold_order

any_text = st.text(st.characters(), max_size=400)


@given(any_text)
def test_texts_come_back(text: str) -> None:
    assert codec.unpack(codec.pack(text)) == text


def test_lone_surrogates_come_back_and_columns_can_hold_them() -> None:
    text = "x" * 60 + "\ud83d"
    assert codec.unpack(codec.pack(text)) == text
    assert codec.plain(text).encode().endswith(b"?")


@given(st.lists(st.one_of(st.text(max_size=40), st.binary(min_size=16, max_size=16).map(bytes.hex)), unique=True))
def test_fingerprints_differ_when_they_differ(fingerprints: list[str]) -> None:
    assert len({codec.fingerprint_key(f) for f in fingerprints}) == len(fingerprints)


def test_a_usual_fingerprint_takes_sixteen_bytes() -> None:
    assert len(codec.fingerprint_key("0f" * 16)) == 16
    assert len(codec.fingerprint_key("0F" * 16)) > 16


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_times_come_back_to_the_microsecond(moment: datetime) -> None:
    assert codec.from_us(codec.to_us(moment)) == moment


def test_a_verdict_comes_back() -> None:
    verdict = Verdict(
        language="nl",
        language_confidence=0.9876,
        category=Category.REFUND,
        categories={"refund": 0.75, "other": 0.25},
        sentiment=-0.5,
        sentiment_label=Sentiment.NEGATIVE,
        emotion=Emotion.ANGRY,
        urgency=Urgency.NOW,
        order_numbers=("A-1001",),
        intents=("refund",),
        needs_human=("asked_for_person",),
        spam=0.01,
        confidence=0.8,
        reasons=(Reason("shouting", "NU 😡 \ud800"),),
        entities=(Entity(EntityKind.AMOUNT, "EUR 45.95", "€ 45,95"),),
        earlier=Thought("embedded", "gift_card", Emotion.NEUTRAL, Urgency.NONE, 0.4),
    )
    assert codec.unpack_verdict(codec.pack_verdict(verdict)) == verdict


def test_a_verdict_from_before_entities_still_loads() -> None:
    verdict = Verdict(language="nl", category=Category.REFUND)
    older = json.loads(codec.unpack(codec.pack_verdict(verdict)))[:15]
    assert codec.unpack_verdict(codec.pack(json.dumps(older))) == verdict


def test_spellings_of_one_word_fold_to_the_same() -> None:
    assert fold("STRASSE") == fold("Straße") == "strasse"
    assert fold("Ёлка") == fold("елка")
    assert fold("İstanbul") == fold("ıstanbul") == "istanbul"
    assert fold("Cafe\u0301") == fold("CAFÉ") == "cafe"
    assert fold_order("#A-1001") == fold_order("a 1001") == "a1001"
