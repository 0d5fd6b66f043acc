"""What is said over and under a translation. No Qt."""

from app.domain.translation import KeptTranslation, Tier, tier_of
from app.system.i18n import _
from app.ui.words import language_word


def heading_of(kept: KeptTranslation) -> str:
    """Return what stands over a translation: from which language, by what, and how far it may be trusted."""
    made = kept.translation
    words = _("Translated from {language} by {engine}").format(language=language_word(made.source), engine=made.engine)
    care = max((tier_of(made.source), tier_of(made.target)), key=list(Tier).index)
    return f"{words} · {_('read it with care')}" if made.warnings or care is not Tier.CHECKED else words


def glossary_words(kept: KeptTranslation) -> str:
    """Return the shop's words that were kept, or ""."""
    hits = ", ".join(f"{hit.term} → {hit.translation}" for hit in kept.translation.glossary_hits)
    return _("Your words: {words}").format(words=hits) if hits else ""
