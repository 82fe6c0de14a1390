"""Messages whose turn was broken off: what a channel that carries must run again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from sqlalchemy import and_, select

from shouhou.cases import tables as t
from shouhou.cases.conversations import Address
from shouhou.cases.database import Database
from shouhou.cases.messages import BUYER


@dataclass(frozen=True)
class Unanswered:
    """A buyer's message whose turn has not come to its end, as it was received."""

    conversation_id: str
    client_id: str
    channel: str
    address: Address
    at: datetime
    text: Optional[str]
    payload: Optional[str]
    media: Optional[str]
    file_id: Optional[str]
    heard: bool = False


def unanswered(database: Database, before: datetime, limit: int) -> list[Unanswered]:
    """Messages received before a moment, in conversations that are carried, whose turn has not ended, oldest first."""
    query = (
        select(
            t.inbound, t.conversations.c.channel, t.conversations.c.account, t.conversations.c.address,
            t.messages.c.text, t.messages.c.file_id,
        )
        .select_from(
            t.inbound.join(
                t.conversations, t.conversations.c.conversation_id == t.inbound.c.conversation_id
            ).outerjoin(
                t.messages,
                and_(
                    t.messages.c.conversation_id == t.inbound.c.conversation_id,
                    t.messages.c.message_id == t.inbound.c.client_id,
                    t.messages.c.sender == BUYER,
                ),
            )
        )
        .where(t.inbound.c.done.is_(False), t.inbound.c.at < before, t.conversations.c.address.is_not(None))
        .order_by(t.inbound.c.at, t.messages.c.seq)
        .limit(limit)
    )
    with database.read() as connection:
        return [
            Unanswered(
                row.conversation_id, row.client_id, row.channel, Address(row.account, row.address), row.at, row.text,
                row.payload, row.media, row.file_id, row.heard,
            )
            for row in connection.execute(query)
        ]
