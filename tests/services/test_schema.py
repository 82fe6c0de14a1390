"""The schema that migrations build, on both databases."""

from sqlalchemy import inspect

from shouhou.cases import schema
from shouhou.cases.database import Database
from shouhou.cases.tables import metadata


def test_a_migrated_database_is_current_and_has_every_table(database: Database) -> None:
    assert schema.is_current(database)
    assert set(metadata.tables) <= set(inspect(database.engine).get_table_names())


def test_an_upgrade_of_a_current_database_changes_nothing(database: Database) -> None:
    schema.upgrade(database)
    assert schema.current_revision(database) == schema.head_revision()
