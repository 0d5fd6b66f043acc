"""Words, dates and numbers in the person's language: gettext catalogues under translations/, formats by Babel.

Catalogues: translations/<language>/LC_MESSAGES/toonbank.po (.mo beside it). English is the source language.
"""

import gettext as _gettext
import os
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as _format_date
from babel.dates import format_datetime as _format_datetime
from babel.dates import format_skeleton, format_timedelta
from babel.dates import format_time as _format_time
from babel.numbers import format_currency, format_decimal

from app.domain.errors import ToonbankError
from app.domain.text import unpacked
from app.system.paths import translations_folder

LANGUAGES = ("nl", "en", "de", "fr")
_LEAP = 2024


class _Current:
    """The language and time zone in force for this process."""

    def __init__(self) -> None:
        self.language = "en"
        self.locale = Locale("en", "GB")
        self.zone: tzinfo = ZoneInfo("Europe/Amsterdam")
        self.catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


_current = _Current()
_MOMENT, _MOMENT_OF = "d MMM y HH:mm", {"de": "d. MMM y HH:mm"}
_REGIONS = {"nl": "NL", "en": "GB", "de": "DE", "fr": "FR"}


def set_language(language: str, zone: str = "Europe/Amsterdam") -> None:
    """Use this language ("nl", "en", "de", "fr"; others fall back to English) and IANA time zone from now on."""
    code = language if language in LANGUAGES else "en"
    _current.language = code
    _current.locale = Locale(code, _REGIONS[code])
    _current.zone = ZoneInfo(zone)
    _current.catalogue = _catalogue(code)


def _catalogue(code: str) -> _gettext.NullTranslations:
    """Return the compiled catalogue; a fresh checkout has only its source, which is compiled in memory."""
    compiled = translations_folder() / code / "LC_MESSAGES" / "toonbank.mo"
    source = compiled.with_suffix(".po")
    if compiled.exists() and not (source.exists() and source.stat().st_mtime > compiled.stat().st_mtime):
        return _gettext.translation("toonbank", translations_folder(), languages=[code])
    if not source.exists():
        return _gettext.NullTranslations()
    return _compiled(source, code, source.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _compiled(source: Path, code: str, _changed: int) -> _gettext.NullTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = BytesIO()
    with source.open("rb") as text:
        write_mo(made, read_po(text, locale=code))
    made.seek(0)
    return _gettext.GNUTranslations(made)


def language_of_system() -> str:
    """Return the first known language of the environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG), or "en"."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2].lower()
        if code in LANGUAGES:
            return code
    return "en"


def language() -> str:
    """Return the language in force."""
    return _current.language


def _(text: str) -> str:
    """Translate a text; one that carries its fields (`app.domain.text.packed`) gets them filled in."""
    if not text:
        return ""
    template, fields = unpacked(text)
    said = _current.catalogue.gettext(template)
    # A field may itself be a marked word, such as the state of a draft.
    return said.format(**{name: _current.catalogue.gettext(value) if value else "" for name, value in fields.items()}) if fields else said


def ngettext(one: str, many: str, n: int) -> str:
    """Translate a text that depends on a number."""
    return _current.catalogue.ngettext(one, many, n)


def pgettext(context: str, text: str) -> str:
    """Translate a text whose meaning depends on its context."""
    return _current.catalogue.pgettext(context, text)


def say(error: ToonbankError) -> str:
    """Return the sentence of an error in the person's language."""
    return _(error.told)


def local(moment: datetime) -> datetime:
    """Return the moment in the shop's time zone."""
    return moment.astimezone(_current.zone)


def moment_text(moment: datetime) -> str:
    """Return day and time, such as "22 nov 2026 14:05"."""
    return str(_format_datetime(local(moment), _MOMENT_OF.get(_current.language, _MOMENT), locale=_current.locale))


def day_text(moment: datetime) -> str:
    """Return the day in words, such as "zondag 22 november 2026"."""
    return str(_format_date(local(moment), "full", locale=_current.locale))


def day_month_text(day: int, month: int) -> str:
    """Return a day of the year in words, such as "3 april" (of a leap year, so that every day is one)."""
    return str(format_skeleton("MMMMd", datetime(_LEAP, month, day, tzinfo=UTC), locale=_current.locale))


def time_text(moment: datetime) -> str:
    """Return the time of day, such as "14:05"."""
    return str(_format_time(local(moment), "HH:mm", locale=_current.locale))


def span_text(span: timedelta) -> str:
    """Return a length of time in one unit, such as "3 uur"."""
    return str(format_timedelta(span, locale=_current.locale, threshold=1.2))


def short_span_text(span: timedelta) -> str:
    """Return a length of time for narrow places, such as "3 u"."""
    return str(format_timedelta(span, locale=_current.locale, format="narrow", threshold=1.2))


def number_text(value: float) -> str:
    """Return a number with the language's separators."""
    return str(format_decimal(value, locale=_current.locale))


def money_text(value: float, currency: str = "EUR") -> str:
    """Return an amount of money, such as "€ 12,50"."""
    return str(format_currency(value, currency, locale=_current.locale))
