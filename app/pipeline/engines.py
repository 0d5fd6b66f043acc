"""Engines: the embedded one, always there, and model files that the owner added; which of them drafts, and which finds articles."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.engines import Advice, EngineStatus, ModelEmbedder, ModelFile, ModelGenerator, ModelKind, ModelRoom, Offer, OnBattery, Speed
from app.domain.errors import EngineError, NotFound
from app.domain.ports import CancelCheck, Drafter, Progress, PromptPart, TextGenerator
from app.domain.store_ports import Store
from app.domain.text import N_
from app.domain.views import EngineInfo

EMBEDDED = "embedded"
LANGUAGES = ("nl", "en", "de", "fr")
_SETTING, _CHOSEN, _FINDER, _CHECKSUMS, _BATTERY = "engines", "engine", "embedder", "model_checksums", "engine_on_battery"
_TRIAL = PromptPart("Write one short friendly sentence about a small shop.\n")

Entry = dict[str, object]
_File = tuple[Path, str, tuple[str, str]]
"""A model file: where it is, its checksum, and what it wants before a question and a passage."""


@dataclass(slots=True)
class Engines:
    """Keeps the list of models in the settings, and one running generator at most.

    `room` reads and runs model files; `generative` makes a drafter of a generator; `on_battery` says how the computer is fed.
    """

    store: Store
    embedded: Drafter
    room: ModelRoom
    generative: Callable[[TextGenerator, Drafter], Drafter]
    on_battery: Callable[[], bool | None] = lambda: None
    _running: dict[str, ModelGenerator] = field(default_factory=dict)
    _found: tuple[_File, ModelEmbedder] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    # -- the list

    def all(self) -> list[EngineInfo]:
        """Return the engines, the embedded one first; a file that is gone has the state missing."""
        chosen = self.chosen()
        state = "in_use" if chosen == EMBEDDED else "ready"
        first = EngineInfo(EMBEDDED, "embedded", languages=LANGUAGES, state=state)
        return [first, *(self._info(entry, chosen) for entry in self._entries())]

    def _info(self, entry: Entry, chosen: str) -> EngineInfo:
        path, name, kind = str(entry["path"]), str(entry["name"]), str(entry.get("kind") or "llama")
        in_use = name == (chosen if kind == "llama" else self.finder())
        generator = self._running.get(name)
        state = "missing" if not Path(path).exists() else "in_use" if in_use else "ready"
        if state == "in_use" and generator is not None and generator.trouble:
            state = "broken"
        known = next((model for model in self.room.known if model.name == entry.get("model")), None)
        return EngineInfo(
            name,
            kind,
            path,
            int(str(entry.get("size", 0))),
            int(str(entry.get("context", 0))),
            known.languages if known else (),
            state,
            known.licence if known else "",
            str(entry.get("match", "")),
            str(entry.get("told", "")),
            tuple(map(str, _list(entry.get("warnings")))),
            _speed(entry.get("speed")),
        )

    def add(self, path: Path, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> EngineInfo:
        """Add a model file: looked at, its checksum computed, loaded once in a child process. Raises EngineError, Cancelled."""
        path = path.expanduser().resolve()
        file = self.room.inspect(path, self._checksum(path), progress, cancelled)
        self._remember_checksum(file)
        context = self.room.load_once(file, cancelled)
        entry: Entry = {
            "name": path.stem,
            "kind": "embedding" if file.kind is ModelKind.EMBEDDING else "llama",
            "path": str(path),
            "size": file.size,
            "context": context,
            "sha256": file.sha256,
            "match": file.match.value,
            "told": file.told,
            "model": file.model.name if file.model else "",
            "warnings": list(file.warnings),
            "prefixes": list(self.room.prefixes(file)),
        }
        self._put([*(known for known in self._entries() if known["name"] != path.stem), entry])
        return self.find(path.stem)

    def remove(self, name: str) -> None:
        """Take a model off the list; its file stays. Raises NotFound. Where it was in use, the embedded engine takes over."""
        self.find(name)
        if name == EMBEDDED:
            raise NotFound(N_("The embedded engine belongs to Toonbank and cannot be removed."))
        if name == self.chosen():
            self._choose(_CHOSEN, EMBEDDED)
            self._stop()
        if name == self.finder():
            self._choose(_FINDER, EMBEDDED)
        self._put([entry for entry in self._entries() if entry["name"] != name])

    def find(self, name: str) -> EngineInfo:
        """Return an engine. Raises NotFound."""
        for info in self.all():
            if info.name == name:
                return info
        raise NotFound(N_("There is no engine called {name}."), name=name)

    # -- using

    def use(self, name: str, cancelled: CancelCheck | None = None) -> EngineInfo:
        """Choose the engine for drafts; a model is measured when it is chosen for the first time. An embedding model is chosen for
        finding articles, which must have its vectors by then. Raises NotFound, EngineError, Cancelled."""
        info = self.find(name)
        if info.kind == "embedding":
            self._choose(_FINDER, name)
            return self.find(name)
        if name != EMBEDDED and info.speed is None:
            self._measure(name, cancelled)
        self._choose(_CHOSEN, name)
        if name not in self._running:
            self._stop()
        return self.find(name)

    def test(self, on_token: Callable[[str], None] | None = None, cancelled: CancelCheck | None = None) -> dict[str, object]:
        """Measure the chosen engine and let it say something; `on_token` hears it as it comes. Raises Cancelled."""
        chosen = self.chosen()
        if chosen == EMBEDDED:
            return {"name": EMBEDDED, "ok": True, "why": N_("The embedded engine is always ready.")}
        try:
            speed = self._measure(chosen, cancelled)
            made = self._generator(chosen).generate([_TRIAL], max_tokens=32, on_token=on_token, cancelled=cancelled)
        except EngineError as error:
            return {"name": chosen, "ok": False, "why": error.told}
        return {
            "name": chosen,
            "ok": True,
            "prompt_tokens_per_second": speed.reading,
            "tokens_per_second": speed.writing,
            "load_seconds": speed.loading,
            "first_answer_seconds": round(speed.first_answer, 1),
            "answer_seconds": round(speed.next_answer, 1),
            "text": made.text,
            "why": "",
        }

    def drafter(self) -> Drafter:
        """Return the drafter in use; the embedded one when the chosen model is not there."""
        chosen = self.chosen()
        if chosen == EMBEDDED or not self._there(chosen):
            return self.embedded
        return self.generative(self._generator(chosen), self.embedded)

    def writer(self) -> TextGenerator | None:
        """Return the language model in use, for other work than drafts; None while the embedded engine is."""
        chosen = self.chosen()
        return None if chosen == EMBEDDED or not self._there(chosen) else self._generator(chosen)

    def background_drafter(self) -> Drafter | None:
        """Return the drafter for proposals that nobody asked for, None when they wait: on battery power a model is spared."""
        if self.chosen() == EMBEDDED or not self.on_battery():
            return self.drafter()
        return {OnBattery.PAUSE: None, OnBattery.EMBEDDED: self.embedded, OnBattery.GO_ON: self.drafter()}[self.battery_choice()]

    def battery_choice(self) -> OnBattery:
        """Return what unasked proposals do on battery power."""
        with self.store.read() as reader:
            kept = reader.setting(_BATTERY)
        return OnBattery(str(kept)) if kept in list(OnBattery) else OnBattery.EMBEDDED

    def choose_on_battery(self, choice: OnBattery) -> None:
        """Say what unasked proposals do on battery power."""
        self._choose(_BATTERY, choice.value)

    def status(self) -> EngineStatus:
        """Say what the engine in use does now."""
        chosen, generator = self.chosen(), self._running.get(self.chosen())
        loaded, trouble = (generator.loaded, generator.trouble) if generator else (False, "")
        return EngineStatus(chosen, loaded, trouble, self.on_battery(), self.battery_choice())

    def chosen(self) -> str:
        """Return the name of the engine for drafts."""
        with self.store.read() as reader:
            return str(reader.setting(_CHOSEN) or EMBEDDED)

    def finder(self) -> str:
        """Return the name of the engine that finds articles."""
        with self.store.read() as reader:
            return str(reader.setting(_FINDER) or EMBEDDED)

    def close(self) -> None:
        """Stop the running workers."""
        self._stop()
        with self._lock:
            if self._found is not None:
                self._found[1].close()
                self._found = None

    def _stop(self) -> None:
        with self._lock:
            for generator in self._running.values():
                generator.close()
            self._running.clear()

    # -- advice and downloads

    def advice(self) -> Advice:
        """Say which engine suits this computer."""
        return self.room.advise(self.room.machine())

    def offers(self) -> list[Offer]:
        """Return the files that may be downloaded; nothing is asked of the network."""
        return [self.room.offer(model) for model in self.room.known if model.path]

    def offer(self, name: str) -> Offer:
        """Return what a download would be. Raises NotFound, EngineError."""
        for model in self.room.known:
            if model.name.casefold() == name.casefold():
                return self.room.offer(model)
        raise NotFound(N_("The list has no model called {name}."), name=name)

    def download(self, name: str, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> EngineInfo:
        """Download a model of the list, on the person's word alone, and add it. Raises NotFound, EngineError, StorageFull, Cancelled."""
        return self.add(self.room.download(self.offer(name), progress, cancelled), progress, cancelled)

    # -- inside

    def _measure(self, name: str, cancelled: CancelCheck | None) -> Speed:
        speed = self._generator(name).measure(cancelled)
        kept = [speed.reading, speed.writing, speed.loading]
        self._put([{**entry, "speed": kept} if entry["name"] == name else entry for entry in self._entries()])
        return speed

    def _generator(self, name: str) -> ModelGenerator:
        path = Path(self.find(name).path)
        with self._lock:
            if name not in self._running:
                for generator in self._running.values():
                    generator.close()
                self._running = {name: self.room.generator(path)}
            return self._running[name]

    def current_finder(self) -> ModelEmbedder | None:
        """Return the model that finds articles; None where the embedded engine does, also in place of a file that is gone."""
        name = self.finder()
        entry = next((one for one in self._entries() if one["name"] == name and one.get("kind") == "embedding"), None)
        wanted = _file(entry) if entry is not None and Path(str(entry["path"])).exists() else None
        with self._lock:
            if self._found is not None and self._found[0] != wanted:
                self._found[1].close()
                self._found = None
            if wanted is not None and self._found is None:
                self._found = wanted, self.room.embedder(*wanted)
            return self._found[1] if self._found else None

    def finder_of(self, name: str) -> ModelEmbedder:
        """Return the embedder of a model on the list. Raises NotFound."""
        self.find(name)
        return self.room.embedder(*_file(next(one for one in self._entries() if one["name"] == name)))

    def _there(self, name: str) -> bool:
        return any(entry["name"] == name and Path(str(entry["path"])).exists() for entry in self._entries())

    def _checksum(self, path: Path) -> str:
        """Return the checksum of a file that has not changed since it was computed, else ""."""
        with self.store.read() as reader:
            kept = reader.setting(_CHECKSUMS)
        found = kept.get(str(path)) if isinstance(kept, dict) else None
        return str(found[2]) if isinstance(found, list) and found[:2] == _mark(path) else ""

    def _remember_checksum(self, file: ModelFile) -> None:
        with self.store.write() as uow:
            kept = uow.settings.get(_CHECKSUMS)
            uow.settings.put(_CHECKSUMS, {**(kept if isinstance(kept, dict) else {}), str(file.path): [*_mark(file.path), file.sha256]})
            uow.commit()

    def _choose(self, setting: str, value: str) -> None:
        with self.store.write() as uow:
            uow.settings.put(setting, value)
            uow.commit()

    def _put(self, entries: list[Entry]) -> None:
        with self.store.write() as uow:
            uow.settings.put(_SETTING, entries)
            uow.commit()

    def _entries(self) -> list[Entry]:
        with self.store.read() as reader:
            stored = reader.setting(_SETTING)
        return [entry for entry in stored if isinstance(entry, dict)] if isinstance(stored, list) else []


def _mark(path: Path) -> list[int]:
    """Return what changes when a file changes: size and time of the last change; [] when it is gone."""
    try:
        about = path.stat()
    except OSError:
        return []
    return [about.st_size, about.st_mtime_ns]


def _file(entry: Entry) -> _File:
    question, passage = ([*map(str, _list(entry.get("prefixes"))), "", ""])[:2]
    return Path(str(entry["path"])), str(entry.get("sha256", "")), (question, passage)


def _speed(kept: object) -> Speed | None:
    return Speed(*map(float, kept)) if isinstance(kept, list) and len(kept) == 3 else None


def _list(kept: object) -> list[object]:
    return kept if isinstance(kept, list) else []
