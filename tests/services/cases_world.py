"""A small world for tests of the case database: a policy, a buyer, orders, and many hands at once."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Optional, TypeVar

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Row

from shouhou.cases import tables as t
from shouhou.cases.applications import Application, Applied, Cancelled, apply, cancel
from shouhou.cases.conversations import open_conversation
from shouhou.cases.database import Database
from shouhou.cases.orders import OrderRecord, find_order
from shouhou.cases.speakers import Speaker
from shouhou.cases.transitions import set_case_status
from shouhou.rules.kinds import Actor, ReasonClass, RequestType
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.policy import parse_policy
from shouhou.rules.window import SHANGHAI

T = TypeVar("T")
POLICY = parse_policy((Path(__file__).resolve().parents[2] / "policy.yml").read_text(encoding="utf-8"))
RECEIVED_AT = datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)
NOW = RECEIVED_AT + timedelta(days=1)
PAST_WINDOW = RECEIVED_AT + timedelta(days=16)
HANDS = 20

ANNA = Speaker("widget:anna", "anna")
BEN = Speaker("widget:ben", "ben")
GUEST = Speaker("widget:visit:1")


def add_order(database: Database, number: str = "N1", buyer_id: Optional[str] = "anna", **columns: Any) -> str:
    """An order received on 2026-12-01 at 10:00; returns its number."""
    values = {
        "buyer_phone": "13812345678",
        "product": "连衣裙",
        "paid_amount": 12900,
        "paid_at": RECEIVED_AT - timedelta(days=3),
        "shipped_at": RECEIVED_AT - timedelta(days=2),
        "received_at": RECEIVED_AT,
        "status": "received",
        "imported_at": RECEIVED_AT,
        "updated_at": RECEIVED_AT,
    }
    with database.write() as connection:
        connection.execute(insert(t.orders).values(order_number=number, buyer_id=buyer_id, **{**values, **columns}))
    return number


def add_conversation(database: Database, speaker: Speaker = ANNA) -> str:
    open_conversation(database, speaker.conversation_id, "widget", speaker.buyer_id, NOW)
    return speaker.conversation_id


def wish(
    number: str = "N1",
    request_type: RequestType = RequestType.RETURN_REFUND,
    reason_class: ReasonClass = ReasonClass.GOODS,
    file_ids: tuple[str, ...] = (),
) -> Application:
    return Application(number, request_type, reason_class, "拉链坏了", "第二次穿就坏了", file_ids)


def file_case(
    database: Database,
    key: str = "yes-1",
    number: str = "N1",
    request_type: RequestType = RequestType.RETURN_REFUND,
    now: datetime = NOW,
    speaker: Speaker = ANNA,
) -> Applied:
    return apply(database, POLICY, speaker, wish(number, request_type), now, key)


def cancel_case(
    database: Database, key: str = "no-1", number: str = "N1", now: datetime = NOW, speaker: Speaker = ANNA
) -> Cancelled:
    return cancel(database, POLICY, speaker, number, now, key)


def case_number_of(applied: Applied) -> str:
    assert applied.case is not None
    return applied.case.case_number


def staff(database: Database, case_number: str, *steps: CaseStatus, now: datetime = NOW) -> None:
    """The platform's steps, one after the other."""
    for to in steps:
        set_case_status(database, case_number, to, Actor.PLATFORM, "noted", now)


def order_of(database: Database, number: str = "N1", now: datetime = NOW, speaker: Speaker = ANNA) -> OrderRecord:
    order = find_order(database, POLICY, speaker, number, now)
    assert order is not None
    return order


def used(database: Database, number: str = "N1") -> int:
    """The cancellations that the order's row counts."""
    with database.read() as connection:
        row = connection.execute(select(t.orders).where(t.orders.c.order_number == number)).one()
    return int(row.prior_cancellations + row.cancellations)


def count(database: Database, table: Any, *conditions: Any) -> int:
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())


def rows(database: Database, table: Any, *conditions: Any) -> Sequence[Row]:
    """A table's rows, by their primary key."""
    with database.read() as connection:
        query = select(table).where(*conditions).order_by(*table.primary_key.columns)
        return connection.execute(query).all()  # type: ignore[no-any-return]


def events_of(database: Database, case_number: str) -> list[tuple[Optional[str], str, str]]:
    """A case's events in the order they were written: from, to, actor."""
    query = select(t.case_events).where(t.case_events.c.case_number == case_number).order_by(t.case_events.c.id)
    with database.read() as connection:
        return [(row.from_status, row.to_status, row.actor) for row in connection.execute(query)]


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table: to see that nothing at all was written."""
    with database.read() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in t.metadata.sorted_tables
        }


def at_once(job: Callable[[int], T], hands: int = HANDS) -> list[T]:
    """What `job(0)`, `job(1)`, … return when so many threads start together; the first exception is raised."""
    start = threading.Barrier(hands)

    def hand(place: int) -> T:
        start.wait(timeout=30)
        return job(place)

    with ThreadPoolExecutor(hands) as pool:
        return [future.result(timeout=60) for future in [pool.submit(hand, place) for place in range(hands)]]
