"""The draft check: by code alone, what of a text is carried by the shop's knowledge, and what a person must look at.

The text may come from any engine or from a person; nothing in it is believed. Pure: the same input gives the same report.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.domain.draft import CheckReport, Flag, FlagKind, Sentence
from app.domain.knowledge import Passage
from app.drafting.conflicts import conflicts
from app.drafting.courtesy import is_closing, is_greeting, is_question, is_wish, said_beside_courtesy
from app.drafting.facts import Fact, FactKind, Known, facts_in
from app.drafting.flagging import (
    MONEY_ASKED,
    MONEY_BARE,
    MONEY_SOURCED,
    NAME_WHY,
    PROMISE_WHY,
    UNSUPPORTED_WHY,
    banned_flags,
    fact_flag,
    foreign_to_replies,
    form_flags,
    language_flags,
    moved,
    strangers_of,
    word_flags,
    words_of,
)
from app.drafting.names import KnownNames, names_in
from app.drafting.phrases import own_sentence
from app.drafting.promises import GUARANTEE, LEGAL, MONEY, PROMISE
from app.drafting.sentences import Span, is_bullet, split
from app.drafting.support import Support, rank_support
from app.drafting.words import LANGUAGES, content_words, guess_language, raw_words

__all__ = ["SUPPORTED", "check_text", "conflicts"]

SUPPORTED = 0.41
"""From this support on, a sentence counts as carried by its passage."""
_SHARED = 0.4
"""From this share of a sentence's words on, a passage speaks of the same thing."""
_NEAR = 0.6
"""Passages with at least this share of the most shared words may lend a sentence their facts."""
_NEW_MATTER = 3
"""A courtesy sentence may touch at most so many shop subjects that the customer did not raise."""
_NEW_WORDS = 6
"""A courtesy sentence may say so many words of its own, shop subjects or not."""
_NEW_WORDS_OF_OURS = 3
"""So many where it speaks of what is the shop's."""
_OURS = re.compile(r"\b(?:onze|ons|our|ours|unsere[nmrs]?|unser|nos|notre)\b", re.IGNORECASE)
_OWN_ONLY = frozenset({FactKind.LINK, FactKind.MAIL, FactKind.IBAN, FactKind.PHONE})
"""Where to go, pay or call is only ever taken from the shop's own sources, never from a customer's mail."""
_LONGEST_QUESTION = 20_000
"""Characters of the customer's message that are looked at for names and numbers."""
_COSTS = frozenset({"cost", "price", "pay", "refund", "discount", "free", "shipping"})


def check_text(
    text: str,
    passages: Sequence[Passage],
    *,
    question: str = "",
    language: str = "und",
    facts: Sequence[str] = (),
    others: Sequence[str] = (),
    banned: Sequence[str] = (),
    formal: bool | None = None,
) -> CheckReport:
    """Check `text` against `passages` and `facts` (words that may be used anyway) and the customer's `question`.

    `others` is what is known of other customers (names, addresses, order numbers), `banned` what the shop never wants to say, `formal`
    the form of address that the reply should have (None: any, but only one). A sentence's `citation` is the number, counted from 1, of
    the passage in `passages` that carries it best. `support` is 0..1; sentences of courtesy have support 1.0 and no citation. Flags
    come in the order of their place.
    """
    checker = _Checker(passages, question[:_LONGEST_QUESTION], language if language in LANGUAGES else guess_language(text), facts)
    sentences: list[Sentence] = []
    flags: list[Flag] = [*foreign_to_replies(text), *form_flags(text, checker.language, formal), *banned_flags(text, banned)]
    if others:
        flags += strangers_of(tuple(others)).flags(text, facts_in(text), words_of([question, *facts, *map(_full, passages)]))
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
        # A short text may not tell its own language; then it is most likely that of the sources.
        self.spoken = language if language in LANGUAGES else guess_language(" ".join(passage.text for passage in passages))
        self.question = question
        self.words = Known(facts, question)
        # The lines of a signature are the shop's own in any language.
        self.given = frozenset(line.strip() for fact in facts for line in fact.splitlines() if line.strip())
        self.names = KnownNames([*map(_full, passages), question, *facts])
        asked = content_words(question, "und")
        self.asked = frozenset(word.meaning for word in asked if word.meaning)
        self.asked_words = frozenset(word.folded for word in asked)

    # -- sentences

    def judge(self, span: Span, *, closed: bool) -> tuple[Sentence, list[Flag]]:
        """Return a sentence with its support, and its flags."""
        facts = [fact for fact in facts_in(span.text) if not _list_mark(span.text, fact)]
        filled = own_sentence(span.text)
        if filled is not None:
            return Sentence(span.text, 1.0, None, courtesy=True), [*self._own_flags(span, facts, filled)]
        if is_wish(span.text):
            # "Have a lovely weekend!" promises no weekend.
            facts = [fact for fact in facts if fact.kind is not FactKind.DATE]
        rest = said_beside_courtesy(span.text)
        ranked = rank_support(rest if rest and content_words(rest, self.language) else span.text, self.passages, self.spoken)
        best = ranked[0] if ranked else Support(0.0, None)
        strange = [fact for fact in facts if not self._held(fact, ranked)]
        flags = [*self._fact_flags(span, facts, strange), *word_flags(span, best.words)]
        if closed and span.text.strip() in self.given:
            return Sentence(span.text, 1.0, None, courtesy=True), flags
        flags += language_flags(span, self.language)
        flags += self._name_flags(span, closed=closed)
        if self._needs_no_source(span.text, facts, closed=closed):
            return Sentence(span.text, 1.0, None, courtesy=True), flags
        odd = not strange and _at_odds([fact for fact in facts if not self._given(fact)], best.words)
        if odd:
            flags += [fact_flag(span, fact) for fact in facts if not self._given(fact) and not _known_of(best.words).by_shop(fact)]
        # Another fact than the source's: never carried, though less or more of the rest may be.
        value = best.value * SUPPORTED if strange or odd else best.value
        if best.value < SUPPORTED:
            flags.append(Flag(FlagKind.UNSUPPORTED, (span.start, span.end), UNSUPPORTED_WHY))
        carried = best.passage is not None and best.value >= SUPPORTED
        return Sentence(span.text, round(value, 3), best.passage + 1 if carried and best.passage is not None else None), flags

    def _needs_no_source(self, sentence: str, facts: Sequence[Fact], *, closed: bool) -> bool:
        if closed and len(raw_words(sentence)) <= 8 and not MONEY.search(sentence):
            return True
        if is_greeting(sentence) or is_closing(sentence) or not content_words(sentence, self.language):
            return True
        if MONEY.search(sentence) or LEGAL.search(sentence) or GUARANTEE.search(sentence) or any(not self._given(fact) for fact in facts):
            return False
        if is_question(sentence):
            return not PROMISE.search(sentence)
        rest = said_beside_courtesy(sentence)
        if rest is None:
            return False
        new = [word for word in content_words(rest, self.language) if word.folded not in self.asked_words]
        matter = {word.meaning for word in new if word.meaning} - self.asked
        most = _NEW_WORDS_OF_OURS if _OURS.search(rest) else _NEW_WORDS
        return len(matter) <= _NEW_MATTER and len(new) <= most

    def _given(self, fact: Fact) -> bool:
        return self.words.by_shop(fact) or self.words.by_customer(fact)

    def _held(self, fact: Fact, ranked: Sequence[Support]) -> bool:
        if self.words.by_shop(fact) or (fact.kind not in _OWN_ONLY and self.words.by_customer(fact)):
            return True
        most = max((s.overlap for s in ranked), default=0.0)
        least = most * _NEAR if most >= _SHARED else 0.0
        near = [s.passage for s in ranked if s.passage is not None and s.overlap >= least]
        return any(_known_of(_full(self.passages[i])).by_shop(fact) for i in near)

    # -- flags of one sentence

    def _own_flags(self, span: Span, facts: Sequence[Fact], filled: Sequence[str]) -> Iterator[Flag]:
        """A built-in sentence says nothing but what was filled in: a name, an order number, when the shop opens."""
        yield from (fact_flag(span, fact) for fact in facts if not self._given(fact))
        if any(fact.kind in (FactKind.DATE, FactKind.TIME) for fact in facts):
            yield Flag(FlagKind.PROMISE, (span.start, span.end), PROMISE_WHY)
        for part in filled:
            if not self.names.hold_all(part):
                yield Flag(FlagKind.NAME, moved(span, (span.text.index(part), span.text.index(part) + len(part))), NAME_WHY)

    def _fact_flags(self, span: Span, facts: Sequence[Fact], strange: Sequence[Fact]) -> Iterator[Flag]:
        for fact in strange:
            yield fact_flag(span, fact, from_customer=self.words.by_customer(fact))
        for fact in facts:
            if fact.kind in (FactKind.MONEY, FactKind.IBAN) or (fact.kind is FactKind.NUMBER and self._is_price(span.text, fact)):
                yield Flag(FlagKind.MONEY, moved(span, fact.span), self._money_why(fact, fact in strange))

    def _money_why(self, fact: Fact, strange: bool) -> str:  # noqa: FBT001 - private, one caller
        if strange:
            return MONEY_BARE
        return MONEY_ASKED if self.words.by_customer(fact) and not self._in_passages(fact) else MONEY_SOURCED

    def _is_price(self, sentence: str, fact: Fact) -> bool:
        """An amount without its sign: two decimals beside a word of cost ("verzending kost 9,50")."""
        priced = re.fullmatch(r"\d+[.,]\d{2}", sentence[slice(*fact.span)])
        return bool(priced) and any(word.meaning in _COSTS for word in content_words(sentence, self.language))

    def _in_passages(self, fact: Fact) -> bool:
        return self.words.by_shop(fact) or any(_known_of(_full(p)).by_shop(fact) for p in self.passages)

    def _name_flags(self, span: Span, *, closed: bool) -> Iterator[Flag]:
        if closed and len(raw_words(span.text)) <= 5:
            return
        for name in names_in(span.text, self.language):
            if not self.names.hold(name):
                yield Flag(FlagKind.NAME, moved(span, name.span), NAME_WHY)


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


def _list_mark(sentence: str, fact: Fact) -> bool:
    return fact.span[0] == 0 and fact.kind is FactKind.NUMBER and is_bullet(sentence)
