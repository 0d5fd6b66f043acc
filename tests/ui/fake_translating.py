"""Translating and the voice, in memory: part of the fake Counter."""

from dataclasses import replace
from datetime import UTC, datetime

from app.domain.errors import NotFound
from app.domain.translation import Doubt, GlossaryHit, KeptTranslation, NoTranslator, PackageInfo, Translation, TranslatorsView
from app.domain.voice import Suggestion, SuggestionKind
from app.drafting.learned import accepted

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SUGGESTIONS = (
    Suggestion(SuggestionKind.GREETING, "nl", False, "Hoi {name}!", 5, 6, (1, 2, 3, 4, 5)),
    Suggestion(SuggestionKind.NEVER_SAY, "nl", False, "hopelijk", 3, 3, (1, 2, 3)),
)


class FakeTranslating:
    """Translates by putting the language before the words. `mute` is a Counter that cannot translate."""

    kept_translations: dict[int, KeptTranslation]
    packages: list[PackageInfo]
    suggested: list[Suggestion]
    mute: bool

    def begin_translating(self) -> None:
        """Set up what this part keeps."""
        self.kept_translations, self.packages, self.suggested, self.mute = {}, [], list(SUGGESTIONS), False

    def translate_text(self, text, target="", source="", cancelled=None) -> Translation:
        if self.mute:
            raise NoTranslator
        language = target or self._shop.language
        doubts = (Doubt(f"[{language}]", "“12” does not stand in the original."),) if "12" in text else ()
        return Translation(f"[{language}] {text}", source or "nl", language, "woordenboek", (GlossaryHit("kom", "bowl"),), doubts)

    def translate_message(self, conversation_id, message_id, target="", cancelled=None) -> KeptTranslation:
        message = next(m for m in self._said[conversation_id] if m.id == message_id)
        made = self.translate_text(message.new_text, target, self._rows[conversation_id].language)
        self.kept_translations[message_id] = KeptTranslation(message_id, made, AT)
        return self.kept_translations[message_id]

    def translate_draft(self, draft_id, target="", cancelled=None) -> Translation:
        return self.translate_text(self._drafts[draft_id].text, target, self._drafts[draft_id].language)

    def translations(self, conversation_id, target="") -> dict[int, KeptTranslation]:
        return dict(self.kept_translations)

    def forget_translation(self, message_id) -> None:
        self.kept_translations.pop(message_id, None)

    def translators(self) -> TranslatorsView:
        return TranslatorsView(tuple(self.packages), "" if self.mute else "woordenboek")

    def add_translation_package(self, path) -> PackageInfo:
        info = PackageInfo("nl-en", str(path), "nl", "en", "1.9", "unavailable", "The libraries are not installed.")
        self.packages.append(info)
        return info

    def remove_translation_package(self, name) -> None:
        self.packages = [info for info in self.packages if info.name != name]

    def voice_suggestions(self) -> list[Suggestion]:
        return list(self.suggested)

    def accept_suggestion(self, key):
        one = self._take_suggestion(key)
        self._shop = replace(self._shop, voice=accepted(self._shop.voice, one))
        return self._shop

    def dismiss_suggestion(self, key) -> None:
        self._take_suggestion(key)

    def _take_suggestion(self, key) -> Suggestion:
        found = next((one for one in self.suggested if one.key == key), None)
        if found is None:
            raise NotFound("There is no such suggestion (any more).")
        self.suggested.remove(found)
        return found
