"""What a table holds, told by its headers and rows; and its columns, found by name in four languages or by what is in them."""

import json
from pathlib import Path

import pytest

from app.channels import recognise
from app.parsing.table_columns import column_guess, columns_of, plain, vocabulary
from app.parsing.table_files import peek_tables
from app.parsing.table_kinds import TableKind, kind_of
from app.parsing.table_rows import Table
from app.parsing.table_words import MESSAGES

OWN_REVIEW = {
    "geometry": {"type": "Point"},
    "properties": {
        "date": "2025-01-01T10:00:00Z",
        "five_star_rating_published": 4,
        "review_text_published": "nice",
        "location": {"name": "B"},
    },
}
"""A review that the owner of the account wrote about another shop (Google Maps)."""


def table(folder: Path, text: str, name: str = "a.csv") -> Table:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return peek_tables(path)[0]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("E-mail (UTC) *", "email"),
        ("reviewDate", "review date"),
        ("Prénom", "prenom"),
        ("  Straße ", "strasse"),
        ("Name (First)", "name first"),
        ("reviewer.displayName", "reviewer display name"),
    ],
)
def test_headers_are_compared_plainly(header: str, name: str) -> None:
    assert plain(header) == name


@pytest.mark.parametrize(
    "header",
    [
        "Datum;Afzender;E-mailadres;Telefoonnummer;Bericht",
        "Date;Sender;Email address;Phone number;Message",
        "Zeitpunkt;Absender;E-Mail-Adresse;Telefonnummer;Nachricht",
        "Date;Expéditeur;Adresse e-mail;Téléphone;Texte",
    ],
)
def test_fields_are_found_by_name_in_four_languages(tmp_path: Path, header: str) -> None:
    found = columns_of(table(tmp_path, f"{header}\n1-2-2025;x;y;z;hallo daar\n"), MESSAGES)
    names = ["date", "sender", "address", "phone", "text"] if "Télé" not in header else ["date", "sender", "address", "text"]
    assert [found.at(name) for name in names][:3] == [0, 1, 2]
    assert found.at("text") == 4


def test_fields_are_found_by_their_values(tmp_path: Path) -> None:
    one = table(tmp_path, "Wanneer;Kol A;Kol B;Kol C\n13-02-2025;jan@example.nl;06-12345678;waar is mijn pakket dan?\n")
    found = columns_of(one, MESSAGES)
    assert {name: found.at(name) for name in ("date", "address", "phone", "text")} == {"date": 0, "address": 1, "phone": 2, "text": 3}
    assert not found.named & {"date", "address", "phone", "text"}


def test_what_the_owner_chose_wins(tmp_path: Path) -> None:
    one = table(tmp_path, "Datum;Bericht;Antwoord klant\n13-02-2025;intern;hallo\n")
    chosen = columns_of(one, MESSAGES, {"text": "Antwoord klant", "date": "Datum", "sender": ""})
    assert chosen.text(one.head[0].cells, "text") == "hallo"
    assert "sender" not in chosen
    ignored = columns_of(one, MESSAGES, {"text": "niet in de tabel"})
    assert ignored.header("text") == "Bericht"


def test_the_guess_shows_real_rows(tmp_path: Path) -> None:
    one = table(tmp_path, "Datum;Naam;Iets\n13-02-2025;Jan;x\n")
    guess = column_guess(one, columns_of(one, MESSAGES), MESSAGES, ("date", "text"))
    assert guess.rows == (("13-02-2025", "Jan", "x"),)
    assert guess.guess["sender"] == "Naam"
    assert not guess.complete


def test_the_surest_name_gets_the_column(tmp_path: Path) -> None:
    words = vocabulary({"number": "order number, id", "id": "id, uuid"})
    found = columns_of(table(tmp_path, "ID;Order number\n1;2\n"), words)
    assert (found.at("number"), found.at("id")) == (1, 0)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Question,Answer\nDo you ship abroad?,Yes\n", TableKind.ARTICLES),
        ("vraag;antwoord;categorie\nWat kost verzenden?;€ 4,95;verzending\n", TableKind.ARTICLES),
        ("Order number,Order date,Status,Total\n1042,2025-01-01,paid,12.50\n", TableKind.ORDERS),
        ("Bestelnummer;Besteldatum;Status;Totaalbedrag\n1042;2025-01-01;betaald;12,50\n", TableKind.ORDERS),
        ("Datum;Naam;Cijfer;Toelichting\n13-02-2025;Jan;8;prima\n", TableKind.REVIEWS),
        ("Respondent ID,Collector ID,End Date,Q\n,,,Response\n1,2,02/13/2025,ja\n", TableKind.SURVEY),
        ("Name,Email,Message,Entry Id,Entry Date\nJan,jan@example.nl,hoi,1,2025-01-01 10:00:00\n", TableKind.FORM),
        ("Datum;Richting;Nummer;Duur\n13-02-2025 10:00;in;0612345678;65\n", TableKind.CALLS),
        ("date,from,message\n2025-01-01 10:00,Jan,hoi\n", TableKind.MESSAGES),
        ("width,height\n1,2\n", TableKind.OTHER),
    ],
)
def test_what_a_table_holds(tmp_path: Path, text: str, kind: TableKind) -> None:
    assert kind_of(table(tmp_path, text))[0] is kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("faq.csv", "vraag;antwoord\nWat kost verzenden?;€ 4,95\n"),
        ("title.csv", "title,text,language\nShipping,We ship on Monday and Thursday.,en\n"),
        ("articles.csv", "SKU;Naam;Prijs\nA-1;Mok;12,50\n"),
        ("Reviews.json", json.dumps({"type": "FeatureCollection", "features": [OWN_REVIEW]})),
        ("customers.csv", "Name,Email,Phone,City\nJan,jan@example.nl,0612345678,Epe\n"),
    ],
)
def test_other_files_are_nobodys_messages(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert [(reader.channel, score) for reader, score in recognise(path) if score >= 0.5] == []
