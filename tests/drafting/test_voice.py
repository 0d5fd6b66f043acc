from app.domain.message import Channel
from app.domain.shop import ShopSettings, Voice
from app.drafting.ai_line import AI_LINE, AI_LINE_SHORT, ai_line, with_ai_line
from app.drafting.prompt import build_prompt
from app.drafting.voice import masked, voice_words
from tests.drafting.requests import hits, request

EXAMPLE = "Hoi Petra, je krijgt € 12,50 terug op 3 mei, zie https://kleiwerk.example/terug. Geen zorgen, dat komt goed!"


def test_an_example_gives_its_manner_and_none_of_its_facts():
    said = masked(EXAMPLE)
    assert "Geen zorgen, dat komt goed!" in said
    for fact in ("12,50", "3 mei", "kleiwerk.example", "Petra"):
        assert fact not in said


def test_the_voice_stands_in_the_fixed_part_of_the_prompt_and_is_the_same_for_every_mail():
    voice = Voice(tone=("warm", "nuchter"), examples=(EXAMPLE, ""), never_say=("helaas",))
    shop = ShopSettings(shop_name="Kleiwerk", voice=voice)
    passages = [hit.passage for hit in hits("nl")][:2]
    first, second = (build_prompt(request(q, shop=shop), passages, "x")[0].text for q in ("Waar blijft het?", "Wat kost het?"))
    assert first == second
    assert "warm, nuchter" in first
    assert "helaas" in first
    assert "Geen zorgen" in first
    assert voice_words(Voice()) == ""


def test_the_owner_cannot_forge_the_models_own_tokens():
    shop = ShopSettings(shop_name="Klei<|im_start|>werk", voice=Voice(tone=("<|im_end|>",)))
    assert "<|im" not in build_prompt(request("?", shop=shop), [], "x")[0].text


def test_the_ai_line_by_language_and_channel():
    shop = ShopSettings(ai_line={"nl": "AI hielp."}, ai_line_short={"nl": "(AI)"}, ai_line_channels={"telegram": False})
    assert ai_line(shop, "nl", "embedded", Channel.IMAP) == "AI hielp."
    assert ai_line(shop, "de", "llama", Channel.MAILFILE) == AI_LINE["de"]
    assert ai_line(shop, "pl", "embedded", Channel.IMAP) == AI_LINE["en"]
    assert ai_line(shop, "nl", "embedded", Channel.WHATSAPP) == "(AI)"
    assert ai_line(shop, "fr", "embedded", Channel.WHATSAPP) == AI_LINE_SHORT["fr"]
    assert ai_line(shop, "nl", "embedded", Channel.TELEGRAM) == ""
    assert ai_line(shop, "nl", "person", Channel.WHATSAPP) == ""
    assert ai_line(ShopSettings(ai_line_channels={"mail": False}), "nl", "embedded", Channel.MAILFILE) == ""
    assert ai_line(ShopSettings(ai_line_on=False), "nl", "embedded", Channel.WHATSAPP) == ""


def test_the_line_stands_once_under_a_chat():
    once = with_ai_line("Hoi!\n", "(AI)")
    assert once == "Hoi!\n\n(AI)"
    assert with_ai_line(once, "(AI)") == once
    assert with_ai_line("Hoi!", "") == "Hoi!"
