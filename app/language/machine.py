"""This computer, as far as language models care, and what a model takes of it."""

import platform
import subprocess
import sys
import time
from pathlib import Path

from app.domain.engines import Machine
from app.language.gguf_header import HeaderFault, header_of
from app.language.known_models import memory_needed

_TRIED = 64 * 1024 * 1024
_ROUNDS = 3
_PF_AVX2 = 40
"""PF_AVX2_INSTRUCTIONS_AVAILABLE of the Windows headers."""


def this_machine(*, measure: bool = True) -> Machine:
    """Look at memory, cores and processor; with `measure` also at how fast memory is (a tenth of a second)."""
    import psutil

    cores = psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    name, flags = _processor(Path("/proc/cpuinfo"))
    return Machine(int(psutil.virtual_memory().total), cores, _avx2(flags), name, round(_bandwidth(), 1) if measure else 0.0)


def free_memory() -> int:
    """Return the bytes of memory that a program may take without others being swapped out."""
    import psutil

    return int(psutil.virtual_memory().available)


def memory_of(path: Path, context: int) -> int:
    """Return the bytes of memory that loading a file takes; 0 when its header cannot be read."""
    try:
        header, size = header_of(path), path.stat().st_size
    except (HeaderFault, OSError):
        return 0
    return memory_needed(size, header.kv_bytes, min(context, header.context or context))


def _processor(description: Path) -> tuple[str, frozenset[str]]:
    """Return the processor's name and its abilities as Linux tells them; elsewhere the name alone."""
    try:
        lines = description.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor() or _mac_name(), frozenset()
    pairs: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        pairs.setdefault(name.strip(), value.strip())
    return pairs.get("model name") or platform.processor(), frozenset(pairs.get("flags", "").split())


def _mac_name() -> str:
    try:
        told = subprocess.run(["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"], capture_output=True, timeout=2, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""  # not a Mac
    return told.stdout.decode("utf-8", "replace").strip()


def _avx2(flags: frozenset[str]) -> bool | None:
    """Whether the processor has what the library is built for; other families than x86 have their own, and count as fit."""
    if platform.machine().lower() in ("arm64", "aarch64"):
        return True
    return "avx2" in flags if flags else _windows_avx2()


def _windows_avx2() -> bool | None:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.IsProcessorFeaturePresent(_PF_AVX2))
    return None


def _bandwidth() -> float:
    """Return gigabytes a second that one core copies, reading and writing counted."""
    import numpy as np

    source = np.ones(_TRIED, dtype=np.uint8)
    target = np.empty_like(source)
    best = float("inf")
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        np.copyto(target, source)
        best = min(best, time.perf_counter() - started)
    return 2 * _TRIED / best / 1e9
