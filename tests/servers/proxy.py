"""A TCP proxy on loopback that spoils a connection: cuts it after so many bytes, lets it stall, or slips in garbage."""

import contextlib
import socket
import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """What to do to a connection; numbers count bytes from the server to the client (`cut_up_after`: the other way). None: nothing."""

    cut_after: int | None = None
    stall_after: int | None = None
    inject_after: int | None = None
    garbage: bytes = b""
    cut_up_after: int | None = None


class Proxy:
    """Forwards connections to 127.0.0.1:`target`. `plan` holds for connections that begin from now on; also a context manager."""

    def __init__(self, target: int, plan: Plan | None = None) -> None:
        self.target = target
        self.plan = plan or Plan()
        self.bytes_down = 0
        self.connections = 0
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._run(self._accept)

    def __enter__(self) -> "Proxy":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Close every connection and end every thread."""
        self._over.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for sock in self._open:
                _hang_up(sock)
        for thread in self._threads:
            thread.join(5)

    def _run(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                return
            self.connections += 1
            with self._lock:
                self._open += [client, server]
            self._run(self._down, server, client, self.plan)
            self._run(self._up, client, server, self.plan)

    def _up(self, client: socket.socket, server: socket.socket, plan: Plan) -> None:
        passed = 0
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                if plan.cut_up_after is not None and passed + len(data) >= plan.cut_up_after:
                    server.sendall(data[: plan.cut_up_after - passed])
                    break
                server.sendall(data)
                passed += len(data)
        _hang_up(server)
        _hang_up(client)

    def _down(self, server: socket.socket, client: socket.socket, plan: Plan) -> None:
        passed = 0
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                start, passed = passed, passed + len(data)
                self.bytes_down += len(data)
                if plan.inject_after is not None and start <= plan.inject_after < passed:
                    at = plan.inject_after - start
                    data = data[:at] + plan.garbage + data[at:]
                if plan.cut_after is not None and passed >= plan.cut_after:
                    client.sendall(data[: max(0, plan.cut_after - start)])
                    break
                if plan.stall_after is not None and passed >= plan.stall_after:
                    client.sendall(data[: max(0, plan.stall_after - start)])
                    self._over.wait(60)
                    break
                client.sendall(data)
        _hang_up(client)
        _hang_up(server)


def _hang_up(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)  # wakes the thread that reads from it
    sock.close()  # with unread bytes this is a reset, which a sender feels at once
