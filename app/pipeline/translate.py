"""Translate: a message or a draft in another language, for a person to read. No translation is ever what facts are checked against."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.errors import BadInput, NotFound
from app.domain.ports import Clock, LanguageDetector
from app.domain.shop import ShopSettings
from app.domain.store_ports import Store
from app.domain.text import N_
from app.domain.translation import KeptTranslation, Term, Translation, Translator
from app.drafting.salutation import plausible_name

NOT_NEEDED = "none"
"""The engine of a text that was in the wanted language already."""
SAME = N_("This is in that language already.")
UNCLEAR = N_("It is not clear which language this is in; say it.")
NO_MESSAGE = N_("There is no message with the number {id} in this conversation.")


@dataclass(frozen=True, slots=True)
class TranslateTools:
    """What translating needs. `translator` returns what can do a pair of languages or raises NoTranslator."""

    store: Store
    translator: Callable[[str, str], Translator]
    detect: LanguageDetector
    clock: Clock


def translate_text(
    tools: TranslateTools, text: str, target: str, source: str = "", cancelled: Callable[[], bool] | None = None
) -> Translation:
    """Translate a text that is not kept. Raises BadInput, NoTranslator, EngineError, Cancelled."""
    with tools.store.read() as reader:
        shop = reader.shop()
    return _translated(tools, text, target or shop.language, source, terms_of(shop), shop, cancelled)


def translate_message(
    tools: TranslateTools, conversation_id: int, message_id: int, target: str = "", cancelled: Callable[[], bool] | None = None
) -> KeptTranslation:
    """Return a message in another language ("" = the shop's): what was kept, else translated and kept now.

    Raises NotFound, BadInput, NoTranslator, EngineError, Cancelled.
    """
    with tools.store.read() as reader:
        view, shop = reader.conversation(conversation_id), reader.shop()
        language = target or shop.language
        known = reader.translations([message_id], language)
    if message_id in known:
        return known[message_id]
    message = next((m for m in (*view.messages, *view.timeline) if m.id == message_id), None)
    if message is None:
        raise NotFound(NO_MESSAGE, id=message_id)
    text = message.new_text or message.text
    terms = terms_of(shop, view.customer.name)
    made = _translated(tools, text, language, _spoken(tools, text, view.row.language), terms, shop, cancelled)
    if made.engine == NOT_NEEDED:
        raise BadInput(SAME)
    kept = KeptTranslation(message_id, made, tools.clock())
    with tools.store.write() as uow:
        uow.translations.put(kept)
        uow.commit()
    return kept


def translate_draft(tools: TranslateTools, draft_id: int, target: str = "", cancelled: Callable[[], bool] | None = None) -> Translation:
    """Return a draft as it would read in another language ("" = the shop's), for the person who approves it; it is not kept."""
    with tools.store.read() as reader:
        draft, shop = reader.draft(draft_id), reader.shop()
        view = reader.conversation(draft.conversation_id)
    source = _spoken(tools, draft.text, draft.language)
    return _translated(tools, draft.text, target or shop.language, source, terms_of(shop, view.customer.name), shop, cancelled)


def terms_of(shop: ShopSettings, customer: str = "") -> tuple[Term, ...]:
    """Return the glossary with the names that stay as they are: the shop's and the customer's."""
    names = (shop.shop_name, shop.person, *shop.own_names, plausible_name(customer))
    known = {term.term.casefold() for term in shop.glossary}
    return (*shop.glossary, *(Term(name, keep=True) for name in dict.fromkeys(names) if name and name.casefold() not in known))


def _translated(
    tools: TranslateTools,
    text: str,
    target: str,
    source: str,
    terms: tuple[Term, ...],
    shop: ShopSettings,
    cancelled: Callable[[], bool] | None,
) -> Translation:
    spoken = source or tools.detect(text)[0]
    if spoken in ("", "und"):
        raise BadInput(UNCLEAR)
    if spoken == target:
        return Translation(text, spoken, target, NOT_NEEDED)
    made = tools.translator(spoken, target).translate(text, spoken, target, terms, cancelled=cancelled)
    owners = {term.term.casefold() for term in shop.glossary}
    shown = tuple(hit for hit in made.glossary_hits if any(term in hit.term.casefold() for term in owners))
    return replace(made, glossary_hits=shown)


def _spoken(tools: TranslateTools, text: str, otherwise: str) -> str:
    """Return the language of a text: its own where that is plain, else what is known of the conversation or the draft."""
    found, sure = tools.detect(text)
    return found if found != "und" and sure >= 0.5 else otherwise
