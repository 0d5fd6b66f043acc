"""A person corrects a verdict: the queue follows, the sorter learns, and all of it can be taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.categories import Categories
from app.domain.draft import Outcome, Proposal
from app.domain.errors import BadInput, NotFound
from app.domain.knowledge import Retrieved
from app.domain.message import Direction
from app.domain.ports import DraftRequest, MessageContext
from app.domain.shop import ShopSettings
from app.domain.teaching import Labels, Lessons
from app.domain.verdict import Emotion, Urgency, Verdict
from app.domain.views import Box, ConversationState, ConversationView
from app.pipeline.propose import ProposeTools, propose_for
from app.pipeline.taught import TaughtSorter
from app.pipeline.teach import TeachTools, correct, judge_anew, learned_text, take_back, teach_text
from app.store import SqliteStore
from tests.pipeline.support import NOW, SHOP, WordSorter, take_in
from tests.store.builders import at, incoming

Made = Callable[..., int]


class HeartSorter(WordSorter):
    """Knows by heart what it was taught, and is a WordSorter otherwise."""

    def __init__(self, lessons: Lessons) -> None:
        self.said = {lesson.text.rpartition("\n")[2]: lesson.labels.category for lesson in lessons.examples}

    def judge(self, text: str, context: MessageContext) -> Verdict:
        known = self.said.get(text)
        return Verdict("nl", 1.0, known, urgency=Urgency.NORMAL) if known else super().judge(text, context)


@pytest.fixture
def tools(store: SqliteStore) -> TeachTools:
    """A sorter that learns by heart, over an empty store."""
    with store.write() as uow:
        uow.settings.put_shop(SHOP)
        uow.commit()
    return TeachTools(store, TaughtSorter(store, HeartSorter), lambda: NOW)


@pytest.fixture
def said(store: SqliteStore) -> Made:
    """Take in texts of one customer as one conversation; returns its id."""

    def make(*texts: str, minutes: float = 0) -> int:
        name = f"first-{minutes}@x"
        first = incoming(texts[0], minutes=minutes, message_id=name)
        rest = [incoming(text, minutes=minutes + n, in_reply_to=name) for n, text in enumerate(texts[1:], 1)]
        take_in(store, first, *rest)
        with store.read() as reader:
            return reader.conversation_ids(Box.ALL)[0]

    return make


def look(store: SqliteStore, id_: int) -> ConversationView:
    with store.read() as reader:
        return reader.conversation(id_)


def verdicts(store: SqliteStore, id_: int) -> list[Verdict]:
    with store.write() as uow:
        return list(uow.teaching.verdicts([m.id for m in look(store, id_).messages]).values())


def learn(tools: TeachTools) -> int:
    assert isinstance(tools.sorter, TaughtSorter)
    version = tools.sorter.learn()
    return 0 if version is None else judge_anew(tools, 100, version)


def test_the_verdict_the_queue_and_the_due_time_follow(store: SqliteStore, tools: TeachTools, said: Made) -> None:
    calm, pressing = said("Waar blijft het?"), said("Wanneer komt het?", minutes=1)
    with store.read() as reader:
        assert reader.conversation_ids(Box.QUEUE) == [calm, pressing]
    due = look(store, pressing).row.due_at
    made = correct(tools, pressing, Labels("refund", emotion=Emotion.ANGRY, urgency=Urgency.NOW), "Bo")
    row = look(store, pressing).row
    assert (row.category, row.emotion, row.sentiment, row.urgency) == ("refund", "angry", "negative", 3)
    assert row.due_at is not None
    assert due is not None
    assert row.due_at < due
    with store.read() as reader:
        assert reader.conversation_ids(Box.QUEUE) == [pressing, calm]
        assert reader.search("category:refund").total == 1
    assert (made.was.category, made.now.category, made.by) == ("other", "refund", "Bo")


def test_taken_back_everything_is_as_it_was(store: SqliteStore, tools: TeachTools, said: Made) -> None:
    id_ = said("Hallo", "Waar blijft het?", "spoed!")
    before, judged = look(store, id_), verdicts(store, id_)
    first = correct(tools, id_, Labels("refund", urgency=Urgency.NORMAL), "Bo")
    second = correct(tools, id_, Labels("spam"), "Kim")
    assert look(store, id_).row.state is ConversationState.JUNK
    take_back(tools, first.id)
    assert look(store, id_).row.category == "spam"
    take_back(tools, second.id)
    assert (look(store, id_), verdicts(store, id_)) == (before, judged)
    with pytest.raises(NotFound):
        take_back(tools, second.id)


def test_a_burst_is_corrected_as_a_whole_and_is_one_example(store: SqliteStore, tools: TeachTools, said: Made) -> None:
    id_ = said("Hallo", "spoed, nu graag", "bedankt alvast")
    correct(tools, id_, Labels(urgency=Urgency.NORMAL), "Bo")
    assert look(store, id_).row.urgency == 1
    with store.read() as reader:
        (lesson,) = reader.examples()
    assert lesson.text.endswith("spoed, nu graag")


def test_what_is_no_spam_comes_out_of_the_junk_and_spam_goes_there(store: SqliteStore, tools: TeachTools, said: Made) -> None:
    id_ = said("De loterij wacht")
    assert look(store, id_).row.state is ConversationState.JUNK
    back = correct(tools, id_, Labels("product_question"), "Bo")
    row = look(store, id_).row
    assert (row.state, row.waiting_since, row.urgency) == (ConversationState.OPEN, at(0), 1)
    take_back(tools, back.id)
    assert look(store, id_).row.state is ConversationState.JUNK


@pytest.mark.parametrize("state", [ConversationState.CLOSED, ConversationState.SNOOZED, ConversationState.JUNK])
def test_what_a_person_put_away_stays_there(store: SqliteStore, tools: TeachTools, said: Made, state: ConversationState) -> None:
    id_ = said("Waar blijft het?")
    with store.write() as uow:
        uow.conversations.set_state(id_, state, NOW + timedelta(days=1))
        uow.commit()
    made = correct(tools, id_, Labels("refund"), "Bo")
    assert (look(store, id_).row.state, look(store, id_).row.category) == (state, "refund")
    take_back(tools, made.id)
    row = look(store, id_).row
    assert (row.state, row.category, row.waiting_since) == (state, "other", at(0))


def test_what_was_answered_does_not_wait_again(store: SqliteStore, tools: TeachTools, said: Made) -> None:
    id_ = said("Waar blijft het?")
    with store.write() as uow:
        uow.conversations.set_answered(id_)
        uow.commit()
    correct(tools, id_, Labels("refund", urgency=Urgency.NOW), "Bo")
    row = look(store, id_).row
    assert (row.state, row.waiting_since, row.due_at, row.category) == (ConversationState.OPEN, None, None, "refund")


def test_what_waits_long_already_is_not_history(store: SqliteStore, tools: TeachTools, said: Made) -> None:
    id_ = said("Waar blijft het?")
    later = TeachTools(store, tools.sorter, lambda: NOW + timedelta(days=90))
    correct(later, id_, Labels("refund"), "Bo")
    assert (look(store, id_).row.state, look(store, id_).row.waiting_since) == (ConversationState.OPEN, at(0))


def test_the_sorter_learns_and_like_messages_follow(store: SqliteStore, tools: TeachTools, said: Made) -> None:
    corrected, alike = said("Ik wil een bon"), said("Ik wil een bon", minutes=1)
    made = correct(tools, corrected, Labels("refund"), "Bo")
    assert look(store, alike).row.category == "other", "learning is for the background"
    assert learn(tools) == 1
    assert look(store, alike).row.category == "refund"
    assert learn(tools) == 0
    take_back(tools, made.id)
    assert learn(tools) == 1
    assert look(store, alike).row.category == "other"


def test_the_next_start_judges_nothing_anew_with_the_same_lessons(store: SqliteStore, tools: TeachTools, said: Made) -> None:
    corrected, alike = said("Ik wil een bon"), said("Ik wil een bon", minutes=1)
    correct(tools, corrected, Labels("refund"), "Bo")
    assert learn(tools) == 1
    with store.write() as uow:
        (verdict,) = uow.teaching.verdicts([m.id for m in look(store, alike).messages]).values()
        uow.teaching.set_verdict(look(store, alike).messages[0].id, replace(verdict, category="complaint"))
        uow.commit()
    assert learn(TeachTools(store, TaughtSorter(store, HeartSorter), lambda: NOW)) == 0
    with store.read() as reader:
        assert reader.verdicts([look(store, alike).messages[0].id]).popitem()[1].category == "complaint"


def test_what_a_person_said_is_not_judged_anew(store: SqliteStore, tools: TeachTools, said: Made) -> None:
    one, other = said("Ik wil een bon"), said("Ik wil een bon", minutes=1)
    correct(tools, one, Labels("refund"), "Bo")
    correct(tools, other, Labels("complaint"), "Bo")
    learn(tools)
    assert (look(store, one).row.category, look(store, other).row.category) == ("refund", "complaint")


def test_the_text_is_learned_under_its_own_subject(store: SqliteStore, tools: TeachTools, said: Made) -> None:
    (message,) = look(store, said("Waar blijft het?")).messages
    assert learned_text(message) == "Vraag\nWaar blijft het?"
    take_in(store, incoming("Nog niets", subject="Re: Vraag", minutes=3))
    with store.read() as reader:
        newest = reader.conversation(reader.conversation_ids(Box.ALL)[0]).messages[-1]
    assert learned_text(newest) == "Nog niets"


def test_a_category_of_the_shops_own(store: SqliteStore, tools: TeachTools, said: Made) -> None:
    id_ = said("Ik wil een bon")
    with pytest.raises(NotFound):
        correct(tools, id_, Labels("Cadeaubon"), "Bo")
    with store.write() as uow:
        uow.settings.put_shop(ShopSettings(categories=Categories().with_own("gift_card", "Cadeaubon")))
        uow.commit()
    assert correct(tools, id_, Labels("Cadeaubon"), "Bo").now.category == "gift_card"
    text = teach_text(tools, "gift_card", "  Hoe lang is de bon geldig?\n", "Bo")
    assert (text.text, text.message_id, text.conversation_id) == ("Hoe lang is de bon geldig?", None, None)
    with store.read() as reader:
        assert reader.search("category:gift_card").total == 1
        assert reader.search("category:cadeaubon").total == 1
        assert reader.search("category:nonsense").total == 0
    with store.write() as uow:
        uow.settings.put_shop(ShopSettings(categories=uow.settings.shop().categories.with_hidden("gift_card", hidden=True)))
        uow.commit()
    with pytest.raises(NotFound):
        correct(tools, id_, Labels("gift_card"), "Bo")
    assert isinstance(tools.sorter, TaughtSorter)
    lessons = tools.sorter.lessons()
    assert lessons.hidden == ("gift_card",)
    assert [lesson.labels.category for lesson in lessons.examples] == [None, None]


def test_what_cannot_be_taught_is_told(store: SqliteStore, tools: TeachTools, said: Made) -> None:
    with pytest.raises(BadInput):
        correct(tools, said("Waar blijft het?"), Labels(), "Bo")
    with pytest.raises(NotFound):
        correct(tools, 99_999, Labels("refund"), "Bo")
    with pytest.raises(BadInput):
        teach_text(tools, "refund", " \n", "Bo")
    take_in(store, incoming("Dag", direction=Direction.OUT, address="nieuw@klant.example"))
    with store.read() as reader:
        ours = next(id_ for id_ in reader.conversation_ids(Box.ALL) if not reader.conversation(id_).verdict)
    with pytest.raises(BadInput):
        correct(tools, ours, Labels("refund"), "Bo")


def test_a_sorter_is_made_when_it_is_needed_and_again_when_something_was_taught(store: SqliteStore, said: Made) -> None:
    made: list[Lessons] = []

    def make(lessons: Lessons) -> HeartSorter:
        made.append(lessons)
        return HeartSorter(lessons)

    sorter = TaughtSorter(store, make)
    assert (sorter.learn(), made) == (None, [])
    tools = TeachTools(store, sorter, lambda: NOW)
    correct(tools, said("Ik wil een bon"), Labels("refund"), "Bo")
    assert sorter.learn()
    assert made == []
    assert sorter.judge("Ik wil een bon", MessageContext()).category == "refund"
    assert [lessons.version for lessons in made] == [sorter.lessons().version]
    teach_text(tools, "complaint", "Schande", "Bo")
    assert sorter.judge("Schande", MessageContext()).category == "other"
    assert sorter.learn()
    assert sorter.judge("Schande", MessageContext()).category == "complaint"
    assert len(made) == 2


def test_a_proposal_for_a_burst_knows_what_a_person_said(store: SqliteStore, tools: TeachTools, said: Made) -> None:
    id_ = said("Hallo", "spoed, nu graag")
    asked: list[DraftRequest] = []

    class Listening:
        name = "listening"

        def propose(self, request: DraftRequest, **_: object) -> Proposal:
            asked.append(request)
            return Proposal(Outcome.ANSWER, "Dag", "nl")

    def nothing(*_: object, **__: object) -> Retrieved:
        return Retrieved((), 0.0, 0.0)

    proposing = ProposeTools(store, Listening(), nothing, lambda _t: ("nl", 1.0), tools.sorter, lambda: NOW)
    propose_for(proposing, id_)
    correct(tools, id_, Labels("refund", urgency=Urgency.NORMAL), "Bo")
    propose_for(proposing, id_)
    verdicts = [request.verdict for request in asked if request.verdict]
    assert [(v.category, v.urgency, v.engine) for v in verdicts] == [("other", 3, "embedded"), ("refund", 1, "person")]
