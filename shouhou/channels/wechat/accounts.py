"""A WeChat account as `credentials.yml` gives it, checked, with what is wrong said in words.

One account of a kind is written as it is; several stand under `accounts`, each by a name of the shop's own, which is
part of its path.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

from shouhou.channels.wechat.crypto import Cipher

OFFICIAL_ACCOUNT, CUSTOMER_SERVICE, MINI_PROGRAM = "official_account", "customer_service", "mini_program"
PLAIN, COMPATIBLE, SAFE = "plain", "compatible", "safe"
DESK, WECHAT = "desk", "wechat"
ONLY = "main"  # the name of an account that is the only one of its kind
TENCENT = "https://api.weixin.qq.com"
WECOM = "https://qyapi.weixin.qq.com"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_TOKEN = re.compile(r"[A-Za-z0-9]{3,32}")
_UNSET = re.compile(r"\$\{\w+\}")


class AccountError(ValueError):
    """A setting of an account cannot be used; the message names it, says what to write, and quotes no secret."""


@dataclass(frozen=True)
class Account:
    """One account.

    `app_id` is the AppID, or the corporation's id (企业ID) for customer_service; `people` where a buyer who wants a
    person goes: the shop's desk, or WeChat's own; `servicer` the one of 微信客服 who gets them, everyone when empty.
    `customer_messages` says whether an official account may use the customer message API; without it the reply to the
    push is all there is.
    """

    kind: str
    name: str
    app_id: str
    secret: str
    token: str
    encoding_aes_key: str
    mode: str = SAFE
    people: str = DESK
    servicer: str = ""
    customer_messages: bool = True
    typing: bool = True
    base_url: str = TENCENT

    @property
    def path(self) -> str:
        """Where its pushes arrive, below the channel's own path."""
        return "/" if self.name == ONLY else f"/{self.name}"

    def cipher(self) -> Optional[Cipher]:
        """What opens and seals its pushes; None in plain mode."""
        return None if self.mode == PLAIN else Cipher(self.token, self.encoding_aes_key, self.app_id)

    def __repr__(self) -> str:
        return f"Account({self.kind} {self.name} {self.app_id})"  # never its secrets


_COMMON = {"app_id", "secret", "token", "encoding_aes_key", "base_url", "people"}
_ALLOWED = {
    OFFICIAL_ACCOUNT: _COMMON | {"mode", "customer_messages", "typing"},
    MINI_PROGRAM: _COMMON | {"mode", "typing"},
    CUSTOMER_SERVICE: _COMMON | {"servicer"},
}


def read_accounts(kind: str, credentials: Optional[Mapping[str, Any]]) -> list[Account]:
    """The accounts of a kind. Raises AccountError for anything that cannot be used."""
    given = dict(credentials or {})
    several = given.pop("accounts", None)
    if several is None:
        return [_account(kind, ONLY, given)]
    if given:
        raise AccountError(f"{kind}: beside `accounts` stands {_names(given)}; it belongs to one of them")
    if not isinstance(several, Mapping) or not several:
        raise AccountError(f"{kind}: `accounts` names no account")
    accounts = []
    for name, settings in several.items():
        if not _NAME.fullmatch(str(name)):
            raise AccountError(f"{kind}: an account's name has 1 to 32 of a-z 0-9 _ -, not {str(name)[:40]!r}")
        if not isinstance(settings, Mapping):
            raise AccountError(f"{kind}.{name}: has no settings")
        accounts.append(_account(kind, str(name), settings))
    _check_tokens(kind, accounts)
    return accounts


def _account(kind: str, name: str, given: Mapping[str, Any]) -> Account:
    where = kind if name == ONLY else f"{kind}.{name}"
    unknown = set(given) - _ALLOWED[kind]
    if unknown:
        raise AccountError(f"{where}: unknown setting {_names(unknown)}; known are {_names(_ALLOWED[kind])}")
    mode = str(given.get("mode", SAFE))
    if mode not in (PLAIN, COMPATIBLE, SAFE):
        raise AccountError(f"{where}: mode is plain, compatible or safe")
    people = str(given.get("people", WECHAT if kind == CUSTOMER_SERVICE else DESK))
    if people not in (DESK, WECHAT):
        raise AccountError(f"{where}: people is desk or wechat")
    if people == WECHAT and not _flag(where, given, "customer_messages"):
        raise AccountError(f"{where}: people: wechat needs the customer message API; set people: desk")
    account = Account(
        kind=kind,
        name=name,
        app_id=_text(where, given, "app_id"),
        secret=_text(where, given, "secret", needed=_flag(where, given, "customer_messages")),
        token=_text(where, given, "token"),
        encoding_aes_key=_text(where, given, "encoding_aes_key", needed=mode != PLAIN),
        mode=mode,
        people=people,
        servicer=_text(where, given, "servicer", needed=False),
        customer_messages=_flag(where, given, "customer_messages"),
        typing=_flag(where, given, "typing"),
        base_url=_url(where, given, WECOM if kind == CUSTOMER_SERVICE else TENCENT),
    )
    _check_form(where, account)
    return account


def _check_form(where: str, account: Account) -> None:
    prefix = "ww" if account.kind == CUSTOMER_SERVICE else "wx"
    if not re.fullmatch(prefix + r"[0-9A-Za-z]{6,30}", account.app_id):
        what = "the 企业ID, which begins with ww" if prefix == "ww" else "the AppID, which begins with wx"
        raise AccountError(f"{where}: app_id is {what}")
    if not _TOKEN.fullmatch(account.token):
        raise AccountError(f"{where}: token has 3 to 32 letters and digits, the same as in the console")
    try:
        account.cipher()
    except ValueError as error:
        raise AccountError(f"{where}: {error}") from error


def _check_tokens(kind: str, accounts: list[Account]) -> None:
    """A plain push says in no signed way whose it is: with one token of two accounts it would be both's."""
    tokens = [account.token for account in accounts]
    for account in accounts:
        if account.mode == PLAIN and tokens.count(account.token) > 1:
            raise AccountError(f"{kind}.{account.name}: in plain mode an account needs a token of its own")


def _text(where: str, given: Mapping[str, Any], name: str, needed: bool = True) -> str:
    value = given.get(name)
    text = "" if value is None else str(value).strip()
    if _UNSET.fullmatch(text):  # Rasa fills in what stands bare; what stands in quotes is left as it is
        text = os.environ.get(text[2:-1], "").strip() or text
    if _UNSET.fullmatch(text):
        raise AccountError(f"{where}: {name} reads {text}, but no such variable is set in the environment or .env")
    if needed and not text:
        raise AccountError(f"{where}: {name} is missing")
    return text


def _flag(where: str, given: Mapping[str, Any], name: str) -> bool:
    value = given.get(name, True)
    if not isinstance(value, bool):
        raise AccountError(f"{where}: {name} is true or false")
    return value


def _url(where: str, given: Mapping[str, Any], default: str) -> str:
    url = _text(where, given, "base_url", needed=False) or default
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", url):
        raise AccountError(f"{where}: base_url is an address such as {default}")
    return url.rstrip("/")


def _names(names: Any) -> str:
    return ", ".join(sorted(map(str, names)))
