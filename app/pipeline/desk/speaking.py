"""The shop's voice: what approved answers suggest about it. The stage is imported where it is asked: few processes ever do."""

from app.domain.shop import ShopSettings
from app.domain.voice import Suggestion
from app.pipeline.wiring import Wiring


class Speaking(Wiring):
    """The shop's voice: what approved answers suggest about it."""

    def voice_suggestions(self) -> list[Suggestion]:
        """Return changes of the voice that the last sent answers suggest, with evidence."""
        from app.pipeline import voice

        return voice.suggested(self._house.store)

    def accept_suggestion(self, key: str) -> ShopSettings:
        """Take a suggestion over into the shop's voice."""
        from app.pipeline import voice

        return voice.accept(self._house.store, key)

    def dismiss_suggestion(self, key: str) -> None:
        """Never show a suggestion again."""
        from app.pipeline import voice

        voice.dismiss(self._house.store, key)
