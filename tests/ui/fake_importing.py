"""Files, imports and the watched folder of the invented shop. What a file is, its name tells; `looks` overrides it."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.domain.errors import BadInput
from app.domain.importing import ImportRow, Undone
from app.domain.message import ReadOptions
from app.domain.reading import Ask, ColumnGuess, Look
from app.domain.views import ImportReport
from app.domain.watching import Offer

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KINDS = {".txt": "whatsapp", ".mbox": "mailfile", ".eml": "mailfile", ".md": "knowledge", ".csv": "table", ".orders": "orders"}
ASKED = frozenset({Ask.ME, Ask.TIMEZONE})
COLUMNS = ColumnGuess(
    ("Wanneer", "Wie", "Wat zij zei"), {"date": "Wanneer", "sender": "Wie"}, ("date", "sender", "text", "subject"),
    (("03-04-2026 10:00", "Loes", "Is de kom er nog?"), ("03-04-2026 11:00", "Piet", "Bedankt!")), complete=False,
)  # fmt: skip


class FakeImporting:
    """Imports of the invented shop."""

    looks: dict[str, Look]
    files: dict[Path, tuple[Mapping[str, object], str]]
    history: list[ImportRow]
    watched: Path | None
    lying: list[Offer]
    declined: list[Path]

    def begin_importing(self) -> None:
        """Forget all files."""
        self.looks, self.files, self.history, self.watched, self.lying, self.declined = {}, {}, [], None, [], []
        self.stop_after = 0
        self.began = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()

    def _elsewhere(self) -> None:
        assert not self.strict or threading.current_thread() is not threading.main_thread(), "the Qt thread calls the Counter"

    def look(self, path: Path, options: ReadOptions | None = None, channel: str = "") -> Look:
        self._elsewhere()
        look = self.looks.get(path.name)
        if look is None:
            what = KINDS.get(path.suffix, "")
            look = Look(path, what, 0.9 if what else 0.0)
            if what == "table":
                look = replace(look, source="table:1", asks=frozenset({Ask.COLUMNS}), columns=COLUMNS)
            elif what == "whatsapp":
                names = ("Anna", "De Kleibakkerij")
                look = replace(look, source="whatsapp:*", asks=ASKED if not self._known(names) else frozenset({Ask.TIMEZONE}), names=names)
        elif self._known(look.names):
            look = replace(look, asks=look.asks - {Ask.ME})
        if channel:
            look = replace(look, what=channel, columns=COLUMNS, asks=frozenset({Ask.COLUMNS}))
        if look.columns is not None and options is not None and options.columns:
            look = replace(look, columns=replace(look.columns, complete=bool(options.columns.get("text"))))
        return look

    def _known(self, names) -> bool:
        return bool(set(names) & set(self._shop.own_names))

    def import_paths(self, paths, options=None, channel="", progress=None, cancelled=None, answers=None, *, keep_names=False):
        self._elsewhere()
        path = paths[0]
        told = {what: one for (about, what), one in (answers or {}).items() if about == path}
        self.files[path] = (next(iter(told.values())) if len(told) == 1 else told, channel)
        named = [name for one in told.values() for name in one.get("me", ())]
        if keep_names and named:
            self._shop = replace(self._shop, own_names=(*self._shop.own_names, *named))
        if "broken" in path.name:
            raise BadInput("This file is damaged at its beginning; nothing was added. Export it again.")
        what = channel or self.look(path).what
        report = ImportReport(
            read=100, new=96, duplicate=3, failed=((f"{path.name}:12", "This line has no date."),), customers_new=4, seconds=0.2,
            notes=((f"{path.name}:40", "This row has no text; it was left out."),),
        )  # fmt: skip
        for n in range(1, 5):
            if progress:
                progress(n * 25, None, "import")
            self.began.set()
            self.go_on.wait(5)
            if cancelled and cancelled():
                report = ImportReport(read=n * 25, new=n * 20, stopped=True)
                break
        self.history.insert(0, ImportRow(len(self.history) + 1, path.name, what, AT, report))
        return report

    def imports(self, limit: int = 100) -> list[ImportRow]:
        self._elsewhere()
        return self.history[:limit]

    def undo_import(self, import_id: int) -> Undone:
        self._elsewhere()
        place = next(n for n, row in enumerate(self.history) if row.id == import_id)
        if self.history[place].undone_at:
            raise BadInput("This import was taken back before; nothing was changed.")
        self.history[place] = replace(self.history[place], undone_at=AT)
        return Undone(messages=self.history[place].report.new, conversations=5, customers=4, kept=1)

    def watched_folder(self) -> Path | None:
        self._elsewhere()
        return self.watched

    def watch_folder(self, folder: Path | None) -> None:
        self._elsewhere()
        self.watched = folder

    def offers(self) -> list[Offer]:
        self._elsewhere()
        return [offer for offer in self.lying if offer.path not in self.declined and offer.path not in self.files]

    def decline(self, path: Path) -> None:
        self._elsewhere()
        self.declined.append(path)
