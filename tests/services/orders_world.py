"""Order files for tests, and where they are imported."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Optional

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.engine import Row

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.order_files import OrderFileError
from shouhou.cases.order_forms import STANDARD_COLUMNS
from shouhou.cases.orders_import import ImportReport, import_orders
from shouhou.rules.window import SHANGHAI

NOW = datetime(2026, 12, 20, 12, tzinfo=SHANGHAI)
LATER = NOW + timedelta(days=1)
ALL = (*STANDARD_COLUMNS, "status", "prior_cancellations")
ORDER = {
    "order_number": "261201-000000000000001",
    "buyer_id": "b1",
    "buyer_name": "王先生",
    "buyer_phone": "13800138001",
    "shop": "好邻居",
    "product": "双门冰箱",
    "category": "大家电",
    "paid_amount": "1899.00",
    "paid_at": "2026-12-01T10:00:00",
    "shipped_at": "2026-12-02 09:30:00",
    "received_at": "2026-12-03T02:00:00Z",
    "warranty_days": "",
    "status": "",
    "prior_cancellations": "",
}


def order(number: int = 1, **changes: str) -> dict[str, str]:
    return {**ORDER, "order_number": f"261201-{number:015d}", **changes}


def written(rows: list[dict[str, str]], header: tuple[str, ...] = ALL) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


class Intake:
    """A database and a folder of files to import into it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.path = folder / "orders.csv"

    def load(self, content: str | bytes | list[dict[str, str]], now: datetime = NOW) -> ImportReport:
        if isinstance(content, list):
            content = written(content)
        self.path.write_bytes(content.encode() if isinstance(content, str) else content)
        return import_orders(self.database, self.path, now)

    def refusal(self, content: str | bytes | list[dict[str, str]]) -> str:
        """The error of an import that must be refused; nothing may have been written."""
        before = self.count()
        with pytest.raises(OrderFileError) as refused:
            self.load(content)
        assert self.count() == before
        message = str(refused.value)
        assert message.startswith(str(self.path))
        return message[len(str(self.path)):]

    def count(self) -> int:
        with self.database.read() as connection:
            orders = connection.execute(select(func.count()).select_from(t.orders)).scalar_one()
            buyers = connection.execute(select(func.count()).select_from(t.buyers)).scalar_one()
        return int(orders + buyers)

    def order(self, number: int = 1) -> Row:
        with self.database.read() as connection:
            query = select(t.orders).where(t.orders.c.order_number == f"261201-{number:015d}")
            return connection.execute(query).one()

    def set(self, number: int = 1, **values: Any) -> None:
        with self.database.write() as connection:
            same = t.orders.c.order_number == f"261201-{number:015d}"
            assert connection.execute(update(t.orders).where(same).values(**values)).rowcount == 1

    def buyers(self) -> dict[str, str]:
        with self.database.read() as connection:
            return {row.buyer_id: row.name for row in connection.execute(select(t.buyers))}


def at(text: Optional[str]) -> Optional[datetime]:
    return datetime.fromisoformat(text) if text else None


def many_rows(count: int, bad_line: int = 0) -> str:
    """A file of `count` orders; the one on `bad_line`, where given, has an amount that is none."""
    head, row = written([order()], STANDARD_COLUMNS).splitlines()
    before, after = row.split(order()["order_number"])
    rows = [f"{before}261201-{line:015d}{after}" for line in range(2, count + 2)]
    if bad_line:
        rows[bad_line - 2] = rows[bad_line - 2].replace("1899.00", "1899.0O")
    return "\n".join([head, *rows])
