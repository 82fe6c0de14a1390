"""Steps that staff note on cases and complaints: found legal, then recorded with their event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Row

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.lapses import write_lapses
from shouhou.cases.steps import record_step
from shouhou.rules.kinds import Actor, RequestType
from shouhou.rules.lifecycle import CaseStatus, ComplaintStatus, legal_complaint_steps, legal_steps
from shouhou.rules.policy import Policy
from shouhou.rules.window import in_shanghai


class IllegalStep(ValueError):
    """A step that the lifecycle does not allow; the message names the legal ones."""

    def __init__(self, number: str, status: str, to: str, legal: list[str]) -> None:
        ways = ", ".join(legal) if legal else "none: it is final for this actor"
        super().__init__(f"{number} is {status} and cannot become {to}; legal steps: {ways}")


class NotFound(LookupError):
    """No record under that number."""


class AlreadyAnswered(ValueError):
    """A message to the merchant that has its answer; the message says since when."""

    def __init__(self, message_number: str, answered_at: datetime) -> None:
        super().__init__(f"{message_number} was answered at {in_shanghai(answered_at).isoformat(' ', 'minutes')}")


class ConfirmationUsed(ValueError):
    """The message given as confirmation has confirmed something else already."""

    def __init__(self, confirmed_by: str) -> None:
        super().__init__(f"{confirmed_by} has confirmed something else already")


@dataclass(frozen=True)
class Step:
    """A step that was made."""

    number: str
    came_from: str
    to: str


def set_case_status(
    database: Database,
    case_number: str,
    to: CaseStatus,
    actor: Actor,
    why: str,
    now: datetime,
    policy: Optional[Policy] = None,
) -> Step:
    """A step as staff note it. Raises NotFound, or IllegalStep naming the legal ones.

    With the policy, a time limit that has passed closes the case first, so that nobody moves a case which every answer
    calls closed; the closing is kept even when the step is then refused.
    """
    if policy is not None:
        _settle(database, policy, case_number, now)
    with database.write() as connection:
        case = _locked_case(connection, case_number)
        status, request_type = CaseStatus(case.status), RequestType(case.request_type)
        legal = legal_steps(status, request_type, actor)
        if to not in legal:
            raise IllegalStep(case_number, status.value, to.value, [step.value for step in legal])
        record_step(connection, case, to, actor, why, now)
        return Step(case_number, status.value, to.value)


def set_complaint_status(
    database: Database, complaint_number: str, to: ComplaintStatus, actor: Actor, why: str, now: datetime
) -> Step:
    """A complaint's step. Raises NotFound, or IllegalStep naming the legal ones."""
    with database.write() as connection:
        query = select(t.complaints).where(t.complaints.c.complaint_number == complaint_number).with_for_update()
        complaint = connection.execute(query).first()
        if complaint is None:
            raise NotFound(f"no complaint {complaint_number}")
        status = ComplaintStatus(complaint.status)
        legal = legal_complaint_steps(status, actor)
        if to not in legal:
            raise IllegalStep(complaint_number, status.value, to.value, [step.value for step in legal])
        connection.execute(
            update(t.complaints)
            .where(t.complaints.c.complaint_number == complaint_number)
            .values(status=to.value, updated_at=now)
        )
        connection.execute(
            insert(t.complaint_events).values(
                complaint_number=complaint_number, at=now, from_status=status.value, to_status=to.value,
                actor=actor.value, why=why,
            )
        )
        return Step(complaint_number, status.value, to.value)


def _settle(database: Database, policy: Policy, case_number: str, now: datetime) -> None:
    with database.write() as connection:
        write_lapses(connection, policy, now, _locked_case(connection, case_number).order_number)


def _locked_case(connection: Connection, case_number: str) -> Row:
    """The case with its order's row locked, in that order, as every writer takes them."""
    order = select(t.cases.c.order_number).where(t.cases.c.case_number == case_number)
    order_number = connection.execute(order).scalar()
    if order_number is None:
        raise NotFound(f"no case {case_number}")
    connection.execute(
        select(t.orders.c.order_number).where(t.orders.c.order_number == order_number).with_for_update()
    )
    # The case's row too: the sweep for lapses closes cases without their order's lock.
    return connection.execute(select(t.cases).where(t.cases.c.case_number == case_number).with_for_update()).one()
