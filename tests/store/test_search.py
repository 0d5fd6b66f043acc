"""Searching messages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.draft import Outcome, Proposal
from app.domain.message import Attachment, Channel, Direction
from app.domain.store_ports import ConversationUpdate
from app.domain.verdict import Sentiment, Verdict
from app.domain.views import ConversationState
from app.store import SqliteStore, open_store
from tests.store.builders import START, at, conversation, incoming, keep


def found(store: SqliteStore, query: str) -> list[str]:
    """Return the subjects of the hits, newest first."""
    with store.read() as reader:
        result = reader.search(query)
        assert result.total >= len(result.hits)
        return [hit.subject for hit in result.hits]


@pytest.fixture
def shop(store: SqliteStore) -> SqliteStore:
    """Four messages that differ in everything that can be asked for."""
    with store.write() as uow:
        noor = conversation(uow, name="Noor Krämer", address="noor@klant.example")
        pdf = Attachment("bewijs.pdf", "application/pdf", 3, "aa" * 32, missing=True)
        refund = Verdict(language="nl", category="refund", sentiment_label=Sentiment.NEGATIVE, order_numbers=("A-1001",))
        keep(uow, noor, incoming("Ik wil mijn geld terug voor de Straße", minutes=1, subject="eerste", attachments=(pdf,)), verdict=refund)
        keep(uow, noor, incoming("Het geld is onderweg", minutes=2, subject="tweede", direction=Direction.OUT))
        jan = conversation(uow, name="Jan O'Neil", address="jan@elders.example")
        said = incoming(
            "Past deze fietsband? Geld is geen bezwaar", minutes=60 * 24 * 40, subject="derde", sender="Jan", address="jan@elders.example"
        )
        keep(uow, jan, said)
        chat = uow.conversations.add(Channel.WHATSAPP, "chat", noor[1], "", "", START)
        keep(uow, (chat, noor[1]), incoming("hallo hallo", minutes=3, subject="vierde", channel=Channel.WHATSAPP))
        uow.conversations.update([ConversationUpdate(noor[0], ConversationState.OPEN, None, None, refund)])
        uow.conversations.update([ConversationUpdate(jan[0], ConversationState.OPEN, at(5), at(9), Verdict(category="product_question"))])
        uow.conversations.set_state(chat, ConversationState.CLOSED)
        uow.conversations.mark_read(noor[0])
        proposal = Proposal(Outcome.ANSWER, "Ja, die past.", "nl")
        uow.drafts.add(jan[0], proposal, recipient="jan@elders.example", subject="Re", in_reply_to=None, now=at(9))
        uow.commit()
    return store


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ("geld", ["derde", "tweede", "eerste"]),
        ("GELD terug ", ["eerste"]),
        ('"geld is"', ["derde", "tweede"]),
        ('"is geld"', []),
        ("geld -onderweg", ["derde", "eerste"]),
        ("-geld", ["vierde"]),
        ("strasse", ["eerste"]),
        ("fiet ", []),
        ("fietsb", ["derde"]),
        ("fietsb* bezwaar ", ["derde"]),
        ("from:noor", ["vierde", "eerste"]),
        ("from:jan@elders.example", ["derde"]),
        ("to:noor", ["tweede"]),
        ("subject:tweede", ["tweede"]),
        ("bewijs", ["eerste"]),
        ("customer:kramer", ["vierde", "tweede", "eerste"]),
        ("customer:o'neil", ["derde"]),
        ("customer:elders geld", ["derde"]),
        ("customer:100%", []),
        ("channel:whatsapp", ["vierde"]),
        ("channel:mail", ["derde", "tweede", "eerste"]),
        ("channel:whatsapp channel:imap", ["derde", "vierde", "tweede", "eerste"]),
        ("-channel:imap", ["vierde"]),
        ("before:2026-03-03", ["vierde", "tweede", "eerste"]),
        ("after:2026-03-03 geld", ["derde"]),
        ("is:unread", ["derde", "vierde"]),
        ("is:closed", ["vierde"]),
        ("is:open geld is:waiting", ["derde"]),
        ("is:answered", ["tweede", "eerste"]),
        ("is:out", ["tweede"]),
        ("is:in geld", ["derde", "eerste"]),
        ("-is:closed -is:answered", ["derde"]),
        ("is:snoozed", []),
        ("is:junk geld", []),
        ("has:attachment", ["eerste"]),
        ("has:attachment geld", ["eerste"]),
        ("has:draft", ["derde"]),
        ("has:order", ["eerste"]),
        ("order:a1001", ["eerste"]),
        ("#A-1001", ["eerste"]),
        ("order:1001", ["eerste"]),
        ('order:"A 1001"', ["eerste"]),
        ("order:B1001", []),
        ("order:101", []),
        ("category:refund", ["tweede", "eerste"]),
        ("category:refund sentiment:negative geld", ["tweede", "eerste"]),
        ("category:refund category:product_question", ["derde", "tweede", "eerste"]),
        ("-category:refund geld", ["derde"]),
        ("", []),
        ("😀", []),
    ],
)
def test_what_a_query_finds(shop: SqliteStore, query: str, subjects: list[str]) -> None:
    assert found(shop, query) == subjects


def test_many_conversations_are_found_as_few_are(shop: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.search._FEW", 0)
    assert found(shop, "is:open geld is:waiting") == ["derde"]
    assert found(shop, "is:closed") == ["vierde"]


@pytest.mark.parametrize(
    "query", ["o'neil", 'A-1001"', '"', '""', "-", "- -", "(", "AND", "NOT x", "NEAR(a b)", "a:b:c", "*", "from:", 'to:"', "\x00", "\ud800"]
)
def test_odd_input_never_raises(shop: SqliteStore, query: str) -> None:
    found(shop, query)


@pytest.fixture(scope="module")
def module_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    """A small store for many questions."""
    store = open_store(Path(tmp_path_factory.mktemp("search")), None)
    yield store
    store.close()


_PIECES = st.sampled_from([*"ab\"'-:*()#^+{}~ \\%_é😀\x00", "is:", "is:open ", "order:", "NOT ", "before:2"])


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=20).map("".join))
def test_no_query_raises(module_store: SqliteStore, query: str) -> None:
    found(module_store, query)


def test_spellings_find_each_other(store: SqliteStore) -> None:
    texts = {"a": "Ёлка", "b": "İstanbul", "c": "Cafe\u0301 Zoë", "d": "GRÜSSE", "e": "naïve œuvre"}
    with store.write() as uow:
        place = conversation(uow)
        keep(uow, place, *(incoming(text, subject=name) for name, text in texts.items()))
        uow.commit()
    for query, name in {"елка": "a", "istanbul": "b", "café": "c", "zoe": "c", "grüße": "d", "oeuvre": "e", "NAIVE": "e"}.items():
        assert found(store, query + " ") == [name], query


def test_the_newest_come_first_also_when_the_oldest_were_imported_last(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        for batch in (range(100, 200), range(100), range(200, 250)):
            keep(uow, place, *(incoming("naald", minutes=n, subject=str(n)) for n in batch))
        uow.commit()
    with store.read() as reader:
        result = reader.search("naald", limit=120)
    assert [hit.subject for hit in result.hits] == [str(n) for n in range(249, 129, -1)]
    assert result.total == 250


def test_hits_are_marked(store: SqliteStore) -> None:
    with store.write() as uow:
        keep(uow, conversation(uow), incoming("Hier is de gründliche Antwort"))
        uow.commit()
    with store.read() as reader:
        [hit] = reader.search("grundliche").hits
    assert hit.snippet == "Hier is de \u0002gründliche\u0003 Antwort"


def test_the_index_can_be_made_anew(shop: SqliteStore) -> None:
    queries = ("geld", "from:noor", "to:noor", "bewijs", "strasse", "subject:derde")
    before = [found(shop, query) for query in queries]
    with shop._transaction() as connection:
        connection.exec_driver_sql("INSERT INTO message_fts (message_fts) VALUES ('delete-all')")
        connection.commit()
    assert found(shop, "geld") == []
    assert [name for name, ok, _ in shop.check() if not ok] == ["search"]
    assert shop.rebuild_search() == 4
    assert [found(shop, query) for query in queries] == before
    assert all(ok for _, ok, _ in shop.check())
