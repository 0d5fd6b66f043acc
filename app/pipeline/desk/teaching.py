"""Teaching: a person corrects what a message is said to be, the sorter learns, and the shop has categories of its own."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.domain.categories import Categories
from app.domain.errors import Cancelled, EngineError
from app.domain.ports import CancelCheck, Sorter
from app.domain.teaching import Correction, Labels
from app.pipeline import refine as refining
from app.pipeline import teach as teaching
from app.pipeline.wiring import Wiring

JUDGED_ANEW = 300
"""How many conversations are judged anew after something was learned."""
_ENOUGH = 3


class Teaching(Wiring):
    """Teaching: a person corrects what a message is said to be, the sorter learns, and the shop has categories of its own."""

    def correct(self, conversation_id: int, labels: Labels, by: str) -> Correction:
        """Say what the customer's last turn is; its verdict, place in the queue and due time follow. Raises NotFound, BadInput."""
        return teaching.correct(self._teach_tools(), conversation_id, labels, by)

    def take_back_correction(self, correction_id: int) -> None:
        """Take a correction back: the verdict is what it was, and nothing is learned from it. Raises NotFound."""
        teaching.take_back(self._teach_tools(), correction_id)

    def teach_text(self, category: str, text: str, by: str) -> Correction:
        """Keep a text that is no message as an example of a category. Raises NotFound, BadInput."""
        return teaching.teach_text(self._teach_tools(), category, text, by)

    def corrections(self, limit: int = 500) -> Sequence[Correction]:
        """Return what was taught and stands, newest first."""
        with self._house.store.read() as reader:
            return reader.corrections(limit=limit)

    def taught_sorter(self) -> Sorter:
        """Return the sorter in use, which knows what was taught."""
        return self._house.sorter

    def learn(self) -> int:
        """Take in what was taught or taken back since the last time (in the background; cheap when nothing was), and judge what nobody
        answered anew; returns how many conversations changed."""
        version = self._house.learn()
        return 0 if version is None else teaching.judge_anew(self._teach_tools(), JUDGED_ANEW, version)

    def refine(self, limit: int, cancelled: CancelCheck = lambda: False) -> int:
        """Ask the language model in use about what the embedded sorter is unsure of; returns how many verdicts changed.

        Never while messages come in, nor on battery power; after three failures in a row no more until the program starts anew.
        """
        engines = self._house.engines
        if self._coming_in or self._refining.failures >= _ENOUGH or engines.on_battery():
            return 0
        model = engines.writer()
        if model is None:
            return 0
        tools = refining.RefineTools(self._house.store, model, self._refining.tried)
        try:
            changed = refining.refine_unsure(tools, limit, lambda: bool(self._coming_in) or cancelled())
        except Cancelled:
            return 0
        except EngineError:
            self._refining.failures += 1
            return 0
        self._refining.failures = 0
        return changed

    def add_category(self, code: str, title: str) -> Categories:
        """Add a category of the shop's own. Raises BadInput."""
        return self._change(lambda categories: categories.with_own(code, title))

    def rename_category(self, code: str, title: str) -> Categories:
        """Give a category another title ("": a built-in one's own). Raises NotFound, BadInput."""
        return self._change(lambda categories: categories.with_title(code, title))

    def hide_category(self, code: str, *, hidden: bool = True) -> Categories:
        """Put a category out of use, or in use again. Raises NotFound, BadInput."""
        return self._change(lambda categories: categories.with_hidden(code, hidden=hidden))

    def _change(self, change: Callable[[Categories], Categories]) -> Categories:
        with self._house.store.write() as uow:
            shop = uow.settings.shop()
            made = change(shop.categories)
            uow.settings.put_shop(replace(shop, categories=made))
            uow.commit()
        return made

    def _teach_tools(self) -> teaching.TeachTools:
        return teaching.TeachTools(self._house.store, self._house.sorter, self._house.clock)
