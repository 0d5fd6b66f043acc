"""The drafter that asks a language model, and believes nothing it says.

Every sentence must come with a literal quote of a passage; what has none is dropped. What is left goes through the same check as any
text. Whatever goes wrong with the model, the fallback drafter's proposal is there.
"""

import json
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.draft import WHOLE, Citation, Flag, FlagKind, Outcome, Proposal, Sentence
from app.domain.errors import EngineError
from app.domain.handover import hands_over
from app.domain.knowledge import Passage
from app.domain.ports import CancelCheck, Drafter, DraftRequest, Generation, TextGenerator
from app.domain.text import N_
from app.drafting.check import check_text
from app.drafting.courtesy import is_closing, is_greeting
from app.drafting.embedded import ANSWERABLE, holding_proposal
from app.drafting.facts import FactKind, Known, facts_in
from app.drafting.frame import frame_for
from app.drafting.promises import INSTRUCTION, VARIABLE
from app.drafting.prompt import MOST_PASSAGES, RULES, build_prompt, schema_for
from app.drafting.words import raw_words

MODEL_FAILED = N_("The language model stopped working; the built-in engine made this draft.")
MODEL_USELESS = N_("The language model gave nothing usable; the built-in engine made this draft.")
MOST_TOKENS = 600
_FOR_EACH = 2
"""Passages for each of several matters."""
_SHORTEST_QUOTE = 3
"""Words; a shorter quote could be found anywhere."""
_LEAK = 8
"""So many words of the rules in a row are a leak."""
_ECHO = 4
"""So many words in a row are said again."""
_OBJECT = re.compile(r"\{[^{}]*\}")
_PLACES = frozenset({FactKind.LINK, FactKind.MAIL, FactKind.IBAN, FactKind.PHONE})


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that a model wrote, with the passage (index) and the words of it that carry it."""

    text: str
    passage: int
    quote: str


class GenerativeDrafter:
    """Implements the Drafter port on top of a TextGenerator. `delimiter` makes the fence around a customer's mail, new for each request."""

    def __init__(
        self, generator: TextGenerator, fallback: Drafter, name: str = "llama", delimiter: Callable[[], str] = lambda: secrets.token_hex(8)
    ) -> None:
        self.name = name
        self._generator = generator
        self._fallback = fallback
        self._delimiter = delimiter

    def propose(
        self, request: DraftRequest, *, on_token: Callable[[str], None] | None = None, cancelled: CancelCheck | None = None
    ) -> Proposal:
        """Return a checked proposal; raises Cancelled when the person asked to stop.

        A proposal that the fallback made because the model failed has `engine` of the fallback, and in `model` what happened.
        `on_token` gets whole sentences that passed the first look, one by one.
        """
        passages = passages_for(request)
        if hands_over(request.handover) or request.answerable < ANSWERABLE or not passages:
            return self._fallback.propose(request, on_token=on_token, cancelled=cancelled)
        try:
            made = self._generate(request, passages, on_token, cancelled)
        except EngineError as error:
            return self._without_model(request, cancelled, str(error), MODEL_FAILED)
        answer = _read(made, passages, request)
        if answer is None:
            return self._without_model(request, cancelled, "-", MODEL_USELESS)
        return replace(_proposal(request, passages, answer), engine=self.name, model=self._generator.name, milliseconds=made.total_ms)

    def _without_model(self, request: DraftRequest, cancelled: CancelCheck | None, what: str, why: str) -> Proposal:
        """The fallback's proposal, which says that and why the model had no part in it."""
        made = self._fallback.propose(request, cancelled=cancelled)
        return replace(made, model=f"{self._generator.name}: {what}", flags=(Flag(FlagKind.ENGINE, WHOLE, why), *made.flags))

    def _generate(
        self, request: DraftRequest, passages: Sequence[Passage], on_token: Callable[[str], None] | None, cancelled: CancelCheck | None
    ) -> Generation:
        stream = _Sentences(passages, request, on_token) if on_token else None
        return self._generator.generate(
            build_prompt(request, passages, self._delimiter()),
            schema=schema_for(len(passages)),
            max_tokens=MOST_TOKENS,
            on_token=stream,
            cancelled=cancelled,
        )


def passages_for(request: DraftRequest) -> list[Passage]:
    """Return the passages the model may use: of several matters the best ones of each, then the best of the whole turn."""
    each = [hit for rank in range(_FOR_EACH) for matter in request.matters for hit in matter.found.hits[rank : rank + 1]]
    found = {hit.passage.id: hit.passage for hit in (*each, *request.retrieved)}
    return list(found.values())[:MOST_PASSAGES]


class _Sentences:
    """Turns a stream of JSON into a stream of sentences that have their quote."""

    def __init__(self, passages: Sequence[Passage], request: DraftRequest, emit: Callable[[str], None]) -> None:
        self._passages, self._request, self._emit = passages, request, emit
        self._text = ""
        self._seen = 0

    def __call__(self, token: str) -> None:
        self._text += token
        at = self._text.find('"sentences"')
        while at >= 0 and (match := _OBJECT.search(self._text, max(at, self._seen))):
            self._seen = match.end()
            claim = _claim(_loaded(match.group()), self._passages, self._request)
            if claim:
                self._emit(claim.text + " ")


def _read(made: Generation, passages: Sequence[Passage], request: DraftRequest) -> list[Claim] | None:
    """Return the sentences that hold, [] when the model says it does not know, None when its answer is of no use."""
    answer = _loaded(made.text) if made.finish == "stop" else None
    if (
        not isinstance(answer, dict)
        or not isinstance(answer.get("sentences"), list)
        or answer.get("answerable") not in ("yes", "partly", "no")
    ):
        return None
    if answer["answerable"] == "no":
        return []
    claims = [_claim(item, passages, request) for item in answer["sentences"]]
    kept = [claim for claim in claims if claim is not None]
    return list({claim.text: claim for claim in kept}.values())


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _claim(item: object, passages: Sequence[Passage], request: DraftRequest) -> Claim | None:
    """Return the claim when its quote stands in the passage and nothing in it is foreign to a reply."""
    if not isinstance(item, dict) or not all(isinstance(item.get(key), str) for key in ("quote", "source", "sentence")):
        return None
    number = int(item["source"]) if item["source"].isascii() and item["source"].isdigit() else 0
    text = " ".join(item["sentence"].encode("utf-8", "ignore").decode().split())
    if not 1 <= number <= len(passages) or not text:
        return None
    quote = _found_quote(item["quote"], passages[number - 1].text)
    return Claim(text, number - 1, quote) if quote and not _out_of_place(text, passages, request) else None


def _found_quote(quote: str, text: str) -> str:
    """Return the passage's own words that the quote repeats, white space, case and kinds of quotation marks apart, or ""."""
    words = re.findall(r"\w+", quote)
    if len(words) < _SHORTEST_QUOTE:
        return ""
    match = re.search(r"\b" + r"\W{1,4}".join(map(re.escape, words)) + r"\b[.!?]?", text, re.IGNORECASE)
    return match.group() if match else ""


def _out_of_place(text: str, passages: Sequence[Passage], request: DraftRequest) -> bool:
    """Whether a sentence may not even be shown: instructions, hidden text, leaks of the prompt, questions (no source answers one), what
    only repeats the customer, or a place to click, write, call or pay that is not the shop's own."""
    if is_greeting(text) or is_closing(text) or INSTRUCTION.search(text) or VARIABLE.search(text) or _leaks(text):
        return True
    own = Known([*(p.text for p in passages), *request.facts])
    if text.rstrip().endswith("?") or _echoes(text, passages, request):
        return True
    never = any(word and word.casefold() in text.casefold() for word in request.shop.voice.never_say)
    return never or any(fact.kind in _PLACES and not own.by_shop(fact) for fact in facts_in(text))


def _echoes(text: str, passages: Sequence[Passage], request: DraftRequest) -> bool:
    """Whether a sentence says what the customer wrote rather than what a source says, or what was left out of the customer's words."""
    words = raw_words(text)
    runs = [" ".join(words[at : at + _ECHO]) for at in range(len(words) - _ECHO + 1)]
    source = " ".join(raw_words(" ".join(passage.text for passage in passages)))
    foreign = [run for run in runs if run not in source]
    asked, refused = (" ".join(raw_words(said)) for said in (request.question, " ".join(request.refused)))
    return any(run in refused for run in foreign) or (bool(runs) and sum(run in asked for run in foreign) > len(runs) / 2)


def _leaks(text: str) -> bool:
    rules, words = " ".join(raw_words(RULES)), raw_words(text)
    return any(" ".join(words[i : i + _LEAK]) in rules for i in range(len(words) - _LEAK + 1))


def _proposal(request: DraftRequest, passages: Sequence[Passage], claims: Sequence[Claim]) -> Proposal:
    if not claims:
        return holding_proposal(request, Outcome.UNKNOWN)
    citations = tuple(_citation(n, claim, passages[claim.passage]) for n, claim in enumerate(claims, 1))
    body = " ".join(claim.text for claim in claims)
    frame = frame_for(request, body=body)
    text = frame.letter([body])
    never = request.shop.voice.never_say
    report = check_text(text, passages, question=request.question, language=frame.language, facts=frame.facts, banned=never)
    sentences = tuple(_cited(sentence, claims) for sentence in report.sentences)
    return Proposal(Outcome.ANSWER, text, frame.language, citations, sentences, report.flags)


def _citation(n: int, claim: Claim, passage: Passage) -> Citation:
    return Citation(n, passage.article_id, passage.id, claim.quote, passage.article_title)


def _cited(sentence: Sentence, claims: Sequence[Claim]) -> Sentence:
    """Give a sentence the citation the model gave it; the support stays what the check found."""
    for n, claim in enumerate(claims, 1):
        if not sentence.courtesy and (sentence.text in claim.text or claim.text in sentence.text):
            return replace(sentence, citation=n)
    return replace(sentence, citation=None)
