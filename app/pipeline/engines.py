"""Engines: the embedded one, always there, and model files that the owner added; which of them drafts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from app.domain.errors import EngineError, NotFound
from app.domain.ports import Drafter, PromptPart, TextGenerator
from app.domain.store_ports import Store
from app.domain.text import N_
from app.domain.views import EngineInfo

EMBEDDED = "embedded"
_SETTING = "engines"


@dataclass(slots=True)
class Engines:
    """Keeps the list of models in the settings, and one running generator at most.

    `probe` loads a file in a child process and describes it; `generator` starts a worker for it; `generative` makes a drafter of it.
    """

    store: Store
    embedded: Drafter
    probe: Callable[[Path], EngineInfo]
    generator: Callable[[Path], TextGenerator]
    generative: Callable[[TextGenerator, Drafter], Drafter]
    _running: dict[str, TextGenerator] = field(default_factory=dict)

    def all(self) -> list[EngineInfo]:
        """Return the engines, the embedded one first; a file that is gone has the state missing."""
        chosen = self._chosen()
        state = "in_use" if chosen == EMBEDDED else "ready"
        infos = [EngineInfo(EMBEDDED, "embedded", languages=("nl", "en", "de", "fr"), state=state)]
        return infos + [self._info(entry, chosen) for entry in self._entries()]

    def _info(self, entry: dict[str, object], chosen: str) -> EngineInfo:
        path, name = str(entry["path"]), str(entry["name"])
        state = "missing" if not Path(path).exists() else "in_use" if name == chosen else "ready"
        return EngineInfo(name, "llama", path, int(str(entry.get("size", 0))), int(str(entry.get("context", 0))), state=state)

    def add(self, path: Path) -> EngineInfo:
        """Add a model file after loading it in a child process. Raises EngineError when it cannot be used."""
        info = self.probe(path.expanduser().resolve())
        entries = [entry for entry in self._entries() if entry["name"] != info.name]
        entries.append({"name": info.name, "path": info.path, "size": info.size, "context": info.context})
        with self.store.write() as uow:
            uow.settings.put(_SETTING, entries)
            uow.commit()
        return info

    def use(self, name: str) -> EngineInfo:
        """Choose the engine for drafts. Raises NotFound."""
        self._find(name)
        with self.store.write() as uow:
            uow.settings.put("engine", name)
            uow.commit()
        self.close()
        return self._find(name)

    def test(self) -> dict[str, object]:
        """Run the chosen engine on a small prompt and say how fast it is."""
        chosen = self._chosen()
        if chosen == EMBEDDED:
            return {"name": EMBEDDED, "ok": True, "why": N_("The embedded engine is always ready.")}
        started = perf_counter()
        try:
            made = self._generator(chosen).generate([PromptPart("Write one short friendly sentence about a shop.\n")], max_tokens=32)
        except EngineError as error:
            return {"name": chosen, "ok": False, "why": error.told}
        after = max(made.total_ms - made.first_token_ms, 0.001)
        return {
            "name": chosen,
            "ok": True,
            "prompt_tokens_per_second": round(made.prompt_tokens * 1000 / max(made.first_token_ms, 0.001), 1),
            "milliseconds": round(made.total_ms, 1),
            "milliseconds_after_first_token": round(after, 1),
            "load_seconds": round(perf_counter() - started - made.total_ms / 1000, 2),
            "why": "",
        }

    def drafter(self) -> Drafter:
        """Return the drafter in use; the embedded one when the chosen model is not there."""
        chosen = self._chosen()
        if chosen == EMBEDDED or self._find(chosen).state == "missing":
            return self.embedded
        return self.generative(self._generator(chosen), self.embedded)

    def close(self) -> None:
        """Stop the running worker."""
        for generator in self._running.values():
            generator.close()
        self._running.clear()

    def _generator(self, name: str) -> TextGenerator:
        if name not in self._running:
            self.close()
            self._running[name] = self.generator(Path(self._find(name).path))
        return self._running[name]

    def _find(self, name: str) -> EngineInfo:
        for info in self.all():
            if info.name == name:
                return info
        raise NotFound(N_("There is no engine called {name}."), name=name)

    def _chosen(self) -> str:
        with self.store.read() as reader:
            return str(reader.setting("engine") or EMBEDDED)

    def _entries(self) -> "list[dict[str, object]]":
        with self.store.read() as reader:
            stored = reader.setting(_SETTING)
        return [entry for entry in stored if isinstance(entry, dict)] if isinstance(stored, list) else []
