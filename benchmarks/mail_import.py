"""Import of an mbox into an empty encrypted profile, all stages, against bare parsers, a bare full-text index, mu and notmuch."""

import email
import email.policy
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from benchmarks import shop
from benchmarks.child import environment, measured
from benchmarks.figures import Figure, Size


def run(size: Size) -> list[Figure]:
    """Return the figures of the import."""
    target = size.folder / f"profile-{size.mails}"
    source = shop.mail_file(size.folder, size.mails)
    took = measured(size.folder, "benchmarks.shop:fill_and_look", source=str(source), target=str(target))
    shop.note_built(target, took.result["steps"])
    bare = measured(size.folder, "benchmarks.mail_import:bare", mails=size.mails, parsed=size.parsed, file=str(size.folder / "bare.db"))
    rate = took.result["new"] / took.result["seconds"]
    name = f"import of {size.mails:,} mails"
    figures = [Figure(name, rate, "messages/s", *pair, bar=bar) for pair, bar in _baselines(bare.result)]
    figures += _peers(size, name, rate)
    figures += [
        Figure("first message readable", took.result["readable"], "s", bar="< 1"),
        Figure("peak memory of the import with its workers", took.peak_mb, "MB", "bare parse + FTS5", bare.peak_mb, "< 300"),
        _database(target, size, bare.result["fts_bytes"]),
        Figure("parse_mail alone, one core", bare.result["ours"], "messages/s", "email, policy.default", bare.result["default"], ">= 5000"),
        Figure("parse_mail alone, one core", bare.result["ours"], "messages/s", "email, compat32", bare.result["compat32"]),
    ]
    return size.fit(figures)


def _baselines(bare: dict[str, float]) -> list[tuple[tuple[str, float], str]]:
    return [
        (("email, policy.default, parsing only", bare["default"]), ">= 1200"),
        (("email, compat32, parsing only", bare["compat32"]), ""),
        (("our parse_mail, parsing only", bare["ours"]), ""),
        (("bare FTS5 insert of the texts", bare["fts"]), ""),
    ]


def _database(target: Path, size: Size, bare: float) -> Figure:
    total = sum(path.stat().st_size for path in target.glob("toonbank.db*")) / 1e6
    limit = f"<= {100 * size.mails / 20_000:g}"
    note = f"mbox {shop.mail_file(size.folder, size.mails).stat().st_size / 1e6:.0f} MB"
    return Figure("database without attachments", total, "MB", "bare FTS5 of the texts, plain", bare / 1e6, limit, note)


# -- baselines, in a process of their own


def bare(mails: int, parsed: int, file: str) -> dict[str, float]:
    """Return messages/s of bare parsers and of a bare FTS5 table."""
    from app.domain.message import Channel
    from app.parsing.mail import parse_mail

    own = frozenset({shop.SHOP})
    some = [mail.raw for mail in islice(shop.mails(mails), parsed)]
    rates = {
        "default": _rate(some[: max(1, parsed // 4)], lambda raw: _text(email.message_from_bytes(raw, policy=email.policy.default))),
        "compat32": _rate(some, email.message_from_bytes),
        "ours": _rate(some, lambda raw: parse_mail(raw, channel=Channel.MAILFILE, own_addresses=own)),
    }
    found = (parse_mail(mail.raw, channel=Channel.MAILFILE, own_addresses=own) for mail in shop.mails(mails))
    rows = ((m.subject, m.sender.handles[0].value if m.sender.handles else "", m.text) for m in found)
    rates["fts"] = fill_fts(Path(file), rows)
    rates["fts_bytes"] = Path(file).stat().st_size
    return rates


def _text(message: email.message.Message) -> object:
    body = message.get_body(("plain",)) if isinstance(message, email.message.EmailMessage) else None
    return body.get_content() if body is not None else (message["subject"], message["from"])


def _rate(raws: list[bytes], parse: Callable[[bytes], object]) -> float:
    began = time.perf_counter()
    for raw in raws:
        parse(raw)
    return len(raws) / (time.perf_counter() - began)


def fill_fts(file: Path, rows: Iterable[tuple[str, str, str]]) -> float:
    """Put (subject, sender, text) into a bare FTS5 table, 500 a transaction; returns rows/s of the inserts alone."""
    with sqlite3.connect(file, isolation_level=None) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE VIRTUAL TABLE bare USING fts5(subject, sender, text, tokenize = 'unicode61 remove_diacritics 2')")
        source, seconds, count = iter(rows), 0.0, 0
        while batch := list(islice(source, 500)):
            began = time.perf_counter()
            database.execute("BEGIN")
            database.executemany("INSERT INTO bare(subject, sender, text) VALUES (?, ?, ?)", batch)
            database.execute("COMMIT")
            seconds, count = seconds + time.perf_counter() - began, count + len(batch)
    database.close()
    return count / seconds


# -- named peers, where they are installed


def _peers(size: Size, name: str, rate: float) -> list[Figure]:
    if not size.peers or not (shutil.which("mu") or shutil.which("notmuch")):
        return []
    maildir = _maildir(size.folder, size.mails)
    peers = []
    if shutil.which("mu"):
        peers.append(Figure(name, rate, "messages/s", "mu index", size.mails / _mu(size.folder, maildir), ">= 2.5x"))
    if shutil.which("notmuch"):
        peers.append(Figure(name, rate, "messages/s", "notmuch new", size.mails / _notmuch(size.folder, maildir)))
    shutil.rmtree(maildir)
    return peers


def _maildir(folder: Path, count: int) -> Path:
    maildir = folder / "maildir"
    for part in ("cur", "new", "tmp"):
        (maildir / part).mkdir(parents=True)
    for number, mail in enumerate(shop.mails(count)):
        (maildir / "cur" / f"{1_700_000_000 + number}.bench:2,S").write_bytes(mail.raw)
    return maildir


def _mu(folder: Path, maildir: Path) -> float:
    index = f"--muhome={folder / 'mu'}"
    _run(folder, ["mu", "init", index, f"--maildir={maildir}"])
    return _run(folder, ["mu", "index", index, "--quiet"])


def _notmuch(folder: Path, maildir: Path) -> float:
    settings = folder / "notmuch.conf"
    settings.write_text(f"[database]\npath={maildir}\n[user]\nname=Bench\nprimary_email={shop.SHOP}\n[new]\ntags=new\n")
    return _run(folder, ["notmuch", f"--config={settings}", "new", "--quiet"])


def _run(folder: Path, command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began
