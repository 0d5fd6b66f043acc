"""The catalogues are whole and true to the source, and words, dates, numbers and money follow the language."""

import ast
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.domain import errors
from app.domain.errors import NotFound, ToonbankError
from app.domain.text import N_
from app.system import i18n
from app.system.i18n import set_language
from tools import catalogues
from tools.catalogues import LANGUAGES, MARKS, ROOT

MOMENT = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
FIELD = re.compile(r"\{(\w+)\}")
PERCENT = re.compile(r"%(?:\(\w+\))?[sdrf]\b")
THREE_HOURS = timedelta(hours=3)


@pytest.fixture(autouse=True)
def english_after():
    """The language is the process's: leave it as the other tests expect it."""
    yield
    set_language("en")


def messages(language: str) -> list[Message]:
    """Return the messages of a catalogue, without its header."""
    return [message for message in catalogues.load(language) if message.id]


def forms(text: str | list[str] | tuple[str, ...]) -> list[str]:
    """Return the text, or its singular and plural."""
    return [text] if isinstance(text, str) else list(text)


def translated(language: str) -> list[tuple[str, str]]:
    """Return (source, translation) of every filled form; a plural form is held against the source's plural."""
    filled = []
    for message in messages(language):
        sources = forms(message.id)
        filled += [(sources[min(n, len(sources) - 1)], text) for n, text in enumerate(forms(message.string)) if text]
    return filled


def unlike(language: str) -> list[tuple[str, str]]:
    """Return the pairs whose fields differ, or that hold a brace that is no field."""
    return [
        (source, text)
        for source, text in translated(language)
        if set(FIELD.findall(source)) != set(FIELD.findall(text))
        or sorted(PERCENT.findall(source)) != sorted(PERCENT.findall(text))
        or set("{}") & set(FIELD.sub("", text))
    ]


def test_the_catalogues_hold_every_marked_string_and_no_other() -> None:
    assert catalogues.stale() == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_dutch_and_english_are_complete(language: str) -> None:
    assert [m.id for m in messages(language) if not all(forms(m.string)) or len(forms(m.string)) != len(forms(m.id))] == []
    assert [m.id for m in messages(language) if m.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_fields_of_its_source(language: str) -> None:
    assert unlike(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_space_and_the_dots_at_the_end(language: str) -> None:
    tails = [(s, t) for s, t in translated(language) if s.endswith(" ") != t.endswith(" ") or s.endswith("…") != t.endswith("…")]
    assert tails == []


def test_french_does_not_break_the_line_before_a_sign() -> None:
    assert [text for _source, text in translated("fr") if re.search(r" [:;!?»%]|« ", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_parses_strictly_and_compiles(language: str) -> None:
    made = BytesIO()
    with catalogues.catalogue_file(language).open("rb") as source:
        write_mo(made, read_po(source, locale=language, abort_invalid=True))
    assert made.getvalue().startswith(b"\xde\x12\x04\x95")


def test_marks_are_found_wherever_they_stand() -> None:
    source = (
        """one = N_("a " "b")\ntwo = f" · {_('inside')} {n}"\nmany(ngettext("{n} day", "{n} days", n), pgettext("verb", "Open"), _(word))"""
    )
    assert set(catalogues.marked(source)) == {
        ("a b", None),
        ("inside", None),
        (("{n} day", "{n} days"), None),
        ("Open", "verb"),
    }


def put_together(source: str) -> list[str]:
    """Return the marks in source whose text is an f-string or a sum: no catalogue can hold those."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    marks = [call for call in calls if call.func.id in MARKS]
    return [ast.unparse(call) for call in marks if any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in call.args)]


def test_a_mark_never_stands_around_a_text_that_is_put_together() -> None:
    assert len(put_together("""_(f"{n} left"); N_("a" + b); _("a " "b"); _(word)""")) == 2
    assert [(path, wrong) for path in (ROOT / "app").rglob("*.py") for wrong in put_together(path.read_text(encoding="utf-8"))] == []


def test_a_new_string_is_filled_in_for_english_and_left_open_elsewhere(tmp_path, monkeypatch) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "new.py").write_text("""N_("New"); ngettext("{n} day", "{n} days", n)""", encoding="utf-8")
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "TRANSLATIONS", tmp_path / "translations")
    catalogues.update()
    catalogues.update()
    assert catalogues.stale() == []
    assert [forms(m.string) for m in messages("en")] == [["New"], ["{n} day", "{n} days"]]
    for language in ("nl", "de", "fr"):
        assert translated(language) == []


def test_the_sentence_of_every_error_is_in_the_catalogues() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ToonbankError)]
    assert len(kinds) > 10
    for language in LANGUAGES:
        known = {message.id for message in messages(language)}
        assert {kind.default for kind in kinds} <= known


def test_dutch_words() -> None:
    set_language("nl")
    assert i18n.language() == "nl"
    assert i18n._("Needs an answer") == "Wacht op antwoord"
    assert i18n._("Draft ready") == "Concept klaar"
    assert i18n._("Outbox") == "Uitgaand"
    assert i18n._("") == ""
    assert i18n.say(NotFound(N_("There is no customer with the number {id}."), id=7)) == "Er is geen klant met nummer 7."
    assert i18n.say(ToonbankError()) == "Er ging iets mis; er is niets veranderd."


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("nl", 1, "{n} nieuw bericht"),
        ("nl", 0, "{n} nieuwe berichten"),
        ("nl", 2, "{n} nieuwe berichten"),
        ("en", 1, "{n} new message"),
        ("en", 2, "{n} new messages"),
        ("de", 1, "{n} neue Nachricht"),
        ("de", 0, "{n} neue Nachrichten"),
        ("fr", 0, "{n} nouveau message"),
        ("fr", 1, "{n} nouveau message"),
        ("fr", 2, "{n} nouveaux messages"),
    ],
)
def test_plurals(language: str, number: int, expected: str) -> None:
    set_language(language)
    assert i18n.ngettext("{n} new message", "{n} new messages", number) == expected


def test_an_unknown_language_falls_back_to_english() -> None:
    set_language("nl")
    set_language("sv")
    assert i18n.language() == "en"
    assert i18n._("Needs an answer") == "Needs an answer"
    assert i18n.moment_text(MOMENT) == "22 Nov 2026 14:05"


@pytest.mark.parametrize(
    ("language", "moment", "day", "span", "short", "number", "money"),
    [
        ("nl", "22 nov 2026 14:05", "zondag 22 november 2026", "3 uur", "3 u", "12.345,5", "€ 1.234,50"),
        ("en", "22 Nov 2026 14:05", "Sunday, 22 November 2026", "3 hours", "3h", "12,345.5", "€1,234.50"),
        ("de", "22. Nov. 2026 14:05", "Sonntag, 22. November 2026", "3 Stunden", "3 Std.", "12.345,5", "1.234,50 €"),
        ("fr", "22 nov. 2026 14:05", "dimanche 22 novembre 2026", "3 heures", "3h", "12 345,5", "1 234,50 €"),
    ],
)
def test_dates_numbers_and_money(language: str, moment: str, day: str, span: str, short: str, number: str, money: str) -> None:
    set_language(language)
    made = [
        i18n.moment_text(MOMENT),
        i18n.day_text(MOMENT),
        i18n.span_text(THREE_HOURS),
        i18n.short_span_text(THREE_HOURS),
        i18n.number_text(12345.5),
        i18n.money_text(1234.5),
    ]
    assert [text.replace("\xa0", " ").replace("\u202f", " ") for text in made] == [moment, day, span, short, number, money]
    assert i18n.time_text(MOMENT) == "14:05"


def test_the_time_is_that_of_the_shop() -> None:
    set_language("nl", "Europe/Lisbon")
    assert i18n.time_text(MOMENT) == "13:05"
    set_language("nl")
    assert i18n.time_text(MOMENT) == "14:05"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [({"LANG": "nl_NL.UTF-8"}, "nl"), ({"LANG": "nl_NL.UTF-8", "LC_ALL": "fr_BE.UTF-8"}, "fr"), ({"LANG": "sv_SE"}, "en"), ({}, "en")],
)
def test_the_language_of_the_system(environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert i18n.language_of_system() == expected
