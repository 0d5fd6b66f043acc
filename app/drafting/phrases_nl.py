"""Letters in Dutch."""

from app.drafting.phrases import Calendar, Phrases

FORMS = {
    "formal": Phrases(
        greeting="Beste {name},",
        greeting_unnamed="Goedendag,",
        greeting_chat="Dag {name},",
        greeting_chat_unnamed="Goedendag,",
        thanks=("Dank voor uw bericht.", "Hartelijk dank voor uw bericht.", "Bedankt dat u contact opneemt.", "Dank dat u ons schrijft."),
        thanks_again=("Bedankt voor uw reactie.", "Dank voor uw antwoord."),
        angry=(
            "Ik begrijp heel goed dat u boos bent, en het spijt ons dat het zo is gelopen.",
            "U heeft alle reden om ontevreden te zijn. Onze excuses dat het zover is gekomen.",
            "Dit had anders gemoeten, en dat spijt ons oprecht.",
        ),
        frustrated=(
            "Wat vervelend dat dit niet ging zoals u mocht verwachten. Onze excuses daarvoor.",
            "Ik begrijp dat dit ergernis geeft, en het spijt ons dat u er moeite voor moet doen.",
            "Dat is vervelend, en het spijt ons dat u dit moest meemaken.",
        ),
        worried=("Ik begrijp dat u zich hier zorgen over maakt.", "Goed dat u het meldt; ik begrijp uw ongerustheid."),
        apology=("Onze excuses voor het ongemak.",),
        kind_words=(
            "Wat fijn om te lezen, dank u wel! Daar doen we het voor.",
            "Dank voor uw vriendelijke woorden, daar worden we blij van.",
        ),
        unknown=(
            "Op uw vraag wil ik u een antwoord geven dat klopt, en dat heb ik nu niet bij de hand. "
            "We zoeken het voor u uit en laten het u weten zodra we het zeker weten.",
            "Hier moeten we even goed naar kijken, want ik wil niet gokken. We zoeken het voor u uit en komen er bij u op terug.",
            "Het juiste antwoord weet ik niet uit mijn hoofd. We zoeken het voor u uit en komen hier bij u op terug.",
        ),
        unknown_closed=(
            "Op uw vraag wil ik u een antwoord geven dat klopt, en dat heb ik nu niet bij de hand. "
            "Zodra we weer open zijn, {when}, zoeken we het voor u uit.",
            "Hier moeten we even goed naar kijken, want ik wil niet gokken. Dat doen we zodra we weer open zijn, {when}.",
            "Het juiste antwoord weet ik niet uit mijn hoofd. We zijn nu gesloten; {when} zijn we er weer en zoeken we het voor u uit.",
        ),
        handover=(
            "Uw bericht vraagt om een mens die er de tijd voor neemt. Een collega leest het persoonlijk en neemt het van hier over.",
            "Een collega kijkt hier persoonlijk naar en komt er bij u op terug.",
        ),
        handover_closed=(
            "Uw bericht vraagt om een mens die er de tijd voor neemt. Een collega leest het persoonlijk zodra we weer open zijn, {when}.",
            "Een collega kijkt hier persoonlijk naar zodra we weer open zijn, {when}.",
        ),
        about_order="Ik begrijp dat het om uw bestelling {order} gaat.",
        again=("Vervelend dat u hier opnieuw over moest schrijven; dat had niet nodig mogen zijn.",),
        ask_order="Wilt u ons uw bestelnummer sturen? Dan kunnen we gericht kijken.",
        still_open="Op uw {nth} vraag heb ik nu geen zeker antwoord; dat zoeken we voor u uit.",
        still_open_closed="Op uw {nth} vraag heb ik nu geen zeker antwoord; dat zoeken we uit zodra we weer open zijn, {when}.",
        more=(
            "Heeft u nog een vraag, antwoord dan gerust op dit bericht.",
            "Mocht er nog iets onduidelijk zijn, laat het ons gerust weten.",
        ),
        closing="Met vriendelijke groet,",
        closing_chat="Vriendelijke groet,",
    ),
    "informal": Phrases(
        greeting="Hoi {name},",
        greeting_unnamed="Hallo,",
        greeting_chat="Hoi {name},",
        greeting_chat_unnamed="Hoi,",
        thanks=("Dank voor je bericht.", "Dank dat je ons schrijft.", "Bedankt voor je berichtje.", "Bedankt dat je contact opneemt."),
        thanks_again=("Bedankt voor je reactie.", "Dank voor je antwoord."),
        angry=(
            "Ik begrijp heel goed dat je boos bent, en het spijt ons dat het zo is gelopen.",
            "Je hebt alle reden om ontevreden te zijn. Onze excuses dat het zover is gekomen.",
            "Dit had anders gemoeten, en dat spijt ons oprecht.",
        ),
        frustrated=(
            "Wat vervelend dat dit niet ging zoals je mocht verwachten. Sorry daarvoor.",
            "Ik begrijp dat dit ergernis geeft, en het spijt ons dat je er moeite voor moet doen.",
            "Dat is vervelend, en het spijt ons dat je dit moest meemaken.",
        ),
        worried=("Ik begrijp dat je je hier zorgen over maakt.", "Goed dat je het meldt; ik begrijp je ongerustheid."),
        apology=("Sorry voor het ongemak.",),
        kind_words=("Wat fijn om te lezen, dank je wel! Daar doen we het voor.", "Dank voor je lieve woorden, daar worden we blij van."),
        unknown=(
            "Op je vraag wil ik je een antwoord geven dat klopt, en dat heb ik nu niet bij de hand. "
            "We zoeken het voor je uit en laten het je weten zodra we het zeker weten.",
            "Hier moeten we even goed naar kijken, want ik wil niet gokken. We zoeken het voor je uit en komen er bij je op terug.",
            "Het juiste antwoord weet ik niet uit mijn hoofd. We zoeken het voor je uit en komen hier bij je op terug.",
        ),
        unknown_closed=(
            "Op je vraag wil ik je een antwoord geven dat klopt, en dat heb ik nu niet bij de hand. "
            "Zodra we weer open zijn, {when}, zoeken we het voor je uit.",
            "Hier moeten we even goed naar kijken, want ik wil niet gokken. Dat doen we zodra we weer open zijn, {when}.",
            "Het juiste antwoord weet ik niet uit mijn hoofd. We zijn nu dicht; {when} zijn we er weer en zoeken we het voor je uit.",
        ),
        handover=(
            "Je bericht vraagt om een mens die er de tijd voor neemt. Een collega leest het persoonlijk en neemt het van hier over.",
            "Een collega kijkt hier persoonlijk naar en komt er bij je op terug.",
        ),
        handover_closed=(
            "Je bericht vraagt om een mens die er de tijd voor neemt. Een collega leest het persoonlijk zodra we weer open zijn, {when}.",
            "Een collega kijkt hier persoonlijk naar zodra we weer open zijn, {when}.",
        ),
        about_order="Ik begrijp dat het om je bestelling {order} gaat.",
        again=("Vervelend dat je hier opnieuw over moest schrijven; dat had niet nodig mogen zijn.",),
        ask_order="Wil je ons je bestelnummer sturen? Dan kunnen we gericht kijken.",
        still_open="Op je {nth} vraag heb ik nu geen zeker antwoord; dat zoeken we voor je uit.",
        still_open_closed="Op je {nth} vraag heb ik nu geen zeker antwoord; dat zoeken we uit zodra we weer open zijn, {when}.",
        more=("Heb je nog een vraag, antwoord dan gerust op dit bericht.", "Is er nog iets onduidelijk, laat het ons gerust weten."),
        closing="Hartelijke groet,",
        closing_chat="Groetjes,",
    ),
}
CALENDAR = Calendar(
    weekdays=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    months=(
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    today="vandaag vanaf {time}",
    day="{weekday} vanaf {time}",
    date="{weekday} {day} {month} vanaf {time}",
    time="{hour}:{minute}",
    nth=("eerste", "tweede", "derde", "vierde"),
    other="andere",
)
