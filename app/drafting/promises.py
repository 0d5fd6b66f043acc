"""Words that bind the shop: promises, money matters, legal statements; and words that no reply to a customer should hold."""

import re
from collections.abc import Iterator

_I = re.IGNORECASE | re.MULTILINE


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), _I)


_NL_DO = (
    r"(?:(?:op|toe|na)?(?:stuur|sturen|verzend|verzenden|zend|zenden|lever|leveren|bezorg|bezorgen|betaal|betalen|"
    r"vergoed|vergoeden|stort|storten|vervang|"
    r"vervangen|repareer|repareren|regel|regelen|maak|maken|bel|bellen|mail|mailen|reserveer|reserveren|annuleer|"
    r"annuleren|garandeer|garanderen|beloof|"
    r"beloven|bied|bieden|geef|geven|houd|houden|zorg|zorgen|neem|nemen|los|lossen|haal|halen|"
    r"antwoord|antwoorden|zal|zullen|ga|gaan|pak|pakken|leg|leggen|crediteer|crediteren|schenk|schenken|trek|trekken))"
)
_DE_DO = (
    r"(?:schicke[n]?|sende[n]?|versende[n]?|liefer[en]+|erstatte[n]?|zahle[n]?|überweise[n]?|ersetze[n]?|repariere[n]?|"
    r"rufe[n]?|melde[n]?|reserviere[n]?|"
    r"storniere[n]?|garantiere[n]?|verspreche[n]?|werde[n]?|kümmer[en]+|sorge[n]?|gebe[n]?|tausche[n]?|übernehme[n]?|"
    r"gewähre[n]?|bestätige[n]?|antworte[n]?|lege[n]?)"
)
_WHEN = (
    r"(?:morgen|vandaag|overmorgen|binnen|uiterlijk|vanmiddag|tomorrow|today|within|by|at the latest|heute|innerhalb|spätestens|binnen|"
    r"demain|aujourd.hui|sous|dans les|au plus tard|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|lundi|mardi|mercredi|jeudi|vendredi|samedi)"
)
_SPEED = r"(?:\d+|een|twee|drie|vier|vijf|zes|zeven|tien|one|two|three|four|five|ten|zwei|drei|vier|fünf|zehn|deux|trois|quatre|cinq|dix)"
_UNIT = (
    r"(?:werkdag\w*|dag\w*|weken|week|uur|days?|hours?|weeks?|business days?|working days?|werktag\w*|tag\w*|stunden?|"
    r"wochen?|jours?|heures?|semaines?)"
)

PROMISE = _any(
    # Dutch
    rf"\b(?:wij|we|ik)\s+{_NL_DO}\b(?=[^.!?\n]*\b(?:u|uw|je|jou|jouw|jullie|ervoor|dit|dat|het|nieuwe?|contact|{_WHEN})\b)",
    rf"\b{_NL_DO}\s+(?:wij|we|ik)\b(?=[^.!?\n]*\b(?:u|uw|je|jou|jouw|jullie|ervoor|dit|dat|het|nieuwe?|contact|{_WHEN})\b)",
    r"\b(?:wij|we|ik)\s+(?:zullen|zal)\b|\b(?:zullen|zal)\s+(?:wij|we|ik)\b",
    r"\b(?:ontvangt|krijgt|ontvang|krijg)\s+(?:u|je)\b|\b(?:u|je)\s+(?:ontvangt|krijgt)\b|\b(?:u|je)\s+(?:zal|zult)\b",
    r"\bbelo(?:of|ven|ofd)\w*|\bgarand?(?:eer|eren|eert)\w*|\bgarantie\w*|\bgegarandeerd\w*|\btoezeg\w+|"
    r"\bzeggen\s+(?:wij|we)\s+toe\b|\bzeker\s+weten\b|\bwordt\s+(?:u|je)\b",
    # English
    r"\b(?:we|i|you)(?:['’]ll|\s+will|\s+shall)\b(?!\s+find\b)|\bwe(?:['’]re|\s+are)\s+going\s+to\b|\b(?:you|it|they|"
    r"your \w+)\s+will\s+(?:receive|get|be|arrive)\b",
    r"\b(?:promis\w+|guarante\w+|warrant\w*|we\s+commit)\b|\byou(?:['’]ll| will)?\s+(?:receive|get)\s+(?:a|an|your|the|"
    r"it)\b|\brest\s+assured\b",
    rf"\bwe\s+(?:send|ship|deliver|refund|replace|repair|credit|pay|call)\b(?=[^.!?\n]*\b(?:you|your|it|{_WHEN})\b)",
    # German
    rf"\b(?:wir|ich)\s+{_DE_DO}\b(?=[^.!?\n]*\b(?:Ihnen|Sie|Ihre\w*|dir|dich|dein\w*|euch|es|das|dafür|neue\w*|{_WHEN})\b)",
    rf"\b{_DE_DO}\s+(?:wir|ich)\b(?=[^.!?\n]*\b(?:Ihnen|Sie|Ihre\w*|dir|dich|dein\w*|euch|es|das|dafür|neue\w*|{_WHEN})\b)",
    r"\b(?:Sie|du)\s+(?:erhalten|bekommen|erhältst|bekommst)\b|\b(?:erhalten|bekommen|erhältst|bekommst)\s+(?:Sie|du)\b|"
    r"\bwir\s+werden\b|\bwerden\s+wir\b",
    r"\b(?:garantie\w*|garantier\w+|versprech\w*|versproch\w+|zusag\w+|zusicher\w+|gewährleist\w+)\b",
    # French
    r"\b(?:nous|on|je)\s+(?:vous|te|l['’])\s*(?:en|le|la|les|y)?\s*(?:envo\w+|rembours\w+|livr\w+|rappel\w+|"
    r"renvo\w+|recontact\w+|remplac\w+|offr\w+|garanti\w+|assur\w+|tien\w+|répond\w+|fai\w+|donn\w+|promet\w*)",
    r"\b(?:nous|je)\s+\w+(?:erons|irons|rons|erai|irai|rai)\b|\bvous\s+(?:en\s+)?(?:recev(?:ez|rez)|obtiendrez|aurez|"
    r"serez)\b|\btu\s+(?:recevras|auras|reçois)\b|\bnous\s+allons\b",
    r"\b(?:promet\w*|promis\w*|promesse\w*|garanti\w*|engageons)\b",
    # by when, in any of them
    rf"\b(?:verzonden|verstuurd|geleverd|bezorgd|terugbetaald|teruggestort|vervangen|gerepareerd|levertijd|bezorgtijd|"
    rf"shipped|sent|delivered|delivery|dispatched|refunded|ships|arrives|"
    rf"replaced|versandt|verschickt|geliefert|lieferzeit|erstattet|zurückerstattet|überwiesen|expédié\w*|livré\w*|"
    rf"livraison|remboursé\w*)\b[^.!?\n]*?\b{_SPEED}\b[^.!?\n]{{0,14}}?\b{_UNIT}\b",
    rf"\b(?:binnen|within|innerhalb(?:\s+von)?|in|sous|d.ici|"
    rf"dans(?:\s+les)?)\s+{_SPEED}\b[^.!?\n]{{0,14}}?\b{_UNIT}\b[^.!?\n]*?\b(?:verzonden|verstuurd|geleverd|bezorgd|"
    rf"terugbetaald|teruggestort|uw geld|"
    rf"ontvang(?:t|en)?|antwoord|reactie|shipped|sent|delivered|dispatched|refund\w*|back to you|reply|versandt|verschickt|"
    rf"geliefert|erstattet|antwort|expédié\w*|livré\w*|rembours\w*|réponse)\b",
    rf"\b(?:levertijd|bezorgtijd|verzendtijd|lieferzeit|versandzeit|delivery time|shipping time|délai)\b[^.!?\n]*?\b{_SPEED}\b",
    rf"\b(?:wir|wij|we|ik|nous|ich)\b[^.!?\n]*\b(?:zodra|as soon as|sobald|dès que)\b[^.!?\n]*\b{_WHEN}\b|"
    rf"\b(?:zodra|as soon as|once|sobald|dès que|dès)\b[^.!?\n]*\b{_WHEN}\b[^.!?\n]*\b(?:wir|wij|we|ik|nous|ich|i|je)\b",
)
"""Commits the shop to do something, or says by when, in nl, en, de or fr."""

GUARANTEE = _any(
    r"\b(?:garand?(?:eer|eren|eert)\w*|gegarandeerd|belo(?:of|ven|ofd)\w*|toezeg\w+|guarante\w+|promis\w+|garantier\w+|garantiert|"
    r"versprech\w*|versproch\w+|zusicher\w+|garanti\w*|promet\w*|promesse\w*)\b",
)
"""Gives a firm word: no small talk."""

MONEY = _any(
    r"\b(?:betaal|betalen|betaalt|stort|storten|krijgt?|krijgen|ontvangt?|ontvangen)\b[^.!?\n]{0,60}\bterug\b|\bpay\w*\b[^.!?\n]{0,40}\bback\b|"
    r"\b(?:zahle[n]?|überweise[n]?|bekommen|erhalten)\b[^.!?\n]{0,60}\bzurück\b",
    r"\b(?:terugbetal\w+|terugbetaal\w*|terugstort\w*|teruggestort|terugstort\w*|geld\s+terug|vergoed\w*|"
    r"schadevergoed\w*|compensat\w+|compens\w+|korting\w*|tegoed\w*|"
    r"gratis|kosteloos|creditnota|waardebon\w*|kwijtscheld\w*|kortingscode\w*)\b",
    r"\b(?:refund\w*|money\s+back|reimburs\w*|discount\w*|voucher\w*|store\s+credit|free\s+of\s+charge|for\s+free|"
    r"free\s+(?:shipping|delivery|returns?|gift|replacement|repair)|"
    r"is\s+free|are\s+free|waive\w*|rebate\w*|no\s+charge|credit\s+note)\b",
    r"\b(?:erstatt\w+|rückerstatt\w*|zurückerstatt\w*|zurückzahl\w*|geld\s+zurück|rabatt\w*|gutschein\w*|gutschrift\w*|"
    r"entschädig\w*|ermäßigung\w*|nachlass|preisnachlass|"
    r"kostenlos\w*|kostenfrei\w*|gratis|umsonst|unentgeltlich)\b",
    r"\b(?:rembours\w*|remise\w*|réduction\w*|rabais|bon\s+d['’]achat|avoir\s+de|dédommag\w*|indemnis\w*|gratuit\w*|"
    r"offert\w*|sans\s+frais|geste\s+commercial)\b",
)
"""Speaks of a refund, discount, compensation, or of something for nothing."""

LEGAL = _any(
    r"\b(?:advoca\w+|jurist\w*|juridisch\w*|rechtszaak|rechtbank\w*|rechter|aansprakelijk\w*|wettelijk\w*|"
    r"schadevergoed\w*|schadeclaim\w*|ingebrekestell\w*|herroepingsrecht|"
    r"consumentenrecht|geschillencommissie|avg|incasso\w*|strafbaar|aangifte)\b",
    r"\b(?:lawyer\w*|attorney\w*|legal\w*|lawsuit\w*|liab(?:le|ility)|statut(?:e|ory)|court|damages|gdpr|consumer\s+law|"
    r"right\s+of\s+withdrawal|prosecut\w*|sue\b)",
    r"\b(?:anwalt\w*|anwält\w*|rechtlich\w*|gerichtlich\w*|gericht|haftbar|haftung\w*|haften|gesetzlich\w*|"
    r"schadensersatz\w*|schadenersatz\w*|widerrufsrecht\w*|dsgvo|klage|verklag\w*|strafbar)\b",
    r"\b(?:avocat\w*|juridique\w*|tribunal|légal\w*|légaux|responsabilité|dommages(?:\s+et\s+|-)intérêts|rgpd|"
    r"droit\s+de\s+rétractation|poursuites|plainte)\b",
)
"""A legal statement."""

INSTRUCTION = _any(
    r"<\|[^|>]{1,40}\|?>|\[/?INST\]|<</?SYS>>|</?s>|<(?:start|end)_of_turn>|<turn\|?>|###\s*(?:system|instruction|user|assistant)",
    r"^\s*(?:system|assistant|user|developer)\s*:",
    r"\b(?:ignor\w+|disregard\w*|forget|override|bypass)\b[^.!?\n]{0,50}\b(?:instruction\w*|prompt\w*|rule\w*|above|"
    r"previous|guideline\w*)\b",
    r"\b(?:negeer|negeren|vergeet|omzeil)\b[^.!?\n]{0,50}\b(?:instructie\w*|opdracht\w*|prompt\w*|regels|bovenstaand\w*|"
    r"voorgaand\w*|eerdere)\b",
    r"\b(?:ignorier\w*|vergiss|vergessen\s+Sie|missachte\w*)\b[^.!?\n]{0,50}\b(?:anweisung\w*|vorgabe\w*|prompt\w*|"
    r"regeln|obig\w*|vorherig\w*)\b",
    r"\b(?:ignore[zr]?|oublie[zr]?)\b[^.!?\n]{0,50}\b(?:instruction\w*|consigne\w*|prompt\w*|règles|précédent\w*)\b",
    r"\b(?:system\s*-?\s*prompt|systeemprompt|systemprompt|prompt\s+système|jailbreak\w*|developer\s+mode|prompt\s+injection)\b",
    r"\bas\s+an?\s+(?:ai|large\s+language|language\s+model)|\bals\s+(?:een\s+)?(?:ai|taalmodel|KI|sprachmodell)\b|"
    r"\ben\s+tant\s+qu['’](?:ia|intelligence|assistant)|\bI\s+am\s+an?\s+(?:AI|language\s+model)|"
    r"\b(?:language\s+model|taalmodel|sprachmodell|modèle\s+de\s+langage)\b",
    r"\b(?:my|mijn|meine|mes)\s+(?:instructions|instructies|anweisungen|consignes)\b",
    r"\b(?:your|uw|je|Ihr|dein|votre|ton)\s+(?:password|wachtwoord|passwort|mot\s+de\s+passe|pincode|pin|cvc|cvv|"
    r"credit\s*card\s+number|creditcardnummer)\b(?=[^.!?\n]*\b(?:stuur|send|reply|antwoord|geef|give|schick|sende|envoy|"
    r"mail|tell)\w*)|"
    r"\b(?:stuur|send|reply|antwoord|geef|give|schick\w*|senden|envoyez|mail|tell)\b[^.!?\n]{0,40}\b(?:password|"
    r"wachtwoord|passwort|mot\s+de\s+passe|pincode|pin|cvc|cvv)\b",
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]",
    r"\"(?:sentences|quote|source|answerable)\"\s*:",
)
"""Instruction-like, leaked or hidden text: nothing a customer should ever get."""

VARIABLE = _any(
    r"\{\{?[^{}\n]{0,40}\}?\}|\$\{[^}\n]{0,40}\}|\[(?!\d{1,2}\])[^\[\]\n]{1,40}\](?!\()|<(?!\|"
    r")/?[a-zà-ÿ][^<>\n@]{0,40}>|%\([a-z_]+\)s|%[sd](?![\w%])",
    r"(?<![\w.-])(?-i:X{2,}|x{3,})(?![\w-])|_{3,}|\.{5,}|\b(?-i:TODO|TBD|FIXME|NAAM|NAME|DATUM|BEDRAG|NOM)\b|\?{3,}",
)
"""A place that should have been filled in."""


def found(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of `pattern` in `text`."""
    return (match.span() for match in pattern.finditer(text))
