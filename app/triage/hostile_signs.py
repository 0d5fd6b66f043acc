"""Signs that no honest message to a shop has: a chat template's tokens, orders about a machine's orders, characters that hide text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HostileSpan:
    """A stretch of a text: [start, end), the kind ("instruction", "override", "template", "coded" or "hidden"), and its words."""

    start: int
    end: int
    kind: str
    words: str


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE | re.MULTILINE)


TEMPLATE = _any(
    r"<\|[^<>|\n]{0,60}\|?>",
    r"<[｜|][^<>\n]{0,60}[｜|]>",
    r"<(?:start|end)_of_turn>|<turn\|>",
    r"\[/?(?:INST|SYSTEM_PROMPT|TOOL_CALLS|AVAILABLE_TOOLS)\]",
    r"<</?SYS>>",
    r"</?(?:bos|eos|tool_call|tool_response|think|system|assistant)>",
    r"^[ \t]{0,4}#{2,}\s*(?:system|user|assistant|instruction|response)s?\b\s*:?",
    r"^[ \t]{0,4}(?:assistant|system\s+(?:message|prompt|override|notice|update))\s*:(?=\s)",
    r"\"role\"\s*:\s*\"(?:system|assistant|user)\"",
)
"""A chat template's tokens and forged turns."""

_UNDO = (
    r"(?:ignor\w*|disregard\w*|forget|override|bypass|negeer\w*|vergeet|vergeten|omzeil\w*|vergiss|vergessen\s+sie|missachte\w*|"
    r"oublie[sz]?|outrepasse[rz]?)"
)
_BEFORE = (
    r"(?:all|any|your|previous|prior|above|earlier|preceding|every|alle|vorige|eerdere|bovenstaande|voorgaande|je|jouw|uw|"
    r"bisherigen?|vorherigen?|obigen?|deine|ihre|toutes|tes|vos|précédentes?)"
)
_ORDERS = (
    r"(?:instruction|prompt|guideline|directive|system\s+message|instructie|opdracht|aanwijzing|anweisung|instruktion|vorgabe|consigne)\w*"
)
_SHOW = (
    r"(?:reveal|print|show|repeat|output|leak|display|quote|toon|geef|laat|herhaal|onthul|zeig\w*|gib|nenne|verrate?|"
    r"montre\w*|affiche\w*|répète\w*|révèle\w*)"
)
_MACHINE = (
    r"(?:a\.?i\.?|llm|gpt|chat\s?bot|(?:large\s+)?language\s+model|taalmodel|sprachmodell|ki|ia|modèle\s+de\s+langage|"
    r"(?:mail|drafting|ai|ki)[\s-]?assistant|automated\s+systems?)"
)
_PROMPT = r"(?:system\s*-?\s*prompt|systeemprompt|systemprompt|prompt\s+système)"
_GREET = r"(?:note|message|attention|dear|bericht|aan|opmerking|hinweis|nachricht|an)"
_FOR = r"(?:\s+(?:to|for|voor|aan|an|für|à|pour))?(?:\s+(?:the|all|any|every|de|het|die|das|l['’]|le))?"
OVERRIDE = _any(
    rf"\b{_UNDO}\s+(?:[\w']+\s+){{0,3}}?{_BEFORE}\s+(?:[\w']+\s+){{0,3}}?{_ORDERS}",
    rf"\b{_SHOW}\b[^.!?\n]{{0,30}}\b(?:initial\s+prompt|hidden\s+(?:prompt|instructions))",
    rf"\b{_PROMPT}\b",
    r"\b(?:jailbreak\w*|prompt\s+injection|developer\s+mode|god\s+mode|DAN\s+mode)\b",
    rf"\b{_GREET}{_FOR}\s*{_MACHINE}\b\s*(?:[,:]|that\b|which\b|die\b|der\b|das\b|qui\b|reading\b)",
    rf"\b(?:if\s+you\s+are|as|als\s+(?:je|u)|wenn\s+(?:du|sie)|falls\s+(?:du|sie)|si\s+(?:tu\s+es|vous\s+êtes)|en\s+tant\s+qu['’e])"
    rf"\s*(?:an?|een|ein|une?)?\s*{_MACHINE}\b",
    r"\byou\s+are\s+(?:now|from\s+now\s+on)\s+(?:an?\s+)?(?:\w+\s+){0,2}(?:dan|assistant|ai|bot|model|unrestricted|admin\w*)\b",
    r"\b(?:je\s+bent\s+(?:nu|vanaf\s+nu)|du\s+bist\s+(?:jetzt|ab\s+sofort)|tu\s+es\s+(?:maintenant|désormais))\s+(?:een|eine?|une?)\s+"
    r"(?:\w+\s+){0,2}(?:assistent\w*|assistant\w*|bot|ki|ia|ai|model\w*)\b",
    r"\b(?:unrestricted|uncensored|unfiltered)\s+(?:ai|assistant|bot|model|chatbot)\b",
    r"\b(?:ai|ki|ia|assistant|assistent|bot|chatbot|model\w*)\s+(?:\w+\s+){0,2}?(?:without|zonder|ohne|sans)\s+(?:any\s+)?"
    r"(?:rules|restrictions|limits|regels|beperkingen|regeln|einschränkungen|grenzen|règles|limites)\b",
    r"<script\b|\bjavascript:|\bos\.system\(|\brm\s+-rf\b|\bcat\s+/etc/passwd\b|!\[[^\]\n]{0,40}\]\(https?://",
)
"""Orders about a machine's own orders, and code that has no business in a letter."""

DANGLING = re.compile(r"\n[ \t>*#\"'`.,;:|-]+(?=\n|$)")
"""What may be left of a line whose words are gone."""

_HIDING = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
_UNSEEN = re.compile(f"[{_HIDING}\ufff0-\ufffb\U000e0000-\U000e0fff]|(?<=[^\\W\\d_])[\u200d\ufe00-\ufe0f](?=[^\\W\\d_])")
"""What no reader sees. Joiners and selectors count only inside words: they also make emoji."""
_TAGS = re.compile("[\U000e0020-\U000e007e]{4,}")
"""Letters of the tag block: text that no screen shows."""
_TURNING = re.compile("[\u202d\u202e\u2066-\u2068]")
_LEAST_SPLIT = 3
"""Invisible characters inside words from which on they are there to hide something."""
_SPLIT = re.compile("(?<=[^\\W\\d_])[\u200b\u200c\u200d\u2060\ufeff](?=[^\\W\\d_])")


def visible(text: str) -> tuple[str, Sequence[int], list[HostileSpan]]:
    """Return what of a text can be seen, the place in `text` of each of its characters, and the stretches that hide words."""
    if text.isascii() or not _UNSEEN.search(text):
        return text, range(len(text)), []
    gone = {match.start() for match in _UNSEEN.finditer(text)}
    places = [at for at in range(len(text)) if at not in gone]
    return "".join(map(text.__getitem__, places)), places, _hidden_in(text)


def _hidden_in(text: str) -> list[HostileSpan]:
    found = [HostileSpan(*match.span(), "hidden", "".join(chr(ord(c) - 0xE0000) for c in match[0])) for match in _TAGS.finditer(text)]
    if not right_to_left(text):
        found += [HostileSpan(*match.span(), "hidden", f"U+{ord(match[0]):04X}") for match in _TURNING.finditer(text)]
    split = [] if right_to_left(text) else list(_SPLIT.finditer(text))
    if len(split) >= _LEAST_SPLIT:
        found.append(HostileSpan(*split[0].span(), "hidden", f"U+{ord(split[0][0]):04X}"))
    return found


def right_to_left(text: str) -> bool:
    """Whether a text runs to the left: marks that turn the reading direction belong in Arabic and Hebrew, and joiners in Persian words."""
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text[:2000])
