"""What the shop knows: in four languages the same four things."""

FAQ = {
    "nl.md": """# Retourneren
U mag een artikel binnen 30 dagen terugsturen. Stuur het ongebruikt terug in de eigen doos.

# Verzenden
Verzenden binnen Nederland kost 4,95 euro. Een pakket is er in twee werkdagen.

# Garantie
Op elektrische apparaten zit twee jaar garantie. Breng het apparaat met de bon naar de winkel.

# Openingstijden
De winkel is van dinsdag tot en met zaterdag open van 9 tot 17 uur.
""",
    "en.md": """# Returns
You may return an item within 30 days. Send it back unused in its own box.

# Shipping
Shipping within the Netherlands costs 4.95 euros. A parcel takes two working days.

# Warranty
Electric appliances have a warranty of two years. Bring the appliance and the receipt to the shop.

# Opening hours
The shop is open from Tuesday to Saturday, from 9 to 17.
""",
    "de.md": """# Rückgabe
Sie können einen Artikel innerhalb von 30 Tagen zurückschicken. Schicken Sie ihn unbenutzt im eigenen Karton zurück.

# Versand
Der Versand innerhalb der Niederlande kostet 4,95 Euro. Ein Paket braucht zwei Werktage.

# Garantie
Auf Elektrogeräte geben wir zwei Jahre Garantie. Bringen Sie das Gerät mit dem Kassenbon in den Laden.

# Öffnungszeiten
Der Laden ist von Dienstag bis Samstag von 9 bis 17 Uhr geöffnet.
""",
    "fr.md": """# Retours
Vous pouvez renvoyer un article dans les 30 jours. Renvoyez-le inutilisé dans sa boîte.

# Livraison
La livraison aux Pays-Bas coûte 4,95 euros. Un colis met deux jours ouvrables.

# Garantie
Les appareils électriques sont garantis deux ans. Apportez l'appareil et le ticket au magasin.

# Horaires
Le magasin est ouvert du mardi au samedi, de 9 h à 17 h.
""",
}
