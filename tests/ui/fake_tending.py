"""Knowledge kept clean, in memory: part of the fake Counter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from app.domain.canned import CannedAnswer, Filled, NewCanned, fill
from app.domain.errors import BadInput
from app.domain.golden import Fault, GoldenQuestion, GoldenReport, GoldenResult, GoldenRun, NewGolden, compared
from app.domain.tending import ArticleVersion, AskedWhy, Care, Finding, FindingKind, Gap, Quote, Severity, Suggested
from app.domain.text import packed

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FakeTending:
    """Findings, gaps, canned answers, versions and golden questions of the invented shop."""

    def begin_tending(self) -> None:
        self.findings = {
            "f1": Finding(
                "f1", FindingKind.CONTRADICTION, Severity.WRONG, (3, 6),
                packed("These speak of the same thing and say different things: {said}.", {"said": "30 dagen ↔ 14 dagen"}),
                (Quote(3, "Ruilen en retourneren", "Ruilen of terugsturen kan binnen 30 dagen."),
                 Quote(6, "Garantie", "Terugsturen kan binnen 14 dagen.")),
            ),
            "f2": Finding("f2", FindingKind.STALE, Severity.TIDY, (5,), packed("Nobody changed or checked this for {n} months.", {"n": 14}),
                          (Quote(5, "Workshops", "De draaiworkshop is elke zaterdag."),)),
        }  # fmt: skip
        self.put_aside: set[str] = set()
        self.canned = {1: CannedAnswer(1, "dank", "Beste {first_name},\n\nDank voor uw bericht.", "nl", "", 3, AT)}
        self.cares: dict[int, Care] = {}
        self.versions = {3: [ArticleVersion(7, 3, "Ruilen en retourneren", "Ruilen kan binnen 14 dagen.", "Sanne", AT)]}
        self.golden = {1: GoldenQuestion(1, "Mag de mok in de vaatwasser?", "nl", 4, ("vaatwasser",), (), AT, "Onderhoud van steengoed")}
        self.runs: list[GoldenRun] = []
        self.golden_faults: tuple[tuple[Fault, str], ...] = ()
        self.golden_due = False
        self.gone = False

    def audit(self, *, dismissed: bool = False) -> list[Finding]:
        return [finding for finding in self.findings.values() if (finding.id in self.put_aside) == dismissed]

    def dismiss_finding(self, finding_id: str, *, again: bool = False) -> None:
        if again:
            self.put_aside.discard(finding_id)
        else:
            self.put_aside.add(finding_id)

    def gaps(self, limit: int = 50) -> list[Gap]:
        words = ("Leveren jullie ook in Spanje?", "Versturen naar Madrid, kan dat?")
        return [Gap("g1", words, 4, ("nl", "es"), AT, AT, (AskedWhy.UNKNOWN,), (7, "Shipping abroad"), 0.21, 1)]

    def suggest_article(self, gap_id: str) -> Suggested:
        return Suggested("Leveren jullie ook in Spanje?", "Ja, naar Spanje duurt het een week.", "nl", "Leveren jullie ook in Spanje?")

    def article_versions(self, article_id: int) -> Sequence[ArticleVersion]:
        return self.versions.get(article_id, [])

    def restore_version(self, version_id: int, by: str = "") -> int:
        version = next(v for versions in self.versions.values() for v in versions if v.id == version_id)
        self._articles[version.article_id] = replace(self._articles[version.article_id], text=version.text)
        return version.article_id

    def removed_articles(self) -> list[tuple[int, str, str]]:
        return [(3, "Ruilen en retourneren", "retour.md")] if self.gone else []

    def article_care(self, article_id: int) -> Care:
        return self.cares.get(article_id, Care())

    def set_article_care(self, article_id: int, owner: str, review_at: datetime | None = None, *, checked: bool = False) -> Care:
        self.cares[article_id] = Care(owner, review_at, AT if checked else None)
        return self.cares[article_id]

    def canned_answers(self, query: str = "") -> list[CannedAnswer]:
        return [answer for answer in self.canned.values() if query.lower() in f"{answer.title} {answer.text}".lower()]

    def put_canned(self, new: NewCanned, canned_id: int | None = None) -> int:
        if not new.title or not new.text:
            raise BadInput("A canned answer needs a title and a text.")
        id_ = canned_id or len(self.canned) + 1
        self.canned[id_] = CannedAnswer(id_, new.title, new.text, new.language, new.scope, 0, AT)
        return id_

    def remove_canned(self, canned_id: int) -> None:
        del self.canned[canned_id]

    def fill_canned(self, canned_id: int, conversation_id: int) -> Filled:
        return fill(self.canned[canned_id].text, {"first_name": self._rows[conversation_id].customer.split()[0]})

    def kept_answer(self, draft_id: int, *, article: bool = False) -> Suggested:
        return Suggested(
            "Breuk", "Wij sturen een nieuw exemplaar." if article else "Beste {name},\n\nWij sturen een nieuw exemplaar.", "nl", ""
        )

    def golden_questions(self) -> list[GoldenQuestion]:
        return list(self.golden.values())

    def put_golden(self, new: NewGolden, golden_id: int | None = None) -> int:
        id_ = golden_id or len(self.golden) + 1
        self.golden[id_] = GoldenQuestion(id_, new.question, new.language, new.article_id, new.must, new.must_not, AT)
        return id_

    def remove_golden(self, golden_id: int) -> None:
        del self.golden[golden_id]

    def run_golden(self, progress: object = None, cancelled: object = None) -> GoldenReport:
        results = tuple(GoldenResult(q.id, q.question, self.golden_faults, 1, 0.9, "answer", "Ja.") for q in self.golden.values())
        self.runs.append(GoldenRun(len(self.runs) + 1, AT, "by hand", "embedded", results))
        return self.last_golden()

    def run_golden_if_changed(self, progress: object = None, cancelled: object = None) -> GoldenReport | None:
        if not self.golden_due:
            return None
        self.golden_due = False
        return self.run_golden()

    def last_golden(self) -> GoldenReport | None:
        return compared(self.runs[-1], self.runs[-2] if len(self.runs) > 1 else None) if self.runs else None
