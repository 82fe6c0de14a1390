"""What POST /cgi-bin/kf/sync_msg hands out: pages behind cursors, for a callback's Token or at a crawl without one."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Optional

from tests.services.wechat.records import Refusal

KEPT = timedelta(days=3)
TOKEN_LIVES = timedelta(minutes=10)
LIMIT = 1000
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Item:
    """One message or event."""

    open_kfid: str
    at: datetime
    fields: dict[str, Any]


class KfQueue:
    """The messages and events of one corp's customers, oldest first.

    `empty_pages` of the next answers hold nothing although there is more, and no page holds more than `page_size`.
    Without a Token `without_token` calls a minute are answered (how many Tencent allows is not published).
    """

    def __init__(self, open_kfids: tuple[str, ...], now: Callable[[], datetime]) -> None:
        self._open_kfids = open_kfids
        self._now = now
        self._items: list[Item] = []
        self._cursors: dict[str, tuple[str, int]] = {}
        self._tokens: dict[str, datetime] = {}
        self._crawled: list[datetime] = []
        self._count = 4622416642169452483
        self.empty_pages = 0
        self.page_size = LIMIT
        self.without_token = 1

    def put_message(
        self, open_kfid: str, customer: str, msgtype: str, content: dict[str, Any], origin: int = 3, servicer: str = ""
    ) -> str:
        """Queue what a customer (origin 3) or a person of the shop (5) wrote; its msgid."""
        fields: dict[str, Any] = {"open_kfid": open_kfid, "external_userid": customer, "origin": origin}
        if servicer:
            fields["servicer_userid"] = servicer
        return self._put(open_kfid, {**fields, "msgtype": msgtype, msgtype: content})

    def put_event(self, open_kfid: str, customer: str, event_type: str, **fields: Any) -> str:
        """Queue an event; whose it is stands within the event; its msgid."""
        event = {"event_type": event_type, "open_kfid": open_kfid, "external_userid": customer, **fields}
        return self._put(open_kfid, {"origin": 4, "msgtype": "event", "event": event})

    def callback_token(self) -> str:
        """The Token of a callback: what makes ten minutes of reading free."""
        token = f"ENC{secrets.token_urlsafe(36)}"
        self._tokens[token] = self._now()
        return token

    def sync(self, body: dict[str, Any]) -> dict[str, Any]:
        """POST /cgi-bin/kf/sync_msg"""
        open_kfid = str(body.get("open_kfid") or "")
        if open_kfid and open_kfid not in self._open_kfids:
            raise Refusal(95000)
        limit = body.get("limit") or LIMIT
        if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= LIMIT:
            raise Refusal(40058, "limit")
        if body.get("voice_format", 0) not in (0, 1):
            raise Refusal(40058, "voice_format")
        start = self._position(str(body.get("cursor") or ""), open_kfid)
        self._check_token(body.get("token"))
        if self.empty_pages:
            self.empty_pages -= 1
            return self._page([], open_kfid, start, has_more=True)
        waiting = [
            (number, item)
            for number, item in enumerate(self._items)
            if number >= start and open_kfid in ("", item.open_kfid) and item.at > self._now() - KEPT
        ]
        taken = waiting[: min(limit, self.page_size)]
        has_more = len(taken) < len(waiting)
        end = taken[-1][0] + 1 if has_more else len(self._items)
        return self._page([item.fields for _, item in taken], open_kfid, end, has_more)

    def _put(self, open_kfid: str, fields: dict[str, Any]) -> str:
        self._count += 1
        msgid = f"from_msgid_{self._count}"
        sent = {"msgid": msgid, "send_time": int(self._now().timestamp()), **fields}
        self._items.append(Item(open_kfid, self._now(), sent))
        return msgid

    def _page(self, found: list[dict[str, Any]], open_kfid: str, end: int, has_more: bool) -> dict[str, Any]:
        cursor = secrets.token_urlsafe(15)
        self._cursors[cursor] = (open_kfid, end)
        return {"next_cursor": cursor, "has_more": int(has_more), "msg_list": found}

    def _position(self, cursor: str, open_kfid: str) -> int:
        """Where a cursor stands: the beginning without one. Refuses those that another desk's pages gave."""
        if not cursor:
            return 0
        of, position = self._cursors.get(cursor, ("", -1))
        if position < 0 or of != open_kfid:
            raise Refusal(40058, "cursor")
        return position

    def _check_token(self, token: Optional[Any]) -> None:
        if token:
            given = self._tokens.get(str(token))
            if given is None or self._now() - given >= TOKEN_LIVES:
                raise Refusal(95007)
            return
        self._crawled = [at for at in self._crawled if at > self._now() - A_MINUTE]
        if len(self._crawled) >= self.without_token:
            raise Refusal(45009)
        self._crawled.append(self._now())
