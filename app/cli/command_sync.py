"""`sync`: fetch what is new from the mail servers."""

import argparse

from app.cli.session import counter, progress, show, tell
from app.domain.errors import NotFound
from app.domain.text import N_
from app.domain.views import SyncReport
from app.system.i18n import _

NAME = "sync"
HELP = "fetch what is new from the mail servers"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("name", nargs="?", default=None, help="one account (default: all)")


def run(arguments: argparse.Namespace) -> int:
    """Sync and print a report; with several accounts the document holds `accounts`, and the sums."""
    with counter(arguments, write=True) as shop:
        reports = shop.sync(arguments.name, progress())
    if not reports:
        raise NotFound(N_("No mail account is set up yet; add one with: account add."))
    documents = [_document(report) for report in reports]
    total = {"new": sum(r.new for r in reports), "seconds": round(sum(r.seconds for r in reports), 3)}
    document = documents[0] if len(documents) == 1 else {"account": None, "folders": [], **total, "accounts": documents}
    lines = [_("{account}: {new} new in {seconds} s. {error}").format(**{**d, "error": ""}).strip() for d in documents]
    show(arguments, document, lines)
    for report in reports:
        if report.error:
            tell(_(report.error))
    failed = sum(bool(r.error) for r in reports)
    return 0 if not failed else (1 if total["new"] or failed < len(reports) else 3)


def _document(report: SyncReport) -> dict[str, object]:
    folders = [{"name": f.name, "new": f.new, "flags_changed": f.flags_changed, "gone": f.gone} for f in report.folders]
    return {"account": report.account, "folders": folders, "new": report.new, "seconds": report.seconds, "error": _(report.error)}
