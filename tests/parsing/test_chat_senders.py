"""Names end where they end, the app is nobody, and the other side of a chat is found."""

import pytest

from app.domain.message import Handle, HandleKind, Party
from app.parsing.chat_senders import Cast, Census, Senders, cast_of, clean_name, identity_of, party_of, settle

LRM = "\u200e"


def census_of(*texts: str) -> Census:
    census = Census()
    for text in texts:
        census.see(text)
    return census


def senders_of(*texts: str, known: tuple[str, ...] = ()) -> Senders:
    return settle(census_of(*texts), known)


def cast(*texts: str, title: str = "", me: tuple[str, ...] = ()) -> Cast:
    census = census_of(*texts)
    return cast_of(settle(census, (title, *me)), census, title, me)


def test_the_first_colon_ends_the_name() -> None:
    senders = senders_of("Anna: Order: 1042", "Shop: ok", "Anna: bye")
    assert senders.split("Anna: Order: 1042") == ("Anna", "Order: 1042")


def test_a_name_with_a_colon_is_found_by_recurring() -> None:
    senders = senders_of(*(f"Shop: Service: text {n}" for n in range(3)), "Anna: hi")
    assert senders.split("Shop: Service: hello: you") == ("Shop: Service", "hello: you")
    assert set(senders.people) == {"shop: service", "anna"}


def test_a_known_name_with_a_colon_needs_no_recurring() -> None:
    assert senders_of("Shop: Service: hello", "Anna: hi", known=("Shop: Service",)).split("Shop: Service: hello") == (
        "Shop: Service",
        "hello",
    )


def test_a_known_short_name_is_not_lengthened() -> None:
    texts = [f"Anna: Order: {n}" for n in range(5)]
    assert senders_of(*texts, known=("Anna",)).split(texts[0]) == ("Anna", "Order: 0")


def test_a_notice_with_a_colon_is_nobody() -> None:
    senders = senders_of("Anna: hi", "Anna changed the subject to “Sale: now”", "Femke heeft de groep “Oost: pottenbakkers” gemaakt")
    assert senders.split("Anna changed the subject to “Sale: now”")[0] is None
    assert set(senders.people) == {"anna"}


def test_a_line_without_a_name_is_the_app() -> None:
    assert senders_of("Anna: hi").split("Anna left") == (None, "Anna left")


@pytest.mark.parametrize(("text", "body"), [("Anna:", ""), ("Anna:.", "."), ("Anna:ok", "ok")])
def test_a_missing_space_after_the_name(text: str, body: str) -> None:
    assert senders_of("Anna: hi", text).split(text) == ("Anna", body)


def test_a_name_seen_only_with_nothing_behind_it() -> None:
    assert senders_of("Anna: hi", "Bram:").split("Bram:") == ("Bram", "")


def test_the_group_s_title_is_nobody_on_ios() -> None:
    found = cast(f"Oven Club: {LRM}Messages and calls are end-to-end encrypted.", f"Oven Club: {LRM}Tess added you", "Tess: hi", "Omar: ho")
    assert (found.title, found.is_group, found.counterpart, found.key) == ("Oven Club", True, "", "oven club")


def test_names_are_cleaned() -> None:
    assert clean_name(f"~\u202fWren{LRM} ") == "Wren"
    assert identity_of("Anna  de WIT") == "anna de wit"
    assert identity_of("+44 7700 900123") == "+447700900123"
    assert party_of("+44 7700 900123") == Party("", (Handle(HandleKind.PHONE, "+447700900123"),))
    assert party_of("Anna") == Party("Anna", (Handle(HandleKind.NAME, "Anna"),))
    assert party_of("") == Party()


TWO = ("Anna: hi", "Shop: hello")


def test_the_title_names_the_other_side() -> None:
    found = cast(*TWO, title="Anna")
    assert (found.counterpart, found.key) == ("Anna", "anna")
    assert (found.is_me("anna"), found.is_me("shop")) == (False, True)


def test_the_shop_s_name_names_the_other_side() -> None:
    found = cast(*TWO, me=("SHOP",))
    assert (found.counterpart, found.key) == ("Anna", "anna")


def test_what_the_owner_told_goes_before_the_chat_s_title() -> None:
    alone = "Loes Maas: hallo?"
    told, not_told = cast(alone, title="Loes", me=("De Zwaluw",)), cast(alone, title="Loes")
    assert (told.is_me("loes maas"), told.counterpart, told.key) == (False, "Loes Maas", "loes")
    assert not_told.is_me("loes maas") is True


def test_without_title_or_shop_nobody_is_known() -> None:
    found = cast(*TWO)
    assert (found.counterpart, found.is_me("anna"), found.key) == ("", None, "anna | shop")


def test_a_chat_in_which_only_the_shop_spoke() -> None:
    found = cast("Shop: hello?", title="Anna")
    assert (found.counterpart, found.is_me("shop"), found.key) == ("Anna", True, "anna")


def test_in_a_group_everyone_but_the_shop_is_a_customer() -> None:
    found = cast(*TWO, "Omar: ho", title="Oven Club", me=("Shop",))
    assert (found.is_group, found.is_me("shop"), found.is_me("omar"), found.key) == (True, True, False, "oven club")


def test_numbers_match_however_they_are_written() -> None:
    found = cast("\u202a+44\u00a07700\u00a0900123\u202c: hi", "Shop: ho", title="+44 7700 900123")
    assert (found.counterpart, found.key) == ("+44 7700 900123", "+447700900123")
