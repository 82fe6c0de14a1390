"""The outbox: what is said in conversations whose channel must carry it to the buyer.

A message enters it in the transaction that records it, so none is lost by a crash; it leaves when the channel has
taken it. What the channel does not take (the window of 48 hours is over, the quota used up) is held for staff to see,
and waits again as soon as the buyer has given a new allowance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Optional

from sqlalchemy import and_, func, or_, select, update

from shouhou.cases import tables as t
from shouhou.cases.conversations import Address, UnknownConversation
from shouhou.cases.database import Database
from shouhou.cases.messages import Message, message_of
from shouhou.cases.posting import OUT_OF_WINDOW, OVER_QUOTA, Allowance, Posting, Thing, allow_in
from shouhou.rules.hours import HandoverStatus

MAX_WHY = 200
NOTICE_WITHIN = timedelta(seconds=30)  # a turn that hands over has said so by then
_WAITING = t.outbox.c.status == Posting.WAITING.value
_MESSAGE_OF_ROW = and_(
    t.messages.c.conversation_id == t.outbox.c.conversation_id, t.messages.c.seq == t.outbox.c.seq
)


@dataclass(frozen=True)
class Item:
    """One thing to be carried: a message, or (no message) the handing over of the conversation."""

    number: int
    tries: int
    part: Optional[int]
    message: Optional[Message]
    remote_id: Optional[str] = None  # under which the channel took it before, and then did not deliver it


@dataclass(frozen=True)
class Load:
    """What waits in one conversation, in its order, and where it goes."""

    conversation_id: str
    channel: str
    address: Address
    items: list[Item]
    handover: Optional[HandoverStatus]


@dataclass(frozen=True)
class Undelivered:
    """A message that the buyer has not got, or a handover that the channel has not taken, for staff.

    Of a handover `at` is when it is tried, and sender and text are empty.
    """

    conversation_id: str
    at: datetime
    kind: Thing
    sender: str
    text: str
    status: Posting
    tries: int
    why: str


def load_of(database: Database, conversation_id: str, now: datetime) -> Optional[Load]:
    """What can be carried now: everything that waits up to the first thing whose time has not come; None for nothing.

    The handing over comes last, and not before the turn that asked for it has said so: afterwards the channel may take
    no more words of the bot's. Raises UnknownConversation.
    """
    talk_query = (
        select(t.conversations, t.handovers.c.status.label("handover"))
        .select_from(
            t.conversations.outerjoin(
                t.handovers,
                and_(
                    t.handovers.c.conversation_id == t.conversations.c.conversation_id,
                    t.handovers.c.status != HandoverStatus.ENDED.value,
                ),
            )
        )
        .where(t.conversations.c.conversation_id == conversation_id)
    )
    rows_query = (
        select(
            t.outbox.c.id, t.outbox.c.kind, t.outbox.c.tries, t.outbox.c.part, t.outbox.c.next_at,
            t.outbox.c.remote_id, t.messages,
        )
        .select_from(t.outbox.outerjoin(t.messages, _MESSAGE_OF_ROW))
        .where(t.outbox.c.conversation_id == conversation_id, _WAITING)
        .order_by(t.outbox.c.id)
    )
    with database.read() as connection:
        talk = connection.execute(talk_query).first()
        rows = connection.execute(rows_query).all() if talk is not None else []
        undone = select(t.inbound.c.client_id).where(
            t.inbound.c.conversation_id == conversation_id, t.inbound.c.done.is_(False)
        )
        is_in_turn = bool(rows) and connection.execute(undone).first() is not None
    if talk is None:
        raise UnknownConversation(conversation_id)
    said: list[Item] = []
    handovers: list[Item] = []
    for row in rows:
        if row.kind == Thing.HANDOVER.value:
            # One that waits for the hour at which people come holds up nothing that is said.
            is_early = row.next_at > now or (is_in_turn and now - row.next_at < NOTICE_WITHIN)
            handovers += [] if is_early else [Item(row.id, row.tries, row.part, None)]
        elif row.next_at > now:
            handovers = []
            break
        else:
            said.append(Item(row.id, row.tries, row.part, message_of(row), row.remote_id))
    if not (said or handovers) or talk.address is None:
        return None
    return Load(
        conversation_id, talk.channel, Address(talk.account, talk.address), said + handovers,
        HandoverStatus(talk.handover) if talk.handover else None,
    )


def due(database: Database, now: datetime, limit: int) -> list[str]:
    """Conversations in which something can be carried now, the oldest first; at most so many conversations.

    One whose first message waits for its time is not among them, however much stands behind it.
    """
    later = (
        select(t.outbox.c.conversation_id, func.min(t.outbox.c.id).label("first"))
        .where(_WAITING, t.outbox.c.kind == Thing.MESSAGE.value, t.outbox.c.next_at > now)
        .group_by(t.outbox.c.conversation_id)
        .subquery()
    )
    query = (
        select(t.outbox.c.conversation_id)
        .select_from(t.outbox.outerjoin(later, later.c.conversation_id == t.outbox.c.conversation_id))
        .where(_WAITING, t.outbox.c.next_at <= now, or_(later.c.first.is_(None), later.c.first > t.outbox.c.id))
        .group_by(t.outbox.c.conversation_id)
        .order_by(func.min(t.outbox.c.next_at))
        .limit(limit)
    )
    with database.read() as connection:
        return list(connection.execute(query).scalars())


class Begun(Enum):
    """Whether what was about to be tried may be."""

    GO = "go"
    HELD = "held"  # the buyer's allowance is used up or over
    GONE = "gone"  # it has gone another way meanwhile, or another process tries it


def begin(database: Database, load: Load, items: Sequence[Item], again_at: datetime, now: datetime) -> Begun:
    """Note that these are about to be tried together, and when to try again should nothing be heard of it.

    The first try of messages uses up one of the buyer's allowance.
    """
    numbers = [item.number for item in items]
    these = and_(t.outbox.c.id.in_(numbers), _WAITING, t.outbox.c.tries == items[0].tries)
    talk = t.conversations.c
    with database.write() as connection:
        row = connection.execute(
            select(talk.open_until, talk.sends_left)
            .where(talk.conversation_id == load.conversation_id)
            .with_for_update()
        ).one()
        if len(connection.execute(select(t.outbox.c.id).where(these)).all()) < len(numbers):
            return Begun.GONE
        if items[0].tries == 0 and items[0].message is not None:
            why = OUT_OF_WINDOW if row.open_until is None or row.open_until <= now else ""
            if not why and row.sends_left is not None and row.sends_left <= 0:
                why = OVER_QUOTA
            if why:
                connection.execute(update(t.outbox).where(these).values(status=Posting.HELD.value, why=why))
                return Begun.HELD
            connection.execute(
                update(t.conversations)
                .where(talk.conversation_id == load.conversation_id, talk.sends_left.is_not(None))
                .values(sends_left=talk.sends_left - 1)
            )
        connection.execute(
            update(t.outbox).where(these).values(part=numbers[0], tries=t.outbox.c.tries + 1, next_at=again_at)
        )
    return Begun.GO


def sent(database: Database, numbers: Sequence[int], remote_id: Optional[str], now: datetime) -> None:
    """The channel has taken these; held all the same where it has said meanwhile that it does not deliver them."""
    these = t.outbox.c.id.in_(list(numbers))
    noted = _late(remote_id, "")
    with database.write() as connection:
        refused = select(t.outbox.c.why).where(these, t.outbox.c.why.startswith(noted, autoescape=True))
        why: Optional[str] = connection.execute(refused).scalar() if remote_id is not None else None
        status = Posting.SENT if why is None else Posting.HELD
        connection.execute(
            update(t.outbox)
            .where(these)
            .values(status=status.value, sent_at=now, remote_id=remote_id, why=(why or "").removeprefix(noted))
        )


def held(database: Database, numbers: Sequence[int], why: str) -> None:
    """The channel does not take these: they are kept for staff, and for the buyer's next allowance if that is why."""
    with database.write() as connection:
        connection.execute(
            update(t.outbox)
            .where(t.outbox.c.id.in_(list(numbers)))
            .values(status=Posting.HELD.value, why=why[:MAX_WHY])
        )


def refused_late(database: Database, conversation_id: str, remote_id: str, why: str) -> int:
    """The channel says later that it did not deliver what it took; returns how many messages that were.

    It may say so before its taking is known here: then `sent` finds it noted.
    """
    here = t.outbox.c.conversation_id == conversation_id
    with database.write() as connection:
        done = connection.execute(
            update(t.outbox)
            .where(here, t.outbox.c.remote_id == remote_id, t.outbox.c.status == Posting.SENT.value)
            .values(status=Posting.HELD.value, why=why[:MAX_WHY])
        )
        count: int = done.rowcount
        if not count:
            connection.execute(
                update(t.outbox)
                .where(here, _WAITING, t.outbox.c.tries > 0)
                .values(why=_late(remote_id, why)[:MAX_WHY])
            )
    return count


def _late(remote_id: Optional[str], why: str) -> str:
    return f"{remote_id}: {why}"


def carried_with_answer(
    database: Database, conversation_id: str, places: Sequence[int], now: datetime, push: Optional[str] = None
) -> None:
    """These messages went out as the answer to the buyer's own push, whose name is kept: it may come again."""
    with database.write() as connection:
        connection.execute(
            update(t.outbox)
            .where(
                t.outbox.c.conversation_id == conversation_id, t.outbox.c.seq.in_(list(places)),
                t.outbox.c.status != Posting.SENT.value,
            )
            .values(status=Posting.SENT.value, sent_at=now, why="", remote_id=push)
        )


def went_with(database: Database, conversation_id: str, push: str) -> list[Message]:
    """The messages that went out as the answer to a push, in their order."""
    query = (
        select(t.messages)
        .select_from(t.outbox.join(t.messages, _MESSAGE_OF_ROW))
        .where(t.outbox.c.conversation_id == conversation_id, t.outbox.c.remote_id == push)
        .order_by(t.messages.c.seq)
    )
    with database.read() as connection:
        return [message_of(row) for row in connection.execute(query)]


def allow(database: Database, conversation_id: str, allowance: Allowance, now: datetime) -> None:
    """Note what a buyer's doing that is no message (a click, a visit) gives for replies."""
    with database.write() as connection:
        allow_in(connection, conversation_id, allowance, now)


def undelivered(database: Database) -> list[Undelivered]:
    """All that has not got where it goes, the oldest first: what is held, and what waits for another try."""
    query = (
        select(
            t.outbox.c.conversation_id, t.outbox.c.kind, t.outbox.c.status, t.outbox.c.tries, t.outbox.c.why,
            t.outbox.c.next_at, t.messages.c.at, t.messages.c.sender, t.messages.c.text, t.messages.c.file_id,
        )
        .select_from(t.outbox.outerjoin(t.messages, _MESSAGE_OF_ROW))
        .where(t.outbox.c.status != Posting.SENT.value)
        .order_by(t.outbox.c.id)
    )
    with database.read() as connection:
        return [
            Undelivered(
                row.conversation_id, row.at or row.next_at, Thing(row.kind), row.sender or "",
                row.text or row.file_id or "", Posting(row.status), row.tries, row.why,
            )
            for row in connection.execute(query)
        ]


def try_again(database: Database, now: datetime) -> int:
    """Let all that is held wait again, as after what was wrong has been mended; returns how much that is."""
    with database.write() as connection:
        done = connection.execute(
            update(t.outbox)
            .where(t.outbox.c.status == Posting.HELD.value)
            .values(status=Posting.WAITING.value, why="", tries=0, part=None, next_at=now)
        )
        count: int = done.rowcount
    return count


def unsent(database: Database, conversation_id: str) -> list[Message]:
    """The messages of a conversation that its buyer has not got, in their order."""
    query = (
        select(t.messages)
        .select_from(t.outbox.join(t.messages, _MESSAGE_OF_ROW))
        .where(t.outbox.c.conversation_id == conversation_id, t.outbox.c.status != Posting.SENT.value)
        .order_by(t.messages.c.seq)
    )
    with database.read() as connection:
        return [message_of(row) for row in connection.execute(query)]


def put_off(database: Database, numbers: Sequence[int], again_at: datetime) -> None:
    """These are not to be tried before a moment: the channel has asked for patience."""
    with database.write() as connection:
        connection.execute(
            update(t.outbox).where(t.outbox.c.id.in_(list(numbers))).values(next_at=again_at)
        )
