"""Files of four channels dropped on the real window of a real profile: asked about, added, listed, taken back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.bootstrap import open_counter
from app.domain.reading import Ask
from app.pipeline.counter import Counter
from app.system.i18n import set_language
from app.ui.application import make_window
from app.ui.dialogs.importing.dialog import ImportDialog
from app.ui.views.main_window import MainWindow
from app.ui.watchdog import Watchdog

pytestmark = [
    pytest.mark.qt_log_ignore("propagateSizeHints", extend=True),
    pytest.mark.xdist_group("e2e"),
    pytest.mark.timeout(180),
]
SAMPLES = Path(__file__).parents[1] / "samples"
FILES = [
    SAMPLES / "whatsapp" / "Chat with Priya, month first.txt",
    SAMPLES / "telegram" / "roos.json",
    SAMPLES / "sms" / "sms-20240304.xml",
    SAMPLES / "orders" / "orders_ambiguous_dates.csv",
]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    counter = open_counter(tmp_path / "profile", write=True, passphrase=lambda: None)
    counter.put_shop(replace(counter.shop(), shop_name="De Zwaluw", person="Marieke", own_names=("De Zwaluw",)))
    yield counter
    counter.close()


@pytest.fixture
def window(shop: Counter, qtbot: QtBot) -> Iterator[MainWindow]:
    set_language("en")
    made = make_window(shop)
    dog = Watchdog(every=0.02, parent=made).start()
    made.show()
    done(qtbot, made)
    yield made
    done(qtbot, made)
    dog.stop()
    made.close()
    made.desk.bridge.close()
    made.deleteLater()
    qtbot.wait(0)


def done(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.desk.bridge.pending == 0, timeout=60_000)


def test_files_of_four_channels_are_asked_about_added_and_taken_back(shop: Counter, window: MainWindow, qtbot: QtBot) -> None:
    before = shop.counts()
    window.take_files(FILES)
    dialog = next(child for child in window.children() if isinstance(child, ImportDialog))
    done(qtbot, window)
    boxes = dialog.ask.boxes
    assert [box.look.what for box in boxes] == ["whatsapp", "telegram", "sms", "orders"]
    (whatsapp,), (telegram,), (sms,), (orders,) = (box.parts for box in boxes)
    assert [part.date is not None for part in (whatsapp, telegram, sms, orders)] == [True, False, False, True]
    assert len(dialog.ask.names) == 1, "the shop is called De Zwaluw, and nobody writes under that name here"
    assert not dialog.ask.start.isEnabled()
    dialog.ask.names[0].box.setCurrentText("The Kiln Room")
    assert whatsapp.date is not None
    assert orders.date is not None
    whatsapp.date.month.setChecked(True)
    orders.date.day.setChecked(True)
    dialog.ask.start.click()
    done(qtbot, window)
    assert dialog.report.heading.text() == "Added"
    assert shop.counts()["messages"] > before.get("messages", 0)
    assert {row.what for row in shop.imports()} == {"whatsapp", "telegram", "sms", "orders"}
    again = shop.look(FILES[0])
    assert Ask.DATE_ORDER not in again.asks, "what was answered is not asked again"
    assert Ask.ME not in again.asks
    assert again.answers["day_first"] is False
    dialog.report.undo.click()
    done(qtbot, window)
    assert dialog.report.heading.text() == "Taken back"
    assert shop.counts() == before
    assert all(row.undone_at for row in shop.imports())
    dialog.accept()


def test_nobody_in_the_file_is_the_shop_and_it_is_said_once(shop: Counter, tmp_path: Path) -> None:
    chat = tmp_path / "WhatsApp Chat with the neighbours.txt"
    chat.write_text("15/01/2026, 10:00 - Loes: Is de kom er nog?\n15/01/2026, 10:05 - Piet: Die wil ik ook\n", encoding="utf-8")
    assert Ask.ME in shop.look(chat).asks
    shop.import_paths([chat], answers={chat: {"me": ["De Zwaluw"]}}, keep_names=True)
    assert Ask.ME not in shop.look(chat).asks
