"""Phone numbers in international form."""

from functools import lru_cache


@lru_cache(maxsize=65536)
def e164(raw: str, country: str = "") -> str | None:
    """Return the number as E.164 (`+31612345678`), or None when it is no possible number.

    Without a leading `+` or `00` the number is read as one of `country` (ISO code); without a country it is None.
    """
    import phonenumbers

    if not raw.strip():
        return None
    try:
        number = phonenumbers.parse(raw, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
