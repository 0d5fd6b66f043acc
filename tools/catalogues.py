"""The gettext catalogues: `python -m tools.catalogues update` (collect and merge), `compile` (make the .mo files) or `check`."""

import ast
import sys
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "translations"
LANGUAGES = ("nl", "en", "de", "fr")
MARKS = {"_": 1, "N_": 1, "gettext": 1, "ngettext": 2, "pgettext": 2}
NOISE = ('"POT-Creation-Date', '"PO-Revision-Date', '"Report-Msgid-Bugs-To', '"Last-Translator', '"Language-Team', '"Generated-By')
Marked = tuple[str | tuple[str, str], str | None]


def collect() -> Catalog:
    """Return a template of every marked string in app/."""
    template = Catalog(project="Toonbank", charset="utf-8", fuzzy=False)
    for path in sorted((ROOT / "app").rglob("*.py")):
        for message, context in marked(path.read_text(encoding="utf-8")):
            template.add(message, None, [(path.relative_to(ROOT).as_posix(), 0)], context=context)
    return template


def marked(source: str) -> Iterator[Marked]:
    """Yield (text or (singular, plural), context) of every mark in Python source.

    The syntax tree is read, and not the tokens as Babel does: those hide the marks inside f-strings. Marks of a variable are passed over.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            texts = [part.value for part in node.args[: MARKS[node.func.id]] if isinstance(part, ast.Constant)]
            if len(texts) == MARKS[node.func.id]:
                yield _marked(node.func.id, [str(text) for text in texts])


def _marked(mark: str, texts: list[str]) -> Marked:
    if mark == "ngettext":
        return (texts[0], texts[1]), None
    return (texts[1], texts[0]) if mark == "pgettext" else (texts[0], None)


def catalogue_file(language: str) -> Path:
    """Return the .po file of a language."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "toonbank.po"


def load(language: str) -> Catalog:
    """Return the catalogue of a language (an empty one when there is none)."""
    path = catalogue_file(language)
    if not path.exists():
        return Catalog(locale=language, project="Toonbank", charset="utf-8", fuzzy=False)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def save(language: str, catalogue: Catalog) -> None:
    """Write a catalogue, sorted and without line numbers, dates or unfilled header fields, so that a change shows only what changed."""
    buffer = BytesIO()
    catalogue.header_comment = f"# Toonbank in the language {language}; collected with: python -m tools.catalogues update"
    write_po(buffer, catalogue, omit_header=False, sort_output=True, include_lineno=False, ignore_obsolete=True, width=120)
    lines = [line for line in buffer.getvalue().decode().split("\n") if not line.startswith(NOISE)]
    path = catalogue_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")


def update() -> None:
    """Merge the collected strings into every catalogue; English is filled with its own text."""
    template = collect()
    for language in LANGUAGES:
        catalogue = load(language)
        catalogue.update(deepcopy(template), no_fuzzy_matching=True)  # Babel takes the template's own messages over
        if language == "en":
            for message in catalogue:
                if message.id and not any(message.string or ()):
                    message.string = message.id
        save(language, catalogue)


def compile_all() -> None:
    """Make the .mo files."""
    for language in LANGUAGES:
        if catalogue_file(language).exists():
            with catalogue_file(language).with_suffix(".mo").open("wb") as target:
                write_mo(target, load(language))


def stale() -> list[str]:
    """Return what is wrong: strings missing from or no longer used in a catalogue."""
    ids = {(m.context, _key(m.id)) for m in collect() if m.id}
    problems: list[str] = []
    for language in LANGUAGES:
        known = {(m.context, _key(m.id)) for m in load(language) if m.id}
        problems += [f"{language}: not collected: {key[1]!r}" for key in sorted(ids - known, key=str)]
        problems += [f"{language}: no longer used: {key[1]!r}" for key in sorted(known - ids, key=str)]
    return problems


def _key(identity: object) -> str:
    return str(identity[0]) if isinstance(identity, tuple | list) else str(identity)


def main(act: str) -> int:
    """Run one act; returns the exit code."""
    if act == "update":
        update()
    elif act == "compile":
        compile_all()
    else:
        problems = stale()
        print("\n".join(problems))
        return 1 if problems else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
