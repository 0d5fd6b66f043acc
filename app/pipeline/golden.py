"""Golden questions: asked again after every change of knowledge or engine, and compared with the time before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.draft import FlagKind, Outcome, Proposal
from app.domain.errors import BadInput, Cancelled
from app.domain.golden import Fault, GoldenQuestion, GoldenReport, GoldenResult, GoldenRun, NewGolden, compared
from app.domain.knowledge import Retrieved
from app.domain.ports import CancelCheck, Clock, Progress
from app.domain.store_ports import Store
from app.domain.text import N_

NO_QUESTION = N_("A golden question needs a question.")
BY_HAND = "by hand"
CHANGED = "knowledge or engine changed"
_STAMP = "golden_stamp"
_AMONG = 3
"""The expected article must be among so many articles that the search finds first, where the answer cites none."""
_BARE = frozenset({FlagKind.UNSUPPORTED, FlagKind.NUMBER, FlagKind.DATE, FlagKind.LINK, FlagKind.INSTRUCTION, FlagKind.VARIABLE})


@dataclass(frozen=True, slots=True)
class GoldenTools:
    """What a run needs: `propose(question, language)` answers with the engine in use, `engine` names it."""

    store: Store
    retrieve: Callable[[str, str], Retrieved]
    propose: Callable[[str, str], Proposal]
    engine: Callable[[], str]
    clock: Clock


def put_golden(store: Store, new: NewGolden, clock: Clock, golden_id: int | None = None) -> int:
    """Add a golden question, or change that one; returns its id. Raises BadInput, NotFound."""
    if not new.question.strip():
        raise BadInput(NO_QUESTION)
    with store.read() as reader:
        if new.article_id is not None:
            reader.article(new.article_id)
    with store.write() as uow:
        id_ = uow.golden.put(new, clock(), golden_id)
        uow.settings.put(_STAMP, None)
        uow.commit()
    return id_


def run_golden(
    tools: GoldenTools, cause: str = BY_HAND, progress: Progress | None = None, cancelled: CancelCheck | None = None
) -> GoldenReport:
    """Ask all golden questions, keep the run, and say what changed since the one before. Raises Cancelled; nothing is kept then."""
    with tools.store.read() as reader:
        questions, before = reader.golden_questions(), reader.golden_runs(1)
        stamp = _stamp(reader.knowledge_stamp(), tools.engine())
    results = []
    for number, question in enumerate(questions, 1):
        if cancelled and cancelled():
            raise Cancelled
        results.append(_ask(tools, question))
        if progress:
            progress(number, len(questions), question.question)
    run = GoldenRun(0, tools.clock(), cause, tools.engine(), tuple(results))
    with tools.store.write() as uow:
        id_ = uow.golden.keep_run(run)
        uow.settings.put(_STAMP, stamp)
        uow.commit()
    return compared(GoldenRun(id_, run.at, cause, run.engine, run.results), before[0] if before else None)


def run_if_changed(tools: GoldenTools, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> GoldenReport | None:
    """Run where knowledge, engine or questions changed since the last run; None where nothing did, or there is nothing to ask."""
    with tools.store.read() as reader:
        same = reader.setting(_STAMP) == _stamp(reader.knowledge_stamp(), tools.engine())
        anything = bool(reader.golden_questions())
    return None if same or not anything else run_golden(tools, CHANGED, progress, cancelled)


def last_report(store: Store) -> GoldenReport | None:
    """Return the last run and what changed in it, or None."""
    with store.read() as reader:
        runs: Sequence[GoldenRun] = reader.golden_runs(2)
    return compared(runs[0], runs[1] if len(runs) > 1 else None) if runs else None


def _stamp(knowledge: str, engine: str) -> str:
    return f"{knowledge}|{engine}"


def _ask(tools: GoldenTools, question: GoldenQuestion) -> GoldenResult:
    spoken = "" if question.language == "und" else question.language
    found = tools.retrieve(question.question, spoken)
    proposal = tools.propose(question.question, spoken)
    articles = list(dict.fromkeys(hit.passage.article_id for hit in found.hits))
    place = articles.index(question.article_id) + 1 if question.article_id in articles else 0
    return GoldenResult(
        question.id,
        question.question,
        tuple(_faults(question, proposal, place)),
        place,
        round(found.answerable, 4),
        proposal.outcome.value,
        proposal.text,
    )


def _faults(question: GoldenQuestion, proposal: Proposal, place: int) -> list[tuple[Fault, str]]:
    said = _folded(proposal.text)
    wanted = question.article_id is not None or bool(question.must)
    faults = [(Fault.SAID, words) for words in question.must_not if _folded(words) in said]
    if not wanted:
        return faults + ([(Fault.ANSWERED_ANYWAY, "")] if proposal.outcome is Outcome.ANSWER else [])
    if proposal.outcome is not Outcome.ANSWER:
        return [*faults, (Fault.NOT_ANSWERED, "")]
    cited = {citation.article for citation in proposal.citations}
    if question.article_id is not None and (question.article_id not in cited if cited else not 0 < place <= _AMONG):
        faults.append((Fault.WRONG_ARTICLE, question.article))
    faults += [(Fault.NOT_SAID, words) for words in question.must if _folded(words) not in said]
    return faults + ([(Fault.UNSOURCED, "")] if any(flag.kind in _BARE for flag in proposal.flags) else [])


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("\u00a0", " ").split())
