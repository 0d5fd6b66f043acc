"""A verdict as somebody else says it is: a person, or a language model that was asked."""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.teaching import Labels
from app.domain.verdict import Category, Emotion, Sentiment, Thought, Urgency, Verdict

PERSON = "person"
_LABEL_OF: Mapping[Emotion, Sentiment] = {
    Emotion.ANGRY: Sentiment.NEGATIVE,
    Emotion.FRUSTRATED: Sentiment.NEGATIVE,
    Emotion.NEUTRAL: Sentiment.NEUTRAL,
    Emotion.PLEASED: Sentiment.POSITIVE,
}
_EMOTION_OF: Mapping[Sentiment, Emotion] = {
    Sentiment.NEGATIVE: Emotion.FRUSTRATED,
    Sentiment.NEUTRAL: Emotion.NEUTRAL,
    Sentiment.POSITIVE: Emotion.PLEASED,
}
_FITS: Mapping[Sentiment, frozenset[Emotion]] = {
    Sentiment.NEGATIVE: frozenset({Emotion.ANGRY, Emotion.FRUSTRATED, Emotion.WORRIED}),
    Sentiment.NEUTRAL: frozenset({Emotion.NEUTRAL, Emotion.WORRIED}),
    Sentiment.POSITIVE: frozenset({Emotion.PLEASED, Emotion.NEUTRAL}),
}
_CLEAR, _FAINT = 0.5, 0.2
_ROBOTS = frozenset(category.value for category in Category if category.needs_no_answer)


def labels_of(verdict: Verdict) -> Labels:
    """Return what a verdict says."""
    return Labels(str(verdict.category), verdict.sentiment_label, verdict.emotion, verdict.urgency)


def told(verdict: Verdict, labels: Labels, engine: str = PERSON, confidence: float = 1.0) -> Verdict:
    """Return the verdict with what was said: what was not said stays, unless it no longer fits (spam asks for no answer)."""
    said = _about(verdict, labels.category, confidence) if labels.category is not None else verdict
    if labels.emotion is not None or labels.sentiment is not None:
        said = _in_mood(said, labels)
    if labels.urgency is not None:
        said = replace(said, urgency=labels.urgency)
    return replace(said, engine=engine, earlier=verdict.earlier if verdict.engine == engine else thought_of(verdict))


def thought_of(verdict: Verdict) -> Thought:
    """Return what a verdict thinks, to be kept when another takes its place."""
    return Thought(verdict.engine, str(verdict.category), verdict.emotion, verdict.urgency, verdict.confidence)


def _about(verdict: Verdict, category: str, confidence: float) -> Verdict:
    was, robot = str(verdict.category), category in _ROBOTS
    rest = 1.0 - confidence
    others = sum(p for name, p in verdict.categories.items() if name != category) or 1.0
    chances = {name: round(p / others * rest, 4) for name, p in verdict.categories.items()}
    urgency = Urgency.NONE if robot else Urgency.NORMAL if was in _ROBOTS and verdict.urgency is Urgency.NONE else verdict.urgency
    return replace(
        verdict,
        category=category,
        categories={**chances, category: confidence},
        intents=(category,) if robot else (category, *(name for name in verdict.intents if name not in (category, was))),
        urgency=urgency,
        needs_human=() if robot else verdict.needs_human,
        spam=confidence if category == Category.SPAM else round(min(verdict.spam, rest), 4),
        confidence=confidence,
    )


def _in_mood(verdict: Verdict, labels: Labels) -> Verdict:
    emotion, label = labels.emotion, labels.sentiment
    if emotion is None:
        label = label or verdict.sentiment_label
        emotion = verdict.emotion if verdict.emotion in _FITS[label] else _EMOTION_OF[label]
    if label is None:
        worried = verdict.sentiment_label if verdict.sentiment_label is not Sentiment.POSITIVE else Sentiment.NEUTRAL
        label = _LABEL_OF.get(emotion, worried)
    human = tuple(reason for reason in verdict.needs_human if reason != "strong_negative")
    return replace(
        verdict,
        emotion=emotion,
        sentiment_label=label,
        sentiment=_number(verdict.sentiment, label),
        needs_human=(*human, "strong_negative") if emotion is Emotion.ANGRY else human,
        reasons=tuple(r for r in verdict.reasons if not r.signal.startswith("mood_") or r.signal == f"mood_{label.value}"),
    )


def _number(sentiment: float, label: Sentiment) -> float:
    """Return the sentiment moved to where its label begins, when it is not there."""
    if label is Sentiment.NEGATIVE:
        return min(sentiment, -_CLEAR)
    return max(sentiment, _CLEAR) if label is Sentiment.POSITIVE else max(-_FAINT, min(sentiment, _FAINT))


def without(verdict: Verdict, hidden: frozenset[str]) -> Verdict:
    """Return the verdict with the likeliest category that is used, where it says a hidden one; never one that needs no answer."""
    if hidden.isdisjoint((verdict.category, *verdict.intents)):
        return verdict
    intents = tuple(name for name in verdict.intents if name not in hidden)
    if verdict.category not in hidden:
        return replace(verdict, intents=intents)
    left = {name: p for name, p in verdict.categories.items() if name not in hidden and name not in _ROBOTS}
    best = max(left, key=left.__getitem__, default=Category.OTHER.value)
    also = tuple(name for name in intents if name != best)
    return replace(verdict, category=best, intents=(best, *also), confidence=left.get(best, 0.0))
