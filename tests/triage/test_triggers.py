"""The triggers of a handover."""

import pytest

from app.domain.handover import Follows, HandoverRules, Trigger, hands_over
from app.domain.verdict import Category, Emotion, Reason, Verdict
from app.triage.triggers import Situation, triggered

SOURCE = ("Verzenden kost € 4,95 en duurt twee dagen.",)


def spoken(question: str = "Hoe lang duurt het?", rules: HandoverRules = HandoverRules(), **changes: object) -> list[Trigger]:  # noqa: B008
    verdict = changes.pop("verdict", Verdict(category=Category.ORDER_STATUS))
    situation = Situation(question, verdict, **{"sources": SOURCE, "answerable": 0.9, **changes})  # type: ignore[arg-type]
    return [reason.trigger for reason in triggered(situation, rules)]


def test_a_plain_question_needs_nobody() -> None:
    assert spoken() == []


@pytest.mark.parametrize(
    ("need", "trigger"),
    [
        ("asked_for_person", Trigger.ASKED_FOR_PERSON),
        ("account_action", Trigger.ACCOUNT_ACTION),
        ("payment_details_change", Trigger.PAYMENT_DETAILS),
        ("chargeback", Trigger.PAYMENT_DETAILS),
        ("legal_threat", Trigger.LEGAL_OR_SAFETY),
        ("safety", Trigger.LEGAL_OR_SAFETY),
        ("privacy_request", Trigger.PRIVACY),
        ("money", Trigger.MONEY_ACTION),
        ("insult", Trigger.STRONG_MOOD),
    ],
)
def test_what_the_verdict_says_is_a_reason_with_its_words(need: str, trigger: Trigger) -> None:
    verdict = Verdict(needs_human=(need,), reasons=(Reason(need, "geef me een mens"),))
    (reason,) = triggered(Situation("?", verdict, sources=SOURCE), HandoverRules())
    assert (reason.trigger, reason.evidence) == (trigger, "geef me een mens")


def test_a_price_that_no_source_gives() -> None:
    asks = Verdict(category=Category.PRICE_QUOTE, intents=("price_quote",))
    assert spoken("Wat kost een gravure?", verdict=asks, sources=("Graveren doen we in de werkplaats.",)) == [Trigger.PRICE_UNKNOWN]
    assert spoken("Wat kost verzenden?", verdict=asks) == []


def test_mood_certainty_and_who_it_is() -> None:
    assert spoken(verdict=Verdict(emotion=Emotion.ANGRY)) == [Trigger.STRONG_MOOD]
    assert spoken(sources=()) == [Trigger.OFF_TOPIC]
    assert spoken(vip=True) == [Trigger.VIP]
    assert spoken(contacts=2) == []
    assert spoken(contacts=3) == [Trigger.THIRD_CONTACT]
    told = HandoverRules(follows={"low_certainty": "hint"})
    assert spoken(rules=told, answerable=0.1) == [Trigger.LOW_CERTAINTY]
    assert spoken(answerable=0.1) == []


def test_the_owner_decides_what_follows() -> None:
    asked = Situation("?", Verdict(needs_human=("asked_for_person",)), sources=SOURCE, vip=True)
    assert [r.follows for r in triggered(asked, HandoverRules())] == [Follows.HAND_OVER, Follows.HINT]
    assert hands_over(triggered(asked, HandoverRules()))
    milder = HandoverRules(follows={"asked_for_person": "hint", "vip": "nothing"})
    assert [r.follows for r in triggered(asked, milder)] == [Follows.HINT]
    assert not hands_over(triggered(asked, milder))
    assert HandoverRules(follows={"vip": "nonsense"}).of(Trigger.VIP) is Follows.HINT


def test_robots_are_handed_to_nobody() -> None:
    assert spoken(verdict=Verdict(category=Category.SPAM, needs_human=("money",)), vip=True) == []


@pytest.mark.parametrize(
    "words", ["Mijn man is onlangs overleden.", "My mother has died.", "Mein Vater ist verstorben.", "Ma mère est décédée hier."]
)
def test_grief_wants_a_persons_own_words(words: str) -> None:
    assert spoken(words) == [Trigger.GRIEF]
    assert spoken("Mijn telefoon is dood en de plant is doodgegaan.") == []
