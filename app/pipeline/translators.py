"""Translators: translation packages that the owner added, and the language model in use; which of them can do a pair of languages."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app.domain.errors import NotFound
from app.domain.ports import LanguageDetector, TextGenerator
from app.domain.store_ports import Store
from app.domain.text import N_
from app.domain.translation import LineEngine, NoTranslator, PackageInfo, PackageRoom, Translator, TranslatorsView, language_name
from app.drafting.translating import CarefulTranslator, ModelLines

NO_PACKAGE = N_("There is no translation package called {name}.")
NO_PAIR = N_("Nothing here can translate from {source} into {target}: add a language model or a translation package in Settings.")
_SETTING = "translation_packages"


@dataclass(slots=True)
class Translators:
    """Keeps the list of packages in the settings. `model` returns the language model in use, or None."""

    store: Store
    room: PackageRoom
    model: Callable[[], TextGenerator | None]
    detect: LanguageDetector
    _packed: tuple[tuple[PackageInfo, ...], LineEngine] | None = field(default=None)

    def view(self) -> TranslatorsView:
        """Return what can translate."""
        model = self.model()
        return TranslatorsView(tuple(map(self.room.state_of, self._entries())), model.name if model else "")

    def add(self, path: Path) -> PackageInfo:
        """Add a package; one for the same pair is replaced. Raises BadInput, StorageFull."""
        info = self.room.install(path.expanduser().resolve())
        self._put([*(entry for entry in self._entries() if entry.name != info.name), info])
        return self.room.state_of(info)

    def remove(self, name: str) -> None:
        """Take a package off the list. Raises NotFound."""
        entries = self._entries()
        found = next((entry for entry in entries if entry.name == name), None)
        if found is None:
            raise NotFound(NO_PACKAGE, name=name)
        self._put([entry for entry in entries if entry.name != name])
        self.room.remove(found)

    def translator(self, source: str, target: str) -> Translator:
        """Return what translates this pair: a package made for it before the language model. Raises NoTranslator."""
        ready = tuple(info for info in map(self.room.state_of, self._entries()) if info.state == "ready")
        if ready:
            packages = CarefulTranslator(self._lines(ready), self.detect)
            if packages.can(source, target):
                return packages
        model = self.model()
        if model is not None:
            asked = CarefulTranslator(ModelLines(model), self.detect)
            if asked.can(source, target):
                return asked
        raise self._why_not(source, target)

    def _why_not(self, source: str, target: str) -> NoTranslator:
        """A package for this very pair that cannot be used says why; else nothing was ever added for it."""
        for info in map(self.room.state_of, self._entries()):
            if (info.source, info.target) == (source, target) and info.why:
                return NoTranslator(info.why)
        return NoTranslator(NO_PAIR, source=language_name(source), target=language_name(target))

    def _lines(self, ready: tuple[PackageInfo, ...]) -> LineEngine:
        if self._packed is None or self._packed[0] != ready:
            self._packed = (ready, self.room.lines(ready))
        return self._packed[1]

    def _entries(self) -> list[PackageInfo]:
        with self.store.read() as reader:
            stored = reader.setting(_SETTING)
        names = ("name", "path", "source", "target", "version")
        entries = [entry for entry in stored if isinstance(entry, dict)] if isinstance(stored, list) else []
        return [PackageInfo(**{name: str(entry.get(name, "")) for name in names}) for entry in entries]

    def _put(self, entries: list[PackageInfo]) -> None:
        kept = [{name: value for name, value in asdict(entry).items() if name not in ("state", "why")} for entry in entries]
        with self.store.write() as uow:
            uow.settings.put(_SETTING, kept)
            uow.commit()
