"""Versions and care of articles, canned answers, golden questions, and what customers asked, in the store."""

from datetime import timedelta

import pytest

from app.domain.canned import NewCanned
from app.domain.draft import DraftState, Outcome, Proposal
from app.domain.errors import NotFound
from app.domain.golden import Fault, GoldenResult, GoldenRun, NewGolden
from app.domain.knowledge import NewArticle
from app.domain.message import Direction
from app.domain.tending import REMOVED, Care
from app.store import SqliteStore
from tests.pipeline.support import take_in
from tests.store.builders import at, incoming


def put(
    store: SqliteStore, text: str = "Binnen 30 dagen.", title: str = "Retour", source: str = "faq.md#retour", minutes: int = 0, by: str = ""
) -> int:
    with store.write() as uow:
        id_, _added, _removed = uow.knowledge.put(NewArticle(title, text, "nl", source), [("", text)], [], "s", at(minutes), by)
        uow.commit()
    return id_


def test_a_change_keeps_the_version_before_and_no_change_keeps_none(store: SqliteStore) -> None:
    id_ = put(store)
    assert put(store, minutes=5) == id_
    put(store, "Binnen 14 dagen.", minutes=9, by="Sanne")
    with store.read() as reader:
        (version,) = reader.versions(id_)
        assert (version.title, version.text, version.by, version.at) == ("Retour", "Binnen 30 dagen.", "Sanne", at(9))
        assert reader.article(id_).updated_at == at(9).isoformat()
    with store.write() as uow, pytest.raises(NotFound):
        uow.tending.restore(99)


def test_only_the_last_fifty_versions_stay(store: SqliteStore) -> None:
    for n in range(60):
        id_ = put(store, f"Versie {n}.", minutes=n)
    with store.read() as reader:
        versions = reader.versions(id_)
    assert (len(versions), versions[0].text, versions[-1].text) == (50, "Versie 58.", "Versie 9.")


def test_an_article_out_of_use_is_in_no_list_and_keeps_its_text(store: SqliteStore) -> None:
    id_ = put(store)
    before = _stamp(store)
    with store.write() as uow:
        assert uow.tending.of_file("faq.md") == {"faq.md#retour": (id_, "Retour")}
        assert uow.tending.of_file("aq.md") == uow.tending.of_file("faq") == {}
        assert len(uow.tending.retire(id_, "Sanne", at(3))) == 1
        uow.commit()
    with store.read() as reader:
        assert reader.articles() == []
        assert reader.tended() == []
        assert reader.search_passages("dagen", "nl", 5) == []
        assert reader.article(id_).scope == REMOVED
        assert reader.removed_articles() == [(id_, "Retour", "faq.md#retour")]
        assert reader.versions(id_)[0].by == "Sanne"
    assert _stamp(store) != before


def _stamp(store: SqliteStore) -> str:
    with store.read() as reader:
        return reader.knowledge_stamp()


def test_care_and_versions_go_with_the_article(store: SqliteStore) -> None:
    id_ = put(store)
    put(store, "Anders.", minutes=2)
    care = Care("Sanne", at(10), at(5))
    with store.write() as uow:
        uow.tending.set_care(id_, Care("Bo"))
        uow.tending.set_care(id_, care)
        uow.commit()
    with store.read() as reader:
        assert reader.care(id_) == care
        assert reader.care(77) == Care()
        (tended,) = reader.tended()
        assert (tended.owner, tended.review_at, tended.checked_at, tended.used_at) == ("Sanne", at(10), at(5), None)
    with store.write() as uow:
        uow.knowledge.remove(id_)
        uow.commit()
    with store.read() as reader:
        assert reader.care(id_) == Care()
        assert reader.versions(id_) == []


def test_canned_answers_are_found_by_all_words_titles_first_then_most_used(store: SqliteStore) -> None:
    with store.write() as uow:
        one = uow.canned.put(NewCanned("Dank", "Beste {name}, uw retour is binnen.", "nl"), at(0))
        two = uow.canned.put(NewCanned("Retour é", "Terugsturen kan.", "nl", "return_exchange"), at(0))
        uow.canned.used(one)
        uow.canned.put(NewCanned("Dank u", "Uw retour is binnen.", "nl"), at(4), one)
        uow.commit()
    with store.read() as reader:
        assert [a.id for a in reader.canned_answers()] == [one, two]
        assert [a.id for a in reader.canned_answers("RETOUR")] == [two, one]
        assert [a.id for a in reader.canned_answers("retour e")] == [two, one]
        assert reader.canned_answers("retour fiets") == []
        assert (reader.canned_answer(one).title, reader.canned_answer(one).uses) == ("Dank u", 1)
        with pytest.raises(NotFound):
            reader.canned_answer(9)
    with store.write() as uow:
        uow.canned.remove(two)
        for act in (lambda: uow.canned.remove(two), lambda: uow.canned.put(NewCanned("x", "y"), at(0), two)):
            with pytest.raises(NotFound):
                act()


def test_golden_questions_and_runs_come_back(store: SqliteStore) -> None:
    article = put(store)
    with store.write() as uow:
        one = uow.golden.put(NewGolden("Hoe lang?", "nl", article, ("30 dagen",), ("14",)), at(0))
        two = uow.golden.put(NewGolden("Verhuur?"), at(1))
        uow.golden.put(NewGolden("Verhuren jullie?"), at(2), two)
        results = (GoldenResult(one, "Hoe lang?", ((Fault.NOT_SAID, "30 dagen"),), 2, 0.7, "answer", "Tekst \ud83d"),)
        for n in range(52):
            last = uow.golden.keep_run(GoldenRun(0, at(n), "by hand", "embedded", results))
        uow.commit()
    with store.read() as reader:
        questions = reader.golden_questions()
        assert [(q.question, q.article) for q in questions] == [("Hoe lang?", "Retour"), ("Verhuren jullie?", "")]
        assert (questions[0].must, questions[0].must_not) == (("30 dagen",), ("14",))
        assert reader.golden_runs(1)[0] == GoldenRun(last, at(51), "by hand", "embedded", results)
        assert len(reader.golden_runs(99)) == 50
    with store.write() as uow:
        uow.golden.remove(one)
        with pytest.raises(NotFound):
            uow.golden.remove(one)
        with pytest.raises(NotFound):
            uow.golden.put(NewGolden("x"), at(0), one)


def test_what_was_asked_and_what_became_of_it(store: SqliteStore) -> None:
    first = incoming("Verhuren jullie tenten?", minutes=1, address="noor@klant.example")
    second = incoming("Hoe zwaar is de vaas?", minutes=2, address="bo@klant.example", sender="Bo")
    junk = incoming("Win in de loterij!", minutes=3, address="x@spam.example")
    shop = incoming("Nee hoor.", minutes=4, direction=Direction.OUT, address="bo@klant.example", sender="Bo")
    take_in(store, first, second, junk, shop)
    with store.read() as reader:
        asked = reader.asked(at(0), 10)
        assert [(one.text, one.outcome, one.sent) for one in asked] == [
            ("Hoe zwaar is de vaas?", "", ""),
            ("Verhuren jullie tenten?", "", ""),
        ]
        assert (asked[0].names, asked[0].handles) == (("Bo",), ("bo@klant.example",))
        assert reader.asked(at(0) + timedelta(minutes=1.5), 10) == asked[:1]
        conversation = asked[1].conversation_id
        question = next(m for m in reader.conversation(conversation).messages if m.text == first.text)
    with store.write() as uow:
        proposal = Proposal(Outcome.UNKNOWN, "Dat weten wij niet.", "nl")
        draft = uow.drafts.add(conversation, proposal, recipient="", subject="", in_reply_to=question.id, now=at(5))
        uow.drafts.save_text(draft.id, "Ja, dat doen wij.")
        for state in (DraftState.APPROVED, DraftState.SENDING, DraftState.SENT):
            uow.drafts.move(draft.id, state)
        uow.drafts.add(conversation, proposal, recipient="", subject="", in_reply_to=question.id, now=at(6))
        uow.commit()
    with store.read() as reader:
        answered = next(one for one in reader.asked(at(0), 10) if one.conversation_id == conversation)
    assert (answered.outcome, answered.proposed, answered.sent) == ("unknown", "Dat weten wij niet.", "Ja, dat doen wij.")
