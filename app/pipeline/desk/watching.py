"""Watching: a folder whose exports are offered for import, never taken in by themselves."""

from contextlib import suppress
from pathlib import Path

from app.domain.errors import BadInput
from app.domain.watching import Offer
from app.pipeline.watching import Watcher
from app.pipeline.wiring import Wiring


class Watching(Wiring):
    """Watching: a folder whose exports are offered for import, never taken in by themselves."""

    _watcher: Watcher | None = None

    def watched_folder(self) -> Path | None:
        """Return the watched folder, None when none is watched."""
        return self._watching().folder()

    def watch_folder(self, folder: Path | None) -> None:
        """Watch a folder (None: none any more). Raises BadInput when it is not there."""
        self._watching().watch(folder)

    def offers(self) -> list[Offer]:
        """Look at the watched folder: what is complete, recognised, and neither imported nor declined before, newest first."""
        return self._watching().offers()

    def decline(self, path: Path) -> None:
        """Do not offer this file again (as it is now). Raises BadInput when it is not there."""
        self._watching().settle(path)

    def _imported(self, path: Path) -> None:
        with suppress(BadInput):  # a folder, or a file that is gone already
            self._watching().settle(path)

    def _watching(self) -> Watcher:
        if self._watcher is None:
            self._watcher = Watcher(self._house.store, self._house.clock, self._house.recognise)
        return self._watcher
