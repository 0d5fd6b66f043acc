"""Bounces, automatic replies, newsletters and bulk, and the customers' mail that only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.message import Attachment, MailHeaders
from app.parsing.automatic import automatic_kind
from app.parsing.bounces import bounce_details, report_action

REPORT = {"content-type": "multipart/report; report-type=delivery-status; boundary=x"}


def kind(
    subject: str, sender: str = "jan@voorbeeld.example", text: str = "Hallo", attachments: tuple[Attachment, ...] = (), **headers: str
) -> str | None:
    extra = {name.replace("_", "-"): value for name, value in headers.items()}
    return automatic_kind(MailHeaders(extra=extra), subject, sender, text, attachments)


def report(content: str) -> tuple[Attachment, ...]:
    raw = content.encode()
    return (Attachment("status.txt", "message/delivery-status", len(raw), "0" * 64, content=raw),)


FAILED = report(
    "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; Eva@Voorbeeld.example\nAction: failed\nStatus: "
    "5.1.1\nDiagnostic-Code: smtp; 550 5.1.1\n <eva@voorbeeld.example>: User unknown\n"
)


@pytest.mark.parametrize(
    ("subject", "sender", "text", "headers"),
    [
        ("Undelivered Mail Returned to Sender", "MAILER-DAEMON@mx.example", "I'm sorry to have to inform you", {}),
        (
            "Mail delivery failed: returning message to sender",
            "mailer-daemon@mx.example",
            "could not be delivered",
            {"x_failed_recipients": "a@b.example"},
        ),
        ("failure notice", "MAILER-DAEMON@mx.example", "Hi. This is the qmail-send program.", {"return_path": "<>"}),
        (
            "Delivery Status Notification (Failure)",
            "postmaster@mx.example",
            "Delivery to the following recipients failed.",
            {"return_path": "<>"},
        ),
        ("Onbestelbaar: Vraag", "postmaster@winkel.example", "550 5.1.1 RESOLVER.ADR.RecipNotFound", {}),
        ("Unzustellbar: Frage", "postmaster@laden.example", "550 5.1.10 Empfänger nicht gefunden", {}),
        ("Non remis : Question", "postmaster@boutique.example", "550 5.1.1 unknown", {}),
        (
            "Undeliverable: Question",
            "support@provider.example",
            "Remote server returned '550 5.4.1 <eva@voorbeeld.example>: Recipient address rejected'",
            {},
        ),
        ("Delivery Status Notification (Delay)", "mailer-daemon@mx.example", "will keep trying", {}),
        ("Bericht", "mx@mx.example", "", dict(REPORT)),
    ],
)
def test_bounces(subject: str, sender: str, text: str, headers: dict[str, str]) -> None:
    assert kind(subject, sender, text, **headers) == "bounce"


@pytest.mark.parametrize(
    ("subject", "headers"),
    [
        ("Automatic reply: Your order", {}),
        ("Automatisch antwoord: Uw bestelling", {}),
        ("Automatische Antwort: Bestellung", {}),
        ("Réponse automatique : Commande", {}),
        ("Out of office: Your order", {"return_path": "<>"}),
        ("Afwezig", {}),
        ("Abwesenheitsnotiz", {}),
        ("Re: Uw bestelling", {"auto_submitted": "auto-replied"}),
        ("Re: Uw bestelling", {"auto_submitted": "auto-replied (vacation)"}),
        ("Re: Uw bestelling", {"x_autoreply": "yes"}),
        ("Re: Uw bestelling", {"precedence": "auto_reply"}),
        ("Gelezen: Uw bestelling", {"content_type": "multipart/report; report-type=disposition-notification"}),
    ],
)
def test_automatic_replies(subject: str, headers: dict[str, str]) -> None:
    assert kind(subject, **headers) == "auto_reply"


@pytest.mark.parametrize(
    ("subject", "sender", "text", "headers"),
    [
        ("Waar is mijn pakket?", "jan@voorbeeld.example", "Het is niet bezorgd.", {}),
        ("Pakket niet bezorgd", "jan@voorbeeld.example", "Mijn pakket is niet bezorgd. Wat nu? Ik betaalde 550 euro.", {}),
        ("Paket nicht zugestellt", "eva@beispiel.example", "Seit dem 5.1.25 warte ich. Bitte an eva@beispiel.example schreiben.", {}),
        ("Delivery failed", "joe@example.org", "The courier says delivery has failed. Please send it again.", {}),
        ("Re: Undelivered Mail Returned to Sender", "joe@example.org", "I got this when I wrote you: 550 5.1.1 user unknown", {}),
        ("Returned mail order", "joe@example.org", "I returned to sender what you sent.", {}),
        ("Out of office chair parts", "joe@example.org", "Do you still sell them?", {}),
        ("Contactformulier", "www@winkel.example", "Naam: Jan", {"auto_submitted": "auto-generated"}),
        ("Vraag", "jan@voorbeeld.example", "x", {"auto_submitted": "no"}),
        (
            "Vraag",
            "jan@voorbeeld.example",
            "x",
            {"list_id": "<info.winkel.example>", "list_post": "<mailto:info@winkel.example>", "precedence": "list"},
        ),
        (
            "Re: nieuwsbrief",
            "jan@voorbeeld.example",
            "x",
            {"x_beenthere": "info@winkel.example", "list_unsubscribe": "<x>", "list_id": "<x>"},
        ),
        ("Vraag", "postmaster@voorbeeld.example", "Wij willen graag bestellen.", {}),
        ("Vraag", "jan@voorbeeld.example", "x", {"return_path": "<>"}),
    ],
)
def test_what_a_person_may_have_written(subject: str, sender: str, text: str, headers: dict[str, str]) -> None:
    assert kind(subject, sender, text, **headers) is None


def test_mass_mail() -> None:
    assert kind("Aanbiedingen!", list_unsubscribe="<https://x.example>", precedence="bulk") == "newsletter"
    assert kind("Aanbiedingen!", list_unsubscribe="<https://x.example>") == "newsletter"
    assert kind("Storing", precedence="bulk") == "bulk"
    assert kind("Abuse", content_type="multipart/report; report-type=feedback-report") == "bulk"


def test_a_report_of_success_is_no_bounce() -> None:
    delivered = report("Final-Recipient: rfc822; a@b.example\nAction: delivered\nStatus: 2.0.0\n")
    assert kind("Successful Mail Delivery Report", "mailer-daemon@mx.example", "", delivered, **REPORT) == "auto_reply"
    assert kind("Undelivered", "mailer-daemon@mx.example", "", FAILED, **REPORT) == "bounce"
    assert report_action(FAILED) == "failed"


def test_details_from_a_report() -> None:
    found = bounce_details("", FAILED)
    assert (found.severity, found.recipients, found.reason, found.status) == ("hard", ("eva@voorbeeld.example",), "unknown_user", "5.1.1")


@pytest.mark.parametrize(
    ("text", "severity", "reason"),
    [
        ("<a@b.example>: host mx[1.2.3.4] said: 550 5.1.1 User unknown", "hard", "unknown_user"),
        ("a@b.example\n  mailbox is full: retry timeout exceeded", "soft", "mailbox_full"),
        ("<a@b.example>: 452 4.2.2 Over quota", "soft", "mailbox_full"),
        ("552 5.2.2 <a@b.example>: quota exceeded", "soft", "mailbox_full"),
        ("<a@b.example>: 554 5.7.1 Message blocked as spam", "hard", "spam"),
        ("<a@b.example>: Host or domain name not found. Name service error", "hard", "host_unknown"),
        ("<a@b.example>: 552 5.3.4 Message size exceeds fixed limit", "hard", "too_large"),
        ("Delivery to a@b.example has been delayed. Will keep trying for 2 days", "soft", "delayed"),
        ("<a@b.example>: connect to mx.b.example: Connection timed out", "soft", "unreachable"),
        ("<a@b.example>: 550 relaying denied", "hard", "relay_denied"),
        ("The account a@b.example has been disabled", "hard", "disabled"),
        ("Message to a@b.example rejected: SPF check failed", "hard", "authentication"),
        ("a@b.example kon niet.", "hard", "unknown"),
    ],
)
def test_details_from_prose(text: str, severity: str, reason: str) -> None:
    found = bounce_details(text)
    assert (found.severity, found.reason, found.recipients) == (severity, reason, ("a@b.example",))


@given(st.text(max_size=300), st.text(max_size=80), st.text(max_size=40))
def test_any_text(text: str, subject: str, sender: str) -> None:
    bounce_details(text, report(text), subject)
    found = kind(subject, sender, text, report(text), content_type=subject, auto_submitted=sender)
    assert found in {None, "bounce", "auto_reply", "newsletter", "bulk"}
