"""Handing a conversation to a person and back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional

from sqlalchemy import and_, func, insert, or_, select, tuple_, update
from sqlalchemy.engine import Connection, Row

from shouhou.cases import tables as t
from shouhou.cases.conversations import say_in
from shouhou.cases.database import Database
from shouhou.cases.messages import Draft
from shouhou.cases.posting import put_handover_in
from shouhou.cases.speakers import Speaker
from shouhou.cases.transitions import NotFound
from shouhou.rules.hours import HandoverStatus

_OPEN = t.handovers.c.status != HandoverStatus.ENDED.value


@dataclass(frozen=True)
class HandoverRecord:
    """A handover; `ahead` is how many wait before it: the urgent ones first, the older ones first among equals."""

    conversation_id: str
    status: HandoverStatus
    opened_at: datetime
    reason: str
    summary: str
    agent: Optional[str]
    ahead: int = 0
    urgent: bool = False


def hand_over(
    database: Database,
    speaker: Speaker,
    reason: str,
    summary: str,
    now: datetime,
    people_at: Optional[datetime] = None,
    urgent: bool = False,
) -> HandoverRecord:
    """Put the conversation into the queue; one that waits or is taken already is returned as it is.

    An urgent one goes before all others, also when it waits or is taken already; none becomes less urgent again. The
    bot goes on answering while it waits.

    Where a channel has people of its own, it is handed to them from `people_at` on (now, when None). One that waits
    since out of hours keeps its place when it is asked for again in hours; from then on the bot keeps quiet.
    """
    with database.write() as connection:
        database.serialise(connection, f"handover:{speaker.conversation_id}")
        row = _open_one(connection, speaker.conversation_id)
        if row is None:
            connection.execute(
                insert(t.handovers).values(
                    conversation_id=speaker.conversation_id, buyer_id=speaker.name_in_records,
                    status=HandoverStatus.WAITING.value, urgent=urgent, reason=reason, summary=summary, opened_at=now,
                )
            )
            put_handover_in(connection, speaker.conversation_id, people_at or now)
        elif not (urgent or row.urgent) and (people_at is None or people_at <= now):
            _keep_quiet(connection, speaker.conversation_id, now)
        if row is not None and urgent and not row.urgent:
            _set_open(connection, speaker.conversation_id, urgent=True)
        row = _open_one(connection, speaker.conversation_id)
        assert row is not None
        # By number among those of the same moment, as in the queue.
        own = t.handovers.c
        before = tuple_(own.opened_at, own.id) < tuple_(row.opened_at, row.id)
        before = and_(own.urgent, before) if row.urgent else or_(own.urgent, before)
        ahead = select(func.count()).where(own.status == HandoverStatus.WAITING.value, own.id != row.id, before)
        return _record(row, connection.execute(ahead).scalar_one())


def add_note(database: Database, conversation_id: str, text: str, now: datetime) -> Optional[HandoverRecord]:
    """Add a line to the summary of the conversation's open handover, for whoever takes it; None when none is open.

    `text` is the whole line, its label included. `now` is when it was said. A line that stands there last is not added
    again: a turn that is run again says it again.
    """
    with database.write() as connection:
        database.serialise(connection, f"handover:{conversation_id}")
        row = _open_one(connection, conversation_id)
        if row is None:
            return None
        if row.summary != text and not row.summary.endswith(f"\n{text}"):
            _set_open(connection, conversation_id, summary=f"{row.summary}\n{text}" if row.summary else text)
        row = _open_one(connection, conversation_id)
        assert row is not None
        return _record(row, 0)


def waiting(database: Database) -> list[HandoverRecord]:
    """Every handover that is not ended: the urgent ones first, the older ones first among equals."""
    with database.read() as connection:
        own = t.handovers.c
        queue = select(t.handovers).where(_OPEN).order_by(own.urgent.desc(), own.opened_at, own.id)
        rows = connection.execute(queue).all()
    records, ahead = [], 0
    for row in rows:
        records.append(_record(row, ahead))
        ahead += row.status == HandoverStatus.WAITING.value
    return records


def status_of(database: Database, conversation_id: str) -> tuple[Optional[HandoverStatus], Optional[datetime]]:
    """How a conversation's open handover stands, and since when the bot counts it as open; two Nones for none."""
    with database.read() as connection:
        row = _open_one(connection, conversation_id)
    return (HandoverStatus(row.status), row.quiet_from or row.opened_at) if row is not None else (None, None)


def keep_quiet(database: Database, conversation_id: str, now: datetime) -> None:
    """People are there now for a handover that waited for them: the bot keeps quiet from here on."""
    with database.write() as connection:
        database.serialise(connection, f"handover:{conversation_id}")
        _keep_quiet(connection, conversation_id, now)


def take(
    database: Database, conversation_id: str, agent: str, now: datetime, said: Optional[Draft] = None
) -> HandoverRecord:
    """A person takes the conversation; one that nobody asked for may be taken too. Raises NotFound for no such talk.

    `said` is what the buyer is told of it, once: an agent who has the conversation already takes it in silence.
    """
    with database.write() as connection:
        database.serialise(connection, f"handover:{conversation_id}")
        talk = connection.execute(
            select(t.conversations).where(t.conversations.c.conversation_id == conversation_id)
        ).first()
        if talk is None:
            raise NotFound(f"no conversation {conversation_id}")
        taken = {"status": HandoverStatus.TAKEN.value, "taken_at": now, "agent": agent}
        before = _open_one(connection, conversation_id)
        if said is not None and (before is None or before.agent != agent):
            say_in(connection, conversation_id, said, now)
        if before is None:
            speaker = Speaker(conversation_id, talk.buyer_id)
            connection.execute(
                insert(t.handovers).values(
                    conversation_id=conversation_id, buyer_id=speaker.name_in_records, opened_at=now, **taken
                )
            )
        else:
            _set_open(connection, conversation_id, **taken)
        row = _open_one(connection, conversation_id)
        assert row is not None
        return _record(row, 0)


def hand_back(database: Database, conversation_id: str, now: datetime, said: Optional[Draft] = None) -> None:
    """End the handover: the bot answers again. Raises NotFound when the conversation is not handed over.

    `said` is what the buyer is told of it, when a person had the conversation: one that only waited ends in silence.
    """
    with database.write() as connection:
        database.serialise(connection, f"handover:{conversation_id}")
        row = _open_one(connection, conversation_id)
        if row is None:
            raise NotFound(f"conversation {conversation_id} is not handed over")
        _set_open(connection, conversation_id, status=HandoverStatus.ENDED.value, ended_at=now)
        if said is not None and row.status == HandoverStatus.TAKEN.value:
            say_in(connection, conversation_id, said, now)


def withdraw(database: Database, conversation_id: str, now: datetime) -> bool:
    """End a handover that the buyer no longer waits for; False where none waits, or a person has it by now."""
    with database.write() as connection:
        database.serialise(connection, f"handover:{conversation_id}")
        row = _open_one(connection, conversation_id)
        if row is None or row.status != HandoverStatus.WAITING.value:
            return False
        _set_open(connection, conversation_id, status=HandoverStatus.ENDED.value, ended_at=now)
        return True


def _keep_quiet(connection: Connection, conversation_id: str, now: datetime) -> None:
    connection.execute(
        update(t.handovers)
        .where(
            t.handovers.c.conversation_id == conversation_id,
            t.handovers.c.status == HandoverStatus.WAITING.value,
        )
        .values(quiet_from=now)
    )


def _set_open(connection: Connection, conversation_id: str, **values: Any) -> None:
    connection.execute(
        update(t.handovers).where(t.handovers.c.conversation_id == conversation_id, _OPEN).values(**values)
    )


def _open_one(connection: Connection, conversation_id: str) -> Optional[Row]:
    return connection.execute(
        select(t.handovers).where(t.handovers.c.conversation_id == conversation_id, _OPEN)
    ).first()


def _record(row: Row, ahead: int) -> HandoverRecord:
    return HandoverRecord(
        row.conversation_id, HandoverStatus(row.status), row.opened_at, row.reason, row.summary, row.agent, ahead,
        row.urgent,
    )
