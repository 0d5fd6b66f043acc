import pytest

from benchmarks import figures, report
from benchmarks.figures import Figure, percentile


@pytest.mark.parametrize(
    ("bar", "met"),
    [
        ("", None),
        (">= 120", True),
        ("> 120", False),
        ("< 120", False),
        ("<= 120", True),
        (">= 2x", True),
        ("< 2x", False),
        ("> 2.1x", False),
    ],
)
def test_a_bar_is_about_the_value_or_with_an_x_about_the_ratio(bar, met):
    assert Figure("rate", 120, "messages/s", "bare", 60, bar).met is met


def test_a_bar_in_times_a_missing_baseline_is_not_judged():
    figure = Figure("rate", 120, "messages/s", bar=">= 2x")
    assert (figure.ratio, figure.met) == (None, None)


def test_a_bar_that_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match="about 5"):
        Figure("rate", 1, "s", bar="about 5")


@pytest.mark.parametrize(("share", "value"), [(0, 1), (0.5, 10), (0.95, 19), (1, 20)])
def test_percentile_is_the_nearest_rank(share, value):
    assert percentile(range(20, 0, -1), share) == value


def test_small_sizes_are_not_judged(tmp_path):
    figure = Figure("rate", 1, "s", bar="< 5")
    assert figures.full(tmp_path).fit([figure]) == [figure]
    assert figures.quick(tmp_path).fit([figure])[0].bar == ""


@pytest.mark.parametrize(("value", "words"), [(12345.6, "12,346"), (123.4, "123"), (45.67, "45.7"), (1.234, "1.23"), (0.01234, "0.0123")])
def test_numbers_have_three_digits(value, words):
    assert report.number(value) == words


def test_page_and_table_hold_the_figure_its_baseline_and_the_judgement():
    part = report.Part("Search", [Figure("p95", 30, "ms", "bare|FTS5", 10, "< 20", "twenty queries")])
    skipped = report.Part("Models", skipped="There is no library.")
    page = report.page([part, skipped], {"processor": "some"})
    assert "| p95 (twenty queries) | 30.0 ms | bare\\|FTS5 | 10.0 ms | 3.00x | < 20 | MISSED |" in page
    assert "Skipped: There is no library." in page
    assert "- processor: some" in page
    assert "MISSED" in report.table(part)
    assert "skipped: There is no library." in report.table(skipped)
