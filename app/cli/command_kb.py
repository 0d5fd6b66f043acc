"""`kb`: the shop's knowledge: import, list, show, search; keeping it clean is in `kb_tending`."""

import argparse
from dataclasses import asdict
from pathlib import Path

from app.cli import add_acts, kb_tending
from app.cli.session import counter, progress, row_id, show
from app.pipeline.counter import Counter
from app.system.i18n import _

NAME = "kb"
HELP = "the shop's knowledge: import, list, show, search, remove, audit, gaps, versions, care, canned answers, golden questions"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = kb_tending.FORMATS
    acts = add_acts(parser)
    kb_tending.configure(acts)
    acts.add_parser("import").add_argument("paths", nargs="+", type=Path)
    acts.add_parser("list").add_argument("--removed", action="store_true", help="articles that vanished from their file; see versions")
    acts.add_parser("show").add_argument("id")
    acts.add_parser("remove").add_argument("id")
    search = acts.add_parser("search")
    search.add_argument("query")
    search.add_argument("--limit", type=int, default=8)


def run(arguments: argparse.Namespace) -> int:
    """Carry out one act."""
    with counter(arguments, write=arguments.act in ("import", "remove") or kb_tending.writes(arguments)) as shop:
        return _ACTS[arguments.act](arguments, shop)


def _import(arguments: argparse.Namespace, shop: Counter) -> int:
    report = shop.import_articles(arguments.paths, progress())
    failed = [{"where": where, "why": _(why)} for where, why in report.failed]
    document = {"read": report.read, "new": report.new, "updated": report.updated, "failed": failed, "seconds": report.seconds}
    document["removed"] = [title for title, _why in report.notes]
    line = _("{new} new articles, {updated} replaced.").format(new=report.new, updated=report.updated)
    show(arguments, document, [line, *(f"{where}: {_(why)}" for where, why in (*report.failed, *report.notes))])
    return 0 if not failed else (1 if report.read else 3)


def _list(arguments: argparse.Namespace, shop: Counter) -> int:
    if arguments.removed:
        gone = shop.removed_articles()
        items = [{"id": str(id_), "title": title, "source": source} for id_, title, source in gone]
        show(arguments, {"items": items}, [f"{id_:>5}  {title}  ({source})" for id_, title, source in gone])
        return 0
    articles = shop.articles()
    listed = [{**asdict(a), "id": str(a.id)} for a in articles]
    for item in listed:
        item.pop("text")
    show(arguments, {"items": listed}, [f"{a.id:>5}  {a.language}  {a.title}" for a in articles])
    return 0


def _show(arguments: argparse.Namespace, shop: Counter) -> int:
    article = shop.article(row_id(arguments.id))
    show(arguments, {**asdict(article), "id": str(article.id)}, [article.title, "", article.text])
    return 0


def _remove(arguments: argparse.Namespace, shop: Counter) -> int:
    shop.remove_article(row_id(arguments.id))
    show(arguments, {"removed": arguments.id}, [_("The article is removed.")])
    return 0


def _search(arguments: argparse.Namespace, shop: Counter) -> int:
    found = shop.search_knowledge(arguments.query, arguments.limit)
    items = [
        {
            "article": str(h.passage.article_id),
            "passage": str(h.passage.id),
            "title": h.passage.article_title,
            "text": h.passage.text,
            "score": round(h.score, 5),
        }
        for h in found.hits
    ]
    document = {"items": items, "answerable": round(found.answerable, 4), "milliseconds": found.milliseconds}
    show(arguments, document, [f"{found.answerable:.0%}", *(f"{i['score']:.4f}  {i['title']}: {str(i['text'])[:90]}" for i in items)])
    return 0


_ACTS = {"import": _import, "list": _list, "show": _show, "search": _search, "remove": _remove, **kb_tending.ACTS}
