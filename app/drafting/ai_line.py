"""The line that tells a customer that AI helped (EU AI Act, article 50): the owner's wording or the built-in one, by channel. Pure."""

from app.domain.message import Channel
from app.domain.shop import ShopSettings

AI_LINE = {
    "nl": "Dit antwoord is met hulp van AI opgesteld en door een medewerker gelezen en goedgekeurd.",
    "en": "This reply was drafted with the help of AI, and read and approved by a person.",
    "de": "Diese Antwort wurde mit Hilfe von KI entworfen und von einem Menschen gelesen und freigegeben.",
    "fr": "Cette réponse a été rédigée avec l'aide de l'IA, puis relue et approuvée par une personne.",
}
AI_LINE_SHORT = {
    "nl": "(Met hulp van AI geschreven, door ons gelezen.)",
    "en": "(Written with the help of AI, read by us.)",
    "de": "(Mit Hilfe von KI geschrieben, von uns gelesen.)",
    "fr": "(Rédigé avec l'aide de l'IA, relu par nous.)",
}
WRITTEN_BY_HAND = "person"
"""The engine of a draft that no engine wrote."""
MAIL = "mail"
"""What all channels of mail are called in `ShopSettings.ai_line_channels`."""


def channel_name(channel: Channel) -> str:
    """Return the name a channel's choice is kept under."""
    return MAIL if channel.is_mail else channel.value


def ai_line(shop: ShopSettings, language: str, engine: str, channel: Channel) -> str:
    """Return the line in the draft's language, "" when the owner turned it off (at all, or here) or a person wrote it all."""
    if not shop.ai_line_on or engine == WRITTEN_BY_HAND or not shop.ai_line_channels.get(channel_name(channel), True):
        return ""
    own, built_in = (shop.ai_line, AI_LINE) if channel.is_mail else (shop.ai_line_short, AI_LINE_SHORT)
    return own.get(language) or built_in.get(language, built_in["en"])


def with_ai_line(text: str, line: str) -> str:
    """Return a chat message with the line under it, once."""
    return text if not line or line in text else f"{text.rstrip()}\n\n{line}"
