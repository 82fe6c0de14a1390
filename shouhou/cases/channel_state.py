"""What a channel must remember for all its processes: the access tokens it was given, and how far it has read."""

from datetime import datetime
from typing import Optional

from sqlalchemy import insert, select, update

from shouhou.cases import tables as t
from shouhou.cases.database import Database


def token_of(database: Database, name: str, now: datetime) -> Optional[tuple[str, datetime]]:
    """The token kept under a name and when it runs out; None when there is none that is good."""
    query = select(t.channel_tokens.c.token, t.channel_tokens.c.expires_at).where(
        t.channel_tokens.c.name == name, t.channel_tokens.c.expires_at > now
    )
    with database.read() as connection:
        row = connection.execute(query).first()
    return (row.token, row.expires_at) if row is not None else None


def keep_token(database: Database, name: str, token: str, expires_at: datetime) -> None:
    """Keep a token under a name, in place of the one before."""
    with database.write() as connection:
        database.serialise(connection, f"token:{name}")
        values = {"token": token, "expires_at": expires_at}
        changed = connection.execute(update(t.channel_tokens).where(t.channel_tokens.c.name == name).values(**values))
        if not changed.rowcount:
            connection.execute(insert(t.channel_tokens).values(name=name, **values))


def cursor_of(database: Database, name: str) -> Optional[str]:
    """How far the channel has read under a name; None when it has read nothing."""
    with database.read() as connection:
        query = select(t.channel_cursors.c.cursor).where(t.channel_cursors.c.name == name)
        cursor: Optional[str] = connection.execute(query).scalar()
    return cursor


def keep_cursor(database: Database, name: str, cursor: str, now: datetime) -> None:
    """Note how far the channel has read."""
    with database.write() as connection:
        database.serialise(connection, f"cursor:{name}")
        values = {"cursor": cursor, "at": now}
        changed = connection.execute(update(t.channel_cursors).where(t.channel_cursors.c.name == name).values(**values))
        if not changed.rowcount:
            connection.execute(insert(t.channel_cursors).values(name=name, **values))


def cursors(database: Database, prefix: str) -> list[str]:
    """The names under which cursors are kept that begin with a prefix."""
    query = select(t.channel_cursors.c.name).where(t.channel_cursors.c.name.startswith(prefix, autoescape=True))
    with database.read() as connection:
        return list(connection.execute(query).scalars())
