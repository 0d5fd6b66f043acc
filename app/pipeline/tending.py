"""Tending: the audit with what was dismissed, versions that come back, who looks after an article, and what nobody wrote down yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.errors import NotFound
from app.domain.knowledge import NewArticle, Retrieved
from app.domain.ports import Clock, Embedder
from app.domain.store_ports import Reader, Store
from app.domain.tending import REMOVED, Asked, AskedWhy, Care, Finding, Gap, Suggested
from app.domain.text import N_
from app.pipeline.know import KnowTools, keep_article
from app.pipeline.masking import Masker, plain_reply

NO_GAP = N_("This question is not among the gaps any more.")
_DISMISSED = "audit_dismissed"
_MOST_DISMISSED = 5_000
_DAYS = 365
_MOST_ASKED = 5_000
_LOOKED_UP = 150
"""So many groups at most are looked up in the knowledge, the largest first."""
_SHOWN_WORDS = 5
_ANSWERS = 3


# -- audit


def audit(store: Store, now: datetime, *, dismissed: bool = False) -> list[Finding]:
    """Return what needs tidying, the weightiest first; without what was dismissed, or (`dismissed`) that alone."""
    from app.drafting.facts import facts_in
    from app.insight import audit as room

    with store.read() as reader:
        articles, gone = reader.tended(), _dismissed(reader)
    found = room.audit(articles, lambda text: [(fact.kind.value, fact.key, fact.span) for fact in facts_in(text)], now)
    return [finding for finding in found if (finding.id in gone) == dismissed]


def dismiss(store: Store, finding_id: str, *, again: bool = False) -> None:
    """Put a finding aside for good (it comes back when its words change), or (`again`) let it be shown again."""
    with store.write() as uow:
        known = uow.settings.get(_DISMISSED)
        ids = [str(id_) for id_ in known] if isinstance(known, list) else []
        ids = [id_ for id_ in ids if id_ != finding_id] + ([] if again else [finding_id])
        uow.settings.put(_DISMISSED, ids[-_MOST_DISMISSED:])
        uow.commit()


def _dismissed(reader: Reader) -> frozenset[str]:
    known = reader.setting(_DISMISSED)
    return frozenset(str(id_) for id_ in known) if isinstance(known, list) else frozenset()


# -- versions and care


def restore_version(tools: KnowTools, version_id: int, by: str) -> int:
    """Put an earlier version of an article back (also of one out of use); what is there now is kept as a version. Returns the id."""
    with tools.store.write() as uow:
        version = uow.tending.restore(version_id)
    with tools.store.read() as reader:
        article = reader.article(version.article_id)
    scope = "" if article.scope == REMOVED else article.scope
    new = NewArticle(version.title, version.text, article.language, article.source, scope)
    return keep_article(tools, new, by, version.article_id)[0]


def set_care(store: Store, article_id: int, owner: str, review_at: datetime | None, checked_at: datetime | None) -> Care:
    """Store who looks after an article, and when it is to be looked at again. Raises NotFound."""
    with store.read() as reader:
        reader.article(article_id)
        before = reader.care(article_id)
    care = replace(before, owner=owner.strip(), review_at=review_at, checked_at=checked_at or before.checked_at)
    with store.write() as uow:
        uow.tending.set_care(article_id, care)
        uow.commit()
    return care


# -- gaps


@dataclass(frozen=True, slots=True)
class GapTools:
    """What a look for gaps needs. `answered_from` is the probability from which knowledge counts as an answer."""

    store: Store
    embedder: Embedder
    retrieve: Callable[[str, str], Retrieved]
    clock: Clock
    answered_from: float


@dataclass(frozen=True, slots=True)
class _Found:
    """A gap with the questions that make it."""

    gap: Gap
    members: tuple[Asked, ...]


def gaps(tools: GapTools, limit: int = 50) -> list[Gap]:
    """Return groups of questions without a good source, the most frequent first."""
    return [found.gap for found in _look(tools, limit)]


def suggest(tools: GapTools, gap_id: str, limit: int = 50) -> Suggested:
    """Return a first draft of the article that a gap misses, from replies that were sent, without personal data. Raises NotFound."""
    found = next((one for one in _look(tools, limit) if one.gap.id == gap_id), None)
    if found is None:
        raise NotFound(NO_GAP)
    replies = [member for member in found.members if member.sent.strip()][:_ANSWERS]
    masker = _masker(tools.store)
    paragraphs = dict.fromkeys(plain_reply(masker.masked(reply.sent, reply.names, reply.handles)) for reply in replies)
    question = found.gap.questions[0]
    language = replies[0].language if replies else found.gap.languages[0]
    return Suggested(_title(question), "\n\n".join(text for text in paragraphs if text), language, question)


def _title(question: str) -> str:
    short = question if len(question) <= 90 else question[:90].rsplit(" ", 1)[0] + " …"
    return short[:1].upper() + short[1:]


def _masker(store: Store) -> Masker:
    with store.read() as reader:
        return Masker.of(reader.shop())


def _look(tools: GapTools, limit: int) -> list[_Found]:
    from app.insight import gaps as room

    with tools.store.read() as reader:
        asked = reader.asked(tools.clock() - timedelta(days=_DAYS), _MOST_ASKED)
        changed = {article.id: article.updated_at for article in reader.tended()}
    told = [(one, why, room.question_in(one.text)) for one in asked if (why := room.why_asked(one)) is not None]
    told = [one for one in told if one[2]]
    questions, languages = [question for *_one, question in told], [one.language for one, *_rest in told]
    groups = room.grouped(questions, languages, _vectors(tools.embedder, questions, languages))
    masker, found = _masker(tools.store), list[_Found]()
    for group in groups[:_LOOKED_UP]:
        members = [told[place] for place in group.members]
        open_ = _still_open(tools, members, changed)
        if open_ is not None:
            found.append(_Found(_gap(members, open_, masker), tuple(one for one, *_rest in members)))
        if len(found) == limit:
            break
    return found


def _vectors(embedder: Embedder, questions: Sequence[str], languages: Sequence[str]) -> list[bytes]:
    made: dict[int, bytes] = {}
    for language in dict.fromkeys(languages):
        places = [n for n, spoken in enumerate(languages) if spoken == language]
        made |= dict(zip(places, embedder.embed([questions[n] for n in places], language), strict=True))
    return [made[n] for n in range(len(questions))]


_Told = tuple[Asked, AskedWhy, str]


def _still_open(tools: GapTools, members: Sequence[_Told], changed: dict[int, datetime]) -> Retrieved | None:
    """Return what the knowledge has on a group that it does not answer; None where an article answers it by now.

    A reply that a person wrote anew speaks against an article that looks right, until that article changes.
    """
    asked, _why, question = members[0]
    found = tools.retrieve(question, asked.language)
    if found.answerable < tools.answered_from:
        return found
    rewrites = [one.at for one, why, _question in members if why is AskedWhy.REWRITTEN]
    nearest = found.hits[0].passage.article_id
    untouched = rewrites and changed.get(nearest, max(rewrites)) <= max(rewrites)
    return found if untouched and 2 * len(rewrites) >= len(members) else None


def _gap(members: Sequence[_Told], found: Retrieved, masker: Masker) -> Gap:
    from hashlib import sha256

    words = dict.fromkeys(masker.masked(question, one.names, one.handles) for one, _why, question in members[: _SHOWN_WORDS * 2])
    times = [one.at for one, *_rest in members]
    nearest = (found.hits[0].passage.article_id, found.hits[0].passage.article_title) if found.hits else None
    return Gap(
        id=sha256(members[0][2].encode("utf-8", "replace")).hexdigest()[:16],
        questions=tuple(words)[:_SHOWN_WORDS],
        count=len(members),
        languages=tuple(dict.fromkeys(one.language for one, *_rest in members)),
        first=min(times),
        last=max(times),
        why=tuple(dict.fromkeys(why for _one, why, _question in members)),
        nearest=nearest,
        answerable=round(found.answerable, 3),
        answers=sum(bool(one.sent.strip()) for one, *_rest in members),
    )
