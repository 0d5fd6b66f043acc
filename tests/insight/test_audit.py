"""The audit: what it must find, what it must leave alone, and that it is quick."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import process_time

import pytest

from app.domain.tending import CANNED, Finding, FindingKind, Severity, TendedArticle
from app.domain.text import unpacked
from app.drafting.facts import facts_in
from app.insight.audit import AuditRules, audit
from app.insight.contradictions import clashes
from app.insight.statements import FoundFact, statements
from tests.insight.big_shop import NOW, big_shop
from tests.insight.pairs import PAIRS


def facts_of(text: str) -> Sequence[FoundFact]:
    return [(fact.kind.value, fact.key, fact.span) for fact in facts_in(text)]


def article(id_: int, text: str, title: str = "Iets", language: str = "nl", **more: object) -> TendedArticle:
    made = TendedArticle(id_, title, text, language, f"kb.md#{id_}", "", NOW, owner="Sanne")
    return replace(made, **more)  # type: ignore[arg-type]


def found(*articles: TendedArticle, rules: AuditRules | None = None) -> list[Finding]:
    return audit(articles, facts_of, NOW, rules)


def kinds(*articles: TendedArticle) -> list[FindingKind]:
    return [finding.kind for finding in found(*articles)]


LONG = "Wij maken al ons servies met de hand in de werkplaats en bakken het daarna twee keer in de oven."


def test_of_the_pairs_all_contradictions_are_found_and_hardly_anything_else() -> None:
    wrong = []
    for contradicts, *two in PAIRS:
        made = [s for n, (language, title, text) in enumerate(two) for s in statements(article(n, text, title, language), facts_of)]
        if bool(clashes(made)) != contradicts:
            wrong.append((contradicts, two[0][2], two[1][2]))
    assert [pair for pair in wrong if pair[0]] == []
    assert len([pair for pair in wrong if not pair[0]]) <= 1, wrong


def test_a_contradiction_shows_what_each_side_says_once_for_all_that_agree() -> None:
    old = article(1, "U kunt binnen 14 dagen na ontvangst retourneren.", "Voorwaarden")
    new = article(2, "Retourneren kan binnen 30 dagen na ontvangst.", "Retour")
    other = article(3, "You can return your order within 30 days of receiving it.", "Returns", "en")
    (clash,) = [finding for finding in found(old, new, other) if finding.kind is FindingKind.CONTRADICTION]
    assert clash.severity is Severity.WRONG
    assert set(clash.articles) == {1, 2, 3}
    assert unpacked(clash.why)[1]["said"] == "14 dagen ↔ 30 dagen ↔ 30 days"
    assert {quote.text for quote in clash.quotes} == {old.text, new.text, other.text}


def test_a_canned_answer_counts_where_it_contradicts_and_nowhere_else() -> None:
    canned = article(9, "Retourneren kan binnen 60 dagen.", "kort", scope=CANNED, owner="", updated_at=NOW - timedelta(days=900))
    kept = article(1, "Retourneren kan binnen 30 dagen na ontvangst, ongebruikt en in de doos.", "Retour")
    assert kinds(canned, kept) == [FindingKind.CONTRADICTION]


def test_the_same_paragraph_in_two_articles_is_found_also_with_a_word_changed() -> None:
    twice = [
        article(1, LONG),
        article(2, LONG.replace("twee keer", "tweemaal")),
        article(3, "Heel iets anders over onze winkel in de stad."),
    ]
    (finding,) = [f for f in found(*twice) if f.kind is FindingKind.DUPLICATE]
    assert finding.articles == (1, 2)
    assert FindingKind.DUPLICATE not in kinds(article(1, LONG), article(2, LONG, language="de"))


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("De actie loopt van 1 mei 2024 tot en met 31 mei 2024.", Severity.WRONG),
        ("Vanaf 1 mei 2024 rekenen wij nieuwe prijzen voor alle bestellingen.", Severity.DOUBTFUL),
        ("Am 12.03.2025 bleibt unser Geschäft wegen Inventur geschlossen.", Severity.DOUBTFUL),
        ("Unsere Preise für das Jahr 2023 finden Sie in dieser Liste.", Severity.DOUBTFUL),
        ("Offre valable jusqu'au 3 février 2026 dans notre boutique en ligne.", Severity.WRONG),
    ],
)
def test_a_date_that_is_over_is_found(text: str, severity: Severity) -> None:
    over = [finding for finding in found(article(1, text)) if finding.kind is FindingKind.PAST_DATE]
    assert severity in {finding.severity for finding in over}


@pytest.mark.parametrize(
    "text",
    [
        "Vanaf 1 mei 2026 rekenen wij nieuwe prijzen voor alle bestellingen.",
        "Wij bestaan sinds 2009 en zijn nog steeds een familiebedrijf.",
        "Bel 020 2024 199 voor een afspraak in de werkplaats.",
        "De vaas weegt 2019 gram en is 40 cm hoog.",
    ],
)
def test_other_dates_and_numbers_are_left_alone(text: str) -> None:
    assert FindingKind.PAST_DATE not in kinds(article(1, text))


def test_age_review_and_use() -> None:
    old = article(1, LONG, updated_at=NOW - timedelta(days=500))
    assert kinds(old) == [FindingKind.STALE]
    assert kinds(replace(old, checked_at=NOW - timedelta(days=20))) == []
    assert kinds(replace(old, review_at=NOW - timedelta(days=1), checked_at=NOW)) == [FindingKind.REVIEW_DUE]
    used = [article(n, f"{LONG} {n} x.", language=f"x{n}", used_at=NOW) for n in range(2, 6)]
    seldom = replace(old, checked_at=NOW)
    assert kinds(seldom, *used) == [FindingKind.NEVER_USED]
    assert FindingKind.NEVER_USED not in kinds(seldom)


@pytest.mark.parametrize(
    "text", ["Beste {naam}, dank voor uw bericht aan ons.", "De prijs is XXX euro per stuk.", "TODO: hier nog aanvullen wat we doen."]
)
def test_what_is_not_filled_in_is_found(text: str) -> None:
    assert FindingKind.PLACEHOLDER in kinds(article(1, text))


@pytest.mark.parametrize(
    ("link", "broken"),
    [
        ("[hier](retour.md)", True),
        ("[hier](kb.md)", False),
        ("[hier]()", True),
        ("[hier](https://winkel.example/retour", True),
        ("[hier](#deel-twee)", False),
        ("[hier](#deel-drie)", True),
        ("zie http:/winkel.example", True),
        ("zie https://winkel.example/retour.", False),
        ("[mail](mailto:winkel.example)", True),
        ("https://localhost/x", True),
    ],
)
def test_links_that_lead_nowhere(link: str, broken: bool) -> None:
    text = f"Alles over terugsturen staat {link}\n\n## Deel twee\nEn hier nog een paar woorden."
    assert (FindingKind.BROKEN_LINK in kinds(article(1, text))) == broken


def test_web_addresses_are_only_listed() -> None:
    (finding,) = found(article(1, "Meer weten? Kijk op https://winkel.example/maten voor alle maten."))
    assert finding.kind is FindingKind.UNCHECKED_LINK
    assert "https://winkel.example/maten" in finding.quotes[0].text
    assert "does not go online" in finding.why


def test_empty_short_long_and_without_owner() -> None:
    assert kinds(article(1, "")) == [FindingKind.EMPTY]
    assert kinds(article(1, "Iets")) == [FindingKind.EMPTY]
    assert kinds(article(1, "Nee, helaas.")) == [FindingKind.TOO_SHORT]
    assert FindingKind.TOO_LONG in kinds(article(1, " ".join(f"woord{n}" for n in range(1500))))
    (nobody,) = found(article(1, LONG, owner=""), article(2, "Wij zijn elke dag behalve zondag open voor iedereen.", owner=""))
    assert (nobody.kind, nobody.articles) == (FindingKind.NO_OWNER, (1, 2))


def test_an_id_lasts_as_long_as_the_words() -> None:
    one = article(1, LONG, updated_at=NOW - timedelta(days=500))
    later = audit([one], facts_of, NOW + timedelta(days=90))
    assert [f.id for f in found(one)] == [f.id for f in later]
    assert [f.id for f in found(replace(one, text=LONG + " Altijd."))] != [f.id for f in later]


def test_five_hundred_articles_are_audited_within_two_seconds_of_work() -> None:
    shop = big_shop()
    audit(shop[:2], facts_of, NOW)
    began = process_time()
    audit(shop, facts_of, NOW)
    assert process_time() - began < 4.0, "aim: 2 s on a quiet laptop; twice that is allowed on a busy one"


def test_the_year_of_a_moment_is_that_of_the_shop() -> None:
    assert audit([article(1, "Prijzen voor 2027 volgen nog in het najaar.")], facts_of, datetime(2026, 6, 1, tzinfo=UTC)) == []
