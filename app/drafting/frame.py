"""The frame of a reply: who is greeted how, what is said first and last, and what may honestly be promised.

Of the customer's mail only the name and an order number ever come into a text, and only when they look like one.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.domain.handover import Trigger, hands_over
from app.domain.ports import DraftRequest
from app.domain.verdict import Category, Emotion
from app.drafting.address import form_of
from app.drafting.concepts import meaning_of
from app.drafting.hints import hints_in
from app.drafting.lists import word_set
from app.drafting.phrases import SPOKEN, Phrases, calendar_for, phrases_for
from app.drafting.promises import INSTRUCTION, LEGAL, MONEY, PROMISE, VARIABLE
from app.drafting.words import fold, guess_language

_PARTICLES = frozenset(
    {"van", "de", "der", "den", "het", "'t", "ter", "ten", "te", "von", "zu", "du", "la", "le", "des", "el", "al", "bin", "da", "di"}
)
_NAME_PART = re.compile(r"^(?:[^\W\d_]|['’])[^\W\d_]*(?:[-'’][^\W\d_]+)*$|^[^\W\d_]\.$")
_NOT_A_NAME = word_set(
    """
    info contact administratie admin sales support service noreply no-reply team klantenservice office mail webshop website customer klant
    kunde client system assistant user iedereen ignore instructions approve http https www
    """
)
_ORDER = re.compile(r"^(?=[\w/-]*\d)[A-Za-z0-9][A-Za-z0-9/-]{1,23}$")
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the content. `language` is one of the four; `facts` are the words of the frame that need no source."""

    language: str
    phrases: Phrases
    greeting: str
    opening: str
    more: str
    closing: str
    signature: str
    when: str
    order: str
    brief: bool
    facts: tuple[str, ...]

    def letter(self, body: Sequence[str]) -> str:
        """Return the whole text around paragraphs of content."""
        middle = [paragraph for paragraph in (self.opening, *body, self.more) if paragraph]
        end = "\n".join(part for part in (self.closing, self.signature) if part)
        return "\n\n".join(part for part in (self.greeting, *middle, end) if part)


def language_of(request: DraftRequest) -> str:
    """Return the language to answer in: the customer's when it is one of the four, English for others, the shop's when unknown."""
    asked = hints_in(request.hint).language or request.language
    if asked in ("", "und"):
        asked = guess_language(request.question)
        asked = asked if asked != "und" else request.shop.language
    return asked if asked in SPOKEN else "en"


def frame_for(request: DraftRequest, *, body: str = "", sorry: bool = True) -> Frame:
    """Return the frame for a reply whose content is `body`.

    The form of address follows the content where that has one, so that a letter never mixes; else the person's hint, else how the
    customer writes, else the shop's voice. `sorry` False leaves out thanks and regret.
    """
    language = language_of(request)
    phrases = phrases_for(language, formal=_is_formal(request, language, body))
    chat = request.channel is not None and not request.channel.is_mail
    brief = hints_in(request.hint).brief
    name = plausible_name(request.customer_name)
    order = next((o for o in (request.verdict.order_numbers if request.verdict else ()) if _ORDER.match(o)), "")
    when = opening_words(request, language)
    counted = calendar_for(language)
    signature = request.shop.voice.signature or "\n".join(p for p in (request.shop.person, request.shop.shop_name) if p)
    return Frame(
        language,
        phrases,
        "" if chat and _talking(request) else _greeting(request, phrases, language, name, chat=chat),
        _opening(request, phrases) if sorry else "",
        phrases.ask_order if _lacks_order(request) else "" if brief or chat else _pick(phrases.more, request),
        _filled(request.shop.voice.closing.get(language, ""), request, name) or (phrases.closing_chat if chat else phrases.closing),
        signature,
        when,
        order,
        brief,
        tuple(
            fact
            for fact in (
                name,
                order,
                when,
                signature,
                request.shop.shop_name,
                request.shop.person,
                *request.facts,
                *counted.nth,
                counted.other,
            )
            if fact
        ),
    )


def is_open(request: DraftRequest) -> bool:
    """Whether the shop is open now (its next opening is not in the future)."""
    return request.next_opening - request.now <= timedelta(minutes=1)


def opening_words(request: DraftRequest, language: str) -> str:
    """Return when the shop is open again in words ("dinsdag vanaf 9:00"), or "" while it is open."""
    if is_open(request):
        return ""
    calendar, at = calendar_for(language), request.next_opening
    days = (at.date() - request.now.astimezone(at.tzinfo).date()).days
    template = calendar.today if days == 0 else calendar.day if days < 7 else calendar.date
    time = calendar.time.format(hour=at.hour, minute=f"{at.minute:02d}")
    return template.format(time=time, weekday=calendar.weekdays[at.weekday()], day=at.day, month=calendar.months[at.month - 1])


def plausible_name(raw: str) -> str:
    """Return a name fit for a greeting, or "" when `raw` is an address, a company's mailbox, a sentence or worse."""
    cleaned = re.sub(r"[^\w\s.,'’-]|_", " ", raw).strip(" .,-'’")
    last, comma, first = cleaned.partition(",")
    parts = (f"{first} {last}" if comma else cleaned).split()
    if not parts or len(parts) > 5 or len(raw) > _LONGEST_NAME or any(c in raw for c in "@/:{}<>[]|%"):
        return ""
    if not all(_NAME_PART.match(part) for part in parts) or not _sounds_like_a_name(parts):
        return ""
    loud = all(part.isupper() for part in parts)
    return " ".join(_cased(part, first=i == 0, loud=loud) for i, part in enumerate(parts))


def _sounds_like_a_name(parts: Sequence[str]) -> bool:
    words = [fold(part.rstrip(".")) for part in parts]
    text = " ".join(parts)
    harmless = not any(pattern.search(text) for pattern in (INSTRUCTION, LEGAL, MONEY, PROMISE, VARIABLE))
    everyday = len(parts) > 1 and all(meaning_of(w) for w in words)
    return harmless and not everyday and not any(w in _NOT_A_NAME for w in words) and len(words[0]) > 1


def _cased(part: str, *, first: bool, loud: bool) -> str:
    if part.casefold() in _PARTICLES and not first:
        return part.casefold()
    if part.islower() or (loud and len(part) > 2):
        return "-".join(piece[:1].upper() + piece[1:].lower() for piece in part.split("-"))
    return part


def _is_formal(request: DraftRequest, language: str, body: str) -> bool:
    for form in (form_of(body, language), _hinted(request.hint), form_of(request.question, language)):
        if form:
            return form == "formal"
    return request.shop.voice.formal


def _hinted(hint: str) -> str:
    formal = hints_in(hint).formal
    return "" if formal is None else "formal" if formal else "informal"


def _greeting(request: DraftRequest, phrases: Phrases, language: str, name: str, *, chat: bool) -> str:
    own = _filled(request.shop.voice.greeting.get(language, ""), request, name)
    if own:
        return own
    if not name:
        return phrases.greeting_chat_unnamed if chat else phrases.greeting_unnamed
    return (phrases.greeting_chat if chat else phrases.greeting).replace("{name}", name)


def _filled(template: str, request: DraftRequest, name: str) -> str:
    """Fill the owner's own template; without a name its place and the blank before it go."""
    filled = template.replace("{shop}", request.shop.shop_name)
    return filled.replace("{name}", name) if name else re.sub(r"\s*\{name\}", "", filled)


def _opening(request: DraftRequest, phrases: Phrases) -> str:
    """Regret comes first when the customer is upset; thanks otherwise, other ones when we already talked."""
    emotion = request.verdict.emotion if request.verdict else Emotion.NEUTRAL
    upset = {Emotion.ANGRY: phrases.angry, Emotion.FRUSTRATED: phrases.frustrated, Emotion.WORRIED: phrases.worried}.get(emotion)
    if not upset and request.verdict and request.verdict.category in (Category.COMPLAINT, Category.DEFECT_WARRANTY):
        upset = phrases.frustrated
    if any(reason.trigger is Trigger.THIRD_CONTACT for reason in request.handover):
        return _pick(phrases.again, request)
    if upset:
        return _pick(upset, request)
    if hints_in(request.hint).sorry:
        return _pick(phrases.apology, request)
    return _pick(phrases.thanks_again if _talking(request) else phrases.thanks, request)


def _talking(request: DraftRequest) -> bool:
    """Whether the shop has answered in this conversation already: a chat is not begun anew with every message."""
    return any(who == "out" for who, _ in request.earlier)


def _lacks_order(request: DraftRequest) -> bool:
    """Whether this is about an order that nobody can look up: no number now, none before, and it was not asked for yet."""
    verdict = request.verdict
    if verdict is None or verdict.category != Category.ORDER_STATUS or verdict.order_numbers or hands_over(request.handover):
        return False
    known = any(_ORDER.match(fact) for fact in request.facts)
    return not known and not _talking(request)


def _pick(variants: Sequence[str], request: DraftRequest) -> str:
    """The same mail gets the same words; different mails get different ones."""
    return variants[zlib.crc32(request.question.encode("utf-8", "surrogatepass")) % len(variants)]


def holding_words(frame: Frame, request: DraftRequest, *, handover: bool) -> str:
    """Return what is said when there is no answer: who looks at it, and from when, true to the opening hours."""
    phrases = frame.phrases
    if frame.when:
        words = _pick(phrases.handover_closed if handover else phrases.unknown_closed, request).replace("{when}", frame.when)
    else:
        words = _pick(phrases.handover if handover else phrases.unknown, request)
    return f"{phrases.about_order.replace('{order}', frame.order)} {words}" if frame.order else words


def open_words(frame: Frame, places: Sequence[int], total: int) -> list[str]:
    """Return what is said about questions that have no answer yet: which of them (`places` count from 0), and when it is looked up."""
    calendar = calendar_for(frame.language)
    template = frame.phrases.still_open_closed if frame.when else frame.phrases.still_open
    names = [calendar.other if total == 2 else calendar.nth[place] for place in places if place < len(calendar.nth)]
    return [template.replace("{nth}", name).replace("{when}", frame.when) for name in names]
