"""Nothing that a customer wrote, and no password, can be read from the disk: not in the profile, not beside it, not after a crash."""

import base64
import gzip
import hashlib
import os
import random
import signal
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import zstandard

from app.bootstrap import read_and_judge
from app.domain.draft import Outcome, Proposal
from app.domain.knowledge import NewArticle
from app.domain.message import ReadOptions
from app.domain.shop import ShopSettings
from app.domain.views import Box
from app.pipeline.receive import receive
from app.store import open_store
from app.system.secrets import StoreSecrets
from tests.e2e.scanner import Scanner
from tests.e2e.support import PASSPHRASE

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill"), pytest.mark.timeout(240)]

WORDS = {
    "name": "Quirinius Zwaluwstaart",
    "address": "q.zwaluwstaart@kweepeer.example",
    "subject": "Krokodillenvaas lekt héél erg",
    "body": "De paarse krokodillenvaas 77413 druppelt onophoudelijk op het dressoir.",
    "html": "Een reebruine kandelaar met veertien armen",
    "chat_name": "Wilhelmina Boterdiep",
    "chat": "Vergeet de gestippelde theemuts niet mee te sturen",
    "file": "lekkagebewijs-uit-keuken.jpg",
    "note": "Let op: heeft vorig jaar een zeepkist geruild.",
    "draft": "De zeepbelfontein staat voor u klaar in het achterkamertje.",
    "article": "Bergkristalglazuur bakt op een koude ovenplaat nooit helemaal dicht.",
    "question": "Waarom bakt bergkristalglazuur niet dicht?",
    "query": "xylofoonkast druppelt",
    "login": "winkelierster-op-zolder",
    "password": "Pannenkoek!Stroop#8812",
    "late": "Nagekomen bericht over de omgevallen paraplubak",
}
PHOTO = b"\xff\xd8\xff\xe0" + random.Random(9).randbytes(40_000)
CHAT_PHOTO = b"\xff\xd8\xff\xe0" + random.Random(10).randbytes(20_000)


def mail(number: int, body: str, **extra: object) -> bytes:
    at = format_datetime(datetime.now(UTC) - timedelta(hours=5 - number))
    photo = base64.encodebytes(PHOTO).decode()
    subject = base64.b64encode(WORDS["subject"].encode()).decode()
    return f"""From q@kweepeer.example Thu Jan 01 00:00:00 2026
From: {WORDS["name"]} <{WORDS["address"]}>
To: winkel@dezwaluw.example
Subject: =?utf-8?B?{subject}?=
Date: {at}
Message-ID: <{number}@kweepeer.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="m"

--m
Content-Type: multipart/alternative; boundary="a"

--a
Content-Type: text/plain; charset=utf-8

{body}
--a
Content-Type: text/html; charset=utf-8

<p>{body}</p><p>{WORDS["html"]}</p>
--a--
--m
Content-Type: image/jpeg; name="{WORDS["file"]}"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="{WORDS["file"]}"

{photo}--m--

""".encode()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """What comes in: mails, a chat with a photo, an article, and the words that the person types."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "mail.mbox").write_bytes(mail(1, WORDS["body"]) + mail(2, WORDS["question"]))
    (folder / "late.mbox").write_bytes(mail(3, WORDS["late"]))
    (folder / "faq.md").write_text(f"# Vragen\n\n## {WORDS['question']}\n{WORDS['article']}\n", encoding="utf-8")
    day = datetime.now(UTC) - timedelta(days=1)
    lines = [WORDS["chat"], "IMG-20260101-WA0001.jpg (bestand bijgevoegd)"]
    chat = "".join(f"{day:%d-%m-%Y} 10:1{n} - {WORDS['chat_name']}: {line}\n" for n, line in enumerate(lines))
    with zipfile.ZipFile(folder / "chat.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"WhatsApp-chat met {WORDS['chat_name']}.txt", chat)
        archive.writestr("IMG-20260101-WA0001.jpg", CHAT_PHOTO)
    (folder / "words").write_text("".join(f"{name}={word}\n" for name, word in WORDS.items()), encoding="utf-8")
    return folder


def everything() -> Scanner:
    hashes = [hashlib.sha256(content).hexdigest() for content in (PHOTO, CHAT_PHOTO)]
    return Scanner([*WORDS.values(), *hashes, PASSPHRASE], [PHOTO[:2_000], CHAT_PHOTO[:2_000]])


def test_an_encrypted_profile_tells_nothing(source: Path, tmp_path: Path) -> None:
    places = {name: tmp_path / name for name in ("HOME", "TMPDIR", "cwd", "safe")}
    for place in places.values():
        place.mkdir()
    profile, backup = tmp_path / "profile", places["safe"] / "shop.toonbank"
    environment = {**os.environ, "HOME": str(places["HOME"]), "TMPDIR": str(places["TMPDIR"]), "TOONBANK_PASSPHRASE": PASSPHRASE}
    with (places["safe"] / "stderr").open("wb") as stderr:
        life = subprocess.run(
            [sys.executable, "-B", Path(__file__).with_name("life.py"), source, profile, backup],
            cwd=places["cwd"], env=environment, stdout=subprocess.PIPE, stderr=stderr, text=True, check=False,
        )  # fmt: skip
    assert life.returncode == -signal.SIGKILL, (places["safe"] / "stderr").read_text()
    assert (profile / "toonbank.db-wal").stat().st_size > 0
    assert backup.stat().st_size > 50_000
    assert list((profile / "attachments").rglob("*"))
    assert list((profile / "vectors").rglob("*"))
    scanner = everything()
    assert [found for folder in (profile, *places.values()) if (found := scanner.scan(folder))] == []
    written = [Path(line) for line in life.stdout.splitlines()]
    homes = (profile, *places.values(), Path(os.devnull))
    assert [path for path in written if not any(path.is_relative_to(home) for home in homes)] == []


def test_the_scanner_finds_it_all_in_a_profile_in_the_clear(source: Path, tmp_path: Path) -> None:
    folder, now = tmp_path / "profile", datetime.now(UTC)
    store = open_store(folder, None)
    paths = [source / name for name in ("mail.mbox", "late.mbox", "chat.zip")]
    assert receive(store, read_and_judge(paths, ReadOptions()), ShopSettings(), now).failed == ()
    StoreSecrets(store).put(WORDS["login"], WORDS["password"])
    with store.write() as uow, store.read() as reader:
        conversation = reader.conversation_ids(Box.ALL)[0]
        uow.conversations.add_note(conversation, "Marieke", WORDS["note"], now)
        uow.drafts.add(conversation, Proposal(Outcome.ANSWER, WORDS["draft"], "nl"), recipient="", subject="", in_reply_to=None, now=now)
        uow.knowledge.put(NewArticle(WORDS["question"], WORDS["article"], "nl", ""), [("", WORDS["article"])], [], "", now)
        uow.commit()
    store.close()
    found = set().union(*everything().scan(folder).values())
    never_kept = {WORDS["query"], PASSPHRASE, hashlib.sha256(CHAT_PHOTO).hexdigest()}
    assert {*WORDS.values(), "raw bytes"} - found <= never_kept
    assert hashlib.sha256(PHOTO).hexdigest() in found


@pytest.mark.parametrize(
    "hide",
    [
        lambda word: word.encode(),
        lambda word: b"#" * 5 + word[4:15].upper().encode() + b"#",
        lambda word: b"#" * 3 + word.encode("utf-16-le"),
        lambda word: word.lower().encode("utf-16-be"),
        lambda word: b"....." + zlib.compress(word.encode()) + b"tail",
        lambda word: gzip.compress(word.encode()),
        lambda word: b"." + zstandard.compress(word.encode() * 9),
        lambda word: b"x" + base64.b64encode(b"#" + word.encode()),
        lambda word: word.encode().hex().encode(),
    ],
)
def test_the_scanner_sees_through(hide: Callable[[str], bytes], tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(random.Random(3).randbytes(10_001) + hide(WORDS["note"]) + b"!")
    assert Scanner(WORDS.values()).scan(tmp_path / "file")
    (tmp_path / "file").write_bytes(random.Random(3).randbytes(200_000))
    assert not Scanner(WORDS.values()).scan(tmp_path / "file")


def test_the_scanner_looks_at_names_and_into_archives(tmp_path: Path) -> None:
    (tmp_path / WORDS["file"]).touch()
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", "tekst " * 50 + WORDS["chat"])
    assert {place.rpartition("/")[2] for place in Scanner(WORDS.values()).scan(tmp_path)} == {WORDS["file"], "a.zip"}
