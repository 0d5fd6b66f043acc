"""Letters in English."""

from app.drafting.phrases import Calendar, Phrases

_FORMAL = Phrases(
    greeting="Dear {name},",
    greeting_unnamed="Hello,",
    greeting_chat="Hello {name},",
    greeting_chat_unnamed="Hello,",
    thanks=(
        "Thank you for your message.",
        "Thank you for writing to us.",
        "Thank you for getting in touch.",
        "Many thanks for your message.",
    ),
    thanks_again=("Thank you for your reply.", "Thank you for coming back to us."),
    angry=(
        "I quite understand that you are angry, and we are sorry that it went this way.",
        "You have every reason to be unhappy. We apologise that it came to this.",
        "This should not have happened, and we are truly sorry.",
    ),
    frustrated=(
        "I am sorry that this did not go as you had a right to expect.",
        "I understand that this is frustrating, and we apologise for the trouble it gives you.",
        "This is annoying, and we are sorry that you had this trouble.",
    ),
    worried=("I understand that this worries you.", "Thank you for telling us; I understand your concern."),
    apology=("We apologise for the inconvenience.",),
    kind_words=("How lovely to read, thank you! This is what we do it for.", "Thank you for your kind words, they made our day."),
    unknown=(
        "I would like to give you an answer that is right, and I do not have it at hand. We are looking into it and will let you know.",
        "This needs a careful look, because I would rather not guess. We are looking into it and will get back to you.",
        "I do not know the answer to this by heart. We are going to find out and will get back to you.",
    ),
    unknown_closed=(
        "I would like to give you an answer that is right, and I do not have it at hand. "
        "As soon as we are open again, {when}, we will look into it.",
        "This needs a careful look, because I would rather not guess. We will do that as soon as we are open again, {when}.",
        "I do not know the answer to this by heart. We are closed at the moment; {when} we are back and will look into it.",
    ),
    handover=(
        "Your message deserves a person who takes the time for it. A colleague is reading it personally and takes it from here.",
        "A colleague will look at this personally and get back to you.",
    ),
    handover_closed=(
        "Your message deserves a person who takes the time for it. "
        "A colleague will read it personally as soon as we are open again, {when}.",
        "A colleague will look at this personally as soon as we are open again, {when}.",
    ),
    about_order="I understand that this is about your order {order}.",
    again=("I am sorry that you had to write about this again; that should not have been necessary.",),
    ask_order="Could you send us your order number? Then we can look it up.",
    still_open="I do not have a certain answer to your {nth} question yet; we will find out for you.",
    still_open_closed="I do not have a certain answer to your {nth} question yet; we will find out when we are open again, {when}.",
    more=("If you have any other question, just reply to this message.", "If anything is still unclear, please let us know."),
    closing="Kind regards,",
    closing_chat="Kind regards,",
)
_INFORMAL = Phrases(
    greeting="Hi {name},",
    greeting_unnamed="Hello,",
    greeting_chat="Hi {name},",
    greeting_chat_unnamed="Hi,",
    thanks=("Thanks for your message.", "Thanks for writing to us.", "Thanks for getting in touch.", "Thanks for reaching out."),
    thanks_again=("Thanks for your reply.", "Thanks for coming back to us."),
    angry=_FORMAL.angry,
    frustrated=_FORMAL.frustrated,
    worried=_FORMAL.worried,
    apology=("Sorry for the trouble.",),
    kind_words=_FORMAL.kind_words,
    unknown=(
        "I'd like to give you an answer that is right, and I don't have it at hand. We are looking into it and will let you know.",
        "This needs a careful look, because I'd rather not guess. We are looking into it and will get back to you.",
        "I don't know the answer to this by heart. We are going to find out and will get back to you.",
    ),
    unknown_closed=(
        "I'd like to give you an answer that is right, and I don't have it at hand. "
        "As soon as we are open again, {when}, we will look into it.",
        "This needs a careful look, because I'd rather not guess. We will do that as soon as we are open again, {when}.",
        "I don't know the answer to this by heart. We are closed right now; {when} we are back and will look into it.",
    ),
    handover=_FORMAL.handover,
    handover_closed=_FORMAL.handover_closed,
    about_order=_FORMAL.about_order,
    again=_FORMAL.again,
    ask_order=_FORMAL.ask_order,
    still_open=_FORMAL.still_open,
    still_open_closed=_FORMAL.still_open_closed,
    more=("If you have another question, just reply to this message.", "If anything is still unclear, let us know."),
    closing="Best wishes,",
    closing_chat="Best wishes,",
)
FORMS = {"formal": _FORMAL, "informal": _INFORMAL}
CALENDAR = Calendar(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    today="today from {time}",
    day="on {weekday} from {time}",
    date="on {weekday} {day} {month} from {time}",
    time="{hour}:{minute}",
    nth=("first", "second", "third", "fourth"),
    other="other",
)
