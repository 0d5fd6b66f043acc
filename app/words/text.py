"""Words for the embedding: folding, stop words, stems, and which language a few words are in."""

import re
import threading
import unicodedata
from functools import cache, lru_cache
from typing import Protocol

LANGUAGES = ("nl", "en", "de", "fr")
_STEMMERS = {"nl": "dutch", "en": "english", "de": "german", "fr": "french"}
_TOKEN = re.compile(r"[^\W_]+(?:['’](?=[^\W_]{3}))?")
_SPECIAL = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "’": "'"})
_LOCK = threading.Lock()

_STOP_TEXT = {
    "nl": """
        de het een en of maar want dus dan dat die dit deze er hier daar ik je jij jou jouw jullie u uw we wij ons onze ze zij
        hun hen hem haar hij is zijn was waren ben bent wordt worden werd geworden heeft heb hebt hebben had hadden kan kunt
        kun kunnen kon konden zal zult zullen zou zouden wil wilt willen wilde moet moeten moest mag gaat gaan ga te ten ter
        in op aan bij van om uit over als ook nog al wel naar door per tegen wat wie waar hoe welke welk zo heel erg zelf
        graag even toch iets mij mijn me men eens via met tot voor dag hallo hoi beste geachte groet groeten groetjes
        vriendelijke alvast bedankt dank vraagje niet geen doe doen doet gedaan laat laten kom komt staat staan weten weet
        eigenlijk ongeveer eventueel sinds tijdens hierbij omdat zodat waarvoor waarmee daarvoor hiervoor ervan erop eraan
        """,
    "en": """
        the a an and or but so then that this these those there here i you your yours we our us they their them he she it its
        his her is are was were be been being am do does did doing done have has had having can could will would shall should
        may might must to of in on at by for as if about into than too also just very what who where how which me my mine any
        some such via up out over while with from not no hello hi hey dear regards thanks thank please kind best i'm i've
        don't let get got go going want like know
        """,
    "de": """
        der die das den dem des ein eine einen einem einer eines und oder aber also dann dass dieser diese dieses diesen
        diesem es hier da dort ich du dir dich dein deine sie ihr ihre ihren ihrem ihrer ihnen wir uns unser unsere unseren er
        ihn ihm ist sind war waren bin bist wird werden wurde worden hat habe haben hatte kann konnen konnte soll sollen
        sollte will wollen wollte muss mussen darf zu zum zur in im an am auf bei beim von vom fur um aus uber als auch noch
        schon durch pro gegen was wer wo wie welche welcher welches so sehr selbst gern gerne bitte mich mir mein meine meinen
        meiner man etwas wenn falls sich mit nach nicht kein keine keinen hallo guten tag liebe lieber geehrte herzliche
        grusse gruss danke vielen dank gibt mal wurden ware eigentlich etwa bzw sowie ob daran davon dafur
        """,
    "fr": """
        le la les l un une des du de d et ou mais donc alors que qui ce cet cette ces c il elle ils elles on y en je j tu te t
        toi ton ta tes vous votre vos nous notre nos se s son sa ses leur leurs lui est sont etait etre suis es etes ete a as
        ai avons avez ont avait peut pouvez peux peuvent pouvoir sera serez doit devez doivent veut voulez voudrais vouloir au
        aux dans sur chez par pour comme si aussi deja quoi comment quel quelle quels quelles tres meme mon ma mes me m n qu
        ne pas avec sans fait faire bonjour salut merci cordialement svp est-ce cela ca va vais
        """,
}
STOP_WORDS = {language: frozenset(words.split()) for language, words in _STOP_TEXT.items()}
"""Folded words without a subject of their own, polite formulas of letters included."""

_ANY_STOP = frozenset().union(*STOP_WORDS.values())


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


def fold(text: str) -> str:
    """Return text in lower case without accents."""
    lowered = text.lower().translate(_SPECIAL)
    if lowered.isascii():
        return lowered
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a text in lower case, accents kept; l'adresse gives two."""
    return [word.rstrip("'’") for word in _TOKEN.findall(text.lower())]


def is_stop(folded: str, language: str) -> bool:
    """Say whether a folded word carries no subject in this language (in any of the four when it is another)."""
    return folded in STOP_WORDS.get(language, _ANY_STOP) or (len(folded) < 2 and not folded.isdigit())


def guess_language(words: list[str]) -> str:
    """Return the one of the four languages whose stop words are the most frequent, "und" when none leads."""
    folded = [fold(word) for word in words]
    counts = {language: sum(word in known for word in folded) for language, known in STOP_WORDS.items()}
    first, second = sorted(counts.values(), reverse=True)[:2]
    return max(counts, key=lambda language: counts[language]) if first > second else "und"


@cache
def _stemmer(language: str) -> _Stemmer:
    # Loading the stemmers takes tens of milliseconds: only at the first text.
    import snowballstemmer

    stemmer: _Stemmer = snowballstemmer.stemmer(_STEMMERS[language])
    return stemmer


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """Return the folded stem of a lower-case word; of languages without a stemmer here the folded word."""
    if language not in _STEMMERS:
        return fold(word)
    with _LOCK:  # a stemmer keeps its word in itself
        return fold(_stemmer(language).stemWord(word))
