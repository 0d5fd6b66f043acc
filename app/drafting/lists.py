"""Word lists as they are written in this room: words between white space."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of `text` as a set."""
    return frozenset(text.split())
