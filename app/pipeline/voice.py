"""Voice: what the approved answers suggest about how the shop speaks; a person accepts it or dismisses it for good."""

from dataclasses import replace

from app.domain.draft import DraftState
from app.domain.errors import NotFound
from app.domain.shop import ShopSettings
from app.domain.store_ports import Reader, Store
from app.domain.text import N_
from app.domain.views import OutboxRow
from app.domain.voice import Suggestion
from app.drafting.ai_line import WRITTEN_BY_HAND
from app.drafting.learned import Answered, accepted, suggestions

NO_SUGGESTION = N_("There is no such suggestion (any more).")
_DISMISSED = "voice_dismissed"


def suggested(store: Store) -> list[Suggestion]:
    """Return what the last sent answers suggest, most often seen first."""
    with store.read() as reader:
        return suggestions(_replies(reader), reader.shop().voice, _dismissed(reader))


def accept(store: Store, key: str) -> ShopSettings:
    """Take a suggestion over into the shop's voice. Raises NotFound."""
    chosen = _one(store, key)
    with store.write() as uow:
        shop = uow.settings.shop()
        changed = replace(shop, voice=accepted(shop.voice, chosen))
        uow.settings.put_shop(changed)
        uow.commit()
    return changed


def dismiss(store: Store, key: str) -> None:
    """Never show a suggestion again. Raises NotFound."""
    _one(store, key)
    with store.read() as reader:
        known = _dismissed(reader)
    with store.write() as uow:
        uow.settings.put(_DISMISSED, [*known, key])
        uow.commit()


def _one(store: Store, key: str) -> Suggestion:
    found = next((one for one in suggested(store) if one.key == key), None)
    if found is None:
        raise NotFound(NO_SUGGESTION)
    return found


def _replies(reader: Reader) -> list[Answered]:
    own_lines = tuple(reader.shop().ai_line_short.values())
    rows = [row for row in reader.outbox() if row.draft.state is DraftState.SENT and row.draft.engine != WRITTEN_BY_HAND]
    return [_reply(row, own_lines) for row in rows]


def _reply(row: OutboxRow, own_lines: tuple[str, ...]) -> Answered:
    draft, sent = row.draft, row.draft.text
    for line in own_lines:
        sent = sent.replace(line, "") if line else sent
    return Answered(draft.id, row.customer, draft.language, not row.channel.is_mail, draft.proposed_text, sent)


def _dismissed(reader: Reader) -> list[str]:
    stored = reader.setting(_DISMISSED)
    return [str(key) for key in stored] if isinstance(stored, list) else []
