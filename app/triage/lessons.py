"""What a person corrected, learned by heart and a little beyond: a small head over the same words, beside the shipped one.

Kernel ridge regression on what the shipped scores lack: each example says how far its right class was behind, and a new message
gets of that as much as it is like the examples. Likeness is the inner product of sketches less NOISE, so that messages
that share only everyday words are not touched. A pure function of the examples: without them all is as shipped.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.verdict import Category, Emotion, Sentiment, Urgency

Floats = npt.NDArray[np.float32]

OWN_NEEDS = 3
"""So many examples must name a category of the shop's own before it is used."""
OWN_BEHIND = 2.5
"""How far, in log odds, an own category is behind the likeliest shipped one when nothing speaks for it."""
OWN_SHOWS = 1.0
"""What the examples must add before an own category is thought of at all."""
TAUGHT = 1.0
"""From this shift on (log odds) a class counts as taught: rules of thumb stand back."""
NOISE = 0.05
_SOFT = 0.2
_MARGIN = 2.0
_FURTHER = 2.0
"""A class that was behind by x is raised by _FURTHER * x + _MARGIN: what is alike but for some words should change too."""
_MOOD_OF = {
    Emotion.ANGRY: Sentiment.NEGATIVE,
    Emotion.FRUSTRATED: Sentiment.NEGATIVE,
    Emotion.NEUTRAL: Sentiment.NEUTRAL,
    Emotion.PLEASED: Sentiment.POSITIVE,
}
_HEADS = ("category", "sentiment", "emotion", "urgency")


@dataclass(frozen=True, slots=True)
class Example:
    """A message and what a person said it is; None where nothing was said. `category` may be one of the shop's own."""

    text: str
    category: str | None = None
    sentiment: Sentiment | None = None
    emotion: Emotion | None = None
    urgency: Urgency | None = None

    def label(self, head: str) -> str | None:
        """Return the class said for a head; an emotion says the sentiment too, but "worried", which goes with two."""
        if head == "category":
            return self.category
        if head == "urgency":
            return None if self.urgency is None else str(int(self.urgency))
        if head == "emotion":
            return self.emotion
        return self.sentiment or (_MOOD_OF.get(self.emotion) if self.emotion else None)


@dataclass(frozen=True, slots=True)
class Lessons:
    """What was learned: `own` categories, the examples' sketches [examples, size] and, by head, their duals [examples, classes]."""

    own: tuple[str, ...]
    sketches: Floats
    duals: Mapping[str, Floats]

    def applied(self, scores: Mapping[str, Floats], sketches: Floats) -> tuple[dict[str, Floats], dict[str, npt.NDArray[np.bool_]]]:
        """Return the scores of texts with what was learned (own categories behind the shipped ones), and by head which texts it touched."""
        alike = likeness(sketches, self.sketches)
        changed, taught = dict(scores), {}
        for head, duals in self.duals.items():
            shift = alike @ duals
            base = _with_own(scores[head], len(self.own)) if head == "category" else scores[head]
            shipped = scores[head].shape[1]
            own = np.where(shift[:, shipped:] >= OWN_SHOWS, base[:, shipped:] + shift[:, shipped:], np.float32(-30))
            changed[head] = np.concatenate([base[:, :shipped] + shift[:, :shipped], own], axis=1).astype(np.float32)
            taught[head] = np.abs(shift).max(axis=1) >= TAUGHT
        return changed, taught


def likeness(left: Floats, right: Floats) -> Floats:
    """Return how alike texts are, 0 to 1, by their sketches [left texts, right texts]."""
    return np.asarray(np.maximum(0, left @ right.T - NOISE) / (1 - NOISE), np.float32)


def own_categories(examples: Sequence[Example]) -> tuple[str, ...]:
    """Return the categories that only the shop has and that enough examples name, by name."""
    named = Counter(example.category for example in examples if example.category and example.category not in set(Category))
    return tuple(sorted(name for name, count in named.items() if count >= OWN_NEEDS))


def learn(examples: Sequence[Example], scores: Mapping[str, Floats], sketches: Floats, classes: Mapping[str, Sequence[str]]) -> Lessons:
    """Return the lessons of examples, given the shipped scores (log odds) by head and the sketches of their texts."""
    own = own_categories(examples)
    alike = likeness(sketches, sketches)
    duals = {}
    for head in _HEADS:
        names = [*classes[head], *(own if head == "category" else ())]
        labels = [example.label(head) for example in examples]
        told = np.array([place for place, label in enumerate(labels) if label in names], np.intp)
        base = _with_own(scores[head], len(own)) if head == "category" else scores[head]
        solved = np.zeros((len(examples), len(names)), np.float32)
        if len(told):
            right = np.array([names.index(str(labels[place])) for place in told.tolist()])
            solved[told] = np.linalg.solve(alike[np.ix_(told, told)] + _SOFT * np.eye(len(told)), _lacking(base[told], right))
            duals[head] = solved
    return Lessons(own, sketches, duals)


def _with_own(scores: Floats, own: int) -> Floats:
    behind = scores.max(axis=1, keepdims=True) - OWN_BEHIND
    return np.concatenate([scores, np.repeat(behind, own, axis=1)], axis=1)


def _lacking(scores: Floats, right: npt.NDArray[np.intp]) -> Floats:
    """Return how much is to be added to each class: to the right one what it is behind, and more; nothing when it is well ahead."""
    places = np.arange(len(scores))
    others = scores.copy()
    others[places, right] = -np.inf
    behind = others.max(axis=1) - scores[places, right]
    lacking = np.zeros_like(scores)
    lacking[places, right] = np.where(behind > 0, _FURTHER * behind + _MARGIN, np.maximum(0, _MARGIN + behind))
    return lacking
