"""The ports: what the pipeline asks of the world. Adapters implement them; bootstrap wires them; tests/fakes.py fakes them.

Those of the store are in `store_ports.py`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.domain.account import MailAccount, RemoteFolder, RemoteMail, SelectedFolder
from app.domain.draft import CheckReport, Proposal
from app.domain.handover import HandoverReason
from app.domain.knowledge import Matter, NewArticle, Passage, PassageHit, Vector
from app.domain.message import Channel, IncomingMessage, Problem, ReadOptions
from app.domain.reading import Ask
from app.domain.shop import ShopSettings
from app.domain.verdict import Verdict

Clock = Callable[[], datetime]
"""Returns now as an aware UTC datetime."""
Progress = Callable[[int, int | None, str], None]
"""Called with (done, total or None, what) at most a few times a second."""
CancelCheck = Callable[[], bool]
"""Returns True when the person asked to stop."""


class ChannelReader(Protocol):
    """A file source. A module in `app/channels` offers one as `READER`; found by a package walk."""

    channel: Channel
    asks: frozenset[Ask]
    """What its files never tell by themselves (`Ask.DATE_ORDER` and `COLUMNS` only where they may)."""

    def score(self, path: Path) -> float:
        """Say how surely `path` (file or folder) is this channel's: 0 no, 1 certain. Looks at content, not only the name; never raises."""

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield what is there, in source order. One bad record is a Problem, never an exception; an unusable whole raises BadInput."""


class MailServer(Protocol):
    """An open IMAP session. Never marks mail as read. Raises AccountError subclasses only."""

    def folders(self) -> Sequence[RemoteFolder]:
        """List folders with their roles (SPECIAL-USE, else by well-known names)."""

    def select(self, folder: str) -> SelectedFolder:
        """Open a folder read-only."""

    def fetch_new(self, folder: str, after_uid: int) -> Iterator[RemoteMail]:
        """Yield mails with UID > after_uid in ascending UID order, in batches under the hood."""

    def changed_flags(self, folder: str, since_modseq: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield (uid, flags) changed since the MODSEQ (CONDSTORE); all of them when since_modseq is 0."""

    def uids(self, folder: str) -> frozenset[int]:
        """Return all UIDs that are there now."""

    def append(self, folder: str, raw: bytes, flags: Sequence[str]) -> None:
        """Put a mail into a folder."""

    def find_message_id(self, folder: str, message_id: str) -> int | None:
        """Return the UID of the mail with this Message-ID, or None."""

    def add_flag(self, folder: str, uid: int, flag: str) -> None:
        """Set a flag such as \\Answered."""

    def close(self) -> None:
        """Log out; never raises."""


class MailConnector(Protocol):
    """Opens IMAP sessions."""

    def __call__(self, account: MailAccount, secret: str) -> AbstractContextManager[MailServer]:
        """Connect and log in, or raise an AccountError subclass that says what is wrong."""


class MailSender(Protocol):
    """Hands a finished mail to an SMTP server."""

    def __call__(self, account: MailAccount, secret: str, raw: bytes, recipients: Sequence[str]) -> None:
        """Return when the server took it. Raise SendRefused when it certainly did not, SendUnsure when nobody can know."""


class SecretStore(Protocol):
    """Named secrets (mail passwords, tokens) of one profile."""

    def get(self, name: str) -> str | None:
        """Return the secret, or None."""

    def put(self, name: str, secret: str) -> None:
        """Keep the secret."""

    def delete(self, name: str) -> None:
        """Forget the secret; no error when it was not there."""


class LanguageDetector(Protocol):
    """Says which language a text is in."""

    def __call__(self, text: str) -> tuple[str, float]:
        """Return (ISO 639-1 code or "und", confidence 0..1)."""


@dataclass(frozen=True, slots=True)
class MessageContext:
    """What the sorter knows besides the text. `headers` are a mail's, with lower-case names."""

    channel: Channel | None = None
    subject: str = ""
    headers: Mapping[str, str] | None = None
    sender_address: str = ""
    known_customer: bool = False
    attachment_names: tuple[str, ...] = ()


class Sorter(Protocol):
    """Judges messages."""

    def judge(self, text: str, context: MessageContext) -> Verdict:
        """Return the verdict on one text (pure, < 20 ms)."""

    def judge_many(self, items: Sequence[tuple[str, MessageContext]]) -> list[Verdict]:
        """Return a verdict for each item, faster than one by one."""


class Embedder(Protocol):
    """Turns texts into vectors. `scheme` names model and version: vectors of another scheme must be made anew. A model may raise
    EngineError."""

    @property
    def scheme(self) -> str:
        """The name of model and version."""

    @property
    def dimensions(self) -> int:
        """The numbers of a vector (0: not known before the first text)."""

    def embed(self, texts: Sequence[str], language: str = "und") -> list[Vector]:
        """Return one normalised vector per text."""

    def embed_question(self, text: str, language: str = "und") -> Vector:
        """Return the normalised vector of what somebody asks, to be compared with those of texts."""


class VectorIndex(Protocol):
    """A disposable index of passage vectors; ids only, no text. Losing it loses nothing."""

    def put(self, items: Sequence[tuple[int, Vector]]) -> None:
        """Add or replace vectors by passage id."""

    def delete(self, ids: Sequence[int]) -> None:
        """Remove vectors; unknown ids are ignored."""

    def query(self, vector: Vector, limit: int) -> list[tuple[int, float]]:
        """Return (passage id, cosine similarity), best first."""

    def count(self) -> int:
        """Return how many vectors are there."""

    def reset(self, scheme: str) -> None:
        """Empty the index for vectors of this scheme."""

    def scheme(self) -> str:
        """Return the scheme of the vectors that are there ("" when empty)."""

    def close(self) -> None:
        """Release files."""


class ArticleReader(Protocol):
    """Reads knowledge files."""

    def __call__(self, path: Path) -> Iterator[NewArticle | Problem]:
        """Yield the articles of one .md .txt .html .docx .pdf or .csv file; raise BadInput for one that cannot be used."""


@dataclass(frozen=True, slots=True)
class PromptPart:
    """A piece of a prompt. Untrusted text (mail, chat) is tokenised without special tokens."""

    text: str
    trusted: bool = True


@dataclass(frozen=True, slots=True)
class Generation:
    """What a model made. `finish` is stop, length or cancelled; `tokens` were written (0: not counted)."""

    text: str
    finish: str
    prompt_tokens: int
    reused_tokens: int
    first_token_ms: float
    total_ms: float
    tokens: int = 0


class TextGenerator(Protocol):
    """A language model. Raises EngineError when it crashed or cannot load, Cancelled when stopped."""

    name: str

    def generate(
        self,
        prompt: Sequence[PromptPart],
        *,
        schema: Mapping[str, object] | None = None,
        max_tokens: int = 400,
        temperature: float = 0.0,
        on_token: Callable[[str], None] | None = None,
        cancelled: CancelCheck | None = None,
    ) -> Generation:
        """Continue the prompt; with a schema the text is JSON of that shape when `finish` is stop."""

    def close(self) -> None:
        """Stop the worker."""


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """Everything a drafter may use.

    `question` is the customer's last turn without quotes; `earlier` older turns as ("in"/"out", text), newest last;
    `next_opening` a local datetime when the shop is open again (or now); `facts` words the draft may use beside the
    passages (shop name, own address, order numbers); `handover` why a person should take over, by the owner's triggers;
    `matters` what is asked, one by one, where it is more than one thing; `refused` what was left out of the customer's words because it
    gives instructions to a machine: no draft may say it again.
    """

    question: str
    language: str
    customer_name: str
    retrieved: Sequence[PassageHit]
    answerable: float
    shop: ShopSettings
    now: datetime
    next_opening: datetime
    verdict: Verdict | None = None
    earlier: Sequence[tuple[str, str]] = ()
    hint: str = ""
    channel: Channel | None = None
    facts: Sequence[str] = ()
    handover: Sequence[HandoverReason] = ()
    matters: Sequence[Matter] = ()
    refused: Sequence[str] = ()


class Drafter(Protocol):
    """Proposes a reply. Both engines pass the same checks."""

    name: str

    def propose(
        self, request: DraftRequest, *, on_token: Callable[[str], None] | None = None, cancelled: CancelCheck | None = None
    ) -> Proposal:
        """Return a checked proposal: an answer with citations, or an honest "I don't know", or a handover."""


class DraftCheck(Protocol):
    """Checks a text against passages, by code alone."""

    def __call__(
        self,
        text: str,
        passages: Sequence[Passage],
        *,
        question: str = "",
        language: str = "und",
        facts: Sequence[str] = (),
        others: Sequence[str] = (),
        banned: Sequence[str] = (),
        formal: bool | None = None,
    ) -> CheckReport:
        """Return support per sentence and flags. `others`: what is known of other customers (names, addresses, order numbers); `banned`:
        words the shop never says; `formal`: the form of address the reply should have (None: any, but one)."""
