"""One verdict for a turn: several messages in a row are one thing said."""

from collections.abc import Iterable, Sequence

from app.domain.verdict import Category, Reason, Verdict


def verdict_of_turn(verdicts: Sequence[Verdict]) -> Verdict | None:
    """Return the verdict of a burst (oldest first), None for an empty one.

    The most urgent message sets urgency, the unhappiest the mood, the surest the category (a subject beats "other") and the
    surest the language; order numbers, intents, reasons to see a person and reasons are those of all.
    """
    if len(verdicts) < 2:
        return verdicts[0] if verdicts else None
    mood = min(verdicts, key=lambda v: v.sentiment)
    about = max(verdicts, key=lambda v: (v.category != Category.OTHER, int(v.urgency) > 0, v.confidence))
    spoken = max(verdicts, key=lambda v: (v.language != "und", v.language_confidence))
    return Verdict(
        language=spoken.language,
        language_confidence=spoken.language_confidence,
        category=about.category,
        categories=about.categories,
        sentiment=mood.sentiment,
        sentiment_label=mood.sentiment_label,
        emotion=mood.emotion,
        urgency=max(v.urgency for v in verdicts),
        order_numbers=_all(v.order_numbers for v in verdicts),
        intents=_all(v.intents for v in verdicts),
        needs_human=_all(v.needs_human for v in verdicts),
        spam=min(v.spam for v in verdicts),
        confidence=about.confidence,
        reasons=_reasons(verdicts),
        engine=about.engine,
        entities=tuple(dict.fromkeys(entity for verdict in verdicts for entity in verdict.entities)),
    )


def _all(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for part in parts for item in part))


def _reasons(verdicts: Sequence[Verdict]) -> tuple[Reason, ...]:
    """Return all reasons; that one message was only thanks says nothing of a turn that goes on."""
    found = dict.fromkeys(reason for verdict in verdicts for reason in verdict.reasons)
    waits = any(verdict.urgency for verdict in verdicts)
    return tuple(reason for reason in found if not (waits and reason.signal == "thanks_only"))
