"""What identifies a person, and what only looks as if it did."""

import pytest

from app.customers.handles import display_name, fold_name, is_role_address, normalise_address, strong, strong_handles
from app.domain.message import Channel, Handle, HandleKind, Party

EMAIL, PHONE, NAME, USERNAME, ID = HandleKind.EMAIL, HandleKind.PHONE, HandleKind.NAME, HandleKind.USERNAME, HandleKind.ID


def party(name: str, *handles: tuple[HandleKind, str]) -> Party:
    return Party(name, tuple(Handle(kind, value) for kind, value in handles))


def identified(channel: Channel, name: str, *handles: tuple[HandleKind, str]) -> list[tuple[HandleKind, str]]:
    return [(h.kind, h.value) for h in strong_handles(party(name, *handles), channel)]


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Anna@Example.COM", "anna@example.com"),
        (" <anna@example.com> ", "anna@example.com"),
        ("mailto:anna@example.com", "anna@example.com"),
        ("anna@example.com.", "anna@example.com"),
        ("\u200eanna@example.com", "anna@example.com"),
        ('"a@b"@example.com', '"a@b"@example.com'),
        ("anna", None),
        ("@example.com", None),
        ("anna@", None),
        ("an na@example.com", None),
        ("", None),
    ],
)
def test_addresses(raw: str, wanted: str | None) -> None:
    assert normalise_address(raw) == wanted


@pytest.mark.parametrize(
    "address",
    ["info@a.nl", "noreply@a.nl", "no-reply@a.nl", "do_not_reply@a.nl", "MAILER-DAEMON@a.nl", "info+web@a.nl", "klantenservice@a.nl"],
)
def test_role_addresses(address: str) -> None:
    assert is_role_address(address)


@pytest.mark.parametrize("address", ["anna@a.nl", "informatica.anna@a.nl", "infoline@a.nl", "anna.info@a.nl"])
def test_people_s_addresses(address: str) -> None:
    assert not is_role_address(address)


def test_only_a_name_is_weak() -> None:
    assert [kind for kind in HandleKind if not strong(Handle(kind, "x"))] == [NAME]


def test_addresses_and_numbers_are_the_same_on_every_channel() -> None:
    for channel in (Channel.IMAP, Channel.WHATSAPP, Channel.FORM):
        assert identified(channel, "Anna", (EMAIL, "Anna@A.nl"), (PHONE, "+31612345678")) == [(EMAIL, "anna@a.nl"), (PHONE, "+31612345678")]


def test_a_saved_chat_name_is_a_person_within_its_channel_only() -> None:
    assert identified(Channel.WHATSAPP, "Anna", (NAME, "Anna  DE Wit")) == [(ID, "whatsapp:anna de wit")]
    assert identified(Channel.TELEGRAM, "Anna de Wit") == [(ID, "telegram:anna de wit")]
    assert identified(Channel.IMAP, "Anna de Wit", (NAME, "Anna de Wit")) == []
    assert identified(Channel.REVIEW, "Anna", (NAME, "Anna")) == []


def test_a_name_beside_a_number_adds_nothing() -> None:
    assert identified(Channel.WHATSAPP, "Anna", (NAME, "Anna"), (PHONE, "+31612345678")) == [(PHONE, "+31612345678")]


def test_ids_and_user_names_are_scoped_once() -> None:
    found = strong_handles(party("Anna", (ID, "User123"), (USERNAME, "anna")), Channel.TELEGRAM)
    assert found == (Handle(ID, "telegram:user123"), Handle(USERNAME, "telegram:anna"))
    assert strong_handles(Party("Anna", found), Channel.TELEGRAM) == tuple(sorted(found))


def test_a_short_code_is_no_number() -> None:
    assert identified(Channel.SMS, "", (PHONE, "PostNL")) == [(ID, "sms:postnl")]


def test_a_role_address_comes_with_the_name_beside_it() -> None:
    assert identified(Channel.IMAP, "Jan Bakker", (EMAIL, "info@a.nl")) == [(EMAIL, "info@a.nl"), (ID, "mail:info@a.nl jan bakker")]
    assert identified(Channel.IMAP, "", (EMAIL, "info@a.nl")) == [(EMAIL, "info@a.nl")]
    assert identified(Channel.IMAP, "info@a.nl", (EMAIL, "info@a.nl")) == [(EMAIL, "info@a.nl")]


def test_display_names() -> None:
    assert display_name(party("  Anna\u200e de  Wit ")) == "Anna de Wit"
    assert display_name(party("'Anna'")) == "Anna"
    assert display_name(party("", (PHONE, "+31612345678"), (EMAIL, "a@b.nl"))) == "a@b.nl"
    assert display_name(party("", (PHONE, "+31612345678"))) == "+31612345678"
    assert display_name(Party()) == ""


def test_folding_keeps_accents() -> None:
    assert fold_name("ＺＯË  ß") == "zoë ss"
    assert fold_name("Zoe") != fold_name("Zoë")
