"""A server on loopback that says what a test tells it to: for servers that are odd in ways no real one here is."""

import contextlib
import socket
import threading
from collections.abc import Callable

Answer = Callable[[bytes], bytes | None]
"""Given a line without its end, returns the bytes to say (b"": nothing), or None to hang up."""


class LineServer:
    """Greets every client and answers line by line. `heard` holds all lines; also a context manager."""

    def __init__(self, greeting: bytes, answer: Answer) -> None:
        self.heard: list[bytes] = []
        self._greeting, self._answer = greeting, answer
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> "LineServer":
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in self._open:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        for sock in self._open:
            sock.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._open.append(client)
                self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client, client.makefile("rb") as lines:
            client.sendall(self._greeting)
            for line in lines:
                self.heard.append(line.rstrip(b"\r\n"))
                answer = self._answer(self.heard[-1])
                if answer is None:
                    return
                client.sendall(answer)


def imap(answers: dict[str, bytes], capabilities: str = "IMAP4rev1") -> Answer:
    """Return the answers of a small IMAP server: a text by the beginning of a command, and "OK" after it unless it ends in a tagged line.

    In the texts, TAG stands for the command's tag, HANGUP ends the connection; after "+ " the server waits for more.
    """
    texts = {"CAPABILITY": f"* CAPABILITY {capabilities}\r\n".encode(), **answers}

    def answer(line: bytes) -> bytes | None:
        tag, _, command = line.partition(b" ")
        found = max((start for start in texts if command.upper().startswith(start.upper().encode())), key=len, default="")
        text = texts.get(found, b"").replace(b"TAG", tag)
        if b"HANGUP" in text:
            return None
        ended = text.startswith(b"+ ") or text.rsplit(b"\r\n", 2)[-2:][0].startswith(tag)
        return text if ended else text + tag + b" OK done\r\n"

    return answer
