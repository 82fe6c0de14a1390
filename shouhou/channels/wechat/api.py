"""Calls to WeChat's API: the token, the errors that come with HTTP 200, time-outs, pictures.

Nothing that this module raises or logs holds a token, a secret or an address with one in it.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Optional, TypeVar

import aiohttp

from shouhou.cases import channel_state
from shouhou.channels.wechat.accounts import CUSTOMER_SERVICE, Account
from shouhou.channels.wechat.errors import ApiError, Unreachable

logger = logging.getLogger(__name__)

T = TypeVar("T")
SECONDS = aiohttp.ClientTimeout(total=10, connect=5)
MEDIA_SECONDS = aiohttp.ClientTimeout(total=30, connect=5)
RENEW_EARLY = timedelta(minutes=5)  # the platform gives a new token from then on
STALE_TOKEN = {40001, 40014, 42001}
MAX_ANSWER = 4 * 1024 * 1024

Jobs = Callable[..., Awaitable[Any]]  # Turns.cases: runs a job of the case database off the event loop


class Api:
    """One account's calls. The token is shared by all processes through the case database."""

    def __init__(self, account: Account, jobs: Jobs, now: Callable[[], datetime]) -> None:
        self._account = account
        self._jobs = jobs
        self._now = now
        self._token: Optional[tuple[str, datetime]] = None
        self._renewing = asyncio.Lock()
        self._session: Optional[aiohttp.ClientSession] = None

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Call a path with a JSON body; the answer's object.

        Raises ApiError for an errcode, Unreachable when nothing that can be read has come back. A token that has gone
        stale is renewed and the call made again, once.
        """
        # As it is, in UTF-8: a body with \\u escapes is shown to the buyer as such, or refused (40033).
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}

        async def attempt(token: str) -> dict[str, Any]:
            return _checked(await self._send("POST", path, {"access_token": token}, content, headers))

        return await self._with_token(attempt)

    async def get(self, path: str) -> dict[str, Any]:
        """Ask a path; the answer's object. Raises as `post`."""

        async def attempt(token: str) -> dict[str, Any]:
            return _checked(await self._send("GET", path, {"access_token": token}))

        return await self._with_token(attempt)

    async def download(self, media_id: str, most: int) -> bytes:
        """A file that somebody sent, of at most so many bytes. Raises as `post`; ValueError for a larger one."""

        async def attempt(token: str) -> bytes:
            query = {"access_token": token, "media_id": media_id}
            content = await self._send("GET", "/cgi-bin/media/get", query, timeout=MEDIA_SECONDS, most=most)
            if content[:1] == b"{":  # an error, or the address of a video: no picture begins so
                _checked(content)
                raise ValueError("the file is no picture")
            return content

        return await self._with_token(attempt)

    async def upload(self, content: bytes, name: str, kind: str) -> str:
        """Upload a picture; its media id. Raises as `post`."""

        async def attempt(token: str) -> str:
            form = aiohttp.FormData()
            form.add_field("media", content, filename=name, content_type=kind)
            query = {"access_token": token, "type": "image"}
            answer = _checked(await self._send("POST", "/cgi-bin/media/upload", query, form, timeout=MEDIA_SECONDS))
            return str(answer.get("media_id", ""))

        return await self._with_token(attempt)

    async def token(self, other_than: Optional[str] = None) -> str:
        """A token that is good now, and not the one that was just refused. Raises as `post`."""
        async with self._renewing:
            if self._token is not None and self._is_good(self._token, other_than):
                return self._token[0]
            shared = await self._jobs(channel_state.token_of, self._token_name, self._now())
            if shared is not None and self._is_good(shared, other_than):
                self._token = shared
                return self._token[0]
            token, expires_at = await self._new_token()
            await self._jobs(channel_state.keep_token, self._token_name, token, expires_at)
            self._token = (token, expires_at)
            return token

    @property
    def _token_name(self) -> str:
        return f"{self._account.kind}:{self._account.app_id}:{self._account.name}"

    def _is_good(self, known: tuple[str, datetime], other_than: Optional[str]) -> bool:
        return known[1] > self._now() and known[0] != other_than

    async def _new_token(self) -> tuple[str, datetime]:
        account = self._account
        if account.kind == CUSTOMER_SERVICE:
            query = {"corpid": account.app_id, "corpsecret": account.secret}
            answer = _checked(await self._send("GET", "/cgi-bin/gettoken", query))
        else:
            body = {"grant_type": "client_credential", "appid": account.app_id, "secret": account.secret}
            answer = _checked(await self._send("POST", "/cgi-bin/stable_token", {}, json.dumps(body).encode()))
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(seconds, int):
            raise Unreachable("the answer holds no token")
        lasts = max(timedelta(seconds=seconds) - RENEW_EARLY, timedelta(seconds=30))
        return token, self._now() + lasts

    async def _with_token(self, attempt: Callable[[str], Awaitable[T]]) -> T:
        token = await self.token()
        try:
            return await attempt(token)
        except ApiError as error:
            if error.code not in STALE_TOKEN:
                raise
        return await attempt(await self.token(other_than=token))

    async def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        content: Any = None,
        headers: Optional[Mapping[str, str]] = None,
        timeout: Optional[aiohttp.ClientTimeout] = None,
        most: int = MAX_ANSWER,
    ) -> bytes:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        url = self._account.base_url + path
        try:
            async with self._session.request(
                method, url, params=dict(query), data=content, headers=headers, timeout=timeout or SECONDS,
                allow_redirects=False,
            ) as answer:
                if answer.status != 200:
                    raise Unreachable(f"{path} answered HTTP {answer.status}")
                return await _read(answer, most)
        except asyncio.TimeoutError:
            raise Unreachable(f"{path} did not answer in time") from None
        except (aiohttp.ClientError, OSError) as error:
            # The error's own words may hold the address, and the address the token.
            raise Unreachable(f"{path} could not be reached ({type(error).__name__})") from None


async def _read(answer: aiohttp.ClientResponse, most: int) -> bytes:
    content = bytearray()
    async for piece in answer.content.iter_chunked(64 * 1024):
        content += piece
        if len(content) > most:
            raise ValueError(f"the answer is over {most} bytes")
    return bytes(content)


def _checked(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        raise Unreachable("the answer is not JSON") from None
    if not isinstance(answer, dict):
        raise Unreachable("the answer is not an object")
    code = answer.get("errcode", 0)
    if code:
        raise ApiError(int(code) if isinstance(code, int) else -1, str(answer.get("errmsg", "")))
    return answer
