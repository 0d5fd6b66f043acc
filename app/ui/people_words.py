"""Words for customers: why two may be one, joins, orders, calls and reviews. No Qt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.calling import Task
from app.domain.customer_list import CustomerOrder
from app.domain.identity import IdentityReason, JoinCause, JoinKind, JoinRow
from app.domain.message import Direction
from app.domain.order import Order, OrderLine, OrderState
from app.domain.text import N_
from app.domain.views import CustomerRow, MessageView
from app.system.i18n import _, day_text, moment_text, money_text, ngettext, number_text

TOO_MANY = 0.10
"""A share of duplicates above which the matching needs a look."""
LIKELY, SURE = 0.8, 0.95
ORDER_STATES: dict[OrderState, str] = {
    OrderState.OPEN: N_("Being handled"),
    OrderState.PAID: N_("Paid"),
    OrderState.PARTLY_SHIPPED: N_("Partly sent"),
    OrderState.SHIPPED: N_("Sent"),
    OrderState.DELIVERED: N_("Delivered"),
    OrderState.CANCELLED: N_("Cancelled"),
    OrderState.REFUNDED: N_("Paid back"),
    OrderState.PARTLY_REFUNDED: N_("Partly paid back"),
    OrderState.UNKNOWN: N_("State unknown"),
}
ORDER_LOOKS: dict[OrderState, str] = {
    OrderState.DELIVERED: "good",
    OrderState.SHIPPED: "accent",
    OrderState.PARTLY_SHIPPED: "accent",
    OrderState.CANCELLED: "bad",
    OrderState.REFUNDED: "warn",
    OrderState.PARTLY_REFUNDED: "warn",
}
LIST_ORDERS: dict[CustomerOrder, str] = {
    CustomerOrder.SEEN: N_("Last seen first"),
    CustomerOrder.NAME: N_("By name"),
    CustomerOrder.MESSAGES: N_("Most messages first"),
}
_RATING = re.compile(r"(\d+(?:[.,]\d+)?)\s*/\s*(\d+)")
_FIVE = 5


@dataclass(frozen=True, slots=True)
class Told:
    """A reason as a sentence; `against` when it speaks against the two being one."""

    words: str
    against: bool


def reasons_told(reasons: Sequence[IdentityReason]) -> tuple[Told, ...]:
    """Return reasons in sentences, the weightiest first. Loads what compares customers: not for the Qt thread."""
    from app.customers.reasons import REASON_WORDS

    found = []
    for reason in sorted(reasons, key=lambda one: -abs(one.weight)):
        template = REASON_WORDS.get(reason.kind)
        words = _(template).format(evidence=reason.evidence) if template else reason.evidence
        found.append(Told(words, reason.weight < 0))
    return tuple(found)


def likeliness(score: float) -> str:
    """Return how sure a suggestion is."""
    return _("almost certain") if score >= SURE else _("likely") if score >= LIKELY else _("possible")


def rate_words(doubles: int, everybody: int) -> tuple[str, bool]:
    """Return the share of duplicates as a sentence, and whether it is too high."""
    if not everybody:
        return _("There are no customers to compare yet."), False
    share = doubles / everybody
    count = ngettext("{n} of {all} customers is there twice", "{n} of {all} customers are there twice", doubles)
    told = _("{count} ({share} %).").format(
        count=count.format(n=number_text(doubles), all=number_text(everybody)), share=number_text(round(100 * share, 1))
    )
    if share > TOO_MANY:
        return told + " " + _("That is more than 10 %: the matching needs a look."), True
    return told, False


def join_words(join: JoinRow, customer_id: int) -> str:
    """Return when and why two records became one (or one became two), as seen from a customer's card."""
    other = join.other_name if join.kept == customer_id else join.kept_name
    day = day_text(join.at)
    if join.kind is JoinKind.SPLIT:
        return _("Split on {day}: {name} became a customer of their own.").format(day=day, name=join.other_name)
    if join.cause is JoinCause.HANDLE:
        return " ".join(filter(None, (_("Joined with {name} on {day}.").format(name=other, day=day), _(join.why))))
    by = join.by or _("somebody")
    return _("Joined with {name} on {day} by {by}.").format(name=other, day=day, by=by)


def order_head(order: Order) -> str:
    """Return an order in one line: day and amount."""
    parts = [moment_text(order.placed_at).rsplit(" ", 1)[0]] if order.placed_at else []
    if order.total is not None:
        parts.append(_amount(order.total, order.currency))
    return " · ".join(parts)


def order_lines(order: Order) -> list[str]:
    """Return what was ordered and how it travels, a line each."""
    lines = [_line(line, order.currency) for line in order.lines]
    if order.refunded:
        lines.append(_("Paid back: {amount}").format(amount=_amount(order.refunded, order.currency)))
    if order.shipped_at:
        lines.append(_("Sent on {day}").format(day=moment_text(order.shipped_at).rsplit(" ", 1)[0]))
    if order.note:
        lines.append(_("The customer wrote: “{note}”").format(note=order.note))
    return lines


def _line(line: OrderLine, currency: str) -> str:
    price = f"  {_amount(line.price, currency)}" if line.price is not None else ""
    return f"{number_text(float(line.quantity))} × {line.title}{price}"


def _amount(amount: object, currency: str) -> str:
    return money_text(float(str(amount)), currency) if currency else number_text(float(str(amount)))


def call_words(message: MessageView) -> tuple[str, str, str]:
    """Return (words, icon, colour token) of a call."""
    if "missed_call" in message.warnings:
        return _("Missed call: nobody took it; call back."), "phone", "bad"
    return (_("The shop called") if message.direction is Direction.OUT else _("The customer called")), "phone", "ink_soft"


def review_words(subject: str) -> tuple[str, str, str]:
    """Return (stars, the same in words, the title) of a review's subject such as "4/5 · Good"; no stars where none were given."""
    first, _dot, rest = subject.partition(" · ")
    found = _RATING.fullmatch(first.strip())
    if found is None or not int(found[2]):
        return "", "", subject
    given, most = float(found[1].replace(",", ".")), int(found[2])
    full = round(given / most * _FIVE)
    return "★" * full + "☆" * (_FIVE - full), _("{given} of {most}").format(given=number_text(given), most=most), rest


def due_words(task: Task, now: datetime) -> tuple[str, bool]:
    """Return when a call is due, and whether that is past."""
    late = task.due_at < now
    return (_("overdue since {time}") if late else "{time}").format(time=moment_text(task.due_at)), late


def spoken_customer(customer: CustomerRow) -> str:
    """Return a customer's row as one sentence for a screen reader."""
    count = ngettext("{n} message", "{n} messages", customer.messages).format(n=customer.messages)
    return ", ".join(filter(None, (customer.name, _("VIP") if customer.vip else "", count, *customer.tags)))
