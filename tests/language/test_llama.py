import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

from app.domain.errors import Cancelled, EngineError
from app.domain.ports import PromptPart
from app.language import llama, resident
from app.language.llama import LlamaGenerator, load_once
from app.language.model_file import inspect
from app.language.resident import check_file
from tests.tiny_gguf import Shape, make_gguf

pytestmark = pytest.mark.llama
if not find_spec("llama_cpp"):
    pytest.skip("llama-cpp-python is not installed", allow_module_level=True)
ROOT = Path(__file__).parents[2]
LONG = [PromptPart("Wat de winkel weet van klei en glazuur. " * 90)]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return make_gguf(tmp_path_factory.mktemp("models") / "tiny.gguf")


@pytest.fixture(scope="module")
def slow(tmp_path_factory):
    """A model big enough that reading a long prompt takes a while."""
    shape = Shape(width=256, layers=10, heads=4, shared_heads=4, inner=512, context=4096)
    path = make_gguf(tmp_path_factory.mktemp("models") / "slow.gguf", shape)
    generator = LlamaGenerator(path, threads=1)
    generator.generate([PromptPart("Hallo")], max_tokens=1)
    yield generator
    generator.close()


def probe(path):
    """What adding a file does with it: look at it, load it once."""
    check_file(path)
    return load_once(inspect(path))


def test_a_whole_model_is_loaded_once(tiny):
    assert probe(tiny) == 2048


def broken(kind, folder, tiny):
    path = folder / f"{kind}.gguf"
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "garbage":
        path.write_bytes(bytes(range(256)) * 40)
    elif kind == "header":
        path.write_bytes(b"GGUF\x03")
    elif kind == "future":
        path.write_bytes(b"GGUF\x63\x00\x00\x00" + b"\x01" * 64)
    elif kind == "noise":
        path.write_bytes(b"GGUF\x03\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00" + b"\x07" * 5000)
    elif kind == "truncated":
        path.write_bytes(tiny.read_bytes()[:-100_000])
    elif kind == "vocabulary":
        make_gguf(path, weights=False)
    elif kind == "bogus":
        make_gguf(path, scaling="bogus")
    return path


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("missing", "is not there"),
        ("empty", "is empty"),
        ("garbage", "not a language model in the GGUF format"),
        ("header", "incomplete, damaged"),
        ("future", "does not know"),
        ("noise", "damaged at its beginning"),
        ("truncated", "incomplete, damaged"),
        ("vocabulary", "holds only a vocabulary"),
        ("bogus", "makes the language engine crash"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_in_one_sentence(kind, words, tmp_path, tiny):
    with pytest.raises(EngineError, match=words) as caught:
        probe(broken(kind, tmp_path, tiny))
    assert f"{kind}.gguf" in str(caught.value)


def test_a_folder_is_no_model(tmp_path):
    with pytest.raises(EngineError):
        check_file(tmp_path)


@pytest.mark.parametrize(
    ("program", "words"),
    [("raise ImportError('no')", "make llm"), ("import os, signal; os.kill(os.getpid(), signal.SIGILL)", "processor")],
)
def test_an_engine_that_is_not_there_or_not_for_this_processor(program, words, tiny, tmp_path, monkeypatch):
    (tmp_path / "llama_cpp.py").write_text(program)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(EngineError, match=words):
        probe(tiny)


def test_stopping_while_a_long_prompt_is_read(slow):
    started, heard, asked = time.monotonic(), [], []

    def enough():
        stop = time.monotonic() - started > 0.2
        if stop and not asked:
            asked.append(time.monotonic())
        return stop

    with pytest.raises(Cancelled):
        slow.generate(LONG, max_tokens=5, on_token=heard.append, cancelled=enough)
    late = time.monotonic() - asked[0]
    print(f"stopped after {late * 1000:.0f} ms")  # noqa: T201 - the measured figure, shown with -rP
    assert heard == []
    assert late < 0.5  # 100 ms on an idle machine; benchmarks/llama.py measures it
    pid = slow._worker.process.pid
    assert slow.generate([PromptPart("Nog eens")], max_tokens=2).text
    assert slow._worker.process.pid == pid


def test_a_known_beginning_makes_the_first_token_come_sooner(slow):
    first = slow.generate([*LONG, PromptPart("Een", trusted=False)], max_tokens=1)
    second = slow.generate([*LONG, PromptPart("Twee", trusted=False)], max_tokens=1)
    assert first.prompt_tokens > 1000
    assert second.reused_tokens >= first.prompt_tokens * 0.9
    assert second.first_token_ms * 5 < first.first_token_ms


def test_a_killed_worker_is_an_error_and_the_next_call_works(slow):
    def kill(_):
        os.kill(slow._worker.process.pid, signal.SIGKILL)

    with pytest.raises(EngineError, match="stopped working"):
        slow.generate([PromptPart("Hallo")], max_tokens=500, on_token=kill)
    assert slow.generate([PromptPart("Hallo")], max_tokens=2).text


def test_a_worker_killed_between_questions_starts_anew(slow):
    before = slow._worker.process
    before.kill()
    before.join()
    assert slow.generate([PromptPart("Hallo")], max_tokens=2).text


def test_a_silent_worker_is_given_up(slow, monkeypatch):
    monkeypatch.setattr(llama, "SILENCE_SECONDS", 0.05)
    monkeypatch.setattr(llama, "_PER_CHARACTER", 0.0)
    with pytest.raises(EngineError, match="for too long"):
        slow.generate([PromptPart("Iets heel anders, dat nog niet gelezen is. "), *LONG], max_tokens=5, cancelled=lambda: False)
    monkeypatch.undo()
    assert slow.generate([PromptPart("Hallo")], max_tokens=2).text


def test_questions_from_several_threads_wait_for_each_other(slow):
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda i: slow.generate([PromptPart(f"Vraag {i % 2}")], max_tokens=4).text, range(8)))
    assert len(set(made[::2])) == 1
    assert len(set(made[1::2])) == 1


def test_closing_ends_a_running_answer(tiny):
    generator = LlamaGenerator(tiny, threads=1)
    errors = []

    def run():
        try:
            generator.generate([PromptPart("Hallo")], max_tokens=2000, on_token=lambda _: begun.set())
        except EngineError as error:
            errors.append(error)

    begun = threading.Event()
    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(30)
    generator.close()
    thread.join(10)
    assert not thread.is_alive()
    with pytest.raises(EngineError, match="closed"):
        generator.generate([PromptPart("Hallo")])


@pytest.fixture(scope="module")
def running(tiny):
    generator = LlamaGenerator(tiny, context=256, threads=1)
    yield generator
    generator.close()


def test_special_tokens_of_outside_text_are_only_letters(running):
    trusted = running.generate([PromptPart("Een "), PromptPart("</s></s>")], max_tokens=1).prompt_tokens
    outside = running.generate([PromptPart("Een "), PromptPart("</s></s>", trusted=False)], max_tokens=1).prompt_tokens
    assert outside >= trusted + 5


def test_the_models_own_template_stands_around_the_prompt_and_a_broken_one_does_not(tmp_path):
    templates = [
        "{% for m in messages %}" + "#" * 40 + "{{ m.content }}{% endfor %}",
        "",
        "{{ raise_exception('no') }}",
        "{% nonsense",
        "{{ 1/0 }}",
    ]
    counts = []
    for number, template in enumerate(templates):
        generator = LlamaGenerator(make_gguf(tmp_path / f"{number}.gguf", template=template), threads=1)
        try:
            counts.append(generator.generate([PromptPart("Hallo")], max_tokens=1).prompt_tokens)
        finally:
            generator.close()
    own, *plain = counts
    assert own >= 45
    assert len(set(plain)) == 1
    assert own > plain[0]


def test_a_prompt_without_room_for_an_answer_is_refused_and_the_next_is_not(running):
    with pytest.raises(EngineError, match="too long"):
        running.generate([PromptPart("lang " * 200)])
    made = running.generate([PromptPart("kort")], max_tokens=1000)
    assert made.finish in ("length", "stop")


def test_the_worker_ends_with_the_program_and_says_nothing(tiny):
    program = f"""
from importlib.util import find_spec
from pathlib import Path
import os
from app.language.llama import LlamaGenerator
from app.domain.ports import (PromptPart)
if __name__ == "__main__":
    generator = LlamaGenerator(Path({str(tiny)!r}), threads=1)
    generator.generate([PromptPart("Hallo")], max_tokens=2)
    print(generator._worker.process.pid, flush=True)
    os._exit(0)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    pid = int(done.stdout)
    assert done.stderr == ""
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(pid).wait(10)


def test_llama_cpp_is_never_imported_by_the_program_itself():
    program = "import sys, app.language.llama; print('llama_cpp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"


def test_what_was_written_is_counted(running):
    made = running.generate([PromptPart("Een vaas en")], max_tokens=7)
    assert made.tokens == 7
    assert made.finish == "length"


def test_speed_is_measured(slow):
    speed = slow.measure()
    assert speed.reading > 0
    assert speed.writing > 0
    assert 0 < speed.loading < 60
    assert speed.first_answer > speed.next_answer > 0


def test_two_tasks_that_take_turns_are_both_remembered(slow):
    draft = PromptPart("Schrijf een antwoord aan de klant. " * 20)
    judge = PromptPart("Zeg waar dit bericht over gaat. " * 20)
    first = [slow.generate([task, PromptPart("Eerste", trusted=False)], max_tokens=2) for task in (draft, judge)]
    again = [slow.generate([task, PromptPart("Tweede", trusted=False)], max_tokens=2) for task in (draft, judge, draft)]
    assert [made.reused_tokens > made.prompt_tokens * 0.8 for made in first] == [False, False]
    assert all(made.reused_tokens > made.prompt_tokens * 0.8 for made in again)


def test_a_task_that_was_brought_back_gives_the_same_answer(slow):
    task, other = PromptPart("Schrijf een antwoord over glazuur. " * 15), PromptPart("Iets heel anders nu. " * 30)
    plain = slow.generate([task, PromptPart("Mag dit?", trusted=False)], max_tokens=12).text
    slow.generate([other, PromptPart("x", trusted=False)], max_tokens=2)
    brought_back = slow.generate([task, PromptPart("Mag dit?", trusted=False)], max_tokens=12)
    assert brought_back.reused_tokens > 0
    assert brought_back.text == plain


def test_a_model_that_does_not_fit_into_memory_is_refused_before_it_is_loaded(tiny):
    generator = LlamaGenerator(tiny, free_memory=lambda: 1_000_000)
    with pytest.raises(EngineError, match=r"needs about 0\.\d GB of memory and 0\.0 GB is free"):
        generator.generate([PromptPart("Hallo")])
    assert not generator.loaded
    assert "needs about" in generator.trouble


def test_a_model_that_nobody_asks_is_let_go_and_comes_back(tiny):
    generator = LlamaGenerator(tiny, threads=1, idle=0.05)
    try:
        generator.generate([PromptPart("Hallo")], max_tokens=1)
        generator._rest.join(10)
        assert not generator.loaded
        assert generator.generate([PromptPart("Hallo")], max_tokens=1).text
        assert generator.trouble == ""
    finally:
        generator.close()


def test_a_model_that_crashes_again_and_again_is_not_started_any_more_until_it_is_tested(tiny):
    generator = LlamaGenerator(tiny, threads=1)

    def kill(_):
        os.kill(generator._worker.process.pid, signal.SIGKILL)

    try:
        for _ in range(resident.MOST_CRASHES):
            with pytest.raises(EngineError, match="stopped working;"):
                generator.generate([PromptPart("Hallo")], max_tokens=500, on_token=kill)
        with pytest.raises(EngineError, match="several times"):
            generator.generate([PromptPart("Hallo")], max_tokens=1)
        assert "several times" in generator.trouble
        generator.measure()
        assert generator.trouble == ""
    finally:
        generator.close()


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="Windows has no such signal")
def test_a_worker_that_shows_no_life_is_stopped(slow, monkeypatch):
    monkeypatch.setattr(resident, "BEAT_SECONDS", 0.3)
    process = psutil.Process(slow._worker.process.pid) if slow._worker else None
    if process is None:
        slow.generate([PromptPart("Hallo")], max_tokens=1)
        process = psutil.Process(slow._worker.process.pid)
    process.suspend()
    with pytest.raises(EngineError, match="no longer answered"):
        slow.generate([PromptPart("Hallo")], max_tokens=5, cancelled=lambda: False)
    monkeypatch.undo()
    assert slow.generate([PromptPart("Hallo")], max_tokens=2).text


def test_a_model_that_can_think_aloud_is_told_not_to(tmp_path):
    quiet = "{% if enable_thinking is defined and not enable_thinking %}" + "#" * 40 + "{% endif %}"
    told = "{% for m in messages %}{{ m.content }}{% endfor %}" + quiet
    counts = []
    for number, template in enumerate((told, told.replace("not enable_thinking", "enable_thinking"))):
        generator = LlamaGenerator(make_gguf(tmp_path / f"{number}.gguf", template=template), threads=1)
        try:
            counts.append(generator.generate([PromptPart("Hallo")], max_tokens=1).prompt_tokens)
        finally:
            generator.close()
    assert counts[0] >= counts[1] + 40


def test_loading_can_be_stopped(tiny):
    with pytest.raises(Cancelled):
        load_once(inspect(tiny), cancelled=lambda: True)
