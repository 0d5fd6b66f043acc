"""When a matter is too delicate for a translation: somebody who reads the language should look. Pure."""

import re

from app.domain.text import N_, packed
from app.domain.translation import language_name
from app.domain.verdict import Category, Verdict
from app.drafting.promises import LEGAL

READER_WANTED = N_("This is about {matter}, in {language}: let somebody look at it who reads that language, not only a translation.")
LAW, PRIVATE, HEALTH = N_("the law"), N_("personal data"), N_("somebody's health")
_HEALTH = re.compile(
    r"\b(?:allergi\w*|allergie\w*|allergique\w*|allergic|vergift\w*|ziekenhuis|huisarts|arts|dokter|medicijn\w*|medisch\w*|zwanger\w*|gewond\w*"
    r"|letsel|verwonding\w*|brandwond\w*|hospital|doctor|medic(?:al|ine|ines|ation)|poison\w*|pregnan\w*|injur(?:y|ed|ies)|krankenhaus"
    r"|arzt|ärztin|medikament\w*|medizinisch\w*|schwanger\w*|verletz\w*|vergiftung|hôpital|médecin|médical\w*|médicament\w*|enceinte"
    r"|bless(?:é|ure)\w*|intoxication)\b",
    re.IGNORECASE,
)


def reader_wanted(text: str, verdict: Verdict | None, language: str, home: str) -> str:
    """Return why somebody must look who reads `language` (packed template), or "" when the shop's own language is used or nothing is
    delicate."""
    if language in (home, "", "und"):
        return ""
    matter = _matter(text, verdict)
    return packed(READER_WANTED, {"matter": matter, "language": language_name(language)}) if matter else ""


def _matter(text: str, verdict: Verdict | None) -> str:
    if LEGAL.search(text):
        return LAW
    if verdict is not None and verdict.category == Category.PRIVACY_REQUEST:
        return PRIVATE
    return HEALTH if _HEALTH.search(text) else ""
