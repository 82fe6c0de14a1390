"""The accounts that a shop has with Tencent, as both sides know them."""

import secrets
import uuid
from dataclasses import dataclass
from enum import Enum

from tests.services.wechat.tencent_crypto import Seal, new_key


class Kind(Enum):
    """What kind of account it is."""

    OFFICIAL = "official"  # 公众号 and 服务号
    MINI = "mini"  # 小程序客服
    KF = "kf"  # 微信客服: a WeCom corp whose customers are WeChat users


@dataclass(frozen=True)
class Account:
    """One account; of a WeCom corp `app_id` and `original_id` are its corpid."""

    kind: Kind
    app_id: str
    secret: str
    original_id: str  # ToUserName of its pushes: gh_…
    token: str
    encoding_aes_key: str
    open_kfids: tuple[str, ...] = ()
    servicers: tuple[str, ...] = ()  # userids of those who can take a conversation over

    @property
    def seal(self) -> Seal:
        return Seal(self.encoding_aes_key, self.app_id)


def official_account() -> Account:
    """An official account with ids of its own."""
    return _on_weixin(Kind.OFFICIAL)


def mini_program() -> Account:
    """A mini program with ids of its own."""
    return _on_weixin(Kind.MINI)


def kf_corp(*servicers: str, desks: int = 1) -> Account:
    """A WeCom corp with as many 微信客服 accounts (open_kfid) as asked for."""
    corp_id = f"ww{secrets.token_hex(8)}"
    open_kfids = tuple(f"wk{secrets.token_urlsafe(22)}" for _ in range(desks))
    secret, token = secrets.token_urlsafe(32), uuid.uuid4().hex
    return Account(Kind.KF, corp_id, secret, corp_id, token, new_key(), open_kfids, servicers or ("zhangsan",))


def new_user(kind: Kind) -> str:
    """An openid, or the external_userid of a customer of 微信客服."""
    return f"wm{secrets.token_urlsafe(22)}" if kind is Kind.KF else f"o{secrets.token_urlsafe(20)}"[:28]


def _on_weixin(kind: Kind) -> Account:
    app_id, original_id = f"wx{secrets.token_hex(8)}", f"gh_{secrets.token_hex(6)}"
    return Account(kind, app_id, secrets.token_hex(16), original_id, uuid.uuid4().hex, new_key())
