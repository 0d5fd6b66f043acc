"""What Meta writes into messages itself, and the repair of its damaged text.

Every string of a Meta JSON export holds UTF-8 bytes written as characters U+0000 to U+00FF ("cafÃ©" for "café"); some
converters and end-to-end encrypted downloads are right already. So each string is repaired once, and only where it can be.
"""

import re

DELETED_PEOPLE = frozenset(
    """facebook user|facebookuser|facebook-gebruiker|facebookgebruiker|facebook-nutzer|facebook-nutzerin|utilisateur facebook
    |utilisateur de facebook|utilisatrice facebook|usuario de facebook|utente di facebook|utilizador do facebook|usuário do facebook
    |instagram user|instagram-gebruiker|instagramgebruiker|instagram-nutzer|utilisateur instagram|utilisateur d’instagram
    |usuario de instagram|utente di instagram|usuário do instagram|instagrammer""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
"""What people are called who left; they are many, and none of them is a person by that name."""

_NOISE_SHAPES = (
    r"Liked a message",
    r"Reacted .{1,16} to (?:your|a) message",
    r"(?:Vond een bericht leuk|(?:Heeft )?een bericht leuk gevonden)",
    r"(?:Heeft gereageerd met|Reageerde met) .{1,16} op (?:je|een) bericht",
    r"(?:Gefällt eine Nachricht|Hat eine Nachricht mit „Gefällt mir“ markiert)",
    r"Hat (?:mit )?.{1,16} auf (?:deine|eine) Nachricht reagiert",
    r"A aimé (?:un|votre|ton) message",
    r"A réagi .{1,24} à (?:votre|ton|un) message",
)
_NOISE = re.compile(rf"(?:{'|'.join(_NOISE_SHAPES)})\.?\s*\Z")
_NOISE_STARTS = ("Liked a", "Reacted ", "Vond een", "Heeft ", "een beri", "Reageerd", "Gefällt ", "Hat ", "A aimé ", "A réagi ")

_SENT = (
    "sent an attachment",
    "heeft een bijlage gestuurd",
    "heeft een bijlage verzonden",
    "hat einen Anhang gesendet",
    "hat einen Anhang geschickt",
    "a envoyé une pièce jointe",
)
_SENT_ENDS = (*_SENT, *(f"{words}." for words in _SENT))

_ACTS = (
    r"(?:created|named|left|joined) the group",
    r"(?:added .+ to|removed .+ from) the group",
    r"changed the (?:group photo|group name|theme|chat theme)",
    r"set the (?:emoji|quick reaction|theme|nickname)|set .+ nickname",
    r"(?:pinned|unsent) a message",
    r"heeft de groep (?:gemaakt|aangemaakt|verlaten)|heeft de groep .+ (?:genoemd|gegeven)",
    r"heeft .+ (?:aan de groep toegevoegd|uit de groep verwijderd)",
    r"hat die Gruppe (?:erstellt|verlassen|.+ genannt)",
    r"hat .+ (?:zur Gruppe hinzugefügt|aus der Gruppe entfernt)",
    r"a (?:créé|nommé|quitté) le groupe",
    r"a (?:ajouté .+ au|retiré .+ du) groupe",
)
_GROUP_ACTS = re.compile(rf" (?:{'|'.join(_ACTS)})")
_EDITED = (" (edited)", " (bewerkt)", " (bearbeitet)", " (modifié)")


def repaired(text: str) -> str:
    """Return the text with Meta's damage undone, where it is that damage: once, or unchanged. Half characters that no file can hold
    become U+FFFD."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return text
    except UnicodeEncodeError:
        return _without_halves(text)


def _without_halves(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def is_gone(name: str) -> bool:
    """Say whether a name stands for people who deleted their account."""
    return not name or name.casefold() in DELETED_PEOPLE


def is_noise(text: str) -> bool:
    """Say whether the text tells only that somebody liked or reacted (Instagram writes those as messages)."""
    return text.startswith(_NOISE_STARTS) and _NOISE.match(text) is not None


def says_attachment(text: str) -> bool:
    """Say whether the text is the app's own "X sent an attachment."."""
    return text.endswith(_SENT_ENDS) and len(text) < 240 and "\n" not in text


def is_group_act(text: str, sender: str) -> bool:
    """Say whether the text tells what `sender` did to the group (named, left, added ...), as the app writes it."""
    return bool(sender) and text.startswith(sender) and _GROUP_ACTS.match(text, len(sender)) is not None


def without_edit_mark(text: str) -> str:
    """Return the text without Instagram's mark of an edited message; the text itself where there is none."""
    return next((text[: -len(mark)] for mark in _EDITED if text.endswith(mark)), text)


def thread_id(folder: str) -> str:
    """Return the part of a thread's folder that stays when people change their names: `anna_1034` -> `1034`."""
    slug, _, last = folder.rstrip("/").rpartition("/")[2].rpartition("_")
    return last or slug
