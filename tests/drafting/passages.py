"""A small shop's knowledge for the tests of this room, with paraphrases of it that a good reply may hold."""

from app.domain.knowledge import Passage

TEXTS = {
    "nl": [
        (
            "Retourneren",
            "Past het niet bij u? Stuur het binnen 14 dagen na ontvangst ongebruikt terug. "
            "De retourkosten van € 6,95 zijn voor uw eigen rekening. "
            "Zodra het pakket bij ons binnen is, storten we het aankoopbedrag binnen 5 werkdagen terug. Maatwerk nemen we niet terug.",
        ),
        (
            "Verzending",
            "We verpakken elk stuk in houtwol en versturen met PostNL. "
            "Een bestelling die voor 15:00 uur binnenkomt, gaat dezelfde werkdag de deur uit. "
            "Bezorgen in Nederland kost € 4,95 en is gratis vanaf € 75. Naar België rekenen we € 8,50 en duurt het 3 dagen.",
        ),
        (
            "Onderhoud",
            "Het steengoed kan in de vaatwasser en in de magnetron. Goudranden verdragen de vaatwasser niet. "
            "Laat een hete schaal eerst afkoelen voordat u "
            "hem onder koud water houdt. Krasjes verdwijnen met een zachte spons en wat zuiveringszout.",
        ),
        (
            "Workshops",
            "Op zaterdag geeft Marijke een draaicursus voor beginners van 10:00 tot 13:00. "
            "Deelname kost 55 euro per persoon, klei en stoken inbegrepen. "
            "Er is plaats voor acht deelnemers. Annuleren kan kosteloos tot 48 uur voor aanvang.",
        ),
    ],
    "en": [
        (
            "Breakages",
            "If a piece arrives broken, send us a photo of the damage within 7 days. "
            "Keep the box and the broken parts until we have replied. "
            "We replace the piece or give the money back, whichever you prefer. Wear from daily use is not covered.",
        ),
        (
            "Payment",
            "You can pay by card, PayPal or bank transfer. With a bank transfer the order is held for 5 days. We do not accept cheques. "
            "An invoice is attached to the confirmation mail.",
        ),
        (
            "Studio visits",
            "The studio at Mill Lane is open on Thursday and Friday from 11:00 to 17:00. Groups larger than 6 people need an appointment. "
            "Parking is free behind the church. Dogs are welcome on a lead.",
        ),
        (
            "Gift cards",
            "Gift cards are available for 25, 50 and 100 euro. They stay valid for 3 years after purchase. "
            "A gift card cannot be exchanged for cash. "
            "The remaining balance stays on the card after a purchase.",
        ),
    ],
    "de": [
        (
            "Garantie",
            "Auf alle Stücke geben wir zwei Jahre Garantie gegen Risse in der Glasur. Schäden durch einen Sturz sind ausgenommen. "
            "Für einen Garantiefall brauchen wir die Bestellnummer und ein Foto. Die Bearbeitung dauert etwa 10 Tage.",
        ),
        (
            "Versand",
            "Der Versand nach Deutschland kostet 8,90 Euro und dauert drei bis vier Werktage. "
            "Ab einem Bestellwert von 100 Euro liefern wir versandkostenfrei. "
            "Sie erhalten eine E-Mail mit der Sendungsnummer, sobald das Paket unterwegs ist. An Packstationen liefern wir nicht.",
        ),
        (
            "Sonderanfertigungen",
            "Geschirr nach Maß fertigen wir ab sechs Teilen. Von der Zeichnung bis zur Lieferung vergehen acht Wochen. "
            "Wir bitten um eine Anzahlung von 30 % des Preises. Nach der Freigabe der Zeichnung ist keine Stornierung mehr möglich.",
        ),
    ],
    "fr": [
        (
            "Livraison",
            "La livraison en France coûte 9,50 € et prend quatre jours ouvrés. Elle est offerte à partir de 120 € d'achat. "
            "Chaque colis est assuré contre la casse. Nous ne livrons pas le samedi.",
        ),
        (
            "Échanges",
            "Un échange est possible dans les 30 jours si la pièce n'a pas servi. Indiquez votre numéro de commande sur le formulaire. "
            "Les frais de renvoi restent à votre charge. Les articles soldés ne sont pas échangés.",
        ),
        (
            "Entretien",
            "Le grès passe au lave-vaisselle et au four jusqu'à 220 degrés. Évitez les chocs thermiques. "
            "Les pièces à décor doré se lavent à la main. Le raku n'est pas étanche et ne convient pas aux aliments.",
        ),
    ],
}


def passages(language: str) -> list[Passage]:
    """Return the passages of one language, with ids that count from 1."""
    return [Passage(i, i, title, 0, "", text, language) for i, (title, text) in enumerate(TEXTS[language], 1)]


GOOD = {
    "nl": [
        "U kunt het artikel binnen 14 dagen na ontvangst ongebruikt terugsturen.",
        "Terugsturen kan binnen twee weken nadat u het pakket heeft ontvangen, zolang het niet gebruikt is.",
        "De kosten van het retour, € 6,95, betaalt u zelf.",
        "Het aankoopbedrag storten we terug binnen 5 werkdagen nadat het pakket bij ons binnen is.",
        "Binnen vijf werkdagen na aankomst van het pakket krijgt u het aankoopbedrag teruggestort.",
        "Maatwerk kunnen we helaas niet terugnemen.",
        "Elk stuk wordt in houtwol verpakt en gaat met PostNL mee.",
        "Bestelt u voor 15:00 uur, dan gaat het dezelfde werkdag de deur uit.",
        "Bezorging binnen Nederland kost 4,95 euro.",
        "Vanaf 75 euro is de bezorging in Nederland gratis.",
        "Voor België rekenen we € 8,50 aan bezorgkosten en het duurt 3 dagen.",
        "Het steengoed mag in de vaatwasser en ook in de magnetron.",
        "Stukken met een gouden rand kunnen niet in de vaatwasser.",
        "Laat een hete schaal eerst afkoelen voordat er koud water bij komt.",
        "Kleine krasjes haalt u weg met een zachte spons en zuiveringszout.",
        "De draaicursus voor beginners is op zaterdag van 10:00 tot 13:00 en wordt gegeven door Marijke.",
        "Deelnemen kost 55 euro per persoon, inclusief klei en stoken.",
        "Er kunnen acht deelnemers mee.",
        "Tot 48 uur voor aanvang kunt u kosteloos annuleren.",
    ],
    "en": [
        "Please send us a photo of the damage within 7 days if a piece arrives broken.",
        "Keep the box and the broken parts until you have our reply.",
        "We will replace the piece or refund the money, as you prefer.",
        "Wear from daily use isn't covered.",
        "You can pay by card, by PayPal or with a bank transfer.",
        "If you pay by bank transfer, we hold the order for five days.",
        "Cheques are not accepted.",
        "The invoice is attached to your confirmation mail.",
        "Our studio at Mill Lane opens on Thursdays and Fridays, from 11:00 to 17:00.",
        "For groups of more than 6 people an appointment is needed.",
        "You can park for free behind the church.",
        "Dogs on a lead are welcome.",
        "We have gift cards of 25, 50 and 100 euro.",
        "A gift card stays valid for three years after it was bought.",
        "Gift cards can't be exchanged for cash.",
        "After a purchase the remaining balance stays on your card.",
    ],
    "de": [
        "Sie haben auf alle Stücke 2 Jahre Garantie gegen Risse in der Glasur.",
        "Sturzschäden sind davon ausgenommen.",
        "Für den Garantiefall brauchen wir Ihre Bestellnummer und ein Foto.",
        "Die Bearbeitung dauert ungefähr 10 Tage.",
        "Nach Deutschland kostet der Versand 8,90 Euro.",
        "Der Versand nach Deutschland dauert 3 bis 4 Werktage.",
        "Ab 100 Euro Bestellwert ist der Versand für Sie kostenfrei.",
        "Sobald das Paket unterwegs ist, erhalten Sie eine E-Mail mit der Sendungsnummer.",
        "Eine Lieferung an Packstationen ist nicht möglich.",
        "Ab 6 Teilen fertigen wir Geschirr nach Maß.",
        "Zwischen Zeichnung und Lieferung liegen acht Wochen.",
        "Die Anzahlung beträgt 30 Prozent des Preises.",
        "Nachdem die Zeichnung freigegeben ist, können Sie nicht mehr stornieren.",
    ],
    "fr": [
        "La livraison en France coûte 9,50 euros.",
        "Il faut compter 4 jours ouvrés pour une livraison en France.",
        "À partir de 120 € d'achat, la livraison vous est offerte.",
        "Chaque colis est assuré contre la casse.",
        "Il n'y a pas de livraison le samedi.",
        "Vous pouvez échanger la pièce dans les 30 jours si elle n'a pas servi.",
        "Merci d'indiquer le numéro de commande sur le formulaire.",
        "Les frais de renvoi sont à votre charge.",
        "Les articles soldés ne peuvent pas être échangés.",
        "Vous pouvez passer le grès au lave-vaisselle.",
        "Le grès supporte le four jusqu'à 220 degrés.",
        "Évitez les chocs thermiques.",
        "Lavez à la main les pièces à décor doré.",
        "Le raku n'est pas étanche et ne convient pas aux aliments.",
    ],
}
"""Sentences that the passages carry, reworded."""

FOREIGN = {
    "nl": [
        "Onze vazen worden in Portugal geproduceerd.",
        "U kunt bij ons ook achteraf betalen met een creditcard.",
        "De glazuren bevatten geen enkele giftige stof.",
        "Wij ruilen stukken altijd om, ook na gebruik.",
        "Een verjaardagsfeest in het atelier is mogelijk.",
        "Onze winkel heeft eigen parkeerplaatsen.",
        "Honden mogen mee naar de cursus.",
        "U spaart punten bij elke aankoop.",
        "Elk stuk is gesigneerd door de maker.",
        "Alle mokken hebben een inhoud die op de onderkant staat.",
        "Wij bezorgen ook op zondagavond.",
        "Het servies is ontworpen door een Deense studio.",
    ],
    "en": [
        "Our clay comes from a quarry in Cornwall.",
        "You can collect loyalty points with every purchase.",
        "We also repair pieces that you broke yourself.",
        "The studio has a café with home-made cakes.",
        "All glazes are certified by an independent laboratory.",
        "Orders can be picked up at night from a locker.",
        "Children under twelve paint without paying.",
        "We offer a subscription with a new mug each season.",
        "The kiln is fired with wood twice a year.",
        "A matching teapot is being designed at the moment.",
    ],
    "de": [
        "Unsere Werkstatt wird mit Sonnenstrom betrieben.",
        "Sie können auch auf Rechnung kaufen.",
        "Alle Teller sind stapelbar und besonders leicht.",
        "Im Laden gibt es einen Kaffee für jeden Gast.",
        "Die Tassen werden von Hand bemalt.",
        "Wir nehmen auch gebrauchtes Geschirr in Zahlung.",
        "Ein Abonnement ist monatlich kündbar.",
        "Das Café öffnet nur an Feiertagen.",
    ],
    "fr": [
        "Nos argiles viennent de Bourgogne.",
        "Vous cumulez des points de fidélité à chaque visite.",
        "Un parking gratuit se trouve derrière l'atelier.",
        "Les tasses sont peintes par des artistes japonais.",
        "Nous réparons aussi la porcelaine ancienne.",
        "La boutique organise des anniversaires pour les enfants.",
        "Toutes nos glaçures sont végétales.",
        "Un catalogue papier est disponible sur demande.",
    ],
}
"""Sentences that sound like the shop and stand in no passage."""

CHANGED = {
    "nl": [
        ("U kunt het artikel binnen 30 dagen na ontvangst ongebruikt terugsturen.", "30 dagen"),
        ("Terugsturen kan binnen drie weken nadat u het pakket heeft ontvangen.", "drie weken"),
        ("De kosten van het retour, € 5,95, betaalt u zelf.", "€ 5,95"),
        ("Het aankoopbedrag storten we terug binnen 2 werkdagen nadat het pakket bij ons binnen is.", "2 werkdagen"),
        ("Elk stuk wordt in houtwol verpakt en gaat met DHL mee.", "DHL"),
        ("Bestelt u voor 17:00 uur, dan gaat het dezelfde werkdag de deur uit.", "17:00 uur"),
        ("Bezorging binnen Nederland kost 3,95 euro.", "3,95 euro"),
        ("Vanaf 50 euro is de bezorging in Nederland gratis.", "50 euro"),
        ("De draaicursus is op zondag van 10:00 tot 13:00.", "zondag"),
        ("De draaicursus wordt gegeven door Annelies.", "Annelies"),
        ("Deelnemen kost 45 euro per persoon.", "45 euro"),
        ("Er kunnen twaalf deelnemers mee.", "twaalf"),
        ("Tot 24 uur voor aanvang kunt u kosteloos annuleren.", "24 uur"),
        ("Voor Duitsland rekenen we € 8,50 aan bezorgkosten.", "Duitsland"),
    ],
    "en": [
        ("Please send us a photo of the damage within 14 days.", "14 days"),
        ("You can pay by card, by Klarna or with a bank transfer.", "Klarna"),
        ("If you pay by bank transfer, we hold the order for ten days.", "ten days"),
        ("Our studio at Mill Lane opens on Mondays and Fridays.", "Mondays"),
        ("Our studio at Oak Lane opens on Thursdays.", "Oak"),
        ("The studio is open from 11:00 to 18:00.", "18:00"),
        ("For groups of more than 10 people an appointment is needed.", "10"),
        ("We have gift cards of 25, 50 and 200 euro.", "200 euro"),
        ("A gift card stays valid for five years after it was bought.", "five years"),
        ("The offer ends on 12 May 2027.", "12 May 2027"),
    ],
    "de": [
        ("Sie haben auf alle Stücke 3 Jahre Garantie gegen Risse in der Glasur.", "3 Jahre"),
        ("Die Bearbeitung dauert ungefähr 5 Tage.", "5 Tage"),
        ("Nach Deutschland kostet der Versand 6,90 Euro.", "6,90 Euro"),
        ("Der Versand nach Deutschland dauert 1 bis 2 Werktage.", "1 bis 2 Werktage"),
        ("Ab 80 Euro Bestellwert ist der Versand für Sie kostenfrei.", "80 Euro"),
        ("Zwischen Zeichnung und Lieferung liegen sechs Wochen.", "sechs Wochen"),
        ("Die Anzahlung beträgt 50 Prozent des Preises.", "50 Prozent"),
        ("Für den Garantiefall meldet sich Frau Hoffmann bei Ihnen.", "Hoffmann"),
        ("Wir liefern mit Hermes nach Deutschland.", "Hermes"),
        ("Nach Österreich kostet der Versand 8,90 Euro.", "Österreich"),
    ],
    "fr": [
        ("La livraison en France coûte 7,50 euros.", "7,50 euros"),
        ("Il faut compter 2 jours ouvrés pour une livraison en France.", "2 jours ouvrés"),
        ("À partir de 90 € d'achat, la livraison vous est offerte.", "90 €"),
        ("Il n'y a pas de livraison le lundi.", "lundi"),
        ("Vous pouvez échanger la pièce dans les 60 jours si elle n'a pas servi.", "60 jours"),
        ("Le grès supporte le four jusqu'à 250 degrés.", "250"),
        ("La livraison en Suisse coûte 9,50 euros.", "Suisse"),
        ("Votre colis part avec Colissimo.", "Colissimo"),
        ("Vous avez une réduction de 10 % sur le grès.", "10 %"),
    ],
}
"""Sentences that were good before one amount, date, number or name was changed, with what was changed."""
