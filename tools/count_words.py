"""Count in how many of the project's own customer texts each word occurs, and write resources/models/common.txt.

python -m tools.count_words
"""

import json
import math
from collections import Counter, defaultdict
from pathlib import Path

from app.words.text import LANGUAGES, fold, tokens

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "resources" / "models" / "common.txt"
FEWEST = 3
HEAD = """# How rarely customers say a word, 0 (in every message) to 1 (never): language | rarity | words. Only words
# of three messages or more. Counted by tools/count_words.py in tools/texts. A word that is not here has rarity 1.
"""


def main() -> None:
    """Count and write."""
    texts = Counter[str]()
    found: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
    for path in sorted((ROOT / "tools" / "texts").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line) if line.strip() else {}
            if "text" in row and "category" in row and row.get("language") in found:
                texts[row["language"]] += 1
                found[row["language"]].update({fold(word) for word in tokens(row["text"])})
    lines = []
    for language in LANGUAGES:
        by_rarity = defaultdict(list)
        for word, times in found[language].items():
            if times >= FEWEST:
                by_rarity[f"{math.log((texts[language] + 1) / (times + 1)) / math.log(texts[language] + 1):.2f}"].append(word)
        lines += [f"{language}|{rarity}|{' '.join(sorted(words))}" for rarity, words in sorted(by_rarity.items())]
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
