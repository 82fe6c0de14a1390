"""The one record of everything said: messages in and out, their ids, and Rasa's dialogue memory beside them.

Deduplication, history, pushes, handover and the trainers' inbox all read this record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Optional

from sqlalchemy import and_, case, func, insert, select, update
from sqlalchemy.engine import Connection

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.evidence import StoredFile, add_file_in
from shouhou.cases.history import replies_in
from shouhou.cases.messages import BUYER, Draft, Message, is_past
from shouhou.cases.posting import Allowance, allow_in, put_in
from shouhou.rules.hours import HandoverStatus


class UnknownConversation(LookupError):
    """Nothing has been said under that id yet."""


@dataclass(frozen=True)
class Address:
    """Where a channel carries what is said: one of the shop's accounts, and the channel's own names of the buyer."""

    account: str
    to: dict[str, str]


class Delivery(str, Enum):
    """What an incoming message turned out to be."""

    NEW = "new"  # or one whose turn was broken off: it must be run
    ANSWERED = "answered"  # delivered before, and its turn is complete
    CONFLICT = "conflict"  # the id was used for other content


@dataclass(frozen=True)
class TurnState:
    """What a turn starts from, read under the conversation's lock."""

    answered: bool
    buyer_id: Optional[str]
    memory: Optional[str]
    handover: Optional[HandoverStatus]
    quiet_from: Optional[datetime]  # since when the bot keeps quiet for a handover that waits


@dataclass(frozen=True)
class Understood:
    """What the language model read in the buyer's message."""

    intent: Optional[str] = None
    confidence: Optional[float] = None


def open_conversation(
    database: Database,
    conversation_id: str,
    channel: str,
    buyer_id: Optional[str],
    now: datetime,
    address: Optional[Address] = None,
) -> None:
    """Make sure the conversation exists. With an address, what is said in it waits in the outbox to be carried."""
    with database.read() as connection:
        if _exists(connection, conversation_id):
            return
    with database.write() as connection:
        database.serialise(connection, f"conversation:{conversation_id}")
        if not _exists(connection, conversation_id):
            connection.execute(
                insert(t.conversations).values(
                    conversation_id=conversation_id, channel=channel, buyer_id=buyer_id, last_seq=0, opened_at=now,
                    account=address.account if address else None, address=address.to if address else None,
                )
            )


def receive(
    database: Database,
    conversation_id: str,
    client_id: str,
    digest: str,
    draft: Draft,
    now: datetime,
    *,
    payload: Optional[str] = None,
    media: Optional[str] = None,
    heard: bool = False,
    allowance: Optional[Allowance] = None,
) -> tuple[Delivery, list[Message]]:
    """Take in a buyer's message once; returns what it is, and the message as recorded when it is new to the record.

    `payload`, `media` and `heard` are kept until the turn is done; the allowance is what the message gives for replies.
    Raises UnknownConversation when the conversation has not been opened.
    """
    with database.write() as connection:
        _lock(connection, conversation_id)
        known = connection.execute(_inbound(conversation_id, client_id)).first()
        if known is not None:
            if known.digest != digest:
                return Delivery.CONFLICT, []
            return (Delivery.ANSWERED if known.done else Delivery.NEW), []
        connection.execute(
            insert(t.inbound).values(
                conversation_id=conversation_id, client_id=client_id, digest=digest, done=False, at=now,
                payload=payload, media=media, heard=heard,
            )
        )
        if allowance is not None:
            allow_in(connection, conversation_id, allowance, now)
        return Delivery.NEW, _append(connection, conversation_id, [draft], now, None)


def start_turn(database: Database, conversation_id: str, client_id: str) -> TurnState:
    """What the turn for a received message starts from. To be called under the conversation's lock."""
    query = (
        select(
            t.conversations.c.memory, t.conversations.c.buyer_id, t.inbound.c.done, t.handovers.c.status,
            # While an urgent one waits, the bot stays with the buyer: silence helps nobody in danger.
            case(
                (t.handovers.c.urgent.is_(False), func.coalesce(t.handovers.c.quiet_from, t.handovers.c.opened_at)),
            ).label("quiet_from"),
        )
        .select_from(
            t.conversations.join(
                t.inbound,
                and_(
                    t.inbound.c.conversation_id == t.conversations.c.conversation_id,
                    t.inbound.c.client_id == client_id,
                ),
            ).outerjoin(
                t.handovers,
                and_(
                    t.handovers.c.conversation_id == t.conversations.c.conversation_id,
                    t.handovers.c.status != HandoverStatus.ENDED.value,
                ),
            )
        )
        .where(t.conversations.c.conversation_id == conversation_id)
    )
    with database.read() as connection:
        row = connection.execute(query).one()
    handover = HandoverStatus(row.status) if row.status else None
    return TurnState(row.done, row.buyer_id, row.memory, handover, row.quiet_from)


def finish_turn(
    database: Database,
    conversation_id: str,
    client_id: str,
    replies: Sequence[Draft],
    memory: Optional[str],
    understood: Understood,
    now: datetime,
    standing: Optional[Sequence[str]] = None,
) -> list[Message]:
    """Record a turn's replies, its memory and that it is done, together: a crash before leaves it to be run again.

    `standing` are the scopes whose offers stand after it. A memory of None, or a standing of None, leaves what was. A
    turn that is done already keeps its replies, which are returned: the lock under which it ran may have lapsed.
    """
    with database.write() as connection:
        _lock(connection, conversation_id)
        inbound = connection.execute(_inbound(conversation_id, client_id)).first()
        if inbound is not None and inbound.done:
            return replies_in(connection, conversation_id, client_id)
        kept = {"memory": memory, "standing": list(standing) if standing is not None else None}
        kept = {name: value for name, value in kept.items() if value is not None}
        if kept:
            connection.execute(
                update(t.conversations).where(t.conversations.c.conversation_id == conversation_id).values(**kept)
            )
        connection.execute(
            update(t.inbound)
            .where(t.inbound.c.conversation_id == conversation_id, t.inbound.c.client_id == client_id)
            .values(done=True)
        )
        if understood.intent is not None:
            connection.execute(
                update(t.messages)
                .where(
                    t.messages.c.conversation_id == conversation_id,
                    t.messages.c.message_id == client_id,
                    t.messages.c.sender == BUYER,
                )
                .values(intent=understood.intent, confidence=understood.confidence)
            )
        return _append(connection, conversation_id, replies, now, client_id)


def say(database: Database, conversation_id: str, draft: Draft, now: datetime) -> Message:
    """Add a message that no buyer's message started: an agent's, or the system's."""
    with database.write() as connection:
        return say_in(connection, conversation_id, draft, now)


def say_in(connection: Connection, conversation_id: str, draft: Draft, now: datetime) -> Message:
    """As `say`, within a transaction that writes more than the message."""
    _lock(connection, conversation_id)
    return _append(connection, conversation_id, [draft], now, None)[0]


def say_once(
    database: Database, conversation_id: str, draft: Draft, now: datetime, carried: bool = True
) -> Optional[Message]:
    """As `say`, unless a message of that id stands already: then None. For what an event starts, which may come twice.

    Not `carried` is what the buyer has got already, as the words of the channel's own people. Raises
    UnknownConversation.
    """
    with database.write() as connection:
        _lock(connection, conversation_id)
        known = select(t.messages.c.seq).where(
            t.messages.c.conversation_id == conversation_id, t.messages.c.message_id == draft.message_id
        )
        if connection.execute(known).first() is not None:
            return None
        return _append(connection, conversation_id, [draft], now, None, carried)[0]


def media_fetched(
    database: Database,
    conversation_id: str,
    client_id: str,
    stored: Optional[StoredFile],
    words: str,
    now: datetime,
    payload: Optional[str] = None,
) -> None:
    """What came of fetching a message's picture: the file, which the message then shows, or words in its place.

    Either is kept until the turn is done: a picture is not fetched again, and one that could not be had is known as
    that (`payload`) when the turn is taken up again.
    """
    with database.write() as connection:
        _lock(connection, conversation_id)
        if stored is not None:
            add_file_in(connection, stored, now)
        shown = {"file_id": stored.file_id} if stored is not None else {"text": words}
        connection.execute(
            update(t.messages)
            .where(
                t.messages.c.conversation_id == conversation_id, t.messages.c.message_id == client_id,
                t.messages.c.sender == BUYER,
            )
            .values(**shown)
        )
        connection.execute(
            update(t.inbound)
            .where(t.inbound.c.conversation_id == conversation_id, t.inbound.c.client_id == client_id)
            .values(media=None, **({"payload": payload} if stored is None else {}))
        )


def add_rating(database: Database, conversation_id: str, score: int, comment: Optional[str], now: datetime) -> None:
    """Record how satisfied the buyer was, 1 to 5."""
    with database.write() as connection:
        connection.execute(
            insert(t.ratings).values(conversation_id=conversation_id, score=score, comment=comment, at=now)
        )


def _exists(connection: Connection, conversation_id: str) -> bool:
    query = select(t.conversations.c.last_seq).where(t.conversations.c.conversation_id == conversation_id)
    return connection.execute(query).first() is not None


def _lock(connection: Connection, conversation_id: str) -> None:
    row = select(t.conversations.c.last_seq).where(t.conversations.c.conversation_id == conversation_id)
    if connection.execute(row.with_for_update()).first() is None:
        raise UnknownConversation(conversation_id)


def _inbound(conversation_id: str, client_id: str) -> Any:
    return select(t.inbound).where(
        t.inbound.c.conversation_id == conversation_id, t.inbound.c.client_id == client_id
    )


def _append(
    connection: Connection,
    conversation_id: str,
    drafts: Sequence[Draft],
    now: datetime,
    reply_to: Optional[str],
    carried: bool = True,
) -> list[Message]:
    """Number and insert messages; the conversation's row is locked, so places follow the order of commits.

    What is `carried` goes into the outbox where the conversation has one.
    """
    if not drafts:
        return []
    talk = connection.execute(
        select(t.conversations.c.last_seq, t.conversations.c.address, t.conversations.c.standing).where(
            t.conversations.c.conversation_id == conversation_id
        )
    ).one()
    last: int = talk.last_seq
    added = [
        Message(
            last + place, draft.message_id, draft.sender, now, draft.text, draft.buttons, draft.file_id, draft.facts,
            draft.agent, is_past(draft.buttons, talk.standing or []),
        )
        for place, draft in enumerate(drafts, start=1)
    ]
    connection.execute(
        insert(t.messages),
        [
            {
                "conversation_id": conversation_id,
                "seq": message.seq,
                "message_id": message.message_id,
                "sender": message.sender,
                "at": now,
                "text": message.text,
                "buttons": message.buttons,
                "file_id": message.file_id,
                "facts": message.facts,
                "agent": message.agent,
                "reply_to": reply_to,
            }
            for message in added
        ],
    )
    connection.execute(
        update(t.conversations)
        .where(t.conversations.c.conversation_id == conversation_id)
        .values(last_seq=last + len(added))
    )
    if carried and talk.address is not None:
        put_in(connection, conversation_id, [message.seq for message in added if message.sender != BUYER], now)
    return added
