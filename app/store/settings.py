"""Shop settings and other small named values, as JSON."""

import json
from dataclasses import asdict, fields
from datetime import time
from typing import Any

from app.domain.categories import Categories
from app.domain.handover import HandoverRules
from app.domain.shop import OpeningHours, ShopSettings, Voice
from app.domain.translation import Term
from app.store.sql import Sql

_PUT = "INSERT INTO settings (scope, name, value) VALUES (?,?,?) ON CONFLICT (scope, name) DO UPDATE SET value = excluded.value"


def _get(sql: Sql, scope: str, name: str) -> Any:
    found = sql.value("SELECT value FROM settings WHERE scope = ? AND name = ?", (scope, name))
    return None if found is None else json.loads(found)


def read_value(sql: Sql, name: str) -> object:
    """Return a JSON value or None."""
    found: object = _get(sql, "value", name)
    return found


def read_shop(sql: Sql) -> ShopSettings:
    """Return the settings; what was never set, or is not known any more, has its default."""
    found: dict[str, Any] = _get(sql, "shop", "settings") or {}
    if "hours" in found:
        found["hours"] = _hours(found["hours"])
    if "voice" in found:
        voice = found["voice"]
        lists = {name: tuple(voice.get(name, ())) for name in ("never_say", "tone", "examples")}
        found["voice"] = Voice(**(_known(Voice, voice) | lists))
    if "handover" in found:
        rules = found["handover"]
        found["handover"] = HandoverRules(**(_known(HandoverRules, rules) | {"colleagues": tuple(rules.get("colleagues", ()))}))
    if "categories" in found:
        kept = found["categories"]
        found["categories"] = Categories(**(_known(Categories, kept) | {"hidden": tuple(kept.get("hidden", ()))}))
    for name in ("own_addresses", "own_names"):
        found[name] = tuple(found.get(name, ()))
    found["glossary"] = tuple(Term(**_known(Term, term)) for term in found.get("glossary", ()))
    return ShopSettings(**_known(ShopSettings, found))


def _known(kind: type[Any], values: dict[str, Any]) -> dict[str, Any]:
    names = {f.name for f in fields(kind)}
    return {name: value for name, value in values.items() if name in names}


def _hours(value: dict[str, Any]) -> OpeningHours:
    days = {int(day): tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in spans) for day, spans in value["days"].items()}
    return OpeningHours(days, tuple(value["closed_dates"]))


class Settings:
    """The SettingsRepository."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def shop(self) -> ShopSettings:
        """Return the settings (defaults where nothing was set)."""
        return read_shop(self._sql)

    def put_shop(self, settings: ShopSettings) -> None:
        """Store the settings whole."""
        self._sql.run(_PUT, ("shop", "settings", json.dumps(asdict(settings), default=_time)))

    def get(self, name: str) -> object:
        """Return a JSON value or None."""
        return read_value(self._sql, name)

    def put(self, name: str, value: object) -> None:
        """Store a JSON value (None deletes)."""
        if value is None:
            self._sql.run("DELETE FROM settings WHERE scope = 'value' AND name = ?", (name,))
        else:
            self._sql.run(_PUT, ("value", name, json.dumps(value)))


def _time(value: object) -> str:
    if isinstance(value, time):
        return value.isoformat()
    raise TypeError(type(value).__name__)
