"""The flags of the draft check that look at words: promises and money, banned words, other customers, leaks, language, form of address."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from app.domain.draft import Flag, FlagKind
from app.domain.text import N_
from app.drafting.address import formal_spans, informal_spans
from app.drafting.facts import Fact, FactKind, facts_in
from app.drafting.names import is_everyday
from app.drafting.promises import INSTRUCTION, LEGAL, MONEY, PROMISE, VARIABLE, found
from app.drafting.prompt import RULES
from app.drafting.sentences import Span
from app.drafting.words import LANGUAGES, fold, language_counts

UNSUPPORTED_WHY = N_("No source says this.")
MONEY_SOURCED = N_("Money: this comes from a source; check that it applies here.")
MONEY_ASKED = N_("Money: only the customer's message names this, no source does.")
MONEY_BARE = N_("Money: no source names this.")
MONEY_WORD = N_("Money: this speaks of a refund, a discount, a compensation or something free.")
_MONEY_UNSOURCED = N_("Money: this speaks of a refund, a discount, a compensation or something free, and its source does not.")
PROMISE_WHY = N_("A promise: the shop will be held to this.")
_LEGAL_WHY = N_("A legal statement: let someone who knows look at it.")
_INSTRUCTION_WHY = N_("This does not belong in a reply: it looks like an instruction to a computer, a leak or hidden text.")
_VARIABLE_WHY = N_("A place that still has to be filled in.")
_LANGUAGE_WHY = N_("This is in another language than the reply.")
_FORM_WHY = N_("The reply mixes formal and informal address.")
_OTHER_FORM_FORMAL = N_("This addresses the customer informally; the reply should be formal.")
_OTHER_FORM_INFORMAL = N_("This addresses the customer formally; the reply should be informal.")
_BANNED_WHY = N_("The shop does not want to say this.")
_OTHER_WHY = N_("This belongs to another customer.")
NAME_WHY = N_("This name is in no source, nor in the customer's message.")
_FROM_CUSTOMER = N_("This comes from the customer's message, not from the shop's own sources.")
_FACT_WHY = {
    FlagKind.NUMBER: N_("This number is in no source for this sentence."),
    FlagKind.DATE: N_("This date, time or period is in no source for this sentence."),
    FlagKind.LINK: N_("This link or address is in no source."),
}
_FLAG_OF = {
    FactKind.DATE: FlagKind.DATE,
    FactKind.TIME: FlagKind.DATE,
    FactKind.DURATION: FlagKind.DATE,
    FactKind.LINK: FlagKind.LINK,
    FactKind.MAIL: FlagKind.LINK,
}
_NO_CHARGE = re.compile(
    r"\b(?:frei|free|geld|money|argent|vervallen|vervalt|inbegrepen|inclusief|included|enthalten|compris\w*|entfällt)\b", re.IGNORECASE
)
"""Other words with which a source speaks of what is paid back or costs nothing."""
_CLEARLY = 3
"""So many more function words of another language make a sentence one of that language."""
_FEW = 2
_LEAK = 8
"""So many words of the prompt's rules in a row are a leak."""
_FENCE = re.compile(r"<<[0-9a-f]{6,}>>")
"""The line that the prompt puts around a customer's mail."""
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_OWN_KINDS = frozenset({FactKind.CODE, FactKind.NUMBER, FactKind.PHONE, FactKind.MAIL, FactKind.IBAN})
_SHORTEST_NUMBER = 4
_SHORTEST_NAME = 3


def moved(span: Span, place: tuple[int, int]) -> tuple[int, int]:
    """Return a place in a sentence as a place in the whole text."""
    return span.start + place[0], span.start + place[1]


def fact_flag(span: Span, fact: Fact, *, from_customer: bool = False) -> Flag:
    """Return the flag for a fact that no source holds."""
    kind = _FLAG_OF.get(fact.kind, FlagKind.NUMBER)
    return Flag(kind, moved(span, fact.span), _FROM_CUSTOMER if from_customer else _FACT_WHY[kind])


def word_flags(span: Span, source: str) -> Iterator[Flag]:
    """Flags on words of money, promises and legal statements; `source` is what carries the sentence best."""
    for kind, pattern, why in (
        (FlagKind.MONEY, MONEY, MONEY_WORD if MONEY.search(source) or _NO_CHARGE.search(source) else _MONEY_UNSOURCED),
        (FlagKind.PROMISE, PROMISE, PROMISE_WHY),
        (FlagKind.LEGAL, LEGAL, _LEGAL_WHY),
    ):
        for place in found(pattern, span.text):
            yield Flag(kind, moved(span, place), why)


def language_flags(span: Span, language: str) -> Iterator[Flag]:
    """A flag on a sentence in another language than the reply's."""
    if language not in LANGUAGES:
        return
    counts = language_counts(span.text)
    leading = max(counts, key=lambda k: counts[k])
    nothing_own = counts[language] == 0 and counts[leading] >= _FEW
    if leading != language and (counts[leading] >= counts[language] + _CLEARLY or nothing_own):
        yield Flag(FlagKind.LANGUAGE, (span.start, span.end), _LANGUAGE_WHY)


def foreign_to_replies(text: str) -> Iterator[Flag]:
    """Flags on instructions, template tokens, hidden text, leaks of the prompt, and places not filled in, anywhere in the text."""
    for kind, pattern, why in (
        (FlagKind.INSTRUCTION, INSTRUCTION, _INSTRUCTION_WHY),
        (FlagKind.INSTRUCTION, _FENCE, _INSTRUCTION_WHY),
        (FlagKind.VARIABLE, VARIABLE, _VARIABLE_WHY),
    ):
        for place in found(pattern, text):
            yield Flag(kind, place, why)
    for place in leaks(text):
        yield Flag(FlagKind.INSTRUCTION, place, _INSTRUCTION_WHY)


@lru_cache(maxsize=1)
def _rules() -> frozenset[tuple[str, ...]]:
    words = [match.group().casefold() for match in _WORD.finditer(RULES)]
    return frozenset(tuple(words[i : i + _LEAK]) for i in range(len(words) - _LEAK + 1))


def leaks(text: str) -> list[tuple[int, int]]:
    """Return where eight words or more of the prompt's rules stand in a row."""
    words = list(_WORD.finditer(text))
    spans: list[tuple[int, int]] = []
    for i in range(len(words) - _LEAK + 1):
        if tuple(match.group().casefold() for match in words[i : i + _LEAK]) not in _rules():
            continue
        start, end = words[i].start(), words[i + _LEAK - 1].end()
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def form_flags(text: str, language: str, formal: bool | None) -> Iterator[Flag]:  # noqa: FBT001 - the protocol's keyword, handed on
    """Flags on the other form of address than `formal` asks for; without such a wish, on the rarer one where a text mixes both."""
    polite, familiar = formal_spans(text, language), informal_spans(text, language)
    if formal is not None:
        why = _OTHER_FORM_FORMAL if formal else _OTHER_FORM_INFORMAL
        for place in familiar if formal else polite:
            yield Flag(FlagKind.FORM_OF_ADDRESS, place, why)
    elif polite and familiar:
        for place in familiar if len(familiar) <= len(polite) else polite:
            yield Flag(FlagKind.FORM_OF_ADDRESS, place, _FORM_WHY)


def banned_flags(text: str, banned: Sequence[str]) -> Iterator[Flag]:
    """Flags on words and topics that the shop never wants to say; whole words, also with an ending or as part of a compound's start."""
    for phrase in banned:
        if words := phrase.split():
            pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"\w{0,3}(?!\w)"
            for match in re.finditer(pattern, text, re.IGNORECASE):
                yield Flag(FlagKind.BANNED, match.span(), _BANNED_WHY)


class Strangers:
    """What is known of other customers: names, addresses, order numbers, mail addresses and phones that no reply may hold."""

    def __init__(self, others: Sequence[str]) -> None:
        self._pairs: set[tuple[str, str]] = set()
        self._single: set[str] = set()
        self._facts: set[tuple[FactKind, str]] = set()
        for other in others:
            words = [fold(match.group()) for match in _WORD.finditer(other)]
            self._pairs.update(pairwise(words))
            self._single.update(w for w in words if len(w) >= _SHORTEST_NAME and not w[0].isdigit() and not is_everyday(w))
            self._facts.update((fact.kind, fact.key) for fact in facts_in(other) if _own(fact))

    def flags(self, text: str, facts: Sequence[Fact], known: frozenset[str]) -> Iterator[Flag]:
        """Flags on what a text holds of them; words in `known` (the customer's own, the shop's) are nobody else's."""
        for fact in facts:
            if (fact.kind, fact.key) in self._facts and fold(text[slice(*fact.span)]) not in known:
                yield Flag(FlagKind.OTHER_CUSTOMER, fact.span, _OTHER_WHY)
        words = [(fold(match.group()), match.span()) for match in _WORD.finditer(text)]
        for (one, (start, _)), (two, (_, end)) in pairwise(words):
            if (one, two) in self._pairs and not (one in known and two in known) and not (is_everyday(one) and is_everyday(two)):
                yield Flag(FlagKind.OTHER_CUSTOMER, (start, end), _OTHER_WHY)
        for word, place in words:
            if word in self._single and word not in known and text[place[0]].isupper() and place[0] > 0:
                yield Flag(FlagKind.OTHER_CUSTOMER, place, _OTHER_WHY)


def _own(fact: Fact) -> bool:
    return fact.kind in _OWN_KINDS and (fact.kind is not FactKind.NUMBER or len(fact.key) >= _SHORTEST_NUMBER)


@lru_cache(maxsize=4)
def strangers_of(others: tuple[str, ...]) -> Strangers:
    """Return the index of `others`, kept for the next text."""
    return Strangers(others)


def words_of(texts: Sequence[str]) -> frozenset[str]:
    """Return the folded words of texts."""
    return frozenset(fold(match.group()) for text in texts for match in _WORD.finditer(text))
