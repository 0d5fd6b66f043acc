"""Orders out of tables: which columns hold what, rows gathered to orders, values read.

A row is an order, or an article of one: rows of one number are one order. What stands on its first row only is carried to the others,
and nothing that is told of the whole order is ever added up.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from app.domain.errors import BadInput
from app.domain.message import Handle, HandleKind, Problem, ProblemKind, ReadOptions
from app.domain.order import Address, Order, OrderLine, OrderState
from app.domain.reading import ColumnGuess
from app.domain.text import N_
from app.parsing.order_headers import GENERIC, NUMBER_SURE, OTHER_THINGS, SHOWN, SYSTEMS
from app.parsing.order_lines import clean_code, packed_lines, tracking_in
from app.parsing.order_states import state_from, state_of
from app.parsing.phones import e164
from app.parsing.table_columns import Columns, Vocabulary, column_guess, columns_of, is_email, learn_columns, plain
from app.parsing.table_dates import Dates, header_zone
from app.parsing.table_reading import TOTALS, agree, is_total
from app.parsing.table_rows import Row, Table
from app.parsing.table_values import Amounts, currency_of, phone_of

GENERIC_SYSTEM = "table"
KNOWN, SURE, LIKELY, DOUBTFUL = 0.95, 0.8, 0.6, 0.2
NO_NUMBER = N_("A row without an order number was left out.")
DAMAGED_NUMBER = N_("A spreadsheet damaged this order's number (a power of ten); the order was kept under what is left of it.")
NOTHING_TOLD = N_("A row with an order number and nothing else was left out.")
BAD_DATE = N_("The date of this order could not be read; the order was kept without it.")
BAD_AMOUNT = N_("The amount of this order could not be read; the order was kept without it.")
TWO_TOTALS = N_("The rows of this order name different totals; the order was kept without a total.")
_OPEN_ORDERS = 2000
"""Orders that are held while their rows may still come: a table that is sorted by article spreads them."""
_REMEMBERED = 50_000
"""Amounts that need not be read again: prices repeat."""
_DATES = ("date", "shipped")
_AMOUNTS = ("total", "refunded", "price", "quantity")
_CENTS = re.compile(r"\d{1,2}\D*")
_THOUSANDS = re.compile(r"\d{3}(?:[.,]\d{2})?\D*")
_STREETS = ("street", "house_number")
_TELLING = ("date", "status", "payment_status", "shipment_status", "total", "title", "lines", "tracking", "email", "name")
_POWER = re.compile(r"\d+[.,]\d+E\+?\d+", re.IGNORECASE)
_LINE_COLUMN = re.compile(r"(?:line )?item \d{1,2}|product \d{1,2}|artikel \d{1,2}")
_ITEM_TYPES = frozenset({"", "line item", "lineitem"})


@dataclass(frozen=True, slots=True)
class OrderTable:
    """A table of orders: of which shop system, how sure that is, and which columns hold what."""

    table: Table
    system: str
    score: float
    columns: Columns
    words: Vocabulary

    @property
    def complete(self) -> bool:
        """Whether an order's number is found, and something is told of it."""
        return "number" in self.columns and any(name in self.columns for name in _TELLING[:7])

    def guess(self) -> ColumnGuess:
        """Return what a window shows."""
        shown = {name: self.words.get(name, {}) for name in SHOWN}
        return replace(column_guess(self.table, self.columns, shown), complete=self.complete)


def order_table(table: Table, chosen: Mapping[str, str] | None = None) -> OrderTable:
    """Take a table for one of orders; `score` says how sure that is (0: it is none)."""
    headers = [plain(header) for header in table.headers]
    system = next((known for known in SYSTEMS if known.fits(headers)), None)
    words = system.words if system else GENERIC
    columns = columns_of(table, words, chosen, by_value={"email": is_email})
    found = OrderTable(table, system.name if system else GENERIC_SYSTEM, KNOWN if system else 0.0, columns, words)
    return found if system else replace(found, score=_score(found, headers))


def _score(found: OrderTable, headers: Sequence[str]) -> float:
    columns = found.columns
    if not found.table.headed or not found.complete:
        return 0.0
    told = sum(any(name in columns for name in names) for names in _KINDS)
    money = "total" in columns or ("price" in columns and "quantity" in columns)
    if OTHER_THINGS & set(headers) and not (money and told >= 4):
        return 0.0
    sure = plain(columns.header("number")) in NUMBER_SURE
    if sure:
        return SURE if told >= 2 else DOUBTFUL
    return LIKELY if money and told >= 4 else 0.0


_KINDS = (
    ("date",),
    ("status", "payment_status", "shipment_status"),
    ("total",),
    ("title", "lines"),
    ("tracking",),
    ("email", "name", "last_name"),
)


def read_orders(found: OrderTable, options: ReadOptions) -> Iterator[Order | Problem]:
    """Yield the orders of a table, in the order in which their first rows stand. Raises BadInput where the file is damaged; the orders
    before that come first."""
    yield from _OrderRows(found, options).read()


@dataclass(slots=True)
class _Open:
    """An order whose rows are being gathered."""

    number: str
    line: int
    rows: list[list[str]] = field(default_factory=list)


class _OrderRows:
    """Reads one table."""

    def __init__(self, found: OrderTable, options: ReadOptions) -> None:
        self._found, self._options, self._columns = found, options, found.columns
        self._table = found.table
        learned = learn_columns(found.table, found.columns, (*_DATES, *_AMOUNTS))
        zones = {name: header_zone(found.columns.header(name)) for name in _DATES}
        self._dates = {name: Dates.learn(learned.get(name, ()), options, zones[name]) for name in _DATES}
        agree({name: self._dates[name] for name in learned.keys() & set(_DATES)}, learned, options)
        self._amounts = {name: Amounts.learn(learned.get(name, ()), found.table.decimal) for name in _AMOUNTS}
        names = enumerate(plain(header) for header in found.table.headers)
        self._line_columns = [at for at, name in names if _LINE_COLUMN.fullmatch(name)]
        self._problems: list[Problem] = []
        self._numbers: dict[tuple[str, str], Decimal | None] = {}

    def read(self) -> Iterator[Order | Problem]:
        if self._dates["date"].example:
            yield self._dates["date"].problem(self._table.where(1))
        held: dict[str, _Open] = {}
        last: _Open | None = None
        damage: BadInput | None = None
        try:
            for item in self._table.rows():
                if isinstance(item, Problem):
                    yield item
                    continue
                last = self._take(item, held, last)
                yield from self._told()
                if len(held) > _OPEN_ORDERS:
                    yield from self._close(held.pop(next(iter(held))))
        except BadInput as error:
            damage = error
        for order in held.values():
            yield from self._close(order)
        if damage:
            raise damage

    def _told(self) -> list[Problem]:
        told, self._problems = self._problems, []
        return told

    def _take(self, row: Row, held: dict[str, _Open], last: _Open | None) -> _Open | None:
        cells = self._mended(row.cells)
        number = clean_code(self._columns.text(cells, "number"))
        if not number:
            if last and last.number in held and self._columns.text(cells, "title") and not self._columns.text(cells, "date"):
                last.rows.append(cells)
                return last
            self._problems.append(Problem(ProblemKind.LEFT_OUT, self._table.where(row.line), NO_NUMBER))
            return None
        if is_total(cells) and not self._columns.text(cells, "date"):
            self._problems.append(Problem(ProblemKind.LEFT_OUT, self._table.where(row.line), TOTALS))
            return None
        if _POWER.fullmatch(number) and number not in held:
            self._problems.append(Problem(ProblemKind.UNPARSED, self._table.where(row.line), DAMAGED_NUMBER))
        order = held.setdefault(number, _Open(number, row.line))
        if cells not in order.rows:  # the same row again is another export of the same order in one file
            order.rows.append(cells)
        return order

    def _mended(self, cells: list[str]) -> list[str]:
        """Put an amount together again whose decimals a separator cut off; what cannot be mended loses what comes after the amount.
        (The table reports the row either way.)"""
        width, at = len(self._table.headers), self._columns.at("total")
        if len(cells) <= width or at is None:
            return cells[:width]
        rest = cells[at + 1].strip()
        mark = "," if _CENTS.fullmatch(rest) else " " if _THOUSANDS.fullmatch(rest) else ""
        if mark and len(cells) == width + 1:
            return [*cells[:at], f"{cells[at].strip()}{mark}{rest}", *cells[at + 2 :]]
        return [*cells[:at], *[""] * (width - at)]

    def _close(self, order: _Open) -> Iterator[Order | Problem]:
        if not any(self._first(order, name) for name in _TELLING):
            yield Problem(ProblemKind.LEFT_OUT, self._table.where(order.line), NOTHING_TOLD)
            return
        made = self._order(order)
        yield from self._told()
        yield made

    # -- one order

    def _first(self, order: _Open, name: str) -> str:
        """Return what the first row that tells it tells."""
        at = self._columns.places.get(name)
        if at is not None:
            for cells in order.rows:
                if text := cells[at].strip():
                    return text
        return ""

    def _order(self, order: _Open) -> Order:
        def of(name: str) -> str:
            return self._first(order, name)

        total, refunded = self._total(order), self._amount(order, "refunded")
        statuses = [of(name) for name in ("status", "payment_status", "shipment_status")]
        tracking = tuple(dict.fromkeys(code for cells in order.rows for code in tracking_in(self._columns.text(cells, "tracking"))))
        shipped_at = self._moment(order, "shipped")
        refunded = abs(refunded) if refunded else None
        waits = state_of(of("shipment_status")) is OrderState.OPEN  # a label may be made before the parcel leaves
        shipped = bool(shipped_at or (tracking and not waits))
        return Order(
            system=self._found.system,
            number=order.number,
            placed_at=self._moment(order, "date"),
            state=state_from(statuses, cancelled=_is_yes(of("cancelled")), shipped=shipped, refunded=refunded, total=total),
            status=" / ".join(dict.fromkeys(status for status in statuses if status)),
            name=self._name(order),
            handles=self._handles(order),
            address=self._address(order),
            lines=self._lines(order),
            total=total,
            refunded=refunded,
            currency=self._currency(order),
            payment=of("payment"),
            shipping=of("shipping"),
            tracking=tracking,
            shipped_at=shipped_at,
            note=of("note"),
            native_id=clean_code(of("native_id")),
        )

    def _total(self, order: _Open) -> Decimal | None:
        texts = {text for cells in order.rows if (text := self._columns.text(cells, "total"))}
        if len(texts) > 1:
            self._problems.append(Problem(ProblemKind.UNPARSED, self._table.where(order.line), TWO_TOTALS))
            return None
        return self._amount(order, "total")

    def _amount(self, order: _Open, name: str) -> Decimal | None:
        text = self._first(order, name)
        amount = self._number(name, text)
        if text and amount is None and any(map(str.isdigit, text)):
            self._problems.append(Problem(ProblemKind.UNPARSED, self._table.where(order.line), BAD_AMOUNT))
        return amount

    def _number(self, name: str, text: str) -> Decimal | None:
        if not text:
            return None
        key = (name, text)
        if key not in self._numbers:
            if len(self._numbers) > _REMEMBERED:
                self._numbers.clear()
            self._numbers[key] = self._amounts[name].read(text)
        return self._numbers[key]

    def _moment(self, order: _Open, name: str) -> datetime | None:
        text = self._first(order, name)
        moment = self._dates[name].read(clean_code(text)) if text else None
        if text and moment is None and name == "date":
            self._problems.append(Problem(ProblemKind.UNPARSED, self._table.where(order.line), BAD_DATE))
        return moment.at if moment else None

    def _name(self, order: _Open) -> str:
        parts = [self._first(order, name) for name in ("first_name", "preposition", "last_name")]
        ship = [self._first(order, name) for name in ("ship_first_name", "ship_last_name")]
        choices = (" ".join(filter(None, parts)) if parts[2] else "", self._first(order, "name"), self._first(order, "ship_name"))
        return " ".join(next((name for name in (*choices, " ".join(filter(None, ship))) if name), "").split())

    def _handles(self, order: _Open) -> tuple[Handle, ...]:
        found: dict[Handle, None] = {}
        email = self._first(order, "email")
        if is_email(email):
            found[Handle(HandleKind.EMAIL, email.removeprefix("mailto:").lower())] = None
        country = (self._first(order, "country") or self._first(order, "bill_country")).upper()
        for name in ("phone", "phone_2"):
            if number := _phone(self._first(order, name), country, self._options.country):
                found[Handle(HandleKind.PHONE, number)] = None
        return tuple(found)

    def _address(self, order: _Open) -> Address:
        def of(name: str) -> str:
            return " ".join(clean_code(self._first(order, name)).split())

        ship = of("ship_name") or " ".join(filter(None, (of("ship_first_name"), of("ship_last_name"))))
        street = " ".join(filter(None, map(of, _STREETS)))
        found = Address(ship, street, of("postcode"), of("city"), of("country"))
        if not (street or found.postcode):
            found = Address(ship, of("bill_street"), of("bill_postcode"), of("bill_city"), found.country or of("bill_country"))
        return found if found.name or not (found.street or found.postcode) else replace(found, name=self._name(order))

    def _lines(self, order: _Open) -> tuple[OrderLine, ...]:
        found: list[OrderLine] = []
        for cells in order.rows:
            found += self._row_lines(cells)
        return tuple(found)

    def _row_lines(self, cells: list[str]) -> list[OrderLine]:
        of = self._columns.text
        packed = [of(cells, "lines"), *(cells[at] for at in self._line_columns)]
        lines = [line for text in packed if text for line in packed_lines(text, self._amounts["price"])]
        title, sku = of(cells, "title"), clean_code(of(cells, "sku"))
        if (title or sku) and of(cells, "line_type").casefold() in _ITEM_TYPES:
            quantity = self._number("quantity", of(cells, "quantity"))
            lines.append(
                OrderLine(title or sku, Decimal(1) if quantity is None else quantity, self._number("price", of(cells, "price")), sku)
            )
        return lines

    def _currency(self, order: _Open) -> str:
        told = self._first(order, "currency")
        return currency_of(told) or currency_of(self._first(order, "total")) or currency_of(self._columns.header("total"))


def _is_yes(text: str) -> bool:
    return bool(text) and text.casefold() not in ("false", "no", "nee", "nein", "non", "0", "-")


def _phone(text: str, country: str, home: str) -> str:
    """Return a number as E.164: as one of the country the order goes to where that is told by its code, else of the shop's."""
    if len(country) == 2 and country.isalpha() and not text.lstrip("'’ ").startswith("+"):
        local = e164(text.lstrip("'’ "), country) if text.lstrip("'’ ").startswith("0") else None
        if local:
            return local
    return phone_of(text, home).number
