"""What the columns of order exports are called: of the shop systems that are known by their headers, and of any other table.

Facts on the exports: Shopify's orders_export and Matrixify, plugins of WooCommerce, Magento's order grid, PrestaShop's order list,
Lightspeed eCom, bol; a header in the language of the shop's back office is taken in Dutch, English, German and French.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.parsing.table_columns import Vocabulary, plain, vocabulary

_GENERIC = {
    "number": "order number,order no,order nr,order id,orderid,ordernummer,bestelnummer,bestelnr,order nummer"
    ",bestelling nummer,nummer bestelling"
    ",bestellnummer,bestell nr,bestellnr,auftragsnummer,auftragsnr,auftrags nr,numero de commande,n de commande"
    ",no de commande,no commande"
    ",numero commande,n commande,reference commande,reference de commande,orderreferentie,order reference"
    ",bestelreferentie,bestellreferenz,webordernummer"
    ",order number formatted,increment id,order,bestelling,bestellung,auftrag,commande,number,nummer,numero,referentie"
    ",reference,referenz,order #",
    "native_id": "internal id,intern id,interne id,id",
    "date": "order date,orderdatum,besteldatum,bestelld op,besteld op,bestelling geplaatst,bestelldatum,auftragsdatum"
    ",bestellt am,date de commande,date commande"
    ",commande le,purchase date,aankoopdatum,kaufdatum,date d achat,placed at,placed,created at,created,aangemaakt op"
    ",aangemaakt,erstellt am,creee le"
    ",date created,order created,order datetime,datum bestelling,datum,date,zeitpunkt,tijdstip,sale date,date of order"
    ",order placed date time"
    ",bestellzeitpunkt",
    "status": "order status,orderstatus,bestelstatus,status bestelling,bestellstatus,auftragsstatus"
    ",statut de la commande,statut commande,etat de la commande"
    ",order state,status,statut,etat,zustand,state",
    "payment_status": "payment status,betaalstatus,betalingsstatus,zahlungsstatus,statut du paiement,statut de paiement"
    ",etat du paiement,financial status",
    "shipment_status": "shipment status,shipping status,fulfillment status,fulfilment status,verzendstatus,leverstatus"
    ",versandstatus,lieferstatus"
    ",statut de livraison,statut d expedition,delivery status",
    "name": "customer name,customer,klantnaam,klant,naam klant,besteller,kundenname,kunde,besteller name,nom du client"
    ",client,buyer name,buyer,koper"
    ",bill to name,rechnung an name,billing name,factuurnaam,full name,volledige naam,naam,name,nom complet",
    "first_name": "billing first name,first name billing,customer first name,customer firstname,first name,firstname"
    ",voornaam,vorname,prenom,voornaam klant,facturering voornaam,factuur voornaam,voornaam facturering,rechnung vorname"
    ",vorname rechnung,prenom facturation,buyer first name",
    "preposition": "lastname preposition,last name preposition,tussenvoegsel,tussenvoegsels,preposition",
    "last_name": "billing last name,last name billing,customer last name,customer lastname,last name,lastname,achternaam"
    ",nachname,nom de famille,surname,nom,facturering achternaam,factuur achternaam,achternaam facturering,rechnung nachname"
    ",nachname rechnung,nom facturation,buyer last name",
    "email": "customer email,billing email,email billing,email,email address,emailadres,mailadres,mail adresse"
    ",email adresse,emailadresse,adresse email,courriel,mail"
    ",adresse mail,klant email,email klant,contact email,buyer email,emailadres klant,facturering email,factuur email,email facturering"
    ",rechnung email,email facturation,billing address email",
    "phone": "customer phone,billing phone,phone billing,phone,phone number,telephone,telefoon,telefoonnummer,tel,tel nr"
    ",telefon,telefonnummer"
    ",numero de telephone,customer telephone,facturering telefoon,factuur telefoon,telefoon facturering,rechnung telefon"
    ",telephone facturation,buyer phone number,buyer phone,billing address telephone,billing address phone",
    "phone_2": "mobile,mobiel,mobielnummer,gsm,handy,mobil,portable,shipping phone,mobile phone,phone shipping,shipping address phone"
    ",ship phone number,shipping address telephone",
    "ship_name": "shipping name,ship to name,delivery name,naam ontvanger,ontvanger,empfanger,versand an name"
    ",destinataire,recipient,recipient name"
    ",afleveradres naam,verzendnaam,ship name,verzending naam",
    "ship_first_name": "shipping first name,first name shipping,voornaam verzendadres,voornaam ontvanger",
    "ship_last_name": "shipping last name,last name shipping,achternaam verzendadres,achternaam ontvanger",
    "street": "shipping street,shipping address 1,shipping address1,address 1 2 shipping,address 1 shipping"
    ",delivery address,afleveradres,bezorgadres,verzendadres"
    ",lieferadresse,versandadresse,adresse de livraison,shipping address,street,straat,straatnaam,strasse,rue,address"
    ",adres,adresse,address 1,address 1&2 shipping,street 1,ship address 1,address shipping street,ship street,verzending adres",
    "bill_street": "billing street,billing address 1,billing address1,address 1 2 billing,address 1&2 billing,billing address"
    ",billing address street,factuuradres,rechnungsadresse,adresse de facturation",
    "house_number": "house number,huisnummer,huisnr,hausnummer,numero de rue,shipping house number",
    "postcode": "shipping zip,shipping postcode,postcode shipping,shipping postal code,zip,zipcode,zip code,postcode"
    ",postal code,plz,postleitzahl,code postal,ship zipcode,ship zip,address shipping zipcode,ship postal code,verzending postcode",
    "bill_postcode": "billing zip,billing postcode,postcode billing,billing address postcode,billing address zip",
    "city": "shipping city,city shipping,city,plaats,woonplaats,stad,plaatsnaam,ort,stadt,ville,ship city,address shipping city"
    ",verzending plaats",
    "bill_city": "billing city,city billing,billing address city",
    "country": "shipping country code,country code shipping,shipping country,country,country code,land,landcode,landkode"
    ",pays,delivery,levering,lieferung,livraison,ship country,verzending land",
    "bill_country": "billing country code,country code billing,billing country,billing address country id,billing address country code",
    "title": "lineitem name,line item name,item name,product name,product title,product,item,article,artikel,artikelnaam"
    ",productnaam,producttitel,omschrijving"
    ",artikelbezeichnung,produktname,produkt,bezeichnung,nom du produit,produit,designation,titel,title,description"
    ",beschrijving",
    "quantity": "lineitem quantity,item quantity,quantity,quantity refund,qty,qty ordered,aantal,besteld aantal,menge"
    ",anzahl,stuckzahl,quantite,qte,stuks,quantity purchased,number of items,aantal besteld",
    "price": "lineitem price,item price,item cost,unit price,price,prijs,stukprijs,prijs per stuk,verkoopprijs,preis"
    ",stuckpreis,einzelpreis,prix,prix unitaire",
    "sku": "lineitem sku,item sku,sku,artikelnummer,artikelnr,productcode,product code,artikelcode,artikel nr"
    ",item number,reference produit,ean,gtin,artikelnummer ean,ean code",
    "lines": "line items,lineitems,items,order items,products,producten,artikelen,artikelregels,orderregels,regels"
    ",bestelregels,positionen,produkte,produits,articles"
    ",lines,order lines,bestelde artikelen,bestelde producten",
    "total": "order total,order total amount,total,total amount,grand total,grand total purchased,total price,totaal"
    ",totaalbedrag,ordertotaal,totaal incl btw"
    ",bedrag,gesamt,gesamtbetrag,gesamtsumme,summe,betrag,montant,montant total,total ttc,total commande,amount"
    ",order amount,totaal inclusief btw"
    ",total incl vat,total incl tax,order value,total incl,totaal incl,total with tax,totaalprijs,gesamtpreis,prix total,price incl"
    ",grand total base",
    "refunded": "refunded amount,total refunded,order refund amount,refunded,refund total,refund amount,total refund"
    ",terugbetaald,terugbetaald bedrag"
    ",restitutie,erstattet,erstattungsbetrag,erstatteter betrag,rembourse,montant rembourse",
    "currency": "currency,order currency,valuta,munteenheid,wahrung,devise,currency code,order currency code,base currency code",
    "payment": "payment method title,payment method,payment,payment methods,betaalmethode,betaalwijze,betaling"
    ",betaalmiddel,zahlungsart,zahlungsmethode,zahlung"
    ",zahlungsweise,mode de paiement,moyen de paiement,paiement,payment gateway names",
    "shipping": "shipping method title,shipping method,method,verzendmethode,verzendwijze,bezorgmethode,versandart"
    ",versandmethode,mode de livraison"
    ",methode de livraison,carrier,vervoerder,versanddienstleister,transporteur,shipping information,bezorger,delivery method",
    "tracking": "tracking number,tracking numbers,tracking,tracking code,track trace,track and trace,track & trace"
    ",track and trace code,track & trace code"
    ",track en trace,tracktrace,t&t,t&t code,tracking code,trackingnummer,tracking no,barcode,zendingnummer,pakketnummer"
    ",verzendcode,sendungsnummer"
    ",sendungsverfolgung,sendungsverfolgungsnummer,paketnummer,numero de suivi,n de suivi,suivi,code de suivi"
    ",numero de colis,shipment tracking number",
    "shipped": "shipped at,shipped,ship date,shipping date,shipment date,fulfilled at,verzonden op,verzenddatum"
    ",verzonden,versanddatum,versendet am,versandt am"
    ",date d expedition,expediee le,date expedition,date shipped,date completed,completed date,date shipped",
    "cancelled": "cancelled at,canceled at,cancelled,geannuleerd op,storniert am,annulee le,cancelled date",
    "note": "customer note,order note,note,notes,order notes,opmerking,opmerkingen,klantnotitie,notitie,order comments"
    ",anmerkung,anmerkungen,kundennotiz,hinweis"
    ",remarque,remarques,note du client,opmerking klant,customer comment",
}
"""Names that other tables have as well ("date", "name") stand last."""
GENERIC: Vocabulary = vocabulary(_GENERIC)
SHOWN = tuple(name for name in _GENERIC if not name.startswith(("native", "preposition", "phone_", "ship_", "bill_")))
"""Fields that an owner may choose columns for."""
NUMBER_SURE = frozenset(name for name, rank in GENERIC["number"].items() if rank <= GENERIC["number"]["increment id"])
"""Headers that are an order's number and nothing else's."""

_SHOPIFY = {
    **{name: names for name, names in _GENERIC.items() if name not in ("name", "number", "shipped", "cancelled", "native_id")},
    "number": "name",
    "native_id": "id",
    "date": "created at,paid at,processed at",
    "status": "order status",
    "payment_status": "financial status",
    "shipment_status": "fulfillment status,order fulfillment status",
    "name": "billing name,customer name,billing address name",
    "first_name": "customer first name",
    "last_name": "customer last name",
    "email": "email,customer email,contact email",
    "phone": "phone,customer phone",
    "phone_2": "billing phone,billing address phone,shipping phone,shipping address phone",
    "ship_name": "shipping name,shipping address name",
    "street": "shipping street,shipping address1,shipping address 1,shipping address address1",
    "bill_street": "billing street,billing address1,billing address 1,billing address address1",
    "postcode": "shipping zip,shipping address zip",
    "city": "shipping city,shipping address city",
    "country": "shipping country,shipping country code,shipping address country code",
    "shipping": "shipping method",
    "price": "lineitem price",
    "sku": "lineitem sku",
    "title": "lineitem name",
    "quantity": "lineitem quantity",
    "total": "total,total price",
    "lines": "line items",
    "note": "notes,note",
    "payment": "payment method,payment gateway names",
    "shipped": "fulfilled at",
    "cancelled": "cancelled at",
    "tracking": "fulfillments,tracking number",
    "refunded": "refunded amount",
}
_MATRIXIFY = {
    **_SHOPIFY,
    "line_type": "line type",
    "title": "line name,line title",
    "quantity": "line quantity",
    "price": "line price",
    "sku": "line sku",
    "total": "price total",
    "currency": "currency,price currency",
    "refunded": "price total refund,price total refunded",
    "payment_status": "payment status",
    "shipment_status": "order fulfillment status,fulfillment status",
    "payment": "transaction gateway,payment gateway",
    "shipping": "fulfillment tracking company,shipping method",
    "tracking": "fulfillment tracking number",
    "shipped": "fulfillment processed at,fulfillment created at",
    "country": "shipping country code,shipping country",
}
_WOOCOMMERCE = {
    **_GENERIC,
    "number": "order number formatted,order number,number,order id,id",
    "native_id": "order id,id",
    "date": "order date,date created,date,date created gmt,completed date",
    "title": "item name,lineitem name,product name,item title",
    "price": "item price,item cost,item unit price",
    "name": "customer name,billing name",
    "shipped": "completed date,date completed",
}
_MAGENTO = {
    **_GENERIC,
    "number": "id,increment id",
    "native_id": "entity id",
    "date": "purchase date,aankoopdatum,besteldatum,kaufdatum,date d achat,created at",
    "name": "customer name,klantnaam,kundenname,nom du client,bill to name,factureren aan,factuur op naam"
    ",rechnung an name,rechnungsname,facture a",
    "ship_name": "ship to name,verzenden naar,verzendnaam,versand an name,lieferung an name,livre a,expedier a",
    "total": "grand total purchased,eindtotaal gekocht,totaal gekocht,gesamtbetrag gekauft,gesamtsumme gekauft"
    ",montant global achete,total general achete"
    ",grand total,grand total base,eindtotaal basis,gesamtbetrag basis,total general base",
    "street": "shipping address,verzendadres,lieferadresse,adresse de livraison,billing address",
    "refunded": "total refunded,totaal terugbetaald,totaal gecrediteerd,erstattet gesamt,total rembourse",
}
_PRESTASHOP = {
    **_GENERIC,
    "number": "reference,referentie,referenz,bestell referenz,bestellreferenz",
    "native_id": "id",
    "name": "customer,klant,kunde,client",
    "country": "delivery,levering,bezorging,lieferung,livraison",
    "payment": "payment,betaling,zahlung,paiement",
    "total": "total,totaal,gesamt,gesamtsumme",
    "status": "status,statut,etat",
    "date": "date,datum",
}


@dataclass(frozen=True, slots=True)
class System:
    """A shop system's export: known by its headers (of each group one is there), with its own meaning of them."""

    name: str
    groups: tuple[frozenset[str], ...]
    words: Vocabulary

    def fits(self, headers: Iterable[str]) -> bool:
        """Say whether these headers (plain) are of this system."""
        there = set(headers)
        return all(group & there for group in self.groups)


def _system(name: str, words: Mapping[str, str], *groups: str) -> System:
    return System(name, tuple(frozenset(plain(word) for word in group.split(",")) for group in groups), vocabulary(words))


_NUMBERS = ",".join(sorted(NUMBER_SURE))
SYSTEMS = (
    _system("shopify", _MATRIXIFY, "name", "line type,line title", "line quantity,fulfillment tracking number,payment status"),
    _system("shopify", _SHOPIFY, "name", "lineitem name,lineitem quantity", "financial status,fulfillment status,created at,total"),
    _system("shopify", _SHOPIFY, "name", "financial status", "line items,total price,total"),
    _system(
        "woocommerce",
        _WOOCOMMERCE,
        "order id,order number,order number formatted,number",
        "billing email,billing first name,first name billing,email billing,customer email",
        "order total,order total amount,order currency,line items,order status,total",
        "payment method,payment method title,line items,item name,customer note,transaction id,date created",
    ),
    _system(
        "magento",
        _MAGENTO,
        "id,increment id",
        "purchase point,aankooppunt,punt van aankoop,kaufort,kaufpunkt,einkaufspunkt,point d achat,point de vente,increment id",
        "status,statut,etat",
    ),
    _system(
        "prestashop",
        _PRESTASHOP,
        "reference,referentie,referenz,bestell referenz,bestellreferenz",
        "new client,new customer,nieuwe klant,neuer kunde,neukunde,nouveau client",
        "payment,betaling,zahlung,paiement",
    ),
    _system("lightspeed", _GENERIC, _NUMBERS, "lastname preposition", "internal id,status,order status"),
    _system(
        "bol",
        _GENERIC,
        _NUMBERS,
        "ean,artikelnummer ean,ean code",
        "order item id,orderitem id,bestelartikel id,bestelitem id,bestelregel id,fulfilment methode,fulfilment method"
        ",uiterste leverdatum,leverbelofte"
        ",latest delivery date,conditie,offer reference,interne referentie",
    ),
)
"""Known exports, the surest first."""

_OTHER_THINGS = """
message, messages, bericht, nachricht, text, tekst, body, inhoud, subject, onderwerp, betreff, objet, sujet, review, review text,
review title, review body, rating, stars, sterren, score, beoordeling, cijfer, bewertung, sterne, avis, note globale, etoiles,
question, vraag, frage, answer, antwoord, antwort, reponse, ticket, ticket id, ticket number, conversation id, assignee, caller,
call duration, duration, duur, dauer, duree, direction, richting, nps, csat, feedback, comment, commentaire, toelichting,
kommentar, recommend, agent, from, to, sender, afzender, absender, transcript, kanaal, channel type
"""
OTHER_THINGS = frozenset(map(plain, _OTHER_THINGS.split(",")))
"""Headers of messages, reviews, surveys, calls and questions: a table that has one and no total is not one of orders."""
