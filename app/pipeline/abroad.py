"""Abroad: a question in one language and articles in another. With a translator the shop's own sentences answer it, flagged; without one
the draft says in which language its sources are. And delicate matters ask for a reader of the customer's language."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.draft import WHOLE, CheckReport, Flag, FlagKind, Outcome, Proposal
from app.domain.errors import EngineError
from app.domain.knowledge import Passage, PassageHit, Retrieved
from app.domain.ports import DraftCheck, Drafter, DraftRequest
from app.domain.translation import Translation
from app.drafting.abroad import in_its_language, language_of_passage, reframed
from app.drafting.readers import reader_wanted
from app.pipeline.translate import TranslateTools, terms_of

_NEAREST = 3
"""Articles nearest to the question whose language is looked at."""


@dataclass(frozen=True, slots=True)
class AbroadTools:
    """What finishing a proposal needs."""

    translate: TranslateTools
    retrieve: Callable[[str, str], Retrieved]
    check: DraftCheck


def finish(tools: AbroadTools, drafter: Drafter, request: DraftRequest, proposal: Proposal) -> Proposal:
    """Return a proposal with the sentences that stand in the language of their article translated, or flagged where nothing can do that;
    where no article of the customer's language answers, the question is put to those of another."""
    passages, written = [hit.passage for hit in request.retrieved], ""
    if proposal.outcome is Outcome.UNKNOWN and (other := _nearest_language(request.retrieved, proposal.language)):
        found = _asked_there(tools, drafter, request, other)
        if found is not None:
            proposal, passages = found
            written = other

    def check(text: str) -> CheckReport:
        never = request.shop.voice.never_say
        return tools.check(text, passages, question=request.question, language=proposal.language, facts=request.facts, banned=never)

    made = in_its_language(proposal, passages, lambda *asked: _translated(tools, request, *asked), check, written)
    wanted = reader_wanted(request.question, request.verdict, made.language, request.shop.language)
    return replace(made, flags=(Flag(FlagKind.LANGUAGE, WHOLE, wanted), *made.flags)) if wanted else made


def _nearest_language(hits: Sequence[PassageHit], language: str) -> str:
    """Return the language of the articles nearest to the question when it is another one, or ""."""
    spoken = Counter(language_of_passage(hit.passage) for hit in hits[:_NEAREST])
    found = next((code for code, _n in spoken.most_common() if code not in ("und", "")), "")
    return "" if found == language else found


def _asked_there(tools: AbroadTools, drafter: Drafter, request: DraftRequest, other: str) -> tuple[Proposal, list[Passage]] | None:
    """Put the question to the articles of another language; the answer stands in a letter of the customer's, still to be translated."""
    spoken = request.verdict.language if request.verdict is not None else request.language
    question = request.question
    if spoken != other:
        translated = _translated(tools, request, question, spoken, other)
        if translated is None:
            return None
        question = translated.text
    found = tools.retrieve(question, other)
    hits = [hit for hit in found.hits if language_of_passage(hit.passage) == other]
    there = replace(request, question=question, language=other, retrieved=hits, answerable=found.answerable, matters=(), hint="")
    made = drafter.propose(there)
    return (reframed(made, request), [hit.passage for hit in hits]) if made.outcome is Outcome.ANSWER and made.citations else None


def _translated(tools: AbroadTools, request: DraftRequest, text: str, source: str, target: str) -> Translation | None:
    """Translate, or return None: a translator that is not there, or breaks, costs no proposal."""
    try:
        return tools.translate.translator(source, target).translate(text, source, target, terms_of(request.shop, request.customer_name))
    except EngineError:
        return None
