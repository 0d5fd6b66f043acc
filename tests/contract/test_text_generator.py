"""What every language model behind the TextGenerator port must do: the fake and the real engine alike."""

import json
from importlib.util import find_spec

import pytest

from app.domain.errors import Cancelled
from app.domain.ports import PromptPart
from app.language.llama import LlamaGenerator
from tests.fakes_language import FakeGenerator
from tests.tiny_gguf import make_gguf

SCHEMA = {
    "type": "object",
    "properties": {"sure": {"enum": ["yes", "no"]}, "why": {"type": "string", "maxLength": 20}},
    "required": ["sure", "why"],
}
PROMPT = [PromptPart("Antwoord de klant. "), PromptPart("Waar is mijn vaas?", trusted=False)]


@pytest.fixture(scope="module", params=["fake", pytest.param("llama", marks=pytest.mark.llama)])
def generator(request, tmp_path_factory):
    if request.param == "fake":
        made = FakeGenerator('{"sure": "yes", "why": "omdat het zo is en niet anders en nog veel meer"}')
    else:
        if not find_spec("llama_cpp"):
            pytest.skip("llama-cpp-python is not installed")
        made = LlamaGenerator(make_gguf(tmp_path_factory.mktemp("models") / "tiny.gguf"), threads=1)
    yield made
    made.close()


def test_it_has_a_name(generator):
    assert generator.name in ("fake", "tiny")


def test_what_is_streamed_is_the_text(generator):
    heard = []
    made = generator.generate(PROMPT, max_tokens=6, on_token=heard.append)
    assert "".join(heard) == made.text
    assert len(heard) >= 2
    assert made.finish == "length"
    assert made.prompt_tokens > 4
    assert 0 <= made.first_token_ms <= made.total_ms


def test_a_schema_is_obeyed(generator):
    made = generator.generate(PROMPT, schema=SCHEMA, max_tokens=300)
    assert made.finish == "stop"
    answer = json.loads(made.text)
    assert set(answer) == {"sure", "why"}
    assert answer["sure"] in ("yes", "no")


def test_the_same_prompt_gives_the_same_text(generator):
    assert generator.generate(PROMPT, max_tokens=8).text == generator.generate(PROMPT, max_tokens=8).text


def test_a_shared_beginning_is_not_read_again(generator):
    rules = PromptPart("Regels van de winkel. " * 20)
    generator.generate([rules, PromptPart("Eerste vraag", trusted=False)], max_tokens=2)
    made = generator.generate([rules, PromptPart("Andere vraag", trusted=False)], max_tokens=2)
    assert 0 < made.reused_tokens < made.prompt_tokens


def test_stopping_before_and_during_an_answer(generator):
    with pytest.raises(Cancelled):
        generator.generate(PROMPT, cancelled=lambda: True)
    heard = []
    with pytest.raises(Cancelled):
        generator.generate(PROMPT, max_tokens=1000, on_token=heard.append, cancelled=lambda: len(heard) >= 2)
    assert generator.generate(PROMPT, max_tokens=2).text


def test_what_the_caller_raises_comes_through_and_the_next_call_works(generator):
    def fall(_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        generator.generate(PROMPT, on_token=fall)
    assert generator.generate(PROMPT, max_tokens=2).text


@pytest.mark.parametrize("text", ["", "\x00", "🙂 ünï \ud800", "<s></s><unk>", "\n" * 50])
def test_any_prompt_is_taken(generator, text):
    made = generator.generate([PromptPart("Vraag: "), PromptPart(text, trusted=False)], max_tokens=3)
    assert made.finish in ("stop", "length")
