"""The widget's messages on the wire, and the signed addresses of files in them."""

import hashlib
import hmac
from typing import Any, Optional

from shouhou.cases.conversations import Message
from shouhou.rules.window import SHANGHAI

FILE_SECONDS = 600  # how long a file's signed address holds
MAX_CURSOR = 2**31 - 1


class BadCursor(ValueError):
    """Not a cursor of ours."""


def read_cursor(text: Optional[str]) -> int:
    """The place that a cursor names; nothing or an empty one is the beginning. Raises BadCursor."""
    if not text:
        return 0
    # Its length first: Python refuses to read a number of thousands of digits.
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(MAX_CURSOR)) or int(text) > MAX_CURSOR:
        raise BadCursor("cursor is not one that this conversation gave")
    return int(text)


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
    if message.file_id is not None:
        encoded["image"] = signed_address(message.file_id, secret, now)
    if message.agent is not None:
        encoded["name"] = message.agent
    if message.facts:
        encoded["facts"] = message.facts
    return encoded


def signed_address(file_id: str, secret: str, now: float) -> str:
    """An address that shows this file alone, for ten minutes, to whoever has it: what `<img>` uses."""
    expires = int(now) + FILE_SECONDS
    return f"/webhooks/widget/files/{file_id}?exp={expires}&sig={_signature(file_id, str(expires), secret)}"


def signature_holds(file_id: str, expires: str, signature: str, secret: str, now: float) -> bool:
    """Whether a signed address is ours and has not run out."""
    right = _signature(file_id, expires, secret)
    genuine = hmac.compare_digest(right.encode(), signature.encode("utf-8", "replace"))
    return genuine and expires.isascii() and expires.isdigit() and int(expires) >= now


def _signature(file_id: str, expires: str, secret: str) -> str:
    key = hashlib.sha256(f"file-address:{secret}".encode()).digest()
    return hmac.new(key, f"{file_id}:{expires}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
