"""A big shop, made up: articles about so many products, each with its own name, prices and sizes."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime

from app.domain.tending import TendedArticle

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_PARTS = "bra dol kes mir van lo tu per gri sal no ve ka wim dro fel hus jor"
_SENTENCES = (
    "De {p} is gemaakt van {w} en {w}, met een rand van {w}.",
    "Van de {p} zijn er {n} maten; de kleinste is {n} cm hoog.",
    "De {p} kost € {n},50 per stuk en € {m},00 per set.",
    "Wij maken de {p} in {w}, {w} en {w}.",
    "Bij de {p} zit een {w} die u zelf vastzet met {n} schroeven.",
    "De levertijd van de {p} is {n} weken.",
    "Op de {p} zit {n} jaar garantie, op de {w} van de {p} {m} maanden.",
    "Maak de {p} schoon met {w} en lauw water, nooit met {w}.",
    "Een losse {w} voor de {p} bestelt u met nummer {m}-{n}.",
    "De {p} past in een {w} van {m} bij {n} cm.",
    "Vraag bij de {p} naar de {w}: die maken we op verzoek zonder {w}.",
    "Wie de {p} met een {w} wil combineren, kijkt eerst naar de maat van de {w}.",
    "Sinds de {w} is veranderd, draait de {p} stiller.",
    "De handleiding van de {p} vindt u in de doos, onder de {w}.",
)


def word(chance: random.Random) -> str:
    """Return a made-up word."""
    return "".join(chance.choice(_PARTS.split()) for _ in range(chance.randint(2, 4)))


def big_shop(count: int = 500, seed: int = 7) -> Sequence[TendedArticle]:
    """Return so many articles of some 130 words."""
    chance = random.Random(seed)
    words = [word(chance) for _ in range(900)]
    return [_article(number, chance, words) for number in range(1, count + 1)]


def _article(number: int, chance: random.Random, words: Sequence[str]) -> TendedArticle:
    name = f"{word(chance)} {word(chance)}"
    said = [
        chance.choice(_SENTENCES)
        .replace("{p}", name)
        .replace("{n}", str(chance.randint(2, 60)))
        .replace("{m}", str(chance.randint(61, 400)))
        for _ in range(10)
    ]
    text = " ".join(said)
    while "{w}" in text:
        text = text.replace("{w}", chance.choice(words), 1)
    return TendedArticle(number, name.title(), text, "nl", f"catalogus.csv#{number}", "", NOW)
