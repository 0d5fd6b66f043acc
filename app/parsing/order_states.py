"""Where an order stands, from the words of shop systems in Dutch, English, German and French. Pure."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from app.domain.order import OrderState
from app.parsing.table_columns import plain

_WORDS: tuple[tuple[OrderState | None, str], ...] = (
    # What is not so comes first: "unpaid" holds "paid". None: the word tells nothing of the order as a whole.
    (None, r"restocked|terug op voorraad|not required|nvt"),
    (
        OrderState.OPEN,
        r"un(?:fulfilled|shipped|paid)|on ?hold|not (?:yet )?(?:paid|shipped|fulfilled|delivered)"
        r"|(?:nog )?niet (?:betaald|verzonden|verstuurd|geleverd)"
        r"|onbetaald|onverzonden|nicht (?:bezahlt|versandt|versendet|geliefert)|unbezahlt"
        r"|non (?:payee?|expediee?|livree?|traitee?)|partially paid|partly paid"
        r"|teilweise bezahlt|deels betaald|gedeeltelijk betaald|partiellement payee?|ready (?:for|to) .*|klaar voor .*"
        r"|wordt .* verzonden",
    ),
    (
        OrderState.PARTLY_REFUNDED,
        r"(?:partial(?:ly)?|partly) (?:refunded|refund)"
        r"|(?:gedeeltelijk|deels) (?:terugbetaald|gecrediteerd|geretourneerd)|teilweise (?:erstattet|ruckerstattet)"
        r"|teilerstattung|rembourse(?:e|ment)? partiel(?:le|lement)?|partiellement remboursee?|partially returned",
    ),
    (
        OrderState.PARTLY_SHIPPED,
        r"partial(?:ly)?(?: (?:fulfilled|shipped|delivered|complete))?|partly (?:shipped|sent|delivered)"
        r"|(?:gedeeltelijk|deels) (?:verzonden|verstuurd|geleverd)"
        r"|teilweise (?:versandt|versendet|verschickt|geliefert)|teillieferung|partiellement (?:expediee?|livree?)"
        r"|expediee? partiellement|backorder.*shipped",
    ),
    (
        OrderState.CANCELLED,
        r"cancell?ed|canceled|cancell?ation|voided|void|failed|expired|declined|geannuleerd|annulering|geweigerd|mislukt"
        r"|verlopen|storniert|stornierung"
        r"|abgebrochen|fehlgeschlagen|abgelehnt|annulee?|annulation|echouee?|echec|refusee?|payment error|betaalfout"
        r"|zahlungsfehler|erreur de paiement"
        r"|fraud|suspected fraud",
    ),
    (
        OrderState.REFUNDED,
        r"refunded|refund|charged back|chargeback|terugbetaald|gecrediteerd|erstattet|ruckerstattet|gutgeschrieben"
        r"|remboursee?|remboursement|closed"
        r"|returned|retour ontvangen|geretourneerd|retourniert|retournee?|retour",
    ),
    (
        OrderState.DELIVERED,
        r"delivered|afgeleverd|bezorgd|geleverd|zugestellt|geliefert|livree?|picked up|collected|opgehaald|afgehaald"
        r"|abgeholt|retiree?",
    ),
    (
        OrderState.SHIPPED,
        r"shipped|fulfilled|dispatched|despatched|sent|in transit|on (?:its|the) way|out for delivery|complete|completed"
        r"|verzonden|verstuurd|onderweg"
        r"|voltooid|afgerond|afgehandeld|verschickt|versandt|versendet|unterwegs|abgeschlossen|fertiggestellt|expediee?"
        r"|envoyee?|terminee?|en cours de livraison"
        r"|en livraison|finalisee?|ausgeliefert",
    ),
    (
        OrderState.PAID,
        r"paid|processing|processed|in progress|preparation.*|preparing|payment (?:accepted|received|remote.*)"
        r"|remote payment accepted|captured"
        r"|betaald|betaling (?:aanvaard|geaccepteerd|ontvangen)|in behandeling|in verwerking|verwerken|bezahlt"
        r"|zahlung (?:eingegangen|erhalten|akzeptiert)"
        r"|in bearbeitung|bearbeitung|vorbereitung.*|payee?|paiement (?:accepte|recu)"
        r"|en cours(?: de (?:preparation|traitement))?|en preparation|traitement"
        r"|voorbereiding.*|wordt voorbereid",
    ),
    (
        OrderState.OPEN,
        r"open|new|nieuw|neu|nouve(?:au|lle)|pending.*|authori[sz]ed|awaiting.*|waiting.*|draft|checkout draft"
        r"|in afwachting.*|afwachtend|wacht.*|wachtend.*"
        r"|in de wacht|offen|ausstehend|wartend|warten.*|in wartestellung|zuruckgestellt|en attente.*|attente.*|a traiter"
        r"|a payer|reserved|on backorder.*"
        r"|holded|payment review|bestelling geplaatst|placed|geplaatst|ontvangen|received|recue?|eingegangen",
    ),
)
_PATTERNS = [(state, re.compile(rf"(?:{pattern})")) for state, pattern in _WORDS]
_INSIDE = [(state, re.compile(rf"\b(?:{pattern})\b")) for state, pattern in _WORDS]
_RANK = (
    OrderState.UNKNOWN,
    OrderState.OPEN,
    OrderState.PAID,
    OrderState.PARTLY_SHIPPED,
    OrderState.SHIPPED,
    OrderState.DELIVERED,
    OrderState.PARTLY_REFUNDED,
    OrderState.REFUNDED,
    OrderState.CANCELLED,
)


@lru_cache(maxsize=4096)
def state_of(status: str) -> OrderState:
    """Return the state that a status word means (`wc-completed`, `Betaling aanvaard`, `Expédié`); UNKNOWN for one that is not known."""
    word = plain(status[:100]).removeprefix("wc ").strip()
    for patterns, met in ((_PATTERNS, "fullmatch"), (_INSIDE, "search")):
        for state, pattern in patterns:
            if getattr(pattern, met)(word):
                return state or OrderState.UNKNOWN
    return OrderState.UNKNOWN


def state_from(
    statuses: Iterable[str],
    *,
    cancelled: bool = False,
    shipped: bool = False,
    refunded: Decimal | None = None,
    total: Decimal | None = None,
) -> OrderState:
    """Return where an order stands by all that is told: several statuses (of payment, of shipping), whether a day of cancelling or of
    shipping is given, and what was paid back. The furthest counts."""
    found = [state_of(status) for status in statuses if status]
    if cancelled:
        found.append(OrderState.CANCELLED)
    if shipped and OrderState.PARTLY_SHIPPED not in found:
        found.append(OrderState.SHIPPED)
    if refunded:
        found.append(OrderState.REFUNDED if total and refunded >= total else OrderState.PARTLY_REFUNDED)
    return max(found, key=_RANK.index, default=OrderState.UNKNOWN)
