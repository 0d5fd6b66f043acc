"""Backups of text messages: damaged, huge, overlapping, of several apps; every message once, and nothing dropped silently."""

import base64
import json
import tracemalloc
import zipfile
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from app.channels.call_log import READER as CALLS
from app.channels.signal_xml import READER as OLD_SIGNAL
from app.channels.sms import READER
from app.channels.sms_ie import READER as SMS_IE
from app.domain.errors import BadInput
from app.domain.message import Direction, HandleKind, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.domain.ports import ChannelReader
from app.parsing.json_stream import CUT_OFF
from app.parsing.sms_backup import CALLS_APART
from app.parsing.sms_messages import DRAFT, NO_DATE, NOT_SENT, PART_DAMAGED, PART_MISSING, REPEATED, REPORT
from app.parsing.sms_xml import BAD_RECORD, ENTITIES, NOT_A_BACKUP

T = 1709539200000


def sms(body: str = "hoi", *, address: str = "+31612345601", date: object = T, box: int = 1, name: str = "Sanne", more: str = "") -> str:
    return f'<sms address="{address}" date="{date}" type="{box}" body="{body}" contact_name="{name}" {more}/>\n'


def mms(parts: str, *, address: str = "+31612345601", box: int = 1, addresses: str = "", more: str = "") -> str:
    head = f'<mms address="{address}" date="{T}" msg_box="{box}" contact_name="Sanne" {more}>'
    return f"{head}<parts>{parts}</parts><addrs>{addresses}</addrs></mms>\n"


def file(folder: Path, *records: str, head: str = "", root: str = "smses", name: str = "sms.xml") -> Path:
    path = folder / name
    path.write_text(f"{head}<{root} count='1'>\n{''.join(records)}</{root}>", encoding="utf-8")
    return path


def read(path: Path, reader: ChannelReader = READER, **options: object) -> tuple[list[IncomingMessage], list[Problem]]:
    items = list(reader.read(path, ReadOptions(**options)))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def test_a_number_is_the_same_however_it_is_written(tmp_path: Path) -> None:
    path = file(tmp_path, sms(), sms("b", address="06-1234 5601"), sms("c", address="0031612345601", box=2))
    messages, _ = read(path)
    assert {m.conversation_key for m in messages} == {"+31612345601"}
    assert messages[2].recipients == (messages[0].sender,)
    assert read(file(tmp_path, sms(address="07700 900123")), country="GB")[0][0].sender.handles[0].value == "+447700900123"


@pytest.mark.parametrize(
    ("address", "kind", "value"),
    [
        ("3669", HandleKind.ID, "3669"),
        ("100200", HandleKind.ID, "100200"),
        ("PakketDienst", HandleKind.ID, "PakketDienst"),
        ("Shop24", HandleKind.ID, "Shop24"),
        ("Bo@Example.com", HandleKind.EMAIL, "bo@example.com"),
        ("+31 6 12345601", HandleKind.PHONE, "+31612345601"),
    ],
)
def test_what_an_address_is(tmp_path: Path, address: str, kind: HandleKind, value: str) -> None:
    handle = read(file(tmp_path, sms(address=address)))[0][0].sender.handles[0]
    assert (handle.kind, handle.value) == (kind, value)


@pytest.mark.parametrize("name", ["null", "(Unknown)", "(Onbekend)", ""])
def test_an_unknown_name_is_none(tmp_path: Path, name: str) -> None:
    assert read(file(tmp_path, sms(name=name)))[0][0].sender.name == ""


def test_null_is_nothing(tmp_path: Path) -> None:
    (message,), _ = read(file(tmp_path, sms("null", more='subject="null"')))
    assert (message.text, message.subject) == ("", "")


def test_seconds_and_milliseconds_are_the_same_time(tmp_path: Path) -> None:
    (first, second), _ = read(file(tmp_path, sms("a", date=T), sms("b", date=T // 1000)))
    assert first.sent_at == second.sent_at
    (sent,), _ = read(file(tmp_path, sms(date=0, more=f'date_sent="{T}"')))
    assert sent.sent_at == first.sent_at


@pytest.mark.parametrize("date", ["", "null", "-1", "9" * 30, "gisteren"])
def test_a_message_without_a_time_is_said(tmp_path: Path, date: str) -> None:
    messages, (problem,) = read(file(tmp_path, sms(date=date), sms()))
    assert (len(messages), problem.kind, problem.why) == (1, ProblemKind.UNPARSED, NO_DATE)
    assert problem.where == "sms.xml:2"


@pytest.mark.parametrize(("box", "why"), [(3, DRAFT), (4, NOT_SENT), (5, NOT_SENT), (6, NOT_SENT)])
def test_what_was_never_sent_is_left_out_and_said(tmp_path: Path, box: int, why: str) -> None:
    messages, problems = read(file(tmp_path, sms(box=box), mms("", box=box)))
    assert messages == []
    assert [(p.kind, p.why) for p in problems] == [(ProblemKind.LEFT_OUT, why)] * 2


def test_overlapping_backups_in_a_zip_are_kept_once(tmp_path: Path) -> None:
    path = tmp_path / "backups.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sms-1.xml", f"<smses>{sms('a')}{sms('b', date=T + 1)}</smses>")
        archive.writestr("sms-2.xml", f"<smses>{sms('b', date=T + 1)}{sms('c', date=T + 2)}</smses>")
        archive.writestr("calls-1.xml", f'<calls><call number="+31612345601" date="{T}" type="3" duration="0"/></calls>')
    messages, problems = read(path)
    assert [m.text for m in messages] == ["a", "b", "c"]
    assert [p.why for p in problems] == [REPEATED, CALLS_APART]
    assert READER.score(path) > 0.9 > 0.5 > CALLS.score(path)
    assert len(read(path, CALLS)[0]) == 1


def test_the_same_words_at_other_times_are_other_messages(tmp_path: Path) -> None:
    messages, problems = read(file(tmp_path, sms(), sms(date=T + 1), sms(box=2), sms(address="+31612345602")))
    assert len({m.fingerprint for m in messages}) == 4
    assert problems == []


def test_parts_are_ordered_and_files_are_decoded(tmp_path: Path) -> None:
    code = base64.b64encode(b"\xff\xd8inhoud").decode()
    parts = f"""<part seq="2" ct="text/plain" text="tweede"/><part seq="-1" ct="application/smil" text="x"/>
    <part seq="1" ct="text/plain" text="eerste"/><part seq="0" ct="image/jpeg" name="null" cl="a.jpg" text="null" data="{code}"/>
    <part seq="3" ct="image/png" name="weg.png" text="null" data="null"/>
    <part seq="4" ct="text/x-vcard" name="bo.vcf" text="BEGIN:VCARD"/>"""
    (message,), problems = read(file(tmp_path, mms(parts)))
    assert message.text == "eerste\ntweede"
    assert [(a.name, a.content, a.missing) for a in message.attachments] == [
        ("a.jpg", b"\xff\xd8inhoud", False),
        ("weg.png", None, True),
        ("bo.vcf", b"BEGIN:VCARD", False),
    ]
    assert [p.why for p in problems] == [PART_MISSING]


def test_damaged_base64_is_said(tmp_path: Path) -> None:
    (message,), (problem,) = read(file(tmp_path, mms('<part ct="image/gif" cl="a.gif" data="QUJDR"/>')))
    assert (message.attachments[0].content, problem.why) == (b"ABC", PART_DAMAGED)


def test_a_group_has_one_conversation_and_its_writer(tmp_path: Path) -> None:
    group, own = "+31612345602~+31612345601", "+31612345699"
    writer = '<addr address="+31612345601" type="137"/><addr address="insert-address-token" type="151"/>'
    come, go = mms('<part ct="text/plain" text="a"/>', address=f"{group}~{own}", addresses=writer), mms("", address=group, box=2)
    (incoming, outgoing), _ = read(file(tmp_path, come, go), me=("Kade", own))
    assert incoming.conversation_key == outgoing.conversation_key == "+31612345601~+31612345602"
    assert incoming.sender.handles[0].value == "+31612345601"
    assert [party.handles[0].value for party in outgoing.recipients] == ["+31612345602", "+31612345601"]
    assert (outgoing.direction, outgoing.sender.name) == (Direction.OUT, "Kade")


def test_reports_are_no_messages_and_what_was_never_fetched_is_one(tmp_path: Path) -> None:
    (message,), (problem,) = read(file(tmp_path, mms("", more='m_type="134"'), mms("", more='m_type="130"')))
    assert (message.warnings, problem.why) == (("not_received",), REPORT)


def test_emoji_in_halves_and_control_characters(tmp_path: Path) -> None:
    (message,), problems = read(file(tmp_path, sms("ok &#55357;&#56397; &#xD83D;&#xDE00;&#0;&#55357;!&#10;dag\x01")))
    assert (message.text, problems) == ("ok \U0001f44d \U0001f600!\ndag", [])


def test_a_body_may_speak_of_data_and_hold_quotes(tmp_path: Path) -> None:
    record = f"""<sms address="+31612345601" date="{T}" type="1" body='hij zei data="AAAA" <![CDATA&lt;' />"""
    (message,), _ = read(file(tmp_path, record.replace("<![CDATA", "")))
    assert message.text == 'hij zei data="AAAA" <'


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE smses [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with pytest.raises(BadInput) as caught:
        read(file(tmp_path, sms("&b;"), head=bomb))
    assert caught.value.template == ENTITIES


def test_comments_instructions_and_a_byte_order_mark_come_before(tmp_path: Path) -> None:
    head = '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by a > b -->\n<?xml-stylesheet type="text/xsl" href="sms.xsl"?>\n'
    path = file(tmp_path, sms(), head=head)
    assert READER.score(path) > 0.9
    assert len(read(path)[0]) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "iso-8859-1"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "sms.xml"
    path.write_bytes(f'<?xml version="1.0" encoding="{encoding}"?><smses>{sms("één café")}</smses>'.encode(encoding))
    assert READER.score(path) > 0.9
    assert read(path)[0][0].text == "één café"


def test_a_damaged_record_costs_only_itself(tmp_path: Path) -> None:
    path = file(
        tmp_path, sms("a"), '<sms body="5 < 6 & 7" date="1" />\n', sms("b", date=T + 1), '<sms body="x" "y" />\n', sms("c", date=T + 2)
    )
    messages, problems = read(path)
    assert [m.text for m in messages] == ["a", "b", "c"]
    assert [(p.why, p.where) for p in problems] == [(BAD_RECORD, "sms.xml:3"), (BAD_RECORD, "sms.xml:5")]


def test_a_truncated_backup_keeps_what_was_whole(tmp_path: Path) -> None:
    path = file(tmp_path, sms("a"), sms("b", date=T + 1))
    path.write_text(path.read_text()[:-40])
    messages, (problem,) = read(path)
    assert ([m.text for m in messages], problem.kind, problem.why) == (["a"], ProblemKind.ERROR, CUT_OFF)


@pytest.mark.parametrize("text", ["<html><sms/></html>", "smses", "<smses", "{}", "<a><smses></smses></a>"])
def test_what_is_no_backup_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.xml"
    path.write_text(text)
    with pytest.raises(BadInput) as caught:
        read(path)
    assert (READER.score(path), caught.value.template) == (0.0, NOT_A_BACKUP)


def test_a_body_of_many_megabytes(tmp_path: Path) -> None:
    messages, problems = read(file(tmp_path, sms("w" * 5_000_000), sms("b", date=T + 1)))
    assert ([len(m.text) for m in messages], problems) == ([5_000_000, 1], [])


def test_a_message_s_files_at_a_time_are_in_memory(tmp_path: Path) -> None:
    blob = base64.b64encode(bytes(6_000_000)).decode()
    records = (mms(f'<part ct="image/jpeg" cl="a.jpg" data="{blob}"/><part ct="text/plain" text="{n}"/>') for n in range(8))
    path = file(tmp_path, *records)
    tracemalloc.start()
    sizes = [sum(a.size for a in item.attachments) for item in READER.read(path, ReadOptions()) if isinstance(item, IncomingMessage)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sizes == [6_000_000] * 8
    assert peak < 40_000_000


def test_signal_s_old_backup_is_told_apart(tmp_path: Path) -> None:
    path = file(tmp_path, sms(), head="<?xml version='1.0'?><!-- File Created By Signal -->\n")
    assert OLD_SIGNAL.score(path) > 0.9 > 0.5 > READER.score(path)
    assert read(path, OLD_SIGNAL)[0][0].channel is OLD_SIGNAL.channel
    assert OLD_SIGNAL.score(file(tmp_path, sms())) == 0.0


def ndjson(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


ROW = {"address": "+31612345601", "date": str(T), "type": "1", "body": "hoi", "sub_id": "1", "thread_id": "4", "__display_name": "Sanne"}


def test_two_apps_of_one_phone_hold_the_same_message(tmp_path: Path) -> None:
    (there,), _ = read(ndjson(tmp_path / "messages.ndjson", ROW), SMS_IE)
    (here,), _ = read(file(tmp_path, sms()))
    assert (there.fingerprint, there.sender) == (here.fingerprint, here.sender)


def test_a_broken_line_and_a_broken_end(tmp_path: Path) -> None:
    path = ndjson(tmp_path / "messages.ndjson", ROW, [1])
    path.write_text(path.read_text() + json.dumps({**ROW, "body": "b"}) + "\n" + '{"addre')
    messages, problems = read(path, SMS_IE)
    assert [m.text for m in messages] == ["hoi", "b"]
    assert [p.kind for p in problems] == [ProblemKind.UNPARSED, ProblemKind.ERROR]


def test_files_of_version_one_stand_in_the_row(tmp_path: Path) -> None:
    part = {"ct": "image/png", "cl": "a.png", "__binary_data": base64.b64encode(b"png").decode()}
    row = {"date": str(T // 1000), "msg_box": "2", "__parts": [part], "__recipient_addresses": [{"address": "+31612345601", "type": "151"}]}
    path = tmp_path / "messages.json"
    path.write_text(json.dumps([row]))
    (message,), _ = read(path, SMS_IE)
    assert (message.attachments[0].content, message.direction, message.sent_at.timestamp()) == (b"png", Direction.OUT, T / 1000)


@pytest.mark.parametrize("text", ['{"a": 1}\n', "[]", '[{"date": "1"}]', "nothing"])
def test_other_json_is_not_claimed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "messages.json"
    path.write_text(text)
    assert SMS_IE.score(path) == 0.0
    with pytest.raises(BadInput):
        read(path, SMS_IE)


@pytest.mark.parametrize(
    ("sort", "duration", "text", "direction", "missed"),
    [
        (1, 65, "Voice call, 1 min 5 s", Direction.IN, False),
        (2, 8, "Voice call, 8 s", Direction.OUT, False),
        (2, 0, "Voice call, no answer", Direction.OUT, False),
        (3, 0, "Missed voice call", Direction.IN, True),
        (4, 31, "Missed voice call, voicemail", Direction.IN, True),
        (5, 0, "Missed voice call, rejected", Direction.IN, True),
        (6, 0, "Missed voice call, number blocked", Direction.IN, False),
        (7, 12, "Voice call, answered on another device, 12 s", Direction.IN, False),
    ],
)
def test_calls(tmp_path: Path, sort: int, duration: int, text: str, direction: Direction, missed: bool) -> None:
    record = f'<call number="0612345601" duration="{duration}" date="{T}" type="{sort}" contact_name="Sanne" />'
    (call,), _ = read(file(tmp_path, record, root="calls"), CALLS)
    assert (call.kind, call.text, call.direction, call.conversation_key) == (Kind.CALL, text, direction, "+31612345601")
    assert call.warnings == (("missed_call",) if missed else ())


def test_a_hidden_number_is_nobody(tmp_path: Path) -> None:
    (call,), _ = read(file(tmp_path, f'<call number="-2" duration="0" date="{T}" type="3" />', root="calls"), CALLS)
    assert (call.sender.name, call.sender.handles) == ("", ())


# -- one made-up phone, backed up by two apps

OWN = "+31612345699"
BOOK = {"+31612345601": "Sanne", "+31612345602": "Vis, Bo", "+31612345603": ""}


def phone(seed: int) -> list[dict[str, Any]]:
    """Return what a phone holds, in order: texts, pictures, groups, what was never sent."""
    dice, at, held = Random(seed), T, []
    for _ in range(60):
        at += dice.choice((1000, 61_000, 3_600_000))
        people = dice.sample(sorted(BOOK), dice.choice((1, 1, 1, 2, 3)))
        out = dice.random() < 0.4
        held.append(
            {
                "at": at,
                "people": people,
                "out": out,
                "by": OWN if out else dice.choice(people),
                "text": dice.choice(("hoi", "a & <b> \"c\" 'd'", "regel\nregel", "👍🏽 & 😀", "nog een?", "x\u00a0y")),
                "picture": dice.random() < 0.2,
                "mms": len(people) > 1 or dice.random() < 0.2,
            }
        )
    return held


def as_xml(held: list[dict[str, Any]]) -> str:
    """Write it as SMS Backup & Restore does; emoji as the older versions did."""
    records = []
    for one in held:
        names = ", ".join(BOOK[number] or "(Unknown)" for number in one["people"])
        head = (
            f'address={quoteattr("~".join(one["people"]))} date="{one["at"]}" contact_name={quoteattr(names)} readable_date="4 mrt. 2024"'
        )
        body = "".join(
            f"&#{0xD7C0 + (ord(c) >> 10)};&#{0xDC00 + (ord(c) & 0x3FF)};" if ord(c) > 0xFFFF else c
            for c in quoteattr(one["text"], {"\n": "&#10;"})
        )
        if not one["mms"]:
            records.append(f'<sms protocol="0" {head} type="{2 if one["out"] else 1}" subject="null" body={body} read="1" />')
            continue
        parts = '<part seq="-1" ct="application/smil" text="&lt;smil/&gt;" />'
        if one["picture"]:
            parts += '<part seq="0" ct="image/png" name="null" cl="p.png" text="null" data="cG5n" />'
        parts += f'<part seq="0" ct="text/plain" text={body} />'
        others = [OWN, *one["people"]]
        addresses = "".join(f'<addr address="{n}" type="{137 if n == one["by"] else 151}" charset="106" />' for n in others)
        box = 2 if one["out"] else 1
        records.append(f'<mms {head} msg_box="{box}" sub="null" m_type="132"><parts>{parts}</parts><addrs>{addresses}</addrs></mms>')
    lines = "\n".join(records)
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!--File Created By a test-->\n"
    return f'{head}<?xml-stylesheet type="text/xsl" href="sms.xsl"?>\n<smses count="{len(records)}" backup_set="0">\n{lines}\n</smses>'


def as_ndjson(held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows that SMS Import / Export writes."""
    rows = []
    for one in held:
        if not one["mms"]:
            known = {"__display_name": BOOK[one["people"][0]]} if BOOK[one["people"][0]] else {}
            row = {"_id": "1", "thread_id": "1", "address": one["people"][0], "date": str(one["at"]), "type": "2" if one["out"] else "1"}
            rows.append({**row, "body": one["text"], **known})
            continue
        parts: list[dict[str, str]] = [{"ct": "application/smil", "text": "<smil/>"}]
        parts += [{"ct": "image/png", "cl": "p.png", "binary_data": "cG5n"}] if one["picture"] else []
        parts.append({"ct": "text/plain", "text": one["text"]})
        to = [number for number in (OWN, *one["people"]) if number != one["by"]]
        rows.append(
            {
                "_id": "1",
                "date": str(one["at"]),
                "msg_box": "2" if one["out"] else "1",
                "m_type": "132",
                "__parts": parts,
                "__sender_address": {"address": "insert-address-token" if one["out"] else one["by"], "type": "137"},
                "__recipient_addresses": [{"address": number, "type": "151"} for number in to],
            }
        )
    return rows


@pytest.mark.parametrize("seed", range(15))
def test_a_made_up_phone_is_read_rightly_from_both_apps(tmp_path: Path, seed: int) -> None:
    held = phone(seed)
    (tmp_path / "sms.xml").write_text(as_xml(held), encoding="utf-8")
    messages, problems = read(tmp_path / "sms.xml")
    assert problems == []
    assert [(m.sent_at.timestamp() * 1000, m.direction.value, m.text, len(m.attachments)) for m in messages] == [
        (one["at"], "out" if one["out"] else "in", one["text"], int(one["mms"] and one["picture"])) for one in held
    ]
    assert [m.conversation_key for m in messages] == ["~".join(sorted(one["people"])) for one in held]
    assert [m.sender.handles[0].value for m, one in zip(messages, held, strict=True) if not one["out"]] == [
        o["by"] for o in held if not o["out"]
    ]
    assert all(
        [h.value for p in m.recipients for h in p.handles] == one["people"] for m, one in zip(messages, held, strict=True) if one["out"]
    )
    told = any(one["mms"] and not one["out"] and len(one["people"]) == 1 for one in held)  # such a one tells the phone's own number
    again, problems = read(ndjson(tmp_path / "messages.ndjson", *as_ndjson(held)), SMS_IE, me=() if told else (OWN,))
    assert problems == []
    assert [m.fingerprint for m in again] == [m.fingerprint for m in messages]


def test_the_names_of_a_group(tmp_path: Path) -> None:
    from_bo = '<addr address="06 12345602" type="137"/><addr address="+31612345601" type="151"/>'
    group = mms('<part ct="text/plain" text="wie komt?"/>', address="+31612345601~+31612345602", addresses=from_bo)
    (asked,), _ = read(file(tmp_path, group.replace('"Sanne"', '"Sanne Bakker, Bo Vis"')))
    assert (asked.sender.name, asked.sender.handles[0].value) == ("Bo Vis", "+31612345602")
    known, asked = read(file(tmp_path, sms(address="0612345602", name="Bo V."), group.replace('"Sanne"', '"x, y, z"')))[0]
    assert (known.sender.name, asked.sender.name) == ("Bo V.", "Bo V.")
    stranger = group.replace("06 12345602", "+31612345677")
    (asked,), _ = read(file(tmp_path, stranger))
    assert asked.sender.handles[0].value == "+31612345677"


def test_two_who_say_the_same_in_a_group_at_once_are_two(tmp_path: Path) -> None:
    said = [
        mms('<part ct="text/plain" text="ok"/>', address="+31612345601~+31612345602", addresses=f'<addr address="{by}" type="137"/>')
        for by in ("+31612345601", "+31612345602")
    ]
    messages, problems = read(file(tmp_path, *said, said[0]))
    assert ([m.sender.handles[0].value for m in messages], len(problems)) == (["+31612345601", "+31612345602"], 1)


def test_a_text_to_several_numbers_at_once(tmp_path: Path) -> None:
    row = {"address": "+31612345601 +31612345602", "date": str(T), "type": "2", "body": "open!", "thread_id": "1", "__display_name": "x"}
    (message,), _ = read(ndjson(tmp_path / "messages.ndjson", row), SMS_IE)
    assert [p.handles[0].value for p in message.recipients] == ["+31612345601", "+31612345602"]
    row["address"] = "My Bank 24"
    assert read(ndjson(tmp_path / "messages.ndjson", row), SMS_IE)[0][0].recipients[0].handles[0].value == "My Bank 24"


@pytest.mark.parametrize("name", ["Vis, Bo", "Bo (werk)"])
def test_a_name_may_hold_what_sets_names_apart(tmp_path: Path, name: str) -> None:
    assert read(file(tmp_path, sms(name=name)))[0][0].sender.name == name


def test_calls_as_rows(tmp_path: Path) -> None:
    rows = [
        {"number": "+31612345601", "date": str(T), "duration": "61", "type": "1", "display_name": "Sanne"},
        {"number": "+31612345601", "date": T + 1, "duration": 0, "type": 3, "name": "S."},
        {"number": "+31612345601", "date": "x", "duration": "0", "type": "3"},
        "odd",
    ]
    path = tmp_path / "calls.json"
    path.write_text(json.dumps(rows))
    (talked, missed), problems = read(path, CALLS)
    assert (talked.text, talked.sender.name, missed.warnings) == ("Voice call, 1 min 1 s", "Sanne", ("missed_call",))
    assert [p.kind for p in problems] == [ProblemKind.UNPARSED] * 2
    from_xml = f'<call number="+31612345601" duration="61" date="{T}" type="1" presentation="1" contact_name="Sanne" />'
    assert read(file(tmp_path, from_xml, root="calls", name="calls.xml"), CALLS)[0][0].fingerprint == talked.fingerprint
    path.write_text(json.dumps(rows)[:-40])
    assert read(path, CALLS)[1][-1].kind is ProblemKind.ERROR
    path.write_text(json.dumps([{"number": "1", "date": "1", "type": "1", "duration": "1", "body": "x"}]))
    assert CALLS.score(path) == 0.0


@pytest.mark.parametrize("head", ["", "<?xml version='1.0' encoding='UTF-8'?>\n", "\ufeff \n"])
def test_records_without_the_element_around_them(tmp_path: Path, head: str) -> None:
    path = tmp_path / "cut.txt"
    path.write_text(head + sms("een") + sms("twee", date=T + 1) + mms('<part ct="text/plain" text="drie"/>'), encoding="utf-8")
    assert READER.score(path) > 0.9
    messages, problems = read(path)
    assert ([m.text for m in messages], problems) == (["een", "twee", "drie"], [])
    path.write_text(head + mms('<part ct="text/plain" text="drie"/>')[:-20], encoding="utf-8")
    assert [p.why for p in read(path)[1]] == [CUT_OFF]
    path.write_text(head + f'<call number="+31612345601" duration="1" date="{T}" type="1" />', encoding="utf-8")
    assert (len(read(path, CALLS)[0]), READER.score(path)) == (1, 0.0)


def as_simple(held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows that Simple SMS Messenger and its heirs write."""
    rows: list[dict[str, Any]] = []
    for one in held:
        if not one["mms"]:
            row = {"subscriptionId": 1, "address": one["people"][0], "body": one["text"], "date": one["at"], "dateSent": one["at"] - 5}
            rows.append(
                {**row, "type": 2 if one["out"] else 1, "locked": 0, "protocol": None, "read": 1, "status": -1, "backupType": "sms"}
            )
            continue
        names = (
            "contentDisposition",
            "charset",
            "contentId",
            "contentLocation",
            "contentType",
            "filename",
            "name",
            "sequenceOrder",
            "text",
            "data",
        )
        blank = dict.fromkeys(names)
        parts = [{**blank, "contentType": "application/smil", "text": "<smil/>"}]
        parts += [{**blank, "contentType": "image/png", "contentLocation": "p.png", "data": "cG5n"}] if one["picture"] else []
        parts.append({**blank, "contentType": "text/plain", "text": one["text"]})
        people = [{"address": number, "type": 137 if number == one["by"] else 151, "charset": 106} for number in (OWN, *one["people"])]
        row = {
            "creator": "x",
            "contentType": "application/vnd.wap.multipart.related",
            "date": one["at"],
            "messageType": 132,
            "subject": None,
        }
        rows.append({**row, "messageBox": 2 if one["out"] else 1, "addresses": people, "parts": parts, "backupType": "mms"})
    return rows


@pytest.mark.parametrize("seed", range(5))
def test_a_made_up_phone_is_read_rightly_from_simple_sms_messenger(tmp_path: Path, seed: int) -> None:
    held = phone(seed)
    (tmp_path / "sms.xml").write_text(as_xml(held), encoding="utf-8")
    path = tmp_path / "messages.json"
    path.write_text(json.dumps(as_simple(held), indent=2))
    assert SMS_IE.score(path) > 0.9
    messages, problems = read(path, SMS_IE, me=(OWN,))
    assert problems == []
    assert [m.fingerprint for m in messages] == [m.fingerprint for m in read(tmp_path / "sms.xml")[0]]


def test_conversations_of_older_backups_and_version_one_without_lines(tmp_path: Path) -> None:
    text = {"address": "+31612345601", "date": T, "date_sent": 0, "type": 1, "body": "hoi", "subscription_id": 1}
    picture = {
        "date": T + 1000,
        "msg_box": 1,
        "m_type": 132,
        "addresses": [{"address": "+31612345602", "type": 137}, {"address": OWN, "type": 151}],
        "parts": [{"ct": "text/plain", "text": "kijk"}, {"ct": "image/png", "cl": "p.png", "data": "cG5n"}],
    }
    path = tmp_path / "messages.json"
    path.write_text(json.dumps([{"sms": [text], "mms": [picture]}, {"sms": [], "mms": []}]))
    first, second = read(path, SMS_IE)[0]
    assert (first.text, second.text, second.attachments[0].content) == ("hoi", "kijk", b"png")
    assert (second.sender.handles[0].value, second.conversation_key) == ("+31612345602", "+31612345602")
    sender, to = picture["addresses"]  # type: ignore[misc]
    old = {**{key: str(value) for key, value in picture.items() if key not in ("addresses", "parts")}, "parts": picture["parts"]}
    path.write_text(json.dumps([{**old, "sender_address": sender, "recipient_addresses": [to]}]))
    assert [m.fingerprint for m in read(path, SMS_IE)[0]] == [second.fingerprint]
