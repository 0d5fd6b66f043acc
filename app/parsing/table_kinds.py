"""What a table holds: messages, reviews, answers of a survey or a form, calls, orders, articles. Told by its headers and first rows."""

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from app.parsing.table_columns import Columns, Test, columns_of, is_phone, listed, plain, share
from app.parsing.table_dates import is_moment
from app.parsing.table_files import peek_tables
from app.parsing.table_json import LINES
from app.parsing.table_rows import Table
from app.parsing.table_values import Ratings
from app.parsing.table_words import CALLS, FORMS, MESSAGES, REVIEWS, SURVEY_META
from app.parsing.viber_rows import plainly, shape_of


class TableKind(StrEnum):
    """What the rows of a table are."""

    MESSAGES = "messages"
    REVIEWS = "reviews"
    SURVEY = "survey"
    FORM = "form"
    CALLS = "calls"
    ORDERS = "orders"
    ARTICLES = "articles"
    OTHER = ""


SURE, LIKELY, NAMED, BY_VALUE, WEAK = 0.9, 0.7, 0.6, 0.5, 0.3
"""Scores: known program; told by names; messages whose columns are named, or known by what is in them; perhaps."""

_ORDER_NUMBER = listed(
    """
    order number, order id, ordernumber, ordernummer, bestelnummer, bestellnummer, numero de commande, order no, name, id,
    reference, order name, increment id, auftragsnummer, order, bestelling, bestelling id, order nr, bestell nr
    """
)
_ORDER_SIGNS = listed(
    """
    total, order total, grand total, totaal, totaalbedrag, gesamt, gesamtbetrag, summe, total ttc, montant total, financial
    status, fulfillment status, lineitem name, payment, payment method, shipping method, subtotal, grand total base, grand
    total purchased, order status, orderstatus, bestelstatus, quantity, aantal, menge, prijs, price, preis, unit price,
    verzendmethode, betaalmethode, bedrag, line items, shipping address, track trace, tracking number, total price, order
    date, besteldatum, bestelldatum, currency, ean, lineitem quantity, order currency, billing email, transaction id, date
    de commande, quantite, betrag, bestellstatus, status, ship to name, new client, customer email, offer id, offer
    reference, product title, sku, verzendkosten
    """
)
_QUESTION = listed("question, vraag, frage, q")
_ANSWER = listed("answer, antwoord, antwort, reponse, a")
_SURVEY_FIRST = listed(
    """
    respondent id, timestamp, tijdstempel, zeitstempel, horodateur, #, response id, start date, #1
    """
)
_SURVEY_SCORES = listed(
    """
    nps, nps score, csat, csat score, net promoter score, satisfaction score, satisfaction rating, nps rating, satisfaction
    """
)
_SURVEY_PAIRS = (
    ("start time", "completion time"),
    ("begintijd", "tijd van voltooien"),
    ("begintijd", "voltooiingstijd"),
    ("startzeit", "fertigstellungszeit"),
    ("heure de debut", "heure de fin"),
    ("response id", "score"),
    ("response id", "rating"),
    ("date submitted", "start language"),
    ("respondent id", "collector id"),
    ("submit date", "network id"),
    ("submitted at", "token"),
    ("response id", "recorded date"),
)
_FORM_SIGNS = frozenset(
    [
        "entry id",
        "entry date",
        "source url",
        "user agent",
        "user ip",
        "consent",
        "created by user id",
        "submission id",
        "submission date",
        "form name",
        "ip address",
        "submitted on",
        "ingezonden op",
        "inzending id",
        "formulier",
        "source",
        "form",
        "page url",
        "name first",
        "name last",
        "inzenddatum",
        "eingegangen am",
        "date denvoi",
        "ip adres",
        "date submitted",
        "submit time",
        "submission time",
        "submitted from",
        "your name",
        "your email",
        "your message",
        "your subject",
        "je naam",
        "uw naam",
        "je bericht",
        "uw bericht",
        "ihr name",
        "ihre nachricht",
        "votre nom",
        "votre message",
        "eintrag id",
        "eintrags id",
        "eintragsdatum",
        "quell url",
        "benutzer ip",
        "url source",
        "ip utilisateur",
        "agent utilisateur",
        "date d envoi",
        "date d entree",
        "date de l entree",
        "datum van inzending",
        "entry date gmt",
        "conversion date",
        "tijdstempel",
        "zeitstempel",
        "horodateur",
        "last updated",
        "comment or message",
    ]
)
_REVIEW_SIGNS = frozenset(
    [
        "review id",
        "review created",
        "review username",
        "review title",
        "review content",
        "review stars",
        "reviewer name",
        "reviewer email",
        "review date",
        "product handle",
        "star rating",
        "picture urls",
        "company reply",
        "business reply",
        "reply date",
        "replied at",
        "create time",
        "review reply comment",
        "date created",
        "image urls",
        "aanbeveling",
        "recommendation",
        "would recommend",
        "review text",
        "review comment",
        "beoordeling",
        "bewertung",
        "sterren",
        "sterne",
        "reactie winkel",
        "hash",
        "review",
        "recommend",
        "total score",
    ]
)
_SURVEY_MOST_KEYS = 12
_AMOUNT = re.compile(r"\D{0,4}-?[\d.,]*\d[.,]\d{2}\D{0,4}")
_VIBER = ("date", "time", "sender", "phone", "text")
_VIBER_MOST = 7
_TWO = 2
_MESSAGE_LISTS = frozenset({"messages", "data", "items", "records", "rows", "results", "entries", "berichten", "nachrichten", "tickets"})
"""Keys under which a JSON document may hold plain records of messages."""
_OWN_REVIEWS = ("properties.five_star_rating_published", "properties.location.", "geometry.")


def kind_of(table: Table) -> tuple[TableKind, float]:
    """Return what a table holds, and how surely."""
    names = [plain(header) for header in table.headers]
    if any(header.startswith(_OWN_REVIEWS) for header in table.headers) or not table.head:
        return TableKind.OTHER, 0.0
    tests = (_reviews, _orders) if table.form == "xml" else (_articles, _calls, _survey, _reviews, _form, _orders, _messages)
    for test in tests:
        if found := test(table, names):
            return found
    return TableKind.OTHER, 0.0


def score_as(path: Path, kind: TableKind) -> float:
    """Say how surely a file holds tables of one kind: what its surest table says. Never raises."""
    return max((score for found, score in map(kind_of, peek_tables(path)) if found is kind), default=0.0)


def is_viber(path: Path) -> bool:
    """Say whether a file is Viber's: each table has its columns (date, time, name, number, text), and a name says so."""
    tables = peek_tables(path)
    named = "viber" in path.name.lower() or any("viber" in table.name.lower() for table in tables)
    return named and bool(tables) and all(map(_fits_viber, tables))


def _fits_viber(table: Table) -> bool:
    table = plainly(table)
    columns = columns_of(table, MESSAGES, shape_of(table))
    return table.form == "text" and len(table.headers) <= _VIBER_MOST and all(name in columns for name in _VIBER)


def of_kind(tables: Iterable[Table], kind: TableKind) -> tuple[list[Table], list[Table]]:
    """Return (the tables of a kind, the others). A single table counts as any kind: the owner chose how to read it."""
    tables = list(tables)
    mine = [table for table in tables if len(tables) == 1 or kind_of(table)[0] is kind]
    return (mine, [table for table in tables if table not in mine]) if mine else (tables, [])


_Found = tuple[TableKind, float] | None


def _articles(table: Table, names: list[str]) -> _Found:
    known = set(names)
    people = known & {"email", "date", "datum", "sender", "phone", "name", "naam"}
    if known & _QUESTION and known & _ANSWER and not people:
        return TableKind.ARTICLES, LIKELY
    return None


def _calls(table: Table, names: list[str]) -> _Found:
    columns = columns_of(table, CALLS)
    numbers = [name for name in ("from", "to", "number") if name in columns and _holds(table, columns, name, is_phone_like)]
    if not {"duration", "missed"} & columns.named or "date" not in columns or not numbers:
        return None
    return TableKind.CALLS, SURE if len(numbers) > 1 or {"direction", "result", "connect", "missed"} & columns.named else LIKELY


def is_phone_like(text: str) -> bool:
    """Say whether a cell of a call log can be who called: a number, also a short, bare or withheld one."""
    digits = sum(map(str.isdigit, text))
    return (
        is_phone(text)
        or digits * 2 > len(text)
        or text.casefold() in ("anonymous", "anoniem", "unknown", "onbekend", "private", "anonym", "anonyme")
    )


def _survey(table: Table, names: list[str]) -> _Found:
    if not table.headed:
        return None
    known = set(names)
    if len(table.header_rows) > 1 or any(known.issuperset(pair) for pair in _SURVEY_PAIRS):
        return TableKind.SURVEY, SURE
    columns = columns_of(table, SURVEY_META)
    if table.form == "json" and (table.path not in ((), LINES) or len(names) > _SURVEY_MOST_KEYS):
        return None
    if known & _SURVEY_SCORES and ("date" in columns or "id" in columns) and not known & _REVIEW_SIGNS:
        return TableKind.SURVEY, LIKELY + 0.1
    asked = sum(header.rstrip().endswith("?") for header in table.headers)
    if names[0] in _SURVEY_FIRST and "date" in columns and (asked or len(names) > 3) and table.form != "json" and not _talks(table):
        return TableKind.SURVEY, LIKELY
    return (TableKind.SURVEY, LIKELY) if asked >= 2 and "date" in columns and asked * 3 >= len(names) else None


def _talks(table: Table) -> bool:
    """Say whether named columns make this a table of messages: a text, and who wrote it."""
    columns = columns_of(table, MESSAGES, by_value={})
    return "text" in columns and bool({"sender", "direction", "conversation"} & set(columns.places))


def _reviews(table: Table, names: list[str]) -> _Found:
    columns = columns_of(table, REVIEWS)
    if {"recommends", "text", "name"} <= columns.named and "rating" not in columns:
        return TableKind.REVIEWS, NAMED
    if "rating" not in columns.named or not _holds(table, columns, "rating", lambda cell: Ratings(100).read(cell) is not None):
        return None
    if not {"text", "title", "name", "reply", "pros"} & columns.named:
        return None
    signs = len(set(names) & _REVIEW_SIGNS)
    score = SURE if signs >= 3 else LIKELY + 0.1 if signs else LIKELY - 0.1
    return TableKind.REVIEWS, score if "text" in columns or signs >= 2 else WEAK


def _form(table: Table, names: list[str]) -> _Found:
    columns = columns_of(table, FORMS)
    signs = len(set(names) & _FORM_SIGNS)
    if not signs or not {"address", "phone", "name", "first_name"} & set(columns.places) or "date" not in columns or table.form == "json":
        return None
    if signs < 2 and "text" not in columns:
        return None
    if len(set(names) & _ORDER_SIGNS) > 2 and "text" not in columns.named:
        return None
    return TableKind.FORM, SURE if signs > 1 else LIKELY


def _orders(table: Table, names: list[str]) -> _Found:
    known = set(names)
    if known & _ORDER_NUMBER and len(known & _ORDER_SIGNS) >= 3:
        return TableKind.ORDERS, LIKELY
    return None


def _messages(table: Table, names: list[str]) -> _Found:
    if any(header.startswith("_") for header in table.headers) or not _plain_json(table):
        return TableKind.MESSAGES, WEAK / 2
    columns = columns_of(table, MESSAGES)
    who = {"sender", "address", "phone", "conversation", "first_name"} & set(columns.places)
    when = "date" in columns and _holds(table, columns, "date", is_moment)
    if "text" in columns and when and (who or "direction" in columns):
        return TableKind.MESSAGES, _sureness(table, columns)
    return (TableKind.MESSAGES, WEAK) if "text" in columns or (when and who) else None


def _sureness(table: Table, columns: Columns) -> float:
    """Return how surely a table with times, texts and people is one of messages."""
    named = {"date", "text"} <= columns.named
    if not (_is_regular(table) or (named and columns.at("text") == len(table.headers) - 1)):  # marks inside the last column, the text
        return WEAK
    if not table.headed and len(table.headers) <= _TWO:
        return WEAK
    if named:  # a document of messages may be a messenger's, which knows it at least as well
        return BY_VALUE if table.form == "json" and table.path not in ((), LINES) else NAMED
    amounts = any(share(table.head, at, _is_amount) >= 0.6 for at in range(len(table.headers)))
    return WEAK if amounts or table.form == "json" else BY_VALUE


def _is_amount(cell: str) -> bool:
    return _AMOUNT.fullmatch(cell.strip()) is not None


def _is_regular(table: Table) -> bool:
    """Say whether the rows have as many cells as the header: lines of a chat that happen to hold a comma have not."""
    width = len(table.headers)
    return sum(not any(map(str.strip, row.cells[width:])) for row in table.head) * 5 > len(table.head) * 4


def _plain_json(table: Table) -> bool:
    """Say whether rows of JSON are plain records of messages: an export of a messenger or a helpdesk holds much more than that, and has a
    reader of its own."""
    if table.form != "json":
        return True
    known = len(columns_of(table, MESSAGES, by_value={}).places)
    if table.path not in ((), LINES) and (len(table.path) > 1 or table.path[0].lower() not in _MESSAGE_LISTS):
        return False
    return known * 2 >= len(table.headers)


def _holds(table: Table, columns: Columns, name: str, test: Test) -> bool:
    at = columns.at(name)
    return at is not None and share(table.head, at, test) >= 0.6
