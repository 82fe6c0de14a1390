"""Proving an order: its number and the last four digits of the receiver's phone.

Five wrong tries within an hour lock the conversation, and five from anywhere lock the number, for an hour. An existing
number and an invented one take the same path, so that neither words nor timing of a lock tell them apart.
"""

import re
from datetime import datetime, timedelta
from enum import Enum
from hmac import compare_digest

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.speakers import Speaker

WRONG_TRIES = 5
LOCK_FOR = timedelta(hours=1)


class Proof(str, Enum):
    """How a try to prove an order ended."""

    PROVEN = "proven"
    WRONG = "wrong"  # wrong digits, another's order or no such order: not to be told apart
    LOCKED = "locked"


def prove_order(
    database: Database, speaker: Speaker, order_number: str, phone_tail: str, now: datetime, message_key: str
) -> Proof:
    """Try to prove an order in this conversation.

    A guest may then see that order in this visit. A buyer may claim an order that has no buyer yet; it is theirs from
    then on. A message that is delivered twice counts as one try.
    """
    with database.write() as connection:
        # Tries at once must be counted one after the other, or a burst would get past the fifth.
        database.serialise(connection, f"proof:{speaker.conversation_id}", f"proof:{order_number}")
        if _locked(connection, t.proof_attempts.c.conversation_id == speaker.conversation_id, now) or _locked(
            connection, t.proof_attempts.c.order_number == order_number, now
        ):
            return Proof.LOCKED
        order = connection.execute(select(t.orders).where(t.orders.c.order_number == order_number)).first()
        tail = order.buyer_phone[-4:] if order is not None else ""
        # Digits alone: a phone that came masked must not be proven by its asterisks.
        right = bool(re.fullmatch("[0-9]{4}", tail)) and compare_digest(tail.encode(), phone_tail.encode())
        another_buyers = speaker.buyer_id is not None and order is not None and order.buyer_id not in (
            None, speaker.buyer_id
        )
        if order is None or not right or another_buyers:
            _count_wrong(connection, speaker, order_number, now, message_key)
            return Proof.WRONG
        _admit(connection, speaker, order_number, now)
        return Proof.PROVEN


def claim_order(database: Database, speaker: Speaker, order_number: str, now: datetime) -> bool:
    """Admit the speaker to an order by the shop's own word, a signed link; False for none, or one of another buyer."""
    with database.write() as connection:
        # The names that a proof holds: it reads the order before it writes, without the row's lock.
        database.serialise(connection, f"proof:{speaker.conversation_id}", f"proof:{order_number}")
        order = connection.execute(
            select(t.orders).where(t.orders.c.order_number == order_number).with_for_update()
        ).first()
        if order is None or (speaker.buyer_id is not None and order.buyer_id not in (None, speaker.buyer_id)):
            return False
        _admit(connection, speaker, order_number, now)
        return True


def _admit(connection: Connection, speaker: Speaker, order_number: str, now: datetime) -> None:
    """Give an order to the buyer who has proven it, for good; show it to a guest, for this conversation."""
    if speaker.buyer_id is not None:
        connection.execute(
            update(t.orders)
            .where(t.orders.c.order_number == order_number, t.orders.c.buyer_id.is_(None))
            .values(buyer_id=speaker.buyer_id, updated_at=now)
        )
        return
    known = select(t.proofs.c.at).where(
        t.proofs.c.conversation_id == speaker.conversation_id, t.proofs.c.order_number == order_number
    )
    if connection.execute(known).first() is None:
        connection.execute(
            insert(t.proofs).values(conversation_id=speaker.conversation_id, order_number=order_number, at=now)
        )


def _locked(connection: Connection, whose: ColumnElement, now: datetime) -> bool:
    """Whether the five latest wrong tries fell within one hour, the last of them less than an hour ago."""
    latest = (
        select(t.proof_attempts.c.at).where(whose).order_by(t.proof_attempts.c.at.desc()).limit(WRONG_TRIES)
    )
    times = list(connection.execute(latest).scalars())
    return len(times) == WRONG_TRIES and now - times[0] < LOCK_FOR and times[0] - times[-1] < LOCK_FOR


def _count_wrong(connection: Connection, speaker: Speaker, order_number: str, now: datetime, message_key: str) -> None:
    counted = select(func.count()).where(t.proof_attempts.c.message_key == message_key)
    if connection.execute(counted).scalar() == 0:
        connection.execute(
            insert(t.proof_attempts).values(
                conversation_id=speaker.conversation_id, order_number=order_number[:64], at=now,
                message_key=message_key,
            )
        )
