"""Makes records of invented people as a shop meets them, with the truth of who is who: `python -m tools.people --seed 1 --people 1500`.

Families at one address and one phone, twins, fathers and sons of one name, role addresses, people who moved or married, nicknames,
initials, swapped names, slips, missing fields, numbers and dates written in every way. Prints JSON lines as `evaluate identity` reads them.
"""

import argparse
import json
import random
import sys
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.customers.nicknames import alternatives, stands_for
from tools.people_words import GIVEN, PROVIDERS, STREET, SURNAME, TOWN

LANGUAGES = ("nl", "nl", "en", "de", "fr")
_COUNTRY = {"nl": "31", "en": "44", "de": "49", "fr": "33"}
_KEYS = {name: [w.strip() for line in text.split("\n") for w in line.split("|") if w.strip()] for name, text in SURNAME.items()}


@dataclass(frozen=True)
class Person:
    """The truth about one person."""

    entity: str
    language: str
    given: str
    surname: str
    street: str
    house: str
    city: str
    postcode: str
    birth: date
    phones: tuple[str, ...]
    mails: tuple[str, ...]
    married: str = ""
    before: tuple[str, str, str, str] | None = None


class Maker:
    """Makes people and their records from one seed."""

    def __init__(self, seed: int, slips: float) -> None:
        self.r = random.Random(seed)
        self.slips = slips
        self.count = 0
        self.taken: set[str] = set()

    def people(self, number: int) -> list[Person]:
        """Make about so many people, one household after another."""
        found: list[Person] = []
        while len(found) < number:
            found += self._household()
        return found[:number]

    def _household(self) -> list[Person]:
        first = self._person(self.r.choice(LANGUAGES))
        home = [first]
        roll = self.r.random()
        if roll < 0.22:
            home.append(self._relative(first, partner=True))
        if roll < 0.10:
            home.append(self._child(home[-1] if self.r.random() < 0.3 else first))
        if roll < 0.02:
            twin = home[-1]
            home.append(replace(self._child(first), birth=twin.birth))
        if 0.22 <= roll < 0.223:
            heir = replace(self._child(first), given=first.given)
            home.append(replace(heir, mails=(self._mail(heir),)))
        if 0.23 <= roll < 0.26:
            home.append(
                replace(self._person(first.language), street=first.street, house=first.house, city=first.city, postcode=first.postcode)
            )
        return home

    def _person(self, language: str) -> Person:
        r = self.r
        self.count += 1
        given, surname = self._common(GIVEN[language].split()), self._common(_KEYS[language])
        street, house, city, postcode = self._place(language)
        birth = date(1940, 1, 1) + timedelta(days=r.randrange(25000))
        person = Person(f"p{self.count}", language, given, surname, street, house, city, postcode, birth, self._phones(language), ())
        person = replace(person, mails=tuple(self._mail(person) for _ in range(r.choice((1, 1, 1, 2)))))
        if r.random() < 0.04:
            person = replace(person, married=r.choice(_KEYS[language]))
        return replace(person, before=self._place(language)) if r.random() < 0.08 else person

    def _common(self, words: list[str]) -> str:
        return words[min(int(self.r.expovariate(2.5 / len(words))), len(words) - 1)] if self.r.random() < 0.6 else self.r.choice(words)

    def _place(self, language: str) -> tuple[str, str, str, str]:
        r = self.r
        street = r.choice(STREET[language].split()).replace("_", " ")
        city = self._common(TOWN[language].split()).replace("_", " ")
        house = str(min(int(r.expovariate(1 / 40)) + 1, 400)) + (r.choice("abc") if r.random() < 0.06 else "")
        area = sum(map(ord, city)) * 37 % 9000 + 1000
        code = {
            "nl": f"{area + r.randrange(30)} {r.choice('ABCDEFGHKLMNPRSTVWXZ')}{r.choice('ABCDEFGHKLMNPRSTVWXZ')}",
            "en": f"{city[:2].upper()}{r.randrange(1, 30)} {r.randrange(1, 9)}{r.choice('ABDEFGHJ')}{r.choice('LNPQRSTU')}",
            "de": f"{(area * 10 + r.randrange(60)) % 99999:05}",
            "fr": f"{(area * 10 + r.randrange(20)) % 95999:05}",
        }
        return street, house, city, code[language]

    def _phones(self, language: str) -> tuple[str, ...]:
        starts = {"nl": "6", "en": "7700", "de": "151", "fr": "6"}
        lengths = {"nl": 8, "en": 6, "de": 8, "fr": 8}
        made = ""
        while not made or made in self.taken:
            made = f"+{_COUNTRY[language]}{starts[language]}" + "".join(self.r.choices("0123456789", k=lengths[language]))
        self.taken.add(made)
        return (made,)

    def _mail(self, person: Person) -> str:
        r = self.r
        given, surname = plain(person.given), plain(person.surname)
        year = str(person.birth.year)[2:]
        local = r.choice(
            (f"{given}.{surname}", f"{given}{surname}", f"{given[0]}.{surname}", f"{surname}{year}", f"{given}{year}",
             f"{given}_{r.randrange(999)}",
             f"{given}.{surname}{r.randrange(99)}", f"{r.choice(('sunny', 'zwart', 'kat', 'rad', 'velo', 'blue'))}{given}{r.randrange(99)}")
        )  # fmt: skip
        domain = r.choice(PROVIDERS[person.language].split())
        while f"{local}@{domain}".replace(".", "") in self.taken:
            local += r.choice("123456789")
        self.taken.add(f"{local}@{domain}".replace(".", ""))
        return f"{local}@{domain}"

    def _relative(self, of: Person, *, partner: bool) -> Person:
        r = self.r
        new = self._person(of.language)
        while new.given == of.given or new.given in (of.surname, new.surname) or stands_for(plain(new.given), plain(of.given)):
            new = self._person(of.language)
        surname = of.surname if not partner or r.random() < 0.6 else new.surname
        phones = of.phones if r.random() < 0.3 else new.phones
        new = replace(
            new, surname=surname, street=of.street, house=of.house, city=of.city, postcode=of.postcode, phones=phones, before=None
        )
        new = replace(new, mails=(self._mail(new),) if r.random() > 0.12 else of.mails)
        return replace(new, birth=of.birth + timedelta(days=r.randrange(-2500, 2500)))

    def _child(self, of: Person) -> Person:
        return replace(self._relative(of, partner=False), birth=of.birth + timedelta(days=self.r.randrange(7500, 13000)))

    # -- records

    def records(self, person: Person) -> list[dict[str, object]]:
        """Return what a shop has of this person: one record or several."""
        number = self.r.choices((1, 2, 3, 4, 6), (50, 28, 12, 7, 3))[0]
        return [self._record(person) for _ in range(number)]

    def _record(self, person: Person) -> dict[str, object]:
        r = self.r
        moved = person.before is not None and r.random() < 0.4
        street, house, city, postcode = (
            person.before if moved and person.before else (person.street, person.house, person.city, person.postcode)
        )
        record: dict[str, object] = {
            "entity": person.entity,
            "name": self._slip(self._name(person)),
            "email": self._slip(self._tagged(r.choice(person.mails)), 0.4),
            "phone": self._number(r.choice(person.phones)),
            "street": self._slip(self._line(street, house, person.language)),
            "city": self._slip(city, 0.6),
            "postcode": self._code(postcode),
            "birth_date": self._date(person.birth),
        }
        if r.random() < 0.02:
            record["email"] = f"info@{plain(person.surname)}.example"
        kinds = {
            "mail": ("street", "city", "postcode", "birth_date", "phone"),
            "chat": ("street", "city", "postcode", "birth_date", "email"),
            "order": ("birth_date",),
            "card": (),
            "form": ("street", "postcode", "birth_date"),
        }
        gone = kinds[r.choices(list(kinds), (15, 10, 35, 30, 10))[0]]
        missing = {"name": 0.02, "email": 0.15, "phone": 0.3, "street": 0.08, "city": 0.08, "postcode": 0.08, "birth_date": 0.15}
        for key, chance in missing.items():
            if key in gone or r.random() < chance:
                record[key] = r.choice(("", None)) if r.random() < 0.5 else record.pop(key, None) and ""
        return {key: value for key, value in record.items() if value or r.random() < 0.5}

    def _name(self, person: Person) -> str:
        r = self.r
        given, surname = person.given, person.married if person.married and r.random() < 0.35 else person.surname
        if person.married and r.random() < 0.25:
            surname = f"{person.married}-{person.surname}"
        roll = r.random()
        if roll < 0.07:
            given = r.choice([n.capitalize() for n in alternatives(plain(given))] or [given])
        elif roll < 0.12:
            given = f"{given[0]}."
        elif roll < 0.14:
            given = f"{given[0]}.{r.choice('ABCEGHJKMP')}."
        elif roll < 0.17:
            given = f"{given} {r.choice(GIVEN[person.language].split())}"
        shape = r.random()
        if shape < 0.05:
            return f"{surname}, {given}"
        if shape < 0.09:
            return f"{surname} {given}"
        if shape < 0.12:
            return given if r.random() < 0.5 else surname
        if shape < 0.15:
            return f"{r.choice(('Dhr.', 'Mevr.', 'Mr', 'Mrs', 'Herr', 'Frau', 'Mme', 'Dr.'))} {given} {surname}"
        name = f"{given} {surname}"
        return name.upper() if shape < 0.18 else name.lower() if shape < 0.24 else bare(name) if shape < 0.32 else name

    def _slip(self, text: str, share: float = 1.0) -> str:
        while text and self.r.random() < self.slips * share:
            at = self.r.randrange(len(text))
            letter = self.r.choice("abcdefghijklmnoprstuvw")
            text = self.r.choice(
                (
                    text[:at] + text[at + 1 :],
                    text[:at] + letter + text[at:],
                    text[:at] + letter + text[at + 1 :],
                    _swapped(text, at),
                    _misread(text),
                )
            )
        return text

    def _tagged(self, address: str) -> str:
        local, _, domain = address.partition("@")
        if domain == "gmail.com" and self.r.random() < 0.15:
            return f"{local.replace('.', '') if self.r.random() < 0.5 else local + '+shop'}@{domain}"
        return address.capitalize() if self.r.random() < 0.05 else address

    def _number(self, number: str) -> str:
        r = self.r
        code = next(c for c in _COUNTRY.values() if number.startswith(f"+{c}"))
        rest = number.removeprefix(f"+{code}")
        if r.random() < self.slips * 0.3:
            rest = _swapped(rest, r.randrange(len(rest)))
        return r.choice(
            (
                f"+{code}{rest}",
                f"0{rest}",
                f"00{code}{rest}",
                f"0{rest[0]}-{rest[1:]}",
                f"+{code} (0){rest[:3]} {rest[3:]}",
                f"+{code} {rest[:2]} {rest[2:5]} {rest[5:]}",
            )
        )

    def _line(self, street: str, house: str, language: str) -> str:
        r = self.r
        short = {"straat": "str.", "straße": "str.", "Street": "St", "Road": "Rd", "Avenue": "Ave", "avenue": "av.", "boulevard": "bd"}
        for long, brief in short.items():
            if r.random() < 0.15:
                street = street.replace(long, brief)
        if r.random() < 0.04:
            return street
        return f"{house} {street}" if language in ("en", "fr") else f"{street} {house}"

    def _code(self, postcode: str) -> str:
        r = self.r
        if r.random() < self.slips * 0.5:
            at = r.randrange(len(postcode))
            postcode = _swapped(postcode, at) if r.random() < 0.5 else postcode[:at] + r.choice("0123456789") + postcode[at + 1 :]
        return r.choice((postcode, postcode, postcode.replace(" ", ""), postcode.lower()))

    def _date(self, birth: date) -> str:
        r = self.r
        if r.random() < self.slips * 0.3 and birth.day <= 12:
            birth = birth.replace(month=birth.day, day=birth.month)
        if r.random() < self.slips * 0.3:
            birth = birth.replace(day=min(28, birth.day % 10 + 10 * r.randrange(3)) or 1)
        return birth.strftime(r.choice(("%Y-%m-%d", "%Y%m%d", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")))


def plain(name: str) -> str:
    """Return a name as it stands in an address: no accents, no spaces."""
    return "".join(c for c in bare(name).lower() if c.isalnum())


def bare(name: str) -> str:
    """Return a name without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def _swapped(text: str, at: int) -> str:
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def _misread(text: str) -> str:
    for good, bad in (("rn", "m"), ("l", "1"), ("o", "0"), ("u", "v"), ("h", "b"), ("e", "c"), (" ", "")):
        if good in text:
            return text.replace(good, bad, 1)
    return text


def make(seed: int, people: int, slips: float) -> list[dict[str, object]]:
    """Return records in random order; the same for the same seed."""
    maker = Maker(seed, slips)
    rows = [record for person in maker.people(people) for record in maker.records(person)]
    maker.r.shuffle(rows)
    return [{"id": str(number), **row} for number, row in enumerate(rows)]


def main() -> None:
    """Print records."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=1500)
    parser.add_argument("--slips", type=float, default=0.12, help="chance of a slip in a field")
    arguments = parser.parse_args()
    for row in make(arguments.seed, arguments.people, arguments.slips):
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
