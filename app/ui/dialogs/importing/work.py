"""What the dialog asks of the Counter; nothing here runs on the Qt thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.errors import ToonbankError
from app.domain.importing import Undone
from app.domain.reading import Look
from app.domain.shop import ShopSettings
from app.domain.views import ImportReport
from app.pipeline.counter import Counter
from app.pipeline.house import read_options
from app.pipeline.importing import Answers
from app.system.i18n import say
from app.ui.bridge import Job

KNOWLEDGE = "knowledge"
ORDERS = "orders"
"""What `Look.what` says of files that hold no messages."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A file that is to be added: read as `channel` where the person said so, with what the person answered about what each program wrote
    in it (by `Look.what`)."""

    path: Path
    what: str
    channel: str = ""
    answers: Mapping[str, Answers] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Added:
    """What came of one file. `import_id` is 0 where there is nothing to take back; `error` a sentence where the whole was refused."""

    name: str
    what: str
    report: ImportReport = field(default_factory=ImportReport)
    import_id: int = 0
    error: str = ""


def look_at(counter: Counter, paths: Sequence[Path]) -> tuple[list[Look], ShopSettings]:
    """Say what files are."""
    return [counter.look(path) for path in paths], counter.shop()


def look_again(counter: Counter, path: Path, channel: str, columns: Mapping[str, str]) -> Look:
    """Say what a file is when it is read as a channel ("": as what it is), and its columns hold what the person said."""
    return counter.look(path, replace(read_options(counter.shop()), columns=columns), channel)


def add(counter: Counter, job: Job, plans: Sequence[Plan]) -> list[Added]:
    """Add files one after the other, until told to stop; progress tells the count and the place of the file in `plans`."""
    added = []
    for n, plan in enumerate(plans):
        if job.cancelled():
            break
        job.progress(0, None, str(n))
        added.append(_add(counter, job, plan, str(n)))
    return added


def _add(counter: Counter, job: Job, plan: Plan, place: str) -> Added:
    def tell(done: int, _total: int | None, _what: str) -> None:
        job.progress(done, None, place)

    if plan.what == KNOWLEDGE:
        try:
            return Added(plan.path.name, plan.what, counter.import_articles([plan.path], progress=tell))
        except ToonbankError as error:
            return Added(plan.path.name, plan.what, error=say(error))
    before, report, refused = _latest(counter), ImportReport(), ""
    try:
        answers: dict[Path | tuple[Path, str], Answers] = {(plan.path, what): told for what, told in plan.answers.items()}
        report = counter.import_paths([plan.path], None, plan.channel, tell, job.cancelled, answers=answers, keep_names=True)
    except ToonbankError as error:
        refused = say(error)
    after = _latest(counter)
    return Added(plan.path.name, plan.what, report, after if after != before and (report.new or report.updated) else 0, refused)


def _latest(counter: Counter) -> int:
    rows = counter.imports(1)
    return rows[0].id if rows else 0


def undo(counter: Counter, ids: Sequence[int]) -> tuple[Undone, str]:
    """Take imports back, the latest first; returns what was removed in all, and a sentence where one was refused."""
    total, refused = Undone(), ""
    for import_id in sorted(ids, reverse=True):
        try:
            one = counter.undo_import(import_id)
        except ToonbankError as error:
            refused = say(error)
            continue
        counts = {name: getattr(total, name) + getattr(one, name) for name in ("messages", "conversations", "customers", "orders", "kept")}
        total = Undone(**counts)
    return total, refused
