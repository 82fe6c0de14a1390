"""What is kept of what happened: calls, and the messages that people got; and how a call is refused."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Optional, Union

ERRMSG = {
    -1: "system busy",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40005: "invalid file type",
    40007: "invalid media_id",
    40008: "invalid message type",
    40009: "invalid image size",
    40013: "invalid appid",
    40014: "invalid access_token",
    40029: "invalid code",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40035: "invalid parameter",
    40058: "invalid request parameter",
    40066: "invalid url",
    40096: "invalid external userid",
    40125: "invalid appsecret",
    40164: "invalid ip, not in whitelist",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41005: "media data missing",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    44004: "empty content",
    45002: "content size out of limit",
    45008: "article list size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    45072: "invalid command",
    45080: "need sending message to user, or recving message from user in the last 30 seconds before typing",
    45081: "you are already typing",
    47001: "data format error",
    48001: "api unauthorized",
    60020: "not allow to access from your ip",
    95000: "invalid open_kfid",
    95001: "send msg count limit",
    95007: "invalid msg token",
    95008: "too many menu items",
    95009: "invalid menu item type",
    95014: "user is not a servicer on duty",
    95016: "state transition not allowed",
    95017: "api disabled",
    95018: "send msg session status invalid",
    95033: "msgid duplicated",
}


class Refusal(Exception):
    """Tencent's no: HTTP 200 with an errcode."""

    def __init__(self, errcode: int, detail: str = "") -> None:
        self.errcode = errcode
        self.errmsg = ERRMSG.get(errcode, "error") + (f": {detail}" if detail else "")
        super().__init__(f"{errcode} {self.errmsg}")


@dataclass(frozen=True)
class Upload:
    """A file that came in a call."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Raw:
    """An answer that is bytes."""

    content: bytes
    content_type: str
    name: str


Answer = Union[dict[str, Any], Raw]


@dataclass
class Call:
    """One call of the bot's; `errcode` once it is answered, `fault` where one was played."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes
    at: datetime
    uploads: tuple[Upload, ...] = ()
    errcode: Optional[int] = None
    answer: Optional[Answer] = None
    fault: str = ""

    @property
    def json(self) -> dict[str, Any]:
        """The body. Refused with 47001 where it is no object."""
        try:
            found = json.loads(self.body.decode("utf-8"))
        except ValueError as error:
            raise Refusal(47001) from error
        if not isinstance(found, dict):
            raise Refusal(47001)
        return found


@dataclass(frozen=True)
class MenuItem:
    """One line of a menu; only a `click` can be clicked back to the bot."""

    id: str
    content: str
    kind: str = "click"
    url: str = ""


@dataclass(frozen=True)
class Content:
    """What a message says, whatever it came as; `text` of a menu is its head, `tail` what stands below."""

    kind: str
    text: str = ""
    items: tuple[MenuItem, ...] = ()
    tail: str = ""
    media_id: str = ""


@dataclass(frozen=True)
class Delivered:
    """A message that a person sees."""

    kind: str
    text: str
    items: tuple[MenuItem, ...]
    tail: str
    media_id: str
    msgid: str
    via: str  # custom, kf, on_event, passive or servicer
    account: str  # appid or corpid
    at: datetime
    body: dict[str, Any] = field(compare=False, default_factory=dict)


class Inboxes:
    """Everybody's messages, and the one lock under which all of Tencent's state changes."""

    def __init__(self) -> None:
        self.changed = threading.Condition()  # a re-entrant lock below
        self._of: dict[str, list[Delivered]] = {}

    def deliver(
        self, user: str, content: Content, *, via: str, account: str, at: datetime, msgid: str = "",
        body: Optional[dict[str, Any]] = None,
    ) -> None:
        """Show a message to a person."""
        with self.changed:
            self._of.setdefault(user, []).append(
                Delivered(
                    content.kind, content.text, content.items, content.tail, content.media_id, msgid, via, account, at,
                    body or {},
                )
            )
            self.changed.notify_all()

    def of(self, user: str) -> list[Delivered]:
        """All that a person got, oldest first."""
        with self.changed:
            return list(self._of.get(user, ()))

    def wait(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Whether the condition came true within the seconds; looked at after every change."""
        with self.changed:
            return self.changed.wait_for(condition, seconds)
