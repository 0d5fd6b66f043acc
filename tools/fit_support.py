"""Fit the trees of resources/models/support.json on the project's own sentence pairs, or measure them.

python -m tools.fit_support                cross-validated figures by language and kind, then the model file
python -m tools.fit_support --measure FILE...  figures of the shipped model

The pairs are tools/texts/support-{language}.jsonl, one {"text", "passages", "supported", "kind", "language"} a line. Beside each pair
as written, the fit sees it among passages of other pairs, without the sentence that carries it, over other pairs' passages, and joined
with another sentence, because a draft meets all of these. Folds never part pairs that share a passage.
"""

import json
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from app.domain.knowledge import Passage
from app.drafting.claims import claim_of
from app.drafting.evaluate import auroc
from app.drafting.evidence import source_of
from app.drafting.features import FALLING, FEATURES, RISING
from app.drafting.overlap import overlap_of
from app.drafting.sentences import split
from app.drafting.support import best_support, bounded, closest, rows_of
from app.drafting.words import raw_words

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "resources" / "models" / "support.json"
FOLDS = 5
COVERAGE = ("near", "unrelated", "added", "narrower")
AND = {"en": ", and ", "nl": ", en ", "de": ", und ", "fr": ", et "}
NOT = {"en": "not", "nl": "niet", "de": "nicht", "fr": "pas"}
DENIAL = re.compile(r"\b(?:not|never|niet|nooit|nicht|nie|pas|jamais)\b|n['’]t\b", re.IGNORECASE)
VERB = re.compile(
    r"\b(?:can|may|is|are|was|were|will|has|have|kan|kunt|mag|mogen|zijn|wordt|worden|krijgt|hebt|heeft|gaat|kann|können|darf|dürfen|ist|sind|wird|"
    r"werden|haben|erhalten|peut|peuvent|pouvez|est|sont|avez|passe|arrive)\b",
    re.IGNORECASE,
)
TRICKY = 0.7
"""Weight of pairs that differ in a word only: a draft meets them less often than this file does."""
LEAST_WORDS = 5


@dataclass(frozen=True)
class Pair:
    """A sentence and its passages; `group` keeps those of the same passages together; `made` says how it came to be."""

    text: str
    passages: tuple[str, ...]
    supported: bool
    kind: str
    language: str
    group: int = 0
    made: str = "written"
    weight: float = 1.0


def load(files: Sequence[Path]) -> list[Pair]:
    """Read pairs; those over the same passages share a group."""
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").split("\n") if line]
    groups: dict[tuple[str, ...], int] = {}
    pairs = []
    for row in rows:
        passages = tuple(row["passages"])
        group = groups.setdefault(passages, len(groups))
        pairs.append(Pair(row["text"], passages, row["supported"], row.get("kind", ""), row.get("language", "und"), group))
    return pairs


def passages_of(texts: Sequence[str]) -> list[Passage]:
    """Return texts as passages of an unknown language."""
    return [Passage(n, n, "", n, "", text, "und") for n, text in enumerate(texts, 1)]


def row_of(pair: Pair) -> list[float]:
    """Return the features of a pair: those of the passage that shares most words."""
    sources = [source_of(passage) for passage in passages_of(pair.passages)]
    claim = claim_of(pair.text, pair.language)
    lies = [overlap_of(claim, source) for source in sources]
    rows = rows_of(claim, sources, lies, closest(sources, lies)[:1])
    return rows[0][1] if rows else [0.0] * len(FEATURES)


def without_best(pair: Pair) -> Pair | None:
    """Return the pair, no longer supported, without the sentence that shares most words; None when nothing would be left."""
    claim = claim_of(pair.text, pair.language)
    found = [
        (lie.by_single, n, lie.single.text) for n, p in enumerate(passages_of(pair.passages)) if (lie := overlap_of(claim, source_of(p)))
    ]
    if not found:
        return None
    _, number, sentence = max(found)
    cut = [text.replace(sentence, " ").strip() if n == number else text for n, text in enumerate(pair.passages)]
    left = tuple(text for text in cut if len(text.split()) >= LEAST_WORDS)
    return replace(pair, passages=left, supported=False, made="dropped", weight=0.6) if left else None


def without_passage(pair: Pair) -> Pair | None:
    """Return the pair, no longer supported, without the passage that shares most words; None when it has too few."""
    claim = claim_of(pair.text, pair.language)
    lies = [overlap_of(claim, source_of(passage)) for passage in passages_of(pair.passages)]
    best = max(range(len(lies)), key=lambda n: lie.by_pair if (lie := lies[n]) else 0.0)
    left = tuple(text for n, text in enumerate(pair.passages) if n != best)
    return replace(pair, passages=left, supported=False, made="dropped", weight=0.6) if len(left) > 1 else None


def turned(pair: Pair) -> Pair | None:
    """Return the pair with its denial taken away, or with one put in; None where neither is easily done."""
    text = (
        DENIAL.sub(" ", pair.text, count=1)
        if DENIAL.search(pair.text)
        else VERB.sub(lambda m: f"{m[0]} {NOT[pair.language]}", pair.text, count=1)
    )
    return None if text == pair.text else replace(pair, text=" ".join(text.split()), supported=False, made="turned", weight=0.5)


def joined(one: Pair, other: Pair) -> Pair:
    """Return both sentences as one."""
    text = f"{one.text.rstrip('.!?')}{AND[one.language]}{other.text[0].lower()}{other.text[1:]}"
    return replace(one, text=text, supported=one.supported and other.supported, made="joined", weight=0.6)


def enlarged(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """Return the pairs with all that is made of them."""
    found: list[Pair] = []
    for group in sorted({pair.group for pair in pairs}):
        own = [pair for pair in pairs if pair.group == group]
        others = [pair for pair in pairs if pair.group != group and pair.language == own[0].language]
        for pair in own:
            found += _variants(pair, others, rng)
        found += _verbatim(own[0], rng) + _joined(own, rng)
    return found


def _variants(pair: Pair, others: Sequence[Pair], rng: random.Random) -> list[Pair]:
    mixed = [*pair.passages, *(p for other in rng.sample(others, 3) for p in other.passages)][:6]
    rng.shuffle(mixed)
    tricky = not pair.supported and pair.kind not in COVERAGE
    made = [replace(pair, weight=TRICKY if tricky else 1.0)]
    made.append(replace(pair, passages=tuple(mixed), made="mixed", weight=0.35 if tricky else 0.5))
    sentences = tuple(span.text for text in pair.passages for span in split(text))
    if len(sentences) > len(pair.passages):
        # Who splits passages finer or coarser than this shop does should get the same answer.
        made.append(replace(pair, passages=sentences, made="split", weight=0.35 if tricky else 0.5))
    if len(pair.passages) > 1:
        made.append(replace(pair, passages=(" ".join(pair.passages),), made="merged", weight=0.35 if tricky else 0.5))
    if pair.supported and (without := without_best(pair)):
        made.append(without)
        if len(without.passages) < len(sentences) - 1:
            made.append(replace(without, passages=tuple(span.text for text in without.passages for span in split(text)), weight=0.4))
    if pair.supported and (without := without_passage(pair)):
        made.append(without)
    if pair.supported and (other := turned(pair)):
        made.append(other)
    if rng.random() < 0.5:
        made.append(replace(pair, passages=rng.choice(others).passages, supported=False, made="crossed", weight=0.4))
    return made


def _verbatim(pair: Pair, rng: random.Random) -> list[Pair]:
    """A source's own sentences, with it and without them in it."""
    sentences = [span.text for text in pair.passages for span in split(text) if len(span.text.split()) >= LEAST_WORDS]
    own = [replace(pair, text=text, supported=True, made="verbatim", weight=0.6) for text in rng.sample(sentences, min(3, len(sentences)))]
    gone = [without for one in own if len(sentences) > 2 and (without := without_best(one))]
    return [*own, *gone, *(other for one in own if (other := turned(one)))]


def _joined(own: Sequence[Pair], rng: random.Random) -> list[Pair]:
    good = [pair for pair in own if pair.supported]
    bad = [pair for pair in own if not pair.supported and pair.kind in ("near", "added", "number", "name", "contradiction")]
    made: list[Pair] = []
    for _ in range(min(4, len(good)) if len(good) > 1 else 0):
        one, other = rng.sample(good, 2)
        made.append(joined(one, other))
        if without := without_best(other):
            half = replace(made[-1], passages=without.passages, supported=False, made="half", weight=0.5)
            made.append(half)
            if none := without_best(replace(one, passages=without.passages)):
                made.append(replace(half, passages=none.passages, made="neither", weight=0.3))
        if bad:
            made.append(replace(joined(one, rng.choice(bad)), made="half", weight=0.5))
    return made


def trained(rows: NDArray[np.float64], pairs: Sequence[Pair]) -> HistGradientBoostingClassifier:
    """Return the trees for these rows: what is shared can only help, what is strange can only harm."""
    signs = [1 if name in RISING else -1 if name in FALLING else 0 for name in FEATURES]
    model = HistGradientBoostingClassifier(
        max_iter=120, learning_rate=0.06, max_leaf_nodes=8, min_samples_leaf=30, l2_regularization=5, monotonic_cst=signs, random_state=0
    )
    return model.fit(rows, [pair.supported for pair in pairs], sample_weight=[pair.weight for pair in pairs])


def exported(model: HistGradientBoostingClassifier) -> dict[str, object]:
    """Return the trees as the check reads them."""
    trees = []
    for (predictor,) in model._predictors:
        nodes = [
            [-1, round(float(n["value"]), 4)]
            if n["is_leaf"]
            else [int(n["feature_idx"]), round(float(n["num_threshold"]), 5), int(n["left"]), int(n["right"])]
            for n in predictor.nodes
        ]
        trees.append(nodes)
    return {"features": list(FEATURES), "start": round(float(model._baseline_prediction.ravel()[0]), 4), "trees": trees}


def overlap(pair: Pair) -> float:
    """Return the share of a sentence's words that its passages hold: the baseline."""
    words = set(raw_words(pair.text))
    return len(words & {w for text in pair.passages for w in raw_words(text)}) / max(1, len(words))


def told_apart(scores: Sequence[float], good: Sequence[bool], bad: Sequence[bool]) -> float | None:
    """Return the AUROC of `good` over `bad`."""
    return auroc([s for s, g in zip(scores, good, strict=True) if g], [s for s, b in zip(scores, bad, strict=True) if b])


def report(pairs: Sequence[Pair], scores: Sequence[float]) -> None:
    """Print AUROC by language, against the baseline, and by kind."""
    base = [overlap(pair) for pair in pairs]
    sets = {
        "as written": (lambda p: p.made == "written", lambda p: p.made == "written"),
        "split finer": (lambda p: p.made == "split", lambda p: p.made == "split"),
        "a part missing": (lambda p: p.made == "joined", lambda p: p.made == "half"),
        "denial turned": (lambda p: p.made in ("written", "verbatim"), lambda p: p.made == "turned"),
        "source missing": (lambda p: p.made in ("written", "joined", "verbatim"), lambda p: p.made in ("dropped", "neither")),
    }
    for name, (good_of, bad_of) in sets.items():
        for language in ("all", *AND):
            here = [language in ("all", pair.language) for pair in pairs]
            good = [h and p.supported and good_of(p) for h, p in zip(here, pairs, strict=True)]
            bad = [h and not p.supported and bad_of(p) for h, p in zip(here, pairs, strict=True)]
            if any(good) and any(bad):
                figures = f"{told_apart(scores, good, bad)}  overlap {told_apart(base, good, bad)}"
                print(f"{name:15} {language:4} n {sum(good) + sum(bad):5}  {figures}")
    good = [p.supported and p.made == "written" for p in pairs]
    for kind in sorted({p.kind for p in pairs if not p.supported}):
        bad = [p.kind == kind and p.made == "written" and not p.supported for p in pairs]
        if any(bad):
            print(f"  {kind:14} n {sum(bad):4}  {told_apart(scores, good, bad)}")


def main() -> None:
    """Fit or measure."""
    if sys.argv[1:2] == ["--measure"]:
        pairs = load([Path(name) for name in sys.argv[2:]])
        report(pairs, [best_support(p.text, passages_of(p.passages), p.language).value for p in pairs])
        return
    pairs = enlarged(load([ROOT / "tools" / "texts" / f"support-{language}.jsonl" for language in AND]), random.Random(7))
    rows = np.array([row_of(pair) for pair in pairs])
    fold = np.array([(pair.group * 7919) % FOLDS for pair in pairs])
    scores = np.zeros(len(pairs))
    for number in range(FOLDS):
        inside = fold != number
        model = trained(rows[inside], [pair for pair, i in zip(pairs, inside, strict=True) if i])
        scores[~inside] = [bounded(p, row) for p, row in zip(model.predict_proba(rows[~inside])[:, 1], rows[~inside], strict=True)]
    report(pairs, scores.tolist())
    MODEL.write_text(json.dumps(exported(trained(rows, pairs)), separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{MODEL}: {MODEL.stat().st_size} bytes from {len(pairs)} pairs")


if __name__ == "__main__":
    main()
