"""Complaints about the merchant. A complaint stands beside the case and does not move it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Optional

from sqlalchemy import and_, insert, select
from sqlalchemy.engine import Connection, Row

from shouhou.cases import tables as t
from shouhou.cases.confirmed import Confirmation, confirmed
from shouhou.cases.database import Database
from shouhou.cases.evidence import attach
from shouhou.cases.numbers import new_number
from shouhou.cases.speakers import Speaker
from shouhou.rules.kinds import Actor, ReasonClass
from shouhou.rules.lifecycle import ComplaintStatus
from shouhou.rules.policy import Policy


@dataclass(frozen=True)
class ComplaintRecord:
    """A complaint as answers need it."""

    complaint_number: str
    order_number: str
    status: ComplaintStatus
    opened_at: datetime
    problem: str = ""  # the buyer's own words


@dataclass(frozen=True)
class Grievance:
    """What a complaint says; `problem` is the buyer's own words."""

    order_number: str
    problem_class: ReasonClass
    problem: str
    file_ids: tuple[str, ...] = field(default=())


def complain(
    database: Database, policy: Policy, speaker: Speaker, grievance: Grievance, now: datetime, confirmed_by: str
) -> Optional[ComplaintRecord]:
    """File a complaint; None when the order is not the speaker's to see.

    The same `confirmed_by` again returns the complaint it filed. Raises ConfirmationUsed when that was about another
    order.
    """
    with confirmed(database, Confirmation(policy, speaker, grievance.order_number, now, confirmed_by)) as held:
        connection, order = held.connection, held.order
        if order is None:
            return None
        filed = held.record(t.complaints)
        if filed is not None:
            return _record(filed)
        number = new_number("CP", now)
        connection.execute(
            insert(t.complaints).values(
                complaint_number=number,
                order_number=order.order_number,
                case_number=order.case.case_number if order.case else None,
                buyer_id=held.buyer_id,
                problem_class=grievance.problem_class.value,
                problem=grievance.problem,
                status=ComplaintStatus.SUBMITTED.value,
                opened_at=now,
                updated_at=now,
                confirmed_by=confirmed_by,
            )
        )
        connection.execute(
            insert(t.complaint_events).values(
                complaint_number=number, at=now, from_status=None, to_status=ComplaintStatus.SUBMITTED.value,
                actor=Actor.BUYER.value, why=grievance.problem,
            )
        )
        attach(connection, speaker, grievance.file_ids, now, complaint_number=number)
        return ComplaintRecord(number, order.order_number, ComplaintStatus.SUBMITTED, now, grievance.problem)


def latest_complaint(database: Database, order_number: str) -> Optional[ComplaintRecord]:
    """The order's latest complaint; the caller has made sure that the order may be seen."""
    with database.read() as connection:
        return latest_complaint_in(connection, order_number)


def latest_complaint_in(connection: Connection, order_number: str) -> Optional[ComplaintRecord]:
    """As `latest_complaint`, within a transaction."""
    # By the order in which they were filed: the clock may stand still or go back.
    filed = and_(
        t.complaint_events.c.complaint_number == t.complaints.c.complaint_number,
        t.complaint_events.c.from_status.is_(None),
    )
    query = (
        select(t.complaints)
        .join(t.complaint_events, filed)
        .where(t.complaints.c.order_number == order_number)
        .order_by(t.complaint_events.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return _record(row) if row is not None else None


def complaint_answer(database: Database, complaint_number: str) -> Optional[str]:
    """The platform's words with the latest step on a complaint; None where that is not the platform's."""
    query = (
        select(t.complaint_events.c.why, t.complaint_events.c.actor)
        .where(
            t.complaint_events.c.complaint_number == complaint_number,
            t.complaint_events.c.from_status.is_not(None),
        )
        .order_by(t.complaint_events.c.id.desc())
    )
    with database.read() as connection:
        step = connection.execute(query).first()
    return step.why or None if step is not None and step.actor == Actor.PLATFORM.value else None


def _record(row: Row) -> ComplaintRecord:
    status = ComplaintStatus(row.status)
    return ComplaintRecord(row.complaint_number, row.order_number, status, row.opened_at, row.problem)
