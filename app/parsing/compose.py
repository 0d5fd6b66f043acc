"""A reply as the bytes of a mail. Pure: the caller gives the time, the Message-ID and the words; nothing in them can add a header."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from html import escape

from app.domain.errors import BadInput
from app.domain.text import N_

MAX_REFERENCES = 20

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f.:IPv]{3,60}\]")
_NOT_IN_ID = re.compile(r"[^!-;=?-~]+")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reply is made of. Addresses are plain (`a@b`), ids without brackets, `sent_at` aware; `references` and `in_reply_to` are
    the answered mail's own references and its Message-ID; `ai_line` stands at the end ("" for none)."""

    sender_name: str
    sender_address: str
    to_name: str
    to_address: str
    subject: str
    text: str
    message_id: str
    sent_at: datetime
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    ai_line: str = ""
    language: str = ""


def compose_reply(reply: Reply) -> bytes:
    """Return the mail with CRLF line ends: plain text and the same words as simple HTML. Raises BadInput for an impossible address."""
    lines = [
        f"From: {_mailbox(reply.sender_name, reply.sender_address)}",
        f"To: {_mailbox(reply.to_name, reply.to_address)}",
        f"Subject: {_words(reply.subject, 'Subject')}",
        f"Date: {format_datetime(reply.sent_at)}",
        f"Message-ID: {_id(reply.message_id)}",
    ]
    if _id(reply.in_reply_to) != "<>":
        lines.append(f"In-Reply-To: {_id(reply.in_reply_to)}")
    thread = reference_chain(reply.references, reply.in_reply_to)
    if thread:
        lines.append("References: " + "\r\n ".join(_id(each) for each in thread))
    if reply.language.isascii() and reply.language.isalpha():
        lines.append(f"Content-Language: {reply.language}")
    head = "\r\n".join(line.replace("\r\n", "\n").replace("\n", "\r\n") for line in lines)
    return head.encode("ascii") + b"\r\n" + _body(reply)


def reference_chain(references: Sequence[str], parent: str) -> tuple[str, ...]:
    """Return the References of a reply: the parent's and the parent, each once, the root and the newest when there are too many."""
    chain = [each for each in dict.fromkeys(references) if each and each != parent]
    chain += [parent] if parent else []
    return tuple(chain if len(chain) <= MAX_REFERENCES else [chain[0], *chain[1 - MAX_REFERENCES :]])


def new_message_id(domain: str, draft_id: int, random_bytes: bytes) -> str:
    """Return a Message-ID (without brackets) for a draft that will leave under this domain; `random_bytes` make it unique."""
    return f"{draft_id}.{random_bytes.hex()}@{_ascii_domain(domain) or 'toonbank.invalid'}"


def _body(reply: Reply) -> bytes:
    text = _plain(reply.text)
    ai_line = _CONTROL.sub(" ", reply.ai_line).strip()
    mail = EmailMessage(policy=SMTP)
    mail.set_content(f"{text}\n\n{ai_line}\n" if ai_line else f"{text}\n", cte="quoted-printable")
    mail.add_alternative(_html(text, ai_line), subtype="html", cte="quoted-printable")
    mail.set_boundary(f"=_{hashlib.sha256((reply.message_id + text).encode('utf-8', 'replace')).hexdigest()[:32]}")
    return mail.as_bytes()


def _plain(text: str) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def _html(text: str, ai_line: str) -> str:
    paragraphs = [f"<p>{escape(each.strip(chr(10))).replace(chr(10), '<br>' + chr(10))}</p>" for each in text.split("\n\n") if each.strip()]
    if ai_line:
        paragraphs.append(f'<p style="color:#666666;font-size:85%">{escape(ai_line)}</p>')
    return "<!DOCTYPE html>\n<html><body>\n" + "\n".join(paragraphs) + "\n</body></html>\n"


def _mailbox(name: str, address: str) -> str:
    name = " ".join(_CONTROL.sub(" ", name).encode("utf-8", "replace").decode("utf-8").split())[:200]
    return formataddr((name, _address(address))).replace("\r\n", "\n")


def _address(address: str) -> str:
    local, _, domain = address.strip().rpartition("@")
    domain = _ascii_domain(domain)
    if not _LOCAL.fullmatch(local) or not domain:
        raise BadInput(N_("The address to send from or to is no mail address that can be written to; nothing was sent."))
    return f"{local}@{domain}"


def _ascii_domain(domain: str) -> str:
    """Return a domain in its ASCII form, "" where it is none."""
    try:
        ascii_form = domain if domain.isascii() else domain[:253].encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return ascii_form if _DOMAIN.fullmatch(ascii_form) and ".." not in ascii_form else ""


def _words(words: str, name: str) -> str:
    words = " ".join(_CONTROL.sub(" ", words).encode("utf-8", "replace").decode("utf-8").split())[:900]
    plain = words.isascii() and "=?" not in words
    return Header(words, "us-ascii" if plain else "utf-8", header_name=name).encode(linesep="\r\n")


def _id(value: str) -> str:
    return f"<{_NOT_IN_ID.sub('', value)[:900]}>"
