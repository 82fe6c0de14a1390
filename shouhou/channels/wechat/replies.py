"""Passive replies: what a push itself may be answered with."""

import json
import re
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from shouhou.channels.wechat.decode import Push

# What XML has no way to write, and half a surrogate pair, which UTF-8 has none for either.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Reply:
    """The fields of a passive reply, in order; numbers stay numbers."""

    fields: dict[str, Any]

    def xml(self) -> str:
        """As the platform writes XML."""
        return f"<xml>{''.join(f'<{name}>{_value(value)}</{name}>' for name, value in self.fields.items())}</xml>"

    def json(self) -> str:
        """As JSON."""
        return json.dumps(self.fields, ensure_ascii=False)


def text_reply(pushed: Push, text: str, now: int) -> Reply:
    """A text to whom the push came from."""
    return Reply({**_head(pushed, now), "MsgType": "text", "Content": _UNWRITABLE.sub("", text)})


def transfer_reply(pushed: Push, now: int) -> Reply:
    """Hand the message to the account's own customer service."""
    return Reply({**_head(pushed, now), "MsgType": "transfer_customer_service"})


def _head(pushed: Push, now: int) -> dict[str, Any]:
    return {"ToUserName": pushed.from_user, "FromUserName": pushed.to_user, "CreateTime": now}


def _value(value: Any) -> str:
    return str(value) if isinstance(value, int) else escape(str(value))
