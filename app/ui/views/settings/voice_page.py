"""How the shop speaks: form of address, tone, examples, the lines of each language, signature, the AI line, and what was learned."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QRadioButton, QWidget

from app.domain.message import Channel
from app.domain.shop import MOST_EXAMPLES, ShopSettings
from app.drafting.ai_line import MAIL
from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.views.settings.parts import form, panel
from app.ui.views.settings.voice_lines import VoiceLines
from app.ui.views.settings.voice_suggestions import VoiceSuggestions
from app.ui.widgets.basics import column, field, label, row
from app.ui.widgets.flow import wrapping
from app.ui.words import channel_word

CHATS = (Channel.WHATSAPP, Channel.TELEGRAM, Channel.MESSENGER, Channel.INSTAGRAM, Channel.SMS, Channel.SIGNAL)


class VoicePage(QWidget):
    """Signal: `changed(callable)` with what makes new settings of the old ones."""

    changed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._shop = ShopSettings()
        self.formal, self.informal = QRadioButton(_("Formal (u, Sie, vous)")), QRadioButton(_("Informal (je, du, tu)"))
        self.follow = QCheckBox(_("Answer as the customer writes: je to who says je, u to who says u"))
        self.lines = VoiceLines()
        self.tabs, self.greeting, self.closing, self.ai_line = self.lines.tabs, self.lines.greeting, self.lines.closing, self.lines.ai_line
        self.greets = QCheckBox(_("Begin and end chats with a greeting"))
        self.tone = field(_("Tone"), _("warm, to the point …"))
        self.examples = _paragraphs(_("Answers of your own"), 160)
        self.signature = _paragraphs(_("Signature"), 96)
        self.ai_on = QCheckBox(_("Say under each answer that AI helped to write it"))
        names = [(MAIL, _("Mail")), *((channel.value, channel_word(channel)) for channel in CHATS)]
        self.ai_channels = {name: QCheckBox(words) for name, words in names}
        self.never = field(_("Never say"), _("words that never stand in an answer, with a comma between them"))
        self.suggestions = VoiceSuggestions(desk)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        here = label(_("Where it stands:"), "soft")
        how = _(
            "Two to five answers as you write them, with an empty line between them. A language model takes over their manner; "
            "numbers, dates and names in them are left out."
        )
        self.setLayout(
            column(
                panel(_("What your changes suggest"), self.suggestions),
                panel(_("Form of address"), row(self.formal, self.informal, 1, gap=24), self.follow),
                panel(_("How it sounds"), form((_("Tone"), self.tone), (_("Never say"), self.never))),
                panel(_("Answers of your own"), self.examples, text=how),
                panel(_("Per language"), self.lines, self.greets, text=_("{name} and {shop} are filled in.")),
                panel(
                    _("Under every answer"), label(_("Signature")), self.signature, self.ai_on, here, wrapping(*self.ai_channels.values())
                ),
                gap=2 * GRID,
            )
        )

    def _connect(self) -> None:
        for line in (self.never, self.tone):
            line.editingFinished.connect(self._tell)
        for box in (self.formal, self.informal, self.follow, self.greets, self.ai_on, *self.ai_channels.values()):
            box.clicked.connect(self._tell)
        for text in (self.signature, self.examples):
            text.textChanged.connect(lambda text=text: self._tell() if text.hasFocus() else None)
        self.lines.changed.connect(self._tell)
        self.suggestions.accepted.connect(self._accepted)

    def _tell(self) -> None:
        self._shop = self.take(self._shop)
        self.lines.know(self._shop)
        self.changed.emit(self.take)

    def _accepted(self, shop: ShopSettings) -> None:
        """What was taken over is kept already: show it, and let the room know it before anything else is changed here."""
        self.put(replace(self._shop, voice=shop.voice))
        self.changed.emit(lambda before: replace(before, voice=shop.voice))

    def enter(self) -> None:
        """The page is shown."""
        self.suggestions.look()

    def put(self, shop: ShopSettings) -> None:
        """Show the settings."""
        self._shop, voice = shop, shop.voice
        (self.formal if voice.formal else self.informal).setChecked(True)
        self.follow.setChecked(voice.follow_customer)
        self.greets.setChecked(voice.greets_in_chats)
        self.ai_on.setChecked(shop.ai_line_on)
        for name, box in self.ai_channels.items():
            box.setChecked(shop.ai_line_channels.get(name, True))
            box.setEnabled(shop.ai_line_on)
        for text, words in ((self.signature, voice.signature), (self.examples, "\n\n".join(voice.examples))):
            if not text.hasFocus():
                text.setPlainText(words)
        self.never.setText(", ".join(voice.never_say))
        self.tone.setText(", ".join(voice.tone))
        self.lines.put(shop)

    def take(self, shop: ShopSettings) -> ShopSettings:
        """Return the settings with what stands here."""
        shop = self.lines.take(shop)
        examples = [" ".join(part.split("\n")).strip() for part in self.examples.toPlainText().split("\n\n")]
        voice = replace(
            shop.voice,
            formal=self.formal.isChecked(),
            follow_customer=self.follow.isChecked(),
            greets_in_chats=self.greets.isChecked(),
            signature=self.signature.toPlainText(),
            never_say=_listed(self.never.text()),
            tone=_listed(self.tone.text()),
            examples=tuple(example for example in examples if example)[:MOST_EXAMPLES],
        )
        off = {name: False for name, box in self.ai_channels.items() if not box.isChecked()}
        for box in self.ai_channels.values():
            box.setEnabled(self.ai_on.isChecked())
        return replace(shop, voice=voice, ai_line_on=self.ai_on.isChecked(), ai_line_channels=off)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _paragraphs(name: str, height: int) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setProperty("look", "editor")
    made.setAccessibleName(name)
    made.setTabChangesFocus(True)
    made.setFixedHeight(height)
    return made
