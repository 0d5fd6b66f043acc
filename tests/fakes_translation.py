"""Fakes of the translation ports: a small dictionary that plays a model, a package's libraries, and engines that go wrong."""

import json
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace

from app.domain.errors import Cancelled
from app.language.argos import Libraries
from tests.fakes_language import FakeGenerator

WORDS = {
    "waar": {"en": "where", "de": "wo"},
    "blijft": {"en": "is", "de": "bleibt"},
    "mijn": {"en": "my", "de": "meine"},
    "bestelling": {"en": "order", "de": "Bestellung"},
    "kruik": {"en": "bottle", "de": "Flasche"},
    "niet": {"en": "not", "de": "nicht"},
    "stuk": {"en": "broken", "de": "kaputt"},
    "is": {"en": "is", "de": "ist"},
    "de": {"en": "the", "de": "die"},
    "betaald": {"en": "paid", "de": "bezahlt"},
    "op": {"en": "on", "de": "am"},
    "ik": {"en": "I", "de": "ich"},
    "heb": {"en": "have", "de": "habe"},
    "maart": {"en": "March", "de": "März"},
    "dank": {"en": "thanks", "de": "danke"},
}


def word_by_word(line: str, target: str) -> str:
    """Translate a Dutch line by the dictionary; what it does not know stays."""
    return re.sub(r"[^\W\d_]+", lambda m: WORDS.get(m[0].casefold(), {}).get(target, m[0]), line)


CODES = {"English": "en", "German": "de"}


def fenced(prompt: str) -> list[str]:
    """The numbered lines between the markers of a prompt."""
    inside = re.search(r"<<(\w+)>>\n(.*?)<<\1>>", prompt[prompt.index("Task:") :], re.DOTALL)
    return [line.partition("] ")[2] for line in inside.group(2).strip().split("\n")] if inside else []


def answer(prompt: str) -> str:
    """What a good model says to the prompt."""
    target = CODES[re.search(r"Task: .* into (\w+)\.", prompt).group(1)]
    wishes = re.search(r"Say these words exactly so:\n(.*?)Task:", prompt, re.DOTALL)
    wanted = dict(line.split(" = ") for line in wishes.group(1).strip().split("\n")) if wishes else {}
    lines = [word_by_word(line, target) for line in fenced(prompt)]
    for words, said in wanted.items():
        lines = [re.sub(re.escape(word_by_word(words, target)), said, line) for line in lines]
    return json.dumps({"lines": lines}, ensure_ascii=False)


class WordModel(FakeGenerator):
    """A TextGenerator that translates Dutch by the dictionary."""

    def __init__(self, spoil=lambda text: text) -> None:
        super().__init__(lambda prompt: spoil(answer(prompt)), "woordenboek")

    def generate(self, prompt, *, cancelled=None, **options):
        if cancelled is not None and cancelled():
            raise Cancelled
        return super().generate(prompt, cancelled=cancelled, **options)


class _Pieces:
    """Stands for sentencepiece: a piece a word."""

    def __init__(self, model_file: str) -> None:
        assert Path(model_file).is_file()

    def encode(self, line, out_type):
        assert out_type is str
        return [f"\u2581{word}" for word in line.split(" ")]


class _Model:
    """Stands for ctranslate2: the target language is what its model file says."""

    def __init__(self, folder: str, device: str) -> None:
        assert device == "cpu"
        self.target = (Path(folder) / "model.bin").read_text()
        if self.target == "broken":
            raise RuntimeError("Unsupported model binary version")

    def translate_batch(self, tokens, *, target_prefix, beam_size, replace_unknowns):
        assert beam_size
        assert replace_unknowns
        made = []
        for number, line in enumerate(tokens):
            said = word_by_word(" ".join(piece.lstrip("\u2581") for piece in line), self.target)
            pieces = [f"\u2581{word}" for word in said.split(" ")]
            made.append(SimpleNamespace(hypotheses=[[*(target_prefix[number] if target_prefix else []), *pieces]]))
        return made


def libraries() -> Libraries:
    """The two libraries, played."""
    return Libraries(SimpleNamespace(Translator=_Model), SimpleNamespace(SentencePieceProcessor=_Pieces))


def make_package(folder: Path, source: str, target: str, *, model: str = "", **metadata: str) -> Path:
    """Write a package as a folder; returns it."""
    root = folder / f"translate-{source}_{target}-1_9"
    (root / "model").mkdir(parents=True)
    (root / "model" / "model.bin").write_text(model or target)
    (root / "sentencepiece.model").write_bytes(b"pieces")
    values = {"package_version": "1.9", "from_code": source, "to_code": target} | metadata
    (root / "metadata.json").write_text(json.dumps(values))
    return root


def zipped(folder: Path) -> Path:
    """Pack a package folder as an .argosmodel file."""
    made = folder.with_suffix(".argosmodel")
    with zipfile.ZipFile(made, "w") as package:
        for file in sorted(folder.rglob("*")):
            package.write(file, f"{folder.name}/{file.relative_to(folder).as_posix()}")
    return made
