"""What a buyer wrote in a conversation, also while a person was waited for and the bot kept quiet."""

from datetime import datetime

from sqlalchemy import select

from shouhou.cases import tables as t
from shouhou.cases.database import Database


def said_by_buyer(database: Database, conversation_id: str, since: datetime, most: int = 30) -> list[str]:
    """The buyer's latest texts since a moment, the oldest of them first."""
    own = t.messages.c
    told = (own.conversation_id == conversation_id, own.sender == "buyer", own.at >= since, own.text.is_not(None))
    with database.read() as connection:
        rows = connection.execute(select(own.text).where(*told).order_by(own.seq.desc()).limit(most)).all()
    return [row.text for row in reversed(rows)]
