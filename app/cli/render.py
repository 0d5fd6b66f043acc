"""Domain values as the JSON of the command line contract: ids as strings, times as ISO 8601 with offset."""

from collections.abc import Iterable
from datetime import datetime

from app.domain.draft import CheckReport, Citation, Draft, Flag, Proposal, Sentence
from app.domain.handover import HandoverRow, Packet
from app.domain.message import Handle, IncomingMessage, Party
from app.domain.teaching import Correction
from app.domain.transcription import KeptTranscript
from app.domain.translation import Translation
from app.domain.verdict import Thought, Verdict
from app.domain.views import ConversationRow, CustomerRow, MessageView, OutboxRow, SearchHit
from app.system.i18n import _, local

Json = dict[str, object]


def when(moment: datetime | None) -> str | None:
    """Return a time as ISO 8601 with the shop's offset."""
    return local(moment).isoformat() if moment else None


def handles(items: Iterable[Handle]) -> list[Json]:
    """Return handles as JSON."""
    return [{"kind": h.kind.value, "value": h.value} for h in items]


def party(value: Party) -> Json:
    """Return a sender or recipient as JSON."""
    return {"name": value.name, "handles": handles(value.handles)}


def incoming(message: IncomingMessage) -> Json:
    """Return a message as read."""
    h = message.headers
    return {
        "channel": message.channel.value,
        "native_id": message.native_id,
        "fingerprint": message.fingerprint,
        "conversation_key": message.conversation_key,
        "sent_at": message.sent_at.isoformat(),
        "direction": message.direction.value,
        "kind": message.kind.value,
        "sender": party(message.sender),
        "recipients": [party(p) for p in message.recipients],
        "subject": message.subject,
        "text": message.text,
        "new_text": message.new_text or message.text,
        "html": message.html,
        "attachments": [
            {"name": a.name, "media_type": a.media_type, "size": a.size, "sha256": a.sha256, "missing": a.missing}
            for a in message.attachments
        ],
        "headers": {
            "message_id": h.message_id if h else "",
            "in_reply_to": h.in_reply_to if h else "",
            "references": list(h.references) if h else [],
        },
        "warnings": list(message.warnings),
    }


def verdict(value: Verdict) -> Json:
    """Return a verdict."""
    return {
        "language": value.language,
        "category": value.category,
        "categories": {k: round(v, 4) for k, v in value.categories.items()},
        "sentiment": round(value.sentiment, 3),
        "sentiment_label": value.sentiment_label.value,
        "emotion": value.emotion.value,
        "urgency": int(value.urgency),
        "order_numbers": list(value.order_numbers),
        "intents": list(value.intents),
        "needs_human": list(value.needs_human),
        "spam": round(value.spam, 4),
        "confidence": round(value.confidence, 4),
        "reasons": [{"signal": r.signal, "evidence": r.evidence} for r in value.reasons],
        "entities": [{"kind": e.kind.value, "value": e.value, "text": e.text} for e in value.entities],
        "engine": value.engine,
        "earlier": _thought(value.earlier),
    }


def _thought(value: Thought | None) -> Json | None:
    """Return what another engine thought before."""
    if value is None:
        return None
    said = {"category": value.category, "emotion": value.emotion.value, "urgency": int(value.urgency)}
    return {"engine": value.engine, **said, "confidence": round(value.confidence, 4)}


def correction(value: Correction) -> Json:
    """Return what a person taught."""
    return {
        "id": str(value.id),
        "message": str(value.message_id) if value.message_id is not None else None,
        "conversation": str(value.conversation_id) if value.conversation_id is not None else None,
        "text": value.text,
        "was": value.was.said,
        "now": value.now.said,
        "by": value.by,
        "at": when(value.at),
    }


def row(value: ConversationRow) -> Json:
    """Return a line of the queue."""
    return {
        "conversation": str(value.id),
        "customer": str(value.customer_id),
        "name": value.customer,
        "channel": value.channel.value,
        "subject": value.subject or value.preview,
        "state": value.state.value,
        "last_at": when(value.last_at),
        "waiting_since": when(value.waiting_since),
        "due_at": when(value.due_at),
        "urgency": value.urgency,
        "sentiment": value.sentiment,
        "emotion": value.emotion,
        "category": value.category,
        "language": value.language,
        "order_numbers": list(value.order_numbers),
        "reasons": list(value.reasons),
        "draft_ready": value.draft_ready,
        "messages": value.messages,
    }


def message(value: MessageView) -> Json:
    """Return a kept message."""
    return {
        "id": str(value.id),
        "conversation": str(value.conversation_id),
        "channel": value.channel.value,
        "direction": value.direction.value,
        "kind": value.kind.value,
        "sender": value.sender,
        "sent_at": when(value.sent_at),
        "subject": value.subject,
        "text": value.text,
        "new_text": value.new_text,
        "message_id": value.message_id,
        "attachments": [
            {"id": str(a.id), "name": a.name, "media_type": a.media_type, "size": a.size, "sha256": a.sha256, "missing": a.missing}
            for a in value.attachments
        ],
        "warnings": [_(words) for words in value.warnings],
        "earlier": [{"text": e.text, "until": when(e.until)} for e in value.earlier],
    }


def customer(value: CustomerRow) -> Json:
    """Return a customer."""
    return {
        "id": str(value.id),
        "name": value.name,
        "handles": handles(value.handles),
        "languages": list(value.languages),
        "tags": list(value.tags),
        "vip": value.vip,
        "first_seen": when(value.first_seen),
        "last_seen": when(value.last_seen),
        "messages": value.messages,
        "orders": list(value.order_numbers),
        "notes": value.notes,
    }


def hit(value: SearchHit) -> Json:
    """Return a search hit; the marked words of the snippet stand between ** **."""
    return {
        "message": str(value.message_id),
        "conversation": str(value.conversation_id),
        "customer": str(value.customer_id),
        "name": value.customer,
        "channel": value.channel.value,
        "sent_at": when(value.sent_at),
        "subject": value.subject,
        "snippet": value.snippet.replace("\x02", "**").replace("\x03", "**"),
    }


def _citation(value: Citation) -> Json:
    return {"n": value.n, "article": str(value.article), "passage": str(value.passage), "quote": value.quote, "title": value.title}


def _sentence(value: Sentence) -> Json:
    return {"text": value.text, "support": round(value.support, 3), "citation": value.citation, "courtesy": value.courtesy}


def flag(value: Flag) -> Json:
    """Return a flag with its reason in the person's language."""
    return {"kind": value.kind.value, "span": list(value.span), "why": _(value.why)}


def proposal(value: Proposal | Draft) -> Json:
    """Return what a drafter made."""
    return {
        "outcome": value.outcome.value,
        "text": value.text,
        "language": value.language,
        "citations": [_citation(c) for c in value.citations],
        "sentences": [_sentence(s) for s in value.sentences],
        "flags": [flag(f) for f in value.flags],
        "engine": value.engine,
        "model": value.model,
        "milliseconds": round(value.milliseconds, 1),
    }


def draft(value: Draft) -> Json:
    """Return a kept draft."""
    return {
        "id": str(value.id),
        **proposal(value),
        "conversation": str(value.conversation_id),
        "state": value.state.value,
        "to": value.recipient,
        "subject": value.subject,
        "approved_by": value.approved_by,
        "due_at": when(value.due_at),
        "message_id": value.message_id,
        "error": _(value.error),
    }


def outbox(value: OutboxRow) -> Json:
    """Return a line of the outbox."""
    d = value.draft
    return {
        "draft": str(d.id),
        "state": d.state.value,
        "to": d.recipient,
        "due_at": when(d.due_at),
        "error": _(d.error),
        "customer": value.customer,
        "channel": value.channel.value,
        "conversation": str(d.conversation_id),
        "subject": d.subject,
        "approved_by": d.approved_by,
        "message_id": d.message_id,
    }


def check(report: CheckReport) -> Json:
    """Return what the check found; `passage` is the number of the passage that carries the sentence, from 1."""
    return {
        "sentences": [
            {"text": s.text, "support": round(s.support, 3), "passage": s.citation, "courtesy": s.courtesy} for s in report.sentences
        ],
        "flags": [flag(f) for f in report.flags],
    }


def packet(value: Packet) -> Json:
    """Return a handover's packet; `summary` in one text, `done` and `open` as lines."""
    return {
        "conversation": str(value.conversation_id),
        "customer": {"name": value.customer, "handles": list(value.handles)},
        "channel": value.channel,
        "language": value.language,
        "subject": value.subject,
        "summary": " ".join(_(line) for line in value.summary),
        "done": [{"at": when(d.at), "kind": d.kind.value, "by": d.by, "text": d.text} for d in value.deeds],
        "open": list(value.open_questions),
        "told": list(value.told),
        "sentiment": value.sentiment,
        "emotion": value.emotion,
        "urgency": value.urgency,
        "reason": [{"trigger": r.trigger.value, "why": _(r.why), "evidence": r.evidence} for r in value.reasons],
        "links": [{"kind": link.kind, "id": link.id, "title": link.title} for link in value.links],
        "first_sentence": value.first_sentence,
        "note": value.note,
        "waiting_since": when(value.waiting_since),
        "due_at": when(value.due_at),
    }


def handover(value: HandoverRow) -> Json:
    """Return a handover in the queue."""
    return {
        "id": str(value.id),
        "conversation": str(value.conversation_id),
        "customer": value.customer,
        "at": when(value.at),
        "by": value.by,
        "to": value.to,
        "reason": _(value.reason),
        "state": value.state.value,
        "outcome": value.outcome,
    }


def transcript(kept: KeptTranscript) -> Json:
    """Return what a machine wrote out of a recording as JSON."""
    made = kept.transcript
    return {
        "attachment": str(kept.attachment_id),
        "text": made.text,
        "language": made.language,
        "engine": made.engine,
        "seconds": made.seconds,
        "made_by": "machine",
    }


def translation(value: Translation) -> Json:
    """Return a translated text with the shop's words that were kept and what must be compared."""
    hits = [{"term": hit.term, "translation": hit.translation, "mended": hit.mended} for hit in value.glossary_hits]
    warnings = [{"sentence": doubt.sentence, "why": _(doubt.why)} for doubt in value.warnings]
    made: Json = {"text": value.text, "from": value.source, "to": value.target, "engine": value.engine}
    return {**made, "glossary_hits": hits, "warnings": warnings}
