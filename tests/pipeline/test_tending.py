"""Canned answers, masking, golden questions and gaps as stages."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.canned import NewCanned, fill, unfilled
from app.domain.draft import CheckReport, Citation, DraftState, Flag, FlagKind, Outcome, Proposal
from app.domain.errors import BadInput, Cancelled, NotApproved, NotFound
from app.domain.golden import Fault, NewGolden
from app.domain.knowledge import NewArticle, Passage, PassageHit, Retrieved
from app.domain.shop import ShopSettings
from app.domain.tending import CANNED
from app.pipeline import canned, golden, know, tending
from app.pipeline.approve import ApproveTools, approve
from app.pipeline.masking import Masker, plain_reply
from app.store import SqliteStore
from tests.fakes_knowledge import FakeVectorIndex
from tests.pipeline.support import NOW, take_in
from tests.pipeline.test_know import LetterEmbedder
from tests.store.builders import incoming

SHOP = ShopSettings(shop_name="De Fietshoek", person="Saskia", own_addresses=("info@fietshoek.example",))


@pytest.fixture
def tools(store: SqliteStore) -> know.KnowTools:
    with store.write() as uow:
        uow.settings.put_shop(SHOP)
        uow.commit()
    made = know.KnowTools(store, LetterEmbedder(), FakeVectorIndex(), lambda _p: iter(()), lambda a: [("", a.text)], lambda: NOW)
    know.reindex(made)
    return made


def conversation(
    store: SqliteStore, text: str = "Waar blijft bestelling 10423?", sender: str = "Noor Kramer", address: str = "noor@klant.example"
) -> int:
    take_in(store, incoming(text, sender=sender, address=address, sent_at=NOW - timedelta(hours=2)))
    with store.read() as reader:
        return max(one.conversation_id for one in reader.asked(NOW - timedelta(days=9), 9))


# -- canned answers


def test_variables_are_filled_in_and_the_rest_is_named() -> None:
    filled = fill("Beste {first_name}, {order} {order} {date} {typo}", {"first_name": "Noor", "order": ""})
    assert filled.text == "Beste Noor, {order} {order} {date} {typo}"
    assert filled.missing == ("order", "date", "typo")
    assert unfilled(filled.text) == ("order", "date", "typo")
    assert unfilled("Geen {accolade of {} of {X Y}") == ()


def test_the_mirror_follows_the_canned_answer(tools: know.KnowTools, store: SqliteStore) -> None:
    id_ = canned.put_canned(
        tools, NewCanned("Dank", "Beste {name},\n\nWij zijn open tot vijf. Uw {order} volgt.\n\n{person}, {shop}", "nl")
    )
    with store.read() as reader:
        (mirror,) = reader.tended()
        assert (mirror.scope, mirror.title) == (CANNED, "Dank")
        assert mirror.text == "Wij zijn open tot vijf.\n\nSaskia, De Fietshoek"
        assert reader.articles() == []
    canned.put_canned(tools, NewCanned("Dank", "Hallo {name}", "nl"), id_)
    with store.read() as reader:
        assert [one.text for one in reader.tended()] == ["Hallo"]
    canned.remove_canned(tools, id_)
    with store.read() as reader:
        assert reader.tended() == []
    assert tools.index.count() == 0
    with pytest.raises(BadInput):
        canned.put_canned(tools, NewCanned(" ", "x"))


def test_a_canned_answer_is_filled_in_for_a_conversation_and_counted(tools: know.KnowTools, store: SqliteStore) -> None:
    id_ = canned.put_canned(tools, NewCanned("Dank", "Beste {first_name} ({name}), {date}, {order}, {person} van {shop}", "nl"))
    filled = canned.filled(store, id_, conversation(store), NOW)
    assert filled.text == "Beste Noor (Noor Kramer), 22-03-2026, {order}, Saskia van De Fietshoek"
    assert filled.missing == ("order",)
    with store.read() as reader:
        assert reader.canned_answer(id_).uses == 1
    by_address = conversation(store, sender="", address="noor99@klant.example")
    assert "first_name" in canned.filled(store, id_, by_address, NOW).missing


def proposed(store: SqliteStore, conversation_id: int, text: str) -> int:
    with store.write() as uow:
        draft = uow.drafts.add(
            conversation_id, Proposal(Outcome.ANSWER, text, "nl"), recipient="a@b.example", subject="", in_reply_to=None, now=NOW
        )
        uow.commit()
    return draft.id


def approving(store: SqliteStore) -> ApproveTools:
    return ApproveTools(store, lambda: NOW, lambda _draft, _text: CheckReport(), lambda draft: f"<{draft.id}@x>")


def test_a_reply_with_an_open_place_cannot_be_approved(tools: know.KnowTools, store: SqliteStore) -> None:
    draft = proposed(store, conversation(store), "Over bestelling {order}: die komt morgen.")
    with pytest.raises(NotApproved) as refused:
        approve(approving(store), draft, "Saskia")
    assert refused.value.params["places"] == "order"
    approve(approving(store), draft, "Saskia", "Over bestelling 10423: die komt morgen.")


def test_an_answer_that_was_sent_is_kept_without_who_it_was_for(tools: know.KnowTools, store: SqliteStore) -> None:
    there = conversation(store)
    text = "Beste Noor Kramer,\n\nMail het naar info@fietshoek.example of bel 06 12 34 56 78. Repareren duurt twee weken.\n\nGroet,\nSaskia"
    draft = proposed(store, there, text)
    with pytest.raises(BadInput):
        canned.kept_answer(store, draft)
    with store.write() as uow:
        for state in (DraftState.APPROVED, DraftState.SENDING, DraftState.SENT):
            uow.drafts.move(draft, state)
        uow.commit()
    kept = canned.kept_answer(store, draft)
    assert kept.text == text.replace("Noor Kramer", "{name}").replace("06 12 34 56 78", "[phone]")
    article = canned.kept_answer(store, draft, article=True).text
    assert "Repareren duurt twee weken." in article
    assert "Noor" not in article
    assert "Groet" not in article
    assert "Beste" not in article


def test_masking_leaves_what_is_the_shops_own() -> None:
    masker = Masker(("info@winkel.example", "Kramer Fietsen"))
    said = masker.masked("Jan Kramer (jan@x.example) schreef Kramer Fietsen op info@winkel.example.", ["Jan Kramer"], ["jan@x.example"])
    assert "Jan" not in said
    assert "jan@x.example" not in said
    assert "Kramer Fietsen op info@winkel.example" in said


def test_a_plain_reply_is_what_it_says_of_the_matter() -> None:
    assert plain_reply("Hoi Bo,\n\nDank voor je bericht. De lak is op waterbasis.\n\nGroeten,\nSas") == "De lak is op waterbasis."


# -- golden questions


def golden_tools(store: SqliteStore, answers: dict[str, Proposal], engine: str = "embedded") -> golden.GoldenTools:
    def retrieve(question: str, _language: str) -> Retrieved:
        with store.read() as reader:
            ids = [article.id for article in reader.articles()]
        hits = [PassageHit(Passage(n, id_, "t", 0, "", "x", "nl"), 1.0) for n, id_ in enumerate(ids, 1)]
        return Retrieved(tuple(hits), 0.8)

    return golden.GoldenTools(store, retrieve, lambda question, _language: answers[question], lambda: engine, lambda: NOW)


def faults(store: SqliteStore, tools: golden.GoldenTools) -> list[list[Fault]]:
    return [[kind for kind, _words in result.faults] for result in golden.run_golden(tools).run.results]


def test_what_makes_an_answer_wrong(tools: know.KnowTools, store: SqliteStore) -> None:
    right, _ = know.keep_article(tools, NewArticle("Retour", "30 dagen", "nl", "a"))
    other, _ = know.keep_article(tools, NewArticle("Anders", "iets", "nl", "b"))
    for new in (NewGolden("lang", "nl", right, ("30 dagen",), ("14 dagen",)), NewGolden("huur", "nl")):
        golden.put_golden(store, new, lambda: NOW)
    unknown = Proposal(Outcome.UNKNOWN, "Dat weten wij niet.", "nl")
    cited = (Citation(1, right, 1, "30 dagen"),)
    good = Proposal(Outcome.ANSWER, "Binnen 30\u00a0DAGEN.", "nl", cited)
    assert faults(store, golden_tools(store, {"lang": good, "huur": unknown})) == [[], []]
    bad = Proposal(Outcome.ANSWER, "Binnen 14 dagen.", "nl", (Citation(1, other, 2, "x"),), flags=(Flag(FlagKind.NUMBER, (0, 2), "x"),))
    assert faults(store, golden_tools(store, {"lang": bad, "huur": good})) == [
        [Fault.SAID, Fault.WRONG_ARTICLE, Fault.NOT_SAID, Fault.UNSOURCED],
        [Fault.ANSWERED_ANYWAY],
    ]
    assert faults(store, golden_tools(store, {"lang": unknown, "huur": unknown})) == [[Fault.NOT_ANSWERED], []]
    with pytest.raises(NotFound):
        golden.put_golden(store, NewGolden("x", "nl", 99), lambda: NOW)


def test_a_run_is_made_after_a_change_only_and_says_what_changed(tools: know.KnowTools, store: SqliteStore) -> None:
    article, _ = know.keep_article(tools, NewArticle("Retour", "30 dagen", "nl", "a"))
    good = Proposal(Outcome.ANSWER, "30 dagen", "nl", (Citation(1, article, 1, "30 dagen"),))
    asking = golden_tools(store, {"lang": good})
    assert golden.run_if_changed(asking) is None
    golden.put_golden(store, NewGolden("lang", "nl", article, ("30 dagen",)), lambda: NOW)
    assert golden.run_if_changed(asking) is not None
    assert golden.run_if_changed(asking) is None
    know.keep_article(tools, NewArticle("Retour", "14 dagen", "nl", "a"))
    worse = golden_tools(store, {"lang": Proposal(Outcome.ANSWER, "14 dagen", "nl", good.citations)})
    report = golden.run_if_changed(worse)
    assert report is not None
    assert (report.newly_wrong, report.newly_right, report.run.cause) == ((1,), (), golden.CHANGED)
    again = golden.run_if_changed(golden_tools(store, {"lang": good}, engine="llama"))
    assert again is not None
    assert again.newly_right == (1,)
    assert golden.last_report(store) == again
    with pytest.raises(Cancelled):
        golden.run_golden(asking, cancelled=lambda: True)


# -- gaps


@pytest.fixture
def look(tools: know.KnowTools, store: SqliteStore) -> Callable[[float], tending.GapTools]:
    from app.language.embed import HashedEmbedder

    def made(answerable: float) -> tending.GapTools:
        article, _ = know.keep_article(tools, NewArticle("Verzenden", "Wij verzenden alles.", "nl", "v"))
        hit = PassageHit(Passage(1, article, "Verzenden", 0, "", "Wij verzenden alles.", "nl"), 1.0)
        return tending.GapTools(store, HashedEmbedder(), lambda _q, _l: Retrieved((hit,), answerable), lambda: NOW, 0.5)

    return made


def test_alike_questions_are_one_gap_masked_with_a_draft_from_what_was_sent(
    look: Callable[[float], tending.GapTools], store: SqliteStore
) -> None:
    take_in(
        store,
        incoming("Verhuren jullie ook partytenten? Groet, Noor Kramer", sent_at=NOW - timedelta(days=2), address="noor@klant.example"),
        incoming(
            "Bel Bo Jansen op 0612345678: verhuren jullie partytenten?",
            sent_at=NOW - timedelta(days=1),
            sender="Bo Jansen",
            address="bo@x.example",
        ),
    )
    with store.read() as reader:
        asked = reader.asked(NOW - timedelta(days=9), 9)
        first = asked[-1].conversation_id
        question = reader.conversation(first).messages[0]
    with store.write() as uow:
        unknown = Proposal(Outcome.UNKNOWN, "Dat zoeken wij uit.", "nl")
        draft = uow.drafts.add(first, unknown, recipient="", subject="", in_reply_to=question.id, now=NOW)
        uow.drafts.save_text(draft.id, "Beste Noor,\n\nWij verhuren geen tenten, maar wel statafels.\n\nGroet,\nSaskia")
        for state in (DraftState.APPROVED, DraftState.SENDING, DraftState.SENT):
            uow.drafts.move(draft.id, state)
        uow.commit()
    (gap,) = tending.gaps(look(0.2))
    assert (gap.count, gap.languages, gap.answers) == (2, ("nl",), 1)
    shown = " ".join(gap.questions)
    assert "partytenten" in shown
    for private in ("Bo", "Jansen", "0612345678", "Noor"):
        assert private not in shown
    assert gap.nearest is not None
    assert gap.nearest[1] == "Verzenden"
    made = tending.suggest(look(0.2), gap.id)
    assert made.text == "Wij verhuren geen tenten, maar wel statafels."
    assert tending.gaps(look(0.9)) == []
    with pytest.raises(NotFound):
        tending.suggest(look(0.9), gap.id)


def test_a_reply_written_anew_speaks_against_an_article_until_it_changes(
    look: Callable[[float], tending.GapTools], tools: know.KnowTools, store: SqliteStore
) -> None:
    there = conversation(store, "Kunnen jullie mijn pakket vandaag nog naar Oslo verzenden?")
    with store.read() as reader:
        message = reader.conversation(there).messages[-1].id
    with store.write() as uow:
        proposal = Proposal(Outcome.ANSWER, "Wij verzenden alles met de gewone post door heel Nederland.", "nl")
        draft = uow.drafts.add(there, proposal, recipient="", subject="", in_reply_to=message, now=NOW)
        uow.drafts.save_text(draft.id, "Oslo lukt helaas niet, buiten de Unie sturen we niets.")
        for state in (DraftState.APPROVED, DraftState.SENDING, DraftState.SENT):
            uow.drafts.move(draft.id, state)
        uow.commit()
    old = know.KnowTools(store, tools.embedder, tools.index, tools.read, tools.split, lambda: NOW - timedelta(days=30))
    know.keep_article(old, NewArticle("Verzenden", "Wij verzenden alles.", "nl", "v"))
    assert len(tending.gaps(look(0.9))) == 1
    know.keep_article(tools, NewArticle("Verzenden", "Wij verzenden alles binnen de Unie, niet naar Oslo.", "nl", "v"))
    assert tending.gaps(look(0.9)) == []


def test_dismissing_and_letting_it_show_again(store: SqliteStore, tools: know.KnowTools) -> None:
    know.keep_article(tools, NewArticle("Retour", "Retourneren kan binnen 30 dagen.", "nl", "a"))
    know.keep_article(tools, NewArticle("Voorwaarden", "Retourneren kan binnen 14 dagen na ontvangst.", "nl", "b"))
    now = datetime(2026, 4, 1, tzinfo=UTC)
    first, *rest = tending.audit(store, now)
    tending.dismiss(store, first.id)
    tending.dismiss(store, first.id)
    assert tending.audit(store, now) == rest
    assert tending.audit(store, now, dismissed=True) == [first]
    tending.dismiss(store, first.id, again=True)
    assert tending.audit(store, now) == [first, *rest]


def test_a_version_comes_back_also_of_an_article_without_a_source(store: SqliteStore, tools: know.KnowTools) -> None:
    id_, _ = know.keep_article(tools, NewArticle("Los", "Eerst dit.", "nl"))
    know.keep_article(tools, NewArticle("Los", "Daarna dat.", "nl"), "Sas", id_)
    with store.read() as reader:
        (version,) = reader.versions(id_)
    assert tending.restore_version(tools, version.id, "Bo") == id_
    with store.read() as reader:
        assert reader.article(id_).text == "Eerst dit."
        assert [v.text for v in reader.versions(id_)] == ["Daarna dat.", "Eerst dit."]
        assert know.index_in_step(tools, 1)
