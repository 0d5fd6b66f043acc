"""Sentences that say nothing about the shop's rules: greetings, thanks, apologies, closings, and lines that hold the customer's place."""

import re

from app.drafting.small_talk import SMALL_TALK, WISH

_I = re.IGNORECASE
_GREETING = re.compile(
    r"^(?:beste|geachte|hallo|hoi|hey|hi|dag|goede(?:dag|morgen|middag|navond)|goeie\w+|lieve|dear|hello|"
    r"good (?:morning|afternoon|evening|day)|greetings|"
    r"sehr geehrte\w*|liebe[rs]?|guten (?:tag|morgen|abend)|moin|servus|grüezi|bonjour|bonsoir|salut|cher|chère|madame|"
    r"monsieur)\b(?:[^.?]|\b[A-ZÀ-Þ]\.|\b(?:mr|mrs|ms|dr|fam|mw|dhr|mme|m|hr|fr)\.){0,60}[,!.]?$",
    _I,
)
_CLOSING = re.compile(
    r"^(?:met (?:vriendelijke|hartelijke) groet\w*|(?:vriendelijke|hartelijke|lieve|warme)?\s?groet(?:en|jes)?|mvg|"
    r"fijne (?:dag|avond|week\w*)|tot (?:ziens|snel|dan|horens)|hoogachtend|"
    r"(?:kind|best|warm)(?:est)? (?:regards|wishes)|regards|sincerely|yours (?:sincerely|faithfully|truly)|cheers|"
    r"take care|all the best|see you (?:soon|then|there)|speak soon|have a (?:nice|lovely|good|great) (?:day|evening|weekend)|"
    r"(?:mit )?(?:freundliche[nr]?|herzliche[nr]?|liebe[nr]?|viele|beste|schöne) grüße?n?|mfg|hochachtungsvoll|einen schönen (?:tag|abend)|"
    r"(?:bien )?(?:cordialement|à vous|amicalement|sincèrement)|(?:meilleures|sincères|cordiales) salutations|"
    r"bonne (?:journée|soirée)|belle journée|à bientôt|au revoir)\b",
    _I,
)
_KIND = re.compile(
    "|".join(
        (
            r"\b(?:bedankt|dank (?:u|je|voor)|dankjewel|dankuwel|hartelijk dank|graag gedaan|thanks?(?: you| for|[,!])|"
            r"thank you|many thanks|you['’]re welcome|danke|vielen dank|herzlichen dank|gern geschehen|merci|"
            r"nous vous remercions|je vous en prie|avec plaisir)\b",
            r"\b(?:sorry|excuses|excuus|het spijt (?:ons|me|mij)|wat vervelend|wat jammer|wat spijtig|onze welgemeende|"
            r"vervelend (?:dat|om)|begrijpen? (?:wij|we|ik|dat)|wij begrijpen|we begrijpen|ik begrijp|snappen)\b",
            r"\b(?:apolog\w+|sincerely sorry|so sorry|we regret|we understand|i understand|how (?:annoying|frustrating|"
            r"disappointing)|entschuldig\w*|tut (?:uns|mir) leid|bedauern|verzeih\w*|verstehen (?:wir|sehr|gut)|"
            r"wir verstehen|ich verstehe|(?:wie )?ärgerlich)\b",
            r"\b(?:désolé\w*|excus\w+|nous regrettons|navré\w*|nous comprenons|je comprends|vraiment dommage)\b",
            r"\b(?:wat (?:fijn|leuk|mooi|goed)|fijn dat|leuk (?:dat|om)|goed om te horen|mooi om te|glad to|happy to|"
            r"pleased to|lovely to|great to|good to|wie schön|schön,? (?:dass|zu)|(?:das )?freut (?:uns|mich)|ravis?|"
            r"heureux|quel plaisir)\b",
            r"\b(?:heeft u (?:nog|verder)|heb je (?:nog|verder)|mocht (?:u|je)|laat (?:het )?(?:ons|me|"
            r"mij) (?:het )?(?:gerust )?weten|neem gerust|stel ze gerust|vraag gerust|wij helpen (?:u|je) graag|"
            r"we helpen (?:u|je) graag|aarzel niet|u kunt (?:altijd|gerust) (?:antwoorden|reageren)|"
            r"je kunt altijd reageren)\b",
            r"\b(?:if you have any|any (?:other|further|more) questions|let (?:us|me) know|feel free|don['’]t hesitate|"
            r"do not hesitate|happy to help|just reply|get in touch any ?time)\b",
            r"\b(?:(?:haben|hast) (?:Sie|du) (?:noch|weitere)|bei (?:weiteren |rück)?fragen|melden Sie sich|melde dich|"
            r"zögern Sie nicht|lassen Sie (?:es )?uns|lass es uns|helfen wir (?:Ihnen|dir)|sind wir (?:gern|gerne|"
            r"jederzeit) (?:für|da)|antworten Sie einfach)\b",
            r"\b(?:si vous avez|si tu as|n['’]hésite[zs]? pas|faites-nous|dites-nous|dis-nous|nous restons|"
            r"à votre disposition|je reste|restons à)\b",
            r"\b(?:wij|we|ik) (?:kijken?|zoeken?|vragen?|gaan?|check\w*) (?:het|dit|dat|ernaar|hiernaar)[^.]*\b(?:na|"
            r"uit|op|navragen|uitzoeken|bekijken|controleren)\b|\b(?:kijken?|zoeken?|vragen?) (?:wij|we|ik) (?:dit|het|"
            r"dat)\b|\bkomen (?:wij|we) (?:hier|er|erop|daar)[^.]*terug\b|\b(?:laten?|hoort|hoor) (?:wij|we|u|je|"
            r"van)[^.]*\b(?:weten|ons)\b",
            r"\b(?:zoeken?|kijken?|vragen?) (?:wij|we|ik)? ?[^.]{0,40}\bvoor (?:u|je) (?:uit|na)\b|\b(?:geen|"
            r"niet) (?:zeker|direct|meteen)[^.]*antwoord\b|\b(?:niet|geen)[^.]{0,40}\b(?:gokken|raden)\b|\b(?:collega|"
            r"mens) (?:leest|neemt|kijkt|bekijkt|pakt)\b|\bpersoonlijk naar\b",
            r"\b(?:look(?:ing)? (?:into|at) (?:it|this)|find(?:ing)? (?:it |this )?out|check(?:ing)? (?:this|it)|"
            r"get(?:ting)? back to you|come back to you|in touch|a colleague (?:is|will|reads|takes)|rather not guess|"
            r"look this up|looked up|pass(?:ed|ing)? (?:it|this|your))\b",
            r"\b(?:wir|ich) (?:schauen?|prüfen?|klären?|sehen?|fragen?)\b[^.]*\b(?:nach|das|dies|es|ab)\b|"
            r"\b(?:kläre[n]?|prüfe[n]?|schaue[n]?) (?:wir|ich)\b|\bmelden uns\b|\bmelde[n]? (?:wir uns|mich)\b|"
            r"\b(?:Kollegin|Kollege)\b[^.]*\b(?:liest|kümmert|übernimmt|schaut|sieht)\b|\bnicht raten\b",
            r"\b(?:nous (?:vérifions|regardons|cherchons|nous renseignons|revenons|préférons)|je (?:vérifie|regarde|"
            r"me renseigne|reviens)|reviendrons vers|revenons vers|un(?:e)? collègue\b[^.]*(?:lit|prend|regarde|"
            r"s['’]en))\b",
            r"\b(?:u (?:vraagt|schrijft|geeft aan|laat weten)|je (?:vraagt|schrijft)|you (?:ask(?:ed)?|wrote|write|"
            r"mention(?:ed)?)|Sie (?:fragen|schreiben|schrieben)|du (?:fragst|schreibst)|vous (?:demandez|écrivez|"
            r"nous avez écrit))\b",
            r"\b(?:goed(?:e)? dat (?:u|je) (?:dit |het )?(?:meldt|laat|aangeeft|schrijft|mailt)|daar (?:balen|"
            r"schrikken) we|dat (?:had|mag|hoort) (?:niet|anders|beter)|zo hoort het niet|that (?:should not|"
            r"shouldn['’]t) (?:have )?happen\w*|not how it should|das (?:darf|sollte|hätte) (?:so )?nicht|"
            r"cela n['’]aurait pas dû|ce n['’]est pas normal)\b",
        )
    ),
    _I,
)
_LONGEST_WISH = 80
_ASKING = re.compile(r"\?[\s)\"'”’»]*[^\w\s]{0,4}$")
_TELLS = re.compile(
    r"^(?:wist (?:u|je)|weet (?:u|je) dat|did you know|do you know that|wussten sie|weißt du|wusstest du|saviez-vous|sais-tu|savais-tu)\b",
    _I,
)
"""A question that tells something."""


def is_greeting(sentence: str) -> bool:
    """Whether the line greets."""
    return bool(_GREETING.match(sentence))


def is_closing(sentence: str) -> bool:
    """Whether the line closes the letter."""
    return bool(_CLOSING.match(sentence))


def is_courtesy(sentence: str) -> bool:
    """Whether a sentence holds words of courtesy. It may still hold facts and claims, which are looked at on their own."""
    return said_beside_courtesy(sentence) is not None


def is_wish(sentence: str) -> bool:
    """Whether the line only wishes something: pleasure, luck, a good weekend."""
    return bool(WISH.match(sentence) or is_closing(sentence)) and len(sentence) <= _LONGEST_WISH


def is_question(sentence: str) -> bool:
    """Whether the sentence asks the customer something, and does not tell something in the form of a question."""
    return bool(_ASKING.search(sentence)) and not _TELLS.match(sentence)


def said_beside_courtesy(sentence: str) -> str | None:
    """Return what a sentence of courtesy says beside its kind words, "" when nothing; None when it is no courtesy."""
    stripped = sentence.strip(" -–—*•\t")
    if is_greeting(stripped) or is_wish(stripped):
        return ""
    rest = SMALL_TALK.sub(" ", _KIND.sub(" ", stripped))
    return rest if rest != stripped else None
