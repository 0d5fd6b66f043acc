"""Shop words that mean the same in Dutch, English, German and French, and pairs that exclude each other.

Each line is one meaning: beginnings of folded words (lower case, no accents). A word belongs to the longest beginning it has;
a beginning ending in `$` must be the whole word.
"""

from functools import lru_cache

_MEANINGS = """
return: retour retourn return terugstur terugzend teruggestuur teruggezond rucksend rucksand rucksenden zurucksend zuruckschick zuruckgeb
return: ruckgab renvoi renvoy reexpedi rendre$ terugbreng
shipping: verzend verzond verstuur gestuurd$ opgestuur bezorg lever$ lever levering delivery deliver shipping ship$ shipment shipped
shipping: ships$ versand versend versandt liefer zustell livr expedi envoi envoy dispatch send$ sends$ sent$ sending$ stuur$ sturen$
shipping: stuurt$ schick geschickt geliefert
cost: kosten kost$ cost$ costs$ costing fee$ fees$ gebuhr tarief tarieven porto$ frais cout coute coutent tarif portokost
price: prijs prijz price pricing preis prix
free: gratis kosteloos free$ kostenlos kostenfrei gratuit umsonst
pay: betal betaal pay$ payment paying paid$ bezahl zahl$ zahlen zahlung zahlt paie paye payer regl
refund: terugbetal terugbetaal terugstort teruggestort terugkrijg teruggav refund reimburs erstatt ruckerstatt ruckzahl zuruckerstatt
refund: rembours money_back geld$ argent$ money$
order: bestel besteld order$ orders$ ordered ordering bestell auftrag auftrags command$ commande commander commandes opdracht
invoice: factuur factur invoice rechnung facture rekening$
receipt: kassabon bonnetje aankoopbewijs receipt kassenbon kaufbeleg ticket_de recu$ proof
warranty: garantie garanti warrant guarantee gewahrleist
repair: reparatie reparer repair fix$ reparier reparatur
broken: kapot gebroken stuk$ beschadig broken damage defect defekt kaputt beschadigt zerbroch casse brise endommag abime scherv scherb
broken: barst gebarst crack riss$ fele$ fissur
glaze: glazuur geglazuurd glaze glazed glasur glasiert email$ emaill
exchange: ruil omruil omwissel exchang swap$ umtausch umtausch tausch echang vervang replac ersetz ersatz remplac
day: dag$ dagen$ day$ days$ tag$ tage$ tagen$ jour$ jours$
workday: werkdag werkdagen business_day workday working_day werktag werktage werktagen arbeitstag ouvre ouvrable
week: week$ weken$ weeks$ woche wochen semaine
month: maand month monat mois$
year: jaar$ jaren$ year$ years$ jahr jahre jahren an$ ans$ annee
hour: uur$ uren$ hour$ hours$ stunde stunden heure heures
open: open$ geopend openings opens$ opened$ opening offnung geoffnet ouvert ouvre$ ouverture
closed: gesloten dicht$ sluit sluiten closed close$ closes$ geschlossen schliess ferme$ fermes fermee fermeture
before: voor$ before vor$ avant
after: na$ nadat after nach$ nachdem apres
within: binnen within innerhalb binnen d'ici sous$ endeans
until: tot$ until bis$ jusqu
minimum: minimaal minimum minstens mindest least au_moins vanaf$ ab$ from$
maximum: maximaal maximum hoogstens hochstens maximal most$
with: met$ with$ mit$ avec
without: zonder without ohne sans$
store: winkel atelier store$ shop$ laden$ geschaft boutique magasin werkplaats workshop werkstatt
pickup: afhaal afhal ophal ophaal pick$ pickup collect abhol retrait retirer
package: pakket pakje doos$ dozen verpakking parcel package packaging packet box$ paket karton verpack colis emballag
letterbox: brievenbus letterbox mailbox briefkasten boite$
gift: cadeau kado geschenk gift present$ geschenk
voucher: cadeaubon waardebon bon$ voucher gutschein bon_cadeau
discount: korting discount rabat rabatt ermassig reduc remise kortingscode
address: adres adress address anschrift adresse
home: thuis$ huis$ home$ hause$ zuhause maison domicile
mail: mail$ mailt$ mailen$ mails$ email e-mail emails courriel mel$
phone: telefon telephon phone$ call$ bel$ bellen$ belt$ anruf anrufen appel appeler
question: vraag vragen question questions frage fragen
answer: antwoord answer antwort repons repond
contact: contact kontakt contacter
customer: klant klanten customer client$ clients$ kunde kunden
account: account konto compte
password: wachtwoord password passwort mot_de_passe
cancel: annuleer annuler cancel stornier storno abbestel
change: wijzig verander aanpass change$ changed$ changing modify ander$ andern$ anderung modifi changer
choose: kies$ kiezen$ keuze choose choice wahl wahlen choisi choix
size: maat$ maten$ formaat afmeting size sizes dimension grosse grossen taille
color: kleur color colour farbe farben couleur
material: materiaal material materiau
cup: kop$ kopje mok$ mokken cup$ cups$ mug$ mugs$ tasse becher
plate: bord$ borden$ plate$ plates$ teller assiette
bowl: kom$ kommen$ schaal$ schalen$ bowl schussel schale bol$ bols$ saladier
vase: vaas vazen vase
teapot: theepot teapot teekanne theiere
dishwasher: vaatwas afwasmachine dishwasher spulmaschin lave-vaisselle geschirrspul vaisselle
microwave: magnetron microwave mikrowell micro-onde microonde
oven: oven$ ovens$ ofen four$ backofen
handmade: handgemaakt handwerk handmade hand-made handgefertigt handgemacht fait$ artisanal
wash: wasse wash waschen laver lavage spulen afwas
clean: schoonmaak reinig clean putz nettoy
food: voedsel eten$ food$ lebensmittel alimentaire voedselveilig
lead: lood$ loodvrij blei bleifrei plomb
course: cursus les$ lessen$ course class$ classes$ kurs cours$ workshop$ workshops$ atelier_cours
appointment: afspraak appointment termin rendez
reserve: reserveer reserver reserve reservier booking book$ booked boek$ boeken$ buchen buchung
stock: voorraad stock$ lager vorrat vorratig
available: beschikbaar leverbaar available verfugbar lieferbar disponib
sold_out: uitverkocht ausverkauft epuise sold$
new: nieuw new$ neu$ neue neues neuen nouveau nouvelle
track: volg$ volgen$ track$ tracking trace sendungsverfolg verfolg suivi suivre
link: link$ lien$ liens$
photo: foto photo bild bilder picture image
original: origin
unused: ongebruikt unused unbenutzt inutilise
abroad: buitenland abroad ausland etranger internationaal international
belgium: belgie belgium belgien belgique
germany: duitsland germany deutschland allemagne
netherlands: nederland netherlands niederlande pays-bas
france: frankrijk france$ frankreich
europe: europa europe european europaisch
newsletter: nieuwsbrief newsletter infolettre
card: kaart card$ cards$ karte carte creditcard kreditkarte
cash: contant cash$ bargeld bar$ espece
bank: bank$ bankoverschrijv overboek overschrijv transfer uberweis virement banque
custom: maatwerk custom$ bespoke massanfertigung personnalis opmaat
wedding: bruiloft trouw wedding hochzeit mariage
monday: maandag monday montag lundi
tuesday: dinsdag tuesday dienstag mardi
wednesday: woensdag wednesday mittwoch mercredi
thursday: donderdag thursday donnerstag jeudi
friday: vrijdag friday freitag vendredi
saturday: zaterdag saturday samstag samedi
sunday: zondag sunday sonntag dimanche
holiday: feestdag vakantie holiday holidays feiertag urlaub ferie vacances
privacy: privacy persoonsgegevens datenschutz personendaten donnees
data: gegevens data$ daten$
delete: verwijder wissen$ delete loschen supprim
receive: ontvang ontvangst krijg receiv get$ gets$ erhalt erhalten bekomm recevoir recev recoi recu
buy: koop$ kopen$ gekocht aankoop aankop buy$ purchas bought kauf kaufen gekauft achat achet
sell: verkoop verkopen sell$ selling verkauf vend vendr
weigh: weeg gewicht weight weigh gewicht poids peser
heavy: zwaar heavy schwer lourd
large: groot grote$ large big$ gross$ grosse$ grossen$ grand
small: klein small klein petit
fast: snel fast quick schnell rapid vite
later: later spater plus_tard
early: vroeg early fruh tot_tot
possible: mogelijk possible moglich
keep: bewaar houd hold$ keep$ behalt aufbewahr garder conserv
make: maak maken gemaakt make$ making made$ mach herstell faire$ fabriqu
product: product artikel article produkt produit item items
online: online website webshop site$ webseite internet
language: taal$ talen$ language sprache langue
fragile: breekbaar fragiel fragile zerbrechlich
insured: verzeker insur versicher assur
"""

_OPPOSITES = (
    ("open", "closed"),
    ("before", "after"),
    ("with", "without"),
    ("minimum", "maximum"),
    ("large", "small"),
    ("buy", "sell"),
    ("fast", "slow"),
    ("early", "later"),
)
_LONGEST = 18


def _table() -> tuple[dict[str, str], dict[str, str]]:
    whole: dict[str, str] = {}
    start: dict[str, str] = {}
    for line in _MEANINGS.strip().splitlines():
        meaning, _, words = line.partition(": ")
        for word in words.split():
            (whole if word.endswith("$") else start).setdefault(word.rstrip("$"), meaning)
    return whole, start


_WHOLE, _START = _table()
_SHORTEST = 4
OPPOSITE: dict[str, str] = {a: b for pair in _OPPOSITES for a, b in (pair, pair[::-1])}
"""Meaning -> the meaning that excludes it."""


@lru_cache(maxsize=20_000)
def meaning_of(word: str) -> str:
    """Return the meaning of a folded word, or "" when it is not a shop word."""
    if word in _WHOLE:
        return _WHOLE[word]
    for length in range(min(len(word), _LONGEST), _SHORTEST - 1, -1):
        if word[:length] in _START:
            return _START[word[:length]]
    return _START.get(word, "")
