"""Who may be one person in a shop that lives: messages and orders come in, suggestions come with their reasons, and stay away for good."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.identity import JoinCause, Suggestion
from app.domain.message import Channel, Direction, Handle, HandleKind, IncomingMessage, MailHeaders, Party, fingerprint_of
from app.domain.order import Address, Order, OrderState
from app.domain.ports import MessageContext
from app.domain.verdict import Verdict
from app.pipeline.ordering import receive_orders
from app.pipeline.receive import keep
from app.pipeline.sort import judge
from app.pipeline.who import Memory, suggest_customers
from app.store import SqliteStore
from tests.pipeline.support import NOW, SHOP, WordSorter

AT = datetime(2026, 3, 20, 10, 0, tzinfo=UTC)
TO = Party("De Fietshoek", (Handle(HandleKind.EMAIL, "info@fietshoek.example"),))
GIVEN = ("Bram", "Sanne", "Lotte", "Daan", "Femke", "Ruben", "Iris", "Gijs", "Tess", "Joost", "Wietske")
FAMILY = ("Bakker", "Visser", "Mulder", "Bos", "Dekker", "Kok", "Maas", "Prins", "Vink", "Groen", "Blom", "Wolters", "Postma")


class NumberSorter(WordSorter):
    """A sorter that knows the number of one order."""

    def judge(self, text: str, context: MessageContext) -> Verdict:
        return replace(super().judge(text, context), order_numbers=("FH-1042",) if "1042" in text else ())


class Counter:
    """A shop whose days go by: what comes in, and who is suggested then."""

    def __init__(self, store: SqliteStore) -> None:
        self.store, self.memory, self.count = store, Memory(), 0

    def hear(self, *messages: IncomingMessage) -> None:
        with self.store.write() as uow:
            keep(uow, judge(messages, NumberSorter()), SHOP, NOW)
            uow.commit()

    def mail(self, name: str, address: str, text: str, at: datetime = AT) -> None:
        self.count += 1
        party = Party(name, (Handle(HandleKind.EMAIL, address),))
        mark = fingerprint_of("mail", str(self.count))
        headers = MailHeaders(f"m{self.count}@{address}")
        mail = IncomingMessage(Channel.IMAP, mark, f"mail{self.count}", at, Direction.IN, party, text, recipients=(TO,), subject="Vraag")
        self.hear(replace(mail, new_text=text, headers=headers))

    def chat(self, name: str, phone: str, text: str, at: datetime = AT) -> None:
        self.count += 1
        party = Party(name, (Handle(HandleKind.PHONE, phone),) if phone else ())
        mark = fingerprint_of("chat", str(self.count))
        self.hear(
            IncomingMessage(Channel.WHATSAPP, mark, f"chat {name}{phone}", at, Direction.IN, party, text, recipients=(TO,), new_text=text)
        )

    def order(self, number: str, name: str, address: str, place: Address) -> None:
        handles = (Handle(HandleKind.EMAIL, address),)
        order = Order("shopify", number, AT, OrderState.OPEN, name=name, handles=handles, address=place)
        receive_orders(self.store, iter([order]), SHOP, NOW)

    def compared(self) -> int:
        return suggest_customers(self.store, self.memory)

    def suggestions(self) -> Sequence[Suggestion]:
        self.compared()
        with self.store.read() as reader:
            return reader.suggestions()

    def reasons(self, one: str, other: str) -> set[str]:
        """Return the kinds of the reasons for a pair of customers by name, empty when it is not suggested."""
        return next((kinds(s) for s in self.suggestions() if {s.name_a, s.name_b} == {one, other}), set())

    def named(self, name: str) -> list[int]:
        with self.store.read() as reader:
            return [row.id for row in reader.customers(100, name) if row.name == name]


def kinds(suggestion: Suggestion) -> set[str]:
    return {reason.kind for reason in suggestion.reasons}


@pytest.fixture
def shop(store: SqliteStore) -> Counter:
    """A shop with a hundred and forty-three customers, no two alike."""
    counter = Counter(store)
    with store.write() as uow:
        for number in range(143):
            name = f"{GIVEN[number % 11]} {FAMILY[number % 13]}"
            uow.customers.add(name, [Handle(HandleKind.EMAIL, f"klant{number * 7919 % 997}@post{number}.example")], NOW)
        uow.commit()
    return counter


def test_the_same_question_within_the_hour_on_two_channels(shop: Counter) -> None:
    shop.chat("Hidde", "+31612345678", "hoi, zijn jullie zaterdag open?", AT - timedelta(days=5))
    assert shop.suggestions() == []
    shop.chat("Hidde", "+31612345678", "waar blijft mijn blauwe bakfiets nou, ik wacht al twee weken", AT)
    assert shop.suggestions() == []
    shop.mail(
        "Hidde Zonneveld",
        "hzonneveld@post.example",
        "Waar blijft mijn blauwe bakfiets nou? Ik wacht al twee weken.",
        AT + timedelta(minutes=40),
    )
    assert "same_question" in shop.reasons("Hidde", "Hidde Zonneveld")


def test_a_new_message_in_a_chat_that_goes_on_is_enough(shop: Counter) -> None:
    shop.chat("Hidde", "+31612345678", "hoi, zijn jullie zaterdag open?", AT - timedelta(days=5))
    shop.mail("Hidde Zonneveld", "hzonneveld@post.example", "Waar blijft mijn blauwe bakfiets nou? Ik wacht al twee weken.")
    assert shop.suggestions() == []
    shop.chat("Hidde", "+31612345678", "waar blijft mijn blauwe bakfiets nou, ik wacht al twee weken", AT + timedelta(minutes=20))
    assert "same_question" in shop.reasons("Hidde", "Hidde Zonneveld")
    assert shop.compared() == 0


def test_hours_later_or_another_question_is_no_reason(shop: Counter) -> None:
    shop.chat("Hidde", "+31612345678", "waar blijft mijn blauwe bakfiets nou, ik wacht al twee weken")
    shop.mail("Hidde Zonneveld", "h@post.example", "Waar blijft mijn blauwe bakfiets nou? Ik wacht al twee weken.", AT + timedelta(hours=3))
    shop.mail("Hidde Ferwerda", "f@post.example", "Kan ik het zadel van de rode racefiets nog ruilen?", AT + timedelta(minutes=3))
    assert shop.suggestions() == []


def test_a_signature_tells_the_number(shop: Counter) -> None:
    shop.chat("Hidde", "+31612345678", "zijn jullie zaterdag open?")
    shop.mail(
        "H. Zonneveld", "zonneveld@post.example", "Kan ik iets ruilen?\n\nGroet,\nHidde Zonneveld\n06-12345678", AT + timedelta(days=2)
    )
    assert "mentioned_handle" in shop.reasons("Hidde", "H. Zonneveld")


def test_a_shared_order(shop: Counter) -> None:
    shop.chat("Hidde", "+31612345678", "mijn bestelling FH-1042 is er nog niet")
    shop.mail("Hidde Zonneveld", "zonneveld@post.example", "Ik wil bestelling #1042 graag annuleren.", AT + timedelta(days=3))
    assert "shared_order" in shop.reasons("Hidde", "Hidde Zonneveld")


def test_the_address_of_an_order_and_of_a_signature(shop: Counter) -> None:
    shop.order("FH-7", "Hidde Zonneveld", "zonneveld@post.example", Address("", "Dorpsstraat 5", "3511 AB", "Utrecht", "NL"))
    shop.mail("H. Zonneveld", "fietsgek@post.example", "Is het er al?\n\nGroet, Hidde\nDorpsstr. 5\n3511AB Utrecht")
    assert "same_address" in shop.reasons("Hidde Zonneveld", "H. Zonneveld")


def test_the_same_postcode(shop: Counter) -> None:
    place = Address("", "", "3511 AB", "Utrecht", "NL")
    shop.order("FH-7", "Hidde Zonneveld", "zonneveld@post.example", place)
    shop.order("FH-8", "Hidde Zoneveld", "fietsgek@post.example", place)
    assert {"same_postcode", "similar_name"} <= shop.reasons("Hidde Zonneveld", "Hidde Zoneveld")


def dismissed(shop: Counter) -> tuple[int, int]:
    """Two that look alike, of whom a person said that they are two."""
    shop.mail("Hidde Zonneveld", "hidde@post.example", "Zijn jullie zaterdag open?")
    shop.mail("Hidde Zonneveld", "hidde.zonneveld@werk.example", "Kan ik het zadel ruilen?")
    [found] = shop.suggestions()
    with shop.store.write() as uow:
        uow.identity.dismiss(found.id, by="Kim", at=NOW)
        uow.commit()
    assert shop.suggestions() == []
    return found.a, found.b


def test_dismissed_stays_so_after_new_mail_and_when_all_are_compared_anew(shop: Counter) -> None:
    dismissed(shop)
    shop.mail("Hidde Zonneveld", "hidde@post.example", "En wat kost het?\n\nGroet,\nHidde Zonneveld\n06-12345678", AT + timedelta(days=1))
    shop.mail(
        "Hidde Zonneveld", "hidde.zonneveld@werk.example", "Graag bellen.\n\nGroet,\nHidde Zonneveld\n06-12345678", AT + timedelta(days=1)
    )
    assert shop.suggestions() == []
    assert suggest_customers(shop.store, shop.memory, everything=True) > 140
    assert suggest_customers(shop.store, Memory(), everything=True) > 140
    assert shop.suggestions() == []


def test_dismissed_stays_so_through_merges_and_splits(shop: Counter) -> None:
    one, other = dismissed(shop)
    shop.chat("Hidde", "+31612345678", "zijn jullie zaterdag open?")
    [third] = shop.named("Hidde")
    with shop.store.write() as uow:
        join = uow.identity.merge(third, one, by="Kim", cause=JoinCause.PERSON, why="", at=NOW)
        uow.commit()
    shop.mail("Hidde Zonneveld", "hidde@post.example", "Hoort u mij?", AT + timedelta(days=2))
    assert not [s for s in shop.suggestions() if {s.a, s.b} == {third, other}]
    suggest_customers(shop.store, Memory(), everything=True)
    assert not [s for s in shop.suggestions() if {s.a, s.b} == {third, other}]
    with shop.store.write() as uow:
        uow.identity.undo(join, NOW, by="Kim")
        uow.commit()
    suggest_customers(shop.store, Memory(), everything=True)
    assert not [s for s in shop.suggestions() if {s.a, s.b} == {one, other}]


def test_who_was_split_off_is_not_suggested_again(shop: Counter) -> None:
    shop.mail("Hidde Zonneveld", "hidde@post.example", "Zijn jullie zaterdag open?")
    [one] = shop.named("Hidde Zonneveld")
    with shop.store.write() as uow:
        uow.customers.add_handles(one, [Handle(HandleKind.EMAIL, "hidde.zonneveld@werk.example")])
        uow.commit()
    shop.mail("Hidde Zonneveld", "hidde.zonneveld@werk.example", "Kan ik het zadel ruilen?")
    with shop.store.write() as uow:
        uow.identity.split(one, [Handle(HandleKind.EMAIL, "hidde.zonneveld@werk.example")], by="Kim", at=NOW)
        uow.commit()
    assert len(shop.named("Hidde Zonneveld")) == 2
    assert shop.suggestions() == []
    shop.mail("Hidde Zonneveld", "hidde.zonneveld@werk.example", "En wat kost het?", AT + timedelta(days=1))
    assert shop.suggestions() == []


def test_colleagues_behind_one_address_are_two_and_not_suggested(shop: Counter) -> None:
    shop.mail("Gerard Zonneveld", "info@hoveniers.example", "Zijn jullie zaterdag open?")
    shop.mail("Bernard Zonneveld", "info@hoveniers.example", "Kan ik het zadel ruilen?")
    shop.mail("Gerard Zonneveld", "info@hoveniers.example", "En wat kost dat?", AT + timedelta(days=1))
    assert len(shop.named("Gerard Zonneveld")) == len(shop.named("Bernard Zonneveld")) == 1
    assert shop.suggestions() == []


def test_a_family_with_one_phone_is_two_and_not_suggested(shop: Counter) -> None:
    shop.chat("Hidde Zonneveld", "+31612345678", "zijn jullie zaterdag open?")
    shop.chat("Roos Zonneveld", "+31612345678", "kan ik het zadel ruilen?", AT + timedelta(days=1))
    shop.mail("Roos Zonneveld", "roos@post.example", "Graag bellen.\n\nGroet,\nRoos Zonneveld\n06-12345678", AT + timedelta(days=2))
    assert not shop.reasons("Hidde Zonneveld", "Roos Zonneveld")
    assert {"same_name", "same_mention"} <= shop.reasons("Roos Zonneveld", "Roos Zonneveld")
