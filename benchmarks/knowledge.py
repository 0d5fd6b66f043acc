"""Made-up articles and questions of a ceramics shop, in four languages and any number."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from app.domain.knowledge import NewArticle

_THINGS = {
    "nl": ("schaal", "mok", "vaas", "theepot", "soepkom", "bord", "suikerpot", "kandelaar", "bloempot", "karaf", "olifantje", "tegel"),
    "en": ("bowl", "mug", "vase", "teapot", "soup dish", "plate", "sugar pot", "candlestick", "flower pot", "jug", "figurine", "tile"),
    "de": (
        "Schale",
        "Tasse",
        "Vase",
        "Teekanne",
        "Suppenschale",
        "Platte",
        "Zuckerdose",
        "Leuchter",
        "Blumentopf",
        "Karaffe",
        "Figur",
        "Fliese",
    ),
    "fr": (
        "coupe",
        "tasse",
        "vase",
        "théière",
        "soupière",
        "assiette",
        "sucrière",
        "bougeoir",
        "pot de fleurs",
        "carafe",
        "figurine",
        "dalle",
    ),
}
_GLAZES = ("celadon", "tenmoku", "cobalt", "raku", "shino", "oribe", "crackle", "matte", "ash", "salt", "copper", "iron", "chun")
_TOPICS = {
    "nl": (
        (
            "{thing} met {glaze}-glazuur wassen",
            "De {thing} met {glaze}-glazuur mag tot {n} graden in de vaatwasser. Gebruik geen schuurspons. "
            "Zet de {thing} niet tegen metaal aan.",
            "Mag de {thing} met {glaze}-glazuur in de vaatwasser?",
        ),
        (
            "{thing} met {glaze}-glazuur verzenden",
            "Een {thing} met {glaze}-glazuur gaat binnen {n} werkdagen op de post. De doos heeft een dubbele wand. "
            "U krijgt een bericht met de volgcode.",
            "Wanneer gaat mijn {thing} met {glaze}-glazuur op de post?",
        ),
        (
            "{thing} met {glaze}-glazuur ruilen",
            "Een {thing} met {glaze}-glazuur kunt u binnen {n} dagen ruilen. Leg de bon in de doos. "
            "De verzendkosten van de ruil zijn voor de winkel.",
            "Hoe kan ik een {thing} met {glaze}-glazuur ruilen?",
        ),
    ),
    "en": (
        (
            "Washing the {glaze} {thing}",
            "The {glaze} {thing} takes up to {n} degrees in a dishwasher. Use no abrasive sponge. Keep the {thing} away from metal.",
            "Is the {glaze} {thing} safe in the dishwasher?",
        ),
        (
            "Posting the {glaze} {thing}",
            "A {glaze} {thing} is posted within {n} working days. The box has a double wall. We send you the tracking code.",
            "When will you post my {glaze} {thing}?",
        ),
        (
            "Exchanging the {glaze} {thing}",
            "You can exchange a {glaze} {thing} within {n} days. Put the receipt in the box. The shop pays for the postage of an exchange.",
            "How do I exchange the {glaze} {thing}?",
        ),
    ),
    "de": (
        (
            "{thing} mit {glaze}-Glasur spülen",
            "Die {thing} mit {glaze}-Glasur verträgt bis {n} Grad in der Spülmaschine. Nehmen Sie keinen Scheuerschwamm. "
            "Halten Sie Abstand zu Metall.",
            "Darf die {thing} mit {glaze}-Glasur in die Spülmaschine?",
        ),
        (
            "{thing} mit {glaze}-Glasur verschicken",
            "Eine {thing} mit {glaze}-Glasur geht in {n} Werktagen zur Post. Der Karton ist doppelwandig. Sie bekommen die Sendungsnummer.",
            "Wann verschicken Sie die {thing} mit {glaze}-Glasur?",
        ),
    ),
    "fr": (
        (
            "Laver la {thing} {glaze}",
            "La {thing} à l'émail {glaze} passe au lave-vaisselle jusqu'à {n} degrés. N'utilisez pas d'éponge abrasive. "
            "Évitez le contact avec le métal.",
            "La {thing} à l'émail {glaze} passe-t-elle au lave-vaisselle ?",
        ),
        (
            "Envoyer la {thing} {glaze}",
            "Une {thing} à l'émail {glaze} part sous {n} jours ouvrables. Le carton est à double paroi. "
            "Nous vous envoyons le numéro de suivi.",
            "Quand envoyez-vous la {thing} à l'émail {glaze} ?",
        ),
    ),
}


def pairs(count: int, seed: int = 5) -> list[tuple[NewArticle, str]]:
    """Return `count` different articles, each with a question that it answers."""
    dice = random.Random(seed)
    found = [
        (language, topic, place, glaze)
        for language, topics in _TOPICS.items()
        for topic in topics
        for place in range(len(_THINGS[language]))
        for glaze in _GLAZES
    ]
    dice.shuffle(found)
    return [_pair(dice, number, *one) for number, one in enumerate(found[:count])]


def _pair(dice: random.Random, number: int, language: str, topic: tuple[str, str, str], place: int, glaze: str) -> tuple[NewArticle, str]:
    title, text, question = (
        part.replace("{thing}", _THINGS[language][place]).replace("{glaze}", glaze).replace("{n}", str(dice.randint(2, 60)))
        for part in topic
    )
    return NewArticle(title, text, language, f"article-{number}.md"), question


_FRAMES = {
    "nl": ("Goedemiddag,\n\n{q} Ik hoor het graag.\n\nMet vriendelijke groet,\n{name}", "Vraag"),
    "en": ("Hello,\n\n{q} I look forward to your answer.\n\nKind regards,\n{name}", "A question"),
    "de": ("Guten Tag,\n\n{q} Vielen Dank im Voraus.\n\nMit freundlichen Grüßen\n{name}", "Frage"),
    "fr": ("Bonjour,\n\n{q} Merci d'avance.\n\nCordialement,\n{name}", "Une question"),
}


def letter(question: str, language: str, name: str = "Noor Vink") -> str:
    """Return the question as a customer writes it."""
    return _FRAMES[language][0].format(q=question, name=name)


def question_mails(asked: list[tuple[NewArticle, str]]) -> Iterator[bytes]:
    """Yield an mbox with one mail per question, each of another customer, of the last days."""
    start = datetime.now(UTC) - timedelta(minutes=len(asked) + 5)
    for number, (article, question) in enumerate(asked):
        head = (
            f"From: Noor Vink <noor.vink{number}@klant.example>\nTo: De Zwaluw <winkel@dezwaluw.example>\n"
            f"Subject: {_FRAMES[article.language][1]} {number}\nDate: {format_datetime(start + timedelta(minutes=number))}\n"
            f"Message-ID: <question{number}@klant.example>\nMIME-Version: 1.0\n"
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        )
        yield b"From toonbank@localhost Thu Jan 01 00:00:00 2026\n" + (head + letter(question, article.language)).encode() + b"\n\n"
