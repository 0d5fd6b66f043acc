"""Mail that no person wrote to the shop: bounces, automatic replies, newsletters, bulk.

The rules ask for two signs where one could be a customer's: a group address puts list headers on customers' mail, and a web form
calls itself automatic.
"""

import re
from collections.abc import Sequence

from app.domain.message import Attachment, MailHeaders
from app.parsing.bounces import report_action

_BOUNCER = re.compile(
    r"(?:mailer[-_.]?daemon|mail[-_.]?daemon|mdaemon|mail[-_.]?delivery[-_.]?(?:system|subsystem|service)?|mailsystem|"
    r"mail[-_.]?system|mailer|bounces?|"
    r"bounce[-+_.].{1,80}|postmaster|postmast|microsoftexchange[0-9a-f]{8,}|mailerdaemon|nondelivery|daemon|smtp|mmdf|uucp|maildaemon)",
    re.IGNORECASE,
)
_SURE_BOUNCER = re.compile(
    r"(?:mailer[-_.]?daemon|mail[-_.]?daemon|mailerdaemon|maildaemon|microsoftexchange[0-9a-f]{8,}|mdaemon)", re.IGNORECASE
)
_BOUNCE_SUBJECT = re.compile(
    r"undeliver|non[- ]?deliver|not\s+(?:be\s+)?delivered|could\s?n[o']t\s+be\s+delivered|unable\s+to\s+deliver|cannot\s+be\s+delivered|"
    r"deliver(?:y|ing)?\s+(?:status\s+notification|(?:has\s+)?fail|(?:problem|error|report|incomplete|unsuccessful|delayed|"
    r"temporarily|notification|subsystem))|"
    r"(?:mail|message|e-?mail)\s+(?:delivery|system|status|not\s+sent|could\s+not|undeliver|error|fail)|"
    r"return(?:ed|ing)\s+(?:mail|message|to\s+sender|e-?mail)|failure\s+notice|failure\s+delivery|delivery\s+notification|mail\s+delivery|"
    r"message\s+(?:you\s+sent\s+)?(?:blocked|rejected|not\s+delivered)|rejected\s+mail|mail\s+(?:rejected|failure|returned|bounce|"
    r"error)|user\s+unknown|"
    r"(?:warning|notice).{0,30}(?:delayed|not\s+sent|undelivered|could\s+not\s+send)|nondeliver|\bndn\b|\bdsn\b|"
    r"permanent(?:ly)?\s+(?:error|fail)|"
    r"onbestelbaar|niet\s+(?:afgeleverd|bezorgd|besteld|aangekomen)|bezorging\s+(?:mislukt|vertraagd)|"
    r"kan\s+niet\s+worden\s+(?:bezorgd|afgeleverd)|mislukte?\s+(?:bezorging|aflevering)|"
    r"unzustellbar|nicht\s+zugestellt|zustell(?:ung|ungs)?.{0,20}(?:fehl|verzöger|nicht)|nicht\s+zustellbar|"
    r"fehler\s+bei\s+der\s+zustellung|rücksendung|"
    r"non\s+(?:remis|distribu|délivr|livr)|échec\s+(?:de|d['’])\s?(?:la\s+)?(?:remise|distribution|livraison|envoi)|avis\s+de\s+non|"
    r"retour\s+(?:de\s+mail|à\s+l)|"
    r"no\s+(?:se\s+(?:ha\s+)?(?:pudo|podido)\s+entreg|entregad)|devuelto|devolución\s+de\s+correo|fallo\s+en\s+la\s+entrega|"
    r"error\s+de\s+entrega|"
    r"mancat[oa]\s+(?:recapito|consegna)|impossibile\s+(?:recapitare|consegnare)|não\s+(?:foi\s+)?entreg|falha\s+(?:na|de)\s+entrega|"
    r"devolvid|"
    r"ikke\s+leveres|kunne\s+ikke\s+leveres|kunde\s+inte\s+levereras|olevererbar|ej\s+levererbar|nie\s+dostarczon|niedostarczon|zwrot|"
    r"недостав|не\s+доставлен|"
    r"teslim\s+edilemedi|不達|配信不能|配信エラー|配達不能|送信できません|退信|投递失败|传送失败|반송",
    re.IGNORECASE,
)
_BOUNCE_TEXT = re.compile(
    r"\b[45]\.\d{1,2}\.\d{1,3}\b|\b(?:4[25][0-9]|5[0-9]{2})[- ](?:#?[45]\.\d|\w+)|could\s+not\s+be\s+delivered|could\s+not\s+deliver|"
    r"undeliverable|"
    r"user\s+unknown|unknown\s+user|no\s+such\s+(?:user|address|mailbox|recipient)|mailbox\s+(?:is\s+)?(?:full|unavailable|disabled|"
    r"not\s+found)|over\s+quota|quota\s+exceeded|"
    r"delivery\s+(?:to\s+the\s+following|has\s+failed|failed|attempts?)|permanent\s+(?:fatal\s+)?error|unrouteable|host\s+(?:unknown|"
    r"not\s+found)|"
    r"returned\s+(?:to\s+sender|mail|message|below)|wasn'?t\s+able\s+to\s+deliver|was(?:n't|\s+not)\s+delivered|unable\s+to\s+deliver|"
    r"failed\s+recipient|recipient\s+(?:rejected|address|unknown)|"
    r"following\s+(?:addresses|recipients?)|original\s+message\s+(?:follows|headers|is\s+attached)|does\s+not\s+exist|"
    r"doesn'?t\s+exist|did\s+not\s+reach|"
    r"niet\s+(?:worden\s+)?(?:bezorgd|afgeleverd)|nicht\s+zugestellt|konnte\s+nicht|n['’]a\s+pas\s+pu\s+être|"
    r"no\s+se\s+pudo\s+entregar|non\s+è\s+stato\s+possibile|status:\s*[45]\.",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\s*(?:(?:re|aw|antw|sv|fwd?)\s*:\s*)?(?:\[?auto(?:matic(?:ally)?|mated)?[-\s]?(?:reply|response|responder|antwort|replied|"
    r"generated\s+reply)\b|auto(?:reply|response|responder|antwort|svar|matisch\s+antwoord)|"
    r"auto\s?:|out\s+of\s+(?:the\s+)?office(?!\s+(?:chair|furniture|desk|supplies))|ooo\b\s*[:-]|away\s+from\s+(?:the\s+|"
    r"my\s+)?(?:office|mail|desk)|on\s+(?:vacation|holiday|leave)\s*[:-]|vacation\s+(?:reply|message|response)|"
    r"automatisch\s+(?:antwoord|bericht|gegenereerd)|automatische\s+(?:beantwoording|reactie|antwort|mitteilung|rückmeldung)|"
    r"afwezig(?:heid)?\b|niet\s+aanwezig|buiten\s+kantoor|"
    r"abwesen(?:d|heit)|abwesenheits|nicht\s+im\s+(?:büro|haus)|réponse\s+automatique|absence\s+du\s+bureau|absent\s+du\s+bureau|"
    r"message\s+d['’]absence|"
    r"respuesta\s+automática|fuera\s+de\s+(?:la\s+)?oficina|risposta\s+automatica|fuori\s+(?:sede|ufficio)|resposta\s+automática|"
    r"fora\s+do\s+escritório|"
    r"automatisk(?:t)?\s+svar|frånvaro|fravær|poissaolo|automaattinen\s+vastaus|odpowiedź\s+automatyczna|autoodpowiedź|"
    r"automatická\s+odpověď|automatická\s+odpoveď|"
    r"автоответ|автоматический\s+ответ|otomatik\s+yanıt|automatikus\s+válasz|răspuns\s+automat|自動応答|自動返信|自动回复|자동\s?회신)",
    re.IGNORECASE,
)
_RECEIPT = re.compile(
    r"\s*(?:read:|gelezen:|lu\s?:|gelesen:|leído:|letto:|lida:|läst:|læst:|read\s+receipt|return\s+receipt|leesbevestiging|"
    r"ontvangstbevestiging\s+\(weergegeven\)|"
    r"lesebestätigung|empfangsbestätigung\s+\(angezeigt\)|accusé\s+de\s+(?:lecture|réception)|confirmación\s+de\s+lectura|"
    r"conferma\s+di\s+lettura|delivered:|relayed:|"
    r"afgeleverd:|zugestellt:|remis\s?:|deleted:|not\s+read:|niet\s+gelezen:)",
    re.IGNORECASE,
)
_AUTO_REPLY_HEADERS = ("x-autoreply", "x-autorespond", "x-mail-autoreply", "x-autoreply-from")


def automatic_kind(
    headers: MailHeaders, subject: str, sender_address: str, text: str, attachments: Sequence[Attachment] = ()
) -> str | None:
    """Return "bounce", "auto_reply", "newsletter", "bulk", or None for what a person may have written.

    `attachments` (with content) make bounces surer: a delivery report says itself whether the mail failed.
    """
    extra = {name: value.strip().lower() for name, value in headers.extra.items()}
    report = _report_kind(extra.get("content-type", ""), attachments)
    if report is not None:
        return report
    if _is_bounce(extra, subject, sender_address, text):
        return "bounce"
    if _is_auto_reply(extra, subject):
        return "auto_reply"
    return _mass_kind(extra, subject)


def _report_kind(content_type: str, attachments: Sequence[Attachment]) -> str | None:
    """Judge a multipart/report: only one that reports a failure or delay is a bounce."""
    if not content_type.startswith("multipart/report"):
        return None
    if "disposition-notification" in content_type:
        return "auto_reply"
    if "feedback-report" in content_type:
        return "bulk"
    return "auto_reply" if report_action(attachments) in ("delivered", "relayed", "expanded") else "bounce"


def _is_bounce(extra: dict[str, str], subject: str, sender_address: str, text: str) -> bool:
    if _RECEIPT.match(subject) or _AWAY.match(subject) or extra.get("auto-submitted", "").startswith("auto-replied; owner"):
        return False
    if extra.get("x-failed-recipients"):
        return True
    local = sender_address.partition("@")[0]
    head = text[:6000]
    says = bool(_BOUNCE_SUBJECT.search(subject)) and not _is_answer(subject, sender_address)
    shows = bool(_BOUNCE_TEXT.search(head))
    nobody = extra.get("return-path", "?").strip() in ("<>", "")
    if _SURE_BOUNCER.fullmatch(local):
        return says or shows
    if _BOUNCER.fullmatch(local) or nobody:
        return (says and (shows or nobody)) or (nobody and shows and _AUTO.fullmatch(local) is not None)
    return says and shows and _names_a_mail_system(extra, text)


_CODE = re.compile(r"\b[45]\.[0-7]\.\d{1,3}\b|\b[45][0-9]{2}[- ](?!\s*(?:euro?s?\b|€))|received:\s+from", re.IGNORECASE)
_MAIL_SERVER = re.compile(
    r"smtp|mailbox|recipient|remote\s+(?:host|server)|diagnostic|postmaster|mailer-daemon|message-id|mail\s?server|user\s+unknown|"
    r"unknown\s+user|permanent(?:\s+fatal)?\s+error|resolver\.adr|empfänger|postfach|destinataire|ontvanger",
    re.IGNORECASE,
)
_AUTO = re.compile(
    r"(?:postmaster|mailer|daemon|smtp|mail|bounces?|no-?reply|mail[-_.]?(?:system|delivery).*|root|admin(?:istrator)?|postoffice)",
    re.IGNORECASE,
)


def _is_answer(subject: str, sender_address: str) -> bool:
    """A person who writes "Re: Undelivered mail" wants something."""
    return bool(re.match(r"\s*(?:re|aw|antw|sv|fwd?|wg|tr|rv)\s*:", subject, re.IGNORECASE)) and not _BOUNCER.fullmatch(
        sender_address.partition("@")[0]
    )


def _names_a_mail_system(extra: dict[str, str], text: str) -> bool:
    """Whether more than words show a failure of mail (parcels fail too, and 550 may be an amount): an address, a code, and
    what only mail servers speak of."""
    if extra.get("auto-submitted", "").startswith("auto-"):
        return True
    head = text[:20_000]
    return "@" in head and _CODE.search(head) is not None and _MAIL_SERVER.search(head) is not None


def _is_auto_reply(extra: dict[str, str], subject: str) -> bool:
    submitted = extra.get("auto-submitted", "")
    if submitted.startswith("auto-replied") or extra.get("precedence", "") in ("auto_reply", "auto-reply"):
        return True
    if any(extra.get(name, "no") not in ("no", "false", "0") for name in _AUTO_REPLY_HEADERS):
        return True
    if _RECEIPT.match(subject) and (submitted.startswith("auto-") or extra.get("return-path", "?") in ("<>", "")):
        return True
    return _AWAY.match(subject) is not None


def _mass_kind(extra: dict[str, str], subject: str) -> str | None:
    precedence = extra.get("precedence", "")
    if "list-post" in extra and extra["list-post"] != "no":
        return "bulk" if precedence in ("bulk", "junk") else None  # people writing to a list, or to the shop's own group address
    if "x-beenthere" in extra and precedence not in ("bulk", "junk"):
        return None
    sent_in_mass = precedence in ("bulk", "junk", "list") or any(
        n in extra for n in ("feedback-id", "x-campaign-id", "list-id", "x-bulkmail")
    )
    if "list-unsubscribe" in extra:
        return "newsletter" if sent_in_mass or not _is_answer(subject, "") else None
    return "bulk" if precedence in ("bulk", "junk") or "x-bulkmail" in extra else None
