"""Records out: every kind of record as JSON Lines or CSV, streamed from one consistent state of the database."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Optional, TextIO

from sqlalchemy import select
from sqlalchemy.engine import Connection, RowMapping
from sqlalchemy.schema import Column, Table
from sqlalchemy.sql import Select

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.export_kinds import Format, Kind
from shouhou.cases.lapses import settle_lapses
from shouhou.cases.order_forms import ONLY_EXPORTED, OPTIONAL_COLUMNS, STANDARD_COLUMNS
from shouhou.cases.spreadsheet import guard
from shouhou.rules.policy import Policy
from shouhou.rules.window import in_shanghai

CHUNK = 500  # records held at once

Line = dict[str, Any]
Tell = Callable[[Connection, Sequence[RowMapping]], Iterator[Line]]


def export(database: Database, policy: Policy, kind: Kind, form: Format, now: datetime, out: TextIO) -> int:
    """Write every record of the kind to `out`; returns how many. What has lapsed by `now` is recorded first.

    Times are ISO 8601 on Shanghai's clock. `out` must not translate line ends. What CSV prints of orders can be
    imported again and changes nothing.
    """
    settle_lapses(database, policy, now)
    write = _csv_writer(out, FIELDS[kind]) if form is Format.CSV else _json_writer(out)
    count = 0
    for line in export_lines(database, kind):
        write(line)
        count += 1
    return count


def export_lines(database: Database, kind: Kind) -> Iterator[Line]:
    """Every record of the kind as plain JSON values, in the order in which they came."""
    query, tell = _KINDS[kind]
    with database.read() as connection:
        rows = connection.execution_options(stream_results=True, max_row_buffer=CHUNK).execute(query).mappings()
        for chunk in rows.partitions(CHUNK):
            yield from tell(connection, chunk)


def _json_writer(out: TextIO) -> Callable[[Line], None]:
    def write(line: Line) -> None:
        out.write(json.dumps(line, ensure_ascii=False) + "\n")

    return write


def _csv_writer(out: TextIO, fields: Sequence[str]) -> Callable[[Line], None]:
    writer = csv.DictWriter(out, fields, lineterminator="\n")
    writer.writeheader()

    def write(line: Line) -> None:
        writer.writerow({field: _cell(value) for field, value in line.items()})

    return write


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return guard(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value


def _time(moment: Optional[datetime]) -> Optional[str]:
    return in_shanghai(moment).isoformat() if moment is not None else None


def _lines(rows: Sequence[RowMapping], fields: Sequence[str]) -> Iterator[Line]:
    for row in rows:
        values = {field: row[_COLUMN_OF.get(field, field)] for field in fields}
        yield {field: _time(value) if isinstance(value, datetime) else value for field, value in values.items()}


def _plain(kind: Kind) -> Tell:
    """For records that are one row each."""
    return lambda _connection, rows: _lines(rows, FIELDS[kind])


def _orders(_connection: Connection, rows: Sequence[RowMapping]) -> Iterator[Line]:
    for row, line in zip(rows, _lines(rows, STANDARD_COLUMNS + OPTIONAL_COLUMNS), strict=True):
        yuan, fen = divmod(row["paid_amount"], 100)
        line["paid_amount"] = f"{yuan}.{fen:02d}"
        yield {**line, "cancellations_used": row["prior_cancellations"] + row["cancellations"]}


def _with_history(kind: Kind, key: str, event_table: Table) -> Tell:
    """For records that have evidence and events under their number, `key`."""

    def tell(connection: Connection, rows: Sequence[RowMapping]) -> Iterator[Line]:
        numbers = [row[key] for row in rows]
        evidence = _evidence(connection, t.evidence.c[key], numbers)
        events = _events(connection, event_table, event_table.c[key], numbers)
        own = [field for field in FIELDS[kind] if field not in ("evidence", "events")]
        for line in _lines(rows, own):
            yield {**line, "evidence": evidence[line[key]], "events": events[line[key]]}

    return tell


def _evidence(connection: Connection, owner: Column, numbers: Sequence[str]) -> dict[str, list[Line]]:
    """The evidence of each record, in the order in which it was added."""
    query = (
        select(owner.label("owner"), t.evidence.c.file_id, t.files.c.kind, t.evidence.c.added_at)
        .join_from(t.evidence, t.files, t.files.c.file_id == t.evidence.c.file_id)
        .where(owner.in_(numbers))
        .order_by(t.evidence.c.id)
    )
    found: dict[str, list[Line]] = {number: [] for number in numbers}
    for row in connection.execute(query):
        found[row.owner].append({"file_id": row.file_id, "kind": row.kind, "added_at": _time(row.added_at)})
    return found


def _events(connection: Connection, table: Table, owner: Column, numbers: Sequence[str]) -> dict[str, list[Line]]:
    """The events of each record, in the order in which they happened."""
    found: dict[str, list[Line]] = {number: [] for number in numbers}
    query = select(table, owner.label("owner")).where(owner.in_(numbers)).order_by(table.c.id)
    for row in connection.execute(query):
        found[row.owner].append(
            {"at": _time(row.at), "from": row.from_status, "to": row.to_status, "actor": row.actor, "why": row.why}
        )
    return found


def _messages_with_talks() -> Select:
    return (
        select(t.messages, t.conversations.c.channel, t.conversations.c.buyer_id)
        .join_from(t.messages, t.conversations)
        .order_by(t.conversations.c.opened_at, t.messages.c.conversation_id, t.messages.c.seq)
    )


_COLUMN_OF = {"id": "message_id", "from": "sender"}  # where a field is called otherwise than its column

FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.ORDERS: STANDARD_COLUMNS + OPTIONAL_COLUMNS + ONLY_EXPORTED,
    Kind.CASES: (
        "case_number", "order_number", "buyer_id", "request_type", "reason_class", "reason", "details", "status",
        "opened_at", "updated_at", "amount", "tracking_number", "policy_version", "evidence", "events",
    ),
    Kind.COMPLAINTS: (
        "complaint_number", "order_number", "case_number", "buyer_id", "problem_class", "problem", "status",
        "opened_at", "evidence", "events",
    ),
    Kind.CONSENTS: ("order_number", "buyer_id", "status", "asked_at", "answered_at", "due_at", "why", "answer"),
    Kind.HANDOVERS: (
        "conversation_id", "buyer_id", "status", "urgent", "reason", "summary", "opened_at", "taken_at", "ended_at",
        "agent",
    ),
    Kind.CONVERSATIONS: (
        "conversation_id", "channel", "buyer_id", "id", "from", "at", "text", "intent", "confidence", "facts",
    ),
    Kind.MERCHANT_MESSAGES: (
        "message_number", "order_number", "buyer_id", "words", "sent_at", "due_at", "answer", "answered_at",
    ),
}

_KINDS: dict[Kind, tuple[Select, Tell]] = {
    Kind.ORDERS: (select(t.orders).order_by(t.orders.c.imported_at, t.orders.c.order_number), _orders),
    Kind.CASES: (
        select(t.cases).order_by(t.cases.c.opened_at, t.cases.c.case_number),
        _with_history(Kind.CASES, "case_number", t.case_events),
    ),
    Kind.COMPLAINTS: (
        select(t.complaints).order_by(t.complaints.c.opened_at, t.complaints.c.complaint_number),
        _with_history(Kind.COMPLAINTS, "complaint_number", t.complaint_events),
    ),
    Kind.CONSENTS: (select(t.consents).order_by(t.consents.c.id), _plain(Kind.CONSENTS)),
    Kind.HANDOVERS: (select(t.handovers).order_by(t.handovers.c.id), _plain(Kind.HANDOVERS)),
    Kind.CONVERSATIONS: (_messages_with_talks(), _plain(Kind.CONVERSATIONS)),
    Kind.MERCHANT_MESSAGES: (
        select(t.merchant_messages).order_by(t.merchant_messages.c.id), _plain(Kind.MERCHANT_MESSAGES)
    ),
}
