"""Lists of tickets as CSV (views of Zendesk, ticket exports of Freshdesk and others): they hold no word of what was said, and so cannot
be taken in. Knowing them lets the person be told what to export instead."""

import csv
from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import BadInput
from app.domain.message import Channel, IncomingMessage, Problem, ReadOptions
from app.domain.reading import Ask
from app.domain.text import N_

ONLY_A_LIST = N_(
    "{name} is a list of tickets without what was said in them; export the tickets as JSON, with their comments. Nothing was added."
)
_HEAD = 8192
_TICKET = frozenset({"ticket id", "ticket", "ticket number", "conversation id", "id", "ticketnummer"})
_TELLS = frozenset(
    {
        "requester",
        "requester email",
        "assignee",
        "agent",
        "group",
        "summation column",
        "satisfaction score",
        "resolution status",
        "via",
        "assignee name",
        "assignee email",
        "initial channel",
        "first response time (s)",
        "number of agent messages",
        "mailbox",
        "closed date",
    }
)
_WORDS = frozenset(
    {"description", "body", "comment", "comments", "message", "text", "beschrijving", "bericht", "public comments", "first message"}
)


class TicketListReader:
    """Knows lists of tickets, and says that they are only that."""

    channel = Channel.HELPDESK
    asks: frozenset[Ask] = frozenset()

    def score(self, path: Path) -> float:
        """Say how surely this is a list of tickets without their words, by the names of its columns."""
        try:
            with path.open("rb") as stream:
                head = stream.read(_HEAD).decode("utf-8-sig", "replace")
            line = head.replace("\r", "\n").partition("\n")[0].strip()
            cells = next(csv.reader([line], delimiter=max(",;\t", key=line.count)), [])
        except (OSError, csv.Error):
            return 0.0
        names = {name.strip().casefold() for name in cells}
        return 0.9 if names & _TICKET and "subject" in names and len(names & _TELLS) >= 2 and not names & _WORDS else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Raise BadInput: there is nothing to read in it."""
        raise BadInput(ONLY_A_LIST, name=path.name)


READER = TicketListReader()
