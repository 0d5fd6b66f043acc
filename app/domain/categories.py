"""The categories as a shop has them: the built-in ones with its own titles, those it does not use, and its own beside them."""

import re
from dataclasses import dataclass, field, replace

from app.domain.errors import BadInput, NotFound
from app.domain.text import N_
from app.domain.verdict import Category

NO_CATEGORY = N_("There is no category {code}; known are: {known}.")
BAD_CODE = N_("A category's code is made of small letters, digits and _, at most {most} of them; {code} is not.")
TAKEN = N_("There is a category {code} already.")
NO_TITLE = N_("A category needs a title.")
NEEDED = N_("The category {code} cannot be hidden: the queue is built on it.")
EXAMPLES_NEEDED = 3
"""From so many examples on the sorter uses a category of the shop's own (as `app.triage.lessons` has it)."""
LONGEST_CODE = 40
LONGEST_TITLE = 60
_CODE = re.compile(rf"[a-z0-9][a-z0-9_]{{0,{LONGEST_CODE - 1}}}")
BUILT_IN = tuple(category.value for category in Category)
ALWAYS = frozenset(category.value for category in Category if category.needs_no_answer) | {Category.OTHER.value}
"""What cannot be hidden: what needs no answer, and what is left."""


@dataclass(frozen=True, slots=True)
class Categories:
    """What the owner set: `own` code -> title, `renamed` built-in code -> title, `hidden` codes of either kind that are not used."""

    own: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()

    def codes(self) -> tuple[str, ...]:
        """Return all codes: the built-in ones, then the shop's own."""
        return (*BUILT_IN, *self.own)

    def offered(self) -> tuple[str, ...]:
        """Return the codes that are used."""
        return tuple(code for code in self.codes() if code not in self.hidden)

    def title(self, code: str) -> str:
        """Return the title the shop gave, "" where it gave none."""
        return self.own.get(code) or self.renamed.get(code, "")

    def find(self, wanted: str) -> str:
        """Return the code that is meant by a code or a title. Raises NotFound."""
        low = wanted.strip().casefold()
        for code in self.codes():
            if low and low in (code, self.title(code).casefold()):
                return code
        raise NotFound(NO_CATEGORY, code=wanted, known=", ".join(self.offered()))

    def with_own(self, code: str, title: str) -> "Categories":
        """Return these with one of the shop's own more. Raises BadInput."""
        if not _CODE.fullmatch(code):
            raise BadInput(BAD_CODE, code=code, most=LONGEST_CODE)
        if code in self.codes():
            raise BadInput(TAKEN, code=code)
        return replace(self, own={**self.own, code: _titled(title)})

    def with_title(self, code: str, title: str) -> "Categories":
        """Return these with another title for one; an empty one gives a built-in one its own name back. Raises NotFound, BadInput."""
        code = self.find(code)
        if code in self.own:
            return replace(self, own={**self.own, code: _titled(title)})
        kept = {known: words for known, words in self.renamed.items() if known != code}
        return replace(self, renamed={**kept, code: _titled(title)} if title.strip() else kept)

    def with_hidden(self, code: str, *, hidden: bool) -> "Categories":
        """Return these with one put out of use, or in use again. Raises NotFound, BadInput."""
        code = self.find(code)
        if hidden and code in ALWAYS:
            raise BadInput(NEEDED, code=code)
        kept = tuple(known for known in self.hidden if known != code)
        return replace(self, hidden=(*kept, code) if hidden else kept)


def code_for(title: str) -> str:
    """Return a code made of a title's letters and digits ("" when it has none)."""
    return re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")[:LONGEST_CODE].rstrip("_")


def _titled(title: str) -> str:
    words = " ".join(title.split())[:LONGEST_TITLE]
    if not words:
        raise BadInput(NO_TITLE)
    return words
