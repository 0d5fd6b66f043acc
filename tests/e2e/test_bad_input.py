"""What goes wrong outside is one clear sentence for the person, and costs nothing that was there."""

import json
import os
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.corpus import SHOP, corpus, mbox
from tests.e2e.support import PASSPHRASE, ROOT, Program, Ran, State, database, kept, one_sentence, rows, well, write_lines
from tests.servers.dovecot import Dovecot
from tests.servers.proxy import Plan, Proxy

pytest_plugins = ["tests.servers.fixtures"]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill"), pytest.mark.timeout(180)]

MAILS = 40


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    with Program() as running:
        yield running


@pytest.fixture(scope="module")
def filled(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    archive = write_lines(folder / "all.mbox", list(mbox(corpus(MAILS, seed=11, minutes=60))))
    assert program.run("import", archive, "--me", SHOP, profile=folder / "shop").code == 0
    return folder / "shop"


@pytest.fixture
def shop(filled: Path, tmp_path: Path) -> Path:
    """A profile with mail in it that may be spoilt."""
    return Path(shutil.copytree(filled, tmp_path / "shop"))


def refused(ran: Ran, code: int = 3) -> str:
    assert ran.code == code, ran.err + ran.out
    return one_sentence(ran)


# -- mail servers


class Mailbox:
    """An account of the shop's at the Dovecot, as the person sets it up."""

    def __init__(self, program: Program, dovecot: Dovecot, profile: Path) -> None:
        self.program, self.dovecot, self.profile = program, dovecot, profile
        self.user = dovecot.new_user()
        self.mails = list(corpus(60, seed=12, minutes=60))
        dovecot.put_many([m.raw for m in self.mails], self.user)

    def sync(self, *options: object, port: int = 0, host: str = "localhost", password: str = "", security: str = "plain") -> Ran:
        words = ["account", "add", SHOP, "--name", "winkel", "--login", self.user, "--no-smtp", "--imap-host", host]
        words += ["--imap-port", port or self.dovecot.port, "--imap-security", security, *options]
        secret = {"TOONBANK_MAIL_PASSWORD": password or self.dovecot.password}
        assert self.program.run(*words, profile=self.profile, **secret).code == 0
        return self.program.run("sync", profile=self.profile)


@pytest.fixture
def mailbox(program: Program, dovecot: Dovecot, shop: Path) -> Mailbox:
    return Mailbox(program, dovecot, shop)


@pytest.mark.dovecot
@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"password": "wrong"}, "refused the login"),
        ({"host": "nowhere.invalid"}, "nowhere.invalid"),
        ({"port": 1}, "localhost"),
        ({"port": "tls", "security": "tls"}, "certificate"),
    ],
)
def test_a_server_that_cannot_be_used(mailbox: Mailbox, options: dict, says: str) -> None:
    before = State.of(mailbox.profile)
    options = {**options, "port": mailbox.dovecot.tls_port if options.get("port") == "tls" else options.get("port", 0)}
    assert says in refused(mailbox.sync(**options))
    assert State.of(mailbox.profile) == before
    well(mailbox.program, mailbox.profile)
    assert mailbox.sync().code == 0
    assert len(kept(mailbox.profile)) == MAILS + 60


@pytest.mark.dovecot
def test_a_server_that_hangs_up_within_a_mail(mailbox: Mailbox) -> None:
    with Proxy(mailbox.dovecot.port, Plan(cut_after=450_000)) as proxy:
        cut = mailbox.sync(port=proxy.port)
        assert one_sentence(cut)
        assert cut.code == 1
        assert MAILS < len(kept(mailbox.profile)) < MAILS + 60
    assert mailbox.sync().code == 0
    assert len(kept(mailbox.profile)) == MAILS + 60
    assert State.of(mailbox.profile).copies == MAILS + 60


@pytest.mark.dovecot
def test_a_server_that_numbers_its_mails_anew(mailbox: Mailbox) -> None:
    assert mailbox.sync().code == 0
    before = State.of(mailbox.profile)
    mailbox.dovecot.renumber(mailbox.user)
    again = mailbox.program.run("sync", "--json", profile=mailbox.profile)
    assert (again.code, again.json["new"]) == (0, 0)
    after = State.of(mailbox.profile)
    assert (after.messages, after.copies, after.conversations) == (before.messages, before.copies, before.conversations)
    assert len(after.places) == 60
    (valid,) = rows(mailbox.profile, "SELECT DISTINCT uidvalidity FROM remotes")
    assert valid == rows(mailbox.profile, "SELECT uidvalidity FROM folder_states WHERE folder = 'INBOX'")[0]


# -- files


def zipped(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("WhatsApp Chat.txt", "01-02-2026 10:00 - Anna: Hoi, is de vaas er al?\n" * 200)
        archive.writestr("foto.jpg", random.Random(1).randbytes(50_000))
    return path


def truncated_zip(path: Path) -> None:
    zipped(path)
    path.write_bytes(path.read_bytes()[:20_000])


def garbled_zip(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + random.Random(2).randbytes(30_000))


def locked_zip(path: Path) -> None:
    """A zip whose members say that they want a password (bit 0 of the flags, in both headers)."""
    data = bytearray(zipped(path).read_bytes())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(magic, at + 1)
    path.write_bytes(data)


def unknown_chat(path: Path) -> None:
    path.write_text("<<Anna>> ~~ gisteren ~~ hoi\n<<Bram>> ~~ vandaag ~~ dag\n" * 40, encoding="utf-8")


BROKEN_FILES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "empty zip": ("leeg.zip", lambda path: path.write_bytes(b"")),
    "zip of nothing": ("niets.zip", lambda path: zipfile.ZipFile(path, "w").close()),
    "truncated zip": ("half.zip", truncated_zip),
    "garbage zip": ("rommel.zip", garbled_zip),
    "zip with a password": ("slot.zip", locked_zip),
    "unknown chat": ("gesprek.txt", unknown_chat),
    "garbage": ("iets.bin", lambda path: path.write_bytes(random.Random(3).randbytes(9_000))),
    "nothing there": ("weg.mbox", lambda path: None),
}


@pytest.mark.parametrize("channel", ["", "whatsapp", "mailfile"])
@pytest.mark.parametrize("what", BROKEN_FILES)
def test_a_file_that_cannot_be_read(program: Program, shop: Path, tmp_path: Path, what: str, channel: str) -> None:
    name, make = BROKEN_FILES[what]
    make(tmp_path / name)
    before = State.of(shop)
    sentence = refused(program.run("import", tmp_path / name, *(["--as", channel] if channel else []), profile=shop))
    assert len(sentence) > 20
    if what == "zip with a password" and channel:
        assert "password" in sentence
    assert State.of(shop) == before


BROKEN_MAIL = b"""From - Thu Jan 01 00:00:00 2026
From: =?utf-8?B?4oKs!!?= <kapot@klant.example
To: winkel@dezwaluw.example
Subject: =?no-such-charset?Q?Waar_is_=ZZ_mijn_kom?=
Date: 99 Blursday 20x6 77:88
Message-ID: <kapot@klant.example
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="a"

--a
Content-Type: multipart/alternative; boundary="a"

--a
Content-Type: text/plain; charset=x-nonsense
Content-Transfer-Encoding: base64

V2FhciBibGlqZnQgbWlqbiBrb20/!!!=
--a
Content-Type: image/jpeg; name="\xff\xfe.jpg"
Content-Transfer-Encoding: uuencode

begin 666
%%%%
"""


def test_a_broken_mail_among_good_ones(program: Program, shop: Path, tmp_path: Path) -> None:
    good = list(mbox(corpus(3, seed=13)))
    archive = write_lines(tmp_path / "in.mbox", [good[0], BROKEN_MAIL + b"\n", b"From x\n\0\0\0\xff\n\n", *good[1:]])
    ran = program.run("import", archive, "--json", profile=shop)
    assert ran.code in (0, 1)
    assert ran.err == ""
    assert ran.json["new"] >= 4
    assert len(kept(shop)) == MAILS + ran.json["new"]
    assert program.run("search", "from:kapot@klant.example", "--json", profile=shop).json["total"] == 1
    well(program, shop)


HUGE = 200 * 1024 * 1024
WEIGH = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=sys.stderr).returncode
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Runs a command from a small process: on Linux the peak of a child counts from the size of the process that forked it."""


def test_an_attachment_of_200_megabytes(shop: Path, tmp_path: Path) -> None:
    line = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NTY3ODkr\n" * 12_000
    with (tmp_path / "huge.eml").open("wb") as out:
        out.write(b"From: a@klant.example\nSubject: foto\nMessage-ID: <huge@klant.example>\nMIME-Version: 1.0\n")
        out.write(b'Content-Type: multipart/mixed; boundary="a"\n\n--a\nContent-Type: text/plain\n\nZie bijlage.\n--a\n')
        out.write(b"Content-Type: application/octet-stream; name=film.bin\nContent-Transfer-Encoding: base64\n\n")
        while out.tell() < HUGE * 4 // 3:
            out.write(line)
        out.write(b"--a--\n")
    command = [sys.executable, "main.py", "import", str(tmp_path / "huge.eml"), "--profile", str(shop)]
    environment = {**os.environ, "TOONBANK_PASSPHRASE": PASSPHRASE, "TOONBANK_LANGUAGE": "en"}
    with (tmp_path / "said").open("wb") as said:
        ran = subprocess.run(
            [sys.executable, "-c", WEIGH, *command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=said, check=True
        )
    code, peak = (int(word) for word in ran.stdout.split())
    text = (tmp_path / "said").read_text()
    assert "Traceback" not in text
    assert code in (0, 1, 3), text
    assert len(kept(shop)) >= MAILS
    assert peak < 700 * 1024, f"{peak // 1024} MB"


# -- the profile


def test_a_full_disk(program: Program, shop: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    size = sum(path.stat().st_size for path in shop.rglob("*")) + 400_000
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(small)], capture_output=True, check=False)
    if mount.returncode:
        pytest.skip("only root can make a small disk")
    try:
        folder = Path(shutil.copytree(shop, small / "shop"))
        before = State.of(folder)
        archive = write_lines(tmp_path / "much.mbox", list(mbox(corpus(390, seed=14, minutes=60))))
        assert "full" in refused(program.run("import", archive, profile=folder))
        after = State.of(folder)
        assert before.messages <= after.messages
        assert after.copies == len(after.messages)
        assert "full" in refused(program.run("backup", folder.parent / "copy.toonbank", profile=folder))
        assert not list(folder.parent.glob("copy*"))
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_disk_that_refuses(program: Program, shop: Path, tmp_path: Path) -> None:
    before = State.of(shop)
    archive = write_lines(tmp_path / "much.mbox", list(mbox(corpus(390, seed=14, minutes=60))))
    refused(program.run("import", archive, profile=shop, file_size=(shop / "toonbank.db").stat().st_size + 100_000))
    assert before.messages <= State.of(shop).messages
    well(program, shop)
    assert program.run("import", archive, profile=shop).code == 0


def test_a_database_that_another_program_holds(program: Program, shop: Path, tmp_path: Path) -> None:
    before = State.of(shop)
    mail = write_lines(tmp_path / "een.eml", [next(corpus(1, seed=15)).raw])
    with database(shop) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "Another program" in refused(program.run("import", mail, profile=shop))
        other.execute("ROLLBACK")
    assert State.of(shop) == before
    assert program.run("import", mail, profile=shop).code == 0


@pytest.mark.parametrize("where", ["header", "middle", "end", "all"])
def test_a_damaged_database(program: Program, shop: Path, where: str) -> None:
    file = shop / "toonbank.db"
    data = bytearray(file.read_bytes())
    page = 4096
    places = {"header": 16, "middle": len(data) // 2 // page * page, "end": len(data) - 3 * page, "all": 0}
    size = len(data) if where == "all" else 2 * page
    data[places[where] : places[where] + size] = b"\0" * size
    file.write_bytes(data)
    for words in (("queue",), ("search", "kom"), ("import", file), ("customers",), ("reindex",)):
        ran = program.run(*words, profile=shop)
        assert "Traceback" not in ran.err, ran.err
        assert ran.code in (0, 3)
        if ran.code:
            one_sentence(ran)
    health = program.run("doctor", profile=shop)
    assert health.code in (1, 3)
    assert "Traceback" not in health.err
    if where in ("header", "all"):
        assert refused(health)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"id": "x"}', '{"id": "x", "home": "cupboard"}', "\0\0", "null"])
def test_a_damaged_description(program: Program, shop: Path, content: str) -> None:
    before = State.of(shop)
    described = (shop / "profile.json").read_text()
    (shop / "profile.json").write_text(content)
    for words in (("queue",), ("import", shop / "profile.json")):
        assert "profile.json" in refused(program.run(*words, profile=shop))
    (shop / "profile.json").write_text(described)
    assert State.of(shop) == before


def test_a_keyring_that_is_not_there(program: Program, shop: Path) -> None:
    before = State.of(shop)
    described = json.loads((shop / "profile.json").read_text())
    (shop / "profile.json").write_text(json.dumps({**described, "home": "keyring"}))
    for words in (("queue",), ("reindex",)):
        assert "keyring" in refused(program.run(*words, profile=shop))
    (shop / "profile.json").write_text(json.dumps(described))
    assert State.of(shop) == before


def test_a_wrong_passphrase(program: Program, shop: Path) -> None:
    assert "passphrase" in refused(program.run("queue", profile=shop, TOONBANK_PASSPHRASE="mistaken"))


def test_a_newer_schema(program: Program, shop: Path) -> None:
    before = State.of(shop)
    with database(shop) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    for words in (("queue",), ("reindex",)):
        assert "newer version" in refused(program.run(*words, profile=shop))
    assert State.of(shop) == before


# -- models


def model(path: Path, what: str) -> Path:
    from tests.tiny_gguf import make_gguf

    if what == "vocabulary only":
        return make_gguf(path, weights=False)
    if what == "truncated":
        data = make_gguf(path).read_bytes()
        path.write_bytes(data[: len(data) // 2])
    else:
        path.write_bytes({"empty": b"", "text": b"no model at all", "header only": b"GGUF\3\0\0\0" + b"\xff" * 40}[what])
    return path


@pytest.mark.llama
@pytest.mark.parametrize("what", ["empty", "text", "header only", "truncated", "vocabulary only"])
def test_a_model_that_cannot_be_used(program: Program, shop: Path, tmp_path: Path, what: str) -> None:
    refused(program.run("engine", "add", model(tmp_path / "model.gguf", what), profile=shop))
    engines = program.run("engine", "list", "--json", profile=shop).json["items"]
    assert [engine["name"] for engine in engines] == ["embedded"]
