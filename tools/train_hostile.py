"""Train the guard against hostile text from tools/texts and write resources/models/hostile.npz.

    python -m tools.train_hostile [--check]

`--check` prints cross-validated figures instead of writing a file: whole kinds of attacks and whole mails are left out. Two steps: a
linear model of sentences, then one of how a sentence stands in its message, trained on the first one's answers for sentences it was
not trained on. The texts are our own.
"""

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from app.triage.hostile_features import CONTEXT, FEW, ROWS, context_of, known_row, pieces_of, rows_of

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "tools" / "texts"
TARGET = ROOT / "resources" / "models" / "hostile.npz"
FOLDS = 5
SEED = 11
STRENGTH = 30.0
"""Inverse of the first step's regularisation."""
PLANTINGS = 4
"""Messages that each attack is planted in for the second step, mails and what customers write by turns."""
SHORT = 30
"""Characters from which on a customer's message has an attack planted in it."""
HONEST_SHARE = 0.01
"""Share of honest messages that may be flagged."""
BUSINESS = 0.1
MARGIN = 0.0
MEANT_FOR_A_MACHINE = frozenset({"cipher", "override", "exfiltration", "compromise", "format", "scam"})
"""Kinds that are hostile also when they are all that a message says."""
WEIGHTS = {"attack": 3.0, "mail": 4.0, "hard": 4.0, "trigger": 1.0, "general": 0.1, "plain": 1.0}
"""How much a sentence weighs; general questions differ from attacks only by what stands around them, so the second step tells."""

Row = dict[str, object]


@dataclass(frozen=True)
class Text:
    """A text cut into pieces; `fold` is when it is left out."""

    row: Row
    fold: int

    @property
    def words(self) -> str:
        """The text."""
        return str(self.row["text"])


def read(name: str) -> list[Row]:
    """Return the rows of a file."""
    return [json.loads(line) for line in (TEXTS / name).read_text(encoding="utf-8").splitlines()]


def folded(rows: Sequence[Row], *, by_kind: bool) -> list[Text]:
    """Give each text a fold: whole kinds together where asked."""
    dice = random.Random(SEED)
    kinds = sorted({str(row["kind"]) for row in rows})
    dice.shuffle(kinds)
    return [Text(row, kinds.index(str(row["kind"])) % FOLDS if by_kind else dice.randrange(FOLDS)) for row in rows]


def plain_rows() -> list[Row]:
    """Return the sorter's training texts but for spam: what customers write, without any thought of machines."""
    files = sorted(path for path in TEXTS.glob("*.jsonl") if path.stem[:2] in ("nl", "en", "de", "fr"))
    rows = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        {"text": row["text"], "attack": False, "kind": "plain", "language": row["language"]}
        for row in rows
        if row.get("category") not in (None, "spam")
    ]


def matrix(rows: Sequence[Sequence[int]]) -> sparse.csr_matrix:
    """Return the hashed features of sentences, each row of length one."""
    borders = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate([np.asarray(row, np.int64) for row in rows])
    data = np.concatenate([np.full(len(row), 1 / np.sqrt(len(row))) for row in rows])
    return sparse.csr_matrix((data, columns, borders), shape=(len(rows), ROWS))


class Sentences:
    """The first step: is this sentence an instruction to a writer?"""

    def __init__(self, texts: Sequence[Text]) -> None:
        rows, labels, weights = [], [], []
        self.known = np.zeros(ROWS, np.uint8)
        for text in texts:
            pieces = pieces_of(text.words)
            rows += [rows_of(piece.tokens) for piece in pieces]
            labels += [bool(text.row["attack"])] * len(pieces)
            weights += [WEIGHTS["attack" if text.row["attack"] else str(text.row["kind"])]] * len(pieces)
            if text.row["kind"] in ("mail", "hard", "plain", "trigger"):
                words = {known_row(word) for piece in pieces for word in piece.tokens if len(word) > 3 and word[0].isalpha()}
                for row in words:
                    self.known[row] = min(255, int(self.known[row]) + 1)
        self.model = LogisticRegression(C=STRENGTH, max_iter=400)
        self.model.fit(matrix(rows), labels, sample_weight=weights)
        self.weights = self.model.coef_[0].astype(np.float32)
        self.bias = float(self.model.intercept_[0])

    def scores(self, text: str) -> tuple[list[object], list[float]]:
        """Return the pieces of a text and their scores."""
        pieces = pieces_of(text)
        rows = [rows_of(piece.tokens) for piece in pieces]
        return list(pieces), [float(self.weights[row].sum() / np.sqrt(len(row)) + self.bias) for row in rows]


def planted(attack: str, mail: str, dice: random.Random) -> tuple[str, int, int]:
    """Return a mail with an attack at its beginning, in its middle or at its end, and where the attack stands."""
    pieces = pieces_of(mail)
    place = dice.choice(["start", "middle", "end"])
    at = 0 if place == "start" else len(mail) if place == "end" else pieces[dice.randrange(1, len(pieces))].start if len(pieces) > 1 else 0
    before, after = mail[:at].rstrip(" "), mail[at:]
    join = dice.choice(["\n", "\n\n", " ", " "])
    head = before + ("" if not before or before.endswith("\n") else join)
    return head + attack + (join if after else "") + after, len(head), len(head) + len(attack)


Context = tuple[list[list[float]], list[bool], bool, str]
"""Of one text: the numbers of its pieces, which of them are attacks, whether it holds an attack, and its kind."""


def contexts(step: Sentences, attacks: Sequence[Text], honest: Sequence[Text], dice: random.Random) -> list[Context]:
    """Return the second step's rows for held-out texts: attacks planted in mails, attacks alone, honest texts."""
    found: list[Context] = []
    mails = [text for text in honest if text.row["kind"] in ("mail", "hard")]
    short = [text for text in honest if text.row["kind"] == "plain" and len(text.words) > SHORT]
    for attack in attacks:
        for number in range(PLANTINGS):
            among = short if number % 2 else mails
            same = [mail for mail in among if mail.row["language"] == attack.row["language"]]
            mail = dice.choice(same if same and dice.random() < 0.8 else among)
            text, start, end = planted(attack.words, mail.words, dice)
            found.append(context(step, text, (start, end), str(attack.row["kind"])))
        if attack.row["kind"] in MEANT_FOR_A_MACHINE:
            found.append(context(step, attack.words, (0, len(attack.words)), "alone"))
    found += [context(step, text.words, (0, 0), str(text.row["kind"])) for text in honest]
    return [one for one in found if one[0]]


def context(step: Sentences, text: str, attack: tuple[int, int], kind: str) -> Context:
    """Return the second step's rows of one text."""
    pieces, scores = step.scores(text)
    rows = context_of(pieces, scores, step.known)  # type: ignore[arg-type]
    labels = [attack[0] <= piece.start < attack[1] for piece in pieces]  # type: ignore[attr-defined]
    return rows, labels, attack[1] > 0, kind


def second_step(found: Sequence[Context]) -> np.ndarray:
    """Return the weights of the second step."""
    rows = np.array([row for one in found for row in one[0]])
    labels = np.array([label for one in found for label in one[1]])
    model = LogisticRegression(C=10.0, max_iter=2000, fit_intercept=False)
    model.fit(rows, labels)
    return np.asarray(model.coef_[0], np.float32)


def peak(one: Context, weights: np.ndarray) -> float:
    """Return the highest score of a text's sentences."""
    return float((np.array(one[0]) @ weights).max())


def cross_validated(*, by_kind: bool) -> list[list[Context]]:
    """Return the second step's rows by fold, with scores of a first step that saw none of the fold's texts."""
    attacks = folded(read("hostile/hostile-attacks.jsonl"), by_kind=by_kind)
    honest = folded(read("hostile/hostile-trigger.jsonl") + read("hostile/hostile-mails.jsonl") + plain_rows(), by_kind=False)
    dice = random.Random(SEED)
    found = []
    for fold in range(FOLDS):
        step = Sentences([text for text in (*attacks, *honest) if text.fold != fold])
        held_out = [[text for text in texts if text.fold == fold] for texts in (attacks, honest)]
        found.append(contexts(step, held_out[0], held_out[1], dice))
    return found


def thresholds_of(found: Sequence[Context], weights: np.ndarray) -> tuple[float, float]:
    """Return the scores above which a sentence is flagged: in a message, and where there is hardly anything around it.

    The first flags HONEST_SHARE of a shop's mailbox, of which BUSINESS is notices and other mail of a kind that is full of
    imperatives. The second lies above every honest lone sentence with a trigger word, by MARGIN.
    """
    peaks = {
        kind: np.array([peak(one, weights) for one in found if one[3] == kind and not one[2]]) for kind in ("mail", "trigger", "general")
    }
    people = np.array([peak(one, weights) if len(one[0]) > FEW else -np.inf for one in found if one[3] == "plain"])
    steps = np.linspace(-5, 10, 3001)
    flagged = [(1 - BUSINESS) * (people > step).mean() + BUSINESS * (peaks["mail"] > step).mean() for step in steps]
    among = float(steps[np.argmax(np.array(flagged) <= HONEST_SHARE)])
    return among, max(among, float(np.concatenate([peaks["trigger"], peaks["general"]]).max()) + MARGIN)


def over(one: Context, weights: np.ndarray, thresholds: tuple[float, float]) -> bool:
    """Whether a text is flagged."""
    return peak(one, weights) > thresholds[len(one[0]) <= FEW]


def check(*, by_kind: bool) -> None:
    """Print cross-validated figures."""
    folds = cross_validated(by_kind=by_kind)
    caught: dict[str, list[bool]] = {}
    for number, held_out in enumerate(folds):
        rest = [one for other, fold in enumerate(folds) if other != number for one in fold]
        weights = second_step(rest)
        thresholds = thresholds_of(rest, weights)
        for one in held_out:
            flagged = over(one, weights, thresholds)
            caught.setdefault(one[3] if not one[2] else f"+{one[3]}", []).append(flagged)
            if one[2] and one[3] != "alone":
                caught.setdefault("+ all planted", []).append(flagged)
    print("whole kinds left out" if by_kind else "texts left out")
    for kind, flags in sorted(caught.items()):
        print(f"  {kind:20} {np.mean(flags):.3f} of {len(flags)}")


def write() -> None:
    """Train on everything and write the model."""
    found = [one for fold in cross_validated(by_kind=False) for one in fold]
    weights = second_step(found)
    texts = [Text(row, 0) for name in ("attacks", "trigger", "mails") for row in read(f"hostile/hostile-{name}.jsonl")]
    step = Sentences([*texts, *(Text(row, 0) for row in plain_rows())])
    scale = float(np.abs(step.weights).max()) / 127
    table = np.round(step.weights / scale).astype(np.int8)
    thresholds = thresholds_of(found, weights)
    np.savez_compressed(
        TARGET,
        table=table,
        scale=np.float32(scale),
        bias=np.float32(step.bias),
        known=np.minimum(step.known, 5),
        context=weights,
        thresholds=np.float32(thresholds),
    )
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes, thresholds {thresholds}")
    print(dict(zip(CONTEXT, np.round(weights, 2).tolist(), strict=True)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        for together in (False, True):
            check(by_kind=together)
    else:
        write()
