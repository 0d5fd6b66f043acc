"""A real Dovecot for tests: on loopback, as an unprivileged user, everything in one temporary folder.

Every user name is accepted with the one password and has a Maildir of its own, so that one server serves many tests.
"""

import base64
import contextlib
import grp
import hmac
import itertools
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import weakref
from collections.abc import Iterable
from pathlib import Path

from app.domain.account import LoginKind, MailAccount, Security, ServerAddress
from tests.servers.certificates import make_certificate

PASSWORD = "kiln-glaze-1280"
FOLDERS = ("Sent", "Drafts", "Junk", "Trash", "Archive")
_TOKEN_KEY = b"a key for the tokens of the test server"

_CONFIG = """
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/dovecot.log
protocols = imap
listen = 127.0.0.1
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_vsz_limit = 1G
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{home}/mail/%u
mail_max_userip_connections = 100
mailbox_idle_check_interval = 1 secs
ssl = yes
ssl_cert = <{cert}
ssl_key = <{key}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  process_min_avail = 0
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
  mailbox Drafts {{
    auto = subscribe
    special_use = \\Drafts
  }}
  mailbox Junk {{
    auto = subscribe
    special_use = \\Junk
  }}
  mailbox Trash {{
    auto = subscribe
    special_use = \\Trash
  }}
  mailbox Archive {{
    auto = subscribe
    special_use = \\Archive
  }}
}}
"""


def dovecot_missing() -> str:
    """Return why Dovecot cannot run here, or "" when it can."""
    return "" if _binary() else "no dovecot binary (Debian: dovecot-imapd)"


def _binary() -> str | None:
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


class Dovecot:
    """A Dovecot that runs between `start` and `stop`; also a context manager."""

    host = "localhost"
    password = PASSWORD

    def __init__(self) -> None:
        self._owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        self.home = Path(tempfile.mkdtemp(prefix="dove-", dir="/tmp"))
        self._remove = weakref.finalize(self, shutil.rmtree, self.home, ignore_errors=True)
        self.certificate, self._key = make_certificate(self.home, "localhost", "127.0.0.1")
        self._process: subprocess.Popen[bytes] | None = None
        self._kill: weakref.finalize[..., object] | None = None
        self._names = itertools.count(1)
        self._users = itertools.count(1)
        self.port = self.tls_port = 0

    def __enter__(self) -> "Dovecot":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._remove()

    def start(self) -> "Dovecot":
        """Start, and return when both ports answer; a port taken by somebody else in between is tried anew."""
        for _ in range(3):
            self.port, self.tls_port = _free_port(), _free_port()
            self._write_config()
            self._launch()
            if self._answers(10):
                return self
            self.stop()
        raise RuntimeError(f"Dovecot did not start:\n{self.log()}")

    def stop(self) -> None:
        """Stop the server with all its processes."""
        if self._kill is not None:
            self._kill()

    def log(self) -> str:
        """Return what the server logged."""
        path = self.home / "dovecot.log"
        return path.read_text(errors="replace") if path.exists() else ""

    # -- mailboxes
    def new_user(self) -> str:
        """Return a user name with an empty mailbox."""
        return f"shop{next(self._users)}"

    def account(self, user: str = "shop", security: Security = Security.TLS, *, kind: LoginKind = LoginKind.PASSWORD) -> MailAccount:
        """Return an account for a user of this server that trusts its certificate."""
        port = self.tls_port if security is Security.TLS else self.port
        address = ServerAddress(self.host, port, security, "" if security is Security.PLAIN else str(self.certificate))
        return MailAccount("shop", f"{user}@shop.example", user, address, login_kind=kind)

    def token(self, user: str) -> str:
        """Return an XOAUTH2 token that lets this user in."""
        parts = [{"alg": "HS256", "typ": "JWT"}, {"sub": user, "iat": 1, "exp": 4_000_000_000}]
        signed = b".".join(_base64url(json.dumps(part).encode()) for part in parts)
        return (signed + b"." + _base64url(hmac.digest(_TOKEN_KEY, signed, "sha256"))).decode()

    def maildir(self, user: str = "shop", folder: str = "INBOX") -> Path:
        """Return a folder's Maildir, made when it was not there."""
        root = self.home / "mail" / user
        path = root if folder == "INBOX" else root / f".{folder}"
        for part in ("cur", "new", "tmp"):
            (path / part).mkdir(parents=True, exist_ok=True)
        for made in (self.home / "mail", root, path, path / "cur", path / "new", path / "tmp"):
            self._give(made)
        return path

    def deliver(self, raw: bytes, user: str = "shop", folder: str = "INBOX", flags: str = "") -> None:
        """Put one mail into a mailbox, as a delivery agent would. `flags` are Maildir letters such as "S" (seen)."""
        self.put_many([raw], user, folder, flags)

    def put_many(self, raws: Iterable[bytes], user: str = "shop", folder: str = "INBOX", flags: str = "", *, sizes: bool = True) -> None:
        """Put mails straight into the Maildir, in order. Without `sizes` the server has to find out the sizes itself."""
        maildir = self.maildir(user, folder)
        for raw in raws:
            on_the_wire = len(raw) + raw.count(b"\n") - raw.count(b"\r\n")
            size = f",S={len(raw)},W={on_the_wire}" if sizes else ""
            name = f"{1_700_000_000 + next(self._names)}.M1P1.test{size}:2,{flags}"
            path = maildir / "tmp" / name
            path.write_bytes(raw)
            self._give(path)
            path.rename(maildir / "cur" / name)

    def raws(self, user: str = "shop", folder: str = "INBOX") -> list[tuple[str, bytes]]:
        """Return (Maildir flags, bytes) of the mails of a folder as they lie on the disk."""
        maildir = self.maildir(user, folder)
        files = sorted([*(maildir / "cur").iterdir(), *(maildir / "new").iterdir()])
        return [(path.name.partition(":2,")[2], path.read_bytes()) for path in files]

    def renumber(self, user: str = "shop") -> None:
        """Give the INBOX a new UIDVALIDITY and new UIDs, as a restored server does."""
        uidlist = self.maildir(user) / "dovecot-uidlist"
        before = int(re.search(r" V(\d+)", uidlist.read_text())[1])  # type: ignore[index]
        for path in self.maildir(user).glob("dovecot*"):
            path.unlink()
        uidlist.write_text(f"3 V{before + 1} N1 G{before:032x}\n")
        self._give(uidlist)

    # -- running
    def _give(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, self._owner.pw_uid, self._owner.pw_gid)

    def _write_config(self) -> None:
        group = grp.getgrgid(self._owner.pw_gid).gr_name
        self._write_token_key()
        config = _CONFIG.format(
            home=self.home, user=self._owner.pw_name, group=group, uid=self._owner.pw_uid, gid=self._owner.pw_gid,
            cert=self.certificate, key=self._key, password=PASSWORD, port=self.port, tls_port=self.tls_port,
        )  # fmt: skip
        (self.home / "dovecot.conf").write_text(config)
        for folder in (self.home / "run", self.home / "mail"):
            folder.mkdir(exist_ok=True)
        for path in (self.home, *self.home.iterdir()):
            self._give(path)

    def _write_token_key(self) -> None:
        folder = self.home / "tokens" / "default" / "HS256"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "default").write_bytes(base64.b64encode(_TOKEN_KEY))
        for path in (folder, folder.parent, folder.parent.parent, folder / "default"):
            self._give(path)
        lines = (
            "introspection_mode = local",
            f"local_validation_key_dict = fs:posix:prefix={self.home}/tokens/",
            "username_attribute = sub",
        )
        (self.home / "oauth2.conf").write_text("\n".join(lines) + "\n")

    def _launch(self) -> None:
        binary = _binary()
        assert binary is not None
        command = [binary, "-F", "-c", str(self.home / "dovecot.conf")]
        setpriv = shutil.which("setpriv")
        if setpriv:  # it dies with the tests, even when they are killed
            command = [setpriv, "--pdeathsig", "TERM", *command]
        who = {"user": self._owner.pw_uid, "group": self._owner.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        with (self.home / "output").open("wb") as output:
            self._process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True, **who)
        self._kill = weakref.finalize(self, _end, self._process)

    def _answers(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end and self._process is not None and self._process.poll() is None:
            if _greets(self.port) and _connects(self.tls_port):
                return True
            time.sleep(0.02)  # between two attempts of a bounded loop
        return False


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _connects(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def _greets(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as sock:
            return sock.recv(4) == b"* OK"
    except OSError:
        return False


def _base64url(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")
