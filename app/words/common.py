"""How common a word is among customers, whatever the shop: `resources/models/common.txt`, counted in the project's own texts."""

from functools import cache
from pathlib import Path

from app.words.text import LANGUAGES

_FILE = Path(__file__).resolve().parents[2] / "resources" / "models" / "common.txt"


@cache
def _rarities() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {language: {} for language in LANGUAGES}
    for line in _FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            language, share, words = line.split("|")
            found[language].update(dict.fromkeys(words.split(), float(share)))
    return found


def rarity(folded: str, language: str) -> float:
    """Return 0 (every customer says it) .. 1 (none does) for a folded word; of an unknown language the least of the four."""
    known = _rarities()
    if language in known:
        return known[language].get(folded, 1.0)
    return min(words.get(folded, 1.0) for words in known.values())
