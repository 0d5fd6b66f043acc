"""The figures of the guard are counted rightly."""

from app.triage.evaluate_injection import evaluate_injection
from app.triage.hostile import HostileReport
from app.triage.hostile_signs import HostileSpan


def finder(text: str) -> HostileReport:
    at = text.find("x")
    return HostileReport(1.0, (HostileSpan(at, at + 1, "instruction", "x"),)) if at >= 0 else HostileReport()


def test_rates_over_all_and_by_kind() -> None:
    rows = [
        {"text": "x", "attack": True, "kind": "a"},
        {"text": "-", "attack": True, "kind": "a"},
        {"text": "x", "attack": True, "kind": "b"},
        {"text": "x", "attack": False, "kind": "mail"},
        {"text": "-", "attack": False, "kind": "mail"},
        {"text": "-", "attack": False, "kind": "b"},
    ]
    figures = evaluate_injection(rows, finder)
    assert (figures["n"], figures["tpr"], figures["fpr"]) == (6, 0.6667, 0.3333)
    assert figures["by_kind"] == {
        "a": {"tpr": 0.5, "attacks": 2},
        "b": {"fpr": 0.0, "honest": 1, "tpr": 1.0, "attacks": 1},
        "mail": {"fpr": 0.5, "honest": 2},
    }


def test_nothing_to_count() -> None:
    assert evaluate_injection([], finder) == {"n": 0, "tpr": None, "fpr": None, "by_kind": {}}
