"""Signal messages from the plain XML that Signal for Android wrote until version 4.16; the shape of SMS Backup & Restore, without files."""

from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import BadInput
from app.domain.message import Channel, IncomingMessage, Problem, ReadOptions
from app.domain.reading import Ask
from app.parsing.backup_files import backup_parts
from app.parsing.sms_backup import made_by_signal, read_messages, root_at


class SignalXmlReader:
    """Reads Signal's old plain backups."""

    channel = Channel.SIGNAL
    asks = frozenset[Ask]()

    def score(self, path: Path) -> float:
        """Say how surely this is one: its comment names Signal."""
        try:
            with backup_parts(path, ".xml") as parts:
                found = any(root == "smses" and made_by_signal(head) for root, head in map(root_at, parts))
                return 0.98 if found else 0.0
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in source order; raises BadInput when it is no backup at all."""
        yield from read_messages(path, self.channel, options)


READER = SignalXmlReader()
