"""The acts of `kb` that keep knowledge clean: audit, gaps, canned answers, versions, care, golden questions."""

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from app.cli import add_acts
from app.cli.render import when
from app.cli.session import progress, read_text, row_id, show
from app.domain.canned import CannedAnswer, NewCanned
from app.domain.errors import WrongUse
from app.domain.golden import FAULT_WORDS, GoldenQuestion, GoldenReport, NewGolden
from app.domain.tending import FINDING_WORDS, Finding, Gap
from app.domain.text import N_, unpacked
from app.pipeline.counter import Counter
from app.system.i18n import _

Json = dict[str, object]
Act = Callable[[argparse.Namespace, Counter], int]
FORMATS = """JSON of the acts:
  import     {read, new, updated, removed: [titles gone from their file], failed: [{where, why}], seconds}
  audit      {items: [{id, kind, severity: wrong/doubtful/tidy, articles: [ids], why, quotes: [{article, title, text}]}]}
  gaps       {items: [{id, count, questions: [...], languages, first, last, why: [unknown/rewritten/asked], nearest, answerable, answers}]}
             with --write ID: {title, text, language, question}
  versions   {items: [{id, article, title, text, by, at}]}     restore {article}
  care       {article, owner, review_at, checked_at}
  canned     {items: [{id, title, text, language, scope, uses}]}
  golden     list: {items: [{id, question, language, article, must, must_not}]}
             run: {run, at, cause, engine, n, right, items: [{id, question, right, faults, place, answerable, outcome, text}],
             newly_wrong: [ids], newly_right: [ids]}; ends with 1 where something is newly wrong"""


def configure(acts: "argparse._SubParsersAction[Any]") -> None:
    """Declare the arguments of these acts."""
    audit = acts.add_parser("audit", help="what needs tidying")
    audit.add_argument("--dismiss", metavar="ID", help="put a finding aside for good (it comes back when its words change)")
    audit.add_argument("--dismissed", action="store_true", help="show what was put aside")
    gaps = acts.add_parser("gaps", help="questions without a good source")
    gaps.add_argument("--limit", type=int, default=50)
    gaps.add_argument("--write", metavar="ID", help="print a first draft of the missing article")
    acts.add_parser("versions", help="earlier versions of an article").add_argument("id")
    acts.add_parser("restore", help="put a version back").add_argument("id", metavar="VERSION")
    care = acts.add_parser("care", help="who looks after an article, and when it is looked at again")
    care.add_argument("id")
    care.add_argument("--owner", default=None)
    care.add_argument("--review", metavar="YYYY-MM-DD", default=None)
    care.add_argument("--checked", action="store_true", help="somebody just looked at it")
    canned = add_acts(acts.add_parser("canned", help="canned answers: list, add, remove"), dest="deed")
    canned.add_parser("list").add_argument("query", nargs="?", default="")
    add = canned.add_parser("add")
    add.add_argument("title")
    add.add_argument("--text", default="-", help="a file, or - for stdin; variables: {name} {first_name} {order} {shop} {person} {date}")
    add.add_argument("--language", default="und")
    add.add_argument("--scope", default="")
    add.add_argument("--id", default=None, help="change that one")
    canned.add_parser("remove").add_argument("id")
    golden = add_acts(acts.add_parser("golden", help="golden questions: list, add, run, remove"), dest="deed")
    golden.add_parser("list")
    golden.add_parser("run")
    golden.add_parser("remove").add_argument("id")
    ask = golden.add_parser("add")
    ask.add_argument("question")
    ask.add_argument("--article", default=None, help="id of the article that must answer it")
    ask.add_argument("--must", action="append", default=[], help="words that the answer must say (may be given several times)")
    ask.add_argument("--must-not", action="append", default=[], help="words that it must not say")
    ask.add_argument("--language", default="und")
    ask.add_argument("--id", default=None, help="change that one")


def writes(arguments: argparse.Namespace) -> bool:
    """Whether the act changes the profile."""
    deed = getattr(arguments, "deed", "")
    changing = {"restore"} | ({"care"} if _cares(arguments) else set()) | ({"audit"} if getattr(arguments, "dismiss", None) else set())
    return arguments.act in changing or deed in ("add", "remove", "run")


def _cares(arguments: argparse.Namespace) -> bool:
    return any(getattr(arguments, name, None) not in (None, False) for name in ("owner", "review", "checked"))


def _audit(arguments: argparse.Namespace, shop: Counter) -> int:
    if arguments.dismiss:
        shop.dismiss_finding(arguments.dismiss)
    found = shop.audit(dismissed=arguments.dismissed)
    show(arguments, {"items": [_finding(finding) for finding in found]}, [line for finding in found for line in _told(finding)])
    return 0


def _finding(finding: Finding) -> Json:
    return {
        "id": finding.id,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "articles": [str(id_) for id_ in finding.articles],
        "why": _sentence(finding.why),
        "quotes": [{"article": str(q.article), "title": q.title, "text": q.text} for q in finding.quotes],
    }


def _told(finding: Finding) -> list[str]:
    quotes = [f"      {quote.title}: {quote.text}" for quote in finding.quotes]
    return [f"{finding.id}  {_(FINDING_WORDS[finding.kind])}: {_sentence(finding.why)}", *quotes]


def _sentence(packed: str) -> str:
    template, fields = unpacked(packed)
    return _(template).format(**fields)


def _gaps(arguments: argparse.Namespace, shop: Counter) -> int:
    if arguments.write:
        made = shop.suggest_article(arguments.write)
        document = {"title": made.title, "text": made.text, "language": made.language, "question": made.question}
        show(arguments, document, [made.title, "", made.text])
        return 0
    found = shop.gaps(arguments.limit)
    show(arguments, {"items": [_gap(gap) for gap in found]}, [f"{gap.id}  {gap.count:>4}  {gap.questions[0]}" for gap in found])
    return 0


def _gap(gap: Gap) -> Json:
    nearest = {"article": str(gap.nearest[0]), "title": gap.nearest[1]} if gap.nearest else None
    return {
        "id": gap.id,
        "count": gap.count,
        "questions": list(gap.questions),
        "languages": list(gap.languages),
        "first": when(gap.first),
        "last": when(gap.last),
        "why": [why.value for why in gap.why],
        "nearest": nearest,
        "answerable": gap.answerable,
        "answers": gap.answers,
    }


def _versions(arguments: argparse.Namespace, shop: Counter) -> int:
    found = shop.article_versions(row_id(arguments.id))
    items = [{"id": str(v.id), "article": str(v.article_id), "title": v.title, "text": v.text, "by": v.by, "at": when(v.at)} for v in found]
    show(arguments, {"items": items}, [f"{item['id']:>5}  {item['at']}  {item['by']}  {item['title']}" for item in items])
    return 0


def _restore(arguments: argparse.Namespace, shop: Counter) -> int:
    article = shop.restore_version(row_id(arguments.id))
    show(arguments, {"article": str(article)}, [_("The version is back; what it replaced is kept.")])
    return 0


def _care(arguments: argparse.Namespace, shop: Counter) -> int:
    id_ = row_id(arguments.id)
    care = shop.article_care(id_)
    if _cares(arguments):
        owner = care.owner if arguments.owner is None else arguments.owner
        review = care.review_at if arguments.review is None else _day(arguments.review)
        care = shop.set_article_care(id_, owner, review, checked=arguments.checked)
    document = {"article": str(id_), "owner": care.owner, "review_at": when(care.review_at), "checked_at": when(care.checked_at)}
    show(arguments, document, [f"{name}: {value or '-'}" for name, value in document.items()])
    return 0


def _day(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(8), UTC)
    except ValueError as error:
        raise WrongUse(N_("{day} is no date; write it as 2026-05-31."), day=text) from error


def _canned(arguments: argparse.Namespace, shop: Counter) -> int:
    if arguments.deed == "add":
        new = NewCanned(arguments.title, read_text(arguments.text).strip(), arguments.language, arguments.scope)
        made = shop.put_canned(new, None if arguments.id is None else row_id(arguments.id))
        found: Sequence[CannedAnswer] = [answer for answer in shop.canned_answers() if answer.id == made]
    elif arguments.deed == "remove":
        shop.remove_canned(row_id(arguments.id))
        found = shop.canned_answers()
    else:
        found = shop.canned_answers(arguments.query)
    items = [{"id": str(a.id), "title": a.title, "text": a.text, "language": a.language, "scope": a.scope, "uses": a.uses} for a in found]
    show(arguments, {"items": items}, [f"{a.id:>5}  {a.uses:>4}  {a.title}" for a in found])
    return 0


def _golden(arguments: argparse.Namespace, shop: Counter) -> int:
    if arguments.deed == "run":
        return run_golden(arguments, shop)
    if arguments.deed == "add":
        article = None if arguments.article is None else row_id(arguments.article)
        new = NewGolden(arguments.question, arguments.language, article, tuple(arguments.must), tuple(arguments.must_not))
        shop.put_golden(new, None if arguments.id is None else row_id(arguments.id))
    elif arguments.deed == "remove":
        shop.remove_golden(row_id(arguments.id))
    questions = shop.golden_questions()
    show(arguments, {"items": [_question(question) for question in questions]}, [f"{q.id:>5}  {q.question}" for q in questions])
    return 0


def _question(question: GoldenQuestion) -> Json:
    return {
        "id": str(question.id),
        "question": question.question,
        "language": question.language,
        "article": None if question.article_id is None else str(question.article_id),
        "must": list(question.must),
        "must_not": list(question.must_not),
    }


def run_golden(arguments: argparse.Namespace, shop: Counter) -> int:
    """Ask all golden questions and print what changed; 1 where something is newly wrong."""
    report = shop.run_golden(progress())
    show(arguments, _report(report), _told_run(report))
    return 1 if report.newly_wrong else 0


def _report(report: GoldenReport) -> Json:
    run = report.run
    items = [
        {
            "id": str(r.question_id),
            "question": r.question,
            "right": r.right,
            "faults": [_fault(kind, words) for kind, words in r.faults],
            "place": r.place,
            "answerable": r.answerable,
            "outcome": r.outcome,
            "text": r.text,
        }
        for r in run.results
    ]
    changed = {"newly_wrong": [str(id_) for id_ in report.newly_wrong], "newly_right": [str(id_) for id_ in report.newly_right]}
    about = {"run": str(run.id), "at": when(run.at), "cause": run.cause, "engine": run.engine}
    return {**about, "n": len(items), "right": run.right, "items": items, **changed}


def _fault(kind: str, words: str) -> Json:
    return {"kind": str(kind), "words": words}


def _told_run(report: GoldenReport) -> list[str]:
    lines = [_("{right} of {n} golden questions are answered rightly.").format(right=report.run.right, n=len(report.run.results))]
    for result in report.run.results:
        mark = "!" if result.question_id in report.newly_wrong else "+" if result.question_id in report.newly_right else " "
        lines.append(f"{mark} {'ok ' if result.right else 'bad'} {result.question}")
        lines += [f"        {_(FAULT_WORDS[kind]).format(words=words)}" for kind, words in result.faults]
    return lines


ACTS: dict[str, Act] = {
    "audit": _audit,
    "gaps": _gaps,
    "versions": _versions,
    "restore": _restore,
    "care": _care,
    "canned": _canned,
    "golden": _golden,
}
