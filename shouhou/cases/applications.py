"""Filing an application, cancelling it, sending the goods back: the buyer's own steps."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Optional

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.evidence import attach
from shouhou.cases.numbers import new_number
from shouhou.cases.orders import CaseRecord, OrderRecord, case_record, lock_order
from shouhou.cases.speakers import Speaker
from shouhou.cases.transitions import record_step
from shouhou.rules.kinds import Actor, ConsentStatus, ReasonClass, RequestType
from shouhou.rules.lifecycle import CaseStatus, legal_steps
from shouhou.rules.policy import Policy
from shouhou.rules.verdicts import CancelVerdict, Rule, Verdict, may_apply, may_cancel


@dataclass(frozen=True)
class Application:
    """What the buyer asks for; `reason` and `details` are the buyer's own words."""

    order_number: str
    request_type: RequestType
    reason_class: ReasonClass
    reason: str
    details: str = ""
    file_ids: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Applied:
    """The outcome of applying: the verdict that decided, and the case when it was allowed."""

    verdict: Verdict
    order: Optional[OrderRecord]
    case: Optional[CaseRecord]


@dataclass(frozen=True)
class Cancelled:
    """The outcome of cancelling; `verdict` tells the counts before it, `case` the case when it was cancelled."""

    verdict: CancelVerdict
    case: Optional[CaseRecord]


def apply(
    database: Database, policy: Policy, speaker: Speaker, application: Application, now: datetime, confirmed_by: str
) -> Applied:
    """File the application if the rules allow it now.

    `confirmed_by` is the key of the message that said yes: the same key again returns the case it filed, whatever has
    happened since, and files nothing.
    """
    with database.write() as connection:
        order = lock_order(connection, policy, application.order_number, now, speaker)
        filed = _filed_by(connection, policy, confirmed_by, now)
        facts = order.facts if order else None
        verdict = may_apply(policy, facts, now, application.request_type, application.reason_class)
        if filed is not None or order is None or not verdict.allowed:
            return Applied(verdict, order, filed)
        number = new_number("AS", now)
        connection.execute(
            insert(t.cases).values(
                case_number=number,
                order_number=order.order_number,
                buyer_id=order.buyer_id or speaker.name_in_records,
                request_type=application.request_type.value,
                reason_class=application.reason_class.value,
                reason=application.reason,
                details=application.details,
                status=CaseStatus.REQUESTED.value,
                opened_at=now,
                updated_at=now,
                amount=order.paid_amount,
                policy_version=policy.version,
                confirmed_by=confirmed_by,
            )
        )
        connection.execute(
            insert(t.case_events).values(
                case_number=number, at=now, from_status=None, to_status=CaseStatus.REQUESTED.value,
                actor=Actor.BUYER.value, why=application.reason, confirmed_by=confirmed_by,
            )
        )
        attach(connection, speaker, application.file_ids, now, case_number=number)
        if verdict.rule is Rule.CONSENT_GIVEN:
            connection.execute(
                update(t.consents)
                .where(t.consents.c.order_number == order.order_number, t.consents.c.status == ConsentStatus.YES.value)
                .values(status=ConsentStatus.USED.value)
            )
        return Applied(verdict, order, _case(connection, policy, number, now))


def cancel(
    database: Database, policy: Policy, speaker: Speaker, order_number: str, now: datetime, confirmed_by: str
) -> Cancelled:
    """Cancel the order's open case and count it, if the rules allow it now.

    The same `confirmed_by` again changes nothing and answers as the first time did.
    """
    with database.write() as connection:
        order = lock_order(connection, policy, order_number, now, speaker)
        verdict = may_cancel(policy, order.facts if order else None)
        done = connection.execute(
            select(t.case_events.c.case_number).where(t.case_events.c.confirmed_by == confirmed_by)
        ).scalar()
        if done is not None and order is not None:
            used = order.facts.cancellations_used
            left = max(0, policy.cancellation_limit.value - used)
            return Cancelled(CancelVerdict(verdict.outcome.ALLOWED, Rule.OK, used - 1, left),
                             _case(connection, policy, done, now))
        if order is None or order.case is None or not verdict.allowed:
            return Cancelled(verdict, None)
        # The rule has said yes; the database says it again, so that no race can raise the count past the limit.
        counted = connection.execute(
            update(t.orders)
            .where(
                t.orders.c.order_number == order_number,
                t.orders.c.prior_cancellations + t.orders.c.cancellations < policy.cancellation_limit.value,
            )
            .values(cancellations=t.orders.c.cancellations + 1, updated_at=now)
        )
        if counted.rowcount != 1:
            raise RuntimeError(f"order {order_number}: a cancellation past the limit was stopped by the database")
        row = connection.execute(select(t.cases).where(t.cases.c.case_number == order.case.case_number)).one()
        record_step(connection, row, CaseStatus.CANCELLED, Actor.BUYER, "cancelled by the buyer", now, confirmed_by)
        return Cancelled(verdict, _case(connection, policy, order.case.case_number, now))


def send_back(
    database: Database, policy: Policy, speaker: Speaker, order_number: str, tracking_number: str, now: datetime
) -> Optional[CaseRecord]:
    """Note the return parcel's tracking number on the order's agreed case; None when there is none to note it on.

    The same number again changes nothing and returns the case.
    """
    with database.write() as connection:
        order = lock_order(connection, policy, order_number, now, speaker)
        if order is None or order.case is None:
            return None
        case = order.case
        if case.status is CaseStatus.RETURNING and case.tracking_number == tracking_number:
            return case
        if CaseStatus.RETURNING not in legal_steps(case.status, case.request_type, Actor.BUYER):
            return None
        row = connection.execute(select(t.cases).where(t.cases.c.case_number == case.case_number)).one()
        record_step(connection, row, CaseStatus.RETURNING, Actor.BUYER, f"tracking number {tracking_number}", now)
        connection.execute(
            update(t.cases).where(t.cases.c.case_number == case.case_number).values(tracking_number=tracking_number)
        )
        return _case(connection, policy, case.case_number, now)


def _case(connection: Connection, policy: Policy, case_number: str, now: datetime) -> CaseRecord:
    return case_record(
        policy, connection.execute(select(t.cases).where(t.cases.c.case_number == case_number)).one(), now
    )


def _filed_by(connection: Connection, policy: Policy, confirmed_by: str, now: datetime) -> Optional[CaseRecord]:
    row = connection.execute(select(t.cases).where(t.cases.c.confirmed_by == confirmed_by)).first()
    return case_record(policy, row, now) if row is not None else None
