"""The shop's concepts: words of four languages that mean the same, and how Dutch and German compounds are taken apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from app.words.text import LANGUAGES, fold, stem, tokens

_FILE = Path(__file__).resolve().parents[2] / "resources" / "models" / "concepts.txt"
_LINKS = ("", "s", "en", "n", "e", "er", "es")
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Concept:
    """A meaning, and the topic that it belongs to."""

    name: str
    topic: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Stems (phrases: several, with spaces) to concepts, per language; `parts` are the folded words compounds are made of."""

    by_stem: dict[str, dict[str, tuple[Concept, ...]]]
    longest_phrase: int
    phrase_starts: dict[str, frozenset[str]]
    parts: dict[str, frozenset[str]]

    def of(self, stems: str, language: str) -> tuple[Concept, ...]:
        """Return the concepts of a stem or phrase in a language; of an unknown language those that any of the four knows."""
        if language in self.by_stem:
            return self.by_stem[language].get(stems, ())
        return next((found for known in self.by_stem.values() if (found := known.get(stems))), ())


@cache
def lexicon() -> Lexicon:
    """Return the shipped lexicon; raises OSError when the program's own files are incomplete."""
    by_stem: dict[str, dict[str, tuple[Concept, ...]]] = {language: {} for language in LANGUAGES}
    parts: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for concept, language, words in entries():
        key = " ".join(stem(word, language) for word in words)
        by_stem[language][key] = (*by_stem[language].get(key, ()), concept)
        if len(words) == 1:
            parts[language] |= {fold(words[0]), key}
    phrases = {language: [key.split() for key in known if " " in key] for language, known in by_stem.items()}
    return Lexicon(
        by_stem,
        max(len(key) for keys in phrases.values() for key in keys),
        {language: frozenset(key[0] for key in keys) for language, keys in phrases.items()},
        {language: frozenset(word for word in known if len(word) >= _SHORTEST_PART) for language, known in parts.items()},
    )


def entries() -> Iterator[tuple[Concept, str, list[str]]]:
    """Yield concept, language and the words of each phrase, in the order of the file."""
    for line in _FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            topic, name, *columns = line.split("|")
            for language, column in zip(LANGUAGES, columns, strict=True):
                for phrase in column.split(","):
                    yield Concept(name, topic), language, tokens(phrase)


@lru_cache(maxsize=50_000)
def split_compound(folded: str, language: str) -> tuple[str, ...]:
    """Return the parts of a Dutch or German compound that the lexicon knows (`verzendkosten`: verzend, kosten), or ().

    One part may be unknown when the other is long enough to be no accident; linking letters go with neither.
    """
    if language not in ("nl", "de") or len(folded) < 7:
        return ()
    known = lexicon().parts[language]
    both, one = [], []
    for cut in range(_SHORTEST_PART, len(folded) - _SHORTEST_PART + 1):
        tail = folded[cut:]
        heads = [folded[: cut - len(link)] for link in _LINKS if folded[:cut].endswith(link)]
        head = next((part for part in heads if part in known), "")
        if head and tail in known:
            both.append((head, tail))
        elif tail in known and len(tail) >= 4 and cut >= 4:
            one.append((folded[:cut], tail))
        elif head and len(head) >= 4 and len(tail) >= 4:
            one.append((head, tail))
    return max(both or one, key=lambda pair: min(len(pair[0]), len(pair[1])), default=())
