"""What passes between buyer and merchant: a consent asked for and answered, a message with a deadline."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Optional

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Row

from shouhou.cases import tables as t
from shouhou.cases.confirmed import Confirmation, confirmed
from shouhou.cases.database import Database
from shouhou.cases.lapses import write_lapses
from shouhou.cases.numbers import new_number
from shouhou.cases.orders import consent_status
from shouhou.cases.speakers import Speaker
from shouhou.cases.transitions import AlreadyAnswered, NotFound
from shouhou.rules.kinds import ConsentStatus
from shouhou.rules.policy import Policy

_LIVE = (ConsentStatus.ASKED.value, ConsentStatus.YES.value)


@dataclass(frozen=True)
class ConsentRecord:
    """A consent. An unanswered one expires at `due_at`; `why` is the buyer's reason, `answer` the merchant's words."""

    order_number: str
    status: ConsentStatus
    due_at: Optional[datetime]
    why: str = ""
    answer: Optional[str] = None
    answered_at: Optional[datetime] = None


@dataclass(frozen=True)
class MerchantMessage:
    """What a buyer had passed on to the merchant, and the answer; unanswered while `answered_at` is None."""

    message_number: str
    order_number: str
    words: str
    sent_at: datetime
    due_at: datetime
    answer: Optional[str] = None
    answered_at: Optional[datetime] = None


def ask_consent(
    database: Database, policy: Policy, speaker: Speaker, order_number: str, why: str, now: datetime, confirmed_by: str
) -> Optional[ConsentRecord]:
    """Ask the merchant to consent; None when the order is not the speaker's to see.

    A consent that is asked already, or given and unused, is returned as it is; so is the one that this message asked
    for, whatever became of it. Raises ConfirmationUsed when the message asked for another order's.
    """
    with confirmed(database, Confirmation(policy, speaker, order_number, now, confirmed_by)) as held:
        if held.order is None:
            return None
        row = held.record(t.consents)
        if row is None:
            live = select(t.consents).where(t.consents.c.order_number == order_number, t.consents.c.status.in_(_LIVE))
            row = held.connection.execute(live.order_by(t.consents.c.id.desc())).first()
        if row is not None:
            return _consent(row, now)
        due_at = now + timedelta(hours=policy.consent_answer_hours.value)
        held.connection.execute(
            insert(t.consents).values(
                order_number=order_number, buyer_id=held.buyer_id, status=ConsentStatus.ASKED.value, asked_at=now,
                due_at=due_at, why=why, confirmed_by=confirmed_by,
            )
        )
        return ConsentRecord(order_number, ConsentStatus.ASKED, due_at, why)


def answer_consent(
    database: Database, policy: Policy, order_number: str, yes: bool, words: str, now: datetime
) -> ConsentRecord:
    """The merchant's answer, in the words given; the buyer's reason stays as it was.

    Staff may also give a consent that nobody asked for. Raises NotFound for no such order.
    """
    status = ConsentStatus.YES if yes else ConsentStatus.NO
    answer = {"status": status.value, "answered_at": now, "answer": words or None}
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
            .values(**answer)
        )
        if answered.rowcount == 0:
            connection.execute(
                insert(t.consents).values(
                    order_number=order_number, buyer_id=row.buyer_id or "", asked_at=None, due_at=None, **answer
                )
            )
        given = select(t.consents).where(t.consents.c.order_number == order_number).order_by(t.consents.c.id.desc())
        return _consent(connection.execute(given.limit(1)).one(), now)


def consent_of(database: Database, order_number: str, now: datetime) -> Optional[ConsentRecord]:
    """The order's latest consent as it stands at `now`; the caller has made sure that the order may be seen."""
    query = (
        select(t.consents).where(t.consents.c.order_number == order_number).order_by(t.consents.c.id.desc()).limit(1)
    )
    with database.read() as connection:
        row = connection.execute(query).first()
    return _consent(row, now) if row is not None else None


def message_merchant(
    database: Database, policy: Policy, speaker: Speaker, order_number: str, words: str, now: datetime,
    confirmed_by: str,
) -> Optional[MerchantMessage]:
    """Pass the buyer's words to the merchant as a task with a deadline; None for no order that the speaker may see.

    The same `confirmed_by` again sends nothing and returns what it sent, as it stands. Raises ConfirmationUsed when it
    sent words about another order.
    """
    with confirmed(database, Confirmation(policy, speaker, order_number, now, confirmed_by)) as held:
        if held.order is None:
            return None
        sent = held.record(t.merchant_messages)
        if sent is not None:
            return _message(sent)
        due_at = now + timedelta(hours=policy.merchant_answer_hours.value)
        message = MerchantMessage(new_number("MM", now), order_number, words, now, due_at)
        held.connection.execute(
            insert(t.merchant_messages).values(
                message_number=message.message_number, order_number=order_number, buyer_id=held.buyer_id, words=words,
                sent_at=now, due_at=due_at, confirmed_by=confirmed_by,
            )
        )
        return message


def messages_of(database: Database, order_number: str) -> list[MerchantMessage]:
    """What was passed on about an order, the newest first; the caller has made sure that the order may be seen."""
    with database.read() as connection:
        query = select(t.merchant_messages).where(t.merchant_messages.c.order_number == order_number)
        return [_message(row) for row in connection.execute(query.order_by(t.merchant_messages.c.id.desc()))]


def all_messages(database: Database, only_open: bool = False) -> list[MerchantMessage]:
    """What buyers had passed on, for staff, by when an answer is due; `only_open`: what has none yet."""
    query = select(t.merchant_messages).order_by(t.merchant_messages.c.due_at, t.merchant_messages.c.id)
    if only_open:
        query = query.where(t.merchant_messages.c.answered_at.is_(None))
    with database.read() as connection:
        return [_message(row) for row in connection.execute(query)]


def answer_message(database: Database, message_number: str, text: str, now: datetime) -> MerchantMessage:
    """The merchant's answer to a message, once. Raises NotFound, or AlreadyAnswered: what a buyer was told stands."""
    own = t.merchant_messages.c.message_number == message_number
    with database.write() as connection:
        row = connection.execute(select(t.merchant_messages).where(own).with_for_update()).first()
        if row is None:
            raise NotFound(f"no message {message_number}")
        if row.answered_at is not None:
            raise AlreadyAnswered(message_number, row.answered_at)
        connection.execute(update(t.merchant_messages).where(own).values(answer=text, answered_at=now))
        return _message(connection.execute(select(t.merchant_messages).where(own)).one())


def _consent(row: Row, now: datetime) -> ConsentRecord:
    return ConsentRecord(
        row.order_number, consent_status(row, now), row.due_at, row.why, row.answer, row.answered_at
    )


def _message(row: Row) -> MerchantMessage:
    return MerchantMessage(
        row.message_number, row.order_number, row.words, row.sent_at, row.due_at, row.answer, row.answered_at
    )
