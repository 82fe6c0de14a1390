"""What time alone does: cases that a time limit closes, consents that nobody answered.

Readers see a lapse at its moment by arithmetic; here it becomes a record, before any write to the same order and from
time to time for all of them.
"""

from datetime import datetime
from typing import Optional

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.steps import record_step
from shouhou.rules.kinds import Actor, ConsentStatus, RequestType
from shouhou.rules.lifecycle import OPEN_STATUSES, CaseStatus, next_step
from shouhou.rules.policy import Policy

WHY_TIME_OUT = "time limit passed"


def settle_lapses(database: Database, policy: Policy, now: datetime) -> int:
    """Record every lapse up to `now`; returns how many cases were closed. Two at once queue."""
    with database.write() as connection:
        database.serialise(connection, "lapses")
        return write_lapses(connection, policy, now)


def write_lapses(connection: Connection, policy: Policy, now: datetime, order_number: Optional[str] = None) -> int:
    """Record the lapses of one order, or of all; returns how many cases were closed."""
    open_cases = select(t.cases).where(t.cases.c.status.in_([status.value for status in OPEN_STATUSES]))
    unanswered = (
        update(t.consents)
        .where(t.consents.c.status == ConsentStatus.ASKED.value, t.consents.c.due_at <= now)
        .values(status=ConsentStatus.EXPIRED.value)
    )
    if order_number is not None:
        open_cases = open_cases.where(t.cases.c.order_number == order_number)
        unanswered = unanswered.where(t.consents.c.order_number == order_number)
    closed = 0
    for case in connection.execute(open_cases.with_for_update()).all():
        step = next_step(policy, CaseStatus(case.status), RequestType(case.request_type), case.updated_at)
        if step.closes and step.due_at is not None and now >= step.due_at:
            record_step(connection, case, CaseStatus.CLOSED, Actor.SYSTEM, WHY_TIME_OUT, step.due_at)
            closed += 1
    connection.execute(unanswered)
    return closed
