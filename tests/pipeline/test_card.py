"""What a customer's card finds by itself: promises that are open, and the same question before."""

from datetime import timedelta
from itertools import count

import pytest

from app.domain.message import Channel, Direction, Kind
from app.domain.views import MessageView
from app.pipeline.asked_before import asked_before
from app.pipeline.promises import open_promises
from tests.store.builders import START, at

_numbers = count(1)


def said(text: str, direction: Direction = Direction.IN, *, minutes: float = 0, conversation: int = 1) -> MessageView:
    n = next(_numbers)
    return MessageView(n, conversation, Channel.IMAP, direction, Kind.MESSAGE, "", "", at(minutes or n), "", text, text)


def promised(*timeline: MessageView) -> list[str]:
    return [promise.text for promise in open_promises(timeline, START + timedelta(days=10))]


@pytest.mark.parametrize(
    "text",
    [
        "We sturen de nieuwe band morgen naar u op.",
        "We will send you the new tyre within two days.",
        "Wir schicken Ihnen den neuen Reifen morgen.",
        "Nous vous envoyons le nouveau pneu demain.",
    ],
)
def test_a_promise_by_a_time_is_open_until_the_shop_says_it_is_done(text: str) -> None:
    assert promised(said(f"Dag!\n{text}", Direction.OUT)) == [text]
    assert promised(said(text)) == []
    done = said("Uw band is gisteren verzonden.", Direction.OUT)
    assert promised(said(text, Direction.OUT, minutes=0.1), done) == []
    elsewhere = said("Your tyre has been shipped.", Direction.OUT, conversation=2)
    assert promised(said(text, Direction.OUT, minutes=0.1), elsewhere) == [text]


def test_what_promises_nothing_or_long_ago_is_none() -> None:
    assert promised(said("Bedankt voor uw bericht.", Direction.OUT), said("Kunt u morgen bellen?", Direction.OUT)) == []
    assert open_promises([said("We sturen het morgen naar u op.", Direction.OUT)], START + timedelta(days=90)) == []


def test_the_same_question_before_comes_with_what_was_answered() -> None:
    timeline = [
        said("Is de blauwe regenjas ook waterdicht bij de capuchon?", conversation=1),
        said("Ja, de capuchon is gelijmd.", Direction.OUT, conversation=1),
        said("Waar blijft mijn pakket met fietslampen?", conversation=2),
        said("Kan de regenjas in de droger?", conversation=3),
        said("Is die regenjas echt waterdicht, ook de capuchon?", conversation=4),
    ]
    (found,) = asked_before(timeline)
    assert (found.message_id, found.conversation_id) == (timeline[0].id, 1)
    assert found.answer == "Ja, de capuchon is gelijmd."
    assert asked_before(timeline[:1]) == []
    assert asked_before([]) == []
