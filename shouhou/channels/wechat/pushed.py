"""What official accounts and mini programs share: messages come as signed pushes, replies go by the customer API."""

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, Optional

from sanic import response
from sanic.request import Request
from sanic.response import BaseHTTPResponse

from shouhou import clock
from shouhou.cases import handovers, outbox
from shouhou.cases.conversations import Address
from shouhou.cases.history import replies_to
from shouhou.cases.messages import Message
from shouhou.cases.outbox import Load
from shouhou.cases.posting import Allowance
from shouhou.cases.transitions import NotFound
from shouhou.channels.incoming import Incoming
from shouhou.channels.refusals import Refused
from shouhou.channels.turn import ConflictingMessage
from shouhou.channels.wechat import wording
from shouhou.channels.wechat.accounts import PLAIN, WECHAT, Account
from shouhou.channels.wechat.channel import WeChatInput, message_allowance, readable
from shouhou.channels.wechat.crypto import BadPush, signature_holds
from shouhou.channels.wechat.decode import Push, decode_push, envelope_of
from shouhou.channels.wechat.documents import BadBody
from shouhou.channels.wechat.errors import ApiError, Unreachable
from shouhou.channels.wechat.replies import Reply, text_reply, transfer_reply
from shouhou.rules.hours import HandoverStatus

logger = logging.getLogger(__name__)

SUCCESS = "success"
TYPING_AFTER = 0.4  # seconds: a turn is seldom so long, and each call counts against a quota
TRANSFER_SECONDS = 4.0  # WeChat waits five for an answer
SCENE = "qrscene_"


class PushedInput(WeChatInput):
    """Official accounts and mini programs."""

    typing_path: str
    event_allowance: tuple[timedelta, int]

    def verified(self, request: Request, account: Account) -> str:
        """The console's echostr, when its signature holds."""
        timestamp, nonce = self.fresh(request)
        if not signature_holds(request.args.get("signature", ""), account.token, timestamp, nonce):
            raise Refused(403, "the signature does not hold: is `token` the one in the console?")
        if account.mode == PLAIN:  # it would hold for any push as well
            self.once_with(timestamp, nonce, b"")
        return str(request.args.get("echostr", ""))[:256]

    async def push(self, request: Request, account: Account) -> BaseHTTPResponse:
        """A message or an event."""
        timestamp, nonce = self.fresh(request)
        document, is_json = self._opened(request, account, timestamp, nonce)
        try:
            pushed = decode_push(document)
        except BadBody as error:
            raise Refused(error.status, "the push says nothing that is known") from error
        openid = request.args.get("openid")
        if not pushed.from_user or (openid is not None and openid != pushed.from_user):
            raise Refused(403, "the push is of another user than it says")
        reply = await self._take(account, pushed, document)
        if reply is None:
            return response.text(SUCCESS)
        return self._sealed(account, reply, is_json, nonce)

    def _opened(
        self, request: Request, account: Account, timestamp: str, nonce: str
    ) -> tuple[dict[str, Any], bool]:
        """The document that a push carries, once its signature holds, and whether it is JSON."""
        is_json = request.body.lstrip()[:1] == b"{"
        if account.mode == PLAIN:
            if not signature_holds(request.args.get("signature", ""), account.token, timestamp, nonce):
                raise Refused(403, "the signature does not hold")
            self.once_with(timestamp, nonce, request.body)
            return self.body_of(request), is_json
        # Sealed in the compatible mode too: `signature` does not cover the body, nor do the plain fields beside it.
        envelope = envelope_of(self.body_of(request))
        if envelope is None:
            raise Refused(403, "this account takes sealed pushes alone (safe or compatible mode)")
        cipher = account.cipher()
        assert cipher is not None
        try:
            opened = cipher.open(envelope[1], request.args.get("msg_signature", ""), timestamp, nonce)
        except BadPush as error:
            raise Refused(403, "the signature or the seal does not hold") from error
        return readable(opened.encode()), is_json

    def _sealed(self, account: Account, reply: Reply, is_json: bool, nonce: str) -> BaseHTTPResponse:
        text = reply.json() if is_json else reply.xml()
        cipher = account.cipher()
        if cipher is not None:
            envelope = cipher.seal(text, str(int(clock.now().timestamp())), nonce)
            text = envelope.json() if is_json else envelope.xml()
        kind = "application/json" if is_json else "text/xml"
        return response.raw(text.encode(), content_type=f"{kind}; charset=utf-8")

    async def _take(self, account: Account, pushed: Push, document: dict[str, Any]) -> Optional[Reply]:
        conversation_id = f"{self.kind}:{account.name}:{pushed.from_user}"
        incoming = Incoming(
            conversation_id, self.kind, None, pushed.key, address=Address(account.name, {"user": pushed.from_user})
        )
        if pushed.kind == "event":
            return await self._event(account, pushed, incoming, document)
        allowance = message_allowance(clock.now()) if account.customer_messages else None
        fields = await self._said(account, pushed, conversation_id)
        return await self._message(account, pushed, replace(incoming, allowance=allowance, **fields))

    async def _said(self, account: Account, pushed: Push, conversation_id: str) -> dict[str, Any]:
        if pushed.kind == "text" and pushed.text and pushed.text.strip():
            return await self.read_back(account, conversation_id, pushed.text, pushed.menu_id)
        if pushed.recognition:  # what the platform heard in a voice message
            return {**await self.read_back(account, conversation_id, pushed.recognition, None), "heard": True}
        if pushed.kind == "image" and pushed.media_id:
            return {"media": pushed.media_id, "content": pushed.media_id}
        return self.not_read(pushed.kind, pushed.media_id)

    async def _message(self, account: Account, pushed: Push, incoming: Incoming) -> Optional[Reply]:
        """Take a message in; what answers the push is given only where it carries words or hands the buyer over."""
        try:
            turn = await self.turns.accept(incoming)
        except ConflictingMessage as error:
            raise Refused(409, "this id came with another message") from error
        if not account.customer_messages:
            # No hurry: a push that waits too long comes again, and finds the same turn.
            replies = await (asyncio.shield(turn) if turn is not None else self._replies(incoming))
            return await self._passive(pushed, incoming, replies)
        if turn is not None and account.typing:
            self.later(self._typing(account, incoming, turn))
        if account.people == WECHAT and pushed.kind != "event":  # WeChat hands over messages alone
            if turn is not None:
                await asyncio.wait({turn}, timeout=TRANSFER_SECONDS)
            if await self.turns.is_with_people(incoming.conversation_id):
                return transfer_reply(pushed, int(time.time()))
        return None

    async def _replies(self, incoming: Incoming) -> list[Message]:
        told: list[Message] = await self.turns.cases(
            replies_to, incoming.conversation_id, incoming.client_id
        )
        return told

    async def _passive(self, pushed: Push, incoming: Incoming, replies: list[Message]) -> Optional[Reply]:
        """What waits for the buyer and this turn's replies, as the one message that answers a push."""
        again = await self.turns.cases(outbox.went_with, incoming.conversation_id, pushed.key)
        if again:  # the answer got lost on its way
            return text_reply(pushed, wording.fitting(again)[0], int(time.time()))
        waiting = await self.turns.cases(outbox.unsent, incoming.conversation_id)
        messages = {message.seq: message for message in [*waiting, *replies]}
        text, told = wording.fitting([messages[place] for place in sorted(messages)])
        if not told:
            return None
        places = [message.seq for message in told]
        await self.turns.cases(
            outbox.carried_with_answer, incoming.conversation_id, places, clock.now(), pushed.key
        )
        return text_reply(pushed, text, int(time.time()))

    async def _typing(self, account: Account, incoming: Incoming, turn: "asyncio.Task[list[Message]]") -> None:
        await asyncio.wait({turn}, timeout=TYPING_AFTER)
        if turn.done() or incoming.address is None:
            return
        body = {"touser": incoming.address.to["user"], "command": "Typing"}
        with suppress(ApiError, Unreachable):  # a courtesy: the reply itself comes anyway
            await self.apis[account.name].post(self.typing_path, body)

    async def _event(
        self, account: Account, pushed: Push, incoming: Incoming, document: dict[str, Any]
    ) -> Optional[Reply]:
        event, key = pushed.event or "", pushed.event_key or ""
        window, sends = self.event_allowance
        if account.customer_messages:
            incoming = replace(incoming, allowance=Allowance(clock.now() + window, sends))
        if event in ("subscribe", "scan") or (event == "user_enter_tempsession"):
            code = key.removeprefix(SCENE) if event != "user_enter_tempsession" else pushed.session_from or ""
            is_bound = bool(code) and await self.bind(incoming, code, pushed.key)
            if not is_bound and event != "scan":
                await self.said_by_event(incoming, pushed.key, "utter_welcome")
        elif event == "click" and key in self.turns.plain_intents:
            return await self._message(account, pushed, replace(incoming, payload=f"/{key}", title=f"[{key}]"))
        elif event in ("kf_create_session", "kf_switch_session"):
            agent = str(document.get("KfAccount") or document.get("ToKfAccount") or WECHAT)[:64]
            with suppress(NotFound):
                await self.turns.cases(handovers.take, incoming.conversation_id, agent, clock.now())
        elif event == "kf_close_session":
            with suppress(NotFound):
                await self.turns.cases(handovers.hand_back, incoming.conversation_id, clock.now())
        else:
            return None
        if not account.customer_messages:
            return await self._passive(pushed, incoming, [])
        return None

    async def hand_over(self, load: Load) -> None:
        """People are there now: with WeChat's own desk the buyer's next message goes to them, and not to the bot."""
        if self._account_of(load.address).people == WECHAT and load.handover is HandoverStatus.WAITING:
            await self.turns.cases(handovers.keep_quiet, load.conversation_id, clock.now())

    async def send_body(self, account: Account, load: Load, body: dict[str, Any], name: str) -> Optional[str]:
        """By the customer message API."""
        await self.apis[account.name].post(
            "/cgi-bin/message/custom/send", {"touser": load.address.to["user"], **body}
        )
        return None
