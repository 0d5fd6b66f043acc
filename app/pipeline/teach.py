"""Teach: a person says what a message is. The verdict follows at once, the sorter learns from it, and all of it can be taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.categories import NO_CATEGORY, Categories
from app.domain.errors import BadInput, NotFound
from app.domain.ports import Clock, Sorter
from app.domain.shop import ShopSettings
from app.domain.store_ports import Store, UnitOfWork
from app.domain.teaching import NO_CORRECTION, Correction, Labels, Told
from app.domain.text import N_
from app.domain.verdict import Category, Verdict
from app.domain.views import MessageView
from app.parsing.subjects import is_reply_subject
from app.pipeline.propose import last_turn
from app.pipeline.sort import sort_anew
from app.triage.told import labels_of, told

NOTHING_SAID = N_("Say what is to be corrected: the category, the mood or the urgency.")
NOBODY_SPOKE = N_("There is no message of a customer in this conversation to correct.")
NO_TEXT = N_("An example needs a text.")
LONGEST_EXAMPLE = 20_000
"""Characters of an example text."""
EMBEDDED = "embedded"
_JUDGED_WITH = "judged_with"
"""Setting: the version of the lessons that what nobody answered was judged with last."""


@dataclass(frozen=True, slots=True)
class TeachTools:
    """What teaching needs."""

    store: Store
    sorter: Sorter
    clock: Clock


def correct(tools: TeachTools, conversation_id: int, labels: Labels, by: str) -> Correction:
    """Say what the customer's last turn is: its verdict, place in the queue and due time follow, and its text is kept as an example.

    The category may be given by code or title. Raises NotFound, BadInput.
    """
    if not labels.said:
        raise BadInput(NOTHING_SAID)
    with tools.store.read() as reader:
        view, shop = reader.conversation(conversation_id), reader.shop()
    labels = _checked(labels, shop.categories)
    turn, _earlier = last_turn(view.messages)
    with tools.store.write() as uow:
        now = uow.teaching.verdicts([message.id for message in turn])
        if not now:
            raise BadInput(NOBODY_SPOKE)
        bases = {**now, **uow.teaching.bases(list(now))}
        example = _most_telling([message for message in turn if message.id in now], bases, labels)
        ordered = [example.id, *(id_ for id_ in now if id_ != example.id)]
        text = learned_text(example)
        kept = [Told(id_, text, labels_of(now[id_]), bases[id_]) for id_ in ordered]
        made = uow.teaching.add(kept, labels, by=by, at=tools.clock())
        settle(uow, conversation_id, {id_: told(verdict, labels) for id_, verdict in now.items()}, shop)
        uow.commit()
    return _one(tools.store, made)


def take_back(tools: TeachTools, correction_id: int) -> None:
    """Take a correction back: the verdict is again what it was before, and nothing is learned from it. Raises NotFound."""
    with tools.store.write() as uow:
        shop = uow.settings.shop()
        restored = {message: _again(base, said) for message, (base, said) in uow.teaching.take_back(correction_id).items()}
        for conversation_id in uow.teaching.conversations_of(list(restored)):
            settle(uow, conversation_id, restored, shop)
        uow.commit()


def teach_text(tools: TeachTools, category: str, text: str, by: str) -> Correction:
    """Keep a text that is no message as an example of a category. Raises NotFound, BadInput."""
    words = text.strip()[:LONGEST_EXAMPLE]
    if not words:
        raise BadInput(NO_TEXT)
    with tools.store.write() as uow:
        labels = _checked(Labels(category), uow.settings.shop().categories)
        made = uow.teaching.add_text(words, labels, by=by, at=tools.clock())
        uow.commit()
    return _one(tools.store, made)


def judge_anew(tools: TeachTools, limit: int, version: str) -> int:
    """Judge what nobody answered once more, after something was learned, in the newest `limit` conversations that are open or junk;
    returns how many changed. Only what the embedded sorter said is said anew: what a person corrected or a model was asked about stays.
    `version` names the lessons: with the same ones nothing is judged twice, not even by the next start of the program.
    """
    with tools.store.read() as reader:
        if (reader.setting(_JUDGED_WITH) or "") == version:
            return 0
        waiting, shop = reader.unanswered(limit), reader.shop()
    verdicts = tools.sorter.judge_many([(item.text, item.context) for item in waiting])
    changed: dict[int, dict[int, Verdict]] = {}
    for item, verdict in zip(waiting, verdicts, strict=True):
        if item.verdict.engine == EMBEDDED and labels_of(verdict) != labels_of(item.verdict):
            changed.setdefault(item.conversation_id, {})[item.message_id] = verdict
    with tools.store.write() as uow:
        for conversation_id, ours in changed.items():
            now = uow.teaching.verdicts(list(ours))
            settle(uow, conversation_id, {id_: ours[id_] for id_ in now if now[id_].engine == EMBEDDED}, shop)
        uow.settings.put(_JUDGED_WITH, version or None)
        uow.commit()
    return len(changed)


def settle(uow: UnitOfWork, conversation_id: int, verdicts: Mapping[int, Verdict], shop: ShopSettings) -> None:
    """Give messages other verdicts and let their conversation follow. The caller commits."""
    before = uow.conversations.facts([conversation_id])
    waiting = uow.teaching.waiting_since(conversation_id)
    for id_, verdict in verdicts.items():
        uow.teaching.set_verdict(id_, verdict)
    after = uow.conversations.facts([conversation_id])
    uow.conversations.update([sort_anew(old, new, waiting, shop) for old, new in zip(before, after, strict=True)])


def learned_text(message: MessageView) -> str:
    """Return what is learned of a message: its text as the sorter reads it, under its own subject."""
    text = message.new_text or message.text
    return f"{message.subject}\n{text}" if message.subject and not is_reply_subject(message.subject) else text


def _checked(labels: Labels, categories: Categories) -> Labels:
    if labels.category is None:
        return labels
    code = categories.find(labels.category)
    if code in categories.hidden:
        raise NotFound(NO_CATEGORY, code=labels.category, known=", ".join(categories.offered()))
    return replace(labels, category=code)


def _most_telling(turn: Sequence[MessageView], verdicts: Mapping[int, Verdict], labels: Labels) -> MessageView:
    """Return the message of a burst that the correction is about most: the one that carried what is corrected."""

    def about(message: MessageView) -> tuple[object, ...]:
        verdict = verdicts[message.id]
        if labels.category is not None:
            return verdict.category != Category.OTHER, int(verdict.urgency) > 0, verdict.confidence
        if labels.urgency is None:
            return (-verdict.sentiment,)
        return (int(verdict.urgency),)

    return max(turn, key=about)


def _again(base: Verdict, said: Sequence[Labels]) -> Verdict:
    """Return a verdict with the corrections that still stand."""
    for labels in said:
        base = told(base, labels)
    return base


def _one(store: Store, correction_id: int) -> Correction:
    with store.read() as reader:
        found = next((row for row in reader.corrections() if row.id == correction_id), None)
    if found is None:
        raise NotFound(NO_CORRECTION, id=correction_id)
    return found
