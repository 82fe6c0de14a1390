"""企业微信 微信客服: a callback says that there is something, sync_msg hands it out, send_msg answers.

How far was read is kept in the case database, and only after what was read stands in the record; so nothing is lost,
and what is handed out twice is known by its id.
"""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any, Optional

from sanic import response
from sanic.request import Request
from sanic.response import BaseHTTPResponse

from shouhou import clock
from shouhou.cases import channel_state, handovers, outbox
from shouhou.cases import conversations as record
from shouhou.cases.conversations import Address
from shouhou.cases.messages import AGENT, BOT, Draft
from shouhou.cases.outbox import Load
from shouhou.cases.posting import OUT_OF_WINDOW, OVER_QUOTA
from shouhou.cases.transitions import NotFound
from shouhou.channels.incoming import Incoming
from shouhou.channels.outcomes import NotNow
from shouhou.channels.refusals import Refused
from shouhou.channels.turn import ConflictingMessage, Turns
from shouhou.channels.wechat.accounts import CUSTOMER_SERVICE, WECHAT, Account
from shouhou.channels.wechat.channel import WeChatInput, message_allowance, readable
from shouhou.channels.wechat.crypto import BadPush
from shouhou.channels.wechat.decode import KF_EVENT, KfItem, decode_kf, decode_push, envelope_of
from shouhou.channels.wechat.documents import BadBody
from shouhou.channels.wechat.errors import ApiError, Unreachable, raise_for_delivery
from shouhou.responses import response as words

logger = logging.getLogger(__name__)

PAGE = 100  # WeChat gives up to 1,000; items may be tens of KB, and an answer over 4 MB is not read
TOO_OLD = timedelta(minutes=10)  # what a first reading passes over: it was said before this house was there
TOKEN_LASTS = timedelta(minutes=10)
TOKEN_RAN_OUT, UNKNOWN_DESK = 95007, 95000
FIRST_WAIT, LONGEST_WAIT = 1.0, 300.0
CUSTOMER, SERVICER = 3, 5
POOL, SERVED, ENDED = 2, 3, 4
FAILURES = {4: OUT_OF_WINDOW, 6: OVER_QUOTA, 10: "the buyer refuses messages"}
WELCOME_ID = "welcome"
MAX_ID = 64  # characters of an id in the record


class CustomerServiceInput(WeChatInput):
    """微信客服."""

    kind = CUSTOMER_SERVICE

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._readings: dict[tuple[str, str], _Reading] = {}

    async def connect(self, turns: Turns) -> None:
        """Begin, by reading what came while nobody was there."""
        await super().connect(turns)
        for account in self.accounts.values():
            prefix = _cursor_name(account, "")
            for name in await turns.cases(channel_state.cursors, prefix):
                self._read(account, name.removeprefix(prefix), None)

    async def close(self) -> None:
        """End reading."""
        for reading in self._readings.values():
            reading.cancel()
        await super().close()

    def verified(self, request: Request, account: Account) -> str:
        """The console's echostr, opened."""
        return self._open(account, request, request.args.get("echostr", ""))

    async def push(self, request: Request, account: Account) -> BaseHTTPResponse:
        """The callback: there is something to read."""
        envelope = envelope_of(self.body_of(request))
        if envelope is None:
            raise Refused(403, "the callback is not sealed")
        try:
            pushed = decode_push(readable(self._open(account, request, envelope[1]).encode()))
        except BadBody as error:
            raise Refused(error.status, "the callback says nothing that is known") from error
        if pushed.event == KF_EVENT and pushed.open_kfid:
            _ = self.turns  # refuses while the bot loads, so that it is called again
            self._read(account, pushed.open_kfid, pushed.kf_token)
        return response.text("success")

    def _open(self, account: Account, request: Request, sealed: str) -> str:
        timestamp, nonce = self.fresh(request)
        cipher = account.cipher()
        assert cipher is not None
        try:
            return cipher.open(sealed, request.args.get("msg_signature", ""), timestamp, nonce)
        except BadPush as error:
            raise Refused(403, "the signature or the seal does not hold: compare Token, EncodingAESKey and 企业ID "
                               "with the console") from error

    # Reading

    def _read(self, account: Account, open_kfid: str, token: Optional[str]) -> None:
        reading = self._readings.get((account.name, open_kfid))
        if reading is None:
            reading = _Reading(lambda given: self._sync(account, open_kfid, given))
            self._readings[account.name, open_kfid] = reading
        reading.ask(token)

    async def _sync(self, account: Account, open_kfid: str, token: Optional[str]) -> None:
        """Read all there is. Raises ApiError or Unreachable; what was read until then is kept."""
        name = _cursor_name(account, open_kfid)
        async with self.turns.locks.hold(f"reading:{name}"):
            more = True
            while more:
                cursor = await self.turns.cases(channel_state.cursor_of, name)
                body: dict[str, Any] = {"open_kfid": open_kfid, "limit": PAGE, "voice_format": 0}
                body |= {"cursor": cursor} if cursor else {}
                body |= {"token": token} if token else {}
                page = await self.apis[account.name].post("/cgi-bin/kf/sync_msg", body)
                items = page.get("msg_list")
                for item in items if isinstance(items, list) else []:
                    await self._take(account, item, is_first=not cursor)
                following = str(page.get("next_cursor") or "")
                if following and following != cursor:
                    await self.turns.cases(channel_state.keep_cursor, name, following, clock.now())
                more = bool(page.get("has_more")) and bool(following) and following != cursor

    async def _take(self, account: Account, given: Any, is_first: bool) -> None:
        """Take one item in. What cannot be read is passed over: it would stand in the way of all that follow."""
        try:
            item = decode_kf(given)
        except BadBody:
            logger.warning("an item of 微信客服 cannot be read: passed over")
            return
        if not item.external_userid:
            return
        sent_at = datetime.fromtimestamp(item.send_time, timezone.utc)
        if is_first and clock.now() - sent_at > TOO_OLD:
            return
        conversation_id = f"{self.kind}:{account.name}:{item.open_kfid}:{item.external_userid}"
        address = Address(account.name, {"user": item.external_userid, "open_kfid": item.open_kfid})
        incoming = Incoming(conversation_id, self.kind, None, _client_id(item.msgid), address=address)
        if item.kind == "event":
            await self._event(account, item, incoming)
        elif item.origin == CUSTOMER:
            await self._message(account, item, incoming)
        elif item.origin == SERVICER:
            await self._overhear(item, incoming)

    async def _message(self, account: Account, item: KfItem, incoming: Incoming) -> None:
        if item.kind == "text" and item.text and item.text.strip():
            fields = await self.read_back(account, incoming.conversation_id, item.text, item.menu_id)
        elif item.kind == "image" and item.media_id:
            fields = {"media": item.media_id, "content": item.media_id}
        else:
            fields = self.not_read(item.kind, item.media_id)
        try:
            await self.turns.accept(replace(incoming, allowance=message_allowance(clock.now()), **fields))
        except ConflictingMessage:
            logger.warning("微信客服 hands out another message under a known id: passed over")

    async def _overhear(self, item: KfItem, incoming: Incoming) -> None:
        """A servicer's own words, for the record."""
        await self.open(incoming)
        agent = item.servicer_userid or WECHAT
        draft = Draft(incoming.client_id, AGENT, text=item.text or f"[{item.kind}]", agent=agent[:64])
        said = await self.turns.cases(record.say_once, incoming.conversation_id, draft, clock.now(), False)
        if said is not None:
            await self.turns.told(incoming.conversation_id)

    async def _event(self, account: Account, item: KfItem, incoming: Incoming) -> None:
        now = clock.now()
        if item.event == "enter_session":
            is_bound = bool(item.scene_param) and await self.bind(incoming, item.scene_param or "", incoming.client_id)
            if item.welcome_code and is_bound:
                await self._say_bound(account, item.welcome_code, incoming)
            elif item.welcome_code:
                await self._welcome(account, item.welcome_code, incoming)
        elif item.event == "msg_send_fail" and item.fail_msgid:
            why = FAILURES.get(item.fail_type or 0, f"not delivered (fail_type {item.fail_type})")
            await self.turns.cases(outbox.refused_late, incoming.conversation_id, item.fail_msgid, why)
        elif item.event == "session_status_change":
            with suppress(NotFound):
                if item.change_type in (1, 2):
                    agent = (item.servicer_userid or WECHAT)[:64]
                    await self.turns.cases(handovers.take, incoming.conversation_id, agent, now)
                elif item.change_type == 3:
                    await self.turns.cases(handovers.hand_back, incoming.conversation_id, now)

    async def _welcome(self, account: Account, code: str, incoming: Incoming) -> None:
        text = words("utter_welcome")
        if await self._say_by_code(account, code, incoming, text):
            await self.open(incoming)
            draft = Draft(incoming.client_id, BOT, text=text)
            await self.turns.cases(record.say_once, incoming.conversation_id, draft, clock.now(), False)

    async def _say_bound(self, account: Account, code: str, incoming: Incoming) -> None:
        """Say what came of a link by the event's code: else it were held until the customer writes."""
        for message in await self.turns.cases(outbox.unsent, incoming.conversation_id):
            if message.message_id == incoming.client_id and await self._say_by_code(
                account, code, incoming, message.text or ""
            ):
                now = clock.now()
                await self.turns.cases(outbox.carried_with_answer, incoming.conversation_id, [message.seq], now)

    async def _say_by_code(self, account: Account, code: str, incoming: Incoming, text: str) -> bool:
        msgid = WELCOME_ID + hashlib.sha256(incoming.client_id.encode()).hexdigest()[:24]
        body = {"code": code, "msgid": msgid, "msgtype": "text", "text": {"content": text}}
        try:
            await self.apis[account.name].post("/cgi-bin/kf/send_msg_on_event", body)
        except (ApiError, Unreachable) as error:  # a code lives twenty seconds: there is no second try
            logger.warning("a welcome could not be said: %s", error)
            return False
        return True

    # Carrying

    def has_menus(self, account: Account) -> bool:
        """Always."""
        return True

    def menu(self, head: str, lines: list[tuple[str, str]]) -> dict[str, Any]:
        """A message menu."""
        return {
            "head_content": head,
            "list": [{"type": "click", "click": {"id": name, "content": label}} for name, label in lines],
        }

    async def send_body(self, account: Account, load: Load, body: dict[str, Any], name: str) -> Optional[str]:
        """By send_msg; the name makes a second try the same message."""
        to = load.address.to
        await self.apis[account.name].post(
            "/cgi-bin/kf/send_msg", {"touser": to["user"], "open_kfid": to["open_kfid"], "msgid": name, **body}
        )
        return name

    async def hand_over(self, load: Load) -> None:
        """To the servicer who is set, else to the pool; where the desk answers, the session stays with the bot."""
        account = self._account_of(load.address)
        if account.people != WECHAT or load.handover is None:
            return
        try:
            await self._transfer(account, load, account.servicer)
        except ApiError as error:
            if not account.servicer:
                raise_for_delivery(error)
            logger.warning("the servicer cannot take a session (%s): it goes to the pool", error)
            try:
                await self._transfer(account, load, "")
            except (ApiError, Unreachable) as again:
                raise_for_delivery(again)
        except Unreachable as error:
            raise_for_delivery(error)

    async def _transfer(self, account: Account, load: Load, servicer: str) -> None:
        to = load.address.to
        session = {"open_kfid": to["open_kfid"], "external_userid": to["user"]}
        state = await self.apis[account.name].post("/cgi-bin/kf/service_state/get", session)
        if state.get("service_state") in (POOL, SERVED, ENDED):
            return  # with people already, as after a try whose answer was lost; or over
        wanted: dict[str, Any] = {"service_state": SERVED, "servicer_userid": servicer} if servicer else {
            "service_state": POOL
        }
        await self.apis[account.name].post("/cgi-bin/kf/service_state/trans", {**session, **wanted})


class _Reading:
    """Reads one account's messages, one reading at a time; whoever asks meanwhile is served by the next."""

    def __init__(self, read: Callable[[Optional[str]], Awaitable[None]]) -> None:
        self._read = read
        self._asked = False
        self._called = asyncio.Event()
        self._token: Optional[tuple[str, datetime]] = None
        self._task: Optional[asyncio.Task[None]] = None

    def ask(self, token: Optional[str]) -> None:
        """There may be something to read; with the callback's token it may be asked for often."""
        self._asked = True
        self._called.set()
        if token:
            self._token = (token, clock.now())
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    def cancel(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        wait = FIRST_WAIT
        while self._asked:
            self._asked = False
            self._called.clear()
            is_good = self._token is not None and clock.now() - self._token[1] < TOKEN_LASTS
            try:
                await self._read(self._token[0] if is_good and self._token is not None else None)
                wait = FIRST_WAIT
            except Exception as error:
                if isinstance(error, ApiError) and error.code == UNKNOWN_DESK:
                    logger.warning("微信客服 does not know a 客服账号 that it was called for: it is let be")
                    continue
                self._asked = True
                if isinstance(error, ApiError) and error.code == TOKEN_RAN_OUT:
                    self._token = None
                if isinstance(error, (ApiError, Unreachable, NotNow)):
                    logger.warning("微信客服 cannot be read: %s", error)
                else:
                    logger.exception("reading 微信客服 broke off: trying again")
                with suppress(asyncio.TimeoutError):  # a callback says that somebody is there again
                    await asyncio.wait_for(self._called.wait(), wait)
                wait = min(2 * wait, LONGEST_WAIT)


def _cursor_name(account: Account, open_kfid: str) -> str:
    return f"{account.kind}:{account.name}:{account.app_id}:{open_kfid}"


def _client_id(msgid: str) -> str:
    return msgid if len(msgid) <= MAX_ID else hashlib.sha256(msgid.encode()).hexdigest()
