"""What a shop's own corrections say about its voice: greetings and closings it keeps changing to, words it always strikes, sentences it
always adds. Suggestions with evidence; a person accepts or dismisses them, nothing is ever changed by itself. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.shop import Voice
from app.domain.voice import Suggestion
from app.domain.voice import SuggestionKind as Kind
from app.drafting.ai_line import AI_LINE, AI_LINE_SHORT
from app.drafting.courtesy import is_closing, is_greeting
from app.drafting.facts import facts_in
from app.drafting.salutation import greeted_name, plausible_name
from app.drafting.sentences import split
from app.drafting.words import FUNCTION_WORDS, fold, raw_words

LEAST = 3
"""So often a change must have been made before it is suggested."""
_MOST_EVIDENCE = 5
_ALWAYS = 0.8
"""Share of the chances that a change was made in, to count as always."""
_REWRITTEN = 0.4
"""A reply that keeps less of the proposal's words was written anew: it tells nothing about single words."""
_SHORTEST_WORD = 4
_LONGEST_SENTENCE = 160
_LONGEST_GREETING = 4
"""Words of a first line that names the customer, in words that no list of greetings knows."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply that left: what was proposed and what was sent."""

    draft_id: int
    customer: str
    language: str
    chat: bool
    proposed: str
    sent: str


def suggestions(replies: Sequence[Answered], voice: Voice, dismissed: Iterable[str] = ()) -> list[Suggestion]:
    """Return what the replies suggest and the voice does not do yet, most often seen first."""
    clean = [replace(one, sent=_without_ai_line(one.sent)) for one in replies if one.proposed.strip() and one.sent.strip()]
    found = [*_lines(clean, Kind.GREETING), *_lines(clean, Kind.CLOSING), *_struck(clean), *_added(clean)]
    known = set(dismissed)
    wanted = [one for one in found if one.key not in known and not _done(one, voice)]
    return sorted(wanted, key=lambda one: (-one.times, one.kind, one.language, one.new))


def accepted(voice: Voice, suggestion: Suggestion) -> Voice:
    """Return the voice with a suggestion taken over."""
    said = {suggestion.language: suggestion.new}
    match suggestion.kind, suggestion.chat:
        case Kind.GREETING, True:
            return replace(voice, chat_greeting=voice.chat_greeting | said)
        case Kind.GREETING, False:
            return replace(voice, greeting=voice.greeting | said)
        case Kind.CLOSING, True:
            return replace(voice, chat_closing=voice.chat_closing | said)
        case Kind.CLOSING, False:
            return replace(voice, closing=voice.closing | said)
        case Kind.LAST_SENTENCE, _:
            return replace(voice, last_sentence=voice.last_sentence | said)
    return replace(voice, never_say=(*voice.never_say, suggestion.new))


def _done(one: Suggestion, voice: Voice) -> bool:
    changed = accepted(voice, one)
    return changed == voice or (one.kind is Kind.NEVER_SAY and any(one.new == fold(word) for word in voice.never_say))


def _lines(replies: Sequence[Answered], kind: Kind) -> list[Suggestion]:
    """Greetings or closings that differ from the proposed ones in the same way again and again."""
    chances: Counter[tuple[str, bool]] = Counter()
    made: dict[tuple[str, bool, str], list[int]] = defaultdict(list)
    spelt: dict[tuple[str, bool, str], str] = {}
    for one in replies:
        before, after = (_line(text, one, kind) for text in (one.proposed, one.sent))
        if not before or not after:
            continue
        chances[one.language, one.chat] += 1
        if fold(before) != fold(after):
            made[one.language, one.chat, fold(after)].append(one.draft_id)
            spelt[one.language, one.chat, fold(after)] = after
    return [
        Suggestion(kind, place[0], place[1], spelt[place], len(ids), chances[place[:2]], tuple(ids[-_MOST_EVIDENCE:]))
        for place, ids in made.items()
        if len(ids) >= LEAST
    ]


def _line(text: str, one: Answered, kind: Kind) -> str:
    """Return the greeting or closing of a text with the customer's name left open, or ""."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if kind is Kind.GREETING:
        opened = _open_name(lines[0], one.customer) if lines else ""
        named = "{name}" in opened and len(opened.split()) <= _LONGEST_GREETING
        return opened if named or is_greeting(opened) else ""
    return next((line for line in reversed(lines[-4:]) if is_closing(line)), "")


def _open_name(line: str, customer: str) -> str:
    names = (plausible_name(customer), greeted_name(customer, formal=False), *plausible_name(customer).split()[-1:])
    for name in names:
        if name and re.search(rf"\b{re.escape(name)}\b", line):
            return re.sub(rf"\b{re.escape(name)}\b", "{name}", line)
    return line


def _struck(replies: Sequence[Answered]) -> list[Suggestion]:
    """Words of the proposals that people take out again and again, and hardly ever leave."""
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    struck: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in replies:
        before, after = _body_words(one.proposed, one), _body_words(one.sent, one)
        if not before or len(before & after) < _REWRITTEN * len(before):
            continue
        for word in before:
            seen[one.language, word].append(one.draft_id)
            if word not in after:
                struck[one.language, word].append(one.draft_id)
    return [
        Suggestion(Kind.NEVER_SAY, language, False, word, len(ids), len(seen[language, word]), tuple(ids[-_MOST_EVIDENCE:]))  # noqa: FBT003
        for (language, word), ids in struck.items()
        if len(ids) >= LEAST and len(ids) >= _ALWAYS * len(seen[language, word])
    ]


def _body_words(text: str, one: Answered) -> set[str]:
    plain = FUNCTION_WORDS.get(one.language, frozenset())
    names = {fold(word) for word in raw_words(one.customer)}
    lines = [line for line in text.splitlines() if not is_greeting(line.strip()) and not is_closing(line.strip())]
    words = {fold(word) for line in lines for word in raw_words(line)}
    return {word for word in words if len(word) >= _SHORTEST_WORD and word.isalpha() and word not in plain and word not in names}


def _added(replies: Sequence[Answered]) -> list[Suggestion]:
    """Sentences without facts that people add to most answers of a language."""
    chances: Counter[str] = Counter(one.language for one in replies if not one.chat)
    made: dict[tuple[str, str], list[int]] = defaultdict(list)
    spelt: dict[tuple[str, str], str] = {}
    for one in replies:
        if one.chat:
            continue
        before = fold(" ".join(one.proposed.split()))
        for sentence in dict.fromkeys(" ".join(span.text.split()) for span in split(one.sent)):
            if fold(sentence) not in before and _may_stand_anywhere(sentence):
                made[one.language, fold(sentence)].append(one.draft_id)
                spelt[one.language, fold(sentence)] = sentence
    return [
        Suggestion(Kind.LAST_SENTENCE, place[0], False, spelt[place], len(ids), chances[place[0]], tuple(ids[-_MOST_EVIDENCE:]))  # noqa: FBT003
        for place, ids in made.items()
        if len(ids) >= LEAST and len(ids) >= _ALWAYS * chances[place[0]] / 2
    ]


def _may_stand_anywhere(sentence: str) -> bool:
    """Whether a sentence is no greeting, no closing, no signature, and states no fact."""
    ends = sentence.endswith((".", "!", "?", "…"))
    framed = is_greeting(sentence) or (is_closing(sentence) and not ends)
    return ends and not framed and len(sentence) <= _LONGEST_SENTENCE and len(sentence.split()) > 1 and not facts_in(sentence)


def _without_ai_line(text: str) -> str:
    for line in (*AI_LINE.values(), *AI_LINE_SHORT.values()):
        text = text.replace(line, "")
    return text.strip()
