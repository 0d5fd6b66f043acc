"""Letter: an approved draft as the mail that leaves."""

from app.domain.draft import Draft
from app.domain.shop import ShopSettings
from app.parsing.compose import Reply, compose_reply
from app.pipeline.send import Letter

AI_LINE = {
    "nl": "Dit antwoord is met hulp van AI opgesteld en door een medewerker gelezen en goedgekeurd.",
    "en": "This reply was drafted with the help of AI, and read and approved by a person.",
    "de": "Diese Antwort wurde mit Hilfe von KI entworfen und von einem Menschen gelesen und freigegeben.",
    "fr": "Cette réponse a été rédigée avec l'aide de l'IA, puis relue et approuvée par une personne.",
}
"""What the customer is told (EU AI Act, article 50), unless the owner worded it otherwise."""
WRITTEN_BY_HAND = "person"
"""The engine of a draft that no engine wrote."""


def letter_to_mail(letter: Letter) -> bytes:
    """Return the mail of a letter: a reply in its thread, from the account that the customer wrote to."""
    draft, answered, account = letter.draft, letter.answered, letter.account
    return compose_reply(
        Reply(
            sender_name=account.display_name or letter.shop.shop_name,
            sender_address=account.address,
            to_name=answered.sender if answered and answered.sender_handle == draft.recipient else "",
            to_address=draft.recipient,
            subject=draft.subject,
            text=draft.text,
            message_id=draft.message_id,
            sent_at=letter.at,
            in_reply_to=answered.message_id if answered else "",
            references=letter.references,
            ai_line=ai_line(letter.shop, draft),
            language=draft.language,
        )
    )


def ai_line(shop: ShopSettings, draft: Draft) -> str:
    """Return the line that says AI helped, in the draft's language; "" when the owner turned it off or a person wrote it all."""
    if not shop.ai_line_on or draft.engine == WRITTEN_BY_HAND:
        return ""
    return shop.ai_line.get(draft.language) or AI_LINE.get(draft.language, AI_LINE["en"])
