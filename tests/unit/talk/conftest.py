"""A database for each test, migrated once; and a buyer's talk over one order or over three."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from shouhou.cases import schema
from shouhou.cases.database import Database
from tests.leading import Talk, begin


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all its tables."""
    path = tmp_path_factory.mktemp("migrated") / "shouhou.db"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database)
    database.dispose()
    return path


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh copy of it."""
    for each in migrated.parent.iterdir():
        shutil.copy(each, tmp_path / each.name)
    database = Database(f"sqlite:///{tmp_path / 'shouhou.db'}")
    yield database
    database.dispose()


@pytest.fixture
def one(database: Database) -> Talk:
    """A buyer of one cup, received two days ago."""
    return begin(database, ["蓝色保温杯"])


@pytest.fixture
def three(database: Database) -> Talk:
    """A buyer of three things."""
    return begin(database, ["蓝色保温杯", "雪纺连衣裙", "折叠台灯"])
