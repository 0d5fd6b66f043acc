"""Order numbers and tracking codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.triage.numbers import ORDER_LIMIT, order_numbers, tracking_codes

FOUND = [
    ("Mijn bestelnummer is 10423", "10423"),
    ("bestelnr. 1042", "1042"),
    ("order #1042 is nog niet binnen", "1042"),
    ("Waar blijft #10987?", "10987"),
    ("ordernummer: 100000123", "100000123"),
    ("Re: Bestelling NL1001-A", "NL1001-A"),
    ("ik heb bestelling 88123 nog niet", "88123"),
    ("Best.-Nr. 20931", "20931"),
    ("Bestellnummer 2024-00815", "2024-00815"),
    ("meine Bestellung 45123 ist nicht da", "45123"),
    ("Auftrag 77812 bitte stornieren", "77812"),
    ("Auftragsnummer lautet 8831", "8831"),
    ("commande n° 1042", "1042"),
    ("ma commande numéro 33512 n'est pas arrivée", "33512"),
    ("n° de commande : 998877", "998877"),
    ("commande XKBKNABJK", "XKBKNABJK"),
    ("my order number is W100234", "W100234"),
    ("Your order no.5521", "5521"),
    ("1042 is mijn bestelnummer", "1042"),
    ("orders 1042 and 1043", "1042 1043"),
    ("bestellingen 5511, 5512 en 5513", "5511 5512 5513"),
    ("PO 4500012345 confirmed", "4500012345"),
    ("bestelling met nummer 8819", "8819"),
    ("bestelnummer:\n 4432", "4432"),
    ("Bestellung Nr. 12345 vom 12.03.2024", "12345"),
    ("Order 2024 nog niet binnen", "2024"),
    ("order nr1042 graag annuleren", "1042"),
    ("Hi, ORD-20391 pls", "ORD-20391"),
    ("my order (#4502) and the other one", "4502"),
    ("Onder nummer 77310-B staat nog niets", "77310-B"),
    ("Het gaat om 30077.", "30077"),
    ("ref 5512, al onderweg?", "5512"),
    ("mijn bestelling met nummer 20914 zou gisteren komen", "20914"),
    ("commande 1059", "1059"),
    ("402218", "402218"),
    ("#20931?", "20931"),
    ("Mijn referentie bij jullie is WB-20931.", "WB-20931"),
    ("66012 nog steeds niks ontvangen", "66012"),
    ("88319 still nothing", "88319"),
    ("hi is 88320 going out today", "88320"),
    ("wordt 88320 vandaag nog verstuurd?", "88320"),
    ("Status van 88301?", "88301"),
    ("Even over 71155: kan dat naar een afhaalpunt?", "71155"),
    ("annuleer 88390 maar", "88390"),
    ("Es geht um 30077", "30077"),
    ("Il s'agit de la 30077-A, merci", "30077-A"),
    ("under number 77312 nothing shows up", "77312"),
    ("Bestellung 33422 keine Rechnung erhalten", "33422"),
    ("Can I still get out of it? Placed a minute ago, 31877", "31877"),
    ("Sur 24 verres, cinq sont entiers. (90125)", "90125"),
    ("Can you leave one off and send the rest? No. 20944", "20944"),
    ("storno 7811", "7811"),
    ("For 55210: how do I register a return?", "55210"),
    ("C'est pour la 41188.", "41188"),
]
NOT_FOUND = [
    "bel me op 0612345678",
    "mijn postcode is 1234 AB",
    "ik woon op Dorpsstraat 123",
    "op 12-05-2024 besteld",
    "bestelling van 12-05-2024",
    "bestelling van 3 mei 2024",
    "commande du 12 mai 2024",
    "Bestellung vom 03.05.2024",
    "€ 1250",
    "Bestellung über 1200 Euro",
    "bestelling van 45,95",
    "NL91ABNA0417164300",
    "Bestellung 3SABCD123456789",
    "sinds 2019 klant",
    "We want to order 1000 flyers",
    "can i order 250 mugs",
    "bestelling van 100 stuks",
    "bestelling voor 150 personen",
    "ticket #12345",
    "factuurnummer 2024001",
    "klantnummer 99123",
    "Tel +31 20 1234567",
    "tel. 020-1234567",
    "model CS-HG500",
    "BTW NL001234567B01",
    "USt-IdNr. DE123456789",
    "1000 BZ Amsterdam",
    "https://x.example/order/1234567",
    "order confirmation mail 14:30",
    "75011 Paris",
    "12.345,67 op de rekening",
    "mijn nummer is 0612345678",
    "my number is 07911 123456",
    "bel mij, mijn nummer is 6123456",
    "Het gaat om 1500 flyers",
    "Het gaat om 4000 euro",
    "het gaat om ongeveer 2500",
    "it cost about 2500",
    "huis met nummer 1204",
    "ik woon op nummer 1204",
    "ons klantnummer met nummer 99812",
    "Uw aanvraag is ontvangen onder nummer 33188",
    "Your request has been received. Ref 448812",
    "Ticket ref 55123",
    "offerte ref 2231",
    "Rechnung unter Nummer 33188",
    "2024",
    "0612345678",
    "12-05-2024",
    "1234 AB",
    "2019 is lang geleden",
    "10115 Berlin",
    "see 12345 Main Street",
    "Unser Aktenzeichen: ref 99812, Rechnung anbei",
    "geboren 03051987",
    "saldo is 12345",
    "kenteken met nummer 12345",
    "artikel met nummer 77120",
    "is 2000 genoeg verstuurd",
    "over 2500 mensen kwamen",
    "Meidoornlaan 8, 74111 Deventer",
    "Musterweg 4, 10115 Berlin",
    "We kunnen 12000 leveren",
    "bestelling van 25000 flyers",
    "Wij betaalden daar € 12345 voor",
    "rekening van 12345",
    "een oplage van 15000",
    "mijn nummer: 0475 123456",
    "op 20240512",
]


@pytest.mark.parametrize(("text", "numbers"), FOUND)
def test_order_numbers_as_written(text: str, numbers: str) -> None:
    assert order_numbers(text, tracking_codes(text)) == tuple(numbers.split())


@pytest.mark.parametrize("text", NOT_FOUND)
def test_other_numbers_are_no_orders(text: str) -> None:
    assert order_numbers(text, tracking_codes(text)) == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("track & trace 3SKLMN4837261", ("3SKLMN4837261",)),
        ("tracking 1Z999AA10123456784 says exception", ("1Z999AA10123456784",)),
        ("Sendungsnummer: 12345678901234", ("12345678901234",)),
        ("RB123456785NL en RB123456785NL", ("RB123456785NL",)),
        ("bel 0612345678", ()),
        ("IBAN NL91ABNA0417164300", ()),
    ],
)
def test_tracking_codes(text: str, codes: tuple[str, ...]) -> None:
    assert tracking_codes(text) == codes


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    numbers = order_numbers(text, tracking_codes(text))
    assert len(numbers) <= ORDER_LIMIT
    assert all(number in text for number in numbers)


@given(st.integers(1000, 10**9))
def test_a_named_number_is_always_found(number: int) -> None:
    assert order_numbers(f"Het gaat om bestelnummer {number}, kunt u dat nakijken?") == (str(number),)
    assert order_numbers(f"Mijn klantnummer is {number}, kunt u dat nakijken?") == ()
