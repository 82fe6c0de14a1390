"""What tests of the case database share: a migrated, empty database of each kind, and commands run over it."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cases_world import NOW
from commands_world import SECRET, Outcome, Run, forget_settings
from orders_world import Intake
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from shouhou import clock
from shouhou.cases import schema
from shouhou.cases.database import Database
from shouhou.command import app

SERVER_URL = os.environ.get("TEST_DATABASE_URL") or "postgresql://postgres@127.0.0.1:5432/test"
CONNECT_SECONDS = 5


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database at head; every test that takes it runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'shouhou.db'}"
    else:
        url = request.getfixturevalue("postgresql_url")
    database = Database(url)
    try:
        if database.is_sqlite:
            schema.upgrade(database)
        else:
            _empty(database)
        yield database
    finally:
        database.dispose()


@pytest.fixture
def intake(database: Database, tmp_path: Path) -> Intake:
    """Where order files are imported."""
    return Intake(database, tmp_path)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL database of this session's own, at head. Skips where no server is reachable; under CI that fails."""
    with _new_database() as url:
        migrated = Database(url)
        schema.upgrade(migrated)
        migrated.dispose()
        yield url


@pytest.fixture
def empty_postgresql_url() -> Iterator[str]:
    """A PostgreSQL database of this test's own, without a single table."""
    with _new_database() as url:
        yield url


@contextmanager
def _new_database() -> Iterator[str]:
    server = make_url(SERVER_URL)
    name = f"shouhou_test_{uuid.uuid4().hex[:12]}"
    try:
        _on_server(server, f"CREATE DATABASE {name}")
    except OperationalError as error:
        cause = str(error.orig).splitlines()[0]
        reason = f"no PostgreSQL at {server.host}:{server.port} (set TEST_DATABASE_URL): {cause}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(server: URL, statement: str) -> None:
    """Run what PostgreSQL takes outside a transaction alone."""
    engine = create_engine(
        server, isolation_level="AUTOCOMMIT", future=True, connect_args={"connect_timeout": CONNECT_SECONDS}
    )
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


def _empty(database: Database) -> None:
    """Empty every table. TRUNCATE, because the events' triggers refuse a DELETE."""
    with database.write() as connection:
        tables = ", ".join(f'"{name}"' for name in _tables(connection))
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


def _tables(connection: Connection) -> list[str]:
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    return list(connection.execute(text(query)).scalars())


@pytest.fixture
def own_shop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Settings of a shop in a folder of its own."""
    for name in ("DATABASE_URL", "REDIS_URL", "SHOUHOU_DEMO", "SHOUHOU_TIME_OFFSET"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("SHOUHOU_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("SHOUHOU_WIDGET_SECRET", SECRET)
    forget_settings()
    yield tmp_path
    forget_settings()


@pytest.fixture
def run(own_shop: Path) -> Run:
    """Runs `shouhou …` with the shop's own SQLite database."""
    return lambda *arguments: Outcome(CliRunner().invoke(app, list(arguments)))


@pytest.fixture
def staffed(database: Database, run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `shouhou …` with the test's database, at the moment when its cases are a day old."""
    monkeypatch.setenv("DATABASE_URL", database.url.render_as_string(hide_password=False))
    monkeypatch.setattr(clock, "now", lambda: NOW)
    forget_settings()
    return run
