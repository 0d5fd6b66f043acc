"""Words of passages and questions as their stems: stop words out, endings off, accents folded."""

import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from app.store.fold import fold, words

_NL = """de het een en van ik te dat die in is niet zijn op aan met als voor had er maar om hem dan zou of wat mijn men dit zo door
over ze zich bij ook tot je mij uit der daar haar naar heb hoe heeft hebben deze u want nog zal me zij nu ge geen omdat iets
worden toch al waren veel meer doen toen moet ben zonder kan hun dus alles onder ja eens hier wie werd altijd doch wordt wezen
kunnen ons zelf tegen na reeds wil kon niets uw iemand geweest andere jullie jouw jou wij we hij was waar welke wanneer kunt
bent hebt graag even"""
_EN = """i me my we our ours you your yours he him his she her it its they them their what which who whom this that these those am is
are was were be been being have has had having do does did doing a an the and but if or because as until while of at by for
with about into through during to from in on so than too can will just should now how when where there here would could please
not no any all some im ive dont"""
_DE = """aber alle als also am an auch auf aus bei beim bin bis bist da damit das dass daß dein dem den der des dich die dies diese
diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer für hat hatte habe
haben hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ist ja kann können man mein meine meinem meinen meiner mich mir
mit muss nach nicht noch nun nur ob oder ohne sehr sein seine sich sie sind so über um und uns unser unter vom von vor war was
wann wenn wer werden wie wieder will wir wird wo zu zum zur möchte bitte gibt"""
_FR = """au aux avec ce ces cet cette dans de des du elle en et eux il ils je la le les leur lui ma mais me même mes moi mon ne nos
notre nous on ou où par pas pour qu que qui quoi quel quelle quels quelles sa se ses si son sur ta te tes toi ton tu un une
vos votre vous c d j l à m n s t y est es suis sont été être ai as avons avez ont avait était comment quand combien peut peux
puis puis-je faut plus bonjour merci"""

_STEMMERS = {"nl": "dutch", "en": "english", "de": "german", "fr": "french"}
_STOP = {
    language: frozenset(word for listed in (text.split(),) for word in (*listed, *map(fold, listed)))
    for language, text in {"nl": _NL, "en": _EN, "de": _DE, "fr": _FR}.items()
}
LANGUAGES = tuple(_STEMMERS)
_lock = threading.Lock()
_made: dict[str, Any] = {}


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return the folded stem of a word in lower case; the folded word itself in a language without stemmer."""
    name = _STEMMERS.get(language)
    if name is None or not word.isalpha():
        return fold(word)
    with _lock:
        if name not in _made:
            _made[name] = _new_stemmer(name)
        return fold(_made[name].stemWord(word))


def _new_stemmer(name: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(name)


def is_stop_word(word: str, language: str) -> bool:
    """Whether a lower-case word says nothing by itself (in any language when this one is not known)."""
    lists: Iterable[str] = (language,) if language in _STOP else _STOP
    return any(word in _STOP[name] for name in lists)


def stem_text(text: str, language: str) -> str:
    """Return the stems of a text, stop words left out, as the passage index takes them."""
    kept = [word for word in words(text.casefold()) if language not in _STOP or word not in _STOP[language]]
    return " ".join(stem(word, language) for word in kept)


def question_terms(question: str, language: str, spoken: Iterable[str]) -> Iterator[str]:
    """Yield the distinct terms to look for: every telling word stemmed in the question's and in the passages' languages (`spoken`)."""
    asked = words(question.casefold())
    telling = [word for word in asked if not is_stop_word(word, language)] or asked
    tongues = dict.fromkeys((language, *spoken))
    terms = (stem(form, tongue) for word in telling for tongue in tongues for form in (word, fold(word)))
    yield from dict.fromkeys(term for term in terms if term)
