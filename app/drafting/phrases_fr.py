"""Letters in French."""

from app.drafting.phrases import Calendar, Phrases

FORMS = {
    "formal": Phrases(
        greeting="Bonjour {name},",
        greeting_unnamed="Bonjour,",
        greeting_chat="Bonjour {name},",
        greeting_chat_unnamed="Bonjour,",
        thanks=("Merci pour votre message.", "Merci de nous avoir écrit.", "Nous vous remercions de votre message."),
        thanks_again=("Merci pour votre réponse.", "Merci pour votre retour."),
        angry=(
            "Je comprends très bien votre colère, et nous sommes désolés de la tournure des choses.",
            "Vous avez toutes les raisons d'être mécontent. Nous vous présentons nos excuses.",
            "Cela n'aurait pas dû arriver, et nous en sommes sincèrement désolés.",
        ),
        frustrated=(
            "Nous sommes désolés que cela ne se soit pas passé comme vous pouviez l'attendre.",
            "Je comprends que ce soit agaçant, et nous vous prions de nous excuser pour ces démarches.",
            "C'est fâcheux, et nous sommes désolés de ce que vous avez vécu.",
        ),
        worried=("Je comprends votre inquiétude.", "Vous avez bien fait de nous le signaler ; je comprends votre inquiétude."),
        apology=("Veuillez nous excuser pour la gêne occasionnée.",),
        kind_words=(
            "Quel plaisir de vous lire, merci beaucoup ! C'est pour cela que nous faisons ce métier.",
            "Merci pour vos mots aimables, ils nous touchent.",
        ),
        unknown=(
            "Je tiens à vous donner une réponse juste, et je ne l'ai pas sous la main. "
            "Nous nous renseignons et revenons vers vous dès que nous en sommes sûrs.",
            "Cela mérite que nous regardions de près, car je préfère ne pas deviner. Nous vérifions et revenons vers vous.",
            "Je ne connais pas la réponse par cœur. Nous nous renseignons et revenons vers vous.",
        ),
        unknown_closed=(
            "Je tiens à vous donner une réponse juste, et je ne l'ai pas sous la main. "
            "Dès notre réouverture, {when}, nous vérifions cela pour vous.",
            "Cela mérite que nous regardions de près, car je préfère ne pas deviner. Nous vérifions dès notre réouverture, {when}.",
            "Je ne connais pas la réponse par cœur. "
            "Nous sommes fermés en ce moment ; {when}, nous sommes de retour et vérifions cela pour vous.",
        ),
        handover=(
            "Votre message demande que quelqu'un y consacre du temps. Un collègue le lit personnellement et prend le relais.",
            "Un collègue regarde cela personnellement et revient vers vous.",
        ),
        handover_closed=(
            "Votre message demande que quelqu'un y consacre du temps. Un collègue le lit personnellement dès notre réouverture, {when}.",
            "Un collègue regarde cela personnellement dès notre réouverture, {when}.",
        ),
        about_order="Je comprends qu'il s'agit de votre commande {order}.",
        again=("Nous sommes désolés que vous ayez dû nous écrire de nouveau à ce sujet ; cela n’aurait pas dû être nécessaire.",),
        ask_order="Pouvez-vous nous envoyer votre numéro de commande ? Nous pourrons alors regarder précisément.",
        still_open="À votre {nth} question, je n’ai pas encore de réponse sûre ; nous cherchons pour vous.",
        still_open_closed="À votre {nth} question, je n’ai pas encore de réponse sûre ; nous chercherons dès la réouverture, {when}.",
        more=(
            "Si vous avez une autre question, répondez simplement à ce message.",
            "Si un point reste à éclaircir, n'hésitez pas à nous le dire.",
        ),
        closing="Bien cordialement,",
        closing_chat="Cordialement,",
    ),
    "informal": Phrases(
        greeting="Bonjour {name},",
        greeting_unnamed="Bonjour,",
        greeting_chat="Salut {name},",
        greeting_chat_unnamed="Bonjour,",
        thanks=("Merci pour ton message.", "Merci de nous avoir écrit.", "Merci de nous contacter."),
        thanks_again=("Merci pour ta réponse.", "Merci pour ton retour."),
        angry=(
            "Je comprends très bien ta colère, et nous sommes désolés de la tournure des choses.",
            "Tu as toutes les raisons d'être mécontent. Nous te présentons nos excuses.",
            "Cela n'aurait pas dû arriver, et nous en sommes sincèrement désolés.",
        ),
        frustrated=(
            "Nous sommes désolés que cela ne se soit pas passé comme tu pouvais l'attendre.",
            "Je comprends que ce soit agaçant, toutes nos excuses pour ces démarches.",
            "C'est fâcheux, et nous sommes désolés de ce que tu as vécu.",
        ),
        worried=("Je comprends ton inquiétude.", "Tu as bien fait de nous le signaler ; je comprends ton inquiétude."),
        apology=("Toutes nos excuses pour la gêne occasionnée.",),
        kind_words=(
            "Quel plaisir de te lire, merci beaucoup ! C'est pour cela que nous faisons ce métier.",
            "Merci pour tes mots si gentils, ils nous touchent.",
        ),
        unknown=(
            "Je tiens à te donner une réponse juste, et je ne l'ai pas sous la main. "
            "Nous nous renseignons et revenons vers toi dès que nous en sommes sûrs.",
            "Cela mérite que nous regardions de près, car je préfère ne pas deviner. Nous vérifions et revenons vers toi.",
            "Je ne connais pas la réponse par cœur. Nous nous renseignons et revenons vers toi.",
        ),
        unknown_closed=(
            "Je tiens à te donner une réponse juste, et je ne l'ai pas sous la main. "
            "Dès notre réouverture, {when}, nous vérifions cela pour toi.",
            "Cela mérite que nous regardions de près, car je préfère ne pas deviner. Nous vérifions dès notre réouverture, {when}.",
            "Je ne connais pas la réponse par cœur. "
            "Nous sommes fermés en ce moment ; {when}, nous sommes de retour et vérifions cela pour toi.",
        ),
        handover=(
            "Ton message demande que quelqu'un y consacre du temps. Un collègue le lit personnellement et prend le relais.",
            "Un collègue regarde cela personnellement et revient vers toi.",
        ),
        handover_closed=(
            "Ton message demande que quelqu'un y consacre du temps. Un collègue le lit personnellement dès notre réouverture, {when}.",
            "Un collègue regarde cela personnellement dès notre réouverture, {when}.",
        ),
        about_order="Je comprends qu'il s'agit de ta commande {order}.",
        again=("Nous sommes désolés que tu aies dû nous écrire de nouveau à ce sujet ; cela n’aurait pas dû être nécessaire.",),
        ask_order="Peux-tu nous envoyer ton numéro de commande ? Nous pourrons alors regarder précisément.",
        still_open="À ta {nth} question, je n’ai pas encore de réponse sûre ; nous cherchons pour toi.",
        still_open_closed="À ta {nth} question, je n’ai pas encore de réponse sûre ; nous chercherons dès la réouverture, {when}.",
        more=(
            "Si tu as une autre question, réponds simplement à ce message.",
            "Si un point reste à éclaircir, n'hésite pas à nous le dire.",
        ),
        closing="À bientôt,",
        closing_chat="À bientôt,",
    ),
}
CALENDAR = Calendar(
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=(
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    today="aujourd'hui à partir de {time}",
    day="{weekday} à partir de {time}",
    date="{weekday} {day} {month} à partir de {time}",
    time="{hour}h{minute}",
    nth=("première", "deuxième", "troisième", "quatrième"),
    other="autre",
)
