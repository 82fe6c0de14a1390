"""Orders come in: a file becomes rows of the orders table, all of them or none."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Optional

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.schema import Table

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.order_cells import BadCell
from shouhou.cases.order_files import OrderFile, OrderFileError, Record
from shouhou.cases.order_forms import Form, HeaderError, form_of
from shouhou.rules.kinds import OrderStatus

CHUNK = 500  # rows compared and written at once
Progress = Callable[[int, int], None]

_BUYER = ("buyer_id", "buyer_name", "buyer_phone")
_UPDATED = (*_BUYER, "shop", "product", "category", "paid_amount", "paid_at", "shipped_at", "received_at",
            "warranty_days", "status")
_NOTHING_TOLD: dict[str, Any] = {
    "buyer_id": None, "buyer_name": "", "buyer_phone": "", "shop": "", "product": "", "category": "", "paid_at": None,
    "shipped_at": None, "received_at": None, "warranty_days": None, "prior_cancellations": 0,
}


@dataclass
class ImportReport:
    """What an import did, counted in orders.

    `skipped` were never paid for; `kept_buyers` belong to another buyer than the file says, and still do.
    """

    ignored_columns: tuple[str, ...] = ()
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    kept_buyers: int = 0


@dataclass(frozen=True)
class _Told:
    """What one row of the file tells; `line` is where it begins."""

    line: int
    values: dict[str, Any]

    @property
    def number(self) -> str:
        return str(self.values["order_number"])


def import_orders(database: Database, path: Path, now: datetime, progress: Optional[Progress] = None) -> ImportReport:
    """Take in every order of the file in one transaction, reading as it goes.

    A known order's dates, status and product data are updated, its buyer only while it has none, its history never.
    `progress` is told the bytes read and the bytes in all. Raises OrderFileError naming file, line and column, and
    then nothing has been written.
    """
    file = OrderFile(path)
    records = file.records()
    form = _form(file, next(records, None))
    report = ImportReport(form.ignored)
    rows = _rows(file, records, form, report)
    seen = _SeenNumbers(path)
    try:
        with database.write() as connection:
            database.serialise(connection, "orders import")
            while chunk := list(islice(rows, CHUNK)):
                seen.add(chunk)
                _write_chunk(connection, chunk, now, report)
                if progress is not None:
                    progress(file.position, file.size)
            if report == ImportReport(form.ignored):
                raise OrderFileError(path, "has a header and no orders under it")
    finally:
        seen.close()
    if progress is not None:
        progress(file.size, file.size)
    return report


def _form(file: OrderFile, header: Optional[Record]) -> Form:
    if header is None:
        raise OrderFileError(file.path, "is empty")
    try:
        return form_of(header.cells)
    except HeaderError as error:
        raise OrderFileError(file.path, str(error), header.line) from error


def _rows(file: OrderFile, records: Iterator[Record], form: Form, report: ImportReport) -> Iterator[_Told]:
    for record in records:
        try:
            values = form.read(record.cells)
        except BadCell as error:
            raise OrderFileError(file.path, str(error), record.line, error.column) from error
        if values is None:
            report.skipped += 1
        else:
            yield _Told(record.line, values)


class _SeenNumbers:
    """The order numbers of a file and their lines, on disk: a large file must not grow the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._store = sqlite3.connect("", isolation_level=None)  # "": a temporary file that goes with the connection
        self._store.execute("CREATE TABLE seen (number TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")
        self._store.execute("BEGIN")

    def add(self, chunk: list[_Told]) -> None:
        """Remember the rows. Raises OrderFileError naming both lines of a number that comes twice."""
        for told in chunk:
            try:
                self._store.execute("INSERT INTO seen VALUES (?, ?)", (told.number, told.line))
            except sqlite3.IntegrityError as error:
                (first,) = self._store.execute("SELECT line FROM seen WHERE number = ?", (told.number,)).fetchone()
                what = f"order number {told.number} stands on line {first} already"
                raise OrderFileError(self._path, what, told.line) from error

    def close(self) -> None:
        """Let go of the temporary file."""
        self._store.close()


def _write_chunk(connection: Connection, chunk: list[_Told], now: datetime, report: ImportReport) -> None:
    query = select(t.orders).where(t.orders.c.order_number.in_([told.number for told in chunk]))
    locked = query.order_by(t.orders.c.order_number).with_for_update()
    known = {row["order_number"]: dict(row) for row in connection.execute(locked).mappings()}
    new, changed = [], []
    for told in chunk:
        row = known.get(told.number)
        if row is None:
            new.append({**_NOTHING_TOLD, **told.values, "imported_at": now, "updated_at": now})
        elif changes := _changes(row, told.values, report):
            kept = {column: row[column] for column in _UPDATED}
            changed.append({**kept, **changes, "updated_at": now, "known_number": told.number})
    report.new += len(new)
    report.changed += len(changed)
    report.unchanged += len(chunk) - len(new) - len(changed)
    _write_buyers(connection, chunk)
    _insert(connection, t.orders, new)
    if changed:
        same = t.orders.c.order_number == bindparam("known_number")
        fields = {column: bindparam(column) for column in (*_UPDATED, "updated_at")}
        connection.execute(update(t.orders).where(same).values(fields), changed)


def _changes(row: dict[str, Any], told: dict[str, Any], report: ImportReport) -> dict[str, Any]:
    """What the file tells otherwise than the known order has it, of that which a file may change."""
    wanted = {column: value for column, value in told.items() if column in _UPDATED}
    if row["buyer_id"] is not None and wanted.get("buyer_id") not in (None, row["buyer_id"]):
        # The order was claimed, or the shop's list is mixed up: a name and a phone of somebody else stay out with it.
        report.kept_buyers += 1
        wanted.update(dict.fromkeys(_BUYER))
    for column in _BUYER:
        if not wanted.get(column):
            wanted.pop(column, None)
    if row["status"] == OrderStatus.REFUNDED.value:
        wanted["status"] = row["status"]
    return {column: value for column, value in wanted.items() if row[column] != value}


def _write_buyers(connection: Connection, chunk: list[_Told]) -> None:
    """The buyers that the rows name, by the last name that each is given."""
    names: dict[str, str] = {}
    for told in chunk:
        buyer_id = told.values.get("buyer_id")
        if buyer_id is not None:
            names[buyer_id] = told.values.get("buyer_name") or names.get(buyer_id, "")
    query = select(t.buyers).where(t.buyers.c.buyer_id.in_(sorted(names)))
    known = {row.buyer_id: row.name for row in connection.execute(query)} if names else {}
    _insert(connection, t.buyers, [{"buyer_id": who, "name": name} for who, name in names.items() if who not in known])
    renamed = [
        {"known_id": who, "new_name": name}
        for who, name in sorted(names.items())
        if who in known and name not in ("", known[who])
    ]
    if renamed:
        same = t.buyers.c.buyer_id == bindparam("known_id")
        connection.execute(update(t.buyers).where(same).values(name=bindparam("new_name")), renamed)


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
