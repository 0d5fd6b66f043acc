"""The names under which tables of messages, reviews, calls and forms carry their fields, in Dutch, English, German and French.

Names are the usual ones of the programs and shops that make such tables (facts: headers of Trustpilot, Judge.me, Okendo, Opinew, Shopify
Product Reviews, Gravity Forms, Jetpack, DIDWW) and their translations; surest first.
"""

from app.parsing.table_columns import Vocabulary, listed, vocabulary

_FIRST = """
    first name, firstname, name first, given name, voornaam, naam voornaam, vorname, name vorname, prenom, nom prenom, recipient
    first name
"""
_LAST = """
    last name, lastname, name last, surname, family name, achternaam, naam achternaam, nachname, name nachname, nom de famille, nom nom
"""
_EMAIL = """
    email, email address, emailadres, mail, mailadres, mail address, email adresse, emailadresse, adresse email, adresse mail,
    courriel, customer email, klant email, reviewer email, review user email, contact email, your email, je email, uw emailadres,
    votre email, from email, author email, sender mail,
    sender email, afzender email, user email, consumer email, email klant, recipient email, respondent
    email,
    gebruikersnaam, username, nutzername, nom dutilisateur, benutzername,
    adresse de messagerie, what is your email, what is your email address, wat is je emailadres, wat is uw emailadres
"""
_PHONE = """
    phone, phone number, telephone, telefoon, telefoonnummer, telefon, telefonnummer, numero de telephone, mobile, mobiel, mobiel
    nummer, mobilnummer, handy, handynummer, portable, tel, mobile number, mobile phone, gsm, nummer, number, telephone number,
    customer phone, whatsapp, whatsapp nummer, your phone, tel nr, phonenumber
"""
_ORDER = """
    order number, order, order id, ordernumber, order no, ordernummer, bestelnummer, bestelling, bestellnummer, bestellung,
    auftragsnummer, numero de commande, commande, reference id, reference, referentie, referenznummer, referentienummer, order
    reference, order name
"""

MESSAGES: Vocabulary = vocabulary(
    {
        "date": """
        date, datum, sent at, created at, timestamp, date time, datetime, datum en tijd, datum tijd, date sent, date et heure, datum
        und uhrzeit, datum uhrzeit, verzonden op, gesendet am, envoye le, received at, ontvangen op, empfangen am, recu le, sent,
        received, created, verzonden, ontvangen, sent on, message date, tijdstip, zeitpunkt, zeitstempel, tijdstempel, horodatage,
        horodateur, day, dag, tag, jour, created on, date created, aangemaakt, aangemaakt op, erstellt am, cree le, moment, created
        time, time stamp, ts,
        ticket date, date received, readable date, sent date, date and time, ticket created
        """,
        "time": "time, tijd, uhrzeit, heure, zeit, clock, hour",
        "sender": """
        sender, from, afzender, van, absender, von, expediteur, de, name, naam, nom, author, auteur, autor, verfasser, customer,
        klant, kunde, client, customer name, klantnaam, kundenname, nom du client, sender name, from name, van naam, naam afzender,
        naam van afzender, naam klant, nickname, contact, contact name,
        contactpersoon, full name, volledige naam, user, gebruiker, nutzer, utilisateur, username, display name, who, wie, wer, qui,
        author name, sender display name, customer full name,
        author id, user id, sender id,
        speaker, spreker, sprecher, handle, requester, screen name
        """,
        "first_name": _FIRST,
        "last_name": _LAST,
        "address": _EMAIL,
        "phone": f"{_PHONE}, sender number, from number, sender phone",
        "recipient": """
        recipient, to, aan, ontvanger, an, empfanger, destinataire, a, naar, recipient name, to name, receiver
        """,
        "text": """
        plain body, body text,
        text, message, bericht, nachricht, tekst, body, content, message text, message body, inhoud, inhalt, texte, contenu, comment,
        comments, opmerking, opmerkingen, kommentar, commentaire, remark, vraag, frage, question, description, omschrijving,
        beschreibung, toelichting, mitteilung, anfrage, plain text, text body, msg, message content, note, notitie, chat, reactie, uw
        bericht, je bericht, ihre nachricht, votre message, your message, tweet, post, utterance, anliegen, verzoek, demande,
        ticket description, customer message, query, complaint, klacht, consumer complaint narrative, sms, full text
        """,
        "subject": "subject, onderwerp, betreff, sujet, objet, title, titel, titre, topic, thema, ticket subject, ticket title",
        "direction": """
        direction, richting, richtung, sens, author type, sender type, sender role, author role, from type, in out, inbound outbound,
        type richting, role, rol, rolle, inbound, is inbound,
        from me, is from me, outbound, from us, incoming, outgoing
        """,
        "id": """
        message id, messageid, id, uuid, guid, bericht id, bericht nummer, nachricht id, unique id, external id, msg id,
        tweet id
        """,
        "internal": "internal, is internal, private, is private, intern, interne, internal note, prive",
        "public": "public, is public, openbaar, offentlich",
        "kind": "kind, type, soort, art, message type, berichttype, typ",
        "conversation": """
        conversation, conversation id, thread, thread id, chat id, gesprek, gesprek id, ticket, ticket id, ticket number,
        ticketnummer, case, case id, konversation, unterhaltung, chat name, channel id, ticket nr, zaaknummer, dialogue id, dialog id,
        dialog, session id, thread title
        """,
        "order": _ORDER,
    }
)
"""Tables of messages. `sender` is a name, an address or a number, as the cell is."""

REVIEWS: Vocabulary = vocabulary(
    {
        "date": """
        review datetime utc, comment date, date reviewed, review submit date and time, review creation date, date since, rated at,
        review date, review created, created at, date created, create time, date, datum, review created at, reviewed at, published
        at, submitted at, geplaatst op, review datum, datum review, datum beoordeling, bewertungsdatum, date de lavis, date avis,
        created, created date, date since, datetime, submission date, abgegeben am, erstellt am, publie le, gepubliceerd op, tijd,
        timestamp, time,
        unix review time, review time, at, published date, date of experience, publishedatdate, published at date
        """,
        "edited": "update time, updated at, date updated, gewijzigd op",
        "name": """
        author title, review author, comment author, profile name, profilename,
        reviewer name, review username, reviewer display name, name, naam, author, customer name, reviewer, auteur, consumer name,
        consumer display name, klant, klantnaam, kunde, kundenname, nom, client, user, username, bewerter, verfasser, review author,
        weergavenaam, nickname, gebruikersnaam, rezensent, customer, display name, naam klant, beoordelaar,
        user name, user id, reviewer id
        """,
        "first_name": _FIRST,
        "last_name": _LAST,
        "address": f"{_EMAIL}, reviewer mail",
        "rating": """
        review rating, review stars, star rating, review score,
        rating, star rating, review stars, stars, score, cijfer, beoordeling, review rating, sterren, sterne, bewertung, note,
        etoiles, overall rating, total score, totaalscore, eindcijfer, gesamtnote, gesamtbewertung, waardering, average rating, note
        globale, punkte, algemene beoordeling, rapportcijfer, oordeel, overall, star, review score, rating value, aantal sterren,
        anzahl sterne, gemiddelde score,
        service rating, product rating, totaal score, globaal cijfer
        """,
        "title": """
        review title, title, titel, titre, heading, summary, onderwerp, headline, kop, korte omschrijving, eenregelig, one liner,
        titel review, uberschrift,
        in een zin, in 1 zin, ervaring in een zin, beschrijf uw ervaring in 1 zin, samenvatting, one line
        """,
        "text": """
        review content, review text, body, comment, comment content, review body, text, content, review, review comment, toelichting, tekst,
        omschrijving, kommentar, commentaire, avis, bewertungstext, beoordeling tekst, opmerking, opinion, mening, reviewtekst,
        comments, rezension, description, feedback, message, bericht, toelichting review, texte, inhoud, opmerkingen, erfahrung,
        ervaring,
        service review, service comment, product comment
        """,
        "pros": "pros, pluspunten, pros and, vorteile, points positifs, advantages, pluspunt, positief, positive",
        "cons": "cons, minpunten, nachteile, points negatifs, disadvantages, minpunt, negatief, verbeterpunten, negative",
        "reply": """
        company reply, business reply, reply, review reply comment, response, reactie, antwoord, antwort, reponse, reactie winkel,
        shop reply, owner response, merchant reply, store reply, reply content, reply text, reactie bedrijf, kommentar des handlers,
        unsere antwort, onze reactie, webshop reactie, webshop response, response text,
        reply content, developer response body, developer response, response from owner text,
        owner answer, reaction, reaction by manager, developer reply text, company reply text, reply body, reactie van winkel,
        antwort des verkaufers,
        public reply, comment content
        """,
        "reply_date": """
        company reply date, business reply date, reply date, review reply update time, replied at, reactie datum, datum reactie,
        antwortdatum, date de reponse, response date, reply created at, reactiedatum,
        replied at, developer response modified, response from owner date,
        owner answer timestamp datetime utc, company reply created at, owner answer date, developer reply date and time,
        response from owner date
        """,
        "order": _ORDER,
        "product": """
        product name, product title, product, product handle, handle, productnaam, producttitel, artikel, produkt, produktname,
        produit, product url, item, artikelnaam, article, nom du produit
        """,
        "product_id": "product id, sku, product sku, ean, productid, artikelnummer",
        "recommends": """
        recommendation, recommends, recommend, recommended, would recommend, aanbeveling, aanrader, beveelt aan, zou aanbevelen, empfehlung,
        weiterempfehlung, recommande, recommandation
        """,
        "more": "product review, product review text, review product, private feedback",
        "location": "location name, location, locatie, vestiging, standort, filiale, etablissement, store, winkel",
        "id": "review id, reviewid, comment id, id, uuid, review uuid, review number, review nummer",
    }
)
"""Tables of reviews."""

GOOGLE_REVIEWS: Vocabulary = vocabulary(
    {
        "resource": "name",
        "name": "reviewer display name",
        "rating": "star rating",
        "text": "comment",
        "date": "create time",
        "edited": "update time",
        "reply": "review reply comment",
        "reply_date": "review reply update time",
    }
)
"""Reviews in Google's Takeout. `resource` is the path of a review ("accounts/.../locations/.../reviews/...")."""

CALLS: Vocabulary = vocabulary(
    {
        "date": """
        date time start, start, start time, starttime, call start, begin, started at, date, datum, call date, call time, datum tijd,
        date time, datum en tijd, tijdstip, beginn, anrufzeit, debut, date et heure, timestamp, start date, datetime, created,
        starttijd, startzeit, gestart, calldate, date heure, zeitpunkt, time start,
        call time, calltime, date tz offset incl, datetime, anrufdatum, date de l appel, gespreksdatum
        """,
        "time": "time, tijd, uhrzeit, heure, zeit",
        "direction": """
        direction, richting, richtung, sens, call direction, type, call type, soort, art, typ, type dappel, anrufart
        """,
        "from": """
        from, source, caller, caller id, van, beller, von, anrufer, appelant, de, calling number, from number, src, source number,
        caller number, bron, quelle, anrufernummer, a number, callerid, clid, origin
        """,
        "from_name": "source name, caller name, from name, naam beller, name des anrufers, contact name",
        "to": """
        to, destination, destination did, callee, naar, an, ziel, gebeld nummer, called number, to number, dst, bestemming,
        angerufen, destinataire, called, b number, doorverbonden naar, dialed number, did
        """,
        "to_name": "destination name, callee name, to name",
        "number": """
        number, phone, phone number, nummer, telefoonnummer, telefoon, telefonnummer, telefon, numero, telephone, rufnummer, customer
        number, contact number, mobile, tel
        """,
        "name": "name, naam, contact, contact name, customer, klant, kunde, client, nom, wie, wer, who, qui",
        "duration": """
        duration, duration sec, call duration, duur, gespreksduur, dauer, gesprachsdauer, duree, length, seconds, seconden, billsec,
        talk time, duration seconds, duration s, sekunden, duree sec, duur sec, duration mm ss, beltijd, spreektijd, duration in
        seconds,
        talking, duration in call, duration total, talk duration, call length, conversation duration, gespreksduur sec, hh mm ss
        """,
        "connect": """
        connect, connected, date time connect, answered at, connect time, beantwoord om, answer time, time connect
        """,
        "result": """
        result, status, resultaat, ergebnis, disposition, outcome, call status, resultat, statut, uitkomst, state, answered,
        beantwoord,
        answered, result description, action result
        """,
        "missed": "missed, gemist, gemiste oproep, missed call, verpasst, manque, appel manque",
        "note": """
        note, notes, notitie, notities, comment, opmerking, opmerkingen, notiz, bemerkung, remarque, summary, description,
        samenvatting
        """,
        "id": "call id, callid, uniqueid, unique id, id, uuid, call uuid, session id",
    }
)
"""Tables of telephone calls."""

FORMS: Vocabulary = vocabulary(
    {
        "date": """
        entry date, submission date, submitted at, submitted on, submitted, date submitted, ingezonden op, verzonden op, ingediend
        op, eingangsdatum, gesendet am, eingegangen am, envoye le, date denvoi, created at, date created, date, datum, timestamp,
        created, tijdstempel, zeitstempel, horodateur, inzenddatum, datum inzending, verstuurd op, erstellt am, time submitted,
        aangemaakt op,
        submission time, submit time, conversion date, completion time, eintragsdatum, datum van inzending, date d envoi, date d entree,
        date de
        l entree, date de soumission, _date
        """,
        "name": """
        name, naam, your name, full name, volledige naam, je naam, uw naam, ihr name, dein name, votre nom, nom, contact name, name
        name, nom complet, vollstandiger name, naam naam, contactpersoon, nom et prenom, voor en achternaam, vor und nachname,
        names, what is your name, wat is je naam, wat is uw naam, naam contactpersoon, your full name
        """,
        "first_name": _FIRST,
        "infix": "tussenvoegsel, name middle, naam tussenvoegsel, middle name, name prefix infix",
        "last_name": _LAST,
        "address": _EMAIL,
        "phone": _PHONE,
        "text": """
        message, bericht, nachricht, your message, uw bericht, je bericht, ihre nachricht, votre message, comment, comments,
        opmerking, opmerkingen, vraag, je vraag, uw vraag, question, your question, frage, ihre frage, votre question, text, tekst,
        kommentar, commentaire, remarks, anliegen, demande, bericht of vraag, vraag of opmerking, waarmee kunnen we helpen, waar
        kunnen we je mee helpen, how can we help, how can we help you, wie konnen wir helfen, comment pouvons nous vous aider,
        inquiry, enquiry, message body, vraag opmerking, toelichting, mitteilung,
        comment or message, reactie of bericht, opmerking of bericht, bericht of opmerking, kommentar oder nachricht,
        commentaire ou message,
        your question or comment, uw vraag of opmerking, je vraag of opmerking
        """,
        "subject": """
        subject, onderwerp, betreff, sujet, objet, topic, your subject, thema, title, titel, reden van contact, grund
        """,
        "order": _ORDER,
        "id": """
        entry id, submission id, id, entry, serial number, nr, inzending id, inzending, submission, eintrag id, lead id,
        eintrags id, id de l entree, inzendings id, #
        """,
    }
)
"""Entries of forms on a website; every other column is a question."""

FORM_META = listed(
    """
    apparaat, bron url, browser, consent, consent consent, consent description, consent text, created by, created by user id,
    date updated, device, entry status, form, form id, form name, formulier, gebruiker ip, gebruikers ip, ip, ip address, ip
    adres, is fulfilled, last updated, network id, page title, page url, pagina, payment amount, payment date, payment method,
    payment status, post id, read, referer, referrer, remote ip, seite, source, source url, spam, starred, status, token,
    transaction id, url, user, user agent, user id, user ip, utm campaign, utm medium, utm source,
    entry date gmt, entry notes, unique generated user id, geolocation, viewed, form name id, actions status, respondent id,
    submitted login,
    submitted from, updated by, key, draft, last updated, quell url, benutzer ip, benutzeragent, user agent, url source, ip utilisateur,
    agent utilisateur, erstellt von benutzer id, cree par id utilisateur, transaktions id, zahlungsbetrag, zahlungsdatum, zahlungsstatus,
    beitrags id, transactie id, betaalbedrag, betaaldatum, betaalstatus, bericht id, aangemaakt door gebruiker id, id transaction,
    montant du paiement, date du paiement, etat du paiement, id de l article, ip de l utilisateur, resume id, submission ip
"""
)
"""What a form's program adds about an entry: no answers of the customer."""

SURVEY_META: Vocabulary = vocabulary(
    {
        "date": """
        end date, submit date, submitted at, recorded date, timestamp, tijdstempel, zeitstempel, horodateur, date submitted, date,
        datum, submission date, response date, completed at, einddatum, enddatum, date de fin, created at, completed, survey date,
        responded at, answered at, beantwoord op, date modified, ingevuld op, creation date,
        completion time, tijd van voltooien, voltooiingstijd, fertigstellungszeit, heure de fin, rated at, date rated
        """,
        "start": """
        start date, startdatum, date de debut, date created, started at, begin date, startdate, begindatum, anfangsdatum, start time,
        begintijd, startzeit, heure de debut
        """,
        "id": """
        respondent id, response id, responseid, token, submission id, id, #, #1, respondenten id, respondent, response uuid, response
        """,
        "address": _EMAIL,
        "name": """
        name, naam, nom, je naam, uw naam, jouw naam, your name, ihr name, dein name, votre nom, full name, volledige naam,
        customer name, klantnaam, kundenname, customer, klant, kunde, respondent name,
        requester, what is your name, wat is je naam, wat is uw naam, wie heissen sie, comment vous appelez vous
        """,
        "first_name": _FIRST,
        "last_name": f"{_LAST}, recipient last name",
        "phone": _PHONE,
        "rating": """
        nps, nps score, csat, csat score, net promoter score, score, rating, satisfaction score, satisfaction rating, satisfaction,
        nps rating, tevredenheid, zufriedenheit, cijfer
        """,
        "order": "order number, order id, ordernummer, bestelnummer, bestellnummer, numero de commande",
        "ticket": "ticket id, ticket, conversation id, case id, conversation number",
    }
)
"""What a survey's program says about a respondent; every other column is a question."""

SURVEY_ASIDE = listed(
    """
    collector id, custom data 1, custom data 2, custom data 3, distribution channel, duration in seconds, ending, external data
    reference, external id, external reference, finished, ip address, ipaddress, language, location latitude, location longitude,
    network id, progress, punktzahl, q language, recipient email, respondent ip, response status, response type, stage date,
    stage date utc, start date utc, status, survey, survey id, survey name, tags, user agent, user language,
    recorded date, end date, response id, ip adres, ip adresse, adresse ip, last page, laatste pagina, letzte seite, start language,
    starttaal,
    seed, date last action, referrer url, last modified time, response source, landing id, landed at, respondent ip adres, collector,
    aangepaste gegevens 1, benutzerdefinierte daten 1, donnees personnalisees 1,
    metadata user agent, metadata platform, metadata referer, metadata network id, metadata browser, landing id, landed at, response type,
    calculated score, form id
"""
)
"""Columns of survey programs that are no questions."""
