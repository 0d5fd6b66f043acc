"""Customers' cards, merges, suggestions and tasks as the JSON of the command line contract."""

from app.cli import render
from app.cli.order_words import order
from app.cli.render import Json, when
from app.domain.calling import Task
from app.domain.customer_card import CustomerCard
from app.domain.identity import JoinRow, Suggestion
from app.system.i18n import _


def suggestion(value: Suggestion) -> Json:
    """Return two customers that may be one."""
    return {
        "id": str(value.id),
        "a": str(value.a),
        "b": str(value.b),
        "name_a": value.name_a,
        "name_b": value.name_b,
        "score": round(value.score, 4),
        "reasons": [{"kind": r.kind, "evidence": r.evidence, "weight": round(r.weight, 3)} for r in value.reasons],
    }


def join(value: JoinRow) -> Json:
    """Return a merge or split."""
    return {
        "id": str(value.id),
        "kind": value.kind.value,
        "kept": str(value.kept),
        "other": str(value.other),
        "kept_name": value.kept_name,
        "other_name": value.other_name,
        "at": when(value.at),
        "by": value.by,
        "cause": value.cause.value,
        "why": _(value.why) if value.why else "",
        "undone_at": when(value.undone_at),
    }


def task(value: Task) -> Json:
    """Return a task."""
    return {
        "id": str(value.id),
        "kind": value.kind,
        "customer": str(value.customer_id),
        "name": value.customer,
        "conversation": str(value.conversation_id) if value.conversation_id is not None else None,
        "text": value.text,
        "due_at": when(value.due_at),
        "by": value.by,
        "done_at": when(value.done_at),
    }


def card(value: CustomerCard) -> Json:
    """Return everything of a customer. `orders` are the numbers the customer mentioned or ordered under, `shop_orders` the orders."""
    return {
        **render.customer(value.row),
        "timeline": [render.message(m) for m in value.timeline],
        "shop_orders": [order(o) for o in value.orders],
        "tasks": [task(t) for t in value.tasks],
        "promises": [{"message": str(p.message_id), "at": when(p.at), "text": p.text} for p in value.promises],
        "asked_before": [
            {
                "message": str(a.message_id),
                "conversation": str(a.conversation_id),
                "at": when(a.at),
                "question": a.question,
                "answer": a.answer,
            }
            for a in value.asked_before
        ],
        "joins": [join(j) for j in value.joins],
        "suggestions": [suggestion(s) for s in value.suggestions],
    }
