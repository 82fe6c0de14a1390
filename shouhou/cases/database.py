"""One database, SQLite or PostgreSQL, and its two kinds of transaction."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import create_engine, event, func, select
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import QueuePool

BUSY_SECONDS = 30  # how long a SQLite writer waits for another before it gives up


class Database:
    """The engine behind `url`, with `read()` and `write()` transactions.

    A write on SQLite begins IMMEDIATE, so that two writers queue instead of failing at their first write; on
    PostgreSQL the jobs lock the order's row themselves.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgresql_engine(url)
        # SQLite's writers poll for their turn, some 20 ms each time; the threads of one process can simply queue.
        self._writers: AbstractContextManager[Any] = threading.Lock() if self.is_sqlite else nullcontext()
        self._writing = self.engine.execution_options(shouhou_write=True)
        # PostgreSQL's usual level would show each statement of one answer another state.
        self._reading = self.engine if self.is_sqlite else self.engine.execution_options(
            isolation_level="REPEATABLE READ"
        )

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one consistent state and writes nothing."""
        with self._reading.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits at the end of the block and rolls back when the block raises."""
        with self._writers, self._writing.begin() as connection:
            yield connection

    def serialise(self, connection: Connection, *names: str) -> None:
        """Hold the named locks to the end of the write. On SQLite a write is alone anyway.

        To be taken before any row's lock, so that two writes never wait for each other: a confirmation's name guards
        its key across orders, a proof's the counting of tries.
        """
        if not self.is_sqlite:
            for name in sorted(set(names)):
                connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def _postgresql_engine(url: str) -> Engine:
    return create_engine(url, future=True, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=20)


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(
        url,
        future=True,
        hide_parameters=True,  # an error must not print what buyers wrote
        poolclass=QueuePool,
        pool_size=10,
        max_overflow=30,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # this module says when a transaction begins, not the driver
        cursor = connection.cursor()
        _write_ahead(cursor)
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA recursive_triggers=ON")  # or INSERT OR REPLACE would get past the events' triggers
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("shouhou_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _write_ahead(cursor: Any) -> None:
    """Let readers and the writer work side by side.

    A new file is changed to it by the first connection. Another that comes in that moment is told at once that the
    file is locked: SQLite's own waiting does not cover this statement.
    """
    last_try = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() >= last_try:
                raise
            time.sleep(0.01)
