"""Yes or no, and at whose cost: what a clause says beside its subject, in Dutch, English, German and French."""

import re
from functools import lru_cache

from app.drafting.words import negations

_I = re.IGNORECASE
_HALF_DENIAL = re.compile(
    r"\b(?:zonder|gratis|kosteloos|behalve|vervalt|vervallen|onbeperkt|stopt|gesloten|dicht|"
    r"without|free|except|waived|unlimited|closed|unless|avoid|instead|refuse\w*|only|"
    r"ohne|kostenlos|kostenfrei|frei|umsonst|außer|entfällt|unbegrenzt|geschlossen|nur|"
    r"sans|gratuit\w*|offert\w*|sauf|illimité\w*|déconseillé\w*|fermé\w*|évite\w*|uniquement|seulement|"
    r"alleen|enkel|vermeid\w*|vermijd\w*|vermeiden)\b",
    _I,
)
"""Words that hold a "no" in them: whoever says "free of charge" may say "you do not pay"."""

_EXCLUSION = re.compile(
    r"\b(?:uitgezonderd|uitgesloten|verboden|excluded|forbidden|banned|prohibited|"
    r"ausgenommen|ausgeschlossen|verboten|untersagt|exclue?s?|interdite?s?)\b",
    _I,
)
"""Words that deny outright."""
_SHOP_PAYS = re.compile(
    r"\b(?:voor onze (?:eigen )?rekening|op onze kosten|(?:betalen|vergoeden|dragen) (?:wij|we)|(?:wij|we) (?:betalen|vergoeden|dragen)|"
    r"nemen (?:wij|we)[^.]{0,40}voor onze|"
    r"on us|at our (?:own )?(?:expense|cost)|we (?:pay|cover|bear)|(?:paid|covered) by us|"
    r"(?:zahlen|übernehmen|tragen) wir|wir (?:zahlen|übernehmen|tragen)|auf unsere (?:kosten|rechnung)|gehen auf uns|"
    r"à notre charge|nous (?:payons|prenons)[^.]{0,40}(?:frais|port|charge|retour|renvoi)|pour (?:nous|notre compte))\b",
    _I,
)
_CUSTOMER_PAYS = re.compile(
    r"\b(?:voor (?:uw |je |jouw )?(?:eigen )?rekening|op (?:eigen|uw|je) kosten|"
    r"(?:betaalt|betaal|draagt) (?:u|je)|(?:u|je) (?:betaalt|draagt)|"
    r"(?:voor|van) (?:jou|de (?:klant|koper))|"
    r"at your (?:own )?(?:expense|cost)|you (?:pay|bear)|(?:is|are) yours|"
    r"(?:paid|borne) by (?:you|the (?:customer|buyer))|for the customer|"
    r"(?:zahlen|tragen|übernehmen) sie|sie (?:zahlen|tragen|übernehmen)|(?:zahlst|trägst) du|du (?:zahlst|trägst)|"
    r"auf (?:ihre|deine|eigene) (?:kosten|rechnung)|trägt der (?:kunde|käufer|empfänger)|"
    r"à (?:votre|ta) charge|vous (?:payez|prenez)|pour vous|à la charge d[eu])\b",
    _I,
)


@lru_cache(maxsize=8_000)
def denial_of(text: str) -> tuple[bool, bool, bool]:
    """Return (denies, with a "not" or by a word such as "forbidden"; denies with a "not"; may hold a "no" in a word such as "free")."""
    plain = bool(negations(text))
    return plain or bool(_EXCLUSION.search(text)), plain, bool(_HALF_DENIAL.search(text))


@lru_cache(maxsize=8_000)
def payer_of(text: str) -> str:
    """Return who bears the cost by this text: "shop", "customer", or "" when it does not say or names both."""
    shop, customer = bool(_SHOP_PAYS.search(text)), bool(_CUSTOMER_PAYS.search(text))
    return "" if shop == customer else "shop" if shop else "customer"


_PREFIXES = ("on", "un", "in", "im", "non", "dis", "niet-", "nicht-")
_STEM = 4


def turned_by_prefix(word: str, others: frozenset[str]) -> bool:
    """Whether one of `others` is the same folded word with or without a prefix that denies it: "gelezen" and "ongelezen"."""
    for prefix in _PREFIXES:
        if prefix + word in others:
            return len(word) >= _STEM
        if word.startswith(prefix) and len(word) >= _STEM + len(prefix) and word[len(prefix) :] in others:
            return True
    return False
