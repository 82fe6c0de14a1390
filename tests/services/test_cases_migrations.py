"""Migrations on both databases: up, up again, down and up, and the same tables as the code speaks to."""

import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import Mock, call

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from cases_world import NOW, add_conversation, add_order, at_once, count, everything, file_case, order_of, rows
from sqlalchemy import bindparam, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.schema import CreateSchema, DropSchema

from shouhou.cases import schema
from shouhou.cases import tables as t
from shouhou.cases.columns import Moment
from shouhou.cases.database import Database, _write_ahead
from shouhou.cases.handovers import hand_over
from shouhou.cases.speakers import Speaker
from shouhou.rules.lifecycle import OPEN_STATUSES, CaseStatus


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a database without a single table is: a file that does not exist yet, or a schema of its own."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'not' / 'there' / 'yet.db'}"
        return
    url = make_url(request.getfixturevalue("postgresql_url"))
    name, outside = f"empty_{uuid.uuid4().hex[:12]}", Database(url.render_as_string(hide_password=False))
    with outside.write() as connection:
        connection.execute(CreateSchema(name))
    inside = url.update_query_dict({"options": f"-csearch_path={name}"})
    yield inside.render_as_string(hide_password=False)
    with outside.write() as connection:
        connection.execute(DropSchema(name, cascade=True))
    outside.dispose()


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    database = Database(empty_url)
    yield database
    database.dispose()


def migrate(database: Database, way: Callable[[Config, str], None], revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "shouhou:cases/migrations")
    with database.write() as connection:
        config.attributes["connection"] = connection
        way(config, revision)


def downgrade(database: Database) -> None:
    migrate(database, command.downgrade, "base")


def table_names(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_an_empty_database_is_brought_to_head_and_a_second_time_nothing_happens(empty: Database) -> None:
    schema.upgrade(empty)
    assert schema.is_current(empty)
    assert table_names(empty) == set(t.metadata.tables)
    add_order(empty)
    before = everything(empty)
    schema.upgrade(empty)
    assert everything(empty) == before


def test_a_database_is_not_current_before_its_upgrade(empty: Database) -> None:
    if empty.is_sqlite:
        Path(str(empty.url.database)).parent.mkdir(parents=True)
    assert schema.current_revision(empty) is None
    assert not schema.is_current(empty)


def test_down_to_nothing_and_up_again(empty: Database) -> None:
    for _ in range(2):
        schema.upgrade(empty)
        add_order(empty)
        assert order_of(empty).order_number == "N1"
        downgrade(empty)
        assert table_names(empty) == set()
        assert schema.current_revision(empty) is None
    schema.upgrade(empty)
    assert schema.is_current(empty)


# Rows as the second migration's tables hold them, table by table.
EARLIER = {
    "orders": [
        "order_number, buyer_name, buyer_phone, shop, product, category, paid_amount, status, prior_cancellations,"
        " cancellations, imported_at, updated_at", "'N1', '', '', '', '', '', 1, 'received', 0, 0, :now, :now",
    ],
    "cases": [
        "case_number, order_number, buyer_id, request_type, reason_class, reason, details, status, opened_at,"
        " updated_at, amount, policy_version",
        "'AS1', 'N1', 'anna', 'repair', 'goods', 'r', '', 'closed', :now, :now, 1, ''",
    ],
    "case_events": ["id, case_number, at, to_status, actor, why", "1, 'AS1', :now, 'closed', 'system', ''"],
    "conversations": ["conversation_id, channel, last_seq, opened_at", "'talk', 'widget', 1, :now"],
    "messages": ["conversation_id, seq, message_id, sender, at", "'talk', 1, 'm1', 'buyer', :now"],
    "inbound": ["conversation_id, client_id, digest, done, at", "'talk', 'm1', 'd', :yes, :now"],
    "handovers": [
        "id, conversation_id, buyer_id, status, reason, summary, opened_at",
        "1, 'talk', 'anna', 'waiting', '', '', :now",
    ],
    "merchant_messages": [
        "id, order_number, buyer_id, words, sent_at, due_at, confirmed_by",
        "1, 'N1', 'anna', '一', :now, :now, 'k1'", "2, 'N1', 'anna', '二', :now, :now, 'k2'",
    ],
    "consents": [
        "id, order_number, buyer_id, status, answered_at, why",
        "1, 'N1', 'anna', 'yes', :now, 'the merchant''s'", "2, 'N1', 'anna', 'asked', NULL, 'the buyer''s'",
    ],
}


def fill_earlier(database: Database) -> None:
    with database.write() as connection:
        for table, (columns, *values) in EARLIER.items():
            for row in values:
                given = [bindparam("now", NOW, Moment()), bindparam("yes", True)]
                used = [each for each in given if f":{each.key}" in row]
                connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({row})").bindparams(*used))


def test_records_of_before_live_on_with_numbers_and_each_side_s_words(empty: Database) -> None:
    if empty.is_sqlite:
        Path(str(empty.url.database)).parent.mkdir(parents=True)
    migrate(empty, command.upgrade, "0002")
    fill_earlier(empty)
    migrate(empty, command.upgrade, "head")
    sent = rows(empty, t.merchant_messages)
    assert [(row.words, row.answer, row.answered_at) for row in sent] == [("一", None, None), ("二", None, None)]
    assert all(row.message_number.startswith("MM261202-") for row in sent)
    assert len({row.message_number for row in sent}) == 2
    words = [(row.why, row.answer) for row in rows(empty, t.consents)]
    assert words == [("", "the merchant's"), ("the buyer's", None)]
    assert [row.urgent for row in rows(empty, t.handovers)] == [False]
    assert [row.heard for row in rows(empty, t.inbound)] == [False]
    with pytest.raises(DBAPIError, match="append-only"), empty.write() as connection:
        connection.execute(t.case_events.update().values(why="changed"))
    migrate(empty, command.downgrade, "0002")
    with empty.read() as connection:
        told = connection.execute(text("SELECT why FROM consents ORDER BY id")).scalars().all()
    assert told == ["the merchant's", "the buyer's"]
    migrate(empty, command.upgrade, "head")
    assert schema.is_current(empty)


def test_the_migrated_schema_is_the_one_that_the_code_speaks_to(empty: Database) -> None:
    schema.upgrade(empty)
    with empty.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, t.metadata) == []


def test_many_may_bring_a_new_database_to_head_at_once(empty_url: str) -> None:
    def open_and_upgrade(place: int) -> bool:
        database = Database(empty_url)
        try:
            schema.upgrade(database)
            add_order(database, f"N{place}")
            return schema.is_current(database)
        finally:
            database.dispose()

    assert set(at_once(open_and_upgrade, 8)) == {True}


def test_a_new_sqlite_file_that_another_is_changing_is_waited_for() -> None:
    cursor = Mock()
    cursor.execute.side_effect = [sqlite3.OperationalError("database is locked"), None]
    _write_ahead(cursor)
    assert cursor.execute.call_args_list == [call("PRAGMA journal_mode=WAL")] * 2


def test_sqlite_writes_ahead_so_that_readers_do_not_wait(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'shouhou.db'}")
    schema.upgrade(database)
    add_order(database)
    with database.write() as writer:
        writer.execute(t.orders.update().values(product="changed"))
        with database.read() as reader:
            assert reader.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert reader.execute(t.orders.select()).one().product == "连衣裙"
    database.dispose()


# --- what the database itself holds, whatever the code above it does ------------------------------------------------


def test_a_second_open_case_is_refused_by_the_database(database: Database) -> None:
    add_order(database)
    file_case(database)
    (first,) = rows(database, t.cases)
    for status in CaseStatus:
        copy = {"case_number": f"AS-{status.value}", "confirmed_by": status.value, "status": status.value}
        second = t.cases.insert().values({**first._mapping, **copy})
        refused = pytest.raises(IntegrityError) if status in OPEN_STATUSES else nullcontext()
        with refused, database.write() as connection:
            connection.execute(second)
    assert count(database, t.cases) == 1 + len(CaseStatus) - len(OPEN_STATUSES)


def test_a_second_open_handover_is_refused_by_the_database(database: Database) -> None:
    talk = add_conversation(database)
    hand_over(database, Speaker(talk), "", "", NOW)
    second = t.handovers.insert().values(conversation_id=talk, buyer_id="x", status="taken", opened_at=NOW)
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(second)


def test_a_case_of_no_order_is_refused_by_the_database(database: Database) -> None:
    add_order(database)
    file_case(database)
    with pytest.raises(DBAPIError), database.write() as connection:
        connection.execute(t.cases.update().values(order_number="nowhere"))


def test_a_moment_without_a_time_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="time zone"):
        add_order(database, received_at=NOW.replace(tzinfo=None))


def test_moments_come_back_as_the_same_moments(database: Database) -> None:
    moment = NOW.replace(microsecond=123456)
    add_order(database, received_at=moment)
    read = order_of(database).facts.received_at
    assert read == moment and read is not None and read.tzinfo is not None
