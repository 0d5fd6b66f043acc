"""What a person writes on a card, and tasks: each change tells what was there before."""

import pytest

from app.domain.errors import NotFound
from app.store import SqliteStore
from tests.store.builders import START, at, conversation


def test_each_change_tells_what_was_there_before(store: SqliteStore) -> None:
    with store.write() as uow:
        id_ = uow.customers.add("Noor", [], START)
        assert (uow.care.set_name(id_, "Zoë"), uow.care.set_name(id_, "Zoë Brontë")) == ("Noor", "Zoë")
        assert (uow.care.set_tags(id_, ["a", " ", "b ", "a"]), uow.care.set_tags(id_, [])) == ((), ("a", "b"))
        assert (uow.care.set_vip(id_, vip=True), uow.care.set_vip(id_, vip=True)) == (False, True)
        assert (uow.care.set_notes(id_, "een"), uow.care.set_notes(id_, "twee")) == ("", "een")
        for act in (lambda: uow.care.set_name(9, "x"), lambda: uow.care.set_tags(9, []), lambda: uow.care.set_vip(9, vip=True)):
            with pytest.raises(NotFound):
                act()
        uow.commit()
    with store.read() as reader:
        row = reader.customer(id_)
        assert (row.name, row.tags, row.vip, row.notes) == ("Zoë Brontë", (), True, "twee")
        assert [c.name for c in reader.customers(query="bronte")] == ["Zoë Brontë"]


def test_tasks_wait_until_they_are_done_and_can_be_opened_again(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        late = uow.tasks.add("callback", place[1], place[0], "later", at(60), "Bo", at(1))
        soon = uow.tasks.add("callback", place[1], None, "eerst", at(30), "Bo", at(2))
        with pytest.raises(NotFound):
            uow.tasks.add("callback", 99, None, "", at(1), "Bo", at(1))
        with pytest.raises(NotFound):
            uow.tasks.finish(99, None)
        uow.tasks.finish(late, at(9))
        uow.commit()
    with store.read() as reader:
        (open_,), (done,) = reader.tasks(), reader.tasks(done=True)
        assert (open_.id, open_.customer, open_.due_at, open_.conversation_id) == (soon, "Noor Kramer", at(30), None)
        assert (done.id, done.done_at, done.text) == (late, at(9), "later")
        assert reader.tasks(customer_id=99) == []
    with store.write() as uow:
        uow.tasks.finish(late, None)
        uow.commit()
    with store.read() as reader:
        assert [task.id for task in reader.tasks(customer_id=place[1])] == [soon, late]
