"""Tencent's pushing side: pushes, tried three times with one MsgId, honest or forged, and the check of an address."""

import http.client
import itertools
import secrets
import socket
import threading
import time
import urllib.parse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Optional

from tests.services.wechat.accounts import Account, Kind
from tests.services.wechat.envelopes import (
    ACKNOWLEDGED,
    Fields,
    Format,
    Mode,
    WrongAnswer,
    reply_of,
    sealed,
    to_json,
    to_xml,
)
from tests.services.wechat.fake_tencent import utc_now
from tests.services.wechat.tencent_crypto import Seal, new_key, signature

TRIES = 3
_msg_ids = itertools.count(int(time.time()) << 32)


class Forgery(Enum):
    """What is wrong with a push that did not come from Tencent."""

    TOKEN = "signed with another token"
    BODY = "another body under a true signature"
    KEY = "sealed with another key, signed with the true token"
    RECEIVER = "sealed for another account, signed with the true token"
    CUT = "the last block is missing, signed with the true token"
    PLAIN = "a plain body with a true plain signature, to an account in safe mode"
    UNSIGNED = "no signature at all"


@dataclass(frozen=True)
class Request:
    """A push as it goes over the wire; sent again as it is, it is a replay."""

    query: dict[str, str]
    body: bytes
    fields: Fields
    content_type: str = "text/xml"


@dataclass(frozen=True)
class Attempt:
    """One try: the answer, or why there was none."""

    request: Request
    status: Optional[int]
    body: bytes
    seconds: float
    error: str = ""
    lost: bool = False  # answered, but the answer never reached Tencent

    @property
    def is_acknowledged(self) -> bool:
        return self.status == 200 and self.body in ACKNOWLEDGED and not self.lost


@dataclass
class Push:
    """What became of a push."""

    fields: Fields
    attempts: list[Attempt] = field(default_factory=list)
    reply: Fields = field(default_factory=dict)  # the passive reply, opened
    is_taken: bool = False  # acknowledged or replied to
    wrong: str = ""  # why the last answer was not taken

    @property
    def shows_notice(self) -> bool:
        """Whether the person sees 该服务暂时无法提供服务."""
        return not self.is_taken and bool(self.attempts)

    @property
    def msg_id(self) -> str:
        return str(self.fields.get("MsgId", ""))


@dataclass(frozen=True)
class Verification:
    """What became of the check of an address."""

    status: Optional[int]
    body: bytes
    expected: bytes

    @property
    def is_passed(self) -> bool:
        return self.status == 200 and self.body == self.expected


class Pusher:
    """Pushes of one account to one address.

    `timeout` is of one try and `wait` between two, in seconds; `on_reply` is told of a passive reply with the fields
    that it answers.
    """

    def __init__(
        self,
        account: Account,
        address: str,
        *,
        mode: Mode = Mode.SAFE,
        body_format: Format = Format.XML,
        now: Callable[[], datetime] = utc_now,
        timeout: float = 5.0,
        tries: int = TRIES,
        wait: float = 0.0,
        on_reply: Optional[Callable[[Fields, Fields], None]] = None,
    ) -> None:
        if account.kind is Kind.KF and mode is not Mode.SAFE:
            raise ValueError("callbacks of WeCom are always sealed")
        if account.kind is Kind.OFFICIAL and body_format is not Format.XML:
            raise ValueError("official accounts are told in XML alone")
        self.account = account
        self.address = address
        self.mode = mode
        self.body_format = body_format
        self.now = now
        self.timeout = timeout
        self.tries = tries
        self.wait = wait
        self.on_reply = on_reply
        self.pushes: list[Push] = []

    # What is pushed.

    def message(self, user: str, msgtype: str, msg_id: str = "", **fields: Any) -> Fields:
        """The fields of a message from a person, with a MsgId of its own unless one is given."""
        return {**self._head(user, msgtype), **fields, "MsgId": msg_id or str(next(_msg_ids))}

    def event(self, user: str, event: str, **fields: Any) -> Fields:
        """The fields of an event; it has no MsgId."""
        return {**self._head(user, "event"), "Event": event, **fields}

    def kf_callback(self, open_kfid: str, token: str) -> Fields:
        """The fields of the callback that there is something to be read at a desk."""
        head = {"ToUserName": self.account.app_id, "CreateTime": int(self.now().timestamp()), "MsgType": "event"}
        return {**head, "Event": "kf_msg_or_event", "Token": token, "OpenKfId": open_kfid}

    # Pushing.

    def push(
        self,
        fields: Fields,
        *,
        forgery: Optional[Forgery] = None,
        age: timedelta = timedelta(0),
        lost_answers: int = 0,
        timeout: Optional[float] = None,
    ) -> Push:
        """Push until it is taken or the tries are over, each try signed anew.

        The first `lost_answers` answers get lost on their way; `age` is how long ago the push says it was made.
        """
        push = Push(fields)
        self.pushes.append(push)
        for number in range(self.tries):
            if number and self.wait:
                time.sleep(self.wait)
            attempt = self.send(self.prepare(fields, forgery=forgery, age=age), timeout)
            if number < lost_answers:
                push.attempts.append(replace(attempt, lost=True))
                push.wrong = "the answer was lost"
                continue
            push.attempts.append(attempt)
            if self._take(push, attempt):
                break
        return push

    def push_copies(self, fields: Fields, copies: int = 2, *, at_once: bool = True) -> list[Push]:
        """The same push several times, all at once or one after the other: Tencent delivers at least once."""
        return self.push_all([fields] * copies, at_once=at_once)

    def push_all(self, many: Sequence[Fields], *, at_once: bool = False) -> list[Push]:
        """Several pushes, in the order given or all at once."""
        if not at_once:
            return [self.push(fields) for fields in many]
        done: list[Optional[Push]] = [None] * len(many)

        def run(number: int) -> None:
            done[number] = self.push(many[number])

        threads = [threading.Thread(target=run, args=(number,)) for number in range(len(many))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [push for push in done if push is not None]

    def replay(self, push: Push, timeout: Optional[float] = None) -> Attempt:
        """The very same query and body again, as somebody who listened would send them."""
        return self.send(push.attempts[0].request, timeout)

    def prepare(
        self, fields: Fields, *, forgery: Optional[Forgery] = None, age: timedelta = timedelta(0)
    ) -> Request:
        """A push as it goes over the wire, not sent: for sending late, twice, or after one that was made later."""
        timestamp, nonce = str(int((self.now() - age).timestamp())), str(secrets.randbelow(10**10))
        plain = (to_json if self.body_format is Format.JSON else to_xml)(fields)
        token = secrets.token_hex(16) if forgery is Forgery.TOKEN else self.account.token
        query = {} if self.account.kind is Kind.KF else self._weixin_query(fields, token, timestamp, nonce)
        body = plain
        if self.mode is not Mode.PLAIN and forgery is not Forgery.PLAIN:
            encrypted = self._sealed(plain, forgery)
            if self.account.kind is not Kind.KF:
                query["encrypt_type"] = "aes"
            query |= {"msg_signature": signature(token, timestamp, nonce, encrypted)}
            query |= {"timestamp": timestamp, "nonce": nonce}
            if forgery is Forgery.BODY:
                encrypted = self._sealed(plain, None)
            body = sealed(self.account, self.mode, self.body_format, fields, encrypted)
        if forgery is Forgery.UNSIGNED:
            query = {name: value for name, value in query.items() if "signature" not in name}
        content_type = "application/json" if self.body_format is Format.JSON else "text/xml"
        return Request(query, body.encode("utf-8"), fields, content_type)

    def send(self, request: Request, timeout: Optional[float] = None) -> Attempt:
        """One try of a push, in whatever shape it is."""
        began = time.monotonic()
        try:
            status, body = self._http("POST", request.query, request.body, request.content_type, timeout)
            return Attempt(request, status, body, time.monotonic() - began)
        except (OSError, http.client.HTTPException) as error:
            kind = "timeout" if isinstance(error, socket.timeout) else type(error).__name__
            return Attempt(request, None, b"", time.monotonic() - began, kind)

    def send_raw(self, body: bytes, query: dict[str, str], content_type: str = "text/xml") -> Attempt:
        """One try of anything at all."""
        return self.send(Request(query, body, {}, content_type))

    def verify(self, echostr: Optional[str] = None, *, forgery: Optional[Forgery] = None) -> Verification:
        """Check the address as Tencent does when it is saved; TOKEN and UNSIGNED forge the check."""
        echo = echostr or str(secrets.randbelow(10**19))
        timestamp, nonce = str(int(self.now().timestamp())), str(secrets.randbelow(10**10))
        token = secrets.token_hex(16) if forgery is Forgery.TOKEN else self.account.token
        sent, name, parts = echo, "signature", [token, timestamp, nonce]
        if self.account.kind is Kind.KF:
            sent, name = self.account.seal.encrypt(echo), "msg_signature"
            parts.append(sent)
        query = {name: signature(*parts), "timestamp": timestamp, "nonce": nonce, "echostr": sent}
        if forgery is Forgery.UNSIGNED:
            del query[name]
        try:
            status, body = self._http("GET", query, None, "", None)
        except (OSError, http.client.HTTPException) as error:
            return Verification(None, type(error).__name__.encode(), echo.encode())
        return Verification(status, body, echo.encode())

    # Within.

    def _head(self, user: str, msgtype: str) -> Fields:
        created = int(self.now().timestamp())
        return {"ToUserName": self.account.original_id, "FromUserName": user, "CreateTime": created, "MsgType": msgtype}

    def _weixin_query(self, fields: Fields, token: str, timestamp: str, nonce: str) -> dict[str, str]:
        """The plain signature goes with every push, in safe mode too, where it proves nothing of the body."""
        signed = {"signature": signature(token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
        return {**signed, "openid": str(fields.get("FromUserName", ""))}

    def _sealed(self, plain: str, forgery: Optional[Forgery]) -> str:
        seal = self.account.seal
        if forgery is Forgery.KEY:
            seal = Seal(new_key(), self.account.app_id)
        elif forgery is Forgery.RECEIVER:
            seal = Seal(self.account.encoding_aes_key, f"wx{secrets.token_hex(8)}")
        encrypted = seal.encrypt(plain)
        return encrypted[:-64] if forgery is Forgery.CUT else encrypted

    def _take(self, push: Push, attempt: Attempt) -> bool:
        """Whether an answer ends the tries."""
        if attempt.status != 200:
            push.wrong = attempt.error or f"HTTP {attempt.status}"
            return False
        try:
            push.reply = reply_of(self.account, self.mode, self.body_format, push.fields, attempt.body)
        except (WrongAnswer, UnicodeDecodeError) as error:
            push.wrong = str(error)
            return False
        push.is_taken, push.wrong = True, ""
        if push.reply and self.on_reply is not None:
            self.on_reply(push.fields, push.reply)
        return True

    def _http(
        self, method: str, query: dict[str, str], body: Optional[bytes], content_type: str, timeout: Optional[float]
    ) -> tuple[int, bytes]:
        parts = urllib.parse.urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout or self.timeout)
        try:
            headers = {"Content-Type": content_type, "User-Agent": "Mozilla/4.0"} if content_type else {}
            connection.request(method, f"{parts.path}?{urllib.parse.urlencode(query)}", body, headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()
