"""Receive: messages come in, each is kept once, placed and judged; a batch is one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from app.domain.message import Direction, Kind, Problem, ProblemKind
from app.domain.ports import CancelCheck, Progress
from app.domain.shop import ShopSettings
from app.domain.store_ports import NewMessage, Store, UnitOfWork
from app.domain.text import N_
from app.domain.views import ImportReport
from app.pipeline.meet import meet
from app.pipeline.recognise import Recogniser
from app.pipeline.sort import Judged, sort_conversations
from app.pipeline.twins import link_twins, met_as_twins

BATCH = 500
BATCH_BYTES = 16_000_000
"""Of attachments; their files are written and synced while the rows are."""
FIRST_BATCH = 25
"""Small, so that the first mail is readable at once."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one batch."""

    new: int = 0
    duplicate: int = 0
    updated: int = 0
    customers_new: int = 0
    conversations_new: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(
            self.new + other.new,
            self.duplicate + other.duplicate,
            self.updated + other.updated,
            self.customers_new + other.customers_new,
            self.conversations_new + other.conversations_new,
        )


def keep(uow: UnitOfWork, batch: Sequence[Judged], shop: ShopSettings, now: datetime) -> Kept:
    """Keep what is new of a batch: placed, judged, and its conversations sorted. The caller commits."""
    known = _known(uow, batch)
    link_twins(uow, batch, known, now)
    met = meet(uow, batch, known, shop)
    known |= met.known
    known |= met_as_twins(uow, batch, known)
    uow.imports.met(known.values())
    fresh: dict[str, Judged] = {}
    for judged in batch:
        if judged.message.fingerprint not in known:
            fresh.setdefault(judged.message.fingerprint, judged)
    ids = dict(known)
    recogniser = Recogniser(uow, now)
    if fresh:
        items = list(fresh.values())
        places = recogniser.place([judged.message for judged in items])
        new = [NewMessage(j.message, p.conversation_id, p.customer_id, j.verdict) for j, p in zip(items, places, strict=True)]
        ids.update(zip(fresh, uow.messages.add(new), strict=True))
        sort_conversations(uow, {place.conversation_id for place in places}, shop, now)
    met_again = [judged for judged in batch if fresh.get(judged.message.fingerprint) is not judged]
    updated = met.updated + _note_remotes(uow, met_again, known, ids)
    return Kept(len(fresh), len(batch) - len(fresh), updated, recogniser.customers_new, recogniser.conversations_new)


def _known(uow: UnitOfWork, batch: Sequence[Judged]) -> dict[str, int]:
    """Return fingerprint -> message id of what is kept already; a sent mail met again is known by its Message-ID,
    because servers rewrite what they put in Sent."""
    known = uow.messages.known([judged.message.fingerprint for judged in batch])
    sent = {
        j.message.headers.message_id: j.message.fingerprint
        for j in batch
        if j.message.direction is Direction.OUT
        and j.message.headers
        and j.message.headers.message_id
        and j.message.fingerprint not in known
    }
    known.update({sent[mail_id]: at for mail_id, at in uow.messages.sent_here(list(sent)).items()})
    return known


def _note_remotes(uow: UnitOfWork, batch: Sequence[Judged], known: dict[str, int], ids: dict[str, int]) -> int:
    """Note where mails lie that were kept before (`add` notes it of new ones); returns how many of them."""
    updated = 0
    for judged in batch:
        remote = judged.message.remote
        if remote is not None:
            message_id = ids[judged.message.fingerprint]
            uow.messages.set_remote(remote.account, remote.folder, remote.uidvalidity, remote.uid, message_id, remote.flags)
            updated += judged.message.fingerprint in known
    return updated


def in_batches(items: Iterable[Judged | Problem], first: int = FIRST_BATCH, size: int = BATCH) -> Iterator[list[Judged | Problem]]:
    """Yield lists of items: a small one first, then full ones; sooner where attachments would fill the memory.

    Of a chat without ids all messages of one time come together: among them those are found that were changed.
    """
    batch: list[Judged | Problem] = []
    wanted, held = first, 0
    spot: tuple[str, datetime] | None = None
    for item in items:
        if spot is not None and (_moment(item) != spot or len(batch) >= 2 * size):
            yield batch
            batch, wanted, held, spot = [], size, 0, None
        batch.append(item)
        held += _bytes_held(item)
        if spot is None and (len(batch) >= wanted or held >= BATCH_BYTES):
            spot = _moment(item)
            if spot is None:
                yield batch
                batch, wanted, held = [], size, 0
    if batch:
        yield batch


def _moment(item: Judged | Problem) -> tuple[str, datetime] | None:
    """Return the conversation and time of a message without an id of its own, else None."""
    if isinstance(item, Problem) or item.message.native_id or item.message.channel.is_mail:
        return None
    return item.message.conversation_key, item.message.sent_at


def _bytes_held(item: Judged | Problem) -> int:
    return sum(len(a.content or b"") for a in item.message.attachments) if isinstance(item, Judged) else 0


@dataclass(slots=True)
class Tally:
    """The running count of an import."""

    started: float
    read: int = 0
    system: int = 0
    unknown: int = 0
    """Messages of which it is not known whether the shop wrote them."""
    kept: Kept = Kept()
    failed: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    stopped: bool = False

    def report(self) -> ImportReport:
        """Return the report so far."""
        k = self.kept
        seconds = round(monotonic() - self.started, 3)
        return ImportReport(
            read=self.read,
            new=k.new,
            duplicate=k.duplicate,
            updated=k.updated,
            system=self.system,
            failed=self.failed,
            customers_new=k.customers_new,
            conversations_new=k.conversations_new,
            seconds=seconds,
            stopped=self.stopped,
            notes=self.notes,
        )


def receive(
    store: Store,
    items: Iterable[Judged | Problem],
    shop: ShopSettings,
    now: datetime,
    *,
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
    total: int | None = None,
    import_id: int | None = None,
) -> ImportReport:
    """Keep everything that `items` yields, batch by batch, as come with an import where one is given. Stopping or a failure keeps all
    complete batches."""
    tally = Tally(monotonic())
    for batch in in_batches(items):
        judged = [item for item in batch if isinstance(item, Judged)]
        tally.failed += tuple((p.where, p.why) for p in batch if isinstance(p, Problem) and p.kind in _FAILURES)
        tally.notes += tuple((p.where, p.why) for p in batch if isinstance(p, Problem) and p.kind in _NOTES)
        if judged:
            with store.write() as uow:
                if import_id is not None:
                    uow.imports.during(import_id)
                tally.kept += keep(uow, judged, shop, now)
                uow.commit()
        tally.read += len(judged)
        tally.unknown += sum(item.message.direction is Direction.UNKNOWN and item.message.kind is not Kind.SYSTEM for item in judged)
        tally.system += sum(item.message.kind is Kind.SYSTEM for item in judged)
        if progress:
            progress(tally.read, total, N_("import"))
        if cancelled and cancelled():
            tally.stopped = True
            break
    if tally.unknown:
        tally.notes += ((str(tally.unknown), WHO_IS_THE_SHOP),)
    return tally.report()


_FAILURES = frozenset({ProblemKind.UNPARSED, ProblemKind.ERROR})
_NOTES = frozenset({ProblemKind.LEFT_OUT, ProblemKind.AMBIGUOUS_DATE})
WHO_IS_THE_SHOP = N_(
    "It is not known which of the names is your shop, so these messages stand as neither received nor sent. Say which it is."
)


def together(reports: Sequence[ImportReport]) -> ImportReport:
    """Return the sum of several imports."""
    counted = ("read", "new", "duplicate", "updated", "system", "customers_new", "conversations_new", "seconds")
    sums = {name: sum(getattr(report, name) for report in reports) for name in counted}
    failed = tuple(entry for report in reports for entry in report.failed)
    notes = tuple(entry for report in reports for entry in report.notes)
    return ImportReport(**sums, failed=failed, notes=notes, stopped=any(report.stopped for report in reports))
