"""Wiring: the tools of each stage, made from the House. The Counter stands on it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from app.domain.account import MailAccount
from app.domain.draft import CheckReport, Draft, Proposal
from app.domain.errors import KeyUnavailable, ToonbankError
from app.domain.knowledge import Retrieved
from app.domain.ports import Drafter, DraftRequest
from app.domain.shop import ShopSettings
from app.domain.text import N_
from app.domain.views import (
    Check,
)
from app.pipeline import approve as approving
from app.pipeline import know as knowing
from app.pipeline import send as sending
from app.pipeline.house import House
from app.pipeline.propose import ProposeTools, facts_of, last_turn
from app.pipeline.refine import Refining
from app.pipeline.retrieve import RetrieveTools, retrieve
from app.pipeline.translate import TranslateTools


class Wiring:
    """Holds the House and hands its parts to the stages."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._index_checked = False
        self._coming_in = 0
        self._importing: set[int] = set()
        self._counting = Lock()
        self._refining = Refining()
        self._allow_hosts()

    def shop(self) -> ShopSettings:
        """Return the shop's settings."""
        with self._house.store.read() as reader:
            return reader.shop()

    def counts(self) -> dict[str, int]:
        """Return counts: messages, customers, conversations, articles, passages, drafts, queue."""
        with self._house.store.read() as reader:
            return reader.counts()

    @contextmanager
    def _taking_in(self) -> Iterator[None]:
        """While this holds messages come in, and a language model stands back."""
        with self._counting:
            self._coming_in += 1
        try:
            yield
        finally:
            with self._counting:
                self._coming_in -= 1

    def _secret(self, name: str) -> str:
        secret = self._house.secrets.get(name)
        if secret is None:
            raise KeyUnavailable(N_("The password of the account {name} is not there; enter it again in Settings."), name=name)
        return secret

    def _tried(self, name: str, attempt: Callable[[], str]) -> Check:
        try:
            return Check(name, ok=True, why=attempt())
        except ToonbankError as error:
            return Check(name, ok=False, why=error.told)

    def _allow_hosts(self, trying: MailAccount | None = None) -> None:
        with self._house.store.read() as reader:
            accounts = reader.accounts() + ([trying] if trying else [])
        self._house.allow_hosts([s.host for a in accounts for s in (a.imap, a.smtp) if s is not None])

    def _note_connections(self) -> None:
        for record in self._house.drain_connections():
            self._house.store.log_connection(record)

    def _index_ready(self) -> None:
        if self._house.holds_profile and not self._index_checked:
            self._index_checked = True
            with self._house.store.read() as reader:
                passages = reader.counts()["passages"]
            fresh = self._house.index.scheme() == ""
            if fresh or not knowing.index_in_step(self._know_tools(), passages):
                knowing.reindex(self._know_tools())

    def _retrieve(self, question: str, language: str, limit: int = 8, category: str = "") -> Retrieved:
        self._index_ready()
        spoken = language or self._house.detect(question)[0]
        return retrieve(RetrieveTools(self._house.store, self._house.embedder, self._house.index), question, spoken, limit, category)

    def _know_tools(self) -> knowing.KnowTools:
        h = self._house
        return knowing.KnowTools(h.store, h.embedder, h.index, h.read_articles, h.split, h.clock)

    def _propose_tools(self) -> ProposeTools:
        self._index_ready()
        h = self._house
        return ProposeTools(h.store, h.engines.drafter(), self._retrieve, h.detect, h.sorter, h.clock, self._finish)

    def _finish(self, drafter: Drafter, request: DraftRequest, proposal: Proposal) -> Proposal:
        from app.pipeline.abroad import AbroadTools, finish  # here, not above: a look at the queue proposes nothing

        return finish(AbroadTools(self._translate_tools(), self._retrieve, self._house.check), drafter, request, proposal)

    def _translate_tools(self) -> TranslateTools:
        h = self._house
        return TranslateTools(h.store, lambda source, target: h.translators.translator(source, target), h.detect, h.clock)

    def _approve_tools(self) -> approving.ApproveTools:
        return approving.ApproveTools(self._house.store, self._house.clock, self._check_draft, self._house.new_message_id)

    def _send_tools(self) -> sending.SendTools:
        h = self._house
        return sending.SendTools(h.store, h.clock, h.connect, h.send, self._secret, h.compose, h.parse_sent)

    def _check_draft(self, draft: Draft, text: str) -> CheckReport:
        """Check an edited text against the passages its draft was made from, and those nearest to the question."""
        with self._house.store.read() as reader:
            view, shop = reader.conversation(draft.conversation_id), reader.shop()
            cited = reader.passages([c.passage for c in draft.citations])
            others = reader.others_in(text, view.row.customer_id)
        turn, _earlier = last_turn(view.messages)
        question = "\n".join(m.new_text or m.text for m in turn)
        facts = facts_of(shop, view, view.verdict)
        never = shop.voice.never_say
        return self._house.check(text, cited, question=question, language=draft.language, facts=facts, others=others, banned=never)
