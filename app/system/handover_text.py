"""A handover as text in the shop's language, for a file, a mail to a colleague, or the clipboard."""

from collections.abc import Iterator, Sequence

from app.domain.handover import Deed, Happened, Packet
from app.domain.text import N_
from app.system.i18n import _, moment_text

_DEEDS = {
    Happened.ASKED: N_("asked"),
    Happened.ANSWERED: N_("answered"),
    Happened.PROMISED: N_("promised"),
    Happened.PROPOSED: N_("no source was found"),
    Happened.NOTED: N_("noted"),
}


def handover_text(packet: Packet) -> str:
    """Return the packet as plain text."""
    return "\n".join(_lines(packet)).strip() + "\n"


def deed_text(deed: Deed) -> str:
    """Return one thing that happened, in words."""
    who = f"{deed.by}: " if deed.by and deed.kind is not Happened.PROPOSED else ""
    return f"{moment_text(deed.at)} · {who}{_(_DEEDS[deed.kind])}" + (f": “{deed.text}”" if deed.text else "")


def _lines(packet: Packet) -> Iterator[str]:
    yield _("Handover: {customer}").format(customer=packet.customer)
    yield from (line for line in (packet.subject, ", ".join(packet.handles)) if line)
    yield ""
    yield from (_(line) for line in packet.summary)
    yield from _part(_("Why"), [_(r.why) + (f" (“{r.evidence}”)" if r.evidence else "") for r in packet.reasons])
    yield from _part(_("A word from your colleague"), [packet.note] if packet.note else [])
    yield from _part(_("Open"), list(packet.open_questions))
    yield from _part(_("Done until now"), [deed_text(deed) for deed in packet.deeds])
    yield from _part(_("Already told, do not ask again"), list(packet.told))
    yield from _part(_("Read on"), [link.title for link in packet.links if link.kind == "article"])
    yield from _part(_("You could begin with"), [packet.first_sentence])


def _part(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"- {line}" for line in lines)
