"""Settings and accounts."""

from dataclasses import replace
from datetime import time

import pytest

from app.domain.account import FolderState, LoginKind, MailAccount, Security, ServerAddress
from app.domain.categories import Categories
from app.domain.errors import NotFound
from app.domain.message import Remote
from app.domain.shop import OpeningHours, ShopSettings, Voice
from app.domain.translation import Term
from app.domain.views import ConnectionRecord
from app.store import SqliteStore
from tests.store.builders import at, conversation, incoming, keep

ACCOUNT = MailAccount(
    "winkel",
    "info@x",
    "info",
    ServerAddress("imap.x", 993),
    ServerAddress("smtp.x", 587, Security.STARTTLS, "/ca.pem"),
    LoginKind.XOAUTH2,
    "X",
)


def test_shop_settings_come_back(store: SqliteStore) -> None:
    settings = ShopSettings(
        shop_name="De Fietshoek",
        hours=OpeningHours({5: ((time(10), time(12, 30)), (time(13), time(16)))}, ("2026-12-25",)),
        voice=Voice(
            formal=False,
            greeting={"nl": "Dag {name},"},
            never_say=("helaas",),
            tone=("warm",),
            examples=("Komt goed!",),
            formal_in={"de": True},
            chat_greeting={"nl": "Hoi"},
            signatures={"en": "Noor"},
        ),
        glossary=(Term("kruik", "nl", {"en": "jug"}), Term("Kleiwerk", keep=True)),
        ai_line_channels={"whatsapp": False},
        own_addresses=("info@x",),
        own_names=("Toon",),
        reply_hours={"default": 8},
    )
    with store.write() as uow:
        assert uow.settings.shop() == ShopSettings()
        uow.settings.put_shop(settings)
        assert uow.settings.shop() == settings
        uow.settings.put("shop", {"settings": 1})
        uow.commit()
    with store.read() as reader:
        assert reader.shop() == settings


def test_settings_of_another_version_are_read(store: SqliteStore) -> None:
    with store.write() as uow:
        uow.settings.put_shop(ShopSettings(shop_name="A"))
        uow.commit()
    with store._transaction() as connection:
        connection.exec_driver_sql("UPDATE settings SET value = json_set(json_remove(value, '$.theme'), '$.gone', 1, '$.voice.gone', 2)")
        connection.commit()
    with store.read() as reader:
        assert reader.shop() == ShopSettings(shop_name="A")


def test_named_values(store: SqliteStore) -> None:
    with store.write() as uow:
        assert uow.settings.get("x") is None
        uow.settings.put("x", {"a": [1, None, "é\ud800"]})
        uow.settings.put("y", 0)
        uow.settings.put("y", None)
        uow.commit()
    with store.read() as reader:
        assert reader.setting("x") == {"a": [1, None, "é\ud800"]}
        assert reader.setting("y") is None


def test_accounts(store: SqliteStore) -> None:
    state = FolderState("winkel", "INBOX", "inbox", 7, 10, 99)
    with store.write() as uow:
        uow.accounts.put(ACCOUNT)
        uow.accounts.put(replace(ACCOUNT, name="a", smtp=None))
        uow.accounts.put(replace(ACCOUNT, address="nieuw@x"))
        assert [a.name for a in uow.accounts.all()] == ["a", "winkel"]
        assert uow.accounts.get("winkel") == replace(ACCOUNT, address="nieuw@x")
        assert uow.accounts.folder("winkel", "INBOX") is None
        uow.accounts.set_folder(replace(state, last_uid=1))
        uow.accounts.set_folder(state)
        assert uow.accounts.folder("winkel", "INBOX") == state
        keep(uow, conversation(uow), incoming(remote=Remote("winkel", "INBOX", 7, 1)))
        uow.commit()
    with store.write() as uow:
        uow.accounts.remove("winkel")
        assert uow.accounts.folder("winkel", "INBOX") is None
        assert uow.messages.remote_uids("winkel", "INBOX") == frozenset()
        with pytest.raises(NotFound):
            uow.accounts.get("winkel")
        with pytest.raises(NotFound):
            uow.accounts.remove("winkel")
        uow.commit()
    with store.read() as reader:
        assert [a.name for a in reader.accounts()] == ["a"]
        assert reader.counts()["messages"] == 1


def test_connections_newest_first_and_not_for_ever(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.database._KEEP_CONNECTIONS", 3)
    records = [ConnectionRecord(at(n), f"h{n}.example", 993, n % 2 == 0, "sync") for n in range(5)]
    for record in records:
        store.log_connection(record)
    with store.read() as reader:
        assert reader.connections() == records[:1:-1]
        assert reader.connections(1) == records[4:]


def test_the_shops_own_categories_come_back(store: SqliteStore) -> None:
    made = Categories().with_own("gift_card", "Cadeaubon").with_title("refund", "Geld terug").with_hidden("appointment", hidden=True)
    with store.write() as uow:
        uow.settings.put_shop(ShopSettings(categories=made))
        assert uow.settings.shop().categories == made
