"""Order numbers and tracking codes as customers write them, told apart from all the other numbers in a message.

A candidate is judged by the words right before and after it: only a word for "order" makes it an order number (or `#`, or
a shape that shops give to orders), and what looks like a date, amount, phone number, postcode or bank account never is one.
"""

import re

ORDER_LIMIT = 10
_CANDIDATE_LIMIT = 60
_BEFORE = 60
_AFTER = 30

_CANDIDATE = re.compile(r"(?<![\w@&=.,/+-])(?:\#\s?)?(?:[A-Za-z]{1,6}[-_/]?)?\d(?:[\w-]*\w)?(?:/\d{2,}(?!\d*/))?(?!\w|[.,:]\d|\s?[€%°])")
_REFERENCE = re.compile(r"(?<![\w@/.-])[A-Z]{9}(?![\w-])")
_ORDER_WORD = (
    r"(?:(?:web(?:shop)?|klanten|klant|aan|inkoop|purchase|sales|kunden|kauf|online|internet)?[- ]?"
    r"(?:bestel+ing(?:en)?s?|bestell?|order|orders|ordre|bestellung(?:en)?s?|best\.|auftrag(?:s|es)?|aufträge|auftraege|commandes?|cde|cmd|cmde|po|b\.?nr)"
    r"(?:bevestiging|confirmation|bestätigung|bestaetigung|eingang)?)"
)
_NUMBER_WORD = r"(?:nrs?|nummers?|numers?|nummber|nr|no|nos|num|numéros?|numeros?|numbers?|n°|nº|id|ids|code|ref|reference|referentie|référence|referenz|kenmerk)\.?"
_FILLER = (
    r"(?:is|was|are|zijn|ist|war|lautet|luidt|sind|est|sont|die|met|mit|avec|with|van|mijn|my|meine?r?|the|het|de|der|das|la|le|les|:|=|-|–|\(|\[|\"|'|“|”|,"
    r"|namelijk|dus|confirmation|bevestiging|order|bestelling|bestellung|commande|nog|toch|ook|nämlich|unter|onder|under|sous)"
)
_LEFT_EXPLICIT = re.compile(
    rf"(?<![a-zà-ÿ])(?:{_ORDER_WORD}[-\s.]*(?:(?:en|met|mit|with|avec|onder|unter|sous)\b[- ]?)?(?:het |der |le )?{_NUMBER_WORD}|{_NUMBER_WORD}\s*(?:de|of|van|der|d')?\s*(?:ma|mijn|my|la|the|meiner?|uw|de)?\s*{_ORDER_WORD})"
    rf"[\s]*(?:{_FILLER}\s*)*\#?\s*$",
    re.IGNORECASE,
)
_LEFT_PLAIN = re.compile(
    rf"(?<![a-zà-ÿ]){_ORDER_WORD}\s*(?:{_NUMBER_WORD})?\s*(?:[:(\[\"'“–-]|\bis\b|\bmet\b|\bmit\b|\bwith\b|\bavec\b)?\s*\#?\s*$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:to|te|zu|will|wil|want|willen|möchte|would like to|kan ik|can i|pour|de|faire|please|om)\s+(?:pre-?|na|bij)?order\s*$|\bin\s+order\s*$",
    re.IGNORECASE,
)
_RIGHT_CUE = re.compile(
    rf"^[\s)\]\"',]*(?:is|was|ist|war|est|c'est|dat is|that is|that's|\(|–|-|:|als|as)\s*(?:mijn|het|my|the|meine?|die|das|le|mon|ma|la|our|ons|unsere)?\s*{_ORDER_WORD}",
    re.IGNORECASE,
)
_NEXT_NOUN = re.compile(
    r"^\s+(?!(?:is|was|has|have|had|not|still|and|or|but|for|from|please|on|by|to|in|with|i|we|you|it|that|this|which|did|does|do|will|can|could|should|never|yet|arrived|came|shipped|confirmed|received|placed|ordered|paid|missing|only|still|cancelled|again|where|when)\b"
    r"|(?:heb|hebben|hebt|heeft|niet|nog|en|of|maar|voor|van|die|dat|deze|aan|bij|naar|op|om|met|ik|we|wij|u|je|kan|kun|kunt|zou|wil|graag|wordt|werd|klopt|moet|mag|staat|al|ook|te|toch|nu|waar|wanneer|binnen|geplaatst|ontvangen|retour|annuleren|besteld|verzonden)\b"
    r"|(?:ist|hat|habe|haben|nicht|noch|und|oder|aber|von|vom|wurde|wird|bitte|ich|wir|sie|kann|können|für|fur|mit|bei|auf|an|am|zu|zum|ist|immer|stornieren|angekommen|wo|wann|da|steht)\b"
    r"|(?:a|est|et|ou|mais|n|ne|pas|du|de|des|pour|je|nous|vous|il|elle|qui|que|passée|passee|toujours|jamais|svp|s|j|en|au|à|chez|où|quand|reçue|recue|sur)\b)[a-zà-ÿ]",
    re.IGNORECASE,
)
_AND = re.compile(
    r"^\s*(?:,|en|and|und|et|&|\+|/|of|or|oder|ou|,\s*(?:en|and|und|et))\s*(?:\#|order\s*|bestelling\s*|commande\s*|bestellung\s*)?$",
    re.IGNORECASE,
)
_OTHER_NOUN = re.compile(
    r"(?:fact(?:uur|uurnummer|ure)s?|invoices?|rechnung(?:s[- ]?(?:nr|nummer))?|ticket|case|zaak|klant(?:nummer|nr)?|customer|kunden(?:nummer|nr)?|client|apt|apartment|unit|room|kamer|zimmer|chambre|artikel|article|item|sku"
    r"|model|type|ref|offerte|quote|angebot|devis|filiaal|winkel|store|deel|part|top|number|nummer|plaats|stap|step|size|maat|page|bug|issue|pull|color|colour|kleur|farbe|tafel|table|tisch)"
    r"(?:\s*(?:nr|no|nummer|number)?\.?)?\s*:?\s*$",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mrt|maart|mar|mär|apr|mei|may|mai|jun|juin|jul|juil|aug|août|aout|sep|okt|oct|nov|dec|dez|déc)[a-zé]*"
_MONEY_BEFORE = re.compile(r"(?:€|eur|euro|\$|usd|£|chf|fr\.?)\s*$", re.IGNORECASE)
_UNIT_AFTER = re.compile(
    rf"^\s*(?:€|eur\b|euros?\b|,-|%|°|x\b|×|stuks?\b|st\b|pcs\b|pieces?\b|pièces?\b|stück\b|stueck\b|maal\b|keer\b|mal\b|fois\b|cm\b|mm\b|m\b|kg\b|g\b|gram\b|ml\b|l\b|liter\b|uur\b|u\b|h\b|uhr\b|min\b|minuten\b|dagen\b|days?\b|tage\b|jours?\b"
    rf"|weken\b|weeks?\b|wochen\b|semaines?\b|jaar\b|years?\b|jahre?\b|ans\b|{_MONTH}\b|personen\b|people\b|dozen\b|paar\b)",
    re.IGNORECASE,
)
_POSTCODE_AFTER = re.compile(r"^\s?[A-Z]{2}\b")
_DATE_SHAPE = re.compile(r"\d{1,2}[-/]\d{1,2}(?:[-/]\d{2,4})?|\d{4}-\d{2}-\d{2}(?:T.*)?|(?:19|20)\d{2}/\d{2}")
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
_NOT_ORDER_SHAPE = re.compile(
    r"[A-Z]{2}\d{2}[A-Z]{4}\d{6,}|[A-Z]{2}\d{18,}|\d{1,3}(?:st|nd|rd|th|e|er|ste|de|ème|eme|x|st|cm|mm|kg|g|ml|l|h|u|uur|w|v|gb|tb|mb|k|km|m|px|d|s|p)|0\d{8,10}|00\d{9,13}",
    re.IGNORECASE,
)
_OWN_SHAPE = re.compile(
    r"(?:ORD|ORDER|BEST|BST|WEB|SO)[-_/]?\d{3,12}(?:[-_]\w{1,8})?|(?:NL|BE|DE|FR|EN|UK|AT|CH)-?\d{4,7}(?:-[A-Z0-9]{1,3})?", re.IGNORECASE
)
_LONG_CODE = re.compile(r"(?<![\w-])(?=[A-Z]*\d)[A-Z0-9]{9,30}(?![\w-])")
_TRACKING = re.compile(
    r"3S[A-Z0-9]{9,17}|JVGL\d{14,24}|J[JV][A-Z]{1,2}\d{14,24}|00340\d{15}|1Z[A-Z0-9]{16}|[A-Z]{2}\d{9}[A-Z]{2}|[68][A-Z]\d{11}|3232\d{20}"
)
_TRACKING_CUE = re.compile(
    r"(?:track\w*|t&t|trace|sendungs?\w*|paket\w*|pakket\w*|parcel|zending\w*|barcode|colis|suivi|verzendcode|consignment)"
    r"(?:[-\s:=.]|nummer|nr|number|no|n°|code|id|numéro|is|was|ist|est|&|and|trace|de|du|mit|met|with|der)*$",
    re.IGNORECASE,
)
_MAYBE_ORDER = re.compile(r"bestel|order|ordre|auftr|ommande|\bc(?:md|de)|\bpo\b|best\.|b\.?nr", re.IGNORECASE)


def tracking_codes(text: str) -> tuple[str, ...]:
    """Return parcel tracking codes, as written, without doubles."""
    if not _has_digit(text):
        return ()
    codes = (match for match in _LONG_CODE.finditer(text) if _is_tracking(match, text))
    return tuple(dict.fromkeys(match.group() for match in codes))


def _is_tracking(match: re.Match[str], text: str) -> bool:
    if _TRACKING.fullmatch(match.group()):
        return True
    before = text[max(0, match.start() - 40) : match.start()]
    return sum(map(str.isdigit, match.group())) >= 6 and bool(_TRACKING_CUE.search(before))


def order_numbers(text: str, tracking: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the order numbers of a text as written, without `#` and doubles, at most ORDER_LIMIT."""
    found = dict.fromkeys(_references(text))
    if not _has_digit(text):
        return tuple(found)
    last_end = -1
    for count, match in enumerate(_CANDIDATE.finditer(text)):
        if count >= _CANDIDATE_LIMIT or len(found) >= ORDER_LIMIT:
            break
        number = match.group().lstrip("#").strip()
        between = text[last_end : match.start()] if 0 <= last_end and match.start() - last_end < 20 else "."
        if number not in tracking and _is_order(match, text, follows_order=bool(_AND.match(between))):
            found[number] = None
            last_end = match.end()
    return tuple(found)


def _references(text: str) -> list[str]:
    """Return order references made of nine capitals (PrestaShop's habit); only a word for "order" before them makes them one."""
    matches = ((match, text[max(0, match.start() - _BEFORE) : match.start()]) for match in _REFERENCE.finditer(text))
    return [match.group() for match, before in matches if _LEFT_EXPLICIT.search(before) or _LEFT_PLAIN.search(before)]


def _has_digit(text: str) -> bool:
    return any(digit in text for digit in "0123456789")


def _is_order(match: re.Match[str], text: str, *, follows_order: bool) -> bool:
    raw = match.group()
    number = raw.lstrip("#").strip()
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    after = text[match.end() : match.end() + _AFTER]
    digits = sum(c.isdigit() for c in number)
    if digits < 3 or len(number) > 20 or _MONEY_BEFORE.search(before) or _UNIT_AFTER.match(after):
        return False
    about_order = bool(_MAYBE_ORDER.search(before))
    if about_order and _LEFT_EXPLICIT.search(before):
        return not _DATE_SHAPE.fullmatch(number)
    if _NOT_ORDER_SHAPE.fullmatch(number) or _DATE_SHAPE.fullmatch(number):
        return False
    if raw.startswith("#"):
        return not _OTHER_NOUN.search(before)
    return _is_plain_order(number, before if about_order else "", after, follows_order=follows_order)


def _is_plain_order(number: str, before: str, after: str, *, follows_order: bool) -> bool:
    """Judge a number with neither `#` nor an explicit word for order number before it."""
    if _YEAR.fullmatch(number) and not _LEFT_PLAIN.search(before):
        return False
    if _POSTCODE_AFTER.match(after) and len(number) == 4 and number.isdigit():
        return False
    if _RIGHT_CUE.match(after) or follows_order:
        return True
    if _LEFT_PLAIN.search(before):
        return not _VERB.search(before) and not _NEXT_NOUN.match(after)
    return bool(_OWN_SHAPE.fullmatch(number))
