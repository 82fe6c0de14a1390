"""Who speaks in a conversation, and which orders that lets them see. Known from the channel alone."""

from dataclasses import dataclass
from typing import Optional

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from shouhou.cases import tables as t


@dataclass(frozen=True)
class Speaker:
    """A buyer, or a guest (no buyer id) who sees only the orders proven in this conversation."""

    conversation_id: str
    buyer_id: Optional[str] = None

    @property
    def is_guest(self) -> bool:
        return self.buyer_id is None

    @property
    def name_in_records(self) -> str:
        """What a record carries as its buyer when the order itself names none."""
        return self.buyer_id or f"guest:{self.conversation_id}"


def may_see(connection: Connection, speaker: Speaker, order: Row) -> bool:
    """Whether the order is the speaker's own, or was proven in this conversation."""
    if speaker.buyer_id is not None and order.buyer_id == speaker.buyer_id:
        return True
    proof = select(t.proofs.c.at).where(
        t.proofs.c.conversation_id == speaker.conversation_id, t.proofs.c.order_number == order.order_number
    )
    return connection.execute(proof).first() is not None
