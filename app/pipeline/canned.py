"""Canned answers: kept, mirrored as knowledge so that a search finds them, and filled in for a conversation."""

import re
from collections.abc import Mapping
from datetime import datetime

from app.domain.canned import PLACE, Filled, NewCanned, fill
from app.domain.draft import DraftState
from app.domain.errors import BadInput
from app.domain.knowledge import NewArticle
from app.domain.shop import ShopSettings
from app.domain.store_ports import Store
from app.domain.tending import CANNED, Suggested
from app.domain.text import N_
from app.domain.views import ConversationView
from app.pipeline.know import KnowTools, keep_article, remove_article
from app.pipeline.masking import Masker, plain_reply
from app.pipeline.propose import last_turn

NEEDS_BOTH = N_("A canned answer needs a title and a text.")
NOT_SENT = N_("Only an answer that was sent can be kept.")
_DATES = {"nl": "{d}-{m}-{y}", "de": "{d}.{m}.{y}", "fr": "{d}/{m}/{y}", "en": "{d}/{m}/{y}"}
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def put_canned(tools: KnowTools, new: NewCanned, canned_id: int | None = None) -> int:
    """Add a canned answer, or change that one, with its mirror among the knowledge; returns its id. Raises BadInput, NotFound."""
    if not new.title.strip() or not new.text.strip():
        raise BadInput(NEEDS_BOTH)
    with tools.store.write() as uow:
        id_ = uow.canned.put(new, tools.now(), canned_id)
        uow.commit()
    with tools.store.read() as reader:
        shop = reader.shop()
    keep_article(tools, NewArticle(new.title, mirrored(new.text, shop), new.language, f"canned:{id_}", CANNED))
    return id_


def remove_canned(tools: KnowTools, canned_id: int) -> None:
    """Remove a canned answer and its mirror. Raises NotFound."""
    with tools.store.write() as uow:
        uow.canned.remove(canned_id)
        mirrors = uow.tending.of_file(f"canned:{canned_id}")
        uow.commit()
    for article_id, _title in mirrors.values():
        remove_article(tools, article_id)


def mirrored(text: str, shop: ShopSettings) -> str:
    """Return a canned answer as knowledge: only the sentences that hold for everybody; all of them, bare, where none does."""
    known = fill(text, {"shop": shop.shop_name, "person": shop.person}).text
    general = [sentence.strip() for sentence in _SENTENCE.split(known) if sentence.strip() and not PLACE.search(sentence)]
    return "\n\n".join(general) or PLACE.sub("", known).strip()


def filled(store: Store, canned_id: int, conversation_id: int, now: datetime) -> Filled:
    """Return a canned answer for a conversation, and count the use. What is not known stays as it is. Raises NotFound."""
    with store.read() as reader:
        answer, shop = reader.canned_answer(canned_id), reader.shop()
        view = reader.conversation(conversation_id)
    with store.write() as uow:
        uow.canned.used(canned_id)
        uow.commit()
    return fill(answer.text, values_for(view, shop, answer.language, now))


def values_for(view: ConversationView, shop: ShopSettings, language: str, now: datetime) -> Mapping[str, str]:
    """Return what the variables stand for in a conversation; a name that is an address, and one of several orders, stay unknown."""
    name = view.customer.name.strip()
    named = name if name and "@" not in name and not any(c.isdigit() for c in name) else ""
    orders = view.row.order_numbers
    spoken = language if language in _DATES else view.row.language if view.row.language in _DATES else "nl"
    return {
        "name": named,
        "first_name": named.split()[0] if named else "",
        "order": orders[0] if len(orders) == 1 else "",
        "shop": shop.shop_name,
        "person": shop.person,
        "date": _DATES[spoken].format(d=f"{now.day:02d}", m=f"{now.month:02d}", y=now.year),
    }


def kept_answer(store: Store, draft_id: int, *, article: bool = False) -> Suggested:
    """Return what was sent as the beginning of a canned answer (names and orders as variables) or of an article (what it says of the
    matter alone), without personal data. Nothing is kept. Raises NotFound, BadInput."""
    with store.read() as reader:
        draft, shop = reader.draft(draft_id), reader.shop()
        view = reader.conversation(draft.conversation_id)
    if draft.state is not DraftState.SENT:
        raise BadInput(NOT_SENT)
    people = {view.customer.name, *(m.sender for m in view.messages)} - {shop.shop_name, shop.person, ""}
    handles = {handle.value for handle in view.customer.handles}
    turn, _earlier = last_turn(view.messages)
    question = "\n".join(m.new_text or m.text for m in turn)
    text = Masker.of(shop).masked(draft.text, people, handles)
    if article:
        text = plain_reply(text)
    else:
        for number in sorted(view.row.order_numbers, key=len, reverse=True):
            text = re.sub(rf"(?<!\w)#?{re.escape(number)}(?!\w)", "{order}", text)
        text = text.replace("[name] [name]", "{name}").replace("[name]", "{name}")
    masked = Masker.of(shop).masked(question, people, handles)
    return Suggested(view.row.subject if view.row.channel.is_mail else "", text, draft.language, masked)
