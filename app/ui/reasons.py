"""Words for why: the signals of a verdict, why a person is asked for, and what a reader warns of. No Qt."""

from app.domain.text import N_
from app.domain.verdict import Category, Verdict
from app.system.i18n import _

HUMAN: dict[str, str] = {
    "asked_for_person": N_("The customer asks to speak to a person."),
    "legal_threat": N_("The customer speaks of a lawyer, a court or an authority."),
    "threat_to_leave": N_("The customer threatens to leave."),
    "safety": N_("It is about somebody's safety or health."),
    "chargeback": N_("The customer has, or wants, the payment taken back by the bank or card."),
    "money": N_("The customer asks for money back or a compensation."),
    "account_action": N_("The customer wants something done with an account."),
    "privacy_request": N_("The customer asks about personal data: the law gives you a month."),
    "payment_details_change": N_("Payment details are to be changed: a common trick of fraudsters. Call a number you know first."),
    "repeated_contact": N_("The customer asks for the second time or more."),
    "insult": N_("The customer swears or insults."),
    "instruction_like": N_("The text tries to give orders to the computer. None was followed."),
    "strong_negative": N_("The customer is very unhappy."),
}
"""Codes of a verdict's `needs_human`, in whole sentences."""
SIGNALS: dict[str, str] = {
    "asked_for_person": N_("asks for a person"),
    "legal_threat": N_("speaks of legal steps"),
    "threat_to_leave": N_("threatens to leave"),
    "safety": N_("safety or health"),
    "chargeback": N_("payment taken back"),
    "money": N_("money"),
    "account_action": N_("account"),
    "privacy_request": N_("personal data"),
    "payment_details_change": N_("change of payment details"),
    "repeated_contact": N_("asks again"),
    "insult": N_("insult"),
    "instruction_like": N_("orders to the computer"),
    "strong_negative": N_("very unhappy"),
    "urgent_now": N_("cannot wait"),
    "urgent_today": N_("wants it soon"),
    "capitals": N_("written in capitals"),
    "exclamation": N_("exclamation marks"),
    "thanks_only": N_("only says thanks"),
    "tracking_code": N_("tracking code"),
    "spam_words": N_("words of spam"),
    "newsletter_words": N_("words of a newsletter"),
    "auto_reply_words": N_("words of an automatic reply"),
    "bounce_words": N_("words of a mail that came back"),
    "bounce": N_("a mail that came back"),
    "auto_reply": N_("sent by a robot"),
    "bulk_mail": N_("sent to many at once"),
    "no_reply_sender": N_("from an address that takes no answers"),
    "model_says": N_("the language model"),
    "mood_negative": N_("unhappy words"),
    "mood_positive": N_("happy words"),
}
"""Codes of a verdict's reasons, before the words of the message that show them."""
WARNINGS: dict[str, str] = {
    "ambiguous_date": N_("The file does not say whether day or month comes first; check the date."),
    "attachment_too_large": N_("An attachment was too large to keep."),
    "broken_mime": N_("This mail was damaged; what could be read is shown."),
    "unclosed_boundary": N_("This mail was damaged; what could be read is shown."),
    "cp1252": N_("Some letters were written in an old way and may look odd."),
    "deleted": N_("The sender deleted this message."),
    "edited": N_("The sender changed this message afterwards."),
    "forwarded": N_("This was forwarded: somebody else wrote it first."),
    "missed_call": N_("Nobody took this call; call back."),
    "no_date": N_("The file does not say when this was written; the time shown is not its own."),
    "not_received": N_("This message is not in the export."),
    "null": N_("This message is empty in the export."),
    "pgp": N_("This mail is encrypted (PGP); Toonbank cannot read it."),
    "text_cut": N_("This mail is very long; the rest is kept as an attachment."),
    "too_deep": N_("Parts of this mail are packed too deep to be read."),
    "too_many_parts": N_("This mail has too many parts; not all were read."),
    "view_once": N_("A picture or video that could be seen once; it is not in the export."),
}
"""Codes that readers attach to a message."""


def warning_text(code: str) -> str:
    """Return a reader's warning as a sentence; a sentence stays one, a code without words becomes a general one."""
    known = WARNINGS.get(code) or (code if " " in code else "")
    return _(known) if known else _("Not everything in this message could be read.")


def human_reasons(verdict: Verdict | None) -> list[str]:
    """Return in sentences why a person is asked for."""
    if verdict is None:
        return []
    codes = list(verdict.needs_human)
    if verdict.category == Category.PRIVACY_REQUEST:
        codes.append("privacy_request")
    return [_(HUMAN[code]) for code in dict.fromkeys(codes) if code in HUMAN]


def why_text(verdict: Verdict | None, codes: tuple[str, ...] = ()) -> str:
    """Return why the verdict says what it says, a line per signal with the words that show it; "" when nothing stands out."""
    lines: dict[str, list[str]] = {}
    for reason in verdict.reasons if verdict else ():
        lines.setdefault(_(SIGNALS.get(reason.signal, reason.signal)), []).append(reason.evidence)
    for code in codes:
        lines.setdefault(_(SIGNALS.get(code, code)), [])
    told = [_told(words, [one for one in dict.fromkeys(shown) if one]) for words, shown in lines.items()]
    return "\n".join([_("Why:"), *told]) if told else ""


def _told(words: str, shown: list[str]) -> str:
    evidence = ", ".join(f"“{one}”" for one in shown)
    return f"· {words}: {evidence}" if evidence else f"· {words}"
