"""What the tests of the fake share: Tencent with an account of each kind, and calls as a bot makes them."""

import json
import urllib.parse
import urllib.request
import uuid
from datetime import datetime, timedelta, timezone
from typing import Any, Optional

from tests.services.wechat.accounts import Account, kf_corp, mini_program, official_account
from tests.services.wechat.fake_tencent import FakeTencent

CUSTOM_SEND = "/cgi-bin/message/custom/send"
SYNC = "/cgi-bin/kf/sync_msg"
KF_SEND = "/cgi-bin/kf/send_msg"
USER = "oUser"
CUSTOMER = "wmCustomer"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 28, 2, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.at

    def moves(self, **by: float) -> None:
        self.at += timedelta(**by)


class World:
    """Tencent with an account of each kind, and calls as a bot would make them."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.official, self.mini, self.corp = official_account(), mini_program(), kf_corp("zhangsan", desks=2)
        self.open_kfid, self.other_kfid = self.corp.open_kfids
        self.tencent = FakeTencent(self.official, self.mini, self.corp, now=self.clock)
        self.kf = self.tencent.kf(self.corp)

    def asks(self, account: Account, **changes: Any) -> dict[str, Any]:
        """Ask for an access token."""
        if account is self.corp:
            query = {"corpid": account.app_id, "corpsecret": account.secret, **changes}
            return self._http("GET", f"/cgi-bin/gettoken?{urllib.parse.urlencode(query)}")
        body = {"grant_type": "client_credential", "appid": account.app_id, "secret": account.secret, **changes}
        return self._http("POST", "/cgi-bin/stable_token", _encoded(body))

    def posts(self, account: Account, path: str, body: Any, token: Optional[str] = None) -> dict[str, Any]:
        """POST with the account's token or another; a body that is bytes goes as it is."""
        token = self.asks(account)["access_token"] if token is None else token
        raw = body if isinstance(body, bytes) else _encoded(body)
        return self._http("POST", f"{path}?access_token={token}", raw)

    def sends(self, account: Account, text: str = "你好", **changes: Any) -> int:
        """Send a customer message; the errcode."""
        body = {"touser": USER, "msgtype": "text", "text": {"content": text}, **changes}
        return int(self.posts(account, CUSTOM_SEND, body)["errcode"])

    def kf_sends(self, text: str = "你好", **changes: Any) -> dict[str, Any]:
        """Send a message of 微信客服."""
        about = {"touser": CUSTOMER, "open_kfid": self.open_kfid}
        return self.posts(self.corp, KF_SEND, {**about, "msgtype": "text", "text": {"content": text}, **changes})

    def customer_says(self, text: str = "在吗") -> str:
        return self.kf.customer_says(self.open_kfid, CUSTOMER, "text", {"content": text})

    def syncs(self, **changes: Any) -> dict[str, Any]:
        """Read a page, with a Token of its own unless one is given."""
        body = {"open_kfid": self.open_kfid, "token": self.kf.queue.callback_token(), **changes}
        return self.posts(self.corp, SYNC, body)

    def moves_to(self, state: int, **changes: Any) -> dict[str, Any]:
        body = {"open_kfid": self.open_kfid, "external_userid": CUSTOMER, "service_state": state, **changes}
        return self.posts(self.corp, "/cgi-bin/kf/service_state/trans", body)

    def gets(self, account: Account, path: str, **query: str) -> tuple[str, bytes]:
        """GET; the content type and the bytes."""
        asked = urllib.parse.urlencode({"access_token": self.asks(account)["access_token"], **query})
        with urllib.request.urlopen(f"{self.tencent.url}{path}?{asked}", timeout=5) as response:
            return response.headers["Content-Type"], response.read()

    def uploads(self, account: Account, content: bytes, kind: str = "image") -> dict[str, Any]:
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="media"; filename="a.png"\r\n'
        body = f"{head}Content-Type: image/png\r\n\r\n".encode() + content + f"\r\n--{mark}--\r\n".encode()
        path = f"/cgi-bin/media/upload?type={kind}&access_token={self.asks(account)['access_token']}"
        return self._http("POST", path, body, f"multipart/form-data; boundary={mark}")

    def _http(
        self, method: str, path: str, body: Optional[bytes] = None, content_type: str = "application/json"
    ) -> dict[str, Any]:
        request = urllib.request.Request(self.tencent.url + path, body, {"Content-Type": content_type}, method=method)
        with urllib.request.urlopen(request, timeout=5) as response:
            found = json.loads(response.read())
            assert isinstance(found, dict)
            return found


def _encoded(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode("utf-8")
