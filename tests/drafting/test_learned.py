from app.domain.shop import Voice
from app.domain.voice import SuggestionKind as Kind
from app.drafting.ai_line import AI_LINE_SHORT
from app.drafting.learned import Answered, accepted, suggestions

BODY = "Je kunt het binnen de bedenktijd terugsturen. Hopelijk helpt dat."
CUSTOMERS = ("Dirk Maas", "Sanne Bos", "Els Jansen", "Tom de Wit")


def proposed(customer, body=BODY):
    return f"Beste {customer},\n\nDank voor uw bericht.\n\n{body}\n\nMet vriendelijke groet,\nPetra"


def reply(number, sent, customer=None, *, body=BODY, chat=False, language="nl"):
    customer = customer or CUSTOMERS[number % 4]
    return Answered(number, customer, language, chat, proposed(customer, body), sent.replace("{name}", customer.split()[0]))


def sent(greeting="Hoi {name}!", body=BODY, closing="Groetjes uit het atelier,", more=""):
    return f"{greeting}\n\nDank voor uw bericht.\n\n{body}{more}\n\n{closing}\nPetra"


def kinds(found):
    return {(one.kind, one.new) for one in found}


def test_a_greeting_and_a_closing_people_keep_changing_to_are_suggested_with_evidence():
    found = suggestions([reply(n, sent(closing="Hartelijke groet,")) for n in range(1, 5)], Voice())
    assert kinds(found) == {(Kind.GREETING, "Hoi {name}!"), (Kind.CLOSING, "Hartelijke groet,")}
    assert {(one.language, one.chat, one.times, one.of, one.evidence) for one in found} == {("nl", False, 4, 4, (1, 2, 3, 4))}
    voice = Voice()
    for one in found:
        voice = accepted(voice, one)
    assert voice.greeting == {"nl": "Hoi {name}!"}
    assert voice.closing == {"nl": "Hartelijke groet,"}
    assert suggestions([reply(n, sent(closing="Hartelijke groet,")) for n in range(1, 5)], voice) == []


def test_twice_is_not_a_habit_and_each_language_and_channel_counts_for_itself():
    assert suggestions([reply(n, sent(closing="Met vriendelijke groet,")) for n in (1, 2)], Voice()) == []
    mixed = [reply(1, sent()), reply(2, sent()), reply(3, sent(), chat=True), reply(4, sent(), language="en")]
    assert Kind.GREETING not in {one.kind for one in suggestions(mixed, Voice())}


def test_words_that_are_always_struck_are_words_never_to_say():
    without = sent("Beste {name},", "Je kunt het binnen de bedenktijd terugsturen. Ik hoop dat dat helpt.", "Met vriendelijke groet,")
    found = [one for one in suggestions([reply(n, without) for n in range(1, 4)], Voice()) if one.kind is Kind.NEVER_SAY]
    assert {one.new for one in found} == {"hopelijk"}
    assert accepted(Voice(never_say=("helaas",)), found[0]).never_say == ("helaas", "hopelijk")
    kept = [reply(n, without) for n in range(1, 4)] + [reply(9, proposed("Dirk Maas")), reply(10, proposed("Dirk Maas"))]
    assert [one for one in suggestions(kept, Voice()) if one.kind is Kind.NEVER_SAY] == []


def test_a_reply_written_anew_says_nothing_about_words():
    anew = "Beste {name},\n\nHeel iets anders over een totaal ander onderwerp.\n\nMet vriendelijke groet,\nPetra"
    assert [one for one in suggestions([reply(n, anew) for n in range(1, 6)], Voice()) if one.kind is Kind.NEVER_SAY] == []


def test_a_sentence_that_is_always_added_is_suggested_unless_it_states_a_fact():
    added = [reply(n, sent("Beste {name},", closing="Met vriendelijke groet,", more=" Veel plezier met je servies!")) for n in range(1, 4)]
    assert kinds(suggestions(added, Voice())) == {(Kind.LAST_SENTENCE, "Veel plezier met je servies!")}
    facts = [reply(n, sent("Beste {name},", closing="Met vriendelijke groet,", more=" Je krijgt 10% korting.")) for n in range(1, 4)]
    assert kinds(suggestions(facts, Voice())) == set()


def test_what_was_dismissed_never_comes_back():
    replies = [reply(n, sent(closing="Met vriendelijke groet,")) for n in range(1, 5)]
    (one,) = suggestions(replies, Voice())
    assert suggestions(replies, Voice(), [one.key]) == []


def test_the_ai_line_under_a_chat_is_no_habit():
    chats = [reply(n, f"{proposed(CUSTOMERS[n % 4])}\n\n{AI_LINE_SHORT['nl']}", chat=True) for n in range(1, 5)]
    assert suggestions(chats, Voice()) == []


def test_nothing_is_learned_from_nothing():
    assert (
        suggestions([], Voice()) == suggestions([Answered(1, "", "nl", False, "", ""), Answered(2, "", "", False, " ", "x")], Voice()) == []
    )
