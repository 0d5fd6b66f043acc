"""Subjects: the marks of replies and forwards in many languages, and the name under which a thread is known."""

import re

_REPLY = (
    "re|r|ref|aw|antw|antwort|antwoord|sv|svar|vs|rv|odp|resp|res|rif|rép|rep|réf|antwd|ynt|yanit|yanıt|vá|vl|be|bls|mvs|"
    "atb|ats|ha|oтв|отв|ответ|відп|на|αν|σχετ|απ|回复|回覆|回信|答复|答覆|返信|회신|답장|trl|تر|رد|תשובה|השב"
)
_FORWARD = (
    "fwd?|wg|tr|rv|enc|i|inoltra|inoltro|doorst|doorgestuurd|dgs|vb|vbs|vl|pd|přep|przek|ilt|továbbítás|tovább|fyi|"
    "fs|videresendt|vedr|пересл|переслать|fw[:.]?|πρθ|转发|轉寄|轉發|転送|전달|إعادة توجيه|הועבר"
)
_MARK = re.compile(
    rf"\s*(?:(?:{_REPLY}|{_FORWARD})\s*(?:\[\d{{1,4}}\]|\(\d{{1,4}}\)|\^\d{{1,4}}|\d{{1,2}})?\s*[:：]|\[[^\[\]]{{1,40}}\])\s*",
    re.IGNORECASE,
)
_REPLY_MARK = re.compile(
    rf"\s*(?:\[[^\[\]]{{1,40}}\]\s*)*(?:{_REPLY})\s*(?:\[\d{{1,4}}\]|\(\d{{1,4}}\)|\^\d{{1,4}}|\d{{1,2}})?\s*[:：]", re.IGNORECASE
)
_LEADING_REPLY = re.compile(
    rf"(?:{_REPLY})\s*(?:\[\d{{1,4}}\]|\(\d{{1,4}}\)|\^\d{{1,4}}|\d{{1,2}})?\s*[:：]\s*",
    re.IGNORECASE,
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_TAIL = re.compile(r"\s*\((?:fwd?|was:[^()]*)\)\s*$", re.IGNORECASE)


def fold_subject(subject: str) -> str:
    """Return the subject without reply and forward marks and list tags, case-folded, with single spaces."""
    at = 0
    while match := _MARK.match(subject, at):
        at = match.end()
    folded = " ".join(_TAIL.sub("", subject[at:]).casefold().split())
    return folded or " ".join(subject.casefold().split()) * (not _only_marks(subject))


def _only_marks(subject: str) -> bool:
    """Whether nothing but `Re:`-like marks is there; a lone `[tag]` still names something."""
    return bool(_REPLY_MARK.match(subject)) or not subject.strip() or ":" in subject


def is_reply_subject(subject: str) -> bool:
    """Whether the subject starts with a reply mark (after list tags); forwards do not count."""
    return _REPLY_MARK.match(subject) is not None


def reply_subject(subject: str) -> str:
    """Return the subject for a reply: `Re: ` once, however many reply marks were there; forward marks and list tags stay."""
    words = " ".join(_CONTROL.sub(" ", subject).split())
    while match := _LEADING_REPLY.match(words):
        words = words[match.end() :]
    return f"Re: {words}" if words else "Re:"
