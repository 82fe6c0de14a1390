"""Turns led without a server and without a model: a test says what was read, and sees what is said and remembered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Optional

from sqlalchemy import insert

from actions.lead import lead
from actions.server import turn_of
from actions.turn import Desk, Said
from shouhou.cases import tables as t
from shouhou.cases.conversations import Address, open_conversation, say
from shouhou.cases.database import Database
from shouhou.cases.messages import Draft
from shouhou.dialogue import offers
from shouhou.dialogue.state import State, dump, load
from shouhou.rules.window import SHANGHAI
from shouhou.settings import policy

NOW = datetime(2026, 12, 2, 10, tzinfo=SHANGHAI)
WORDS = {"affirm": "好的", "deny": "不用了", "stop": "算了", "thank": "谢谢", "greet": "你好"}
Clause = tuple[str, str]  # its words, and the intent read in them


@dataclass
class Talk:
    """A conversation whose messages are given as read; the memory goes on from turn to turn."""

    database: Database
    conversation: str
    buyer: Optional[str] = None
    now: datetime = NOW
    memory: Any = None
    turns: int = 0
    said: list[Said] = field(default_factory=list)

    def says(
        self, text: str, intent: str, *clauses: Clause, sure: float = 0.95, heard: bool = False,
        left_queue: bool = False, **entities: Any
    ) -> list[str]:
        """A message with its intent, its clauses where it has several, and its entities; the responses said."""
        found = [
            {"entity": kind, "value": value, **_place(text, value)}
            for kind, values in entities.items() for value in (values if isinstance(values, list) else [values])
        ]
        parts, at = [], 0
        for words, meant in clauses:
            at = text.index(words, at)
            parts.append({"start": at, "end": at + len(words), "ranking": [{"name": meant, "confidence": sure}]})
        ranking = [{"name": intent, "confidence": sure}]
        parse = {"text": text, "intent_ranking": ranking, "entities": found, "clauses": parts, "plain": text.lower()}
        return self._lead(parse, heard=heard, left_queue=left_queue)

    def asks(self, intent: str, **entities: Any) -> list[str]:
        """A message of one intent, in whatever words."""
        return self.says(WORDS.get(intent, intent), intent, **entities)

    def presses(self, title: str) -> list[str]:
        """Press the latest button of that title."""
        payload = next(
            each["payload"] for said in reversed(self.said) for each in said.buttons if each["title"] == title
        )
        given = offers.parse(payload)
        return self._lead({
            "text": title, "pressed": given.scope, "intent_ranking": [{"name": given.intent, "confidence": 1.0}],
            "entities": [{"entity": kind, "value": value} for kind, value in given.entities.items()],
        })

    def sends_file(self, file_id: str) -> list[str]:
        """Send an uploaded file."""
        return self._lead({
            "text": "", "intent_ranking": [{"name": "send_file", "confidence": 1.0}],
            "entities": [{"entity": "file_id", "value": file_id}],
        })

    @property
    def state(self) -> State:
        """What the talk remembers."""
        return load(self.memory)

    @property
    def last(self) -> Said:
        return self.said[-1]

    @property
    def text(self) -> str:
        """All texts of the last turn."""
        return "\n".join(said.text for said in self.said[-self._count :])

    _count: int = 1

    def _lead(self, parse: dict[str, Any], **marks: bool) -> list[str]:
        self.turns += 1
        self.now += timedelta(seconds=10)
        metadata: dict[str, Any] = {"buyer_id": self.owner(), "at": self.now.isoformat(), **marks}
        parse = {**parse, "message_id": f"{self.conversation}#{self.turns}", "metadata": metadata}
        turn = turn_of(Desk(self.database, policy()), self.conversation, parse, self.memory)
        lead(turn)
        now_said = turn.end()
        self.memory = dump(turn.state)
        for number, each in enumerate(now_said):
            draft = Draft(f"{self.turns}-{number}", "bot", text=each.text, buttons=each.buttons or None)
            say(self.database, self.conversation, draft, self.now)
        self.said += now_said
        self._count = max(1, len(now_said))
        return [each.response for each in now_said]

    def owner(self) -> Optional[str]:
        """Whose the conversation is."""
        with self.database.read() as connection:
            row = t.conversations.select().where(t.conversations.c.conversation_id == self.conversation)
            owner: Optional[str] = connection.execute(row).one().buyer_id
            return owner


def _place(text: str, value: Any) -> dict[str, int]:
    at = text.find(str(value))
    return {"start": max(at, 0), "end": at + len(str(value)) if at >= 0 else 0}


def add_order(database: Database, number: str, product: str, buyer: Optional[str] = "anna", **more: Any) -> None:
    """An order, received two days before NOW where nothing else is said."""
    values = {
        "order_number": number, "buyer_id": buyer, "buyer_phone": "13812345678", "product": product,
        "paid_amount": 9900, "paid_at": NOW - timedelta(days=5), "shipped_at": NOW - timedelta(days=4),
        "received_at": NOW - timedelta(days=2), "status": "received", "imported_at": NOW, "updated_at": NOW, **more,
    }
    with database.write() as connection:
        connection.execute(insert(t.orders).values(**values))


def begin(
    database: Database, orders: Sequence[str] = (), buyer: Optional[str] = "anna",
    conversation: str = "widget:buyer:anna",
) -> Talk:
    """A buyer's conversation; their orders, of these products, are numbered N1, N2, …"""
    for place, product in enumerate(orders, start=1):
        add_order(database, f"N{place}", product, buyer)
    open_conversation(database, conversation, "widget", buyer, NOW)
    return Talk(database, conversation, buyer)


def begin_wechat(database: Database, conversation: str) -> Talk:
    """Somebody unknown who writes from WeChat."""
    open_conversation(database, conversation, "wechat", None, NOW, address=Address("main", {"user": "o1"}))
    return Talk(database, conversation)
