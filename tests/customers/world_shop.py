"""The customers of a shop: families, namesakes, shared addresses and phones, people who move and marry, seen on many channels."""

from datetime import timedelta

from app.customers.nicknames import alternatives, stands_for
from tests.customers.world import Row, World, flat, letters, numbered

# -- a shop: families, namesakes, shared mail and phone, moving, marrying, chats


def shop(
    seed: int, households: int = 700, *, birth: float = 0.3, lang_share: tuple[str, ...] = ("nl", "nl", "nl", "de", "fr", "en")
) -> list[Row]:
    w = World(seed)
    r = w.r
    rows: list[Row] = []
    for _ in range(households):
        for person in _household(w, r.choice(lang_share)):
            for _ in range(r.choices((1, 2, 3, 4, 5), (45, 28, 15, 8, 4))[0]):
                rows.append(_seen(w, person, birth))
    return numbered(w, rows)


Person = dict[str, object]


def _one(w: World, lang: str, **known: object) -> Person:
    r, town, beside = w.r, w.town(lang), letters(str(known.pop("beside", "")))
    given, surname, birth = w.given(lang), w.surname(lang, 0.35), w.birth()
    while beside and (letters(given) == beside or stands_for(letters(given), beside)):
        given = w.given(lang)
    person: Person = {
        "entity": w.entity(),
        "lang": lang,
        "given": given,
        "surname": surname,
        "birth": birth,
        "street": w.street(lang),
        "house": str(min(int(r.expovariate(1 / 45)) + 1, 500)) + (r.choice("ABC") if r.random() < 0.06 else ""),
        "town": town,
        "postcode": w.postcode(lang, town),
        "phone": w.phone(lang),
        "mail": "",
        "mail2": "",
        "work": "",
        **known,
    }
    person["mail"] = known.get("mail") or w.mail(str(person["given"]), str(person["surname"]), birth)
    if r.random() < 0.25:
        person["mail2"] = w.mail(str(person["given"]), str(person["surname"]), birth)
    if r.random() < 0.06:
        town = w.town(lang)
        person["old"] = (w.street(lang), str(r.randrange(1, 90)), town, w.postcode(lang, town))
    if r.random() < 0.05:
        person["maiden"] = w.surname(lang, 0.4)
    if r.random() < 0.04:
        person["work"] = f"info@{letters(w.made_up(lang))}.example"
    return person


def _household(w: World, lang: str) -> list[Person]:
    r, first = w.r, _one(w, lang)
    home = {key: first[key] for key in ("street", "house", "town", "postcode")}
    found, roll = [first], r.random()
    if roll < 0.25:
        shared = {"phone": first["phone"]} if r.random() < 0.25 else {}
        if r.random() < 0.1:
            shared["mail"] = first["mail"]
        found.append(
            _one(w, lang, **home, beside=first["given"], surname=first["surname"] if r.random() < 0.6 else w.surname(lang), **shared)
        )
    if roll < 0.12:
        found.append(
            _one(
                w,
                lang,
                **home,
                beside=first["given"],
                surname=first["surname"],
                birth=first["birth"] + timedelta(days=r.randrange(7500, 13000)),
                **({"phone": first["phone"]} if r.random() < 0.4 else {}),
            )
        )  # type: ignore[operator]
    if roll < 0.03:
        found.append(_one(w, lang, **home, beside=first["given"], surname=first["surname"], birth=found[-1]["birth"]))
    if 0.25 <= roll < 0.26:
        found.append(
            _one(
                w,
                lang,
                **home,
                given=first["given"],
                surname=first["surname"],
                birth=first["birth"] + timedelta(days=r.randrange(7500, 13000)),
            )
        )  # type: ignore[operator]
    if 0.265 <= roll < 0.275:
        found.append(
            _one(w, lang, given=first["given"], surname=first["surname"], town=first["town"], postcode=w.postcode(lang, str(first["town"])))
        )
    if 0.28 <= roll < 0.31:
        found.append(_one(w, lang, **home))
    if 0.31 <= roll < 0.32:
        role = f"info@{letters(str(first['surname']))}.example"
        found += [_one(w, lang, mail=role), _one(w, lang, mail=role)]
    return found


def _seen(w: World, p: Person, birth: float) -> Row:
    r = w.r
    street, house, town, postcode = p["old"] if "old" in p and r.random() < 0.4 else (p["street"], p["house"], p["town"], p["postcode"])  # type: ignore[misc]
    mail = p["work"] if p["work"] and r.random() < 0.4 else p["mail2"] if p["mail2"] and r.random() < 0.4 else p["mail"]
    line = f"{house} {street}" if p["lang"] in ("fr", "en") else f"{street} {house}"
    row: Row = {
        "entity": p["entity"],
        "name": _called(w, p),
        "email": w.slips(str(mail), 0.03, 1),
        "phone": _dialled(w, str(p["phone"])),
        "street": w.slips(_short(w, str(line)), 0.06, 1),
        "city": w.slips(str(town), 0.05, 1),
        "postcode": r.choice((postcode, str(postcode).replace(" ", ""), str(postcode).lower())),
        "birth_date": None,
    }
    if r.random() < birth:
        day = p["birth"]
        row["birth_date"] = day.strftime(r.choice(("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%Y%m%d", "%d.%m.%y")))  # type: ignore[attr-defined]
    channel = r.choices(("mail", "chat", "order", "phone", "review", "card"), (25, 18, 35, 7, 5, 10))[0]
    gone = {
        "mail": ("street", "city", "postcode", "phone", "birth_date"),
        "chat": ("street", "city", "postcode", "email", "birth_date"),
        "order": ("birth_date",),
        "phone": ("email", "birth_date"),
        "review": ("street", "postcode", "phone", "email", "birth_date"),
        "card": (),
    }[channel]
    for key, chance in (("email", 0.08), ("phone", 0.25), ("street", 0.05), ("city", 0.1), ("postcode", 0.06)):
        if key in gone or r.random() < chance:
            row[key] = r.choice((None, "", None))
    if "birth_date" in gone:
        row["birth_date"] = None
    if channel == "mail" and r.random() < 0.15:
        row["phone"] = _dialled(w, str(p["phone"]))
    return row


def _called(w: World, p: Person) -> str:
    r, given, surname, roll = w.r, str(p["given"]), str(p["surname"]), w.r.random()
    if "maiden" in p and r.random() < 0.45:
        surname = r.choice((str(p["maiden"]), f"{p['maiden']}-{surname}", f"{surname}-{p['maiden']}"))
    if roll < 0.08:
        given = r.choice([n.capitalize() for n in alternatives(letters(given))] or [given])
    elif roll < 0.15:
        given = r.choice((f"{given[0]}.", f"{given[0]}", f"{given[0]}.{r.choice('ABCDEHJM')}."))
    elif roll < 0.18:
        given = f"{given} {w.given(str(p['lang']))}"
    shape = r.random()
    name = f"{given} {surname}"
    if shape < 0.05:
        name = f"{surname}, {given}"
    elif shape < 0.08:
        name = f"{surname} {given}"
    elif shape < 0.13:
        name = given if len(given) > 2 else surname
    elif shape < 0.15:
        name = surname
    elif shape < 0.19:
        name = f"{r.choice(('Dhr.', 'Mevr.', 'Fam.', 'Mr', 'Mrs', 'Frau', 'Herr Dr.', 'Mme', 'M.'))} {name}"
    elif shape < 0.21:
        name = f"{name} {r.choice(('❤', '🌻', '(werk)', 'mobiel'))}"
    name = r.choice(
        (name, name, name, name, name.upper(), name.lower(), flat(name), name.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae"))
    )
    return w.slips(name, 0.05)


def _dialled(w: World, number: str) -> str:
    code = next(c for c in ("+31", "+44", "+49", "+33") if number.startswith(c))
    rest = number[len(code) :]
    return w.r.choice(
        (
            number,
            f"0{rest}",
            f"00{code[1:]}{rest}",
            f"0{rest[:3]} {rest[3:]}",
            f"{code} (0){rest[:2]} {rest[2:]}",
            f"0{rest[:1]}-{rest[1:]}",
        )
    )


def _short(w: World, line: str) -> str:
    for long, brief in (
        ("straat", "str"),
        ("straße", "strasse"),
        ("straße", "str."),
        ("Street", "St."),
        ("Road", "Rd"),
        ("avenue", "av."),
        ("boulevard", "bd"),
        ("laan", "ln"),
    ):
        if w.r.random() < 0.12:
            line = line.replace(long, brief)
    return line
