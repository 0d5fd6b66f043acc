"""Merging, splitting and taking back: what each does to all that is kept of a customer."""

from pathlib import Path

import pytest

from app.domain.errors import BadInput, NotFound
from app.domain.identity import IdentityReason, JoinCause, JoinKind
from app.domain.message import Channel, Direction, Handle, HandleKind
from app.domain.order import Order, OrderState
from app.domain.store_ports import UnitOfWork
from app.domain.verdict import Verdict
from app.store import SqliteStore, open_store
from app.store.recount import recount
from app.store.sql import Sql
from tests.store.builders import START, at, conversation, email, incoming, keep

PHONE = Handle(HandleKind.PHONE, "+31600000001")
NAME = Handle(HandleKind.NAME, "Noor")
BECAUSE = (IdentityReason("same_name", "Noor", 3.0),)


def merge(uow: UnitOfWork, kept: int, other: int, cause: JoinCause = JoinCause.PERSON) -> int:
    return uow.identity.merge(kept, other, by="Bo", cause=cause, why="zelfde stem", at=at(60))


def two(uow: UnitOfWork) -> tuple[tuple[int, int], tuple[int, int]]:
    """Two customers with a message each."""
    one, other = conversation(uow, name="Noor", address="a@x"), conversation(uow, name="Noortje", address="b@x")
    keep(uow, one, incoming("een", minutes=5, address="a@x", sender="Noor"), verdict=Verdict(language="nl"))
    keep(uow, other, incoming("twee", minutes=1, address="b@x", sender="Noortje"), verdict=Verdict(language="de", order_numbers=("9",)))
    return one, other


def rows(store: SqliteStore, table: str) -> list[tuple[object, ...]]:
    with store.read() as reader:
        sql: Sql = reader._sql
        return [tuple(row) for row in sql.rows(f"SELECT * FROM {table} ORDER BY 1, 2")]


TABLES = ("customers", "customer_languages", "handles", "conversations", "messages", "shop_orders", "tasks", "suggestions", "drafts")


def everything(store: SqliteStore) -> dict[str, list[tuple[object, ...]]]:
    return {table: rows(store, table) for table in TABLES}


def test_merging_moves_everything(store: SqliteStore) -> None:
    with store.write() as uow:
        one, two = conversation(uow, name="", address="a@x"), conversation(uow, name="Noor", address="b@x")
        uow.customers.add_handles(one[1], [NAME])
        uow.customers.add_handles(two[1], [NAME, PHONE])
        keep(uow, one, incoming("een", minutes=5), verdict=Verdict(language="nl"))
        keep(uow, two, incoming("twee", minutes=1), incoming("drie", minutes=8), verdict=Verdict(language="nl", order_numbers=("9",)))
        number = merge(uow, one[1], two[1])
        for pair, error in (((one[1], one[1]), BadInput), ((one[1], two[1]), NotFound), ((99, one[1]), NotFound)):
            with pytest.raises(error):
                merge(uow, *pair)
        assert uow.customers.by_handles([PHONE, email("b@x")]) == {PHONE: one[1], email("b@x"): one[1]}
        uow.commit()
    with store.read() as reader:
        row = reader.customer(one[1])
        assert (row.name, row.messages, row.first_seen, row.last_seen) == ("Noor", 3, at(0), at(8))
        assert (row.languages, row.order_numbers) == (("nl",), ("9",))
        assert set(row.handles) == {email("a@x"), email("b@x"), PHONE, NAME}
        assert [m.text for m in reader.timeline(one[1])] == ["twee", "een", "drie"]
        assert [m.text for m in reader.timeline(one[1], 1)] == ["drie"]
        assert [c.id for c in reader.customers()] == [one[1]]
        assert reader.conversation(two[0]).row.customer_id == one[1]
        assert reader.search("customer:noor").total == 3
        (join,) = reader.joins(one[1])
        assert (join.id, join.kind, join.kept, join.other, join.by, join.why) == (
            number,
            JoinKind.MERGE,
            one[1],
            two[1],
            "Bo",
            "zelfde stem",
        )
        assert (join.kept_name, join.other_name, join.at, join.undone_at) == ("", "Noor", at(60), None)
    assert all(ok for _, ok, _ in store.check())


def test_undoing_restores_every_row_as_it_was(store: SqliteStore) -> None:
    with store.write() as uow:
        one, other = two(uow)
        third = uow.customers.add("Derde", [email("c@x")], START)
        uow.customers.add_handles(one[1], [NAME])
        uow.customers.add_handles(other[1], [NAME, PHONE])
        for id_, tags, notes in ((one[1], ["trouw", "vip"], "belt graag"), (other[1], ["vip", "klaagt"], "let op")):
            uow.care.set_tags(id_, tags)
            uow.care.set_notes(id_, notes)
        uow.care.set_vip(other[1], vip=True)
        uow.tasks.add("callback", other[1], other[0], "bellen", at(90), "Bo", at(3))
        uow.orders.put([(Order("table", "1042", at(2), OrderState.PAID, name="Noortje"), other[1])])
        uow.identity.suggest([(one[1], other[1], 0.9, BECAUSE), (other[1], third, 0.8, BECAUSE), (one[1], third, 0.7, BECAUSE)])
        uow.commit()
    with store.read() as reader:
        dismissed = reader.suggestions(customer_id=third)[0]
    with store.write() as uow:
        uow.identity.dismiss(dismissed.id, by="Bo", at=at(4))
        uow.commit()
    before = everything(store)
    with store.write() as uow:
        number = merge(uow, one[1], other[1])
        uow.commit()
    with store.read() as reader:
        row = reader.customer(one[1])
        assert (row.tags, row.notes, row.vip) == (("trouw", "vip", "klaagt"), "belt graag\nlet op", True)
        assert [task.text for task in reader.tasks(customer_id=one[1])] == ["bellen"]
        assert [view.order.number for view in reader.orders_of(one[1])] == ["1042"]
        assert reader.suggestions() == []
    with store.write() as uow:
        uow.identity.undo(number, at(70))
        with pytest.raises(BadInput):
            uow.identity.undo(number, at(71))
        with pytest.raises(NotFound):
            uow.identity.undo(99, at(71))
        uow.commit()
    assert everything(store) == before
    assert rows(store, "strands_of_messages") == rows(store, "strands") == []


def test_the_first_of_two_merges_can_be_taken_back(store: SqliteStore) -> None:
    with store.write() as uow:
        a, b, c = (conversation(uow, name=name, address=f"{name}@x") for name in "abc")
        for n, place in enumerate((a, b, c)):
            keep(uow, place, incoming(minutes=n, address=f"{'abc'[n]}@x", sender="abc"[n]))
            uow.care.set_tags(place[1], [f"tag-{'abc'[n]}"])
        first = merge(uow, a[1], b[1])
        second = merge(uow, c[1], a[1])
        uow.identity.undo(first, at(5))
        uow.commit()
    with store.read() as reader:
        assert {row.name: (set(h.value for h in row.handles), row.tags, row.messages) for row in reader.customers()} == {
            "c": ({"a@x", "c@x"}, ("tag-c", "tag-a"), 2),
            "b": ({"b@x"}, ("tag-b",), 1),
        }
        assert [join.id for join in reader.joins(c[1])] == [second, first]
    with store.write() as uow:
        uow.identity.undo(second, at(6))
        uow.commit()
    with store.read() as reader:
        assert {(row.id, row.name, row.tags, row.messages) for row in reader.customers()} == {
            (place[1], name, (f"tag-{name}",), 1) for name, place in zip("abc", (a, b, c), strict=True)
        }


def test_what_came_since_goes_with_the_handle_it_came_by_and_later_words_stay(store: SqliteStore) -> None:
    with store.write() as uow:
        one, other = two(uow)
        uow.care.set_tags(other[1], ["oud"])
        number = merge(uow, one[1], other[1])
        fresh = uow.conversations.add(Channel.IMAP, "nieuw", one[1], "Nieuw", "nieuw", at(80))
        keep(
            uow,
            (fresh, one[1]),
            incoming("van b", minutes=80, address="b@x"),
            incoming("aan b", minutes=81, address="b@x", direction=Direction.OUT),
        )
        keep(uow, (one[0], one[1]), incoming("van a", minutes=82, address="a@x"))
        uow.care.set_tags(one[1], ["oud", "nieuw"])
        uow.care.set_notes(one[1], "later geschreven")
        uow.identity.undo(number, at(90))
        uow.commit()
    with store.read() as reader:
        kept, back = reader.customer(one[1]), reader.customer(other[1])
        assert [m.text for m in reader.timeline(one[1])] == ["een", "van a"]
        assert [m.text for m in reader.timeline(other[1])] == ["twee", "van b", "aan b"]
        assert reader.conversation(fresh).row.customer_id == other[1]
        assert (kept.tags, kept.notes, back.tags, back.notes) == (("nieuw",), "later geschreven", ("oud",), "")
        assert (kept.last_seen, back.last_seen) == (at(82), at(81))


def test_splitting_takes_what_came_by_the_handles(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow, name="Familie", address="pa@x")
        ma = uow.conversations.add(Channel.IMAP, "ma", place[1], "Ma", "ma", START)
        uow.customers.add_handles(place[1], [email("ma@x")])
        keep(
            uow, place, incoming("pa", minutes=1, address="pa@x", sender="Pa"), incoming("ma hier", minutes=2, address="ma@x", sender="Ma")
        )
        keep(uow, (ma, place[1]), incoming("ma", minutes=3, address="ma@x", sender="Ma"))
        keep(uow, (ma, place[1]), incoming("aan ma", minutes=4, address="ma@x", direction=Direction.OUT))
        for wrong in ([], [email("weg@x")], [email("pa@x"), email("ma@x")]):
            with pytest.raises(BadInput):
                uow.identity.split(place[1], wrong, by="Bo", at=at(9))
        with pytest.raises(NotFound):
            uow.identity.split(99, [email("ma@x")], by="Bo", at=at(9))
        uow.commit()
    before = everything(store)
    with store.write() as uow:
        number = uow.identity.split(place[1], [email("ma@x")], by="Bo", at=at(9))
        uow.commit()
    with store.read() as reader:
        (join,) = reader.joins(place[1])
        new = reader.customer(join.other)
        assert (new.name, new.messages, new.first_seen, new.last_seen) == ("Ma", 3, at(2), at(4))
        assert [m.text for m in reader.timeline(new.id)] == ["ma hier", "ma", "aan ma"]
        assert (reader.conversation(ma).row.customer_id, reader.conversation(place[0]).row.customer_id) == (new.id, place[1])
        assert reader.customer(place[1]).messages == 1
    with store.write() as uow:
        uow.identity.suggest([(place[1], new.id, 0.99, BECAUSE)])
        uow.commit()
    with store.read() as reader:
        assert reader.suggestions() == []
    with store.write() as uow:
        uow.identity.undo(number, at(10))
        uow.commit()
    assert everything(store) == before


def test_dismissals_survive_merges_and_come_back_right(store: SqliteStore) -> None:
    with store.write() as uow:
        a, b, c = (uow.customers.add(name, [email(f"{name}@x")], START) for name in "abc")
        uow.identity.suggest([(b, a, 0.95, BECAUSE)])
        uow.commit()
    with store.read() as reader:
        (found,) = reader.suggestions()
        assert ({found.a, found.b}, found.score, found.reasons) == ({a, b}, 0.95, BECAUSE)
        assert reader.duplicate_rate() == (1, 3)
    with store.write() as uow:
        uow.identity.dismiss(found.id, by="Bo", at=at(1))
        number = merge(uow, c, a)
        uow.identity.suggest([(c, b, 0.99, BECAUSE)])
        assert uow.identity.apart([(b, c), (c, b), (a, b)]) == {(b, c), (c, b)}
        uow.commit()
    with store.read() as reader:
        assert reader.suggestions() == []
        assert reader.duplicate_rate() == (1, 3)
    with store.write() as uow:
        uow.identity.undo(number, at(2))
        uow.identity.suggest([(c, b, 0.97, BECAUSE), (a, b, 0.97, BECAUSE)])
        uow.commit()
    with store.read() as reader:
        assert [{s.a, s.b} for s in reader.suggestions()] == [{b, c}]
    with store.write() as uow:
        uow.identity.take_back_dismissal(found.id)
        with pytest.raises(NotFound):
            uow.identity.dismiss(99, by="Bo", at=at(3))
        with pytest.raises(NotFound):
            uow.identity.take_back_dismissal(99)
        uow.commit()
    with store.read() as reader:
        assert [{s.a, s.b} for s in reader.suggestions()] == [{b, c}, {a, b}]
        assert [{s.a, s.b} for s in reader.suggestions(customer_id=a)] == [{a, b}]


def test_suggestions_that_are_not_found_again_go(store: SqliteStore) -> None:
    with store.write() as uow:
        a, b, c = (uow.customers.add(name, [], START) for name in "abc")
        uow.identity.suggest([(a, b, 0.5, ()), (b, c, 0.6, ()), (a, 99, 0.9, ())])
        uow.identity.suggest([(c, b, 0.7, ())], of=[b])
        uow.commit()
    with store.read() as reader:
        assert [({s.a, s.b}, s.score) for s in reader.suggestions()] == [({b, c}, 0.7)]
    with store.write() as uow:
        uow.identity.suggest([], of=[a])
        uow.commit()
    with store.read() as reader:
        assert len(reader.suggestions()) == 1


def test_a_handle_joins_nobody_again_whom_a_person_took_apart(store: SqliteStore) -> None:
    with store.write() as uow:
        a, b = (uow.customers.add(name, [email(f"{name}@x")], START) for name in "ab")
        uow.identity.undo(merge(uow, a, b, JoinCause.HANDLE), at(1))
        assert uow.identity.apart([(a, b)]) == set()
        uow.identity.undo(merge(uow, a, b, JoinCause.HANDLE), at(1), "Bo")
        assert uow.identity.apart([(a, b), (b, a)]) == {(a, b), (b, a)}
        uow.identity.share(PHONE)
        uow.identity.share(PHONE)
        assert uow.identity.shared_among([PHONE, NAME]) == {PHONE}
        uow.commit()
    with store.read() as reader:
        assert reader.shared_handles() == {PHONE}


def test_a_recount_equals_what_was_added_up(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        for n, language in enumerate(("nl", "de", "und", "nl", "en")):
            keep(uow, place, incoming(minutes=9 - n), verdict=Verdict(language=language))
        keep(uow, place, incoming(minutes=1, direction=Direction.OUT), verdict=Verdict(language="fr"))
        uow.commit()
    before = everything(store)
    with store._transaction() as connection:
        recount(Sql(connection), place[1])
        connection.commit()
    assert everything(store) == before


def test_profiles_tell_what_is_known(store: SqliteStore) -> None:
    with store.write() as uow:
        one, other = two(uow)
        keep(
            uow,
            one,
            incoming(
                "Waar blijft Ärger?\n--\nNoor, noor@thuis.example, +31 6 0000 0002",
                minutes=20,
                address="a@x",
                new_text="Waar blijft Ärger?",
            ),
        )
        uow.commit()
    with store.read() as reader:
        first, second = reader.profiles([one[1], other[1]])
        assert (first.id, first.name, first.handles) == (str(one[1]), "Noor", (email("a@x"),))
        assert [words for _, words in first.moments] == ["een", "waar blijft arger"]
        assert first.mentioned == (email("noor@thuis.example"), Handle(HandleKind.PHONE, "+31600000002"))
        assert second.orders == ("9",)
        changed, mark = reader.changed_customers(0)
        assert changed == [one[1], other[1]]
        assert reader.changed_customers(mark) == ([], mark)
    with store.write() as uow:
        uow.conversations.add(Channel.IMAP, "later", other[1], "", "", START)
        uow.commit()
    with store.read() as reader:
        changed, mark = reader.changed_customers(mark)
        assert changed == [other[1]]
    with store.write() as uow:
        number = merge(uow, one[1], other[1])
        uow.commit()
    with store.read() as reader:
        changed, mark = reader.changed_customers(mark)
        assert changed == [one[1], other[1]]
    with store.write() as uow:
        uow.identity.undo(number, at(1))
        uow.commit()
    with store.read() as reader:
        changed, mark = reader.changed_customers(mark)
        assert (changed, reader.changed_customers(mark)[0]) == ([one[1], other[1]], [])


def test_a_merge_is_taken_back_by_the_handles_that_messages_were_placed_by(tmp_path: Path) -> None:
    """A store is told how a message's sender is known; here by the name beside the address."""
    store = open_store(tmp_path / "p", None, lambda party, _channel: [Handle(HandleKind.ID, party.name)])
    with store.write() as uow:
        one, two = (uow.customers.add(name, [Handle(HandleKind.ID, name)], START) for name in ("een", "twee"))
        place = uow.conversations.add(Channel.IMAP, "k", one, "", "", START)
        number = merge(uow, one, two)
        keep(uow, (place, one), incoming("van twee", sender="twee"))
        uow.identity.undo(number, at(1))
        uow.commit()
    with store.read() as reader:
        assert [m.text for m in reader.timeline(two)] == ["van twee"]
    store.close()
