"""Wishes and small talk as people type them, in Dutch, English, German and French: words that need no source."""

import re


def _any(*patterns: str) -> str:
    return "(?:" + "|".join(patterns) + ")"


WISH = re.compile(
    "^"
    + _any(
        # Dutch
        r"veel (?:plezier|succes|geluk|kijkplezier|leesplezier|woonplezier|eetplezier|draagplezier)",
        r"succes|beterschap|sterkte|gefeliciteerd|van harte|proficiat|geniet|smakelijk",
        r"(?:een )?(?:fijne?|prettige?|goede?|heerlijke?|mooie?|leuke?|gezellige?) (?:\w+ )?"
        r"(?:dag|avond|middag|week|weekend|vakantie|feestdagen|verjaardag|kerst|jaarwisseling)\w*",
        # English
        r"enjoy|good luck|best of luck|get well|congratulations|happy (?:birthday|christmas|easter|new year|holidays)|merry christmas",
        r"have a (?:\w+ ){1,2}(?:day|evening|week|weekend|holiday|time|trip|summer|christmas)\w*",
        # German
        r"viel (?:spaß|freude|glück|erfolg|vergnügen)|alles (?:gute|liebe)|herzlichen glückwunsch",
        r"gute[sn]? (?:besserung|reise|gelingen|appetit)",
        r"(?:ein(?:e|en)? )?(?:schön|angenehm|erholsam|gut|froh)e[nrs]? "
        r"(?:tag|abend|woche|wochenende|feiertage|urlaub|zeit|sommer|weihnachten|ostern)\w*",
        # French
        r"bon (?:rétablissement|week-?end|appétit|voyage|courage|anniversaire)",
        r"bonne (?:découverte|continuation|dégustation|route|fête|année|chance)|bonnes (?:fêtes|vacances)",
        r"profite[zr]?(?:-en)?|félicitations|joyeu(?:x|ses?) \w+",
    )
    + r"\b",
    re.IGNORECASE,
)
"""A line that only wishes something."""

SMALL_TALK = re.compile(
    r"\b"
    + _any(
        # Dutch
        r"geen (?:probleem|punt|zorgen)|helemaal (?:goed|prima)|prima|komt goed|dat snap ik|oei|ach|[nj](?:ee|a) hoor|jammer|balen",
        r"top(?=[!.,])",
        r"(?:ik|we|wij) (?:hoor|horen|zie|zien) (?:het|je|u|jullie|dat) graag|ik hoor het wel|hopelijk|(?:ik|we|wij) hopen?",
        r"hoort (?:natuurlijk |eigenlijk )?(?:niet|anders) zo|(?:niet|minder) (?:leuk|fijn)|graag tot|tot in de winkel",
        r"(?:ik heb|we hebben|wij hebben) (?:het|dit|je|uw|dat)[^.]{0,30}"
        r"(?:doorgegeven|doorgestuurd|nagevraagd|gevraagd|gelezen|ontvangen|bekeken)",
        r"(?:ik|we|wij) (?:kijk|vraag|zoek|kom|laat|ga|lees)\w* (?:er|het|dit|daar|dat|je|u)\b",
        # English
        r"no problem|no worries|not a problem|of course|great(?=[,!.])|oh no|what a (?:shame|pity)|sorry to hear|see you|my pleasure",
        r"that['’]s (?:settled|fine|no problem|not what)|hope(?:fully)? to|(?:i|we) (?:hope|look forward)|looking forward",
        r"let me (?:have a look|check|see)",
        r"(?:i|we)(?:['’]ve| have) (?:asked|passed|read|received|looked|forwarded)|you['’]re (?:very |most )?welcome",
        # German
        r"keine? (?:problem|sorge|ursache)|schade|alles klar|in ordnung(?=[!.,])|gern geschehen|hoffentlich|geklappt|natürlich nicht",
        r"(?:ich|wir) (?:hoffe|freue)\w*|so (?:soll|sollte) (?:es|das)[^.]{0,20}nicht",
        r"(?:ich habe|wir haben) (?:es|das|ihren?|ihre|deinen?|deine|sie)[^.]{0,40}"
        r"(?:weitergegeben|weitergeleitet|gelesen|erhalten|gefragt|angesehen)",
        # French
        r"(?:pas de|aucun) (?:souci|problème)|bien sûr|tant mieux|dommage|c['’]est noté|d['’]accord|pas normal|(?:dans|pour) l['’]attente",
        r"quel(?:le)? (?:dommage|malchance)|au plaisir|(?:j['’]|nous )espér\w+",
        r"(?:j['’]ai|nous avons) (?:bien )?(?:transmis|lu|demandé|noté|reçu (?:votre|ton|ta|vos|tes))",
    )
    + r"\b",
    re.IGNORECASE,
)
"""Words of small talk: what is said beside them is looked at."""
