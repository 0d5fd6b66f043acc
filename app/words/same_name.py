"""Whether two written names can be one person's: order, initials, titles and tussenvoegsels do not matter. Stricter than a suggestion."""

from functools import lru_cache

from app.words.text import fold, tokens

_SMALL_WORDS = """
van von vom vander vande de der den des del della di da dos du la le les l d t s het ten ter te in op aan bij zu zum zur und y e i
mr mrs ms miss dr ir ing drs prof sir dhr dhr. mevr mevrouw mw heer meneer fam familie herr frau fr hr mme mlle m monsieur madame
"""
_SMALL = frozenset(_SMALL_WORDS.split())


@lru_cache(maxsize=4096)
def name_parts(name: str) -> tuple[str, ...]:
    """Return the parts of a name that tell persons apart, folded: "Fam. Jansen-de Wit" gives jansen, wit."""
    parts = [part for word in tokens(name) for part in fold(word).split("'")]
    return tuple(part for part in parts if part and part not in _SMALL and not part.isdigit())


def names_agree(one: str, other: str) -> bool:
    """Say whether two names can be one person's: all parts of the shorter are in the longer (an initial stands for its name), and two of
    them, one in full, say so. A first name alone agrees with nobody."""
    shorter, longer = sorted((name_parts(one), name_parts(other)), key=len)
    if len(shorter) < 2:
        return False
    left = list(longer)
    in_full = 0
    for part in sorted(shorter, key=len, reverse=True):
        met = next((other_part for other_part in left if part == other_part), None)
        in_full += met is not None and len(part) > 1
        met = met or next((other_part for other_part in left if _initial(part, other_part)), None)
        if met is None:
            return False
        left.remove(met)
    return in_full > 0


def _initial(one: str, other: str) -> bool:
    return one[0] == other[0] and 1 in (len(one), len(other))
