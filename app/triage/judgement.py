"""From scores and signals to a verdict: what the rules add to what the model thinks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.verdict import Category, Emotion, Reason, Sentiment, Urgency

Floats = npt.NDArray[np.float32]
Signal = tuple[str, str]

INTENT_THRESHOLD = 0.85
"""So sure must the model be of a sentence for its category to be a further intent of the whole message."""
REASON_LIMIT = 12
_PRESSED = 0.3
"""From this chance of haste on, a word or a mood that presses makes a message one for today."""
_ALARM = 0.2
"""From this chance of "now" on, a word of danger makes it so ("smoke-fired vase" is none)."""
_PRESSING = frozenset({"safety", "chargeback", "legal_threat", "threat_to_leave", "urgent_now", "urgent_today", "payment_details_change"})
_NO_INTENT = frozenset(
    {Category.COMPLAINT, Category.COMPLIMENT_REVIEW, Category.NEWSLETTER, Category.SPAM, Category.AUTO_REPLY_BOUNCE, Category.OTHER}
)
"""Categories that are no request of their own beside another."""

_WEIGHTS: Mapping[str, Mapping[Category, float]] = {
    "privacy_request": {Category.PRIVACY_REQUEST: 2.0},
    "payment_details_change": {Category.SUPPLIER_BUSINESS: 0.5, Category.SPAM: 0.5},
    "spam_words": {Category.SPAM: 2.0},
    "newsletter_words": {Category.NEWSLETTER: 1.0},
    "auto_reply_words": {Category.AUTO_REPLY_BOUNCE: 1.5},
    "bounce_words": {Category.AUTO_REPLY_BOUNCE: 2.0},
    "bulk_mail": {Category.NEWSLETTER: 2.0, Category.AUTO_REPLY_BOUNCE: -1.0},
    "bounce": {Category.AUTO_REPLY_BOUNCE: 25.0},
    "auto_reply": {Category.AUTO_REPLY_BOUNCE: 20.0},
    "no_reply_sender": {Category.NEWSLETTER: 1.0, Category.AUTO_REPLY_BOUNCE: 0.5},
    "threat_to_leave": {Category.COMPLAINT: 0.7, Category.NEWSLETTER: -2.0},
    "legal_threat": {Category.COMPLAINT: 0.4},
    "repeated_contact": {Category.NEWSLETTER: -1.0},
    "known_customer": {Category.SPAM: -1.5, Category.SUPPLIER_BUSINESS: -0.5},
    "order_number": {Category.NEWSLETTER: -0.5, Category.SPAM: -1.0, Category.ORDER_STATUS: 0.3},
}
"""What a signal adds to the score (log odds) of a category."""
_HEATED = {"insult": 1.2, "capitals": 0.8, "exclamation": 0.4, "legal_threat": 0.9, "threat_to_leave": 0.8, "repeated_contact": 0.4}
"""What a signal adds to the score of an angry mood."""
_NEEDS_HUMAN = (
    "asked_for_person",
    "legal_threat",
    "threat_to_leave",
    "safety",
    "chargeback",
    "money",
    "account_action",
    "privacy_request",
    "payment_details_change",
    "repeated_contact",
    "insult",
    "instruction_like",
)
"""Signals that are reasons to hand over, in the order they are told."""
_QUIET = frozenset({"thanks", "request", "known_customer", "order_number"})
"""Signals that help to judge and are no reason by themselves."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """The part of a verdict that scores and signals decide."""

    category: str
    categories: Mapping[str, float]
    intents: tuple[str, ...]
    sentiment: float
    sentiment_label: Sentiment
    emotion: Emotion
    urgency: Urgency
    needs_human: tuple[str, ...]
    spam: float
    confidence: float


def weighed(scores: Mapping[str, Floats], signals: Sequence[Collection[str]]) -> dict[str, Floats]:
    """Return the scores of texts, by head, with what the signals found in each text add."""
    heats = np.array([heat_of(found) for found in signals], np.float32)[:, None]
    return {
        "category": np.stack([category_scores(row, found) for row, found in zip(scores["category"], signals, strict=True)]),
        "sentiment": scores["sentiment"] + heats * TO_NEGATIVE,
        "emotion": scores["emotion"] + heats * TO_ANGRY,
        "urgency": scores["urgency"],
    }


def category_scores(scores: Floats, signals: Collection[str]) -> Floats:
    """Return the category scores with what the signals add."""
    weights = [_WEIGHTS[signal] for signal in signals if signal in _WEIGHTS]
    if not weights:
        return scores
    added = scores.copy()
    for weighed in weights:
        for category, weight in weighed.items():
            added[_CATEGORY_AT[category]] += weight
    return added


def heat_of(signals: Collection[str]) -> float:
    """Return what the heated signals add to an angry mood."""
    return sum(_HEATED.get(signal, 0.0) for signal in signals)


_CATEGORY_AT = {category: place for place, category in enumerate(Category)}
TO_NEGATIVE = np.array([label is Sentiment.NEGATIVE for label in Sentiment], np.float32)
TO_ANGRY = np.array([{Emotion.ANGRY: 1.0, Emotion.FRUSTRATED: 0.5}.get(emotion, 0.0) for emotion in Emotion], np.float32)
_ROBOTS = frozenset(category for category in Category if category.needs_no_answer)
_SENTIMENTS = tuple(Sentiment)
_EMOTIONS = tuple(Emotion)
_MOOD_OF_EMOTION = {
    Sentiment.NEGATIVE: (Emotion.ANGRY, Emotion.FRUSTRATED, Emotion.WORRIED),
    Sentiment.NEUTRAL: (Emotion.NEUTRAL, Emotion.WORRIED),
    Sentiment.POSITIVE: (Emotion.PLEASED, Emotion.NEUTRAL),
}


def probabilities(scores: Floats) -> Floats:
    """Return the softmax of each row."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def opinion_of(heads: Sequence[list[float]], names: Sequence[str], signals: Mapping[str, str], *, taught_urgency: bool = False) -> Opinion:
    """Return the opinion for one text from the probabilities of its four heads (classes in enum order) and its signals.

    `names` are the categories, the shop's own last; with `taught_urgency` a person said how urgent such messages are.
    """
    category, sentiment, emotion, urgency = heads
    best = max(range(len(category)), key=category.__getitem__)
    label, feeling = _mood_of(sentiment, emotion)
    chosen = names[best]
    robot = chosen in _ROBOTS
    thought = Urgency(max(range(4), key=urgency.__getitem__))
    return Opinion(
        category=chosen,
        categories={str(name): p for name, p in zip(names, category, strict=True)},
        intents=(str(chosen),),
        sentiment=round(sentiment[2] - sentiment[0], 4),
        sentiment_label=label,
        emotion=feeling,
        urgency=thought if taught_urgency else Urgency.NONE if robot else _urgency(thought, urgency, feeling, signals),
        needs_human=() if robot and "instruction_like" not in signals else _human_reasons(signals, feeling, sentiment[0]),
        spam=category[_CATEGORY_AT[Category.SPAM]],
        confidence=category[best],
    )


def _mood_of(sentiment: Sequence[float], emotion: Sequence[float]) -> tuple[Sentiment, Emotion]:
    """Return the likeliest sentiment and emotion that go together."""
    pairs = ((label, feeling) for label, feelings in _MOOD_OF_EMOTION.items() for feeling in feelings)
    return max(pairs, key=lambda pair: sentiment[_SENTIMENTS.index(pair[0])] * emotion[_EMOTIONS.index(pair[1])])


def further_intents(main: str, sentences: Sequence[Sequence[float]], names: Sequence[str]) -> tuple[str, ...]:
    """Return the categories beside `main` that sentences of a message surely have, in their order; none for what robots write."""
    if main in _ROBOTS:
        return ()
    surest = (max(range(len(names)), key=chances.__getitem__) for chances in sentences if max(chances) >= INTENT_THRESHOLD)
    found = dict.fromkeys(str(names[place]) for place in surest if names[place] not in _NO_INTENT)
    return tuple(name for name in found if name != main)


def _urgency(thought: Urgency, scores: Sequence[float], feeling: Emotion, signals: Mapping[str, str]) -> Urgency:
    haste = scores[2] + scores[3]
    if "thanks_only" in signals:
        return Urgency.NONE
    if thought is Urgency.NOW or ("safety" in signals and scores[3] >= _ALARM):
        return Urgency.NOW
    if haste >= _PRESSED and (_PRESSING & signals.keys() or feeling is Emotion.ANGRY):
        return Urgency.TODAY
    return max(thought, Urgency.NORMAL) if scores[0] < _quiet_enough(signals) else Urgency.NONE


def _quiet_enough(signals: Mapping[str, str]) -> float:
    """Return how sure the model must be that nothing is asked: less so when thanks are said and no word asks for anything."""
    return 0.4 if "thanks" in signals and "request" not in signals else 0.6


def _human_reasons(signals: Mapping[str, str], feeling: Emotion, negative: float) -> tuple[str, ...]:
    reasons = [signal for signal in _NEEDS_HUMAN if signal in signals]
    if feeling is Emotion.ANGRY or negative >= 0.9:
        reasons.append("strong_negative")
    return tuple(reasons)


def reasons_of(signals: Mapping[str, str], mood_words: Sequence[str], label: Sentiment) -> tuple[Reason, ...]:
    """Return the signals with their evidence, and the words that show the mood."""
    told = [Reason(signal, evidence) for signal, evidence in signals.items() if signal not in _QUIET]
    if label is not Sentiment.NEUTRAL:
        told += [Reason(f"mood_{label.value}", word) for word in mood_words]
    return tuple(told[:REASON_LIMIT])
