"""What passes between buyer and merchant: a consent asked for and answered, a message with a deadline."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Optional

from sqlalchemy import insert, select, update

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.lapses import write_lapses
from shouhou.cases.orders import consent_status, lock_order
from shouhou.cases.speakers import Speaker
from shouhou.cases.transitions import ConfirmationUsed, NotFound
from shouhou.rules.kinds import ConsentStatus
from shouhou.rules.policy import Policy

_LIVE = (ConsentStatus.ASKED.value, ConsentStatus.YES.value)


@dataclass(frozen=True)
class ConsentRecord:
    """A consent; `due_at` is when an unanswered one expires."""

    order_number: str
    status: ConsentStatus
    due_at: Optional[datetime]


def ask_consent(
    database: Database, policy: Policy, speaker: Speaker, order_number: str, why: str, now: datetime, confirmed_by: str
) -> Optional[ConsentRecord]:
    """Ask the merchant to consent; None when the order is not the speaker's to see.

    A consent that is asked already, or given and unused, is returned as it is; so is the one that this message asked
    for, whatever became of it. Raises ConfirmationUsed when the message asked for another order's.
    """
    with database.write() as connection:
        database.serialise(connection, f"confirmed:{confirmed_by}")
        order = lock_order(connection, policy, order_number, now, speaker)
        if order is None:
            return None
        asked = select(t.consents).where(t.consents.c.confirmed_by == confirmed_by)
        row = connection.execute(asked).first()
        if row is not None and row.order_number != order_number:
            raise ConfirmationUsed(confirmed_by)
        if row is None:
            live = select(t.consents).where(t.consents.c.order_number == order_number, t.consents.c.status.in_(_LIVE))
            row = connection.execute(live.order_by(t.consents.c.id.desc())).first()
        if row is not None:
            return ConsentRecord(order_number, consent_status(row, now), row.due_at)
        due_at = now + timedelta(hours=policy.consent_answer_hours.value)
        connection.execute(
            insert(t.consents).values(
                order_number=order_number, buyer_id=order.buyer_id or speaker.name_in_records,
                status=ConsentStatus.ASKED.value, asked_at=now, due_at=due_at, why=why, confirmed_by=confirmed_by,
            )
        )
        return ConsentRecord(order_number, ConsentStatus.ASKED, due_at)


def answer_consent(
    database: Database, policy: Policy, order_number: str, yes: bool, why: str, now: datetime
) -> ConsentRecord:
    """The merchant's answer; staff may also give a consent that nobody asked for. Raises NotFound for no such order."""
    status = ConsentStatus.YES if yes else ConsentStatus.NO
    with database.write() as connection:
        row = connection.execute(
            select(t.orders).where(t.orders.c.order_number == order_number).with_for_update()
        ).first()
        if row is None:
            raise NotFound(f"no order {order_number}")
        write_lapses(connection, policy, now, order_number)
        answered = connection.execute(
            update(t.consents)
            .where(t.consents.c.order_number == order_number, t.consents.c.status.in_(_LIVE))
            .values(status=status.value, answered_at=now, why=why)
        )
        if answered.rowcount == 0:
            connection.execute(
                insert(t.consents).values(
                    order_number=order_number, buyer_id=row.buyer_id or "", status=status.value, asked_at=None,
                    answered_at=now, due_at=None, why=why,
                )
            )
        return ConsentRecord(order_number, status, None)


def message_merchant(
    database: Database, policy: Policy, speaker: Speaker, order_number: str, words: str, now: datetime,
    confirmed_by: str,
) -> Optional[datetime]:
    """Pass the buyer's words to the merchant as a task; returns when an answer is due, None for no such order.

    The same `confirmed_by` again sends nothing. Raises ConfirmationUsed when it sent words about another order.
    """
    with database.write() as connection:
        database.serialise(connection, f"confirmed:{confirmed_by}")
        order = lock_order(connection, policy, order_number, now, speaker)
        if order is None:
            return None
        sent = connection.execute(
            select(t.merchant_messages).where(t.merchant_messages.c.confirmed_by == confirmed_by)
        ).first()
        if sent is not None:
            if sent.order_number != order_number:
                raise ConfirmationUsed(confirmed_by)
            due: datetime = sent.due_at
            return due
        due_at = now + timedelta(hours=policy.merchant_answer_hours.value)
        connection.execute(
            insert(t.merchant_messages).values(
                order_number=order_number, buyer_id=order.buyer_id or speaker.name_in_records, words=words,
                sent_at=now, due_at=due_at, confirmed_by=confirmed_by,
            )
        )
        return due_at
