"""The demonstration shop's exports other than mail and WhatsApp, written as the services write them: they come in by the real readers.

The sources are in `resources/demo/other`; each says in its first line how to read it. Times are `@-3d 09:12` (see `app.system.demo`).
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import quoteattr

SHOP_NAME = "De Zwaluw"
_LINE = re.compile(r"(@-\d+d \d\d:\d\d) (?:([<>]) |(.+?): )(.+)")
_CALL = re.compile(r"(@-\d+d \d\d:\d\d) (\w+) (\d+) (\S+) ?(.*)")
_BLOCK = re.compile(r"^(===|---) (@-\d+d \d\d:\d\d)(?: \| (.+))?$", re.MULTILINE)
_STARS = {"1": "ONE", "2": "TWO", "3": "THREE", "4": "FOUR", "5": "FIVE"}
_CALL_TYPES = {"in": 1, "out": 2, "missed": 3, "voicemail": 4}
_SHOPIFY = """
Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,
Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Street,
Billing City,Billing Zip,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping City,Shipping Zip,Shipping Country,
Shipping Phone,Notes,Cancelled at,Payment Method,Refunded Amount,Id,Phone
"""
_COLUMNS = _SHOPIFY.replace("\n", "").split(",")

Moment = Callable[[str], datetime]
"""Makes an aware local time of a stamp."""


def write_exports(source: Path, target: Path, moment: Moment) -> tuple[Path, list[Path]]:
    """Write the exports into `target`; returns (file of orders, files of messages)."""

    def text(name: str) -> str:
        return (source / name).read_text(encoding="utf-8")

    meta = [
        _instagram(target / "instagram-dezwaluw.zip", _chats(text("instagram.txt"), moment)),
        _messenger(target / "facebook-dezwaluw.zip", _chats(text("messenger.txt"), moment)),
    ]
    phone = [
        _sms(target / "sms-dezwaluw.xml", _chats(text("sms.txt"), moment)),
        _calls(target / "calls-dezwaluw.xml", text("calls.txt"), moment),
    ]
    written = [
        _reviews(target / "takeout-reviews.zip", text("reviews.txt"), moment),
        _form(target / "contactformulier.csv", text("form.txt"), moment),
    ]
    return _orders(target / "orders_export.csv", text("orders.csv"), moment), [*meta, *phone, *written]


@dataclass(frozen=True, slots=True)
class _Said:
    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class _Chat:
    name: str
    id: str
    said: tuple[_Said, ...]


def _chats(text: str, moment: Moment) -> list[_Chat]:
    blocks = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    return [_one_chat(block, moment) for block in blocks]


def _one_chat(block: str, moment: Moment) -> _Chat:
    head, _, lines = block.partition("\n")
    name, _, id_ = (part.strip() for part in head.partition("|"))
    found = (match for line in lines.split("\n") if (match := _LINE.fullmatch(line)))
    return _Chat(name, id_, tuple(_Said(moment(m[1]), m[3] or m[2], m[4]) for m in found))


# -- Instagram and Facebook


def _instagram(target: Path, chats: list[_Chat]) -> Path:
    owner = {"profile_user": [{"string_map_data": {"Name": {"value": SHOP_NAME}, "Username": {"value": "dezwaluw.keramiek"}}}]}
    files = {
        f"your_instagram_activity/messages/inbox/{_slug(c.name)}_{c.id}/message_1.json": _thread(c, "your_instagram_activity/messages")
        for c in chats
    }
    return _zip(target, {"personal_information/personal_information/personal_information.json": owner, **files})


def _messenger(target: Path, chats: list[_Chat]) -> Path:
    root = "this_profile's_activity_across_facebook/messages"
    return _zip(target, {f"{root}/inbox/{_slug(c.name)}_{c.id}/message_1.json": _thread(c, root) for c in chats})


def _thread(chat: _Chat, root: str) -> dict[str, object]:
    said = [
        {"sender_name": _as_meta(s.who), "timestamp_ms": int(s.at.timestamp() * 1000), "content": _as_meta(s.text)}
        for s in reversed(chat.said)
    ]
    return {
        "participants": [{"name": _as_meta(chat.name)}, {"name": _as_meta(SHOP_NAME)}],
        "messages": said,
        "title": _as_meta(chat.name),
        "is_still_participant": True,
        "thread_path": f"inbox/{_slug(chat.name)}_{chat.id}",
        "magic_words": [],
    }


def _as_meta(text: str) -> str:
    """Meta writes the bytes of UTF-8 as if each were a character."""
    return text.encode("utf-8").decode("latin-1")


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _zip(target: Path, files: dict[str, object]) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, json.dumps(content, indent=2))
    return target


# -- the telephone (SMS Backup & Restore)


def _sms(target: Path, chats: list[_Chat]) -> Path:
    rows = [
        f'  <sms protocol="0" address={quoteattr(chat.id_number)} date="{_ms(said.at)}" type="{1 if said.who == "<" else 2}" '
        f'subject="null" body={quoteattr(said.text)} read="1" status="-1" contact_name={quoteattr(chat.contact)} />'
        for chat in map(_Number, chats)
        for said in chat.said
    ]
    return _xml(target, "smses", rows)


class _Number:
    """A chat of text messages: the number stands first, the name in the address book second."""

    def __init__(self, chat: _Chat) -> None:
        self.id_number, self.contact, self.said = chat.name, chat.id or "(Unknown)", chat.said


def _calls(target: Path, text: str, moment: Moment) -> Path:
    found = (match for line in text.split("\n") if (match := _CALL.fullmatch(line.strip())))
    rows = [
        f'  <call number={quoteattr(m[4])} duration="{m[3]}" date="{_ms(moment(m[1]))}" type="{_CALL_TYPES[m[2]]}" '
        f'presentation="1" contact_name={quoteattr(m[5] or "(Unknown)")} />'
        for m in found
    ]
    return _xml(target, "calls", rows)


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _xml(target: Path, root: str, rows: list[str]) -> Path:
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
    target.write_text("\n".join([head, f'<{root} count="{len(rows)}">', *rows, f"</{root}>", ""]), encoding="utf-8")
    return target


# -- reviews and the form on the website


def _blocks(text: str, moment: Moment) -> Iterator[tuple[str, datetime, list[str], str]]:
    """Yield (mark, time, fields, body)."""
    heads = list(_BLOCK.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        body = text[head.end() : following.start() if following else len(text)].strip()
        yield head[1], moment(head[2]), [part.strip() for part in (head[3] or "").split("|")], body


def _reviews(target: Path, text: str, moment: Moment) -> Path:
    place = "accounts/1042/locations/7201"
    reviews: list[dict[str, object]] = []
    for mark, at, fields, body in _blocks(text, moment):
        when = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if mark == "---":
            reviews[-1]["reviewReply"] = {"comment": body, "updateTime": when}
            continue
        number = f"{place}/reviews/r{len(reviews) + 1:04}"
        rated = {"starRating": _STARS[fields[1]], "comment": body, "createTime": when, "updateTime": when}
        reviews.append({"name": number, "reviewer": {"displayName": fields[0]}, **rated})
    return _zip(target, {"Takeout/Google Business Profile/account-1042/location-7201/reviews.json": {"reviews": reviews}})


def _form(target: Path, text: str, moment: Moment) -> Path:
    rows = [
        [*fields[:3], fields[3], body, str(number), f"{at:%Y-%m-%d %H:%M:%S}", "https://dezwaluw.example/contact"]
        for number, (_mark, at, fields, body) in enumerate(_blocks(text, moment), 301)
    ]
    return _csv(target, ["Naam", "E-mailadres", "Telefoon", "Onderwerp", "Bericht", "Entry Id", "Entry Date", "Source Url"], rows)


def _csv(target: Path, headers: list[str], rows: list[list[str]]) -> Path:
    made = io.StringIO()
    csv.writer(made).writerows([headers, *rows])
    target.write_text(made.getvalue(), encoding="utf-8", newline="")
    return target


# -- orders (Shopify)


def _orders(target: Path, text: str, moment: Moment) -> Path:
    rows: list[list[str]] = []
    for order in csv.DictReader(io.StringIO(text), delimiter=";"):
        for row in _order_rows(order, moment):
            rows.append([row.get(name, "") for name in _COLUMNS])
    return _csv(target, _COLUMNS, rows)


def _order_rows(order: dict[str, str], moment: Moment) -> Iterator[dict[str, str]]:
    """Yield a row for each line of an order; what is said of the whole order stands on the first alone."""
    lines = [re.fullmatch(r"(\d+) x (.+) @ ([\d.]+)", line) for line in order["lines"].split("|")]
    for number, line in enumerate(lines):
        if line is None:
            raise ValueError(f"no line of an order: {order['lines']}")
        item = {"Lineitem quantity": line[1], "Lineitem name": line[2], "Lineitem price": line[3]}
        if number == 0:
            subtotal = sum((Decimal(m[1]) * Decimal(m[3]) for m in lines if m), Decimal(0))
            item |= _order_head(order, moment, subtotal)
        yield {"Name": f"#{order['number']}", "Email": order["email"], **item}


def _order_head(order: dict[str, str], moment: Moment, subtotal: Decimal) -> dict[str, str]:
    shipped = order["shipped"]
    total = subtotal + Decimal(order["shipping"])
    refunded = order["refunded"]
    where = {"Name": order["name"], "Street": order["street"], "City": order["city"], "Zip": order["postcode"], "Country": order["country"]}
    sides = {f"{side} {key}": value for side in ("Billing", "Shipping") for key, value in where.items()}
    return {
        "Financial Status": "partially_refunded" if refunded else "paid",
        "Paid at": _shopify_time(order["placed"], moment),
        "Fulfillment Status": "fulfilled" if shipped else "unfulfilled",
        "Fulfilled at": _shopify_time(shipped, moment) if shipped else "",
        "Accepts Marketing": "no",
        "Currency": "EUR",
        "Subtotal": str(subtotal),
        "Shipping": order["shipping"],
        "Total": str(total),
        "Shipping Method": order["method"],
        "Created at": _shopify_time(order["placed"], moment),
        "Billing Phone": order["phone"],
        "Shipping Phone": order["phone"],
        "Phone": order["phone"],
        "Notes": order["note"],
        "Payment Method": "iDEAL",
        "Refunded Amount": refunded or "0.00",
        "Id": f"55{order['number']}",
        **sides,
    }


def _shopify_time(stamp: str, moment: Moment) -> str:
    return moment(stamp).strftime("%Y-%m-%d %H:%M:%S %z")
