"""How well the draft check tells carried sentences from others on a file of examples: pure arithmetic over its reports."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.draft import CheckReport, FlagKind
from app.domain.knowledge import Passage
from app.domain.ports import DraftCheck
from app.drafting.check import SUPPORTED
from app.drafting.evaluate import auroc

_MATTER_OF_FACT = frozenset({FlagKind.NUMBER, FlagKind.DATE, FlagKind.NAME, FlagKind.LINK, FlagKind.UNSUPPORTED})
"""Flags that say that a source does not hold what the text says."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    language: str
    kind: str
    supported: bool
    score: float
    flagged: bool


def evaluate_grounding(rows: Iterable[Mapping[str, object]], check: DraftCheck) -> dict[str, object]:
    """Return the figures for rows `{"text", "passages", "supported"}` with or without "language" and "kind".

    `auroc` sets the support of supported texts against that of the others; the support of a text is that of its least carried sentence
    (greetings and the like aside). At the shipped threshold: `caught_share` of the unsupported and `flagged_share` of the supported
    have a sentence below it, or a flag on a fact. Figures that nothing speaks for are None.
    """
    outcomes = [_judged(row, check) for row in rows if "text" in row and "supported" in row]
    languages = sorted({outcome.language for outcome in outcomes})
    kinds = sorted({outcome.kind for outcome in outcomes} - {""})
    good = [outcome for outcome in outcomes if outcome.supported]
    return {
        **_figures(outcomes),
        "threshold": SUPPORTED,
        "by_language": {language: _figures([o for o in outcomes if o.language == language]) for language in languages},
        "by_kind": {kind: _of_kind([o for o in outcomes if o.kind == kind], good) for kind in kinds},
    }


def support_of(report: CheckReport) -> float:
    """Return the support of a text: that of its least carried sentence, 1.0 when none needs a source."""
    return min((sentence.support for sentence in report.sentences if not sentence.courtesy), default=1.0)


def _judged(row: Mapping[str, object], check: DraftCheck) -> _Outcome:
    given = row["passages"]
    texts = [str(text) for text in given] if isinstance(given, Sequence) and not isinstance(given, str) else [str(given)]
    language = str(row.get("language", "und"))
    passages = [Passage(n, n, "", n, "", text, "und") for n, text in enumerate(texts, 1)]
    report = check(str(row["text"]), passages, language=language)
    score = support_of(report)
    flagged = score < SUPPORTED or any(flag.kind in _MATTER_OF_FACT for flag in report.flags)
    return _Outcome(language, str(row.get("kind", "")), bool(row["supported"]), score, flagged)


def _figures(outcomes: Sequence[_Outcome]) -> dict[str, object]:
    good = [outcome for outcome in outcomes if outcome.supported]
    bad = [outcome for outcome in outcomes if not outcome.supported]
    return {
        "n": len(outcomes),
        "supported": len(good),
        "auroc": auroc([outcome.score for outcome in good], [outcome.score for outcome in bad]),
        "caught_share": _share(lambda outcome: outcome.flagged, bad),
        "flagged_share": _share(lambda outcome: outcome.flagged, good),
    }


def _of_kind(outcomes: Sequence[_Outcome], good: Sequence[_Outcome]) -> dict[str, object]:
    """A kind of unsupported rows is set against all supported ones."""
    bad = [outcome for outcome in outcomes if not outcome.supported]
    return {
        "n": len(outcomes),
        "auroc": auroc([outcome.score for outcome in good], [outcome.score for outcome in bad]),
        "caught_share": _share(lambda outcome: outcome.flagged, bad),
        "flagged_share": _share(lambda outcome: outcome.flagged, [outcome for outcome in outcomes if outcome.supported]),
    }


def _share(wanted: Callable[[_Outcome], bool], outcomes: Sequence[_Outcome]) -> float | None:
    return round(sum(map(wanted, outcomes)) / len(outcomes), 4) if outcomes else None
