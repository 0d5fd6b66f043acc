"""Articles and parcels of an order that stand in one cell: `2 x Mug @ 12.50|1 x Plate`, `name:Mug|sku:M-1|quantity:2;...`, JSON. Pure."""

import json
import re
from decimal import Decimal
from typing import Any

from app.domain.order import OrderLine
from app.parsing.table_values import Amounts

_KEYED = re.compile(r"(?:^|[|,;])\s*(?:name|product_name|product name|title|item_name)\s*[:=]", re.IGNORECASE)
_PAIR = re.compile(r"\s*([A-Za-z_ ]{2,24}?)\s*[:=]\s*(.*)", re.DOTALL)
_TITLES = ("name", "product_name", "product name", "title", "item_name", "product_title")
_PRICES = ("price", "unit_price", "item_price", "cost")
_COUNTED = (
    re.compile(r"(?P<n>\d{1,4})\s*[x×*]\s+(?P<title>.+?)(?:\s*[@à]\s*(?P<price>[^@]*\d[^@]*))?", re.DOTALL),
    re.compile(r"(?P<n>\d{1,4})[x×*]\s*(?P<title>.+?)(?:\s*[@à]\s*(?P<price>[^@]*\d[^@]*))?", re.DOTALL),
    re.compile(r"(?P<title>.+?)\s+[x×*]\s*(?P<n>\d{1,4})(?:\s*[@à]\s*(?P<price>[^@]*\d[^@]*))?", re.DOTALL),
    re.compile(r"(?P<title>.+?)\s*\((?P<n>\d{1,4})\s*[x×]?\)", re.DOTALL),
)
_EXCEL_TEXT = re.compile(r'="?([^"]*)"?')
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{4,39}")
_SEPARATORS = re.compile(r"[\s,;|]+")
_LONGEST = 100_000
_MOST = 500


def clean_code(text: str) -> str:
    """Return a code as it is meant: without the `'` or `="..."` that keeps a spreadsheet from counting with it."""
    text = text.strip()
    if text[:1] not in "='’":
        return text
    excel = _EXCEL_TEXT.fullmatch(text) if text.startswith("=") else None
    return (excel[1] if excel else text).lstrip("'’").strip()


def tracking_in(text: str) -> list[str]:
    """Return the parcel numbers of a cell, as written: one, several with a mark between, in a link, or in JSON."""
    if text[:1] in ("[", "{"):
        return list(dict.fromkeys(code for code in _json_codes(_loaded(text)) if code))
    found = []
    for part in _SEPARATORS.split(clean_code(text)):
        codes = _CODE.findall(part.partition("://")[2]) if "://" in part else [part] if _CODE.fullmatch(part) else []
        numbered = [code for code in codes if sum(map(str.isdigit, code)) >= 5]
        found += numbered[-1:] if "://" in part else numbered
    return found


def _loaded(text: str) -> Any:
    try:
        return json.loads(text[:_LONGEST])
    except (ValueError, RecursionError):
        return None


def _json_codes(value: Any) -> list[str]:
    if isinstance(value, list):
        return [code for item in value[:_MOST] for code in _json_codes(item)]
    if not isinstance(value, dict):
        return [str(value)] if isinstance(value, str) else []
    many = value.get("tracking_numbers")
    if isinstance(many, list) and many:
        return [str(code) for code in many]
    one = value.get("tracking_number") or value.get("number")
    return [str(one)] if one else []


def packed_lines(text: str, amounts: Amounts) -> list[OrderLine]:
    """Return the articles of a cell; what has no known form is one article with that title."""
    text = text.strip()[:_LONGEST]
    if text.isdecimal():
        return []  # how many articles, not which
    if text[:1] in ("[", "{"):
        return _json_lines(_loaded(text))
    if _KEYED.search(text):
        return [line for part in re.split(r";\s*(?=[A-Za-z_ ]{2,24}[:=])|\n", text) if (line := _keyed_line(part))]
    parts = [part.strip() for part in re.split(r"[|;\n]", text) if part.strip()]
    if len(parts) == 1:
        commas = [part.strip() for part in parts[0].split(",")]
        parts = commas if len(commas) > 1 and all(_counted(part, amounts) for part in commas) else parts
    return [_counted(part, amounts) or OrderLine(part) for part in parts[:_MOST]]


def _counted(part: str, amounts: Amounts) -> OrderLine | None:
    for pattern in _COUNTED:
        if found := pattern.fullmatch(part):
            price = found.groupdict().get("price")
            return OrderLine(found["title"].strip(), Decimal(found["n"]), amounts.read(price.strip()) if price else None)
    return None


def _keyed_line(part: str) -> OrderLine | None:
    told = {
        pair[1].strip().lower(): pair[2].strip()
        for field in re.split(r"\||,\s*(?=[a-z_]{2,24}[:=])", part)
        if (pair := _PAIR.fullmatch(field))
    }
    return _line_of(told)


def _json_lines(value: Any) -> list[OrderLine]:
    items = value if isinstance(value, list) else [value]
    return [line for item in items[:_MOST] if isinstance(item, dict) and (line := _line_of(item))]


def _line_of(told: dict[str, Any]) -> OrderLine | None:
    title = next((str(told[key]) for key in _TITLES if told.get(key)), "")
    sku = str(told.get("sku") or told.get("ean") or "")
    if not (title or sku):
        return None
    machine = Amounts(".")
    quantity = machine.read(str(told.get("quantity") or told.get("qty") or told.get("qty_ordered") or "1")) or Decimal(1)
    price = next((machine.read(str(told[key])) for key in _PRICES if told.get(key) not in (None, "")), None)
    total = machine.read(str(told["total"])) if price is None and told.get("total") not in (None, "") else None
    if price is None and total is not None and quantity:
        price = (total / quantity).quantize(Decimal("0.01"))
    return OrderLine(title or sku, quantity, price, sku)
