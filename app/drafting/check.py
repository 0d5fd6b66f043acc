"""The draft check: by code alone, what of a text is carried by the shop's knowledge, and what a person must look at.

The text may come from any engine or from a person; nothing in it is believed. Pure: the same input gives the same report.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.domain.draft import CheckReport, Flag, FlagKind, Sentence
from app.domain.knowledge import Passage
from app.domain.text import N_
from app.drafting.address import formal_spans, informal_spans
from app.drafting.courtesy import is_closing, is_courtesy, is_greeting
from app.drafting.facts import Fact, FactKind, Known, facts_in
from app.drafting.names import KnownNames, names_in
from app.drafting.phrases import own_sentence
from app.drafting.promises import INSTRUCTION, LEGAL, MONEY, PROMISE, VARIABLE, found
from app.drafting.sentences import Span, is_bullet, split
from app.drafting.support import Support, rank_support
from app.drafting.words import LANGUAGES, content_words, guess_language, language_counts, raw_words

SUPPORTED = 0.42
"""From this support on, a sentence counts as carried by its passage."""
CONTRADICTED = 0.3
"""The most support a sentence gets when it states a fact that its passage does not hold."""
_NEAR = 0.6
"""Passages with at least this share of the best support may lend a sentence their facts."""
_NEW_MATTER = 3
"""A courtesy sentence may touch at most so many shop subjects that the customer did not raise."""
_CLEARLY = 3

UNSUPPORTED_WHY = N_("No source says this.")
_MONEY_SOURCED = N_("Money: this comes from a source; check that it applies here.")
_MONEY_ASKED = N_("Money: only the customer's message names this, no source does.")
_MONEY_BARE = N_("Money: no source names this.")
_MONEY_WORD = N_("Money: this speaks of a refund, a discount, a compensation or something free.")
_PROMISE_WHY = N_("A promise: the shop will be held to this.")
_LEGAL_WHY = N_("A legal statement: let someone who knows look at it.")
_INSTRUCTION_WHY = N_("This does not belong in a reply: it looks like an instruction to a computer, a leak or hidden text.")
_VARIABLE_WHY = N_("A place that still has to be filled in.")
_LANGUAGE_WHY = N_("This is in another language than the reply.")
_FORM_WHY = N_("The reply mixes formal and informal address.")
_NAME_WHY = N_("This name is in no source, nor in the customer's message.")
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
_OWN_ONLY = frozenset({FactKind.LINK, FactKind.MAIL, FactKind.IBAN, FactKind.PHONE})
"""Where to go, pay or call is only ever taken from the shop's own sources, never from a customer's mail."""


_LONGEST_QUESTION = 20_000
"""Characters of the customer's message that are looked at for names and numbers."""
_COSTS = frozenset({"cost", "price", "pay", "refund", "discount", "free", "shipping"})


def check_text(
    text: str, passages: Sequence[Passage], *, question: str = "", language: str = "und", facts: Sequence[str] = ()
) -> CheckReport:
    """Check `text` against `passages` and `facts` (words that may be used anyway) and the customer's `question`.

    A sentence's `citation` is the number, counted from 1, of the passage in `passages` that carries it best. `support` is 0..1;
    sentences of courtesy have support 1.0 and no citation. Flags come in the order of their place.
    """
    checker = _Checker(passages, question[:_LONGEST_QUESTION], language if language in LANGUAGES else guess_language(text), facts)
    sentences: list[Sentence] = []
    flags: list[Flag] = [*checker.whole(text)]
    closed = False
    for span in split(text):
        sentence, found_here = checker.judge(span, closed=closed)
        closed = closed or is_closing(span.text)
        sentences.append(sentence)
        flags += found_here
    return CheckReport(tuple(sentences), tuple(sorted(set(flags), key=lambda f: (f.span, f.kind))))


@lru_cache(maxsize=500)
def _known_of(text: str) -> Known:
    return Known([text])


def _full(passage: Passage) -> str:
    return f"{passage.article_title}.\n{passage.heading}.\n{passage.text}"


class _Checker:
    """One check: the sources, looked up by every sentence."""

    def __init__(self, passages: Sequence[Passage], question: str, language: str, facts: Sequence[str]) -> None:
        self.passages = passages
        self.language = language
        self.question = question
        self.words = Known(facts, question)
        self.names = KnownNames([*map(_full, passages), question, *facts])
        self.asked = frozenset(word.meaning for word in content_words(question, "und") if word.meaning)

    # -- sentences

    def judge(self, span: Span, *, closed: bool) -> tuple[Sentence, list[Flag]]:
        facts = [fact for fact in facts_in(span.text) if not _list_mark(span.text, fact)]
        filled = own_sentence(span.text)
        if filled is not None:
            return Sentence(span.text, 1.0, None, courtesy=True), [*self._own_flags(span, facts, filled)]
        ranked = rank_support(span.text, self.passages, self.language)
        best = ranked[0] if ranked else Support(0.0, None)
        strange = [fact for fact in facts if not self._held(fact, ranked)]
        flags = [*self._fact_flags(span, facts, strange), *self._word_flags(span), *self._name_flags(span, closed=closed)]
        if self._needs_no_source(span.text, facts, closed=closed):
            return Sentence(span.text, 1.0, None, courtesy=True), flags
        value = min(best.value, CONTRADICTED) if strange or _at_odds(facts, best.words) else best.value
        if strange == [] and value < best.value:
            flags += [_fact_flag(span, fact) for fact in facts if not _known_of(best.words).by_shop(fact)]
        if best.value < SUPPORTED:
            flags.append(Flag(FlagKind.UNSUPPORTED, (span.start, span.end), UNSUPPORTED_WHY))
        carried = best.passage is not None and best.value >= SUPPORTED
        return Sentence(span.text, round(value, 3), best.passage + 1 if carried and best.passage is not None else None), flags

    def _needs_no_source(self, sentence: str, facts: Sequence[Fact], *, closed: bool) -> bool:
        if closed and len(raw_words(sentence)) <= 8 and not MONEY.search(sentence):
            return True
        if is_greeting(sentence) or is_closing(sentence) or not content_words(sentence, self.language):
            return True
        if (
            MONEY.search(sentence)
            or LEGAL.search(sentence)
            or any(not self.words.by_shop(f) and not self.words.by_customer(f) for f in facts)
        ):
            return False
        matter = {w.meaning for w in content_words(sentence, self.language) if w.meaning} - self.asked
        return is_courtesy(sentence) and len(matter) <= _NEW_MATTER

    def _given(self, fact: Fact) -> bool:
        return self.words.by_shop(fact) or self.words.by_customer(fact)

    def _held(self, fact: Fact, ranked: Sequence[Support]) -> bool:
        if self.words.by_shop(fact) or (fact.kind not in _OWN_ONLY and self.words.by_customer(fact)):
            return True
        least = ranked[0].value * _NEAR if ranked and ranked[0].value >= SUPPORTED else 0.0
        near = [s.passage for s in ranked if s.passage is not None and s.value >= least]
        return any(_known_of(_full(self.passages[i])).by_shop(fact) for i in near)

    # -- flags of one sentence

    def _own_flags(self, span: Span, facts: Sequence[Fact], filled: Sequence[str]) -> Iterator[Flag]:
        """A built-in sentence says nothing but what was filled in: a name, an order number, when the shop opens."""
        yield from (_fact_flag(span, fact) for fact in facts if not self._given(fact))
        if any(fact.kind in (FactKind.DATE, FactKind.TIME) for fact in facts):
            yield Flag(FlagKind.PROMISE, (span.start, span.end), _PROMISE_WHY)
        for part in filled:
            if not self.names.hold_all(part):
                yield Flag(FlagKind.NAME, _moved(span, (span.text.index(part), span.text.index(part) + len(part))), _NAME_WHY)

    def _fact_flags(self, span: Span, facts: Sequence[Fact], strange: Sequence[Fact]) -> Iterator[Flag]:
        for fact in strange:
            yield _fact_flag(span, fact, from_customer=self.words.by_customer(fact))
        for fact in facts:
            if fact.kind in (FactKind.MONEY, FactKind.IBAN) or (fact.kind is FactKind.NUMBER and self._is_price(span.text, fact)):
                yield Flag(FlagKind.MONEY, _moved(span, fact.span), self._money_why(fact, fact in strange))

    def _money_why(self, fact: Fact, strange: bool) -> str:  # noqa: FBT001 - private, one caller
        if strange:
            return _MONEY_BARE
        return _MONEY_ASKED if self.words.by_customer(fact) and not self._in_passages(fact) else _MONEY_SOURCED

    def _is_price(self, sentence: str, fact: Fact) -> bool:
        """An amount without its sign: two decimals beside a word of cost ("verzending kost 9,50")."""
        priced = re.fullmatch(r"\d+[.,]\d{2}", sentence[slice(*fact.span)])
        return bool(priced) and any(word.meaning in _COSTS for word in content_words(sentence, self.language))

    def _in_passages(self, fact: Fact) -> bool:
        return self.words.by_shop(fact) or any(_known_of(_full(p)).by_shop(fact) for p in self.passages)

    def _word_flags(self, span: Span) -> Iterator[Flag]:
        for kind, pattern, why in (
            (FlagKind.MONEY, MONEY, _MONEY_WORD),
            (FlagKind.PROMISE, PROMISE, _PROMISE_WHY),
            (FlagKind.LEGAL, LEGAL, _LEGAL_WHY),
        ):
            for place in found(pattern, span.text):
                yield Flag(kind, _moved(span, place), why)
        if _other_language(span.text, self.language):
            yield Flag(FlagKind.LANGUAGE, (span.start, span.end), _LANGUAGE_WHY)

    def _name_flags(self, span: Span, *, closed: bool) -> Iterator[Flag]:
        if closed and len(raw_words(span.text)) <= 5:
            return
        for name in names_in(span.text, self.language):
            if not self.names.hold(name):
                yield Flag(FlagKind.NAME, _moved(span, name.span), _NAME_WHY)

    # -- flags of the whole text

    def whole(self, text: str) -> Iterator[Flag]:
        for kind, pattern, why in ((FlagKind.INSTRUCTION, INSTRUCTION, _INSTRUCTION_WHY), (FlagKind.VARIABLE, VARIABLE, _VARIABLE_WHY)):
            for place in found(pattern, text):
                yield Flag(kind, place, why)
        formal, informal = formal_spans(text, self.language), informal_spans(text, self.language)
        if formal and informal:
            for place in informal if len(informal) <= len(formal) else formal:
                yield Flag(FlagKind.FORM_OF_ADDRESS, place, _FORM_WHY)


def _fact_flag(span: Span, fact: Fact, *, from_customer: bool = False) -> Flag:
    kind = _FLAG_OF.get(fact.kind, FlagKind.NUMBER)
    return Flag(kind, _moved(span, fact.span), _FROM_CUSTOMER if from_customer else _FACT_WHY[kind])


def _at_odds(facts: Sequence[Fact], words: str) -> bool:
    """Whether sentence and source name different facts of the same kind: 30 days where the source's own words say 14."""
    source = facts_in(words)
    here = _known_of(words)
    for kind in {fact.kind for fact in facts}:
        mine = [fact for fact in facts if fact.kind is kind]
        theirs = {fact.key for fact in source if fact.kind is kind} - {fact.key for fact in mine}
        if theirs and any(not here.by_shop(fact) for fact in mine):
            return True
    return False


def _moved(span: Span, place: tuple[int, int]) -> tuple[int, int]:
    return span.start + place[0], span.start + place[1]


def _list_mark(sentence: str, fact: Fact) -> bool:
    return fact.span[0] == 0 and fact.kind is FactKind.NUMBER and is_bullet(sentence)


def _other_language(sentence: str, language: str) -> bool:
    if language not in LANGUAGES:
        return False
    counts = language_counts(sentence)
    leading = max(counts, key=lambda k: counts[k])
    return leading != language and counts[leading] >= counts[language] + _CLEARLY


_SAME_MATTER = 0.8
"""From this support on, facts left out, two sentences speak of the same thing."""
_TELLING = frozenset({FactKind.MONEY, FactKind.DURATION, FactKind.PERCENT, FactKind.DATE})


def conflicts(sentence: str, passages: Sequence[Passage], language: str) -> bool:
    """Whether one of the passages says the same as `sentence` with another amount, period, date or percentage."""
    facts = [fact for fact in facts_in(sentence) if fact.kind in _TELLING]
    if not facts:
        return False
    matter = "".join(c for i, c in enumerate(sentence) if not any(fact.span[0] <= i < fact.span[1] for fact in facts))
    near = [s for s in rank_support(matter, [p for p in passages if p.language == language], language) if s.value >= _SAME_MATTER]
    return any(_at_odds(facts, support.words) for support in near)
