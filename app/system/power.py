"""Whether the computer runs on its battery."""

import subprocess
import sys
from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")


def on_battery(supplies: Path = SUPPLIES) -> bool | None:
    """Say whether the computer runs on its battery; None when nobody can tell. `supplies` is Linux's folder of power supplies."""
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _mac()
    return _linux(supplies)


def _linux(supplies: Path) -> bool | None:
    try:
        found = sorted(supplies.iterdir())
    except OSError:
        return None
    # A mouse's or a keyboard's battery is listed here too, with the scope Device.
    own = [one for one in found if _said(one / "scope") != "Device"]
    if any(_said(one / "type") in ("Mains", "USB") and _said(one / "online") == "1" for one in own):
        return False
    states = {_said(one / "status") for one in own if _said(one / "type") == "Battery"}
    if not states:
        return False
    if "Discharging" in states:
        return True
    return False if states & {"Charging", "Full", "Not charging"} else None


def _said(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _windows() -> bool | None:
    if sys.platform == "win32":
        import ctypes

        status = (ctypes.c_ubyte * 12)()  # SYSTEM_POWER_STATUS; its first byte tells whether mains power is there
        if ctypes.windll.kernel32.GetSystemPowerStatus(status):
            return {0: True, 1: False}.get(status[0])
    return None


def _mac() -> bool | None:
    try:
        told = subprocess.run(["/usr/bin/pmset", "-g", "batt"], capture_output=True, timeout=2, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    return drawn_from(told.decode("utf-8", "replace"))


def drawn_from(told: str) -> bool | None:
    """Read what `pmset -g batt` says."""
    return True if "'Battery Power'" in told else False if "'AC Power'" in told else None
