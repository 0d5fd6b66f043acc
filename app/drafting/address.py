"""How a text addresses its reader: formally (u, Sie, vous), informally (je, du, tu), or both."""

import re

_FORMAL = {
    "nl": re.compile(r"\b(?:u|uw|uzelf)\b", re.IGNORECASE),
    "de": re.compile(r"\b(?:Ihnen|Ihre[nmrs]?)\b|(?<![.!?:\n] )(?<!^)(?<!\n)\b(?:Sie|Ihr)\b", re.MULTILINE),
    "fr": re.compile(r"\b(?:vous|votre|vos)\b", re.IGNORECASE),
}
_INFORMAL = {
    "nl": re.compile(r"\b(?:je|jij|jou|jouw|jullie|jezelf)\b", re.IGNORECASE),
    "de": re.compile(r"\b(?:du|dich|dir|dein|deine[nmrs]?|euch)\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:tu|toi|tes)\b|\b(?:ton|ta)(?=\s[a-zà-ÿ])|(?<![\w-])t['’](?=[aeiouhéèêy])", re.IGNORECASE),
}
_SEVERAL = re.compile(r"\b(?:jullie|euch|euer|eure[nmrs]?)\b", re.IGNORECASE)


def formal_spans(text: str, language: str) -> list[tuple[int, int]]:
    """Return where the reader is addressed formally; nothing for a language that does not tell (English)."""
    return _spans(_FORMAL, text, language)


def informal_spans(text: str, language: str) -> list[tuple[int, int]]:
    """Return where the reader is addressed informally."""
    return _spans(_INFORMAL, text, language)


def _spans(table: dict[str, re.Pattern[str]], text: str, language: str) -> list[tuple[int, int]]:
    return [match.span() for match in table[language].finditer(text)] if language in table else []


def form_of(text: str, language: str) -> str:
    """Return "formal", "informal", or "" where the text does not tell or mixes both equally."""
    formal, informal = len(formal_spans(text, language)), len(informal_spans(text, language))
    return "formal" if formal > informal else "informal" if informal > formal else ""


def chosen_form(text: str, language: str) -> str:
    """Return how a customer addresses the shop, as far as that was a choice: "jullie" and "euch" mean several people, and say nothing."""
    return form_of(_SEVERAL.sub(" ", text), language)
