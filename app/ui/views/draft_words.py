"""What is said about a draft beside its text: where it stands, and what came in since. No Qt."""

from app.domain.draft import Draft, DraftState
from app.domain.views import ConversationView
from app.system.i18n import _, moment_text
from app.ui.views.draft_text import overtaken, took_the_place, untouched
from app.ui.words import DRAFT_STATES


def cites(draft: Draft) -> bool:
    """Whether any sentence rests on a passage."""
    return any(sentence.citation is not None for sentence in draft.sentences)


def state_words(view: ConversationView | None, draft: Draft | None) -> str:
    """Return where the answer stands, for the heading."""
    if draft is None:
        waits = view is not None and view.row.waiting_since is not None
        return "" if waits else _("Nothing waits for an answer here.")
    if draft.state is DraftState.PROPOSED:
        return _("from the shop's own articles") if cites(draft) else ""
    words = _(DRAFT_STATES[draft.state])
    if draft.approved_by and draft.approved_at:
        words = _("{state} · approved by {name}, {time}").format(state=words, name=draft.approved_by, time=moment_text(draft.approved_at))
    return f"{words} · {_(draft.error)}" if draft.error else words


def news_of(view: ConversationView, draft: Draft) -> str:
    """Return what the person must know of messages that came in since, or ""."""
    name = view.customer.name
    if draft.state is DraftState.PROPOSED and (words := _stuck(view)):
        return words
    if overtaken(view, draft):
        if draft.state is DraftState.APPROVED:
            return _("{name} wrote again after this was approved. Take it back if it no longer fits.").format(name=name)
        if draft.state is not DraftState.PROPOSED:
            return ""
        if untouched(draft):
            return _("{name} wrote again: this proposal is overtaken. A new one is on its way.").format(name=name)
        return _("{name} wrote again after this answer was begun. Read the last message before you send it.").format(name=name)
    if draft.state is DraftState.PROPOSED and untouched(draft) and took_the_place(view, draft):
        return _("{name} wrote again, so this is a new proposal in place of the earlier one.").format(name=name)
    return ""


def _stuck(view: ConversationView) -> str:
    """Return what became of an earlier answer that did not surely arrive, or ""."""
    states = {one.state: one for one in view.drafts}
    if DraftState.UNSURE in states:
        return _("It is not sure whether an earlier answer arrived. Look in the Outbox before you send another.")
    if DraftState.FAILED in states:
        return _("An earlier answer was not sent; it stands in the Outbox. {why}").format(why=_(states[DraftState.FAILED].error)).strip()
    return ""
