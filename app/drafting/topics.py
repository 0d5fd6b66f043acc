"""Which concepts of the lexicon (`resources/models/concepts.txt`) a category of messages speaks of."""

_MEANINGS = {
    "order_status": "ship deliver parcel carrier track arrive late lost_parcel not_home status pickup how_long",
    "return_exchange": "return exchange withdrawal return_label wrong_item regret unused",
    "refund": "refund money withdrawal return",
    "complaint": "complaint dispute problem",
    "defect_warranty": "warranty broken damage repair replace spare_part lifespan liability",
    "product_question": "product size material colour quality care ingredient manual model assemble",
    "price_quote": "price cost quote discount quantity bulk cheap",
    "appointment": "appointment reserve visit workshop event group",
    "invoice_payment": "invoice pay bank transfer card instalments reminder vat vat_number receipt direct_debit failed_payment",
    "account": "account login register password username newsletter points access",
    "privacy_request": "privacy data delete cookies",
    "cancellation": "cancel terminate deregister",
    "supplier_business": "business",
}
_BY_CATEGORY = {category: frozenset(names.split()) for category, names in _MEANINGS.items()}


def meanings_of(category: str) -> frozenset[str]:
    """Return the names of a category's concepts; none for one that no article answers."""
    return _BY_CATEGORY.get(category, frozenset())
