"""Labelled records: lines of a file of known persons as what is compared. Columns have many names, values come in many types."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from app.customers.traits import Traits, traits_of
from app.domain.identity import Profile
from app.domain.message import Handle, HandleKind

Row = Mapping[str, object]

_NAMES = {
    "name": "name fullname customername displayname naam",
    "first": "givenname firstname forename fname first voornaam vorname prenom fnamec1",
    "middle": "middlename secondname mname fnamec2",
    "prefix": "tussenvoegsel infix nameprefix",
    "last": "surname lastname familyname lname last achternaam nachname nom lnamec1",
    "email": "email mail emailaddress emails mailaddress",
    "phone": "phone telephone tel mobile phonenumber phones mobilephone cell telefoon telefon telephonenumber",
    "street": "street address address1 addr streetaddress streetname addressline1 adres adresse straat strasse rue",
    "house": "streetnumber housenumber houseno housenr huisnummer hausnummer",
    "city": "city town suburb locality place municipality woonplaats plaats stad ort ville",
    "born_in": "birthplace placeofbirth",
    "postcode": "postcode zip zipcode postalcode postcodefake plz codepostal",
    "country": "country countrycode land pays",
    "birth_date": "birthdate dob dateofbirth birth birthday geboortedatum geburtsdatum datedenaissance",
    "year": "birthyear yearofbirth yob by",
    "month": "birthmonth monthofbirth mob bm",
    "day": "dayofbirth bd",
}
_KEY_OF = {name: key for key, names in _NAMES.items() for name in names.split()}
_LABELS = frozenset({"id", "entity"})
_NOTHING_WORDS = """
nan NaN NAN none None NONE null NULL n/a N/A - ? unknown Unknown <NA> NaT
"""
_NOTHING = frozenset(_NOTHING_WORDS.split())
_AS_FLOAT = re.compile(r"(\d+)\.0")
_SEVERAL = re.compile(r"[;,]")


@lru_cache(maxsize=4096)
def _key(column: str) -> str:
    """Return what a column tells, "" when it is none that is compared; case, spaces, "_" and "-" do not matter."""
    return _KEY_OF.get("".join(filter(str.isalnum, column.casefold())), "")


def columns_left_aside(rows: Iterable[Row]) -> list[str]:
    """Return the columns of records that are not compared, sorted."""
    return sorted({column for row in rows for column in row if column not in _LABELS and not _key(column)})


def entity_of(row: Row) -> str:
    """Return the label of the person of a record, "" where it has none; 7, 7.0 and "7" are one."""
    return _written(row.get("entity"))


def record_of(row: Row, number: int) -> Traits:
    """Return what of a record is compared; it is called by its number, so that ids may be missing or double."""
    values: dict[str, list[str]] = {}
    for column, value in row.items():
        key = _key(column)
        if key and (told := list(_all_written(value))):
            values.setdefault(key, told)
    one = {key: told[0] for key, told in values.items()}
    handles = tuple(_handles(values))
    name = one.get("name") or " ".join(one[key] for key in ("first", "middle", "prefix", "last") if key in one)
    street = f"{one.get('house', '')} {one.get('street', '')}".strip()
    city = one.get("city") or one.get("born_in", "")
    profile = Profile(f"{number:09}", name, handles, street, city, one.get("postcode", ""), one.get("country", ""))
    return traits_of(profile, birth=one.get("birth_date") or _date_of(one))


def _handles(values: Mapping[str, Sequence[str]]) -> Iterator[Handle]:
    for key, kind in (("email", HandleKind.EMAIL), ("phone", HandleKind.PHONE)):
        for told in values.get(key, ()):
            yield from (Handle(kind, part.strip()) for part in _SEVERAL.split(told) if part.strip())


def _date_of(one: Mapping[str, str]) -> str:
    parts = [one.get(key, "") for key in ("year", "month", "day")]
    return "-".join(parts) if all(parts) else ""


def _all_written(value: object) -> Iterator[str]:
    for part in value if isinstance(value, list) else [value]:
        if text := _written(part):
            yield text


def _written(value: object) -> str:
    """Return a value as text, "" for what says nothing; a whole number loses the ".0" that tables give it."""
    if value is None or isinstance(value, (dict, list, bool)):
        return ""
    text = str(value).strip()
    if whole := _AS_FLOAT.fullmatch(text):
        return whole[1]
    return "" if text in _NOTHING else text
