"""Whether the computer runs on its battery, from made-up folders of power supplies."""

import pytest

from app.system.power import _linux, drawn_from


def supplies(folder, **kinds):
    for name, values in kinds.items():
        (folder / name).mkdir()
        for file, text in values.items():
            (folder / name / file).write_text(text + "\n")
    return folder


MAINS_ON = {"type": "Mains", "online": "1"}
MAINS_OFF = {"type": "Mains", "online": "0"}
EMPTYING, FILLING = {"type": "Battery", "status": "Discharging"}, {"type": "Battery", "status": "Charging"}
MOUSE = {"type": "Battery", "scope": "Device", "status": "Discharging"}


@pytest.mark.parametrize(
    ("kinds", "answer"),
    [
        ({"AC": MAINS_ON, "BAT0": FILLING}, False),
        ({"AC": MAINS_OFF, "BAT0": EMPTYING}, True),
        ({"BAT0": EMPTYING}, True),
        ({"BAT0": {"type": "Battery", "status": "Full"}}, False),
        ({"BAT0": {"type": "Battery", "status": "Full"}, "BAT1": EMPTYING}, True),
        ({"AC": MAINS_ON, "BAT0": {"type": "Battery", "status": "Not charging"}}, False),
        ({"hid": MOUSE}, False),
        ({"hid": MOUSE, "AC": MAINS_OFF, "BAT0": EMPTYING}, True),
        ({}, False),
        ({"BAT0": {"type": "Battery", "status": "Unknown"}}, None),
        ({"BAT0": {"type": "Battery"}}, None),
        ({"usb": {"type": "USB", "online": "1"}, "BAT0": FILLING}, False),
    ],
)
def test_what_the_supplies_say(tmp_path, kinds, answer):
    assert _linux(supplies(tmp_path, **kinds)) is answer


def test_without_a_folder_nobody_knows(tmp_path):
    assert _linux(tmp_path / "nothing") is None


@pytest.mark.parametrize(
    ("told", "answer"),
    [("Now drawing from 'Battery Power'\n", True), ("Now drawing from 'AC Power'\n -InternalBattery-0 100%", False), ("", None)],
)
def test_what_a_mac_says(told, answer):
    assert drawn_from(told) is answer
