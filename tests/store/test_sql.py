"""Statements that are put off are seen by everything that is asked after them."""

from app.domain.identity import JoinCause
from app.domain.message import Channel
from app.domain.store_ports import ConversationUpdate, UnitOfWork
from app.domain.verdict import Category, Reason, Sentiment, Urgency, Verdict
from app.domain.views import ConversationState
from app.store import SqliteStore
from app.store.sql import Sql
from tests.store.builders import START, at, conversation, email, incoming, keep

PEOPLE = ("noor", "sam", "kim")


def rows(store: SqliteStore) -> list[list[tuple[object, ...]]]:
    tables = ("customers", "handles", "conversations", "conversation_keys", "sqlite_sequence")
    with store._transaction() as connection:
        return [[tuple(row) for row in Sql(connection).rows(f"SELECT * FROM {name} ORDER BY 1, 2")] for name in tables]


def test_new_rows_together_are_the_same_as_one_by_one(store: SqliteStore) -> None:
    ids = []
    with store.write() as uow:
        for name in PEOPLE:
            customer = uow.customers.add(name, [email(f"{name}@klant.example"), email("samen@klant.example")], START)
            uow.customers.add_handles(customer, [email(f"{name}@werk.example")])
            ids.append((customer, uow.conversations.add(Channel.IMAP, name, customer, "Vraag", "vraag", at(1))))
        uow.commit()
    together = rows(store)
    with store._transaction() as connection:
        for table in ("conversation_keys", "conversations", "handles", "customers"):
            Sql(connection).run(f"DELETE FROM {table}")
        Sql(connection).run("DELETE FROM sqlite_sequence WHERE name IN ('customers', 'conversations')")
        connection.commit()
    alone = []
    for name in PEOPLE:
        with store.write() as uow:
            customer = uow.customers.add(name, [email(f"{name}@klant.example"), email("samen@klant.example")], START)
            uow.commit()
        with store.write() as uow:
            uow.customers.add_handles(customer, [email(f"{name}@werk.example")])
            uow.commit()
        with store.write() as uow:
            alone.append((customer, uow.conversations.add(Channel.IMAP, name, customer, "Vraag", "vraag", at(1))))
            uow.commit()
    assert alone == ids
    assert rows(store) == together


def join(uow: UnitOfWork, kept: int, gone: int) -> None:
    uow.identity.merge(kept, gone, by="Bo", cause=JoinCause.PERSON, why="", at=START)


def test_ids_are_never_given_twice(store: SqliteStore) -> None:
    with store.write() as uow:
        gone, kept = (uow.customers.add(name, [], START) for name in ("een", "twee"))
        join(uow, kept, gone)
        assert uow.customers.add("drie", [], START) == max(gone, kept) + 1
        join(uow, kept, max(gone, kept) + 1)
        uow.commit()
    with store.write() as uow:
        assert uow.customers.add("vier", [], START) == max(gone, kept) + 2


def test_what_was_put_off_is_there_for_the_next_question_and_gone_with_its_transaction(store: SqliteStore) -> None:
    with store.write() as uow:
        customer = uow.customers.add("Noor", [email("noor@klant.example")], START)
        assert uow.customers.by_handles([email("noor@klant.example")]) == {email("noor@klant.example"): customer}
        place = uow.conversations.add(Channel.IMAP, "draad", customer, "Vraag", "vraag", START)
        assert uow.conversations.owner(place) == customer
        uow.conversations.add(Channel.IMAP, "andere", customer, "Vraag", "vraag", START)
    with store.write() as uow:
        assert uow.conversations.owner(place) is None


def test_facts_are_the_same_in_the_transaction_that_wrote_the_verdicts_and_later(store: SqliteStore) -> None:
    verdict = Verdict(
        "nl", 0.9, Category.COMPLAINT, {"complaint": 0.75}, -0.5, Sentiment.NEGATIVE, urgency=Urgency.TODAY, order_numbers=("12",),
        reasons=(Reason("angry", "kapot"),),
    )  # fmt: skip
    with store.write() as uow:
        burst, alone = conversation(uow), conversation(uow)
        keep(uow, burst, incoming(minutes=1), incoming(minutes=2), verdict=verdict)
        keep(uow, alone, incoming(minutes=3), verdict=verdict)
        here = uow.conversations.facts([burst[0], alone[0]])
        uow.conversations.update([ConversationUpdate(burst[0], ConversationState.OPEN, at(1), None, verdict)])
        uow.commit()
    with store.write() as uow:
        assert uow.conversations.facts([burst[0], alone[0]]) == here
    assert [len(fact.turn) for fact in here] == [2, 1]
