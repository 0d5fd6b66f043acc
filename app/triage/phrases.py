"""Phrases as rules: a small notation for word sequences, found fast through their first word.

Notation: words as `fold` leaves them, separated by spaces; `a/b` is one of, `stem*` any ending, `word?` may be absent,
`..` up to three words in between. A phrase begins with a word that must be there.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WINDOW = 14
"""Tokens after its first word within which a phrase must end."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One rule: the signal it gives and the pattern that a window of folded tokens must begin with."""

    signal: str
    pattern: re.Pattern[str]

    def length_in(self, window: str) -> int:
        """Return how many tokens the phrase covers at the start of `window` (folded tokens joined by spaces); 0 when it is not there."""
        found = self.pattern.match(window)
        return found.group().count(" ") + 1 if found else 0


class PhraseBook:
    """All phrases, by the first word they begin with."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, list[Phrase]] = defaultdict(list)
        self._stems: dict[str, list[Phrase]] = defaultdict(list)
        for signal, lines in phrases.items():
            for line in lines:
                self._add(signal, line)
        self._lengths = sorted({len(stem) for stem in self._stems})

    def _add(self, signal: str, line: str) -> None:
        phrase = Phrase(signal, compile_phrase(line))
        for first in line.split()[0].split("/"):
            known = self._stems if first.endswith("*") else self._exact
            known[first.rstrip("*")].append(phrase)

    def starting_with(self, folded: str) -> tuple[Phrase, ...]:
        """Return the phrases that may begin at this word."""
        found = list(self._exact.get(folded, ()))
        for length in self._lengths:
            found += self._stems.get(folded[:length], ()) if length <= len(folded) else ()
        return tuple(dict.fromkeys(found))


def compile_phrase(line: str) -> re.Pattern[str]:
    """Return the pattern of one phrase; it matches at the start of folded tokens joined by single spaces."""
    if line.split(" ", 1)[0].endswith("?"):
        raise ValueError(f"a phrase must begin with a word that is there: {line}")
    parts: list[str] = []
    for position, word in enumerate(line.split()):
        if word == "..":
            parts.append(r"(?: [^ ]+){0,3}")
            continue
        optional = "?" if word.endswith("?") else ""
        choices = "|".join(re.escape(choice).replace(r"\*", "[^ ]*") for choice in word.rstrip("?").split("/"))
        parts.append(f"(?:{' ' if position else ''}(?:{choices})(?![^ ])){optional}")
    return re.compile("".join(parts))
