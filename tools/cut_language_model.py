"""Cut py3langid's model down to the languages that Toonbank tells apart, and write resources/models/language.npz.

    python tools/cut_language_model.py

py3langid walks an automaton over the bytes of a text; at every byte it counts the longest sequence that ends there and that it
knows. So the sequences and their numbers per language are all there is to keep; the numbers are rounded to STEP.
"""

from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from app.language.detect import ABROAD, HOME
from app.language.ngrams import LONGEST, SHORTEST, STEP, key_of

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "resources" / "models" / "language.npz"
LICENCE = TARGET.with_name("language-LICENSE.txt")


def sequences(identifier: Any) -> dict[bytes, int]:
    """Return what the automaton knows: sequence -> row of its numbers."""
    moves = np.frombuffer(identifier.tk_nextmove, dtype=f"u{identifier.tk_nextmove.itemsize}").reshape(-1, 256)
    names, level = {0: b""}, [0]
    while level:  # by length: a state is first met by its own sequence, and only later as what another falls back to
        further = []
        for state in level:
            for byte, after in enumerate(moves[identifier.tk_row[state]].tolist()):
                if after not in names:
                    names[after] = names[state] + bytes([byte])
                    further.append(after)
        level = further
    return {name: identifier.tk_output[state] for state, name in names.items() if identifier.tk_output[state] >= 0}


def main() -> None:
    """Write the table and the licence of its numbers."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([*HOME, *ABROAD])
    known = sorted((key_of(name), row) for name, row in sequences(identifier).items() if SHORTEST <= len(name) <= LONGEST)
    keys = np.array([key for key, _row in known], dtype=np.uint64)
    numbers = identifier.nb_ptc[[row for _key, row in known]].astype(np.float32)
    below = np.round((numbers.max(axis=1, keepdims=True) - numbers) / STEP)
    assert below.max() < 256
    np.savez_compressed(
        TARGET,
        steps=np.diff(keys, prepend=np.uint64(0)),
        ranks=below.astype(np.uint8),
        prior=np.asarray(identifier.nb_pc, dtype=np.float32),
        languages=np.array(identifier.nb_classes),
    )
    facts = distribution("py3langid")
    text = next(path for path in facts.files or [] if path.name == "LICENSE").read_text(encoding="utf-8").strip()
    note = f"language.npz holds numbers of the model of py3langid {facts.version}, cut down to some languages and rounded. Its licence:\n\n"
    LICENCE.write_text(f"{note}{text}\n", encoding="utf-8")
    print(
        f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size / 1e6:.2f} MB, {len(keys)} sequences, {len(identifier.nb_classes)} languages"
    )


if __name__ == "__main__":
    main()
