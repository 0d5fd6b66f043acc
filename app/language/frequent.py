"""The small words that give a language away: articles, pronouns, verbs of every sentence, words of every shop letter."""

FREQUENT_WORDS = {
    "nl": """
        de het een en van ik te dat die in is op niet zijn je met voor er maar om hem dan zou of wat mijn men dit zo door over ze zich bij
        ook tot je mij uit der daar haar naar heb hoe heeft hebben deze u want nog zal me zij nu geen omdat iets worden toch al waren veel
        meer doen moet zonder kan hun dus alles onder ja eens hier wie werd altijd wordt kunnen ons zelf tegen na wil kon niets uw iemand
        geweest andere hebt bent ben jij wij hij jullie jouw waar wanneer waarom welke graag even alvast bedankt groet groeten groetjes
        vriendelijke hartelijk dank beste hallo hoi goedemorgen goedemiddag goedendag dag alsjeblieft alstublieft bestelling besteld
        bestellen pakket pakketje ontvangen geleverd bezorgd bezorgen levering verzonden terug retour geld betaald betalen rekening factuur
        kapot nieuw nieuwe vraag vraagje mogelijk morgen vandaag gisteren week weken maand dagen jaar uur kunt kun wilt weet weten laten
        krijg krijgen gekregen gaat gaan komt komen staat staan ligt maken gemaakt zien ziet zeggen vind vinden gevonden leuk mooi goed
        slecht erg heel zeer nooit steeds eerst eerste laatste tweede beetje misschien helaas natuurlijk volgens tussen tijdens sinds
        vanaf voordat nadat zodat terwijl wel geef geven zet zetten wekker herinnering morgenochtend vanavond vanmiddag voeg toe weer
        regent regen zonnig warm koud buiten speel nummer lijst zoek toon laat wijzig annuleer verwijder mijne jou hen zulke elke elk
        ieder iedere beide alle alleen anders bijna daarom eigenlijk eindelijk genoeg gewoon hoeveel inmiddels juist klopt lang langer
        lukt mag moeten moest nodig ofwel ooit opnieuw samen snel soms straks terwijl thuis totaal tijd vaak vanwege verder vooral wachten
        """,
    "en": """
        the of and to a in is it you that he was for on are with as i his they be at one have this from or had by but not what all were we
        when your can said there an each which she do how their if will up other about out many then them these so some her would make
        like him into has look more see no could my than been who its now find down did get come made may part me i'm i've don't didn't
        doesn't isn't can't won't it's that's you're we're hello hi hey dear thanks thank please regards kind best sincerely order ordered
        orders package parcel delivery delivered shipped shipping received arrived still yet refund return returned money paid payment
        invoice broken damaged missing wrong item product question wondering know want need help today tomorrow yesterday week weeks days
        month year hour time where why because after before while since until never always again already just only also very really much
        any every something anything nothing someone anyone everyone good great bad nice lovely love new old first last next two three
        don didn doesn isn couldn wouldn shouldn haven hasn hadn aren wasn weren let us our yours mine am too should must might shall does
        doing done being having going went gone take took set alarm remind reminder reminders weather rain raining sunny hot cold warm
        show add play cancel delete change update turn off here there over under through between against during without within along
        keep give given gave tell told think thought say says call called work working works try tried use used way people thing things
        right left long little own same another such few most both
        """,
    "de": """
        der die das und ist in zu den mit nicht von sie sich auf für ein eine einen dem des im als auch es an werden aus er hat dass daß
        nach wird bei einer um am sind noch wie einem über so zum kann hatte habe ich aber haben diese dieser diesen nur war oder sehr vor
        zur bis mehr durch man vom wenn will sein ihr ihre ihren ihnen wir uns unser mein meine meinen meiner meinem mir mich du dich dir
        dein deine hallo guten tag morgen liebe lieber grüße gruß grüsse freundlichen freundliche danke vielen dank bitte bestellung
        bestellt bestellen paket sendung lieferung geliefert erhalten angekommen versand verschickt zurück rücksendung geld erstattung
        bezahlt rechnung zahlung kaputt defekt neu neue frage fragen möglich heute gestern woche wochen monat tage tagen jahr uhr können
        könnten könnte kannst möchte würde wollte wissen bekommen bekomme gekommen geht gehen kommt kommen steht machen gemacht macht
        sehen sagen finde finden gefunden schön gut schlecht immer nie schon erst erste letzte zweite vielleicht leider natürlich zwischen
        während seit bevor nachdem damit weil denn doch mal wo wann warum was welche welcher wer wieder jetzt hier dort da dann also alle
        alles jede jeder jeden kein keine keinen etwas nichts jemand niemand viel viele wenig andere anderen beim ins ohne gegen unter
        wecker erinnerung erinnere stelle stell regnen regnet wetter sonnig warm kalt draußen zeige zeig spiele füge hinzu lösche ändere
        abbrechen muss müssen soll sollte darf dürfen wäre wären hätte hätten bin bist seid gewesen worden wurde wurden sowie sondern
        jedoch außerdem daher deshalb trotzdem bereits gerne gern eigentlich endlich genug nämlich zusammen schnell manchmal lange
        welches welchen ob für euch euer eure ihm ihn
        """,
    "fr": """
        de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec elle son sa ses mais comme ou
        si leur y dont nous vous je j'ai tu te me on mon ma mes ton ta tes votre vos notre nos cette ces cet été être avoir fait faire
        suis es êtes sommes ont ai as avez avons était étaient sera serait bonjour bonsoir salut merci cordialement madame monsieur
        svp s'il plaît commande commandé commander colis livraison livré reçu reçue envoyé expédié retour retourner rembourser
        remboursement argent payé payer paiement facture cassé cassée défectueux nouveau nouvelle question possible demain aujourd'hui
        hier semaine semaines mois jours jour année heure heures pouvez pourriez peux peut pouvoir voudrais veux savoir toujours jamais
        encore déjà très bien bon bonne mal beaucoup peu trop rien quelque chose quelqu'un personne tout tous toute toutes autre autres
        même aussi alors donc car parce quand comment pourquoi où quel quelle quels quelles sans sous entre vers chez depuis pendant avant
        après jusqu contre malheureusement c'est n'est d'un d'une qu'il qu'elle l'ai n'ai c ça cela ceci celui celle ceux eux lui moi toi
        deux trois premier première dernier dernière ici là voici voilà svp attends attendre réponse répondre numéro compte prix
        j l d n s qu m t site mettre mets réveil rappel pluie pleut soleil chaud froid ajoute supprime annule montre va vais allez
        merci vraiment enfin assez souvent parfois ensemble puis ensuite lors afin ainsi selon malgré environ
        """,
}
"""Language -> its frequent words, separated by white space."""
