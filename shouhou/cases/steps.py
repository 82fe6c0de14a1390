"""Moving a case from state to state: the record and its event, together or not at all."""

from datetime import datetime
from typing import Optional

from sqlalchemy import insert, update
from sqlalchemy.engine import Connection, Row

from shouhou.cases import tables as t
from shouhou.rules.kinds import Actor, OrderStatus
from shouhou.rules.lifecycle import CaseStatus


def record_step(
    connection: Connection,
    case: Row,
    to: CaseStatus,
    actor: Actor,
    why: str,
    at: datetime,
    confirmed_by: Optional[str] = None,
) -> None:
    """Write a step that the caller has found legal, and its event; a refund is noted on the order too."""
    connection.execute(
        update(t.cases).where(t.cases.c.case_number == case.case_number).values(status=to.value, updated_at=at)
    )
    connection.execute(
        insert(t.case_events).values(
            case_number=case.case_number, at=at, from_status=case.status, to_status=to.value, actor=actor.value,
            why=why, confirmed_by=confirmed_by,
        )
    )
    if to is CaseStatus.REFUNDED:
        connection.execute(
            update(t.orders)
            .where(t.orders.c.order_number == case.order_number)
            .values(status=OrderStatus.REFUNDED.value, updated_at=at)
        )
