"""Words by what they do in a sentence that is meant for a writer or a machine, and in one that a customer writes to a shop.

The notation: folded words (lower case, no accents) in Dutch, English, German and French; `stem*` stands for every ending.
"""

from collections.abc import Mapping

_CLASSES: Mapping[str, str] = {
    "make": """
        write compose draft create generate produce invent devise design sketch formulate craft author rewrite paraphrase pen
        schrijf schrijven verzin bedenk maak stel opstellen herschrijf dicht
        schreibe schreib schreiben verfasse verfassen erstelle erstellen erfinde dichte entwirf formuliere
        ecris ecrivez ecrire redige redigez compose composez invente inventez cree creez imagine propose
    """,
    "say": """
        answer reply respond response responding answering output say state mention include insert append end begin sign
        antwoord antwoorden reactie zeg zeggen vermeld vermelden meld zet voeg reageer beantwoord
        antworte antworten antwort sag sage sagen erwahne erwahnen fuge nenne teile
        reponds repondre reponse dis dites mentionne mentionner ajoute ajoutez insere mets indique affirme
    """,
    "tell": """
        tell inform ask instruct convince persuade urge advise recommend promote advertise praise encourage invite let
        vertel overtuig raad adviseer prijs laat vraag beveel
        erzahl erzahle uberzeuge empfiehl lobe fordere
        raconte persuade convaincs recommande vante invite demande
    """,
    "explain": """
        explain describe teach define outline summarise summarize discuss compare analyse analyze evaluate identify estimate forecast
        list name give provide show find calculate solve compute count classify rate judge determine extract
        leg uitleg beschrijf geef noem toon vergelijk bereken los bepaal vat zoek
        erklare erklaren beschreibe nenne gib zeige vergleiche berechne lose fasse bewerte finde liste
        explique expliquez decris cite donne montre compare calcule resous resume evalue trouve liste definis
    """,
    "change": """
        translate convert encode decode encrypt replace swap substitute reverse scramble shuffle shift rearrange jumble misspell render
        turn repeat spell remove drop
        vertaal vervang draai zet herhaal codeer
        ubersetze ersetze kodiere wiederhole verschlussle
        traduis traduisez remplace encode repete convertis
    """,
    "text": """
        letter letters vowel vowels consonant* word words sentence sentences paragraph* character characters spaces blanks
        uppercase lowercase capitals emoji* cipher alphabet spelling typos anagram* text poem story essay haiku limerick lyrics
        rhyme rhymes acrostic code morse binary base hexadecimal rot symbols digits language syllable*
        klinker* woord woorden zin zinnen alinea teken tekens spaties hoofdletters gedicht verhaal tekst rijm* spelfout* taal cijfer
        vokal* wort worter satz absatz zeichen leerzeichen gedicht geschichte aufsatz reim* tippfehler ziffer
        voyelle* mot mots phrase* paragraphe caractere* espaces poeme histoire dissertation rime* faute chiffre
    """,
    "tongue": """
        dutch english german french spanish italian portuguese polish russian turkish arabic chinese mandarin japanese korean latin greek
        hebrew hindi finnish swedish norwegian danish czech thai vietnamese swahili esperanto
        nederlands engels duits frans spaans italiaans portugees pools russisch turks arabisch chinees japans latijn grieks noors fries
        niederlandisch englisch deutsch franzosisch spanisch italienisch portugiesisch polnisch turkisch lateinische finnisch bayrisch
        neerlandais anglais allemand francais espagnol italien portugais polonais russe turc chinois japonais suedois
    """,
    "code": """
        python java javascript sql html css json xml rust bash shell script scripts function functions regex regular loop array
        algorithm compile container git commit csv pandas recursion terminal execute os eval exec console snippet programme php
        functie programma commando skript befehl funktion fonction commande programme dataframe
    """,
    "machine": """
        ai llm gpt chatgpt chatbot assistant assistent assistente bot prompt* system systeem systemprompt systeemprompt
        instruction* instructie* anweisung* consigne* jailbreak* dan developer sprachmodell taalmodel ki ia modele model machine
        guidelines restrictions limits unrestricted context token tokens
    """,
    "undo": """
        ignore disregard forget override bypass overrule skip stop obey
        negeer vergeet omzeil
        ignoriere ignorieren vergiss uberspringe missachte
        ignorez oublie oubliez saute
    """,
    "pose": """
        act pretend simulate behave impersonate roleplay imagine
        doe gedraag speel
        tu verhalte spiel gib
        fais comporte joue
    """,
    "reveal": """
        reveal print show leak dump display expose copy paste quote
        toon onthul plak verklap
        verrate zeig gib
        affiche revele montre recopie
    """,
    "reader": """
        user users reader readers recipient everyone anybody somebody someone
        gebruiker lezer ontvanger iemand iedereen
        nutzer leser empfanger jemand
        utilisateur lecteur destinataire quelqu
    """,
    "client": "customer customers client clients klant klanten kunde kunden kundin cliente",
    "self": """
        i my me we our us mine myself im ive ill id weve were wed
        ik mijn mij wij we ons onze m'n mn
        ich mein meine meinen meiner meinem wir unser unsere mir mich uns
        je j mon ma mes nous notre nos moi
    """,
    "you": """
        you your yours youre youve
        u uw jullie je jij jouw
        sie ihr ihre ihren ihrem ihnen dir dich dein deine du
        vous votre vos tu ton ta tes
    """,
    "polite": """
        please thanks thank kindly sorry hello hi dear regards cheers greetings
        graag bedankt dank alstublieft alsjeblieft svp aub groet groeten hallo hoi beste geachte
        bitte danke gruss grusse hallo guten sehr geehrte liebe
        merci bonjour cordialement svp salut madame monsieur
    """,
    "shop": """
        order orders ordered ordering parcel package delivery deliver delivered courier driver shipping shipment ship invoice* receipt
        refund return returns exchange shop store size colour stock warranty repair broken voucher label appointment booking book
        bestelling besteld bestellen bestelnummer pakket bezorg* levering leveren factuur bon retour ruilen winkel maat kleur voorraad
        garantie reparatie kapot afspraak reservering cadeaubon verzend*
        bestell* paket liefer* rechnung* kassenbon umtausch laden grosse farbe garantie reparatur kaputt termin gutschein versand*
        command* colis livr* facture* ticket retour echange magasin taille couleur stock garantie reparation casse rendez reservation
    """,
    "money": """
        euro euros dollar dollars pound pounds price prices cost costs pay payment paid card bank account iban bitcoin wallet transfer
        prijs kosten betalen betaling betaald rekening rekeningnummer pincode pin
        preis kosten zahlen zahlung bezahlt konto uberweis*
        prix cout payer paiement paye compte carte virement
    """,
    "lure": """
        click download install visit watch claim free shocking secret secrets believe unbelievable amazing miracle trick win won prize
        revealed stun speechless exclusive discount offer casino jackpot
        klik gratis gewonnen geheim ongelooflijk truc geloof korting
        klick kostenlos gewonnen geheimnis trick glaubst rabatt gewinn lade
        clique* gratuit* gagne astuce incroyable secret croire remise
    """,
    "world": """
        capital country countries planet planets moon sun earth ocean river rivers lake lakes mountain mountains history century war king
        queen president election inhabitants population animal animals science scientist scientists theory philosophy philosophers
        novel film films movie movies song actor poet painter painted discovered invented inventor universe galaxy dinosaur*
        hoofdstad land landen planeet maan zon aarde oceaan rivier* berg* geschiedenis oorlog koning inwoners wetenschap theorie
        hauptstadt lander mond sonne erde ozean fluss* berge geschichte krieg einwohner wissenschaft theorie
        capitale pays planete lune soleil terre ocean fleuve* montagne* guerre roi habitants science theorie
    """,
    "attackword": """
        hack hacked crack keylogger keystroke* cookies steal compromise exploit phishing malware trojan logs log database passwords
        credentials wipe password undetected unnoticed traces stolen bomb inject injection sniff
        toetsaanslagen sporen wachtwoord logbestanden
        tastatureingaben spuren passwort logdateien sitzungscookies stiehlt
        frappes traces hameconnage voler journaux
    """,
    "howto": "how hoe wie comment steps stappen schritt etape tips guide guidance",
    "ask": """
        what who which when where why whose
        wat wie welke wanneer waar waarom hoeveel
        was wer welche welcher welches wann wo warum
        que quoi qui quel quelle quels quelles quand ou pourquoi combien
    """,
    "only": "only nothing solely exclusively alleen uitsluitend slechts nur ausschliesslich uniquement seulement exclusivement",
    "everyeach": "every each all whole entire elke elk ieder alle hele jeden jedem jeder ganze gesamte chaque tout toute toutes",
}


def _split(classes: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    stems: dict[str, str] = {}
    for name, words in classes.items():
        for word in words.split():
            known = stems if word.endswith("*") else exact
            known.setdefault(word.rstrip("*"), name)
    return exact, stems


_EXACT, _STEMS = _split(_CLASSES)
_LONGEST_STEM = max(map(len, _STEMS))


def class_of(word: str) -> str:
    """Return the class of a folded word, "" for one that has none; a word in several lists belongs to the first."""
    found = _EXACT.get(word, "")
    if found:
        return found
    for length in range(min(len(word), _LONGEST_STEM), 3, -1):
        if word[:length] in _STEMS:
            return _STEMS[word[:length]]
    return ""
