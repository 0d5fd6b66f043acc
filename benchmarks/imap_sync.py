"""First sync of a mailbox from a real Dovecot on loopback, and one with nothing new, against a bare IMAPClient."""

import time

from app.domain.account import MailAccount, Security, ServerAddress
from benchmarks import shop
from benchmarks.child import measured
from benchmarks.figures import Figure, Size, Skipped, median
from tests.servers.dovecot import PASSWORD, Dovecot, dovecot_missing

_BATCH = 200
_AGAIN = 5


def run(size: Size) -> list[Figure]:
    """Return the figures of fetching mail. The mails lie in two mailboxes, so that neither side finds the server warm."""
    if why := dovecot_missing():
        raise Skipped(f"The mail server for this is not installed: {why}.")
    raws = [mail.raw for mail in shop.mails(size.remote)]
    with Dovecot() as server:
        users = [server.new_user() for _ in range(2)]
        for user in users:
            server.put_many(raws, user)
        bare = measured(size.folder, "benchmarks.imap_sync:bare", port=server.port, user=users[0]).result
        target = str(size.folder / "profile-imap")
        ours = measured(size.folder, "benchmarks.imap_sync:ours", target=target, port=server.port, user=users[1])
    took = ours.result
    name = f"first sync of {size.remote:,} mails, all stages"
    return size.fit(
        [
            Figure(name, took["new"] / took["first"], "messages/s", "bare IMAPClient fetch", bare["mails"] / bare["first"], ">= 0.6x"),
            Figure("sync with nothing new", took["again"], "s", "bare IMAPClient: login, select, search", bare["again"], "< 0.3"),
            Figure("peak memory of the first sync", ours.peak_mb, "MB", bar="< 300"),
        ]
    )


def bare(port: int, user: str) -> dict[str, float]:
    """Fetch everything with IMAPClient alone and throw it away."""
    began = time.perf_counter()
    uids, highest = _bare_fetch(port, user)
    first = time.perf_counter() - began
    return {"mails": len(uids), "first": first, "again": median([_bare_look(port, user, highest) for _ in range(_AGAIN)])}


def _bare_fetch(port: int, user: str) -> tuple[list[int], int]:
    from imapclient import IMAPClient

    with IMAPClient("localhost", port, ssl=False) as client:
        client.login(user, PASSWORD)
        client.select_folder("INBOX", readonly=True)
        uids = client.search("ALL")
        for at in range(0, len(uids), _BATCH):
            client.fetch(uids[at : at + _BATCH], ["BODY.PEEK[]", "FLAGS", "INTERNALDATE"])
    return uids, max(uids)


def _bare_look(port: int, user: str, highest: int) -> float:
    from imapclient import IMAPClient

    began = time.perf_counter()
    with IMAPClient("localhost", port, ssl=False) as client:
        client.login(user, PASSWORD)
        client.list_folders()
        for folder in ("Sent", "INBOX"):
            client.select_folder(folder, readonly=True)
            client.search(["UID", f"{highest + 1}:*"])
    return time.perf_counter() - began


def ours(target: str, port: int, user: str) -> dict[str, float]:
    """Sync into a new profile, then again."""
    from pathlib import Path

    counter = shop.opened(Path(target))
    server = ServerAddress("localhost", port, Security.PLAIN)
    counter.add_account(MailAccount("shop", shop.SHOP, user, server), PASSWORD)
    reports = [counter.sync()[0] for _ in range(1 + _AGAIN)]
    counter.close()
    if error := next((report.error for report in reports if report.error), ""):
        raise RuntimeError(error)
    if any(report.new for report in reports[1:]):
        raise RuntimeError("a sync with nothing new found something")
    return {"new": reports[0].new, "first": reports[0].seconds, "again": median([report.seconds for report in reports[1:]])}
