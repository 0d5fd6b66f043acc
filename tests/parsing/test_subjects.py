"""Reply and forward marks of subjects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.parsing.subjects import fold_subject, is_reply_subject, reply_subject


@pytest.mark.parametrize(
    ("subject", "folded"),
    [
        ("Vraag over mok", "vraag over mok"),
        ("Re: Vraag over mok", "vraag over mok"),
        ("RE: Antw: AW: Vraag  over\tmok", "vraag over mok"),
        ("Re[2]: Vraag over mok", "vraag over mok"),
        ("Re (3): Vraag over mok", "vraag over mok"),
        ("Fwd: WG: TR: Doorst: Vraag over mok", "vraag over mok"),
        ("SV: VS: Odp: Rif: RV: Ynt: Vraag over mok", "vraag over mok"),
        ("[klanten] Re: [shop-list] Vraag over mok", "vraag over mok"),
        ("Re：Vraag over mok", "vraag over mok"),
        ("回复: Vraag over mok", "vraag over mok"),
        ("Vraag over mok (fwd)", "vraag over mok"),
        ("RE:VRAAG OVER MOK", "vraag over mok"),
        ("Straße", "strasse"),
        ("Retour: mok", "retour: mok"),
        ("Reactie op uw mail", "reactie op uw mail"),
        ("Bestelling: 1042", "bestelling: 1042"),
        ("Re:", ""),
        ("Re: Fwd:", ""),
        ("", ""),
        ("[klanten]", "[klanten]"),
    ],
)
def test_fold(subject: str, folded: str) -> None:
    assert fold_subject(subject) == folded


@pytest.mark.parametrize("subject", ["Re: x", "AW: x", "Antw: x", "[lijst] RE: x", "SV:x", "re[3]: x", "回复: x", "Odp: x"])
def test_replies(subject: str) -> None:
    assert is_reply_subject(subject)


@pytest.mark.parametrize("subject", ["x", "Fwd: x", "Retour: x", "Rekening: 5", "", "Bericht: Re: x"])
def test_no_replies(subject: str) -> None:
    assert not is_reply_subject(subject)


@pytest.mark.parametrize(
    ("subject", "reply"),
    [
        ("Vraag", "Re: Vraag"),
        ("Re: Vraag", "Re: Vraag"),
        ("RE: Antw: Vraag", "Re: Vraag"),
        ("Fwd: Vraag", "Re: Fwd: Vraag"),
        ("[klanten] Vraag", "Re: [klanten] Vraag"),
        ("", "Re:"),
        ("a\r\nBcc: b@c.example", "Re: a Bcc: b@c.example"),
    ],
)
def test_reply_subject(subject: str, reply: str) -> None:
    assert reply_subject(subject) == reply


@given(st.text(max_size=200))
def test_any_subject(subject: str) -> None:
    once = reply_subject(subject)
    assert reply_subject(once) == once
    assert fold_subject(fold_subject(subject)) is not None
    assert is_reply_subject(once)
