"""One process at a time; a crash frees the lock."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.errors import ProfileBusy
from app.system.lock import ProfileLock

HOLD = """
import sys
from pathlib import Path
from app.system.lock import ProfileLock
lock = ProfileLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_lock_is_refused_until_the_first_is_closed(tmp_path: Path) -> None:
    first = ProfileLock(tmp_path)
    with pytest.raises(ProfileBusy, match="already open"):
        ProfileLock(tmp_path)
    first.close()
    ProfileLock(tmp_path).close()


def test_a_killed_process_frees_its_lock(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(ProfileBusy):
            ProfileLock(tmp_path)
        holder.kill()
        holder.wait()
        ProfileLock(tmp_path).close()
