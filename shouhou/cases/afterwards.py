"""What a buyer may still do to what is filed: change a request, add evidence, withdraw a complaint."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from shouhou.cases import tables as t
from shouhou.cases.complaints import ComplaintRecord, latest_complaint_in
from shouhou.cases.confirmed import Confirmation, confirmed
from shouhou.cases.database import Database
from shouhou.cases.evidence import attach
from shouhou.cases.orders import CaseRecord, OrderRecord, case_record, lock_order
from shouhou.cases.speakers import Speaker
from shouhou.rules.kinds import Actor, ReasonClass, RequestType
from shouhou.rules.lifecycle import OPEN_COMPLAINTS, OPEN_STATUSES, CaseStatus, ComplaintStatus
from shouhou.rules.policy import Policy
from shouhou.rules.verdicts import Verdict, may_change


@dataclass(frozen=True)
class Change:
    """What a filed request becomes; None leaves a field as it is. `amount` in fen."""

    request_type: Optional[RequestType] = None
    reason_class: Optional[ReasonClass] = None
    reason: Optional[str] = None
    details: Optional[str] = None
    amount: Optional[int] = None


@dataclass(frozen=True)
class Changed:
    """The outcome of a change: the verdict that decided, and the case when it was changed."""

    verdict: Verdict
    order: Optional[OrderRecord]
    case: Optional[CaseRecord]


def change(
    database: Database, policy: Policy, speaker: Speaker, case_number: str, wanted: Change, now: datetime,
    confirmed_by: str,
) -> Changed:
    """Change a request that the merchant has not answered, with an event that says old and new; counts as nothing.

    The same `confirmed_by` again changes nothing. Raises ConfirmationUsed when it confirmed something else.
    """
    order_number = _order_of(database, case_number)
    with confirmed(database, Confirmation(policy, speaker, order_number, now, confirmed_by)) as held:
        connection, order = held.connection, held.order
        verdict = may_change(policy, order.facts if order else None, now, wanted.request_type, wanted.reason_class)
        if order is None or order.case is None or order.case.case_number != case_number:
            return Changed(verdict, order, None)
        if held.event(lambda event: event.case_number == case_number and event.from_status == event.to_status):
            return Changed(verdict, order, order.case)
        if not verdict.allowed or (wanted.amount is not None and not 0 < wanted.amount <= order.paid_amount):
            return Changed(verdict, order, None)
        row = connection.execute(select(t.cases).where(t.cases.c.case_number == case_number)).one()
        values = {
            "request_type": wanted.request_type.value if wanted.request_type else None,
            "reason_class": wanted.reason_class.value if wanted.reason_class else None,
            "reason": wanted.reason, "details": wanted.details, "amount": wanted.amount,
        }
        fresh = {name: value for name, value in values.items() if value is not None and value != getattr(row, name)}
        told = "; ".join(f"{name}: {getattr(row, name)} -> {value}" for name, value in fresh.items())
        if fresh:
            # `updated_at` is since when the case has its status: a change is no step.
            connection.execute(update(t.cases).where(t.cases.c.case_number == case_number).values(**fresh))
        connection.execute(
            insert(t.case_events).values(
                case_number=case_number, at=now, from_status=row.status, to_status=row.status,
                actor=Actor.BUYER.value, why=f"changed: {told}", confirmed_by=confirmed_by,
            )
        )
        changed = connection.execute(select(t.cases).where(t.cases.c.case_number == case_number)).one()
        return Changed(verdict, order, case_record(policy, changed, now))


def add_evidence(
    database: Database, policy: Policy, speaker: Speaker, order_number: str, file_ids: Sequence[str], now: datetime,
    to_complaint: bool = False,
) -> Optional[str]:
    """Make uploads evidence of the order's open case, or of its open complaint; None when there is none such.

    Returns the number of what they were added to. A file that is there already stays there once.
    """
    with database.write() as connection:
        order = lock_order(connection, policy, order_number, now, speaker)
        if order is None:
            return None
        if to_complaint:
            complaint = latest_complaint_in(connection, order_number)
            if complaint is None or complaint.status not in OPEN_COMPLAINTS:
                return None
            new = _new(connection, file_ids, t.evidence.c.complaint_number == complaint.complaint_number)
            attach(connection, speaker, new, now, complaint_number=complaint.complaint_number)
            return complaint.complaint_number
        if order.case is None or order.case.status not in OPEN_STATUSES:
            return None
        new = _new(connection, file_ids, t.evidence.c.case_number == order.case.case_number)
        attach(connection, speaker, new, now, case_number=order.case.case_number)
        return order.case.case_number


def add_to_complaint(
    database: Database, policy: Policy, speaker: Speaker, order_number: str, complaint_number: str, words: str,
    now: datetime,
) -> Optional[ComplaintRecord]:
    """Put more of the buyer's words into the order's open complaint, with an event; None when it is not open any more.

    Words that stand there already change nothing: the same yes twice adds once.
    """
    with database.write() as connection:
        order = lock_order(connection, policy, order_number, now, speaker)
        complaint = latest_complaint_in(connection, order_number) if order is not None else None
        if complaint is None or complaint.complaint_number != complaint_number:
            return None
        if complaint.status not in OPEN_COMPLAINTS:
            return None
        if words in complaint.problem:
            return complaint
        problem = f"{complaint.problem}；{words}"
        connection.execute(
            update(t.complaints).where(t.complaints.c.complaint_number == complaint_number).values(problem=problem)
        )
        connection.execute(
            insert(t.complaint_events).values(
                complaint_number=complaint_number, at=now, from_status=complaint.status.value,
                to_status=complaint.status.value, actor=Actor.BUYER.value, why=f"added: {words}",
            )
        )
        return ComplaintRecord(complaint_number, order_number, complaint.status, complaint.opened_at, problem)


def withdraw_complaint(
    database: Database, policy: Policy, speaker: Speaker, order_number: str, complaint_number: str, now: datetime
) -> Optional[ComplaintRecord]:
    """Withdraw the order's open complaint; the case beside it stays as it is. None when it is not open any more."""
    with database.write() as connection:
        order = lock_order(connection, policy, order_number, now, speaker)
        complaint = latest_complaint_in(connection, order_number) if order is not None else None
        if complaint is None or complaint.complaint_number != complaint_number:
            return None
        if complaint.status is ComplaintStatus.WITHDRAWN:
            return complaint
        if complaint.status not in OPEN_COMPLAINTS:
            return None
        to = ComplaintStatus.WITHDRAWN
        connection.execute(
            update(t.complaints)
            .where(t.complaints.c.complaint_number == complaint_number)
            .values(status=to.value, updated_at=now)
        )
        connection.execute(
            insert(t.complaint_events).values(
                complaint_number=complaint_number, at=now, from_status=complaint.status.value, to_status=to.value,
                actor=Actor.BUYER.value, why="withdrawn by the buyer",
            )
        )
        return ComplaintRecord(complaint_number, order_number, to, complaint.opened_at)


def last_step(database: Database, case_number: str) -> Optional[tuple[CaseStatus, Actor, str, datetime]]:
    """The latest step of a case, a change of it aside: what it became, by whom, why, and when."""
    query = (
        select(t.case_events)
        .where(t.case_events.c.case_number == case_number)
        .order_by(t.case_events.c.id.desc())
    )
    with database.read() as connection:
        for event in connection.execute(query):
            if event.from_status != event.to_status:
                return CaseStatus(event.to_status), Actor(event.actor), event.why, event.at
    return None


def _order_of(database: Database, case_number: str) -> str:
    """The order that a case is of, which never changes; "" for no such case: no order has that number."""
    with database.read() as connection:
        query = select(t.cases.c.order_number).where(t.cases.c.case_number == case_number)
        return connection.execute(query).scalar() or ""


def _new(connection: Connection, file_ids: Sequence[str], there: object) -> list[str]:
    known = set(connection.execute(select(t.evidence.c.file_id).where(there)).scalars())
    return [file_id for file_id in file_ids if file_id not in known]
