"""Tencent's WeChat servers on this machine: api.weixin.qq.com and qyapi.weixin.qq.com under one address.

They keep their own state and rules (tokens, windows, states, expiries), by a clock that a test moves, and play faults.
What they know of the protocol was read from Tencent's documents and never from the bot's code.
"""

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime, timezone
from types import TracebackType
from typing import Any, Optional

from aiohttp import web

from tests.services.wechat.access_tokens import AccessTokens
from tests.services.wechat.accounts import Account, Kind
from tests.services.wechat.custom_desk import CustomDesk
from tests.services.wechat.faults import CUT, DROP, HANG, Fault, Faults, is_status
from tests.services.wechat.kf_desk import KfDesk
from tests.services.wechat.limits import Act
from tests.services.wechat.media_store import MediaStore
from tests.services.wechat.records import Answer, Call, Delivered, Inboxes, Raw, Refusal, Upload

START_SECONDS = 10
BODY_BYTES = 32 * 1024 * 1024
MEDIA = ("/cgi-bin/media/get", "/cgi-bin/media/upload")
PICTURES = "/mmbiz_pic/"
Handler = Callable[[Account, Call], Answer]


def utc_now() -> datetime:
    """The clock where a test does not move it."""
    return datetime.now(timezone.utc)


class FakeTencent:
    """Tencent's servers for these accounts, in a thread of their own; every method may be called from any thread."""

    def __init__(
        self, *accounts: Account, now: Callable[[], datetime] = utc_now, seed: int = 0, failure_share: float = 0.0
    ) -> None:
        self.now = now
        self.inboxes = Inboxes()
        self.tokens = AccessTokens(accounts, now)
        self.media = MediaStore(now)
        self.custom = CustomDesk(self.inboxes, self.media, now)
        self.faults = Faults(seed, failure_share)
        self._accounts = {account.app_id: account for account in accounts}
        self._desks = {
            account.app_id: KfDesk(account, self.inboxes, self.media, now)
            for account in accounts
            if account.kind is Kind.KF
        }
        self._calls: list[Call] = []
        self._routes = self._handlers()
        self._port = 0
        self._loop: Optional[asyncio.AbstractEventLoop] = None
        self._stopping: Optional[asyncio.Event] = None
        self._thread: Optional[threading.Thread] = None

    # Serving.

    @property
    def url(self) -> str:
        """What the bot is to call instead of https://api.weixin.qq.com and https://qyapi.weixin.qq.com."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> "FakeTencent":
        """Serve; on the same port again after a stop."""
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True, name="tencent")
        self._thread.start()
        if not ready.wait(START_SECONDS):
            raise RuntimeError("Tencent did not start")
        return self

    def stop(self) -> None:
        """End; hanging calls are cut."""
        if self._loop is not None and self._stopping is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(START_SECONDS)
            self._loop = self._stopping = self._thread = None

    def __enter__(self) -> "FakeTencent":
        return self.start()

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.stop()

    # What happened.

    def calls(self, path: Optional[str] = None) -> list[Call]:
        """All calls, or those of a path, oldest first."""
        with self.inboxes.changed:
            return [call for call in self._calls if path in (None, call.path)]

    def inbox(self, user: str) -> list[Delivered]:
        """What a person got, oldest first."""
        return self.inboxes.of(user)

    def wait(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Whether the condition came true within the seconds; looked at after every call and message."""
        return self.inboxes.wait(condition, seconds)

    def account_of(self, app_id: str) -> Account:
        """An account by its appid or corpid."""
        return self._accounts[app_id]

    def kf(self, account: Account) -> KfDesk:
        """The desks of a WeCom corp."""
        return self._desks[account.app_id]

    # What a test changes.

    def fail_next(self, path: str, fault: Fault, times: int = 1) -> None:
        """Let the next calls of a path fail: an errcode, an HTTP status (400 to 599), "hang", "drop" or "cut"."""
        with self.inboxes.changed:
            self.faults.fail_next(path, fault, times)

    @property
    def failure_share(self) -> float:
        """The share of all calls that fail by chance: errcode -1, HTTP 502, or dropped after being done."""
        return self.faults.share

    @failure_share.setter
    def failure_share(self, share: float) -> None:
        self.faults.share = share

    def expire_token(self, account: Account) -> None:
        """The current access token is from now on answered 42001."""
        with self.inboxes.changed:
            self.tokens.expire(account)

    def revoke_token(self, account: Account) -> None:
        """The current access token is from now on answered 40001, at WeCom 40014."""
        with self.inboxes.changed:
            self.tokens.revoke(account)

    def whitelist(self, account: Account, listed: bool) -> None:
        """Whether the bot's address is on the account's list (40164 where a token is asked for; at WeCom 60020)."""
        with self.inboxes.changed:
            change = self.tokens.not_whitelisted.discard if listed else self.tokens.not_whitelisted.add
            change(account.app_id)

    def permit(self, account: Account, permitted: bool) -> None:
        """Whether the account may write to people at all (48001; at WeCom 95017)."""
        with self.inboxes.changed:
            if account.kind is Kind.KF:
                self.kf(account).is_permitted = permitted
            else:
                (self.custom.not_permitted.discard if permitted else self.custom.not_permitted.add)(account.app_id)

    def user_acts(self, account: Account, user: str, act: Act = Act.MESSAGE) -> None:
        """A person did what opens a window of an official account or a mini program."""
        self.custom.acted(account, user, act)

    def add_media(self, account: Account, content: bytes, kind: str = "image", content_type: str = "") -> str:
        """Keep what a person sent; its media_id."""
        with self.inboxes.changed:
            return self.media.add(account, content, kind, content_type)

    def picture_url(self, media_id: str) -> str:
        """The PicUrl of a picture that a person sent."""
        return f"{self.url}{PICTURES}{media_id}"

    def on_kf_event(self, account: Account, announce: Callable[[str], Any]) -> None:
        """Whom to tell, in a thread of its own, of an open_kfid with an event that no customer caused."""
        self.kf(account).announce = lambda open_kfid: threading.Thread(
            target=announce, args=(open_kfid,), daemon=True
        ).start()

    # Within.

    def _handlers(self) -> dict[str, tuple[str, bool, Handler]]:
        """Path to method, whether it is api.weixin.qq.com's, and what answers."""
        kf = "/cgi-bin/kf/"
        return {
            "/cgi-bin/message/custom/send": ("POST", True, self.custom.send),
            "/cgi-bin/message/custom/typing": ("POST", True, self.custom.typing),
            "/cgi-bin/message/custom/business/typing": ("POST", True, self._business_typing),
            f"{kf}sync_msg": ("POST", False, lambda account, call: self.kf(account).sync_msg(account, call)),
            f"{kf}send_msg": ("POST", False, lambda account, call: self.kf(account).send_msg(account, call)),
            f"{kf}send_msg_on_event": (
                "POST", False, lambda account, call: self.kf(account).send_msg_on_event(account, call),
            ),
            f"{kf}service_state/get": ("POST", False, lambda account, call: self.kf(account).get_state(account, call)),
            f"{kf}service_state/trans": (
                "POST", False, lambda account, call: self.kf(account).trans_state(account, call),
            ),
            f"{kf}account/list": ("POST", False, lambda account, call: self.kf(account).list_accounts(account, call)),
        }

    def _business_typing(self, account: Account, call: Call) -> Answer:
        return self.custom.typing(account, call, business=True)

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        stopping = self._stopping
        app = web.Application(client_max_size=BODY_BYTES)
        app.router.add_route("*", "/{path:.*}", self._answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = runner.addresses[0][1]
        ready.set()
        await stopping.wait()
        await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, or play its fault."""
        call = await self._read(request)
        if call.path.startswith(PICTURES):
            with self.inboxes.changed:
                self._calls.append(call)
            return self._picture(call.path[len(PICTURES) :])
        with self.inboxes.changed:
            self._calls.append(call)
            fault = self.faults.take(call.path)
            call.fault = "" if fault is None else str(fault)
            if fault is None or fault == DROP:
                call.answer = self._handle(call)
            elif isinstance(fault, int) and not is_status(fault):
                call.answer = _refused(Refusal(fault))
            if isinstance(call.answer, dict):
                call.errcode = int(call.answer.get("errcode", 0))
            self.inboxes.changed.notify_all()
        if fault == HANG:
            assert self._stopping is not None
            await self._stopping.wait()
        if fault in (HANG, DROP, CUT):
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if fault is not None and is_status(fault):
            return web.Response(status=int(fault), text="<html>Bad Gateway</html>", content_type="text/html")
        return _response(call.answer, "text/plain" if call.path == MEDIA[0] else "application/json")

    async def _read(self, request: web.Request) -> Call:
        uploads: list[Upload] = []
        body = b""
        if request.content_type == "multipart/form-data":
            for name, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    uploads.append(Upload(name, value.content_type, value.file.read()))
        else:
            body = await request.read()
        return Call(request.method, request.path, dict(request.query), body, self.now(), tuple(uploads))

    def _handle(self, call: Call) -> Answer:
        """What Tencent answers."""
        try:
            if call.path == "/cgi-bin/stable_token":
                _check_method(call, "POST")
                return self.tokens.stable_token(call.json)
            if call.path == "/cgi-bin/gettoken":
                _check_method(call, "GET")
                return self.tokens.gettoken(call.query)
            if call.path in MEDIA:
                return self._of_media(call)
            if call.path not in self._routes:
                raise Refusal(40066, call.path)
            method, weixin, handler = self._routes[call.path]
            _check_method(call, method)
            answer = handler(self.tokens.owner(call.query.get("access_token", ""), weixin=weixin), call)
        except Refusal as refusal:
            return _refused(refusal)
        return {"errcode": 0, "errmsg": "ok", **answer} if isinstance(answer, dict) else answer

    def _of_media(self, call: Call) -> Answer:
        """The same paths on both hosts, so the token tells whose call it is; only WeCom says ok beside a media_id."""
        token = call.query.get("access_token", "")
        is_wecom = self.tokens.is_of_wecom(token)
        _check_method(call, "GET" if call.path.endswith("/get") else "POST")
        account = self.tokens.owner(token, weixin=not is_wecom)
        if call.path.endswith("/get"):
            return self.media.get(account, call)
        ok = {"errcode": 0, "errmsg": "ok"} if is_wecom else {}
        return {**ok, **self.media.upload(account, call)}

    def _picture(self, media_id: str) -> web.Response:
        try:
            return web.Response(body=self.media.content(media_id), content_type="image/jpeg")
        except KeyError:
            return web.Response(status=404)


def _check_method(call: Call, method: str) -> None:
    if call.method != method:
        raise Refusal(43002 if method == "POST" else 43001)


def _refused(refusal: Refusal) -> dict[str, Any]:
    return {"errcode": refusal.errcode, "errmsg": refusal.errmsg}


def _response(answer: Optional[Answer], content_type: str) -> web.Response:
    """HTTP 200, whatever the errcode is; what is asked for bytes and refuses says it in plain text."""
    if isinstance(answer, Raw):
        disposition = f'attachment; filename="{answer.name}"'
        return web.Response(
            body=answer.content, content_type=answer.content_type, headers={"Content-Disposition": disposition}
        )
    return web.json_response(answer, content_type=content_type)
