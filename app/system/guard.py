"""The network guard: this process may connect to the hosts the owner configured, and nowhere else.

An audit hook (PEP 578) sees every name look-up and connection before it happens and refuses the rest; each one is recorded
for the owner. Sockets within the machine's own kernel (Unix domain) are not connections and pass.
"""

import contextlib
import ipaddress
import socket
import sys
import threading
from collections import deque
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import Any

from app.domain.errors import ConnectionRefusedByGuard
from app.domain.text import N_
from app.domain.views import ConnectionRecord


class NetworkGuard:
    """The hosts that are allowed, and what was asked for. One per process: `guard`."""

    def __init__(self) -> None:
        self._allowed: set[str] = set()
        self._addresses: dict[str, str] = {}
        self._records: deque[ConnectionRecord] = deque(maxlen=10_000)
        self._lock = threading.Lock()
        self._installed = False
        self._lent = threading.local()
        self.active = False

    def install(self) -> None:
        """Start guarding (an audit hook stays for the life of the process; `active` switches it)."""
        self.active = True
        if self._installed:
            return
        self._installed = True
        real = socket.getaddrinfo

        def remembering(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
            found = real(host, port, *args, **kwargs)
            if self.active and _name(host) in self._allowed:
                self._addresses.update({str(entry[4][0]): _name(host) for entry in found})
            elif self.active and _name(host) in self._lent_hosts():
                self._lent.addresses.update({str(entry[4][0]): _name(host) for entry in found})
            return found

        socket.getaddrinfo = remembering
        sys.addaudithook(self._hook)

    def allow(self, hosts: Collection[str]) -> None:
        """Set the hosts the owner configured (names or addresses); earlier ones are forgotten."""
        self._allowed = {_name(host) for host in hosts if host}
        self._addresses = {address: host for address, host in self._addresses.items() if host in self._allowed}

    @contextlib.contextmanager
    def lend(self, hosts: Collection[str]) -> Iterator[None]:
        """Allow this thread, and no other, to connect to further hosts until the end of the context."""
        self._lent.hosts, self._lent.addresses = frozenset(_name(host) for host in hosts if host), {}
        try:
            yield
        finally:
            self._lent.hosts, self._lent.addresses = frozenset(), {}

    def _lent_hosts(self) -> frozenset[str]:
        return getattr(self._lent, "hosts", frozenset())

    def drain(self) -> list[ConnectionRecord]:
        """Return and forget the records since the last call, oldest first."""
        with self._lock:
            records = list(self._records)
            self._records.clear()
        return records

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.active or not event.startswith("socket."):
            return
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            self._judge_address(args[0], args[1])
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            self._judge_name(args[0], args[1] if len(args) > 1 else 0)

    def _judge_address(self, sock: Any, address: Any) -> None:
        if not isinstance(address, tuple) or len(address) < 2 or sock.family not in (socket.AF_INET, socket.AF_INET6):
            return
        host, port = _name(address[0]), int(address[1])
        if sys.platform == "win32" and _loopback(host):
            return  # Windows has no socket pairs: asyncio makes its own over loopback
        lent = getattr(self._lent, "addresses", {})
        known = host in self._allowed or host in self._addresses or host in lent or host in self._lent_hosts()
        self._record(self._addresses.get(host, lent.get(host, host)), port, allowed=known)

    def _judge_name(self, host: Any, port: Any) -> None:
        name = _name(host)
        if name in self._allowed or name in self._lent_hosts() or name == "" or _literal(name):
            return  # an address is judged when it is connected to
        self._record(name, _port(port), allowed=False)

    def _record(self, host: str, port: int, *, allowed: bool) -> None:
        with self._lock:
            self._records.append(ConnectionRecord(datetime.now(UTC), host, port, allowed, threading.current_thread().name))
        if not allowed:
            raise ConnectionRefusedByGuard(
                N_("Toonbank refused a connection to {host}: it is not one of the servers set up by the owner."), host=host
            )


def _name(host: Any) -> str:
    if isinstance(host, bytes | bytearray):
        host = host.decode("ascii", "replace")
    return str(host or "").rstrip(".").casefold()


def _port(port: Any) -> int:
    with contextlib.suppress(TypeError, ValueError):
        return int(port)
    return 0


def _literal(name: str) -> bool:
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(name.split("%")[0])
        return True
    return False


def _loopback(name: str) -> bool:
    return _literal(name) and ipaddress.ip_address(name.split("%")[0]).is_loopback


guard = NetworkGuard()


def shut() -> None:
    """Let this process connect to nothing at all: for worker processes that need no network."""
    guard.install()
