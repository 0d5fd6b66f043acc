"""Fetch a model file from where the list says, on the owner's explicit word: resumable, checked, and from nowhere else.

The standard library's HTTP alone; no proxy of the environment, no cookies, nothing about the shop or the person in the request.
"""

import errno
import http.client
import ssl
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage
from urllib.parse import urljoin, urlsplit

from app.domain.engines import KnownModel, Match, Offer
from app.domain.errors import Cancelled, EngineError, StorageFull, ToonbankError
from app.domain.ports import CancelCheck, Progress
from app.domain.text import N_
from app.language.known_models import compare
from app.language.model_file import sha256_of
from app.language.resident import check_file

Permit = Callable[[Collection[str]], AbstractContextManager[None]]
"""Lets this thread connect to these hosts until the end of the context."""

SPARE = 500_000_000
"""Bytes that stay free on the disk."""
TRIES = 4
_TIMEOUT = 30.0
_PIECE = 256 * 1024
_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)

_NOT_OFFERED = N_("The model {name} is not offered for download; get its file where you trust it, and add it.")
_ELSEWHERE = N_("{host} wanted to hand the download on to {other}, which was not shown to you; it was stopped.")
_NO_SERVER = N_("{host} cannot be reached; nothing is lost, start the download again to go on.")
_BROKE_OFF = N_("The download broke off at {done} MB of {total} MB; what is here is kept, start it again to go on.")
_REFUSED = N_("{host} does not give the file {file} (answer {status}).")
_OTHER_SIZE = N_("{host} offers a file of another size than the known {name}; it was not downloaded.")
_WRONG = N_("The downloaded file is not the known {name}: its checksum differs. It was thrown away.")
_NO_ROOM = N_("The disk has not enough room: {needed} GB are needed and {free} GB are free. Nothing was downloaded.")


def make_offer(model: KnownModel, folder: Path) -> Offer:
    """Say what a download would be. Raises EngineError for a model without a place to get it from."""
    if not model.path or not model.hosts:
        raise EngineError(_NOT_OFFERED, name=model.name)
    target = folder / model.file
    partial = partial_of(target)
    room = next((place for place in (folder, *folder.parents) if place.exists()), Path("/"))
    done = target.stat().st_size if target.exists() else partial.stat().st_size if partial.exists() else 0
    return Offer(model, model.hosts[0], model.hosts[1:], target, done, disk_usage(room).free)


def partial_of(target: Path) -> Path:
    """Return where a file lies while it is not whole."""
    return target.with_name(target.name + ".partial")


def download(
    offer: Offer, permit: Permit, progress: Progress | None = None, cancelled: CancelCheck | None = None, *, secure: bool = True
) -> Path:
    """Fetch the file, going on where an earlier try stopped, and check it. Raises EngineError, StorageFull, Cancelled; what was
    fetched stays for the next try, unless its checksum is wrong."""
    if offer.target.exists():
        return offer.target
    if offer.free < offer.model.size - offer.done + SPARE:
        needed, free = (offer.model.size - offer.done + SPARE) / 1e9, offer.free / 1e9
        raise StorageFull(_NO_ROOM, needed=f"{needed:.1f}", free=f"{free:.1f}")
    offer.target.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_of(offer.target)
    with permit([host.partition(":")[0] for host in (offer.host, *offer.other_hosts)]):
        _Fetch(offer, partial, progress, cancelled, secure).whole()
    _check(offer.model, partial, progress, cancelled)
    partial.replace(offer.target)
    return offer.target


def _check(model: KnownModel, partial: Path, progress: Progress | None, cancelled: CancelCheck | None) -> None:
    """Throw away what is not the model."""
    try:
        check_file(partial)
        match = compare(partial.stat().st_size, sha256_of(partial, progress, cancelled), model.file, (model,))[0]
    except EngineError:
        match = Match.UNKNOWN
    right = match in (Match.KNOWN, Match.LIKELY) or (not model.exact and not model.sha256)
    if not right:
        partial.unlink()
        raise EngineError(_WRONG, name=model.name)


@dataclass(slots=True)
class _Fetch:
    """One download: several connections when they break off."""

    offer: Offer
    partial: Path
    progress: Progress | None
    cancelled: CancelCheck | None
    secure: bool
    total: int = 0

    def whole(self) -> None:
        """Fetch until the file is whole."""
        for _ in range(TRIES):
            before = self._have()
            if self._some():
                return
            if self._have() == before:
                break
        raise EngineError(_BROKE_OFF, done=self._have() // 1_000_000, total=(self.total or self.offer.model.size) // 1_000_000)

    def _some(self) -> bool:
        """Fetch what one connection gives; returns whether the file is whole."""
        try:
            with self._answer() as answer:
                self._take(answer)
        except ToonbankError:
            raise
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StorageFull from error
            if not self._have():
                raise EngineError(_NO_SERVER, host=self.offer.host) from error
        return self._have() == self.total

    def _have(self) -> int:
        return self.partial.stat().st_size if self.partial.exists() else 0

    @contextmanager
    def _answer(self) -> Iterator[http.client.HTTPResponse]:
        """Ask, and follow to hosts that were shown."""
        url = f"{'https' if self.secure else 'http'}://{self.offer.host}{self.offer.model.path}"
        for _ in range(_MOST_REDIRECTS):
            parts = urlsplit(url)
            connection = self._connection(parts.netloc)
            try:
                headers = {"User-Agent": "Toonbank", "Accept-Encoding": "identity"}
                if have := self._have():
                    headers["Range"] = f"bytes={have}-"
                connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers=headers)
                answer = connection.getresponse()
                if answer.status not in _REDIRECTS:
                    yield answer
                    return
                url = self._followed(url, answer.headers.get("Location", ""))
            finally:
                connection.close()
        raise EngineError(_REFUSED, host=self.offer.host, file=self.offer.model.file, status=302)

    def _connection(self, place: str) -> http.client.HTTPConnection:
        if self.secure:
            return http.client.HTTPSConnection(place, timeout=_TIMEOUT, context=ssl.create_default_context())
        return http.client.HTTPConnection(place, timeout=_TIMEOUT)

    def _followed(self, url: str, location: str) -> str:
        """Return where the server sends on to; raises EngineError for a host that was not shown, or a way without encryption."""
        target = urljoin(url, location)
        parts = urlsplit(target)
        if parts.netloc not in (self.offer.host, *self.offer.other_hosts) or parts.scheme != ("https" if self.secure else "http"):
            raise EngineError(_ELSEWHERE, host=urlsplit(url).netloc, other=f"{parts.scheme}://{parts.netloc}")
        return target

    def _take(self, answer: http.client.HTTPResponse) -> None:
        if answer.status == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            self.partial.unlink(missing_ok=True)  # longer than the file is: it was another one
            raise EngineError(_OTHER_SIZE, host=self.offer.host, name=self.offer.model.name)
        if answer.status not in (200, 206):
            raise EngineError(_REFUSED, host=self.offer.host, file=self.offer.model.file, status=answer.status)
        start, self.total = _range(answer, self._have())
        if not _right_size(self.offer.model, self.total):
            raise EngineError(_OTHER_SIZE, host=self.offer.host, name=self.offer.model.name)
        with self.partial.open("r+b" if start else "wb") as file:
            file.seek(start)
            file.truncate()
            while start < self.total and (piece := answer.read(min(_PIECE, self.total - start))):
                file.write(piece)
                start += len(piece)
                self._told(start)

    def _told(self, done: int) -> None:
        if self.progress is not None:
            self.progress(done, self.total, N_("Downloading"))
        if self.cancelled is not None and self.cancelled():
            raise Cancelled


def _range(answer: http.client.HTTPResponse, have: int) -> tuple[int, int]:
    """Return (where the answer's bytes begin, the size of the whole file; 0 when the server does not say)."""
    if answer.status == http.HTTPStatus.PARTIAL_CONTENT:
        given, _, total = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        first = given.partition("-")[0]
        return (have, int(total)) if first == str(have) and total.isdecimal() else (have, 0)
    length = answer.headers.get("Content-Length", "")
    return 0, int(length) if length.isdecimal() else 0


def _right_size(model: KnownModel, total: int) -> bool:
    return total == model.size if model.exact else abs(total - model.size) <= model.size * 0.02
