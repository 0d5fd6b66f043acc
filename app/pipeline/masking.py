"""Masking: a text of the shop's mail without who it was about, fit to be kept as knowledge."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.domain.shop import ShopSettings
from app.drafting.courtesy import is_closing, is_courtesy, is_greeting
from app.drafting.sentences import split
from app.privacy.redact import Redactor


@dataclass(frozen=True, slots=True)
class Masker:
    """Takes names, addresses and numbers of people out of texts; what is the shop's own stays."""

    own: tuple[str, ...] = ()

    @staticmethod
    def of(shop: ShopSettings) -> "Masker":
        """Return the masker of a shop."""
        return Masker(tuple(word for word in (*shop.own_addresses, shop.shop_name) if word))

    def masked(self, text: str, names: Iterable[str] = (), handles: Collection[str] = ()) -> str:
        """Return the text without personal data; `names` and `handles` are the people it is about."""
        kept = {f"\ue000{n}\ue001": word for n, word in enumerate(self.own) if word in text}
        for mark, word in kept.items():
            text = text.replace(word, mark)
        own = {word.casefold() for word in self.own}
        text = Redactor([name for name in names if name.casefold() not in own], [h for h in handles if h.casefold() not in own])(text)
        for mark, word in kept.items():
            text = text.replace(mark, word)
        return text


def plain_reply(text: str) -> str:
    """Return what a reply says of the matter: without greeting, courtesies and signature, as one paragraph a line of it."""
    found: list[str] = []
    for span in split(text):
        if is_closing(span.text):
            break
        if not is_greeting(span.text) and not is_courtesy(span.text):
            found.append(span.text.strip())
    return " ".join(sentence for sentence in found if sentence)
