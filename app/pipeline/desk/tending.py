"""Tending: knowledge kept clean, canned answers, golden questions."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.canned import CannedAnswer, Filled, NewCanned
from app.domain.golden import GoldenQuestion, GoldenReport, NewGolden
from app.domain.ports import CancelCheck, Progress
from app.domain.tending import ArticleVersion, Care, Finding, Gap, Suggested
from app.pipeline import canned, golden, tending
from app.pipeline.propose import propose_text
from app.pipeline.wiring import Wiring


class Tending(Wiring):
    """Tending: knowledge kept clean, canned answers, golden questions."""

    # -- audit and gaps
    def audit(self, *, dismissed: bool = False) -> list[Finding]:
        """Return what needs tidying, the weightiest first; without what was dismissed, or that alone."""
        return tending.audit(self._house.store, self._house.clock(), dismissed=dismissed)

    def dismiss_finding(self, finding_id: str, *, again: bool = False) -> None:
        """Put a finding aside for good (it comes back when its words change), or let it be shown again."""
        tending.dismiss(self._house.store, finding_id, again=again)

    def gaps(self, limit: int = 50) -> list[Gap]:
        """Return groups of questions without a good source, the most frequent first."""
        return tending.gaps(self._gap_tools(), limit)

    def suggest_article(self, gap_id: str) -> Suggested:
        """Return a first draft of the article that a gap misses; nothing is kept."""
        return tending.suggest(self._gap_tools(), gap_id)

    # -- versions and care
    def article_versions(self, article_id: int) -> Sequence[ArticleVersion]:
        """Return the earlier versions of an article, newest first."""
        with self._house.store.read() as reader:
            return reader.versions(article_id)

    def restore_version(self, version_id: int, by: str = "") -> int:
        """Put an earlier version back; what is there now is kept. Returns the article's id."""
        self._index_ready()
        return tending.restore_version(self._know_tools(), version_id, by)

    def removed_articles(self) -> list[tuple[int, str, str]]:
        """Return (id, title, source) of articles that went out of use when they vanished from their file."""
        with self._house.store.read() as reader:
            return reader.removed_articles()

    def article_care(self, article_id: int) -> Care:
        """Return who looks after an article."""
        with self._house.store.read() as reader:
            return reader.care(article_id)

    def set_article_care(self, article_id: int, owner: str, review_at: datetime | None = None, *, checked: bool = False) -> Care:
        """Store who looks after an article and when it is to be looked at again; `checked`: somebody just did."""
        now = self._house.clock() if checked else None
        return tending.set_care(self._house.store, article_id, owner, review_at, now)

    # -- canned answers
    def canned_answers(self, query: str = "") -> list[CannedAnswer]:
        """Return the canned answers that have all words of the query."""
        with self._house.store.read() as reader:
            return reader.canned_answers(query)

    def put_canned(self, new: NewCanned, canned_id: int | None = None) -> int:
        """Add a canned answer, or change that one; returns its id."""
        self._index_ready()
        return canned.put_canned(self._know_tools(), new, canned_id)

    def remove_canned(self, canned_id: int) -> None:
        """Remove a canned answer."""
        self._index_ready()
        canned.remove_canned(self._know_tools(), canned_id)

    def fill_canned(self, canned_id: int, conversation_id: int) -> Filled:
        """Return a canned answer filled in for a conversation, and count the use."""
        return canned.filled(self._house.store, canned_id, conversation_id, self._house.clock())

    def kept_answer(self, draft_id: int, *, article: bool = False) -> Suggested:
        """Return an answer that was sent as the beginning of a canned answer or an article, without personal data; nothing is kept."""
        return canned.kept_answer(self._house.store, draft_id, article=article)

    # -- golden questions
    def golden_questions(self) -> list[GoldenQuestion]:
        """Return the golden questions, oldest first."""
        with self._house.store.read() as reader:
            return reader.golden_questions()

    def put_golden(self, new: NewGolden, golden_id: int | None = None) -> int:
        """Add a golden question, or change that one; returns its id."""
        return golden.put_golden(self._house.store, new, self._house.clock, golden_id)

    def remove_golden(self, golden_id: int) -> None:
        """Remove a golden question."""
        with self._house.store.write() as uow:
            uow.golden.remove(golden_id)
            uow.commit()

    def run_golden(self, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> GoldenReport:
        """Ask all golden questions now; the run is kept."""
        return golden.run_golden(self._golden_tools(), golden.BY_HAND, progress, cancelled)

    def run_golden_if_changed(self, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> GoldenReport | None:
        """Ask all golden questions where knowledge, engine or questions changed since the last run."""
        return golden.run_if_changed(self._golden_tools(), progress, cancelled)

    def last_golden(self) -> GoldenReport | None:
        """Return the last run and what changed in it."""
        return golden.last_report(self._house.store)

    def _gap_tools(self) -> tending.GapTools:
        from app.drafting.embedded import ANSWERABLE  # with numpy and the models: not before it is needed

        h = self._house
        return tending.GapTools(h.store, h.embedder, self._retrieve, h.clock, ANSWERABLE)

    def _golden_tools(self) -> golden.GoldenTools:
        h = self._house
        return golden.GoldenTools(
            h.store,
            self._retrieve,
            lambda question, language: propose_text(self._propose_tools(), question, language=language),
            lambda: next((info.name for info in h.engines.all() if info.state == "in_use"), "embedded"),
            h.clock,
        )
