"""Figures of the sorter and the language detector on labelled texts, in the shapes that `evaluate` prints."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from app.domain.ports import LanguageDetector, MessageContext, Sorter
from app.domain.verdict import Verdict

Row = Mapping[str, object]
Pair = tuple[str, str]
"""What it should be, what it was taken for."""

_HEADS = ("category", "sentiment", "emotion", "urgency")


def evaluate_triage(rows: Iterable[Row], sorter: Sorter) -> dict[str, object]:
    """Return n and, for each key that rows have (category, sentiment, emotion, urgency, order_numbers, language), its figures.

    Each head has n, accuracy, macro_f1, by_class (precision, recall, f1, n), by_language (macro_f1, accuracy, n) and
    confusion ({should be: {taken for: n}}). `order_numbers` has found (share of the numbers), wrong (share of the texts
    with a number that is none) and n.
    """
    kept = list(rows)
    verdicts = sorter.judge_many([(str(row["text"]), MessageContext(subject=str(row.get("subject", "")))) for row in kept])
    figures: dict[str, object] = {"n": len(kept)}
    for head in _HEADS:
        pairs = [(row, (str(row[head]), _said(verdict, head))) for row, verdict in zip(kept, verdicts, strict=True) if head in row]
        if pairs:
            figures[head] = {
                **_figures([pair for _, pair in pairs]),
                "by_language": _by_language([(str(row.get("language", "und")), pair) for row, pair in pairs]),
            }
    numbered = [(row["order_numbers"], verdict) for row, verdict in zip(kept, verdicts, strict=True) if "order_numbers" in row]
    if numbered:
        figures["order_numbers"] = _number_figures(numbered)
    spoken = [(str(row["language"]), verdict.language) for row, verdict in zip(kept, verdicts, strict=True) if "language" in row]
    if spoken:
        figures["language"] = _figures(spoken)
    return figures


def evaluate_language(rows: Iterable[Row], detect: LanguageDetector) -> dict[str, object]:
    """Return accuracy over all texts and by their length in words ("1-2", "3-6", "7+"), with classes and confusion."""
    kept = [(str(row["text"]), str(row["language"])) for row in rows]
    pairs = [(_length_class(text), (language, detect(text)[0])) for text, language in kept]
    return {**_figures([pair for _, pair in pairs]), "by_words": _by_language(pairs)}


def _said(verdict: Verdict, head: str) -> str:
    if head == "category":
        return str(verdict.category)
    if head == "sentiment":
        return verdict.sentiment_label.value
    return verdict.emotion.value if head == "emotion" else str(int(verdict.urgency))


def _length_class(text: str) -> str:
    words = len(text.split())
    return "1-2" if words < 3 else "3-6" if words < 7 else "7+"


def _figures(pairs: Sequence[Pair]) -> dict[str, object]:
    """Return n, accuracy, macro-F1 over the classes that occur, figures by class, and the confusion."""
    classes = sorted({truth for truth, _ in pairs})
    by_class = {name: _class_figures(name, pairs) for name in classes}
    confusion: dict[str, Counter[str]] = defaultdict(Counter)
    for truth, said in pairs:
        confusion[truth][said] += 1
    return {
        "n": len(pairs),
        "accuracy": _share(sum(truth == said for truth, said in pairs), len(pairs)),
        "macro_f1": round(sum(figures["f1"] for figures in by_class.values()) / max(1, len(classes)), 4),
        "by_class": by_class,
        "confusion": {truth: dict(counts) for truth, counts in sorted(confusion.items())},
    }


def _class_figures(name: str, pairs: Sequence[Pair]) -> dict[str, float]:
    right = sum(truth == said == name for truth, said in pairs)
    said_so = sum(said == name for _, said in pairs)
    there = sum(truth == name for truth, _ in pairs)
    return {
        "precision": _share(right, said_so),
        "recall": _share(right, there),
        "f1": _share(2 * right, said_so + there),
        "n": there,
    }


def _by_language(pairs: Sequence[tuple[str, Pair]]) -> dict[str, dict[str, object]]:
    groups: dict[str, list[Pair]] = defaultdict(list)
    for group, pair in pairs:
        groups[group].append(pair)
    wanted = ("n", "accuracy", "macro_f1")
    return {group: {key: _figures(found)[key] for key in wanted} for group, found in sorted(groups.items())}


def _number_figures(numbered: Sequence[tuple[object, Verdict]]) -> dict[str, object]:
    truths = [{str(number) for number in expected} if isinstance(expected, list) else set() for expected, _ in numbered]
    said = [set(verdict.order_numbers) for _, verdict in numbered]
    found = sum(len(truth & answer) for truth, answer in zip(truths, said, strict=True))
    wrong = sum(bool(answer - truth) for truth, answer in zip(truths, said, strict=True))
    return {
        "n": len(numbered),
        "numbers": sum(map(len, truths)),
        "found": _share(found, sum(map(len, truths))),
        "wrong": _share(wrong, len(numbered)),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
