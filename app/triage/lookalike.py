"""Senders who are not who they seem, and payment details that change: what is compared is given. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.text import N_, packed
from app.triage.hostile_features import LOOK_ALIKES

SHOP_LIKE = N_("The sender's address {address} looks like the shop's own, but is another.")
CUSTOMER_LIKE = N_("The sender's address {address} looks like {known}, which you know, but is another.")
SAME_NAME = N_("The sender has the name of a customer you know as {known}, but writes from {address}.")
NAME_HOLDS = N_("The sender's name shows the address {shown}, but the mail came from {address}.")
REPLY_ELSEWHERE = N_("The answer would go to {reply}, not to the sender's address {address}.")
PAYMENT = N_("This message gives new payment details: call a number you know before anything is paid. “{words}”")

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){10,30}(?![A-Z0-9])")
_CHANGE = (
    r"(?:new|changed|updated?|different|other|switched|from\s+now\s+on|nieuwe?|gewijzigd\w*|veranderd\w*|andere?|voortaan|vanaf\s+nu|"
    r"overgestapt|neue[nrs]?|geändert\w*|andere[ns]?|künftig|ab\s+sofort|gewechselt|nouve\w+|chang\w+|modifi\w+|désormais|autre)"
)
_ACCOUNT = (
    r"(?:iban|bank(?:ing)?\s+(?:account|details)|bank(?:rekening\w*|gegevens|daten|verbindung)|account\s+number|payment\s+details|rekening(?:nummer)?|betaalgegevens|"
    r"bankverbindung|konto(?:nummer|verbindung|daten)?|rib|compte(?:\s+bancaire)?|coordonnées\s+bancaires|sort\s+code)"
)
_PAY = (
    r"(?:pay|transfer|wire|remit|send\s+the\s+money|betaal\w*|stort\w*|maak\w*\s+over|overmaken|überweis\w*|zahl\w*|"
    r"vir(?:er|ez|ement)|règl\w*|vers(?:er|ez))"
)
_CHANGED = re.compile(
    rf"\b{_CHANGE}\b[^.!?\n]{{0,40}}\b{_ACCOUNT}\b|\b{_ACCOUNT}\b[^.!?\n]{{0,40}}\b(?:has|have|is|are|zijn|werd|wurde|hat|haben|a|ont|sind)?\s*\b{_CHANGE}\b",
    re.IGNORECASE,
)
_MEANS_PAYMENT = re.compile(rf"\b{_PAY}\b", re.IGNORECASE)
_FREE = """
    gmail.com googlemail.com hotmail.com hotmail.nl outlook.com live.nl live.com yahoo.com ymail.com icloud.com me.com aol.com gmx.de
    gmx.net web.de t-online.de orange.fr wanadoo.fr free.fr laposte.net ziggo.nl kpnmail.nl planet.nl xs4all.nl telenet.be proton.me
"""
_FREEMAIL = frozenset(_FREE.split())
"""Domains where anybody may have an address: one beside another says nothing."""
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a mail says it is from. Addresses are lower case with ASCII domains; `reply_to` is "" where the mail names none."""

    name: str
    address: str
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """A customer of the shop: the name and the addresses that belong to it."""

    name: str
    addresses: tuple[str, ...]


def sender_doubts(sender: Sender, own: Sequence[str], known: Sequence[KnownCustomer]) -> list[str]:
    """Return, in packed words, what speaks against a sender. `own` are the shop's addresses; `known` customers of a similar name or
    address, without the sender's own entry."""
    if "@" not in sender.address:
        return []
    return [*_addresses(sender), *_like_the_shop(sender, own), *_like_a_customer(sender, known)]


def _addresses(sender: Sender) -> Iterator[str]:
    shown = _ADDRESS.search(sender.name)
    if shown and shown[0].casefold() != sender.address:
        yield packed(NAME_HOLDS, {"shown": shown[0], "address": sender.address})
    if sender.reply_to and sender.reply_to != sender.address:
        yield packed(REPLY_ELSEWHERE, {"reply": sender.reply_to, "address": sender.address})


def _like_the_shop(sender: Sender, own: Sequence[str]) -> Iterator[str]:
    domain = _domain(sender.address)
    if any(_domain(address) == domain for address in own):
        return
    if any(look_alike(domain, _domain(address)) for address in own if _domain(address) not in _FREEMAIL):
        yield packed(SHOP_LIKE, {"address": sender.address})


def _like_a_customer(sender: Sender, known: Sequence[KnownCustomer]) -> Iterator[str]:
    domain = _domain(sender.address)
    for customer in known:
        if sender.address in customer.addresses:
            return
    for customer in known:
        for address in customer.addresses:
            near = look_alike(domain, _domain(address)) and _domain(address) not in _FREEMAIL
            if near or (_domain(address) == domain and look_alike(sender.address.partition("@")[0], address.partition("@")[0])):
                yield packed(CUSTOMER_LIKE, {"address": sender.address, "known": address})
                return
        if customer.addresses and _words(customer.name) == _words(sender.name) and len(_words(sender.name)) > 1:
            yield packed(SAME_NAME, {"address": sender.address, "known": customer.addresses[0]})
            return


def payment_change(text: str) -> str:
    """Return the words that give new payment details, packed in a sentence, or ""."""
    match = _CHANGED.search(text)
    if match is None:
        iban = _IBAN.search(text)
        asks = iban is not None and _MEANS_PAYMENT.search(text[max(0, iban.start() - 120) : iban.start()])
        match = iban if asks else None
    return packed(PAYMENT, {"words": " ".join(match[0].split())[:_SHOWN]}) if match else ""


def look_alike(one: str, other: str) -> bool:
    """Whether two names are different and look alike: one letter apart, two swapped, or letters of another script."""
    if one == other or not one or not other:
        return False
    a, b = _skeleton(one), _skeleton(other)
    if a == b:
        return True
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < 6 or len(longer) - len(shorter) > 1:
        return False
    same = next((at for at, (x, y) in enumerate(zip(shorter, longer, strict=False)) if x != y), len(shorter))
    if len(shorter) < len(longer):
        return shorter[same:] == longer[same + 1 :]
    return shorter[same + 1 :] == longer[same + 1 :] or (
        shorter[same + 2 :] == longer[same + 2 :] and shorter[same : same + 2] == longer[same : same + 2][::-1]
    )


def _skeleton(name: str) -> str:
    """Return a name as the eye takes it in: look-alike letters and digits as one."""
    shown = ".".join(_unpuny(part) for part in name.casefold().split(".")).translate(LOOK_ALIKES)
    return shown.replace("rn", "m").replace("vv", "w").replace("cl", "d").translate(str.maketrans("01358", "oiesb")).replace("l", "i")


def _unpuny(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna") if label.startswith("xn--") else label
    except UnicodeError:
        return label


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold().translate(LOOK_ALIKES)))
