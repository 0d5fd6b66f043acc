"""Folding of words, so that what people type finds what people wrote: case, accents and letters that have no accent to strip."""

import re
import unicodedata

_LETTERS = {
    "ß": "ss",
    "ẞ": "SS",
    "ё": "е",
    "Ё": "Е",
    "ı": "i",
    "İ": "I",
    "ø": "o",
    "Ø": "O",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
}
_MARKS = re.compile(r"[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W_]+")


def index_text(text: str) -> str:
    """Return `text` as the full-text index takes it: the letters that its tokenizer does not fold itself are replaced."""
    if text.isascii():
        return text
    text = text.encode("utf-8", "replace").decode()
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    for letter, plain in _LETTERS.items():
        if letter in text:
            text = text.replace(letter, plain)
    return text


def fold(text: str) -> str:
    """Return `text` in lower case without accents; two spellings of one word fold to the same."""
    text = index_text(text).casefold()
    return text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", text))


def words(text: str) -> list[str]:
    """Return the words of a text as written (letters and digits, in any script)."""
    return _WORD.findall(text)


def fold_order(number: str) -> str:
    """Return an order number for comparing: letters and digits only, lower case."""
    return "".join(words(fold(number)))
