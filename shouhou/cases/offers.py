"""Offers: which button a press, a number or a payload means, and which messages' buttons no longer stand."""

from collections.abc import Iterator
from typing import Optional

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.messages import AGENT, BUYER, Buttons, scopes_of

MAX_OFFERS = 200  # how many of the latest messages with buttons a button may be pressed in
MANY_REPLIES = 20  # more than a turn ever says


def offered_title(database: Database, conversation_id: str, payload: str) -> Optional[str]:
    """The title of the button that offered this payload in this conversation; None when none did."""
    with database.read() as connection:
        for row in _offering(connection, conversation_id):
            for button in row.buttons:
                if button["payload"] == payload:
                    return str(button["title"])
    return None


def latest_offer(database: Database, conversation_id: str) -> Buttons:
    """All buttons of the turn that was last said to the buyer, in order; empty when it offered none."""
    said = select(t.messages.c.reply_to, t.messages.c.buttons, t.messages.c.sender).where(
        t.messages.c.conversation_id == conversation_id
    ).order_by(t.messages.c.seq.desc()).limit(MANY_REPLIES)
    with database.read() as connection:
        rows = connection.execute(said).all()
    offered: Buttons = []
    for row in rows:
        if row.sender in (BUYER, AGENT) or row.reply_to != rows[0].reply_to:
            break
        offered = [*(row.buttons or []), *offered]
    return offered


def button_at(database: Database, conversation_id: str, place: int, index: int) -> Optional[dict[str, str]]:
    """The button at an index of the message at a place; None where there is none."""
    query = select(t.messages.c.buttons).where(
        t.messages.c.conversation_id == conversation_id, t.messages.c.seq == place
    )
    with database.read() as connection:
        buttons = connection.execute(query).scalar() or []
    return buttons[index] if 0 <= index < len(buttons) else None


def standing_of(connection: Connection, conversation_id: str) -> list[str]:
    """The scopes whose offers stand in a conversation; none where no turn has said, or nothing was said at all."""
    query = select(t.conversations.c.standing).where(t.conversations.c.conversation_id == conversation_id)
    return connection.execute(query).scalar() or []


def standing_scopes(database: Database, conversation_id: str) -> frozenset[str]:
    """As `standing_of`, in a transaction of its own."""
    with database.read() as connection:
        return frozenset(standing_of(connection, conversation_id))


def past_up_to(database: Database, conversation_id: str, place: int) -> list[str]:
    """The ids of the messages up to a place whose buttons no longer stand, oldest first."""
    with database.read() as connection:
        standing = set(standing_of(connection, conversation_id))
        rows = _offering(connection, conversation_id)
        return _ids(row for row in rows if row.seq <= place and not scopes_of(row.buttons) <= standing)


def past_of(database: Database, conversation_id: str, gone: frozenset[str]) -> list[str]:
    """The ids of the messages that offer an answer to one of these questions, oldest first."""
    with database.read() as connection:
        return _ids(row for row in _offering(connection, conversation_id) if scopes_of(row.buttons) & gone)


def _offering(connection: Connection, conversation_id: str) -> Iterator[Row]:
    """The latest messages with buttons, the newest first."""
    query = (
        select(t.messages.c.seq, t.messages.c.message_id, t.messages.c.buttons)
        .where(t.messages.c.conversation_id == conversation_id, t.messages.c.buttons.is_not(None))
        .order_by(t.messages.c.seq.desc())
        .limit(MAX_OFFERS)
    )
    yield from connection.execute(query)


def _ids(newest_first: Iterator[Row]) -> list[str]:
    return [row.message_id for row in newest_first][::-1]
