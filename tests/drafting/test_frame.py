from datetime import datetime, timedelta

import pytest

from app.domain.message import Channel
from app.domain.shop import ShopSettings, Voice
from app.domain.verdict import Verdict
from app.drafting.frame import frame_for, is_formal, opening_words
from app.drafting.phrases import own_sentence
from tests.drafting.requests import MONDAY, SATURDAY_NIGHT, ZONE, request


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(0), ""),
        (timedelta(hours=3), "zondag vanaf 1:00"),
        (timedelta(days=3), "dinsdag vanaf 22:00"),
        (timedelta(days=9), "maandag 25 mei vanaf 22:00"),
    ],
)
def test_when_the_shop_opens(after, words):
    asked = request("?", next_opening=(SATURDAY_NIGHT + after).astimezone(ZONE))
    assert opening_words(asked, "nl") == words


def test_later_today():
    now = datetime(2026, 5, 18, 7, 15, tzinfo=ZONE)
    assert opening_words(request("?", now=now, next_opening=MONDAY), "fr") == "aujourd'hui à partir de 9h00"


def test_own_sentences_are_known_with_what_was_filled_in():
    assert own_sentence("Beste Jan de Vries,") == ("Jan de Vries",)
    assert own_sentence("Dank voor uw bericht.") == ()
    assert own_sentence("Dat doen we zodra we weer open zijn, maandag vanaf 9:00.") == ("maandag vanaf 9:00",)
    assert own_sentence("Dank voor uw bericht. U krijgt geld.") is None


def said(question, language="nl", *, name="Dirk Maas", voice=None, **changes):
    """The frame of a reply to `question`."""
    shop = ShopSettings(shop_name="Kleiwerk", person="Petra Smit", voice=voice or Voice())
    return frame_for(request(question, language, customer_name=name, shop=shop, **changes))


@pytest.mark.parametrize(
    ("language", "question", "greeting"),
    [
        ("nl", "Kunt u mij zeggen waar mijn pakket blijft?", "Beste Dirk Maas,"),
        ("nl", "Kun je kijken waar m'n pakket blijft?", "Hoi Dirk,"),
        ("nl", "waar blijft mijn pakket", "Beste Dirk Maas,"),
        ("nl", "Hoe verzenden jullie?", "Beste Dirk Maas,"),
        ("de", "Könnten Sie bitte nachsehen?", "Guten Tag Dirk Maas,"),
        ("de", "Kannst du bitte nachsehen?", "Hallo Dirk,"),
        ("fr", "Pouvez-vous vérifier ?", "Bonjour Dirk Maas,"),
        ("fr", "Tu peux vérifier ?", "Bonjour Dirk,"),
        ("en", "Where is my parcel?", "Dear Dirk Maas,"),
    ],
)
def test_the_form_of_address_and_the_name_follow_the_customer(language, question, greeting):
    assert said(question, language).greeting == greeting


def test_a_lone_first_name_is_too_close_for_a_formal_letter_but_not_in_english():
    assert said("Kunt u helpen?", name="Dirk").greeting == "Goedendag,"
    assert said("Can you help?", "en", name="Dirk").greeting == "Dear Dirk,"
    assert said("Kun je helpen?", name="Dirk").greeting == "Hoi Dirk,"


def test_the_shops_form_holds_where_the_customer_says_nothing_or_is_not_followed():
    assert said("waar blijft het", voice=Voice(formal=True, formal_in={"nl": False})).greeting == "Hoi Dirk,"
    assert said("Kun je helpen?", voice=Voice(follow_customer=False)).greeting == "Beste Dirk Maas,"
    assert is_formal(request("Kun je helpen?"), "nl") is False
    assert is_formal(request("Kun je helpen?"), "nl", body="Stuur uw pakket terug.") is True


def test_what_the_customer_said_before_tells_the_form_too():
    earlier = [("in", "Hoi, kun je me helpen?"), ("out", "Wat kan ik voor u doen?")]
    assert said("nou dat pakket dus", earlier=earlier).phrases.thanks_again[0] == "Bedankt voor je reactie."


def test_a_chat_is_greeted_shortly_and_signed_with_one_line():
    frame = said("Kun je helpen?", channel=Channel.WHATSAPP)
    assert (frame.greeting, frame.closing, frame.signature) == ("Hoi Dirk,", "Groetjes,", "Petra Smit")
    bare = said("Kun je helpen?", channel=Channel.WHATSAPP, voice=Voice(greets_in_chats=False, chat_greeting={"nl": "Hee {name}"}))
    assert (bare.greeting, bare.closing, bare.signature) == ("", "", "")


def test_the_owners_words_by_language_and_channel():
    voice = Voice(
        greeting={"nl": "Beste {name},", "en": "Ahoy {name}!"},
        chat_greeting={"nl": "Hee {name} 👋"},
        closing={"nl": "Groet van {shop},"},
        signature="Petra",
        signatures={"de": "Petra Smit\nTöpferin"},
    )
    assert said("Kun je helpen?", channel=Channel.WHATSAPP, voice=voice).greeting == "Hee Dirk 👋"
    assert said("Kun je helpen?", voice=voice).greeting == "Beste Dirk,"
    assert said("Kun je helpen?", voice=voice).closing == "Groet van Kleiwerk,"
    assert said("Where?", "en", name="info@x.example", voice=voice).greeting == "Ahoy!"
    assert said("Waar?", name="", voice=voice).greeting == "Goedendag,"
    assert said("Wo ist es?", "de", voice=voice).signature == "Petra Smit\nTöpferin"
    assert said("Waar?", voice=voice).signature == "Petra"


def test_the_shops_own_last_sentence():
    voice = Voice(last_sentence={"nl": "Tot in het atelier!"})
    assert said("waar blijft het", voice=voice).more == "Tot in het atelier!"
    assert said("Where is it?", "en", voice=voice).more != "Tot in het atelier!"
    assert said("waar blijft het", voice=voice, channel=Channel.WHATSAPP).more == ""


def test_a_reply_wanted_in_another_language_follows_what_the_customer_said_in_theirs():
    assert said("Kun je helpen?", "de", verdict=Verdict("nl", 1.0)).greeting == "Hallo Dirk,"
    assert said("Kunt u helpen?", "de", verdict=Verdict("nl", 1.0)).greeting == "Guten Tag Dirk Maas,"
