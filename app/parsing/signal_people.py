"""People of Signal, by number or name, the same whichever program exported the chat."""

import re

from app.domain.message import Handle, HandleKind, Party, ReadOptions
from app.parsing.chat_messages import Speaker, speaker
from app.parsing.phones import e164

_NAMED = re.compile(r"(.*) \((\+[\d ]{6,20}|group|[0-9a-f-]{36}|\w[\w.]*\.\d{2,10})\)")
"""A name with what tells people of one name apart: a number, the mark of a group, an id, or a username (which ends in digits)."""


OWN = "own"
"""The identity of the one whose phone it is."""


def owner(options: ReadOptions) -> Speaker:
    """Return the one whose phone it is, under the shop's name where the options tell it."""
    name = options.me[0] if options.me else ""
    return Speaker(OWN, Party(name, (Handle(HandleKind.NAME, name),) if name else ()))


def person(name: str, number: str = "", identity: str = "") -> Speaker:
    """Return the person with a name, an international number, or an id of the export."""
    digits = number if number.startswith("+") or not number.isdecimal() else "+" + number
    phone = e164(digits) if digits else None
    if phone is None and name.startswith("+"):
        phone = e164(name)
        name = "" if phone else name
    handles = [Handle(HandleKind.PHONE, phone)] if phone else [Handle(HandleKind.ID, identity)] if identity and not name else []
    return speaker(name, *handles, identity=phone or "")


def described(text: str) -> tuple[Speaker, bool]:
    """Return (person, whether it is a group) for a description such as `Anna (+31612345678)` or `Market (group)`."""
    found = _NAMED.fullmatch(text)
    if found is None:
        return person(text), False
    name, mark = found.groups()
    if mark == "group":
        return person(name), True
    if mark.startswith("+"):
        return person("" if name == mark else name, mark), False
    if "." not in mark:
        return person("" if name == mark else name, identity=mark), False
    return speaker("" if name == mark else name, Handle(HandleKind.USERNAME, mark)), False
