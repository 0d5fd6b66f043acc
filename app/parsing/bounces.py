"""What a bounce says: for whom, for good or for now, and why. Reads delivery reports (RFC 3464) and the prose of mail servers."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from app.domain.message import Attachment

_FIELD = re.compile(
    r"^(action|status|final-recipient|original-recipient|diagnostic-code)[ \t]*:[ \t]*(.*(?:\r?\n[ \t]+.*)*)",
    re.IGNORECASE | re.MULTILINE,
)
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.:-])([45])(\d)(\d)(?=[ -])(?!\s?(?:KB|MB|bytes|EUR))")
_ADDRESS = re.compile(r"(?<![A-Za-z0-9.!#$%&'*+/=?^_`{|}~-])[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
_OURS = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|noreply|no-reply|abuse)@", re.IGNORECASE)
_MAX_TEXT = 40_000

_REASONS = {
    "mailbox_full": (
        r"(?:mailbox|quota|account|box|storage|inbox|postvak|postfach).{0,40}(?:full|exceed|over|voll|vol\b|pleine|limit)|"
        r"over\s*quota|quota|insufficient\s+(?:disk|system)\s*(?:storage|space)|not\s+enough\s+(?:space|storage)"
    ),
    "too_large": (
        r"(?:message|mail|size).{0,40}(?:too\s+(?:large|big|long)|exceeds?.{0,20}(?:size|limit|maximum)|size\s+limit)|too\s+large|"
        r"exceeded\s+storage\s+allocation.{0,20}message"
    ),
    "spam": (
        r"spam|blacklist|black\s?list|block\s?list|blocked\s+(?:using|by|for)|listed\s+(?:at|in|by)|reputation|unsolicited|"
        r"\brbl\b|dnsbl|spamhaus|junk\s+mail|poor\s+sender|virus|malware"
    ),
    "authentication": (
        r"\bspf\b|\bdkim\b|\bdmarc\b|unauthenticated|authentication\s+(?:required|failed)|sender\s+(?:verify|address\s+rejected|"
        r"id)|reverse\s+dns|ptr\s+record"
    ),
    "disabled": (
        r"(?:account|mailbox|user|address).{0,40}(?:disabled|inactive|suspended|closed|deactivated|expired|blocked|not\s+active|"
        r"no\s+longer)|has\s+moved|no\s+longer\s+(?:active|valid|here|with|in\s+use)|discontinued"
    ),
    "host_unknown": (
        r"host\s+(?:unknown|not\s+found|or\s+domain)|unknown\s+(?:host|domain)|(?<![@.\w-])domain\b(?![.@]\w).{0,30}(?:not\s+(?:found|exist)|does\s+not|"
        r"invalid|unknown)|name\s+(?:service|server)\s+error|no\s+(?:mx|such\s+domain|route|dns)|nxdomain|dns\s+(?:error|lookup|"
        r"resolution)|unrouteable\s+mail\s+domain|misconfigured|mail\s+loop|too\s+many\s+hops|loops\s+back"
    ),
    "unknown_user": (
        r"user\s+unknown|unknown\s+(?:user|recipient|address|local)|no\s+such\s+(?:user|address|mailbox|recipient|person|account)|"
        r"(?:does\s+not|doesn'?t)\s+(?:exist|have)|not\s+(?:found|listed|known|exist|our\s+customer)|invalid\s+(?:recipient|"
        r"mailbox|address|user)|mailbox\s+(?:not\s+found|unavailable|unknown)|recipient\s+(?:address\s+)?(?:rejected|not|unknown)|"
        r"address\s+(?:rejected|unknown|error|not\s+found)|no\s+mailbox|user.{0,30}(?:not\s+found|not\s+known|doesn|does\s+not)|"
        r"bad\s+(?:destination|address)|cannot\s+find\s+the\s+user|not\s+a\s+(?:valid|known)\s+(?:user|mailbox|address)|"
        r"adresse?\s+inconnue|onbekend|unbekannt|nicht\s+gefunden|bestaat\s+niet|isn'?t\s+a\s+(?:user|member)|"
        r"undeliverable\s+address|unrouteable\s+address|mailbox\s+does"
    ),
    "relay_denied": (
        r"relay(?:ing)?\s+(?:denied|not\s+(?:permitted|allowed)|access)|not\s+permitted\s+to\s+relay|unable\s+to\s+relay|"
        r"cannot\s+relay|we\s+do\s+not\s+relay"
    ),
    "delayed": (
        r"delayed|still\s+trying|will\s+(?:keep|be)\s+(?:trying|retried|re-?tr)|not\s+yet\s+been\s+delivered|will\s+try\s+again|"
        r"warning\s+message\s+only|vertraagd|verzögert|retard"
    ),
    "unreachable": (
        r"connect(?:ion)?\s+(?:timed\s+out|refused|to|reset|lost)|timed?\s?out|retry\s+time(?:out)?\s+(?:not\s+reached|exceeded)|"
        r"(?:could\s+not|unable\s+to)\s+connect|network\s+(?:is\s+)?unreachable|no\s+route\s+to\s+host|temporar|"
        r"too\s+many\s+(?:connections|errors)|message\s+expired|queue\s+too\s+long|greylist|try\s+again\s+later|"
        r"service\s+unavailable"
    ),
    "refused": (
        r"access\s+denied|not\s+(?:allowed|permitted|authori[sz]ed|accepted)|policy|prohibited|rejected|refused|denied|"
        r"transaction\s+failed|filtered|content|administrative"
    ),
}
_PATTERNS = tuple((reason, re.compile(pattern, re.IGNORECASE)) for reason, pattern in _REASONS.items())
_STATUS_PAIRS = """
1.0=unknown_user 1.1=unknown_user 1.2=host_unknown 1.3=unknown_user 1.4=unknown_user 1.6=disabled 1.7=refused 1.8=authentication
1.10=unknown_user 2.1=disabled 2.2=mailbox_full 2.3=too_large 2.4=unknown_user 3.1=mailbox_full 3.4=too_large 4.1=unreachable
4.2=unreachable 4.3=host_unknown 4.4=host_unknown 4.6=host_unknown 4.7=delayed 5.4=unknown_user 7.23=authentication
7.25=authentication 7.26=authentication
"""
_BY_STATUS = dict(pair.split("=") for pair in _STATUS_PAIRS.split())
_SOFT = frozenset({"mailbox_full", "delayed", "unreachable"})


class BounceDetails(NamedTuple):
    """`severity` is "hard" (writing again is useless) or "soft"; `recipients` are lower-case addresses; `reason` is a code:
    unknown_user, disabled, mailbox_full, too_large, host_unknown, unreachable, delayed, spam, authentication, relay_denied,
    refused, unknown."""

    severity: str
    recipients: tuple[str, ...]
    reason: str
    status: str = ""


def bounce_details(text: str, attachments: Sequence[Attachment] = (), failed_recipients: str = "") -> BounceDetails:
    """Return what a bounce says. `attachments` with their content hold the delivery report; `failed_recipients` is the header
    X-Failed-Recipients."""
    report = _report(attachments)
    words = text[:_MAX_TEXT]
    diagnostic = " ".join(report.get("diagnostic-code", ())).strip()
    status = _status(report, diagnostic, words)
    reason = _reason(diagnostic, words, status)
    return BounceDetails(
        _severity(report, status, reason, diagnostic, words), _recipients(report, failed_recipients, words), reason, status
    )


def report_action(attachments: Sequence[Attachment]) -> str:
    """Return the worst Action of a delivery report ("failed", "delayed", "relayed", "delivered", "expanded"), "" where there is none."""
    actions = {value.split()[0].strip(";").lower() for value in _report(attachments).get("action", ()) if value.strip()}
    return next((each for each in ("failed", "delayed", "relayed", "expanded", "delivered") if each in actions), "")


def _report(attachments: Sequence[Attachment]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for attachment in attachments:
        if attachment.media_type in ("message/delivery-status", "message/global-delivery-status") and attachment.content:
            for match in _FIELD.finditer(attachment.content[:_MAX_TEXT].decode("utf-8", "replace")):
                fields.setdefault(match[1].lower(), []).append(" ".join(match[2].split()))
    return fields


def _status(report: dict[str, list[str]], diagnostic: str, words: str) -> str:
    """Return an enhanced status code; a telling one before a general one such as 5.0.0."""
    places = (diagnostic, " ".join(report.get("status", ())), words)
    found = [".".join(match.groups()) for place in places for match in _STATUS.finditer(place) if match[1] != "2"]
    telling = [code for code in found if code.partition(".")[2] not in ("0.0", "5.0", "3.0", "7.1", "1.0", "2.0", "4.0", "7.0")]
    if telling or found:
        return (telling or found)[0]
    reply = _REPLY.search(diagnostic) or _REPLY.search(words)
    return f"{reply[1]}.0.0" if reply else ""


def _reason(diagnostic: str, words: str, status: str) -> str:
    for place in (diagnostic, words):
        for reason, pattern in _PATTERNS:
            if place and pattern.search(place):
                return _BY_STATUS.get(status.partition(".")[2], reason) if reason in ("refused", "unreachable", "delayed") else reason
    return _BY_STATUS.get(status.partition(".")[2], "unknown")


def _severity(report: dict[str, list[str]], status: str, reason: str, diagnostic: str, words: str) -> str:
    actions = {value.lower() for value in report.get("action", ())}
    if reason == "delayed" or (actions and actions <= {"delayed"}):
        return "soft"
    if reason == "mailbox_full" or status.startswith("4"):
        return "soft"
    reply = _REPLY.search(diagnostic) or _REPLY.search(words)
    if not status.startswith("5") and reply and reply[1] == "4":
        return "soft"
    return "hard" if status.startswith("5") or reason not in _SOFT else "soft"


def _recipients(report: dict[str, list[str]], failed_recipients: str, words: str) -> tuple[str, ...]:
    named = [*report.get("final-recipient", ()), *report.get("original-recipient", ())]
    found = [address for value in (failed_recipients, *named) for address in _ADDRESS.findall(value)]
    if not found:
        before_original = re.split(r"^(?:received|return-path|message-id|from)\s*:", words, maxsplit=1, flags=re.IGNORECASE | re.MULTILINE)[
            0
        ]
        found = [address for address in _ADDRESS.findall(before_original or words) if not _OURS.match(address)][:1]
    return tuple(dict.fromkeys(address.lower().rstrip(".") for address in found))
