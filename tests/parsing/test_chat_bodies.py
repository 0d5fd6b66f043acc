"""What the app wrote is told from what a person wrote, in every language of the tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.message import Kind
from app.parsing.chat_bodies import Body, opens_chat, read_body, read_notice
from app.parsing.chat_media_words import OMITTED
from app.parsing.chat_titles import title_in
from app.parsing.chat_words import CALLS, DELETED, EDITED, fold

LRM, RLM = "\u200e", "\u200f"


def read(body: str) -> Body:
    found = read_body(body)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("body", "file", "text"),
    [
        ("IMG-20240203-WA0001.jpg (file attached)", "IMG-20240203-WA0001.jpg", ""),
        (f"{LRM}IMG-20240203-WA0001.jpg (bestand bijgevoegd)\nKijk", "IMG-20240203-WA0001.jpg", "Kijk"),
        ("Rechnung März (2).pdf (Datei angehängt)", "Rechnung März (2).pdf", ""),
        ("DOC-20220502-WA0006. (archivo adjunto)", "DOC-20220502-WA0006.", ""),
        ("Anna.vcf (fichier joint)", "Anna.vcf", ""),
        ("PTT-20240203-WA0001.opus (jakiś nieznany znacznik)", "PTT-20240203-WA0001.opus", ""),
        (f"{LRM}<attached: 00000035-PHOTO-2022-03-27-21-41-55.jpg>", "00000035-PHOTO-2022-03-27-21-41-55.jpg", ""),
        (f"{LRM}<pièce jointe : 00000035-PHOTO-2022-03-27-21-41-55.jpg>", "00000035-PHOTO-2022-03-27-21-41-55.jpg", ""),
        (f"{RLM}<المُرفق: 00000035-PHOTO-2022-03-27-21-41-55.jpg>", "00000035-PHOTO-2022-03-27-21-41-55.jpg", ""),
        (f"{LRM}<00000003-PHOTO-2024-06-13-21-34-40.jpg eklendi>", "00000003-PHOTO-2024-06-13-21-34-40.jpg", ""),
        (f"{LRM}<palabra rara: 00000035-VIDEO-2022-03-27-21-41-55.mp4>", "00000035-VIDEO-2022-03-27-21-41-55.mp4", ""),
        (f"Prices.pdf • {LRM}2 pages {LRM}<attached: 00000006-Prices.pdf>", "00000006-Prices.pdf", ""),
        (f"Look at this\nand this {LRM}<attached: 00000006-PHOTO-2022.jpg>", "00000006-PHOTO-2022.jpg", "Look at this\nand this"),
        ("2015-06-01-PHOTO-00001.jpg <attached>", "2015-06-01-PHOTO-00001.jpg", ""),
    ],
)  # fmt: skip
def test_attached_files(body: str, file: str, text: str) -> None:
    found = read(body)
    assert found.media is not None
    assert (found.media.name, found.media.named, found.text, found.kind) == (file, True, text, Kind.MESSAGE)


@pytest.mark.parametrize("dress", ["<{}>", LRM + "{}", "{}", "{}."])
def test_files_left_out(dress: str) -> None:
    for placeholder, what in OMITTED.items():
        media = read(dress.format(placeholder)).media
        assert media is not None, placeholder
        assert (media.name, media.named) == (what, False)
        assert read(dress.format(placeholder)).text == ""


def test_a_caption_follows_what_was_left_out() -> None:
    assert read("<Media omitted>\nsee the chip?").text == "see the chip?"


def test_a_document_left_out_keeps_its_name() -> None:
    media = read(f"Price list.pdf • {LRM}2 pages {LRM}document omitted").media
    assert media is not None
    assert (media.name, media.media_type) == ("Price list.pdf", "application/pdf")


@pytest.mark.parametrize("dress", ["{}", "{}.", LRM + "{}", "{}。"])
def test_deleted(dress: str) -> None:
    for words in DELETED:
        assert read(dress.format(words)).warnings == ("deleted",), words


@pytest.mark.parametrize("dress", [LRM + "<{}>", "<{}>", "<{}.>"])
def test_edited(dress: str) -> None:
    for words in EDITED:
        assert read(f"Friday then {dress.format(words)}") == Body("Friday then", warnings=("edited",)), words


def test_an_edited_caption_is_both() -> None:
    found = read(f"IMG-20240203-WA0001.jpg (file attached)\nthe blue one {LRM}<This message was edited>")
    assert found.media is not None
    assert (found.text, found.warnings) == ("the blue one", ("edited",))


@pytest.mark.parametrize("dress", ["{}", LRM + "{}, " + LRM + "5 min", "{}."])
def test_calls(dress: str) -> None:
    for words in CALLS:
        assert read(dress.format(words)).kind is Kind.CALL, words
        assert read_notice(words).kind is Kind.CALL, words


@pytest.mark.parametrize(
    "body",
    [
        "Voice call tomorrow at ten?",
        "Video call, graag morgen",
        "Missed call from you, sorry",
        "I deleted this message by accident",
        "image omitted from the catalogue?",
        "Are chats here end-to-end encrypted?",
        "Anna added you to the waiting list",
        "price < 20 and > 10",
        "ok :)",
        "see (attached) note",
        "null and void",
        "I left",
        "<3 <3",
        "2 pages • nice",
        "a.b",
    ],
)
def test_what_a_person_wrote_stays_text(body: str) -> None:
    assert read_body(body) is None


@pytest.mark.parametrize("body", ["null", "", LRM])
def test_view_once(body: str) -> None:
    assert (read(body).text, read(body).warnings) == ("", ("view_once",))


def test_places_and_polls_keep_their_text() -> None:
    assert read(f"{LRM}Location: https://maps.google.com/?q=1,2") == Body("Location: https://maps.google.com/?q=1,2")
    question = "ENCUESTA:\n¿Cuál?\nOPCIÓN: A"
    assert read(f"{LRM}ENCUESTA:\n¿Cuál?\n{LRM}OPCIÓN: A ({LRM}0 votos)") == Body(f"{question} (0 votos)", same=question)


@pytest.mark.parametrize("mark", ["", LRM])
def test_a_poll_s_votes_are_no_part_of_its_identity(mark: str) -> None:
    before, after = (read(f"{mark}POLL:\nWelke kleur?\nOPTION: Blauw ({n} votes)\nOPTION: Zo groen (1 vote)") for n in (0, 3))
    assert before.text == "POLL:\nWelke kleur?\nOPTION: Blauw (0 votes)\nOPTION: Zo groen (1 vote)"
    assert before.text != after.text
    assert before.same == after.same == "POLL:\nWelke kleur?\nOPTION: Blauw\nOPTION: Zo groen"


def test_a_heading_alone_is_no_poll() -> None:
    assert read_body("Poll:\nshall we meet on Friday?") is None


@pytest.mark.parametrize(
    "words", ["Missed voice call", "Gemiste spraakoproep", "Verpasster Sprachanruf", "Appel vocal manqué", "Llamada perdida"]
)
def test_a_missed_call_says_so(words: str) -> None:
    assert read(words).warnings == ("missed_call",)
    assert read(LRM + words).warnings == ("missed_call",)


@pytest.mark.parametrize("words", ["Voice call. No answer", f"Voice call, {LRM}5 min", "Spraakoproep"])
def test_a_call_that_was_not_missed(words: str) -> None:
    assert (read(words).kind, read(words).warnings) == (Kind.CALL, ())


@pytest.mark.parametrize("body", [".", "...", ". ."])
def test_full_stops_are_text(body: str) -> None:
    assert read_body(body) is None


def test_an_administrator_who_deleted_is_named() -> None:
    assert read("This message was deleted by admin Bo Vis.").warnings == ("deleted",)
    assert read(f"{LRM}Dit bericht is verwijderd door beheerder Bo Vis").warnings == ("deleted",)


def test_a_venue_is_what_a_person_sent() -> None:
    assert read(f"{LRM}Café Zon (Dam 1): https://foursquare.com/v/4b0").kind is Kind.MESSAGE


@pytest.mark.parametrize("words", ["imagen omitido", "documento omitida", "vidéo omis", "product image omitted"])
def test_both_genders_of_what_was_left_out(words: str) -> None:
    assert read(words).media is not None


def test_marked_text_in_no_table_is_a_notice() -> None:
    assert read(f"{LRM}Někdo něco udělal") == Body("Někdo něco udělal", Kind.SYSTEM)


def test_the_opening_notice_is_known_without_its_mark() -> None:
    assert opens_chat("Messages and calls are end-to-end encrypted. No one outside of this chat can read or listen to them.")
    assert not opens_chat("Is this chat end-to-end encrypted?")


def test_folding_is_for_comparing() -> None:
    assert fold(f"{LRM}Image\u00a0OMITTED.") == "image omitted"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("WhatsApp Chat with Anna.txt", "Anna"),
        ("WhatsApp Chat - Anna (2).zip", "Anna"),
        ("WhatsApp-chat met Anna de Wit.txt", "Anna de Wit"),
        ("WhatsApp\u00a0Chat mit Lena.txt", "Lena"),
        ("WhatsApp_Chat_with_Anna_de_Wit.txt", "Anna de Wit"),
        ("Discussion WhatsApp avec Chloé.zip", "Chloé"),
        ("Chat de WhatsApp con Lucía.txt", "Lucía"),
        ("Chat WhatsApp con Giulia.txt", "Giulia"),
        ("Conversa do WhatsApp com Rafael.txt", "Rafael"),
        ("Elif Kaya ile WhatsApp Sohbeti.txt", "Elif Kaya"),
        ("Czat WhatsApp z Ola.txt", "Ola"),
        ("Чат WhatsApp с контактом Ирина.txt", "Ирина"),
        ("دردشة واتساب مع ليلى.txt", "ليلى"),
        ("WhatsApp Chat with \u202a+44 7700 900123\u202c.txt", "+44 7700 900123"),
        ("_chat.txt", ""),
        ("notes.txt", ""),
    ],
)
def test_titles_of_files(name: str, title: str) -> None:
    assert title_in(name) == title


@given(st.text(st.sampled_from(list("<>():. •\n\u200e\u200fa1é")) | st.characters(), max_size=60))
def test_any_body_is_survived(body: str) -> None:
    found = read_body(body)
    assert found is None or isinstance(found, Body)
    assert read_notice(body).kind in (Kind.SYSTEM, Kind.CALL)
