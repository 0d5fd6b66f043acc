"""The embedded drafter: an answer put together from the shop's own sentences, or an honest "I don't know". No model, no download."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from app.domain.draft import WHOLE, Citation, Flag, FlagKind, Outcome, Proposal, Sentence
from app.domain.errors import Cancelled
from app.domain.handover import hands_over
from app.domain.knowledge import Passage, PassageHit
from app.domain.ports import CancelCheck, DraftRequest
from app.domain.text import N_, packed
from app.domain.verdict import Category, Emotion
from app.drafting.asking import core
from app.drafting.check import check_text, conflicts
from app.drafting.choosing import Unit, choose, coverage, passages_in, units_of
from app.drafting.frame import Frame, frame_for, holding_words, open_words
from app.drafting.hints import hints_in
from app.drafting.questions import asked_in

ANSWERABLE = 0.5
"""Below this probability (see retrieval) the drafter says that it does not know."""
_NEAREST = 3
_DOUBT = 0.15
"""By how much more probable an answer must be when it speaks of nothing the customer names."""
_UNASKED = 0.12
"""By how much more probable when a text tells much and asks nothing outright."""
_FRAGMENT = 12
"""Words of a text that may be a question without looking like one."""
_AS_GOOD = 0.5
"""By how much an article of another language may rank higher than the one that answers."""
HINT_WHY = N_("The built-in engine follows: shorter, formal, informal, with an apology, another language. Not followed: “{rest}”")
UNANSWERED_WHY = N_("No source answers this question: “{question}”")
_SHOWN = 160
_FOR_EACH = 3
"""Sentences for each of several matters."""
CONTRADICTED_WHY = N_("Another article says something else about this; look at both.")


class EmbeddedDrafter:
    """Implements the Drafter port. Pure: the same request gives the same proposal; `milliseconds` is left to the caller."""

    name = "embedded"

    def propose(
        self, request: DraftRequest, *, on_token: Callable[[str], None] | None = None, cancelled: CancelCheck | None = None
    ) -> Proposal:
        """Return a checked proposal. Raises Cancelled when the person asked to stop."""
        if cancelled is not None and cancelled():
            raise Cancelled
        proposal = _with_hint(request, self._proposal(request))
        if on_token is not None:
            on_token(proposal.text)
        return proposal

    def _proposal(self, request: DraftRequest) -> Proposal:
        if hands_over(request.handover):
            return holding_proposal(request, Outcome.HANDOVER)
        units, unanswered = _answer_each(request)
        if units:
            return _answered(request, units, unanswered)
        if units := _answer(request):
            return _answered(request, units)
        if _only_kind_words(request):
            return _kind_reply(request)
        return holding_proposal(request, Outcome.UNKNOWN)


def _with_hint(request: DraftRequest, proposal: Proposal) -> Proposal:
    """Say which part of a person's hint was not followed."""
    rest = hints_in(request.hint).rest
    flags = (Flag(FlagKind.HINT, WHOLE, packed(HINT_WHY, {"rest": rest})),) if rest else ()
    return replace(proposal, flags=(*flags, *proposal.flags))


def _answer(request: DraftRequest, most: int = 4) -> list[Unit]:
    frame = frame_for(request)
    if request.answerable < ANSWERABLE or not _best_is_spoken(request.retrieved, frame.language):
        return []
    most = min(most, 2) if frame.brief else most
    about = core(request.question)
    units = choose(about, request.retrieved, frame.language, most=most, never=request.shop.voice.never_say)
    # Of a question about something the shop never speaks of, only the rest finds an answer: then retrieval must be surer.
    asked = asked_in(about, frame.language)
    named = asked[0].query if len(asked) == 1 else about
    unasked = _UNASKED if not asked and len(about.split()) > _FRAGMENT else 0.0
    needed = ANSWERABLE + _DOUBT * (1 - coverage(named, units, frame.language)) + unasked
    return units if request.answerable >= needed else []


def _best_is_spoken(hits: Sequence[PassageHit], language: str) -> bool:
    """Whether an article of the reply's language is the best one, or as good as it: what stands lower down is about something else."""
    own = passages_in(hits, language)
    return bool(own) and hits[0].score - hits[own[0][0]].score <= _AS_GOOD


def _answer_each(request: DraftRequest) -> tuple[list[Unit], list[int]]:
    """Answer the matters of a turn one by one: the units in the customer's order, and the places of the matters that none answers."""
    units: list[Unit] = []
    unanswered = []
    for place, matter in enumerate(request.matters):
        alone = replace(request, question=matter.query, retrieved=matter.found.hits, answerable=matter.found.answerable, matters=())
        found = _answer(alone, _FOR_EACH)
        if not found:
            unanswered.append(place)
        known = {(unit.passage.id, unit.start) for unit in units}
        units += [unit for unit in found if (unit.passage.id, unit.start) not in known]
    return units, unanswered


def _only_kind_words(request: DraftRequest) -> bool:
    verdict = request.verdict
    pleased = verdict is not None and verdict.emotion is Emotion.PLEASED and verdict.category == Category.COMPLIMENT_REVIEW
    return pleased and "?" not in request.question


def _kind_reply(request: DraftRequest) -> Proposal:
    frame = frame_for(request, sorry=False)
    words = frame.phrases.kind_words
    return _checked(request, frame, Outcome.ANSWER, [words[len(request.question) % len(words)]], ())


def holding_proposal(request: DraftRequest, outcome: Outcome) -> Proposal:
    """Return an honest reply without an answer: UNKNOWN or HANDOVER. Its citations are the nearest passages, for the person to read."""
    frame = frame_for(request)
    nearest = [_nearest(n, hit) for n, hit in enumerate(request.retrieved[:_NEAREST], 1)]
    body = holding_words(frame, request, handover=outcome is Outcome.HANDOVER)
    return _checked(request, frame, outcome, [body], tuple(nearest))


def _nearest(n: int, hit: PassageHit) -> Citation:
    passage = hit.passage
    first = next(iter(units_of(passage, 0)), None)
    quote = passage.text[first.start : first.end] if first else passage.text[:200].strip()
    return Citation(n, passage.article_id, passage.id, quote, passage.article_title)


def _answered(request: DraftRequest, units: Sequence[Unit], unanswered: Sequence[int] = ()) -> Proposal:
    groups = _groups(units)
    citations = tuple(_cite(n, group) for n, group in enumerate(groups, 1))
    paragraphs = [_joined(group) for group in groups]
    frame = frame_for(request, body="\n".join(paragraphs))
    left = open_words(frame, unanswered, len(request.matters))
    proposal = _checked(request, frame, Outcome.ANSWER, [*paragraphs, *left], citations, groups)
    return replace(proposal, flags=(*_partly(request, proposal.text, left, unanswered), *proposal.flags))


def _partly(request: DraftRequest, text: str, left: Sequence[str], unanswered: Sequence[int]) -> Iterator[Flag]:
    for words, place in zip(left, unanswered, strict=False):
        start = text.index(words)
        question = " ".join(request.matters[place].text.split())[:_SHOWN]
        yield Flag(FlagKind.PARTLY, (start, start + len(words)), packed(UNANSWERED_WHY, {"question": question}))


def _groups(units: Sequence[Unit]) -> list[list[Unit]]:
    """Units that follow each other in one passage share a citation."""
    groups: list[list[Unit]] = []
    for unit in units:
        last = groups[-1][-1] if groups else None
        if last is not None and last.passage.id == unit.passage.id and not last.passage.text[last.end : unit.start].strip():
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return groups


def _cite(n: int, group: Sequence[Unit]) -> Citation:
    passage = group[0].passage
    return Citation(n, passage.article_id, passage.id, passage.text[group[0].start : group[-1].end], passage.article_title)


def _joined(group: Sequence[Unit]) -> str:
    text = ""
    for unit in group:
        text += ("\n" if "\n" in unit.text or "\n" in text[-1:] else " ") + unit.text if text else unit.text
    return text


def _checked(
    request: DraftRequest,
    frame: Frame,
    outcome: Outcome,
    body: Sequence[str],
    citations: tuple[Citation, ...],
    groups: Sequence[Sequence[Unit]] = (),
) -> Proposal:
    text = frame.letter(body)
    passages = list({unit.passage.id: unit.passage for group in groups for unit in group}.values())
    never = request.shop.voice.never_say
    report = check_text(text, passages, question=request.question, language=frame.language, facts=frame.facts, banned=never)
    sentences = tuple(_with_citation(sentence, groups) for sentence in report.sentences)
    flags = (*report.flags, *_contradictions(text, groups, [hit.passage for hit in request.retrieved]))
    return Proposal(outcome, text, frame.language, citations, sentences, tuple(sorted(flags, key=lambda f: (f.span, f.kind))))


def _with_citation(sentence: Sentence, groups: Sequence[Sequence[Unit]]) -> Sentence:
    for n, group in enumerate(groups, 1):
        if any(sentence.text in unit.text or unit.text in sentence.text for unit in group):
            return Sentence(sentence.text, sentence.support, n, courtesy=False)
    return Sentence(sentence.text, sentence.support, None, sentence.courtesy)


def _contradictions(text: str, groups: Sequence[Sequence[Unit]], passages: Sequence[Passage]) -> list[Flag]:
    """Flags on sentences that another article contradicts: the same matter with another number."""
    flags = []
    for unit in (unit for group in groups for unit in group):
        others = [p for p in passages if p.article_id != unit.passage.article_id]
        if conflicts(unit.text, others, unit.passage.language):
            start = text.index(unit.text)
            flags.append(Flag(FlagKind.NUMBER, (start, start + len(unit.text)), CONTRADICTED_WHY))
    return flags
