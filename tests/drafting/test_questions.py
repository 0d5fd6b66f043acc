"""Taking a turn apart into what is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.draft import FlagKind, Outcome
from app.domain.knowledge import Matter, Retrieved
from app.drafting.asking import core
from app.drafting.embedded import EmbeddedDrafter
from app.drafting.questions import MOST, asked_in
from tests.drafting.requests import MONDAY, hits, request

TURNS = [
    ("nl", "Hallo, ik heb vorige week een schaal gekocht. Mag die in de vaatwasser? En hoe lang heb ik garantie? Groetjes Jan", 2),
    ("nl", "Wat kost verzenden naar België en hoe lang duurt dat?", 2),
    ("nl", "Ik vroeg me af of de mok ook in blauw kan. Verder wil ik graag weten wanneer jullie zaterdag open zijn. Alvast bedankt!", 2),
    ("nl", "hoi is er nog plek in de workshop van zaterdag, en mag mn dochter van 8 ook mee?", 2),
    ("nl", "Kunnen jullie me helpen? Mijn bestelling 10423 is nog niet binnen.", 0),
    ("nl", "Ik ben heel blij met de kom! Jullie hebben hem mooi ingepakt.", 0),
    ("nl", "Waar blijft mijn pakket???", 1),
    ("en", "Do you ship to Ireland, and what does it cost? Also, is the glaze food safe? Thanks!", 3),
    ("en", "How is that possible? I paid twice. Can I get one payment back?", 1),
    ("de", "Kann ich die Vase zurückgeben, wenn sie mir nicht gefällt? Wer zahlt dann den Versand?", 2),
    ("fr", "Bonjour, livrez-vous en Suisse ? Quel est le prix et quand puis-je venir à l'atelier ?", 3),
]


@pytest.mark.parametrize(("language", "turn", "count"), TURNS)
def test_each_matter_is_found_once(language, turn, count):
    assert len(asked_in(turn, language)) == count


def test_a_matter_that_points_back_is_searched_with_what_it_points_to():
    _first, second = asked_in("Wat kost verzenden naar België en hoe lang duurt dat?", "nl")
    assert "België" in second.query
    assert "België" not in second.text


@given(st.text(max_size=400), st.sampled_from(["nl", "en", "de", "fr", "und"]))
def test_any_turn_is_taken_apart(turn, language):
    asked = asked_in(turn, language)
    assert len(asked) <= MOST
    assert all(one.text for one in asked)


def matters(*answerable):
    questions = ("Wat kost bezorgen?", "Zijn er ook nijlpaarden?")
    return tuple(Matter(q, q, Retrieved(tuple(hits("nl")), p)) for q, p in zip(questions, answerable, strict=True))


def test_what_has_no_source_is_said_openly_and_flagged():
    asked = request("Wat kost bezorgen? Zijn er ook nijlpaarden?", matters=matters(0.9, 0.1), next_opening=MONDAY)
    proposal = EmbeddedDrafter().propose(asked)
    assert proposal.outcome is Outcome.ANSWER
    assert "andere vraag" in proposal.text
    (flag,) = [flag for flag in proposal.flags if flag.kind is FlagKind.PARTLY]
    assert "nijlpaarden" in flag.why
    assert "andere vraag" in proposal.text[slice(*flag.span)]
    assert "nijlpaarden" not in proposal.text
    assert not [flag for flag in proposal.flags if flag.kind is FlagKind.NAME]


def test_nothing_is_known_only_when_no_matter_is():
    asked = request("Wat kost bezorgen? Zijn er ook nijlpaarden?", matters=matters(0.1, 0.1), answerable=0.1)
    assert EmbeddedDrafter().propose(asked).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("turn", "left"),
    [
        ("Goedemorgen, wat kost het verzenden naar Belgie? Groet, Noor", "wat kost het verzenden naar Belgie?"),
        ("Hi there!\nIs the shop open on Sunday?\nThanks in advance\nKim", "Is the shop open on Sunday?"),
        ("Hallo", "Hallo"),
    ],
)
def test_what_is_searched_for_is_without_greeting_and_closing(turn, left):
    assert core(turn).startswith(left)
