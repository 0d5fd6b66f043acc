"""The sorter as a whole: the shipped model with the rules."""

import json
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.message import Channel
from app.domain.ports import MessageContext
from app.domain.verdict import Category, Emotion, Sentiment, Urgency
from app.language.detect import detect
from app.triage.evaluate import evaluate_triage
from app.triage.model import TriageModel
from app.triage.sorter import EmbeddedSorter
from app.triage.turns import verdict_of_turn
from tests.triage.conftest import MODEL

HELD_OUT = Path(__file__).resolve().parents[1] / "evaluation"
NOTHING = MessageContext()


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Waar blijft mijn bestelling 10423? Ik wacht al twee weken.", Category.ORDER_STATUS),
        ("Where is my parcel? It should have been delivered on Monday.", Category.ORDER_STATUS),
        ("Ich möchte die Hose umtauschen, sie ist zu klein.", Category.RETURN_EXCHANGE),
        ("Quand serai-je remboursé de mon retour ?", Category.REFUND),
        ("Op grond van de AVG vraag ik inzage in mijn gegevens.", Category.PRIVACY_REQUEST),
        ("Bitte stornieren Sie meine Bestellung.", Category.CANCELLATION),
    ],
)
def test_plain_cases(sorter: EmbeddedSorter, text: str, category: Category) -> None:
    verdict = sorter.judge(text, NOTHING)
    assert verdict.category is category
    assert verdict.intents[0] == category
    assert verdict.confidence == verdict.categories[category] == max(verdict.categories.values())


@pytest.mark.parametrize("text", ["Bedankt!", "ok top, thanks", "Vielen Dank!", "Merci beaucoup !", "Dankjewel 😊"])
def test_thanks_needs_nothing(sorter: EmbeddedSorter, text: str) -> None:
    verdict = sorter.judge(text, NOTHING)
    assert verdict.urgency is Urgency.NONE
    assert verdict.sentiment_label is not Sentiment.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Ja hij doet het, dank je wel! Morgen komt het.",
        "great thx",
        "👍",
        "ok thx",
        "Perfect, ik heb besteld. Ordernr 1058.",
        "Merci, bien reçu !",
        "Alles klar, danke dir",
    ],
)
def test_closing_lines_wait_for_nothing(sorter: EmbeddedSorter, text: str) -> None:
    assert sorter.judge(text, NOTHING).urgency is Urgency.NONE


def test_thanks_are_no_reason_when_the_turn_goes_on(sorter: EmbeddedSorter) -> None:
    turn = sorter.judge_many([("Dankjewel!", NOTHING), ("Waar blijft mijn pakket nu?", NOTHING)])
    whole = verdict_of_turn(turn)
    assert whole is not None
    assert [reason.signal for reason in turn[0].reasons].count("thanks_only") == 1
    assert "thanks_only" not in [reason.signal for reason in whole.reasons]


def test_praise_is_no_complaint(sorter: EmbeddedSorter) -> None:
    verdict = sorter.judge("Danke! Die Vase ist heil angekommen und noch schöner als auf dem Bild. Ich empfehle euch gern weiter.", NOTHING)
    assert verdict.category is not Category.COMPLAINT
    assert verdict.urgency <= Urgency.NORMAL
    assert verdict.sentiment_label is not Sentiment.NEGATIVE


def test_a_smaller_party_is_not_angry(sorter: EmbeddedSorter) -> None:
    verdict = sorter.judge("Hee! We zijn met z'n zevenen ipv 8, iemand is ziek.", NOTHING)
    assert verdict.emotion is not Emotion.ANGRY


def test_the_subject_of_a_reply_is_about_an_earlier_message(sorter: EmbeddedSorter) -> None:
    text = "Ja hij doet het, dank je wel!"
    reply = sorter.judge(text, MessageContext(subject="Re: Waar blijft mijn pakket 1042?"))
    assert reply.urgency is Urgency.NONE
    assert reply.categories == sorter.judge(text, NOTHING).categories


@pytest.mark.parametrize(
    "text", ["Bedankt, maar waar blijft mijn pakket?", "Thanks, can you also send the invoice?", "Danke, aber es geht nicht"]
)
def test_thanks_with_a_question_does(sorter: EmbeddedSorter, text: str) -> None:
    assert sorter.judge(text, NOTHING).urgency >= Urgency.NORMAL


def test_anger_shows_and_is_explained(sorter: EmbeddedSorter) -> None:
    verdict = sorter.judge(
        "DIT IS BELACHELIJK!!! Drie keer gemaild, geen antwoord, stelletje oplichters. Ik schakel mijn advocaat in.", NOTHING
    )
    assert verdict.emotion is Emotion.ANGRY
    assert verdict.sentiment < -0.5
    assert verdict.urgency >= Urgency.TODAY
    assert {"legal_threat", "insult", "strong_negative"} <= set(verdict.needs_human)
    assert "oplichters" in " ".join(reason.evidence for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("headers", "sender", "category"),
    [
        ({"auto-submitted": "auto-replied"}, "jan@example.org", Category.AUTO_REPLY_BOUNCE),
        ({}, "MAILER-DAEMON@example.org", Category.AUTO_REPLY_BOUNCE),
        ({"x-failed-recipients": "x@example.org"}, "a@example.org", Category.AUTO_REPLY_BOUNCE),
    ],
)
def test_headers_of_robots(sorter: EmbeddedSorter, headers: dict[str, str], sender: str, category: Category) -> None:
    context = MessageContext(channel=Channel.IMAP, headers=headers, sender_address=sender)
    verdict = sorter.judge("Waar blijft mijn bestelling?", context)
    assert verdict.category is category
    assert verdict.urgency is Urgency.NONE
    assert verdict.needs_human == ()


def test_a_mailing_list_header_makes_a_newsletter_likelier(sorter: EmbeddedSorter) -> None:
    text = "De nieuwe collectie is binnen, bekijk alle aanbiedingen"
    plain = sorter.judge(text, NOTHING)
    listed = sorter.judge(text, MessageContext(headers={"list-unsubscribe": "<mailto:x@example.org>"}))
    assert listed.categories[Category.NEWSLETTER] > plain.categories[Category.NEWSLETTER]


def test_danger_is_now(sorter: EmbeddedSorter) -> None:
    assert sorter.judge("Er lekt gas bij de ketel die jullie plaatsten, bel me onmiddellijk!", NOTHING).urgency is Urgency.NOW


def test_a_word_of_danger_in_a_calm_message_is_no_alarm(sorter: EmbeddedSorter) -> None:
    assert sorter.judge("The smoke-fired vase is a double present. How do I send it back?", NOTHING).urgency == 1


def test_subject_is_read_too(sorter: EmbeddedSorter) -> None:
    verdict = sorter.judge("zie onderwerp", MessageContext(subject="Bestelling 10423 annuleren"))
    assert verdict.order_numbers == ("10423",)
    assert verdict.category is Category.CANCELLATION


def test_batch_and_single_agree(sorter: EmbeddedSorter) -> None:
    texts = ["Waar is mijn pakket?", "", "Thanks!", "🤬🤬", "x" * 10_000, "Order 1042 kapot aangekomen"] * 40
    together = sorter.judge_many([(text, NOTHING) for text in texts])
    assert together == [sorter.judge(text, NOTHING) for text in texts]


def test_the_same_text_gives_the_same_verdict_from_a_fresh_model(sorter: EmbeddedSorter) -> None:
    text = "Kapot aangekomen, graag vervangen. Bestelling 8812"
    fresh = EmbeddedSorter(TriageModel.from_bytes(MODEL.read_bytes()), detect)
    assert fresh.judge(text, NOTHING) == sorter.judge(text, NOTHING)


def test_no_items_no_verdicts(sorter: EmbeddedSorter) -> None:
    assert sorter.judge_many([]) == []


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=400), st.text(max_size=40))
def test_takes_any_text(sorter: EmbeddedSorter, text: str, subject: str) -> None:
    verdict = sorter.judge(text, MessageContext(subject=subject))
    assert -1 <= verdict.sentiment <= 1
    assert abs(sum(verdict.categories.values()) - 1) < 0.01
    assert 0 <= verdict.confidence <= 1
    assert 0 <= verdict.spam <= 1


def test_lone_surrogates_do_no_harm(sorter: EmbeddedSorter) -> None:
    assert sorter.judge("kapot \ud800 pakket", NOTHING).category in set(Category)


def test_memory_of_words_stays_bounded(model: TriageModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.triage.memory.KNOWN_WORDS_LIMIT", 50)
    first = model.read(["waar is mijn pakket"])
    model.read([" ".join(f"woord{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(200))])
    again = model.read(["waar is mijn pakket"])
    assert np.allclose(first.scores["category"], again.scores["category"])


@pytest.mark.parametrize("data", [b"", b"not a model", b"PK\x05\x06" + b"\0" * 18])
def test_a_broken_model_file_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="model"):
        TriageModel.from_bytes(data)


def test_model_file_is_small() -> None:
    assert MODEL.stat().st_size <= 6_000_000


def test_batch_is_fast_enough(sorter: EmbeddedSorter) -> None:
    rows = [json.loads(line)["text"] for line in (HELD_OUT / "triage-nl.jsonl").read_text(encoding="utf-8").splitlines()]
    items = [(f"{text} {' '.join(rows[i % 7 : i % 7 + 8])}", NOTHING) for i, text in enumerate(rows * 5)]
    sorter.judge_many(items)  # words are learned once
    begin = time.process_time()
    sorter.judge_many(items)
    assert len(items) / (time.process_time() - begin) > 300


def test_held_out_floors(sorter: EmbeddedSorter) -> None:
    """A little below what was measured; see README of tests/evaluation for the figures and what they mean."""
    figures = evaluate_triage(_held_out("triage-??.jsonl"), sorter)
    assert figures["n"] >= 230
    _assert_above(figures, {"category": 0.85, "sentiment": 0.84, "emotion": 0.66, "urgency": 0.72})
    assert min(language["macro_f1"] for language in figures["category"]["by_language"].values()) > 0.78
    assert figures["language"]["accuracy"] > 0.97
    assert figures["order_numbers"]["found"] >= 0.98
    assert figures["order_numbers"]["wrong"] <= 0.005


def test_held_out_floors_of_the_oblique(sorter: EmbeddedSorter) -> None:
    """The second set: other voices, oblique, angry, dialect; the targets are not reached there, and the README says so."""
    figures = evaluate_triage(_held_out("triage-??-2.jsonl"), sorter)
    assert figures["n"] >= 1000
    _assert_above(figures, {"category": 0.74, "sentiment": 0.61, "emotion": 0.53, "urgency": 0.67})
    assert min(language["macro_f1"] for language in figures["category"]["by_language"].values()) > 0.70
    assert figures["order_numbers"]["found"] >= 0.75
    assert figures["order_numbers"]["wrong"] <= 0.007


def _held_out(pattern: str) -> list[dict[str, object]]:
    return [json.loads(line) for path in sorted(HELD_OUT.glob(pattern)) for line in path.read_text(encoding="utf-8").splitlines()]


def _assert_above(figures: dict[str, dict[str, float]], floors: dict[str, float]) -> None:
    for head, floor in floors.items():
        assert figures[head]["macro_f1"] > floor, head


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("Hoi, waar blijft mijn bestelling 10423? En kunnen jullie ook de factuur sturen?", {"order_status", "invoice_payment"}),
        (
            "Bitte stornieren Sie die Bestellung 20931. Außerdem möchte ich mein Passwort ändern, ich kann mich nicht einloggen.",
            {"cancellation", "account"},
        ),
        (
            "Je voudrais échanger la robe. Et je n'ai toujours pas reçu le remboursement de ma première commande.",
            {"refund", "return_exchange"},
        ),
    ],
)
def test_several_intents_in_one_message(sorter: EmbeddedSorter, text: str, intents: set[str]) -> None:
    verdict = sorter.judge(text, NOTHING)
    assert set(verdict.intents) == intents
    assert verdict.intents[0] == verdict.category


@pytest.mark.parametrize(
    "text",
    [
        "Waar blijft mijn bestelling? Ik wacht al twee weken. Ik vind dat echt lang.",
        "Goedemiddag, gisteren hebben we heerlijk gegeten. Kunnen we zaterdag weer een tafel voor vier reserveren? Groetjes Anna",
        "Hi there. My parcel never arrived. Could you tell me where it is? Thanks a lot, Jim",
    ],
)
def test_one_topic_has_one_intent(sorter: EmbeddedSorter, text: str) -> None:
    assert len(sorter.judge(text, NOTHING).intents) == 1


def test_few_one_topic_messages_get_a_second_intent(sorter: EmbeddedSorter) -> None:
    rows = _held_out("triage-??.jsonl")
    verdicts = sorter.judge_many([(str(row["text"]), NOTHING) for row in rows])
    assert sum(len(verdict.intents) > 1 for verdict in verdicts) / len(rows) < 0.06


def test_what_a_message_names_is_in_the_verdict(sorter: EmbeddedSorter) -> None:
    verdict = sorter.judge("Order 10423 kostte € 45,95 en kwam op 3 mei niet", NOTHING)
    assert [(entity.kind.value, entity.value) for entity in verdict.entities] == [
        ("order", "10423"),
        ("amount", "EUR 45.95"),
        ("date", "--05-03"),
    ]
