"""Each benchmark once, at a size that proves nothing but that it runs."""

import math

import pytest

from benchmarks import __main__ as program
from benchmarks.figures import Figure, Skipped, tiny

pytestmark = pytest.mark.xdist_group("benchmarks")


@pytest.fixture(scope="module")
def size(tmp_path_factory):
    return tiny(tmp_path_factory.mktemp("bench"))


@pytest.mark.slow
@pytest.mark.parametrize("name", list(program.BENCHMARKS))
def test_benchmark_runs(name, size):
    try:
        found = program.BENCHMARKS[name][1].run(size)
    except Skipped as why:
        pytest.skip(str(why))
    assert found
    for figure in found:
        assert math.isfinite(figure.value), figure
        assert figure.unit, figure
        assert bool(figure.baseline) == (figure.baseline_value is not None), figure
        assert figure.baseline_value is None or figure.baseline_value > 0, figure
    assert any(figure.baseline for figure in found)


class Bench:
    """A benchmark that measures nothing."""

    @staticmethod
    def run(size):
        return size.fit([Figure("made up", 3.0, "s", "nothing", 1.5, "< 9")])


class Missing:
    """A benchmark that cannot run here."""

    @staticmethod
    def run(_size):
        raise Skipped("There is no abacus.")


def test_the_program_prints_and_writes(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(program, "RESULTS", tmp_path / "RESULTS.md")
    monkeypatch.setattr(program, "BENCHMARKS", {"some": ("Some", Bench), "other": ("Other", Missing)})
    monkeypatch.setattr(program.machine, "load", lambda: 90.0)
    assert program.main(["--write"]) == 0
    written, printed = (tmp_path / "RESULTS.md").read_text(encoding="utf-8"), capsys.readouterr().out
    for words in ("made up", "reached", "There is no abacus.", "busy machine"):
        assert words in written
        assert words in printed
    assert "python -m benchmarks --write" in written


def test_what_was_not_asked_for_is_not_run(monkeypatch, capsys):
    monkeypatch.setattr(program, "BENCHMARKS", {"some": ("Some", Bench), "other": ("Other", Missing)})
    monkeypatch.setattr(program.machine, "load", lambda: 0.0)
    assert program.main(["--quick", "--only", "other"]) == 0
    printed = capsys.readouterr().out
    assert "abacus" in printed
    assert "made up" not in printed
    assert "busy" not in printed
