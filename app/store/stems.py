"""Passages and questions as the full-text index of passages takes them: telling words only, stemmed and folded (see `app.words`)."""

from collections.abc import Iterable, Iterator

from app.words.text import STOP_WORDS, fold, is_stop, stem, tokens


def stem_text(text: str, language: str) -> str:
    """Return the stems of a text, stop words left out; of a language without a list of them every word is kept."""
    known = STOP_WORDS.get(language, frozenset())
    return " ".join(stem(word, language) for word in tokens(text) if fold(word) not in known)


def question_terms(question: str, language: str, spoken: Iterable[str]) -> Iterator[str]:
    """Yield the distinct terms to look for: every telling word stemmed in the question's and in the passages' languages (`spoken`)."""
    asked = tokens(question)
    telling = [word for word in asked if not is_stop(fold(word), language)] or asked
    tongues = dict.fromkeys((language, *spoken))
    found = (stem(form, tongue) for word in telling for tongue in tongues for form in (word, fold(word)))
    yield from dict.fromkeys(term for term in found if term)
