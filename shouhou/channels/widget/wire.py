"""The widget's messages on the wire, and what its addresses ask for."""

from typing import Any, Optional

from shouhou.cases.messages import Message
from shouhou.rules.window import SHANGHAI
from shouhou.shared.file_addresses import signed_address

MAX_CURSOR = 2**31 - 1
MOST_MESSAGES = 200  # of one answer


class BadCursor(ValueError):
    """Not a cursor of ours."""


class BadLimit(ValueError):
    """No number of messages that can be asked for."""


def read_cursor(text: Optional[str]) -> int:
    """The place that a cursor names; nothing or an empty one is the beginning. Raises BadCursor."""
    if not text:
        return 0
    # Its length first: Python refuses to read a number of thousands of digits.
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(MAX_CURSOR)) or int(text) > MAX_CURSOR:
        raise BadCursor("cursor is not one that this conversation gave")
    return int(text)


def read_limit(text: Optional[str]) -> int:
    """How many messages an answer may hold, 1 to MOST_MESSAGES; more are taken for that. Raises BadLimit."""
    if not text:
        return MOST_MESSAGES
    if not (text.isascii() and text.isdigit()) or not text.strip("0"):
        raise BadLimit(f"limit is a whole number from 1 to {MOST_MESSAGES}")
    digits = text.lstrip("0")
    return min(int(digits), MOST_MESSAGES) if len(digits) <= len(str(MOST_MESSAGES)) else MOST_MESSAGES


def encode(message: Message, secret: str, now: float) -> dict[str, Any]:
    """A message as the widget API gives it; `now` (epoch seconds) dates the file address in it."""
    encoded: dict[str, Any] = {
        "id": message.message_id,
        "cursor": str(message.seq),
        "from": message.sender,
        "at": message.at.astimezone(SHANGHAI).isoformat(timespec="milliseconds"),
    }
    if message.text is not None:
        encoded["text"] = message.text
    if message.buttons:
        encoded["buttons"] = message.buttons
        if message.past:
            encoded["past"] = True
    if message.file_id is not None:
        encoded["image"] = signed_address(message.file_id, secret, now)
    if message.agent is not None:
        encoded["name"] = message.agent
    if message.facts:
        encoded["facts"] = message.facts
    return encoded
