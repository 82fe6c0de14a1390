"""Complaints about the merchant. A complaint stands beside the case and does not move it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Optional

from sqlalchemy import insert, select

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.evidence import attach
from shouhou.cases.numbers import new_number
from shouhou.cases.orders import lock_order
from shouhou.cases.speakers import Speaker
from shouhou.cases.transitions import ConfirmationUsed
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
    with database.write() as connection:
        database.serialise(connection, f"confirmed:{confirmed_by}")
        order = lock_order(connection, policy, grievance.order_number, now, speaker)
        if order is None:
            return None
        filed = connection.execute(select(t.complaints).where(t.complaints.c.confirmed_by == confirmed_by)).first()
        if filed is not None:
            if filed.order_number != order.order_number:
                raise ConfirmationUsed(confirmed_by)
            return _record(filed)
        number = new_number("CP", now)
        connection.execute(
            insert(t.complaints).values(
                complaint_number=number,
                order_number=order.order_number,
                case_number=order.case.case_number if order.case else None,
                buyer_id=order.buyer_id or speaker.name_in_records,
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
        return ComplaintRecord(number, order.order_number, ComplaintStatus.SUBMITTED, now)


def latest_complaint(database: Database, order_number: str) -> Optional[ComplaintRecord]:
    """The order's latest complaint; the caller has made sure that the order may be seen."""
    query = (
        select(t.complaints).where(t.complaints.c.order_number == order_number)
        .order_by(t.complaints.c.opened_at.desc()).limit(1)
    )
    with database.read() as connection:
        row = connection.execute(query).first()
    return _record(row) if row is not None else None


def _record(row: object) -> ComplaintRecord:
    return ComplaintRecord(
        row.complaint_number, row.order_number, ComplaintStatus(row.status), row.opened_at  # type: ignore[attr-defined]
    )
