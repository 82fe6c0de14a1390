"""What is said in a conversation: a message as recorded, one that is not yet, and whether its buttons still stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional

from sqlalchemy.engine import Row

BOT, AGENT, BUYER, SYSTEM = "bot", "agent", "buyer", "system"
Buttons = list[dict[str, str]]
# Behind the entities, or the intent where there are none: a # inside a value begins no scope.
_SCOPE = re.compile(r'(?:\}|^/[^{#]*)#([^#{}"]+)$', re.DOTALL)


@dataclass(frozen=True)
class Message:
    """One message of a conversation; `seq` is its place, without gaps, and its cursor.

    `past`: one of its buttons belongs to a question that no longer stands, so that pressing it writes nothing.
    """

    seq: int
    message_id: str
    sender: str
    at: datetime
    text: Optional[str] = None
    buttons: Optional[Buttons] = None
    file_id: Optional[str] = None
    facts: Optional[dict[str, Any]] = None
    agent: Optional[str] = None
    past: bool = False


@dataclass(frozen=True)
class Draft:
    """A message that is not yet in the record."""

    message_id: str
    sender: str
    text: Optional[str] = None
    buttons: Optional[Buttons] = None
    file_id: Optional[str] = None
    facts: Optional[dict[str, Any]] = None
    agent: Optional[str] = None


def message_of(row: Row, standing: Optional[Sequence[str]] = None) -> Message:
    """A row of the messages as a value; with the conversation's standing scopes it says whether it is past."""
    past = standing is not None and is_past(row.buttons, standing)
    return Message(
        row.seq, row.message_id, row.sender, row.at, row.text, row.buttons, row.file_id, row.facts, row.agent, past
    )


def scope_of(payload: str) -> str:
    """The question that a button's payload answers, written behind a # at its end; "" where it begins something."""
    found = _SCOPE.search(payload)
    return found[1] if found else ""


def scopes_of(buttons: Optional[Buttons]) -> set[str]:
    """The questions that a message's buttons answer."""
    return {scope for button in buttons or () if (scope := scope_of(button["payload"]))}


def is_past(buttons: Optional[Buttons], standing: Sequence[str]) -> bool:
    """Whether a message offers an answer to a question that does not stand."""
    return not scopes_of(buttons) <= set(standing)
