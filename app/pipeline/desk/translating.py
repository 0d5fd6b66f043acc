"""Translating: messages and drafts for a person to read, and what can translate."""

from collections.abc import Callable
from pathlib import Path

from app.domain.translation import KeptTranslation, PackageInfo, Translation, TranslatorsView
from app.pipeline import translate as translating
from app.pipeline.wiring import Wiring


class Translating(Wiring):
    """Translating: messages and drafts for a person to read, and what can translate."""

    def translate_text(self, text: str, target: str = "", source: str = "", cancelled: Callable[[], bool] | None = None) -> Translation:
        """Translate a text that is not kept ("" = into the shop's language, from the language it is in)."""
        return translating.translate_text(self._translate_tools(), text, target, source, cancelled)

    def translate_message(
        self, conversation_id: int, message_id: int, target: str = "", cancelled: Callable[[], bool] | None = None
    ) -> KeptTranslation:
        """Translate a message and keep it beside the original; the kept one when there is one."""
        return translating.translate_message(self._translate_tools(), conversation_id, message_id, target, cancelled)

    def translate_draft(self, draft_id: int, target: str = "", cancelled: Callable[[], bool] | None = None) -> Translation:
        """Return a draft as it would read in another language, for the person who approves it."""
        return translating.translate_draft(self._translate_tools(), draft_id, target, cancelled)

    def translations(self, conversation_id: int, target: str = "") -> dict[int, KeptTranslation]:
        """Return the kept translations of a conversation's timeline, by message."""
        with self._house.store.read() as reader:
            view, shop = reader.conversation(conversation_id), reader.shop()
            return reader.translations([message.id for message in view.timeline or view.messages], target or shop.language)

    def forget_translation(self, message_id: int) -> None:
        """Forget what was translated of a message."""
        with self._house.store.write() as uow:
            uow.translations.remove(message_id)
            uow.commit()

    def translators(self) -> TranslatorsView:
        """Return what can translate."""
        return self._house.translators.view()

    def add_translation_package(self, path: Path) -> PackageInfo:
        """Add a translation package: an .argosmodel file or a folder."""
        return self._house.translators.add(path)

    def remove_translation_package(self, name: str) -> None:
        """Take a translation package off the list."""
        self._house.translators.remove(name)
