"""A world of made-up people: names, places and numbers with heavy tails, and the slips that copying makes. The same for the same seed."""

import random
import unicodedata
from datetime import date, timedelta

from tests.customers.world_words import CODAS, DOMAINS, ENDS, GIVEN, KEYS, OCR, ONSETS, SOUND, STREETS, SURNAME, TOWNS, VOWELS

Row = dict[str, object]


def flat(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ı", "i")) if not unicodedata.combining(c))


def letters(text: str) -> str:
    return "".join(c for c in flat(text).lower() if c.isalnum())


class World:
    """One seed; heavy-tailed names, towns and streets; slips."""

    def __init__(self, seed: int) -> None:
        self.r = random.Random(f"world {seed}")
        self.phones: set[str] = set()
        self.number = 0
        self.rare = {lang: [self.made_up(lang) for _ in range(400)] for lang in GIVEN}
        self.rare_given = {lang: [self.made_up(lang, short=True) for _ in range(120)] for lang in GIVEN}
        self.rare_streets = {lang: [self.made_up(lang) for _ in range(250)] for lang in GIVEN}
        self.rare_towns = {lang: [self.made_up(lang) for _ in range(60)] for lang in GIVEN}

    def made_up(self, _lang: str, *, short: bool = False) -> str:
        r = self.r
        syllable = lambda: r.choice(ONSETS) + r.choice(VOWELS)  # noqa: E731
        word = "".join(syllable() for _ in range(r.choice((1, 2) if not short else (1,))))
        return (
            word
            + (r.choice(CODAS) if r.random() < 0.5 else "")
            + (r.choice(ENDS) if not short else r.choice(["a", "e", "ke", "o", "is", "us", "in"]))
        ).capitalize()

    def zipf(self, words: list[str], power: float = 0.8) -> str:
        weights = [1 / (n + 2) ** power for n in range(len(words))]
        return self.r.choices(words, weights)[0]

    def given(self, lang: str) -> str:
        return self.r.choice(self.rare_given[lang]) if self.r.random() < 0.15 else self.zipf(GIVEN[lang], 0.6)

    def surname(self, lang: str, rare: float = 0.45) -> str:
        return self.r.choice(self.rare[lang]) if self.r.random() < rare else self.zipf(SURNAME[lang], 0.7)

    def town(self, lang: str) -> str:
        return self.r.choice(self.rare_towns[lang]) if self.r.random() < 0.3 else self.zipf(TOWNS[lang])

    def street(self, lang: str) -> str:
        name = self.r.choice(STREETS[lang])
        if self.r.random() < 0.55:
            rare = self.r.choice(self.rare_streets[lang])
            name = {
                "nl": rare + self.r.choice(("straat", "laan", "weg")),
                "en": f"{rare} {self.r.choice(('Street', 'Road', 'Place', 'Circuit'))}",
                "de": rare + self.r.choice(("straße", "weg")),
                "fr": f"rue {rare}",
            }[lang]
        return name

    def postcode(self, lang: str, town: str) -> str:
        r, base = self.r, sum(ord(c) * (n + 3) for n, c in enumerate(town))
        if lang == "nl":
            return f"{1000 + base % 8900 + r.randrange(12)} {r.choice('ABCDEGHJKLMNPRSTVWXZ')}{r.choice('ABCDEGHJKLMNPRSTVWXZ')}"
        if lang == "en":
            return f"{town[:2].upper()}{r.randrange(1, 25)} {r.randrange(1, 10)}{r.choice('ABDEFGHJLN')}{r.choice('ABDEFGHJLN')}"
        return f"{(1000 + base * 7 % 90000 + r.randrange(8) * (10 if lang == 'fr' else 1)):05}"

    def phone(self, lang: str) -> str:
        while True:
            made = {"nl": "+316", "en": "+447700", "de": "+49151", "fr": "+336"}[lang] + "".join(
                self.r.choices("0123456789", k=6 if lang == "en" else 8)
            )
            if made not in self.phones:
                self.phones.add(made)
                return made

    def birth(self, low: int = 1935, high: int = 2005) -> date:
        return date(low, 1, 1) + timedelta(days=self.r.randrange((high - low) * 365))

    def mail(self, given: str, surname: str, birth: date) -> str:
        r, g, s = self.r, letters(given), letters(surname)
        local = r.choice(
            (
                f"{g}.{s}",
                f"{g}{s}",
                f"{g[:1]}{s}",
                f"{g[:1]}.{s}",
                f"{s}.{g}",
                f"{g}{birth.year}",
                f"{g}{s}{birth.year % 100:02}",
                f"{s}{r.randrange(99)}",
                f"{g}_{s}",
                "".join(r.choices("abcdefghiklmnoprstu", k=7)),
            )
        )
        domain = self.zipf(DOMAINS, 1.0)
        while f"{local.replace('.', '')}@{domain}" in self.phones:
            local += r.choice("123456789")
        self.phones.add(f"{local.replace('.', '')}@{domain}")
        return f"{local}@{domain}"

    # -- slips

    def slip(self, text: str) -> str:
        r = self.r
        if not text:
            return text
        at, kind = r.randrange(len(text)), r.random()
        if kind < 0.18:
            return text[:at] + text[at + 1 :]
        if kind < 0.34:
            return text[:at] + r.choice("abcdefghijklmnopqrstuvwxyz") + text[at:]
        if kind < 0.52:
            row = next((k for k in KEYS if text[at].lower() in k), "aeiourst")
            near = row[max(0, row.find(text[at].lower()) - 1) :][:3] or row
            return text[:at] + r.choice(near) + text[at + 1 :]
        if kind < 0.66:
            return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
        if kind < 0.92:
            pairs = [(a, b) for a, b in (OCR if kind < 0.78 else SOUND) if a in text]
            if pairs:
                a, b = r.choice(pairs)
                return text.replace(a, b, 1)
        if kind < 0.96 and " " in text:
            return text.replace(" ", "", 1)
        return text[:at] + " " + text[at:] if len(text) > 5 else text[:at] + text[at + 1 :]

    def digit_slip(self, text: str) -> str:
        r = self.r
        places = [n for n, c in enumerate(text) if c.isdigit()]
        if not places:
            return text
        at = r.choice(places)
        if r.random() < 0.4 and at + 1 < len(text):
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        return text[:at] + r.choice("0123456789") + text[at + 1 :]

    def slips(self, text: str, chance: float, most: int = 2) -> str:
        for _ in range(most):
            if self.r.random() < chance:
                text = self.digit_slip(text) if text.replace("-", "").replace("/", "").isdigit() else self.slip(text)
        return text

    def entity(self) -> str:
        self.number += 1
        return f"e{self.number}"


def numbered(world: World, rows: list[Row]) -> list[Row]:
    world.r.shuffle(rows)
    return [{"id": f"r{n}", **{k: v for k, v in row.items() if v is not None}} for n, row in enumerate(rows)]
