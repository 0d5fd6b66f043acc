"""The network guard refuses what the owner did not configure, and writes every attempt down."""

import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator

import pytest

from app.domain.errors import ConnectionRefusedByGuard
from app.system.guard import guard


@pytest.fixture
def armed() -> Iterator[None]:
    guard.install()
    guard.allow([])
    guard.drain()
    yield
    guard.active = False
    guard.allow([])


@pytest.fixture
def server() -> Iterator[tuple[str, int]]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[:2]


@pytest.mark.usefixtures("armed")
def test_a_host_that_is_not_configured_is_refused_and_recorded(server: tuple[str, int]) -> None:
    with pytest.raises(ConnectionRefusedByGuard, match=r"127\.0\.0\.1"):
        socket.create_connection(server, timeout=1)
    records = guard.drain()
    assert [(r.host, r.port, r.allowed) for r in records] == [("127.0.0.1", server[1], False)]
    assert guard.drain() == []


@pytest.mark.usefixtures("armed")
def test_a_configured_name_may_be_looked_up_and_connected_to(server: tuple[str, int]) -> None:
    guard.allow(["LocalHost"])
    socket.create_connection(("localhost", server[1]), timeout=1).close()
    assert ("localhost", server[1], True) in [(r.host, r.port, r.allowed) for r in guard.drain()]


@pytest.mark.usefixtures("armed")
def test_what_was_configured_once_is_refused_when_it_no_longer_is(server: tuple[str, int]) -> None:
    guard.allow(["localhost"])
    socket.create_connection(("localhost", server[1]), timeout=1).close()
    guard.allow(["mail.example"])
    with pytest.raises(ConnectionRefusedByGuard):
        socket.create_connection(("127.0.0.1", server[1]), timeout=1)


@pytest.mark.usefixtures("armed")
@pytest.mark.parametrize("host", ["tracker.example", b"tracker.example"])
def test_a_foreign_name_is_not_even_looked_up(host: str | bytes) -> None:
    with pytest.raises(ConnectionRefusedByGuard):
        socket.getaddrinfo(host, 443)
    with pytest.raises(ConnectionRefusedByGuard):
        socket.gethostbyname(host)
    assert {(r.host, r.allowed) for r in guard.drain()} == {("tracker.example", False)}


@pytest.mark.usefixtures("armed")
def test_datagrams_are_refused_too() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock, pytest.raises(ConnectionRefusedByGuard):
        sock.sendto(b"x", ("192.0.2.1", 53))


@pytest.mark.usefixtures("armed")
def test_libraries_see_an_ordinary_connection_error() -> None:
    with pytest.raises(OSError, match=r"collector\.example"):
        urllib.request.urlopen("http://collector.example/v1", timeout=1)


@pytest.mark.usefixtures("armed")
def test_sockets_within_the_machine_pass() -> None:
    left, right = socket.socketpair()
    left.close()
    right.close()
    assert guard.drain() == []


def test_every_command_is_guarded() -> None:
    code = """
import sys
import threading
from pathlib import Path
from app.bootstrap import open_counter
from app.domain.errors import NotFound
from app.system.guard import guard
try:
    open_counter(Path(sys.argv[1]), write=False, passphrase=lambda: None)
except NotFound:
    print(guard.active)
"""
    done = subprocess.run([sys.executable, "-c", code, "/nonexistent/profile"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


@pytest.mark.usefixtures("armed")
def test_a_host_that_is_lent_is_for_one_thread_and_one_while(server: tuple[str, int]) -> None:
    refused: list[Exception] = []

    def other() -> None:
        try:
            socket.create_connection(("localhost", server[1]), timeout=1).close()
        except ConnectionRefusedByGuard as error:
            refused.append(error)

    with guard.lend(["localhost"]):
        socket.create_connection(("localhost", server[1]), timeout=1).close()
        guard.allow([])  # accounts saved in the meantime change nothing
        socket.create_connection(("localhost", server[1]), timeout=1).close()
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert len(refused) == 1
    with pytest.raises(ConnectionRefusedByGuard):
        socket.create_connection(("localhost", server[1]), timeout=1)
    with pytest.raises(ConnectionRefusedByGuard):
        socket.create_connection(("127.0.0.1", server[1]), timeout=1)
    assert {(r.host, r.allowed) for r in guard.drain()} >= {("localhost", True), ("localhost", False)}
