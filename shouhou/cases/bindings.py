"""Bindings: that whoever writes from a channel's account of their own (a WeChat openid) is a buyer of the shop.

Until bound they are guests, who see only the orders that they prove. A binding comes from the shop's own signed link,
or from an order that its buyer has proven and then asked to be bound by; it is never taken from what somebody writes.
"""

from datetime import datetime
from enum import Enum
from typing import Optional

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from shouhou.cases import tables as t
from shouhou.cases.conversations import UnknownConversation
from shouhou.cases.database import Database
from shouhou.cases.speakers import Speaker


class Binding(str, Enum):
    """How a try to bind ended."""

    BOUND = "bound"
    ALREADY = "already"  # bound to this buyer before
    OTHER = "other"  # bound to another buyer, who must be unbound first
    REFUSED = "refused"  # nothing that proves a buyer, or a link that was used


def bind_by_proof(database: Database, speaker: Speaker, order_number: str, now: datetime) -> Binding:
    """Bind the conversation to the buyer of an order that was proven in it. Orders that no buyer has bind nobody."""
    with database.write() as connection:
        database.serialise(connection, f"binding:{speaker.conversation_id}")
        proven = select(t.orders.c.buyer_id).join(t.proofs, t.proofs.c.order_number == t.orders.c.order_number).where(
            t.proofs.c.conversation_id == speaker.conversation_id, t.orders.c.order_number == order_number
        )
        buyer_id = connection.execute(proven).scalar()
        return _bind(connection, speaker.conversation_id, buyer_id, "proof", None, now)


def bind_by_link(database: Database, conversation_id: str, buyer_id: str, code: str, now: datetime) -> Binding:
    """Bind the conversation to the buyer whom the shop's signed link names; each link (`code`) binds once.

    A link wins over an earlier binding: the shop itself has said who this is. Raises UnknownConversation.
    """
    with database.write() as connection:
        database.serialise(connection, f"binding:{conversation_id}", f"binding-code:{code}")
        used = select(t.bindings.c.conversation_id, t.bindings.c.ended_at).where(t.bindings.c.code == code)
        known = connection.execute(used).first()
        if known is not None:
            same = known.conversation_id == conversation_id and known.ended_at is None
            return Binding.ALREADY if same else Binding.REFUSED
        if _bound_to(connection, conversation_id) not in (None, buyer_id):
            _unbind(connection, conversation_id, now)
        return _bind(connection, conversation_id, buyer_id, "link", code, now)


def unbind(database: Database, conversation_id: str, now: datetime) -> bool:
    """Make the conversation a guest's again, who has proven nothing; False when it was not bound."""
    with database.write() as connection:
        database.serialise(connection, f"binding:{conversation_id}")
        if _bound_to(connection, conversation_id) is None:
            return False
        _unbind(connection, conversation_id, now)
        return True


def can_bind(database: Database, conversation_id: str) -> bool:
    """Whether the conversation is one that a binding makes a buyer's: its channel knows no buyers of its own."""
    with database.read() as connection:
        talk = select(t.conversations.c.address).where(t.conversations.c.conversation_id == conversation_id)
        return connection.execute(talk).scalar() is not None


def _bind(
    connection: Connection, conversation_id: str, buyer_id: Optional[str], how: str, code: Optional[str], now: datetime
) -> Binding:
    if buyer_id is None:
        return Binding.REFUSED
    bound_to = _bound_to(connection, conversation_id)
    if bound_to is not None and bound_to != buyer_id:
        return Binding.OTHER
    if bound_to is None or code is not None:
        connection.execute(
            insert(t.bindings).values(
                conversation_id=conversation_id, buyer_id=buyer_id, how=how, code=code, bound_at=now
            )
        )
    if bound_to is not None:
        return Binding.ALREADY
    _set_buyer(connection, conversation_id, buyer_id)
    return Binding.BOUND


def _unbind(connection: Connection, conversation_id: str, now: datetime) -> None:
    connection.execute(
        update(t.bindings)
        .where(t.bindings.c.conversation_id == conversation_id, t.bindings.c.ended_at.is_(None))
        .values(ended_at=now)
    )
    connection.execute(delete(t.proofs).where(t.proofs.c.conversation_id == conversation_id))
    _set_buyer(connection, conversation_id, None)


def _bound_to(connection: Connection, conversation_id: str) -> Optional[str]:
    talk = select(t.conversations.c.conversation_id, t.conversations.c.buyer_id, t.conversations.c.address).where(
        t.conversations.c.conversation_id == conversation_id
    )
    row = connection.execute(talk).first()
    if row is None or row.address is None:
        raise UnknownConversation(conversation_id)
    buyer_id: Optional[str] = row.buyer_id
    return buyer_id


def _set_buyer(connection: Connection, conversation_id: str, buyer_id: Optional[str]) -> None:
    connection.execute(
        update(t.conversations)
        .where(t.conversations.c.conversation_id == conversation_id)
        .values(buyer_id=buyer_id, memory=None, standing=None)
    )
