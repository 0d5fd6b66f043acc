"""Reviews: Google Business Profile's Takeout, and any table of reviews by the names of its columns.

The names are those of Trustpilot, Judge.me, Shopify Product Reviews, Okendo and Opinew; for Kiyoh, Klantenvertellen, Trusted Shops and bol,
whose exports are not public, those that such tables usually have.

A review is a message of kind REVIEW with the rating, title, product and order as its subject ("4/5 · Mooie mok · Order #1042"), and what
its author wrote as its text; what the shop answered is a message out in the same conversation.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from app.domain.message import Channel, Direction, IncomingMessage, Kind, Party, Problem, ProblemKind, ReadOptions, fingerprint_of
from app.domain.reading import Ask, ColumnGuess
from app.domain.text import N_
from app.parsing.chat_messages import Speaker
from app.parsing.table_answers import QUESTIONS, kiyoh_answers
from app.parsing.table_columns import Vocabulary, plain
from app.parsing.table_kinds import TableKind, score_as
from app.parsing.table_reading import OF_TEN, UNDATED, Sheet, guess_of, sheet_of, sound_rows, tables_of, undated
from app.parsing.table_rows import Row, Table
from app.parsing.table_values import Ratings
from app.parsing.table_words import GOOGLE_REVIEWS, REVIEWS

TWICE = N_("This review is in the file more than once; it was kept once.")
EMPTY = N_("This row has neither rating nor text; it was left out.")
_TRANSLATED = r"\((?:Translated by Google|Vertaald door Google|Übersetzt von Google|Traduit par Google)\)"
_ORIGINAL = re.compile(r"\((?:Original|Origineel|Originaltext|Avis d['’]origine)\)\s*")
_TRANSLATION = re.compile(rf"\s*{_TRANSLATED}\s*")


class ReviewReader:
    """Reads tables of reviews."""

    channel = Channel.REVIEW
    asks = frozenset({Ask.TIMEZONE, Ask.DATE_ORDER, Ask.COLUMNS})

    def score(self, path: Path) -> float:
        """Say how surely these are reviews, from the first rows."""
        return score_as(path, TableKind.REVIEWS)

    def columns(self, path: Path, options: ReadOptions) -> ColumnGuess | None:
        """Return the guess with real rows, None when this is no table."""
        return guess_of(path, TableKind.REVIEWS, REVIEWS, options, ("date", "rating"))

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield reviews, each with its reply; raises BadInput when there is no table."""
        with tables_of(path, TableKind.REVIEWS) as (tables, others):
            yield from others
            seen: dict[str, tuple[str, str]] = {}
            for table in tables:
                sheet = sheet_of(table, _words(table), options, path, ("date", "reply_date", "edited"), ("rating",))
                yield from _Reading(sheet, _ratings(sheet), seen).items(alone=len(tables) == 1)


READER = ReviewReader()


def _words(table: Table) -> Vocabulary:
    return GOOGLE_REVIEWS if {"starRating", "name"} <= set(table.headers) else REVIEWS


def _ratings(sheet: Sheet) -> Ratings:
    return Ratings.learn(sheet.values["rating"], 10 if plain(sheet.columns.header("rating")) in OF_TEN else None)


@dataclass(slots=True)
class _Reading:
    """One table being read.

    `seen` are the reviews of all tables of the file by id, with author and time: Google lists a place under each of its accounts.
    """

    sheet: Sheet
    ratings: Ratings
    seen: dict[str, tuple[str, str]]
    _nth: dict[str, int] = field(default_factory=dict)
    _pick: Callable[[Sequence[str]], tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self._pick = self.sheet.picker("text", "rating", "title", "id", "resource", "pros", "cons", "reply", "more", "recommends")

    def items(self, *, alone: bool) -> Iterator[IncomingMessage | Problem]:
        yield from self.sheet.told
        warnings = self.sheet.warnings
        for row in sound_rows(self.sheet.table, alone=alone):
            if isinstance(row, Problem):
                yield row
            else:
                yield from self._row(row, warnings)

    def _row(self, row: Row, warnings: tuple[str, ...]) -> Iterator[IncomingMessage | Problem]:
        cells, where = row.cells, self.sheet.table.where(row.line)
        said, given, title, number, resource, pros, cons, reply, more, recommends = map(str.strip, self._pick(cells))
        if said.startswith(QUESTIONS):
            title, said = kiyoh_answers(said)
        comment, moment = own_words(said), self.sheet.moment(cells)
        if moment is None:
            yield undated(where, cells)
            return
        if not (comment or given or title or more):
            yield Problem(ProblemKind.UNPARSED, where, EMPTY)
            return
        author = self.sheet.person(cells)[0]
        when = moment.local or moment.at.isoformat()
        number = resource.rpartition("/reviews/")[2] or number
        known = self.seen.get(number)
        if known and (resource or known == (author.identity, when)):
            yield Problem(ProblemKind.LEFT_OUT, where, TWICE)
            return
        number = "" if known else number  # what was taken for an id is none: different reviews bear it
        if number:
            self.seen[number] = (author.identity, when)
        key = f"review:{number}" if number else self._key(cells, author, comment if self.sheet.undated else when)
        rating = self.ratings.read(given)
        scored = str(rating) if rating else given or (f"{self.sheet.columns.header('recommends')}: {recommends}" if recommends else "")
        subject = " · ".join(filter(None, (scored, title, *self._about(cells))))
        if pros or cons or more:
            comment = "\n".join(filter(None, (comment, _marked("+", pros), _marked("-", cons), more)))
        review = IncomingMessage(
            channel=Channel.REVIEW,
            fingerprint=fingerprint_of(Channel.REVIEW.value, key, number or "review"),
            conversation_key=key,
            sent_at=moment.at,
            direction=Direction.IN,
            sender=author.party,
            text=comment,
            native_id=number,
            kind=Kind.REVIEW,
            subject=subject,
            new_text=comment,
            warnings=warnings,
            edited_at=self._edited(cells, moment.at),
        )
        yield review
        if reply:
            yield self._reply(cells, review, reply, warnings)

    def _key(self, cells: list[str], author: Speaker, when: str) -> str:
        """Return what a review without id is known by: its author and time (without times its words), product and order."""
        get = self.sheet.columns.text
        made = fingerprint_of(author.identity, when, get(cells, "product"), get(cells, "order"))
        nth = self._nth[made] = self._nth.get(made, 0) + 1
        return f"review:{made}" if nth == 1 else f"review:{made}:{nth}"

    def _about(self, cells: list[str]) -> tuple[str, str]:
        """Return what the review is about, for its subject: there the sorter finds the number of the order."""
        get = self.sheet.columns.text
        order, product = get(cells, "order"), get(cells, "product") or get(cells, "product_id")
        return f"Product {product}" if product else "", f"Order #{order.lstrip('#')}" if order else ""

    def _edited(self, cells: list[str], written: datetime) -> datetime | None:
        changed = self.sheet.moment(cells, "edited") if "edited" in self.sheet.dates else None
        return changed.at if changed and changed.at > written else None

    def _reply(self, cells: list[str], review: IncomingMessage, reply: str, warnings: tuple[str, ...]) -> IncomingMessage:
        """Make the shop's answer; without a time of its own it comes a second after the review."""
        moment = self.sheet.moment(cells, "reply_date") if "reply_date" in self.sheet.dates else None
        text = own_words(reply)
        return IncomingMessage(
            channel=Channel.REVIEW,
            fingerprint=fingerprint_of(Channel.REVIEW.value, review.conversation_key, "reply"),
            conversation_key=review.conversation_key,
            sent_at=moment.at if moment else review.sent_at + timedelta(seconds=1),
            direction=Direction.OUT,
            sender=Party(),
            text=text,
            recipients=(review.sender,) if review.sender != Party() else (),
            subject=review.subject,
            new_text=text,
            warnings=warnings if moment or UNDATED in warnings else (*warnings, UNDATED),
        )


def own_words(comment: str) -> str:
    """Return a review as its author wrote it, without the translation that Google put beside it."""
    parts = _TRANSLATION.split(comment, maxsplit=1)
    if len(parts) == 1:
        return comment.strip()
    before, after = parts
    original = _ORIGINAL.split(after, maxsplit=1)
    if len(original) > 1:
        return original[1].strip()
    return (_ORIGINAL.sub("", before) or after).strip()


def _marked(sign: str, text: str) -> str:
    return f"{sign} {text}" if text else ""
