"""Importing knowledge files again: what is not in the file any more goes, and only then."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.errors import BadInput
from app.domain.knowledge import NewArticle
from app.domain.message import Problem, ProblemKind
from app.domain.tending import REMOVED
from app.pipeline import know
from app.pipeline.know_files import GONE, file_of, import_articles
from app.store import SqliteStore
from tests.fakes_knowledge import FakeVectorIndex
from tests.pipeline.test_know import LetterEmbedder

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


class Shelf:
    """Files as lists of what they hold; an exception is raised where it stands."""

    def __init__(self) -> None:
        self.files: dict[str, list[NewArticle | Problem | Exception]] = {}

    def __call__(self, path: Path) -> Iterator[NewArticle | Problem]:
        for item in self.files[path.name]:
            if isinstance(item, Exception):
                raise item
            yield item


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def tools(store: SqliteStore, shelf: Shelf) -> know.KnowTools:
    made = know.KnowTools(store, LetterEmbedder(), FakeVectorIndex(), shelf, lambda article: [("", article.text)], lambda: NOW)
    know.reindex(made)
    return made


def row(name: str, text: str = "", file: str = "faq.csv") -> NewArticle:
    return NewArticle(name.title(), text or f"Alles over {name}.", "nl", f"{file}#{name}")


def titles(store: SqliteStore) -> list[str]:
    with store.read() as reader:
        return [article.title for article in reader.articles()]


def test_what_left_the_file_goes_out_of_use_and_keeps_its_versions(tools: know.KnowTools, shelf: Shelf, store: SqliteStore) -> None:
    shelf.files = {"faq.csv": [row("retour"), row("levertijd"), row("garantie")], "other.csv": [row("retour", file="other.csv")]}
    import_articles(tools, [Path("faq.csv"), Path("other.csv")])
    shelf.files["faq.csv"] = [row("retour", "Anders."), row("levertijden")]
    report = import_articles(tools, [Path("faq.csv")])
    assert (report.new, report.updated) == (1, 1)
    assert sorted(report.notes) == [("Garantie", GONE), ("Levertijd", GONE)]
    assert titles(store) == ["Levertijden", "Retour", "Retour"]
    with store.read() as reader:
        gone = {title: id_ for id_, title, _source in reader.removed_articles()}
        assert [v.text for v in reader.versions(gone["Garantie"])] == ["Alles over garantie."]
        assert reader.article(gone["Garantie"]).scope == REMOVED
        assert know.index_in_step(tools, reader.counts()["passages"])
        assert reader.counts()["articles"] == 3
    assert tools.index.count() == 3


def test_what_comes_back_into_the_file_is_the_same_article_again(tools: know.KnowTools, shelf: Shelf, store: SqliteStore) -> None:
    shelf.files["faq.csv"] = [row("retour"), row("garantie")]
    import_articles(tools, [Path("faq.csv")])
    with store.read() as reader:
        before = {article.title: article.id for article in reader.articles()}
    for rows in ([row("retour")], [row("retour"), row("garantie")]):
        shelf.files["faq.csv"] = list(rows)
        import_articles(tools, [Path("faq.csv")])
    with store.read() as reader:
        assert {article.title: article.id for article in reader.articles()} == before
        assert reader.removed_articles() == []


@pytest.mark.parametrize(
    "trouble", [Problem(ProblemKind.UNPARSED, "faq.csv:3", "no answer"), Problem(ProblemKind.ERROR, "faq.csv", "x"), BadInput("broken")]
)
def test_a_file_read_in_part_removes_nothing(tools: know.KnowTools, shelf: Shelf, store: SqliteStore, trouble: Problem | Exception) -> None:
    shelf.files["faq.csv"] = [row("retour"), row("garantie")]
    import_articles(tools, [Path("faq.csv")])
    shelf.files["faq.csv"] = [row("retour"), trouble]
    report = import_articles(tools, [Path("faq.csv")])
    assert len(report.failed) == 1
    assert report.notes == ()
    assert titles(store) == ["Garantie", "Retour"]


def test_trouble_in_one_file_of_a_folder_leaves_only_that_file_alone(tools: know.KnowTools, shelf: Shelf, store: SqliteStore) -> None:
    shelf.files["kb"] = [row("a", file="one.csv"), row("b", file="one.csv"), row("c", file="two.csv"), row("d", file="two.csv")]
    import_articles(tools, [Path("kb")])
    shelf.files["kb"] = [row("a", file="one.csv"), Problem(ProblemKind.UNPARSED, "one.csv:2", "x"), row("c", file="two.csv")]
    import_articles(tools, [Path("kb")])
    assert titles(store) == ["A", "B", "C"]


def test_many_are_written_a_few_hundred_at_a_time(tools: know.KnowTools, shelf: Shelf, store: SqliteStore) -> None:
    shelf.files["faq.csv"] = [row(f"v{n}") for n in range(620)]
    told: list[int] = []
    report = import_articles(tools, [Path("faq.csv")], lambda done, _total, _what: told.append(done))
    assert report.new == 620
    assert told == [250, 500]
    assert tools.index.count() == 620


def test_the_same_article_twice_in_one_file_leaves_one_in_the_index(tools: know.KnowTools, shelf: Shelf) -> None:
    shelf.files["faq.csv"] = [row("retour", "Eerst."), row("retour", "Daarna.")]
    import_articles(tools, [Path("faq.csv")])
    assert tools.index.count() == 1


@pytest.mark.parametrize(
    ("source", "file"), [("faq.csv#retour-2", "faq.csv"), ("faq.csv", "faq.csv"), ("a#1.md", "a#1.md"), ("a#1.md#x~0a", "a#1.md"), ("", "")]
)
def test_the_file_of_a_source(source: str, file: str) -> None:
    assert file_of(source) == file
