"""Writing a timeline into a document: bubbles, days, quotes folded, notes apart, calls and reviews as such."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextImageFormat,
)

from app.domain.message import Direction, Kind
from app.domain.transcription import Transcript
from app.domain.translation import KeptTranslation
from app.domain.views import EarlierText, MessageView, NoteView
from app.system.i18n import _, local, moment_text, ngettext, time_text
from app.ui.people_words import call_words, review_words
from app.ui.reasons import warning_text
from app.ui.theme import Theme
from app.ui.views.translation_words import glossary_words, heading_of
from app.ui.words import channel_icon, channel_word, day_heading, size_text

_SAID_OTHERWISE = frozenset({"edited", "missed_call"})
"""Warnings of readers that the timeline says in its own way."""
FIRST = 30
"""Messages shown before the person asks for earlier ones."""
LONGEST = 20_000
"""Characters of one message shown before the person asks for the whole."""
ROLE = QTextFormat.Property.UserProperty + 1
_BARE = re.compile(r"\+?[\d\s()./-]{6,}|\S+@\S+")
"""A sender that is no name: a number or an address."""
_URL = re.compile(r"https?://[^\s<>\"')\]]+")


@dataclass
class Shown:
    """What the person unfolded: message ids whose original (or `was`: whose earlier text) is open, and sanitised HTML by message id;
    `asked` waits for an answer. `translations` stand under their originals, `foreign` messages can be translated, `translating` are
    under way."""

    originals: set[int] = field(default_factory=set)
    was: set[int] = field(default_factory=set)
    formatted: dict[int, str] = field(default_factory=dict)
    first: int = FIRST
    asked: int = 0
    translations: dict[int, KeptTranslation] = field(default_factory=dict)
    foreign: set[int] = field(default_factory=set)
    translating: set[int] = field(default_factory=set)


class TimelineWriter:
    """Writes one timeline into a document."""

    def __init__(self, document: QTextDocument, theme: Theme, shown: Shown, *, indent: int) -> None:
        self._document = document
        self._theme = theme
        self._shown = shown
        self._indent = indent
        self._cursor = QTextCursor(document)
        self.whose = ""

    def write(self, messages: Sequence[MessageView], notes: Sequence[NoteView], now: datetime) -> None:
        hidden = max(0, len(messages) - self._shown.first)
        self._cursor.beginEditBlock()
        if hidden:
            words = ngettext("Show {n} earlier message", "Show {n} earlier messages", hidden).format(n=hidden)
            self._centred(words, href="earlier:")
        things: list[tuple[datetime, MessageView | NoteView]] = [(m.sent_at, m) for m in messages[hidden:]]
        things += [(note.at, note) for note in notes]
        self._write_things(sorted(things, key=lambda pair: pair[0]), now)
        self._cursor.endEditBlock()

    def _write_things(self, things: Sequence[tuple[datetime, MessageView | NoteView]], now: datetime) -> None:
        day, subject = None, ""
        for moment, thing in things:
            if local(moment).date() != day:
                day = local(moment).date()
                self._centred(day_heading(moment, now))
            if isinstance(thing, NoteView):
                self._note(thing)
                continue
            self._message(thing, new_subject=thing.subject if _plain_subject(thing.subject) != subject else "")
            subject = _plain_subject(thing.subject)

    def _message(self, message: MessageView, *, new_subject: str) -> None:
        if message.kind is Kind.SYSTEM:
            self._centred(message.text.strip() or "\n".join(map(warning_text, message.warnings)))
            return
        if message.kind is Kind.NOTE:
            self._internal(message.sender, message.sent_at, message.new_text or message.text, channel_word(message.channel))
            return
        out = message.direction is Direction.OUT
        self._open("asked" if message.id == self._shown.asked else "out" if out else "in")
        self._head(message)
        if message.kind is Kind.CALL:
            words, icon, token = call_words(message)
            self._icon_line(icon, token, words)
        elif message.kind is Kind.REVIEW and message.direction is not Direction.OUT:
            self._review(message.subject)
        elif new_subject:
            self._line(new_subject, strong=True)
        self._body(message)
        self._edited(message)
        self._translation(message)
        for warning in message.warnings:
            if warning not in _SAID_OTHERWISE:
                self._icon_line("warning", "warn", warning_text(warning))
        self._files(message)
        self._folds(message)
        self._close()

    def _review(self, subject: str) -> None:
        """Write the stars, what they say in words, and the title."""
        stars, words, title = review_words(subject)
        if stars:
            self._block()
            self._text(stars, strong=True, token="warn")  # noqa: S106 - a colour token
            self._text(f"  {words}", token="ink_soft")  # noqa: S106 - a colour token
        if title:
            self._line(title, strong=True)

    def _edited(self, message: MessageView) -> None:
        """Say that a message was changed; what it said before is one click away."""
        if not message.earlier:
            if "edited" in message.warnings:
                self._icon_line("edit", "ink_soft", _("edited; the earlier text is not in the export"))
            return
        opened = message.id in self._shown.was
        self._icon_line("edit", "ink_soft", _("edited") + "   ")
        self._text(_("Hide the earlier text") if opened else _("Show the earlier text"), href=f"was:{message.id}")
        for text in message.earlier if opened else ():
            self._earlier(text)

    def _earlier(self, was: EarlierText) -> None:
        heading = _("Until {time} it said:").format(time=moment_text(was.until)) if was.until else _("Before, it said:")
        self._block(top=4)
        self._text(heading, strong=True, token="ink_soft")  # noqa: S106 - a colour token
        for paragraph in was.text.strip().split("\n"):
            self._block()
            self._text(paragraph, token="ink_soft")  # noqa: S106 - a colour token

    def _head(self, message: MessageView) -> None:
        self._image(channel_icon(message.channel), "ink_soft")
        who = message.sender or message.sender_handle
        if self.whose and message.direction is Direction.IN and (not message.sender or _BARE.fullmatch(message.sender)):
            who = self.whose
        self._text(f" {who}", strong=True)
        self._text(f"  {time_text(message.sent_at)} · {channel_word(message.channel)}", token="ink_soft")  # noqa: S106 - a colour token
        self._gap_below(4)

    def _body(self, message: MessageView) -> None:
        html = self._shown.formatted.get(message.id)
        if html:
            self._block()
            self._cursor.insertHtml(html)
            return
        whole = message.id in self._shown.originals
        text = message.text if whole else (message.new_text or message.text)
        if not text.strip():
            return
        if len(text) > LONGEST and not whole:
            text = text[:LONGEST] + "…"
        for paragraph in text.strip().split("\n"):
            self._block()
            quoted = paragraph.lstrip().startswith(">")
            self._linked(paragraph, "ink_soft" if quoted else "ink")

    def _translation(self, message: MessageView) -> None:
        """Write what was translated under the original, with what must be compared."""
        if message.id in self._shown.translating:
            self._icon_line("language", "ink_soft", _("Being translated …"))
        kept = self._shown.translations.get(message.id)
        if kept is None:
            return
        self._icon_line("language", "accent", heading_of(kept))
        for paragraph in kept.translation.text.strip().split("\n"):
            self._block()
            self._text(paragraph, token="ink")  # noqa: S106 - a colour token
        if words := glossary_words(kept):
            self._icon_line("check", "ink_soft", words)
        for doubt in kept.translation.warnings:
            self._icon_line("warning", "warn", f"“{doubt.sentence}” {_(doubt.why)}")

    def _linked(self, text: str, token: str) -> None:
        end = 0
        for match in _URL.finditer(text):
            self._text(text[end : match.start()], token=token)
            self._text(match[0], href=match[0])
            end = match.end()
        self._text(text[end:], token=token)

    def _files(self, message: MessageView) -> None:
        for item in message.attachments:
            self._block(top=6)
            self._image("paperclip", "ink_soft")
            if item.missing or not item.stored:
                self._text(f" {item.name} · {_('not in the export')}", token="ink_soft")  # noqa: S106 - a colour token
            else:
                self._text(" ")
                self._text(item.name, href=f"file:{item.id}")
                self._text(f"  {size_text(item.size)}", token="ink_soft")  # noqa: S106 - a colour token
            if item.heard is not None:
                self._heard(item.heard)

    def _heard(self, heard: Transcript) -> None:
        """Write what is said on a recording under it, as what a machine heard."""
        if not heard.text.strip():
            self._icon_line("microphone", "ink_soft", _("Nobody speaks in it, as far as {engine} can hear.").format(engine=heard.engine))
            return
        self._icon_line("microphone", "ink_soft", _("Written out by a machine ({engine}); it can mishear").format(engine=heard.engine))
        for paragraph in heard.text.strip().split("\n"):
            self._block()
            self._text(paragraph)

    def _folds(self, message: MessageView) -> None:
        folded = message.new_text.strip() != message.text.strip() and bool(message.new_text)
        links = []
        if folded or len(message.text) > LONGEST:
            links.append((_("Hide the original") if message.id in self._shown.originals else _("Show the original"), f"fold:{message.id}"))
        if message.html:
            links.append((_("Show as text") if message.id in self._shown.formatted else _("Show formatted"), f"html:{message.id}"))
        if message.id in self._shown.translations:
            links.append((_("Put the translation away"), f"translate:{message.id}"))
        elif message.id in self._shown.foreign:
            links.append((_("Translate"), f"translate:{message.id}"))
        if links:
            self._block(top=6)
        for n, (words, href) in enumerate(links):
            self._text("   " if n else "")
            self._text(words, href=href)

    def _note(self, note: NoteView) -> None:
        self._internal(note.by, note.at, note.text)

    def _internal(self, by: str, at: datetime, text: str, where: str = "") -> None:
        """Write what only the shop sees; `where` it was written when that was not here."""
        self._open("note")
        self._image("lock", "note_ink")
        self._text(" " + " · ".join(filter(None, (_("Internal note"), by, where))), strong=True, token="note_ink")  # noqa: S106 - a colour token
        self._text(f"  {time_text(at)} · {_('customers never see this')}", token="note_ink")  # noqa: S106 - a colour token
        for paragraph in text.strip().split("\n"):
            self._block()
            self._text(paragraph, token="note_ink")  # noqa: S106 - a colour token
        self._close()

    def _open(self, role: str) -> None:
        shape = QTextFrameFormat()
        shape.setProperty(ROLE, role)
        shape.setPadding(12)
        shape.setTopMargin(2)
        shape.setBottomMargin(2)
        shape.setLeftMargin(self._indent if role == "out" else 0)
        shape.setRightMargin(self._indent if role in ("in", "asked") else 0)
        self._cursor.insertFrame(shape)

    def _close(self) -> None:
        self._cursor = self._document.rootFrame().lastCursorPosition()
        thin = QTextBlockFormat()
        thin.setLineHeight(6, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        self._cursor.setBlockFormat(thin)

    def _centred(self, text: str, href: str = "") -> None:
        shape = QTextBlockFormat()
        shape.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        shape.setTopMargin(8)
        shape.setBottomMargin(6)
        if self._cursor.block().length() > 1 or self._document.blockCount() > 1:
            self._cursor.insertBlock(shape)
        else:
            self._cursor.setBlockFormat(shape)
        self._text(text, token="ink_soft", href=href)  # noqa: S106 - a colour token

    def _block(self, top: int = 0) -> None:
        shape = QTextBlockFormat()
        shape.setTopMargin(top)
        shape.setLineHeight(112, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        self._cursor.insertBlock(shape)

    def _gap_below(self, points: int) -> None:
        shape = self._cursor.blockFormat()
        shape.setBottomMargin(points)
        self._cursor.setBlockFormat(shape)

    def _line(self, text: str, *, strong: bool = False) -> None:
        self._block()
        self._text(text, strong=strong)

    def _icon_line(self, icon: str, token: str, text: str) -> None:
        self._block(top=4)
        self._image(icon, token)
        self._text(f" {text}", token=token)

    def _text(self, text: str, *, strong: bool = False, token: str = "ink", href: str = "") -> None:  # noqa: S107 - a colour token
        shape = QTextCharFormat()
        shape.setForeground(QColor(getattr(self._theme.tokens, "accent" if href else token)))
        if strong:
            shape.setFontWeight(QFont.Weight.DemiBold)
        if href:
            shape.setAnchor(True)
            shape.setAnchorHref(href)
            shape.setFontUnderline(href.startswith("http"))
        self._cursor.insertText(text, shape)

    def _image(self, icon: str, token: str) -> None:
        name = f"icon:{icon}-{token}-{self._theme.tokens.name}"
        self._document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), self._theme.icon(icon, token).pixmap(32, 32))
        shape = QTextImageFormat()
        shape.setName(name)
        shape.setWidth(15)
        shape.setHeight(15)
        shape.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        self._cursor.insertImage(shape)


def _plain_subject(subject: str) -> str:
    """Return a subject without its Re: and Fwd:, folded."""
    return re.sub(r"^(?:(?:re|fwd?|aw|wg|tr|antw|betr)\s*:\s*)+", "", subject.strip(), flags=re.IGNORECASE).casefold()
