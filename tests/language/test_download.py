"""Fetching a model file from a server on this machine that breaks off, lies, and hands on elsewhere."""

import contextlib
import hashlib
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.domain.engines import KnownModel, ModelKind
from app.domain.errors import Cancelled, EngineError, StorageFull
from app.language.download import SPARE, download, make_offer, partial_of
from app.language.known_models import KNOWN

BODY = b"GGUF\x03\x00\x00\x00" + bytes(range(256)) * 4000
DIGEST = hashlib.sha256(BODY).hexdigest()
MODEL = KnownModel("Clay-1B", ModelKind.CHAT, "Apache-2.0", "clay.gguf", len(BODY), True, DIGEST, 1, 1.0, ("nl",), path="/clay")


class Server(ThreadingHTTPServer):
    """Gives `body`. `cut`: bytes after which a connection is closed, once each; `moved`: where it hands on to; `stated`: a false size."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.body, self.cut, self.moved, self.stated, self.status, self.ranges = BODY, [], "", 0, 0, True
        self.asked: list[dict[str, str]] = []
        self.place = f"127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self):
        server = self.server
        server.asked.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
        if server.moved and not self.path.startswith("/there"):
            return self.answer(302, Location=server.moved)
        if server.status:
            return self.answer(server.status)
        wanted = self.headers.get("Range", "") if server.ranges else ""
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        whole = server.stated or len(server.body)
        part = server.body[start:]
        if wanted and not part:
            return self.answer(416)
        span = {"Content-Range": f"bytes {start}-{whole - 1}/{whole}"} if wanted else {}
        self.answer(206 if wanted else 200, **{"Content-Length": str(whole - start)}, **span)
        with contextlib.suppress(OSError):
            self.wfile.write(part[: server.cut.pop(0)] if server.cut else part)
        return None

    def answer(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join(5)


class Permits:
    """Writes down which hosts were allowed, and that it ended."""

    def __init__(self):
        self.hosts, self.ended = [], 0

    @contextlib.contextmanager
    def __call__(self, hosts):
        self.hosts.append(sorted(set(hosts)))
        try:
            yield
        finally:
            self.ended += 1


@pytest.fixture
def permits():
    return Permits()


@pytest.fixture
def offer(server, tmp_path):
    return make_offer(replace(MODEL, hosts=(server.place,)), tmp_path / "models")


def test_a_file_is_fetched_whole_and_checked(server, offer, permits):
    heard = []
    path = download(offer, permits, lambda done, total, what: heard.append((done, total)), secure=False)
    assert path.read_bytes() == BODY
    assert not partial_of(path).exists()
    assert heard[-1] == (len(BODY), len(BODY))
    assert (permits.hosts, permits.ended) == ([["127.0.0.1"]], 1)


def test_nothing_about_the_shop_is_told(server, offer, permits):
    download(offer, permits, secure=False)
    assert set(server.asked[0]) == {"path", "host", "user-agent", "accept-encoding"}
    assert server.asked[0]["user-agent"] == "Toonbank"


def test_what_breaks_off_goes_on_where_it_stopped(server, offer, permits):
    server.cut = [300_000, 200_000]
    assert download(offer, permits, secure=False).read_bytes() == BODY
    assert [asked.get("range") for asked in server.asked] == [None, "bytes=300000-", "bytes=500000-"]


def test_a_server_that_breaks_off_again_and_again_is_left_with_what_there_is(server, offer, permits):
    server.cut = [1000, 1000, 1000, 1000, 1000, 1000]
    with pytest.raises(EngineError, match="broke off"):
        download(offer, permits, secure=False)
    assert partial_of(offer.target).stat().st_size == 4000
    server.cut = []
    again = make_offer(offer.model, offer.target.parent)
    assert again.done == 4000
    assert download(again, permits, secure=False).read_bytes() == BODY
    assert server.asked[-1]["range"] == "bytes=4000-"


def test_a_server_that_cannot_go_on_begins_anew(server, offer, permits):
    server.cut, server.ranges = [5000], False
    assert download(offer, permits, secure=False).read_bytes() == BODY


def test_stopping_keeps_what_is_there(server, offer, permits):
    with pytest.raises(Cancelled):
        download(offer, permits, cancelled=lambda: partial_of(offer.target).exists(), secure=False)
    assert 0 < partial_of(offer.target).stat().st_size < len(BODY)
    assert permits.ended == 1


def test_a_lie_about_the_size_is_refused_before_a_byte_is_kept(server, offer, permits):
    server.stated = len(BODY) + 7
    with pytest.raises(EngineError, match="another size"):
        download(offer, permits, secure=False)
    assert not partial_of(offer.target).exists()


def test_more_bytes_than_were_announced_are_not_taken(server, offer, permits):
    server.body, server.stated = BODY + b"more" * 1000, len(BODY)
    assert download(offer, permits, secure=False).read_bytes() == BODY


def test_another_file_of_the_same_size_is_thrown_away(server, offer, permits):
    server.body = BODY[:-1] + b"\x00"
    with pytest.raises(EngineError, match="checksum differs"):
        download(offer, permits, secure=False)
    assert not offer.target.exists()
    assert not partial_of(offer.target).exists()


def test_a_partial_file_that_is_too_long_is_thrown_away(server, offer, permits):
    offer.target.parent.mkdir()
    partial_of(offer.target).write_bytes(bytes(len(BODY) + 5))
    with pytest.raises(EngineError, match="another size"):
        download(offer, permits, secure=False)
    assert download(offer, permits, secure=False).read_bytes() == BODY


@pytest.mark.parametrize(
    "elsewhere", ["http://tracker.example/there", "ftp://127.0.0.1/there", "file:///etc/passwd", "//tracker.example/x"]
)
def test_a_host_that_was_not_shown_is_not_followed(server, offer, permits, elsewhere):
    server.moved = elsewhere
    with pytest.raises(EngineError, match="not shown to you"):
        download(offer, permits, secure=False)
    assert len(server.asked) == 1


def test_a_way_without_encryption_is_not_followed(server, offer, permits):
    from app.language.download import _Fetch

    fetch = _Fetch(offer, partial_of(offer.target), None, None, secure=True)
    with pytest.raises(EngineError, match="not shown to you"):
        fetch._followed(f"https://{server.place}/clay", f"http://{server.place}/there")


def test_a_host_that_was_shown_is_followed(server, offer, permits):
    other = Server()
    thread = threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        server.moved = f"http://{other.place}/there?signature=1"
        offer = replace(offer, other_hosts=(other.place,))
        assert download(offer, permits, secure=False).read_bytes() == BODY
        assert other.asked[0]["path"] == "/there?signature=1"
    finally:
        other.shutdown()
        other.server_close()
        thread.join(5)


def test_going_round_in_circles_ends(server, offer, permits):
    server.moved = "/round"
    with pytest.raises(EngineError, match="does not give"):
        download(offer, permits, secure=False)


def test_a_refusal_is_said(server, offer, permits):
    server.status = 404
    with pytest.raises(EngineError, match="answer 404"):
        download(offer, permits, secure=False)


def test_no_server_at_all_is_said(tmp_path, permits):
    offer = make_offer(replace(MODEL, hosts=("127.0.0.1:1",)), tmp_path)
    with pytest.raises(EngineError, match="cannot be reached"):
        download(offer, permits, secure=False)


def test_a_full_disk_is_said_before_anything_is_asked(server, offer, permits):
    with pytest.raises(StorageFull, match="not enough room"):
        download(replace(offer, free=len(BODY) + SPARE - 1), permits, secure=False)
    assert server.asked == []


def test_a_file_that_is_there_is_not_fetched_again(server, offer, permits):
    download(offer, permits, secure=False)
    download(offer, permits, secure=False)
    assert len(server.asked) == 1


def test_what_is_not_offered_is_said(tmp_path):
    hybrid = next(model for model in KNOWN if not model.path)
    with pytest.raises(EngineError, match="not offered"):
        make_offer(hybrid, tmp_path)
