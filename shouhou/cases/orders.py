"""Orders with everything that the rules need to know of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from sqlalchemy import and_, or_, select
from sqlalchemy.engine import Connection, Row

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.lapses import write_lapses
from shouhou.cases.speakers import Speaker, may_see
from shouhou.rules.kinds import ConsentStatus, OrderStatus, ReasonClass, RequestType
from shouhou.rules.lifecycle import OPEN_STATUSES, CaseStatus, NextStep, next_step
from shouhou.rules.policy import Policy
from shouhou.rules.verdicts import OrderFacts


@dataclass(frozen=True)
class CaseRecord:
    """A case as answers need it. `since` is when it came to its status; `amount` in fen."""

    case_number: str
    order_number: str
    request_type: RequestType
    status: CaseStatus
    reason: str
    opened_at: datetime
    since: datetime
    amount: int
    next: NextStep
    tracking_number: Optional[str] = None
    reason_class: Optional[ReasonClass] = None
    details: str = ""


@dataclass(frozen=True)
class OrderRecord:
    """An order, its latest case, and its facts for the rules. `paid_amount` in fen."""

    order_number: str
    buyer_id: Optional[str]
    shop: str
    product: str
    category: str
    paid_amount: int
    paid_at: Optional[datetime]
    facts: OrderFacts
    case: Optional[CaseRecord]
    consent_due_at: Optional[datetime] = None
    shipped_at: Optional[datetime] = None


def orders_of(database: Database, policy: Policy, speaker: Speaker, now: datetime) -> list[OrderRecord]:
    """Every order that the speaker may see, the latest paid first."""
    proven = select(t.proofs.c.order_number).where(t.proofs.c.conversation_id == speaker.conversation_id)
    mine = t.orders.c.order_number.in_(proven)
    if speaker.buyer_id is not None:
        mine = or_(mine, t.orders.c.buyer_id == speaker.buyer_id)
    query = select(t.orders).where(mine).order_by(t.orders.c.paid_at.desc().nulls_last(), t.orders.c.order_number)
    with database.read() as connection:
        return describe(connection, policy, connection.execute(query).all(), now)


def find_order(
    database: Database, policy: Policy, speaker: Speaker, order_number: str, now: datetime
) -> Optional[OrderRecord]:
    """The order, or None when it does not exist or is not the speaker's to see: the two cannot be told apart."""
    with database.read() as connection:
        row = connection.execute(select(t.orders).where(t.orders.c.order_number == order_number)).first()
        if row is None or not may_see(connection, speaker, row):
            return None
        return describe(connection, policy, [row], now)[0]


def lock_order(
    connection: Connection, policy: Policy, order_number: str, now: datetime, speaker: Optional[Speaker] = None
) -> Optional[OrderRecord]:
    """The order with its row locked to the end of the write, its lapsed case and consent settled first.

    With a speaker, None also when the order is not the speaker's to see.
    """
    row = connection.execute(
        select(t.orders).where(t.orders.c.order_number == order_number).with_for_update()
    ).first()
    if row is None or (speaker is not None and not may_see(connection, speaker, row)):
        return None
    write_lapses(connection, policy, now, order_number)
    return describe(connection, policy, [row], now)[0]


def describe(connection: Connection, policy: Policy, rows: Sequence[Row], now: datetime) -> list[OrderRecord]:
    """Order rows with their latest case and consent, as they stand at `now`: what has lapsed counts as lapsed."""
    numbers = [row.order_number for row in rows]
    if not numbers:
        return []
    latest_case = _latest_cases(connection, numbers)
    sent_back = _sent_back(connection, latest_case.values())
    latest_consent: dict[str, Row] = {}
    consents = select(t.consents).where(t.consents.c.order_number.in_(numbers)).order_by(t.consents.c.id)
    for consent in connection.execute(consents):
        latest_consent[consent.order_number] = consent
    return [
        _record(
            policy, row, latest_case.get(row.order_number), latest_consent.get(row.order_number), sent_back, now
        )
        for row in rows
    ]


def _latest_cases(connection: Connection, numbers: Sequence[str]) -> dict[str, Row]:
    """Each order's latest case, by the order in which they were filed: the clock may stand still or go back."""
    filed = t.case_events.c.from_status.is_(None)
    query = (
        select(t.cases)
        .join(t.case_events, and_(t.case_events.c.case_number == t.cases.c.case_number, filed))
        .where(t.cases.c.order_number.in_(numbers))
        .order_by(t.case_events.c.id)
    )
    return {row.order_number: row for row in connection.execute(query)}


def _is_open(case: Row) -> bool:
    return CaseStatus(case.status) in OPEN_STATUSES


def _sent_back(connection: Connection, cases: Iterable[Row]) -> set[str]:
    """The numbers of those open cases whose goods have gone back, even if the platform has moved them on since."""
    numbers = [case.case_number for case in cases if _is_open(case)]
    if not numbers:
        return set()
    query = select(t.case_events.c.case_number).where(
        t.case_events.c.case_number.in_(numbers), t.case_events.c.to_status == CaseStatus.RETURNING.value
    )
    return set(connection.execute(query).scalars())


def case_record(policy: Policy, row: Row, now: datetime) -> CaseRecord:
    """A case row as answers need it; one whose time limit has passed reads as closed at that moment."""
    status, request_type, since = CaseStatus(row.status), RequestType(row.request_type), row.updated_at
    step = next_step(policy, status, request_type, since)
    if step.closes and step.due_at is not None and now >= step.due_at:
        status, since = CaseStatus.CLOSED, step.due_at
        step = next_step(policy, status, request_type, since)
    return CaseRecord(
        row.case_number, row.order_number, request_type, status, row.reason, row.opened_at, since, row.amount, step,
        row.tracking_number, ReasonClass(row.reason_class), row.details or "",
    )


def consent_status(row: Row, now: datetime) -> ConsentStatus:
    """A consent's status at `now`: an unanswered one expires at its time."""
    status = ConsentStatus(row.status)
    if status is ConsentStatus.ASKED and row.due_at is not None and now >= row.due_at:
        return ConsentStatus.EXPIRED
    return status


def _record(
    policy: Policy, row: Row, case_row: Optional[Row], consent_row: Optional[Row], sent_back: set[str], now: datetime
) -> OrderRecord:
    case = case_record(policy, case_row, now) if case_row is not None else None
    facts = OrderFacts(
        order_number=row.order_number,
        status=OrderStatus(row.status),
        received_at=row.received_at,
        own_days=row.warranty_days,
        category=policy.category_of(row.category, row.product),
        cancellations_used=row.prior_cancellations + row.cancellations,
        case_status=case.status if case else None,
        consent=consent_status(consent_row, now) if consent_row is not None else None,
        goods_sent_back=case is not None and case.case_number in sent_back,
    )
    return OrderRecord(
        row.order_number, row.buyer_id, row.shop, row.product, row.category, row.paid_amount, row.paid_at, facts,
        case, consent_row.due_at if consent_row is not None else None, row.shipped_at,
    )



def order_exists(database: Database, order_number: str) -> bool:
    """Whether there is such an order, whoever's: for the shop's own jobs, never for an answer to a buyer."""
    with database.read() as connection:
        row = select(t.orders.c.order_number).where(t.orders.c.order_number == order_number)
        return connection.execute(row).first() is not None
