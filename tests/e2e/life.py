"""One life of a shop in an encrypted profile, ended by kill -9. Run by test_nothing_readable.py with folders of its own.

Arguments: the folder with what comes in, the profile, the backup file. Prints the files that were opened for writing, one per line.
"""

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

WRITTEN: set[str] = set()


def watch(event: str, args: tuple[object, ...]) -> None:
    """Note every file that Python opens for writing."""
    if event != "open" or not isinstance(args[0], str | bytes):
        return
    flags = args[2] if isinstance(args[2], int) else 0
    if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        WRITTEN.add(os.fsdecode(args[0]))


def live(source: Path, profile: Path, backup: Path) -> None:
    """Do everything a shop does, and die in the middle of it."""
    from app.bootstrap import open_counter
    from app.domain.account import MailAccount, Security, ServerAddress
    from app.domain.views import Box

    words = dict(line.split("=", 1) for line in (source / "words").read_text(encoding="utf-8").splitlines())
    shop = open_counter(profile, write=True, passphrase=lambda: os.environ["TOONBANK_PASSPHRASE"])
    server = ServerAddress("127.0.0.1", 1, Security.PLAIN)
    shop.add_account(MailAccount("winkel", "winkel@dezwaluw.example", words["login"], server, server), words["password"])
    shop.put_shop(replace(shop.shop(), shop_name="De Zwaluw", person="Marieke", own_names=("De Zwaluw",)))
    shop.import_articles([source / "faq.md"])
    shop.import_paths([source / "mail.mbox"])
    shop.import_paths([source / "chat.zip"])
    shop.sync()
    shop.search(words["query"])
    shop.search_knowledge(words["query"])
    for conversation in shop.conversation_ids(Box.ALL):
        shop.propose(conversation)
        shop.add_note(conversation, "Marieke", words["note"])
        shop.approve(shop.write_myself(conversation).id, "Marieke", words["draft"])
    for message in shop.conversation(shop.conversation_ids(Box.ALL)[0]).messages:
        [shop.attachment(attachment.id) for attachment in message.attachments]
    shop.send_due(now=True)
    shop.reindex()
    shop.backup(backup)
    shop.close()
    shop = open_counter(profile, write=True, passphrase=lambda: os.environ["TOONBANK_PASSPHRASE"])
    shop.import_paths([source / "late.mbox"])
    shop.save_article(replace(late_article(), text=words["article"]))
    sys.stdout.write("\n".join(sorted(WRITTEN)) + "\n")
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)


def late_article() -> "object":
    """Return an article that is saved just before the end."""
    from app.domain.knowledge import NewArticle

    return NewArticle("Laat", "", "nl", "")


if __name__ == "__main__":
    sys.addaudithook(watch)
    live(*map(Path, sys.argv[1:4]))
