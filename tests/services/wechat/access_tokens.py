"""Access tokens: generations, early ends, and what an old or foreign one is answered."""

import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Optional

from tests.services.wechat.accounts import Account, Kind
from tests.services.wechat.records import Refusal

LIFE = timedelta(seconds=7200)
RENEWED_BEFORE = timedelta(minutes=5)
FORCED_APART = timedelta(seconds=30)
FORCED_A_DAY = 20
FORM = re.compile(r"\d+_[0-9A-Za-z_-]{100,}")


@dataclass
class Issued:
    """A token that was handed out."""

    account: Account
    token: str
    until: datetime
    dead: Optional[int] = None  # what it is answered although its time is not over


class AccessTokens:
    """Every token ever handed out; `requests` counts who asked for one, `generations` how many there were."""

    def __init__(self, accounts: Iterable[Account], now: Callable[[], datetime]) -> None:
        self._accounts = {account.app_id: account for account in accounts}
        self._now = now
        self._issued: dict[str, Issued] = {}
        self._current: dict[str, Issued] = {}
        self._forced: dict[str, list[datetime]] = {}
        self.requests: Counter[str] = Counter()
        self.generations: Counter[str] = Counter()
        self.not_whitelisted: set[str] = set()

    def stable_token(self, body: dict[str, Any]) -> dict[str, Any]:
        """POST /cgi-bin/stable_token of official accounts and mini programs."""
        if body.get("grant_type") != "client_credential":
            raise Refusal(40002)
        if not body.get("appid"):
            raise Refusal(41002)
        if not body.get("secret"):
            raise Refusal(41004)
        account = self._account(str(body["appid"]), weixin=True)
        self.requests[account.app_id] += 1
        if body["secret"] != account.secret:
            raise Refusal(40125)
        if account.app_id in self.not_whitelisted:
            raise Refusal(40164)
        if body.get("force_refresh"):
            self._force(account)
        return self._answer(self._valid(account))

    def gettoken(self, query: dict[str, str]) -> dict[str, Any]:
        """GET /cgi-bin/gettoken of a WeCom corp."""
        account = self._account(query.get("corpid", ""), weixin=False)
        self.requests[account.app_id] += 1
        if query.get("corpsecret") != account.secret:
            raise Refusal(40001)
        return {"errcode": 0, "errmsg": "ok", **self._answer(self._valid(account))}

    def owner(self, token: str, *, weixin: bool) -> Account:
        """Whose token it is; api.weixin.qq.com and qyapi.weixin.qq.com do not know each other's. Refuses others."""
        if not token:
            raise Refusal(41001)
        issued = self._issued.get(token)
        if issued is None or (issued.account.kind is not Kind.KF) is not weixin:
            raise Refusal(40001 if weixin and FORM.fullmatch(token) else 40014)
        if issued.dead is not None:
            raise Refusal(issued.dead)
        if self._now() >= issued.until:
            raise Refusal(42001)
        if not weixin and issued.account.app_id in self.not_whitelisted:
            raise Refusal(60020)
        return issued.account

    def is_of_wecom(self, token: str) -> bool:
        """Whether a token was handed out by qyapi.weixin.qq.com."""
        issued = self._issued.get(token)
        return issued is not None and issued.account.kind is Kind.KF

    def expire(self, account: Account) -> None:
        """End the current token now, as if its time were over (42001)."""
        self._kill(account, 42001)

    def revoke(self, account: Account) -> None:
        """End the current token although it had time: 40001, at WeCom 40014."""
        self._kill(account, 40014 if account.kind is Kind.KF else 40001)

    def current(self, account: Account) -> str:
        """The token that is valid, a new one where none is."""
        return self._valid(account).token

    def _account(self, app_id: str, weixin: bool) -> Account:
        account = self._accounts.get(app_id)
        if account is None or (account.kind is not Kind.KF) is not weixin:
            raise Refusal(40013)
        return account

    def _answer(self, issued: Issued) -> dict[str, Any]:
        return {"access_token": issued.token, "expires_in": int((issued.until - self._now()).total_seconds())}

    def _valid(self, account: Account) -> Issued:
        """The current token; a new one within the last minutes, while the old one still goes on to its end."""
        current = self._current.get(account.app_id)
        if current is not None and current.dead is None and self._now() < current.until - RENEWED_BEFORE:
            return current
        self.generations[account.app_id] += 1
        token = f"{self.generations[account.app_id]}_{secrets.token_urlsafe(90)}"
        issued = self._current[account.app_id] = self._issued[token] = Issued(account, token, self._now() + LIFE)
        return issued

    def _force(self, account: Account) -> None:
        """Kill the current token, within the limits of doing so."""
        forced = self._forced.setdefault(account.app_id, [])
        forced[:] = [at for at in forced if at > self._now() - timedelta(days=1)]
        if forced and self._now() - forced[-1] < FORCED_APART:
            raise Refusal(45011)
        if len(forced) >= FORCED_A_DAY:
            raise Refusal(45009)
        forced.append(self._now())
        self._kill(account, 40001)

    def _kill(self, account: Account, errcode: int) -> None:
        for issued in self._issued.values():
            if issued.account == account and issued.dead is None:
                issued.dead = errcode
