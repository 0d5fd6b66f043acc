"""Which model suits a computer: the figures are given, the answer follows."""

import pytest

from app.domain.engines import Machine, Speed
from app.language.known_models import KNOWN
from app.language.recommend import PATIENCE, estimate, recommend

GB = 1_000_000_000
BY_NAME = {model.name: model for model in KNOWN}


@pytest.mark.parametrize(
    ("machine", "name"),
    [
        (Machine(int(16.5 * GB), 6, avx2=True, processor="AMD Ryzen 5 7640U"), "Qwen3-4B-Instruct-2507"),
        (Machine(int(8.1 * GB), 6, avx2=True, processor="AMD Ryzen 5 5500U"), "granite-4.1-3b"),
        (Machine(int(8.1 * GB), 4, avx2=True, processor="Intel(R) N100"), "Qwen3-1.7B"),
        (Machine(int(4.0 * GB), 4, avx2=True, processor="AMD Ryzen 5"), "embedded"),
        (Machine(int(33.0 * GB), 8, avx2=True, processor="AMD Ryzen 7 8840U"), "Qwen3-8B"),
        (Machine(int(16.5 * GB), 8, avx2=False, processor="Intel Core i5-2520M"), "embedded"),
        (Machine(int(16.5 * GB), 1, avx2=True, processor="Intel Atom"), "embedded"),
    ],
)
def test_the_model_that_suits(machine, name):
    advice = recommend(machine, KNOWN)
    assert advice.name == name
    assert advice.reasons


def test_a_model_that_is_advised_fits_and_is_not_too_slow():
    for memory in range(2, 40, 2):
        for cores in (1, 2, 4, 8, 16):
            advice = recommend(Machine(memory * GB, cores, avx2=None), KNOWN)
            if advice.name != "embedded":
                chosen = next(option for option in advice.options if option.model.name == advice.name)
                assert chosen.fits
                assert chosen.seconds <= PATIENCE
                assert chosen.model.memory < memory * GB * 0.4


def test_more_of_a_computer_never_makes_it_slower():
    model = BY_NAME["Qwen3-4B-Instruct-2507"]
    one, other = (estimate(Machine(16 * GB, cores), model) for cores in (2, 8))
    assert other.next_answer < one.next_answer


def test_a_measured_memory_says_more_than_the_number_of_cores():
    model = BY_NAME["Qwen3-4B-Instruct-2507"]
    assert estimate(Machine(16 * GB, 4, bandwidth=20.0), model).writing == pytest.approx(20.0 * 0.7 * GB / model.size)


def test_a_memory_measured_at_a_busy_moment_does_not_turn_everything_over():
    model = BY_NAME["Qwen3-4B-Instruct-2507"]
    plain, busy, odd = (estimate(Machine(16 * GB, 4, bandwidth=gigabytes), model).writing for gigabytes in (0.0, 0.3, 900.0))
    assert busy == pytest.approx(plain / 2)
    assert odd == pytest.approx(plain * 2)


def test_every_model_that_was_weighed_says_why():
    advice = recommend(Machine(8 * GB, 4), KNOWN)
    assert [option.why for option in advice.options if "memory" not in option.why] == []
    assert {option.fits for option in advice.options} == {True, False}


def test_an_answer_takes_the_reading_and_the_writing():
    speed = Speed(reading=100.0, writing=10.0, loading=2.0)
    assert speed.first_answer == pytest.approx(40.0)
    assert speed.next_answer == pytest.approx(28.0)
