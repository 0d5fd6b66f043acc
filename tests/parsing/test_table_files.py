"""Tables out of CSV, XLSX and JSON, alone or several in a zip or folder."""

import io
import json
import zipfile
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import BadInput
from app.domain.message import Problem
from app.parsing.archive import DAMAGED
from app.parsing.table_files import OLD_EXCEL, is_closed_book, open_tables, peek_tables
from app.parsing.table_rows import Row
from app.parsing.table_xlsx import DAMAGED_BOOK


def write(folder: Path, content: bytes | str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows(path: Path) -> list[list[str]]:
    with open_tables(path) as (table,):
        return [item.cells for item in table.rows() if isinstance(item, Row)]


def headers(path: Path) -> tuple[str, ...]:
    with open_tables(path) as (table,):
        return table.headers


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_what_stands_between_cells_is_found(tmp_path: Path, mark: str) -> None:
    path = write(tmp_path, mark.join(["name", "text"]) + "\n" + mark.join(["Ann", '"a, b; c\td | e"']) + "\n")
    assert rows(path) == [["Ann", "a, b; c\td | e"]]


def test_a_declared_mark_wins(tmp_path: Path) -> None:
    path = write(tmp_path, "sep=;\r\nname;text\r\nAnn;a,b,c,d\r\n")
    assert rows(path) == [["Ann", "a,b,c,d"]]


@pytest.mark.parametrize(("codec", "warning"), [("utf-8-sig", ()), ("utf-16", ()), ("utf-16-le", ()), ("cp1252", ("cp1252",))])
def test_any_encoding_is_read(tmp_path: Path, codec: str, warning: tuple[str, ...]) -> None:
    path = write(tmp_path, "naam;tekst\r\nJosé;café crème\r\n".encode(codec))
    assert rows(path) == [["José", "café crème"]]
    with open_tables(path) as (table,):
        assert table.warnings == warning


def test_line_breaks_inside_cells_are_kept_and_lines_are_counted(tmp_path: Path) -> None:
    path = write(tmp_path, 'a,b\r\n1,"x\r\ny\u2028z"\r\n\r\n2,w\r\n')
    with open_tables(path) as (table,):
        assert list(table.rows()) == [Row(2, ["1", "x\ny\u2028z"]), Row(5, ["2", "w"])]


def test_rows_of_any_length_are_kept_and_a_longer_one_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b,c\n1\n1,2,3,4\n1,2,3,,\n")
    with open_tables(path) as (table,):
        found = list(table.rows())
    assert [item.cells for item in found if isinstance(item, Row)] == [["1", "", ""], ["1", "2", "3", "4"], ["1", "2", "3", "", ""]]
    assert [item.where for item in found if isinstance(item, Problem)] == ["a.csv:3"]


def test_headers_are_distinct(tmp_path: Path) -> None:
    assert headers(write(tmp_path, "name,name,,name\n1,2,3,4\n")) == ("name", "name (2)", "#3", "name (3)")


def test_a_title_above_the_header_is_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path, "Export of 3 May\n\ndate,name,text\n2025-05-03,Ann,hi\n")
    assert headers(path) == ("date", "name", "text")
    assert rows(path) == [["2025-05-03", "Ann", "hi"]]


def test_a_table_without_header_keeps_its_first_row(tmp_path: Path) -> None:
    path = write(tmp_path, "2025-05-03,Ann,hi\n2025-05-04,Ann,hello\n")
    assert headers(path) == ("#1", "#2", "#3")
    assert len(rows(path)) == 2


def test_a_huge_cell_is_read_and_a_quote_never_closed_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, f"a,b\n1,{'x' * 3_000_000}\n")
    assert len(rows(path)[0][1]) == 3_000_000
    endless = write(tmp_path, "a,b\n1,ok\n2," + '"' + "y" * 17_000_000 + "\n3,ok\n", "b.csv")
    with open_tables(endless) as (table,):
        found = list(table.rows())
    assert found[0] == Row(2, ["1", "ok"])
    assert any(isinstance(item, Problem) for item in found)


def test_typed_cells_become_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["a", "b", "c", "d", "e"])
    sheet.append([datetime(2025, 5, 1, 10, 0), date(2025, 5, 1), 12.50, 31612345678.0, True])
    sheet.append([timedelta(hours=1, seconds=5), None, "x\r\ny", 0, None])
    book.save(tmp_path / "a.xlsx")
    assert rows(tmp_path / "a.xlsx") == [
        ["2025-05-01T10:00:00", "2025-05-01", "12.5", "31612345678", "true"],
        ["1:00:05", "", "x\ny", "0", ""],
    ]


def test_json_is_a_table_wherever_its_objects_lie(tmp_path: Path) -> None:
    objects = [{"a": 1, "b": {"c": 2.5, "d": None}}, {"a": True, "e": [1, 2], "late": "x"}]
    for name, content in (
        ("a.json", json.dumps(objects)),
        ("b.json", json.dumps({"count": 2, "reviews": objects})),
        ("c.json", json.dumps({"data": {"items": objects}})),
        ("d.ndjson", "\n".join(map(json.dumps, objects))),
    ):
        path = write(tmp_path, content, name)
        assert headers(path) == ("a", "b.c", "b.d", "e", "late")
        assert rows(path) == [["1", "2.5", "", "", ""], ["true", "", "", "1, 2", "x"]], name


def test_json_that_breaks_off_gives_what_was_whole(tmp_path: Path) -> None:
    path = write(tmp_path, '{"reviews":[{"a":1},{"a":2},{"a":', "a.json")
    found = []
    with open_tables(path) as (table,), pytest.raises(BadInput):
        found.extend(table.rows())
    assert [item.cells for item in found if isinstance(item, Row)] == [["1"], ["2"]] or found == []


def test_a_zip_holds_several_tables(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.csv", "a,b\n1,2\n")
        archive.writestr("deep/two.json", '[{"x": 1}]')
        archive.writestr("photo.jpg", b"\xff\xd8")
    with open_tables(tmp_path / "a.zip") as tables:
        assert [(table.name, table.headers) for table in tables] == [("one.csv", ("a", "b")), ("deep/two.json", ("x",))]
    assert len(peek_tables(tmp_path / "a.zip")) == 2


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(80 * 1024 * 1024))
    return held.getvalue()


def test_a_workbook_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, bomb(), "a.xlsx")
    with pytest.raises(BadInput, match="unpack to far more"), open_tables(path):
        pass
    assert peek_tables(path) == ()


@pytest.mark.parametrize("name", ["../evil.csv", "/evil.csv"])
def test_an_archive_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, "a,b\n1,2\n")
    with pytest.raises(BadInput, match="outside"), open_tables(tmp_path / "a.zip"):
        pass


def test_an_old_excel_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="xlsx"), open_tables(write(tmp_path, b"\xd0\xcf\x11\xe0" + bytes(600), "a.xls")):
        pass


def test_a_look_follows_a_changed_file(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b\n1,2\n")
    assert peek_tables(path)[0].headers == ("a", "b")
    write(tmp_path, "a,b,c\n1,2,3\n")
    assert peek_tables(path)[0].headers == ("a", "b", "c")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(alphabet='ab,;"\n\r\t{}[]:1 \0é', max_size=200).map(str.encode)))
def test_no_file_breaks_it(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path, content)
    peek_tables(path)
    with suppress(BadInput), open_tables(path) as tables:
        for table in tables:
            assert all(isinstance(item, Problem) or len(item.cells) >= len(table.headers) for item in table.rows())


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def ods(*sheets: tuple[str, str], declared: str = "") -> bytes:
    """Return an OpenDocument workbook of sheets: name, and rows as XML."""
    body = "".join(f'<table:table table:name="{name}">{content}</table:table>' for name, content in sheets)
    spaces = " ".join(f'xmlns:{name}="{OFFICE}{name}:1.0"' for name in ("office", "table", "text"))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), ODS)
        archive.writestr(
            "content.xml", f'<?xml version="1.0"?>{declared}<office:document-content {spaces}>{body}</office:document-content>'
        )
    return held.getvalue()


def ods_row(*cells: str) -> str:
    return f'<table:table-row>{"".join(cells)}<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'


def words(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def typed(kind: str, value: str) -> str:
    name = {"float": "value", "currency": "value"}.get(kind, f"{kind}-value")
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{value}"><text:p>as shown</text:p></table:table-cell>'


def test_every_kind_of_cell_of_an_opendocument_sheet_is_text(tmp_path: Path) -> None:
    header = ods_row(words("day"), words("n"), words("text"), words("yes"), words("time"))
    row = ods_row(
        typed("date", "2025-05-03T10:30:00"),
        typed("float", "12.50"),
        words('a<text:s text:c="2"/>b'),
        typed("boolean", "true"),
        typed("time", "PT01H02M03S"),
    )
    empty = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    note = words("c<office:annotation><text:p>hidden</text:p></office:annotation>")
    again = '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/>'
    path = write(tmp_path, ods(("A &amp; B", header + row + empty + ods_row(typed("date", "2025-05-04T00:00:00"), again, note))), "a.ods")
    assert rows(path) == [["2025-05-03T10:30:00", "12.5", "a  b", "true", "1:02:03"], ["2025-05-04", "7", "7", "c", ""]]
    assert headers(path) == ("day", "n", "text", "yes", "time")


def test_every_sheet_of_an_opendocument_workbook_is_a_table(tmp_path: Path) -> None:
    one, two = (ods_row(words("name"), words("text")) + ods_row(words(name), words("hi")) for name in ("Ann", "Bob"))
    with open_tables(write(tmp_path, ods(("One", one), ("Leeg", ""), ("Two", two)), "a.ods")) as tables:
        assert [table.name for table in tables] == ["a.ods, One", "a.ods, Two"]
        assert [item.cells[0] for table in tables for item in table.rows() if isinstance(item, Row)] == ["Ann", "Bob"]


def test_an_opendocument_workbook_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    bomb = ods(("x", ods_row(words("&b;"))), declared='<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>')
    with pytest.raises(BadInput), open_tables(write(tmp_path, bomb, "a.ods")):
        pass
    large = ods(("x", ods_row(words("a" * 60_000_000))))
    with pytest.raises(BadInput), open_tables(write(tmp_path, large, "b.ods")):
        pass


def test_a_workbook_that_is_closed_to_us_says_what_to_do(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    old = write(tmp_path, ole, "oud.xls")
    protected = write(tmp_path, ole + "EncryptedPackage".encode("utf-16-le"), "slot.xlsx")
    damaged = write(tmp_path, ods(("x", ""))[:-40], "stuk.ods")
    for path, told in ((old, OLD_EXCEL), (protected, DAMAGED_BOOK), (damaged, DAMAGED)):
        assert is_closed_book(path)
        with pytest.raises(BadInput) as refused, open_tables(path):
            pass
        assert refused.value.told == told
    assert not is_closed_book(write(tmp_path, ole, "brief.doc"))


def test_a_sheet_can_be_read_again_and_again(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["name", "text"], ["Ann", "hi"], ["Bob", "ho"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    with open_tables(tmp_path / "a.xlsx") as (table,):
        first = [item for item in table.rows() if isinstance(item, Row)]
        for row in first:
            row.cells.append("changed")
        assert [item.cells for item in table.rows() if isinstance(item, Row)] == [["Ann", "hi"], ["Bob", "ho"]]


def test_elements_of_xml_are_rows(tmp_path: Path) -> None:
    text = "<reviews><review><id>1</id><who><name>Ann</name></who></review><review><id>2</id><more>x</more></review></reviews>"
    with open_tables(write(tmp_path, text, "a.xml")) as (table,):
        assert table.headers == ("id", "who.name", "more")
        assert [item.cells for item in table.rows() if isinstance(item, Row)] == [["1", "Ann", ""], ["2", "", "x"]]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('a, b\n1, "x, y"\n', ["1", "x, y"]),
        ('a,b\n1,"x \\"y\\", z"\n', ["1", 'x "y", z']),
        ('a,b\n1,"C:\\"\n', ["1", "C:\\"]),
        ('a,b\n1,"say ""\\"" it"\n', ["1", 'say "\\" it']),
    ],
)
def test_quotation_marks_are_read_as_the_file_writes_them(tmp_path: Path, text: str, cells: list[str]) -> None:
    assert rows(write(tmp_path, text)) == [cells]


def test_lines_of_several_cells_above_the_header_are_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path, "Export;;\nVan;01-03-2025;\n\ndatum;naam;tekst\n03-05-2025;Ann;hi\n")
    assert headers(path) == ("datum", "naam", "tekst")
    assert rows(path) == [["03-05-2025", "Ann", "hi"]]


def test_a_short_header_above_wide_rows_is_a_header(tmp_path: Path) -> None:
    path = write(tmp_path, "date,name\n2025-05-03,Ann,hi,ho\n2025-05-04,Bob,hi,ho\n")
    assert headers(path) == ("date", "name")
