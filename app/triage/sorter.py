"""The embedded sorter: a trained model and rules, many messages at once."""

from collections.abc import Sequence

import numpy as np

from app.domain.ports import LanguageDetector, MessageContext
from app.domain.verdict import Sentiment, Verdict
from app.triage.headers import header_signals
from app.triage.judgement import category_scores, mood_scores, opinion_of, probabilities, reasons_of
from app.triage.model import Floats, Reading, TriageModel
from app.triage.numbers import order_numbers, tracking_codes
from app.triage.words import TEXT_LIMIT

Item = tuple[str, MessageContext]

BATCH = 128
_THANKS_WORDS = 14
_MANY_CAPITALS = 0.5


class EmbeddedSorter:
    """The Sorter port without any language model: pure, deterministic, and it takes any text."""

    def __init__(self, model: TriageModel, detector: LanguageDetector) -> None:
        self._model = model
        self._detect = detector

    def judge(self, text: str, context: MessageContext) -> Verdict:
        """Return the verdict on one text."""
        return self.judge_many([(text, context)])[0]

    def judge_many(self, items: Sequence[Item]) -> list[Verdict]:
        """Return a verdict for each item, in batches of BATCH."""
        return [verdict for at in range(0, len(items), BATCH) for verdict in self._judge(items[at : at + BATCH])]

    def _judge(self, items: Sequence[Item]) -> list[Verdict]:
        if not items:
            return []
        texts = [_whole(text, context) for text, context in items]
        numbers = [_numbers_in(text) for text in texts]
        reading = self._model.read(texts)
        signals = [
            _signals_of(reading, place, context, found) for place, ((_, context), found) in enumerate(zip(items, numbers, strict=True))
        ]
        heads = _probabilities(reading, signals)
        return [
            self._verdict(item, numbers[place][0], signals[place], [head[place].tolist() for head in heads], _mood_words(reading, place))
            for place, item in enumerate(items)
        ]

    def _verdict(
        self, item: Item, orders: tuple[str, ...], signals: dict[str, str], heads: list[list[float]], moods: list[tuple[str, float]]
    ) -> Verdict:
        language, certainty = self._language(*item)
        opinion = opinion_of(*heads, signals)
        sign = 1.0 if opinion.sentiment_label is Sentiment.POSITIVE else -1.0
        return Verdict(
            language=language,
            language_confidence=certainty,
            category=opinion.category,
            categories=opinion.categories,
            sentiment=opinion.sentiment,
            sentiment_label=opinion.sentiment_label,
            emotion=opinion.emotion,
            urgency=opinion.urgency,
            order_numbers=orders,
            intents=opinion.intents,
            needs_human=opinion.needs_human,
            spam=opinion.spam,
            confidence=opinion.confidence,
            reasons=reasons_of(signals, [word for word, mood in moods if mood * sign > 0][:3], opinion.sentiment_label),
        )

    def _language(self, text: str, context: MessageContext) -> tuple[str, float]:
        """Ask for the text's language; a text too short to tell gets its subject's help."""
        found = self._detect(text)
        return self._detect(f"{context.subject}\n{text}") if found[0] == "und" and context.subject else found


def _whole(text: str, context: MessageContext) -> str:
    return f"{context.subject}\n{text}"[:TEXT_LIMIT] if context.subject else text[:TEXT_LIMIT]


def _numbers_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    tracking = tracking_codes(text)
    return order_numbers(text, tracking), tracking


def _signals_of(reading: Reading, place: int, context: MessageContext, numbers: tuple[tuple[str, ...], tuple[str, ...]]) -> dict[str, str]:
    """Return signal -> evidence for one text: phrases, headers, numbers and the way it is written; the first evidence counts."""
    found = [*header_signals(context.headers, context.sender_address), *reading.signals[place]]
    orders, tracking = numbers
    found += [("order_number", orders[0])] if orders else []
    found += [("tracking_code", tracking[0])] if tracking else []
    found += [("known_customer", "")] if context.known_customer else []
    found += _written_loudly(reading.tokens[place])
    signals: dict[str, str] = {}
    for signal, evidence in found:
        signals.setdefault(signal, evidence)
    if "thanks" in signals and _is_only_thanks(reading.tokens[place], signals):
        signals["thanks_only"] = signals["thanks"]
    return signals


def _written_loudly(tokens: list[str]) -> list[tuple[str, str]]:
    signals = []
    loud = [token for token in tokens if len(token) > 2 and token.isupper()]
    words = sum(len(token) > 2 and token.isalpha() for token in tokens)
    if len(loud) >= 3 and len(loud) >= _MANY_CAPITALS * words:
        signals.append(("capitals", " ".join(loud[:5])))
    marks = max((token for token in tokens if token[0] == "!"), key=len, default="")
    if len(marks) >= 2:
        signals.append(("exclamation", marks))
    return signals


def _is_only_thanks(tokens: list[str], signals: dict[str, str]) -> bool:
    """Tell whether a short text says thanks and asks nothing."""
    asks = "request" in signals or any("?" in token for token in tokens)
    loaded = {"order_number", "insult", "money", "safety", "legal_threat", "threat_to_leave", "urgent_now", "instruction_like"}
    return len(tokens) <= _THANKS_WORDS and not asks and not loaded & signals.keys()


def _mood_words(reading: Reading, place: int) -> list[tuple[str, float]]:
    """Return the words of a text that show a strong mood, strongest first."""
    moods = reading.moods[place]
    places = np.nonzero(np.abs(moods) >= 1)[0]
    order = places[np.argsort(-np.abs(moods[places]), kind="stable")][:6].tolist()
    return [(reading.tokens[place][at], float(moods[at])) for at in order]


def _probabilities(reading: Reading, signals: list[dict[str, str]]) -> list[Floats]:
    scores = reading.scores
    category = np.stack([category_scores(row, found) for row, found in zip(scores["category"], signals, strict=True)])
    moods = [mood_scores(*row, found) for *row, found in zip(scores["sentiment"], scores["emotion"], signals, strict=True)]
    sentiment, emotion = (np.stack(rows) for rows in zip(*moods, strict=True))
    return [np.round(probabilities(head), 4) for head in (category, sentiment, emotion, scores["urgency"])]
