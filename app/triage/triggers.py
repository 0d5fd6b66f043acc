"""When a person should take over: explicit triggers, each with the words that show it. Pure.

Nothing here is hidden in a score: the owner reads the list of triggers, and says for each what follows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.handover import TRIGGER_WORDS, Follows, HandoverReason, HandoverRules, Trigger
from app.domain.text import packed
from app.domain.verdict import Category, Emotion, Verdict

_ASKS_PRICE = re.compile(
    r"\b(?:wat kost\w*|hoe ?duur|prijs\w*|prijzen|tarie\w+|kosten|offerte|korting"
    r"|how much|what.{0,12} costs?|pric\w+|quote|quotation|discount|rates?"
    r"|was kostet|wie ?viel kostet|wie teuer|preis\w*|kostenvoranschlag|angebot|rabatt"
    r"|combien|co[uû]te\w*|prix|tarifs?|devis|remise)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"(?:€|\$|£|\bEUR\b|\beuros?\b)\s*\d|\d(?:[.,]\d+)?\s*(?:€|\$|£|EUR\b|euros?\b|,-|%)", re.IGNORECASE)
_GRIEF = re.compile(
    r"\b(?:overleden|overlijden\w*|gestorven|uitvaart|begrafenis|crematie|urn|rouw(?:kaart|boeket|stuk)?|terminaal|ongeneeslijk"
    r"|passed away|(?:has|have|had|just|recently) died|died (?:last|this|on|in|suddenly)|funeral|in mourning|terminally ill|ashes"
    r"|verstorben|gestorben|beerdigung|trauer(?:feier|fall|karte)?|todesfall|unheilbar|urne"
    r"|décédée?s?|décès|obsèques|enterrement|deuil|en phase terminale)\b",
    re.IGNORECASE,
)
_BY_NEED = (
    (Trigger.ASKED_FOR_PERSON, ("asked_for_person",)),
    (Trigger.PAYMENT_DETAILS, ("payment_details_change", "chargeback")),
    (Trigger.MONEY_ACTION, ("money",)),
    (Trigger.ACCOUNT_ACTION, ("account_action",)),
    (Trigger.PRIVACY, ("privacy_request",)),
    (Trigger.LEGAL_OR_SAFETY, ("legal_threat", "safety")),
    (Trigger.STRONG_MOOD, ("strong_negative", "insult", "threat_to_leave")),
)
_BY_CATEGORY = {
    Category.REFUND: Trigger.MONEY_ACTION,
    Category.PRIVACY_REQUEST: Trigger.PRIVACY,
}


@dataclass(frozen=True, slots=True)
class Situation:
    """What the triggers look at: the turn and its verdict, what retrieval found, and who the customer is.

    `answerable` is the probability 0..1 that the shop's knowledge answers; `sources` are the passages an answer would rest on, best first;
    `contacts` counts the turns about the same thing, this one included.
    """

    question: str
    verdict: Verdict
    answerable: float = 1.0
    sources: Sequence[str] = ()
    vip: bool = False
    contacts: int = 1


def triggered(situation: Situation, rules: HandoverRules) -> tuple[HandoverReason, ...]:
    """Return the triggers that speak and lead to something, those that hand over first."""
    if situation.verdict.category in (Category.NEWSLETTER, Category.SPAM, Category.AUTO_REPLY_BOUNCE):
        return ()
    found: dict[Trigger, HandoverReason] = {}
    for trigger, evidence in (
        *_of_verdict(situation.verdict),
        *_of_words(situation.question),
        *_of_knowledge(situation, rules),
        *_of_customer(situation, rules),
    ):
        follows = rules.of(trigger)
        if follows is not Follows.NOTHING and trigger not in found:
            found[trigger] = HandoverReason(trigger, follows, _words(trigger, situation), evidence)
    return tuple(sorted(found.values(), key=lambda reason: reason.follows is not Follows.HAND_OVER))


def _words(trigger: Trigger, situation: Situation) -> str:
    params: dict[str, object] = {"n": situation.contacts} if trigger is Trigger.THIRD_CONTACT else {}
    return packed(TRIGGER_WORDS[trigger], params)


def _of_verdict(verdict: Verdict) -> Iterator[tuple[Trigger, str]]:
    evidence = {reason.signal: reason.evidence for reason in verdict.reasons}
    for trigger, needs in _BY_NEED:
        for need in needs:
            if need in verdict.needs_human:
                yield trigger, evidence.get(need, "")
    if verdict.category in _BY_CATEGORY:
        yield _BY_CATEGORY[Category(verdict.category)], ""
    if verdict.emotion is Emotion.ANGRY:
        yield Trigger.STRONG_MOOD, evidence.get("mood_negative", "")


def _of_words(question: str) -> Iterator[tuple[Trigger, str]]:
    grief = _GRIEF.search(question)
    if grief:
        yield Trigger.GRIEF, grief.group()


def _of_knowledge(situation: Situation, rules: HandoverRules) -> Iterator[tuple[Trigger, str]]:
    asked = _ASKS_PRICE.search(situation.question)
    prices = situation.verdict.category == Category.PRICE_QUOTE or (asked is not None and Category.PRICE_QUOTE in situation.verdict.intents)
    if prices and not any(_AMOUNT.search(source) for source in situation.sources[:2]):
        yield Trigger.PRICE_UNKNOWN, asked.group() if asked else ""
    if situation.verdict.category == Category.COMPLIMENT_REVIEW:
        return
    if not situation.sources:
        yield Trigger.OFF_TOPIC, ""
    elif situation.answerable < rules.low_certainty:
        yield Trigger.LOW_CERTAINTY, ""


def _of_customer(situation: Situation, rules: HandoverRules) -> Iterator[tuple[Trigger, str]]:
    if situation.vip:
        yield Trigger.VIP, ""
    if situation.contacts >= max(rules.contacts, 2):
        yield Trigger.THIRD_CONTACT, ""
