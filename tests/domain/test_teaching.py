"""Labels and lessons as values."""

import pickle

import pytest

from app.domain.teaching import Labels, Lesson, Lessons
from app.domain.verdict import Emotion, Sentiment, Urgency

SAID = Labels("refund", Sentiment.NEGATIVE, Emotion.ANGRY, Urgency.NOW)


@pytest.mark.parametrize("labels", [SAID, Labels(), Labels(urgency=Urgency.NONE), Labels(category="gift_card")])
def test_labels_come_back_from_plain_values(labels: Labels) -> None:
    assert Labels.of(labels.said) == labels


def test_an_unknown_label_is_refused() -> None:
    with pytest.raises(ValueError, match="furious"):
        Labels.of({"emotion": "furious"})


def test_the_version_names_the_content() -> None:
    one, same, other = (Lessons((Lesson(text, SAID),)) for text in ("Hallo \ud83d", "Hallo \ud83d", "Dag"))
    assert Lessons().version == ""
    assert one == same
    assert hash(one) == hash(same)
    assert one.version == same.version != other.version
    assert one != Lessons(one.examples, ("appointment",))
    assert one != Lessons((Lesson("Hallo \ud83d", Labels("refund")),))
    assert pickle.loads(pickle.dumps(one)).version == one.version
