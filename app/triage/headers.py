"""What a mail's headers say about robots: answering machines, bounces and mailing lists."""

from collections.abc import Mapping

_BOUNCERS = ("mailer-daemon", "postmaster", "mail-daemon", "bounce")
_NO_REPLY = ("no-reply", "noreply", "no_reply", "donotreply", "do-not-reply", "nepasrepondre", "geenantwoord", "newsletter", "nieuwsbrief")
_BULK = ("bulk", "list", "junk")


def header_signals(headers: Mapping[str, str] | None, sender: str) -> list[tuple[str, str]]:
    """Return (signal, header and value) for what the headers show: `bounce`, `auto_reply`, `bulk_mail` or `no_reply_sender`.

    Names are lower-case. RFC 3834 tells what Auto-Submitted means, RFC 3464 a delivery report, RFC 8058 one-click unsubscribing.
    """
    local = sender.lower().partition("@")[0]
    signals = [("no_reply_sender", sender)] if local.startswith(_NO_REPLY) else []
    if local.startswith(_BOUNCERS):
        signals.append(("bounce", sender))
    return signals + _from_headers(headers) if headers else signals


def _from_headers(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    signals = []
    submitted = headers.get("auto-submitted", "no").lower()
    if "x-failed-recipients" in headers or "delivery-status" in headers.get("content-type", "").lower():
        signals.append(("bounce", "delivery report"))
    elif headers.get("return-path", "-").strip() in ("<>", "") and submitted.startswith(("auto-replied", "auto-generated")):
        signals.append(("bounce", "return-path: <>"))
    if submitted.startswith("auto-replied") or "x-autoreply" in headers or "x-autorespond" in headers:
        signals.append(("auto_reply", f"auto-submitted: {submitted}"))
    if "list-unsubscribe" in headers or headers.get("precedence", "").lower() in _BULK:
        signals.append(("bulk_mail", "list-unsubscribe" if "list-unsubscribe" in headers else "precedence"))
    return signals
