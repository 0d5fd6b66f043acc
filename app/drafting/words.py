"""Words of a text as the check and the drafter compare them: folded, without function words, stemmed, with shop meanings."""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.drafting.concepts import meaning_of
from app.drafting.lists import word_set

LANGUAGES = ("nl", "en", "de", "fr")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_NOT = re.compile(r"n['’]t\b")
_LONGEST_WORD = 60
"""Longer strings of letters are not words; cutting them bounds the cost of comparing."""
_LOCK = threading.Lock()
"""A stemmer keeps the word it works on in itself: one thread at a time."""
_STEMMERS = {"nl": "dutch", "en": "english", "de": "german", "fr": "french"}

FUNCTION_WORDS = {
    "nl": word_set("""
        de het een en of maar want dus dan dat die dit deze er hier daar ik je jij jou jouw u uw we wij ons onze ze zij hun hen hem haar
        hij is zijn was waren ben bent wordt worden werd heeft heb hebt hebben had kan kunt kun kunnen kon zal zult zullen zou wil wilt
        willen moet moeten mag mogen gaat gaan te ten ter in op aan bij van om uit over als ook nog al wel naar door per tegen
        wat wie waar wanneer hoe welke waarom zo dus heel erg meer zelf graag even ons onze hierbij daarom toch alle alles iets mij mijn me
        daarbij daarvan daarmee erbij eraf ervoor hierbij eronder erbuiten ertoe men eens indien tijdens via jullie nu
        """),
    "en": word_set("""
        the a an and or but so then that this these those there here i you your yours we our us they their them he she it its his her is
        are was were be been being am do does did have has had can could will would shall should may might must to of in on at by for as
        if about into than too also just very more what who where when how which why please me my any all some such via up
        out over while ca wo
        """),
    "de": word_set("""
        der die das den dem des ein eine einen einem einer eines und oder aber also dann dass daß dieser diese dieses diesen es hier da
        dort ich du dir dich dein deine sie ihr ihre ihren ihrem ihrer ihnen wir uns unser unsere unseren er ihn ihm ist sind war waren
        bin bist wird werden wurde hat habe haben hatte kann können konnte soll sollen will wollen muss müssen darf dürfen zu zum zur in
        im an am auf bei beim von vom für um aus über als auch noch schon durch pro gegen was wer wo wann wie welche warum so
        sehr mehr selbst gern gerne bitte mich mir mein meine man alle alles etwas wenn falls sich
        dazu dabei davon damit darauf dafür daran hierzu
        """),
    "fr": word_set("""
        le la les l un une des du de d et ou mais donc alors que qui ce cet cette ces c il elle ils elles on y en je j tu te t toi ton ta
        tes vous votre vos nous notre nos se s son sa ses leur leurs lui est sont était être suis es êtes été a as ai avons avez ont avait
        peut pouvez peux peuvent sera serez sont doit devez doivent veut voulez à au aux dans sur chez par pour comme si aussi
        encore déjà quoi où quand comment quel quelle quels quelles pourquoi très plus même mon ma mes me m tout toute tous toutes qu n
        """),
}
NEGATIONS = word_set(
    """
    niet geen nooit niets niemand nergens not no nobody never none nothing cannot
    isn aren don doesn won can't nicht kein keine keinen keinem keiner
    keines nix nie niemals nichts ne pas jamais aucun aucune rien nor neither
    """
)


@dataclass(frozen=True, slots=True)
class Word:
    """A content word: `folded` as compared, its `stem`, its `meaning` ("" unless a shop word), and whether it is a number."""

    folded: str
    stem: str
    meaning: str
    number: bool


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return a word in lower case without accents."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


_FUNCTION = {language: frozenset(fold(w) for w in words) for language, words in FUNCTION_WORDS.items()}
_ANY_FUNCTION = frozenset().union(*_FUNCTION.values())


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Any:
    # Importing the stemmers costs tens of milliseconds: only when the first text is looked at.
    import snowballstemmer

    return snowballstemmer.stemmer(_STEMMERS[language])


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a lower-case word, folded; the folded word itself for a language without stemmer here."""
    if language not in _STEMMERS:
        return fold(word)
    with _LOCK:
        return fold(_stemmer(language).stemWord(word))


def raw_words(text: str) -> list[str]:
    """Return all words and numbers in lower case, function words included."""
    return [match.group().casefold()[:_LONGEST_WORD] for match in _WORD.finditer(_NOT.sub(" not", text))]


@lru_cache(maxsize=4_000)
def content_words(text: str, language: str) -> tuple[Word, ...]:
    """Return the words that carry meaning, in order. `language` "und" is guessed."""
    language = language if language in _STEMMERS else guess_language(text)
    skip = _FUNCTION.get(language, _ANY_FUNCTION)
    return tuple(_word(w, language) for w in raw_words(text) if fold(w) not in skip and w not in NEGATIONS)


def _word(word: str, language: str) -> Word:
    folded = fold(word)
    return Word(folded, stem(word, language), meaning_of(folded), word[0].isdigit())


def negations(text: str) -> int:
    """Return how many words of `text` deny something ("ne ... pas" counts once)."""
    found = [w for w in raw_words(text) if w in NEGATIONS]
    return len(found) - sum(1 for w in found if w == "ne") if len(found) > 1 else len(found)


def language_counts(text: str) -> dict[str, int]:
    """Return how many words of `text` are function words of each of the four languages."""
    words = [fold(w) for w in raw_words(text)]
    return {language: sum(1 for w in words if w in known) for language, known in _FUNCTION.items()}


@lru_cache(maxsize=4_000)
def guess_language(text: str) -> str:
    """Return the language whose function words are most frequent, or "und" when nothing leads clearly."""
    counts = language_counts(text)
    best, second = sorted(counts.values(), reverse=True)[:2]
    return max(counts, key=lambda k: counts[k]) if best >= 2 and best > second else "und"


@lru_cache(maxsize=20_000)
def grams(word: str) -> frozenset[str]:
    """Return the 4-character pieces of a word with its edges marked (shorter words: 3)."""
    marked = f"^{word}$"
    size = 4 if len(word) > 4 else 3
    return frozenset(marked[i : i + size] for i in range(max(1, len(marked) - size + 1)))


@lru_cache(maxsize=100_000)
def likeness(a: str, b: str) -> float:
    """Return 0..1: how much two folded words look alike (inflections, compounds, cognates)."""
    if a == b:
        return 1.0
    short, long = sorted((a, b), key=len)
    if len(short) >= 5 and (long.startswith(short) or long.endswith(short)):
        return 0.8
    one, two = grams(a), grams(b)
    return 2 * len(one & two) / (len(one) + len(two))
