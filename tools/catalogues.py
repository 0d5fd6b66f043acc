"""The gettext catalogues: `python -m tools.catalogues update` (collect and merge), `compile` (make the .mo files) or `check`."""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "translations"
LANGUAGES = ("nl", "en", "de", "fr")
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def collect() -> Catalog:
    """Return a template of every marked string in app/."""
    template = Catalog(project="Toonbank", charset="utf-8", fuzzy=False)
    found = extract_from_dir(ROOT / "app", method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=["Translators:"])
    for name, _line, message, comments, context in sorted(found, key=lambda item: (item[0], item[1])):
        template.add(message, None, [(f"app/{Path(name).as_posix()}", 0)], auto_comments=comments, context=context)
    return template


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
    """Write a catalogue, sorted and without line numbers or dates, so that a change shows only what changed."""
    buffer = BytesIO()
    write_po(buffer, catalogue, omit_header=False, sort_output=True, include_lineno=False, ignore_obsolete=True, width=120)
    lines = [line for line in buffer.getvalue().decode().split("\n") if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date'))]
    path = catalogue_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")


def update() -> None:
    """Merge the collected strings into every catalogue; English is filled with its own text."""
    template = collect()
    for language in LANGUAGES:
        catalogue = load(language)
        catalogue.update(template, no_fuzzy_matching=True)
        if language == "en":
            for message in catalogue:
                if message.id and not message.string:
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
