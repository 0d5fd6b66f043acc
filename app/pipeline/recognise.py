"""Recognise: which customer and which conversation a message belongs to.

Mail threads follow References and In-Reply-To, through parents that were never seen; a reply without them joins the latest
conversation of the same customer with the same subject. Chats follow the key their channel gave.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.customers.handles import display_name, strong_handles
from app.customers.joining import CustomerPlan, gluing, plan_customers
from app.customers.sharing import named_handle, named_handles
from app.domain.identity import JoinCause
from app.domain.message import Channel, Direction, Handle, HandleKind, IncomingMessage, Kind, Party
from app.domain.store_ports import UnitOfWork
from app.domain.text import N_, packed
from app.parsing.subjects import fold_subject, is_reply_subject

SUBJECT_WINDOW = timedelta(days=30)
"""How long a reply without references may still find its conversation by subject."""
ONE_PERSON = N_("One message came with both {one} and {other}.")


def reach(party: Party, channel: Channel) -> tuple[Handle, ...]:
    """Return all handles by which a message of this party may have found its customer: the strong ones, and those it has where an
    address or number is shared."""
    strong = strong_handles(party, channel)
    named = (named_handle(h, party.name) for h in strong if party.name and h.kind in (HandleKind.EMAIL, HandleKind.PHONE))
    return tuple(dict.fromkeys((*strong, *named)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message belongs."""

    conversation_id: int
    customer_id: int


@dataclass(slots=True)
class Recogniser:
    """Places one batch within one unit of work; counts what it had to make."""

    uow: UnitOfWork
    now: datetime
    why: str = ONE_PERSON
    """What shows that two customers are one, with {one} and {other}."""
    customers_new: int = 0
    conversations_new: int = 0
    _threads: dict[str, int] = field(default_factory=dict)
    _keys: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    _subjects: dict[tuple[int, str], tuple[int, datetime]] = field(default_factory=dict)
    _owners: dict[int, int] = field(default_factory=dict)
    _partners: dict[tuple[str, str], int] = field(default_factory=dict)
    _gone: dict[int, int] = field(default_factory=dict)

    def place(self, batch: Sequence[IncomingMessage]) -> list[Place]:
        """Return a place for each message, in order."""
        self._look_up(batch)
        people = self._customers(batch)
        self._chat_partners(batch, people)
        places = [self._place(message, people.get(index)) for index, message in enumerate(batch)]
        return [replace(place, conversation_id=self._settled(place.conversation_id)) for place in places] if self._gone else places

    def _settled(self, conversation: int) -> int:
        """Follow the joins of this batch: a later mail may have linked the thread of an earlier one to another."""
        while conversation in self._gone:
            conversation = self._gone[conversation]
        return conversation

    # -- customers

    def _customers(self, batch: Sequence[IncomingMessage]) -> dict[int, int]:
        """Return index in the batch -> customer id, for messages whose customer has a strong handle."""
        parties: list[Party] = []
        owners: list[int] = []
        met: dict[tuple[int, Channel], Party | None] = {}
        for index, message in enumerate(batch):
            party = _customer_party(message)
            if party is None:
                continue
            key = id(party), message.channel  # readers make a person once: so everything of it is made once here as well
            if key not in met:
                handles = strong_handles(party, message.channel)
                met[key] = Party(party.name, handles) if handles else None
            strong = met[key]
            if strong is not None:
                parties.append(strong)
                owners.append(index)
        return dict(zip(owners, self.people(parties, [batch[index].sent_at for index in owners]), strict=True))

    def people(self, parties: Sequence[Party], times: Sequence[datetime]) -> list[int]:
        """Return the customer of each party (with its strong handles, met at these times): known, or made; two customers whom a party shows
        to be one are merged."""
        plan, known = self._plan(parties)
        apart = self._merge(plan, parties, known)
        ids = self._carry_out(plan, times, self._given(plan, parties, apart))
        return [apart.get(plan.groups[group], {}).get(number, ids[group]) for number, group in enumerate(plan.group_of)]

    def _plan(self, parties: Sequence[Party]) -> tuple[CustomerPlan, Mapping[Handle, int]]:
        """Return which parties are whom, and whose their handles are; notes handles that several people turn out to use."""
        handles = sorted({handle for party in parties for handle in party.handles})
        shared = self.uow.identity.shared_among(handles)
        known = self.uow.customers.by_handles(handles + named_handles(parties, shared))
        names = self.uow.identity.names_beside(known)
        plan = plan_customers(parties, known, names=names, shared=shared)
        for handle in plan.shared:
            self.uow.identity.share(handle)
        return plan, known

    def _chat_partners(self, batch: Sequence[IncomingMessage], people: dict[int, int]) -> None:
        """Note the first customer of each chat, for notices and shop lines that come before a customer speaks."""
        for index, message in enumerate(batch):
            if not message.channel.is_mail and index in people:
                self._partners.setdefault((_family(message), message.conversation_key), people[index])

    def _merge(self, plan: CustomerPlan, parties: Sequence[Party], known: Mapping[Handle, int]) -> dict[int | None, dict[int, int]]:
        """Merge the customers that a message shows to be one, but for those that a person said to be two: of their groups, by the customer
        that the group is, return whose each party is by its own handles."""
        apart = self.uow.identity.apart(plan.joins) if plan.joins else frozenset()
        gone: dict[int, int] = {}
        for kept, other in plan.joins:
            if (kept, other) not in apart:
                why = _why(self.why, kept, other, parties, known)
                self.uow.identity.merge(kept, other, by="", cause=JoinCause.HANDLE, why=why, at=self.now)
                gone[other] = kept
        self._keys = {key: (conversation, gone.get(owner, owner)) for key, (conversation, owner) in self._keys.items()}
        placed: dict[int | None, dict[int, int]] = {kept: {} for kept, _ in apart}
        for number, group in enumerate(plan.group_of) if apart else ():
            own = next((known[handle] for handle in gluing(parties[number].handles) if handle in known), None)
            if own is not None and plan.groups[group] in placed:
                placed[plan.groups[group]][number] = gone.get(own, own)
        return placed

    def _given(self, plan: CustomerPlan, parties: Sequence[Party], apart: Mapping[int | None, dict[int, int]]) -> dict[Handle, int]:
        """Return whose the new handles of a group of several are: his with whose handle each came."""
        given: dict[Handle, int] = {}
        for number, group in enumerate(plan.group_of) if apart else ():
            placed = apart.get(plan.groups[group], {})
            for handle in parties[number].handles if number in placed else ():
                given.setdefault(handle, placed[number])
        for number, group in enumerate(plan.group_of) if given else ():
            own = next((given[handle] for handle in parties[number].handles if handle in given), None)
            if own is not None and plan.groups[group] in apart:
                apart[plan.groups[group]].setdefault(number, own)
        return given

    def _carry_out(self, plan: CustomerPlan, times: Sequence[datetime], given: Mapping[Handle, int]) -> list[int]:
        """Extend and make customers as planned; returns the customer id of each group. `given` are handles with their own owner in it."""
        seen: dict[int, datetime] = {}
        for group, at in zip(plan.group_of, times, strict=True):
            seen[group] = min(seen.get(group, at), at)
        ids: list[int] = []
        for group, known in enumerate(plan.groups):
            if known is None:
                self.customers_new += 1
                known = self.uow.customers.add(plan.names[group], plan.handles[group], seen[group])
            for handle in plan.handles[group] if plan.groups[group] is not None else ():
                self.uow.customers.add_handles(given.get(handle, known), [handle])
            ids.append(known)
        named = {known: name for known, name in zip(plan.groups, plan.names, strict=True) if known is not None and "@" not in name}
        self.uow.customers.give_names(named)
        return ids

    # -- conversations

    def _look_up(self, batch: Sequence[IncomingMessage]) -> None:
        mail_ids = sorted({mail_id for message in batch for mail_id in thread_ids(message)})
        self._threads.update(self.uow.conversations.by_thread_ids(mail_ids))
        keys = sorted({(_family(message), message.conversation_key) for message in batch if not message.channel.is_mail})
        self._keys.update(self.uow.conversations.by_keys(keys))

    def _place(self, message: IncomingMessage, customer: int | None) -> Place:
        return self._place_mail(message, customer) if message.channel.is_mail else self._place_chat(message, customer)

    def _place_mail(self, message: IncomingMessage, customer: int | None) -> Place:
        ids = thread_ids(message)
        found = sorted({self._threads[i] for i in ids if i in self._threads})
        conversation = self._joined(found) if found else self._by_subject(message, customer)
        if conversation is None:
            customer = customer if customer is not None else self._new_customer(message)
            conversation = self._new_conversation(message, customer)
        for mail_id in ids:
            self._threads[mail_id] = conversation
        owner = customer if customer is not None else self._owner(conversation, message)
        self._subjects[(owner, fold_subject(message.subject))] = (conversation, message.sent_at)
        return Place(conversation, owner)

    def _place_chat(self, message: IncomingMessage, customer: int | None) -> Place:
        key = (_family(message), message.conversation_key)
        if key not in self._keys:
            partner = self._partners.get(key, customer)
            owner = partner if partner is not None else self._new_customer(message)
            self._keys[key] = (self._new_conversation(message, owner), owner)
        conversation, owner = self._keys[key]
        return Place(conversation, customer if customer is not None else owner)

    def _by_subject(self, message: IncomingMessage, customer: int | None) -> int | None:
        folded = fold_subject(message.subject)
        if customer is None or not folded or thread_ids(message)[1:] or not is_reply_subject(message.subject):
            return None
        here = self._subjects.get((customer, folded))
        if here and abs(message.sent_at - here[1]) <= SUBJECT_WINDOW:
            return here[0]
        return self.uow.conversations.recent_by_subject(customer, folded, message.sent_at - SUBJECT_WINDOW)

    def _joined(self, found: Sequence[int]) -> int:
        keep = found[0]
        for other in found[1:]:
            self.uow.conversations.join(keep, other)
            self._gone[other] = keep
            self._threads = {mail_id: keep if c == other else c for mail_id, c in self._threads.items()}
            self._subjects = {k: (keep if c == other else c, at) for k, (c, at) in self._subjects.items()}
        return keep

    def _new_conversation(self, message: IncomingMessage, customer: int) -> int:
        self.conversations_new += 1
        conversation = self.uow.conversations.add(
            message.channel, message.conversation_key, customer, message.subject, fold_subject(message.subject), message.sent_at
        )
        self._owners[conversation] = customer
        return conversation

    def _owner(self, conversation: int, message: IncomingMessage) -> int:
        if conversation not in self._owners:
            owner = self.uow.conversations.owner(conversation)
            self._owners[conversation] = owner if owner is not None else self._new_customer(message)
        return self._owners[conversation]

    def _new_customer(self, message: IncomingMessage) -> int:
        self.customers_new += 1
        party = _customer_party(message) or Party()
        return self.uow.customers.add(display_name(party) or message.conversation_key[:80], (), message.sent_at)


def _why(sentence: str, kept: int, other: int, parties: Sequence[Party], known: Mapping[Handle, int]) -> str:
    """Return in words which handles show two customers to be one: those that came together, else one of each."""
    for handles in (*(party.handles for party in parties), tuple(sorted(known))):
        one, two = (next(_of(customer, handles, known), None) for customer in (kept, other))
        if one and two:
            return packed(sentence, {"one": f"{one.kind.value} {one.value}", "other": f"{two.kind.value} {two.value}"})
    return ""


def _of(customer: int, handles: Sequence[Handle], known: Mapping[Handle, int]) -> Iterator[Handle]:
    return (handle for handle in handles if known.get(handle) == customer)


def _customer_party(message: IncomingMessage) -> Party | None:
    """Return who the customer of a message is, or None when the message alone does not tell (a shop's line in a group, a notice)."""
    if message.direction is Direction.OUT:
        return message.recipients[0] if message.recipients else None
    party = message.sender if message.kind is not Kind.SYSTEM else Party()
    return party if party.name or party.handles else None


def thread_ids(message: IncomingMessage) -> list[str]:
    """Return the mail ids that tie a mail to its thread, its own first."""
    headers = message.headers
    if headers is None:
        return [message.conversation_key]
    own, *others = headers.ties
    return list(dict.fromkeys([own or message.conversation_key, *filter(None, others)]))


def _family(message: IncomingMessage) -> str:
    return "mail" if message.channel.is_mail else message.channel.value
