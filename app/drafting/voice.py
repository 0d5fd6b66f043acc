"""The shop's voice as a language model is told of it: tone words, answers as examples without their facts, and what is never said. Pure."""

from collections.abc import Sequence

from app.domain.shop import MOST_EXAMPLES, Voice
from app.drafting.facts import facts_in
from app.drafting.names import names_in
from app.drafting.sentences import split
from app.drafting.words import guess_language

_LONGEST = 400
"""Characters of one example."""
GAP = "…"
"""Stands where an example names an amount, a date, a number, a place to click or a person: facts in examples leak into answers."""


def voice_words(voice: Voice) -> str:
    """Return what the fixed part of a prompt says about the voice; "" where the owner set nothing."""
    lines = []
    if voice.tone:
        lines.append(f"Tone: {', '.join(voice.tone)}.")
    if voice.never_say:
        lines.append(f"Never say: {'; '.join(voice.never_say)}.")
    if examples := masked_examples(voice.examples):
        lines.append(f"This is how the shop writes. Take over the manner, never the content ({GAP} stands for what was left out):")
        lines += [f"- {example}" for example in examples]
    return "\n".join(lines) + "\n" if lines else ""


def masked_examples(examples: Sequence[str]) -> list[str]:
    """Return the examples in one line each, without their facts and names."""
    short = (" ".join(example.split())[:_LONGEST] for example in examples)
    return [masked(example) for example in short if example][:MOST_EXAMPLES]


def masked(text: str) -> str:
    """Return a text with a gap for each fact and each name."""
    starts = [span.start for span in split(text)]
    spans = [fact.span for fact in facts_in(text)] + [name.span for name in names_in(text, guess_language(text), starts)]
    end, parts = 0, []
    for start, stop in sorted(spans):
        if start >= end:
            parts += [text[end:start], GAP]
            end = stop
    return "".join(parts) + text[end:]
