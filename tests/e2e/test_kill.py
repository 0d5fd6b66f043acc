"""kill -9 at any moment: nothing that was kept is lost, nothing is there twice, nothing is sent twice."""

import random
import sys
from collections import Counter as CountOf
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.utils import format_datetime
from itertools import count
from pathlib import Path

import pytest

from app.domain.account import MailAccount, Security
from app.domain.draft import DraftState
from app.domain.views import Box
from app.knowledge.index import ChromaIndex
from app.pipeline.counter import Counter
from app.system import keys
from tests.corpus import SHOP, corpus, mbox
from tests.e2e.support import PASSPHRASE, Program, State, kept, opened, rows, well, write_lines
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import AfterData, SmtpServer

pytest_plugins = ["tests.servers.fixtures"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("kill"),
    pytest.mark.timeout(400),
    pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL"),
]

KILLS = 20
PER_PROFILE = 5
HALFWAY = 4
"""So many kills at least must leave a part of the work done."""
MAILS = 480
FILES = 3
"""Files of fewer mails than it takes to start worker processes."""


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    with Program() as running:
        yield running


@dataclass
class Killer:
    """Kills a command at random moments of its run until it was killed often enough."""

    program: Program
    dice: random.Random
    seconds: float
    """How long the command takes when nobody disturbs it."""
    kills: int = 0

    def kill(self, folder: Path, *command: object) -> bool:
        """Run the command and kill it; what was kept just before is there just after. False when it was done too soon."""
        before, seen = kept(folder), list[frozenset[bytes]]()
        moment = self.dice.uniform(0.0, self.seconds)
        ran = self.program.run(*command, profile=folder, kill_after=moment, before_kill=lambda: seen.append(kept(folder)))
        if not ran.killed:
            assert ran.code == 0, ran.err
            self.seconds *= 0.8  # the machine is less busy than it was
            return False
        self.kills += 1
        after = kept(folder)
        assert seen[0] <= after
        if after == before:
            self.seconds *= 1.1  # or busier
        return True


def disturbed(killer: Killer, make: Callable[[], Path], command: list[object], expected: State) -> None:
    """Kill a command again and again, on one profile after the other; each is then finished, and holds what an undisturbed one does."""
    halfway = 0
    while killer.kills < KILLS or (halfway < HALFWAY and killer.kills < 3 * KILLS):
        folder = make()
        for _ in range(PER_PROFILE):
            if not killer.kill(folder, *command):
                break
            halfway += 0 < len(kept(folder)) < expected.copies
            if (folder / "profile.json").exists():
                well(killer.program, folder)
        finished = killer.program.run(*command, profile=folder)
        assert finished.code == 0, finished.err
        assert State.of(folder).differences(expected) == []
        well(killer.program, folder)
        searchable(killer.program, folder)
    assert halfway >= HALFWAY


def searchable(program: Program, folder: Path) -> None:
    """The full-text index finds as many mails of the shop's as the table holds."""
    (sent,) = rows(folder, "SELECT count(*) FROM messages WHERE sender LIKE '%Zwaluw%'")[0]
    found = program.run("search", "from:Zwaluw", "--limit", 1, "--json", profile=folder)
    assert found.json["total"] == sent > 0


# -- import


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder, size = tmp_path_factory.mktemp("mail"), MAILS // FILES
    mails = list(corpus(MAILS, seed=3, minutes=40, html=False))
    return [write_lines(folder / f"part{n}.mbox", list(mbox(iter(mails[n * size : (n + 1) * size])))) for n in range(FILES)]


def test_killed_while_importing(program: Program, archives: list[Path], tmp_path: Path) -> None:
    undisturbed = tmp_path / "undisturbed"
    command = ["import", *archives, "--me", SHOP]
    first = program.run(*command, profile=undisturbed)
    expected = State.of(undisturbed)
    assert (first.code, expected.copies) == (0, MAILS)
    names = count()
    disturbed(Killer(program, random.Random(1), first.seconds), lambda: tmp_path / f"shop{next(names)}", command, expected)


def test_killed_with_worker_processes(program: Program, tmp_path: Path) -> None:
    archive = write_lines(tmp_path / "all.mbox", list(mbox(corpus(500, seed=8, minutes=40, html=False))))
    ran = program.run("import", archive, "--me", SHOP, profile=tmp_path / "shop", kill_when=lambda p: len(p.children()) > 1)
    assert ran.killed
    assert program.run("import", archive, "--me", SHOP, profile=tmp_path / "shop").code == 0
    assert len(kept(tmp_path / "shop")) == 500


def test_killed_while_a_profile_is_made(program: Program, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.eml"
    nothing.write_bytes(b"From: a@b.example\nSubject: x\nMessage-ID: <1@b.example>\n\nx\n")
    first = program.run("import", nothing, profile=tmp_path / "first")
    dice = random.Random(2)
    for number in range(KILLS):
        folder = tmp_path / f"shop{number}"
        program.run("import", nothing, profile=folder, kill_after=dice.uniform(0.0, first.seconds))
        again = program.run("import", nothing, profile=folder)
        assert again.code == 0, again.err
        assert len(kept(folder)) == 1
    well(program, folder)


# -- sync


def mail_account(dovecot: Dovecot, user: str, smtp: SmtpServer | None = None) -> MailAccount:
    imap = dovecot.account(user, Security.PLAIN).imap
    return MailAccount("shop", SHOP, user, imap, smtp.address() if smtp else None, display_name="De Zwaluw")


def with_account(folder: Path, account: MailAccount, password: str) -> Path:
    """Make a profile that has this account."""
    with opened(folder) as counter:
        counter.add_account(account, password)
    return folder


@pytest.mark.dovecot
def test_killed_while_syncing(program: Program, dovecot: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOONBANK_PASSPHRASE", PASSPHRASE)
    user = dovecot.new_user()
    mails = list(corpus(MAILS, seed=4, minutes=40))
    dovecot.put_many([m.raw for m in mails if not m.sent], user)
    dovecot.put_many([m.raw for m in mails if m.sent], user, "Sent")
    account = mail_account(dovecot, user)
    undisturbed = with_account(tmp_path / "undisturbed", account, dovecot.password)
    first = program.run("sync", profile=undisturbed)
    expected = State.of(undisturbed)
    assert (first.code, expected.copies, len(expected.places)) == (0, MAILS, MAILS)
    names = count()
    killer = Killer(program, random.Random(5), first.seconds)
    disturbed(killer, lambda: with_account(tmp_path / f"shop{next(names)}", account, dovecot.password), ["sync"], expected)
    assert all("S" not in flags for flags, _raw in dovecot.raws(user))
    again = program.run("sync", "--json", profile=undisturbed)
    assert again.json["new"] == 0


# -- indexing


ARTICLES = 30


def articles(path: Path, version: str) -> Path:
    """Write a file of articles; each version says something else in as many passages."""
    dice = random.Random(version)
    words = ["vaas", "kom", "bord", "glazuur", "oven", "klei", "kruik", "schaal", "tegel", "mok", "deksel", "penseel", "draaischijf"]
    parts = [f"## Hoe zit het met {n}?\n{' '.join(dice.choices(words, k=30))} {version} {n}.\n" for n in range(ARTICLES)]
    path.write_text("# Vragen\n\n" + "\n".join(parts), encoding="utf-8")
    return path


def index_in_step(folder: Path) -> None:
    """After the profile was opened once more, the index finds each passage by its own vector, and no other."""
    with opened(folder) as counter:
        counter.search_knowledge("glazuur op de vaas")
    index = ChromaIndex(folder / "vectors", keys.open_profile(folder, lambda: PASSPHRASE).key)
    vectors = rows(folder, "SELECT id, vector FROM passages")
    assert [index.query(vector, 1)[0][0] for _, vector in vectors] == [id_ for id_, _ in vectors]
    assert index.count() == len(vectors)
    index.close()


@pytest.mark.parametrize("command", ["import", "reindex"])
def test_killed_while_indexing(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOONBANK_PASSPHRASE", PASSPHRASE)
    folder, fresh, faq = tmp_path / "shop", tmp_path / "fresh", articles(tmp_path / "faq.md", "first")
    words = ["kb", "import", faq] if command == "import" else ["reindex"]
    with Program("chromadb") as program:
        program.run("kb", "import", faq, profile=folder)
        killer = Killer(program, random.Random(6), program.run(*words, profile=folder).seconds)
        for number in count():
            articles(faq, f"version{number}")
            killer.kill(folder, *words)
            index_in_step(folder)
            if killer.kills == KILLS // 2:
                break
        well(program, folder)
        assert program.run("kb", "import", faq, profile=folder).code == 0
        program.run("kb", "import", faq, profile=fresh)
        assert State.of(folder).differences(State.of(fresh)) == []
        index_in_step(folder)


# -- sending

CUSTOMERS = 130
ANSWER, STALL, TAKE, DROP = AfterData.ANSWER, AfterData.STALL, AfterData.TAKE_AND_STALL, AfterData.TAKE_AND_DROP
VARIANTS = (ANSWER, STALL, ANSWER, TAKE, ANSWER, STALL, ANSWER, TAKE, ANSWER, DROP)


def questions() -> list[bytes]:
    at = datetime.now(UTC) - timedelta(hours=3)
    head = "From: Klant {n} <klant{n}@post.example>\nTo: De Zwaluw <{shop}>\nSubject: Vraag {n}\nDate: {date}\n"
    rest = "Message-ID: <vraag-{n}@post.example>\nContent-Type: text/plain; charset=utf-8\n\nWaar blijft mijn kom?\n"
    dates = [format_datetime(at + timedelta(minutes=n)) for n in range(CUSTOMERS)]
    return [(head + rest).format(n=n, shop=SHOP, date=date).encode() for n, date in enumerate(dates)]


def approve_everything(counter: Counter) -> None:
    counter.put_shop(replace(counter.shop(), shop_name="De Zwaluw", person="Marieke", undo_seconds=0))
    for conversation in counter.conversation_ids(Box.QUEUE):
        draft = counter.write_myself(conversation)
        counter.approve(draft.id, "Marieke", f"Dag,\n\nUw kom met nummer {draft.id} is onderweg.\n\nMarieke")


@dataclass
class Post:
    """What became of the replies: the server's side and the profile's."""

    smtp: SmtpServer
    folder: Path

    def taken(self) -> CountOf[str]:
        return CountOf(str(message_from_bytes(mail.raw)["Message-ID"]).strip("<>") for mail in self.smtp.taken)

    def states(self) -> dict[str, str]:
        return dict(rows(self.folder, "SELECT message_id, state FROM drafts"))


def file_in_sent(dovecot: Dovecot, user: str, raw: bytes) -> None:
    """Put a mail that the SMTP server took into Sent, as providers do who keep a copy themselves."""
    dovecot.deliver(raw, user, "Sent")


@pytest.mark.dovecot
def test_killed_while_sending(program: Program, dovecot: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOONBANK_PASSPHRASE", PASSPHRASE)
    user, dice = dovecot.new_user(), random.Random(7)
    dovecot.put_many(questions(), user)
    with SmtpServer(auth=False) as smtp:
        folder = with_account(tmp_path / "shop", mail_account(dovecot, user, smtp), dovecot.password)
        with opened(folder) as counter:
            assert counter.sync()[0].new == CUSTOMERS
            approve_everything(counter)
        post = Post(smtp, folder)
        for number in range(KILLS):
            smtp.after_data = VARIANTS[number % len(VARIANTS)]
            opening = settled_truly(program, post)
            ran = program.run("send", "--now", profile=folder, kill_after=opening * dice.uniform(0.6, 1.8))
            assert ran.killed, ran.err
        settled_truly(program, post)
        assert sum(state == "unsure" for state in post.states().values()) >= 5
        assert post.taken()
        finish(program, dovecot, user, post)


def settled_truly(program: Program, post: Post) -> float:
    """After a kill: nothing left twice, and what the profile says is true. Returns how long opening takes now, in seconds."""
    settled = program.run("outbox", "--retry", "0", profile=post.folder)  # any writing command settles what was interrupted
    assert settled.code == 3
    well(program, post.folder)
    taken, states = post.taken(), post.states()
    assert not [id_ for id_, times in taken.items() if times > 1]
    assert set(states.values()) <= {"approved", "sent", "unsure"}
    assert all(taken[id_] == 1 for id_, state in states.items() if state == "sent")
    assert not [id_ for id_, state in states.items() if state == "approved" and taken[id_]]
    return settled.seconds


def finish(program: Program, dovecot: Dovecot, user: str, post: Post) -> None:
    """The unsure ones are looked up, a person settles the rest, and everything has left exactly once."""
    post.smtp.after_data = AfterData.ANSWER
    unsure = sorted(id_ for id_, state in post.states().items() if state == "unsure")
    known = {id_: mail.raw for mail in post.smtp.taken if (id_ := str(message_from_bytes(mail.raw)["Message-ID"]).strip("<>")) in unsure}
    filed = sorted(known)[::2]
    for id_ in filed:
        file_in_sent(dovecot, user, known[id_])
    assert program.run("send", "--now", profile=post.folder).code == 0
    assert sorted(id_ for id_, state in post.states().items() if state == "unsure") == unsure
    assert program.run("outbox", "--look-up", profile=post.folder).code == 0
    after = post.states()
    assert {id_ for id_ in unsure if after[id_] == "sent"} == set(filed)
    assert {after[id_] for id_ in unsure} <= {"sent", "unsure"}
    with opened(post.folder) as counter:
        for draft, id_ in rows(post.folder, "SELECT id, message_id FROM drafts WHERE state = 'unsure'"):
            counter.settle_unsure(draft, was_sent=id_ in known)
            if id_ not in known:
                counter.retry(draft)
    assert program.run("send", "--now", profile=post.folder).code == 0
    assert set(post.states().values()) == {DraftState.SENT.value}
    assert set(post.taken().values()) == {1}
    assert len(post.taken()) == CUSTOMERS
    well(program, post.folder)
