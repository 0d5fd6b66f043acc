"""What the shop says in each language: greetings, closings, last sentence, signature, AI line, in mails and in chats."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTabBar, QWidget

from app.domain.shop import ShopSettings
from app.domain.text import N_
from app.drafting.ai_line import AI_LINE, AI_LINE_SHORT
from app.drafting.phrases import phrases_for
from app.system.i18n import _
from app.ui.views.settings.parts import OWN_LANGUAGE, choice, choose, form
from app.ui.widgets.basics import column, field

FORMS = (("", N_("as above")), ("formal", N_("formal")), ("informal", N_("informal")))
SIGNATURE_HEIGHT = 72


class VoiceLines(QWidget):
    """Signal: `changed()`. One language at a time, chosen by the tabs; an empty line has the built-in wording, shown as its hint."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shop = ShopSettings()
        self.code = OWN_LANGUAGE[0][0]
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Language of these lines"))
        self.tabs.setDrawBase(False)
        for _code, words in OWN_LANGUAGE:
            self.tabs.addTab(words)
        self.form = choice(_("Form of address in this language"), [(code, _(words)) for code, words in FORMS])
        self.greeting, self.closing = field(_("Greeting")), field(_("Closing"))
        self.chat_greeting, self.chat_closing = field(_("Greeting in chats")), field(_("Closing in chats"))
        self.last = field(_("Last sentence"))
        self.ai_line, self.ai_short = field(_("AI line")), field(_("AI line in chats"))
        self.signature = QPlainTextEdit()
        self.signature.setProperty("look", "editor")
        self.signature.setAccessibleName(_("Signature in this language"))
        self.signature.setTabChangesFocus(True)
        self.signature.setFixedHeight(SIGNATURE_HEIGHT)
        rows: list[tuple[str, QWidget]] = [
            (_("Form of address"), self.form),
            (_("Greeting"), self.greeting),
            (_("Last sentence"), self.last),
            (_("Closing"), self.closing),
            (_("Signature"), _as_high_as_it_is(self.signature)),
            (_("AI line"), self.ai_line),
            (_("Greeting in chats"), self.chat_greeting),
            (_("Closing in chats"), self.chat_closing),
            (_("AI line in chats"), self.ai_short),
        ]
        self.setLayout(column(self.tabs, form(*rows), gap=10))
        self.tabs.currentChanged.connect(self._turn)
        for line in self._fields():
            line.editingFinished.connect(self.changed)
        self.form.activated.connect(lambda _n: self.changed.emit())
        self.signature.textChanged.connect(lambda: self.changed.emit() if self.signature.hasFocus() else None)

    def _fields(self) -> tuple[QLineEdit, ...]:
        return (self.greeting, self.closing, self.chat_greeting, self.chat_closing, self.last, self.ai_line, self.ai_short)

    def _turn(self, place: int) -> None:
        """Keep what was typed in the one language before the next is shown."""
        if self.take(self._shop) != self._shop:
            self.changed.emit()
        self.code = OWN_LANGUAGE[place][0]
        self._show()

    def put(self, shop: ShopSettings) -> None:
        """Show the settings."""
        self._shop = shop
        self._show()

    def know(self, shop: ShopSettings) -> None:
        """Remember what is kept now; what stands in the fields stays."""
        self._shop = shop

    def _show(self) -> None:
        shop, voice, code = self._shop, self._shop.voice, self.code
        formal = voice.formal_in.get(code)
        choose(self.form, "" if formal is None else "formal" if formal else "informal")
        self.form.setEnabled(code != "en")
        phrases = phrases_for(code, formal=voice.formal if formal is None else formal)
        own = (
            voice.greeting,
            voice.closing,
            voice.chat_greeting,
            voice.chat_closing,
            voice.last_sentence,
            shop.ai_line,
            shop.ai_line_short,
        )
        built_in = (
            phrases.greeting,
            phrases.closing,
            phrases.greeting_chat,
            phrases.closing_chat,
            phrases.more[0],
            AI_LINE[code],
            AI_LINE_SHORT[code],
        )
        for line, lines, usual in zip(self._fields(), own, built_in, strict=True):
            line.setText(lines.get(code, ""))
            line.setPlaceholderText(usual)
            line.setCursorPosition(0)
        if not self.signature.hasFocus():
            self.signature.setPlainText(voice.signatures.get(code, ""))
            self.signature.setPlaceholderText(_("the signature for all languages"))

    def take(self, shop: ShopSettings) -> ShopSettings:
        """Return the settings with what stands here."""
        voice, code = shop.voice, self.code
        forms = {known: formal for known, formal in voice.formal_in.items() if known != code}
        if chosen := self.form.currentData():
            forms[code] = chosen == "formal"
        voice = replace(
            voice,
            formal_in=forms,
            greeting=self._with(voice.greeting, self.greeting.text()),
            closing=self._with(voice.closing, self.closing.text()),
            chat_greeting=self._with(voice.chat_greeting, self.chat_greeting.text()),
            chat_closing=self._with(voice.chat_closing, self.chat_closing.text()),
            last_sentence=self._with(voice.last_sentence, self.last.text()),
            signatures=self._with(voice.signatures, self.signature.toPlainText()),
        )
        lines = self._with(shop.ai_line, self.ai_line.text())
        return replace(shop, voice=voice, ai_line=lines, ai_line_short=self._with(shop.ai_line_short, self.ai_short.text()))

    def _with(self, lines: dict[str, str], text: str) -> dict[str, str]:
        """Return the lines with this language's text; an empty one is left to the built-in wording."""
        rest = {code: line for code, line in lines.items() if code != self.code}
        return {**rest, self.code: text.strip()} if text.strip() else rest


def _as_high_as_it_is(editor: QPlainTextEdit) -> QWidget:
    """A form asks for the height an editor would like to have; its own is fixed."""
    made = QWidget()
    made.setLayout(column(editor, gap=0))
    return made
