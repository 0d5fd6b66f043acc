"""Handles: which of them identify a person, and under which value.

An address or a number is the same person on every channel. An id, a user name or a saved chat name is a person only
within its own channel, so it is scoped: `whatsapp:anna de wit` never meets a mail of some other Anna.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from app.domain.message import Channel, Handle, HandleKind, Party

_NAMES_ARE_NOT_PEOPLE = frozenset(
    {Channel.IMAP, Channel.MAILFILE, Channel.REVIEW, Channel.SURVEY, Channel.FORM, Channel.CALL, Channel.HELPDESK, Channel.TABLE}
)
"""Channels where a bare name is what somebody typed; in chats it is one contact of the shop's own address book."""

_INVISIBLE = dict.fromkeys([0x200B, 0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
_E164 = re.compile(r"\+[1-9]\d{6,14}\Z")
_ROLE_WORDS = """
abuse accounts admin administratie administration administrator bestellingen bestellung billing bonjour boutique buchhaltung
bounce bounces commande commandes compta contact customercare customerservice donotreply facturatie facturen finance hallo hello
help helpdesk hi hola hostmaster info information inkoop invoice invoices jobs kantoor klantenservice kontakt kundenservice mail
mailer-daemon mailerdaemon marketing newsletter nieuwsbrief noreply notification notifications notify office order orders
postmaster post presse receptie reception rechnung reply returns root sales secretariaat service serviceclient shop support team
verkauf verkoop versand webmaster webshop welcome winkel
"""
_ROLES = frozenset(_ROLE_WORDS.split())


def normalise_address(address: str) -> str | None:
    """Return the mail address as it is compared: without brackets, `mailto:` and invisible marks, lower case; None when it is none."""
    bare = address.translate(_INVISIBLE).strip().strip("<>").removeprefix("mailto:").strip().lower()
    local, at, domain = bare.rpartition("@")
    if not (local and at and domain) or bare.split() != [bare]:
        return None
    return f"{local}@{domain.rstrip('.')}"


@lru_cache(maxsize=4096)
def is_role_address(address: str) -> bool:
    """Say whether many people write from this address (info@, noreply@ ...): it must never glue different names."""
    local = address.partition("@")[0].partition("+")[0].lower()
    return local in _ROLES or local.replace(".", "").replace("-", "").replace("_", "") in _ROLES


def fold_name(name: str) -> str:
    """Return a name as it is compared: compatibility forms, case, spaces and invisible marks folded; accents stay."""
    return " ".join(unicodedata.normalize("NFKC", name.translate(_INVISIBLE)).casefold().split())


def display_name(party: Party) -> str:
    """Return what to call a party: the name, else the address, number or other handle; "" when nothing is known."""
    name = " ".join(party.name.translate(_INVISIBLE).split()).strip("'\" ")
    if name:
        return name
    order = (HandleKind.NAME, HandleKind.EMAIL, HandleKind.PHONE, HandleKind.USERNAME, HandleKind.ID)
    return min(party.handles, key=lambda h: (order.index(h.kind), h.value)).value if party.handles else ""


def strong(handle: Handle) -> bool:
    """Say whether this handle alone identifies a person (everything but a name)."""
    return handle.kind is not HandleKind.NAME


def strong_handles(party: Party, channel: Channel) -> tuple[Handle, ...]:
    """Return the handles under which this party is looked up and kept, sorted; empty when nothing identifies it.

    Ids and user names are scoped by channel. A saved chat name stands in where a chat gives nothing better.
    A role address comes with the name beside it, as an id of its own, because different people write from it.
    """
    found = set(_scoped(party, channel))
    if not found and channel not in _NAMES_ARE_NOT_PEOPLE:
        found = {Handle(HandleKind.ID, f"{channel.value}:{name}") for name in sorted(_names(party))[:1]}
    return tuple(sorted(found))


def _names(party: Party) -> Iterator[str]:
    candidates = [h.value for h in party.handles if h.kind is HandleKind.NAME] or [party.name]
    return (folded for candidate in candidates if (folded := fold_name(candidate)))


def _scoped(party: Party, channel: Channel) -> Iterator[Handle]:
    for handle in party.handles:
        if handle.kind is HandleKind.EMAIL:
            yield from _address(handle, party.name)
        elif handle.kind is HandleKind.PHONE and _E164.match(handle.value):
            yield handle
        elif strong(handle) and (value := fold_name(handle.value)):
            scope = f"{channel.value}:"
            kind = HandleKind.ID if handle.kind is HandleKind.PHONE else handle.kind
            yield Handle(kind, scope + value.removeprefix(scope))


def _address(handle: Handle, name: str) -> Iterator[Handle]:
    address = normalise_address(handle.value)
    if address is None:
        return
    yield Handle(HandleKind.EMAIL, address)
    folded = fold_name(name)
    if folded and folded != address and is_role_address(address):
        yield Handle(HandleKind.ID, f"mail:{address} {folded}")
