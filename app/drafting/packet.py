"""The packet of a handover: who, what about, what was done, what is open, put together from what was really said. Pure.

No sentence is invented: words of people are quoted, all else are counted facts in fixed sentences. So a colleague can rely on it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.draft import Draft, DraftState, Outcome
from app.domain.handover import Deed, HandoverReason, Happened, Packet, Source
from app.domain.knowledge import PassageHit
from app.domain.message import Direction, Kind
from app.domain.text import N_, packed
from app.domain.verdict import Verdict
from app.domain.views import ConversationView, MessageView
from app.drafting.address import form_of
from app.drafting.courtesy import is_courtesy
from app.drafting.facts import FactKind, facts_in
from app.drafting.promises import PROMISE
from app.drafting.sentences import split

_QUOTED = 220
"""Characters of somebody's words in one line."""
_OPEN = 6
_DEEDS = 12
_TELLING_ORDER = 4
"""Characters from which on an order number names one matter."""
_SAME_MATTER = timedelta(days=60)
_ANEW = timedelta(hours=12)
_REQUEST = re.compile(
    r"\b(?:graag|kunnen? (?:u|jullie|je|jij|ik|we)|kunt u|wilt u|willen jullie|zou(?:den)? (?:u|jullie|ik)|ik wil"
    r"|please|could you|can you|would you|i(?:'d| would) like|i need|i want"
    r"|bitte|k[öo]nn(?:en|ten) sie|kannst du|ich m[öo]chte|ich h[äa]tte gern"
    r"|s['’]il (?:vous|te) pla[iî]t|pouvez-vous|peux-tu|pourriez|je (?:voudrais|souhaite|veux)|merci de)\b",
    re.IGNORECASE,
)
_GIVEN = frozenset({FactKind.MONEY, FactKind.DATE, FactKind.PHONE, FactKind.MAIL, FactKind.IBAN})
_FIRST = {
    ("nl", True): "Ik heb uw bericht{about} en wat er eerder is gezegd gelezen; u hoeft niets opnieuw uit te leggen.",
    ("nl", False): "Ik heb je bericht{about} en wat er eerder is gezegd gelezen; je hoeft niets opnieuw uit te leggen.",
    ("en", True): "I have read your message{about} and all that was said before; there is no need to explain anything again.",
    ("en", False): "I have read your message{about} and all that was said before; there is no need to explain anything again.",
    ("de", True): "Ich habe Ihre Nachricht{about} und den bisherigen Verlauf gelesen; Sie müssen nichts noch einmal erklären.",
    ("de", False): "Ich habe deine Nachricht{about} und den bisherigen Verlauf gelesen; du musst nichts noch einmal erklären.",
    ("fr", True): "J’ai lu votre message{about} et tout ce qui a été dit auparavant ; vous n’avez rien à expliquer de nouveau.",
    ("fr", False): "J’ai lu ton message{about} et tout ce qui a été dit auparavant ; tu n’as rien à expliquer de nouveau.",
}
_ABOUT = {"nl": " over bestelling {order}", "en": " about order {order}", "de": " zur Bestellung {order}", "fr": " sur la commande {order}"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the packet is made of beside the conversation: the turn that waits, why, and where to read on."""

    turn: Sequence[MessageView]
    verdict: Verdict | None
    reasons: Sequence[HandoverReason]
    nearest: Sequence[PassageHit]
    formal: bool
    others: Sequence[tuple[int, str]] = ()
    """Other conversations of the customer about the same order: (id, subject)."""


def packet_of(view: ConversationView, around: Surroundings, note: str = "") -> Packet:
    """Return the packet for a conversation."""
    verdict = around.verdict
    language = verdict.language if verdict and verdict.language != "und" else view.row.language
    return Packet(
        conversation_id=view.row.id,
        customer=view.customer.name,
        handles=tuple(handle.value for handle in view.customer.handles if handle.kind != "name"),
        channel=view.row.channel.value,
        language=language,
        subject=view.row.subject,
        summary=tuple(_summary(view, around)),
        told=tuple(_told(around.turn, view)),
        deeds=tuple(deeds_of(view)),
        open_questions=tuple(open_questions(around.turn)),
        sentiment=verdict.sentiment_label.value if verdict else view.row.sentiment,
        emotion=verdict.emotion.value if verdict else view.row.emotion,
        urgency=int(verdict.urgency) if verdict else view.row.urgency,
        reasons=tuple(around.reasons),
        links=tuple(_links(view, around)),
        first_sentence=first_sentence(language, view.row.order_numbers, formal=_is_formal(around, language)),
        note=note,
        waiting_since=view.row.waiting_since,
        due_at=view.row.due_at,
    )


def _is_formal(around: Surroundings, language: str) -> bool:
    form = form_of("\n".join(_words(m) for m in around.turn), language)
    return form == "formal" if form else around.formal


def _words(message: MessageView) -> str:
    return message.new_text or message.text


def shortened(text: str, longest: int = _QUOTED) -> str:
    """Return a text on one line, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + "…"


def _summary(view: ConversationView, around: Surroundings) -> Iterator[str]:
    customer, said = view.customer, [m for m in view.messages if m.direction is Direction.IN]
    known = customer.first_seen.date().isoformat() if customer.first_seen else ""
    if known:
        yield packed(
            N_("{name}, a customer since {date}; messages in all: {count}."),
            {"name": customer.name, "date": known, "count": customer.messages},
        )
    if view.row.order_numbers:
        yield packed(N_("It is about order {orders}."), {"orders": ", ".join(view.row.order_numbers)})
    if len(said) > len(around.turn):
        yield packed(N_("First asked: “{words}”"), {"words": shortened(_words(said[0]))})
    waiting = " ".join(_gist(message) for message in around.turn)
    if waiting:
        yield packed(N_("Asks now: “{words}”"), {"words": shortened(waiting, 2 * _QUOTED)})
    files = [a.name for message in around.turn for a in message.attachments if a.name]
    if files:
        yield packed(N_("Files came with it: {names}."), {"names": ", ".join(files[:5])})


def _gist(message: MessageView) -> str:
    """What a message says: its subject where that asks something, and all of a short text, of a long one the sentences that ask."""
    body = [span.text for span in split(_words(message)) if not is_courtesy(span.text)]
    whole = " ".join(body)
    subject = message.subject if is_asking(message.subject) and message.subject.casefold() not in whole.casefold() else ""
    return " ".join(part for part in (subject, whole if len(whole) <= _QUOTED else " ".join(_telling(message))) if part)


def _telling(message: MessageView) -> list[str]:
    """The sentences of a message that ask; the longest two where none does."""
    sentences = [span.text for span in split(_words(message)) if len(span.text) > 3]
    asking = [s for s in sentences if is_asking(s)]
    return asking or sorted(sorted(sentences, key=len)[-2:], key=sentences.index)


def is_asking(sentence: str) -> bool:
    """Whether a sentence asks for something: a question mark, or words of request."""
    return "?" in sentence or _REQUEST.search(sentence) is not None


def open_questions(turn: Sequence[MessageView]) -> list[str]:
    """Return what the customer asks in the turn that waits, in their own words, each once, the first ones first."""
    subjects = [shortened(message.subject) for message in turn if is_asking(message.subject)]
    asked = subjects + [shortened(span.text) for message in turn for span in split(_words(message)) if is_asking(span.text)]
    if not asked:
        asked = [shortened(sentence) for message in turn for sentence in _telling(message)]
    return list(dict.fromkeys(asked))[:_OPEN]


def _told(turn: Sequence[MessageView], view: ConversationView) -> Iterator[str]:
    """What the customer gave already: order numbers, and amounts, dates and numbers in the messages of this conversation."""
    seen = dict.fromkeys(view.row.order_numbers)
    for message in (m for m in view.messages if m.direction is Direction.IN):
        text = _words(message)
        given = (text[slice(*fact.span)].strip() for fact in facts_in(text) if fact.kind in _GIVEN)
        seen |= dict.fromkeys(words for words in given if any(c.isdigit() for c in words))
    yield from list(seen)[:_DEEDS]


def deeds_of(view: ConversationView) -> list[Deed]:
    """Return what happened before, oldest first: what was asked, answered, promised, proposed and noted (the last dozen)."""
    orders = _orders(view)
    about = [m for m in view.timeline if m.kind in (Kind.MESSAGE, Kind.REVIEW) and _same_matter(m, view.row.id, orders)]
    deeds = [deed for message in about for deed in _said(message)]
    deeds += [Deed(n.at, Happened.NOTED, n.by, shortened(n.text)) for n in view.notes]
    deeds += [deed for draft in view.drafts for deed in _proposed(draft)]
    return sorted(deeds, key=lambda deed: deed.at)[-_DEEDS:]


def _said(message: MessageView) -> Iterator[Deed]:
    text = _words(message)
    if message.direction is not Direction.OUT:
        yield Deed(message.sent_at, Happened.ASKED, message.sender, shortened(_gist(message) or text))
        return
    yield Deed(message.sent_at, Happened.ANSWERED, message.sender, shortened(_without_greeting(text)))
    for span in split(text):
        if PROMISE.search(span.text):
            yield Deed(message.sent_at, Happened.PROMISED, message.sender, shortened(span.text))


def _without_greeting(text: str) -> str:
    first, _gap, rest = text.strip().partition("\n")
    return rest.strip() if len(first) < 60 and first.rstrip().endswith(",") and rest.strip() else text


def _proposed(draft: Draft) -> Iterator[Deed]:
    if draft.state in (DraftState.SHELVED, DraftState.RETIRED) and draft.outcome is Outcome.UNKNOWN:
        yield Deed(draft.created_at, Happened.PROPOSED, draft.engine, "")


def _links(view: ConversationView, around: Surroundings) -> Iterator[Source]:
    yield Source("conversation", str(view.row.id), view.row.subject or view.row.preview)
    for order in view.row.order_numbers:
        yield Source("order", order, order)
    articles = {hit.passage.article_id: hit.passage.article_title for hit in around.nearest}
    for article, title in list(articles.items())[:3]:
        yield Source("article", str(article), title)
    for conversation, subject in around.others[:3]:
        yield Source("conversation", str(conversation), subject)


def first_sentence(language: str, orders: Sequence[str], *, formal: bool) -> str:
    """Return how the colleague may begin, in the customer's language (English where that is none of the four)."""
    spoken = language if language in _ABOUT else "en"
    about = _ABOUT[spoken].format(order=orders[0]) if len(orders) == 1 else ""
    return _FIRST[spoken, formal].format(about=about)


def contacts_about_same(view: ConversationView, now: datetime) -> int:
    """Return how often the customer wrote about this matter in the last 60 days: in this conversation, and in others that name the same
    order. Messages in a row are one contact, unless half a day lies between them."""
    orders = _orders(view)
    count, last = 0, None
    recent = (m for m in view.timeline if m.kind is Kind.MESSAGE and now - m.sent_at <= _SAME_MATTER)
    for message in (m for m in recent if _same_matter(m, view.row.id, orders)):
        if message.direction is Direction.OUT:
            last = None
            continue
        count += last is None or message.sent_at - last >= _ANEW
        last = message.sent_at
    return count


def _orders(view: ConversationView) -> list[str]:
    return [order.casefold() for order in view.row.order_numbers if len(order) >= _TELLING_ORDER]


def _same_matter(message: MessageView, conversation_id: int, orders: Sequence[str]) -> bool:
    said = f"{message.subject}\n{message.text}".casefold()
    return message.conversation_id == conversation_id or any(order in said for order in orders)
