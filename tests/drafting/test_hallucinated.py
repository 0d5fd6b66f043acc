"""Good drafts pass; drafts in which one thing was made up are flagged at that very sentence."""

import json
from functools import cache
from pathlib import Path

from app.domain.draft import FlagKind
from app.domain.knowledge import Passage
from app.drafting.check import SUPPORTED, check_text
from app.drafting.flagging import MONEY_SOURCED, MONEY_WORD, PROMISE_WHY

HERE = Path(__file__).parent / "hallucinated"
REMINDERS = {MONEY_SOURCED, MONEY_WORD, PROMISE_WHY}
"""Flags that a good sentence gets too: they ask for a tick, and say nothing against it."""
TICKED = {"promise", "guarantee", "refund", "discount"}
"""Made-up things that a tick for money or a promise is meant to stop."""
FIRM = {"amount", "date", "name", "time", "period", "percentage"}


@cache
def drafts():
    lines = [line for path in sorted(HERE.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").split("\n") if line]
    return [json.loads(line) for line in lines]


def checked(draft, text):
    """Each sentence with whether something is said against it, and whether anything is flagged at all."""
    passages = [Passage(n, n, p["title"], n, "", p["text"], draft["language"]) for n, p in enumerate(draft["passages"], 1)]
    report = check_text(text, passages, question=draft["question"], language=draft["language"], facts=draft["facts"])
    at = 0
    for sentence in report.sentences:
        start = text.index(sentence.text, at)
        at = start + len(sentence.text)
        flags = [flag for flag in report.flags if flag.span[0] < at and flag.span[1] > start]
        yield sentence, sentence.support < SUPPORTED or any(flag.why not in REMINDERS for flag in flags), bool(flags)


@cache
def spoiled():
    """(kind, language, caught) of every spoiled draft."""
    found = []
    for draft in drafts():
        for made in draft["spoiled"]:
            marks = [(against, any_) for sentence, against, any_ in checked(draft, made["text"]) if sentence.text == made["wrong"]]
            against, any_ = marks[-1]
            found.append((made["kind"], draft["language"], any_ if made["kind"] in TICKED else against))
    return found


def share(rows):
    return sum(caught for *_, caught in rows) / len(rows)


def by_kind():
    """The share caught of each kind and language, for the report of a failure and for `python -m tests.drafting.test_hallucinated`."""
    groups = sorted({kind for kind, *_ in spoiled()}) + sorted({language for _, language, _ in spoiled()})
    return {group: round(share([row for row in spoiled() if group in row]), 3) for group in groups}


def test_there_are_enough_of_them_in_every_language():
    assert len(drafts()) >= 50
    assert len(spoiled()) >= 200
    assert {draft["language"] for draft in drafts()} == {"nl", "en", "de", "fr"}
    assert len({kind for kind, *_ in spoiled()}) >= 18


def test_made_up_things_are_flagged_at_their_sentence():
    assert share(spoiled()) >= 0.95, by_kind()


def test_amounts_dates_and_names_are_as_good_as_always_caught():
    assert share([row for row in spoiled() if row[0] in FIRM]) >= 0.98


def test_at_most_one_in_twenty_good_sentences_is_flagged():
    marks = [(sentence.text, against) for draft in drafts() for sentence, against, _ in checked(draft, draft["text"])]
    flagged = [text for text, against in marks if against]
    assert len(flagged) <= len(marks) * 0.05, flagged


def test_good_drafts_have_no_flag_of_leaks_or_strangers():
    serious = {FlagKind.INSTRUCTION, FlagKind.VARIABLE, FlagKind.OTHER_CUSTOMER, FlagKind.LINK, FlagKind.LANGUAGE}
    for draft in drafts():
        passages = [Passage(n, n, p["title"], n, "", p["text"], draft["language"]) for n, p in enumerate(draft["passages"], 1)]
        report = check_text(draft["text"], passages, question=draft["question"], language=draft["language"], facts=draft["facts"])
        assert not [flag for flag in report.flags if flag.kind in serious], draft["id"]


if __name__ == "__main__":
    print(json.dumps({"all": round(share(spoiled()), 4), **by_kind()}, indent=1))  # noqa: T201 - run by hand
