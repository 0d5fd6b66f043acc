"""Which folder of a mailbox is which: by SPECIAL-USE (RFC 6154), else by the names that mail programs give in nl, en, de and fr."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.domain.account import RemoteFolder

_SPECIAL_USE = {"\\sent": "sent", "\\archive": "archive", "\\junk": "junk", "\\trash": "trash", "\\drafts": "drafts", "\\inbox": "inbox"}
_UNUSABLE = frozenset({"\\noselect", "\\nonexistent"})

_NAMES = {
    "sent": (
        "sent", "sent items", "sent messages", "sent mail", "sent-mail",
        "verzonden", "verzonden items", "verzonden berichten", "verstuurd", "verzonden objecten",
        "gesendet", "gesendete elemente", "gesendete objekte", "gesendete nachrichten",
        "envoyés", "éléments envoyés", "messages envoyés", "objets envoyés", "courrier envoyé",
    ),
    "archive": ("archive", "archives", "archief", "gearchiveerd", "archiv", "archivées", "éléments archivés"),
    "junk": (
        "junk", "spam", "junk e-mail", "junk email", "junk mail", "bulk mail", "ongewenst", "ongewenste e-mail", "ongewenste mail",
        "ongewenste reclame", "spamverdacht", "unerwünscht", "junk-e-mail", "courrier indésirable", "indésirables", "pourriel",
    ),
    "trash": (
        "trash", "bin", "deleted items", "deleted messages", "prullenbak", "prullenmand", "verwijderde items", "verwijderd",
        "papierkorb", "gelöscht", "gelöschte elemente", "gelöschte objekte", "corbeille", "éléments supprimés", "messages supprimés",
    ),
    "drafts": ("drafts", "draft", "concepten", "concept", "entwürfe", "brouillons", "brouillon"),
}  # fmt: skip
_RANKS = {name: (role, rank) for role, names in _NAMES.items() for rank, name in enumerate(names)}


class ListedFolder(NamedTuple):
    """A folder as LIST gave it: attributes such as `\\Sent`, the delimiter ("" for none) and the name."""

    attributes: tuple[str, ...]
    delimiter: str
    name: str


def with_roles(listed: Sequence[ListedFolder]) -> list[RemoteFolder]:
    """Return the folders that can be opened, INBOX first. A role is given at most once: by attribute, else to the best-known name."""
    usable = [folder for folder in listed if not _UNUSABLE & {a.lower() for a in folder.attributes}]
    roles = {folder.name: "inbox" for folder in usable if folder.name.upper() == "INBOX"}
    for folder, role in _by_attribute(usable):
        if folder.name not in roles and role not in roles.values():
            roles[folder.name] = role
    for _, role, name in sorted(_by_name(usable)):
        if name not in roles and role not in roles.values():
            roles[name] = role
    folders = [RemoteFolder(folder.name, roles.get(folder.name, "")) for folder in usable]
    return sorted(folders, key=lambda folder: folder.role != "inbox")


def _by_attribute(folders: Iterable[ListedFolder]) -> list[tuple[ListedFolder, str]]:
    found = [(folder, _SPECIAL_USE.get(attribute.lower())) for folder in folders for attribute in folder.attributes]
    return [(folder, role) for folder, role in found if role]


def _by_name(folders: Iterable[ListedFolder]) -> list[tuple[int, str, str]]:
    known = [(folder, _RANKS.get(_own_name(folder).casefold())) for folder in folders]
    return [(found[1], found[0], folder.name) for folder, found in known if found]


def _own_name(folder: ListedFolder) -> str:
    """Return the name without `INBOX.` or `[Gmail]/`; "" for a deeper folder (a customer's folder called "Archive" is not the archive)."""
    parts = folder.name.split(folder.delimiter) if folder.delimiter else [folder.name]
    inside = len(parts) == 2 and (parts[0].upper() == "INBOX" or parts[0].startswith("["))
    return parts[-1] if inside or len(parts) == 1 else ""
