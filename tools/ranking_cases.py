"""The questions that tools/fit_ranking.py learns from, each with its candidates and their features.

A file's articles are a shop's whole knowledge. It is asked as it is (`titled`), and with its titles taken away (`bare`: then the titles are
questions too), for shops whose articles have no telling titles. Titles are also asked as customers half remember them (`noisy`): words
left out, misspelt, or put by others of the same meaning; and questions come in letters with a story around them (`letter`).
Of each question with an answer a twin is asked with that answer left out.
"""

import json
import random
import sqlite3
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.knowledge import NewArticle, Passage, PassageHit
from app.drafting.asking import core
from app.drafting.matching import Counts
from app.drafting.ranking import RANK_FEATURES, Ranking, fuse, passage_text, with_shares
from app.knowledge.passages import split_passages
from app.language.embed import HashedEmbedder
from app.pipeline.retrieve import CANDIDATES
from app.store.stems import question_terms, stem_text
from app.words.concepts import entries, lexicon
from app.words.terms import terms
from app.words.text import fold, is_stop, stem, tokens

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("nl", "en", "de", "fr")
_OPENINGS = {
    "nl": ("hoe zit het met", "even vragen", "ik wil", "kan dat", "graag", "weten over"),
    "en": ("what about", "a question", "i want", "possible", "about", "need to"),
    "de": ("wie ist das mit", "frage", "ich will", "geht das", "wegen", "brauche"),
    "fr": ("comment ça marche", "question", "je veux", "possible", "pour", "besoin"),
}
_STORIES = {
    "nl": (
        "Vorige maand kwam ik via mijn schoonzus bij jullie terecht en ze was er erg over te spreken.",
        "Wij zitten midden in een verhuizing, dus alles ligt hier nog door elkaar.",
        "Ik heb al op de site gekeken maar ik kon het zo gauw niet vinden.",
        "Mijn man zegt dat ik gewoon moet mailen, dus bij dezen.",
        "Het is voor de verjaardag van mijn kleindochter, die wordt acht.",
        "Gisteren heb ik ook nog gebeld, maar toen zat iedereen zeker aan de lunch.",
    ),
    "en": (
        "My neighbour told me about you last week and could not stop talking about it.",
        "We are in the middle of moving house, so please excuse the short notice.",
        "I have looked on the website but could not find it straight away.",
        "I tried to ring yesterday around noon, nobody picked up.",
        "It is meant for my grandmother, who turns ninety in spring.",
        "Sorry if this has been asked a hundred times before.",
    ),
    "de": (
        "Meine Schwägerin hat mir letzte Woche von Ihnen erzählt und war ganz begeistert.",
        "Wir stecken gerade mitten im Umzug, deshalb melde ich mich erst heute.",
        "Auf der Seite habe ich schon geschaut, aber auf die Schnelle nichts entdeckt.",
        "Gestern Mittag habe ich es telefonisch versucht, da ging niemand dran.",
        "Es ist für den Geburtstag meiner Enkelin, die wird acht.",
        "Falls das schon hundertmal gefragt wurde, verzeihen Sie mir bitte.",
    ),
    "fr": (
        "Ma voisine m'a parlé de vous la semaine dernière et elle était ravie.",
        "Nous sommes en plein déménagement, d'où ce message un peu tardif.",
        "J'ai déjà regardé sur le site mais je n'ai pas trouvé tout de suite.",
        "J'ai essayé d'appeler hier vers midi, sans succès.",
        "C'est pour l'anniversaire de ma petite-fille qui va avoir huit ans.",
        "Pardon si la question revient souvent.",
    ),
}
_FRAMES = {
    "nl": ("Beste mensen,", "Met vriendelijke groet,\nHanneke van Loon"),
    "en": ("Dear all,", "Kind regards,\nPriya Walsh"),
    "de": ("Guten Tag,", "Mit freundlichen Grüßen\nJutta Brandt"),
    "fr": ("Bonjour,", "Cordialement,\nOdile Marchand"),
}
Matrix = NDArray[np.float64]
Row = Mapping[str, str]
_embedder = HashedEmbedder()


@dataclass(frozen=True, eq=False)
class Case:
    """A question with its candidates: their features, whether each is right, and the shop's ranking of them."""

    group: str
    fold: int
    weight: float
    known: bool
    twin: bool
    values: Matrix
    right: NDArray[np.bool_]
    articles: tuple[int, ...]
    ranking: Ranking

    def place(self, scores: Matrix) -> int:
        """Return the place of the first right article by these scores, 0 when it is not among the candidates."""
        ordered = dict.fromkeys(self.articles[i] for i in np.argsort(-scores, kind="stable"))
        right = {article for article, ok in zip(self.articles, self.right, strict=True) if ok}
        return next((place for place, article in enumerate(ordered, 1) if article in right), 0)


def shares(values: Matrix) -> Matrix:
    """Return the features with their shares of the best."""
    return np.array(with_shares([tuple(row) for row in values])).reshape(len(values), 2 * len(RANK_FEATURES))


def answer_row(case: Case, weights: Matrix) -> Matrix | None:
    """Return what speaks for the best hit by these weights being the answer; None where nothing was asked or found."""
    if not len(case.values) or not case.ranking.view.asked:
        return None
    case.ranking.put_in_order((shares(case.values) @ weights).tolist())
    return np.array(case.ranking.answer_features())


class Shop:
    """Articles in memory: passages, a full-text index like the store's, and vectors."""

    def __init__(self, articles: Sequence[Row], *, titles: bool = True) -> None:
        numbers = {row["article"]: number for number, row in enumerate(articles)}
        self.passages: list[Passage] = []
        self.names = {number: name for name, number in numbers.items()}
        for row in articles:
            title = row["title"] if titles else ""
            for place, (heading, text) in enumerate(split_passages(NewArticle(title, row["text"], row["language"]))):
                number = len(self.passages)
                self.passages.append(Passage(number, numbers[row["article"]], title, place, heading, text, row["language"]))
        stems = [tuple(stem_text(x, p.language) for x in (p.article_title, p.heading, p.text)) for p in self.passages]
        self._db = sqlite3.connect(":memory:")
        self._db.execute("CREATE VIRTUAL TABLE t USING fts5(title, heading, text)")
        self._db.executemany("INSERT INTO t (rowid, title, heading, text) VALUES (?,?,?,?)", [(n + 1, *row) for n, row in enumerate(stems)])
        self._stems = [frozenset(" ".join(row).split()) for row in stems]
        self._having = Counter(word for found in self._stems for word in found)
        self._spoken = sorted({p.language for p in self.passages})
        texts = [(passage_text(p.article_title, p.heading, p.text), p.language) for p in self.passages]
        self._matrix = np.vstack([np.frombuffer(_embedder.embed([text], language)[0], "<f4") for text, language in texts])

    def ranking(self, question: str, language: str, without: frozenset[str]) -> Ranking:
        """Return the candidates as the retrieve stage ranks them, some articles left out as if they were not there."""
        question = core(question)
        gone = {p.id for p in self.passages if self.names[p.article_id] in without}
        told = " OR ".join(f'"{term}"' for term in question_terms(question, language, self._spoken))
        query = "SELECT rowid, bm25(t, 2.0, 1.5, 1.0) AS b FROM t WHERE t MATCH ? ORDER BY b LIMIT ?"
        found = self._db.execute(query, (told, CANDIDATES + len(gone))) if told else []
        worded = [(row - 1, -score) for row, score in found if row - 1 not in gone][:CANDIDATES]
        scores = self._matrix @ np.frombuffer(_embedder.embed([question], language)[0], "<f4")
        similar = [(int(i), float(scores[i])) for i in np.argsort(-scores) if int(i) not in gone][:CANDIDATES]
        hits = [PassageHit(self.passages[i], score, k, v) for i, score, k, v in fuse(worded, similar)]
        having = {t.stem: self._having[t.stem] - sum(t.stem in self._stems[i] for i in gone) for t in terms(question, language)}
        counts = Counts(len(self.passages) - len(gone), having)
        return Ranking(question, language, hits, dict(worded), dict(similar), counts)


def all_cases() -> list[Case]:
    """Return every question of the training files, asked in every way."""
    return [case for name, articles, questions in _files() for case in _cases(name, articles, questions)]


def _files() -> Iterator[tuple[str, list[Row], list[Row]]]:
    for language in LANGUAGES:
        yield f"faq-{language}", *_load(ROOT / "tools" / "texts" / f"faq-{language}.jsonl")
        articles, questions = _load(ROOT / "tools" / "texts" / "faq-questions.jsonl")
        ours = [[row for row in rows if row["language"] == language] for rows in (articles, questions)]
        yield f"questions-{language}", ours[0], ours[1]
    yield "own", *_load(ROOT / "tests" / "evaluation" / "retrieval-own.jsonl")


def _load(path: Path) -> tuple[list[Row], list[Row]]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [row for row in rows if "article" in row], [row for row in rows if "query" in row]


_WEIGHTS = {"faq": 0.6, "questions": 3.0, "own": 2.0}
"""The questions of faq-* avoid the words of titles more than customers do; they count for less."""


def _cases(name: str, articles: list[Row], questions: list[Row]) -> Iterator[Case]:
    worth = _WEIGHTS[name.split("-")[0]]
    shop = Shop(articles)
    for row in questions:
        yield from _asked(shop, f"{name} titled", row, worth, twin=True)
    dice = random.Random(name)
    for row in questions if not name.startswith("faq") else []:
        yield from _asked(shop, f"{name} letter", {**row, "query": letter(row["query"], row["language"], dice)}, worth / 2, twin=True)
    if name == "own":
        return
    for row in articles:
        noisy = {"query": half_remembered(row["title"], row["language"], dice), "gold": [row["article"]]}
        yield from _asked(shop, f"{name} noisy", {**row, **noisy}, 1.0, twin=True)
    bare = Shop(articles, titles=False)
    for row in articles:
        yield from _asked(bare, f"{name} bare", {**row, "query": row["title"], "gold": [row["article"]]}, 1.0, twin=True)
    for row in questions:
        yield from _asked(bare, f"{name} bare" if not row["gold"] else f"{name} bare, asked", row, 0.5, twin=False)


def _asked(shop: Shop, group: str, row: Mapping[str, object], weight: float, *, twin: bool) -> Iterator[Case]:
    question, language = str(row["query"]), str(row["language"])
    gold = frozenset(row["gold"])  # type: ignore[call-overload]
    world = f"{language} {row.get('world') or len(question) % 5}"
    for left_out in (False, True) if twin and gold else (False,):
        ranking = shop.ranking(question, language, gold if left_out else frozenset())
        found = tuple(hit.passage.article_id for hit in ranking.view.hits)
        values = np.array(ranking.features, dtype=float).reshape(-1, len(RANK_FEATURES))
        ranking.view.forget()
        right = np.array([shop.names[article] in gold for article in found], dtype=bool)
        yield Case(group, zlib.crc32(world.encode()), weight, bool(gold) and not left_out, left_out, values, right, found, ranking)


def letter(question: str, language: str, dice: random.Random) -> str:
    """Return a question as it comes in a mail: greeted, with one or two sentences beside the point, and signed."""
    greeting, closing = _FRAMES[language]
    before, after = dice.sample(_STORIES[language], 2)
    story = f"{before}\n{question}" if dice.random() < 0.6 else f"{before} {question}\n{after}"
    return f"{greeting}\n\n{story}\n\n{closing}"


@cache
def _alike() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for concept, language, words in entries():
        if len(words) == 1:
            found[concept.name, language].append(words[0])
    return found


def half_remembered(title: str, language: str, dice: random.Random) -> str:
    """Return a title as a customer may ask for it."""
    kept = [said for word in tokens(title) if (said := _as_said(word, language, dice))]
    if dice.random() < 0.5:
        kept.insert(0, dice.choice(_OPENINGS[language]))
    return " ".join(kept) or title


def _as_said(word: str, language: str, dice: random.Random) -> str:
    chance = dice.random()
    if is_stop(fold(word), language):
        return word if chance < 0.5 else ""
    meanings = lexicon().of(stem(word, language), language)
    others = [other for other in _alike().get((meanings[0].name, language), ()) if other != word] if meanings else []
    if others and chance < 0.5:
        return dice.choice(others)
    if chance < 0.72:
        return word
    if chance < 0.85 and len(word) > 4:
        at = dice.randrange(1, len(word) - 1)
        return word[:at] + word[at + 1 :] if dice.random() < 0.5 else word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return ""
