"""The style sheet, written out from the tokens. Widgets ask for a look by their dynamic property `look`."""
# ruff: noqa: E501 - a style sheet reads by the rule

from dataclasses import asdict
from string import Template

from app.system.paths import resources_folder
from app.ui.tokens import Tokens

_SHEET = Template("""
* { outline: none; }
QToolTip { background: $card; color: $ink; border: 1px solid $line_strong; padding: 6px 8px; }
QMainWindow, QDialog, QWidget[look="paper"] { background: $paper; }
QWidget[look="card"], QFrame[look="card"] { background: $card; }
QFrame[look="panel"] { background: $card; border: 1px solid $line; border-radius: 10px; }
QFrame[look="list-side"] { background: $card; border: none; }
QFrame[look="right-side"] { background: $card; border: none; }
QFrame[look="panel-lit"] { background: $card; border: 2px solid $accent; border-radius: 10px; }
QFrame[look="head"] { background: $card; border: none; border-bottom: 1px solid $line; }
QFrame[look="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[look="rail"] { background: $rail; border: none; }
QFrame[look="status"] { background: $sunken; border-top: 1px solid $line; }
QFrame[look="toast"] { background: $rail; border: 1px solid $rail_selected; border-radius: 10px; }
QFrame[look="toast"] QLabel { color: $rail_ink; }
QFrame[look="toast"] QPushButton { background: transparent; color: $rail_ink; border: 1px solid $rail_ink_soft; padding: 5px 12px; }
QFrame[look="toast"] QPushButton:hover, QFrame[look="toast"] QPushButton:focus { background: $rail_selected; border-color: $rail_ink; }
QFrame[look="note"] { background: $note; border: none; border-radius: 8px; }
QFrame[look="note"] QLabel { color: $note_ink; }
QFrame[look="warn"] { background: $warn_soft; border: none; border-radius: 8px; }
QFrame[look="warn"] QLabel, QFrame[look="warn"] QCheckBox { color: $warn; }
QFrame[look="bad"] { background: $bad_soft; border: none; border-radius: 8px; }
QFrame[look="bad"] QLabel { color: $bad; }
QFrame[look="good"] { background: $good_soft; border: none; border-radius: 8px; }
QFrame[look="good"] QLabel { color: $good; }
QFrame[look="info"] { background: $accent_soft; border: none; border-radius: 8px; }
QFrame[look="drop"] { background: $accent_soft; border: 2px dashed $accent; border-radius: 12px; }

QLabel { color: $ink; background: transparent; }
QLabel[look="soft"] { color: $ink_soft; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="label"] { color: $ink_soft; font-weight: 600; }
QLabel[look="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[look="heading"] { font-size: ${heading}pt; font-weight: 600; }
QLabel[look="good-text"] { color: $good; }
QLabel[look="warn-text"] { color: $warn; }
QLabel[look="bad-text"] { color: $bad; }

QPushButton { background: $card; color: $ink; border: 1px solid $line_strong; border-radius: 7px; padding: 6px 14px; min-height: 18px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $sunken; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 13px; }
QPushButton:disabled { color: $line_strong; border-color: $line; }
QPushButton[look="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[look="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[look="primary"]:focus { border: 2px solid $ink; }
QPushButton[look="primary"]:disabled { background: $sunken; color: $line_strong; border-color: $line; }
QPushButton[look="quiet"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 6px 8px; }
QPushButton[look="quiet"]:hover { background: $accent_soft; }
QPushButton[look="quiet"]:focus { border: 2px solid $accent; padding: 5px 7px; }
QPushButton[look="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 2px 4px; text-align: left; border-radius: 5px; }
QPushButton[look="link"]:hover { background: $card; text-decoration: underline; }
QPushButton[look="link"]:focus { border: 1px solid $accent; }
QToolButton { background: transparent; color: $ink; border: 1px solid transparent; border-radius: 7px; padding: 5px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton:disabled { color: $line_strong; }
QToolButton[look="answer"] { background: $card; border: 1px solid $line_strong; padding: 6px 12px; }
QToolButton[look="answer"]:hover { background: $hover; }
QToolButton[look="answer"]:focus { border: 2px solid $accent; padding: 5px 11px; }
QToolButton[look="rail"] { color: $rail_ink_soft; border-radius: 10px; padding: 8px 2px 6px 2px; }
QToolButton[look="rail"]:hover { background: $rail_selected; color: $rail_ink; }
QToolButton[look="rail"]:checked { background: $rail_selected; color: $rail_ink; font-weight: 600; }
QToolButton[look="rail"]:focus { border: 1px solid $rail_ink_soft; }

QLineEdit, QTextEdit[look="editor"], QPlainTextEdit[look="editor"], QSpinBox, QTimeEdit, QDateTimeEdit, QComboBox {
  background: $card; color: $ink; border: 1px solid $line_strong; border-radius: 7px; padding: 5px 8px; min-height: 18px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit { placeholder-text-color: $ink_soft; }
QPlainTextEdit { placeholder-text-color: $ink_soft; }
QLineEdit:focus, QTextEdit[look="editor"]:focus, QPlainTextEdit[look="editor"]:focus, QSpinBox:focus, QTimeEdit:focus,
QDateTimeEdit:focus, QComboBox:focus { border: 2px solid $accent; padding: 4px 7px; }
QLineEdit:disabled, QSpinBox:disabled, QTimeEdit:disabled, QComboBox:disabled { color: $line_strong; background: $sunken; border-color: $line; }
QLineEdit[look="search"] { background: $sunken; border: 1px solid $line; }
QLineEdit[look="search"]:focus { background: $card; border: 2px solid $accent; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$arrow"); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $line_strong; selection-background-color: $selected; selection-color: $ink; padding: 4px; }
QComboBox QAbstractItemView::item { padding: 5px 8px; }
QComboBox QAbstractItemView::item:selected { background: $selected; color: $ink; }
QComboBox[look="title"] { border: 1px solid transparent; background: transparent; font-size: ${heading}pt; font-weight: 600; padding: 3px 4px; }
QComboBox[look="title"]:hover { background: $hover; }
QComboBox[look="title"]:focus { border: 1px solid $accent; }
QComboBox QLineEdit { placeholder-text-color: $ink_soft; border: none; padding: 0; background: transparent; min-height: 0; }
QComboBox QLineEdit:focus { border: none; padding: 0; }
QAbstractSpinBox QLineEdit { border: none; padding: 0 6px; background: transparent; min-height: 0; }
QSpinBox::up-button, QSpinBox::down-button, QTimeEdit::up-button, QTimeEdit::down-button { width: 0; border: none; }
QCheckBox, QRadioButton { color: $ink; spacing: 8px; padding: 3px 0; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator { width: 16px; height: 16px; border: 1px solid $line_strong; background: $card; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 8px; height: 8px; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }

QTextBrowser, QTextEdit, QPlainTextEdit { background: transparent; border: none; color: $ink; selection-background-color: $accent; selection-color: $on_accent; }
QTableView, QListView, QListWidget { background: $card; border: none; color: $ink; selection-background-color: $selected; selection-color: $ink; }
QListWidget::item { padding: 8px 10px; border-radius: 7px; }
QListWidget::item:selected { background: $selected; color: $ink; }
QListWidget::item:hover:!selected { background: $hover; }
QTreeView { background: $card; border: none; }
QHeaderView::section { background: $card; color: $ink_soft; border: none; border-bottom: 1px solid $line; padding: 8px; font-weight: 600; }
QTableView[look="grid"]::item { padding: 6px 8px; border-bottom: 1px solid $line; }
QTableView[look="grid"]::item:selected { background: $selected; color: $ink; }
QMenu { background: $card; border: 1px solid $line_strong; padding: 6px; color: $ink; }
QMenu::item { padding: 7px 20px 7px 12px; border-radius: 5px; }
QMenu::item:selected { background: $selected; color: $ink; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }
QScrollArea, QScrollArea > QWidget > QWidget[look="scrolled"] { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: $line; border-radius: 4px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $line_strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $sunken; border: 1px solid $line; border-radius: 5px; max-height: 10px; min-height: 10px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QTabBar::tab { background: transparent; color: $ink_soft; padding: 8px 12px; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; font-weight: 600; }
""")


def style_sheet(tokens: Tokens, points: float) -> str:
    """Return the style sheet; `points` is the system's font size, the smallest that is used."""
    folder = (resources_folder() / "style").as_posix()
    values = {
        **asdict(tokens),
        "title": f"{points * 1.45:.1f}",
        "heading": f"{points * 1.2:.1f}",
        "arrow": f"{folder}/arrow-{tokens.name}.svg",
        "tick": f"{folder}/tick-{tokens.name}.svg",
    }
    return _SHEET.substitute(values)
