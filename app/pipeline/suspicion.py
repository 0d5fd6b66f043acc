"""Suspicion: what in a conversation tries to deceive the shop or to command its machine, in words. Nothing is decided by it.

What is found stands beside the message and on the draft; a sentence that commands is left out of what a draft is made from.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.utils import parseaddr
from functools import lru_cache

from app.domain.draft import WHOLE, Flag, FlagKind
from app.domain.message import Direction, HandleKind
from app.domain.shop import ShopSettings
from app.domain.store_ports import Reader
from app.domain.text import N_, packed
from app.domain.views import ConversationView, MessageView
from app.parsing.forged import forged_quotes
from app.parsing.html_text import hidden_words
from app.triage.hostile import honest_part, hostile
from app.triage.lookalike import KnownCustomer, Sender, payment_change, sender_doubts

INSTRUCTION = N_("This message contains text that gives instructions to a computer; it was not followed. “{words}”")
HIDDEN_ORDER = N_("This message hides text that gives instructions to a computer; it was not read. “{words}”")
HIDDEN = N_("A part of this message cannot be seen, and was not read. “{words}”")
FORGED = N_("This message quotes words that the shop never wrote. “{words}”")
FILE_NAME = N_("The name of a file gives instructions to a computer; they were not followed. “{words}”")

_SHOWN = 200
_LOOKED_AT = 20
"""Messages of a timeline, newest first, that are looked at when it is opened."""
_LEAST_HIDDEN = 4
"""Hidden words from which on they are told of."""
_LIKELY = 20
"""Customers of a similar name that are compared."""
_SHORT = 3


def honest_turn(turn: Sequence[MessageView]) -> str:
    """Return what the customer says in a turn, without what is meant for a machine."""
    return "\n".join(filter(None, (honest_part(said(message)) for message in turn))).strip()


def refused_in(turn: Sequence[MessageView]) -> tuple[str, ...]:
    """Return what `honest_turn` leaves out."""
    return tuple(span.words for message in turn for text in (message.subject, said(message)) for span in hostile(text).spans)


def said(message: MessageView) -> str:
    """Return a message's own words."""
    return message.new_text or message.text


def plain_name(name: str) -> str:
    """Return a customer's name, or "" for one that holds figures, links or orders: what a sender calls himself is no source of facts."""
    return "" if any(c.isdigit() or c in "<>{}[]|/" for c in name) or hostile(name) else name


def doubts_of(message: MessageView, own: Sequence[str], sent: Sequence[str]) -> list[Flag]:
    """Return what is suspicious in one message of a customer. `own`: the shop's names and addresses; `sent`: what it wrote to this
    customer. The flags are about the message as a whole."""
    if message.direction is Direction.OUT:
        return []
    found = [*_orders(message), *_hidden(message)]
    if forged := forged_quotes(message.text, own, sent):
        found.append(_flag(FlagKind.SUSPICION, FORGED, " ".join(forged)))
    if change := payment_change(said(message)):
        found.append(Flag(FlagKind.SUSPICION, WHOLE, change))
    return found


def _orders(message: MessageView) -> Iterator[Flag]:
    texts = dict.fromkeys((message.subject, message.sender, said(message), message.text))
    words = dict.fromkeys(span.words for text in texts if text for span in hostile(text).spans)
    if words:
        yield _flag(FlagKind.INSTRUCTION, INSTRUCTION, " … ".join(words))
    names = dict.fromkeys(file.name for file in message.attachments if hostile(_spoken(file.name)))
    if names:
        yield _flag(FlagKind.INSTRUCTION, FILE_NAME, ", ".join(names))


def _spoken(file_name: str) -> str:
    """Return a file's name as words."""
    return file_name.rpartition(".")[0].replace("_", " ").replace("-", " ")


def _hidden(message: MessageView) -> Iterator[Flag]:
    words = _hidden_words(message.html) if message.html else ""
    if words and hostile(words):
        yield _flag(FlagKind.INSTRUCTION, HIDDEN_ORDER, words)
    elif len(words.split()) >= _LEAST_HIDDEN and words not in " ".join(message.text.split()):
        yield _flag(FlagKind.SUSPICION, HIDDEN, words)


@lru_cache(maxsize=64)
def _hidden_words(html: str) -> str:
    return hidden_words(html)


def _flag(kind: FlagKind, template: str, words: str) -> Flag:
    plain = " ".join(words.split())
    return Flag(kind, WHOLE, packed(template, {"words": plain[:_SHOWN] + ("…" if len(plain) > _SHOWN else "")}))


def suspicions(reader: Reader, view: ConversationView, turn: Sequence[MessageView], shop: ShopSettings) -> tuple[Flag, ...]:
    """Return the flags for a draft that answers a turn: what is suspicious in its messages and in who sent them."""
    own, sent = own_names(shop), sent_texts(view)
    found = [flag for message in turn for flag in doubts_of(message, own, sent)]
    if turn and turn[-1].channel.is_mail:
        found += [Flag(FlagKind.SUSPICION, WHOLE, words) for words in _sender(reader, view, turn[-1], shop)]
    return tuple(dict.fromkeys(found))


def own_names(shop: ShopSettings) -> tuple[str, ...]:
    """Return by what names and addresses the shop is quoted."""
    return tuple(name for name in (*shop.own_addresses, *shop.own_names, shop.shop_name) if name)


def sent_texts(view: ConversationView) -> list[str]:
    """Return what the shop wrote to this customer."""
    return [m.text for m in {m.id: m for m in (*view.messages, *view.timeline)}.values() if m.direction is Direction.OUT]


def _sender(reader: Reader, view: ConversationView, message: MessageView, shop: ShopSettings) -> list[str]:
    address = message.sender_handle if "@" in message.sender_handle else ""
    reply = view.reply_to.value if view.reply_to and view.reply_to.kind is HandleKind.EMAIL else ""
    near = {}
    for query in (message.sender, address.partition("@")[0] + "@"):
        if len(query) > _SHORT and "@" not in query[:-1]:
            near.update({row.id: row for row in reader.customers(_LIKELY, query)})
    emails = {row.id: tuple(h.value for h in row.handles if h.kind is HandleKind.EMAIL) for row in (view.customer, *near.values())}
    names = {row.id: row.name for row in (view.customer, *near.values())}
    known = [KnownCustomer(names[id_], found) for id_, found in emails.items() if found and address not in found]
    return sender_doubts(Sender(message.sender, address, parseaddr(reply)[1].lower()), shop.own_addresses, known)


def annotated(view: ConversationView, shop: ShopSettings) -> ConversationView:
    """Return the conversation with what is suspicious told on each of its newest messages, in words."""
    own, sent = own_names(shop), sent_texts(view)
    newest = {m.id: m for m in (*view.timeline[-_LOOKED_AT:], *view.messages[-_LOOKED_AT:])}
    told = {id_: tuple(flag.why for flag in doubts_of(m, own, sent)) for id_, m in newest.items()}
    if not any(told.values()):
        return view
    return replace(view, messages=_with(view.messages, told), timeline=_with(view.timeline, told))


def _with(messages: Sequence[MessageView], told: dict[int, tuple[str, ...]]) -> tuple[MessageView, ...]:
    return tuple(replace(m, warnings=(*m.warnings, *told[m.id])) if told.get(m.id) else m for m in messages)
