"""What the name of an export's file tells: the contact or group that the chat is with, in the words of each language."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from app.parsing.chat_words import one_line

_TITLE_PATTERNS = """
whatsapp[ -]?chatt? (?:with|met|mit|med|con|com|avec|dengan|s|sa|so|se|z|amb|với|na|-) (.+)
whatsapp[ -](?:samtale|gesprek|conversation|keskustelu|razgovor|klepet|pogovor)(?:: | - | (?:with|met|med|s|z|sa) )(.+)
whatsapp[ -]?chat[ -]+(.+)
discussion whatsapp avec (.+)
conversation whatsapp avec (.+)
chat (?:de )?whatsapp con (.+)
chat (?:do|de) whatsapp com (.+)
conversa d[oe] whatsapp (?:com|con) (.+)
conversa no whatsapp com (.+)
conversación de whatsapp con (.+)
conversazione whatsapp con (.+)
xat (?:de|del) whatsapp amb (.+)
(.+) ile whatsapp sohbeti
czat (?:na )?whatsapp z (?:użytkownikiem )?(.+)
chat whatsapp (?:s uživatelem|s|se|so|s používateľom|z|dengan|với|với) (.+)
konverz[aá]cia whatsapp s (.+)
conversați[ea] whatsapp cu (.+)
chat whatsapp cu (.+)
sembang whatsapp dengan (.+)
cuộc trò chuyện (?:trên )?whatsapp với (.+)
чат whatsapp с контактом (.+)
чат whatsapp (?:с|со|з|із|з контактом) (.+)
чат в whatsapp с (.+)
whatsapp чат с (.+)
συνομιλία whatsapp με (?:τον χρήστη )?(.+)
(?:دردشة|محادثة) (?:واتساب|whatsapp) مع (.+)
(?:گفتگوی|گپ|چت) (?:واتس‌?اپ|واتساپ|whatsapp) با (.+)
צ['׳]אט (?:ב-?)?whatsapp עם (.+)
שיחת whatsapp עם (.+)
whatsapp (?:चैट|वार्तालाप) (?:- )?(.+?) के साथ
(.+?) के साथ whatsapp चैट
(.+?) کے ساتھ whatsapp چیٹ
(.+)とのwhatsapp ?(?:チャット|トーク)
(.+) ?さんとの ?whatsapp ?(?:チャット|トーク)
whatsapp ?(?:チャット|トーク)(?: ?[-:] ?| )(.+)
(.+)님과의 whatsapp ?(?:대화|채팅)
whatsapp ?(?:대화|채팅)(?: ?[-:] ?| )(.+)
与(.+)的 ?whatsapp ?(?:聊天|对话)(?:记录)?
與(.+)的 ?whatsapp ?(?:聊天|對話|對談)(?:記錄)?
whatsapp ?(?:聊天|对话|對話)(?:记录|記錄)?(?: ?[-:] ?| )(.+)
แชท whatsapp กับ (.+)
whatsapp[ -]?(?:beszélgetés|csevegés) (.+) (?:névvel|partnerrel)
"""
_TITLES = [re.compile(pattern, re.IGNORECASE) for pattern in _TITLE_PATTERNS.strip().split("\n")]
_COPY = re.compile(r"\s*(?:\(\d+\)|- (?:kopie|copy|kopia|copia|copie)|copy)$", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:txt|zip)$", re.IGNORECASE)


def stem_of(file_name: str) -> str:
    """Return a file's name without ending, copy number and what transport made of its spaces. Give it without folders."""
    name = unquote(file_name) if "%20" in file_name or "%D" in file_name else file_name
    stem = _ENDING.sub("", _ENDING.sub("", one_line(name)))
    if " " not in stem:
        stem = stem.replace("_", " ").replace("+", " ")
    return _COPY.sub("", _ENDING.sub("", stem)).strip()


def title_in(file_name: str) -> str:
    """Return the contact or group that an export's file name tells, "" when it tells none. Give the name without folders."""
    stem = stem_of(file_name)
    return next((found[1].strip() for pattern in _TITLES if (found := pattern.fullmatch(stem))), "")


def title_among(file_name: str, names: Iterable[str]) -> str:
    """Return the name that stands at an end of a file name which speaks of WhatsApp in words we do not know, "" when none does."""
    stem = stem_of(file_name).casefold()
    if "whatsapp" not in stem:
        return ""
    found = [name for name in names if name and (stem.endswith(" " + name.casefold()) or stem.startswith(name.casefold() + " "))]
    return max(found, key=len, default="")
