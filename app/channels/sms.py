"""Text messages from the XML of SMS Backup & Restore (Android): a file, or a folder or zip of several backups that may overlap."""

from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import BadInput
from app.domain.message import Channel, IncomingMessage, Problem, ReadOptions
from app.domain.reading import Ask
from app.parsing.backup_files import backup_parts
from app.parsing.sms_backup import made_by_signal, read_messages, root_at


class SmsReader:
    """Reads backups of SMS and MMS."""

    channel = Channel.SMS
    asks = frozenset[Ask]()

    def score(self, path: Path) -> float:
        """Say how surely this is a backup of text messages, by its first element."""
        try:
            with backup_parts(path, ".xml") as parts:
                return max((0.3 if made_by_signal(head) else 0.98 for root, head in map(root_at, parts) if root == "smses"), default=0.0)
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in source order; raises BadInput when it is no backup at all."""
        yield from read_messages(path, self.channel, options)


READER = SmsReader()
