"""Reading what was said, with what of it no longer stands."""

from typing import Optional

from sqlalchemy import select, true
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement, Select

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.messages import Message, message_of
from shouhou.cases.offers import standing_of


def history(database: Database, conversation_id: str, after: int = 0, limit: Optional[int] = None) -> list[Message]:
    """The messages after a place, both sides, oldest first; empty for a conversation that has not begun."""
    here = t.messages.c
    with database.read() as connection:
        query = _messages(conversation_id, here.seq > after).order_by(here.seq).limit(limit)
        return _read(connection, conversation_id, query)


def history_before(database: Database, conversation_id: str, before: Optional[int], limit: int) -> list[Message]:
    """The last messages before a place (None: the end), both sides, oldest first; at most so many."""
    here = t.messages.c
    earlier = here.seq < before if before is not None else true()
    with database.read() as connection:
        query = _messages(conversation_id, earlier).order_by(here.seq.desc()).limit(limit)
        return _read(connection, conversation_id, query)[::-1]


def replies_to(database: Database, conversation_id: str, client_id: str) -> list[Message]:
    """The replies of the turn that a buyer's message started, in order."""
    with database.read() as connection:
        return replies_in(connection, conversation_id, client_id)


def replies_in(connection: Connection, conversation_id: str, client_id: str) -> list[Message]:
    """As `replies_to`, within a transaction."""
    query = _messages(conversation_id, t.messages.c.reply_to == client_id).order_by(t.messages.c.seq)
    return _read(connection, conversation_id, query)


def _messages(conversation_id: str, *which: ColumnElement) -> Select:
    return select(t.messages).where(t.messages.c.conversation_id == conversation_id, *which)


def _read(connection: Connection, conversation_id: str, query: Select) -> list[Message]:
    standing = standing_of(connection, conversation_id)
    return [message_of(row, standing) for row in connection.execute(query)]
