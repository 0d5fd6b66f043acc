"""Importing: what files are and leave open, taking them in, and taking that back."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.errors import BadInput
from app.domain.importing import ImportRow, Undone
from app.domain.message import ReadOptions
from app.domain.ports import CancelCheck, Progress
from app.domain.reading import Look
from app.domain.store_ports import Reader
from app.domain.text import N_
from app.domain.views import ImportReport
from app.pipeline.desk.watching import Watching
from app.pipeline.house import read_options
from app.pipeline.importing import Answers, Recognised, Told, answered, remember, remembered, said_about, still_open, told_of, undo_import
from app.pipeline.ordering import ORDERS, receive_orders, settle_orders
from app.pipeline.receive import receive, together

STILL_RUNNING = N_("This import is still running; stop it first.")


class Importing(Watching):
    """Importing: what files are and leave open, taking them in, and taking that back."""

    def recognise(self, path: Path) -> Recognised:
        """Say what a file is, from its content."""
        what, confidence = self._house.recognise(path)
        return Recognised(path, what, confidence)

    def look(self, path: Path, options: ReadOptions | None = None, channel: str = "") -> Look:
        """Say what a file is and what it leaves open, with what was answered for its source before (that is not asked again)."""
        look = self._house.look(path, options or read_options(self.shop()), channel)
        with self._house.store.read() as reader:
            first, *others = (_still_open(reader, part) for part in look.parts)
        return replace(first, others=tuple(others))

    def import_paths(
        self,
        paths: Sequence[Path],
        options: ReadOptions | None = None,
        channel: str = "",
        progress: Progress | None = None,
        cancelled: CancelCheck | None = None,
        answers: Told | None = None,
        *,
        keep_names: bool = False,
    ) -> ImportReport:
        """Import message files; everything complete is kept when stopped. `answers` (see `app.domain.reading.Look`) about a file, or about
        what one program wrote of an archive, are remembered for that source; with `keep_names` the names under "me" become names of the
        shop everywhere."""
        reports: list[ImportReport] = []
        for path in paths:
            try:
                with self._taking_in():
                    report = self._import(path, options, channel, answers or {}, progress, cancelled)
            except BadInput as error:
                if len(paths) == 1:
                    raise
                report = ImportReport(failed=((path.name, error.told),))
            reports.append(report)
            if keep_names:
                self._keep_names(said_about(answers or {}, path))
            if report.stopped:
                break
        return together(reports)

    def _import(
        self,
        path: Path,
        options: ReadOptions | None,
        channel: str,
        told: Told,
        progress: Progress | None,
        cancelled: CancelCheck | None,
    ) -> ImportReport:
        house, shop = self._house, self.shop()
        base = options or read_options(shop)
        look = self.look(path, base, channel)
        what = channel or look.what
        parts = {part.what: answered(base, {**part.answers, **told_of(told, part)}) for part in look.parts}
        chosen = parts[look.what]
        sources = [source for part in look.parts for source in self._sources(part, told_of(told, part), parts[part.what])]
        with house.store.write() as uow:
            for source in sources:
                remember(uow, source, told_of(told, source))
            import_id = uow.imports.begin(path.name, what, house.clock())
            uow.commit()
        self._importing.add(import_id)
        try:
            now = house.clock()
            if what == ORDERS:
                orders = house.read_orders(path, chosen)
                report = receive_orders(house.store, orders, shop, now, progress=progress, cancelled=cancelled, import_id=import_id)
            else:
                items = house.read_source([path], chosen, channel, parts)
                report = receive(house.store, items, shop, now, progress=progress, cancelled=cancelled, import_id=import_id)
                settle_orders(house.store, import_id)
        except BadInput as error:
            self._finish_import(import_id, what, ImportReport(failed=((path.name, error.told),)))
            raise
        finally:
            self._importing.discard(import_id)
        self._finish_import(import_id, what, report)
        if not report.stopped:
            self._imported(path)
        return report

    def _sources(self, look: Look, told: Answers, chosen: ReadOptions) -> list[Look]:
        """Return a look under every source that what was answered is remembered for."""
        if not told.get("me"):
            return [look]
        # a chat is called after its other side, which is known from now on
        now = self._house.look(look.path, chosen, look.what).source
        return [look, *([replace(look, source=now)] if now != look.source else [])]

    def _finish_import(self, import_id: int, what: str, report: ImportReport) -> None:
        with self._house.store.write() as uow:
            uow.imports.finish(import_id, what, report)
            uow.commit()

    def _keep_names(self, told: Sequence[Answers]) -> None:
        names = [name for one in told if isinstance(said := one.get("me"), list | tuple) for name in said]
        if names:
            with self._house.store.write() as uow:
                shop = uow.settings.shop()
                uow.settings.put_shop(replace(shop, own_names=tuple(dict.fromkeys((*shop.own_names, *map(str, names))))))
                uow.commit()

    def imports(self, limit: int = 100) -> list[ImportRow]:
        """Return imports, newest first; one that was broken off has no `what`."""
        with self._house.store.read() as reader:
            return reader.imports(limit)

    def undo_import(self, import_id: int) -> Undone:
        """Take back all that came with an import and nothing else. Raises NotFound, BadInput."""
        if import_id in self._importing:
            raise BadInput(STILL_RUNNING)
        return undo_import(self._house.store, import_id, self._house.clock())


def _still_open(reader: Reader, look: Look) -> Look:
    settled = bool(look.source) and "me" in reader.answers(look.source)
    return still_open(look, remembered(reader, look), settled=settled)
