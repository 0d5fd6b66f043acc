"""What is said in the chats that are measured."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

SHOP, CUSTOMER = "De Zwaluw", "Noor Vink"
_SAID = (
    "Hoi, is de blauwe schaal nog op voorraad?",
    "Ja hoor, er staan er nog drie.",
    "Top! Kan ik hem morgen ophalen?",
    "Dat kan, we zijn open van tien tot vijf.",
    "Mijn bestelling 4711 is nog niet binnen 😕 wanneer komt die nou?",
    "Ik kijk het even na.",
    "Die ligt bij de post, morgen wordt hij bezorgd.",
    "dank je wel, dan wacht ik het af",
    "Könnt ihr auch einen Namen in die Tasse setzen?",
    "The parcel arrived with a crack in the lid, what now?",
)
_START = datetime(2024, 1, 5, 9, 0, tzinfo=UTC)
Turn = tuple[int, datetime, bool, str]
"""Number, time (UTC), whether the shop says it, and the words."""


def turns(count: int) -> Iterator[Turn]:
    """Yield what is said in a chat of `count` messages."""
    dice, at = random.Random(7), _START
    for number in range(count):
        at += timedelta(seconds=dice.randint(20, 900))
        yield number, at, number % 2 == 1, dice.choice(_SAID)
