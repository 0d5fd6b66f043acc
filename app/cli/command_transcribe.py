"""`transcribe`: what is said in a voice note or voicemail, written out on this computer; and the engine that does it."""

import argparse
from pathlib import Path

from app.cli import render
from app.cli.session import counter, row_id, show
from app.domain.errors import WrongUse
from app.domain.text import N_
from app.domain.transcription import KeptTranscript, TranscriberChoice, TranscriberKind, TranscriberState
from app.system.i18n import _, number_text

NAME = "transcribe"
HELP = "write a voice note or voicemail out, or choose the engine that does it"
_SILENCE = N_("(nobody speaks in this recording)")
_MACHINE = N_("(written out by a machine, {engine}: listen where it matters)")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("attachment", nargs="?", help="the number of the attachment")
    parser.add_argument("--language", metavar="L", default="", help="the language spoken (default: found out)")
    parser.add_argument("--again", action="store_true", help="write it out anew, in place of what is kept")
    parser.add_argument("--status", action="store_true", help="which engine writes recordings out here")
    parser.add_argument("--test", action="store_true", help="let the engine listen to a moment of silence")
    parser.add_argument("--engine", choices=[kind.value for kind in TranscriberKind], help="choose the engine; nothing is downloaded")
    parser.add_argument("--model", type=Path, metavar="PATH", help="the model: a folder (faster_whisper) or a file (whisper_cpp)")
    parser.add_argument("--program", type=Path, metavar="EXE", help="the program whisper-cli (whisper_cpp)")


def run(arguments: argparse.Namespace) -> int:
    """Print what is said in a recording, or which engine is there."""
    if arguments.engine or arguments.status:
        return _engine(arguments)
    if arguments.test:
        return _test(arguments)
    if arguments.attachment is None:
        raise WrongUse(N_("Give the number of an attachment, --status, --test or --engine."))
    attachment = row_id(arguments.attachment)
    with counter(arguments, write=True) as shop:
        kept = shop.transcribe(attachment, language=arguments.language.lower(), again=arguments.again)
        show(arguments, render.transcript(kept), _lines(kept))
    return 0


def _lines(kept: KeptTranscript) -> list[str]:
    return [kept.transcript.text or _(_SILENCE), "", _(_MACHINE).format(engine=kept.transcript.engine)]


def _engine(arguments: argparse.Namespace) -> int:
    with counter(arguments, write=bool(arguments.engine)) as shop:
        state = shop.set_transcriber(_choice(arguments)) if arguments.engine else shop.transcriber()
        show(arguments, _state(state), [f"{state.choice.kind.value}  {state.choice.model}  {state.choice.program}".rstrip(), _(state.told)])
    return 0


def _test(arguments: argparse.Namespace) -> int:
    with counter(arguments, write=True) as shop:
        seconds = round(shop.try_transcriber(), 1)
        show(arguments, {"ok": True, "seconds": seconds}, [_("It works: it was done in {n} seconds.").format(n=number_text(seconds))])
    return 0


def _choice(arguments: argparse.Namespace) -> TranscriberChoice:
    kind = TranscriberKind(arguments.engine)
    if kind is TranscriberKind.NONE:
        return TranscriberChoice()
    if arguments.model is None or (kind is TranscriberKind.WHISPER_CPP and arguments.program is None):
        raise WrongUse(N_("Give the model with --model, and for whisper_cpp the program with --program."))
    return TranscriberChoice(kind, str(arguments.model), str(arguments.program) if kind is TranscriberKind.WHISPER_CPP else "")


def _state(state: TranscriberState) -> dict[str, object]:
    return {
        "engine": state.choice.kind.value,
        "model": state.choice.model,
        "program": state.choice.program,
        "ready": state.ready,
        "told": _(state.told),
    }
