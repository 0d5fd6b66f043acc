"""What programs call their columns: forms, surveys, call lists, reviews and messages that are known by them, and what comes of each."""

from pathlib import Path

import pytest

from app.channels import recognise
from app.domain.message import Direction, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions

NL = ReadOptions()


def read(folder: Path, text: str, options: ReadOptions = NL, name: str = "export.csv") -> tuple[str, list[IncomingMessage], list[Problem]]:
    path = folder / name
    path.write_bytes(text.encode())
    reader = recognise(path)[0][0]
    items = list(reader.read(path, options))
    return (
        reader.channel.value,
        [item for item in items if isinstance(item, IncomingMessage)],
        [item for item in items if isinstance(item, Problem)],
    )


FORMS = {
    "contact form 7 database": (
        'Submit Time,your-name,your-email,your-message,Submitted From\n2025-03-04 09:15:00 +01:00,Noor,n@example.com,"{}",10.0.0.1\n'
    ),
    "cfdb7": 'Id,Date,your-name,your-email,your-message,Status\n4,2025-03-04 09:15:00,Noor,n@example.com,"{}",unread\n',
    "jotform": 'Submission Date,Naam,E-mail,Uw vraag,Submission ID\n"Mar 4, 2025 9:15 AM",Noor,n@example.com,"{}",584\n',
    "ninja forms": '#,Date Submitted,Name,Email,Message\n1,2025-03-04 09:15,Noor,n@example.com,"{}"\n',
    "elementor": (
        "Submission ID,Form Name (ID),Actions Status,Created At,User IP,Name,Email,Message\n1,C (a),success,"
        '2025-03-04 09:15:00,1.2.3.4,Noor,n@example.com,"{}"\n'
    ),
    "formidable": (
        'Name,Email,Message,Timestamp,Last Updated,Created By,IP,ID,Key\nNoor,n@example.com,"{}",'
        "2025-03-04 09:15:00,2025-03-04 09:15:00,,1.2.3.4,12,ab\n"
    ),
    "fluent": 'Entry ID,Names,Email,Your Message,Entry Status,Submission Date\n1,Noor,n@example.com,"{}",unread,2025-03-04 09:15:00\n',
    "hubspot": 'Conversion Date,Page Title,First Name,Email,Message\n2025-03-04 09:15,Contact,Noor,n@example.com,"{}"\n',
    "wix": 'Submission time,Name,Email,Message\n"Mar 4, 2025 9:15 AM",Noor,n@example.com,"{}"\n',
    "google forms": (
        'Tijdstempel,Naam,E-mailadres,Bericht\n4-3-2025 9:15:00,Noor,n@example.com,"{}"\n24-3-2025 9:15:00,Bo,b@example.com,dag\n'
    ),
    "gravity de": (
        'Name,E-Mail,Nachricht,Eintrags-ID,Eintragsdatum,Quell-URL,Benutzer-IP\nNoor,n@example.com,"{}",12,'
        "2025-03-04 09:15:00,https://x.example,1.2.3.4\n"
    ),
    "gravity fr": (
        'Nom,E-mail,Message,ID de l’entrée,Date d’entrée,URL source,IP utilisateur\nNoor,n@example.com,"{}",'
        "12,2025-03-04 09:15:00,https://x.example,1.2.3.4\n"
    ),
    "wpforms nl": 'Naam,E-mail,"Reactie of bericht","Inzending ID","Datum van inzending"\nNoor,n@example.com,"{}",12,"4 maart 2025 9:15"\n',
}


@pytest.mark.parametrize("program", sorted(FORMS))
def test_an_entry_of_a_form_is_the_customers_question_and_nothing_of_the_programs(tmp_path: Path, program: str) -> None:
    channel, messages, problems = read(tmp_path, FORMS[program].format("Is de vaas er nog,\nin het blauw?"))
    first = messages[0]
    assert (channel, first.direction, first.sender.name) == ("form", Direction.IN, "Noor")
    assert first.sent_at.isoformat() == "2025-03-04T08:15:00+00:00"
    assert first.text == "Is de vaas er nog,\nin het blauw?"
    assert [handle.value for handle in first.sender.handles] == ["n@example.com"]
    assert not problems


CALLS = {
    "3cx": (
        "Call Time,Caller ID,Destination,Status,Ringing,Talking\n03/04/2025 09:15:00,0201234567,101 Eva,Answered,00:00:05,00:01:10\n"
        "03/24/2025 09:15:00,0201234568,101 Eva,Unanswered,00:00:25,00:00:00\n",
        [("in", "Voice call, 1 min 10 s"), ("in", "Missed voice call")],
    ),
    "asterisk without header": (
        '"","0201234567","0301234567","t","""N"" <0201234567>","a","b","Dial","x","2025-03-04 09:15:00","2025-03-04 09:15:05",'
        '"2025-03-04 09:16:00","60","55","ANSWERED","D","1.1"\n'
        '"","0201234568","0301234567","t","","a","b","Dial","x","2025-03-04 10:15:00","",'
        '"2025-03-04 10:15:20","20","0","NO ANSWER","D","1.2"\n',
        [("in", "Voice call, 1 min 0 s"), ("in", "Missed voice call")],
    ),
    "aircall": (
        "line,datetime (UTC),direction,from,to,answered,missed_call_reason,duration (total),duration (in call)\n"
        "Winkel,2025-03-04 08:15:00,inbound,31201234567,31301234567,Yes,,70,60\n"
        "Winkel,2025-03-04 10:15:00,inbound,31201234568,31301234567,No,no_agent,20,0\n",
        [("in", "Voice call, 1 min 0 s"), ("in", "Missed voice call")],
    ),
    "telephone": (
        "Date,Number,Name,Type,Duration\n2025-03-04 09:15:00,+31201234567,Noor,Incoming,00:01:10\n"
        "2025-03-04 11:15:00,+31201234568,,Cancelled,00:00:00\n",
        [("in", "Voice call, 1 min 10 s"), ("out", "Voice call, no answer")],
    ),
    "kept by hand": (
        "datum;tijd;wie;nummer;gemist?;notitie\n"
        "4-3-2025;9:15;Noor;0201234567;ja;terugbellen\n24-3-2025;9:15;Bo;0201234568;nee;over de kan\n",
        [("unknown", "Missed voice call\nterugbellen"), ("unknown", "Voice call\nover de kan")],
    ),
}


@pytest.mark.parametrize("program", sorted(CALLS))
def test_a_list_of_calls_tells_who_rang_and_whether_anybody_answered(tmp_path: Path, program: str) -> None:
    text, calls = CALLS[program]
    channel, messages, problems = read(tmp_path, text)
    assert channel == "call"
    assert [(m.direction.value, m.text) for m in messages] == calls
    assert messages[0].sent_at.isoformat() == "2025-03-04T08:15:00+00:00"
    assert not problems


SURVEYS = {
    "microsoft forms": "ID,Start time,Completion time,Email,Name,Hoe was het?\n1,3/4/25 9:14:00,3/4/25 9:15:00,n@example.com,Noor,goed\n"
    "2,3/24/25 9:14:00,3/24/25 9:15:00,anonymous,,slecht\n",
    "surveymonkey nl": "Respondent ID;Collector ID;Begindatum;Einddatum;IP-adres;E-mailadres;Hoe was het?;\n;;;;;;Goed;Anders\n"
    "11;2;04-03-2025 09:14:00;04-03-2025 09:15:00;1.2.3.4;n@example.com;;goed\n"
    "12;2;24-03-2025 09:14:00;24-03-2025 09:15:00;1.2.3.4;;Goed;\n",
    "limesurvey": "Response ID,Date submitted,Last page,Start language,Seed,Hoe was het?\n1,2025-03-04 09:15:00,3,nl,1,goed\n",
    "delighted": "Response ID,Email,Score,Hoe was het?,Created At\n1,n@example.com,9,goed,2025-03-04 08:15:00 UTC\n",
}


@pytest.mark.parametrize("program", sorted(SURVEYS))
def test_answers_of_a_survey_are_told_and_nothing_of_the_programs(tmp_path: Path, program: str) -> None:
    channel, messages, problems = read(tmp_path, SURVEYS[program])
    assert channel == "survey"
    assert messages[0].sent_at.isoformat() == "2025-03-04T08:15:00+00:00"
    assert messages[0].text.removeprefix("Score: 9\n") in ("Hoe was het? goed", "Hoe was het? Anders: goed")
    assert not problems


def test_qualtrics_tells_the_zone_of_its_times(tmp_path: Path) -> None:
    zone = '"{""ImportId"":""endDate"",""timeZone"":""America/Denver""}"'
    text = (
        f'EndDate,ResponseId,Q1\nEnd Date,Response ID,Hoe was het?\n{zone},"{{""ImportId"":""_recordId""}}","{{""ImportId"":""QID1""}}"\n'
    )
    channel, messages, _ = read(tmp_path, f"{text}2025-03-04 01:15:00,R_1,goed\n")
    assert channel == "survey"
    assert messages[0].sent_at.isoformat() == "2025-03-04T08:15:00+00:00"


def test_a_mark_from_one_to_ten_is_no_star(tmp_path: Path) -> None:
    _, messages, _ = read(tmp_path, "Respondent ID;Collector ID;Einddatum;Cijfer\n;;;Response\n1;2;2025-03-04 09:15;4\n")
    assert messages[0].subject == "4/10"


def test_answers_of_typeforms_api_are_words(tmp_path: Path) -> None:
    text = (
        '{"items":[{"token":"t1","submitted_at":"2025-03-04T08:15:00Z","answers":[{"field":{"id":"a","title":"Hoe was het?"},"type":"text",'
        '"text":"goed"},{"field":{"id":"b"},"type":"choices","choices":{"labels":["snel","net"]}},{"field":{"id":"c"},"type":"boolean",'
        '"boolean":true}]}]}'
    )
    channel, messages, _ = read(tmp_path, text, name="responses.json")
    assert (channel, messages[0].text) == ("survey", "Hoe was het? goed\nsnel, net\nyes")


REVIEWS = {
    "feefo": "Date,Name,Order Ref,Service Rating,Service Review,Product Rating,Product Review\n2025-03-04 09:15,Noor,1042,5,Fijn,4,Mooi\n",
    "outscraper": (
        "name,rating,author_title,review_id,review_text,owner_answer,owner_answer_timestamp_datetime_utc,review_rating,review_datetime_utc\n"
        'De Winkel,4.6,Noor,r1,"Fijn\nMooi",,,5,03/04/2025 08:15:00\nDe Winkel,4.6,Bo,r2,,,,3,03/24/2025 08:15:00\n'
    ),
    "google play": (
        "Package Name,Review Submit Date and Time,Reviewer,Star Rating,Review Text,Developer Reply Text\n"
        'x,2025-03-04T08:15:00Z,Noor,5,"Fijn\nMooi",\n'
    ),
    "kiyoh json": (
        '{"locationId":"1","reviews":[{"reviewId":"a","reviewAuthor":"Noor","rating":5,"reviewContent":[{"questionGroup":'
        '"DEFAULT_OPINION","questionType":"TEXT","rating":"Fijn\\nMooi"}],"dateSince":"2025-03-04T08:15:00Z"}]}'
    ),
}


@pytest.mark.parametrize("program", sorted(REVIEWS))
def test_a_review_is_what_its_author_wrote(tmp_path: Path, program: str) -> None:
    channel, messages, _ = read(tmp_path, REVIEWS[program], name="r.json" if "json" in program else "r.csv")
    first = messages[0]
    assert (channel, first.kind, first.sender.name, first.text) == ("review", Kind.REVIEW, "Noor", "Fijn\nMooi")
    assert first.sent_at.isoformat() == "2025-03-04T08:15:00+00:00"
    assert first.subject.startswith("5/5")


def test_a_recommendation_without_stars_is_a_review(tmp_path: Path) -> None:
    channel, messages, _ = read(tmp_path, "Date,Reviewer,Recommends,Review Text\n2025-03-04,Noor,Yes,Leuk\n")
    assert (channel, messages[0].subject, messages[0].text) == ("review", "Recommends: Yes", "Leuk")


def test_totals_at_the_foot_are_left_out_and_told(tmp_path: Path) -> None:
    _, messages, problems = read(tmp_path, "Datum;Naam;Cijfer;Review\n04-03-2025;Noor;8,5;Fijn\nGemiddelde;;8,5;\nTotaal: 1;;;\n")
    assert len(messages) == 1
    assert [problem.kind for problem in problems if problem.kind is not ProblemKind.AMBIGUOUS_DATE] == [ProblemKind.LEFT_OUT] * 2


def test_a_column_that_tells_the_order_of_day_and_month_tells_it_for_the_others(tmp_path: Path) -> None:
    rows = "rating,review_date,reply_date,reply,body,reviewer_name\n5,03/04/2025,03/24/2025,Dank,Fijn,Noor\n"
    _, messages, problems = read(tmp_path, rows)
    assert [m.sent_at.strftime("%m-%d %H:%M") for m in messages] == ["03-03 23:00", "03-23 23:00"]
    assert not problems


def test_what_is_the_teams_alone_is_a_note(tmp_path: Path) -> None:
    rows = (
        "id,ticket_id,created_at,author,body,public\n1,42,2025-03-04T09:00:00Z,Noor,Waar is het?,true\n2,42,"
        "2025-03-04T09:10:00Z,Eva,moeilijk,false\n"
    )
    _, messages, _ = read(tmp_path, rows)
    assert [(m.kind, m.direction) for m in messages] == [(Kind.MESSAGE, Direction.UNKNOWN), (Kind.NOTE, Direction.OUT)]


def test_marks_in_a_last_text_without_quotation_marks_belong_to_it(tmp_path: Path) -> None:
    channel, messages, problems = read(
        tmp_path, "Datum;Afzender;Bericht\n2025-03-04 09:15;Noor;Hoi; is er nog; een?\n2025-03-04 09:16;Bo;Ja\n"
    )
    assert channel == "table"
    assert [m.text for m in messages] == ["Hoi; is er nog; een?", "Ja"]
    assert not problems


def test_a_list_of_tickets_has_no_words(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text(
        "Ticket ID,Initial channel,Subject,Closed date,Creation date,Assignee name,Customer email\n1,email,"
        "Kan,2025-03-04,2025-03-03,Eva,n@example.com\n"
    )
    assert recognise(path)[0][0].channel.value == "helpdesk"


MESSAGES = {
    "chat with roles": (
        "timestamp,from,type,content,nickname\n1741076100000,user,text,Is er nog een?,Noor\n1741076160000,operator,text,Ja,Eva\n",
        [("in", "Noor", "Is er nog een?"), ("out", "Eva", "Ja")],
    ),
    "helpdesk with mark-up": (
        "Conversation ID,Created at,Author type,Author name,Body\n1,2025-03-04T08:15:00Z,user,Noor,<p>Is er <b>nog</b> een?</p>\n"
        "1,2025-03-04T08:16:00Z,admin,Eva,<p>Ja</p>\n",
        [("in", "Noor", "Is er nog een?"), ("out", "Eva", "Ja")],
    ),
    "lines in quotation marks": (
        '"Datum,Afzender,Bericht"\n"2025-03-04 09:15,Noor,""Is er nog, een?"""\n"2025-03-04 09:16,Bo,Ja"\n',
        [("unknown", "Noor", "Is er nog, een?"), ("unknown", "Bo", "Ja")],
    ),
    "headers of several words": (
        '"Datum\n(lokale tijd)";"Naam van klant";"Onderwerp";"Korte vraag"\n2025-03-04 09:15;Noor;Kan;Is er nog?\n',
        [("unknown", "Noor", "Is er nog?")],
    ),
    "without a header": (
        "2025-03-04 09:15,Noor,Is er nog een kan?\n2025-03-04 09:16,Bo,Ja hoor zeker\n",
        [("unknown", "Noor", "Is er nog een kan?"), ("unknown", "Bo", "Ja hoor zeker")],
    ),
    "a document with messages": (
        '{"messages":[{"date":"2025-03-04T08:15:00Z","sender":"Noor","text":"Is er nog?"}]}',
        [("unknown", "Noor", "Is er nog?")],
    ),
}


@pytest.mark.parametrize("shape", sorted(MESSAGES))
def test_messages_of_any_table_keep_who_wrote_what(tmp_path: Path, shape: str) -> None:
    text, said = MESSAGES[shape]
    channel, messages, problems = read(tmp_path, text, name="berichten.json" if text[0] == "{" else "berichten.csv")
    assert channel == "table"
    assert [(m.direction.value, m.sender.name, m.text) for m in messages] == said
    assert messages[0].sent_at.isoformat() == "2025-03-04T08:15:00+00:00"
    assert not problems


def test_reviews_of_woocommerce_are_comments(tmp_path: Path) -> None:
    head = "comment_ID,comment_author,comment_author_email,comment_date,comment_content,rating\n"
    channel, messages, _ = read(tmp_path, head + "1,Noor,n@example.com,2025-03-04 09:15:00,Fijn,5\n")
    assert (channel, len(messages)) == ("review", 1)
    assert (messages[0].sender.name, messages[0].text, messages[0].native_id) == ("Noor", "Fijn", "1")
