"""Filing an application, cancelling it, sending the goods back: the buyer's own steps."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Optional

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection, Row

from shouhou.cases import tables as t
from shouhou.cases.confirmed import Confirmation, confirmed
from shouhou.cases.database import Database
from shouhou.cases.evidence import attach
from shouhou.cases.numbers import new_number
from shouhou.cases.orders import CaseRecord, OrderRecord, case_record, lock_order
from shouhou.cases.speakers import Speaker
from shouhou.cases.steps import record_step
from shouhou.rules.kinds import Actor, ConsentStatus, ReasonClass, RequestType
from shouhou.rules.lifecycle import CaseStatus, legal_steps
from shouhou.rules.policy import Policy
from shouhou.rules.verdicts import CancelVerdict, Outcome, Rule, Verdict, cancellations_left, may_apply, may_cancel


@dataclass(frozen=True)
class Application:
    """What the buyer asks for; `reason` and `details` are the buyer's own words.

    `amount` in fen, None for all that was paid. `disputes_receipt`: the order says received, and nothing came.
    """

    order_number: str
    request_type: RequestType
    reason_class: ReasonClass
    reason: str
    details: str = ""
    file_ids: tuple[str, ...] = field(default=())
    amount: Optional[int] = None
    disputes_receipt: bool = False


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
    happened since, and files nothing. Raises ConfirmationUsed when it confirmed something else.
    """
    confirmation = Confirmation(policy, speaker, application.order_number, now, confirmed_by)
    with confirmed(database, confirmation) as held:
        connection, order = held.connection, held.order
        facts = order.facts if order else None
        verdict = may_apply(
            policy, facts, now, application.request_type, application.reason_class,
            disputes_receipt=application.disputes_receipt,
        )
        if order is None:
            return Applied(verdict, None, None)
        filed = held.event(lambda event: event.from_status is None)
        if filed is not None:
            return Applied(verdict, order, _case(connection, policy, filed.case_number, now))
        if not verdict.allowed:
            return Applied(verdict, order, None)
        number = new_number("AS", now)
        connection.execute(
            insert(t.cases).values(
                case_number=number,
                order_number=order.order_number,
                buyer_id=held.buyer_id,
                request_type=application.request_type.value,
                reason_class=application.reason_class.value,
                reason=application.reason,
                details=application.details,
                status=CaseStatus.REQUESTED.value,
                opened_at=now,
                updated_at=now,
                amount=order.paid_amount if application.amount is None else min(application.amount, order.paid_amount),
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

    The same `confirmed_by` again changes nothing and answers as the first time did. Raises ConfirmationUsed when it
    confirmed something else.
    """
    with confirmed(database, Confirmation(policy, speaker, order_number, now, confirmed_by)) as held:
        connection, order = held.connection, held.order
        verdict = may_cancel(policy, order.facts if order else None)
        if order is None:
            return Cancelled(verdict, None)
        done = held.event(lambda event: event.to_status == CaseStatus.CANCELLED.value)
        if done is not None:
            return Cancelled(_verdict_then(connection, policy, order, done),
                             _case(connection, policy, done.case_number, now))
        if order.case is None or not verdict.allowed:
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

    The same number again changes nothing and returns the case. Another one while the goods are under way replaces it,
    with an event that keeps both.
    """
    with database.write() as connection:
        order = lock_order(connection, policy, order_number, now, speaker)
        if order is None or order.case is None:
            return None
        case = order.case
        if case.status is CaseStatus.RETURNING and case.tracking_number == tracking_number:
            return case
        row = connection.execute(select(t.cases).where(t.cases.c.case_number == case.case_number)).one()
        if case.status is CaseStatus.RETURNING:
            _note_correction(connection, row, tracking_number, now)
        elif CaseStatus.RETURNING in legal_steps(case.status, case.request_type, Actor.BUYER):
            record_step(connection, row, CaseStatus.RETURNING, Actor.BUYER, f"tracking number {tracking_number}", now)
        else:
            return None
        connection.execute(
            update(t.cases).where(t.cases.c.case_number == case.case_number).values(tracking_number=tracking_number)
        )
        return _case(connection, policy, case.case_number, now)


def _note_correction(connection: Connection, case: Row, tracking_number: str, now: datetime) -> None:
    """An event that keeps both numbers. It is no step: since when the goods are under way stays as it is."""
    before = f" instead of {case.tracking_number}" if case.tracking_number else ""
    connection.execute(
        insert(t.case_events).values(
            case_number=case.case_number, at=now, from_status=case.status, to_status=case.status,
            actor=Actor.BUYER.value, why=f"tracking number {tracking_number}{before}",
        )
    )


def _case(connection: Connection, policy: Policy, case_number: str, now: datetime) -> CaseRecord:
    return case_record(
        policy, connection.execute(select(t.cases).where(t.cases.c.case_number == case_number)).one(), now
    )


def _verdict_then(connection: Connection, policy: Policy, order: OrderRecord, cancelled: Row) -> CancelVerdict:
    """The verdict that led to a cancellation, whatever was cancelled after it."""
    since = connection.execute(
        select(func.count())
        .select_from(t.case_events.join(t.cases, t.cases.c.case_number == t.case_events.c.case_number))
        .where(
            t.cases.c.order_number == order.order_number,
            t.case_events.c.to_status == CaseStatus.CANCELLED.value,
            t.case_events.c.id >= cancelled.id,
        )
    ).scalar_one()
    used = order.facts.cancellations_used - since
    return CancelVerdict(Outcome.ALLOWED, Rule.OK, used, cancellations_left(policy, used + 1))
