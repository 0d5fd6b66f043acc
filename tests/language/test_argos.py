"""Translation packages: what is accepted, what is refused and why, and what happens without the libraries."""

import stat
import zipfile

import pytest

from app.domain.errors import BadInput, EngineError
from app.domain.translation import NoTranslator
from app.language import argos
from app.language.argos import ArgosLines, install, read_package, state_of
from tests.fakes_translation import libraries, make_package, zipped


def test_a_zip_and_a_folder_are_the_same_package(tmp_path):
    folder = make_package(tmp_path, "nl", "en")
    kept = install(zipped(folder), tmp_path / "translators")
    assert (kept.source, kept.target, kept.version) == ("nl", "en", "1.9")
    assert read_package(folder).source == "nl"
    assert ArgosLines([kept], libraries).lines(["de kruik is stuk"], "nl", "en") == ["the bottle is broken"]
    assert [p.name for p in (tmp_path / "translators").iterdir()] == ["nl-en"]
    install(zipped(make_package(tmp_path / "newer", "nl", "en")), tmp_path / "translators")
    assert [p.name for p in (tmp_path / "translators").iterdir()] == ["nl-en"]


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "translate-nl_en-1_9/../../evil", "a\\..\\evil", "C:evil"])
def test_nothing_is_written_outside_its_own_folder(tmp_path, name):
    package = zipped(make_package(tmp_path, "nl", "en"))
    with zipfile.ZipFile(package, "a") as file:
        file.writestr(name, "x")
    with pytest.raises(BadInput, match="outside"):
        install(package, tmp_path / "translators")
    assert not (tmp_path / "translators").exists()


def test_links_inside_a_zip_are_refused(tmp_path):
    package = zipped(make_package(tmp_path, "nl", "en"))
    link = zipfile.ZipInfo("translate-nl_en-1_9/model/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(package, "a") as file:
        file.writestr(link, "/etc/passwd")
    with pytest.raises(BadInput, match="outside"):
        read_package(package)


def test_a_bomb_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(argos, "_MOST_BYTES", 10)
    with pytest.raises(BadInput, match="larger"):
        read_package(zipped(make_package(tmp_path, "nl", "en")))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda root: (root / "metadata.json").write_text("{"), "no translation package"),
        (lambda root: (root / "metadata.json").write_text("[1]"), "no translation package"),
        (lambda root: (root / "metadata.json").write_text('{"from_code": "nl"}'), "from which language"),
        (lambda root: (root / "metadata.json").write_text('{"from_code": "../x", "to_code": "en"}'), "from which language"),
        (lambda root: (root / "metadata.json").unlink(), "no translation package"),
        (lambda root: (root / "model" / "model.bin").unlink(), "no translation package"),
        (lambda root: (root / "sentencepiece.model").rename(root / "bpe.model"), "bpe.model"),
    ],
)
def test_what_is_no_package_is_told(tmp_path, spoil, told):
    folder = make_package(tmp_path, "nl", "en")
    spoil(folder)
    for path in (folder, zipped(folder)):
        with pytest.raises(BadInput, match=told):
            read_package(path)


def test_any_other_file_is_told(tmp_path):
    other = tmp_path / "x.argosmodel"
    other.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(BadInput, match="no translation package"):
        read_package(other)
    with pytest.raises(BadInput, match="no translation package"):
        read_package(tmp_path / "gone.argosmodel")


def test_without_the_libraries_it_says_so(tmp_path, monkeypatch):
    info = read_package(make_package(tmp_path, "nl", "en"))
    monkeypatch.setattr(argos, "LIBRARIES", ("surely_not_installed_1", "surely_not_installed_2"))
    assert state_of(info).state == "unavailable"
    assert "not installed" in state_of(info).why
    with pytest.raises(NoTranslator, match="not installed"):
        ArgosLines([info]).lines(["dank"], "nl", "en")
    (tmp_path / "translate-nl_en-1_9" / "metadata.json").unlink()
    assert state_of(info).state == "missing"


def test_a_pair_without_a_package_goes_by_english(tmp_path):
    packages = [read_package(make_package(tmp_path / f"{a}{b}", a, b)) for a, b in (("fr", "en"), ("en", "de"), ("fr", "nl"), ("nl", "de"))]
    lines = ArgosLines(packages, libraries)
    assert lines.way("fr", "de") == [("fr", "en"), ("en", "de")]
    assert lines.way("fr", "nl") == [("fr", "nl")]
    assert lines.way("de", "fr") == []
    assert not lines.can("de", "nl")
    with pytest.raises(NoTranslator):
        lines.lines(["x"], "de", "fr")


def test_a_model_for_several_languages_gets_its_prefix(tmp_path):
    info = read_package(make_package(tmp_path, "nl", "de", target_prefix="__de__"))
    assert ArgosLines([info], libraries).lines(["de kruik"], "nl", "de") == ["die Flasche"]


def test_a_damaged_model_is_one_sentence(tmp_path):
    info = read_package(make_package(tmp_path, "nl", "en", model="broken"))
    with pytest.raises(EngineError, match="incomplete or damaged"):
        ArgosLines([info], libraries).lines(["dank"], "nl", "en")
