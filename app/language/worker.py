"""The process in which a language model lives, so that a native crash or a slow token never touches the window.

Started by `app.language.llama` with multiprocessing's spawn method. It speaks through two one-way pipes: `Ask` and `Stop` come in, the
other messages go out. When the pipe that comes in is closed, the process ends: no worker outlives the program. llama_cpp is imported
here and nowhere else.
"""

import codecs
import contextlib
import ctypes
import json
import os
import queue
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app.language.messages import Ask, AskVectors, Beat, Done, Failed, Mode, Piece, Ready, Stage, Vectors
from app.language.snapshots import Snapshots

_SENTINEL = "\x02CONTENT\x03"
_BATCH = 256
_LOOSE_CHARACTERS = r'char ::= [^"\\] |'
_STRICT_CHARACTERS = r'char ::= [^"\\\x7F\x00-\x1F] |'
_ROOM = 8
"""At least so many tokens must be left for an answer."""
_BEAT_EVERY = 2.0


def serve(path: str, context: int, threads: int, mode: Mode, incoming: Connection, outgoing: Connection) -> None:
    """Load the model at `path` and answer requests until the other side goes away. Runs in the worker process."""
    settle()
    with contextlib.suppress(OSError, EOFError):
        voice = _Voice(outgoing)
        model = _load(path, context, threads, mode, voice)
        if model is not None:
            _answer_all(model, incoming, voice)
    # Native threads may still run; nothing here needs an orderly end.
    os._exit(0)


class _Voice:
    """Sends messages from the thread that answers and the one that shows life, one at a time."""

    def __init__(self, outgoing: Connection) -> None:
        self._outgoing = outgoing
        self._lock = threading.Lock()
        self._busy = threading.Event()
        threading.Thread(target=self._beat, daemon=True).start()

    def send(self, message: object) -> None:
        """Send a message."""
        with self._lock:
            self._outgoing.send(message)

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Show life until the work is done."""
        self._busy.set()
        try:
            yield
        finally:
            self._busy.clear()

    def _beat(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._busy.wait()
                self.send(Beat())
                time.sleep(_BEAT_EVERY)


def settle() -> None:
    """Low priority, sleeping threads, deaf to Ctrl+C, and silent: the program's own output must stay clean."""
    # A spinning OpenMP barrier makes one slow core slow all others; must be set before the library is loaded.
    os.environ["OMP_WAIT_POLICY"] = "passive"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(10)
    else:
        import psutil

        with contextlib.suppress(psutil.Error):
            psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    _silence()


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        with contextlib.suppress(OSError):
            os.dup2(nowhere, number)
    sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open until the process ends


def _load(path: str, context: int, threads: int, mode: Mode, voice: _Voice) -> "_Model | _Embedding | None":
    try:
        import llama_cpp
    except (ImportError, OSError, RuntimeError):
        voice.send(Failed("not_installed"))
        return None
    voice.send(Stage("imported"))
    try:
        kind = _Model if mode is Mode.TEXT else _Embedding
        model = kind(llama_cpp, path, context, threads)
    except Exception:  # noqa: BLE001 - whatever a file from outside makes the library raise, the file cannot be used
        voice.send(Failed("unusable"))
        return None
    voice.send(Ready(model.name, model.context))
    return model


def _answer_all(model: "_Model | _Embedding", incoming: Connection, voice: _Voice) -> None:
    asked: queue.SimpleQueue[Ask | AskVectors] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(incoming, asked, model), daemon=True).start()
    while True:
        ask = asked.get()
        done: Done | Vectors | Failed
        try:
            with voice.at_work():
                done = model.answer(ask, lambda text: voice.send(Piece(text)))
        except _TooLong:
            done = Failed("too_long")
        except (ValueError, RuntimeError, MemoryError):
            done = Failed("generation")
        voice.send(done)


def _listen(incoming: Connection, asked: "queue.SimpleQueue[Ask | AskVectors]", model: "_Model | _Embedding") -> None:
    """Pass requests on; obey Stop at once, even during a native call; end with the program that asked."""
    try:
        while True:
            message = incoming.recv()
            if isinstance(message, (Ask, AskVectors)):
                model.may_run()
                asked.put(message)
            else:
                model.stop()
    except (OSError, EOFError):
        os._exit(0)


class _Untemplated:
    """Stands in for the library's reader of chat templates while it loads a model.

    The library reads every template in the file at once, and a broken one would make the whole model unusable; here the one that is
    needed is read afterwards, and plain markers take its place when it is broken.
    """

    def __init__(self, **_: object) -> None: ...

    def to_chat_handler(self) -> None:
        """There is none."""


class _TooLong(Exception):
    """The prompt does not fit."""


class _Model:
    """A loaded model. One thread answers; `stop` may be called from another."""

    def __init__(self, library: Any, path: str, context: int, threads: int) -> None:
        self._lib = library
        trained = _open(library, path, vocab_only=True)
        limit = int(trained.metadata.get(f"{trained.metadata.get('general.architecture', '')}.context_length", context))
        trained.close()
        self._llm = _load_whole(library, path, max(64, min(context, limit)), threads)
        self.context = int(self._llm.n_ctx())
        self.name = str(self._llm.metadata.get("general.name", ""))
        self._before, self._after = self._wrapping()
        self._stopped = ctypes.create_string_buffer(2)
        self._evaluated: list[int] = []
        self._snapshots = Snapshots(library, self._llm)
        self._watch()

    # -- stopping

    def may_run(self) -> None:
        """Forget an earlier stop."""
        self._stopped[0] = b"\x00"

    def stop(self) -> None:
        """End the running answer at the next graph node, or before the next token."""
        self._stopped[0] = b"\x01"

    def _watch(self) -> None:
        """Let the library ask, in the middle of a decode, whether to stop.

        It asks at every node of the graph, so the answer must cost nothing: the callback is the C library's own strlen over our two
        bytes, 0 (go on) or 1 (stop), and Python is not entered at all.
        """
        libc = ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)
        callback = ctypes.cast(libc.strlen, self._lib.ggml_abort_callback)
        self._lib.llama_set_abort_callback(self._llm._ctx.ctx, callback, ctypes.cast(self._stopped, ctypes.c_void_p))
        whole = self._llm.eval

        def counting(tokens: Sequence[int]) -> None:
            self._evaluated.append(len(tokens))
            whole(tokens)

        self._llm.eval = counting

    # -- answering

    def answer(self, ask: Any, emit: Callable[[str], None]) -> Done:
        """Continue the prompt; raises _TooLong when no room for an answer is left."""
        started = time.perf_counter()
        prompt, fixed = self._tokens(ask.parts)
        room = self.context - len(prompt)
        if room < _ROOM:
            raise _TooLong
        self._snapshots.prepare(prompt, fixed)
        self._evaluated.clear()
        run = _Run(min(ask.max_tokens, room - 1), emit)
        try:
            run.take(self._generated(prompt, ask), self._text_of, lambda: self._stopped.raw[0] != 0)
        except RuntimeError:
            # An aborted decode; anything else is a failure.
            if self._stopped.raw[0] == 0:
                raise
            run.finish = "cancelled"
        reused = len(prompt) - self._evaluated[0] if self._evaluated else 0
        ended = time.perf_counter()
        first = (run.first_at or ended) - started
        return Done(run.text, run.finish, len(prompt), reused, first * 1000, (ended - started) * 1000, run.count)

    def _generated(self, prompt: Sequence[int], ask: Ask) -> Iterator[int]:
        grammar = self._grammar(ask.schema) if ask.schema else None
        tokens: Iterator[int] = self._llm.generate(
            prompt, temp=ask.temperature, repeat_penalty=1.05 if not grammar else 1.0, grammar=grammar
        )
        for token in tokens:
            if self._lib.llama_vocab_is_eog(self._llm._model.vocab, token):
                return
            yield token

    def _text_of(self, token: int) -> bytes:
        return bytes(self._llm._model.detokenize([token], special=False)) if token != self._llm.token_bos() else b""

    @lru_cache(maxsize=16)  # noqa: B019 - there is one model in the life of a worker
    def _grammar(self, schema: str) -> Any:
        from llama_cpp.llama_grammar import json_schema_to_gbnf

        # The library's rule for characters lets control characters through, which JSON forbids inside strings.
        rules = json_schema_to_gbnf(schema).replace(_LOOSE_CHARACTERS, _STRICT_CHARACTERS)
        return self._lib.LlamaGrammar.from_string(rules, verbose=False)

    # -- the prompt

    def _tokens(self, parts: Sequence[tuple[str, bool]]) -> tuple[list[int], int]:
        """Tokens of the model's own frame and of the parts, each part by itself: only trusted ones may hold special tokens.
        Beside them, how many come before the first text from outside: the part that all prompts of one task share."""
        tokens: list[int] = []
        fixed = -1
        for text, trusted in _joined([(self._before, True), *parts, (self._after, True)]):
            if not trusted and fixed < 0:
                fixed = len(tokens)
            first = not tokens and self._llm._model.add_bos_token() and not text.startswith(self._bos_text())
            tokens += self._llm.tokenize(text.encode("utf-8", "replace"), add_bos=bool(first), special=trusted)
        return tokens, fixed if fixed >= 0 else len(tokens)

    def _bos_text(self) -> str:
        bos = self._llm.token_bos()
        return str(self._llm._model.token_get_text(bos)) if bos >= 0 else "\x00"

    def _wrapping(self) -> tuple[str, str]:
        """What the model's chat template puts before and after a message; plain role markers where there is none that works."""
        template = self._llm.metadata.get("tokenizer.chat_template")
        if template:
            with contextlib.suppress(Exception):  # a template is a program from outside: whatever it raises, it is of no use
                whole = self._rendered(template)
                if whole.count(_SENTINEL) == 1:
                    before, _, after = whole.partition(_SENTINEL)
                    return before, after
        return "User:\n", "\nAssistant:\n"

    def _rendered(self, template: str) -> str:
        eos = self._llm.token_eos()
        end = self._llm._model.token_get_text(eos) if eos >= 0 else ""
        formatter = self._lib.llama_chat_format.Jinja2ChatFormatter(
            template=template, eos_token=end, bos_token=self._bos_text().strip("\x00")
        )
        # Models that can think aloud are told not to: the answer is JSON from the first token on.
        return str(formatter(messages=[{"role": "user", "content": _SENTINEL}], enable_thinking=False).prompt)


class _Embedding:
    """A loaded model that makes vectors. One thread answers; `stop` may be called from another."""

    def __init__(self, library: Any, path: str, context: int, threads: int) -> None:
        told = _open(library, path, vocab_only=True)
        architecture = told.metadata.get("general.architecture", "")
        limit = int(told.metadata.get(f"{architecture}.context_length", context))
        own_pooling = f"{architecture}.pooling_type" in told.metadata
        told.close()
        size = max(64, min(context, limit))
        # The library cuts off what is longer than a batch, and models that read both ways want a text in one piece.
        options = {"n_ctx": size, "n_batch": size, "n_ubatch": size, "n_threads": threads, "n_threads_batch": threads}
        pooling = {} if own_pooling else {"pooling_type": library.LLAMA_POOLING_TYPE_MEAN}
        self._llm = _open(library, path, embedding=True, **options, **pooling)
        self.context = int(self._llm.n_ctx())
        self.name = str(self._llm.metadata.get("general.name", ""))
        self._stopped = False

    def may_run(self) -> None:
        """Forget an earlier stop."""
        self._stopped = False

    def stop(self) -> None:
        """End after the text that is being read."""
        self._stopped = True

    def answer(self, ask: Any, _emit: Callable[[str], None]) -> Vectors:
        """Return the vectors of the texts."""
        made: list[bytes] = []
        for text in ask.texts:
            if self._stopped:
                break
            numbers = self._llm.embed(text.encode("utf-8", "replace").decode() or " ", normalize=True)
            made.append(struct.pack(f"<{len(numbers)}f", *numbers))
        return Vectors(tuple(made))


class _Run:
    """Collects the text of one answer and passes it on as it comes."""

    def __init__(self, most: int, emit: Callable[[str], None]) -> None:
        self.text = ""
        self.finish = "stop"
        self.first_at: float | None = None
        self.count = 0
        self._most, self._emit = most, emit
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def take(self, tokens: Iterator[int], text_of: Callable[[int], bytes], stopped: Callable[[], bool]) -> None:
        for token in tokens:
            self.count += 1
            self.first_at = self.first_at or time.perf_counter()
            self._add(self._decoder.decode(text_of(token)))
            if stopped():
                self.finish = "cancelled"
                return
            if self.count >= self._most:
                self.finish = "length"
                break
        self._add(self._decoder.decode(b"", final=True))

    def _add(self, text: str) -> None:
        if text:
            self.text += text
            self._emit(text)


def _joined(parts: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Join neighbours of the same trust: tokens may then cross the seam, as in a prompt written in one piece."""
    joined: list[tuple[str, bool]] = []
    for text, trusted in parts:
        if joined and joined[-1][1] == trusted:
            joined[-1] = (joined[-1][0] + text, trusted)
        elif text:
            joined.append((text, trusted))
    return joined


def _load_whole(library: Any, path: str, context: int, threads: int) -> Any:
    """Open the model with a compact cache of keys and values; plainly where the model's shape does not allow that."""
    plain = {"n_ctx": context, "n_batch": _BATCH, "n_ubatch": _BATCH, "n_threads": threads, "n_threads_batch": threads}
    try:
        return _open(library, path, **plain, flash_attn=True, type_k=8, type_v=8)
    except ValueError:
        return _open(library, path, **plain)


def _open(library: Any, path: str, **options: Any) -> Any:
    formats = library.llama_chat_format
    formatter, formats.Jinja2ChatFormatter = formats.Jinja2ChatFormatter, _Untemplated
    try:
        return library.Llama(path, **options, verbose=False)
    finally:
        formats.Jinja2ChatFormatter = formatter


def schema_text(schema: object) -> str:
    """Return a schema as the worker wants it: text in the order of its keys, "" for none."""
    return json.dumps(schema) if schema is not None else ""
