"""Where passwords of mail accounts are kept: the system keyring, or the encrypted database when there is none."""

from app.domain.errors import KeyUnavailable
from app.domain.store_ports import Store
from app.domain.text import N_
from app.system import keys


class KeyringSecrets:
    """SecretStore in the system keyring, per profile."""

    def __init__(self, profile_id: str) -> None:
        self._prefix = f"{profile_id}:"

    def get(self, name: str) -> str | None:
        """Return the secret, or None. Raises KeyUnavailable when the keyring does not answer."""
        return keys.keyring_get(self._prefix + name)

    def put(self, name: str, secret: str) -> None:
        """Keep the secret. Raises KeyUnavailable when the keyring refuses."""
        if not keys.keyring_put(self._prefix + name, secret):
            raise KeyUnavailable(N_("The system keyring refused to keep the password. The account is kept without it."))

    def delete(self, name: str) -> None:
        """Forget the secret."""
        keys.keyring_delete(self._prefix + name)


class StoreSecrets:
    """SecretStore in the settings of the encrypted database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: str) -> str | None:
        """Return the secret, or None."""
        with self._store.read() as reader:
            value = reader.setting(f"secret:{name}")
        return value if isinstance(value, str) else None

    def put(self, name: str, secret: str | None) -> None:
        """Keep the secret."""
        with self._store.write() as uow:
            uow.settings.put(f"secret:{name}", secret)
            uow.commit()

    def delete(self, name: str) -> None:
        """Forget the secret."""
        self.put(name, None)
