"""Calling: a telephone call that a person writes down is a message like any other; what was promised in it becomes a task."""

from dataclasses import replace

from app.domain.calling import CallNote, LoggedCall
from app.domain.errors import BadInput, NotFound
from app.domain.importing import BY_HAND
from app.domain.message import Channel, Direction, Handle, HandleKind, IncomingMessage, Kind, Party, fingerprint_of
from app.domain.ports import Clock
from app.domain.store_ports import Store, UnitOfWork
from app.domain.text import N_
from app.domain.views import ImportReport
from app.pipeline.importing import take_back
from app.pipeline.receive import keep
from app.pipeline.sort import MISSED, judge_call

NO_CUSTOMER = N_("There is no customer with the number {id}.")
NOBODY = N_("Say who called: a number, a name or a customer.")
STAYS = N_("The call stays: somebody answered or wrote in its conversation since. Nothing was changed.")
CALLBACK = "callback"


def log_call(store: Store, clock: Clock, note: CallNote) -> LoggedCall:
    """Keep a call, and the task to call back when that was promised. A missed incoming call waits for an answer. Raises BadInput,
    NotFound."""
    if note.customer_id is None and note.number is None and not note.name.strip():
        raise BadInput(NOBODY)
    now = clock()
    with store.write() as uow:
        shop = uow.settings.shop()
        entry = uow.imports.begin("", BY_HAND, now)
        uow.imports.during(entry)
        caller = _caller(uow, note)
        message = message_of(replace(note, name=caller.name), caller, Party(shop.shop_name))
        keep(uow, [judge_call(message)], shop, now)
        ((conversation, customer),) = uow.conversations.by_keys([(Channel.CALL.value, message.conversation_key)]).values()
        task = None
        if note.callback_at is not None:
            task = uow.tasks.add(CALLBACK, customer, conversation, note.text, note.callback_at, note.by, now)
            uow.imports.promised([task])
        uow.imports.finish(entry, BY_HAND, ImportReport(read=1, new=1))
        uow.commit()
    return LoggedCall(conversation, task, entry)


def unlog_call(store: Store, clock: Clock, entry: int) -> None:
    """Take a call back that was written down, with the task that came of it. Raises NotFound, and BadInput, with nothing changed, when it
    was taken back before or somebody answered or wrote in its conversation since."""
    with store.write() as uow:
        undone = take_back(uow, entry, clock())
        if undone.kept:
            raise BadInput(STAYS)
        uow.commit()


def _caller(uow: UnitOfWork, note: CallNote) -> Party:
    """Return who called under a handle that leads to the customer it was written down for. A bare name is this one call's alone: it glues
    no namesakes."""
    handles = (note.number,) if note.number else ()
    if note.customer_id is None:
        return Party(note.name.strip(), handles or (Handle(HandleKind.ID, f"{note.name.strip().casefold()} {note.at.isoformat()}"),))
    found = uow.customers.names([note.customer_id])
    if note.customer_id not in found:
        raise NotFound(NO_CUSTOMER, id=note.customer_id)
    own = Handle(HandleKind.ID, f"customer-{note.customer_id}")
    uow.customers.add_handles(note.customer_id, [Handle(HandleKind.ID, f"{Channel.CALL.value}:{own.value}"), *handles])
    return Party(found[note.customer_id], (own,))


def message_of(note: CallNote, caller: Party, shop: Party) -> IncomingMessage:
    """Return a call as a message."""
    who = caller.handles[0].value
    missed = note.missed and note.direction is Direction.IN
    out = note.direction is Direction.OUT
    return IncomingMessage(
        channel=Channel.CALL,
        fingerprint=fingerprint_of("call", who, note.at.isoformat(), note.direction, note.text),
        conversation_key=who,
        sent_at=note.at,
        direction=note.direction,
        sender=shop if out else caller,
        recipients=(caller if out else shop,),
        kind=Kind.CALL,
        text=note.text,
        new_text=note.text,
        warnings=(MISSED,) if missed else (),
    )
