"""Files of labelled records, harder than those of `tools.people` and made independently of it: registers, history, places, members."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from tests.customers.world import Row, World, numbered
from tests.customers.world_shop import shop
from tests.customers.world_words import GIVEN, SURNAME

# -- registers: one person, an original and dirty duplicates, all fields of a register


def register(
    seed: int, people: int = 1500, most: int = 5, edits: int = 10, per_field: int = 3, share: float = 0.4, columns: str = "split"
) -> list[Row]:
    """A register with duplicates by hand: up to `most` for one person, up to `edits` slips each; nobody is related but namesakes exist."""
    w = World(seed)
    r = w.r
    rows: list[Row] = []
    for _ in range(people):
        lang = "en" if r.random() < 0.8 else r.choice(("nl", "de", "fr"))
        town = w.town("en")
        person = {
            "given_name": w.given(lang),
            "surname": w.surname(lang),
            "street_number": str(min(int(r.expovariate(1 / 40)) + 1, 900)),
            "address_1": w.street("en"),
            "suburb": town,
            "postcode": str(2000 + sum(map(ord, town)) * 13 % 5000 + r.randrange(3)),
            "state": r.choice(("nsw", "vic", "qld", "wa")),
            "date_of_birth": w.birth(1900, 2000).strftime("%Y%m%d"),
            "soc_sec_id": str(r.randrange(10**6, 10**7)),
        }
        for key, chance in (
            ("given_name", 0.02),
            ("surname", 0.01),
            ("street_number", 0.03),
            ("address_1", 0.02),
            ("date_of_birth", 0.06),
            ("suburb", 0.01),
        ):
            if r.random() < chance:
                person[key] = ""
        entity = w.entity()
        rows.append({"entity": entity, **person})
        if r.random() < share:
            for _ in range(min(int(r.paretovariate(1.1)), most)):
                rows.append({"entity": entity, **_dirty(w, person, edits, per_field)})
    return numbered(w, [_as(columns, row) for row in rows])


def _dirty(w: World, person: dict[str, str], edits: int, per_field: int) -> dict[str, str]:
    r, row, done = w.r, dict(person), dict.fromkeys(person, 0)
    for _ in range(r.randint(1, edits)):
        key = r.choices(list(row), [3, 3, 1, 3, 2, 1, 0.5, 1, 1])[0]
        if done[key] >= per_field or not row[key]:
            continue
        done[key] += 1
        kind = r.random()
        if kind < 0.10:
            row[key] = ""
        elif key in ("given_name", "surname") and kind < 0.22:
            row["given_name"], row["surname"] = row["surname"], row["given_name"]
        elif key in ("address_1", "suburb") and kind < 0.16:
            other = "suburb" if key == "address_1" else "address_1"
            row[key], row[other] = row[other], row[key]
        elif key == "given_name" and kind < 0.4:
            row[key] = r.choice((row[key][:1], w.given("en"), row[key][:3]))
        elif key in ("surname", "address_1") and kind < 0.28:
            row[key] = w.surname("en") if key == "surname" else w.street("en")
        else:
            row[key] = w.slips(row[key], 1.0, 1)
    return row


def _as(columns: str, row: Row) -> Row:
    """The columns of a register as they are, or converted to name, street and so on."""
    if columns == "split":
        return {key: str(value).lower() for key, value in row.items()}
    return {
        "entity": row["entity"],
        "name": f"{row['given_name']} {row['surname']}".strip(),
        "street": f"{row['street_number']} {row['address_1']}".strip(),
        "city": row["suburb"],
        "postcode": row["postcode"],
        "birth_date": row["date_of_birth"]
        and f"{str(row['date_of_birth'])[:4]}-{str(row['date_of_birth'])[4:6]}-{str(row['date_of_birth'])[6:]}",
    }


# -- two files with one record each


def two_files(seed: int, people: int = 2500) -> list[Row]:
    """Half of the records in one file, half in another: the first without its original now and then."""
    rows = register(seed, people, most=1, edits=3, per_field=2, share=0.9, columns="joined")
    return [row for row in rows if random.Random(f"{seed}{row['id']}").random() > 0.05]


# -- a hospital's index: names and birth date, nothing else


def name_and_birth(seed: int, people: int = 2000, share: float = 0.12) -> list[Row]:
    w = World(seed)
    rows: list[Row] = []
    for _ in range(people):
        given, surname, birth, entity = w.given("de"), w.surname("de", 0.55), w.birth(1920, 2010), w.entity()
        rows.append({"entity": entity, "first_name": given.upper(), "last_name": surname.upper(), "dob": birth.isoformat()})
        if w.r.random() < share:
            kind = w.r.random()
            other = {"entity": entity, "first_name": given.upper(), "last_name": surname.upper(), "dob": birth.isoformat()}
            if kind < 0.4:
                other["last_name"] = w.slip(surname).upper()
            elif kind < 0.7:
                other["first_name"] = w.slip(given).upper()
            elif kind < 0.95:
                other["dob"] = w.digit_slip(birth.isoformat())
            rows.append(other)
    return numbered(w, rows)


# -- persons of history: many records of one, sparse


def history(seed: int, people: int = 700) -> list[Row]:
    w = World(seed)
    r = w.r
    rows: list[Row] = []
    for _ in range(people):
        lang = "en" if r.random() < 0.85 else r.choice(("fr", "de"))
        given, middle, surname = w.given(lang), (w.given(lang) if r.random() < 0.5 else ""), w.surname(lang, 0.6)
        birth, town = w.birth(1500, 1900), w.town("en")
        code, entity = w.postcode("en", town), w.entity()
        for _ in range(min(1 + int(r.expovariate(1 / 6)), 22)):
            name = f"{given} {middle} {surname}" if middle and r.random() < 0.3 else f"{given} {surname}"
            roll = r.random()
            if roll < 0.06:
                name = f"{r.choice(('Sir', 'Dr', 'Rev', 'Lady', 'Lord'))} {name}"
            elif roll < 0.10:
                name = f"{name}, {r.choice(('1st Baronet', '2nd Earl of ' + town, '3rd Baron'))}"
            elif roll < 0.16:
                name = f"{given[0]}. {surname}"
            elif roll < 0.20 and middle:
                name = f"{middle} {surname}"
            elif roll < 0.24:
                name = given
            elif roll < 0.28:
                name = surname
            day = (
                birth
                if r.random() < 0.8
                else date(birth.year, 1, 1)
                if r.random() < 0.5
                else birth + timedelta(days=r.choice((1, -1, 10, 365, 30)))
            )
            place = town if r.random() < 0.85 else w.town("en")
            pcode = code if r.random() < 0.7 else w.postcode("en", town)
            rows.append(
                {
                    "entity": entity,
                    "full_name": w.slips(name, 0.15),
                    "dob": None if r.random() < 0.2 else day.isoformat(),
                    "birth_place": w.slips(place, 0.1) if r.random() > 0.2 else "",
                    "postcode": w.slips(pcode, 0.08) if r.random() > 0.2 else None,
                    "occupation": r.choice(("politician", "writer", "cricketer", "", None)),
                    "gender": r.choice(("male", "female")),
                }
            )
    return numbered(w, rows)


# -- places: restaurants, shops, nurseries

_KINDS_WORDS = """
Restaurant Café Grill Bistro Trattoria Pizzeria Bar Deli Bakery Diner House Kitchen Brasserie Steakhouse Garden Nursery Daycare Motors
Plumbing Hotel
"""
_KINDS = _KINDS_WORDS.split()
_COLOURS, _SIGNS = ["Golden", "Red", "Old", "Blue", "Royal", "Little", "Happy"], ["Lion", "Dragon", "Swan", "Crown", "Palm", "Lotus", "Pig"]


def _met_again(w: World, first: Row, core: str) -> Row:
    """The same place as another guide lists it."""
    r, other, roll = w.r, dict(first), w.r.random()
    name, address, city, phone = (str(first[key]) for key in ("name", "address", "city", "phone"))
    house, _, street = address.partition(" ")
    if roll < 0.2:
        other["name"] = core
    elif roll < 0.35:
        other["name"] = f"{name} {r.choice(('and Bar', 'Inc', 'Ltd', '(the)', city))}"
    else:
        other["name"] = w.slips(name, 0.25)
    moved = f"{house} {r.choice('NSEW')}. {street}", f"{address} between 4th and 5th", w.slips(address, 0.4), f"{int(house) + 2} {street}"
    other["address"] = r.choice((address, *moved))
    other["phone"] = phone.replace("/", "-") if r.random() < 0.8 else w.digit_slip(phone) if r.random() < 0.5 else ""
    other["city"] = city if r.random() < 0.85 else w.town("en")
    other["type"] = r.choice(("italian", "continental", "asian"))
    return other


def places(seed: int, number: int = 700, share: float = 0.3) -> list[Row]:
    w = World(seed)
    r = w.r
    rows: list[Row] = []
    for _ in range(number):
        core = r.choice(
            (
                w.made_up("en"),
                w.surname("en") + "'s",
                w.given("fr"),
                f"{w.given('en')}'s",
                f"La {w.made_up('fr')}",
                f"Le {w.made_up('fr')}",
                f"The {r.choice(_COLOURS)} {r.choice(_SIGNS)}",
            )
        )
        name = (
            f"{core} {r.choice(_KINDS)}"
            if r.random() < 0.6
            else f"{core} {r.choice(('on', 'at', 'of'))} {w.surname('en')}"
            if r.random() < 0.2
            else core
        )
        town, house, street = w.town("en"), str(r.randrange(1, 9000)), w.street("en")
        phone, entity = f"{r.randrange(200, 990)}/{r.randrange(200, 999)}-{r.randrange(10000):04}", w.entity()
        branches = [(town, house, street, phone, entity)]
        if r.random() < 0.08:
            branches.append(
                (
                    w.town("en") if r.random() < 0.6 else town,
                    str(r.randrange(1, 9000)),
                    w.street("en"),
                    f"{phone[:4]}{r.randrange(200, 999)}-{r.randrange(10000):04}",
                    w.entity(),
                )
            )
        for town_, house_, street_, phone_, entity_ in branches:
            first = {
                "entity": entity_,
                "name": name,
                "address": f"{house_} {street_}",
                "city": town_,
                "phone": phone_,
                "type": r.choice(("italian", "american", "french")),
            }
            rows.append(first)
            if r.random() < share:
                rows.append(_met_again(w, first, core))
    return numbered(w, rows)


# -- a list of members: common names of one town, no birth date


def members(seed: int, people: int = 1500) -> list[Row]:
    w = World(seed)
    r = w.r
    town = "Utrecht"
    rows: list[Row] = []
    for _ in range(people):
        given, surname, code = (
            w.zipf(GIVEN["nl"], 0.7),
            w.zipf(SURNAME["nl"], 0.9) if r.random() < 0.8 else w.surname("nl"),
            w.postcode("nl", town),
        )
        birth = w.birth()
        person = {
            "entity": w.entity(),
            "name": f"{given} {surname}",
            "email": w.mail(given, surname, birth),
            "city": town,
            "postcode": code,
            "street": f"{w.street('nl')} {r.randrange(1, 120)}",
            "phone": w.phone("nl"),
        }
        rows.append(dict(person))
        for _ in range(r.choices((0, 1, 2), (70, 22, 8))[0]):
            copy: Row = dict(person)
            copy["name"] = w.slips(r.choice((str(person["name"]), str(person["name"]), f"{given[0]}. {surname}")), 0.12)
            for key in ("email", "street", "phone", "postcode"):
                if r.random() < 0.35:
                    copy[key] = None
            if r.random() < 0.25:
                copy["email"] = w.mail(given, surname, birth)
            if r.random() < 0.15:
                copy["phone"] = w.phone("nl")
            rows.append(copy)
    return numbered(w, rows)


# -- accounts: name, town, birth date, mail; each missing often


def accounts(seed: int, people: int = 500) -> list[Row]:
    w = World(seed)
    r = w.r
    rows: list[Row] = []
    for _ in range(people):
        given, surname, birth, town = w.given("en"), w.surname("en", 0.3), w.birth(1950, 2005), w.town("en")
        person = {
            "first_name": given,
            "surname": surname,
            "dob": birth.isoformat(),
            "city": town,
            "email": f"{w.mail(given, surname, birth)}",
        }
        entity = w.entity()
        for n in range(r.choices((1, 2, 3, 4, 5), (30, 25, 20, 15, 10))[0]):
            row: Row = {"entity": entity, **person}
            if n:
                for key in person:
                    if r.random() < 0.18:
                        row[key] = w.slips(str(row[key]), 0.8) if key != "dob" else w.digit_slip(str(row[key]))
                if r.random() < 0.05:
                    row["first_name"], row["surname"] = row["surname"], row["first_name"]
                if r.random() < 0.08:
                    row["email"] = w.mail(given, surname, birth)
            for key in person:
                if r.random() < 0.14:
                    row[key] = None
            rows.append(row)
    return numbered(w, rows)


WORLDS: dict[str, Callable[[int], list[Row]]] = {
    "register": register,
    "register_few": lambda seed: register(seed, 800, most=1, edits=3, per_field=1, share=0.8, columns="joined"),
    "two_files": two_files,
    "name_birth": name_and_birth,
    "name_birth_small": lambda seed: name_and_birth(seed, 450),
    "history": history,
    "places": places,
    "shop": shop,
    "shop_births": lambda seed: shop(seed, 400, birth=0.9),
    "members": members,
    "accounts": accounts,
}
