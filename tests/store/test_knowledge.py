"""Articles, passages, their vectors and the search over stems."""

import pytest

from app.domain.errors import NotFound
from app.domain.knowledge import NewArticle, Passage
from app.store import SqliteStore
from app.store.stems import question_terms, stem_text
from tests.store.builders import at

RETURNS = NewArticle("Retourneren", "# Retourneren\nAlles.", "nl", "retour.md")
PARTS = [("Termijn", "U kunt producten binnen 30 dagen terugsturen."), ("Kosten", "De verzendkosten betaalt u zelf.")]


def put(
    store: SqliteStore, article: NewArticle = RETURNS, parts: list[tuple[str, str]] = PARTS, scheme: str = "s1"
) -> tuple[int, list[int], list[int]]:
    with store.write() as uow:
        found = uow.knowledge.put(article, parts, [bytes([n] * 8) for n in range(len(parts))], scheme, at(0))
        uow.commit()
    return found


def test_an_article_comes_back(store: SqliteStore) -> None:
    id_, passages, removed = put(store)
    assert removed == []
    with store.read() as reader:
        view = reader.article(id_)
        assert (view.title, view.text, view.language, view.source, view.passages) == ("Retourneren", RETURNS.text, "nl", "retour.md", 2)
        assert view.updated_at == "2026-03-02T09:00:00+00:00"
        assert reader.articles()[0].text == ""
        assert reader.passages([passages[1], 99, passages[0]]) == [
            Passage(passages[1], id_, "Retourneren", 1, *PARTS[1], "nl"),
            Passage(passages[0], id_, "Retourneren", 0, *PARTS[0], "nl"),
        ]
        with pytest.raises(NotFound):
            reader.article(99)


def test_the_same_source_replaces_and_no_source_adds(store: SqliteStore) -> None:
    id_, old, _ = put(store)
    again, new, removed = put(store, parts=[("Termijn", "Nu 60 dagen bedenktijd.")])
    assert (again, removed) == (id_, old)
    assert not set(new) & set(old)
    loose = NewArticle("Los", "x", "nl")
    assert put(store, loose)[0] != put(store, loose)[0]
    with store.read() as reader:
        assert reader.article(id_).passages == 1
        assert [hit for hit, _ in reader.search_passages("bedenktijd", "nl", 5)] == new
        assert old[0] not in [hit for hit, _ in reader.search_passages("terugsturen", "nl", 5)]


def test_removing(store: SqliteStore) -> None:
    id_, ids, _ = put(store)
    with store.write() as uow:
        assert uow.knowledge.remove(id_) == ids
        assert uow.knowledge.remove(id_) == []
        uow.commit()
    with store.read() as reader:
        assert reader.search_passages("verzendkosten", "nl", 5) == []
        assert reader.counts()["passages"] == 0
    assert all(ok for _, ok, _ in store.check())


def test_vectors_by_scheme(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.knowledge._MANY", 1)
    _, ids, _ = put(store)
    with store.write() as uow:
        assert list(uow.knowledge.vectors("s1")) == [(ids[0], b"\0" * 8), (ids[1], b"\1" * 8)]
        assert uow.knowledge.stale("s1") == []
        assert [p.id for p in uow.knowledge.stale("s2")] == ids
        uow.knowledge.set_vectors([(ids[0], b"new")], "s2")
        uow.commit()
    with store.read() as reader:
        assert list(reader.vectors("s2")) == [(ids[0], b"new")]
        assert list(reader.vectors("s1")) == [(ids[1], b"\1" * 8)]


def test_one_vector_for_each_passage(store: SqliteStore) -> None:
    with store.write() as uow, pytest.raises(ValueError, match="one vector"):
        uow.knowledge.put(RETURNS, PARTS, [b"x"], "s", at(0))


def test_questions_find_other_forms_of_a_word(store: SqliteStore) -> None:
    _, dutch, _ = put(store)
    _, german, _ = put(store, NewArticle("Rückgabe", "x", "de"), [("", "Die Rücksendungen sind kostenlos.")])
    _, french, _ = put(store, NewArticle("Retours", "x", "fr"), [("", "Les réclamations se font par écrit.")])
    with store.read() as reader:
        assert reader.search_passages("Wat zijn de kosten?", "nl", 5)[0][0] == dutch[1]
        assert reader.search_passages("rucksendung", "de", 5)[0][0] == german[0]
        assert reader.search_passages("une reclamation", "fr", 5)[0][0] == french[0]
        assert reader.search_passages("Is een product terug te sturen?", "und", 5)[0][0] == dutch[0]
        assert all(score > 0 for _, score in reader.search_passages("kosten producten", "nl", 5))
        assert len(reader.search_passages("kosten producten dagen", "nl", 1)) == 1
        assert reader.search_passages('" \u0000 *', "nl", 5) == []


def test_a_hit_in_the_title_or_heading_weighs_more(store: SqliteStore) -> None:
    filler = "Deze zin gaat over iets geheel anders dan dat. " * 3
    _, [in_text], _ = put(store, NewArticle("Overig", "x", "nl"), [("", f"garantie {filler}")])
    _, [in_title], _ = put(store, NewArticle("Garantie", "x", "nl"), [("", filler)])
    put(store, NewArticle("Iets", "x", "nl"), [("", filler)])
    put(store, NewArticle("Nog iets", "x", "nl"), [("", filler)])
    with store.read() as reader:
        assert [id_ for id_, _ in reader.search_passages("garantie", "nl", 5)] == [in_title, in_text]


def test_stems() -> None:
    assert stem_text("Die Würfel sind gefallen", "de").split()[0] == "wurfel"
    assert stem_text("De bestellingen van de klanten", "nl") == stem_text("bestelling, klant", "nl")
    assert stem_text("the und et", "xx") == "the und et"
    assert list(question_terms("Is er garantie op Würfel?", "nl", ["nl", "de"])) == ["garantie", "garanti", "wurfel"]
    assert list(question_terms("wat is er", "nl", [])) == ["wat", "is", "er"]


def test_how_many_passages_have_a_stem(store: SqliteStore) -> None:
    put(store)
    with store.read() as reader:
        assert reader.passages_with(["terugstuur", "verzendkost", "nergens", "verzendkost", ""]) == (
            2,
            {"terugstuur": 1, "verzendkost": 1, "nergens": 0},
        )
