"""Traits: what a record is compared by. Keys only, made once per record; "" where nothing is known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.customers.handles import is_role_address
from app.customers.names import PersonName, person_name
from app.customers.places import birth_key, city_key, mail_key, phone_key, postcode_key, street_of
from app.domain.identity import Profile
from app.domain.message import Handle, HandleKind

SCHEMES = {"mail": HandleKind.EMAIL, "phone": HandleKind.PHONE}
"""How handles of one of several people begin."""
MOST = 3
"""How many addresses, and how many numbers, of one record are compared."""


@dataclass(frozen=True, slots=True)
class Traits:
    """Keys of one record.

    `own_box`: the mail address is made of the name, so that namesakes have one like it. `written` is the name as it was written,
    `shown` are the words a reason quotes.
    """

    id: str
    name: PersonName
    street: str = ""
    house: str = ""
    addition: str = ""
    city: str = ""
    postcode: str = ""
    birth: str = ""
    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    moments: tuple[tuple[datetime, str], ...] = ()
    written: str = ""
    own_box: bool = False
    shown: Mapping[str, str] = field(default_factory=dict)


def traits_of(profile: Profile, *, birth: str = "") -> Traits:
    """Make the keys of a record. `birth` stands in for the date where it was written as no calendar has it."""
    street, name = street_of(profile.street), person_name(profile.name)
    mails = [key for h in profile.handles if h.kind is HandleKind.EMAIL and (key := mail_key(h.value))]
    phones = [key for h in profile.handles if h.kind is HandleKind.PHONE and (key := phone_key(h.value))]
    return Traits(
        profile.id,
        name,
        street.name,
        street.house,
        street.addition,
        city_key(profile.city),
        postcode_key(profile.postcode),
        birth_key(birth or (profile.birth_date.isoformat() if profile.birth_date else "")),
        tuple(sorted(dict.fromkeys(mails), key=is_role_address))[:MOST],
        tuple(dict.fromkeys(phones))[:MOST],
        tuple(h.value for h in profile.handles if h.kind in (HandleKind.ID, HandleKind.USERNAME)),
        tuple(key for h in (*profile.mentioned, *_shared(profile.handles)) if (key := _reach_key(h))),
        profile.orders,
        profile.moments,
        profile.name,
        any(_made_of(key, name) for key in mails),
        _shown(profile, birth),
    )


def _reach_key(handle: Handle) -> str:
    return mail_key(handle.value) if handle.kind is HandleKind.EMAIL else phone_key(handle.value)


def _shared(handles: Sequence[Handle]) -> Iterator[Handle]:
    """Yield the addresses and numbers behind handles of one of several people (see `app.customers.sharing`): others have them too."""
    for handle in handles:
        scheme, _, value = handle.value.partition(" ")[0].partition(":")
        if handle.kind is HandleKind.ID and scheme in SCHEMES and not is_role_address(value):
            yield Handle(SCHEMES[scheme], value)


def _made_of(address: str, name: PersonName) -> bool:
    local = address.partition("@")[0].replace(".", "").replace("-", "").replace("_", "")
    return any(len(word) > 2 and word in local for word in (name.given, name.surname, *name.middle))


def _shown(profile: Profile, birth: str) -> dict[str, str]:
    written = birth or (profile.birth_date.isoformat() if profile.birth_date else "")
    shown = {"street": profile.street, "postcode": profile.postcode, "city": profile.city, "birth": written}
    for handle in (*profile.mentioned, *_shared(profile.handles), *profile.handles):
        shown[_reach_key(handle)] = handle.value
    return shown
