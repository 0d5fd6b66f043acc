"""What the figures were measured on."""

import os
import platform
import shutil
import subprocess
from pathlib import Path

import psutil


def described() -> dict[str, str]:
    """Return processor, memory, system, Python and what else matters, as label -> words."""
    return {
        "processor": f"{_processor()}, {psutil.cpu_count()} cores",
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GB",
        "system": _system(),
        "Python": platform.python_version(),
        "peers": ", ".join(_version(name) for name in ("mu", "notmuch", "dovecot") if _found(name)) or "none installed",
    }


def load() -> float:
    """Return how busy the machine is without us, in percent of all cores: the larger of three seconds now and the last minute's mean."""
    now = psutil.cpu_percent(interval=3.0)
    return max(now, psutil.getloadavg()[0] / (psutil.cpu_count() or 1) * 100)


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.platform()


def _found(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def _version(name: str) -> str:
    said = subprocess.run([_found(name) or name, "--version"], capture_output=True, text=True, check=False).stdout
    words = [word.strip("()") for word in said.split()]
    return f"{name} {next((word for word in words if word[:1].isdigit()), '')}".strip()
