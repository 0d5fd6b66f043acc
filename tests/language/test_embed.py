"""The hashed embedding: kin words, compounds and four languages come together."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.language.embed import HashedEmbedder
from app.words.concepts import lexicon, split_compound
from app.words.text import LANGUAGES, fold, guess_language, tokens

ARTICLES = {
    "verzendkosten": ("nl", "Verzendkosten. Binnen Nederland betaalt u € 4,95. Boven € 60 is de verzending gratis."),
    "retour": ("nl", "Retourneren. U kunt een artikel binnen dertig dagen terugsturen; het bedrag storten wij terug."),
    "garantie": ("nl", "Garantie. Gaat het product binnen twee jaar stuk, dan vervangen we het."),
    "openingstijden": ("nl", "Openingstijden. De winkel is van dinsdag tot en met zaterdag open; zondag gesloten."),
    "cadeaubon": ("nl", "Cadeaubonnen zijn twee jaar geldig en in de winkel te besteden."),
    "wachtwoord": ("nl", "Wachtwoord vergeten? Vraag bij het inloggen een nieuw wachtwoord aan."),
}
QUESTIONS = [
    ("de", "Wie kann ich das zurückschicken?", "retour"),
    ("en", "What are your opening hours on Saturday?", "openingstijden"),
    ("fr", "Combien coûte la livraison ?", "verzendkosten"),
    ("de", "Ich habe mein Passwort vergessen", "wachtwoord"),
    ("fr", "La garantie couvre-t-elle un produit cassé ?", "garantie"),
    ("en", "Do you sell gift vouchers?", "cadeaubon"),
    ("nl", "Wat zijn de bezorgkosten?", "verzendkosten"),
    ("nl", "Hoe lang is de retourtermijn?", "retour"),
]


@pytest.fixture(scope="module")
def embedder() -> HashedEmbedder:
    return HashedEmbedder()


def similarity(embedder: HashedEmbedder, one: tuple[str, str], other: tuple[str, str]) -> float:
    a, b = (np.frombuffer(embedder.embed([text], language)[0], "<f4") for language, text in (one, other))
    return float(a @ b)


@pytest.mark.parametrize(("language", "question", "wanted"), QUESTIONS)
def test_a_question_in_any_language_finds_the_dutch_article(embedder: HashedEmbedder, language: str, question: str, wanted: str) -> None:
    scores = {name: similarity(embedder, (language, question), article) for name, article in ARTICLES.items()}
    assert max(scores, key=lambda name: scores[name]) == wanted, scores


@pytest.mark.parametrize(
    ("kin", "other", "stranger", "language"),
    [
        ("retourtermijn", "retour", "teapot", "nl"),
        ("bestelling", "bestellen", "beschadiging", "nl"),
        ("Lieferzeiten", "Lieferung", "Rechnung", "de"),
        ("géant", "geant", "garant", "fr"),
        ("colour", "color", "price", "en"),
    ],
)
def test_kin_words_are_nearer_than_strangers(embedder: HashedEmbedder, kin: str, other: str, stranger: str, language: str) -> None:
    near = similarity(embedder, (language, kin), (language, other))
    assert near > 0.2
    assert near > similarity(embedder, (language, kin), (language, stranger)) + 0.15


def test_unrelated_texts_are_about_orthogonal(embedder: HashedEmbedder) -> None:
    assert abs(similarity(embedder, ("nl", "De kat slaapt op zolder"), ("nl", "Factuur met btw-nummer"))) < 0.15


def test_the_bytes_are_the_same_in_every_process(embedder: HashedEmbedder) -> None:
    text = "Mag de theepot in de vaatwasser? Größe, œuvre, 12 stuks"
    code = f"import hashlib, app.language.embed as e; print(hashlib.sha256(e.HashedEmbedder().embed([{text!r}], 'nl')[0]).hexdigest())"
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": root, "PYTHONHASHSEED": "77"},
    )
    assert done.stdout.strip() == hashlib.sha256(embedder.embed([text], "nl")[0]).hexdigest()


def test_the_memory_of_words_is_bounded(embedder: HashedEmbedder) -> None:
    small = HashedEmbedder(dimensions=8)
    small.embed([" ".join(f"woord{n}x{m}" for m in range(100)) for n in range(90)], "nl")
    assert len(small._known) <= 8_000


@pytest.mark.parametrize(
    ("word", "language", "parts"),
    [
        ("retourtermijn", "nl", ("retour", "termijn")),
        ("bezorgadressen", "nl", ()),
        ("rucksendekosten", "de", ("rucksend", "kosten")),
        ("fahrradversicherung", "de", ("fahrrad", "versicherung")),
        ("kaars", "nl", ()),
        ("gift voucher", "en", ()),
    ],
)
def test_compounds_come_apart(word: str, language: str, parts: tuple[str, ...]) -> None:
    found = split_compound(word, language)
    if parts:
        assert found == parts
    else:
        assert all(len(part) >= 3 for part in found)


def test_the_lexicon_is_whole() -> None:
    known = lexicon()
    names = {language: {concept.name for found in known.by_stem[language].values() for concept in found} for language in LANGUAGES}
    assert len(names["nl"]) >= 380
    assert names["nl"] == names["en"] == names["de"] == names["fr"]


def test_the_language_of_a_few_words() -> None:
    assert guess_language(tokens("Waar is mijn pakket?")) == "nl"
    assert guess_language(tokens("Where is my parcel?")) == "en"
    assert guess_language(tokens("Où est mon colis ?")) == "fr"
    assert guess_language(tokens("Wo ist mein Paket?")) == "de"
    assert guess_language(tokens("SKU 44-B")) == "und"


def test_folding() -> None:
    assert fold("Größe ŒUVRE Éclair") == "grosse oeuvre eclair"
