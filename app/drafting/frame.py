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
from app.domain.shop import Voice
from app.domain.verdict import Category, Emotion
from app.drafting.address import chosen_form, form_of
from app.drafting.hints import hints_in
from app.drafting.phrases import SPOKEN, Phrases, calendar_for, phrases_for
from app.drafting.salutation import filled, greeted_name, plausible_name
from app.drafting.words import guess_language

_ORDER = re.compile(r"^(?=[\w/-]*\d)[A-Za-z0-9][A-Za-z0-9/-]{1,23}$")


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
    """Return the frame for a reply whose content is `body`; its form of address is that of `is_formal`. `sorry` False leaves out thanks
    and regret."""
    language = language_of(request)
    formal = is_formal(request, language, body)
    phrases = phrases_for(language, formal=formal)
    chat = _is_chat(request)
    brief = hints_in(request.hint).brief
    name = greeted_name(request.customer_name, formal=formal, single=language == "en")
    order = next((o for o in (request.verdict.order_numbers if request.verdict else ()) if _ORDER.match(o)), "")
    when = opening_words(request, language)
    counted = calendar_for(language)
    signature = _signature(request, language)
    return Frame(
        language,
        phrases,
        _greeting(request, phrases, language, name),
        _opening(request, phrases) if sorry else "",
        phrases.ask_order if _lacks_order(request) else "" if brief or chat else _more(request, phrases, language),
        _closing(request, phrases, language, name),
        signature,
        when,
        order,
        brief,
        tuple(
            fact
            for fact in (
                name,
                plausible_name(request.customer_name),
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


def is_formal(request: DraftRequest, language: str, body: str = "") -> bool:
    """Whether the reply addresses the customer formally.

    The content decides where it has a form, so that a letter never mixes; else the person's hint, else how the customer writes (now, else
    before), else the shop's voice for this language.
    """
    for form in (form_of(body, language), _hinted(request.hint)):
        if form:
            return form == "formal"
    said = [request.question, *(text for who, text in reversed(request.earlier) if who == "in")]
    spoken = request.verdict.language if request.verdict is not None else request.language
    return formal_towards(request.shop.voice, said, spoken, language)


def formal_towards(voice: Voice, said: Sequence[str], spoken: str, language: str) -> bool:
    """Whether to answer formally in `language` to who wrote `said` (newest first) in the language `spoken`."""
    form = next((form for text in said if (form := chosen_form(text, spoken))), "") if voice.follow_customer else ""
    return form == "formal" if form else voice.formal_in.get(language, voice.formal)


def _hinted(hint: str) -> str:
    formal = hints_in(hint).formal
    return "" if formal is None else "formal" if formal else "informal"


def _is_chat(request: DraftRequest) -> bool:
    return request.channel is not None and not request.channel.is_mail


def _greeting(request: DraftRequest, phrases: Phrases, language: str, name: str) -> str:
    voice, chat = request.shop.voice, _is_chat(request)
    if chat and (_talking(request) or not voice.greets_in_chats):
        return ""
    template = (chat and voice.chat_greeting.get(language, "")) or voice.greeting.get(language, "")
    if own := filled(template, request.shop.shop_name, name):
        return own
    if not name:
        return phrases.greeting_chat_unnamed if chat else phrases.greeting_unnamed
    return (phrases.greeting_chat if chat else phrases.greeting).replace("{name}", name)


def _more(request: DraftRequest, phrases: Phrases, language: str) -> str:
    return request.shop.voice.last_sentence.get(language) or _pick(phrases.more, request)


def _closing(request: DraftRequest, phrases: Phrases, language: str, name: str) -> str:
    voice, chat = request.shop.voice, _is_chat(request)
    if chat and not voice.greets_in_chats:
        return ""
    template = (chat and voice.chat_closing.get(language, "")) or voice.closing.get(language, "")
    return filled(template, request.shop.shop_name, name) or (phrases.closing_chat if chat else phrases.closing)


def _signature(request: DraftRequest, language: str) -> str:
    """The owner's signature, else who and which shop; a chat is signed with one line, or not at all where it has no greetings."""
    shop, voice = request.shop, request.shop.voice
    whole = voice.signatures.get(language) or voice.signature or "\n".join(p for p in (shop.person, shop.shop_name) if p)
    if not _is_chat(request):
        return whole
    return whole.partition("\n")[0] if voice.greets_in_chats else ""


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
