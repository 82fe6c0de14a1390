"""The schema's state: bringing it to head, and knowing whether it is there."""

from typing import Optional

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from shouhou.cases.database import Database


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "shouhou:cases/migrations")
    return config


def upgrade(database: Database) -> None:
    """Bring the schema to head; nothing happens when it is there. Two at once queue."""
    config = _config()
    if database.is_sqlite and database.url.database:
        from pathlib import Path

        Path(database.url.database).parent.mkdir(parents=True, exist_ok=True)
    with database.write() as connection:
        database.serialise(connection, "migration")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def current_revision(database: Database) -> Optional[str]:
    """The revision that the database is at, None for an empty one."""
    with database.read() as connection:
        revision: Optional[str] = MigrationContext.configure(connection).get_current_revision()
    return revision


def head_revision() -> str:
    """The revision that this code needs."""
    head: Optional[str] = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def is_current(database: Database) -> bool:
    """Whether the database has the schema that this code needs."""
    return current_revision(database) == head_revision()
