"""Pairs of short articles, written for this project: some contradict each other, the others only look alike."""

PAIRS: tuple[tuple[bool, tuple[str, str, str], tuple[str, str, str]], ...] = (
    # contradictions
    (
        True,
        ("nl", "Retour", "Niet goed? Terugsturen kan tot 14 dagen nadat je het pakket hebt gekregen."),
        ("nl", "Ruilen en terugbrengen", "Je mag alles binnen 30 dagen retourneren, mits ongebruikt."),
    ),
    (
        True,
        ("nl", "Herroepingsrecht", "U heeft veertien dagen bedenktijd na ontvangst."),
        ("en", "Returns", "You can send items back within 30 days of delivery."),
    ),
    (
        True,
        ("de", "Rückgabe", "Sie können die Ware innerhalb von 14 Tagen zurückschicken."),
        ("nl", "Retourneren", "Retourneren kan binnen 60 dagen na aankoop."),
    ),
    (
        True,
        ("fr", "Retours", "Vous avez 14 jours pour nous renvoyer un article."),
        ("en", "Can I return my order?", "Yes, returns are accepted up to 30 days after you receive your order."),
    ),
    (
        True,
        ("nl", "Verzendkosten", "Verzending kost € 4,95 per bestelling."),
        ("nl", "Wat kost bezorgen?", "De verzendkosten zijn € 6,95."),
    ),
    (True, ("nl", "Gratis bezorging", "Vanaf € 50 verzenden wij gratis."), ("en", "Delivery costs", "Shipping is free from € 75.")),
    (
        True,
        ("nl", "Garantie", "Op al onze fietsen zit 2 jaar garantie."),
        ("de", "Gewährleistung", "Auf unsere Fahrräder geben wir 5 Jahre Garantie."),
    ),
    (
        True,
        ("nl", "Openingstijden", "Wij zijn open van maandag tot en met vrijdag van 9:00 tot 17:00 uur."),
        ("en", "Opening hours", "The shop is open Monday to Friday from 10:00 to 18:00."),
    ),
    (
        True,
        ("nl", "Geld terug", "Het aankoopbedrag storten we binnen 5 werkdagen terug."),
        ("nl", "Terugbetaling", "Terugbetaling volgt binnen 14 dagen."),
    ),
    (
        True,
        ("nl", "Vaatwasser", "De mokken mogen in de vaatwasser."),
        ("nl", "Onderhoud van de mokken", "De mokken mogen niet in de vaatwasser."),
    ),
    (
        True,
        ("en", "Dishwasher", "Our mugs are dishwasher safe."),
        ("nl", "Mogen de mokken in de vaatwasser?", "Nee, onze mokken mogen niet in de vaatwasser."),
    ),
    (
        True,
        ("nl", "Cadeaubon", "Een cadeaubon is 1 jaar geldig."),
        ("nl", "Hoe lang is mijn bon geldig?", "Cadeaubonnen blijven 3 jaar geldig."),
    ),
    (
        True,
        ("nl", "Annuleren", "Een bestelling annuleren kan tot 24 uur na het bestellen."),
        ("nl", "Kan ik nog annuleren?", "Je kunt je bestelling tot 2 uur na het plaatsen annuleren."),
    ),
    (
        True,
        ("nl", "Ringmaat aanpassen", "Een ring vergroten of verkleinen kost € 25,00."),
        ("nl", "Prijslijst atelier", "Ring vergroten of verkleinen: € 35,00."),
    ),
    (True, ("nl", "Proefles", "Een proefles kost 15 euro."), ("en", "Trial lesson", "A trial lesson costs 20 euros.")),
    (
        True,
        ("nl", "Levertijd bank", "De levertijd van de bank Noord is 6 weken."),
        ("nl", "Hoe lang duurt de bank Noord?", "De bank Noord heeft een levertijd van 10 weken."),
    ),
    (
        True,
        ("nl", "Op factuur betalen", "Facturen betaalt u binnen 14 dagen."),
        ("nl", "Zakelijk", "Zakelijke klanten betalen hun factuur binnen 30 dagen."),
    ),
    (
        True,
        ("nl", "Retourkosten", "Een retour kost € 3,95; dat bedrag houden we in."),
        ("nl", "Wat kost terugsturen?", "Terugsturen kost € 6,50 per pakket."),
    ),
    (
        True,
        ("fr", "Livraison", "Les frais de livraison en France sont de 9,90 €."),
        ("nl", "Verzenden naar Frankrijk", "Verzending naar Frankrijk kost € 12,50."),
    ),
    (
        True,
        ("de", "Öffnungszeiten", "Samstags haben wir von 10:00 bis 16:00 Uhr geöffnet."),
        ("nl", "Wanneer is de winkel open?", "Op zaterdag zijn we open van 10:00 tot 17:00 uur."),
    ),
    (
        True,
        ("nl", "Contact", "Bel ons op 030 123 4567 voor vragen over je bestelling."),
        ("nl", "Vragen over je bestelling", "Bel ons op 020 765 4321 voor vragen over je bestelling."),
    ),
    (
        True,
        ("nl", "Korting voor studenten", "Studenten krijgen 10% korting op alles."),
        ("nl", "Studentenkorting", "Als student krijg je 15% korting op alles."),
    ),
    (
        True,
        ("nl", "Huisdieren", "Honden zijn welkom in het restaurant."),
        ("nl", "Mag mijn hond mee?", "Honden zijn niet welkom in het restaurant."),
    ),
    # not contradictions
    (
        False,
        ("nl", "Verzenden naar België", "Verzending naar België kost € 9,50."),
        ("nl", "Verzenden naar Duitsland", "Verzending naar Duitsland kost € 12,50."),
    ),
    (
        False,
        ("nl", "Verzending", "Verzending binnen Nederland kost € 4,95, vanaf € 50 is het gratis."),
        ("en", "Shipping", "Shipping in the Netherlands is € 4.95 and free from € 50."),
    ),
    (
        False,
        ("nl", "Retourneren", "Retourneren kan binnen 30 dagen."),
        ("de", "Rückgabe", "Rücksendungen sind innerhalb von 30 Tagen möglich."),
    ),
    (
        False,
        ("nl", "Retourneren", "Retourneren kan binnen 30 dagen."),
        ("nl", "Geld terug", "Na ontvangst van je retour betalen we binnen 5 werkdagen terug."),
    ),
    (
        False,
        ("nl", "Kapot aangekomen", "Meld schade binnen 48 uur met een foto."),
        ("nl", "Retourneren", "Retourneren kan binnen 30 dagen na ontvangst."),
    ),
    (
        False,
        ("nl", "Workshop afzeggen", "Een workshop afzeggen kan tot 7 dagen vooraf."),
        ("nl", "Bestelling annuleren", "Een bestelling annuleren kan tot 24 uur na het bestellen."),
    ),
    (
        False,
        ("nl", "Openingstijden winkel", "De winkel is open van 10:00 tot 17:00 uur."),
        ("nl", "Bereikbaarheid", "Mail beantwoorden we op werkdagen tussen 9:00 en 17:30 uur."),
    ),
    (False, ("nl", "Mok met naam", "Een naam op een mok kost € 7,50."), ("nl", "Cadeau inpakken", "Inpakken als cadeau kost € 3,50.")),
    (
        False,
        ("nl", "Gouden rand", "Stukken met een gouden rand mogen niet in de magnetron."),
        ("nl", "Magnetron", "Steengoed kan in de magnetron."),
    ),
    (
        False,
        ("nl", "Gouden rand", "Borden met een gouden rand mogen niet in de vaatwasser."),
        ("nl", "Vaatwasser", "Glazen mogen in de vaatwasser."),
    ),
    (
        False,
        ("nl", "Levertijd stoel", "De levertijd van de stoel Zuid is 4 weken."),
        ("nl", "Levertijd tafel", "De levertijd van de eettafel is 10 weken."),
    ),
    (
        False,
        ("nl", "Garantie op frames", "Op het frame zit 10 jaar garantie."),
        ("nl", "Reparatie", "Een reparatie duurt meestal 3 weken."),
    ),
    (
        False,
        ("nl", "Zaterdag", "Op zaterdag zijn we open van 10:00 tot 16:00 uur."),
        ("nl", "Koopavond", "Op donderdag zijn we open van 10:00 tot 21:00 uur."),
    ),
    (
        False,
        ("nl", "Kleine mok", "De kleine mok heeft een inhoud van 220 ml."),
        ("nl", "Grote mok", "De grote mok heeft een inhoud van 350 ml."),
    ),
    (
        False,
        ("nl", "Track and trace", "De volgcode komt binnen 24 uur per mail."),
        ("nl", "Wachtwoord vergeten", "De mail met een nieuw wachtwoord komt binnen 5 minuten."),
    ),
    (False, ("nl", "Afspraak", "Een afspraak duurt 30 minuten."), ("nl", "Parkeren", "De parkeergarage ligt op 5 minuten lopen.")),
    (False, ("nl", "Cadeaubon", "Cadeaubonnen zijn 2 jaar geldig."), ("nl", "Garantie", "Op alles zit 1 jaar garantie.")),
    (
        False,
        ("nl", "Volwassenen", "Een kaartje voor volwassenen kost € 12,00."),
        ("nl", "Kinderen", "Een kaartje voor kinderen kost € 6,00."),
    ),
    (
        False,
        ("en", "Student discount", "Students get 10% off."),
        ("en", "Newsletter", "Subscribers to the newsletter get 5% off their first order."),
    ),
    (False, ("nl", "Honden", "Honden zijn welkom op het terras."), ("nl", "Katten", "Katten zijn niet welkom in het restaurant.")),
    (
        False,
        ("nl", "Retour op maat", "Maatwerk kan niet worden geretourneerd."),
        ("nl", "Retour", "Gewone bestellingen kunnen binnen 30 dagen worden geretourneerd."),
    ),
)
