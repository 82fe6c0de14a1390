"""Uploaded files and what they are evidence of. The bytes lie beside the database, under their id."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.speakers import Speaker


@dataclass(frozen=True)
class StoredFile:
    """A file that a buyer sent; `kind` is its media type."""

    file_id: str
    conversation_id: str
    kind: str
    bytes: int


def add_file(database: Database, stored: StoredFile, now: datetime) -> None:
    """Record an upload."""
    with database.write() as connection:
        add_file_in(connection, stored, now)


def add_file_in(connection: Connection, stored: StoredFile, now: datetime) -> None:
    """As `add_file`, within a transaction that writes more."""
    connection.execute(
        insert(t.files).values(
            file_id=stored.file_id, conversation_id=stored.conversation_id, kind=stored.kind, bytes=stored.bytes,
            uploaded_at=now,
        )
    )


def find_file(database: Database, file_id: str) -> Optional[StoredFile]:
    """The record of an upload, whoever's; the caller checks whose."""
    with database.read() as connection:
        row = connection.execute(select(t.files).where(t.files.c.file_id == file_id)).first()
    return StoredFile(row.file_id, row.conversation_id, row.kind, row.bytes) if row else None


def evidence_of(database: Database, case_number: str) -> list[str]:
    """The ids of the uploads that are evidence of a case, in the order in which they were added."""
    query = select(t.evidence.c.file_id).where(t.evidence.c.case_number == case_number).order_by(t.evidence.c.id)
    with database.read() as connection:
        return list(connection.execute(query).scalars())


def attach(
    connection: Connection,
    speaker: Speaker,
    file_ids: Iterable[str],
    now: datetime,
    *,
    case_number: Optional[str] = None,
    complaint_number: Optional[str] = None,
) -> None:
    """Make the speaker's own uploads evidence of a case or a complaint; another's are passed over."""
    wanted = list(dict.fromkeys(file_ids))
    own = select(t.files.c.file_id).where(
        t.files.c.file_id.in_(wanted), t.files.c.conversation_id == speaker.conversation_id
    )
    known = set(connection.execute(own).scalars()) if wanted else set()
    for file_id in wanted:
        if file_id in known:
            connection.execute(
                insert(t.evidence).values(
                    file_id=file_id, case_number=case_number, complaint_number=complaint_number, added_at=now
                )
            )
