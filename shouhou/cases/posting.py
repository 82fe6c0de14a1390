"""What goes into the outbox, and what lets it out again: steps within transactions that write more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import insert, or_, select, update
from sqlalchemy.engine import Connection

from shouhou.cases import tables as t


class Posting(str, Enum):
    """Where a thing to be carried stands."""

    WAITING = "waiting"
    SENT = "sent"
    HELD = "held"  # the channel does not take it now: kept, and shown to staff


class Thing(str, Enum):
    """What is to be carried."""

    MESSAGE = "message"
    HANDOVER = "handover"  # the conversation itself, to the channel's own people


@dataclass(frozen=True)
class Allowance:
    """How many messages a channel takes to a buyer, and until when: what the buyer's own doings give."""

    until: datetime
    sends: int


OVER_QUOTA = "over quota"
OUT_OF_WINDOW = "out of window"


def put_in(connection: Connection, conversation_id: str, places: Sequence[int], now: datetime) -> None:
    """Let messages of a conversation wait to be carried, in their order."""
    if places:
        row = {"conversation_id": conversation_id, "kind": Thing.MESSAGE.value, "next_at": now,
               "status": Posting.WAITING.value}
        connection.execute(insert(t.outbox), [{**row, "seq": place} for place in places])


def put_handover_in(connection: Connection, conversation_id: str, at: datetime) -> None:
    """Let the conversation itself wait to be handed to the channel's own people, not before a moment."""
    carried = select(t.conversations.c.address).where(t.conversations.c.conversation_id == conversation_id)
    if connection.execute(carried).scalar() is not None:
        connection.execute(
            insert(t.outbox).values(
                conversation_id=conversation_id, kind=Thing.HANDOVER.value, next_at=at, status=Posting.WAITING.value
            )
        )


def allow_in(connection: Connection, conversation_id: str, allowance: Allowance, now: datetime) -> None:
    """Note what the buyer's doing gives, unless more stands already; what was held for want of it waits again."""
    talk = t.conversations.c
    connection.execute(
        update(t.conversations)
        .where(
            talk.conversation_id == conversation_id,
            or_(talk.open_until.is_(None), talk.open_until <= now, talk.sends_left < allowance.sends),
        )
        .values(sends_left=allowance.sends)
    )
    # The longer of the two: should that be too long, the channel says so, and what it refuses is held.
    connection.execute(
        update(t.conversations)
        .where(
            talk.conversation_id == conversation_id,
            or_(talk.open_until.is_(None), talk.open_until < allowance.until),
        )
        .values(open_until=allowance.until)
    )
    connection.execute(
        update(t.outbox)
        .where(
            t.outbox.c.conversation_id == conversation_id,
            t.outbox.c.status == Posting.HELD.value,
            t.outbox.c.why.in_((OVER_QUOTA, OUT_OF_WINDOW)),
        )
        .values(status=Posting.WAITING.value, why="", tries=0, part=None, next_at=now)
    )
