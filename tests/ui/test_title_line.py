"""A title beside its tools, or above them."""

from PySide6.QtWidgets import QPushButton

from app.ui.widgets.basics import Elided, TitleLine, row


def test_a_long_title_stands_whole_above_its_tools(qtbot):
    tools = row(*(QPushButton(name) for name in ("one", "two", "three")))
    line = TitleLine(Elided("", "title"), tools)
    qtbot.addWidget(line)
    line.resize(500, 40)
    line.show()
    line.say("Jo")
    assert not line.below
    line.say("Vrijwilligers open dag van de Stichting Vrienden van De Zwaluw")
    assert line.below
    qtbot.waitUntil(lambda: line.title.width() == line.width())
    assert line.title.text() == line.title.whole
    line.resize(1200, 40)
    qtbot.waitUntil(lambda: not line.below)
    assert line.title.text() == line.title.whole
    line.resize(300, 80)
    qtbot.waitUntil(lambda: line.below)
    assert line.title.text().endswith("…")
    assert line.title.toolTip() == line.title.whole
    assert line.sizeHint().height() < 100
