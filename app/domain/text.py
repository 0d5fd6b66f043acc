"""Marking of user-visible text in rooms that may not translate it themselves, and carrying it to the edge that does."""

import json

_SEPARATOR = "\x1e"


def N_(text: str) -> str:
    """Mark `text` for the catalogues and return it unchanged; the edge (ui, cli) translates it."""
    return text


def packed(template: str, params: dict[str, object]) -> str:
    """Return a marked template and its fields as one string, to be kept or handed on; the edge unpacks and translates it."""
    return template + _SEPARATOR + json.dumps({name: str(value) for name, value in params.items()}) if params else template


def unpacked(text: str) -> tuple[str, dict[str, str]]:
    """Return (template, fields) of what `packed` made; any other text has no fields."""
    template, separator, fields = text.partition(_SEPARATOR)
    return (template, json.loads(fields)) if separator else (text, {})
