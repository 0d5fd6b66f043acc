"""The audit: articles in, findings out. Pure: no clock, no network, no store."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.tending import CANNED, Finding, FindingKind, Quote, Severity, TendedArticle
from app.domain.text import N_, packed
from app.insight import upkeep
from app.insight.contradictions import Clash, clashes
from app.insight.duplicates import duplicates
from app.insight.statements import FactsOf, statements

_CLASH = N_("These speak of the same thing and say different things: {said}.")
_YES_NO = N_("One says yes, the other no.")
_TWICE = N_("These say nearly the same; one of them can go, or they will drift apart.")
_OLD = N_("Nobody changed or checked this for {n} months.")
_OVER = N_("{words} is over.")
_ENDED = N_("This was to last until {words}, and that is over.")
_DUE = N_("This was to be looked at again by {day}.")
_PLACE = N_("Here something still has to be filled in: {words}")
_BROKEN = N_("This link leads nowhere: {link}")
_UNCHECKED = N_("Web addresses are not checked: the counter does not go online. Open them yourself now and then.")
_EMPTY = N_("There is nothing in this article.")
_SHORT = N_("This has {n} words; it can hardly answer a question.")
_LONG = N_("This has {n} words; cut it up, so that an answer can point at the right part.")
_UNUSED = N_("No reply that was sent rests on this in {n} months.")
_NOBODY = N_("{n} articles have nobody who looks after them.")
_QUOTE = 300
_NAMED = 20
_SIDES = 8


@dataclass(frozen=True, slots=True)
class AuditRules:
    """After how many months an article is old, or unused. `sent` says from how many cited articles on "never used" means anything."""

    stale_months: int = 12
    unused_months: int = 12
    used_enough: int = 3


def audit(articles: Sequence[TendedArticle], facts_of: FactsOf, now: datetime, rules: AuditRules | None = None) -> list[Finding]:
    """Return what needs tidying, the weightiest first. `facts_of` finds the checkable things in a sentence.

    Mirrors of canned answers count where they contradict an article; they are not looked at otherwise.
    """
    rules = rules or AuditRules()
    real = [article for article in articles if article.scope != CANNED]
    found = list(_contradictions(articles, facts_of))
    clashing = {frozenset(finding.articles[:2]) for finding in found}
    found += [one for one in _duplicates(real) if frozenset(one.articles) not in clashing]
    files = frozenset(article.source.partition("#")[0] for article in real if article.source)
    for article in real:
        found += _of_one(article, files, now, rules)
    found += [*_unused(real, now, rules), *_together(real)]
    order = list(Severity), list(FindingKind)
    return sorted(found, key=lambda f: (order[0].index(f.severity), order[1].index(f.kind), f.articles))


def _finding(kind: FindingKind, severity: Severity, why: str, quotes: Iterable[Quote], key: str = "") -> Finding:
    """Make a finding; its id holds as long as the words (or `key`) do."""
    given = list(quotes)
    seed = key or "\x1f".join([*(quote.text for quote in given), *(str(quote.article) for quote in given)])
    id_ = hashlib.sha256(f"{kind}\x1f{seed}".encode("utf-8", "replace")).hexdigest()[:16]
    shown = tuple(Quote(q.article, q.title, q.text if len(q.text) <= _QUOTE else q.text[:_QUOTE].rstrip() + " …") for q in given)
    return Finding(id_, kind, severity, tuple(dict.fromkeys(quote.article for quote in given)), why, shown)


# -- of several articles


def _contradictions(articles: Sequence[TendedArticle], facts_of: FactsOf) -> Iterator[Finding]:
    titles = {article.id: article.title for article in articles}
    found = clashes([statement for article in articles for statement in statements(article, facts_of)])
    for group in _groups(found):
        sides = {(s.article, s.place): s for clash in group for s in (clash.one, clash.other)}
        quotes = [Quote(s.article, titles[s.article], s.sentence) for s in list(sides.values())[:_SIDES]]
        first = group[0]
        sure = first.kind != "yes-no" and (first.settled or first.alike >= 0.6)
        said = " ↔ ".join(list(dict.fromkeys(words for clash in group for words in clash.said if words))[:_SIDES])
        why = packed(_CLASH, {"said": said}) if said else _YES_NO
        yield _finding(FindingKind.CONTRADICTION, Severity.WRONG if sure else Severity.DOUBTFUL, why, quotes)


def _groups(found: Sequence[Clash]) -> list[list[Clash]]:
    """Put clashes together that share a sentence: one old period against four that agree is one thing to tidy."""
    group_of: dict[tuple[str, int, int], list[Clash]] = {}
    groups: list[list[Clash]] = []
    for clash in found:
        keys = [(clash.kind, s.article, s.place) for s in (clash.one, clash.other)]
        group = next((group_of[key] for key in keys if key in group_of), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(clash)
        for key in keys:
            group_of.setdefault(key, group)
    return groups


def _duplicates(articles: Sequence[TendedArticle]) -> Iterator[Finding]:
    titles = {article.id: article.title for article in articles}
    for twice in duplicates(articles):
        quotes = (Quote(twice.one, titles[twice.one], twice.texts[0]), Quote(twice.other, titles[twice.other], twice.texts[1]))
        yield _finding(FindingKind.DUPLICATE, Severity.DOUBTFUL, _TWICE, quotes)


def _unused(articles: Sequence[TendedArticle], now: datetime, rules: AuditRules) -> Iterator[Finding]:
    """A shop that has sent hardly any sourced reply has no unused articles yet."""
    if sum(article.used_at is not None for article in articles) < rules.used_enough:
        return
    for article in articles:
        months = upkeep.months_since(article.used_at or article.updated_at, now)
        if months >= rules.unused_months:
            why = packed(_UNUSED, {"n": months})
            yield _finding(FindingKind.NEVER_USED, Severity.TIDY, why, [_beginning(article)], _whole(article))


def _together(articles: Sequence[TendedArticle]) -> Iterator[Finding]:
    """What would be a list of the same finding for nearly every article is one finding."""
    nobody = [article for article in articles if not article.owner]
    if nobody:
        ids = ",".join(str(article.id) for article in nobody)
        quotes = [Quote(article.id, article.title, "") for article in nobody[:_NAMED]]
        yield _finding(FindingKind.NO_OWNER, Severity.TIDY, packed(_NOBODY, {"n": len(nobody)}), quotes, ids)
    quotes = [Quote(a.id, a.title, "  ".join(found)) for a in articles if (found := upkeep.web_addresses(a.text))]
    if quotes:
        yield _finding(FindingKind.UNCHECKED_LINK, Severity.TIDY, _UNCHECKED, quotes)


# -- of one article


def _of_one(article: TendedArticle, files: frozenset[str], now: datetime, rules: AuditRules) -> Iterator[Finding]:
    yield from _length(article)
    yield from _age(article, now, rules)
    over = {past.sentence: past for past in upkeep.past_dates(f"{article.title}\n{article.text}", now)}
    for past in over.values():
        why = packed(_ENDED if past.ended else _OVER, {"words": past.words})
        severity = Severity.WRONG if past.ended else Severity.DOUBTFUL
        yield _finding(FindingKind.PAST_DATE, severity, why, [Quote(article.id, article.title, past.sentence)])
    for words, sentence in upkeep.placeholders(article.text):
        why = packed(_PLACE, {"words": words})
        yield _finding(FindingKind.PLACEHOLDER, Severity.WRONG, why, [Quote(article.id, article.title, sentence)])
    for link, sentence in upkeep.broken_links(article.text, files):
        why = packed(_BROKEN, {"link": link})
        yield _finding(FindingKind.BROKEN_LINK, Severity.DOUBTFUL, why, [Quote(article.id, article.title, sentence)])


def _length(article: TendedArticle) -> Iterator[Finding]:
    words = len([word for line in article.text.split("\n") if not line.startswith("#") for word in line.split()])
    empty = not words or article.text.strip().casefold() == article.title.strip().casefold()
    kinds: tuple[tuple[bool, FindingKind, Severity, str], ...] = (
        (empty, FindingKind.EMPTY, Severity.DOUBTFUL, _EMPTY),
        (words < upkeep.FEWEST_WORDS, FindingKind.TOO_SHORT, Severity.TIDY, packed(_SHORT, {"n": words})),
        (words > upkeep.MOST_WORDS, FindingKind.TOO_LONG, Severity.TIDY, packed(_LONG, {"n": words})),
    )
    found = next((one for one in kinds if one[0]), None)
    if found is not None:
        yield _finding(*found[1:], [_beginning(article)], _whole(article))


def _age(article: TendedArticle, now: datetime, rules: AuditRules) -> Iterator[Finding]:
    if article.review_at is not None and article.review_at <= now:
        why = packed(_DUE, {"day": article.review_at.date().isoformat()})
        yield _finding(FindingKind.REVIEW_DUE, Severity.DOUBTFUL, why, [_beginning(article)], f"{_whole(article)}{article.review_at}")
        return
    months = upkeep.months_since(upkeep.looked_at(article), now)
    if months >= rules.stale_months:
        yield _finding(FindingKind.STALE, Severity.TIDY, packed(_OLD, {"n": months}), [_beginning(article)], _whole(article))


def _beginning(article: TendedArticle) -> Quote:
    return Quote(article.id, article.title, " ".join(article.text.split()))


def _whole(article: TendedArticle) -> str:
    return f"{article.id}\x1f{article.title}\x1f{article.text}"
