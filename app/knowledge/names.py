"""Names of articles within one file, so that importing the file again replaces them."""

import hashlib
import re
import unicodedata


class Names:
    """Gives each article of a file a source `file#words-of-its-title`, stable when other articles come or go."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.given: dict[str, int] = {}

    def of(self, title: str) -> str:
        """Return the source of the article with this title; the second one with the same title gets `-2`."""
        slug = _slug(title)
        self.given[slug] = self.given.get(slug, 0) + 1
        return f"{self.source}#{slug}" + (f"-{self.given[slug]}" if self.given[slug] > 1 else "")


def _slug(title: str) -> str:
    folded = unicodedata.normalize("NFKD", title.casefold())
    words = re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c)))
    full = "-".join(words)
    # Long titles and other scripts keep a digest of the whole, so that two of them never share a name.
    return full if 0 < len(full) <= 60 else f"{full[:50]}~{hashlib.sha256(folded.encode()).hexdigest()[:10]}"
