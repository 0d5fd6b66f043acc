"""Keeping knowledge clean from the command line, on the demonstration shop."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command

pytestmark = pytest.mark.usefixtures("demo")


def article(command: Command, words: str) -> str:
    """The id of the article with these words in its title."""
    return next(item["id"] for item in command("kb", "list").json["items"] if words in item["title"])


def test_the_two_return_periods_are_found_with_both_quotes(command: Command) -> None:
    found = command("kb", "audit").json["items"]
    clash = next(item for item in found if item["kind"] == "contradiction")
    assert clash["severity"] == "wrong"
    quotes = " ".join(quote["text"] for quote in clash["quotes"])
    assert "14 dagen" in quotes
    assert "30 dagen" in quotes
    assert set(clash["articles"]) == {quote["article"] for quote in clash["quotes"]}
    assert "14 dagen" in clash["why"]


def test_a_dismissed_finding_stays_away_until_the_words_change(command: Command, tmp_path: Path) -> None:
    clash = next(item for item in command("kb", "audit").json["items"] if item["kind"] == "contradiction")
    rest = command("kb", "audit", "--dismiss", clash["id"]).json["items"]
    assert clash["id"] not in {item["id"] for item in rest}
    assert [item["id"] for item in command("kb", "audit", "--dismissed").json["items"]] == [clash["id"]]
    terms = tmp_path / "algemene-voorwaarden-oud.md"
    terms.write_text(
        "# Voorwaarden webwinkel (2022)\n\n## Herroepingsrecht\nDe koper kan tot 21 dagen na ontvangst ontbinden.\n\n## Rest\nX.\n"
    )
    assert command("kb", "import", terms).json["removed"] == ["Voorwaarden webwinkel (2022): Verzendkosten"]
    again = [item for item in command("kb", "audit").json["items"] if item["kind"] == "contradiction"]
    assert any("21 dagen" in quote["text"] for item in again for quote in item["quotes"])


def test_gaps_give_customers_words_and_a_first_draft(command: Command) -> None:
    queue = command("queue", "--limit", 40).json["items"]
    for item in queue:
        command("draft", item["conversation"])
    found = command("kb", "gaps").json["items"]
    assert found
    assert all(item["questions"] and item["count"] >= 1 and item["answerable"] < 1 for item in found)
    names = {item["customer"].split()[0] for item in queue if item["customer"].replace(" ", "").isalpha()}
    assert not [name for name in names for item in found for question in item["questions"] if f" {name} " in f" {question} "]
    made = command("kb", "gaps", "--write", found[0]["id"]).json
    assert made["question"] == found[0]["questions"][0]
    assert command("kb", "gaps", "--write", "nothing").code == 3


def test_versions_come_back_and_care_is_kept(command: Command, tmp_path: Path) -> None:
    id_ = article(command, "ruilen voor een andere kleur")
    assert command("kb", "versions", id_).json["items"] == []
    before = command("kb", "show", id_).json["text"]
    file = tmp_path / "retourneren.md"
    file.write_text(
        "# Retourneren en ruilen\n\n## Hoe kan ik iets retourneren?\nZo.\n\n## Kan ik ruilen voor een andere kleur?\nNee, dat niet.\n"
    )
    removed = command("kb", "import", file).json["removed"]
    assert "Wanneer krijg ik mijn geld terug?" in removed
    gone = command("kb", "list", "--removed").json["items"]
    assert sorted(item["title"] for item in gone) == sorted(removed)
    assert len(command("kb", "versions", gone[0]["id"]).json["items"]) == 1
    (version,) = command("kb", "versions", id_).json["items"]
    assert version["text"] == before
    assert command("kb", "restore", version["id"]).json == {"article": id_}
    assert command("kb", "show", id_).json["text"] == before
    care = command("kb", "care", id_, "--owner", "Sanne", "--review", "2020-01-31").json
    assert (care["owner"], care["review_at"][:10]) == ("Sanne", "2020-01-31")
    assert any(item["kind"] == "review_due" and item["articles"] == [id_] for item in command("kb", "audit").json["items"])
    assert command("kb", "care", id_, "--review", "soon").code == 2


def test_canned_answers_are_found_by_search_and_not_listed_among_articles(command: Command, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("Beste {first_name},\n\nBallonnen vullen we niet met helium.\n\nGroet, {person}")
    many = len(command("kb", "list").json["items"])
    (added,) = command("kb", "canned", "add", "Helium", "--text", text, "--language", "nl").json["items"]
    assert command("kb", "canned", "list", "ballon").json["items"] == [added]
    assert len(command("kb", "list").json["items"]) == many
    hit = command("kb", "search", "vullen jullie ballonnen met helium").json["items"][0]
    assert hit["title"] == "Helium"
    assert "{" not in hit["text"]
    assert command("kb", "canned", "remove", added["id"]).json["items"] == []
    assert "Helium" not in [item["title"] for item in command("kb", "search", "ballonnen met helium").json["items"]]
    assert command("kb", "canned", "remove", 99).code == 3


def test_golden_questions_tell_what_went_wrong_since_the_last_run(command: Command, tmp_path: Path) -> None:
    id_ = article(command, "Zijn de bloempotten vorstbestendig")
    command("kb", "golden", "add", "Zijn de bloempotten vorstbestendig?", "--article", id_, "--must", "vorstbestendig", "--language", "nl")
    command("kb", "golden", "add", "Verhuren jullie partytenten?", "--language", "nl")
    first = command("evaluate", "golden")
    assert first.code == 0
    assert (first.json["n"], first.json["right"]) == (2, 2)
    command("kb", "remove", id_)
    second = command("kb", "golden", "run")
    assert second.code == 1
    assert len(second.json["newly_wrong"]) == 1
    assert second.json["items"][0]["faults"]
    assert command("kb", "golden", "add", "x", "--article", 9999).code == 3
    assert command("evaluate", "triage").code == 2
