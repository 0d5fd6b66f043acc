"""The key of an encrypted profile: in the system keyring, else under a passphrase, else in a file only this user can read.

`profile.json` in the profile folder says which of the three it is; it never holds the key itself (a passphrase wraps it
with scrypt and AES-GCM). The key file lies outside the profile, so that a copied or lost profile folder stays unreadable.
"""

import base64
import json
import os
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import platformdirs

from app.domain.errors import BadInput, KeyUnavailable, ProfileDamaged
from app.domain.text import N_

SERVICE = "toonbank"
_SCRYPT_N = 2**15
"""Cost of the passphrase: about 0.1 s and 32 MB."""


class KeyHome(StrEnum):
    """Where the key of a profile is kept."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a method, not a secret
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile folder and its key."""

    folder: Path
    id: str
    key: bytes
    home: KeyHome


def open_profile(folder: Path, passphrase: Callable[[], str | None]) -> Profile:
    """Return the profile in `folder`, made anew when the folder is empty or not there.

    `passphrase` is asked only when needed (None: there is none). Raises KeyUnavailable, BadInput or ProfileDamaged.
    """
    described = folder / "profile.json"
    if described.exists():
        return _open(folder, _load(described), passphrase)
    if folder.exists() and any(entry.name not in ("lock", "profile.json.part") for entry in folder.iterdir()):
        raise BadInput(N_("The folder {folder} holds other files and no Toonbank profile; choose an empty one."), folder=folder)
    return _create(folder, passphrase)


def _load(described: Path) -> dict[str, str]:
    try:
        data = json.loads(described.read_text(encoding="utf-8"))
        return {"id": str(data["id"]), "home": str(KeyHome(data["home"])), **{k: str(data[k]) for k in ("salt", "wrapped") if k in data}}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ProfileDamaged(N_("The description of this profile (profile.json) cannot be read; put it back from a backup.")) from error


def _open(folder: Path, data: dict[str, str], passphrase: Callable[[], str | None]) -> Profile:
    home = KeyHome(data["home"])
    if home is KeyHome.KEYRING:
        key = _from_keyring(data["id"])
    elif home is KeyHome.PASSPHRASE:
        key = _unwrap(data, passphrase())
    else:
        key = _from_file(data["id"])
    return Profile(folder, data["id"], key, home)


def _create(folder: Path, passphrase: Callable[[], str | None]) -> Profile:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    identity, key = uuid.uuid4().hex, secrets.token_bytes(32)
    described: dict[str, str] = {"format": "1", "id": identity, "created": datetime.now(UTC).isoformat(timespec="seconds")}
    chosen = os.environ.get("TOONBANK_PASSPHRASE")
    if chosen:
        home = KeyHome.PASSPHRASE
        described |= _wrap(key, chosen)
    elif keyring_works() and _to_keyring(identity, key):
        home = KeyHome.KEYRING
    elif asked := passphrase():
        home = KeyHome.PASSPHRASE
        described |= _wrap(key, asked)
    else:
        home = KeyHome.FILE
        _to_file(identity, key)
    described["home"] = home
    write_quietly(folder / "profile.json", json.dumps(described, indent=1).encode())
    return Profile(folder, identity, key, home)


def write_quietly(path: Path, content: bytes) -> None:
    """Write a small file whole or not at all, readable by this user only."""
    part = path.with_name(path.name + ".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


# -- keyring


def keyring_works() -> bool:
    """Say whether a real keyring answers; back ends that keep plain text are refused."""
    try:
        import keyring

        backend = keyring.get_keyring()
    except Exception:  # noqa: BLE001 - back ends are plug-ins and raise what they like
        return False
    return not type(backend).__module__.startswith(("keyring.backends.fail", "keyring.backends.null", "keyrings.alt"))


def keyring_get(name: str) -> str | None:
    """Return a secret from the keyring or None; raises KeyUnavailable when no keyring answers."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name)
    except (KeyringError, RuntimeError, OSError) as error:
        raise KeyUnavailable(
            N_("The system keyring, which holds the key of this profile, does not answer. Nothing was changed.")
        ) from error


def keyring_put(name: str, secret: str) -> bool:
    """Keep a secret in the keyring; False when it refuses."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, name, secret)
        return keyring.get_password(SERVICE, name) == secret
    except (KeyringError, RuntimeError, OSError):
        return False


def keyring_delete(name: str) -> None:
    """Forget a secret; no error when it was not there."""
    import contextlib

    import keyring
    from keyring.errors import KeyringError

    with contextlib.suppress(KeyringError, RuntimeError, OSError):
        keyring.delete_password(SERVICE, name)


def _to_keyring(identity: str, key: bytes) -> bool:
    return keyring_put(identity, base64.b64encode(key).decode())


def _from_keyring(identity: str) -> bytes:
    if not keyring_works():
        raise KeyUnavailable(
            N_("There is no system keyring here, and it holds the key of this profile. Nothing was changed; log in to your desktop first.")
        )
    stored = keyring_get(identity)
    if stored is None:
        raise KeyUnavailable(
            N_("The system keyring has no key for this profile. Nothing was changed; restore a backup with its passphrase.")
        )
    return base64.b64decode(stored)


# -- passphrase


def _derive(passphrase: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, n=_SCRYPT_N, r=8, p=1).derive(passphrase.encode())


def _wrap(key: bytes, passphrase: str) -> dict[str, str]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    wrapped = nonce + AESGCM(_derive(passphrase, salt)).encrypt(nonce, key, b"toonbank")
    return {"salt": base64.b64encode(salt).decode(), "wrapped": base64.b64encode(wrapped).decode()}


def _unwrap(data: dict[str, str], passphrase: str | None) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if not passphrase:
        raise KeyUnavailable(
            N_("This profile is protected by a passphrase. Give it in the window, or in TOONBANK_PASSPHRASE for a command.")
        )
    try:
        wrapped = base64.b64decode(data["wrapped"])
        return AESGCM(_derive(passphrase, base64.b64decode(data["salt"]))).decrypt(wrapped[:12], wrapped[12:], b"toonbank")
    except InvalidTag as error:
        raise KeyUnavailable(N_("That is not the passphrase of this profile. Nothing was changed.")) from error
    except (KeyError, ValueError) as error:
        raise ProfileDamaged(N_("The description of this profile (profile.json) cannot be read; put it back from a backup.")) from error


# -- file


def _key_file(identity: str) -> Path:
    return Path(platformdirs.user_config_dir("toonbank", appauthor=False)) / "keys" / f"{identity}.key"


def _to_file(identity: str, key: bytes) -> None:
    target = _key_file(identity)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_quietly(target, base64.b64encode(key))


def _from_file(identity: str) -> bytes:
    try:
        return base64.b64decode(_key_file(identity).read_bytes())
    except (OSError, ValueError) as error:
        raise KeyUnavailable(
            N_("The key file of this profile is not there: {file}. Nothing was changed; put the file back, or restore a backup."),
            file=_key_file(identity),
        ) from error


def wrap_for_backup(key: bytes, passphrase: str) -> bytes:
    """Return a profile description under which the key opens with this passphrase (it travels inside a backup)."""
    return json.dumps({"format": "1", "id": uuid.uuid4().hex, "home": KeyHome.PASSPHRASE, **_wrap(key, passphrase)}).encode()
