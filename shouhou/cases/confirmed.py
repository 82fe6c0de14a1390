"""A confirmed write: what every job shares that a buyer's yes to a summary carries out.

Its key names the yes. The key is held first, across orders; then the order's row; then what the key has written before
is found, so that a message which is delivered twice writes once, however much is at work.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row
from sqlalchemy.schema import Table

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.orders import OrderRecord, lock_order
from shouhou.cases.speakers import Speaker
from shouhou.cases.transitions import ConfirmationUsed
from shouhou.rules.policy import Policy


@dataclass(frozen=True)
class Confirmation:
    """Whose yes it is, to a write about which order, when, under which key, and under which policy."""

    policy: Policy
    speaker: Speaker
    order_number: str
    now: datetime
    key: str


@dataclass(frozen=True)
class Held:
    """The transaction of a confirmed write. `order` is None when it is not the speaker's to see."""

    connection: Connection
    confirmation: Confirmation
    order: Optional[OrderRecord]

    @property
    def buyer_id(self) -> str:
        """Whose the record will be: the order's buyer, else whoever says yes."""
        own = self.order.buyer_id if self.order is not None else None
        return own or self.confirmation.speaker.name_in_records

    def record(self, table: Table) -> Optional[Row]:
        """The record that this key wrote into a table; None for none. Raises ConfirmationUsed for another order's."""
        key = self.confirmation.key
        row = self.connection.execute(select(table).where(table.c.confirmed_by == key)).first()
        if row is not None and row.order_number != self.confirmation.order_number:
            raise ConfirmationUsed(key)
        return row

    def event(self, is_this: Callable[[Row], bool]) -> Optional[Row]:
        """The event of a case that this key wrote, with its `order_number`; None for none.

        Raises ConfirmationUsed for an event of another order, or one that is not what this write writes.
        """
        key = self.confirmation.key
        row = self.connection.execute(
            select(t.case_events, t.cases.c.order_number)
            .join(t.cases, t.cases.c.case_number == t.case_events.c.case_number)
            .where(t.case_events.c.confirmed_by == key)
        ).first()
        if row is not None and (row.order_number != self.confirmation.order_number or not is_this(row)):
            raise ConfirmationUsed(key)
        return row


@contextmanager
def confirmed(database: Database, confirmation: Confirmation) -> Iterator[Held]:
    """The write that a yes confirms: its key held, its order's row locked; commits at the end of the block."""
    with database.write() as connection:
        database.serialise(connection, f"confirmed:{confirmation.key}")
        order = lock_order(
            connection, confirmation.policy, confirmation.order_number, confirmation.now, confirmation.speaker
        )
        yield Held(connection, confirmation, order)


def has_written(database: Database, key: str) -> bool:
    """Whether the yes under a key wrote something already: its message runs again after a crash."""
    tables = [table for table in t.metadata.tables.values() if "confirmed_by" in table.c]
    with database.read() as connection:
        return any(
            connection.execute(select(table.c.confirmed_by).where(table.c.confirmed_by == key)).first() is not None
            for table in tables
        )
