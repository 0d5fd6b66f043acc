"""The matters on which a shop must not contradict itself, each known by concepts and the kind of fact it is settled with."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """`any` are keys of which one must be there (in the clause or its title), `all` which must be in the clause too (one of them),
    `never` those that make it another matter when they stand in the clause."""

    name: str
    kinds: frozenset[str]
    any: frozenset[str]
    also: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()


def _keys(words: str) -> frozenset[str]:
    return frozenset(word if ":" in word else f"m:{word}" for word in words.split())


_PERIOD, _MONEY, _HOURS = frozenset({"duration"}), frozenset({"money"}), frozenset({"time", "date"})
MATTERS: tuple[Matter, ...] = (
    Matter(
        "return period",
        _PERIOD,
        _keys("return withdrawal w:ontbind"),
        never=_keys("refund warranty broken damage lost_parcel exchange cancel arrive pay invoice amount money"),
    ),
    Matter("refund period", _PERIOD, _keys("refund return"), also=_keys("refund amount money"), never=_keys("warranty")),
    Matter("warranty period", _PERIOD, _keys("warranty"), never=_keys("repair replace photo")),
    Matter("voucher validity", _PERIOD, _keys("voucher"), also=_keys("valid voucher")),
    Matter("cancellation period", _PERIOD, _keys("cancel"), never=_keys("return refund reserve")),
    Matter("payment term", _PERIOD, _keys("invoice"), also=_keys("pay invoice reminder"), never=_keys("keep refund return amount")),
    Matter("free shipping", _MONEY, _keys("ship"), also=_keys("free"), never=_keys("return")),
    Matter("shipping cost", _MONEY, _keys("ship"), never=_keys("free return refund discount voucher amount gift gift_wrap")),
    Matter("return cost", _MONEY, _keys("return"), also=_keys("cost ship parcel return_label return"), never=_keys("refund free")),
    Matter("opening hours", _HOURS, _keys("open"), never=_keys("closed order ship email chat phone answer customer_service")),
)


SUBJECTS = _keys("workshop appointment event repair voucher rent subscription gift_wrap personalise")
"""What has rules of its own: a clause about one of these settles nothing for the others."""


def matters_of(own: Collection[str], above: Collection[str], kinds: Collection[str]) -> Iterator[str]:
    """Yield the matters that a clause settles, by its own keys, those of its title, and the kinds of facts in it."""
    for matter in MATTERS:
        told = not matter.kinds.isdisjoint(kinds) and matter.never.isdisjoint(own)
        if told and not matter.any.isdisjoint({*own, *above}) and (not matter.also or not matter.also.isdisjoint(own)):
            yield matter.name
