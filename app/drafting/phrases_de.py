"""Letters in German."""

from app.drafting.phrases import Calendar, Phrases

FORMS = {
    "formal": Phrases(
        greeting="Guten Tag {name},",
        greeting_unnamed="Guten Tag,",
        greeting_chat="Guten Tag {name},",
        greeting_chat_unnamed="Guten Tag,",
        thanks=("Vielen Dank für Ihre Nachricht.", "Danke, dass Sie uns schreiben.", "Herzlichen Dank für Ihre Anfrage."),
        thanks_again=("Vielen Dank für Ihre Antwort.", "Danke für Ihre Rückmeldung."),
        angry=(
            "Ich verstehe sehr gut, dass Sie verärgert sind, und es tut uns leid, dass es so gekommen ist.",
            "Sie haben allen Grund, unzufrieden zu sein. Dafür bitten wir um Entschuldigung.",
            "Das hätte so nicht passieren dürfen, und es tut uns aufrichtig leid.",
        ),
        frustrated=(
            "Es tut uns leid, dass das nicht so lief, wie Sie es erwarten durften.",
            "Ich verstehe, dass das ärgerlich ist, und bitte um Entschuldigung für die Mühe, die Sie damit haben.",
            "Das ist ärgerlich, und es tut uns leid, dass Sie das erleben mussten.",
        ),
        worried=("Ich verstehe, dass Sie sich Sorgen machen.", "Gut, dass Sie sich melden; ich verstehe Ihre Sorge."),
        apology=("Bitte entschuldigen Sie die Unannehmlichkeiten.",),
        kind_words=(
            "Wie schön, das zu lesen, herzlichen Dank! Genau dafür machen wir das.",
            "Danke für Ihre freundlichen Worte, das freut uns sehr.",
        ),
        unknown=(
            "Ich möchte Ihnen eine Antwort geben, die stimmt, und die habe ich gerade nicht zur Hand. "
            "Wir klären das für Sie und melden uns, sobald wir es sicher wissen.",
            "Das wollen wir uns genau ansehen, denn ich möchte nicht raten. Wir klären das für Sie und melden uns bei Ihnen.",
            "Das weiß ich leider nicht auswendig. Wir klären das für Sie und melden uns bei Ihnen.",
        ),
        unknown_closed=(
            "Ich möchte Ihnen eine Antwort geben, die stimmt, und die habe ich gerade nicht zur Hand. "
            "Sobald wir wieder geöffnet haben, {when}, klären wir das für Sie.",
            "Das wollen wir uns genau ansehen, denn ich möchte nicht raten. Das tun wir, sobald wir wieder offen haben, {when}.",
            "Das weiß ich leider nicht auswendig. Zurzeit ist geschlossen; {when} sind wir wieder da und klären das für Sie.",
        ),
        handover=(
            "Ihre Nachricht braucht einen Menschen, der sich dafür Zeit nimmt. "
            "Eine Kollegin oder ein Kollege liest sie persönlich und übernimmt.",
            "Jemand aus unserem Team kümmert sich persönlich darum und meldet sich bei Ihnen.",
        ),
        handover_closed=(
            "Ihre Nachricht braucht einen Menschen, der sich dafür Zeit nimmt. "
            "Eine Kollegin oder ein Kollege liest sie persönlich, sobald wir wieder offen haben, {when}.",
            "Jemand aus unserem Team kümmert sich persönlich darum, sobald wir wieder offen haben, {when}.",
        ),
        about_order="Ich verstehe, dass es um Ihre Bestellung {order} geht.",
        again=("Es tut uns leid, dass Sie deswegen noch einmal schreiben mussten; das hätte nicht nötig sein dürfen.",),
        ask_order="Schicken Sie uns bitte Ihre Bestellnummer? Dann können wir gezielt nachsehen.",
        still_open="Ihre {nth} Frage kann ich jetzt nicht sicher beantworten; das klären wir für Sie.",
        still_open_closed="Ihre {nth} Frage kann ich jetzt nicht sicher beantworten; das klären wir nach der Öffnung, {when}.",
        more=("Haben Sie noch eine Frage, antworten Sie einfach auf diese Nachricht.", "Ist noch etwas unklar, melden Sie sich gern."),
        closing="Mit freundlichen Grüßen",
        closing_chat="Freundliche Grüße",
    ),
    "informal": Phrases(
        greeting="Hallo {name},",
        greeting_unnamed="Hallo,",
        greeting_chat="Hallo {name},",
        greeting_chat_unnamed="Hallo,",
        thanks=("Vielen Dank für deine Nachricht.", "Danke, dass du uns schreibst.", "Danke, dass du dich meldest."),
        thanks_again=("Danke für deine Antwort.", "Danke für deine Rückmeldung."),
        angry=(
            "Ich verstehe sehr gut, dass du verärgert bist, und es tut uns leid, dass es so gekommen ist.",
            "Du hast allen Grund, unzufrieden zu sein. Dafür bitten wir um Entschuldigung.",
            "Das hätte so nicht passieren dürfen, und es tut uns aufrichtig leid.",
        ),
        frustrated=(
            "Es tut uns leid, dass das nicht so lief, wie du es erwarten durftest.",
            "Ich verstehe, dass das ärgerlich ist, und bitte um Entschuldigung für die Mühe, die du damit hast.",
            "Das ist ärgerlich, und es tut uns leid, dass du das erleben musstest.",
        ),
        worried=("Ich verstehe, dass du dir Sorgen machst.", "Gut, dass du dich meldest; ich verstehe deine Sorge."),
        apology=("Bitte entschuldige die Unannehmlichkeiten.",),
        kind_words=(
            "Wie schön, das zu lesen, herzlichen Dank! Genau dafür machen wir das.",
            "Danke für deine lieben Worte, das freut uns sehr.",
        ),
        unknown=(
            "Ich möchte dir eine Antwort geben, die stimmt, und die habe ich gerade nicht zur Hand. "
            "Wir klären das für dich und melden uns, sobald wir es sicher wissen.",
            "Das wollen wir uns genau ansehen, denn ich möchte nicht raten. Wir klären das für dich und melden uns bei dir.",
            "Das weiß ich leider nicht auswendig. Wir klären das für dich und melden uns bei dir.",
        ),
        unknown_closed=(
            "Ich möchte dir eine Antwort geben, die stimmt, und die habe ich gerade nicht zur Hand. "
            "Sobald wir wieder geöffnet haben, {when}, klären wir das für dich.",
            "Das wollen wir uns genau ansehen, denn ich möchte nicht raten. Das tun wir, sobald wir wieder offen haben, {when}.",
            "Das weiß ich leider nicht auswendig. Zurzeit ist geschlossen; {when} sind wir wieder da und klären das für dich.",
        ),
        handover=(
            "Deine Nachricht braucht einen Menschen, der sich dafür Zeit nimmt. "
            "Eine Kollegin oder ein Kollege liest sie persönlich und übernimmt.",
            "Jemand aus unserem Team kümmert sich persönlich darum und meldet sich bei dir.",
        ),
        handover_closed=(
            "Deine Nachricht braucht einen Menschen, der sich dafür Zeit nimmt. "
            "Eine Kollegin oder ein Kollege liest sie persönlich, sobald wir wieder offen haben, {when}.",
            "Jemand aus unserem Team kümmert sich persönlich darum, sobald wir wieder offen haben, {when}.",
        ),
        about_order="Ich verstehe, dass es um deine Bestellung {order} geht.",
        again=("Es tut uns leid, dass du deswegen noch einmal schreiben musstest; das hätte nicht nötig sein dürfen.",),
        ask_order="Schickst du uns bitte deine Bestellnummer? Dann können wir gezielt nachsehen.",
        still_open="Deine {nth} Frage kann ich jetzt nicht sicher beantworten; das klären wir für dich.",
        still_open_closed="Deine {nth} Frage kann ich jetzt nicht sicher beantworten; das klären wir nach der Öffnung, {when}.",
        more=("Hast du noch eine Frage, antworte einfach auf diese Nachricht.", "Ist noch etwas unklar, melde dich gern."),
        closing="Herzliche Grüße",
        closing_chat="Liebe Grüße",
    ),
}
CALENDAR = Calendar(
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    today="heute ab {time}",
    day="am {weekday} ab {time}",
    date="am {weekday}, {day}. {month}, ab {time}",
    time="{hour}:{minute} Uhr",
    nth=("erste", "zweite", "dritte", "vierte"),
    other="andere",
)
