"""Errors that reach a person: one sentence that says what happened, what was kept, what to do.

Each error carries a gettext template and its parameters, so that the edge can say it in the person's language.
Parameters never hold customer text.
"""

from app.domain.text import N_, packed


class ToonbankError(Exception):
    """A failure with a sentence for a person. `template` is English and marked with `N_`; `params` fill its `{name}` fields."""

    default = N_("Something went wrong; nothing was changed.")

    def __init__(self, template: str | None = None, **params: object) -> None:
        self.template = template or self.default
        self.params = params
        super().__init__(self.template.format(**params) if params else self.template)

    @property
    def told(self) -> str:
        """The sentence as it is kept in a report or a draft: still to be translated by the edge (see `app.domain.text`)."""
        return packed(self.template, self.params)


class BadInput(ToonbankError):
    """A file, text or setting that cannot be used as it is."""


class WrongUse(ToonbankError):
    """A command or call with impossible arguments (exit code 2)."""


class NotFound(ToonbankError):
    """Something asked for by id or name that is not there."""


class ProfileBusy(ToonbankError):
    """Another process holds the profile for writing."""

    default = N_("Toonbank is already open on this profile; close it first, or use a reading command. Nothing was changed.")


class ProfileDamaged(ToonbankError):
    """The database cannot be opened or read."""


class KeyUnavailable(ToonbankError):
    """The key of an encrypted profile cannot be had: keyring missing or locked, passphrase missing or wrong."""


class StorageFull(ToonbankError):
    """The disk is full; the last batch was rolled back."""

    default = N_("The disk is full. Everything up to the last completed step is kept; make room and try again.")


class AccountError(ToonbankError):
    """A mail server that cannot be used; the subclass says why."""


class LoginRefused(AccountError):
    """The server answered, and refused the name, password or token."""


class ServerUnreachable(AccountError):
    """No connection: wrong host or port, offline, refused, timed out or cut off."""


class CertificateRefused(AccountError):
    """The server's TLS certificate is not valid for this host."""


class ConnectionRefusedByGuard(ToonbankError, OSError):
    """The network guard refused a host that the owner did not configure (an OSError too, so that libraries clean up)."""


class SendRefused(ToonbankError):
    """The server certainly did not take the message. `permanent` says whether trying again is useless."""

    def __init__(self, template: str | None = None, *, permanent: bool = False, **params: object) -> None:
        super().__init__(template, **params)
        self.permanent = permanent


class SendUnsure(ToonbankError):
    """The connection broke after the message was handed over: it may or may not have been taken."""


class NotApproved(ToonbankError):
    """A draft that may not leave: not approved, changed since, or a flag without its tick."""


class EngineError(ToonbankError):
    """A language model that cannot be loaded, crashed, or gave nothing usable."""


class Cancelled(ToonbankError):
    """The person asked to stop; what was complete is kept."""

    default = N_("Stopped. Everything that was complete is kept.")
