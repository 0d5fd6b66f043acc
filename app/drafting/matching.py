"""A question beside the passages that may answer it: which of its words each passage has, in which form, and where."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.domain.knowledge import PassageHit
from app.drafting.asking import kinds_of_question
from app.words.terms import Term, terms
from app.words.text import fold, tokens

SAME_MEANING, SAME_PART, LOOKS_ALIKE = 0.8, 0.6, 0.85
LEAST_LIKENESS = 0.5
_GRAMS = (3, 4, 5)
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n+")
_LONGEST = 6_000
"""Characters of a passage that are looked at."""
_TERM_FREQUENCY = 1.2
_MOST_BM25 = 2.2
"""What a word of weight 1 can give at most in the keyword index's BM25."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many passages the shop has, and how many of them have a stem."""

    passages: int = 0
    having: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A passage's words: those of title and heading (`head`), and those of its text (`body`)."""

    head: Mapping[Term, int]
    body: Mapping[Term, int]
    length: int
    sentences: tuple[frozenset[Term], ...]
    pairs: frozenset[tuple[str, str]]
    grams: frozenset[str]
    plain: str
    asks: frozenset[str]


@lru_cache(maxsize=1_500)
def page_of(title: str, heading: str, text: str, language: str) -> Page:
    """Return the words of a passage."""
    head = [*terms(title, language), *terms(heading, language)]
    said = [terms(sentence, language) for sentence in _SENTENCE_END.split(text[:_LONGEST]) if sentence]
    body = [term for sentence in said for term in sentence]
    return Page(
        Counter(head),
        Counter(body),
        len(head) + len(body),
        tuple(frozenset(sentence) for sentence in said if sentence),
        frozenset(_neighbours(head)).union(*(_neighbours(sentence) for sentence in said)),
        grams(title) | grams(heading),
        spaced(f"{title}\n{heading}\n{text[:_LONGEST]}"),
        kinds_of_question(f"{title} {heading}", language),
    )


def spaced(text: str) -> str:
    """Return the folded words of a text with single spaces between and around."""
    return f" {' '.join(fold(word) for word in tokens(text))} "


def grams(text: str) -> frozenset[str]:
    """Return the pieces of 3 to 5 characters of a text, over the edges of words too."""
    plain = spaced(text)
    return frozenset(plain[i : i + size] for size in _GRAMS for i in range(len(plain) - size + 1)) if plain.strip() else frozenset()


def _neighbours(found: Sequence[Term]) -> Iterator[tuple[str, str]]:
    return ((a.stem, b.stem) for a, b in pairwise(found))


class View:
    """A question beside its candidates. A word's weight is its rarity among all passages of the shop."""

    def __init__(self, question: str, language: str, hits: Sequence[PassageHit], counts: Counts) -> None:
        self.hits = hits
        self.language = language
        self.pages = [page_of(h.passage.article_title, h.passage.heading, h.passage.text, h.passage.language) for h in hits]
        self.usual_length = sum(page.length for page in self.pages) / (len(self.pages) or 1) or 1.0
        ordered = terms(question, language)
        self.asked = tuple(dict.fromkeys(ordered))
        self.pairs = frozenset(_neighbours(ordered))
        self.asks = kinds_of_question(question, language)
        self.grams = grams(question)
        self._counts = counts
        self._known = Vocabulary(self.pages)
        self.weights = {term: self.rarity(term) for term in self.asked}
        self.total = sum(self.weights.values()) or 1.0
        self.most_bm25 = _MOST_BM25 * sum(weight / said_seldom(term) for term, weight in self.weights.items()) or 1.0
        self.kin = {term: _kin(term, self._known) for term in self.asked}
        self._same = {term: self._known.by_stem.get(term.stem, ()) for term in self.asked}
        self._near: dict[Term, list[tuple[Term, float]]] = {}
        for term, kin in self.kin.items():
            for word, alike in kin.items():
                self._near.setdefault(word, []).append((term, alike))
        self._rarities: dict[Term, float] = {}
        self._gram_squares = self._weigh_grams()
        self._text_weights = self._weigh_pieces()
        self._all_pieces = sum(self._text_weights.values())

    def forget(self) -> None:
        """Let go of what only the features need, for those who keep many views."""
        self._known, self._near, self._rarities, self._gram_squares, self._text_weights = Vocabulary(()), {}, {}, {}, {}

    def having(self, stem: str) -> int:
        """Return how many passages have a stem: as many as the candidates at least, and one at least."""
        counted = self._counts.having.get(stem, 0) if self._counts.having else 0
        return max(1, counted, self._known.pages_with[stem])

    def rarity(self, word: Term) -> float:
        """Return how much a word tells: how few passages have it (inverse document frequency), and how seldom customers say it."""
        total = max(self._counts.passages, len(self.pages))
        having = self.having(word.stem)
        return math.log(1 + (total - having + 0.5) / (having + 0.5)) * said_seldom(word)

    def _weigh_grams(self) -> dict[str, float]:
        among = Counter(gram for page in self.pages for gram in page.grams)
        total = len(self.pages)
        return {gram: (math.log((1 + total) / (1 + among[gram])) + 0.3) ** 2 for gram in self.grams.union(among)}

    def _weigh_pieces(self) -> dict[str, float]:
        total = len(self.pages)
        having = {gram: sum(gram in page.plain for page in self.pages) for gram in self.grams if len(gram) > 3}
        return {gram: math.log((1 + total) / (1 + n)) for gram, n in having.items()}

    # -- what a page has of the question, 0..1
    def exact(self, page: Page) -> tuple[float, float, float]:
        """Return BM25 of the question's stems in the page, in its title, and in its text, as shares of the best possible."""
        slow = _TERM_FREQUENCY * (0.4 + 0.6 * page.length / self.usual_length)
        both = title = text = 0.0
        for term, weight in self.weights.items():
            in_title = in_text = 0
            for word in self._same[term]:
                in_title += page.head.get(word, 0)
                in_text += page.body.get(word, 0)
            if in_title or in_text:
                title += weight if in_title else 0.0
                both += weight * (2 * in_title + in_text) / (2 * in_title + in_text + slow)
                text += weight * in_text / (in_text + slow)
        return both / self.total, title / self.total, text / self.total

    def soft(self, page: Page) -> tuple[float, float]:
        """Return BM25 of the question's words with all that are kindred, and the share of them that the title has in any form."""
        slow = _TERM_FREQUENCY * (0.4 + 0.6 * page.length / self.usual_length)
        both = title = 0.0
        for term, weight in self.weights.items():
            times = near = 0.0
            for word, alike in self.kin[term].items():
                in_title = page.head.get(word, 0)
                if in_title:
                    near = max(near, alike)
                times += alike * (2 * in_title + page.body.get(word, 0))
            both += weight * times / (times + slow)
            title += weight * near
        return both / self.total, title / self.total

    def covered(self, found: Iterable[Term]) -> float:
        """Return the share (by rarity) of the question's words that are among `found`, in this or a kindred form."""
        best: dict[Term, float] = {}
        for word in found:
            for term, alike in self._near.get(word, ()):
                best[term] = max(best.get(term, 0.0), alike)
        return sum(self.weights[term] * alike for term, alike in best.items()) / self.total

    def head_asked(self, page: Page) -> float:
        """Return the share (by rarity) of the title's words that the question says, in this or a kindred form."""
        total = said = 0.0
        for word in page.head:
            weight = self._rarities.get(word) or self._rarities.setdefault(word, self.rarity(word))
            total += weight
            if word in self._near:
                said += weight * max(alike for _, alike in self._near[word])
        return said / total if total else 0.0

    def head_grams(self, page: Page) -> float:
        """Return the cosine of question and title by their pieces of 3 to 5 characters."""
        shared = self._length(self.grams & page.grams)
        return shared / math.sqrt(self._length(self.grams) * self._length(page.grams)) if shared else 0.0

    def _length(self, found: frozenset[str]) -> float:
        return sum(map(self._gram_squares.__getitem__, found))

    def text_grams(self, page: Page) -> float:
        """Return the share (by rarity) of the question's pieces of 4 and 5 characters that the passage has."""
        if not self._all_pieces:
            return 0.0
        return sum(weight for gram, weight in self._text_weights.items() if gram in page.plain) / self._all_pieces

    def sentence(self, page: Page) -> float:
        """Return the share of the question that one sentence has, in this or a kindred form."""
        return max(map(self.covered, page.sentences), default=0.0)

    def same_kind(self, page: Page) -> float:
        """Return 1 when question and title ask the same sort of thing (when, where, how much ...), -1 for another, 0 for unknown."""
        if not self.asks or not page.asks:
            return 0.0
        return 1.0 if self.asks & page.asks else -1.0


class Vocabulary:
    """The distinct words of the candidates, to be found by stem, meaning, part and letters."""

    def __init__(self, pages: Sequence[Page]) -> None:
        pages_with_word = Counter(word for page in pages for word in page.head.keys() | page.body.keys())
        self.pages_with = Counter[str]()
        self.by_stem: dict[str, list[Term]] = {}
        self.by_meaning: dict[str, list[Term]] = {}
        self.by_part: dict[str, list[Term]] = {}
        self.by_gram: dict[str, list[Term]] = {}
        for word, n in pages_with_word.items():
            self.pages_with[word.stem] = min(len(pages), self.pages_with[word.stem] + n)
            self.by_stem.setdefault(word.stem, []).append(word)
            for meaning in word.meanings:
                self.by_meaning.setdefault(meaning, []).append(word)
            for part in word.parts:
                self.by_part.setdefault(part, []).append(word)
            if not word.number:
                for gram in letters(word.folded):
                    self.by_gram.setdefault(gram, []).append(word)


def _kin(term: Term, known: Vocabulary) -> dict[Term, float]:
    """Return the candidates' words that are about the same as a word, and how surely (0..1)."""
    near: dict[Term, float] = {}
    if not term.number:
        own = letters(term.folded)
        shared = Counter(word for gram in own for word in known.by_gram.get(gram, ()))
        for word, n in shared.items():
            alike = likeness(term.folded, word.folded, 2 * n / (len(own) + len(letters(word.folded))))
            if alike >= LEAST_LIKENESS:
                near[word] = alike * LOOKS_ALIKE
        for part in (*term.parts, term.stem):
            for word in (*known.by_part.get(part, ()), *(known.by_stem.get(part, ()) if term.parts else ())):
                near[word] = max(near.get(word, 0.0), SAME_PART)
        for meaning in term.meanings:
            for word in known.by_meaning.get(meaning, ()):
                near[word] = max(near.get(word, 0.0), SAME_MEANING)
    for word in known.by_stem.get(term.stem, ()):
        near[word] = 1.0
    return near


def said_seldom(word: Term) -> float:
    """Return the part 0.3..1 of a word's weight that is left when customers of all shops say it often."""
    return 0.3 + 0.7 * word.rarity


@lru_cache(maxsize=20_000)
def letters(word: str) -> frozenset[str]:
    """Return the 3-character pieces of a word with its edges marked."""
    marked = f"^{word}$"
    return frozenset(marked[i : i + 3] for i in range(max(1, len(marked) - 2)))


def likeness(a: str, b: str, dice: float) -> float:
    """Return 0..1: how much two folded words look alike, given their Dice coefficient; a word that begins or ends the other counts."""
    if a == b:
        return 1.0
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) >= 5 and (long.startswith(short) or long.endswith(short)):
        return max(dice, 0.75)
    return dice
