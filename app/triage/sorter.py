"""The embedded sorter: a trained model and rules, many messages at once."""

import re
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from app.domain.ports import LanguageDetector, MessageContext
from app.domain.verdict import Sentiment, Verdict
from app.triage.entities import entities
from app.triage.headers import header_signals
from app.triage.judgement import Opinion, further_intents, opinion_of, probabilities, reasons_of, weighed
from app.triage.model import HEADS, Reading, TriageModel
from app.triage.mood import DENSE
from app.triage.numbers import order_numbers, tracking_codes
from app.triage.words import TEXT_LIMIT

Item = tuple[str, MessageContext]
Numbers = tuple[tuple[str, ...], tuple[str, ...]]
"""The order numbers and tracking codes of a text."""
Found = tuple[tuple[str, ...], list[str]]
"""The further intents of a text, and the words that show its mood."""

BATCH = 128
_THANKS_WORDS = 14
_MANY_CAPITALS = 0.5
_SENTENCES = 8
_SENTENCE_WORDS = 3
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_REPLY = re.compile(r"\s*(?:re|aw|antw|antwoord|antwort|sv|r[ée]p)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)


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
        numbers = [_numbers_in(_whole(text, context.subject)) for text, context in items]
        reading = self._model.read([_whole(text, _own_subject(context.subject)) for text, context in items])
        signals = [
            _signals_of(reading, place, context, found) for place, ((_, context), found) in enumerate(zip(items, numbers, strict=True))
        ]
        heads = _probabilities(reading, signals)
        opinions = [
            opinion_of(chances, reading.categories, found, taught_urgency=taught)
            for *chances, found, taught in zip(*heads, signals, reading.taught_urgency, strict=True)
        ]
        further = self._further_intents([text for text, _ in items], [opinion.category for opinion in opinions], reading.categories)
        return [
            self._verdict(item, found, given, opinion, (more, _mood_words(reading, place, opinion.sentiment_label)))
            for place, (item, found, given, opinion, more) in enumerate(zip(items, numbers, signals, opinions, further, strict=True))
        ]

    def _further_intents(self, texts: Sequence[str], mains: Sequence[str], names: Sequence[str]) -> list[tuple[str, ...]]:
        """Return, for each text, the categories that single sentences of it are about beside the main one."""
        parts = [_sentences(text) for text in texts]
        flat = [sentence for sentences in parts for sentence in sentences]
        if not flat:
            return [()] * len(texts)
        chances = probabilities(self._model.category_scores(flat)).tolist()
        ends = list(accumulate(map(len, parts)))
        return [further_intents(main, chances[end - len(part) : end], names) for main, part, end in zip(mains, parts, ends, strict=True)]

    def _verdict(self, item: Item, numbers: Numbers, signals: dict[str, str], opinion: Opinion, found: Found) -> Verdict:
        language, certainty = self._language(*item)
        further, moods = found
        return Verdict(
            language=language,
            language_confidence=certainty,
            category=opinion.category,
            categories=opinion.categories,
            sentiment=opinion.sentiment,
            sentiment_label=opinion.sentiment_label,
            emotion=opinion.emotion,
            urgency=opinion.urgency,
            order_numbers=numbers[0],
            intents=(*opinion.intents, *further),
            needs_human=opinion.needs_human,
            spam=opinion.spam,
            confidence=opinion.confidence,
            reasons=reasons_of(signals, moods, opinion.sentiment_label),
            entities=entities(_whole(item[0], item[1].subject), *numbers),
        )

    def _language(self, text: str, context: MessageContext) -> tuple[str, float]:
        """Ask for the text's language; a text too short to tell gets its subject's help."""
        found = self._detect(text)
        return self._detect(f"{context.subject}\n{text}") if found[0] == "und" and context.subject else found


def _sentences(text: str) -> list[str]:
    """Return the first sentences of some words; none when there is but one: then the whole says it all."""
    found = [part for part in _SENTENCE_END.split(text[:TEXT_LIMIT]) if part.count(" ") >= _SENTENCE_WORDS - 1]
    return found[:_SENTENCES] if len(found) > 1 else []


def _whole(text: str, subject: str) -> str:
    return f"{subject}\n{text}"[:TEXT_LIMIT] if subject else text[:TEXT_LIMIT]


def _own_subject(subject: str) -> str:
    """Return the subject, or nothing when it is a reply's: that one was written about an earlier message."""
    return "" if _REPLY.match(subject) else subject


def _numbers_in(text: str) -> Numbers:
    tracking = tracking_codes(text)
    return order_numbers(text, tracking), tracking


def _signals_of(reading: Reading, place: int, context: MessageContext, numbers: Numbers) -> dict[str, str]:
    """Return signal -> evidence for one text: phrases, headers, numbers and the way it is written; the first evidence counts."""
    found = [*header_signals(context.headers, context.sender_address), *reading.signals[place]]
    orders, tracking = numbers
    found += [("order_number", orders[0])] if orders else []
    found += [("tracking_code", tracking[0])] if tracking else []
    found += [("known_customer", "")] if context.known_customer else []
    found += _written_loudly(reading.tokens[place], reading.dense[place].tolist())
    signals: dict[str, str] = {}
    for signal, evidence in found:
        signals.setdefault(signal, evidence)
    if "thanks" in signals and _is_only_thanks(reading.tokens[place], signals):
        signals["thanks_only"] = signals["thanks"]
    return signals


def _written_loudly(tokens: list[str], dense: list[float]) -> list[tuple[str, str]]:
    """Return the signals of capitals and exclamation marks; `dense` are the plain features of the text."""
    signals = []
    if dense[DENSE.index("capitals")] >= _MANY_CAPITALS:
        loud = [token for token in tokens if len(token) > 2 and token.isupper()]
        if len(loud) >= 3:
            signals.append(("capitals", " ".join(loud[:5])))
    if dense[DENSE.index("exclamations")]:
        marks = max((token for token in tokens if token[0] == "!"), key=len, default="")
        if len(marks) >= 2:
            signals.append(("exclamation", marks))
    return signals


def _is_only_thanks(tokens: list[str], signals: dict[str, str]) -> bool:
    """Tell whether a short text says thanks and asks nothing."""
    asks = "request" in signals or any("?" in token for token in tokens)
    loaded = {"order_number", "insult", "money", "safety", "legal_threat", "threat_to_leave", "urgent_now", "instruction_like"}
    return len(tokens) <= _THANKS_WORDS and not asks and not loaded & signals.keys()


def _mood_words(reading: Reading, place: int, label: Sentiment) -> list[str]:
    """Return up to three words of a text that show its mood, strongest first."""
    if label is Sentiment.NEUTRAL:
        return []
    moods = reading.moods[place] * (1 if label is Sentiment.POSITIVE else -1)
    places = np.nonzero(moods >= 1)[0]
    strongest = places[np.argsort(-moods[places], kind="stable")][:3]
    return [reading.tokens[place][at] for at in strongest.tolist()]


def _probabilities(reading: Reading, signals: list[dict[str, str]]) -> list[list[list[float]]]:
    """Return per head and text the probabilities of the classes, with what the signals add."""
    scores = weighed(reading.scores, signals)
    return [np.round(probabilities(scores[head]).astype(float), 4).tolist() for head in HEADS]
