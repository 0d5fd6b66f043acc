"""Which language a text is in."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.language.detect import TEXT_LIMIT, detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Waar blijft mijn pakketje?", "nl"),
        ("hoi hedde gij mijn pakske al opgestuurd", "nl"),
        ("Where is my parcel?", "en"),
        ("can i still cancel", "en"),
        ("Wo bleibt mein Paket?", "de"),
        ("Grüezi mitenand, wo isch mis Päckli?", "de"),
        ("Où est mon colis ?", "fr"),
        ("jai pas recu ma commande", "fr"),
        ("Vind je The Great Wave ook zo mooi?", "nl"),
        ("Buenos días, no he recibido mi pedido todavía", "es"),
        ("Ciao, vorrei sapere quando arriva il mio ordine", "it"),
        ("Dzień dobry, gdzie jest moja paczka?", "pl"),
        ("Siparişim nerede, hâlâ gelmedi", "tr"),
        ("Zie https://www.example.org/some/english/path waarom is dit zo duur?", "nl"),
        ("bedankt", "nl"),
        ("merci", "fr"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert detect(text)[0] == language


@pytest.mark.parametrize(
    "text", ["", "   ", "1042", "ok", "top", "super", "Anna", "Jan de Vries", "Marie Dupont", "hi", "🤬🤬", "ORD-20391", "a@b.example"]
)
def test_rather_unsure_than_a_guess(text: str) -> None:
    language, confidence = detect(text)
    assert language == "und"
    assert confidence <= 0.5


def test_longer_texts_are_surer() -> None:
    short = detect("Waar is het")[1]
    long = detect("Waar is het pakket dat ik vorige week bij jullie heb besteld, want het is nog niet aangekomen")[1]
    assert short < long <= 1


def test_only_the_beginning_counts() -> None:
    dutch = "Ik heb vorige week een servies besteld maar het is nog steeds niet aangekomen. " * 10
    assert len(dutch) > 2 * TEXT_LIMIT
    assert detect(dutch + " the quick brown fox is not yours and you know it" * 50) == detect(dutch)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_takes_any_text(text: str) -> None:
    language, confidence = detect(text)
    assert language == "und" or len(language) == 2
    assert 0 <= confidence <= 1


def test_importing_stays_light() -> None:
    code = "import sys, app.language.detect; sys.exit('py3langid' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
