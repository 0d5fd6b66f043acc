"""Names in a text: people, firms, brands and places, by capitals and by a list of well-known ones."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.drafting.concepts import meaning_of
from app.drafting.lists import word_set
from app.drafting.numerals import DAY_WORDS, MONTHS, WEEKDAYS
from app.drafting.relations import senses
from app.drafting.words import FUNCTION_WORDS, NEGATIONS, fold

_WELL_KNOWN = word_set("""
    postnl dhl dpd ups gls bpost fedex hermes colissimo chronopost mondial relay deutsche royal tnt budbee trunkrs homerr
    ideal paypal klarna visa mastercard maestro bancontact riverty afterpay billink applepay stripe mollie sepa giropay twint wero
    bol amazon zalando coolblue etsy ebay ikea hema marktplaats otto cdiscount temu aliexpress google facebook instagram whatsapp
    amsterdam rotterdam utrecht haarlem groningen eindhoven delft arnhem leiden antwerpen gent brussel brugge leuven luik parijs
    berlin hamburg köln münchen frankfurt düsseldorf wien zürich paris lyon lille marseille bruxelles london dublin
    nederland belgië duitsland frankrijk luxemburg oostenrijk zwitserland spanje italië engeland
    netherlands belgium germany france luxembourg austria switzerland spain italy england britain
    niederlande belgien deutschland frankreich luxemburg österreich schweiz spanien italien
    pays-bas belgique allemagne autriche suisse espagne italie angleterre
    jan piet kees anna emma sophie lotte sanne daan bram willem hendrik johan maria petra ingrid femke marieke joost pieter
    eva lisa julia laura sarah mark tom tim peter paul david thomas michael john james mary emily oliver hannah jack
    hans klaus jürgen stefan andreas sabine monika birgit heike ute lena lukas jonas felix martin wolfgang karin
    pierre jean marie claire camille julien nicolas sylvie isabelle luc antoine chloé manon léa hugo louis martine
    ahmed fatima mohammed ali yasmin
    """)
_TITLES = (
    r"(?:dhr|mevr|mw|meneer|mevrouw|heer|herr|herrn|frau|familie|mr|mrs|ms|mister|miss|monsieur|madame|mme|m|"
    r"collega|colleague|kollegin|kollege|collègue)"
)
_AFTER_TITLE = re.compile(rf"\b(?i:{_TITLES})\.?\s+((?:(?:van|de|der|den|von|du|le|la)\s+)*[A-ZÀ-Þ][\w'’-]+)")
_DOES = (
    r"(?:helpt|belt|kijkt|mailt|regelt|stuurt|leidt|geeft|antwoordt|neemt|maakt|helps|calls|sends|runs|teaches|replies|answers|takes|looks|makes|"
    r"hilft|meldet|kümmert|ruft|leitet|übernimmt|berät|schreibt|bearbeitet|aide|rappelle|répond|contacte|anime|s['’]occupe|dirige|prépare)"
)
_TO_WHOM = r"(?:(?:u|je|you|sich|Ihnen|dir|Sie|dich|vous|te)\s+)?"
_ACTING = re.compile(rf"^([A-ZÀ-Þ][a-zß-ÿ'’-]+)\s+{_TO_WHOM}{_DOES}\b|\b{_DOES}\s+{_TO_WHOM}([A-ZÀ-Þ][a-zß-ÿ'’-]+)")
"""Who does what people do, at the start of a sentence or (German) in its middle, where a capital alone says nothing."""
_CAPITALISED = re.compile(r"(?<![\w@/])[^\W\d_](?:[\w'’&-]|\.(?=\w))*")
_ANY_WORD = re.compile(r"[^\W\d_](?:[\w'’&-]|\.(?=\w))*")
_NEVER = frozenset(
    fold(w)
    for w in word_set(
        """
    u uw i i'm i'll i've sie ihr ihre ihnen ihrem ihren ihrer ihres monsieur
    madame mr mrs ms herr frau dhr mevr meneer mevrouw beste dear hallo hello hi bonjour
    ok pdf faq btw vat mwst tva eur euro gbp usd chf ps nb ca nl be de fr en qr cd tv sms html url id nr no
    nederlands engels duits frans dutch english german french niederländisch englisch deutsch französisch christmas easter kerst pasen
    guten gute vielen viele herzlichen herzliche freundliche freundlichen liebe lieber beste besten schöne schönen grüße gruß dank danke
    iemand niemand wie jemand niemand wer someone nobody who personne quelqu'un collega kollegin kollege colleague collègue
    kind warm best many thanks bonne merci goede fijne hartelijke vriendelijke
    hoi hey hee dag moin servus salut bonsoir goedemorgen goedemiddag goedenavond goedendag welkom welcome willkommen bienvenue
    viel gut schon frohe frohes alles lieben lieve warme hartelijk herzlich enjoy sorry oei oh ja nee yes no nein oui non mw fam
    familie family famille heer herrn mevr meneer miss mister mlle
    weihnachten ostern noël pâques black friday internet web app whatsapp team shop
    """
    )
)
_DETERMINERS = word_set("""
    der die das den dem des ein eine einen einem einer eines kein
    keine keinen keinem keiner mein dein sein ihr unser euer ihre ihren ihrem ihrer
    unsere unseren unserem unserer jede jeder jedes jeden jedem alle allen aller diese dieser dieses diesen diesem welche welcher viele
    zum zur im am vom beim ins ans pro je per beide beiden mehr weniger etwas und oder
    """)
_GERMAN_NOUN_END = re.compile(
    r"(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|tion|tionen|tät|täten|nis|nisse|ling|tum|ment|chen|lein|ität|age|enz|anz|ierung|"
    r"kosten|zeit|zeiten|tag|tage|tagen|woche|wochen|ware|waren|stück|service|nummer|adresse|preis|preise|karte|karten|"
    r"maschine|geschirr|geld|wert|art)$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `span`; `key` is its folded form."""

    key: str
    span: tuple[int, int]
    text: str


def names_in(text: str, language: str, sentence_starts: Iterable[int] = (0,)) -> list[Name]:
    """Return the words of `text` that look like names. German writes all nouns with a capital, so there only titles, pairs of
    capitalised words, and well-known names count."""
    starts = frozenset(sentence_starts)
    titled = {match.span(1): match.group(1) for match in _AFTER_TITLE.finditer(text)} | _acting(text)
    found = {span: Name(fold(name), span, name) for span, name in titled.items()}
    for match in _CAPITALISED.finditer(text):
        inside = any(start <= match.start() < end for start, end in titled)
        if not inside and _is_name(text, match, language, starts):
            found[match.span()] = Name(fold(match.group()), match.span(), match.group())
    return [found[span] for span in sorted(found)]


def _acting(text: str) -> dict[tuple[int, int], str]:
    found = ((match.span(match.lastindex or 0), match[match.lastindex or 0]) for match in _ACTING.finditer(text))
    return {span: name for span, name in found if not is_everyday(fold(name)) and _unusual(name)}


def _is_name(text: str, match: re.Match[str], language: str, starts: frozenset[int]) -> bool:
    word = match.group().rstrip("'’.-")
    folded = fold(word)
    if not word[0].isupper() or len(word) < 2 or is_everyday(folded):
        return False
    if folded in _KNOWN or (word.isupper() and len(word) <= 6) or (any(c.isupper() for c in word[1:]) and not word.isupper()):
        return True
    if match.start() in starts:
        return _opens_with_name(text, match)
    return not word.isupper() and (language != "de" or _german_name(text, match))


_KNOWN = frozenset(fold(w) for w in _WELL_KNOWN)
_EVERYDAY = frozenset(fold(w) for words in (*FUNCTION_WORDS.values(), NEGATIONS, MONTHS, WEEKDAYS, DAY_WORDS) for w in words)


def is_everyday(folded: str) -> bool:
    """Whether a folded word is one that everybody uses: a function word, a month, a title, a greeting."""
    return folded in _NEVER or folded in _EVERYDAY


def _opens_with_name(text: str, match: re.Match[str]) -> bool:
    """At the start of a sentence a capital says nothing, unless another capitalised word follows ("Petra Smit ...")."""
    after = re.match(r" (?:(?:van|de|der|den|von|du|le|la) )*([A-ZÀ-Þ][a-zß-ÿ'’-]+)", text[match.end() :])
    return after is not None and not is_everyday(fold(after.group(1))) and _unusual(match.group())


def _unusual(word: str) -> bool:
    folded = fold(word)
    return not meaning_of(folded) and not _GERMAN_NOUN_END.search(folded) and not senses(folded, folded)


def _german_name(text: str, match: re.Match[str]) -> bool:
    before = re.findall(r"[\w'’-]+", text[: match.start()][-60:])[-1:] or [""]
    touching = text[: match.start()].endswith(f"{before[0]} ") and bool(before[0])
    pair = touching and before[0][:1].isupper() and not is_everyday(fold(before[0])) and _unusual(before[0])
    return bool(pair and _unusual(match.group()) and before[0].casefold() not in _DETERMINERS)


class KnownNames:
    """The names and words that may be said: those of passages, facts and the customer's mail."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words = frozenset(fold(m.group().strip("'’.-")) for text in texts for m in _ANY_WORD.finditer(text))

    def hold(self, name: Name) -> bool:
        """Whether every part of the name occurs, allowing a genitive or plural ending; never a look-alike."""
        parts = [p for p in re.split(r"[\s&]+", name.key) if p not in ("van", "de", "der", "den", "von", "du", "le", "la", "")]
        return all(part in self._words or _bare(part) in self._words or self._compound(part) for part in parts)

    def hold_all(self, words: str) -> bool:
        """Whether every word of `words` occurs, numbers, titles and everyday words aside."""
        parts = (fold(m.group().strip("'’.-")) for m in _ANY_WORD.finditer(words))
        return all(part in self._words or is_everyday(part) for part in parts)

    def _compound(self, part: str) -> bool:
        pieces = [p for p in part.split("-") if p]
        return len(pieces) > 1 and all(p in self._words or meaning_of(p) for p in pieces)


def _bare(part: str) -> str:
    return re.sub(r"['’]?s$|en$|e$", "", part)
