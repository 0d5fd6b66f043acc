"""Whatever stands in an article, the audit reads it and the sentences are those of the text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.tending import TendedArticle
from app.insight.audit import audit
from app.insight.gaps import question_in
from app.insight.statements import lines, sentences, statements
from tests.insight.big_shop import NOW
from tests.insight.test_audit import facts_of

PIECES = (
    "14 dagen",
    "€ 5,00",
    "niet",
    "# Kop",
    "- punt",
    "[x](y.md)",
    "31-02-2024",
    "1 mei 2024",
    "https://",
    "www.x",
    "\n",
    "\n\n",
    ". ",
    "{naam}",
    "??",
)
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=25).map(" ".join)


@given(texts, texts)
@settings(max_examples=60, deadline=None)
def test_an_audit_never_fails_and_ids_are_its_own(one: str, other: str) -> None:
    articles = [TendedArticle(n, "Titel 2024", text, "nl", f"kb.md#{n}", "", NOW) for n, text in enumerate((one, other), 1)]
    found = audit(articles, facts_of, NOW)
    assert {id_ for finding in found for id_ in finding.articles} <= {1, 2}
    assert [f.id for f in audit(articles, facts_of, NOW)] == [f.id for f in found]


@given(texts)
@settings(max_examples=60, deadline=None)
def test_statements_are_made_of_what_the_article_says(text: str) -> None:
    article = TendedArticle(1, "Titel", text, "nl", "", "", NOW)
    flat = " ".join(text.split())
    for statement in statements(article, facts_of):
        assert " ".join(statement.sentence.split()) in flat
    assert all(line.strip() for line in lines(text))
    assert "".join(" ".join(sentences("Een zin. Nog een. Klaar?")).split()) == "Eenzin.Nogeen.Klaar?"
    assert len(question_in(text)) <= 300
