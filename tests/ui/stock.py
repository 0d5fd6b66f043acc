"""An invented shop for the window's tests and pictures: customers, messages, articles. Written for this project; nobody here exists."""
# ruff: noqa: E501 - whole sentences of invented people

# (name, handle kind, handle, language, order, emotion, urgency, category, channel, subject, messages..., hours waiting (None: answered))
PEOPLE = (
    ("Marieke Verhoeven", "email", "marieke.verhoeven@example.nl", "nl", "KB-2041", "angry", 3, "complaint", "imap",
     "Kopje gebroken aangekomen, voor de tweede keer",
     "Goedemorgen,\n\nVandaag kwam mijn bestelling KB-2041 binnen en wéér is het blauwe espressokopje gebroken. Dit is nu de tweede keer. "
     "De doos zat vol scherven en het vulmateriaal was op.\n\nHet was een cadeau voor mijn zus, zij is zaterdag jarig. Kunt u een nieuw kopje sturen dat "
     "er voor zaterdag is? Anders wil ik mijn geld terug.\n\nGroet,\nMarieke Verhoeven", 27),
    ("Jonas Lindner", "phone", "+4915112345678", "de", "", "neutral", 2, "product_question", "whatsapp", "",
     "Hallo! Kann man die Schale \"Duin\" in die Spülmaschine stellen? Auf der Seite steht nichts dazu.", 3),
    ("Fatima el Amrani", "email", "fatima.elamrani@example.nl", "nl", "KB-2077", "worried", 2, "order_status", "imap",
     "Waar blijft mijn pakket?",
     "Hoi,\n\nVolgens de mail zou KB-2077 gisteren komen maar de track & trace staat al drie dagen op 'gesorteerd'. Is het kwijtgeraakt?\n\nGr. Fatima", 20),
    ("Sophie Laurent", "email", "sophie.laurent@example.fr", "fr", "", "pleased", 1, "product_question", "imap",
     "Livraison en France ?",
     "Bonjour,\n\nJ'ai découvert vos assiettes bleues chez une amie, elles sont magnifiques ! Livrez-vous à Lyon, et combien coûte l'envoi de six assiettes ?\n\n"
     "Bien à vous,\nSophie Laurent", 6),
    ("Tom Bradley", "email", "tom.bradley@example.co.uk", "en", "KB-1998", "frustrated", 2, "return_exchange", "imap",
     "Re: Return of the large vase",
     "Hi,\n\nI asked last week how to return the large vase from order KB-1998 and got no answer. The glaze is much darker than on the photo. "
     "I'd like to exchange it for the sand version.\n\nBest,\nTom", 31),
    ("Ans de Wit", "phone", "+31612345670", "nl", "", "neutral", 1, "appointment", "whatsapp", "",
     "Dag, is er zaterdag nog plek bij de draaiworkshop voor 2 personen? Mijn kleindochter is 9, mag dat?", 1),
    ("Bakkerij De Korenaar", "email", "inkoop@korenaar.example.nl", "nl", "", "neutral", 1, "price_quote", "imap",
     "Offerte 40 ontbijtborden",
     "Beste,\n\nVoor ons nieuwe lunchcafé zoeken we 40 ontbijtborden en 40 kommen in zandkleur. Kunt u een offerte maken met levertijd?\n\n"
     "Met vriendelijke groet,\nRuud Pronk", 9),
    ("Hanneke Bos", "email", "h.bos@example.nl", "nl", "KB-2069", "neutral", 1, "invoice_payment", "imap",
     "Factuur op naam van de vereniging",
     "Hallo,\n\nKan de factuur van KB-2069 op naam van onze buurtvereniging komen? Het adres is hetzelfde.\n\nHanneke", 14),
    ("Lucas Weber", "email", "lucas.weber@example.de", "de", "KB-2055", "worried", 1, "defect_warranty", "imap",
     "Haarriss in der Teekanne",
     "Guten Tag,\n\nnach zwei Wochen zeigt die Teekanne aus Bestellung KB-2055 einen feinen Riss am Henkel. Ein Foto hängt an. Ist das ein Garantiefall?\n\n"
     "Freundliche Grüße\nLucas Weber", 5),
    ("Noor Peters", "phone", "+31612345671", "nl", "KB-2081", "pleased", 0, "compliment_review", "whatsapp", "",
     "Pakketje is binnen, wat is het mooi geworden!! Dankjewel 🌷", None),
)  # fmt: skip

ARTICLES = (
    ("Verzending en levertijd", "nl", "verzending.md",
     "Bestellingen die op werkdagen voor 15.00 uur binnenkomen, gaan dezelfde dag op de post. De bezorging duurt een tot twee werkdagen binnen Nederland. "
     "Verzenden binnen Nederland kost 5,95 euro en is gratis vanaf 75 euro. Naar Frankrijk en Duitsland duurt het drie tot vijf werkdagen en kost het 12,50 euro."),
    ("Breuk onderweg", "nl", "breuk.md",
     "Komt er iets gebroken aan, dan sturen wij kosteloos een nieuw exemplaar. Een foto van de scherven en de doos is genoeg; terugsturen hoeft niet. "
     "Een vervangend exemplaar gaat de volgende werkdag op de post. Is het stuk uitverkocht, dan betalen wij het bedrag binnen vijf werkdagen terug."),
    ("Ruilen en retourneren", "nl", "retour.md",
     "Ruilen of terugsturen kan binnen 30 dagen, ongebruikt en in de oorspronkelijke doos. De kosten van het retourpakket zijn 6,95 euro. "
     "Het aankoopbedrag staat binnen 14 dagen weer op de rekening."),
    ("Onderhoud van steengoed", "nl", "onderhoud.md",
     "Al ons steengoed kan in de vaatwasser en de magnetron. Stukken met een gouden rand zijn de uitzondering: die wast u met de hand af."),
    ("Workshops", "nl", "workshops.md",
     "De draaiworkshop is elke zaterdag van 10.00 tot 12.30 uur en kost 45 euro per persoon. Kinderen vanaf 8 jaar zijn welkom samen met een volwassene."),
    ("Garantie", "nl", "garantie.md",
     "Op scheuren in het glazuur en breuk bij normaal gebruik geven wij twee jaar garantie. Stuur een foto en het bestelnummer mee."),
    ("Shipping abroad", "en", "shipping-abroad.md",
     "We ship to Belgium, Germany, France and the United Kingdom. Delivery takes three to five working days and costs 12.50 euro; to the UK 19.50 euro."),
    ("Zakelijke bestellingen", "nl", "zakelijk.md",
     "Vanaf 24 stuks maken wij een offerte met staffelkorting. De levertijd is vier tot zes weken omdat alles met de hand wordt gedraaid."),
)  # fmt: skip

MORE_NAMES = (
    "Wouter Kuiper", "Ilse Dekker", "Emma Clarke", "Paul Fischer", "Claire Moreau", "Sanne Hendriks", "Joost van Leeuwen", "Yara Bouzid", "Greta Hoffmann",
    "Oliver Hughes", "Bram Mulder", "Nina Schulte", "Julie Petit", "Karin Smit", "Daan Vos", "Amelia Wright", "Peter Krause", "Roos Willems", "Milan Jansen", "Lotte Kok",
    "Hugo Bernard", "Eva Maas", "Tim de Graaf", "Laura Brandt", "Meryem Yildiz", "Stijn Peeters",
)  # fmt: skip

MORE_WORDS = (
    ("nl", "Cadeaubon over de datum", "Ik vond een cadeaubon van vorig jaar in een la, is die nog geldig? Er staat 25 euro op.", "product_question", "neutral"),
    ("en", "Engraving on a mug", "Could you put two initials on the bottom of the tall mug? It is for a wedding in May.", "product_question", "pleased"),
    ("de", "Rechnung fehlt", "Im Paket lag keine Rechnung. Können Sie mir diese bitte als PDF schicken?", "invoice_payment", "neutral"),
    ("fr", "Tasse manquante", "Il manque une tasse dans mon colis, j'en avais commandé quatre et je n'en ai reçu que trois.", "complaint", "worried"),
    ("nl", "Adres wijzigen", "Ik ga volgende week verhuizen, kan mijn bestelling naar het nieuwe adres?", "account", "neutral"),
    ("nl", "Annuleren", "Ik heb per ongeluk twee keer besteld, kunt u er een annuleren?", "cancellation", "worried"),
)  # fmt: skip
