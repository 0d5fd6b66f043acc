"""Knowledge files: many articles come in at once, and what is not in a file any more goes out of use."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from app.domain.errors import ToonbankError
from app.domain.knowledge import NewArticle
from app.domain.message import Problem
from app.domain.ports import Progress
from app.domain.text import N_
from app.domain.views import ImportReport
from app.pipeline.know import KnowTools, followed, keep_articles, retire_articles

GONE = N_("This is not in the file any more: it went out of use. Its text is kept under the versions.")
_AT_ONCE = 250
_ROW = re.compile(r"(.+)#[a-z0-9~-]+", re.DOTALL)


def file_of(source: str) -> str:
    """Return the file that an article's source names (`faq.md#returns` -> `faq.md`)."""
    named = _ROW.fullmatch(source)
    return named.group(1) if named else source


def import_articles(tools: KnowTools, paths: Iterable[Path], progress: Progress | None = None) -> ImportReport:
    """Import knowledge files; one that cannot be read is reported and the rest goes on.

    What was read from a file before and is not in it now goes out of use (its versions stay), and the report's `notes` tell so; a file
    that was read only in part removes nothing.
    """
    started, run = monotonic(), _Import(tools, progress)
    for path in paths:
        run.take(path)
    run.flush()
    notes = tuple((title, GONE) for title in run.retire())
    followed(tools)
    seconds = round(monotonic() - started, 3)
    return ImportReport(
        read=run.new + run.updated, new=run.new, updated=run.updated, failed=tuple(run.failed), notes=notes, seconds=seconds
    )


@dataclass(slots=True)
class _Import:
    """An import under way. `seen` are the sources of each file that was read whole."""

    tools: KnowTools
    progress: Progress | None
    new: int = 0
    updated: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=dict)
    _batch: list[NewArticle] = field(default_factory=list)

    def take(self, path: Path) -> None:
        """Read one path."""
        here: dict[str, set[str]] = {}
        troubled: list[str] = []
        try:
            for item in self.tools.read(path):
                if isinstance(item, Problem):
                    self.failed.append((item.where, item.why))
                    troubled.append(item.where)
                else:
                    self._keep(item, path.name)
                    here.setdefault(file_of(item.source), set()).add(item.source)
        except ToonbankError as error:
            self.failed.append((path.name, error.told))
            return
        self.seen |= {file: sources for file, sources in here.items() if not any(_about(where, file) for where in troubled)}

    def _keep(self, article: NewArticle, name: str) -> None:
        self._batch.append(article)
        if len(self._batch) >= _AT_ONCE:
            self.flush()
            if self.progress:
                self.progress(self.new + self.updated, None, name)

    def flush(self) -> None:
        """Keep what was read so far."""
        if self._batch:
            replaced = sum(was_there for _id, was_there in keep_articles(self.tools, self._batch))
            self.updated += replaced
            self.new += len(self._batch) - replaced
            self._batch.clear()

    def retire(self) -> list[str]:
        """Take out of use what was in the files before and is not now; returns the titles."""
        with self.tools.store.write() as uow:
            known = [(uow.tending.of_file(file), sources) for file, sources in self.seen.items()]
        missing = [found for there, sources in known for source, found in there.items() if source not in sources]
        if missing:
            retire_articles(self.tools, [id_ for id_, _title in missing])
        return [title for _id, title in missing]


def _about(where: str, file: str) -> bool:
    """Whether a problem is in a file: it names the file, or a row of it (`faq.csv:12`)."""
    return where == file or where.startswith(f"{file}:")
