"""The shop's own words: how each is said in the other languages, or that it stays as it is."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.translation import Term
from app.system.i18n import _
from app.ui.views.settings.parts import OWN_LANGUAGE, choice, choose, form
from app.ui.widgets.basics import Elided, button, clear_layout, column, field, label, row
from app.ui.words import language_word


class Glossary(QWidget):
    """Signal: `changed()`. The terms as lines, and under them the one that is being written."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.terms: tuple[Term, ...] = ()
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)
        self.none = label(
            _("No words yet. Add what a translation must not get wrong: names of products, words of your trade."), "soft", wrap=True
        )
        self.term = field(_("Word or name"), _("kruik, Studio Zand …"))
        self.language = choice(_("Language of this word"), [("", _("any language")), *OWN_LANGUAGE])
        self.keep = QCheckBox(_("The same in every language"))
        self.said = {code: field(words) for code, words in OWN_LANGUAGE}
        self.add = button(_("Keep this word"))
        rows: list[tuple[str, QWidget]] = [(_("Word or name"), self.term), (_("Language of this word"), self.language), ("", self.keep)]
        rows += [(words, self.said[code]) for code, words in OWN_LANGUAGE]
        self.setLayout(column(self.none, self._lines, form(*rows), row(1, self.add), gap=10))
        self.add.clicked.connect(self._add)
        self.keep.toggled.connect(self._lock)
        for line in (self.term, *self.said.values()):
            line.returnPressed.connect(self._add)

    def _lock(self, same: bool) -> None:  # noqa: FBT001 - a slot
        for line in self.said.values():
            line.setEnabled(not same)

    def put(self, terms: Sequence[Term]) -> None:
        """Show the terms."""
        self.terms = tuple(terms)
        clear_layout(self._lines)
        self.none.setVisible(not self.terms)
        for term in self.terms:
            self._lines.addWidget(self._line(term))

    def _line(self, term: Term) -> QWidget:
        line, words = QWidget(), Elided("", "")
        words.say(term_words(term))
        edit, remove = button(_("Change"), "quiet"), button(_("Remove"), "quiet")
        edit.setAccessibleName(f"{_('Change')}: {term.term}")
        remove.setAccessibleName(f"{_('Remove')}: {term.term}")
        edit.clicked.connect(partial(self._edit, term))
        remove.clicked.connect(partial(self._remove, term))
        across = row(words, edit, remove, gap=6)
        across.setStretch(0, 1)
        line.setLayout(across)
        return line

    def _edit(self, term: Term) -> None:
        self.term.setText(term.term)
        choose(self.language, term.language)
        self.keep.setChecked(term.keep)
        for code, line in self.said.items():
            line.setText(term.translations.get(code, ""))
        self.term.setFocus()

    def _remove(self, term: Term) -> None:
        self.put([one for one in self.terms if one != term])
        self.changed.emit()

    def _add(self) -> None:
        """Keep the word that was written; one with the same name and language is replaced. A word that says nothing is not kept."""
        name = " ".join(self.term.text().split())
        said = {code: " ".join(line.text().split()) for code, line in self.said.items() if line.text().strip()}
        if not name or not (said or self.keep.isChecked()):
            (self.said["en"] if name else self.term).setFocus()
            return
        made = Term(name, self.language.currentData(), {} if self.keep.isChecked() else said, self.keep.isChecked())
        same = (name.casefold(), made.language)
        self.put([*(one for one in self.terms if (one.term.casefold(), one.language) != same), made])
        for line in (self.term, *self.said.values()):
            line.clear()
        self.keep.setChecked(False)
        self.term.setFocus()
        self.changed.emit()


def term_words(term: Term) -> str:
    """Return a term in one line: "kruik (Dutch) → jug · Krug"."""
    name = f"{term.term} ({language_word(term.language)})" if term.language else term.term
    said = _("the same everywhere") if term.keep else " · ".join(f"{code}: {words}" for code, words in term.translations.items())
    return f"{name} → {said}"
