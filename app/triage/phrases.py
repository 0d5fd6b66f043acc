"""Phrases as rules: a small notation for word sequences, found fast through their first words.

Notation: words as `fold` leaves them, separated by spaces; `a/b` is one of, `stem*` any ending, `word?` may be absent,
`..` up to three words in between. A phrase begins with a word that must be there.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

WINDOW = 14
"""Tokens, from its first word on, within which a phrase must end."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One rule: the signal it gives and the pattern that a window of folded tokens must begin with.

    `exact` and `stems` are the second words it can go on with; both empty when anything may follow.
    """

    signal: str
    pattern: re.Pattern[str]
    exact: frozenset[str]
    stems: tuple[str, ...]

    def goes_on_with(self, word: str) -> bool:
        """Tell, cheaply, whether the phrase can go on with this second word."""
        return word in self.exact or word.startswith(self.stems) or not (self.exact or self.stems)

    def length_in(self, window: str) -> int:
        """Return how many tokens the phrase covers at the start of `window` (folded tokens joined by spaces); 0 when it is not there."""
        found = self.pattern.match(window)
        return found.group().count(" ") + 1 if found else 0


class _ByWord(Generic[T]):
    """Values by exact word and by stem."""

    def __init__(self) -> None:
        self._exact: dict[str, list[T]] = defaultdict(list)
        self._stems: dict[str, list[T]] = defaultdict(list)

    def add(self, words: str, value: T) -> None:
        """Keep a value under each of the words `a/b/stem*`."""
        for word in words.split("/"):
            known = self._stems if word.endswith("*") else self._exact
            known[word.rstrip("*")].append(value)

    def of(self, folded: str) -> tuple[T, ...]:
        """Return the values of a folded word, without doubles."""
        found = list(self._exact.get(folded, ()))
        for length in range(1, len(folded) + 1):
            found += self._stems.get(folded[:length], ())
        return tuple(dict.fromkeys(found))


class PhraseBook:
    """All phrases, by the first word they begin with; those of a single word are signals of that word."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._phrases: _ByWord[Phrase] = _ByWord()
        self._signals: _ByWord[str] = _ByWord()
        for signal, lines in phrases.items():
            for line in lines:
                self._add(signal, line)

    def _add(self, signal: str, line: str) -> None:
        words = line.split()
        if words[0].endswith("?"):
            raise ValueError(f"a phrase must begin with a word that is there: {line}")
        if len(words) == 1:
            self._signals.add(words[0], signal)
        else:
            self._phrases.add(words[0], compile_phrase(signal, words))

    def starting_with(self, folded: str) -> tuple[Phrase, ...]:
        """Return the phrases of several words that may begin at this word."""
        return self._phrases.of(folded)

    def signals_of(self, folded: str) -> tuple[str, ...]:
        """Return the signals that this word gives all by itself."""
        return self._signals.of(folded)


def compile_phrase(signal: str, words: list[str]) -> Phrase:
    """Return the rule for the words of a line."""
    pattern = "".join(_piece(word, first=place == 0) for place, word in enumerate(words))
    second = words[1]
    choices = [] if second == ".." or second.endswith("?") else second.split("/")
    return Phrase(
        signal,
        re.compile(pattern),
        frozenset(choice for choice in choices if not choice.endswith("*")),
        tuple(choice[:-1] for choice in choices if choice.endswith("*")),
    )


def _piece(word: str, *, first: bool) -> str:
    if word == "..":
        return r"(?: [^ ]+){0,3}"
    choices = "|".join(re.escape(choice).replace(r"\*", "[^ ]*") for choice in word.rstrip("?").split("/"))
    optional = "?" if word.endswith("?") else ""
    return f"(?:{'' if first else ' '}(?:{choices})(?![^ ])){optional}"
