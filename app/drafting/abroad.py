"""A draft whose sources are in another language: their sentences translated where something can, named where nothing can. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.draft import WHOLE, CheckReport, Flag, FlagKind, Outcome, Proposal, Sentence
from app.domain.knowledge import Passage
from app.domain.ports import DraftRequest
from app.domain.text import N_, packed
from app.domain.translation import Translation, language_name
from app.drafting.frame import frame_for
from app.drafting.sentences import split
from app.drafting.words import guess_language

TRANSLATED = N_("Translated from {language} by {engine}: compare it with the source.")
LEFT = N_("This stands in the language of the article ({language}): nothing here can translate it.")

Translate = Callable[[str, str, str], Translation | None]
"""Called with (sentence, its language, the wanted one); None where nothing can translate."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A sentence of a draft that stands word for word in a passage of another language, and its place in the text."""

    place: int
    start: int
    end: int
    language: str


def language_of_passage(passage: Passage) -> str:
    """Return a passage's language, guessed where the article does not say."""
    return passage.language if passage.language not in ("", "und") else guess_language(f"{passage.heading} {passage.text}")


def foreign_sentences(proposal: Proposal, passages: Sequence[Passage], written: str = "") -> list[Foreign]:
    """Return the cited sentences that stand in another language than the draft's: taken over from a passage in that language, or all of
    them where the draft was `written` in it."""
    by_id = {passage.id: passage for passage in passages}
    cited = {citation.n: by_id.get(citation.passage) for citation in proposal.citations}
    found, at = [], 0
    for place, sentence in enumerate(proposal.sentences):
        start = proposal.text.find(sentence.text, at)
        if start < 0:
            continue
        at = start + len(sentence.text)
        passage = cited.get(sentence.citation) if sentence.citation is not None else None
        language = written or (language_of_passage(passage) if passage is not None and _taken_over(sentence, passage) else "")
        if sentence.citation is not None and language not in ("", "und", proposal.language):
            found.append(Foreign(place, start, at, language))
    return found


def _taken_over(sentence: Sentence, passage: Passage) -> bool:
    return " ".join(sentence.text.split()) in " ".join(passage.text.split())


def in_its_language(
    proposal: Proposal, passages: Sequence[Passage], translate: Translate, check: Callable[[str], CheckReport], written: str = ""
) -> Proposal:
    """Return the draft with its foreign sentences translated and flagged, or flagged alone. `check` looks at the new text; `written` as
    in `foreign_sentences`."""
    foreign = foreign_sentences(proposal, passages, written) if proposal.outcome is Outcome.ANSWER else []
    made = [(one, translate(proposal.sentences[one.place].text, one.language, proposal.language)) for one in foreign]
    said = [(one, translation) for one, translation in made if translation is not None]
    left = [Flag(FlagKind.LANGUAGE, (one.start, one.end), _why(LEFT, one)) for one, translation in made if translation is None]
    if not said:
        return _with_flags(proposal, left) if left else proposal
    return _rewritten(_with_flags(proposal, left), said, check)


def reframed(proposal: Proposal, request: DraftRequest) -> Proposal:
    """Return a draft that was made in another language with its cited sentences in a letter of the request's language: still to be
    translated. Every sentence keeps its citation."""
    paragraphs: dict[int, list[str]] = {}
    for sentence in proposal.sentences:
        if sentence.citation is not None:
            paragraphs.setdefault(sentence.citation, []).append(sentence.text)
    body = [" ".join(texts) for texts in paragraphs.values()]
    frame = frame_for(request)
    text = frame.letter(body)
    cited = {sentence.text: sentence for sentence in proposal.sentences if sentence.citation is not None}
    sentences = tuple(cited.get(span.text, Sentence(span.text, 1.0, courtesy=True)) for span in split(text))
    kept = tuple(flag for flag in proposal.flags if flag.span == WHOLE)
    return replace(proposal, text=text, language=frame.language, sentences=sentences, flags=kept)


def _rewritten(proposal: Proposal, said: Sequence[tuple[Foreign, Translation]], check: Callable[[str], CheckReport]) -> Proposal:
    text, moves, sentences = "", _Moves(), list(proposal.sentences)
    end, flags = 0, []
    for one, translation in said:
        text += proposal.text[end : one.start]
        start = len(text)
        text += translation.text
        moves.add(one, start, len(text))
        end = one.end
        sentences[one.place] = replace(sentences[one.place], text=translation.text)
        why = packed(TRANSLATED, {"language": language_name(one.language), "engine": translation.engine})
        flags += [Flag(FlagKind.LANGUAGE, (start, len(text)), reason) for reason in (why, *(doubt.why for doubt in translation.warnings))]
    text += proposal.text[end:]
    report = check(text)
    support = {sentence.text: sentence.support for sentence in report.sentences}
    new = tuple(replace(sentence, support=min(sentence.support, support.get(sentence.text, sentence.support))) for sentence in sentences)
    kept = [replace(flag, span=moves.of(flag.span)) for flag in proposal.flags if not moves.inside(flag.span)]
    fresh = [flag for flag in report.flags if moves.lands_in(flag.span) and flag.kind is not FlagKind.LANGUAGE]
    return _with_flags(replace(proposal, text=text, sentences=new, flags=tuple(kept)), [*flags, *fresh])


class _Moves:
    """Where the words around replaced sentences went."""

    def __init__(self) -> None:
        self._replaced: list[tuple[Foreign, int, int]] = []

    def add(self, one: Foreign, start: int, end: int) -> None:
        self._replaced.append((one, start, end))

    def of(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return where a span outside the replaced sentences stands now."""
        shift = next((end - one.end for one, _start, end in reversed(self._replaced) if span[0] >= one.end), 0)
        return (span[0] + shift, span[1] + shift) if span != (0, 0) else span

    def inside(self, span: tuple[int, int]) -> bool:
        """Whether an old span touches a replaced sentence."""
        return any(span[0] < one.end and one.start < span[1] for one, _start, _end in self._replaced)

    def lands_in(self, span: tuple[int, int]) -> bool:
        """Whether a new span touches one that replaced another."""
        return any(span[0] < end and start < span[1] for _one, start, end in self._replaced)


def _why(template: str, one: Foreign) -> str:
    return packed(template, {"language": language_name(one.language)})


def _with_flags(proposal: Proposal, flags: Sequence[Flag]) -> Proposal:
    """Add flags in the order of their places, those about the whole first; a place is told of each kind of thing once."""
    every = dict.fromkeys((*proposal.flags, *flags))
    return replace(proposal, flags=tuple(sorted(every, key=lambda flag: flag.span)))
