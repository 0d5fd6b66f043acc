"""Tables written in every way that programs write them, read back: each message with its time, sender, way and words.

The writer here knows nothing of the reader; it follows what exports look like.
"""

import csv
import io
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from app.channels import recognise
from app.channels.table import READER
from app.domain.message import Channel, IncomingMessage, Problem, ReadOptions

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HEADERS = {
    "nl": {"date": "Datum", "sender": "Afzender", "text": "Bericht", "way": "Richting", "in": "inkomend", "out": "uitgaand"},
    "en": {"date": "Sent at", "sender": "From", "text": "Message", "way": "Direction", "in": "inbound", "out": "outbound"},
    "de": {"date": "Gesendet am", "sender": "Absender", "text": "Nachricht", "way": "Richtung", "in": "eingehend", "out": "ausgehend"},
    "fr": {"date": "Date et heure", "sender": "Expéditeur", "text": "Texte", "way": "Sens", "in": "entrant", "out": "sortant"},
}
FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%d-%m-%Y %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p",
    "%d.%m.%Y, %H:%M:%S",
    "%d.%m.%y %H:%M:%S",
    "%B %d, %Y %I:%M:%S %p",
    "%d %b %Y %H:%M:%S",
    "%a, %d %b %Y %H:%M:%S",
    "%Y%m%d %H%M%S",
    "serial",
    "unix",
)
WORDS = st.sampled_from(
    (
        "Hoi, is de mok er nog?",
        'Hij zei "morgen"; dus wacht ik.',
        "Top 👍🏽",
        "=SOM(A1)",
        "Eerste regel\nTweede regel; met punt",
        "a|b",
        "12,50 of 13.00?",
        "Größe L – bitte",
        "naïve\u2028zelfde regel",
        "- nee",
    )
)
PEOPLE = st.sampled_from(("Sanne Kok", "Jörg Müller", "Zoé d'Arc", "O'Neil, Pat", "Van der Meer; B."))


def day_number(at: datetime) -> str:
    """Return a moment as a spreadsheet counts it."""
    passed = at - datetime(1899, 12, 30)
    return f"{passed.days + passed.seconds / 86_400:.9f}".rstrip("0").rstrip(".")


def written(at: datetime, form: str) -> str:
    """Return a local time as a table writes it."""
    if form == "serial":
        return day_number(at)
    if form == "unix":
        return str(int(at.replace(tzinfo=AMSTERDAM).timestamp()))
    return at.strftime(form)


@st.composite
def tables(draw: st.DrawFn) -> tuple[bytes, list[tuple[datetime, str, str, str]]]:
    """Return a file and what is in it: (local time, sender, way, text)."""
    words = HEADERS[draw(st.sampled_from(sorted(HEADERS)))]
    start = datetime(2024, draw(st.integers(1, 11)), draw(st.integers(1, 28)), 9, 15)
    steps = draw(st.lists(st.integers(1, 400), min_size=3, max_size=12))
    said = []
    for step in steps:
        start += timedelta(hours=step, minutes=7, seconds=11)
        start = start.replace(hour=9 + start.hour % 12)  # no time that summer time leaves out
        said.append((start, draw(PEOPLE), draw(st.sampled_from(("in", "out"))), draw(WORDS)))
    said.append((datetime(2024, 12, 25, 13, 5, 9), "Sanne Kok", "in", "Fijne kerst"))  # a date that reads one way only
    form, order = draw(st.sampled_from(FORMATS)), draw(st.permutations(("date", "sender", "way", "text")))
    held = io.StringIO(newline="")
    if draw(st.booleans()):
        held.write(draw(st.sampled_from(("Export van de winkel\n\n", '"Berichten 2024"\r\n', "Van 1 tot 31 december\n"))))
    out = csv.writer(
        held,
        delimiter=draw(st.sampled_from(",;\t|")),
        lineterminator=draw(st.sampled_from(("\n", "\r\n"))),
        quoting=draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))),
    )
    out.writerow([words[name] for name in order])
    for at, sender, way, text in said:
        cells = {"date": written(at, form), "sender": sender, "way": words[way], "text": text}
        out.writerow([cells[name] for name in order])
    codec = draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16")))
    return held.getvalue().encode(codec), said


@given(tables())
@settings(max_examples=150, deadline=None)
def test_every_message_of_a_table_is_read_as_it_was_written(table: tuple[bytes, list[tuple[datetime, str, str, str]]]) -> None:
    content, said = table
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "berichten.csv"
        path.write_bytes(content)
        assert recognise(path)[0][0].channel is Channel.TABLE
        found = list(READER.read(path, ReadOptions()))
    assert not [item for item in found if isinstance(item, Problem)]
    got = [(m.sent_at, m.sender.name, m.direction.value, m.text) for m in found if isinstance(m, IncomingMessage)]
    assert got == [(at.replace(tzinfo=AMSTERDAM), sender, way, text) for at, sender, way, text in said]
