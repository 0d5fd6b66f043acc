"""Promises: what the shop said it would do, and no later message of the shop shows to be done."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from app.domain.customer_card import Promise
from app.domain.message import Direction, Kind
from app.domain.store_ports import Reader
from app.domain.views import MessageView
from app.drafting.courtesy import is_closing, is_greeting
from app.drafting.promises import PROMISE
from app.drafting.sentences import split

LOOK_BACK = timedelta(days=60)
MOST = 20_000
"""Messages of the shop that are looked through for a list."""
_TIME = re.compile(
    r"\b(?:vandaag|morgen|overmorgen|vanmiddag|vanavond|volgende week|deze week|binnen|uiterlijk|voor het weekend|zodra|(?:maan|dins|woens|"
    r"donder|vrij|zater|zon)dag|today|tomorrow|tonight|this week|next week|within|by (?:the end|noon)|at the latest|as soon as|(?:mon|tues|"
    r"wednes|thurs|fri|satur|sun)day|heute|übermorgen|nächste woche|diese woche|innerhalb|spätestens|sobald|(?:mon|diens|donners|frei|sams|"
    r"sonn)tag|mittwoch|demain|aujourd.hui|cette semaine|semaine prochaine|sous|d.ici|au plus tard|dès que|(?:lun|mar|mercre|jeu|vendre|"
    r"same)di|dimanche|\d{1,2}[-/.]\d{1,2}|\d+ (?:werk)?dag(?:en)?|\d+ uur|\d+ (?:working |business )?(?:days?|hours?)|"
    r"\d+ (?:werk)?tage?n?|\d+ stunden|\d+ (?:jours?|heures?))\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:is|zijn|heb(?:ben)?|heeft|werd|net|zojuist|inmiddels)\b[^.!?\n]{0,60}\b(?:verzonden|verstuurd|opgestuurd|teruggestort|terugbetaald|"
    r"gebeld|geregeld|geannuleerd|vervangen|gerepareerd|uitgezocht|onderweg)\b|"
    r"\b(?:has|have|had|was|were|just)\b[^.!?\n]{0,60}\b(?:sent|shipped|dispatched|refunded|called|arranged|sorted|cancelled|replaced|repaired|"
    r"delivered)\b|"
    r"\b(?:wurde|wurden|haben?|hat|ist|sind)\b[^.!?\n]{0,60}\b(?:versandt|verschickt|versendet|erstattet|überwiesen|angerufen|erledigt|"
    r"storniert|ersetzt|repariert|unterwegs)\b|"
    r"\b(?:a été|ont été|avons|est|sont)\b[^.!?\n]{0,60}\b(?:envoyée?s?|expédiée?s?|remboursée?s?|appelée?|réglée?s?|annulée?s?|"
    r"remplacée?s?|réparée?s?|parti(?:e|s)?)\b",
    re.IGNORECASE,
)
"""Says that something was done, in nl, en, de or fr."""


def open_promises(timeline: Sequence[MessageView], now: datetime) -> list[Promise]:
    """Return the sentences of the shop's messages of the last 60 days that promise something by a time, oldest first, but for those
    before a later message of the shop in the same conversation that says it is done. What was done without a word stays open."""
    sent = [m for m in timeline if m.direction is Direction.OUT and m.kind is Kind.MESSAGE and now - m.sent_at <= LOOK_BACK]
    done: dict[int, datetime] = {}
    for message in sent:
        if _DONE.search(message.new_text or message.text):
            done[message.conversation_id] = message.sent_at
    return [
        Promise(message.id, message.conversation_id, message.sent_at, sentence)
        for message in sent
        if message.sent_at >= done.get(message.conversation_id, message.sent_at)
        for sentence in _promised(message.new_text or message.text)
    ]


def promised_in(reader: Reader, now: datetime) -> list[int]:
    """Return the conversations in which the shop promised something that nothing shows to be done."""
    return sorted({promise.conversation_id for promise in open_promises(reader.sent_since(now - LOOK_BACK, MOST), now)})


def _promised(text: str) -> list[str]:
    said = [span.text for span in split(text)]
    return [s for s in said if PROMISE.search(s) and _TIME.search(s) and not (s.endswith("?") or is_greeting(s) or is_closing(s))]
