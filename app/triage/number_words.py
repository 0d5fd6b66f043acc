"""The words around a number that tell whether it is an order's, in Dutch, English, German and French."""

import re

_ORDER_WORD = (
    r"(?:(?:web(?:shop)?|klanten|klant|aan|inkoop|purchase|sales|kunden|kauf|online|internet)?[- ]?"
    r"(?:bestel+ing(?:en)?s?|bestell?|orders?|ordre|bestellung(?:en)?s?|best\.|auftrag(?:s|es)?|aufträge|auftraege"
    r"|commandes?|cde|cmd|cmde|po|b\.?nr)"
    r"(?:bevestiging|confirmation|bestätigung|bestaetigung|eingang)?)"
)
_NUMBER_WORD = (
    r"(?:nrs?|nummers?|numers?|nummber|no|nos|num|numéros?|numeros?|numbers?|n°|nº|ids?|code|ref|reference|referentie|référence|referenz"
    r"|kenmerk)\.?"
)
_FILLER = (
    r"(?:is|was|are|zijn|ist|war|lautet|luidt|sind|est|sont|die|met|mit|avec|with|van|mijn|my|meine?r?|the|het|de|der|das|la|le|les"
    r"|:|=|-|–|\(|\[|\"|'|“|”|,|namelijk|dus|confirmation|bevestiging|order|bestelling|bestellung|commande|nog|toch|ook|nämlich"
    r"|unter|onder|under|sous|(?:geloof|denk|dacht) ik|volgens mij|i (?:think|believe)|glaube? ich|denke ich|je crois"
    r"|(?:staat|steht|is|stands?) (?:in|op|on|auf|onder) (?:de|der|the|mijn|my) (?:e-?)?mail)"
)
_OWNER = r"(?:ma|mijn|my|la|the|meiner?|uw|de)?"
LEFT_EXPLICIT = re.compile(
    rf"(?<![a-zà-ÿ])(?:{_ORDER_WORD}[-\s.]*(?:(?:en|met|mit|with|avec|onder|unter|sous)\b[- ]?)?(?:het |der |le )?{_NUMBER_WORD}"
    rf"|{_NUMBER_WORD}\s*(?:de|of|van|der|d')?\s*{_OWNER}\s*{_ORDER_WORD})\s*(?:{_FILLER}\s*)*\#?\s*$",
    re.IGNORECASE,
)
"""An order's number by name: "bestelnummer is", "n° de commande :"."""
LEFT_PLAIN = re.compile(
    rf"(?<![a-zà-ÿ]){_ORDER_WORD}\s*(?:{_NUMBER_WORD})?\s*(?:[:(\[\"'“–-]|\b(?:is|met|mit|with|avec)\b)?\s*\#?\s*$", re.IGNORECASE
)
"""Just the word for order right before the number."""
VERB = re.compile(
    r"\b(?:to|te|zu|will|wil|want|willen|möchte|would like to|kan ik|can i|pour|de|faire|please|om)\s+(?:pre-?|na|bij)?order\s*$"
    r"|\bin\s+order\s*$",
    re.IGNORECASE,
)
"""Ordering something, not an order."""
ORDERED_LEFT = re.compile(
    rf"\b(?:besteld|ordered|bestellt|geordert|command[ée]e?s?)\b[^.!?\n]{{0,40}}\b{_NUMBER_WORD}\s*:?\s*$", re.IGNORECASE
)
"""Something was ordered, and its number follows: "ordered on Tuesday (ref"."""
RIGHT_CUE = re.compile(
    r"[\s)\]\"',]*(?:is|was|ist|war|est|c'est|dat is|that is|that's|\(|–|-|:|als|as)\s*"
    rf"(?:mijn|het|my|the|meine?|die|das|le|mon|ma|la|our|ons|unsere)?\s*{_ORDER_WORD}",
    re.IGNORECASE,
)
_GOES_ON_EN = (
    "is|was|has|have|had|not|nothing|still|and|or|but|for|from|please|on|by|to|in|with|i|we|you|it|that|this|which|did|does|do|will|can|could"
    "|should|never|yet|arrived|came|shipped|confirmed|received|placed|ordered|paid|missing|only|cancelled|again|where|when|as|if|so"
)
_GOES_ON_NL = (
    "heb|hebben|hebt|heeft|niet|nog|en|of|maar|voor|van|die|dat|deze|aan|bij|naar|op|om|met|ik|we|wij|u|je|kan|kun|kunt|zou|wil|graag"
    "|wordt|werd|klopt|moet|mag|staat|al|ook|te|toch|nu|waar|wanneer|mist|komt|binnen|geplaatst|ontvangen|retour|annuleren|besteld|verzonden|maat"
)
_GOES_ON_DE = (
    "ist|hat|habe|haben|nicht|noch|und|oder|aber|von|vom|wurde|wird|bitte|ich|wir|sie|kann|können|für|fur|mit|bei|auf|an|am|zu|zum"
    "|fehlt|fehlen|bestellt|kommt|immer|stornieren|angekommen|wo|wann|da|steht|sollte|sind"
)
_GOES_ON_FR = (
    "a|est|et|ou|mais|n|ne|pas|du|de|des|pour|je|nous|vous|il|elle|qui|que|passée|passee|toujours|jamais|svp|s|j|en|au|à|chez|où|quand"
    "|reçue|recue|sur|doit|devait"
)
NEXT_NOUN = re.compile(rf"\s+(?!(?:{_GOES_ON_EN}|{_GOES_ON_NL}|{_GOES_ON_DE}|{_GOES_ON_FR})\b)[a-zà-ÿ]", re.IGNORECASE)
"""A thing right after the number: it counts things ("order 1000 flyers")."""
AND = re.compile(
    r"\s*(?:,|en|and|und|et|&|\+|/|of|or|oder|ou|,\s*(?:en|and|und|et))\s*(?:\#|order\s*|bestelling\s*|commande\s*|bestellung\s*)?$",
    re.IGNORECASE,
)
OTHER_NOUN = re.compile(
    r"(?:fact(?:uur|uurnummer|ure)s?|invoices?|rechnung(?:s[- ]?(?:nr|nummer))?|ticket|case|zaak|klant(?:nummer|nr)?|customer"
    r"|kunden(?:nummer|nr)?|client|apt|apartment|unit|room|kamer|zimmer|chambre|artikel|article|item|sku|model|type|ref|offerte|quote"
    r"|angebot|devis|filiaal|winkel|store|deel|part|top|number|nummer|plaats|stap|step|size|maat|page|bug|issue|pull|colou?r|kleur|farbe"
    r"|tafel|table|tisch)(?:\s*(?:nr|no|nummer|number)?\.?)?\s*:?\s*$",
    re.IGNORECASE,
)
"""What else carries a `#`."""
_MONTH = r"(?:jan|feb|mrt|maart|mar|mär|apr|mei|may|mai|jun|juin|jul|juil|aug|août|aout|sep|okt|oct|nov|dec|dez|déc)[a-zé]*"
MONEY_BEFORE = re.compile(r"(?:€|eur|euro|\$|usd|£|chf|fr\.?)\s*$", re.IGNORECASE)
UNIT_AFTER = re.compile(
    r"\s*(?:€|eur\b|euros?\b|,-|%|°|x\b|×|stuks?\b|st\b|pcs\b|pieces?\b|pièces?\b|stück\b|stueck\b|maal\b|keer\b|mal\b|fois\b"
    r"|cm\b|mm\b|m\b|kg\b|g\b|gram\b|ml\b|l\b|liter\b|uur\b|u\b(?! )|h\b|uhr\b|min\b|minuten\b|dagen\b|days?\b|tage\b|jours?\b"
    r"|weken\b|weeks?\b|wochen\b|semaines?\b|jaar\b|years?\b|jahre?\b|ans\b|personen\b|people\b|dozen\b|paar\b"
    rf"|{_MONTH}\b)",
    re.IGNORECASE,
)
TRACKING_CUE = re.compile(
    r"(?:track\w*|t&t|trace|sendungs?\w*|paket\w*|pakket\w*|parcel|zending\w*|barcode|colis|suivi|verzendcode|consignment)"
    r"(?:[-\s:=.]|nummer|nr|number|no|n°|code|id|numéro|is|was|ist|est|&|and|trace|de|du|mit|met|with|der)*$",
    re.IGNORECASE,
)
MAYBE_ORDER = re.compile(r"bestel|order|ordre|auftr|ommande|\bc(?:md|de)|\bpo\b|best\.|b\.?nr", re.IGNORECASE)
"""A cheap look before the two patterns above."""
_NUMBER_NAME = r"(?:nummer|nr|number|no|num(?:é|e)ro|n°|kenmerk|referentie|reference|r(?:é|e)f(?:é|e)rence|referenz|r(?:é|e)f)\.?"
_BEGINS = r"(?:^|[\n.!?,:;]\s*|\b(?:hi|hey|hoi|hallo|hello|vraag(?:je)?|question|frage|even|kurz|quick)\s+)"
WEAK_LEFT = re.compile(
    rf"\b(?:onder|under|unter|sous|met|mit|with|avec)\s+(?:het |the |der |die |le )?{_NUMBER_NAME}\s*:?\s*$"
    rf"|\b(?:mijn|my|meine?|mon|ma)\s+{_NUMBER_NAME}\s*(?:bij jullie|bij u|with you|bei (?:ihnen|euch)|chez vous)?\s*(?:is|:|ist|est)?\s*$"
    rf"|{_BEGINS}(?:het |the )?{_NUMBER_NAME}\s*(?:is|:|ist|est)?\s*$"
    rf"|\b(?:het gaat (?:om|over)|it(?:'s|s| is) (?:for|about)|es geht um|il s'agit (?:de|du)|status (?:van|of|von|de)"
    r"|betreft:?|betr\.:?|betrifft:?|concerne:?)"
    rf"\s+(?:la |le |die |de |het )?(?:{_NUMBER_NAME}\s*)?$"
    rf"|{_BEGINS}(?:over|about|regarding|zu|concernant|zie|see|siehe|voir)\s+$"
    r"|\b(?:waar blijft|waar is|where(?:'s| is)|wo bleibt|wo ist|où est|où reste)\s+(?:de |die |the |la )?$"
    r"|\b(?:annuleer|annulering|cancel|cancell?ation|storno|storniere|stornieren sie|annulez|annulation|retour[e]?|return|rücksendung)\s+$",
    re.IGNORECASE,
)
"""Words before a number that make it an order's in a shop, when nothing speaks against it."""
LONG_LEFT = re.compile(
    rf"\b{_NUMBER_NAME}\s*$|[.!?,\n(]\s*$"
    r"|\b(?:van|voor|onder|op|kan|for|of|on|under|can|stop|für|zu|unter|pour|la|sous|is|ist)\s+$",
    re.IGNORECASE,
)
"""What may stand before an order's number of five digits and more."""
WEAK_SUBJECT = re.compile(rf"{_BEGINS}(?:is|was|wordt|has|ist|wird|kommt|komt)\s+$|^\W*$", re.IGNORECASE)
WEAK_GOES_ON = re.compile(
    r"\s+(?:(?:already|al|going|vandaag|today|heute|nog|still|noch|steeds|toujours|complet?e?|compleet|immer)\s+)*"
    r"(?:steeds|niks|niets|nothing|nichts|niet|not|nicht|pas|out|verzonden|verstuurd|shipped|sent|dispatched|onderweg|unterwegs|versandt"
    r"|verschickt|compleet|complete|ontvangen|received|annul\w*|cancel\w*|storn\w*|retour|where|waar|wo|où)\b",
    re.IGNORECASE,
)
"""What is said of an order whose bare number stands before it: "88320 still nothing"."""
SPEAKS_AGAINST = re.compile(
    r"tel(?:efoon|ephone|efon)?\b|telefoonn|phone|mobiel|mobile|handy|gsm|\bbel\b|\bcall\b|\bruf|huis|woon|wohn|street|straat|klant|customer|kunden|client"
    r"|fact(?:uur|ure)|invoice|rechnung|remind|herinnering|aanmaning|mahnung|relance|ticket|aanvraag|verzoek|request|anfrage|demande|\bcase\b|\bzaak|dossier|aktenzeichen|offerte|quot|devis|angebot"
    r"|arti(?:kel|cle)|\bart\b|\bitem|model|seri(?:e|al)"
    r"|postcode|\bzip\b|\bplz\b|iban|rekening|konto|account|compte|polis|policy|\blid|member|mitglied"
    r"|btw|\bvat\b|kvk|kenteken|kennzeichen|track|sendung|suivi|zending|saldo|geboren|\bborn\b|\bn[ée]e?\b|sollicit|vacature|euro|€|\$|£",
    re.IGNORECASE,
)
"""Words near a number that name something else than an order."""
ABOUT_ORDERS = re.compile(
    r"bestel|order|command[eé]|bestell|auftrag|pakket|pakje|parcel|package|paket|päckchen|\bcolis|lever|liefer|livr|deliver|zending|sendung"
    r"|verzend|verzonden|verstuur|versand|versend|verschick|\bship|dispatch|exp[eé]di|\bretour|\breturn|zurück|annul|cancel|storn|afhal"
    r"|\bwacht|\bwait|\bwarte|\battend|\bstatus|onderweg|unterwegs|en route|on its way"
    r"|binnen\b|aangekomen|angekommen|arriv|ontvangen|received|erhalten|reçu|besteld|terugbetal|refund|erstatt|rembours",
    re.IGNORECASE,
)
"""Words that show that a message is about something ordered."""
FOR_ORDER = re.compile(r"\b(?:for|voor|für|fuer|pour|zu|zur)\s+(?:(?:my|mijn|meine|ma|the|de|die|la)\s+)?$", re.IGNORECASE)
"""What stands between a paper and the order that it is for: "invoice for"."""
NAMES_OTHER = re.compile(
    r"(?:arti(?:kel|cle)|\bart\b|\bitem|model|mod[èe]le|modell|\btype|\btyp\b|seri[ea]|\bs/n|\bsku|\bean|foutcode|fehler|error|erreur|code\b"
    r"|norm|versie|version|fact(?:uur|ure)|invoice|rechnung|beleg|offerte|quot|devis|angebot|avoir|creditnota|credit note|gutschrift"
    r"|klant|customer|kunden|client|\blid|member|mitglied|adh[ée]rent|polis|policy|police|versicherung|kenteken|kennzeichen|nummernschild|plate"
    r"|immatricul|ticket|\bzaak|\bcase|dossier|aktenzeichen|melding|meldung|aanvraag|verzoek|request|anfrage|demande|klacht|complaint"
    r"|reklamation|r[ée]clamation|schade|claim|logged|genoteerd|formulier|formular|vlucht|flight|\bflug|\bvol\b|\btrein|train|\bzug|kamer|room"
    r"|zimmer|chambre|tafel|table|tisch|reserv|boeking|booking|buchung|r[ée]sa|voucher|bon\b|gutschein|cadeaubon|korting|coupon|rabatt|promo"
    r"|iban|rekening|konto|account|compte|\btel|phone|mobiel|mobile|handy|\bgsm|portable|\bbel\b|\bcall\b|\bruf|appel|btw|\bvat\b|\btva|ust|kvk|siret"
    r"|siren|track|suivi|sendungs|barcode"
    r"|postcode|\bzip\b|\bplz\b|code postal|straat|street|strasse|straße|\brue\b|huis|maat|size|größe|taille"
    r"|onderdeel|part\b|teile|pi[èe]ce|kleur|colou?r|farbe|couleur|\bral\b|pin\b|wachtwoord|password|passwort|herinnering|reminder|mahnung|relance"
    r"|points?\b|punten|punkte"
    r"|\b(?:uw|your|ihre?|votre) (?:kenmerk|referentie|reference|zeichen|referenz|r[ée]f[ée]rence)|pompe|pump|pomp|retourn(?:ummer|r)"
    r"|formul(?:ier|ar|aire)|\brma)(?:(?:\.-?)?\s?\b(?:nr|no|ref|réf|n)\.|[^,;.!?\n]){0,18}$",
    re.IGNORECASE,
)
"""Words shortly before a number, in the same clause, that say what else it is."""
