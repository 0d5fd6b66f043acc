"""Translating what is kept: beside the original, once, with the shop's words."""

import json
from dataclasses import replace

import pytest

from app.domain.draft import CheckReport, Citation, Flag, FlagKind, Outcome, Proposal, Sentence
from app.domain.errors import BadInput, NotFound
from app.domain.knowledge import Retrieved
from app.domain.message import Channel, Direction, IncomingMessage, Party
from app.domain.shop import ShopSettings
from app.domain.text import unpacked
from app.domain.translation import NoTranslator, Term
from app.domain.verdict import Category, Verdict
from app.drafting.check import check_text
from app.drafting.embedded import EmbeddedDrafter
from app.drafting.readers import HEALTH, LAW, PRIVATE, reader_wanted
from app.language.argos import ArgosRoom
from app.language.detect import detect
from app.pipeline.abroad import AbroadTools, finish
from app.pipeline.translate import TranslateTools, translate_draft, translate_message, translate_text
from app.pipeline.translators import Translators
from app.store import SqliteStore
from tests.drafting.requests import hits, request
from tests.fakes_language import BrokenGenerator, FakeGenerator
from tests.fakes_translation import WordModel, fenced, make_package
from tests.pipeline.support import NOW, take_in

SHOP = ShopSettings(shop_name="Kleiwerk", language="en", glossary=(Term("kruik", "nl", {"en": "jug"}),))


@pytest.fixture
def shop(store: SqliteStore) -> SqliteStore:
    """A shop that reads English, with one Dutch message."""
    anna = Party("Anna Maas")
    take_in(
        store, IncomingMessage(Channel.WHATSAPP, "a" * 32, "anna", NOW, Direction.IN, anna, "Waar blijft mijn kruik? De kruik is stuk.")
    )
    with store.write() as uow:
        uow.settings.put_shop(SHOP)
        uow.commit()
    return store


def tools(store: SqliteStore, tmp_path, model=None) -> TranslateTools:
    """The stage's tools over a model (or none)."""
    translators = Translators(store, ArgosRoom(tmp_path / "translators"), lambda: model, detect)
    return TranslateTools(store, translators.translator, detect, lambda: NOW)


def only_message(store: SqliteStore) -> tuple[int, int]:
    """(conversation, message)."""
    with store.read() as reader:
        (row,) = reader.search("kruik").hits
    return row.conversation_id, row.message_id


def test_a_message_is_translated_once_and_kept_beside_the_original(shop, tmp_path):
    model = WordModel()
    conversation, message = only_message(shop)
    kept = translate_message(tools(shop, tmp_path, model), conversation, message)
    assert kept.translation.text == "where is my jug? the jug is broken."
    assert {hit.translation for hit in kept.translation.glossary_hits} == {"jug"}
    asked = len(model.prompts)
    assert translate_message(tools(shop, tmp_path, model), conversation, message) == kept
    assert len(model.prompts) == asked
    with shop.read() as reader:
        assert reader.translations([message], "en")[message] == kept
        assert reader.conversation(conversation).messages[0].text.startswith("Waar blijft mijn kruik?")


def test_what_cannot_be_translated_is_one_sentence_and_nothing_is_kept(shop, tmp_path):
    conversation, message = only_message(shop)
    with pytest.raises(NoTranslator, match="from Dutch into English"):
        translate_message(tools(shop, tmp_path), conversation, message)
    with pytest.raises(BadInput, match="already"):
        translate_message(tools(shop, tmp_path, WordModel()), conversation, message, "nl")
    with pytest.raises(NotFound):
        translate_message(tools(shop, tmp_path, WordModel()), conversation, 999)
    with pytest.raises(BadInput, match="not clear"):
        translate_text(tools(shop, tmp_path, WordModel()), "1041", "en")
    with shop.read() as reader:
        assert reader.translations([message], "en") == {}


def test_a_draft_is_translated_for_the_person_and_stays_as_it_is(shop, tmp_path):
    conversation, _message = only_message(shop)
    proposal = Proposal(Outcome.ANSWER, "Dank, de kruik is niet stuk.", "nl")
    with shop.write() as uow:
        draft = uow.drafts.add(conversation, proposal, recipient="", subject="", in_reply_to=None, now=NOW)
        uow.commit()
    assert translate_draft(tools(shop, tmp_path, WordModel()), draft.id).text == "thanks, the jug is not broken."
    with shop.read() as reader:
        assert reader.draft(draft.id).text == "Dank, de kruik is niet stuk."


def test_a_package_goes_before_the_model_and_a_useless_one_does_not(shop, tmp_path, monkeypatch):
    translators = Translators(shop, ArgosRoom(tmp_path / "translators"), WordModel, detect)
    translators.add(make_package(tmp_path, "nl", "en"))
    assert translators.translator("nl", "en").name == "woordenboek"
    monkeypatch.setattr("app.language.argos.available", lambda: True)
    assert translators.translator("nl", "en").name == "argos"
    assert translators.translator("nl", "de").name == "woordenboek"
    assert [info.name for info in translators.view().packages] == ["nl-en"]
    translators.remove("nl-en")
    assert (tmp_path / "translate-nl_en-1_9").exists()
    with pytest.raises(NotFound):
        translators.remove("nl-en")


def quoted(language: str) -> tuple[Proposal, object]:
    """A draft in `language` whose sentence stands in a Dutch article, and its request."""
    asked = request("Kann das in die Spülmaschine?", language, retrieved=hits("nl"), shop=SHOP)
    passage = asked.retrieved[2].passage
    sentence = passage.text.split(". ")[0].rstrip(".") + "."
    text = f"Guten Tag,\n\n{sentence}\n\nGruß"
    parts = (Sentence("Guten Tag,", 1.0, courtesy=True), Sentence(sentence, 1.0, 1), Sentence("Gruß", 1.0, courtesy=True))
    end = Flag(FlagKind.VARIABLE, (len(text) - 4, len(text)), "about the end")
    return Proposal(Outcome.ANSWER, text, language, (Citation(1, passage.article_id, passage.id, sentence),), parts, (end,)), asked


def unchecked(_text, _passages, **_more):
    return CheckReport()


def nothing_found(_question, _language):
    return Retrieved((), 0.0)


def finished(tools_, asked, proposal, retrieve=nothing_found, drafter=None, check=unchecked):
    """What finishing makes of a proposal."""
    return finish(AbroadTools(tools_, retrieve, check), drafter or EmbeddedDrafter(), asked, proposal)


def test_a_sentence_in_the_language_of_its_article_is_translated_and_says_so(shop, tmp_path):
    proposal, asked = quoted("de")
    made = finished(tools(shop, tmp_path, WordModel()), asked, proposal)
    quote = proposal.citations[0].quote
    assert made.citations == proposal.citations
    assert quote not in made.text
    assert made.text.startswith("Guten Tag,\n\n")
    (told, *_more) = [flag for flag in made.flags if flag.kind is FlagKind.LANGUAGE]
    assert made.text[slice(*told.span)] == made.sentences[1].text
    assert unpacked(told.why)[1] == {"language": "Dutch", "engine": "woordenboek"}
    assert made.sentences[1].citation == 1
    (end,) = [flag for flag in made.flags if flag.kind is FlagKind.VARIABLE]
    assert made.text[slice(*end.span)] == "Gruß"


@pytest.mark.parametrize("model", [None, BrokenGenerator()])
def test_where_nothing_translates_the_sentence_stays_and_says_so(shop, tmp_path, model):
    proposal, asked = quoted("de")
    made = finished(tools(shop, tmp_path, model), asked, proposal)
    assert made.text == proposal.text
    (told,) = [flag for flag in made.flags if flag.kind is FlagKind.LANGUAGE]
    assert made.text[slice(*told.span)] == proposal.citations[0].quote


def test_a_draft_in_the_articles_language_is_left_alone(shop, tmp_path):
    proposal, asked = quoted("de")
    same = replace(proposal, language="nl")
    assert finished(tools(shop, tmp_path), replace(asked, shop=replace(SHOP, language="nl")), same) == same


NL = [hit for hit in hits("nl")]


def retrieved_in_dutch(question, language):
    """What a Dutch shop finds: surely for a Dutch question, hardly for another."""
    return Retrieved(NL, 0.95 if language == "nl" else 0.2)


class Interpreter(FakeGenerator):
    """A model that knows two questions and says every answer in one way."""

    def __init__(self) -> None:
        super().__init__(self._say, "tolk")

    def _say(self, prompt):
        into_dutch = "into Dutch." in prompt
        lines = fenced(prompt)
        said = ["Mag de kom in de vaatwasser en in de magnetron?" if into_dutch else f"[fr] {line}" for line in lines]
        return json.dumps({"lines": said}, ensure_ascii=False)


def asked_abroad(question, spoken, language, **changes):
    """A request to a Dutch shop."""
    shop = replace(SHOP, language="nl", glossary=())
    return request(question, language, retrieved=NL, answerable=0.2, verdict=Verdict(spoken, 1.0), shop=shop, **changes)


def test_a_question_that_only_articles_of_another_language_answer_is_put_to_them(shop, tmp_path):
    asked = asked_abroad("Le bol va-t-il au lave-vaisselle et au micro-ondes ?", "fr", "fr")
    unknown = EmbeddedDrafter().propose(asked)
    assert unknown.outcome is Outcome.UNKNOWN
    made = finished(tools(shop, tmp_path, Interpreter()), asked, unknown, retrieved_in_dutch, check=check_text)
    assert (made.outcome, made.language) == (Outcome.ANSWER, "fr")
    assert made.text.startswith("Bonjour")
    cited = [sentence for sentence in made.sentences if sentence.citation is not None]
    assert cited
    assert all(sentence.text.startswith("[fr] ") and sentence.text in made.text for sentence in cited)
    quotes = {passage.text for passage in (hit.passage for hit in NL)}
    assert all(any(citation.quote in text for text in quotes) for citation in made.citations)
    told = [flag for flag in made.flags if flag.kind is FlagKind.LANGUAGE and unpacked(flag.why)[0].startswith("Translated from")]
    assert [made.text[slice(*flag.span)] for flag in told] == [sentence.text for sentence in cited]


def test_a_reply_wanted_in_another_language_without_a_translator_cites_the_article_and_says_so(shop, tmp_path):
    asked = asked_abroad("Mag de kom in de vaatwasser en in de magnetron?", "nl", "de")
    made = finished(tools(shop, tmp_path), asked, EmbeddedDrafter().propose(asked), retrieved_in_dutch, check=check_text)
    assert (made.outcome, made.language) == (Outcome.ANSWER, "de")
    told = [flag for flag in made.flags if flag.kind is FlagKind.LANGUAGE]
    assert told
    assert all(unpacked(flag.why)[1] == {"language": "Dutch"} for flag in told)


def test_a_foreign_question_without_a_translator_stays_unknown(shop, tmp_path):
    asked = asked_abroad("Le bol va-t-il au lave-vaisselle ?", "fr", "fr")
    unknown = EmbeddedDrafter().propose(asked)
    assert finished(tools(shop, tmp_path), asked, unknown, retrieved_in_dutch) == unknown


@pytest.mark.parametrize(
    ("text", "category", "matter"),
    [
        ("Mein Anwalt wird sich melden.", Category.COMPLAINT, LAW),
        ("Löschen Sie bitte meine Daten.", Category.PRIVACY_REQUEST, PRIVATE),
        ("J'ai une allergie après votre crème.", Category.COMPLAINT, HEALTH),
        ("Wo ist mein Paket?", Category.ORDER_STATUS, ""),
    ],
)
def test_delicate_matters_want_a_reader_of_the_language(text, category, matter):
    said = reader_wanted(text, Verdict("de", 1.0, category), "de", "nl")
    assert (unpacked(said)[1].get("matter", "") if said else "") == matter
    assert reader_wanted(text, Verdict("de", 1.0, category), "de", "de") == ""
