"""What the commands share: plain errors, and the shop that they work on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from shouhou.cases.database import Database
    from shouhou.rules.policy import Policy
    from shouhou.settings import Settings


class CommandError(Exception):
    """Something that the caller of a command can mend; the message says how."""

    code = 1


class BadInput(CommandError):
    """A command that fails for a reason of its own with 1 says with 2 that it was given what it cannot read."""

    code = 2


@dataclass(frozen=True)
class Shop:
    """The database at head, the policy and the moment that a command works with."""

    settings: "Settings"
    database: "Database"
    policy: "Policy"
    now: datetime


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn an error that the caller can mend into one line on stderr and its exit code, else 1."""
    from shouhou.rules.policy import PolicyError
    from shouhou.settings import SettingError

    try:
        yield
    except (CommandError, SettingError, PolicyError) as error:
        typer.echo(f"shouhou: {error}", err=True)
        raise typer.Exit(getattr(error, "code", 1)) from error


@contextmanager
def open_database() -> Iterator["Database"]:
    """The database as it is, with errors of its records made plain."""
    with plain_errors(), _database_errors():
        database = _database()
        if database.is_sqlite and database.url.database:
            Path(database.url.database).parent.mkdir(parents=True, exist_ok=True)
        try:
            yield database
        finally:
            database.dispose()


@contextmanager
def open_shop() -> Iterator[Shop]:
    """The shop, with errors of its records made plain.

    An SQLite database is brought to head; a PostgreSQL one that is not there is refused, for others may be using it.
    """
    with open_database() as database:
        from shouhou import clock
        from shouhou.settings import policy, settings

        _bring_to_head(database)
        yield Shop(settings(), database, policy(), clock.now())


def _database() -> "Database":
    from sqlalchemy.exc import ArgumentError

    from shouhou.cases.database import Database
    from shouhou.settings import settings

    try:
        return Database(settings().database_url)
    except (ArgumentError, ImportError) as error:  # the message may hold the URL, and the URL a password
        raise CommandError("DATABASE_URL is not the URL of an SQLite or PostgreSQL database") from error


def _bring_to_head(database: "Database") -> None:
    from shouhou.cases import schema

    if schema.is_current(database):
        return
    if not database.is_sqlite:
        raise CommandError("the database's schema is not this version's; run `shouhou db upgrade` first")
    schema.upgrade(database)


@contextmanager
def _database_errors() -> Iterator[None]:
    """What may go wrong with the database and its records, as errors of the command."""
    from alembic.util import CommandError as MigrationError
    from sqlalchemy.exc import DatabaseError

    from shouhou.cases.transitions import AlreadyAnswered, IllegalStep, NotFound

    try:
        yield
    except DatabaseError as error:
        raise CommandError(f"the database cannot be used: {str(error.orig).strip()}") from error
    except MigrationError as error:
        raise CommandError(f"the database's schema is unknown to this version: {error}") from error
    except (AlreadyAnswered, IllegalStep, NotFound) as error:
        raise CommandError(str(error)) from error


def one_line(text: str) -> str:
    """A buyer's words as they may stand in a terminal: no line ends, no control sequences."""
    return "".join(character if character.isprintable() else " " for character in text)
