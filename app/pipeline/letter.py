"""Letter: an approved draft as the mail that leaves."""

from app.domain.message import Channel
from app.drafting.ai_line import ai_line
from app.parsing.compose import Reply, compose_reply
from app.pipeline.send import Letter


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
            ai_line=ai_line(letter.shop, draft.language, draft.engine, Channel.IMAP),
            language=draft.language,
        )
    )
