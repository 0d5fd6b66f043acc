"""Which model suits a computer. Pure: the figures are given, the answer follows.

The speeds are estimates from published measurements of laptops (llama.cpp on the processor, 4-bit files); what was measured on the
computer itself always counts for more, see `Speed`.
"""

from collections.abc import Sequence

from app.domain.engines import Advice, KnownModel, Machine, ModelKind, Option, Speed
from app.domain.text import N_, packed

GB = 1_000_000_000
EMBEDDED = "embedded"
SHARE = 0.36
"""A model may take this share of the memory: the shop's other programs and the system want the rest."""
_SHARES = {"Qwen3-8B": 0.25}
"""Little better than the next smaller one, and twice as slow: it is advised only where memory is plenty."""
PATIENCE = 75.0
"""Seconds: a slower answer is of no use at a counter."""
_FASTEST_FIRST = ("Qwen3-1.7B", "granite-4.1-3b", "Qwen3-4B-Instruct-2507", "Qwen3-8B")
"""What may be recommended, from the lightest to the best. Others may be used, but nobody is advised to."""
_READING_PER_CORE = 4.0
"""Tokens a second that one core of a usual laptop reads with a model of 8 billion parameters."""
_SLOW = ("n95", "n97", "n100", "n150", "n200", "celeron", "pentium", "atom", "athlon silver", "core i3-n3")
_SLOW_SHARE = 0.4
_WRITING_PER_CORE, _WRITING_MOST = 1.1, 10.0
_USED_BANDWIDTH = 0.7


def recommend(machine: Machine, known: Sequence[KnownModel]) -> Advice:
    """Return the engine for a computer, the reasons in sentences, and what was weighed."""
    if machine.avx2 is False:
        words = N_("This processor lacks AVX2, which language models need to run at a bearable speed; the embedded engine does without.")
        return Advice(EMBEDDED, (words,))
    chat = {model.name: model for model in known if model.kind is ModelKind.CHAT}
    options = tuple(_option(machine, chat[name]) for name in _FASTEST_FIRST if name in chat)
    good = [option for option in options if option.fits and option.seconds <= PATIENCE]
    if good:
        best = good[-1]
        fields: dict[str, object] = {"name": best.model.name, "memory": _gigabytes(best.model.memory), "all": _gigabytes(machine.memory)}
        reasons = (packed(N_("{name} takes about {memory} GB of this computer's {all} GB of memory."), fields), *_why(machine, best))
        return Advice(best.model.name, reasons, options)
    return Advice(EMBEDDED, (_why_none(machine, options),), options)


def estimate(machine: Machine, model: KnownModel) -> Speed:
    """Return how fast a model may be on a computer (tokens a second, seconds to load)."""
    cores = max(1, machine.cores)
    pace = _SLOW_SHARE if any(word in machine.processor.casefold() for word in _SLOW) else 1.0
    share = 8.0 / model.billions
    writing = min(_WRITING_PER_CORE * cores, _WRITING_MOST) * pace * share
    if machine.bandwidth:
        # A busy moment measures badly: what was measured may halve or double the estimate, and no more.
        writing = min(max(machine.bandwidth * _USED_BANDWIDTH * GB / model.size, writing / 2), writing * 2)
    return Speed(_READING_PER_CORE * cores * pace * share, writing, model.size / GB)


def _option(machine: Machine, model: KnownModel) -> Option:
    seconds = estimate(machine, model).next_answer
    fits = model.memory <= machine.memory * _SHARES.get(model.name, SHARE)
    fields: dict[str, object] = {"memory": _gigabytes(model.memory), "seconds": round(seconds)}
    if not fits:
        return Option(model, fits=False, seconds=seconds, why=packed(N_("Needs about {memory} GB of memory: too much here."), fields))
    words = N_("Needs about {memory} GB of memory; an answer may take some {seconds} seconds here.")
    if seconds > PATIENCE:
        words = N_("Needs about {memory} GB of memory; an answer would take some {seconds} seconds here: too slow.")
    return Option(model, fits=True, seconds=seconds, why=packed(words, fields))


def _why(machine: Machine, best: Option) -> tuple[str, ...]:
    fields: dict[str, object] = {"n": machine.cores, "seconds": round(best.seconds)}
    speed = packed(N_("With {n} cores an answer may take some {seconds} seconds; it is measured at the first use."), fields)
    return (speed, best.model.note) if best.model.note else (speed,)


def _why_none(machine: Machine, options: Sequence[Option]) -> str:
    if any(option.fits for option in options):
        return N_("Every model would be too slow on this processor; the embedded engine answers at once.")
    fields: dict[str, object] = {"all": _gigabytes(machine.memory)}
    return packed(N_("No model of the list fits well into this computer's {all} GB of memory; the embedded engine needs none."), fields)


def _gigabytes(count: int) -> str:
    return f"{count / GB:.1f}"
