"""Alembic's entrance: uses the connection that shouhou.cases.schema hands over, or opens the configured database."""

from alembic import context

from shouhou.cases.database import Database
from shouhou.cases.tables import metadata
from shouhou.settings import settings


def _run(connection: object) -> None:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with Database(settings().database_url).write() as opened:
        _run(opened)
