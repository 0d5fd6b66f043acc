"""Knowledge files as people have them, and as they break."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import BadInput
from app.domain.knowledge import NewArticle
from app.domain.message import Problem
from app.knowledge import decode
from app.knowledge.read import read_articles

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def articles(path: Path, content: str | bytes, **options: object) -> list[NewArticle]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = list(read_articles(path, **options))  # type: ignore[arg-type]
    assert all(isinstance(article, NewArticle) for article in found)
    return [article for article in found if isinstance(article, NewArticle)]


def refused(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        list(read_articles(path))
    assert path.name in str(caught.value)
    return str(caught.value)


# -- Markdown


def test_markdown_one_title_gives_an_article_per_section(tmp_path: Path) -> None:
    found = articles(
        tmp_path / "faq.md", "# Retourneren\n\nHoi.\n\n## Kosten\n\nVier *euro*.\n\n## Hoe lang heb ik?\n\nDertig **dagen**.\n"
    )
    assert [(a.title, a.text, a.source) for a in found] == [
        ("Retourneren", "Hoi.", "faq.md#retourneren"),
        ("Retourneren: Kosten", "Vier euro.", "faq.md#retourneren-kosten"),
        ("Hoe lang heb ik?", "# Retourneren\n\nDertig dagen.", "faq.md#retourneren-hoe-lang-heb-ik"),
    ]


def test_markdown_several_titles(tmp_path: Path) -> None:
    found = articles(tmp_path / "a.md", "# Een\n\neerste\n\n## Onder\n\nbinnen\n\n# Twee\n\ntweede\n")
    assert [(a.title, a.text) for a in found] == [("Een", "eerste\n\n## Onder\n\nbinnen"), ("Twee", "tweede")]


def test_markdown_questions_deeper_down_are_the_articles(tmp_path: Path) -> None:
    text = (
        "# FAQ\n## Verzenden\n### Wat kost het?\nVier euro.\n\n### Wanneer komt het?\n\nMorgen.\n\n## Retour\n### Kan het terug?\n\nJa.\n"
    )
    assert [(a.title, a.text) for a in articles(tmp_path / "a.md", text)] == [
        ("Wat kost het?", "# Verzenden\n\nVier euro."),
        ("Wanneer komt het?", "# Verzenden\n\nMorgen."),
        ("Kan het terug?", "# Retour\n\nJa."),
    ]


def test_markdown_single_article_keeps_lists_tables_and_links(tmp_path: Path) -> None:
    text = """---
language: de
scope: Vasen
---
# Versand

Wir liefern:

- nach Wien
- nach Köln
    - auch samstags

1. packen
2. schicken

| Land | Kosten |
|------|--------|
| AT   | 8,90   |
| DE   |        |

Mehr [hier](https://laden.example/versand) und <https://laden.example>.
"""
    (found,) = articles(tmp_path / "versand.md", text)
    assert (found.title, found.language, found.scope, found.source) == ("Versand", "de", "Vasen", "versand.md")
    assert found.text.split("\n") == [
        "Wir liefern:", "", "- nach Wien", "- nach Köln", "  - auch samstags", "1. packen", "2. schicken",
        "- Land: AT; Kosten: 8,90", "- Land: DE", "", "Mehr hier (https://laden.example/versand) und https://laden.example.",
    ]  # fmt: skip


def test_markdown_bold_questions_are_headings(tmp_path: Path) -> None:
    found = articles(tmp_path / "a.md", "**Kan het terug?**\n\nJa.\n\n**Wat kost het?**\n\nNiets.\n")
    assert [(a.title, a.text) for a in found] == [("Kan het terug?", "Ja."), ("Wat kost het?", "Niets.")]


def test_the_name_of_an_article_does_not_depend_on_its_neighbours(tmp_path: Path) -> None:
    before = articles(tmp_path / "a.md", "# Een\n\nx\n\n# Twee\n\ny\n")
    after = articles(tmp_path / "a.md", "# Nul\n\nz\n\n# Twee\n\ny nieuw\n\n# Twee\n\nnog een\n")
    assert before[1].source == after[1].source == "a.md#twee"
    assert after[2].source == "a.md#twee-2"


# -- plain text


@pytest.mark.parametrize(
    ("ask", "reply"), [("V:", "A:"), ("Q:", "A:"), ("Vraag:", "Antwoord:"), ("F:", "A:"), ("Question 1:", "Answer 1:"), ("Q :", "R :")]
)
def test_text_pairs(tmp_path: Path, ask: str, reply: str) -> None:
    found = articles(
        tmp_path / "faq.txt",
        f"{ask} Kan het in de oven\n{reply} Ja, tot 200 graden.\nNiet hoger.\n\n{ask} En de magnetron?\n{reply} Nee.\n",
    )
    assert [(a.title, a.text) for a in found] == [("Kan het in de oven", "Ja, tot 200 graden. Niet hoger."), ("En de magnetron?", "Nee.")]


def test_text_with_questions_on_their_own_line(tmp_path: Path) -> None:
    found = articles(tmp_path / "faq.txt", "Vragen\n\nKan het in de oven?\nJa, tot 200\ngraden.\n\nEn de magnetron?\n\nNee.\n")
    assert [(a.title, a.text) for a in found] == [("Kan het in de oven?", "Ja, tot 200 graden."), ("En de magnetron?", "Nee.")]


def test_text_without_structure_is_one_article(tmp_path: Path) -> None:
    (found,) = articles(tmp_path / "over-ons.txt", "Over ons\n\nWij draaien sinds 1998.\n* met klei\n* met liefde\n")
    assert (found.title, found.text, found.source) == ("Over ons", "Wij draaien sinds 1998.\n\n- met klei\n- met liefde", "over-ons.txt")
    (found,) = articles(tmp_path / "over-ons.txt", "Wij draaien sinds 1998.\n\nIn de schuur.")
    assert (found.title, found.text) == ("over-ons", "Wij draaien sinds 1998.\n\nIn de schuur.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    (found,) = articles(tmp_path / "a.txt", "Größe\r\n\r\nDie Vase ist 20 cm groß – fünf Euro … 5 €".encode(encoding))
    assert (found.title, found.text) == ("Größe", "Die Vase ist 20 cm groß – fünf Euro … 5 €")


# -- web pages


def test_html_takes_the_content_only(tmp_path: Path) -> None:
    page = """<!doctype html><html lang="fr-FR"><head><title>T</title><style>p{}</style><script>alert("js")</script></head><body>
    <nav><a href="/x">Menu</a></nav><main><h1>Livraison</h1><p>Chez&nbsp;vous en <b>deux</b>
    jours.<br>Voir <a href="https://l.example/d">ici</a>, <a href="javascript:x()">là</a>.</p>
    <ul><li>Paris</li><li><p>Lyon</p></li></ul><table><tr><th>Pays</th><th>Prix</th></tr><tr><td>BE</td><td>5 €</td></tr></table>
    <p hidden>secret</p></main><footer>pied</footer></body></html>"""
    (found,) = articles(tmp_path / "a.html", page)
    assert (found.title, found.language) == ("Livraison", "fr")
    assert found.text == "Chez vous en deux jours.\nVoir ici (https://l.example/d), là.\n\n- Paris\n- Lyon\n- Pays: BE; Prix: 5 €"


@pytest.mark.parametrize(
    "body",
    [
        "<dl><dt>Kan het terug</dt><dd>Ja.</dd><dt>Wat kost het</dt><dd><p>Niets.</p></dd></dl>",
        "<details><summary>Kan het terug</summary>Ja.</details><details><summary>Wat kost het</summary><p>Niets.</p></details>",
        "<article><h3>Kan het terug?</h3>Ja.</article><article><h3>Wat kost het?</h3>Niets.</article>",
    ],
)
def test_html_questions(tmp_path: Path, body: str) -> None:
    found = articles(tmp_path / "a.html", f"<html><body><h1>Veelgestelde vragen</h1>{body}</body></html>")
    assert [(a.title.rstrip("?"), a.text) for a in found] == [("Kan het terug", "Ja."), ("Wat kost het", "Niets.")]


def test_html_nested_beyond_reason(tmp_path: Path) -> None:
    (found,) = articles(tmp_path / "a.html", "<html><body>" + "<div>" * 20_000 + "diep" + "</div>" * 20_000)
    assert found.text == "diep"


# -- Word


def docx_file(path: Path) -> Path:
    import docx

    document = docx.Document()
    document.add_heading("Garantie", 1)
    document.add_paragraph("Twee jaar.")
    document.add_heading("Reparatie", 1)
    document.add_paragraph("Wij herstellen:")
    document.add_paragraph("kommen", style="List Bullet")
    document.add_paragraph("vazen", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([c for row in table.rows for c in row.cells], ["Soort", "Prijs", "Kom", "€ 12"], strict=True):
        cell.text = text
    document.save(str(path))
    return path


def test_docx(tmp_path: Path) -> None:
    found = list(read_articles(docx_file(tmp_path / "g.docx")))
    assert [(a.title, a.text) for a in found if isinstance(a, NewArticle)] == [
        ("Garantie", "Twee jaar."),
        ("Reparatie", "Wij herstellen:\n\n- kommen\n- vazen\n- Soort: Kom; Prijs: € 12"),
    ]


def test_docx_bold_questions(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    for question, answer in (("Kan het terug?", "Ja."), ("Wat kost het?", "Niets.")):
        document.add_paragraph().add_run(question).bold = True
        document.add_paragraph(answer)
    document.save(str(tmp_path / "q.docx"))
    assert [a.title for a in read_articles(tmp_path / "q.docx") if isinstance(a, NewArticle)] == ["Kan het terug?", "Wat kost het?"]


def test_docx_damaged_or_locked(tmp_path: Path) -> None:
    whole = docx_file(tmp_path / "g.docx").read_bytes()
    assert "damaged" in refused(tmp_path / "cut.docx", whole[: len(whole) // 2])
    assert "password" in refused(tmp_path / "locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    assert "damaged" in refused(tmp_path / "fake.docx", b"just words")


def test_docx_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.knowledge.office.MAX_UNPACKED", 1000)
    whole = docx_file(tmp_path / "g.docx").read_bytes()
    assert "unpacks" in refused(tmp_path / "g.docx", whole)


# -- PDF


def pdf_bytes(pages: list[list[str]], password: str = "") -> bytes:
    """Make a PDF with these lines of Latin-1 text."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    for lines in pages:
        page = writer.add_blank_page(600, 800)
        names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
        font = DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
        )
        stream = DecodedStreamObject()
        shown = "".join(f"({line}) Tj T* " for line in lines)
        stream.set_data(f"BT /F1 12 Tf 14 TL 50 750 Td {shown}ET".encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_pdf_lines_become_paragraphs_without_running_heads(tmp_path: Path) -> None:
    page = [
        "Winkelregels",
        "Wij repareren alle kommen die bij ons zijn ge-",
        "kocht, ook na jaren en ook zonder bon.",
        "Vazen niet.",
        "Pagina 1",
    ]
    pages = [
        page,
        ["Winkelregels", "Bellen mag altijd, ook op zaterdag en zon-", "dag.", "Pagina 2"],
        ["Winkelregels", "Tot ziens in de winkel aan de kade hoor.", "Pagina 3"],
    ]
    (found,) = articles(tmp_path / "regels.pdf", pdf_bytes(pages))
    assert found.title == "regels"
    assert "gekocht, ook na jaren" in found.text
    assert "zondag." in found.text
    assert "Pagina" not in found.text
    assert "Winkelregels" not in found.text


def test_pdf_with_questions(tmp_path: Path) -> None:
    found = articles(
        tmp_path / "faq.pdf",
        pdf_bytes([["Kan het terug?", "Ja, binnen dertig dagen na ontvangst van het pakket.", "Wat kost het?", "Niets."]]),
    )
    assert [(a.title, a.text) for a in found] == [
        ("Kan het terug?", "Ja, binnen dertig dagen na ontvangst van het pakket."),
        ("Wat kost het?", "Niets."),
    ]


def test_pdf_that_cannot_be_used(tmp_path: Path) -> None:
    whole = pdf_bytes([["tekst"]])
    assert "password" in refused(tmp_path / "a.pdf", pdf_bytes([["tekst"]], password="geheim"))
    assert "scan" in refused(tmp_path / "a.pdf", pdf_bytes([[]]))
    assert "damaged" in refused(tmp_path / "a.pdf", whole[:40])
    assert "damaged" in refused(tmp_path / "a.pdf", b"no pdf at all")


# -- tables


@pytest.mark.parametrize(
    "text",
    [
        'vraag,antwoord,taal\nKan het terug?,"Ja, dertig\ndagen",nl\nWas kostet es?,Nichts,DE\n',
        'sep=;\nFrage;Sprache;Antwort\nKan het terug?;nl;"Ja, dertig\ndagen"\nWas kostet es?;de-AT;Nichts\n',
        'Question\tAnswer\tLanguage\nKan het terug?\t"Ja, dertig\ndagen"\tnl\n\t\t\nWas kostet es?\tNichts\tde\n',
        '\ufefflangue;titre;texte;extra\nnl;Kan het terug?;"Ja, dertig\ndagen";1\nde;Was kostet es?;Nichts;2\n',
    ],
)
def test_tables(tmp_path: Path, text: str) -> None:
    found = articles(tmp_path / "faq.csv", text)
    assert [(a.title, a.text, a.language, a.source) for a in found] == [
        ("Kan het terug?", "Ja, dertig\ndagen", "nl", "faq.csv#kan-het-terug"),
        ("Was kostet es?", "Nichts", "de", "faq.csv#was-kostet-es"),
    ]


def test_a_table_without_header_but_with_questions(tmp_path: Path) -> None:
    assert [a.title for a in articles(tmp_path / "faq.csv", "Kan het?;Ja\nMag het?;Nee\n")] == ["Kan het?", "Mag het?"]


def test_half_a_row_is_a_problem_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "faq.csv"
    path.write_text("vraag;antwoord\nKan het?;\nMag het?;Nee\n")
    problem, article = read_articles(path)
    assert isinstance(problem, Problem)
    assert problem.where == "faq.csv:2"
    assert isinstance(article, NewArticle)


def test_a_table_about_something_else(tmp_path: Path) -> None:
    assert "question and answer" in refused(tmp_path / "p.csv", b"sku;price\n1;2\n3;4\n")


# -- languages


def test_the_language_is_detected_where_none_is_said(tmp_path: Path) -> None:
    def detect(text: str) -> tuple[str, float]:
        return ("nl", 0.99) if "zijn" in text else ("de", 0.4)

    found = articles(tmp_path / "a.md", "# Kort\n\nOk.\n\n# Lang\n\nDit zijn woorden.\n", detect=detect)
    assert [a.language for a in found] == ["nl", "nl"], "a short one follows the whole file"
    found = articles(tmp_path / "a.md", "---\nlanguage: fr\n---\n# Kort\n\nDit zijn woorden.\n", detect=detect)
    assert [a.language for a in found] == ["fr"]
    assert articles(tmp_path / "a.md", "Kort.", detect=detect)[0].language == "und"


# -- folders, and what cannot be read


def test_a_folder_is_walked_and_its_bad_files_are_problems(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.md").write_text("# Een\n\ntekst")
    (tmp_path / "b.txt").write_text("Twee\n\ntekst")
    (tmp_path / "leeg.txt").write_bytes(b"")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG....")
    (tmp_path / ".hidden.md").write_text("# nee\n\nnee")
    found = list(read_articles(tmp_path))
    assert [a.source for a in found if isinstance(a, NewArticle)] == ["b.txt", "deep/a.md"]
    assert [p.where for p in found if isinstance(p, Problem)] == ["leeg.txt"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("leeg.md", b"", "empty"),
        ("wit.txt", b" \n\t\n", "empty"),
        ("foto.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a text"),
        ("ruis.txt", bytes(range(256)) * 40, "readable text"),
        ("oud.doc", b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old Word"),
        ("brief.rtf", b"{\\rtf1 hallo}", "rich-text"),
        ("data.xlsx.bin", b"woorden", "cannot be read"),
        ("alleen-kop.md", b"# Kop\n", "no text"),
        ("script.html", b"<html><script>app()</script></html>", "no text"),
    ],
)
def test_refusals(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    assert says in refused(tmp_path / name, content)


def test_an_archive_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.md", "# x")
    assert "unpack" in refused(tmp_path / "a.zip", (tmp_path / "a.zip").read_bytes())


def test_huge_and_missing_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "MAX_BYTES", 10)
    assert "50 MB" in refused(tmp_path / "a.md", b"x" * 11)
    with pytest.raises(BadInput, match="cannot be read from the disk"):
        list(read_articles(tmp_path / "weg.md"))


@settings(max_examples=80, deadline=None)
@given(data=st.binary(max_size=400), suffix=st.sampled_from([".md", ".txt", ".html", ".csv", ".docx", ".pdf", ""]))
def test_any_bytes_give_articles_or_one_sentence(tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(data)
    try:
        found: object = list(read_articles(path))
    except BadInput as error:
        found = path.name in str(error)
    assert found


@settings(max_examples=120, deadline=None)
@given(
    text=st.text(alphabet=st.sampled_from(list("ab #-*|>`1.?:\n[](<!Vé")), max_size=200), suffix=st.sampled_from([".md", ".txt", ".html"])
)
def test_odd_mark_up_never_breaks(tmp_path_factory: pytest.TempPathFactory, text: str, suffix: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"odd{suffix}"
    path.write_text(text)
    try:
        found = list(read_articles(path))
    except BadInput:
        return
    assert all(isinstance(a, NewArticle) and a.title.strip() and a.text.strip() for a in found)
